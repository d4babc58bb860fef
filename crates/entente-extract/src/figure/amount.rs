//! Puts numbers, units, ranges and hedges together, and leaves out what states no amount.

use entente_types::Document;

use super::hedge;
use super::lex::{Pieces, Shape};
use super::name;
use super::number::{self, Kind, Number};
use super::unit::{self, Dimension, Match};
use super::word;

/// A number with everything that its own words say.
#[derive(Clone, Debug)]
pub struct Amount {
    /// The number; the lower one of a range.
    pub number: Number,
    /// The upper number of a range.
    pub high: Option<f64>,
    /// Its unit.
    pub unit: Option<Match>,
    /// Its hedge.
    pub hedge: Option<hedge::Found>,
    /// First piece of number and unit.
    pub first: usize,
    /// Last piece of number and unit.
    pub last: usize,
    /// Last piece of the number alone.
    pub number_last: usize,
    /// How old something is.
    pub is_age: bool,
    /// "+0.2%": the sign tells a change; 0 for a plain or a negative number.
    pub sign: i8,
}

/// What the reader makes of the pieces at one place.
enum Step {
    Amount(Amount),
    /// Digits that state nothing, up to this piece.
    Skip(usize),
    Nothing,
}

/// All amounts of a text, in order.
#[must_use]
pub fn read(pieces: &Pieces<'_>, document: &Document) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    let mut at = 0;
    while at < pieces.list.len() {
        match step(pieces, document, at) {
            Step::Amount(amount) => {
                at = amount.last.max(at) + 1;
                // "44 737 MAX jets": the second number is a name.
                let follows = found
                    .last()
                    .is_some_and(|before| before.last + 1 == amount.first && before.unit.is_none());
                if follows && amount.unit.is_none() && amount.number.in_digits {
                    continue;
                }
                found.push(amount);
            }
            Step::Skip(last) => at = last.max(at) + 1,
            Step::Nothing => at += 1,
        }
    }
    found
}

fn step(pieces: &Pieces<'_>, document: &Document, at: usize) -> Step {
    let Some(lower) = single(pieces, at) else {
        return if pieces.shape(at) == Shape::Number {
            Step::Skip(at)
        } else {
            Step::Nothing
        };
    };
    if is_code(pieces, &lower) {
        return Step::Skip(lower.last);
    }
    let mut amount = match range(pieces, &lower) {
        Ranged::Range(range) | Ranged::Start(range) => range,
        Ranged::Score(last) => return Step::Skip(last),
        Ranged::None => lower,
    };
    take_age(pieces, document, &mut amount);
    if name::is_no_amount(pieces, document, &amount) {
        return Step::Skip(amount.last);
    }
    amount.hedge = hedge::find(pieces, amount.first, amount.last);
    Step::Amount(amount)
}

/// One number with sign, currency and unit.
fn single(pieces: &Pieces<'_>, at: usize) -> Option<Amount> {
    let (sign, start) = sign(pieces, at);
    let currency = unit::before(pieces, start);
    let mut first_digit = currency.map_or(start, |(last, _)| last + 1);
    let is_negative_sum =
        currency.is_some() && pieces.is_dash(first_digit) && pieces.is_glued(first_digit + 1);
    first_digit += usize::from(is_negative_sum);
    let mut number = number::read(pieces, first_digit, currency.is_some())?;
    let unit = unit::find(pieces, &number, currency.map(|(_, row)| (start, row)));
    let is_share = unit
        .as_ref()
        .is_some_and(|unit| unit.dimension == Dimension::Share);
    if sign < 0 && !is_share || is_negative_sum {
        number.value = -number.value;
    }
    if number.kind == Kind::Fraction && unit.is_none() {
        number.value *= 100.0;
        number.place = 1.0;
    }
    let last = unit
        .as_ref()
        .map_or(number.last, |unit| unit.last.max(number.last));
    Some(Amount {
        number,
        high: None,
        unit,
        hedge: None,
        first: at.min(start),
        last,
        number_last: number.last,
        is_age: false,
        sign: if is_share || sign > 0 { sign } else { 0 },
    })
}

/// A sign before a number and the piece behind it: "-5", "+0.2", "minus 30".
fn sign(pieces: &Pieces<'_>, at: usize) -> (i8, usize) {
    let next = at + 1;
    let is_open = !pieces.is_glued(at)
        || pieces
            .before(at)
            .is_some_and(|before| pieces.word(before) == "(");
    match pieces.word(at) {
        "+" if is_open && pieces.is_glued(next) => (1, next),
        "-" | "−" if is_open && pieces.is_glued(next) && pieces.shape(next) == Shape::Number => {
            (-1, next)
        }
        _ if pieces.lower(at) == "minus" => (-1, next + usize::from(pieces.is_dash(next))),
        _ => (0, at),
    }
}

