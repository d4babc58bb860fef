//! Who stands how with whom.
use crate::Found;
use entente_types::{Actors, Document, Tie};
/// Finds ties between actors, in order of the text.
#[must_use]
pub fn find(_document: &Document, _actors: &Actors) -> Vec<Found<Tie>> {
    Vec::new()
}
