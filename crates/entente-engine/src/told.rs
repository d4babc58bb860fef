//! Who said what, how many, how much: of a story, of an actor, or of the latest stories of several reports.

use entente_types::{SlotKind, Verdict};
use entente_world::{Error, Id, Told, View};

/// Stories that are looked through where none is named, and articles of an actor.
const MOST_STORIES: usize = 20;
const MOST_ARTICLES: usize = 200;

/// What is told of one kind of thing: in a story, of an actor, or of both; of neither, what several reports of the latest
/// stories tell. Of an actor no more than `most` are looked for.
///
/// # Errors
///
/// If there is no such story, or the workspace cannot be read.
pub fn told(
    view: &View,
    story: Option<u32>,
    actor: Option<&str>,
    kind: SlotKind,
    most: usize,
) -> Result<Vec<Told>, Error> {
    let mut told = match (story, actor) {
        (Some(story), _) => view.told(story, kind)?,
        (None, Some(actor)) => view.first_told_of(actor, kind, MOST_ARTICLES, most)?,
        (None, None) => {
            let mut told = Vec::new();
            for row in view.stories(2, 0, MOST_STORIES)? {
                if let Ok(Id::Story(number)) = row.id.parse() {
                    told.extend(view.told(number, kind)?);
                }
            }
            told.retain(|one| one.verdict != Verdict::Single);
            told
        }
    };
    if let Some(actor) = actor {
        told.retain(|one| one.actors.iter().any(|id| id == actor));
    }
    Ok(told)
}
