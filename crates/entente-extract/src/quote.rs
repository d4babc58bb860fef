//! Who said what.
use crate::Found;
use entente_types::{Actors, Document, Quote};
/// Finds attributions, in order of the text.
#[must_use]
pub fn find(_document: &Document, _actors: &Actors) -> Vec<Found<Quote>> {
    Vec::new()
}
