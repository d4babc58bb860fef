//! Stands in for `wide` on other kinds of CPUs: [`Wide::find`] finds nothing, so that nothing else is ever called.

#![allow(dead_code, reason = "nothing of it is ever made")]

use super::amx::{Columns, Lines, Sums};

#[derive(Clone, Copy, Debug)]
pub(super) struct Wide(());

impl Wide {
    pub(super) fn find() -> Option<Self> {
        None
    }

    pub(super) fn products<const N: usize>(
        self,
        _: Lines,
        _: &[[[Columns; 2]; N]],
        _: &mut [Sums],
    ) {
    }
}
