//! The few kinds of arithmetic that the networks consist of, in fp32.
//!
//! Every output is summed in one fixed order, term by term, without fused multiply-add. Wider vectors
//! compute more outputs at once and never regroup a sum, so that every CPU gives the same bits. The
//! loops run over arrays of fixed length, which the compiler turns into vectors; `pulp` has it do so
//! once for the oldest CPU, once for AVX2 and once for AVX-512, and picks at run time.

use std::borrow::Cow;

use pulp::{Arch, Simd, WithSimd};

use crate::Error;
use crate::container::Container;

/// Width of every token vector.
pub(crate) const WIDTH: usize = 96;
/// Width of the states of the parser and the name finder.
pub(crate) const HIDDEN: usize = 64;
/// Alternatives of which a maxout layer keeps the largest.
const PIECES: usize = 3;
/// Outputs whose alternatives lie side by side in the file.
const GROUP: usize = 16;
/// Columns of one panel of maxout weights: `GROUP` outputs, first alternative first.
const MAXOUT_PANEL: usize = GROUP * PIECES;
/// Columns of one panel of linear weights.
pub(crate) const PANEL: usize = 32;
/// Rows that one pass over a panel serves.
const ROWS: usize = 2;

type Floats = Cow<'static, [f32]>;

/// One token vector.
pub(crate) type Row = [f32; WIDTH];

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

    /// Writes the layer's outputs for `out.len()` inputs; input number `i` starts at `i * stride`.
    pub(crate) fn forward(&self, arch: Arch, inputs: &[f32], stride: usize, out: &mut [Row]) {
        arch.dispatch(MaxoutRows {
            layer: self,
            inputs,
            stride,
            out,
        });
    }

    #[inline(always)]
    fn rows(&self, inputs: &[f32], stride: usize, out: &mut [Row]) {
        let panels = self.weights.chunks_exact(self.n_inputs * MAXOUT_PANEL);
        let biases = self.bias.as_chunks::<MAXOUT_PANEL>().0;
        for (group, (panel, bias)) in panels.zip(biases).enumerate() {
            let panel = panel.as_chunks::<MAXOUT_PANEL>().0;
            let mut start = 0;
            while start + ROWS <= out.len() {
                let sums = products::<ROWS, MAXOUT_PANEL>(inputs, start * stride, stride, panel);
                for (row, sum) in sums.iter().enumerate() {
                    largest(sum, bias, group, &mut out[start + row]);
                }
                start += ROWS;
            }
            while start < out.len() {
                let [sum] = products::<1, MAXOUT_PANEL>(inputs, start * stride, stride, panel);
                largest(&sum, bias, group, &mut out[start]);
                start += 1;
            }
        }
        for row in out {
            self.norm(row);
        }
    }

    /// Layer norm with the population's variance.
    #[inline(always)]
    fn norm(&self, row: &mut Row) {
        let mean = sum(row) / WIDTH as f32;
        for value in row.iter_mut() {
            *value -= mean;
        }
        let squares: Row = row.map(|value| value * value);
        let scale = 1.0 / (sum(&squares) / WIDTH as f32 + 1e-8).sqrt();
        for (value, (gain, shift)) in row.iter_mut().zip(self.gain.iter().zip(self.shift.iter())) {
            *value = *value * scale * gain + shift;
        }
    }
}

/// The work of a maxout layer as a value: functions of this shape, unlike closures, are compiled for
/// each kind of CPU.
struct MaxoutRows<'a> {
    layer: &'a Maxout,
    inputs: &'a [f32],
    stride: usize,
    out: &'a mut [Row],
}

impl WithSimd for MaxoutRows<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.layer.rows(self.inputs, self.stride, self.out);
    }
}

/// `ROWS` rows of inputs times one panel: input `i` of the first row is `inputs[at + i]`.
#[inline(always)]
fn products<const N: usize, const COLUMNS: usize>(
    inputs: &[f32],
    at: usize,
    stride: usize,
    panel: &[[f32; COLUMNS]],
) -> [[f32; COLUMNS]; N] {
    let rows: [&[f32]; N] = std::array::from_fn(|row| &inputs[at + row * stride..][..panel.len()]);
    let mut sums = [[0_f32; COLUMNS]; N];
    for (idx, weights) in panel.iter().enumerate() {
        for (sum, row) in sums.iter_mut().zip(rows) {
            let input = row[idx];
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += input * weight;
            }
        }
    }
    sums
}

/// Adds the bias and keeps the largest alternative of each output of a group.
#[inline(always)]
fn largest(sum: &[f32; MAXOUT_PANEL], bias: &[f32; MAXOUT_PANEL], group: usize, out: &mut Row) {
    for (idx, out) in out[group * GROUP..][..GROUP].iter_mut().enumerate() {
        let piece = |piece: usize| sum[piece * GROUP + idx] + bias[piece * GROUP + idx];
        *out = larger(larger(piece(0), piece(1)), piece(2));
    }
}

