//! Who holds which office.
use crate::Found;
use entente_types::{Actors, Document, Role};
/// Finds offices and their holders, in order of the text.
#[must_use]
pub fn find(_document: &Document, _actors: &Actors) -> Vec<Found<Role>> {
    Vec::new()
}
