//! Linear layer.

use std::sync::OnceLock;

use pulp::{Simd, WithSimd};

use super::amx::{CHUNK, Columns, Sums, TILE};
use super::cpu::{Cpu, Tiled};
use super::halves::tiles;
use super::tile::{self, Rows};
use super::{Blocks, Floats, PANEL};
use crate::Error;
use crate::container::Container;

/// Linear layer; its outputs are padded to whole panels.
pub(crate) struct Linear {
    n_inputs: usize,
    /// Outputs with padding.
    n_columns: usize,
    /// For each panel of 32 outputs, for each input, 32 columns.
    weights: Floats,
    bias: Floats,
    /// The weights for tile registers, once they are needed.
    tiles: OnceLock<Vec<[[Columns; 2]; TILES]>>,
}

/// Tiles of columns in a panel.
const TILES: usize = PANEL / TILE;

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
            tiles: OnceLock::new(),
        })
    }

    /// Numbers in one output, with padding.
    pub(crate) fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// Writes the outputs for each of the inputs, which follow each other without gap.
    pub(crate) fn forward(&self, cpu: &mut Cpu, inputs: &[f32], out: &mut [f32]) {
        let task = Task {
            layer: self,
            inputs,
            out,
        };
        match &mut cpu.tiles {
            Some(tiled) => cpu.arch.dispatch(TiledTask { task, tiled }),
            None => cpu.arch.dispatch(task),
        }
    }

    /// The outputs for one input. All panels are computed at once: one alone would wait for its own sums.
    #[inline(always)]
    pub(super) fn one<S: Simd>(&self, simd: S, input: &[f32], out: &mut [f32]) {
        let len = self.n_inputs * PANEL;
        let mut done = 0;
        match S::F32_LANES {
            16 => done = self.some::<S, 4, 2>(simd, input, out, done),
            8 => done = self.some::<S, 2, 4>(simd, input, out, done),
            4 => done = self.some::<S, 2, 8>(simd, input, out, done),
            _ => {}
        }
        for (panel, out) in self.weights[done * len..]
            .chunks_exact(len)
            .zip(out[done * PANEL..].chunks_exact_mut(PANEL))
        {
            if S::IS_SCALAR {
                out.copy_from_slice(&tile::plain_products::<PANEL>(input, panel));
            } else {
                panel_of(simd, [input], panel, [out].into_iter());
            }
        }
        for (out, bias) in out.iter_mut().zip(self.bias.iter()) {
            *out += bias;
        }
    }

    /// As many runs of `N` panels as there are from panel `done` on, `M` vectors each; gives the panels done.
    #[inline(always)]
    fn some<S: Simd, const N: usize, const M: usize>(
        &self,
        simd: S,
        input: &[f32],
        out: &mut [f32],
        mut done: usize,
    ) -> usize {
        let len = self.n_inputs * PANEL;
        while (done + N) * PANEL <= self.n_columns {
            let mut panels = [&self.weights[..0]; N];
            for (idx, panel) in panels.iter_mut().enumerate() {
                *panel = &self.weights[(done + idx) * len..][..len];
            }
            let sums = tile::one_row::<S, N, M>(simd, input, panels);
            let (out, _) = S::as_mut_simd_f32s(&mut out[done * PANEL..][..N * PANEL]);
            out.copy_from_slice(sums.as_flattened());
            done += N;
        }
        done
    }
}

/// The work of a layer as a value.
struct Task<'a> {
    layer: &'a Linear,
    inputs: &'a [f32],
    out: &'a mut [f32],
}

impl WithSimd for Task<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let n_rows = self.out.len() / self.layer.n_columns;
        self.all(simd, n_rows);
    }
}

