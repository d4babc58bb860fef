//! Linear layer, largest of three alternatives, layer norm.

use pulp::{Arch, Simd, WithSimd};

use super::tile::{self, Rows};
use super::{Blocks, Floats, Row, WIDTH};
use crate::Error;
use crate::container::Container;

/// Alternatives of which the largest is kept.
const PIECES: usize = 3;
/// Outputs whose alternatives lie side by side in the file.
const GROUP: usize = 16;
/// Columns of one panel of weights: `GROUP` outputs, first alternative first.
const COLUMNS: usize = GROUP * PIECES;

/// Linear layer, largest of three alternatives, layer norm.
pub(crate) struct Maxout {
    n_inputs: usize,
    /// For each group of 16 outputs, for each input, 48 columns.
    weights: Floats,
    bias: Floats,
    gain: Floats,
    shift: Floats,
}

impl Maxout {
    /// Reads the layer named `name`, which takes `n_inputs` numbers.
    pub(crate) fn read(file: &Container, name: &str, n_inputs: usize) -> Result<Self, Error> {
        Ok(Self {
            n_inputs,
            weights: file.exactly(&format!("{name}.weights"), n_inputs * WIDTH * PIECES)?,
            bias: file.exactly(&format!("{name}.bias"), WIDTH * PIECES)?,
            gain: file.exactly(&format!("{name}.gain"), WIDTH)?,
            shift: file.exactly(&format!("{name}.shift"), WIDTH)?,
        })
    }

    /// Writes the layer's outputs for `out.len()` inputs, which follow each other without gap.
    pub(crate) fn forward(&self, arch: Arch, inputs: &[f32], out: &mut [Row]) {
        arch.dispatch(Task::<false> {
            layer: self,
            inputs,
            out,
        });
    }

    /// Writes for `out.len()` rows what the layer makes of the row and its two neighbours, added to the row.
    /// `rows` begins one row before `out` and ends one row after it.
    pub(crate) fn windows(&self, arch: Arch, rows: &[Row], out: &mut [Row]) {
        arch.dispatch(Task::<true> {
            layer: self,
            inputs: rows.as_flattened(),
            out,
        });
    }

    /// Layer norm with the population's variance.
    #[inline(always)]
    fn norm(&self, row: &mut Row) {
        let mean = sum(row) / WIDTH as f32;
        for value in row.iter_mut() {
            *value -= mean;
        }
        let mut squares = *row;
        for square in &mut squares {
            *square *= *square;
        }
        let scale = 1.0 / (sum(&squares) / WIDTH as f32 + 1e-8).sqrt();
        for (value, (gain, shift)) in row.iter_mut().zip(self.gain.iter().zip(self.shift.iter())) {
            *value = *value * scale * gain + shift;
        }
    }
}

/// The work of a layer as a value: functions of this shape, unlike closures, are compiled for each kind of
/// CPU.
struct Task<'a, const WINDOWS: bool> {
    layer: &'a Maxout,
    inputs: &'a [f32],
    out: &'a mut [Row],
}

impl<const WINDOWS: bool> WithSimd for Task<'_, WINDOWS> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let n_rows = self.out.len();
        self.all(simd, n_rows);
    }
}

impl<const WINDOWS: bool> Blocks for Task<'_, WINDOWS> {
    #[inline(always)]
    fn block<S: Simd, const N: usize>(&mut self, simd: S, first: usize) {
        let layer = self.layer;
        // Known when compiled, so that addresses of inputs need no arithmetic.
        let (n_inputs, stride) = if WINDOWS {
            (3 * WIDTH, WIDTH)
        } else {
            (layer.n_inputs, layer.n_inputs)
        };
        let rows: Rows<N> = tile::rows(self.inputs, first, stride, n_inputs);
        let out = &mut self.out[first..first + N];
        let panels = layer.weights.chunks_exact(n_inputs * COLUMNS);
        let biases = layer.bias.as_chunks::<COLUMNS>().0;
        for (group, (panel, bias)) in panels.zip(biases).enumerate() {
            outputs(simd, rows, panel, bias, out, group * GROUP);
        }
        for (row, out) in rows.iter().zip(out) {
            layer.norm(out);
            if WINDOWS {
                for (out, value) in out.iter_mut().zip(&row[WIDTH..]) {
                    *out += value;
                }
            }
        }
    }
}

/// A group of outputs of `N` rows, from `at` on.
#[inline(always)]
fn outputs<S: Simd, const N: usize>(
    simd: S,
    rows: Rows<N>,
    panel: &[f32],
    bias: &[f32; COLUMNS],
    out: &mut [Row],
    at: usize,
) {
    if S::IS_SCALAR {
        for (row, out) in rows.iter().zip(out) {
            largest(&tile::plain_products(row, panel), bias, &mut out[at..]);
        }
        return;
    }
    let (panel, _) = S::as_simd_f32s(panel);
    let (bias, _) = S::as_simd_f32s(bias);
    let n_vectors = GROUP / S::F32_LANES;
    for vector in 0..n_vectors {
        let places = [vector, vector + n_vectors, vector + 2 * n_vectors];
        let sums = tile::products::<S, N, PIECES>(simd, rows, panel, PIECES * n_vectors, places);
        for (sum, out) in sums.iter().zip(out.iter_mut()) {
            let mut best = simd.add_f32s(sum[0], bias[places[0]]);
            for (&sum, place) in sum.iter().zip(places).skip(1) {
                best = simd.max_f32s(best, simd.add_f32s(sum, bias[place]));
            }
            let (out, _) = S::as_mut_simd_f32s(&mut out[at..at + GROUP]);
            out[vector] = best;
        }
    }
}

/// Adds the bias and keeps the largest alternative of each output of a group.
#[inline(always)]
fn largest(sum: &[f32; COLUMNS], bias: &[f32; COLUMNS], out: &mut [f32]) {
    for (idx, out) in out[..GROUP].iter_mut().enumerate() {
        let piece = |piece: usize| sum[piece * GROUP + idx] + bias[piece * GROUP + idx];
        *out = larger(larger(piece(0), piece(1)), piece(2));
    }
}

/// The larger of two numbers. Unlike `f32::max`, this is one instruction.
#[inline(always)]
fn larger(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

/// The sum of a row: sixteen partial sums, halved until one is left.
#[inline(always)]
fn sum(row: &Row) -> f32 {
    let mut partial = [0_f32; 16];
    for chunk in row.as_chunks::<16>().0 {
        for (sum, value) in partial.iter_mut().zip(chunk) {
            *sum += value;
        }
    }
    for half in [8, 4, 2, 1] {
        for idx in 0..half {
            partial[idx] += partial[idx + half];
        }
    }
    partial[0]
}

#[cfg(test)]
impl Maxout {
    /// A layer of these numbers.
    pub(super) fn of(n_inputs: usize, numbers: impl Fn(usize) -> Vec<f32>) -> Self {
        let part = |len| Floats::Owned(numbers(len));
        Self {
            n_inputs,
            weights: part(n_inputs * WIDTH * PIECES),
            bias: part(WIDTH * PIECES),
            gain: part(WIDTH),
            shift: part(WIDTH),
        }
    }
}
