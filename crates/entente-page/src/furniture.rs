//! Parts a text from the furniture of its page: navigation, teasers, tag lists, credits, repetitions.

use std::collections::HashSet;

use entente_types::BlockKind;

use crate::block::{Mark, Piece};
use crate::line;

/// A piece, sorted.
pub struct Part {
    /// The words.
    pub piece: Piece,
    /// What it is, if it is kept.
    pub kind: BlockKind,
    /// Why it is left out, if it is.
    pub left_out: Option<&'static str>,
}

/// Half of the longest line, in words, that can be a credit.
const MAX_FURNITURE_WORDS: usize = 12;
/// Fewest short list items in a row that make a tag list, and the longest of them in words.
const MIN_TAGS: usize = 3;
const MAX_TAG_WORDS: usize = 4;

/// Decides for each piece what it is.
pub fn sort_out(pieces: Vec<Piece>) -> Vec<Part> {
    let mut parts: Vec<Part> = pieces
        .into_iter()
        .map(|piece| Part {
            kind: kind(&piece),
            left_out: furniture(&piece),
            piece,
        })
        .collect();
    leave_out_tag_lists(&mut parts);
    leave_out_repeated(&mut parts);
    leave_out_tail(&mut parts);
    mark_headings(&mut parts);
    parts
}

fn kind(piece: &Piece) -> BlockKind {
    match piece.mark {
        Mark::Heading(_) => BlockKind::Heading,
        Mark::ListItem => BlockKind::ListItem,
        Mark::BlockQuote => BlockKind::BlockQuote,
        Mark::None => BlockKind::Paragraph,
    }
}

/// Why a piece by itself is furniture.
fn furniture(piece: &Piece) -> Option<&'static str> {
    if !piece.text.contains(char::is_alphanumeric) {
        return Some("separator");
    }
    let n_words = piece.n_words();
    if n_words > 2 * MAX_FURNITURE_WORDS {
        return None;
    }
    if is_credit(&piece.text) {
        return Some("credit");
    }
    line::kind(&piece.text)
}

/// "Ann Lee contributed to this report." and the like: a short last word on who helped.
fn is_credit(text: &str) -> bool {
    let text = text.trim_matches(|c: char| {
        matches!(c, '(' | ')' | '[' | ']' | '*' | '_' | '—' | '–' | '-' | ' ')
    });
    [
        "contributed to this report",
        "contributed reporting",
        "contributed to this story",
        "contributed to this article",
    ]
    .iter()
    .any(|words| {
        text.trim_end_matches('.').ends_with(words) || text.contains(&format!("{words} from "))
    })
}

/// Runs of short list items without a verb's worth of words are tags.
fn leave_out_tag_lists(parts: &mut [Part]) {
    let is_tag = |part: &Part| {
        part.left_out.is_none()
            && part.piece.mark == Mark::ListItem
            && part.piece.n_words() <= MAX_TAG_WORDS
            && !part.piece.text.contains(|c: char| c.is_ascii_digit())
            && !part.piece.ends_sentence()
    };
    let mut start = 0;
    while start < parts.len() {
        let n_tags = parts[start..]
            .iter()
            .take_while(|part| is_tag(part))
            .count();
        if n_tags >= MIN_TAGS {
            for part in &mut parts[start..start + n_tags] {
                part.left_out = Some("tag list");
            }
        }
        start += n_tags.max(1);
    }
}

/// A line that stands again word for word (a caption, the headline) is kept once.
fn leave_out_repeated(parts: &mut [Part]) {
    let mut seen: HashSet<String> = HashSet::new();
    for part in parts.iter_mut().filter(|part| part.left_out.is_none()) {
        if part.piece.n_words() >= 3 && !seen.insert(part.piece.text.to_lowercase()) {
            part.left_out = Some("repeated");
        }
    }
}

/// What follows a teaser heading at the foot of the page is teasers, if no sentence is among it.
fn leave_out_tail(parts: &mut [Part]) {
    let is_open = |part: &Part| part.left_out.is_none() && part.piece.ends_sentence();
    let Some(last_sentence) = parts.iter().rposition(is_open) else {
        return;
    };
    let tail = &mut parts[last_sentence + 1..];
    let Some(first) = tail.iter().position(|part| {
        matches!(
            part.left_out,
            Some("teaser" | "comments" | "sharing" | "subscription")
        )
    }) else {
        return;
    };
    for part in tail[first..]
        .iter_mut()
        .filter(|part| part.left_out.is_none())
    {
        part.left_out = Some("teaser");
    }
}

/// Short lines without an end mark, before running text, are headings.
fn mark_headings(parts: &mut [Part]) {
    let mut next_is_text = false;
    for part in parts
        .iter_mut()
        .rev()
        .filter(|part| part.left_out.is_none())
    {
        let is_short = part.piece.n_words() <= 18 && !part.piece.ends_sentence();
        let has_mark = part.piece.text.ends_with(['"', '”', '’', ',']);
        if part.piece.mark == Mark::None && is_short && next_is_text && !has_mark {
            part.kind = BlockKind::Heading;
        }
        next_is_text = part.kind != BlockKind::ListItem || !is_short;
    }
}
