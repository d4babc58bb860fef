//! Stands in for `amx` where there are no tile registers: [`Tiles::find`] finds none, so that nothing else is
//! ever called.

#![allow(dead_code, reason = "nothing of it is ever made")]

pub(super) const TILE: usize = 16;
pub(super) const CHUNK: usize = 32;

#[derive(Clone, Copy)]
pub(super) struct Chunk(pub(super) [u16; CHUNK]);

#[derive(Clone, Copy)]
pub(super) struct Sums(pub(super) [[f32; TILE]; TILE]);

#[derive(Clone, Copy, Debug)]
pub(super) struct Tiles(());

impl Tiles {
    pub(super) fn find() -> Option<Self> {
        None
    }

    pub(super) fn session(self) -> Session {
        Session
    }
}

pub(super) struct Session;

#[derive(Clone, Copy)]
pub(super) struct Lines<'a> {
    pub(super) high: &'a [Chunk],
    pub(super) low: &'a [Chunk],
    pub(super) stride: usize,
}

pub(super) type Columns = [Chunk; TILE];

impl Session {
    pub(super) fn three<const SPLIT: bool>(
        &self,
        _: Lines,
        _: &[[[Columns; 2]; 3]],
        _: &mut [Sums],
    ) {
    }

    pub(super) fn two<const SPLIT: bool>(&self, _: Lines, _: &[[[Columns; 2]; 2]], _: &mut [Sums]) {
    }
}
