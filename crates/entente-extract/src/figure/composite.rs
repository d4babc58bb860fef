//! Joins what is told in two units: "5 feet 2 inches", "an hour and 45 minutes", "20 dollars 43 cents".

use super::amount::{Amount, single};
use super::language::Class;
use super::lex::{Pieces, Shape};
use super::number::{Kind, Number};
use super::unit::{self, Dimension};

/// Takes up the smaller units that follow an amount.
///
/// The value is then told in the smallest unit, of money in the larger one.
pub fn join(pieces: &Pieces<'_>, amount: &mut Amount) {
    for _ in 0..4 {
        let is_joined =
            half_more(pieces, amount) || smaller(pieces, amount) || bare(pieces, amount);
        if !is_joined {
            return;
        }
    }
}

/// "an hour and 45 minutes", "a year and a half": an article that counts one of its unit. In a report only if
/// more follows.
pub fn from_article(pieces: &Pieces<'_>, at: usize) -> Option<Amount> {
    let is_article = pieces.is(at, Class::Article) && pieces.shape(at + 1) == Shape::Word;
    let may_go_on = pieces.is_note() || pieces.is(at + 2, Class::And);
    if !is_article || !may_go_on {
        return None;
    }
    let number = Number {
        first: at,
        last: at,
        value: 1.0,
        place: 1.0,
        kind: Kind::Cardinal,
        in_digits: pieces.is_note(),
        scale: 1.0,
        grouped: false,
    };
    let unit = unit::find(pieces, &number, None)?;
    if unit.dimension == Dimension::Share {
        return None;
    }
    let mut amount = Amount {
        number,
        high: None,
        first: at,
        last: unit.last,
        unit: Some(unit),
        hedge: None,
        number_last: at,
        is_age: false,
        between: None,
        sign: 0,
    };
    join(pieces, &mut amount);
    (pieces.is_note() || amount.number.value != 1.0).then_some(amount)
}

/// "an hour and a half"
fn half_more(pieces: &Pieces<'_>, amount: &mut Amount) -> bool {
    let next = amount.last + 1;
    let has_article = pieces.is(next + 1, Class::Article);
    let half = next + 1 + usize::from(has_article);
    let is_half = pieces.is(next, Class::And)
        && pieces.is(half, Class::Half)
        && (has_article || pieces.is_note());
    let number = &mut amount.number;
    let is_whole = amount.unit.is_some() && number.value.fract() == 0.0 && amount.high.is_none();
    if !is_half || !is_whole || pieces.is(half + 1, Class::Of) {
        return false;
    }
    number.value += 0.5 * number.scale;
    number.place = 0.5 * number.scale;
    (amount.last, amount.number_last) = (half, half);
    true
}

/// "7 feet 10 inches", "2 years, 3 months", "3 dollars and 50 cents"
fn smaller(pieces: &Pieces<'_>, amount: &mut Amount) -> bool {
    let Some(from) = after_joint(pieces, amount) else {
        return false;
    };
    let Some(row) = amount.unit.as_ref().and_then(|unit| unit.row) else {
        return false;
    };
    let Some(part) = single(pieces, from).filter(|part| part.first == from) else {
        return false;
    };
    let Some(part_row) = part.unit.as_ref().and_then(|unit| unit.row) else {
        return false;
    };
    let units = &pieces.language.units;
    if amount
        .unit
        .as_ref()
        .is_some_and(|unit| unit.unit.code.contains('/') && unit.dimension != Dimension::Money)
    {
        return false;
    }
    let Some(ratio) = units.ratio(row, part_row) else {
        return false;
    };
    let is_money = amount
        .unit
        .as_ref()
        .is_some_and(|unit| unit.dimension == Dimension::Money);
    let fits = part.number.kind == Kind::Cardinal
        && part.number.value >= 0.0
        && (part.number.value < ratio || pieces.is_note());
    if !fits || !is_plain(amount) {
        return false;
    }
    if is_money {
        amount.number.value += part.number.value / ratio;
        amount.number.place = 1.0 / ratio;
        // "3 dollars and 50 cents a mile"
        let rate = part.unit.as_ref().and_then(|unit| unit.rate(pieces));
        if let (Some((code, name)), Some(unit)) = (rate, &mut amount.unit) {
            unit.unit.code.push_str(&code);
            unit.unit.name.push_str(&name);
        }
    } else {
        amount.number.value = amount.number.value * ratio + part.number.value;
        amount.number.place = part.number.place;
        let first = amount.unit.as_ref().map_or(from, |unit| unit.first);
        amount.unit = part.unit.map(|unit| unit::Match { first, ..unit });
    }
    (amount.last, amount.number_last) = (part.last, part.number_last);
    true
}

/// "20 dollars 43", "1 hour thirty": only in notes.
fn bare(pieces: &Pieces<'_>, amount: &mut Amount) -> bool {
    let Some(unit) = amount.unit.as_ref().filter(|_| pieces.is_note()) else {
        return false;
    };
    let limit = match (unit.dimension, unit.unit.code.as_str()) {
        (Dimension::Money, _) => 100.0,
        (Dimension::Time, "h") => 60.0,
        _ => return false,
    };
    let mut from = amount.last + 1;
    from += usize::from(pieces.is(from, Class::And));
    let Some(part) = single(pieces, from).filter(|part| part.first == from) else {
        return false;
    };
    let is_tied = pieces.is_glued(part.last + 1)
        && pieces.shape(part.last + 1) == Shape::Word
        && pieces.word(part.last + 1) != "c";
    let is_bare = part.unit.is_none()
        && !is_tied
        && !pieces.is_glued(from)
        && part.number.kind == Kind::Cardinal
        && part.number.value < limit
        && part.number.place >= 1.0;
    if !is_bare || !is_plain(amount) || amount.number.scale > 1.0 {
        return false;
    }
    if limit == 60.0 {
        let minute = pieces.language.units.of_code("min");
        let Some(minute) = minute else {
            return false;
        };
        amount.number.value = amount.number.value * limit + part.number.value;
        amount.unit = Some(unit::of_row(pieces, minute, unit.first, unit.last));
    } else {
        amount.number.value += part.number.value / limit;
        amount.number.place = 1.0 / limit;
    }
    // "43c"
    let is_cent = pieces.word(part.last + 1) == "c" && pieces.is_glued(part.last + 1);
    let last = part.last + usize::from(is_cent);
    (amount.last, amount.number_last) = (last, part.last);
    true
}

/// Can it be continued: a whole number without an upper end?
fn is_plain(amount: &Amount) -> bool {
    amount.high.is_none()
        && amount.number.kind == Kind::Cardinal
        && amount.number.value.fract() == 0.0
        && !amount.is_age
}

/// The piece behind "and", "," or nothing.
fn after_joint(pieces: &Pieces<'_>, amount: &Amount) -> Option<usize> {
    let mut next = amount.last + 1;
    if pieces.word(next) == "," {
        next += 1;
    }
    next += usize::from(pieces.is(next, Class::And));
    (pieces.starts(next) && pieces.shape(next) != Shape::Break).then_some(next)
}
