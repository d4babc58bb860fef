//! How well acts are found when nobody says between whom: the texts of the spans set, read as plain text.
//!
//! The gold names one act of each sentence with the words of its two sides. Recall is asked of that act alone;
//! how many acts are told besides says how much a reader has to wade through. What goes wrong goes by kind to
//! `target/eval/events-open.jsonl`, one line for each sentence.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use entente_extract::event;
use entente_types::{Content, Event, Participant, Root, Span};
use serde_json::{Value, json};

use super::super::{Case, rows};
use super::spans;

/// What became of the act of one sentence, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Right,
    /// Both sides are right, the root is not.
    OtherRoot,
    /// Both sides are right, but the act is not counted as one that was done.
    NotCounted,
    Reversed,
    /// The root is right, and the actor.
    RecipientAmiss,
    /// The root is right, and the recipient.
    ActorAmiss,
    /// The root is right, and neither side.
    RootAlone,
    /// Acts are told, but neither the root nor the pair is right.
    OtherActs,
    Nothing,
}

/// The two sides of an act, as spans of a text.
struct Sides {
    actors: Vec<Span>,
    recipients: Vec<Span>,
}

/// Prints how often the act is found, and leaves every sentence by its outcome in a file.
pub fn run(cases: &[Case], folder: &Path) -> Result<()> {
    let gold = rows(&folder.join("gold.jsonl"))?;
    let gold: BTreeMap<&str, &Value> = gold
        .iter()
        .filter_map(|row| Some((row["id"].as_str()?, row)))
        .collect();
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    let (mut n_events, mut lines) = (0, Vec::new());
    for case in cases.iter().filter(|case| case.row["set"] == "plv") {
        let id = case.row["id"].as_str().unwrap_or_default();
        let Some(wanted) = gold.get(id).map(|row| &row["events"][0]["root"]) else {
            continue;
        };
        let sides = Sides {
            actors: spans(&case.document, &case.row["actor_spans"]),
            recipients: spans(&case.document, &case.row["recipient_spans"]),
        };
        let events = events(case);
        let outcomes = events
            .iter()
            .map(|event| outcome(case, event, &sides, wanted));
        let outcome = outcomes.min().unwrap_or(Outcome::Nothing);
        *counts.entry(outcome).or_default() += 1;
        n_events += events
            .iter()
            .filter(|event| event::plover_root(event).is_some())
            .count();
        lines.push(line(case, outcome, wanted, &sides, &events));
    }
    std::fs::create_dir_all("target/eval")?;
    std::fs::write("target/eval/events-open.jsonl", lines.join("\n") + "\n")?;
    show(&counts, n_events);
    Ok(())
}

/// The events of a text, in order.
pub fn events(case: &Case) -> Vec<&Event> {
    let claims = case.claims.claims.iter();
    let events = claims.filter_map(|claim| match &claim.content {
        Content::Event(event) => Some(event),
        _ => None,
    });
    events.collect()
}

/// What an event is to the act that the gold names.
fn outcome(case: &Case, event: &Event, sides: &Sides, wanted: &Value) -> Outcome {
    let meets = |participants: &[Participant], spans: &[Span]| meets(case, participants, spans);
    let is_actor = meets(&event.actors, &sides.actors);
    let is_recipient = meets(&event.recipients, &sides.recipients);
    // Several who act on each other are actor and recipient in turn.
    let is_mutual = event.recipients.is_empty()
        && event.actors.len() > 1
        && meets(&event.actors, &sides.recipients);
    let is_pair = is_actor && (is_recipient || is_mutual);
    let counted = event::plover_root(event);
    let is_root = counted.is_some_and(|root| *wanted == name(root));
    let is_swapped =
        meets(&event.recipients, &sides.actors) && meets(&event.actors, &sides.recipients);
    match (is_root, is_pair) {
        (true, true) => Outcome::Right,
        (false, true) if counted.is_none() => Outcome::NotCounted,
        (false, true) => Outcome::OtherRoot,
        _ if is_swapped => Outcome::Reversed,
        (true, false) if is_actor => Outcome::RecipientAmiss,
        (true, false) if is_recipient => Outcome::ActorAmiss,
        (true, false) => Outcome::RootAlone,
        _ => Outcome::OtherActs,
    }
}

/// Do the words of the gold name anybody of an event, here or by another mention of the same actor? Where the
/// gold names nobody, all is well.
fn meets(case: &Case, participants: &[Participant], spans: &[Span]) -> bool {
    let overlaps = |own: Span| spans.iter().any(|span| span.overlaps(own));
    let is_named = |one: &Participant| {
        let mut mentions = case.claims.actors.mentions.iter();
        overlaps(one.span)
            || mentions
                .any(|mention| Some(&mention.actor) == one.actor.as_ref() && overlaps(mention.span))
    };
    spans.is_empty() || participants.iter().any(is_named)
}

/// The root as the gold writes it.
fn name(root: Root) -> String {
    match root {
        Root::Concede | Root::Retreat => "YIELD".to_owned(),
        Root::Appeal => "REQUEST".to_owned(),
        other => format!("{other:?}").to_uppercase(),
    }
}

fn line(case: &Case, outcome: Outcome, wanted: &Value, sides: &Sides, events: &[&Event]) -> String {
    let text = case.document.text();
    let words =
        |spans: &[Span]| -> Vec<String> { spans.iter().map(|span| span.of(text).into()).collect() };
    let told: Vec<Value> = events.iter().map(|event| told(event, text)).collect();
    json!({
        "outcome": format!("{outcome:?}"), "id": case.row["id"], "root": wanted,
        "actor": words(&sides.actors), "recipient": words(&sides.recipients), "text": text, "told": told,
    })
    .to_string()
}

fn told(event: &Event, text: &str) -> Value {
    let side = |list: &[Participant]| -> Vec<String> {
        list.iter().map(|one| one.span.of(text).into()).collect()
    };
    let counted = event::plover_root(event).map_or("-".to_owned(), name);
    let own = name(event.root);
    let manner = format!("{:?} {:?}", event.realis, event.polarity);
    json!([
        event.lemma,
        own,
        manner,
        counted,
        side(&event.actors),
        side(&event.recipients)
    ])
}

fn show(counts: &BTreeMap<Outcome, usize>, n_events: usize) {
    let n_sentences: usize = counts.values().sum();
    let share = |count: usize| 100.0 * count as f64 / n_sentences.max(1) as f64;
    let of = |outcome| counts.get(&outcome).copied().unwrap_or(0);
    let n_pairs = of(Outcome::Right) + of(Outcome::OtherRoot) + of(Outcome::NotCounted);
    println!(
        "pair found {:.1}  triple found {:.1}  acts counted per sentence {:.2}  ({n_sentences} sentences)",
        share(n_pairs),
        share(of(Outcome::Right)),
        n_events as f64 / n_sentences.max(1) as f64
    );
    for (outcome, count) in counts {
        println!(
            "  {:16}{count:6} {:6.1}",
            format!("{outcome:?}"),
            share(*count)
        );
    }
}
