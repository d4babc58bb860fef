//! What a reader wants to know of an act beside who did what to whom: mode, contexts, city, tolls.

use entente_types::{Actors, Document, Event, Figure};

use super::{city, context, mode, toll};
use crate::Found;

/// Adds mode, contexts, city and tolls to the acts of a document.
pub fn add_details(
    document: &Document,
    actors: &Actors,
    figures: &[Found<Figure>],
    events: &mut [Found<Event>],
) {
    for event in events.iter_mut() {
        mode::name(document, &mut event.value);
        event.value.contexts = context::find(document, &event.value);
        city::name(document, actors, &mut event.value);
    }
    toll::add(document, figures, events);
}

/// The mode under the root that PLOVER counts an act under; `None` if there is none that PLOVER knows.
#[must_use]
pub fn plover_mode(event: &Event) -> Option<&'static str> {
    let counted = super::plover_root(event)?;
    mode::counted(event.root, event.mode.as_deref(), counted)
}
