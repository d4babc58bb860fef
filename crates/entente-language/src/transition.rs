//! The network that scores the actions of a transition system, for the parser and for the name finder.

use pulp::Arch;

use crate::Error;
use crate::container::Container;
use crate::kernel::{Choice, HIDDEN, Linear, Masks, Row, STATE, WIDTH};
use crate::tagger::sized;

/// A token that a state does not have.
pub(crate) const NO_TOKEN: u32 = u32::MAX;

/// Scores what can be done next, from `N` tokens that describe the state.
pub(crate) struct Scorer<const N: usize> {
    reduce: Linear,
    lower: Linear,
    /// Stands in for a token that a state does not have.
    pad: [[f32; STATE]; N],
    bias: [f32; STATE],
    upper: Linear,
    n_actions: usize,
}

/// What each token adds to a state for each feature, computed once for a text.
#[derive(Default)]
pub(crate) struct Contributions {
    reduced: Vec<f32>,
    sums: Vec<f32>,
    scores: Vec<f32>,
}

impl<const N: usize> Scorer<N> {
    /// Reads the network whose sections start with `name`.
    pub(crate) fn read(file: &Container, name: &str, n_actions: usize) -> Result<Self, Error> {
        let pad = file.exactly(&format!("{name}.lower.pad"), N * STATE)?;
        let bias = file.exactly(&format!("{name}.lower.state.bias"), STATE)?;
        let (mut pads, mut biases) = ([[0.0; STATE]; N], [0.0; STATE]);
        pads.as_flattened_mut().copy_from_slice(&pad);
        biases.copy_from_slice(&bias);
        Ok(Self {
            reduce: Linear::read(file, &format!("{name}.reduce"), WIDTH, HIDDEN)?,
            lower: Linear::read(file, &format!("{name}.lower"), HIDDEN, N * STATE)?,
            pad: pads,
            bias: biases,
            upper: Linear::read(file, &format!("{name}.upper"), HIDDEN, n_actions)?,
            n_actions,
        })
    }

    /// Situations in which the actions are possible for which `is_possible(situation, action)` holds.
    pub(crate) fn masks(
        &self,
        n_situations: usize,
        is_possible: impl Fn(usize, usize) -> bool,
    ) -> Masks {
        let mut masks = Masks::new(self.upper.n_columns());
        for situation in 0..n_situations {
            masks.push(self.n_actions, |action| is_possible(situation, action));
        }
        masks
    }

    /// Computes what each of the tokens can add to a state.
    pub(crate) fn prepare(&self, arch: Arch, rows: &[Row], into: &mut Contributions) {
        let reduced = sized(&mut into.reduced, rows.len() * HIDDEN, 0.0);
        self.reduce.forward(arch, rows.as_flattened(), reduced);
        let sums = sized(&mut into.sums, rows.len() * N * STATE, 0.0);
        self.lower.forward(arch, reduced, sums);
        sized(&mut into.scores, self.upper.n_columns(), 0.0);
    }

    /// The best action among those that the mask lets through; `features` names the tokens that describe the
    /// state.
    pub(crate) fn best(
        &self,
        arch: Arch,
        tokens: &mut Contributions,
        features: [u32; N],
        mask: &[f32],
    ) -> Option<usize> {
        let sums = tokens.sums.as_chunks::<STATE>().0;
        let mut parts = [&self.bias; N];
        for (number, (part, token)) in parts.iter_mut().zip(features).enumerate() {
            *part = if token == NO_TOKEN {
                &self.pad[number]
            } else {
                &sums[token as usize * N + number]
            };
        }
        let choice = Choice {
            parts,
            bias: &self.bias,
            upper: &self.upper,
            mask,
            scores: &mut tokens.scores[..self.upper.n_columns()],
        };
        choice.best(arch)
    }
}
