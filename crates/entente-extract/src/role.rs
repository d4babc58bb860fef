//! Who holds which office.
use crate::Found;
use entente_types::{Actors, Document, Role};
/// Finds offices and their holders, in order of the text.
#[must_use]
pub fn find(document: &Document, actors: &Actors) -> Vec<Found<Role>> {
    crate::actor::roles(document, actors)
}
