//! The learned part: how likely two clauses tell one thing (`data/clause_identity.md`).

use std::sync::LazyLock;

use super::alike::N_FEATURES;
use crate::identity::model::Sum;

/// Marks the form of the file.
const MAGIC: &[u8; 4] = b"EEC1";

/// The model that ships with Entente.
pub(super) static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(include_bytes!("../../data/clause_identity.bin"))
        .expect("the shipped model is whole")
});

/// A weighted sum of what two clauses have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Model(pub Sum<N_FEATURES>);

impl Model {
    /// The form of the model on disk.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let bytes = self.0.numbers().flat_map(f32::to_le_bytes);
        MAGIC.iter().copied().chain(bytes).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` if it is anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.strip_prefix(MAGIC)?.as_chunks::<4>();
        let mut numbers = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes));
        let model = Self(Sum::take(&mut numbers)?);
        let is_whole = numbers.next().is_none() && rest.is_empty();
        is_whole.then_some(model)
    }
}
