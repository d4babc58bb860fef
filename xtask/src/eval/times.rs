//! Predictions for the task `times`.

use entente_types::{TimeExpression, TimeKind};
use serde_json::{Value, json};

use super::Case;

/// The prediction for one text, in the form of the gold.
pub fn predict(case: &Case) -> Value {
    let times: Vec<Value> = case
        .claims
        .times
        .iter()
        .filter(|time| is_marked(time))
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

fn row(case: &Case, time: &TimeExpression) -> Value {
    let [start, end] = case.offsets(time.span);
    json!({ "start": start, "end": end, "type": time.kind, "value": time.value, "mod": time.modifier })
}
