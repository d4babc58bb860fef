//! The network that scores the actions of a transition system, for the parser and for the name finder.

use crate::Error;
use crate::container::Container;
use crate::kernel::{Choice, Cpu, HIDDEN, Linear, Masks, Row, STATE, WIDTH};
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

/// What tokens add to a state for each feature. Computed for a block of tokens when it is first asked for, and
/// kept for as many blocks as a CPU has near at hand: states look at tokens that are near each other.
#[derive(Default)]
pub(crate) struct Contributions {
    reduced: Vec<f32>,
    sums: Vec<[f32; STATE]>,
    /// For each block of tokens the slot that it lies in.
    slots: Vec<Option<u8>>,
    /// For each slot its block.
    blocks: [Option<usize>; N_SLOTS],
    /// For each slot the last state that needed it.
    used: [u64; N_SLOTS],
    next_slot: usize,
    n_states: u64,
    scores: Vec<f32>,
}

/// Tokens of one block.
const BLOCK: usize = 16;
/// Blocks that are kept: more than any state needs.
const N_SLOTS: usize = 32;

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

    /// Gets ready for other tokens.
    pub(crate) fn prepare(&self, cpu: &mut Cpu, rows: &[Row], into: &mut Contributions) {
        let reduced = sized(&mut into.reduced, rows.len() * HIDDEN, 0.0);
        self.reduce.forward(cpu, rows.as_flattened(), reduced);
        into.reduced.truncate(rows.len() * HIDDEN);
        sized(&mut into.sums, N_SLOTS * BLOCK * N, [0.0; STATE]);
        sized(&mut into.scores, self.upper.n_columns(), 0.0);
        into.slots.clear();
        into.slots.resize(rows.len().div_ceil(BLOCK), None);
        into.blocks = [None; N_SLOTS];
    }

    /// The best action among those that the mask lets through; `features` names the tokens that describe the
    /// state.
    pub(crate) fn best(
        &self,
        cpu: &mut Cpu,
        tokens: &mut Contributions,
        features: [u32; N],
        mask: &[f32],
    ) -> Option<usize> {
        tokens.n_states += 1;
        let mut places = [0; N];
        for (place, &token) in places.iter_mut().zip(&features) {
            if token != NO_TOKEN {
                *place = self.place(cpu, tokens, token as usize);
            }
        }
        let mut parts = [&self.bias; N];
        for (number, (part, token)) in parts.iter_mut().zip(features).enumerate() {
            *part = if token == NO_TOKEN {
                &self.pad[number]
            } else {
                &tokens.sums[places[number] * N + number]
            };
        }
        let choice = Choice {
            parts,
            bias: &self.bias,
            upper: &self.upper,
            mask,
            scores: &mut tokens.scores[..self.upper.n_columns()],
        };
        choice.best(cpu)
    }

    /// The place of what a token adds, which stays until the next state.
    #[inline]
    fn place(&self, cpu: &mut Cpu, tokens: &mut Contributions, token: usize) -> usize {
        let slot = match tokens.slots[token / BLOCK] {
            Some(slot) => usize::from(slot),
            None => self.compute(cpu, tokens, token / BLOCK),
        };
        tokens.used[slot] = tokens.n_states;
        slot * BLOCK + token % BLOCK
    }

    /// Computes what a block of tokens adds; gives its slot.
    #[cold]
    fn compute(&self, cpu: &mut Cpu, tokens: &mut Contributions, block: usize) -> usize {
        let mut slot = tokens.next_slot % N_SLOTS;
        while tokens.used[slot] == tokens.n_states {
            slot = (slot + 1) % N_SLOTS;
        }
        tokens.next_slot = slot + 1;
        if let Some(former) = tokens.blocks[slot].replace(block) {
            tokens.slots[former] = None;
        }
        tokens.slots[block] = Some(slot as u8);
        let reduced = &tokens.reduced[block * BLOCK * HIDDEN..];
        let reduced = &reduced[..reduced.len().min(BLOCK * HIDDEN)];
        let sums = &mut tokens.sums[slot * BLOCK * N..][..reduced.len() / HIDDEN * N];
        self.lower.forward(cpu, reduced, sums.as_flattened_mut());
        slot
    }
}