/// Digits that stand in a code or a name: "A2", "5G", "TA-35", "M21 9AB".
fn is_code(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let first = amount.number.first;
    if amount.unit.as_ref().is_some_and(|unit| unit.first < first) || !amount.number.in_digits {
        return false;
    }
    let before = pieces.before(first).filter(|_| pieces.is_glued(first));
    let after = amount.last + 1;
    let letters_follow = pieces.shape(after) == Shape::Word && pieces.is_glued(after);
    let is_hash = before.is_some_and(|before| {
        matches!(pieces.word(before), "#" | "@" | "/" | "_" | "&" | "'" | "’")
    });
    let letters_lead = before.is_some_and(|before| {
        matches!(
            pieces.shape(before),
            Shape::Word | Shape::Code | Shape::Number
        )
    });
    let is_slashed = pieces.word(after) == "/"
        && pieces.shape(after + 1) == Shape::Number
        && pieces.is_glued(after + 1)
        && amount.unit.is_none();
    letters_lead || letters_follow || is_hash || is_slashed || is_hyphened(pieces, amount, before)
}

/// "TA-35", "COVID-19" against "sub-7", "to-260,000".
fn is_hyphened(pieces: &Pieces<'_>, amount: &Amount, before: Option<usize>) -> bool {
    let Some(dash) = before.filter(|before| pieces.is_dash(*before) && pieces.is_glued(*before))
    else {
        return false;
    };
    let Some(word) = pieces
        .before(dash)
        .filter(|word| pieces.shape(*word) == Shape::Word)
    else {
        return false;
    };
    let is_prefix = matches!(
        pieces.lower(word).as_ref(),
        "sub" | "minus" | "to" | "now" | "over" | "under" | "nearly" | "year" | "early"
    );
    let is_spaced_dash = matches!(pieces.word(dash), "—");
    !(is_prefix || is_spaced_dash || amount.unit.is_some())
}

/// What two numbers in a row are.
enum Ranged {
    Range(Amount),
    /// The lower number of a change ("rose from 5 to 7 million"), with the scale and unit of the upper one.
    Start(Amount),
    /// A result ("2-0") or a span of years: neither number is a figure.
    Score(usize),
    None,
}

