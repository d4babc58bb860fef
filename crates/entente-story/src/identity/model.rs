//! The learned part: how likely two mentions tell one act (`data/event_identity.md`).

use std::sync::LazyLock;

use super::pair::{Features, N_FEATURES};

/// Marks the form of the file.
const MAGIC: &[u8; 4] = b"EEI1";

/// The model that ships with Entente.
pub(crate) static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(include_bytes!("../../data/event_identity.bin"))
        .expect("the shipped model is whole")
});

/// A weighted sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Log-odds where every number is 0.
    pub start: f32,
    /// What each number adds.
    pub weights: Features,
}

impl Model {
    /// How likely two mentions tell one act, 0 to 1.
    #[must_use]
    pub fn probability(&self, features: &Features) -> f32 {
        let terms = features
            .iter()
            .zip(&self.weights)
            .map(|(value, weight)| value * weight);
        1.0 / (1.0 + (-(self.start + terms.sum::<f32>())).exp())
    }

    /// The form of the model on disk.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(self.start.to_le_bytes());
        self.weights
            .iter()
            .for_each(|weight| out.extend(weight.to_le_bytes()));
        out
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` if it is anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.strip_prefix(MAGIC)?.as_chunks::<4>();
        let mut numbers = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes));
        let start = numbers.next()?;
        let weights: Vec<f32> = numbers.collect();
        let weights: [f32; N_FEATURES] = weights.try_into().ok()?;
        rest.is_empty().then_some(Self { start, weights })
    }
}
