//! Numbers as sums of two bfloat16: the nearest one, and the nearest one to what is left.

use super::amx::{CHUNK, Chunk, Columns, Lines, TILE};

/// The bfloat16 that is nearest to a number.
#[inline(always)]
fn nearest(number: f32) -> u16 {
    let bits = number.to_bits();
    (bits.wrapping_add(0x7fff + (bits >> 16 & 1)) >> 16) as u16
}

/// A number in its high and its low part.
#[inline(always)]
fn split(number: f32) -> [u16; 2] {
    let high = nearest(number);
    [
        high,
        nearest(number - f32::from_bits(u32::from(high) << 16)),
    ]
}

/// Rows of numbers in high and low parts.
#[derive(Default)]
pub(super) struct Halves {
    high: Vec<Chunk>,
    low: Vec<Chunk>,
}

impl Halves {
    /// Takes these rows, with room for whole tiles after them. Rows are whole chunks, `n_chunks` each.
    #[inline(always)]
    pub(super) fn fill(&mut self, rows: &[f32], n_chunks: usize) {
        let chunks = rows.as_chunks::<CHUNK>().0;
        let len = chunks.len() + (TILE + 2) * n_chunks;
        for parts in [&mut self.high, &mut self.low] {
            if parts.len() < len {
                parts.resize(len, Chunk([0; CHUNK]));
            }
        }
        for ((chunk, high), low) in chunks.iter().zip(&mut self.high).zip(&mut self.low) {
            for ((&number, high), low) in chunk.iter().zip(&mut high.0).zip(&mut low.0) {
                [*high, *low] = split(number);
            }
        }
    }

    /// Sixteen lines from row `first` on; a line is a row and whatever follows it.
    #[inline(always)]
    pub(super) fn lines(&self, first: usize, n_chunks: usize) -> Lines<'_> {
        Lines {
            high: &self.high[first * n_chunks..],
            low: &self.low[first * n_chunks..],
            stride: n_chunks,
        }
    }
}

/// Weights in high and low parts for whole chunks of inputs: `N` tiles of columns from each run of `weights`
/// that holds `16 * N` columns for each input.
pub(super) fn tiles<const N: usize>(weights: &[f32]) -> Vec<[[Columns; 2]; N]> {
    let chunks = weights.chunks_exact(CHUNK * TILE * N);
    chunks
        .map(|chunk| std::array::from_fn(|tile| columns(chunk, TILE * N, TILE * tile)))
        .collect()
}

/// Sixteen columns of a chunk of inputs, as pairs of inputs by column.
fn columns(weights: &[f32], n_columns: usize, first: usize) -> [Columns; 2] {
    let mut parts = [[Chunk([0; CHUNK]); TILE]; 2];
    for input in 0..CHUNK {
        for column in 0..TILE {
            let halves = split(weights[input * n_columns + first + column]);
            for (part, half) in parts.iter_mut().zip(halves) {
                part[input / 2].0[2 * column + input % 2] = half;
            }
        }
    }
    parts
}
