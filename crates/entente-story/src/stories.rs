//! Which articles tell the same event: a stream of them, or a handful.
//!
//! ```text
//! Article ─► Sketch ─► Stream: lot ─► neighbours ─► groups ─► episodes ─► sagas
//! ```
//!
//! Everything is counted in plain words, so that ten thousand articles can be placed in a second; what decides is
//! learned (`data/story_join.md`).

mod book;
pub(crate) mod group;
mod index;
pub mod lesson;
pub mod model;
pub mod neighbours;
pub mod pair;
pub(crate) mod rarity;
mod sagas;
pub(crate) mod sketch;
mod stream;
mod telling;
pub(crate) mod weighed;
pub(crate) mod words;

pub use sketch::Sketch;
pub use stream::{LEAST_ODDS, Settings, Stream};

use entente_types::{Claims, Document};

/// Groups reports that tell the same event: indices into `documents`, each list in order, lists in order
/// of their first report.
///
/// The reports are taken to be chosen: they are compared with each other however far apart they were published.
#[must_use]
pub fn stories(documents: &[Document], claims: &[Claims]) -> Vec<Vec<usize>> {
    let _ = claims;
    let settings = Settings {
        window: i64::MAX / 4,
        settled_after: i64::MAX / 4,
        ..Settings::default()
    };
    let mut stream = Stream::new(settings);
    let mut sketches: Vec<(usize, Sketch)> = documents
        .iter()
        .map(|document| Sketch::new(&document.article))
        .enumerate()
        .collect();
    sketches.sort_by_key(|(_, sketch)| sketch.minute());
    for (idx, sketch) in sketches {
        stream.push(idx as u64, sketch);
    }
    stream.finish();
    let in_order = |episode: entente_types::Episode| {
        let mut group: Vec<usize> = episode
            .articles
            .iter()
            .map(|article| *article as usize)
            .collect();
        group.sort_unstable();
        group
    };
    let mut groups: Vec<Vec<usize>> = stream.take_over().into_iter().map(in_order).collect();
    groups.sort();
    groups
}
