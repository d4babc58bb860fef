//! Predictions for the task `times`.

use serde_json::{Value, json};

use super::Case;

/// The prediction for one text, in the form of the gold.
pub fn predict(case: &Case) -> Value {
    json!({ "id": case.row["id"], "times": [] })
}
