//! Predictions for the task `figures`, in the conventions of NewsQuant.
//!
//! NewsQuant marks every number of a sentence, also those that only say when or take up what was counted
//! before, so this reads all of them and not the claims alone. What is only its convention is mapped here:
//! "from 20 to 24" is one figure, "dozens" is 12 to 120, a counted noun is the unit, shares are 0.5.

use entente_extract::figure::{self, Reading};
use entente_types::{Document, Figure, Hedge, Measure, Pos, Tag};
use serde_json::{Value, json};

use super::Case;

mod counted;
mod specs;

pub use specs::run as specs;

/// The prediction for one text, in the form of the gold.
pub fn predict(case: &Case) -> Value {
    let document = &case.document;
    let readings = figure::read(document, &case.claims.actors, &case.claims.times);
    let mut figures: Vec<Value> = Vec::new();
    let mut merged = false;
    for (idx, reading) in readings.iter().enumerate() {
        if std::mem::take(&mut merged) {
            continue;
        }
        let here = &reading.found.value;
        if is_idle(document, here) {
            continue;
        }
        let mut row = row(document, reading, case);
        if let Some(next) = readings
            .get(idx + 1)
            .filter(|next| runs_on(document, reading, next))
        {
            let next = &next.found.value;
            row["value"] = json!([here.nominal, next.nominal_high.unwrap_or(next.nominal)]);
            row["unit"] = json!(if here.measure == Measure::Bare {
                unit(document, next)
            } else {
                unit(document, here)
            });
            merged = true;
        }
        figures.push(row);
    }
    json!({ "id": case.row["id"], "figures": figures })
}

/// Ordinals and "twice as many" are no quantities there.
fn is_idle(document: &Document, figure: &Figure) -> bool {
    let number = figure.number.of(document.text());
    figure.measure == Measure::Ordinal || number.eq_ignore_ascii_case("twice")
}

/// "from 20 to 24": two readings that NewsQuant takes as one.
fn runs_on(document: &Document, first: &Reading, second: &Reading) -> bool {
    let text = document.text();
    let (first, second) = (&first.found.value, &second.found.value);
    let (Some(before), Some(between)) = (
        text.get(..first.written.start as usize),
        text.get(first.written.end as usize..second.written.start as usize),
    ) else {
        return false;
    };
    let from = before.trim_end().ends_with("from");
    let (one, other) = (first.unit.code.as_str(), second.unit.code.as_str());
    let same = one.starts_with(other)
        || other.starts_with(one)
        || first.measure == Measure::Bare
        || second.measure == Measure::Bare;
    from && same
        && first.nominal_high.is_none()
        && between.len() < 40
        && between.trim_end().ends_with("to")
        && !between.contains(',')
}

fn row(document: &Document, reading: &Reading, case: &Case) -> Value {
    let figure = &reading.found.value;
    let unit = unit(document, figure);
    let [start, end] = case.offsets(figure.number);
    json!({
        "start": start,
        "end": end,
        "value": value(document, figure),
        "unit": unit,
        "change": change(document, figure),
        "counted": counted::words(document, reading, &unit, is_share(document, figure)),
        "written": figure.written.of(document.text()),
        "measure": figure.measure,
        "phrase": figure.counted.map(|span| span.of(document.text())),
    })
}

fn value(document: &Document, figure: &Figure) -> Value {
    let is_vague = figure.hedge == Hedge::Vague
        || figure.place_value == figure.nominal && is_plural(figure.number.of(document.text()));
    if is_vague {
        return json!([figure.nominal, 10.0 * figure.nominal]);
    }
    let is_share = is_share(document, figure);
    let scale = if is_share { 0.01 } else { 1.0 };
    match figure.nominal_high {
        Some(high) => json!([figure.nominal * scale, high * scale]),
        None => json!(figure.nominal * scale),
    }
}

/// "half", "two-thirds": a share without a sign of per cent.
fn is_share(document: &Document, figure: &Figure) -> bool {
    let written = figure.written.of(document.text()).to_lowercase();
    figure.measure == Measure::Percent
        && figure.unit.code == "%"
        && !["%", "per", "pc", "pct"]
            .iter()
            .any(|mark| written.contains(mark))
}

