//! Puts numbers, units, ranges and hedges together, and leaves out what states no amount.

use entente_types::{Document, Hedge, Interval, Measure};

use super::bounds;
use super::code::{has_lead_zero, is_code, phone_end};
use super::composite;
use super::hedge;
use super::language::Class;
use super::lex::{Pieces, Shape};
use super::name;
use super::number::{self, Kind, Number};
use super::range::{Ranged, range, tells_change};
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
    /// "more than 10 but less than 20": do the ends themselves belong to it?
    pub between: Option<(bool, bool)>,
    /// "+0.2%": the sign tells a change; 0 for a plain or a negative number.
    pub sign: i8,
}

impl Amount {
    /// The numbers that its wording allows.
    #[must_use]
    pub fn interval(&self, measure: Measure) -> Interval {
        match self.between {
            Some((low_closed, high_closed)) => Interval {
                low: Some(self.number.value),
                high: self.high,
                low_closed,
                high_closed,
            },
            None => hedge::interval(&self.number, self.high, self.hedge, measure),
        }
    }

    /// What its words say about it; bounds on both sides are no hedge but an interval.
    #[must_use]
    pub fn hedge(&self) -> Hedge {
        match self.between {
            Some(_) => Hedge::Exact,
            None => hedge::said(self.hedge, self.number.kind),
        }
    }
}

/// "forty-five (45) days": the same number again.
fn repeats(pieces: &Pieces<'_>, before: &mut Amount, amount: &Amount) -> bool {
    let open = before.last + 1;
    let is_same = pieces.word(open) == "("
        && amount.first == open + 1
        && amount.unit.is_none()
        && before.unit.is_none()
        && pieces.word(amount.last + 1) == ")"
        && before.number.value == amount.number.value;
    if is_same {
        before.last = amount.last + 1;
        before.unit = unit::find(
            pieces,
            &Number {
                last: before.last,
                ..before.number
            },
            None,
        );
        before.last = before.unit.as_ref().map_or(before.last, |unit| unit.last);
    }
    is_same
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
    let (mut at, mut code_end) = (0, usize::MAX);
    while at < pieces.list.len() {
        match step(pieces, document, at) {
            Step::Amount(amount) => {
                at = amount.last.max(at) + 1;
                // "555 0142": digits that start with a zero are a code, and so is what stands before them.
                let goes_on = amount.first == code_end && amount.unit.is_none();
                if has_lead_zero(pieces, &amount) || goes_on && amount.number.in_digits {
                    code_end = amount.last + 1;
                    let ties = found
                        .last()
                        .is_some_and(|before| before.last + 1 == amount.first);
                    if ties {
                        found.pop();
                    }
                    continue;
                }
                // "44 737 MAX jets": the second number is a name.
                let follows = found
                    .last()
                    .is_some_and(|before| before.last + 1 == amount.first && before.unit.is_none());
                if follows && amount.unit.is_none() && amount.number.in_digits {
                    continue;
                }
                if let Some(before) = found.last_mut()
                    && (bounds::join(pieces, before, &amount) || repeats(pieces, before, &amount))
                {
                    continue;
                }
                found.push(amount);
            }
            Step::Skip(last) => {
                let is_code = pieces.word(at).starts_with('0') || at == code_end;
                at = last.max(at) + 1;
                code_end = if is_code { at } else { code_end };
            }
            Step::Nothing => at += 1,
        }
    }
    found
}

fn step(pieces: &Pieces<'_>, document: &Document, at: usize) -> Step {
    let before_digits = pieces.is_note() && pieces.shape(at) == Shape::Word;
    let is_trigger = (pieces.starts(at) || before_digits)
        && (!pieces.is(at, Class::Article) || pieces.starts(at + 1))
        && (!pieces.is_dash(at) || pieces.shape(at + 1) == Shape::Number);
    if !is_trigger {
        return match composite::from_article(pieces, at) {
            Some(mut amount) => {
                amount.hedge = hedge::find(pieces, amount.first, amount.last);
                Step::Amount(amount)
            }
            None => Step::Nothing,
        };
    }
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
        Ranged::Range(range) if phone_end(pieces, range.last) > range.last => {
            return Step::Skip(phone_end(pieces, range.last));
        }
        Ranged::Range(range) | Ranged::Start(range) => range,
        Ranged::Score(last) => return Step::Skip(phone_end(pieces, last)),
        Ranged::None => lower,
    };
    composite::join(pieces, &mut amount);
    take_age(pieces, document, &mut amount);
    amount.hedge = hedge::find(pieces, amount.first, amount.last)
        .filter(|hedge| !is_level(pieces, &amount, hedge.first))
        .filter(|hedge| !is_course(pieces, &amount, hedge));
    if name::is_no_amount(pieces, document, &amount) {
        // "10 h 30"
        let has_minutes = amount.unit.is_some() && pieces.shape(amount.last + 1) == Shape::Number;
        return Step::Skip(amount.last + usize::from(has_minutes));
    }
    Step::Amount(amount)
}

