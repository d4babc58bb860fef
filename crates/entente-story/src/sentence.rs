//! Sentences as an account shows them: without the place and the agency that stand before a report.

use std::sync::LazyLock;

use entente_types::{Dep, Document, Entity, EntityKind, Pos, Span};

use crate::table::rows;

static FURNITURE: LazyLock<Vec<&'static str>> = LazyLock::new(|| marks("sentence"));

/// Marks of those who took a picture: what stands with them in a short paragraph tells what it shows.
static CREDITS: LazyLock<Vec<&'static str>> = LazyLock::new(|| marks("paragraph"));

/// Ends of lines above boxes that tell of long ago as of now.
static BOXES: LazyLock<Vec<&'static str>> = LazyLock::new(|| marks("below"));

/// Longest paragraph that only tells what a picture shows.
const LONGEST_CAPTION: usize = 500;

/// Longest box, in bytes.
const LONGEST_BOX: usize = 5000;

fn marks(reach: &str) -> Vec<&'static str> {
    rows(include_str!("../data/furniture.tsv"))
        .filter(|row| row.get(1) == Some(&reach))
        .filter_map(|row| row.first().copied())
        .collect()
}

/// Does a sentence stand under a picture, lead to another page, or stand in a box beside the report?
pub(crate) fn is_furniture(document: &Document, number: usize) -> bool {
    let text = document.text();
    let span = document.sentence_span(number);
    let sentence = span.of(text);
    let has = |text: &str, marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    let paragraph = paragraph(text, span);
    has(sentence, &FURNITURE)
        || has(sentence, &CREDITS)
        || is_shouted(sentence)
        || paragraph.len() <= LONGEST_CAPTION && has(paragraph, &CREDITS)
        || is_boxed(text, span)
}

/// Is the line above the sentence's the heading of a box?
fn is_boxed(text: &str, sentence: Span) -> bool {
    let before = &text[..sentence.start as usize];
    let near = before.ceil_char_boundary(before.len().saturating_sub(LONGEST_BOX));
    let mut lines = before[near..].rsplit('\n').skip(1);
    let above = lines.find(|line| !line.trim().is_empty());
    above.is_some_and(|above| BOXES.iter().any(|mark| above.trim_end().ends_with(mark)))
}

/// Does a sentence stand alone on a short line that no mark ends, as the heading of what follows?
pub(crate) fn is_heading(document: &Document, number: usize) -> bool {
    const LONGEST: usize = 120;
    let text = document.text();
    let line = paragraph(text, document.sentence_span(number)).trim();
    let is_last = text.trim_end().ends_with(line);
    let is_open = line.ends_with(|last: char| last.is_alphanumeric());
    line.len() <= LONGEST && is_open && !is_last && !line.contains(['“', '”', '"'])
}

/// The line in which a sentence begins, as far as a caption can reach.
fn paragraph(text: &str, sentence: Span) -> &str {
    let (before, after) = text.split_at(sentence.start as usize);
    let start = before
        .char_indices()
        .rev()
        .take(LONGEST_CAPTION)
        .find(|(_, letter)| *letter == '\n')
        .map_or(0, |(at, _)| at + 1);
    let end = after
        .char_indices()
        .take(LONGEST_CAPTION)
        .find(|(_, letter)| *letter == '\n')
        .map_or(after.len(), |(at, _)| at);
    &text[start..before.len() + end]
}

/// "MAYOR TELLS COUNCIL TO GO HOME": several words and no small letter but in names between marks.
fn is_shouted(sentence: &str) -> bool {
    const FEWEST: usize = 4;
    let words = sentence
        .split_whitespace()
        .filter(|word| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1);
    let mut n_words = 0;
    for word in words {
        if word.chars().any(char::is_lowercase) {
            return false;
        }
        n_words += 1;
    }
    n_words >= FEWEST
}

/// Longest place and agency.
const LONGEST: u32 = 60;

/// A sentence by its number.
pub(crate) fn told(document: &Document, number: usize) -> Span {
    let span = document.sentence_span(number);
    let mut tokens = document.tokens_in(span);
    let root = tokens.find(|&idx| document.tokens[idx].dep == Dep::Root);
    root.map_or(span, |root| without_dateline(document, root, span))
}

/// Is a sentence understood without the one before: its subject is named, and nothing in it points back?
pub(crate) fn stands_alone(document: &Document, number: usize) -> bool {
    let tokens = document.tokens_in(document.sentence_span(number));
    let root = tokens
        .clone()
        .find(|&idx| document.tokens[idx].dep == Dep::Root);
    let subject = root.and_then(|root| document.child(root, &[Dep::Nsubj, Dep::Nsubjpass]));
    let is_named = subject.is_none_or(|subject| document.tokens[subject].pos != Pos::Pron);
    is_named && !tokens.into_iter().any(|idx| points_back(document, idx))
}

/// "these positions", "such a plan"; but "this week" points at no words.
fn points_back(document: &Document, idx: usize) -> bool {
    let token = &document.tokens[idx];
    let is_time = |entity: Entity| matches!(entity.kind, EntityKind::Date | EntityKind::Time);
    token.dep == Dep::Det
        && is_pointing(document.word(idx))
        && !document.entity_of(token.head as usize).is_some_and(is_time)
}

/// Does the word point at what was named before?
pub(crate) fn is_pointing(word: &str) -> bool {
    const POINTING: [&str; 5] = ["this", "that", "these", "those", "such"];
    POINTING.contains(&word.to_lowercase().as_str())
}

/// What is told in `span` from the subject of `head` on, if "HARBOUR CITY (Agency) -" stands before it.
pub(crate) fn without_dateline(document: &Document, head: usize, span: Span) -> Span {
    let subject = document.child(head, &[Dep::Nsubj, Dep::Nsubjpass]);
    let first = subject.and_then(|idx| document.subtree(idx).first().copied());
    let start = first.map_or(span.start, |first| document.tokens[first].span.start);
    if start <= span.start || start - span.start > LONGEST {
        return span;
    }
    let before = Span { end: start, ..span }.of(document.text()).trim_end();
    let is_dateline = before.ends_with(['-', '–', '—'])
        && before.split_whitespace().next().is_some_and(|word| {
            word.chars()
                .filter(|letter| letter.is_alphabetic())
                .all(char::is_uppercase)
        });
    if is_dateline {
        Span { start, ..span }
    } else {
        span
    }
}
