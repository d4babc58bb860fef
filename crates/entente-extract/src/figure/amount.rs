//! Puts numbers, units, ranges and hedges together, and leaves out what states no amount.

use entente_types::{Document, Hedge, Interval, Measure};

use super::bounds;
use super::composite;
use super::hedge;
use super::language::Class;
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

/// "0142": no amount is written so.
fn has_lead_zero(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let written = pieces.word(amount.number.first);
    amount.number.in_digits
        && amount.unit.is_none()
        && written.len() > 1
        && written.starts_with('0')
        && written.bytes().all(|byte| byte.is_ascii_digit())
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
    let currency = unit::before(pieces, start);
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

/// Where "555-0142-99" ends: digits that dashes go on behind are codes.
fn phone_end(pieces: &Pieces<'_>, last: usize) -> usize {
    let mut end = last;
    loop {
        let is_joint = pieces.is_dash(end + 1) || matches!(pieces.word(end + 1), "/" | "~");
        let is_glued = pieces.is_glued(end + 1) && pieces.is_glued(end + 2);
        if !is_joint || !is_glued || pieces.shape(end + 2) != Shape::Number {
            return end;
        }
        end += 2;
    }
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
    // "8 (495) 123": the code of a region.
    let is_region = before_bracket(pieces, first) && pieces.word(after) == ")";
    is_region && pieces.shape(after + 1) == Shape::Number
        || letters_lead
        || letters_follow
        || is_hash
        || is_slashed
        || is_hyphened(pieces, amount, before)
}

/// Does a bracket that follows a number open before a piece?
fn before_bracket(pieces: &Pieces<'_>, first: usize) -> bool {
    first >= 2 && pieces.word(first - 1) == "(" && pieces.shape(first - 2) == Shape::Number
}

/// "TA-35", "COVID-19" against "sub-7", "to-260,000".
fn is_hyphened(pieces: &Pieces<'_>, amount: &Amount, before: Option<usize>) -> bool {
    let Some(dash) = before.filter(|before| pieces.is_dash(*before) && pieces.is_glued(*before))
    else {
        return false;
    };
    let is_mixed = |piece: usize| pieces.shape(piece) == Shape::Number && pieces.is_glued(piece);
    let Some(word) = pieces
        .before(dash)
        .filter(|word| pieces.shape(*word) == Shape::Word || is_mixed(*word))
    else {
        return false;
    };
    let is_prefix = matches!(
        pieces.lower(word).as_ref(),
        "sub" | "minus" | "to" | "now" | "over" | "under" | "nearly" | "year" | "early"
    );
    let is_spaced_dash = matches!(pieces.word(dash), "—");
    // "scp-173m" is a code, "mid-50-year" and "sub-10%" are none.
    let is_symbol = amount.unit.as_ref().is_some_and(|unit| {
        let is_letter = pieces.shape(unit.last) == Shape::Word && unit.first == unit.last;
        is_letter && pieces.word(unit.last).len() <= 2 && unit.last > amount.number.last
    });
    !(is_prefix || is_spaced_dash || amount.unit.is_some() && !is_symbol)
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
fn tells_change(pieces: &Pieces<'_>, first: usize) -> bool {
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