impl Blocks for Task<'_> {
    #[inline(always)]
    fn block<S: Simd, const N: usize>(&mut self, simd: S, first: usize) {
        let (n_inputs, n_columns) = (self.layer.n_inputs, self.layer.n_columns);
        let rows: Rows<N> = tile::rows(self.inputs, first, n_inputs, n_inputs);
        let out = &mut self.out[first * n_columns..][..N * n_columns];
        let panels = self.layer.weights.chunks_exact(n_inputs * PANEL);
        for (number, panel) in panels.enumerate() {
            let outs = out.chunks_exact_mut(n_columns);
            let outs = outs.map(|out| &mut out[number * PANEL..][..PANEL]);
            if S::IS_SCALAR {
                for (row, out) in rows.iter().zip(outs) {
                    out.copy_from_slice(&tile::plain_products::<PANEL>(row, panel));
                }
            } else {
                panel_of(simd, rows, panel, outs);
            }
        }
        for out in out.chunks_exact_mut(n_columns) {
            for (out, bias) in out.iter_mut().zip(self.layer.bias.iter()) {
                *out += bias;
            }
        }
    }
}

/// The work of a layer on tile registers.
struct TiledTask<'a> {
    task: Task<'a>,
    tiled: &'a mut Tiled,
}

impl WithSimd for TiledTask<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Task { layer, inputs, out } = self.task;
        let n_chunks = layer.n_inputs / CHUNK;
        let panels = layer.tiles.get_or_init(|| tiles(&layer.weights));
        self.tiled.halves.fill(inputs, n_chunks);
        let session = self.tiled.session();
        let mut sums = [Sums([[0.0; TILE]; TILE]); TILES];
        for (block, out) in out.chunks_mut(TILE * layer.n_columns).enumerate() {
            let lines = self.tiled.halves.lines(block * TILE, n_chunks);
            let biases = layer.bias.as_chunks::<TILE>().0.as_chunks::<TILES>().0;
            for (number, (panel, biases)) in panels.chunks_exact(n_chunks).zip(biases).enumerate() {
                if self.tiled.is_split {
                    session.two::<true>(lines, panel, &mut sums);
                } else {
                    session.two::<false>(lines, panel, &mut sums);
                }
                for (row, out) in out.chunks_exact_mut(layer.n_columns).enumerate() {
                    let outs = out[number * PANEL..][..PANEL].as_chunks_mut::<TILE>().0;
                    for ((out, sums), bias) in outs.iter_mut().zip(&sums).zip(biases) {
                        add(simd, &sums.0[row], bias, out);
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn add<S: Simd>(simd: S, sums: &[f32; TILE], bias: &[f32; TILE], out: &mut [f32; TILE]) {
    let (sums, _) = S::as_simd_f32s(&sums[..]);
    let (bias, _) = S::as_simd_f32s(&bias[..]);
    let (out, _) = S::as_mut_simd_f32s(&mut out[..]);
    for ((out, &sum), &bias) in out.iter_mut().zip(sums).zip(bias) {
        *out = simd.add_f32s(sum, bias);
    }
}

/// One panel of outputs of `N` rows, without the bias.
#[inline(always)]
fn panel_of<'a, S: Simd, const N: usize>(
    simd: S,
    rows: Rows<N>,
    panel: &[f32],
    outs: impl Iterator<Item = &'a mut [f32]>,
) {
    let (panel, _) = S::as_simd_f32s(panel);
    let n_vectors = PANEL / S::F32_LANES;
    let mut outs_of = [const { None }; N];
    for (slot, out) in outs_of.iter_mut().zip(outs) {
        *slot = Some(out);
    }
    for first in (0..n_vectors).step_by(2) {
        let places = [first, first + 1];
        let sums = tile::products::<S, N, 2>(simd, rows, panel, n_vectors, places);
        for (sums, out) in sums.iter().zip(outs_of.iter_mut().flatten()) {
            let (out, _) = S::as_mut_simd_f32s(out);
            for (&sum, place) in sums.iter().zip(places) {
                out[place] = sum;
            }
        }
    }
}

#[cfg(test)]
impl Linear {
    /// A layer of these numbers.
    pub(super) fn of(
        n_inputs: usize,
        n_columns: usize,
        numbers: impl Fn(usize) -> Vec<f32>,
    ) -> Self {
        Self {
            n_inputs,
            n_columns,
            weights: Floats::Owned(numbers(n_inputs * n_columns)),
            bias: Floats::Owned(numbers(n_columns)),
            tiles: OnceLock::new(),
        }
    }
}
