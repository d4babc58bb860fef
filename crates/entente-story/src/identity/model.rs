//! The learned part: how likely two mentions tell one act (`data/event_identity.md`).

use std::sync::LazyLock;

use super::{neighbours, pair};

/// Marks the form of the file.
const MAGIC: &[u8; 4] = b"EEI2";

/// The model that ships with Entente.
pub(crate) static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(include_bytes!("../../data/event_identity.bin"))
        .expect("the shipped model is whole")
});

/// Weighted sums: two for mentions that are given, of what two of them have in common and of what that says beside all
/// others; and one for acts as they are found in whole reports, which tell much that no other report tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// By two mentions alone.
    pub pair: Sum<{ pair::N_FEATURES }>,
    /// By what the first says of them and of their neighbours.
    pub neighbours: Sum<{ neighbours::N_FEATURES }>,
    /// By two acts of whole reports.
    pub told: Sum<{ pair::N_FEATURES }>,
}

/// A weighted sum, as a probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum<const N: usize> {
    /// Log-odds where every number is 0.
    pub start: f32,
    /// What each number adds.
    pub weights: [f32; N],
}

impl<const N: usize> Sum<N> {
    /// The probability of yes.
    #[must_use]
    pub fn probability(&self, features: &[f32; N]) -> f32 {
        let terms = features
            .iter()
            .zip(&self.weights)
            .map(|(value, weight)| value * weight);
        1.0 / (1.0 + (-(self.start + terms.sum::<f32>())).exp())
    }

    pub(crate) fn numbers(&self) -> impl Iterator<Item = f32> {
        [self.start].into_iter().chain(self.weights)
    }

    pub(crate) fn take(numbers: &mut impl Iterator<Item = f32>) -> Option<Self> {
        let start = numbers.next()?;
        let weights: Vec<f32> = numbers.take(N).collect();
        let weights = weights.try_into().ok()?;
        Some(Self { start, weights })
    }
}

/// The form of a file of sums; `magic` marks what they are of.
#[must_use]
pub fn sums_to_bytes<const N: usize>(magic: &[u8; 4], sums: &[Sum<N>]) -> Vec<u8> {
    let numbers = sums.iter().flat_map(Sum::numbers);
    let bytes = numbers.flat_map(f32::to_le_bytes);
    magic.iter().copied().chain(bytes).collect()
}

/// Reads what [`sums_to_bytes`] wrote of as many sums; `None` if it is anything else.
#[must_use]
pub fn sums_from_bytes<const K: usize, const N: usize>(
    magic: &[u8; 4],
    bytes: &[u8],
) -> Option<[Sum<N>; K]> {
    let (numbers, rest) = bytes.strip_prefix(magic)?.as_chunks::<4>();
    let mut numbers = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes));
    let sums: Option<Vec<Sum<N>>> = (0..K).map(|_| Sum::take(&mut numbers)).collect();
    let is_whole = numbers.next().is_none() && rest.is_empty();
    sums.filter(|_| is_whole)?.try_into().ok()
}

impl Model {
    /// The form of the model on disk.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let numbers = self.pair.numbers();
        let numbers = numbers.chain(self.neighbours.numbers());
        let numbers = numbers.chain(self.told.numbers());
        numbers.for_each(|number| out.extend(number.to_le_bytes()));
        out
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` if it is anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.strip_prefix(MAGIC)?.as_chunks::<4>();
        let mut numbers = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes));
        let model = Self {
            pair: Sum::take(&mut numbers)?,
            neighbours: Sum::take(&mut numbers)?,
            told: Sum::take(&mut numbers)?,
        };
        let is_whole = numbers.next().is_none() && rest.is_empty();
        is_whole.then_some(model)
    }
}
