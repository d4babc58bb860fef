//! Runs the cases of what is told of acts beside who did what to whom. `UPDATE_CASES=1` renews them.

mod common;

use entente_cases::Case;
use entente_extract::extract;
use entente_types::{Content, Document, Event, Span};

use common::parse;

#[test]
fn cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");
    entente_cases::run(folder, "event_detail", answer);
}

/// Acts of a text, each with mode, contexts, city and tolls, and with the words that tell them.
fn answer(case: &Case) -> String {
    let (_, text) = case.blocks.first().expect("a text");
    let document = parse(text);
    let claims = extract(&document).claims;
    let lines = claims.iter().filter_map(|claim| match &claim.content {
        Content::Event(event) => Some(line(&document, event)),
        _ => None,
    });
    lines.collect()
}

fn line(document: &Document, event: &Event) -> String {
    let words = |span: Span| span.of(document.text());
    let mut parts = vec![format!("{:?} {}", event.root, event.lemma)];
    if let Some(mode) = &event.mode {
        let by = event.mode_span.unwrap_or(event.trigger);
        parts.push(format!("{mode} by {:?}", words(by)));
    }
    for context in &event.contexts {
        parts.push(format!("{} by {:?}", context.name, words(context.span)));
    }
    if let Some(city) = &event.city {
        let (name, country) = (&city.name, &city.country.0);
        let (north, east) = (city.latitude, city.longitude);
        parts.push(format!("in {name}, {country} {} {north} {east}", city.adm1));
    }
    for toll in &event.tolls {
        parts.push(format!(
            "{:?} {} by {:?}",
            toll.kind,
            toll.nominal,
            words(toll.span)
        ));
    }
    parts.join(" · ") + "\n"
}
