//! What an act has to do with: PLOVER contexts, each told by words of the act's own clause.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{Context, Document, EntityKind, Event};

use super::act::lemma;
use crate::table::rows;

/// Most words of a clause that are looked at.
const MAX_WORDS: usize = 120;

/// The lemmas that follow a first one, and the context that all of them tell.
type Way = (Vec<&'static str>, &'static str);

/// Contexts by the first lemma of the words that tell them; those of more words first.
static CONTEXTS: LazyLock<HashMap<&str, Vec<Way>>> = LazyLock::new(|| {
    let mut contexts: HashMap<&str, Vec<Way>> = HashMap::new();
    for row in rows(include_str!("../../data/event_context.tsv")) {
        let &[context, words] = row.as_slice() else {
            continue;
        };
        for words in words.split('|') {
            let mut lemmas = words.split(' ');
            let first = lemmas.next().unwrap_or_default();
            let rest = lemmas.collect();
            contexts.entry(first).or_default().push((rest, context));
        }
    }
    for ways in contexts.values_mut() {
        ways.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    contexts
});

/// Finds the contexts of an act, in order of the text, each once.
pub(super) fn find(document: &Document, event: &Event) -> Vec<Context> {
    let mut found: Vec<Context> = Vec::new();
    for token in document.tokens_in(event.clause).take(MAX_WORDS) {
        let Some(ways) = CONTEXTS.get(&*lemma(document, token)) else {
            continue;
        };
        if is_in_name(document, token) {
            continue;
        }
        for (rest, name) in ways {
            let last = token + rest.len();
            if found.iter().any(|one| one.name == *name) || !follows(document, token, rest) {
                continue;
            }
            let span = document.span(token..last + 1);
            if event.clause.contains(span) {
                let name = (*name).to_owned();
                found.push(Context { name, span });
            }
        }
    }
    found
}

/// Is the word a part of somebody's name, as of Bill Clinton or Bernard Law?
fn is_in_name(document: &Document, token: usize) -> bool {
    let entity = document.entity_of(token);
    entity.is_some_and(|entity| entity.kind == EntityKind::Person)
}

fn follows(document: &Document, token: usize, rest: &[&str]) -> bool {
    let mut words = rest.iter().enumerate();
    words.all(|(offset, word)| {
        let next = token + 1 + offset;
        next < document.tokens.len() && lemma(document, next) == *word
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table names each of the 37 contexts once.
    #[test]
    fn all_contexts_are_there() {
        let names: Vec<&str> = rows(include_str!("../../data/event_context.tsv"))
            .map(|row| row[0])
            .collect();
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!((names.len(), once.len()), (37, 37));
    }
}
