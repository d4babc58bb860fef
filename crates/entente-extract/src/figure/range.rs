//! Joins two numbers to a range, and tells ranges from changes, results and spans of years.

use super::amount::{Amount, is_year, single};
use super::hedge;
use super::language::Class;
use super::lex::{Pieces, Shape};
use super::number::{Kind, Number};
use super::unit::Dimension;

/// What two numbers in a row are.
pub enum Ranged {
    Range(Amount),
    /// The lower number of a change ("rose from 5 to 7 million"), with the scale and unit of the upper one.
    Start(Amount),
    /// A result ("2-0") or a span of years: neither number is a figure.
    Score(usize),
    None,
}

/// Joins "10 to 12", "10-12", "between 10 and 12", "three or four".
pub fn range(pieces: &Pieces<'_>, lower: &Amount) -> Ranged {
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
    let before = pieces.before(lower.first);
    let leads = |class: Class| {
        before.is_some_and(|before| pieces.is(before, class))
            || leads_far(pieces, lower.first, class)
    };
    let is_to = pieces.is(next, Class::To);
    let joint = if is_to && leads(Class::From) {
        Joint::From
    } else if is_to && !pieces.is(next, Class::From) {
        Joint::To
    } else if pieces.is(next, Class::And) && leads(Class::Between) {
        Joint::Between
    } else if pieces.is(next, Class::Or) && lower.number.value.fract() == 0.0 {
        Joint::Or
    } else if (pieces.is_dash(next) || pieces.word(next) == "~" && pieces.is_glued(next))
        && pieces.is_glued(next) == pieces.is_glued(next + 1)
    {
        Joint::Dash
    } else {
        return None;
    };
    let mut at = next + 1;
    at += usize::from(joint != Joint::Dash && pieces.is_dash(at));
    // "between 2 and about 7"
    if let Some(last) = hedge::starting_at(pieces, at).filter(|_| joint != Joint::Or) {
        at = last + 1;
    }
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
fn leads_far(pieces: &Pieces<'_>, first: usize, class: Class) -> bool {
    let Some(found) =
        hedge::find(pieces, first, usize::MAX - 1).filter(|found| found.first < first)
    else {
        return false;
    };
    pieces
        .before(found.first)
        .is_some_and(|before| pieces.is(before, class))
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
pub fn tells_change(pieces: &Pieces<'_>, first: usize) -> bool {
    let mut at = first;
    for _ in 0..7 {
        let Some(before) = pieces.before(at) else {
            return false;
        };
        at = before;
        let word = pieces.word(at);
        if matches!(word, "." | ";" | "(" | ":") {
            return false;
        }
        if pieces.is(at, Class::Change) || matches!(word, "up" | "down") && at + 1 == first {
            return true;
        }
    }
    false
}
