//! What is told of somebody who does nothing in any act, and whom the tables of actors do not name: a speaker, the holder of an office.

use std::collections::BTreeSet;

use entente_engine::types::SlotKind;
use entente_engine::world::{Id, Query, Told, View};

use crate::error::Fault;

/// Articles that name them, and stories of these, that are looked through.
const MOST_ARTICLES: usize = 60;
const MOST_STORIES: usize = 20;
/// Longest name, in words.
const MAX_WORDS: usize = 8;

/// What the stories that hold a name tell of one kind of thing about whoever is called so.
pub fn told_of(view: &View, name: &str, kind: SlotKind) -> Result<Vec<Told>, Fault> {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() || words.len() > MAX_WORDS {
        return Ok(Vec::new());
    }
    let query = Query {
        words: format!("\"{}\"", words.join(" ")),
        most: MOST_ARTICLES,
        ..Query::default()
    };
    let mut stories = BTreeSet::new();
    for hit in view.search(&query)?.hits {
        if let Some(Ok(Id::Story(story))) = hit.article.story.as_deref().map(str::parse) {
            stories.insert(story);
        }
    }
    let key = words.join("-");
    let mut found = Vec::new();
    for story in stories.into_iter().rev().take(MOST_STORIES) {
        let told = view.told(story, kind)?.into_iter();
        found.extend(told.filter(|told| told.actors.iter().any(|id| is_called(id, &key))));
    }
    Ok(found)
}

/// Is an id made of a name, or of a longer one that ends so?
fn is_called(id: &str, key: &str) -> bool {
    let own = id.rsplit(':').next().unwrap_or(id);
    own == key
        || own
            .strip_suffix(key)
            .is_some_and(|before| before.ends_with('-'))
}

#[cfg(test)]
mod tests {
    use super::is_called;

    #[test]
    fn a_name_or_its_end_calls_somebody() {
        assert!(
            is_called("person:irene-falk", "irene-falk") && is_called("person:irene-falk", "falk")
        );
        assert!(!is_called("person:irene-falk", "irene") && !is_called("person:irene-falk", "alk"));
    }
}
