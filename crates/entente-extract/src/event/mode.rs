//! How an act is done: its PLOVER mode, where a word near the act tells it and its frame does not.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{Dep, Document, Event, Pos, Root, Span};

use super::act::lemma;
use super::argument;
use super::frame;
use crate::table::rows;

/// Most words looked at around one act.
const MAX_WORDS: usize = 60;

/// A mode and the words that tell it.
struct Row {
    mode: &'static str,
    instead: Vec<&'static str>,
    slots: Vec<&'static str>,
    words: Vec<&'static str>,
    roots: Vec<Root>,
}

static MODES: LazyLock<HashMap<Root, Vec<Row>>> = LazyLock::new(|| {
    let mut modes: HashMap<Root, Vec<Row>> = HashMap::new();
    for row in rows(include_str!("../../data/event_mode.tsv")) {
        let &[roots, mode, instead, slots, words] = row.as_slice() else {
            continue;
        };
        for root in roots.split(' ').filter_map(frame::root_of) {
            let (named, words) = words.split(' ').partition(|word| word.starts_with('%'));
            let named: Vec<&str> = named;
            modes.entry(root).or_default().push(Row {
                mode,
                instead: instead.split(' ').filter(|mode| *mode != "-").collect(),
                slots: slots.split(' ').collect(),
                words,
                roots: named
                    .iter()
                    .filter_map(|word| frame::root_of(&word[1..]))
                    .collect(),
            });
        }
    }
    modes
});

/// Mode of an act that counts under another root, by the act's root and the root it counts under.
static COUNTED: LazyLock<Vec<(Root, &str, Root, &str)>> = LazyLock::new(|| {
    rows(include_str!("../../data/event_mode_counted.tsv"))
        .filter_map(|row| {
            let &[root, mode, counted, there] = row.as_slice() else {
                return None;
            };
            Some((frame::root_of(root)?, mode, frame::root_of(counted)?, there))
        })
        .collect()
});

/// The mode of an act under the root that PLOVER counts it under.
pub(super) fn counted(root: Root, mode: Option<&str>, counted: Root) -> Option<&'static str> {
    if root == counted {
        let rows = MODES.get(&root)?.iter();
        return { rows }
            .map(|row| row.mode)
            .find(|known| Some(*known) == mode);
    }
    let fits = |row: &&(Root, &str, Root, &'static str)| {
        row.0 == root && row.2 == counted && (row.1 == "*" || Some(row.1) == mode)
    };
    COUNTED.iter().find(fits).map(|row| row.3)
}

/// Names the mode of an act that its frame left open or coarse.
pub(super) fn name(document: &Document, event: &mut Event) {
    if let Some((mode, span)) = find(document, event) {
        event.mode = Some(mode.to_owned());
        event.mode_span = Some(span);
    }
}

fn find(document: &Document, event: &Event) -> Option<(&'static str, Span)> {
    let rows = MODES.get(&event.root)?;
    let known = event.mode.as_deref();
    let is_open = |row: &&Row| known.is_none_or(|mode| row.instead.contains(&mode));
    if !rows.iter().any(|row| is_open(&row)) {
        return None;
    }
    let words = around(document, document.tokens_in(event.trigger).start);
    rows.iter().filter(is_open).find_map(|row| {
        let tells = |word: &&Word| row.slots.contains(&word.slot) && row.accepts(&word.lemma);
        let word = words.iter().find(tells)?;
        Some((row.mode, document.tokens[word.token].span))
    })
}

impl Row {
    fn accepts(&self, lemma: &str) -> bool {
        self.words.contains(&lemma)
            || !self.roots.is_empty()
                && frame::own_roots(lemma)
                    .iter()
                    .any(|root| self.roots.contains(root))
    }
}

/// A word near an act and the slot that it stands in.
struct Word<'a> {
    slot: &'a str,
    token: usize,
    lemma: std::borrow::Cow<'a, str>,
}

