//! Folds copies, aligns the claims of several reports of one story, and judges them.

use entente_types::{Claims, Comparison, Document};

/// What a caller can choose.
#[derive(Clone, Debug, Default)]
pub struct Settings {}

/// Compares the reports of one story.
#[must_use]
pub fn compare(_documents: &[Document], _claims: &[Claims], _settings: &Settings) -> Comparison {
    Comparison::default()
}
