//! Learned judgement of attributions: which word is a cue, and which words around it are source and content.
//!
//! Two linear models over hashed features of the parse. The weights come from `cargo xtask train quotes`;
//! `data/quote_model.md` tells from what.

mod cue;
mod facts;
mod lesson;
mod walk;

use std::sync::LazyLock;

pub(super) use cue::Candidate;
pub(super) use facts::Facts;
pub use lesson::{Lessons, Marked, lessons};
pub use walk::{ROLES, Role};

/// Number of hash buckets of the model of cues.
pub const CUE_BUCKETS: usize = 1 << 16;
/// Number of hash buckets of the model of roles.
pub const ROLE_BUCKETS: usize = 1 << 15;

/// The features of one question: hash buckets, each of value 1.
pub type Features = Vec<u32>;

/// The weights: a signed byte each, after the unit that a step of each table stands for.
#[derive(Clone, Debug)]
pub struct Model {
    cue_unit: f32,
    role_unit: f32,
    cues: Vec<i8>,
    roles: Vec<i8>,
}

/// The weights of one table while they are trained, and their form as bytes.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'w> {
    /// By bucket: how much it speaks for a cue.
    pub cues: &'w [f32],
    /// By bucket, for each of [`ROLES`].
    pub roles: &'w [f32],
}

impl Model {
    /// Reads what [`Weights::to_bytes`] wrote; `None` for anything of another length.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, tables) = bytes.split_at_checked(8)?;
        let unit = |at: usize| Some(f32::from_le_bytes(head[at..at + 4].try_into().ok()?));
        let table: Vec<i8> = tables.iter().map(|&byte| byte as i8).collect();
        if table.len() != CUE_BUCKETS + ROLE_BUCKETS * ROLES.len() {
            return None;
        }
        let (cues, roles) = table.split_at(CUE_BUCKETS);
        Some(Self {
            cue_unit: unit(0)?,
            role_unit: unit(4)?,
            cues: cues.to_vec(),
            roles: roles.to_vec(),
        })
    }

    /// Log-odds that a word with these features is a cue.
    fn cue_score(&self, features: &Features) -> f32 {
        let sum: i32 = features
            .iter()
            .map(|&bucket| i32::from(self.cues[bucket as usize % CUE_BUCKETS]))
            .sum();
        sum as f32 * self.cue_unit
    }

    /// Probability of each role, in the order of [`ROLES`].
    fn roles(&self, features: &Features) -> [f32; ROLES.len()] {
        let mut sums = [0_i32; ROLES.len()];
        for &bucket in features {
            let at = bucket as usize % ROLE_BUCKETS * ROLES.len();
            for (sum, &weight) in sums.iter_mut().zip(&self.roles[at..at + ROLES.len()]) {
                *sum += i32::from(weight);
            }
        }
        soft(sums.map(|sum| sum as f32 * self.role_unit))
    }
}

/// Scores as probabilities.
fn soft(scores: [f32; ROLES.len()]) -> [f32; ROLES.len()] {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers = scores.map(|score| (score - highest).exp());
    let total: f32 = powers.iter().sum();
    powers.map(|power| power / total)
}

impl Weights<'_> {
    /// The tables as bytes. The largest hundredth of a per mille of the weights is cut to keep steps small.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (cue_unit, role_unit) = (unit(self.cues), unit(self.roles));
        let mut bytes = Vec::with_capacity(8 + self.cues.len() + self.roles.len());
        bytes.extend(cue_unit.to_le_bytes());
        bytes.extend(role_unit.to_le_bytes());
        for (weights, unit) in [(self.cues, cue_unit), (self.roles, role_unit)] {
            let steps = weights
                .iter()
                .map(|weight| (weight / unit).round().clamp(-127.0, 127.0));
            bytes.extend(steps.map(|step| step as i8 as u8));
        }
        bytes
    }
}

/// What one step of a signed byte stands for.
fn unit(weights: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = weights.iter().map(|weight| weight.abs()).collect();
    sizes.sort_by(f32::total_cmp);
    let largest = sizes.len() - 1 - sizes.len() / 100_000;
    (sizes[largest] / 127.0).max(1e-9)
}

/// The model that ships with Entente.
pub(crate) static SHIPPED: LazyLock<Option<Model>> =
    LazyLock::new(|| Model::from_bytes(include_bytes!("../../data/quote_model.bin")));

/// Gathers the buckets of one question.
struct Bag {
    features: Features,
}

impl Bag {
    /// Nothing yet, with room for what most questions gather.
    fn new() -> Self {
        Self {
            features: Vec::with_capacity(192),
        }
    }

    /// Adds a feature: its kind and what it says, which together make the bucket.
    fn add(&mut self, kind: u64, said: &[u64]) {
        let mixed = said
            .iter()
            .fold(mix(0x51_7c_c1_b7 ^ kind), |mixed, &part| mix(mixed ^ part));
        self.features.push((mixed >> 32) as u32);
    }
}

/// One round of a mixing function (the finisher of SplitMix64, shortened): the same on every machine.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (value ^ (value >> 32)).wrapping_mul(0x94D0_49BB_1331_11EB)
}

/// A number in steps that double: 0, 1, 2, 3–4, 5–8, 9–16, …
fn steps(number: usize) -> u64 {
    match number {
        0..=2 => number as u64,
        _ => u64::from(usize::BITS - (number - 1).leading_zeros()) + 1,
    }
}
