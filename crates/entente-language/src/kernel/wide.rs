//! Products of matrices in bfloat16 by vectors of sixteen sums (AVX-512 BF16), for CPUs without tile registers.
//!
//! `vdpbf16ps` adds to sixteen sums the products of a pair of inputs with sixteen columns of pairs. Lines, weights and sums
//! lie as those of tiles do (see [`super::amx`]).
//!
//! # What must hold
//!
//! 1. The instructions run only if the CPU has them. [`Wide`] can be had from [`Wide::find`] alone, which asks.
//! 2. Loads stay inside their slices: of lines the last chunk is looked up, with a check, before the first is touched;
//!    weights are arrays of the size of a tile.

#![expect(
    unsafe_code,
    reason = "instructions that not every CPU has, and loads of whole vectors; see above"
)]

use std::arch::x86_64::{
    __m512, __m512bh, _mm512_castps_si512, _mm512_dpbf16_ps, _mm512_load_si512, _mm512_set1_epi32,
    _mm512_setzero_ps, _mm512_storeu_ps,
};
use std::mem::transmute;

use super::amx::{Columns, Lines, Sums, TILE};

/// The CPU multiplies pairs of bfloat16.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wide(());

/// Lines whose sums stay in registers: with three vectors each, 24 of 32.
const ROWS: usize = 8;

impl Wide {
    /// Asks the CPU.
    pub(super) fn find() -> Option<Self> {
        let is_there =
            is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bf16");
        is_there.then_some(Self(()))
    }

    /// Writes the products of the high parts of sixteen lines with `N` tiles of columns.
    #[inline(always)]
    pub(super) fn products<const N: usize>(
        self,
        lines: Lines,
        weights: &[[[Columns; 2]; N]],
        sums: &mut [Sums],
    ) {
        let Some(sums) = sums.first_chunk_mut::<N>() else {
            return;
        };
        let len = (TILE - 1) * lines.stride + weights.len();
        let lines = Lines {
            high: &lines.high[..len],
            ..lines
        };
        for first in (0..TILE).step_by(ROWS) {
            // SAFETY: (1) `self` proves that the CPU has the instructions. (2) `high` holds the last chunk of line 15.
            unsafe { some(lines, weights, sums, first) }
        }
    }
}

/// The products of `ROWS` lines from line `first` on.
///
/// # Safety
///
/// `high` must hold all chunks of line `first + ROWS - 1` that `weights` names.
#[target_feature(enable = "avx512f,avx512bf16")]
unsafe fn some<const N: usize>(
    lines: Lines,
    weights: &[[[Columns; 2]; N]],
    sums: &mut [Sums; N],
    first: usize,
) {
    let mut added = [[_mm512_setzero_ps(); N]; ROWS];
    for (idx, tiles) in weights.iter().enumerate() {
        for pair in 0..TILE {
            let mut columns = [_mm512_castps_si512(_mm512_setzero_ps()); N];
            for (columns, tile) in columns.iter_mut().zip(tiles) {
                // SAFETY: a chunk has 64 bytes and lies at a multiple of 64.
                *columns = unsafe { _mm512_load_si512((&raw const tile[0][pair]).cast()) };
            }
            for (row, added) in added.iter_mut().enumerate() {
                // SAFETY: the caller's word; a chunk has sixteen pairs.
                let both = unsafe {
                    let line = lines.high.as_ptr().add((first + row) * lines.stride + idx);
                    line.cast::<i32>().add(pair).read()
                };
                // SAFETY: both are 512 bits without meaning of their own.
                let both: __m512bh = unsafe { transmute(_mm512_set1_epi32(both)) };
                for (sum, columns) in added.iter_mut().zip(&columns) {
                    // SAFETY: as above.
                    let columns: __m512bh = unsafe { transmute(*columns) };
                    *sum = _mm512_dpbf16_ps(*sum, both, columns);
                }
            }
        }
    }
    for (row, added) in added.iter().enumerate() {
        for (sum, tile) in added.iter().zip(&mut *sums) {
            store(*sum, &mut tile.0[first + row]);
        }
    }
}

#[target_feature(enable = "avx512f")]
fn store(sum: __m512, out: &mut [f32; TILE]) {
    // SAFETY: sixteen numbers are 512 bits.
    unsafe { _mm512_storeu_ps(out.as_mut_ptr(), sum) }
}
