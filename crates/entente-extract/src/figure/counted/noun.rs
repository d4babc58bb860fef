//! The noun that a number counts, found by its place behind the number.

use std::ops::Range;

use entente_types::{Dep, Document, Pos, Tag};

use super::tree::is_noun;

/// "six-cylinder", "27-nation": the noun that a hyphen ties to the number.
pub fn hyphened(document: &Document, tokens: &Range<usize>) -> Option<usize> {
    let (dash, noun) = (tokens.end, tokens.end + 1);
    let is_tied = noun < document.tokens.len()
        && matches!(document.word(dash), "-" | "‑")
        && document.tokens[dash].span.start == document.tokens[tokens.end - 1].span.end
        && document.tokens[dash].span.end == document.tokens[noun].span.start;
    (is_tied && is_noun(document, noun)).then_some(noun)
}

/// The noun that a chain of compounds leads to: "phone" to "calls" in "two phone calls".
pub fn last_of_compound(document: &Document, noun: usize) -> usize {
    let mut at = noun;
    for _ in 0..4 {
        let is_part = matches!(document.tokens[at].dep, Dep::Compound | Dep::Nmod);
        match document
            .head(at)
            .filter(|&head| is_part && head > at && is_noun(document, head))
        {
            Some(head) if head - at <= 3 => at = head,
            _ => break,
        }
    }
    at
}

/// The last noun of the run of adjectives and nouns that starts at a token.
pub fn noun_run(document: &Document, start: usize) -> Option<usize> {
    let mut found = None;
    for token in start..document.tokens.len().min(start + 7) {
        let Some(here) = document.tokens.get(token) else {
            break;
        };
        match here.pos {
            Pos::Noun | Pos::Propn => found = Some(token),
            Pos::Adj => {}
            Pos::Verb
                if found.is_none() && matches!(here.tag, Tag::Vbn | Tag::Vbg) && token > start => {}
            Pos::Punct if matches!(document.word(token), "-" | "‑") => {}
            _ => break,
        }
    }
    found
}

/// The first word within reach that looks like a plural.
pub fn plural_run(document: &Document, start: usize) -> Option<usize> {
    for token in start..document.tokens.len().min(start + 4) {
        let word = document.word(token);
        if !word
            .chars()
            .all(|letter| letter.is_alphabetic() || letter == '-')
        {
            return None;
        }
        let is_plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
        if is_plural || matches!(word, "people" | "men" | "women" | "children") {
            return Some(token);
        }
    }
    None
}
