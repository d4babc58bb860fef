//! Reads one number in digits or words: its value, and the value of its last written place.

mod part;
mod whole;
mod words;

use super::language::Class;
use super::lex::{Pieces, Shape};
pub use whole::whole;

/// What kind of numeral it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// "25", "two hundred".
    Cardinal,
    /// "80th", "twenty-first".
    Ordinal,
    /// "two thirds", "half", "1/16", "one in five".
    Fraction,
    /// "two dozen".
    Dozen,
    /// "dozens", "tens of thousands", "several hundred".
    Vague,
    /// "a couple of", "a handful of".
    Few,
    /// "twice as many".
    Ratio,
}

/// A number in a text.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// First piece.
    pub first: usize,
    /// Last piece.
    pub last: usize,
    /// What it says.
    pub value: f64,
    /// Value of one unit of its last written place.
    pub place: f64,
    /// What kind.
    pub kind: Kind,
    /// Is it written in digits?
    pub in_digits: bool,
    /// Factor of its scale word: 1e9 for "billion", 1 for none.
    pub scale: f64,
    /// Are its thousands parted: "12,000"?
    pub grouped: bool,
}

/// What a number word does in a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Zero,
    Unit,
    Teen,
    Ten,
    Hundred,
    Scale,
    Short,
    Dozen,
    Vague,
    Ordinal,
    OrdinalHundred,
    OrdinalScale,
    Part,
    Sign,
    /// "doscientos": hundreds in one word.
    Hundreds,
    /// "soixante", "quatre-vingt": a ten that goes on to nineteen.
    Score,
    /// "vingt" of "quatre-vingt".
    FourScore,
    /// "Mrd.", "тыс.": a scale with or without a full stop.
    Abbreviation,
    /// "a handful of".
    Few,
    /// "twice".
    Ratio,
    /// "-einhalb" in a compound, "et demi".
    HalfMore,
}

/// The role of a name in the tables.
#[must_use]
pub fn role_of(name: &str) -> Option<Role> {
    Some(match name {
        "zero" => Role::Zero,
        "unit" => Role::Unit,
        "teen" => Role::Teen,
        "ten" => Role::Ten,
        "hundred" => Role::Hundred,
        "scale" => Role::Scale,
        "short" => Role::Short,
        "dozen" => Role::Dozen,
        "vague" => Role::Vague,
        "ordinal" => Role::Ordinal,
        "ordinal_hundred" => Role::OrdinalHundred,
        "ordinal_scale" => Role::OrdinalScale,
        "part" => Role::Part,
        "sign" => Role::Sign,
        "hundreds" => Role::Hundreds,
        "score" => Role::Score,
        "fourscore" => Role::FourScore,
        "abbreviation" => Role::Abbreviation,
        "few" => Role::Few,
        "ratio" => Role::Ratio,
        "half_more" => Role::HalfMore,
        _ => return None,
    })
}

/// The value of a piece in one of `roles`.
fn word(pieces: &Pieces<'_>, idx: usize, roles: &[Role]) -> Option<(Role, f64)> {
    let mut found = pieces.numerals(idx).iter().copied();
    found.find(|(role, _)| roles.contains(role))
}

/// The scale word at a piece: "million".
#[must_use]
pub fn scale_at(pieces: &Pieces<'_>, idx: usize) -> Option<(Role, f64)> {
    word(pieces, idx, &[Role::Scale])
}

/// Reads the number that starts at piece `idx`. `has_currency` lets "m", "b" and "t" be millions,
/// billions and trillions.
#[must_use]
pub fn read(pieces: &Pieces<'_>, idx: usize, has_currency: bool) -> Option<Number> {
    match pieces.shape(idx) {
        Shape::Number => digits(pieces, idx, has_currency),
        Shape::Word => words::read(pieces, idx),
        Shape::Mark => {
            let (_, value) = word(pieces, idx, &[Role::Sign])?;
            Some(fraction(pieces, idx, idx, value))
        }
        Shape::Code | Shape::Break => None,
    }
}

fn fraction(pieces: &Pieces<'_>, first: usize, last: usize, value: f64) -> Number {
    let in_digits = pieces.shape(first) != Shape::Word;
    Number {
        first,
        last,
        value,
        place: 0.01,
        kind: Kind::Fraction,
        in_digits,
        scale: 1.0,
        grouped: false,
    }
}