/// The words near an act, by slot, the nearest first.
fn around(document: &Document, token: usize) -> Vec<Word<'_>> {
    let mut near = Near {
        document,
        words: Vec::new(),
    };
    if token >= document.tokens.len() {
        return near.words;
    }
    near.push("act", token);
    if argument::is_verb(document, token) {
        near.verb(token);
    } else {
        near.noun(token);
    }
    near.words.truncate(MAX_WORDS);
    near.words
}

struct Near<'a> {
    document: &'a Document,
    words: Vec<Word<'a>>,
}

impl<'a> Near<'a> {
    fn push(&mut self, slot: &'a str, token: usize) {
        let lemma = lemma(self.document, token);
        self.words.push(Word { slot, token, lemma });
    }

    fn verb(&mut self, verb: usize) {
        let arguments = argument::of_verb(self.document, verb);
        for child in self.document.children(verb).take(MAX_WORDS) {
            if self.document.tokens[child].dep == Dep::Advmod {
                self.push("mod", child);
            }
        }
        for (slot, heads) in [
            ("subj", &arguments.subjects),
            ("obj", &arguments.objects),
            ("obj", &arguments.complements),
        ] {
            heads.iter().for_each(|&head| self.phrase(slot, head));
        }
        let inner = [arguments.infinitive, arguments.clause];
        inner.iter().flatten().for_each(|&one| self.inner(one));
        for (preposition, governed) in &arguments.prepositions {
            self.after(*preposition, governed);
        }
    }

    fn noun(&mut self, noun: usize) {
        let document = self.document;
        for child in document.children(noun).take(MAX_WORDS) {
            match document.tokens[child].dep {
                Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Nummod => self.phrase("mod", child),
                Dep::Prep | Dep::Agent => {
                    let governed = argument::objects_of(document, child);
                    self.after(child, &governed);
                }
                Dep::Acl | Dep::Relcl => self.inner(child),
                _ => {}
            }
        }
    }

    /// What a preposition governs: a phrase, or the verb of "accused of killing".
    fn after(&mut self, preposition: usize, governed: &[usize]) {
        let slot = self.document.tokens[preposition].lemma.as_str();
        for &head in governed {
            if self.document.tokens[head].pos == Pos::Verb {
                self.inner(head);
            } else {
                self.phrase(slot, head);
            }
        }
    }

    /// A verb that an act governs, with its "not", and with its objects: some verbs say little themselves ("to hold
    /// talks").
    fn inner(&mut self, verb: usize) {
        self.push("inner", verb);
        let document = self.document;
        for child in document.children(verb).take(MAX_WORDS) {
            if matches!(document.tokens[child].dep, Dep::Dobj | Dep::Neg) {
                self.push("inner", child);
            }
        }
    }

    /// The head of a phrase, the words before it, and those after its "of" or "for".
    fn phrase(&mut self, slot: &'a str, head: usize) {
        self.push(slot, head);
        let document = self.document;
        for child in document.children(head).take(20) {
            match document.tokens[child].dep {
                Dep::Compound | Dep::Amod | Dep::Nmod => self.push(slot, child),
                Dep::Prep if matches!(document.tokens[child].lemma.as_str(), "of" | "for") => {
                    for one in argument::objects_of(document, child) {
                        self.push(slot, one);
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row has its columns and names roots that there are.
    #[test]
    fn tables_are_whole() {
        for row in rows(include_str!("../../data/event_mode.tsv")) {
            assert_eq!(row.len(), 5, "{row:?}");
            let named = row[4].split(' ').filter_map(|word| word.strip_prefix('%'));
            for root in row[0].split(' ').chain(named) {
                assert!(frame::root_of(root).is_some(), "{row:?}");
            }
        }
        let n_counted = rows(include_str!("../../data/event_mode_counted.tsv")).count();
        assert_eq!(COUNTED.len(), n_counted);
        for (_, _, root, mode) in COUNTED.iter() {
            assert_eq!(counted(*root, Some(mode), *root), Some(*mode));
        }
    }
}
