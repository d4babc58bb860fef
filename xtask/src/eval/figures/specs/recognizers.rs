//! The conventions of Recognizers-Text: hedges and rates stay outside of the words of a unit, ranges and bounds
//! are a kind of their own, unit words alone count too, and units have American names.

use entente_extract::figure;
use entente_types::{Figure, Hedge, Measure, Span};
use serde_json::{Value, json};

use super::{is_degree, offsets, with_lead};

/// What a group finds in a text.
pub fn rows(text: &str, kind: &str) -> Vec<Value> {
    let figures: Vec<Figure> = figure::scan_note(text, "en")
        .into_iter()
        .map(|found| found.value)
        .collect();
    let mut rows: Vec<(Span, Value)> = Vec::new();
    for figure in &figures {
        rows.extend(match kind {
            "number_range" => range(text, figure),
            "percent" => percent(text, figure),
            "age" => age(text, figure),
            _ => measured(text, figure, kind),
        });
    }
    if matches!(kind, "temperature" | "currency" | "dimension" | "percent") {
        let taken: Vec<Span> = figures.iter().map(|figure| figure.written).collect();
        rows.extend(units_alone(text, kind, &taken));
    }
    rows.into_iter()
        .map(|(span, mut row)| {
            let [start, end] = offsets(text, span);
            row["start"] = json!(start);
            row["end"] = json!(end);
            row
        })
        .collect()
}

fn percent(text: &str, figure: &Figure) -> Option<(Span, Value)> {
    let is_minus = figure.written.of(text).starts_with("minus") && figure.nominal > 0.0;
    let value = if is_minus {
        -figure.nominal
    } else {
        figure.nominal
    };
    (figure.unit.code == "%" && figure.measure == Measure::Percent)
        .then(|| (unhedged(text, figure), json!({ "value": value })))
}

fn age(text: &str, figure: &Figure) -> Option<(Span, Value)> {
    let row =
        json!({ "value": figure.nominal_high.unwrap_or(figure.nominal), "unit": figure.unit.name });
    (figure.measure == Measure::Age).then(|| (unhedged(text, figure), row))
}

/// An amount of money, a dimension or a temperature.
fn measured(text: &str, figure: &Figure, kind: &str) -> Option<(Span, Value)> {
    let weather = ["temperature", "thermostat"]
        .iter()
        .any(|word| text.contains(word));
    let is_plain_degree = figure.unit.code == "deg";
    let is_wanted = match kind {
        "percent" => figure.unit.code == "%",
        "currency" => figure.measure == Measure::Money || is_pound(text, figure),
        "temperature" => is_degree(figure) && (weather || !is_plain_degree),
        _ => {
            let is_heat = is_degree(figure) && (weather || !is_plain_degree);
            figure.measure == Measure::Quantity
                && !is_heat
                && !matches!(figure.unit.code.as_str(), "{point}" | "1" | "%")
        }
    };
    let value = figure.nominal_high.unwrap_or(figure.nominal);
    let row = if figure.unit.code == "[in_i]" && figure.written.of(text).contains('f') {
        json!({ "value": value / 12.0, "unit": "Foot" })
    } else {
        json!({ "value": value, "unit": unit(text, figure) })
    };
    let span = unhedged(text, figure);
    // "a metric ton" is a unit without a number there.
    let article = ["a ", "an "]
        .iter()
        .find(|article| span.of(text).starts_with(*article));
    if let Some(article) = article.filter(|_| figure.nominal == 1.0 && is_wanted) {
        let span = Span::new(span.start as usize + article.len(), span.end as usize);
        return Some((span, json!({ "unit": unit(text, figure) })));
    }
    let has_rate = kind == "currency" || figure.unit.code.ends_with("]/d");
    let span = if has_rate {
        without_rate(text, span)
    } else {
        span
    };
    is_wanted.then_some((span, row))
}

/// "ten pounds" may be money where money is asked for.
fn is_pound(text: &str, figure: &Figure) -> bool {
    figure.unit.code == "[lb_av]" && figure.written.of(text).ends_with("pounds")
}

/// The words without their hedge and without the article before a currency sign; of a range the upper end.
fn unhedged(text: &str, figure: &Figure) -> Span {
    let (mut start, mut end) = (figure.written.start as usize, figure.written.end as usize);
    if let Some(hedge) = figure.hedge_span {
        if hedge.start <= figure.number.start {
            start = hedge.end as usize;
        } else {
            end = hedge.start as usize;
        }
    }
    if figure.nominal_high.is_some() {
        let number = figure.number.of(text);
        let joint = ["-", "–", " to ", " and ", " or "];
        let upper = joint
            .iter()
            .filter_map(|joint| Some(number.rfind(joint)? + joint.len()))
            .max()
            .unwrap_or(0);
        start = start.max(figure.number.start as usize + upper);
    }
    let words = &text[start..end];
    let lead = ["a $", "a US$"]
        .iter()
        .any(|lead| words.trim_start().starts_with(lead));
    start = end - words.trim_start().len();
    if lead {
        start += 2;
    }
    Span::new(start, start + text[start..end].trim_end().len())
}

/// "$98 a share": the words before the rate.
fn without_rate(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let cut = [" a ", " per ", "-a-", " an ", " each", " every ", "/"]
        .iter()
        .filter_map(|cue| words.find(cue).filter(|at| *at > 0))
        .min();
    cut.map_or(span, |cut| {
        Span::new(span.start as usize, span.start as usize + cut)
    })
}

