//! Tells from the governing verb on which side of publication a time lies.

use entente_types::{Dep, Document, Pos, Span};

use super::word::{Word, look_up};

/// Where the text places what it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before publication.
    Past,
    /// The text speaks in the present.
    Present,
    /// After publication.
    Future,
    /// Nothing tells.
    Unknown,
}

/// How many steps up the tree are looked at; farther verbs govern something else.
const MAX_STEPS: usize = 10;

/// How many dependents of a verb are looked at; its auxiliaries are among the first.
const MAX_CHILDREN: usize = 64;

/// The direction of the clause that holds `span`.
pub fn direction(document: &Document, span: Span) -> Direction {
    let tokens = document.tokens_in(span);
    let top = tokens.clone().find(|&idx| {
        document
            .head(idx)
            .is_none_or(|head| !tokens.contains(&head))
    });
    let Some(top) = top else {
        return Direction::Unknown;
    };
    let mut tense = Direction::Unknown;
    for idx in document.ancestors(top).take(MAX_STEPS) {
        if word(document, idx).is_some_and(|word| word.due) && is_participle(document, idx) {
            return Direction::Future;
        }
        if !matches!(document.tokens[idx].pos, Pos::Verb | Pos::Aux) {
            continue;
        }
        match of_verb(document, idx) {
            Direction::Unknown => {}
            Direction::Present if tense == Direction::Unknown && is_light(document, idx) => {
                tense = Direction::Present;
            }
            found => return found,
        }
    }
    tense
}

fn word(document: &Document, idx: usize) -> Option<&'static Word> {
    look_up(&document.word(idx).to_lowercase())
}

fn is_participle(document: &Document, idx: usize) -> bool {
    matches!(
        document.tokens[idx].tag.as_str(),
        "VBN" | "JJ" | "VBD" | "VBZ" | "VBP"
    )
}

/// A finite verb that only carries another: nothing more is to be learned above it.
fn is_light(document: &Document, idx: usize) -> bool {
    document.tokens[idx].dep == Dep::Ccomp
}

fn of_verb(document: &Document, idx: usize) -> Direction {
    let mut aux_past = false;
    let mut aux_present = false;
    let mut to = false;
    for child in document.children(idx).take(MAX_CHILDREN) {
        if !matches!(document.tokens[child].dep, Dep::Aux | Dep::Auxpass) {
            continue;
        }
        match document.tokens[child].tag.as_str() {
            "MD" => return Direction::Future,
            "VBD" => aux_past = true,
            "VBZ" | "VBP" => aux_present = true,
            "TO" => to = true,
            _ => {}
        }
    }
    let tag = document.tokens[idx].tag.as_str();
    let is_perfect = tag == "VBN";
    if to {
        return infinitive(document, idx);
    }
    match tag {
        _ if aux_past => Direction::Past,
        "VBG" if aux_present && document.tokens[idx].lemma == "go" => Direction::Future,
        "VBN" if aux_present => {
            let has = document
                .children(idx)
                .take(MAX_CHILDREN)
                .any(|child| document.tokens[child].lemma == "have");
            if has {
                Direction::Past
            } else {
                Direction::Present
            }
        }
        _ if aux_present => Direction::Present,
        "VBD" => Direction::Past,
        _ if is_perfect => Direction::Past,
        "VBZ" | "VBP" => Direction::Present,
        _ => Direction::Unknown,
    }
}

/// "plans to meet", "was due to arrive": the infinitive lies ahead if the word above it says so.
fn infinitive(document: &Document, idx: usize) -> Direction {
    let head = document.head(idx);
    let is_ahead = head
        .and_then(|head| word(document, head))
        .is_some_and(|word| word.ahead || word.due);
    if is_ahead {
        Direction::Future
    } else {
        Direction::Unknown
    }
}
