//! Runs the cases of acts: a text in, who did what to whom out. `UPDATE_CASES=1` renews them.
//!
//! A `text` block may begin with a day of publication on a line of its own.

mod common;

use std::fmt::Write as _;

use entente_cases::Case;
use entente_extract::{actor, event, time};
use entente_types::{Actors, Document, Event, Participant, Polarity, Span};

use common::parse;

#[test]
fn cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");
    entente_cases::run(folder, "event.", answer);
}

/// Acts of a text, each with its manner, its days and the words that are shown.
fn answer(case: &Case) -> String {
    let (_, text) = case.blocks.first().expect("a text");
    let document = parse(text);
    let actors = actor::find(&document);
    let times = time::find(&document);
    let mut shown = String::new();
    for found in event::find(&document, &actors, &times) {
        shown += &line(&document, &actors, &found.value);
    }
    shown
}

fn line(document: &Document, actors: &Actors, event: &Event) -> String {
    let not = match event.polarity {
        Polarity::Did => "",
        Polarity::DidNot => "not ",
    };
    let mut line = format!(
        "{} {not}{:?} · {} → {}",
        event.lemma,
        event.realis,
        names(actors, &event.actors),
        names(actors, &event.recipients)
    );
    let words = |span: Span| span.of(document.text()).to_owned();
    let time = event.period_span.map(words);
    let place = event.place.map(words);
    let manner: Vec<String> = event.manner.iter().map(|&span| words(span)).collect();
    let manner = (!manner.is_empty()).then(|| manner.join(" "));
    let about = event.about.map(words);
    let labels = [
        ("when", time),
        ("at", place),
        ("by", manner),
        ("about", about),
    ];
    for (label, value) in labels {
        if let Some(value) = value {
            let _ = write!(line, " · {label} {value}");
        }
    }
    format!("{:?} {line}\n  {}\n", event.root, words(event.clause)).to_owned()
}

fn names(actors: &Actors, list: &[Participant]) -> String {
    let names: Vec<&str> = list
        .iter()
        .filter_map(|one| Some(actors.actor(one.actor.as_ref()?)?.name.as_str()))
        .collect();
    match names.is_empty() {
        true => "?".to_owned(),
        false => names.join(" + "),
    }
}
