//! Reads one number in digits or words: its value, and the value of its last written place.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lex::{Pieces, Shape};
use crate::table;

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
enum Role {
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
}

static WORDS: LazyLock<HashMap<&'static str, Vec<(Role, f64)>>> = LazyLock::new(|| {
    let mut words: HashMap<_, Vec<_>> = HashMap::new();
    for row in table::rows(include_str!("../../data/numeral.tsv")) {
        let [word, role, value] = row[..] else {
            continue;
        };
        if let (Some(role), Ok(value)) = (role_of(role), value.parse()) {
            words.entry(word).or_default().push((role, value));
        }
    }
    words
});

fn role_of(name: &str) -> Option<Role> {
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
        _ => return None,
    })
}

/// The value of a piece in one of `roles`.
fn word(pieces: &Pieces<'_>, idx: usize, roles: &[Role]) -> Option<(Role, f64)> {
    let found = WORDS.get(pieces.lower(idx).as_ref())?;
    found.iter().copied().find(|(role, _)| roles.contains(role))
}

/// Reads the number that starts at piece `idx`. `has_currency` lets "m", "b" and "t" be millions,
/// billions and trillions.
#[must_use]
pub fn read(pieces: &Pieces<'_>, idx: usize, has_currency: bool) -> Option<Number> {
    match pieces.shape(idx) {
        Shape::Number => digits(pieces, idx, has_currency),
        Shape::Word => in_words(pieces, idx),
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
    scales(pieces, &mut number, has_currency);
    ratio(pieces, number).or(Some(number))
}

/// "80th", "1,000th".
fn digit_ordinal(pieces: &Pieces<'_>, number: Number) -> Option<Number> {
    let next = number.last + 1;
    let is_ending = matches!(pieces.lower(next).as_ref(), "st" | "nd" | "rd" | "th");
    (is_ending && pieces.is_glued(next) && number.place >= 1.0).then_some(Number {
        last: next,
        kind: Kind::Ordinal,
        ..number
    })
}

/// "1/16": only with a lower half that people use, so that "9/11" and dates stay out.
fn slashed(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let glued = |at: usize| pieces.is_glued(at);
    let is_slash = matches!(pieces.word(idx + 1), "/" | "⁄") && glued(idx + 1) && glued(idx + 2);
    let (upper, lower) = (pieces.list.get(idx)?.value, pieces.list.get(idx + 2)?.value);
    let is_usual = [2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 16.0, 32.0, 64.0, 100.0, 128.0].contains(&lower);
    let is_alone = pieces.word(idx + 3) != "/";
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

/// "1.99×10−30", "3 x 10^8".
fn powers(pieces: &Pieces<'_>, number: &mut Number) {
    let next = number.last + 1;
    let is_times = matches!(pieces.word(next), "×" | "x" | "X" | "*");
    if !is_times || pieces.word(next + 1) != "10" {
        return;
    }
    let mut at = next + 2;
    if pieces.word(at) == "^" {
        at += 1;
    }
    let is_negative = pieces.is_dash(at);
    at += usize::from(is_negative);
    let is_power = pieces.shape(at) == Shape::Number && pieces.is_glued(at);
    let Some(power) = pieces.list.get(at).map(|piece| piece.value) else {
        return;
    };
    if is_power && at > next + 2 && power <= 99.0 {
        let factor = 10_f64.powi(if is_negative {
            -(power as i32)
        } else {
            power as i32
        });
        number.value *= factor;
        number.place *= factor;
        number.last = at;
    }
}

/// Takes up the scale words behind a number: "3.5bn", "1.2 million", "12 hundred thousand", "2 dozen".
fn scales(pieces: &Pieces<'_>, number: &mut Number, has_currency: bool) {
    for _ in 0..3 {
        let mut next = number.last + 1;
        if pieces.is_dash(next) && pieces.is_glued(next) && pieces.is_glued(next + 1) {
            next += 1;
        }
        let roles = [Role::Hundred, Role::Scale, Role::Short, Role::Dozen];
        let Some((role, factor)) = word(pieces, next, &roles) else {
            return;
        };
        let is_part = role == Role::Short && !short_scale(pieces, next, has_currency);
        if is_part
            || (role == Role::Dozen && (number.kind != Kind::Cardinal || number.value > 99.0))
        {
            return;
        }
        number.last = next;
        number.value *= factor;
        number.place *= factor;
        if role == Role::Dozen {
            number.kind = Kind::Dozen;
            number.place = 2.0 * (number.value / factor).max(1.0);
            return;
        }
        number.scale *= factor;
    }
}

/// Is "m", "k", "bn" behind digits a scale? "m" can be metres, so it wants a currency or a noun.
fn short_scale(pieces: &Pieces<'_>, idx: usize, has_currency: bool) -> bool {
    let written = pieces.word(idx);
    let glued = pieces.is_glued(idx);
    match written.to_lowercase().as_str() {
        "bn" | "mn" | "tn" => true,
        "mil" => has_currency,
        "k" => glued && !pieces.is_glued(idx + 1),
        "m" => glued && (has_currency || written == "M" || counts_next(pieces, idx + 1)),
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
    match pieces.lower(next).as_ref() {
        "in" => next += 1,
        "out" if pieces.lower(next + 1) == "of" => next += 2,
        _ => return None,
    }
    if pieces.lower(next) == "every" {
        next += 1;
    }
    let whole = simple(pieces, next)?;
    let is_round =
        whole.value <= 20.0 || [100.0, 1000.0, 10_000.0, 1e5, 1e6].contains(&whole.value);
    let after = pieces.lower(whole.last + 1);
    let is_time = [
        "year", "month", "day", "week", "hour", "minute", "game", "match",
    ]
    .iter()
    .any(|unit| after.starts_with(unit));
    let counts = pieces.shape(whole.last + 1) == Shape::Word && !is_time;
    let is_share = number.kind == Kind::Cardinal
        && number.value >= 1.0
        && number.value < whole.value
        && number.value <= 10.0
        && whole.kind == Kind::Cardinal
        && is_round
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
        Shape::Word => cardinal(pieces, idx),
        _ => None,
    }
}

fn in_words(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    if let Some(vague) = vague(pieces, idx) {
        return Some(vague);
    }
    if let Some(part) = part(pieces, idx) {
        return Some(part);
    }
    if let Some(article) = article(pieces, idx) {
        return Some(article);
    }
    let number = cardinal(pieces, idx)?;
    ratio(pieces, number).or(Some(number))
}

/// "dozens", "tens of thousands", "several hundred", "a few thousand".
fn vague(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let rough = |first: usize, last: usize, value: f64| Number {
        first,
        last,
        value,
        place: value,
        kind: Kind::Vague,
        in_digits: false,
        scale: value,
        grouped: false,
    };
    if let Some((_, value)) = word(pieces, idx, &[Role::Vague]) {
        let of = pieces.lower(idx + 1) == "of";
        let next = word(pieces, idx + 2, &[Role::Vague]).filter(|_| of && value <= 1000.0);
        if let Some((_, factor)) = next.filter(|(_, factor)| *factor > value) {
            return Some(rough(idx, idx + 2, value * factor));
        }
        let is_plural_of = of || value != 10.0 && value != 20.0;
        return is_plural_of.then(|| rough(idx, idx, value));
    }
    let mut at = idx;
    if pieces.lower(at) == "a" && pieces.lower(at + 1) == "few" {
        at += 1;
    }
    if !matches!(pieces.lower(at).as_ref(), "several" | "few" | "many") {
        return None;
    }
    let (_, mut value) = word(pieces, at + 1, &[Role::Hundred, Role::Scale, Role::Dozen])?;
    let mut last = at + 1;
    if let Some((_, factor)) = word(pieces, last + 1, &[Role::Scale]) {
        value *= factor;
        last += 1;
    }
    Some(rough(idx, last, value))
}

/// "half", "a third of", "two-thirds", "three quarters", "half a million", "half a dozen".
fn part(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let step = |at: usize| at + usize::from(pieces.is_dash(at));
    let parts = [Role::Part];
    if pieces.lower(idx) == "half" {
        return half(pieces, idx);
    }
    let upper = if matches!(pieces.lower(idx).as_ref(), "a" | "an") {
        1.0
    } else {
        word(pieces, idx, &[Role::Unit])?.1
    };
    let at = step(idx + 1);
    let (_, lower) = word(pieces, at, &parts)?;
    let is_share = upper > 1.0 || pieces.lower(at + 1) == "of";
    let is_plural = pieces.lower(at).ends_with('s') || upper == 1.0;
    (is_share && is_plural && upper < lower).then(|| fraction(pieces, idx, at, upper / lower))
}

/// "half a million", "half a dozen", "half of", "half the", "half a mile".
fn half(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let next = pieces.lower(idx + 1);
    if next == "a" || next == "an" {
        if let Some((role, factor)) = word(pieces, idx + 2, &[Role::Dozen, Role::Scale]) {
            let is_dozen = role == Role::Dozen;
            return Some(Number {
                first: idx,
                last: idx + 2,
                value: 0.5 * factor,
                place: if is_dozen { 2.0 } else { 0.1 * factor },
                kind: if is_dozen {
                    Kind::Dozen
                } else {
                    Kind::Cardinal
                },
                in_digits: false,
                scale: if is_dozen { 1.0 } else { factor },
                grouped: false,
            });
        }
        return Some(fraction(pieces, idx, idx + 1, 0.5));
    }
    let is_share = matches!(
        next.as_ref(),
        "of" | "the" | "its" | "their" | "his" | "her" | "our" | "all"
    );
    let ordinal = |at: usize| word(pieces, at, &[Role::Ordinal]).is_some();
    let is_after_ordinal = pieces.before(idx).is_some_and(|before| {
        ordinal(before) || matches!(pieces.lower(before).as_ref(), "latter" | "other" | "-")
    });
    (is_share && !is_after_ordinal).then(|| fraction(pieces, idx, idx, 0.5))
}

/// "a million", "a hundred", "a dozen", "an additional 12": the article of a scale.
fn article(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    if !matches!(pieces.lower(idx).as_ref(), "a" | "an") {
        return None;
    }
    let mut at = idx + 1;
    let is_couple = pieces.lower(at) == "couple" && pieces.lower(at + 1) == "of";
    if is_couple {
        at += 2;
    }
    let half = if pieces.lower(at) == "half" { 0.5 } else { 1.0 };
    if half < 1.0 {
        at += 1 + usize::from(pieces.is_dash(at + 1));
    }
    let factor = if is_couple { 2.0 } else { half };
    let (role, value) = word(pieces, at, &[Role::Hundred, Role::Scale, Role::Dozen])?;
    if value == 20.0 && role == Role::Dozen {
        return None;
    }
    let mut number = Number {
        first: idx,
        last: at,
        value: factor * value,
        place: value,
        kind: Kind::Cardinal,
        in_digits: false,
        scale: value,
        grouped: false,
    };
    if role == Role::Dozen {
        number.kind = Kind::Dozen;
        number.scale = 1.0;
        number.place = 2.0 * factor.max(1.0);
        return Some(number);
    }
    scales(pieces, &mut number, false);
    Some(number)
}

/// Numbers in words: "two", "twenty-five", "three hundred and four thousand", "twenty-first", "two dozen".
fn cardinal(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let start = [
        Role::Zero,
        Role::Unit,
        Role::Teen,
        Role::Ten,
        Role::Ordinal,
        Role::Hundred,
        Role::Scale,
    ];
    let mut total = 0.0;
    let mut current = 0.0;
    let mut last_scale = f64::INFINITY;
    let mut place = 1.0;
    let mut before: Option<Role> = None;
    let mut last = idx;
    let mut kind = Kind::Cardinal;
    let mut at = idx;
    for _ in 0..16 {
        let Some((role, value)) = word(pieces, at, &start).or_else(|| {
            word(
                pieces,
                at,
                &[Role::OrdinalHundred, Role::OrdinalScale, Role::Dozen],
            )
        }) else {
            break;
        };
        let fits = match role {
            Role::Zero => before.is_none(),
            Role::Unit | Role::Ordinal if value < 10.0 => {
                matches!(before, None | Some(Role::Ten | Role::Hundred | Role::Scale))
            }
            Role::Unit | Role::Teen | Role::Ten | Role::Ordinal => {
                matches!(before, None | Some(Role::Hundred | Role::Scale))
            }
            Role::Hundred | Role::OrdinalHundred => {
                matches!(before, Some(Role::Unit | Role::Teen | Role::Ten)) && current > 0.0
            }
            Role::Scale | Role::OrdinalScale => {
                before.is_some() && value < last_scale && current > 0.0
            }
            Role::Dozen => value == 12.0 && before.is_some() && total + current > 0.0,
            _ => false,
        };
        if !fits {
            break;
        }
        last = at;
        place = 1.0;
        match role {
            Role::Hundred | Role::OrdinalHundred => {
                current *= value;
                place = value;
            }
            Role::Scale | Role::OrdinalScale => {
                total += current * value;
                current = 0.0;
                last_scale = value;
                place = value;
            }
            Role::Dozen => {
                let dozens = total + current;
                total = dozens * value;
                current = 0.0;
                place = 2.0 * dozens.max(1.0);
                kind = Kind::Dozen;
            }
            _ => current += value,
        }
        before = Some(role);
        if matches!(
            role,
            Role::Ordinal | Role::OrdinalHundred | Role::OrdinalScale
        ) {
            kind = Kind::Ordinal;
        }
        if kind != Kind::Cardinal || role == Role::Zero {
            break;
        }
        at = next_word(pieces, last, role);
    }
    before?;
    let mut number = Number {
        first: idx,
        last,
        value: total + current,
        place,
        kind,
        in_digits: false,
        scale: if place >= 1000.0 && kind == Kind::Cardinal {
            place
        } else {
            1.0
        },
        grouped: false,
    };
    and_a_half(pieces, &mut number);
    Some(number)
}

/// The piece that may continue a numeral: behind a hyphen, or behind "and" after a hundred.
fn next_word(pieces: &Pieces<'_>, last: usize, role: Role) -> usize {
    let next = last + 1;
    if pieces.is_dash(next) && pieces.is_glued(next) && pieces.is_glued(next + 1) {
        return next + 1;
    }
    let small = [Role::Unit, Role::Teen, Role::Ten];
    let is_and = pieces.lower(next) == "and"
        && matches!(role, Role::Hundred | Role::Scale)
        && word(pieces, next + 1, &small).is_some()
        && word(pieces, next + 2, &[Role::Scale, Role::Hundred]).is_none();
    if is_and { next + 1 } else { next }
}

/// "two and a half", "two and a half million".
fn and_a_half(pieces: &Pieces<'_>, number: &mut Number) {
    let next = number.last + 1;
    let dashes = usize::from(pieces.is_dash(next));
    let words = [next + dashes, next + 1 + 2 * dashes, next + 2 + 3 * dashes];
    let says = |nth: usize, said: &str| pieces.lower(words[nth]) == said;
    let part = match () {
        () if !says(0, "and") => return,
        () if says(1, "a") && says(2, "half") => 0.5,
        () if says(1, "a") && says(2, "quarter") => 0.25,
        () => return,
    };
    if number.kind != Kind::Cardinal || number.value >= 100.0 {
        return;
    }
    number.value += part;
    number.place = 0.5;
    number.last = words[2];
    scales(pieces, number, false);
}
