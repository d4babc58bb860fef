//! Compares a document with what spaCy says about the same text, as `parity/generate.py` writes it.

use entente_types::{Document, Span};
use serde::Deserialize;

use crate::parse::border;

/// What spaCy says about a text.
#[derive(Clone, Debug, Deserialize)]
pub struct Expected {
    /// The text.
    pub text: String,
    /// First byte and end of each token.
    pub tokens: Vec<(usize, usize)>,
    /// Fine part of speech of each token.
    pub tags: Vec<String>,
    /// Coarse part of speech of each token.
    pub pos: Vec<String>,
    /// Head of each token; a root is its own head.
    pub heads: Vec<usize>,
    /// Relation of each token to its head.
    pub deps: Vec<String>,
    /// Dictionary form of each token.
    pub lemmas: Vec<String>,
    /// Tokens that start a sentence.
    pub starts: Vec<usize>,
    /// First token, one past the last token and kind of each name.
    pub ents: Vec<(usize, usize, String)>,
}

/// One place where a document is not what spaCy says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What differs: one of [`KINDS`].
    pub kind: &'static str,
    /// The token, with a few words around it.
    pub place: String,
    /// What spaCy says.
    pub expected: String,
    /// What the document says.
    pub found: String,
}

/// What is compared.
pub const KINDS: [&str; 8] = [
    "token", "tag", "pos", "head", "label", "sentence", "entity", "lemma",
];

/// Where the document is not what spaCy says. If the tokens differ, nothing else is compared.
#[must_use]
pub fn differences(document: &Document, expected: &Expected) -> Vec<Difference> {
    let spans: Vec<Span> = expected
        .tokens
        .iter()
        .map(|&(start, end)| Span::new(start, end))
        .collect();
    let first = (0..spans.len().max(document.tokens.len()))
        .find(|&idx| spans.get(idx) != document.tokens.get(idx).map(|token| &token.span));
    if let Some(idx) = first {
        return vec![token_difference(document, &spans, idx)];
    }
    let mut found = Vec::new();
    let mut note = |kind, idx: usize, expected: &str, ours: &str| {
        if expected != ours {
            let (expected, ours) = (expected.to_owned(), ours.to_owned());
            found.push(Difference {
                kind,
                place: place(document, idx),
                expected,
                found: ours,
            });
        }
    };
    for (idx, token) in document.tokens.iter().enumerate() {
        note("tag", idx, &expected.tags[idx], token.tag.as_str());
        note("pos", idx, &expected.pos[idx], token.pos.as_str());
        note(
            "head",
            idx,
            &expected.heads[idx].to_string(),
            &token.head.to_string(),
        );
        note("label", idx, &expected.deps[idx], token.dep.as_str());
        note("lemma", idx, &expected.lemmas[idx], &token.lemma);
    }
    let starts: Vec<usize> = document
        .sentences
        .iter()
        .map(|sentence| sentence.start as usize)
        .collect();
    for (idx, theirs, ours) in unshared(&expected.starts, &starts) {
        note("sentence", *idx, theirs, ours);
    }
    let entity = |entity: &entente_types::Entity| {
        (
            entity.start as usize,
            entity.end as usize,
            entity.kind.as_str().to_owned(),
        )
    };
    let entities: Vec<(usize, usize, String)> = document.entities.iter().map(entity).collect();
    for ((start, end, kind), theirs, ours) in unshared(&expected.ents, &entities) {
        let name = |presence: &str| {
            format!(
                "{presence}: {kind} {}",
                document.span(*start..*end).of(document.text())
            )
        };
        note("entity", *start, &name(theirs), &name(ours));
    }
    found
}

/// Entries of only one of two lists.
fn unshared<'a, T: PartialEq>(
    theirs: &'a [T],
    ours: &'a [T],
) -> Vec<(&'a T, &'static str, &'static str)> {
    let missed = theirs
        .iter()
        .filter(|entry| !ours.contains(entry))
        .map(|entry| (entry, "yes", "no"));
    let invented = ours
        .iter()
        .filter(|entry| !theirs.contains(entry))
        .map(|entry| (entry, "no", "yes"));
    missed.chain(invented).collect()
}

fn token_difference(document: &Document, spans: &[Span], idx: usize) -> Difference {
    let ours = document.tokens.get(idx).map(|token| token.span);
    let word = |span: Option<Span>| {
        span.map_or("(nothing)".to_owned(), |span| {
            format!("{:?}", span.of(document.text()))
        })
    };
    let place = match spans.get(idx).copied().or(ours) {
        Some(span) => around(document.text(), span),
        None => String::new(),
    };
    Difference {
        kind: "token",
        place,
        expected: word(spans.get(idx).copied()),
        found: word(ours),
    }
}

fn place(document: &Document, idx: usize) -> String {
    format!(
        "{idx} {:?} in {}",
        document.word(idx),
        around(document.text(), document.tokens[idx].span)
    )
}

/// Some characters on both sides of a span.
fn around(text: &str, span: Span) -> String {
    const REACH: usize = 40;
    let start = border(text, (span.start as usize).saturating_sub(REACH));
    let end = border(text, span.end as usize + REACH);
    format!("{:?}", &text[start..end])
}
