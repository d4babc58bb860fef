//! Predictions for the task `times`, and its oracles.

mod specs;

use entente_types::{TimeExpression, TimeKind};
use serde_json::{Value, json};

use super::Case;
pub use specs::run as specs;

/// The prediction for one text, in the form of the gold.
pub fn predict(case: &Case) -> Value {
    let times: Vec<Value> = case
        .claims
        .times
        .iter()
        .filter(|time| is_marked(time) && !is_dateline(case, time))
        .map(|time| row(case, time))
        .collect();
    json!({ "id": case.row["id"], "times": times })
}

/// TimeBank leaves out adjectives of repetition ("annual", "quarterly").
fn is_marked(time: &TimeExpression) -> bool {
    !(time.kind == TimeKind::Set
        && time.rule == "time/often"
        && matches!(time.value.as_str(), "P1Y" | "P3M"))
}

/// A line that holds the day of publication and nothing else: given to the reader, and not marked.
fn is_dateline(case: &Case, time: &TimeExpression) -> bool {
    let text = case.document.text();
    let published = case.document.article.published.as_ref();
    let is_same = published.is_some_and(|day| day.value.to_string() == time.value);
    let (before, after) = (
        &text[..time.span.start as usize],
        &text[time.span.end as usize..],
    );
    let opens = before.trim_end_matches(' ').ends_with('\n') || before.trim().is_empty();
    is_same && opens && after.trim_start_matches(' ').starts_with('\n')
}

fn row(case: &Case, time: &TimeExpression) -> Value {
    let [start, end] = case.offsets(time.span);
    json!({ "start": start, "end": end, "type": time.kind, "value": time.value, "mod": time.modifier })
}