/// "% population": how it writes the unit of a share.
fn share(document: &Document, figure: &Figure) -> String {
    let Some(counted) = figure.counted else {
        return "% -".to_owned();
    };
    let tokens = document.tokens_in(counted);
    let names = tokens.filter(|&token| {
        matches!(
            document.tokens[token].pos,
            Pos::Noun | Pos::Propn | Pos::Adj
        )
    });
    let names: Vec<String> = names
        .map(|token| document.tokens[token].lemma.to_lowercase())
        .collect();
    format!("% {}", names.join(" "))
}

fn is_plural(number: &str) -> bool {
    number.ends_with("ds") || number.ends_with("ns")
}

fn unit(document: &Document, figure: &Figure) -> String {
    match figure.measure {
        Measure::Count => noun(document, figure),
        Measure::Percent if is_share(document, figure) => share(document, figure),
        Measure::Age => format!("{} of age", figure.unit.name),
        Measure::Bare | Measure::Ordinal => "-".to_owned(),
        _ if figure.unit.name == "times" => "count".to_owned(),
        // Its normaliser takes "p" for points.
        _ if figure.unit.name == "penny" && figure.written.of(document.text()).ends_with('p') => {
            "point".to_owned()
        }
        _ => figure.unit.name.clone(),
    }
}

/// The counted noun with what stands between it and the number, in dictionary form.
fn noun(document: &Document, figure: &Figure) -> String {
    let tokens = document.tokens_in(figure.written);
    let Some(counted) = figure.counted else {
        return "-".to_owned();
    };
    let span = document.tokens_in(counted);
    let mut head = None;
    for token in tokens.end..document.tokens.len().min(tokens.end + 8) {
        let lemma = document.tokens[token].lemma.to_lowercase();
        if (lemma == figure.property || lemma.strip_suffix('s') == Some(figure.property.as_str()))
            && token < span.end.max(tokens.end + 8)
        {
            head = Some(token);
            break;
        }
    }
    let Some(head) = head else {
        return "-".to_owned();
    };
    let mut name = String::new();
    let mut glue = true;
    for token in tokens.end..=head {
        let here = &document.tokens[token];
        if matches!(document.word(token), "-" | "‑") {
            if !name.is_empty() {
                name.push('-');
                glue = true;
            }
            continue;
        }
        let is_part = matches!(here.pos, Pos::Noun | Pos::Propn | Pos::Adj)
            && !(here.pos == Pos::Adj && here.tag == Tag::Jjr);
        if !is_part {
            continue;
        }
        if !glue && !name.is_empty() {
            name.push(' ');
        }
        let lemma = here.lemma.to_lowercase();
        let singular = lemma.strip_suffix('s').filter(|_| here.tag == Tag::Nnps);
        name.push_str(singular.unwrap_or(&lemma));
        glue = false;
    }
    if figure.unit.code != "1" {
        name = format!("{name} {}", figure.unit.name);
    }
    name
}

fn change(document: &Document, figure: &Figure) -> &'static str {
    let hedge = match figure.hedge {
        Hedge::About | Hedge::Under => "~",
        Hedge::Over | Hedge::AtLeast => ">",
        Hedge::AtMost => "<",
        Hedge::Exact | Hedge::Vague => "=",
    };
    // "a 5% rise" is a level there, and so is "5% lower".
    let next = document.tokens_in(figure.written).end;
    let nouns = [
        "rise",
        "increase",
        "gain",
        "growth",
        "jump",
        "improvement",
        "rebound",
        "boost",
        "hike",
        "fall",
        "drop",
        "decline",
        "cut",
        "loss",
        "higher",
        "lower",
    ];
    let end = document.tokens.len().min(next + 3);
    let is_noun =
        (next..end).any(|token| nouns.contains(&document.word(token).to_lowercase().as_str()));
    // What only says when, and what counts, is no change there.
    let is_still = is_noun || matches!(figure.measure, Measure::Duration | Measure::Count);
    match (hedge, figure.scope.change) {
        ("=", Some(1)) if !is_still => "up",
        ("~", Some(1)) if figure.hedge == Hedge::Under && !is_noun => "up",
        ("=", Some(-1)) if !is_still => "down",
        _ => hedge,
    }
}
