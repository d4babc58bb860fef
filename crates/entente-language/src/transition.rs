//! The network that scores the actions of a transition system, for the parser and for the name finder.

use std::borrow::Cow;

use pulp::Arch;

use crate::Error;
use crate::container::Container;
use crate::kernel::{HIDDEN, Linear, Row, WIDTH};

/// Both alternatives of a state's hidden layer.
const STATE: usize = 2 * HIDDEN;

/// Scores what can be done next, from a few tokens that describe the state.
pub(crate) struct Scorer {
    reduce: Linear,
    lower: Linear,
    /// Stands in for a token that a state does not have; one entry for each feature.
    pad: Cow<'static, [f32]>,
    bias: Cow<'static, [f32]>,
    upper: Linear,
    n_actions: usize,
}

/// What each token adds to a state for each feature, computed once for a text.
#[derive(Default)]
pub(crate) struct Contributions {
    reduced: Vec<f32>,
    sums: Vec<f32>,
}

impl Scorer {
    /// Reads the network whose sections start with `name`.
    pub(crate) fn read(
        file: &Container,
        name: &str,
        n_features: usize,
        n_actions: usize,
    ) -> Result<Self, Error> {
        Ok(Self {
            reduce: Linear::read(file, &format!("{name}.reduce"), WIDTH, HIDDEN)?,
            lower: Linear::read(file, &format!("{name}.lower"), HIDDEN, n_features * STATE)?,
            pad: file.exactly(&format!("{name}.lower.pad"), n_features * STATE)?,
            bias: file.exactly(&format!("{name}.lower.state.bias"), STATE)?,
            upper: Linear::read(file, &format!("{name}.upper"), HIDDEN, n_actions)?,
            n_actions,
        })
    }

    /// Computes what each of the tokens can add to a state.
    pub(crate) fn prepare(&self, arch: Arch, rows: &[Row], into: &mut Contributions) {
        into.reduced.clear();
        into.reduced.resize(rows.len() * HIDDEN, 0.0);
        self.reduce
            .forward(arch, rows.as_flattened(), &mut into.reduced);
        into.sums.clear();
        into.sums.resize(rows.len() * self.lower.n_columns(), 0.0);
        self.lower.forward(arch, &into.reduced, &mut into.sums);
    }

    /// Scores every action; `features` names the tokens that describe the state.
    pub(crate) fn score<'a, const N: usize>(
        &self,
        arch: Arch,
        tokens: &Contributions,
        features: [Option<usize>; N],
        scores: &'a mut Vec<f32>,
    ) -> &'a [f32] {
        let stride = self.lower.n_columns();
        let mut sum = [0_f32; STATE];
        for (number, token) in features.into_iter().enumerate() {
            let part = match token {
                Some(token) => &tokens.sums[token * stride + number * STATE..][..STATE],
                None => &self.pad[number * STATE..][..STATE],
            };
            for (sum, part) in sum.iter_mut().zip(part) {
                *sum += part;
            }
        }
        for (sum, bias) in sum.iter_mut().zip(self.bias.iter()) {
            *sum += bias;
        }
        let (one, other) = sum.split_at(HIDDEN);
        let hidden: [f32; HIDDEN] = std::array::from_fn(|idx| {
            if one[idx] > other[idx] {
                one[idx]
            } else {
                other[idx]
            }
        });
        scores.clear();
        scores.resize(self.upper.n_columns(), 0.0);
        self.upper.forward(arch, &hidden, scores);
        &scores[..self.n_actions]
    }
}
