//! Reads how many: digits, number words, "a few", "two to three".

use super::lex::{Kind, Text};

/// How many of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// The number, or the lower one of a range.
    pub low: f64,
    /// The upper one of a range, else the same.
    pub high: f64,
    /// Was no number said: "several", "a few", a bare plural?
    pub vague: bool,
    /// Was it said loosely: "a couple of"?
    pub approx: bool,
    /// Was it said by an article: "a year"?
    pub article: bool,
}

impl Amount {
    /// Exactly so many.
    pub fn exact(number: f64) -> Self {
        Self {
            low: number,
            high: number,
            vague: false,
            approx: false,
            article: false,
        }
    }

    /// No number was said.
    pub fn vague() -> Self {
        Self {
            vague: true,
            ..Self::exact(1.0)
        }
    }
}

/// No number of words is longer than this; it bounds the search.
const LONGEST_NUMBER: usize = 10;

const VAGUE: [&[&str]; 12] = [
    &["a", "few"],
    &["several"],
    &["few"],
    &["many"],
    &["a", "number", "of"],
    &["a", "handful", "of"],
    &["dozens", "of"],
    &["hundreds", "of"],
    &["thousands", "of"],
    &["some"],
    &["numerous"],
    &["untold"],
];

/// Reads an amount that stands before a unit, and where it ends.
pub fn amount(text: &Text<'_>, at: usize) -> Option<(usize, Amount)> {
    let atom = text.get(at)?;
    if atom.kind != Kind::Number && atom.word.is_none() {
        return None;
    }
    for words in [&["a", "couple", "of"][..], &["a", "couple"]] {
        if let Some(end) = text.phrase(at, words) {
            let amount = Amount {
                approx: true,
                ..Amount::exact(2.0)
            };
            return Some((end, amount));
        }
    }
    if let Some(end) = VAGUE.iter().find_map(|words| text.phrase(at, words)) {
        return Some((end, Amount::vague()));
    }
    if let Some(found) = half(text, at) {
        return Some(found);
    }
    let (end, low) = number(text, at).or_else(|| article(text, at))?;
    let first = Amount {
        article: text.is_any(at, &["a", "an"]) && end == at + 1,
        ..Amount::exact(low)
    };
    Some(range(text, end, first).unwrap_or((end, first)))
}

fn half(text: &Text<'_>, at: usize) -> Option<(usize, Amount)> {
    let after = |words: &[&str]| text.phrase(at, words);
    let end = after(&["half", "a"])
        .or_else(|| after(&["half", "an"]))
        .or_else(|| after(&["a", "half"]).map(|end| text.joint(end)))
        .or_else(|| after(&["half"]).map(|end| text.joint(end)))?;
    text.word(end)?.unit?;
    Some((end, Amount::exact(0.5)))
}

fn article(text: &Text<'_>, at: usize) -> Option<(usize, f64)> {
    text.is_any(at, &["a", "an", "another"])
        .then_some((at + 1, 1.0))
}

/// The rest of "two to three", "12 or 18", "10-15".
fn range(text: &Text<'_>, at: usize, first: Amount) -> Option<(usize, Amount)> {
    let is_dash = text.is_any(at, &["-", "–"]) && text.glued(at);
    if !(text.is_any(at, &["to", "or"]) || is_dash) {
        return None;
    }
    let (end, high) = number(text, at + 1)?;
    (high > first.low).then_some((end, Amount { high, ..first }))
}

/// Reads one number in digits or words, and where it ends.
pub fn number(text: &Text<'_>, at: usize) -> Option<(usize, f64)> {
    digits(text, at).or_else(|| words(text, at))
}

fn digits(text: &Text<'_>, at: usize) -> Option<(usize, f64)> {
    let (first, _) = text.digits(at).filter(|(value, _)| *value != u32::MAX)?;
    let mut value = f64::from(first);
    let mut end = at + 1;
    while text.is(end, ",") && text.glued(end) && text.glued(end + 1) && end < at + 6 {
        match text.digits(end + 1) {
            Some((group, 3)) => value = value * 1000.0 + f64::from(group),
            _ => break,
        }
        end += 2;
    }
    if text.is(end, ".")
        && text.glued(end)
        && text.glued(end + 1)
        && let Some((part, places)) = text.digits(end + 1).filter(|(_, places)| *places <= 4)
    {
        let scale = 10_f64.powi(i32::try_from(places).unwrap_or(4));
        return Some((end + 2, value + f64::from(part) / scale));
    }
    if let Some((after, part)) = fraction(text, end) {
        return Some((after, value + part));
    }
    if text.is_any(end, &["thousand", "million"]) {
        let scale = text.word(end)?.cardinal?;
        return Some((end + 1, value * f64::from(scale)));
    }
    Some((end, value))
}

