//! Predictions for the task `events`.

use entente_extract::event;
use entente_types::{ActorId, Content, Document, Event, Participant, Root, Span};
use serde_json::{Value, json};

use super::Case;

/// The prediction for one text, in the form of the gold.
pub fn predict(case: &Case) -> Value {
    let id = &case.row["id"];
    if case.row["set"] == "plv" {
        let actor = spans(&case.document, &case.row["actor_spans"]);
        let recipient = spans(&case.document, &case.row["recipient_spans"]);
        let root = event::between(&case.document, &actor, &recipient);
        return json!({ "id": id, "events": [{ "root": root }] });
    }
    let events: Vec<&Event> = case
        .claims
        .claims
        .iter()
        .filter_map(|claim| match &claim.content {
            Content::Event(event) => Some(event),
            _ => None,
        })
        .collect();
    let rows: Vec<Value> = events
        .iter()
        .filter(|event| !is_inside(&case.document, event, &events))
        .filter_map(|event| row(case, event))
        .collect();
    json!({ "id": id, "events": rows })
}

/// Pairs of code-point offsets as byte spans.
pub fn spans(document: &Document, pairs: &Value) -> Vec<Span> {
    let text = document.text();
    let byte = |value: &Value| {
        let at = value.as_u64().unwrap_or_default() as usize;
        text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte)
    };
    let pairs = pairs.as_array().map_or(&[][..], Vec::as_slice);
    pairs.iter().map(|pair| Span::new(byte(&pair[0]), byte(&pair[1]).max(byte(&pair[0])))).collect()
}

/// Is the act what another act is about: accused of, asked for, refused?
fn is_inside(document: &Document, event: &Event, events: &[&Event]) -> bool {
    let token = document.tokens_in(event.trigger).start;
    let above: Vec<Span> = document.ancestors(token).take(8).map(|idx| document.tokens[idx].span).collect();
    let verbal = |root| matches!(root, Root::Accuse | Root::Request | Root::Reject | Root::Threaten | Root::Support);
    events.iter().any(|other| verbal(other.root) && above.contains(&other.trigger))
}

fn row(case: &Case, event: &Event) -> Option<Value> {
    let root = event::plover_root(event)?;
    Some(json!({
        "root": root,
        "actor": side(case, &event.actors),
        "recipient": side(case, &event.recipients),
    }))
}

fn side(case: &Case, participants: &[Participant]) -> Value {
    let mut countries: Vec<String> = participants.iter().filter_map(|one| country(case, one.actor.as_ref()?)).collect();
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
