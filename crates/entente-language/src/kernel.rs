//! The few kinds of arithmetic that the networks consist of.
//!
//! In fp32 every output is summed in one fixed order, each product with one rounding, so that every CPU gives
//! the same bits (see [`tile`]). `pulp` compiles the loops once for the oldest CPU, once for AVX2 and once for
//! AVX-512, or for NEON, and picks at run time. Where less will do, the tile registers or the vectors of
//! some CPUs compute the same sums from halved numbers (see [`halves`]).

use std::borrow::Cow;

use pulp::Simd;

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
mod amx;
#[cfg(not(all(target_arch = "x86_64", target_os = "linux")))]
#[path = "kernel/no_amx.rs"]
mod amx;
mod bytes;
mod choice;
mod cpu;
mod halves;
mod linear;
mod maxout;
mod tile;
#[cfg(target_arch = "x86_64")]
mod vnni;
#[cfg(not(target_arch = "x86_64"))]
#[path = "kernel/no_vnni.rs"]
mod vnni;
#[cfg(target_arch = "x86_64")]
mod wide;
#[cfg(not(target_arch = "x86_64"))]
#[path = "kernel/no_wide.rs"]
mod wide;

pub(crate) use bytes::Range;
pub(crate) use choice::{Choice, Firsts, Masks, STATE};
pub(crate) use cpu::Cpu;
pub use cpu::{Precision, kernels};
pub(crate) use linear::Linear;
pub(crate) use maxout::Maxout;

/// Width of every token vector.
pub(crate) const WIDTH: usize = 96;
/// Width of the states of the parser and the name finder.
pub(crate) const HIDDEN: usize = 64;
/// Columns of one panel of linear weights.
const PANEL: usize = 32;

type Floats = Cow<'static, [f32]>;

/// One token vector.
pub(crate) type Row = [f32; WIDTH];

/// Work that is done in blocks of rows: as many large blocks as fit, then smaller ones.
trait Blocks: Sized {
    /// Does one block of `N` rows from row `first` on.
    fn block<S: Simd, const N: usize>(&mut self, simd: S, first: usize);

    /// Does all `n_rows` rows.
    #[inline(always)]
    fn all<S: Simd>(mut self, simd: S, n_rows: usize) {
        let mut done = 0;
        // Vectors of 16 numbers come with registers for the sums of eight rows.
        if S::F32_LANES == 16 {
            done = self.run::<S, 8>(simd, done, n_rows);
        }
        done = self.run::<S, 4>(simd, done, n_rows);
        done = self.run::<S, 2>(simd, done, n_rows);
        self.run::<S, 1>(simd, done, n_rows);
    }

    /// As many blocks of `N` rows as fit; gives how many rows are done.
    #[inline(always)]
    fn run<S: Simd, const N: usize>(&mut self, simd: S, mut done: usize, n_rows: usize) -> usize {
        while done + N <= n_rows {
            self.block::<S, N>(simd, done);
            done += N;
        }
        done
    }
}

#[cfg(test)]
mod tests;
