//! Who did what to whom.
use crate::Found;
use entente_types::{Actors, Document, Event, Quote, TimeExpression};
/// Finds acts, in order of the text.
#[must_use]
pub fn find(
    _document: &Document,
    _actors: &Actors,
    _times: &[TimeExpression],
    _quotes: &[&Quote],
) -> Vec<Found<Event>> {
    Vec::new()
}
