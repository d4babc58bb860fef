//! "NAIROBI, Kenya (Agency) - The president …": what stands before the dash takes no part in the act.

use entente_types::{Document, Pos};

use super::argument;

/// Most tokens of a dateline.
const MAX_TOKENS: usize = 16;

/// The words in a slot, with what the parser took from the dateline replaced by what it hung below it.
pub(super) fn without(document: &Document, heads: &mut Vec<usize>) {
    let Some(dash) = heads.first().and_then(|&head| dash_of(document, head)) else {
        return;
    };
    let behind: Vec<usize> = heads
        .iter()
        .flat_map(|&head| match head < dash {
            true => first_behind(document, head, dash),
            false => Some(head),
        })
        .collect();
    *heads = behind;
}

/// The tokens of the dateline of a text, if its first sentence has one.
pub(super) fn tokens(document: &Document) -> std::ops::Range<usize> {
    match document.tokens.is_empty() {
        true => 0..0,
        false => 0..dash_of(document, 0).unwrap_or(0),
    }
}

/// The dash that ends the dateline of a token's sentence, if the sentence begins with one.
pub(super) fn dash_of(document: &Document, token: usize) -> Option<usize> {
    let sentence = document.sentences[document.sentence_of(token)].tokens();
    let first = sentence.clone().next()?;
    if document.tokens[first].pos != Pos::Propn && !is_loud(document, first) {
        return None;
    }
    let mut depth = 0_u32;
    for idx in sentence.take(MAX_TOKENS) {
        match document.word(idx) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "-" | "--" | "–" | "—" if depth == 0 && stands_free(document, idx) => {
                return Some(idx);
            }
            ":" if depth == 0 && idx > first && document.word(idx - 1) == ")" => return Some(idx),
            // "WASHINGTON (Agency) The senator"
            _ if depth == 0 && idx > first && document.word(idx - 1) == ")" => {
                return Some(idx - 1);
            }
            _ if depth > 0 => {}
            _ if !is_of_dateline(document, idx) => return None,
            _ => {}
        }
    }
    None
}

fn is_loud(document: &Document, token: usize) -> bool {
    let word = document.word(token);
    word.len() > 2 && word.chars().all(char::is_uppercase)
}

fn is_of_dateline(document: &Document, token: usize) -> bool {
    let in_name = document.entity_of(token).is_some();
    in_name
        || matches!(
            document.tokens[token].pos,
            Pos::Propn | Pos::Num | Pos::Punct | Pos::Space
        )
        || is_loud(document, token)
}

/// Is the dash parted by blanks from the words around it?
fn stands_free(document: &Document, dash: usize) -> bool {
    let span = document.tokens[dash].span;
    let before = dash
        .checked_sub(1)
        .is_some_and(|idx| document.tokens[idx].span.end < span.start);
    let wide = document.word(dash) != "-";
    before || wide
}

fn first_behind(document: &Document, head: usize, dash: usize) -> Option<usize> {
    let mut level = vec![head];
    for _ in 0..3 {
        let next: Vec<usize> = level
            .iter()
            .flat_map(|&token| document.children(token).take(20))
            .collect();
        let is_name = |token: &&usize| **token > dash && argument::is_nominal(document, **token);
        if let Some(&found) = next.iter().find(is_name) {
            return Some(found);
        }
        level = next;
    }
    None
}