/// Joins "10 to 12", "10-12", "between 10 and 12", "three or four".
fn range(pieces: &Pieces<'_>, lower: &Amount) -> Ranged {
    let Some((joint, upper)) = partner(pieces, lower) else {
        return Ranged::None;
    };
    if is_year(pieces, lower) && is_year(pieces, &upper) && upper.unit.is_none() {
        return Ranged::Score(upper.last);
    }
    let (low, high) = (shared_scale(lower, &upper), upper.number.value);
    let bare = lower.unit.is_none() && upper.unit.is_none();
    if joint == Joint::Dash && (low >= high || bare && is_score(pieces, lower, &upper)) {
        return if bare {
            Ranged::Score(upper.last)
        } else {
            Ranged::None
        };
    }
    let is_range = low < high || (joint == Joint::From && low != high);
    if !is_range
        || !same_unit(lower, &upper, joint)
        || joint != Joint::From && joint != Joint::Between && is_change(pieces, lower)
    {
        return Ranged::None;
    }
    let mut number = lower.number;
    number.value = low;
    if low != lower.number.value {
        number.scale = upper.number.scale;
        number.place = lower.number.place * upper.number.scale;
    }
    if joint == Joint::From && tells_change(pieces, lower.first) {
        let unit = lower.unit.clone().or_else(|| upper.unit.clone());
        return Ranged::Start(Amount {
            number,
            unit,
            ..lower.clone()
        });
    }
    Ranged::Range(Amount {
        number,
        high: Some(high),
        unit: upper.unit.clone().or_else(|| lower.unit.clone()),
        last: upper.last,
        number_last: upper.number.last,
        ..lower.clone()
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Dash,
    To,
    From,
    Between,
    Or,
}

/// The number that a joint ties to this one.
fn partner(pieces: &Pieces<'_>, lower: &Amount) -> Option<(Joint, Amount)> {
    let mut next = lower.last + 1;
    // "two- to three-day"
    let hangs = pieces.is_dash(next) && pieces.is_glued(next) && !pieces.is_glued(next + 1);
    next += usize::from(hangs);
    let before = pieces
        .before(lower.first)
        .map(|before| pieces.lower(before));
    let leads = |word: &str| {
        before.as_ref().is_some_and(|before| before == word) || leads_far(pieces, lower.first, word)
    };
    let joint = match pieces.lower(next).as_ref() {
        "to" | "through" if leads("from") => Joint::From,
        "to" => Joint::To,
        "and" if leads("between") => Joint::Between,
        "or" if lower.number.value.fract() == 0.0 => Joint::Or,
        _ if pieces.is_dash(next) && pieces.is_glued(next) == pieces.is_glued(next + 1) => {
            Joint::Dash
        }
        _ => return None,
    };
    let mut at = next + 1;
    at += usize::from(joint != Joint::Dash && pieces.is_dash(at));
    let mut upper = single(pieces, at)?;
    if joint == Joint::From && pieces.is_dash(upper.last + 1) {
        // "from 24 to 33-35 billion": the upper one is a range of its own.
        if let Ranged::Range(wide) = range(pieces, &upper) {
            let high = wide.high.unwrap_or(wide.number.value);
            let number = Number {
                value: high,
                ..wide.number
            };
            upper = Amount {
                number,
                high: None,
                ..wide
            };
        }
    }
    let plain = |number: &Number| matches!(number.kind, Kind::Cardinal);
    let is_near = joint != Joint::Or || {
        let (low, high) = (lower.number.value, upper.number.value);
        lower.unit.is_none() && low < high && high <= 2.0 * low.max(1.0)
    };
    let is_spaced_words = joint == Joint::Dash && !upper.number.in_digits && !pieces.is_glued(next);
    (plain(&lower.number) && plain(&upper.number) && is_near && !is_spaced_words)
        .then_some((joint, upper))
}

/// Is `word` two or three pieces before: "from about 14", "between just 5"?
fn leads_far(pieces: &Pieces<'_>, first: usize, word: &str) -> bool {
    let Some(found) =
        hedge::find(pieces, first, usize::MAX - 1).filter(|found| found.first < first)
    else {
        return false;
    };
    pieces
        .before(found.first)
        .is_some_and(|before| pieces.lower(before) == word)
}

/// "10 to 12 million" shares the scale; "$200 to $4 million" does not.
fn shared_scale(lower: &Amount, upper: &Amount) -> f64 {
    let (low, high) = (lower.number.value, upper.number.value);
    let is_shared = lower.number.scale <= 1.0
        && upper.number.scale > 1.0
        && !lower.number.grouped
        && low < high / upper.number.scale
        && upper.number.in_digits;
    if is_shared {
        low * upper.number.scale
    } else {
        low
    }
}

fn same_unit(lower: &Amount, upper: &Amount, joint: Joint) -> bool {
    match (&lower.unit, &upper.unit) {
        (Some(low), Some(high)) => {
            let same_row = low.row == high.row;
            same_row || low.unit.name.split(" per ").next() == high.unit.name.split(" per ").next()
        }
        (None, Some(high)) => {
            // "3 of 5 to 10%": a word between number and joint would be its own noun, and there is none.
            high.dimension != Dimension::Money
                || upper.number.last < high.first
                || high.first < upper.number.first
        }
        (Some(low), None) => {
            low.dimension == Dimension::Money || matches!(joint, Joint::From | Joint::Between)
        }
        (None, None) => true,
    }
}

/// "2-2", "0-3": a result, where nothing behind it can be counted.
fn is_score(pieces: &Pieces<'_>, lower: &Amount, upper: &Amount) -> bool {
    let small = lower.number.value < 200.0 && upper.number.value < 200.0;
    let next = upper.last + 1;
    let counts = pieces.shape(next) == Shape::Word
        && (pieces.lower(next).ends_with('s')
            || pieces.is_dash(next)
            || pieces.lower(next) == "people");
    small && lower.number.in_digits && !counts && !pieces.is_dash(next)
}

/// Does a change lead to this amount, so that "to" names the level: "up 3% to 12%"?
fn is_change(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    amount.unit.is_some() && tells_change(pieces, amount.first)
}

/// Is there a verb of change shortly before, in the same clause?
fn tells_change(pieces: &Pieces<'_>, first: usize) -> bool {
    let mut at = first;
    for _ in 0..7 {
        let Some(before) = pieces.before(at) else {
            return false;
        };
        at = before;
        let word = pieces.lower(at);
        if matches!(word.as_ref(), "." | ";" | "(" | ":") {
            return false;
        }
        if word::change_verb(&word).is_some()
            || matches!(word.as_ref(), "up" | "down") && at + 1 == first
        {
            return true;
        }
    }
    false
}

/// Four digits between 1500 and 2099 without separators.
#[must_use]
pub fn is_year(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let number = &amount.number;
    let is_plain = number.in_digits
        && number.first == number.last
        && !number.grouped
        && number.kind == Kind::Cardinal;
    let written = pieces.word(number.first);
    is_plain
        && written.len() == 4
        && (1500.0..2200.0).contains(&number.value)
        && amount.unit.is_none()
}

/// "30-year-old", "35 years of age", "aged 35", "Ruiz, 35,".
fn take_age(pieces: &Pieces<'_>, document: &Document, amount: &mut Amount) {
    if amount
        .unit
        .as_ref()
        .is_some_and(|unit| unit.dimension == Dimension::Time)
    {
        let dash = usize::from(pieces.is_dash(amount.last + 1));
        let next = amount.last + 1 + dash;
        let is_old = matches!(pieces.lower(next).as_ref(), "old" | "olds");
        let of_age = pieces.lower(next) == "of" && pieces.lower(next + 1) == "age";
        if is_old || of_age {
            amount.is_age = true;
            amount.last = next + usize::from(of_age);
        }
        return;
    }
    let fits =
        amount.unit.is_none() && amount.number.kind == Kind::Cardinal && amount.number.scale <= 1.0;
    if fits && (1.0..=120.0).contains(&amount.number.value) {
        amount.is_age = name::is_age(pieces, document, amount);
    }
}