/// "spent $4m over five years": in the course of, not more than; "for over five years" and "lasted over five
/// years" are bounds.
fn is_course(pieces: &Pieces<'_>, amount: &Amount, hedge: &hedge::Found) -> bool {
    let is_time = amount
        .unit
        .as_ref()
        .is_some_and(|unit| unit.dimension == Dimension::Time);
    let is_over = hedge.first == hedge.last && pieces.lower(hedge.first) == "over";
    let spans = pieces.before(hedge.first).is_none_or(|before| {
        word::is("spans", &pieces.lower(before)) || pieces.shape(before) == Shape::Mark
    });
    is_time && is_over && !spans
}

/// "rose by 5% to 12": the word that names the level is no hedge, though it may be one elsewhere.
fn is_level(pieces: &Pieces<'_>, amount: &Amount, hedge: usize) -> bool {
    pieces.is(hedge, Class::To) && hedge + 1 == amount.first && tells_change(pieces, amount.first)
}

/// One number with sign, currency and unit.
pub fn single(pieces: &Pieces<'_>, at: usize) -> Option<Amount> {
    let (sign, start) = sign(pieces, at);
    let currency = super::currency::before(pieces, start);
    let mut first_digit = currency.map_or(start, |(last, _)| last + 1);
    let is_negative_sum =
        currency.is_some() && pieces.is_dash(first_digit) && pieces.is_glued(first_digit + 1);
    first_digit += usize::from(is_negative_sum);
    let mut number = number::read(pieces, first_digit, currency.is_some())?;
    let mut unit = unit::find(pieces, &number, currency.map(|(_, row)| (start, row)));
    if let Some(unit) = &mut unit {
        scaled_unit(pieces, &mut number, unit);
    }
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
        between: None,
        sign: if is_share || sign > 0 { sign } else { 0 },
    })
}

/// "361 million pounds" are no weight; "75 USD million" tells its scale behind the unit.
fn scaled_unit(pieces: &Pieces<'_>, number: &mut Number, unit: &mut Match) {
    if unit.unit.code == "[lb_av]"
        && number.scale >= 1e6
        && let Some(row) = pieces.language.units.of_code("GBP")
    {
        *unit = unit::of_row(pieces, row, unit.first, unit.last);
    }
    let is_millions = pieces.word(unit.last).len() == 4
        && pieces.word(unit.last).strip_prefix('M') == Some(&unit.unit.code);
    if is_millions && number.scale <= 1.0 {
        number.value *= 1e6;
        number.place *= 1e6;
        number.scale = 1e6;
    }
    let is_code = unit.dimension == Dimension::Money
        && unit.first > number.last
        && pieces.word(unit.last).chars().all(char::is_uppercase);
    if let Some((_, factor)) = number::scale_at(pieces, unit.last + 1).filter(|_| is_code)
        && number.scale <= 1.0
    {
        number.value *= factor;
        number.place *= factor;
        number.scale = factor;
        unit.last += 1;
    }
}

/// A sign before a number and the piece behind it: "-5", "+0.2", "minus 30".
pub fn sign(pieces: &Pieces<'_>, at: usize) -> (i8, usize) {
    let next = at + 1;
    let before = pieces.before(at);
    let is_free = !pieces.is_glued(at)
        || before.is_some_and(|before| matches!(pieces.word(before), "(" | "<" | ">" | "="));
    // "75 -300mm" is a range.
    let is_between =
        pieces.is_dash(at) && before.is_some_and(|before| pieces.shape(before) == Shape::Number);
    let is_open = is_free && !is_between;
    let is_note = pieces.is_note() && pieces.is_dash(at) && is_open;
    if is_note && pieces.shape(next) == Shape::Number {
        return (-1, next);
    }
    match pieces.word(at) {
        "+" if is_open && pieces.is_glued(next) => (1, next),
        "-" | "−" if is_open && pieces.is_glued(next) && pieces.shape(next) == Shape::Number => {
            (-1, next)
        }
        _ if pieces.is(at, Class::Minus) && !hedge::ends_at(pieces, at) => {
            (-1, next + usize::from(pieces.is_dash(next)))
        }
        _ => (0, at),
    }
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
        let is_aged = pieces.before(amount.first).is_some_and(|before| {
            let is_foreign = pieces.language.code != "en";
            let is_of = pieces.is(before, Class::Of) && before > 0;
            // "il y a 20 ans"
            let is_ago = before > 0 && pieces.is(before - 1, Class::Away);
            let says = is_of && pieces.is(before - 1, Class::Aged)
                || pieces.is(before, Class::Aged) && !is_ago;
            let unit = amount.unit.as_ref().map(|unit| unit.unit.code.as_str());
            is_foreign && says && unit == Some("a")
        });
        let is_old = pieces.is(next, Class::Old) || pieces.is(amount.last, Class::AgeUnit);
        if is_aged {
            amount.is_age = true;
            return;
        }
        let of_age = pieces.lower(next) == "of" && pieces.lower(next + 1) == "age";
        if is_old || of_age {
            amount.is_age = true;
            if !pieces.is(amount.last, Class::AgeUnit) {
                amount.last = next + usize::from(of_age);
            }
        }
        return;
    }
    let fits =
        amount.unit.is_none() && amount.number.kind == Kind::Cardinal && amount.number.scale <= 1.0;
    if fits && (1.0..=120.0).contains(&amount.number.value) {
        amount.is_age = name::is_age(pieces, document, amount);
    }
}
