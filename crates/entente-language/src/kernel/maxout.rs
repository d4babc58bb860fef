//! Linear layer, largest of three alternatives, layer norm.

use std::sync::OnceLock;

use pulp::{Simd, WithSimd};

use super::amx::{CHUNK, Columns, Sums, TILE};
use super::bytes::{Bytes, LINES, Lines, Range};
use super::cpu::{ByteRoom, Cpu, Tiled};
use super::halves::tiles;
use super::tile::{self, Rows};
use super::{Blocks, Floats, Row, WIDTH};
use crate::Error;
use crate::container::Container;

/// Alternatives of which the largest is kept.
pub(super) const PIECES: usize = 3;
/// Outputs whose alternatives lie side by side in the file.
pub(super) const GROUP: usize = 16;
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
    /// The weights for tile registers, once they are needed.
    tiles: OnceLock<Vec<[[Columns; 2]; PIECES]>>,
    /// Where its rows lie, if that is known.
    range: Option<Range>,
    /// The weights as bytes, once they are needed.
    bytes: OnceLock<Bytes>,
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
            tiles: OnceLock::new(),
            range: None,
            bytes: OnceLock::new(),
        })
    }

    /// Says where the rows lie that [`Self::windows`] will be given, so that they can be read as bytes.
    pub(crate) fn expect(&mut self, range: Range) {
        self.range = Some(range);
    }

    /// Writes the layer's outputs for `out.len()` inputs, which follow each other without gap.
    pub(crate) fn forward(&self, cpu: &mut Cpu, inputs: &[f32], out: &mut [Row]) {
        self.run::<false>(cpu, inputs, out);
    }

    /// Writes for `out.len()` rows what the layer makes of the row and its two neighbours, added to the row.
    /// `rows` begins one row before `out` and ends one row after it.
    pub(crate) fn windows(&self, cpu: &mut Cpu, rows: &[Row], out: &mut [Row]) {
        self.run::<true>(cpu, rows.as_flattened(), out);
    }

    fn run<const WINDOWS: bool>(&self, cpu: &mut Cpu, inputs: &[f32], out: &mut [Row]) {
        let task = Task::<WINDOWS> {
            layer: self,
            inputs,
            out,
        };
        match (&mut cpu.bytes, &self.range, &mut cpu.tiles) {
            (Some(room), Some(range), _) if WINDOWS => {
                let bytes = || Bytes::new(&self.weights, &self.bias, range);
                let layer = self.bytes.get_or_init(bytes);
                cpu.arch.dispatch(ByteTask { task, layer, room });
            }
            (.., Some(tiled)) => cpu.arch.dispatch(TiledTask { task, tiled }),
            _ => cpu.arch.dispatch(task),
        }
    }

    /// Layer norm with the population's variance.
    #[inline(always)]
    fn norm<S: Simd>(&self, simd: S, row: &mut Row) {
        let (row, _) = S::as_mut_simd_f32s(row);
        let (gains, _) = S::as_simd_f32s(&self.gain);
        let (shifts, _) = S::as_simd_f32s(&self.shift);
        let mean = simd.splat_f32s(sum(simd, row, |_, value| value) / WIDTH as f32);
        for value in &mut *row {
            *value = simd.sub_f32s(*value, mean);
        }
        let variance = sum(simd, row, |simd, value| simd.mul_f32s(value, value)) / WIDTH as f32;
        let scale = simd.splat_f32s(1.0 / (variance + 1e-8).sqrt());
        for (value, (&gain, &shift)) in row.iter_mut().zip(gains.iter().zip(shifts)) {
            let scaled = simd.mul_f32s(simd.mul_f32s(*value, scale), gain);
            *value = simd.add_f32s(scaled, shift);
        }
    }

    /// Layer norm of each row; with windows its input is added.
    #[inline(always)]
    fn finish<S: Simd, const WINDOWS: bool>(&self, simd: S, inputs: &[f32], out: &mut [Row]) {
        // The row itself is the middle one of three.
        let middle = if WINDOWS { &inputs[WIDTH..] } else { inputs };
        for (out, input) in out.iter_mut().zip(middle.as_chunks::<WIDTH>().0) {
            self.norm(simd, out);
            if WINDOWS {
                for (out, input) in out.iter_mut().zip(input) {
                    *out += input;
                }
            }
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
        layer.finish::<S, WINDOWS>(simd, &self.inputs[first * stride..], out);
    }
}

/// The work of a layer on tile registers.
struct TiledTask<'a, const WINDOWS: bool> {
    task: Task<'a, WINDOWS>,
    tiled: &'a mut Tiled,
}

