//! How many and how much.
use crate::Found;
use entente_types::{Actors, Document, Figure, TimeExpression};
/// Finds figures, in order of the text.
#[must_use]
pub fn find(
    _document: &Document,
    _actors: &Actors,
    _times: &[TimeExpression],
) -> Vec<Found<Figure>> {
    Vec::new()
}
