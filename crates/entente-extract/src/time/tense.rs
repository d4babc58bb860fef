//! Tells from the governing verb on which side of publication a time lies.

use entente_types::{Dep, Document, Pos, Span, Tag};

use super::lex::Text;
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

/// How many words back "will" is looked for in a text without a parse.
const MAX_WORDS_BACK: usize = 14;

/// The direction of a place in a text that was not parsed: ahead if "will" stands before it.
pub fn unparsed(text: &Text<'_>, at: usize) -> Direction {
    for before in (at.saturating_sub(MAX_WORDS_BACK)..at).rev() {
        if text.is_any(before, &[".", "!", "?", "\n", ";"]) && !text.glued(before + 1) {
            break;
        }
        if text.is_any(before, &["will", "ll", "shall"]) {
            return Direction::Future;
        }
    }
    Direction::Unknown
}

/// Do the words before a time place it ahead: "as early as Tuesday"?
pub fn is_led_ahead(text: &Text<'_>, at: usize) -> bool {
    at >= 3
        && text.is(at.wrapping_sub(1), "as")
        && text.is_any(at.wrapping_sub(2), &["soon", "early", "late"])
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
    // "Friday's ruling" happened, whatever is to be done about it; only "will" says otherwise.
    let is_owner = document.tokens[top].dep == Dep::Poss;
    let mut tense = Direction::Unknown;
    let mut is_until = false;
    for idx in document.ancestors(top).take(MAX_STEPS) {
        if is_parted(document, span, document.tokens[idx].span) {
            break;
        }
        is_until |= matches!(document.word(idx), "until" | "till");
        let known = word(document, idx);
        if known.is_some_and(|word| word.due) && is_due(document, idx)
            || is_until && known.is_some_and(|word| word.defers) && !had(document, idx)
        {
            return Direction::Future;
        }
        if !matches!(document.tokens[idx].pos, Pos::Verb | Pos::Aux) {
            continue;
        }
        match of_verb(document, idx, is_owner) {
            Direction::Unknown => {}
            Direction::Present if is_owner => {}
            Direction::Present if tense == Direction::Unknown && is_light(document, idx) => {
                tense = Direction::Present;
            }
            found => return found,
        }
    }
    tense
}

/// How many bytes of a clause are looked through for a paragraph's end.
const MAX_CLAUSE: u32 = 4_000;

/// Does a paragraph end between a time and a word that a wrong tree hangs it on?
fn is_parted(document: &Document, span: Span, word: Span) -> bool {
    let between = Span {
        start: span.end.min(word.end),
        end: span.start.max(word.start),
    };
    between.start < between.end
        && (between.end - between.start > MAX_CLAUSE
            || between.of(document.text()).contains("\n\n"))
}

fn word(document: &Document, idx: usize) -> Option<&'static Word> {
    look_up(&document.word(idx).to_lowercase())
}

/// Does the word place its time ahead, and not ahead of something past ("had been due", "as planned")?
fn is_due(document: &Document, idx: usize) -> bool {
    let tag = document.tokens[idx].tag.as_str();
    let mut children = document.children(idx).take(MAX_CHILDREN);
    if tag == "VBD" {
        return children.any(|child| document.tokens[child].dep == Dep::Dobj);
    }
    if children.any(|child| document.tokens[child].lemma == "as") {
        return false;
    }
    matches!(tag, "VBN" | "JJ" | "VBZ" | "VBP") && !had(document, idx)
}

/// "had been scheduled", "had been due": what lay ahead did so in the past.
fn had(document: &Document, idx: usize) -> bool {
    let has_had = |verb: usize| {
        document.children(verb).take(MAX_CHILDREN).any(|child| {
            document.tokens[child].tag == Tag::Vbd && document.tokens[child].lemma == "have"
        })
    };
    let is_attribute = document.tokens[idx].dep == Dep::Acomp;
    has_had(idx) || is_attribute && document.head(idx).is_some_and(has_had)
}

/// Does the clause of `span` look back from what its text tells: "had served since 1807"?
pub fn looks_back(document: &Document, span: Span) -> bool {
    let tokens = document.tokens_in(span);
    let verb = tokens.clone().find_map(|idx| {
        let mut above = document.ancestors(idx).take(MAX_STEPS);
        above.find(|&idx| matches!(document.tokens[idx].pos, Pos::Verb | Pos::Aux))
    });
    verb.is_some_and(|verb| had(document, verb))
}

/// A finite verb that only carries another: nothing more is to be learned above it.
fn is_light(document: &Document, idx: usize) -> bool {
    document.tokens[idx].dep == Dep::Ccomp
}

fn of_verb(document: &Document, idx: usize, is_owner: bool) -> Direction {
    let mut aux_past = false;
    let mut aux_present = false;
    let mut to = false;
    for child in document.children(idx).take(MAX_CHILDREN) {
        if !matches!(document.tokens[child].dep, Dep::Aux | Dep::Auxpass) {
            continue;
        }
        match document.tokens[child].tag.as_str() {
            "MD" if is_owner => {
                return if is_will(document, child) {
                    Direction::Future
                } else {
                    Direction::Past
                };
            }
            "MD" if document.tokens[child].lemma == "could" => {}
            // "may have been hit on Friday"
            "MD" if !is_will(document, child) && is_perfect(document, idx) => {
                return Direction::Past;
            }
            "MD" => return Direction::Future,
            "VBD" => aux_past = true,
            "VBZ" | "VBP" => aux_present = true,
            "TO" => to = true,
            _ => {}
        }
    }
    let tag = document.tokens[idx].tag.as_str();
    if to && is_owner {
        return Direction::Unknown;
    }
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
        "VBN" => Direction::Past,
        "VBZ" | "VBP" => Direction::Present,
        _ => Direction::Unknown,
    }
}

/// "have been", "have met": has the verb an auxiliary "have"?
fn is_perfect(document: &Document, idx: usize) -> bool {
    let mut children = document.children(idx).take(MAX_CHILDREN);
    let has_have = children.any(|child| {
        document.tokens[child].lemma == "have" && document.tokens[child].dep == Dep::Aux
    });
    document.tokens[idx].tag == Tag::Vbn && has_have
}

fn is_will(document: &Document, idx: usize) -> bool {
    matches!(
        document.tokens[idx].lemma.as_str(),
        "will" | "'ll" | "shall"
    )
}

/// "plans to meet", "was due to arrive": the infinitive lies ahead if the word above it says so.
fn infinitive(document: &Document, idx: usize) -> Direction {
    let head = document.head(idx);
    let is_ahead = head.is_some_and(|head| {
        word(document, head).is_some_and(|word| word.ahead || word.due) && !had(document, head)
    });
    if is_ahead {
        Direction::Future
    } else {
        Direction::Unknown
    }
}