fn digits(pieces: &Pieces<'_>, idx: usize, has_currency: bool) -> Option<Number> {
    let piece = pieces.list.get(idx)?;
    let place = 10_f64.powi(-i32::from(piece.decimals));
    let mut number = Number {
        first: idx,
        last: idx,
        value: piece.value,
        place,
        kind: Kind::Cardinal,
        in_digits: true,
        scale: 1.0,
        grouped: piece.grouped,
    };
    if let Some(ordinal) = digit_ordinal(pieces, number) {
        return Some(ordinal);
    }
    if let Some(slashed) = slashed(pieces, idx) {
        return Some(slashed);
    }
    mixed(pieces, &mut number);
    powers(pieces, &mut number);
    part::point(pieces, &mut number);
    part::and_part(pieces, &mut number);
    scales(pieces, &mut number, has_currency);
    words::after_hundred(pieces, &mut number);
    part::and_part(pieces, &mut number);
    let over = part::over(pieces, &number).filter(|_| !has_currency);
    over.or_else(|| ratio(pieces, number)).or(Some(number))
}

/// "80th", "1,000th".
fn digit_ordinal(pieces: &Pieces<'_>, number: Number) -> Option<Number> {
    let next = number.last + 1;
    // "80-й": Russian ties the ending with a hyphen.
    let last = next + usize::from(pieces.is_dash(next) && pieces.language.code == "ru");
    let is_ending = pieces.is(last, Class::Ending) && pieces.is_glued(last);
    let is_pointed = pieces.word(next) == "."
        && pieces.is(next + 1, Class::Counted)
        && !pieces.is_glued(next + 1);
    let is_ordinal = is_ending || is_pointed;
    (is_ordinal && pieces.is_glued(next) && number.place >= 1.0).then_some(Number {
        last: if is_ending { last } else { next },
        kind: Kind::Ordinal,
        ..number
    })
}

/// "1/16": only with a lower half that people use, so that "9/11" and dates stay out.
fn slashed(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let glued = |at: usize| pieces.is_glued(at);
    let is_slash = matches!(pieces.word(idx + 1), "/" | "⁄") && glued(idx + 1) && glued(idx + 2);
    let (upper, lower) = (pieces.list.get(idx)?.value, pieces.list.get(idx + 2)?.value);
    let is_usual = [2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 16.0, 32.0, 64.0, 100.0, 128.0].contains(&lower)
        || pieces.is_note() && lower > 1.0;
    let is_alone = pieces.word(idx + 3) != "/"
        && idx
            .checked_sub(1)
            .is_none_or(|before| pieces.word(before) != "/");
    (is_slash && is_usual && upper < lower && is_alone)
        .then(|| fraction(pieces, idx, idx + 2, upper / lower))
}

/// "2½", "2 1/2".
fn mixed(pieces: &Pieces<'_>, number: &mut Number) {
    let next = number.last + 1;
    let part = match pieces.shape(next) {
        Shape::Mark => word(pieces, next, &[Role::Sign]).map(|(_, part)| (next, part)),
        Shape::Number => slashed(pieces, next).map(|part| (part.last, part.value)),
        _ => None,
    };
    if let Some((last, part)) = part {
        number.value += part;
        number.last = last;
        number.place = 0.01;
    }
}

/// "1.99×10−30", "3 x 10^8", "1e10", "2.5^-1".
fn powers(pieces: &Pieces<'_>, number: &mut Number) {
    let next = number.last + 1;
    let is_times = matches!(pieces.word(next), "×" | "x" | "X" | "*");
    let is_exponent = matches!(pieces.word(next), "e" | "E") && pieces.is_glued(next);
    let is_power = pieces.word(next) == "^" && pieces.is_glued(next);
    let mut at = next + 1;
    if is_times && pieces.word(at) == "10" {
        at += 1;
        at += usize::from(pieces.word(at) == "^");
    } else if !is_exponent && !is_power {
        return;
    }
    let mut is_negative = false;
    while (pieces.is_dash(at) || pieces.word(at) == "+") && at < next + 5 {
        is_negative |= pieces.is_dash(at);
        at += 1;
    }
    let Some(power) = pieces
        .list
        .get(at)
        .filter(|piece| piece.shape == Shape::Number)
    else {
        return;
    };
    if !power.glued || at < next + 1 || power.value > 99.0 || is_times && at < next + 3 {
        return;
    }
    let power = if is_negative {
        -power.value
    } else {
        power.value
    };
    let (value, place) = if is_power {
        (number.value.powf(power), number.place)
    } else {
        let factor = 10_f64.powf(power);
        (number.value * factor, number.place * factor)
    };
    if value.is_finite() && place > 0.0 {
        (number.value, number.place, number.last) = (value, place, at);
    }
}