/// The larger of two numbers. Unlike `f32::max`, this is one instruction.
#[inline(always)]
fn larger(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

/// The sum of a row: sixteen partial sums, then these in order.
#[inline(always)]
fn sum(row: &Row) -> f32 {
    let mut partial = [0_f32; 16];
    for chunk in row.as_chunks::<16>().0 {
        for (sum, value) in partial.iter_mut().zip(chunk) {
            *sum += value;
        }
    }
    partial.iter().sum()
}

/// Linear layer; its outputs are padded to whole panels.
pub(crate) struct Linear {
    n_inputs: usize,
    /// Outputs with padding.
    n_columns: usize,
    /// For each panel of 32 outputs, for each input, 32 columns.
    weights: Floats,
    bias: Floats,
}

impl Linear {
    /// Reads the layer named `name` that makes `n_outputs` numbers of `n_inputs`.
    pub(crate) fn read(
        file: &Container,
        name: &str,
        n_inputs: usize,
        n_outputs: usize,
    ) -> Result<Self, Error> {
        let n_columns = n_outputs.next_multiple_of(PANEL);
        let weights = file.exactly(&format!("{name}.weights"), n_inputs * n_columns)?;
        let bias = file.exactly(&format!("{name}.bias"), n_columns)?;
        Ok(Self {
            n_inputs,
            n_columns,
            weights,
            bias,
        })
    }

    /// Numbers in one output, with padding.
    pub(crate) fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// Writes the outputs for each of the inputs, which follow each other without gap.
    pub(crate) fn forward(&self, arch: Arch, inputs: &[f32], out: &mut [f32]) {
        arch.dispatch(LinearRows {
            layer: self,
            inputs,
            out,
        });
    }

    #[inline(always)]
    fn rows(&self, inputs: &[f32], out: &mut [f32]) {
        let n_rows = out.len() / self.n_columns;
        let panels = self.weights.chunks_exact(self.n_inputs * PANEL);
        let biases = self.bias.as_chunks::<PANEL>().0;
        for (panel_idx, (panel, bias)) in panels.zip(biases).enumerate() {
            let panel = panel.as_chunks::<PANEL>().0;
            let mut write = |row: usize, sum: &[f32; PANEL]| {
                let out = &mut out[row * self.n_columns + panel_idx * PANEL..][..PANEL];
                for (out, (sum, bias)) in out.iter_mut().zip(sum.iter().zip(bias)) {
                    *out = sum + bias;
                }
            };
            let mut start = 0;
            while start + ROWS <= n_rows {
                let sums =
                    products::<ROWS, PANEL>(inputs, start * self.n_inputs, self.n_inputs, panel);
                for (row, sum) in sums.iter().enumerate() {
                    write(start + row, sum);
                }
                start += ROWS;
            }
            while start < n_rows {
                let [sum] =
                    products::<1, PANEL>(inputs, start * self.n_inputs, self.n_inputs, panel);
                write(start, &sum);
                start += 1;
            }
        }
    }
}

/// The work of a linear layer as a value.
struct LinearRows<'a> {
    layer: &'a Linear,
    inputs: &'a [f32],
    out: &'a mut [f32],
}

impl WithSimd for LinearRows<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.layer.rows(self.inputs, self.out);
    }
}

/// The place of the first largest number among those that `allowed` lets through.
pub(crate) fn first_largest(numbers: &[f32], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (idx, &number) in numbers.iter().enumerate() {
        if allowed(idx) && best.is_none_or(|(_, largest)| number > largest) {
            best = Some((idx, number));
        }
    }
    best.map(|(idx, _)| idx)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between -1 and 1 without order.
    fn numbers(len: usize, seed: u32) -> Vec<f32> {
        let next = |state: &u32| Some(state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        let states = std::iter::successors(Some(seed), next).skip(1).take(len);
        states
            .map(|state| (state >> 8) as f32 / (1 << 23) as f32 - 1.0)
            .collect()
    }

    fn bits(numbers: &[f32]) -> Vec<u32> {
        numbers.iter().map(|number| number.to_bits()).collect()
    }

    #[test]
    fn every_cpu_gives_the_same_bits() {
        let part = |len, seed| Cow::Owned(numbers(len, seed));
        let maxout = Maxout {
            n_inputs: 3 * WIDTH,
            weights: part(3 * WIDTH * WIDTH * PIECES, 1),
            bias: part(WIDTH * PIECES, 2),
            gain: part(WIDTH, 3),
            shift: part(WIDTH, 4),
        };
        let linear = Linear {
            n_inputs: WIDTH,
            n_columns: 2 * PANEL,
            weights: part(WIDTH * 2 * PANEL, 5),
            bias: part(2 * PANEL, 6),
        };
        let inputs = numbers(9 * WIDTH, 7);
        let run = |arch: Arch| {
            let mut rows = [[0.0; WIDTH]; 7];
            maxout.forward(arch, &inputs, WIDTH, &mut rows);
            let mut out = [0.0; 7 * 2 * PANEL];
            linear.forward(arch, rows.as_flattened(), &mut out);
            (bits(rows.as_flattened()), bits(&out))
        };
        assert_eq!(run(Arch::Scalar), run(Arch::new()));
    }

    #[test]
    fn the_first_of_equal_numbers_is_chosen() {
        assert_eq!(
            first_largest(&[1.0, 3.0, 3.0, 5.0], |idx| idx != 3),
            Some(1)
        );
        assert_eq!(first_largest(&[1.0], |_| false), None);
    }
}