/// "(4565,)": the numbers between two bounds.
fn range(text: &str, figure: &Figure) -> Option<(Span, Value)> {
    let share =
        if figure.measure == Measure::Percent && !figure.written.of(text).contains(['%', 'p']) {
            0.01
        } else {
            1.0
        };
    let low = figure.nominal * share;
    let lead = equal_lead(&text[..figure.written.start as usize]);
    let says_equal = figure.hedge_span.is_none() && lead > 0;
    let lead_words = &text[figure.written.start as usize..figure.number.start as usize];
    let has_bounds = figure.hedge == Hedge::Exact
        && !lead_words.trim().is_empty()
        && !["negative", "minus", "-"].contains(&lead_words.trim());
    let bounds = figure.interval;
    let value = match (figure.hedge, figure.nominal_high) {
        (_, Some(high)) if has_bounds => format!(
            "{}{low},{}{}",
            if bounds.low_closed { '[' } else { '(' },
            high * share,
            if bounds.high_closed { ']' } else { ')' }
        ),
        (_, Some(high)) => format!("[{low},{})", high * share),
        (Hedge::Over, _) => format!("({low},)"),
        (Hedge::AtLeast, _) => format!("[{low},)"),
        (Hedge::AtMost, _) if figure.interval.high_closed => format!("(,{low}]"),
        (Hedge::AtMost, _) => format!("(,{low})"),
        _ if says_equal => format!("[{low},{low}]"),
        _ => return None,
    };
    let (mut start, mut end) = (figure.written.start as usize, figure.number.end as usize);
    if let Some(hedge) = figure.hedge_span {
        end = end.max(hedge.end as usize);
    }
    if figure.hedge == Hedge::About {
        start = figure.number.start as usize;
    }
    if says_equal {
        start = lead - 1;
    }
    let span = Span::new(start, end);
    let span = if figure.nominal_high.is_some() {
        with_lead(text, span)
    } else {
        span
    };
    Some((span, json!({ "value": value })))
}

/// A unit without a number; of a share not even that.
fn bare_unit(kind: &str, row: &Value) -> Value {
    match kind {
        "percent" => json!({}),
        _ => json!({ "unit": row["unit"] }),
    }
}

/// One past where "equal to", "equals" or "equaling to" starts at the end of a text; 0 if it does not end so.
fn equal_lead(before: &str) -> usize {
    let before = before.trim_end();
    let cues = ["equal to", "equals to", "equaling to", "equals"];
    let lower = before.to_lowercase();
    let cue = cues.iter().find(|cue| lower.ends_with(*cue));
    cue.map_or(0, |cue| before.len() - cue.len() + 1)
}

/// Unit words without a number: read as if "1" stood before them.
fn units_alone(text: &str, kind: &str, taken: &[Span]) -> Vec<(Span, Value)> {
    let mut found: Vec<(Span, Value)> = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive([' ', ',', '.', '?', '!', ':']) {
        let start = at;
        at += word.len();
        let bare = word.trim_end_matches([' ', ',', '.', '?', '!', ':']);
        // These mean too much else.
        let is_common = matches!(
            bare,
            "won" | "cup" | "cups" | "barrel" | "barrels" | "real" | "a"
        );
        if bare.len() < 3 && bare != "%"
            || is_common
            || found
                .last()
                .is_some_and(|(span, _)| span.end as usize > start)
        {
            continue;
        }
        let rest: String = text[start..].chars().take(24).collect();
        let read = format!("1 {rest}");
        let Some(figure) = figure::scan_note(&read, "en").into_iter().next() else {
            continue;
        };
        let figure = figure.value;
        let is_first = figure.written.start == 0 && figure.nominal == 1.0;
        let end = start + (figure.written.end as usize).saturating_sub(2);
        let span = Span::new(start, end);
        let is_free = !taken.iter().any(|taken| taken.overlaps(span));
        if let Some((_, row)) =
            measured(&read, &figure, kind).filter(|_| is_first && is_free && end <= text.len())
        {
            found.push((without_rate(text, span), bare_unit(kind, &row)));
        }
    }
    found
}

/// What Recognizers-Text calls the unit of a figure.
fn unit(text: &str, figure: &Figure) -> String {
    let written = figure.written.of(text).to_lowercase();
    let is_of_state = ["us ", "us$", "u.s", "usd", "united"]
        .iter()
        .any(|mark| written.contains(mark));
    let name = match figure.unit.code.split("/{").next().unwrap_or_default() {
        "Cel" => "C",
        "[degF]" => "F",
        "USD" if is_of_state => "United States dollar",
        "USD/100" => "Cent",
        "GBP/100" if written.contains("penny") => "Penny",
        "GBP/100" => "Pence",
        "GBP" if written.contains("gbp") || written.contains("british") => "British pound",
        "GBP" | "[lb_av]" => "Pound",
        "t" if written.contains("metric") => "Metric ton",
        "t" => "Ton",
        _ => {
            return figure
                .unit
                .name
                .split(" per share")
                .next()
                .unwrap_or_default()
                .split(" per day")
                .next()
                .unwrap_or_default()
                .replace("metre", "meter")
                .replace("litre", "liter");
        }
    };
    name.to_owned()
}