/// Takes up the scale words behind a number: "3.5bn", "1.2 million", "12 hundred thousand", "2 dozen".
fn scales(pieces: &Pieces<'_>, number: &mut Number, has_currency: bool) {
    for _ in 0..3 {
        let mut next = number.last + 1;
        if pieces.is_dash(next) && pieces.is_glued(next) && pieces.is_glued(next + 1) {
            next += 1;
        }
        let roles = [
            Role::Hundred,
            Role::Scale,
            Role::Abbreviation,
            Role::Short,
            Role::Dozen,
        ];
        let Some((role, factor)) = word(pieces, next, &roles) else {
            return;
        };
        let is_part = role == Role::Short && !short_scale(pieces, next, has_currency);
        // "in 2019 thousands fled", "5 of thousands of"
        let is_plural = word(pieces, next, &[Role::Vague]).is_some();
        let is_apart = is_plural
            && (pieces.is(next + 1, Class::Of)
                || number.value >= 1000.0 && !number.grouped && number.scale <= 1.0);
        let is_many = number.value > 99.0 && !pieces.is_note();
        if is_part
            || is_apart
            || (role == Role::Dozen && (number.kind != Kind::Cardinal || is_many))
        {
            return;
        }
        let is_dotted = role == Role::Abbreviation
            && pieces.word(next + 1) == "."
            && pieces.is_glued(next + 1)
            && pieces.shape(next + 2) != Shape::Break;
        number.last = next + usize::from(is_dotted);
        number.value *= factor;
        number.place *= factor;
        if role == Role::Dozen {
            number.kind = Kind::Dozen;
            number.place = number.value.max(factor) / 6.0;
            return;
        }
        number.scale *= factor;
        if pieces.is(next, Class::Joins) && number.scale == 1000.0 {
            words::joined(pieces, number);
        }
    }
}

/// Is "m", "k", "bn" behind digits a scale? "m" can be metres, so it wants a currency or a noun.
fn short_scale(pieces: &Pieces<'_>, idx: usize, has_currency: bool) -> bool {
    let written = pieces.word(idx);
    let glued = pieces.is_glued(idx);
    let goes_on = matches!(pieces.shape(idx + 1), Shape::Word | Shape::Number);
    let is_end = !pieces.is_glued(idx + 1) || !goes_on;
    match written.to_lowercase().as_str() {
        "bn" | "mn" | "tn" => true,
        "k" | "g" if pieces.is_note() => written != "g" && is_end,
        "k" => glued && is_end,
        "mm" => has_currency || pieces.is_note() && written == "MM",
        "mil" => has_currency || pieces.is_note() && glued,
        "b" | "m" if pieces.is_note() => glued && written != "m" || written == "M",
        "m" => glued && (has_currency || written == "M" || counts_next(pieces, idx + 1)),
        "g" => false,
        _ => glued && has_currency,
    }
}

/// Is the next word one that can be counted: no mark, no short word?
fn counts_next(pieces: &Pieces<'_>, idx: usize) -> bool {
    let word = pieces.word(idx);
    pieces.shape(idx) == Shape::Word
        && !pieces.is_glued(idx)
        && (word == "people" || (word.len() > 4 && word.ends_with('s')))
}

/// "one in five", "1 out of 3", as a share.
fn ratio(pieces: &Pieces<'_>, number: Number) -> Option<Number> {
    let mut next = number.last + 1;
    if pieces.is(next, Class::In) {
        next += 1;
    } else if pieces.is(next, Class::Out) && pieces.is(next + 1, Class::Of) {
        next += 2;
    } else {
        return None;
    }
    next += usize::from(pieces.is(next, Class::Every));
    let whole = simple(pieces, next)?;
    let is_round =
        whole.value <= 20.0 || [100.0, 1000.0, 10_000.0, 1e5, 1e6].contains(&whole.value);
    let after = pieces.lower(whole.last + 1);
    let is_time = [
        "year", "month", "day", "week", "hour", "minute", "game", "match",
    ]
    .iter()
    .any(|unit| after.starts_with(unit));
    let counts = pieces.is_note() || pieces.shape(whole.last + 1) == Shape::Word && !is_time;
    let is_share = number.kind == Kind::Cardinal
        && number.value >= 1.0
        && number.value < whole.value
        && number.value <= 10.0
        && whole.kind == Kind::Cardinal
        && (is_round || pieces.is_note())
        && counts;
    is_share.then(|| Number {
        in_digits: number.in_digits,
        ..fraction(pieces, number.first, whole.last, number.value / whole.value)
    })
}

/// A cardinal without the ratio behind it.
fn simple(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    match pieces.shape(idx) {
        Shape::Number => {
            let piece = pieces.list.get(idx)?;
            let mut number = Number {
                first: idx,
                last: idx,
                value: piece.value,
                place: 1.0,
                kind: Kind::Cardinal,
                in_digits: true,
                scale: 1.0,
                grouped: piece.grouped,
            };
            scales(pieces, &mut number, false);
            Some(number)
        }
        Shape::Word => words::cardinal(pieces, idx),
        _ => None,
    }
}
