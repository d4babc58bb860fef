//! The conventions of Duckling: hedges and "of meat" belong to the words, a group allows only its own
//! dimension ("2m" is a duration or a distance), and times and weights are told in a unit that makes them whole.

use entente_types::{Figure, Hedge, Measure, Span};
use serde_json::{Value, json};

use super::{is_degree, offsets, with_lead};

/// One figure as a group tells it; none if it is of another kind.
pub fn row(text: &str, figure: &Figure, kind: &str) -> Option<Value> {
    let (unit, factor) = match kind {
        "money" => money(text, figure)?,
        "duration" => duration(text, figure)?,
        _ if figure.measure == Measure::Quantity && !is_degree(figure) => quantity(text, figure),
        _ => return None,
    };
    let span = words(text, figure, kind);
    let [start, end] = offsets(text, span);
    let mut row = json!({ "start": start, "end": end });
    if !unit.is_empty() {
        row["unit"] = json!(unit);
    }
    let value = figure.nominal * factor;
    let bound = match figure.hedge {
        _ if figure.nominal_high.is_some() => "low",
        Hedge::Over | Hedge::AtLeast => "low",
        Hedge::AtMost => "high",
        _ => "value",
    };
    row[bound] = json!(value);
    if let Some(high) = figure.nominal_high {
        row["high"] = json!(high * factor);
    }
    Some(row)
}

/// The words with hedge, "between", and the goods behind "of".
fn words(text: &str, figure: &Figure, kind: &str) -> Span {
    let mut span = figure.written;
    if figure.nominal_high.is_some() && figure.hedge_span.is_none() {
        span = with_lead(text, span);
    }
    let said = text[..span.start as usize].trim_end();
    for exact in ["exactly", "a"] {
        if said.eq_ignore_ascii_case(exact) {
            span = Span::new(0, span.end as usize);
        }
    }
    let rest = &text[span.end as usize..];
    if kind == "quantity" && rest.starts_with(" of ") && !rest[4..].contains(' ') {
        span = Span::new(span.start as usize, text.len());
    }
    span
}

fn money(text: &str, figure: &Figure) -> Option<(String, f64)> {
    let written = figure.written.of(text).to_lowercase();
    let code = figure.unit.code.as_str();
    let name = match code {
        "[lb_av]" => "pound",
        _ if figure.measure != Measure::Money => return None,
        "USD" if written.contains("bucks") => "",
        "USD" if written.contains("us") => "usd",
        "USD" => "dollar",
        "GBP" if !written.contains("gbp") => "pound",
        "USD/100" | "GBP/100" => "cent",
        "XXX" if figure.unit.name == "rupee" => "inr",
        "XXX" => figure.unit.name.as_str(),
        _ => return Some((code.to_lowercase(), 1.0)),
    };
    Some((name.to_owned(), 1.0))
}

/// "1.5 hours" are 90 minutes there.
fn duration(text: &str, figure: &Figure) -> Option<(String, f64)> {
    let written = figure.written.of(text);
    let is_mark = |mark: &str| written.ends_with(mark);
    match figure.unit.code.as_str() {
        "m" if is_mark("m") => return Some(("minute".to_owned(), 1.0)),
        "[ft_i]" if is_mark("'") => return Some(("minute".to_owned(), 1.0)),
        "[in_i]" if is_mark("\"") => return Some(("second".to_owned(), 1.0)),
        _ if figure.measure != Measure::Duration => return None,
        _ => {}
    }
    let smaller = match figure.unit.name.as_str() {
        "minute" => ("second", 60.0),
        "hour" => ("minute", 60.0),
        "day" => ("hour", 24.0),
        "month" => ("day", 30.0),
        "year" => ("month", 12.0),
        _ => return Some((figure.unit.name.clone(), 1.0)),
    };
    Some(match figure.nominal.fract() == 0.0 {
        true => (figure.unit.name.clone(), 1.0),
        false => (smaller.0.to_owned(), smaller.1),
    })
}

fn quantity(text: &str, figure: &Figure) -> (String, f64) {
    let written = figure.written.of(text);
    match figure.unit.code.as_str() {
        "kg" => ("gram".to_owned(), 1000.0),
        "mg" => ("gram".to_owned(), 0.001),
        "[lb_av]" => ("pound".to_owned(), 1.0),
        "m" if written.ends_with('m') => ("m".to_owned(), 1.0),
        _ => (figure.unit.name.clone(), 1.0),
    }
}
