//! Rows times weights, a few rows at once, with the sums in registers.
//!
//! Every sum begins at zero and takes its products in the order of the inputs, each with one rounding
//! (fused multiply-add). How many rows and columns are computed at once regroups no sum, so that every
//! CPU gives the same bits; one without the instruction computes what it would give.

use pulp::Simd;

/// Inputs of `N` rows that one pass over the weights serves; all have the same length.
pub(super) type Rows<'a, const N: usize> = [&'a [f32]; N];

/// The rows of inputs that start at `first`, each `n_inputs` long and `stride` after the one before.
#[inline(always)]
pub(super) fn rows<const N: usize>(
    inputs: &[f32],
    first: usize,
    stride: usize,
    n_inputs: usize,
) -> Rows<'_, N> {
    let mut rows = [&inputs[..0]; N];
    for (idx, row) in rows.iter_mut().enumerate() {
        *row = &inputs[(first + idx) * stride..][..n_inputs];
    }
    rows
}

/// `N` rows times `M` columns of vectors; `weights` holds `width` vectors for each input, of which those at
/// `places` are taken.
#[inline(always)]
pub(super) fn products<S: Simd, const N: usize, const M: usize>(
    simd: S,
    rows: Rows<N>,
    weights: &[S::f32s],
    width: usize,
    places: [usize; M],
) -> [[S::f32s; M]; N] {
    let mut sums = [[simd.splat_f32s(0.0); M]; N];
    for (idx, weights) in weights.chunks_exact(width).enumerate() {
        let mut taken = [simd.splat_f32s(0.0); M];
        for (taken, &place) in taken.iter_mut().zip(&places) {
            *taken = weights[place];
        }
        for (sums, row) in sums.iter_mut().zip(&rows) {
            let input = simd.splat_f32s(row[idx]);
            for (sum, &weight) in sums.iter_mut().zip(&taken) {
                *sum = simd.mul_add_f32s(input, weight, *sum);
            }
        }
    }
    sums
}

/// One row times `N` panels of weights with `M` vectors for each input.
#[inline(always)]
pub(super) fn one_row<S: Simd, const N: usize, const M: usize>(
    simd: S,
    row: &[f32],
    panels: [&[f32]; N],
) -> [[S::f32s; M]; N] {
    let mut sums = [[simd.splat_f32s(0.0); M]; N];
    let mut vectors = [&S::as_simd_f32s(panels[0]).0[..0]; N];
    for (vectors, panel) in vectors.iter_mut().zip(panels) {
        *vectors = &S::as_simd_f32s(panel).0[..row.len() * M];
    }
    for (idx, &input) in row.iter().enumerate() {
        let input = simd.splat_f32s(input);
        for (sums, vectors) in sums.iter_mut().zip(&vectors) {
            for (sum, &weight) in sums.iter_mut().zip(&vectors[idx * M..][..M]) {
                *sum = simd.mul_add_f32s(input, weight, *sum);
            }
        }
    }
    sums
}

/// One row times a panel of weights, for CPUs that cannot multiply and add at once.
#[inline(always)]
pub(super) fn plain_products<const COLUMNS: usize>(row: &[f32], panel: &[f32]) -> [f32; COLUMNS] {
    let mut sums = [0.0; COLUMNS];
    for (input, weights) in row.iter().zip(panel.as_chunks::<COLUMNS>().0) {
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum = fused(*input, *weight, *sum);
        }
    }
    sums
}

/// `a * b + c` with one rounding.
///
/// The product of two `f32` is exact as `f64`. The sum is rounded to an odd last digit where it is not
/// exact, so that rounding it once more to `f32` gives what one rounding would have given.
///
/// # Source
///
/// S. Boldo and G. Melquiond, "Emulation of a FMA and correctly rounded sums: proved algorithms using
/// rounding to odd", IEEE Transactions on Computers 57 (2008).
#[inline(always)]
fn fused(a: f32, b: f32, c: f32) -> f32 {
    let (product, c) = (f64::from(a) * f64::from(b), f64::from(c));
    let sum = product + c;
    let share = sum - product;
    let error = (product - (sum - share)) + (c - share);
    let bits = sum.to_bits();
    let is_even = bits & 1 == 0;
    let away = (error > 0.0) == (sum > 0.0);
    let odd = if away { bits + 1 } else { bits.wrapping_sub(1) };
    let rounded = if error != 0.0 && is_even { odd } else { bits };
    f64::from_bits(rounded) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn one_rounding_is_that_of_the_instruction(a in -1e6_f32..1e6, b in -1e3_f32..1e3, c in -1e9_f32..1e9, scale in -30..10) {
            let c = c * 2_f32.powi(scale);
            prop_assert_eq!(fused(a, b, c).to_bits(), a.mul_add(b, c).to_bits());
            let near = -(a * b);
            prop_assert_eq!(fused(a, b, near).to_bits(), a.mul_add(b, near).to_bits());
        }
    }
}
