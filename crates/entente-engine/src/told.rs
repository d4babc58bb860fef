//! Who said what, how many, how much: of a story, of an actor, or of the latest stories of several reports.

use entente_types::{SlotKind, Verdict};
use entente_world::{Error, Id, Told, View};

use crate::name::called;

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
                    let of_several = |verdict| verdict != Verdict::Single;
                    told.extend(view.told_where(number, &[kind], of_several)?);
                }
            }
            told
        }
    };
    if let Some(actor) = actor {
        told.retain(|one| one.actors.iter().any(|id| id == actor));
    }
    Ok(told)
}

/// What stands above the answers of a thing: of a quotation who said what, or who alone where the only answer tells the rest.
#[must_use]
pub fn heading(told: &Told) -> String {
    let who = told.actors.first().map(|actor| called(actor));
    match who.filter(|_| told.kind == SlotKind::Quote) {
        Some(who) if told.is_sentence && told.answers.len() == 1 => who,
        // A sentence of a report names the speaker itself, and what is disputed has several.
        Some(who) if !told.is_sentence && told.verdict != Verdict::Disputed => {
            format!("{who}: {}", told.what)
        }
        _ => told.what.clone(),
    }
}