/// The rest of "2 1/2" or "2½".
fn fraction(text: &Text<'_>, at: usize) -> Option<(usize, f64)> {
    if text.is(at, "½") {
        return Some((at + 1, 0.5));
    }
    let at = text.joint(at);
    let (top, _) = text.digits(at)?;
    let (bottom, _) = text.digits(at + 2)?;
    let is_fraction = text.is(at + 1, "/") && text.glued(at + 1) && text.glued(at + 2);
    (is_fraction && top < bottom && bottom <= 16)
        .then(|| (at + 3, f64::from(top) / f64::from(bottom)))
}

/// Reads a number in words: "twenty-six", "two hundred and ten", "a hundred".
pub fn words(text: &Text<'_>, at: usize) -> Option<(usize, f64)> {
    let (mut total, mut current, mut end) = (0.0_f64, 0.0_f64, at);
    if text.is(at, "a") && text.is_any(at + 1, &["hundred", "thousand", "million"]) {
        current = 1.0;
        end = at + 1;
    }
    let mut last = f64::INFINITY;
    for _ in 0..LONGEST_NUMBER {
        let next = text.joint(end);
        let next = if (current >= 100.0 || total > 0.0) && text.is(next, "and") {
            next + 1
        } else {
            next
        };
        let Some(value) = text
            .word(next)
            .and_then(|word| word.cardinal)
            .map(f64::from)
        else {
            break;
        };
        if value >= 100.0 {
            if current == 0.0 {
                break;
            }
            current *= value;
            if value >= 1000.0 {
                total += current;
                current = 0.0;
            }
        } else if last.is_finite() && !(last >= 20.0 && value < 10.0 || last >= 100.0) {
            break;
        } else {
            current += value;
        }
        last = value;
        end = next + 1;
    }
    (end > at).then_some((end, total + current))
}

/// Reads a number in row: "third", "21st", "twenty-first".
pub fn ordinal(text: &Text<'_>, at: usize) -> Option<(usize, u32)> {
    if let Some((value, places)) = text.digits(at) {
        let suffix = text.is_any(at + 1, &["st", "nd", "rd", "th"]) && text.glued(at + 1);
        return (suffix && places <= 2).then_some((at + 2, value));
    }
    let word = text.word(at)?;
    if let Some(value) = word.ordinal {
        return Some((at + 1, value));
    }
    let tens = word
        .cardinal
        .filter(|value| (20..100).contains(value) && value % 10 == 0)?;
    let next = text.joint(at + 1);
    let ones = text
        .word(next)?
        .ordinal
        .filter(|value| *value < 10 && next > at + 1)?;
    Some((next + 1, tens + ones))
}

/// Reads a year in words: "nineteen ninety-seven", "two thousand five".
pub fn year(text: &Text<'_>, at: usize) -> Option<(usize, i16)> {
    let first = text.word(at)?.cardinal?;
    if (11..20).contains(&first) && text.is(at + 1, "hundred") {
        let (end, value) = words(text, at)?;
        return ((1100.0..2000.0).contains(&value) && end > at + 2).then_some((end, value as i16));
    }
    if (17..=20).contains(&first) {
        let next = text.joint(at + 1);
        let (end, rest) = words(text, next)?;
        let is_rest = (20.0..100.0).contains(&rest) || first < 20 && (10.0..20.0).contains(&rest);
        return is_rest
            .then(|| (end, i16::try_from(first * 100).unwrap_or(0) + rest as i16))
            .filter(|_| text.word(end).is_none_or(|word| word.unit.is_none()));
    }
    let (end, value) = words(text, at)?;
    ((1900.0..2100.0).contains(&value) && first == 2).then_some((end, value as i16))
}
