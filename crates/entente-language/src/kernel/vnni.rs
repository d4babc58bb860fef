//! Products of bytes by vectors of sixteen sums (AVX-512 VNNI).
//!
//! `vpdpbusd` adds to each of sixteen whole numbers the products of four unsigned bytes with four signed ones.
//!
//! # What must hold
//!
//! The instructions run only if the CPU has them. [`Vnni`] can be had from [`Vnni::find`] alone, which asks. Nothing is
//! reached by its address.

#![expect(unsafe_code, reason = "instructions that not every CPU has, see above")]

use std::arch::x86_64::{
    __m512, __m512i, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpbusd_epi32, _mm512_max_ps,
    _mm512_mul_ps, _mm512_set1_epi32, _mm512_set1_ps, _mm512_setzero_si512,
};
use std::mem::transmute;

use super::bytes::{Bytes, LINES, Lines};
use super::maxout::{GROUP, PIECES};
use super::{Row, WIDTH};

/// The CPU multiplies bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vnni(());

impl Vnni {
    /// Asks the CPU.
    pub(super) fn find() -> Option<Self> {
        let is_there =
            is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni");
        is_there.then_some(Self(()))
    }

    /// Writes for some lines the largest of the alternatives of each output.
    #[inline(always)]
    pub(super) fn largest(self, layer: &Bytes, lines: &Lines, out: &mut [Row; LINES]) {
        // SAFETY: `self` proves that the CPU has the instructions.
        unsafe { largest(layer, lines, out) }
    }
}

#[target_feature(enable = "avx512f,avx512vnni")]
fn largest(layer: &Bytes, lines: &Lines, out: &mut [Row; LINES]) {
    for (number, group) in layer.groups.iter().enumerate() {
        let mut sums = [[_mm512_setzero_si512(); PIECES]; LINES];
        for (idx, weights) in group.weights.iter().enumerate() {
            let mut columns = [_mm512_setzero_si512(); PIECES];
            for (columns, weights) in columns.iter_mut().zip(weights) {
                *columns = whole(weights.0);
            }
            for (line, sums) in sums.iter_mut().enumerate() {
                let at = line * WIDTH + 4 * idx;
                let four = [
                    lines.0[at],
                    lines.0[at + 1],
                    lines.0[at + 2],
                    lines.0[at + 3],
                ];
                let four = _mm512_set1_epi32(i32::from_le_bytes(four));
                for (sum, columns) in sums.iter_mut().zip(&columns) {
                    *sum = _mm512_dpbusd_epi32(*sum, four, *columns);
                }
            }
        }
        for (sums, out) in sums.iter().zip(&mut *out) {
            let mut best = _mm512_set1_ps(f32::NEG_INFINITY);
            let known = group.scale.iter().zip(&group.offset);
            for (sum, (scale, offset)) in sums.iter().zip(known) {
                let number = _mm512_mul_ps(_mm512_cvtepi32_ps(*sum), vector(*scale));
                best = _mm512_max_ps(best, _mm512_add_ps(number, vector(*offset)));
            }
            out[number * GROUP..][..GROUP].copy_from_slice(&numbers(best));
        }
    }
}

#[target_feature(enable = "avx512f")]
fn whole(bytes: [[i8; 4]; GROUP]) -> __m512i {
    // SAFETY: both are 512 bits of which each value is allowed.
    unsafe { transmute(bytes) }
}

#[target_feature(enable = "avx512f")]
fn vector(numbers: [f32; GROUP]) -> __m512 {
    // SAFETY: both are sixteen numbers.
    unsafe { transmute(numbers) }
}

#[target_feature(enable = "avx512f")]
fn numbers(vector: __m512) -> [f32; GROUP] {
    // SAFETY: both are sixteen numbers.
    unsafe { transmute(vector) }
}