impl<const WINDOWS: bool> WithSimd for TiledTask<'_, WINDOWS> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Task { layer, inputs, out } = self.task;
        let n_chunks = layer.n_inputs / CHUNK;
        let stride = if WINDOWS { WIDTH / CHUNK } else { n_chunks };
        let panels = layer.tiles.get_or_init(|| tiles(&layer.weights));
        self.tiled.halves.fill(inputs, stride);
        let session = self.tiled.session();
        let mut sums = [Sums([[0.0; TILE]; TILE]); PIECES];
        for (block, out) in out.chunks_mut(TILE).enumerate() {
            let first = block * TILE;
            let lines = self.tiled.halves.lines(first, stride);
            let biases = layer.bias.as_chunks::<COLUMNS>().0;
            for (group, (panel, bias)) in panels.chunks_exact(n_chunks).zip(biases).enumerate() {
                if self.tiled.is_split {
                    session.three::<true>(lines, panel, &mut sums);
                } else {
                    session.three::<false>(lines, panel, &mut sums);
                }
                for (row, out) in out.iter_mut().enumerate() {
                    let sums = [0, 1, 2].map(|piece: usize| &sums[piece].0[row]);
                    largest_of(simd, sums, bias, &mut out[group * GROUP..][..GROUP]);
                }
            }
            let inputs = &inputs[first * stride * CHUNK..];
            layer.finish::<S, WINDOWS>(simd, inputs, out);
        }
    }
}

/// The work of a layer on bytes.
struct ByteTask<'a, const WINDOWS: bool> {
    task: Task<'a, WINDOWS>,
    layer: &'a Bytes,
    room: &'a mut ByteRoom,
}

impl<const WINDOWS: bool> WithSimd for ByteTask<'_, WINDOWS> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Task { layer, inputs, out } = self.task;
        let ByteRoom { vnni, rows } = self.room;
        self.layer.read(inputs.as_chunks::<WIDTH>().0, rows);
        let mut outs = [[0.0; WIDTH]; LINES];
        for (block, out) in out.chunks_mut(LINES).enumerate() {
            let first = block * LINES;
            vnni.largest(self.layer, &Lines::of(rows, first), &mut outs);
            out.copy_from_slice(&outs[..out.len()]);
            layer.finish::<S, WINDOWS>(simd, &inputs[first * WIDTH..], out);
        }
    }
}

/// Adds the bias and keeps the largest alternative of each output of a group.
#[inline(always)]
fn largest_of<S: Simd>(
    simd: S,
    sums: [&[f32; GROUP]; PIECES],
    bias: &[f32; COLUMNS],
    out: &mut [f32],
) {
    let (bias, _) = S::as_simd_f32s(bias);
    let (out, _) = S::as_mut_simd_f32s(out);
    let n_vectors = GROUP / S::F32_LANES;
    for (vector, out) in out.iter_mut().enumerate() {
        let mut best = simd.splat_f32s(f32::NEG_INFINITY);
        for (piece, sums) in sums.iter().enumerate() {
            let (sums, _) = S::as_simd_f32s(&sums[..]);
            let with_bias = simd.add_f32s(sums[vector], bias[piece * n_vectors + vector]);
            best = simd.max_f32s(best, with_bias);
        }
        *out = best;
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

/// The sum over a row of what `of` makes of its numbers: sixteen partial sums, halved until one is left.
#[inline(always)]
fn sum<S: Simd>(simd: S, row: &[S::f32s], of: impl Fn(S, S::f32s) -> S::f32s) -> f32 {
    let mut partial = [simd.splat_f32s(0.0); 16];
    let mut n_partial = 16 / S::F32_LANES;
    for values in row.chunks_exact(n_partial) {
        for (sum, &value) in partial.iter_mut().zip(values) {
            *sum = simd.add_f32s(*sum, of(simd, value));
        }
    }
    while n_partial > 1 {
        n_partial /= 2;
        for idx in 0..n_partial {
            partial[idx] = simd.add_f32s(partial[idx], partial[idx + n_partial]);
        }
    }
    simd.reduce_sum_f32s(partial[0])
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
            tiles: OnceLock::new(),
            range: None,
            bytes: OnceLock::new(),
        }
    }

    /// What [`Self::windows`] gives on bytes, one number after the other.
    pub(super) fn plain_bytes(&self, range: Range, rows: &[Row]) -> Vec<Row> {
        let bytes = Bytes::new(&self.weights, &self.bias, &range);
        let mut read = Vec::new();
        bytes.read(rows, &mut read);
        let one = |(row, window): (&Row, &[[u8; WIDTH]])| {
            let mut out = bytes.plain(window.as_flattened());
            self.norm(pulp::Scalar::new(), &mut out);
            std::array::from_fn(|idx| out[idx] + row[idx])
        };
        rows[1..rows.len() - 1]
            .iter()
            .zip(read.windows(3))
            .map(one)
            .collect()
    }
}
