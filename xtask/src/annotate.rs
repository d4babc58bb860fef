//! Draws sentences at random in which acts may be told, for people to write down who did what to whom.
//!
//! ```text
//! cargo xtask annotate ../shared/eval/quotes/documents.jsonl 7 100 target/annotate/quotes.md
//! ```
//!
//! Only sentences of which an act is told are drawn, with `--any` also those where a word alone may name one.
//! Every word that may name an act is written `<<word:N>>`, every word that may head a party `word{N}`; `N` is the
//! byte where the word begins, counted from the start of its sentence. Only the table of answers is kept, under
//! `xtask/data/acts/`, by article and byte; the texts stay where they are. Its columns are told in that folder.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use entente_extract::event;
use entente_types::{Content, Document, EntityKind, Pos, Span};
use rayon::prelude::*;
use serde_json::Value;

use crate::{audit, eval};

/// Sentences that are drawn of each article at most.
const SENTENCES_PER_ARTICLE: usize = 20;
/// Most bytes of a sentence that is drawn.
const MAX_BYTES: usize = 500;

/// Runs `annotate DOCUMENTS SEED N OUT`.
pub fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [documents, seed, n, out, ref flags @ ..] = words[..] else {
        bail!("annotate DOCUMENTS.jsonl SEED N OUT.md [--any]");
    };
    let any = flags.contains(&"--any");
    let n: usize = n.parse()?;
    let mut rows = eval::rows(Path::new(documents))?;
    rows.sort_by_key(|row| audit::place(seed, name(row)));
    rows.truncate((2 * n).div_ceil(SENTENCES_PER_ARTICLE));
    let drawn: Vec<Vec<(String, String)>> = rows
        .par_iter()
        .map(|row| sentences(row, seed, any))
        .collect();
    let mut drawn = drawn.concat();
    drawn.sort_by_key(|(id, _)| audit::place(seed, id));
    drawn.truncate(n);
    let shown: String = drawn.into_iter().map(|(_, shown)| shown).collect();
    fs::write(out, shown)?;
    Ok(())
}

fn name(row: &Value) -> &str {
    row["id"].as_str().unwrap_or_default()
}

/// The drawn sentences of an article, each with its id.
fn sentences(row: &Value, seed: &str, any: bool) -> Vec<(String, String)> {
    let document = eval::parsed(eval::article(row));
    let tokens = |spans: Vec<Span>| -> BTreeSet<usize> {
        let tokens = spans.into_iter().map(|span| document.tokens_in(span).start);
        tokens.collect()
    };
    let triggers = tokens(event::triggers(&document));
    let told = if any {
        triggers.clone()
    } else {
        tokens(told(&document))
    };
    let mut numbers: Vec<(String, usize)> = (0..document.sentences.len())
        .filter(|&number| {
            let is_short = document.sentence_span(number).len() <= MAX_BYTES;
            let tokens = document.sentences[number].tokens();
            is_short && told.range(tokens).next().is_some()
        })
        .map(|number| (id(row, &document, number), number))
        .collect();
    numbers.sort_by_key(|(id, _)| audit::place(seed, id));
    numbers.truncate(SENTENCES_PER_ARTICLE);
    let shown = numbers.into_iter().map(|(id, number)| {
        let shown = show(&id, &document, number, &triggers);
        (id, shown)
    });
    shown.collect()
}

fn id(row: &Value, document: &Document, number: usize) -> String {
    format!("{}:{}", name(row), document.sentence_span(number).start)
}

/// The words of the acts that are told and that PLOVER may count.
fn told(document: &Document) -> Vec<Span> {
    let claims = entente_extract::extract(document);
    let spans = claims
        .claims
        .iter()
        .filter_map(|claim| match &claim.content {
            Content::Event(event) => event::plover_root(event).map(|_| event.trigger),
            _ => None,
        });
    spans.collect()
}

/// A sentence with its words numbered, after the one before it.
fn show(id: &str, document: &Document, number: usize, triggers: &BTreeSet<usize>) -> String {
    let span = document.sentence_span(number);
    let mut shown = format!("\n## {id}\n");
    let before = number.checked_sub(1);
    if let Some(before) = before.map(|before| document.sentence_span(before)) {
        let words = before.of(document.text());
        let start = words.ceil_char_boundary(words.len().saturating_sub(300));
        _ = writeln!(shown, "(before: {})", words[start..].replace('\n', " "));
    }
    let mut at = span.start;
    for token in document.sentences[number].tokens() {
        let word = document.tokens[token].span;
        let Some(place) = word.start.checked_sub(span.start) else {
            continue;
        };
        shown += &document.text()[at as usize..word.start as usize].replace('\n', " ");
        let text = word.of(document.text()).replace('\n', " ");
        if triggers.contains(&token) {
            _ = write!(shown, "<<{text}:{place}>>");
        } else if may_be_party(document, token) {
            _ = write!(shown, "{text}{{{place}}}");
        } else {
            shown += &text;
        }
        at = word.end;
    }
    shown.push('\n');
    shown
}

fn may_be_party(document: &Document, token: usize) -> bool {
    let is_people = || {
        let entity = document.entity_of(token);
        entity.is_some_and(|entity| matches!(entity.kind, EntityKind::Norp | EntityKind::Gpe))
    };
    match document.tokens[token].pos {
        Pos::Noun | Pos::Propn | Pos::Pron => true,
        Pos::Adj => is_people(),
        _ => false,
    }
}
