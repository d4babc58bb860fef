//! Predictions for the task `events`.

pub mod open;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use entente_extract::event;
use entente_types::{ActorId, Country, Document, Event, Participant, Root, Span};
use serde_json::{Value, json};

use super::Case;

/// The prediction for one text, in the form of the gold.
pub fn predict(case: &Case) -> Value {
    let id = &case.row["id"];
    if case.row["set"] == "plv" {
        let actor = spans(&case.document, &case.row["actor_spans"]);
        let recipient = spans(&case.document, &case.row["recipient_spans"]);
        let root = held_out(id).or_else(|| event::between(&case.document, &actor, &recipient));
        return json!({ "id": id, "events": [{ "root": root }] });
    }
    let events = open::events(case);
    let rows: Vec<Value> = events
        .iter()
        .filter(|event| !is_inside(&case.document, event, &events))
        .filter_map(|event| row(case, event))
        .collect();
    let rows = if rows.is_empty() {
        statements(case, &events)
    } else {
        rows
    };
    json!({ "id": id, "events": rows })
}

/// The answer of the model that did not see this text: the shipped one was trained on these very texts, so
/// `cargo xtask train events` leaves the answers of its cross-validation in a file.
fn held_out(id: &Value) -> Option<Root> {
    static FOLDS: LazyLock<BTreeMap<String, Root>> = LazyLock::new(|| {
        let text = std::fs::read_to_string("target/eval/events.folds.jsonl").unwrap_or_default();
        let rows = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        rows.filter_map(|row| {
            let root = serde_json::from_value(row["events"][0]["root"].clone()).ok()?;
            Some((row["id"].as_str()?.to_owned(), root))
        })
        .collect()
    });
    FOLDS.get(id.as_str()?).copied()
}

/// Pairs of code-point offsets as byte spans.
pub fn spans(document: &Document, pairs: &Value) -> Vec<Span> {
    let text = document.text();
    let byte = |value: &Value| {
        let at = value.as_u64().unwrap_or_default() as usize;
        text.char_indices()
            .nth(at)
            .map_or(text.len(), |(byte, _)| byte)
    };
    let pairs = pairs.as_array().map_or(&[][..], Vec::as_slice);
    pairs
        .iter()
        .map(|pair| Span::new(byte(&pair[0]), byte(&pair[1]).max(byte(&pair[0]))))
        .collect()
}

/// Is the act what another act is about: accused of, asked for, refused?
fn is_inside(document: &Document, event: &Event, events: &[&Event]) -> bool {
    let token = document.tokens_in(event.trigger).start;
    let above: Vec<Span> = document
        .ancestors(token)
        .take(8)
        .map(|idx| document.tokens[idx].span)
        .collect();
    let verbal = |root| {
        matches!(
            root,
            Root::Accuse | Root::Request | Root::Reject | Root::Threaten | Root::Support
        )
    };
    events
        .iter()
        .any(|other| verbal(other.root) && above.contains(&other.trigger))
}

fn row(case: &Case, event: &Event) -> Option<Value> {
    let root = event::plover_root(event)?;
    let actor = side(case, &event.actors, event.actor_home.as_ref());
    let recipient = side(case, &event.recipients, event.recipient_home.as_ref());
    // Records name countries; where people only said whether a sentence tells an event, whoever acts on another counts.
    let names_country = !actor.is_null() || !recipient.is_null();
    let names_both = !event.actors.is_empty() && !event.recipients.is_empty();
    let counts = names_country || (case.row["set"] == "coders" && names_both);
    counts.then(|| json!({ "root": root, "actor": actor, "recipient": recipient }))
}

/// What those who rule say and ask counts as an act (CAMEO 01, 02) when a text tells no other.
fn statements(case: &Case, events: &[&Event]) -> Vec<Value> {
    // What the police say of crimes is no politics.
    let is_police = |event: &&&Event| {
        let actors = event.actors.iter().filter_map(|one| one.actor.as_ref());
        let mut actors = actors.filter_map(|id| case.claims.actors.actor(id));
        actors.any(|actor| actor.sector.as_deref() == Some("COP"))
    };
    let said = events
        .iter()
        .filter(|event| matches!(event.root, Root::Statement | Root::Appeal))
        .filter(|event| !is_police(event));
    let row = |event: &&Event| json!({ "root": event.root, "actor": side(case, &event.actors, None), "recipient": null });
    let mut rows: Vec<Value> = said.map(row).collect();
    rows.dedup();
    rows
}

fn side(case: &Case, participants: &[Participant], home: Option<&Country>) -> Value {
    let own = participants
        .iter()
        .filter_map(|one| country(case, one.actor.as_ref()?));
    let mut countries: Vec<String> = own.chain(home.map(|home| home.0.clone())).collect();
    countries.sort();
    countries.dedup();
    match countries.len() {
        0 => Value::Null,
        1 => json!(countries[0]),
        _ => json!(countries),
    }
}

fn country(case: &Case, id: &ActorId) -> Option<String> {
    let actor = case.claims.actors.actor(id)?;
    actor.country.as_ref().map(|country| country.0.clone())
}
