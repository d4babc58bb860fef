//! When: time expressions and what they name.
use entente_types::{Document, TimeExpression};
/// Finds the time expressions of a document, in order of the text.
#[must_use]
pub fn find(_document: &Document) -> Vec<TimeExpression> {
    Vec::new()
}
