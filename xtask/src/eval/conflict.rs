//! Predictions for the task `conflict`.

use entente_types::{Comparison, Document, Slot, SlotKind, SlotValue, Verdict};
use serde_json::{Value, json};

/// The slots of one group of reports, in the form of the gold: kinds that it labels, offsets in code
/// points. An update counts as compatible there.
pub fn predict(group_id: &str, documents: &[Document], comparison: &Comparison) -> Value {
    let slots = comparison
        .slots
        .iter()
        .filter_map(|slot| slot_of(documents, slot));
    json!({ "group_id": group_id, "slots": slots.collect::<Vec<_>>() })
}

fn slot_of(documents: &[Document], slot: &Slot) -> Option<Value> {
    let kind = match slot.kind {
        SlotKind::Event => "event",
        SlotKind::Date => "date",
        SlotKind::Figure => "figure",
        SlotKind::Quote => "quote",
        // The gold asks single questions; a clause holds several, and far more clauses agree than it lists.
        SlotKind::Role | SlotKind::Tie | SlotKind::Clause => return None,
    };
    let verdict = match slot.verdict {
        Verdict::Contradict => "contradict",
        Verdict::Disputed => "disputed",
        Verdict::Updated | Verdict::Compatible => "compatible",
        Verdict::Agree => "agree",
        Verdict::Single => "single",
    };
    let values: Vec<Value> = slot
        .values
        .iter()
        .filter_map(|value| value_of(documents, value))
        .collect();
    Some(json!({
        "kind": kind,
        "verdict": verdict,
        "slot": slot.topic,
        "reason": slot.reason,
        "values": values,
    }))
}

fn value_of(documents: &[Document], value: &SlotValue) -> Option<Value> {
    let document = documents
        .iter()
        .find(|document| document.article.id == value.report)?;
    let text = document.text();
    let code_points = |byte: u32| Some(text.get(..byte as usize)?.chars().count());
    Some(json!({
        "report_id": document.article.name,
        "start": code_points(value.span.start)?,
        "end": code_points(value.span.end)?,
        "text": value.text,
        "normalized": value.normalized,
    }))
}
