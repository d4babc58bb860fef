//! Predictions for the task `main_event`.

use entente_types::Span;
use serde_json::{Value, json};

use super::Case;

/// The prediction for one text, in the form of the gold.
pub fn predict(case: &Case) -> Value {
    let text = |span: Span| json!({ "text": span.of(case.document.text()) });
    let Some(event) = &case.claims.main_event else {
        return json!({ "id": case.row["id"] });
    };
    let when = event.time.as_ref().map(|time| {
        let day = time.period.and_then(|period| period.from);
        json!({
            "text": time.span.of(case.document.text()),
            "date": day.map(|day| day.to_string()),
        })
    });
    json!({
        "id": case.row["id"],
        "who": event.who.iter().map(|who| text(who.span)).collect::<Vec<_>>(),
        "what": [text(event.what)],
        "when": Vec::from_iter(when),
        "where": event.place.map(text).into_iter().collect::<Vec<_>>(),
        "why": event.why.map(text).into_iter().collect::<Vec<_>>(),
        "how": event.how.map(text).into_iter().collect::<Vec<_>>(),
    })
}
