//! Predictions for the task `quotes`.

use entente_types::{Content, Document, Quote, Span};
use serde_json::{Value, json};

use super::{Case, offsets};

/// The prediction for one text, in the form of the gold.
pub fn predict(case: &Case) -> Value {
    let found = case
        .claims
        .claims
        .iter()
        .filter_map(|claim| match &claim.content {
            Content::Quote(quote) => Some(quote),
            _ => None,
        });
    of_quotes(&case.row, &case.document, found)
}

/// The prediction that these quotes of a text make.
pub fn of_quotes<'q>(
    row: &Value,
    document: &Document,
    found: impl Iterator<Item = &'q Quote>,
) -> Value {
    let offsets = |span: Span| offsets(document.text(), span);
    let (mut quotes, mut attributions) = (Vec::new(), Vec::new());
    for quote in found {
        let source: Vec<[usize; 2]> = quote
            .speaker
            .iter()
            .map(|speaker| offsets(speaker.span))
            .collect();
        quotes.extend(
            quote
                .words
                .iter()
                .filter(|words| has_double_mark(document, **words))
                .map(|words| string(offsets(*words), &source)),
        );
        attributions.push(attribution(quote, &source, offsets));
    }
    json!({ "id": row["id"], "quotes": quotes, "attributions": attributions })
}

fn string([start, end]: [usize; 2], speaker: &[[usize; 2]]) -> Value {
    json!({ "start": start, "end": end, "speaker": speaker })
}

fn attribution(
    quote: &Quote,
    source: &[[usize; 2]],
    offsets: impl Fn(Span) -> [usize; 2],
) -> Value {
    let cue: Vec<[usize; 2]> = quote.cue.iter().map(|cue| offsets(*cue)).collect();
    let content: Vec<[usize; 2]> = quote.content.iter().map(|span| offsets(*span)).collect();
    json!({ "source": source, "cue": cue, "content": content, "rule": quote.cue_lemma })
}

/// The strings of this task's gold were cut at `"`, `“` and `”` alone; others are not asked for.
fn has_double_mark(document: &Document, words: Span) -> bool {
    let before = document.text()[..words.start as usize].trim_end();
    let after = document.text()[words.end as usize..].trim_start();
    let is_other = |mark: char| matches!(mark, '\'' | '‘' | '’' | '`');
    !(before.ends_with(is_other) && after.starts_with(is_other))
}
