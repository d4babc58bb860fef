//! Numbers in words: "two hundred and five", "dozens", "two-thirds", "half a million".

use super::{Kind, Number, Role, fraction, ratio, scales, word};
use crate::figure::lex::Pieces;

/// Reads the number in words that starts at piece `idx`.
pub fn read(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
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
    if let Some((_, value)) = word(pieces, idx, &[Role::Vague]) {
        return plural(pieces, idx, value);
    }
    let is_few = pieces.lower(idx) == "a" && pieces.lower(idx + 1) == "few";
    let at = idx + usize::from(is_few);
    if !matches!(pieces.lower(at).as_ref(), "several" | "few" | "many") {
        return None;
    }
    let (_, value) = word(pieces, at + 1, &[Role::Hundred, Role::Scale, Role::Dozen])?;
    Some(match word(pieces, at + 2, &[Role::Scale]) {
        Some((_, factor)) => rough(idx, at + 2, value * factor),
        None => rough(idx, at + 1, value),
    })
}

/// "dozens", "tens of thousands"; "tens" alone only before "of".
fn plural(pieces: &Pieces<'_>, idx: usize, value: f64) -> Option<Number> {
    let of = pieces.lower(idx + 1) == "of";
    let next = word(pieces, idx + 2, &[Role::Vague]).filter(|_| of && value <= 1000.0);
    if let Some((_, factor)) = next.filter(|(_, factor)| *factor > value) {
        return Some(rough(idx, idx + 2, value * factor));
    }
    let is_plural = of || value != 10.0 && value != 20.0;
    is_plural.then(|| rough(idx, idx, value))
}

fn rough(first: usize, last: usize, value: f64) -> Number {
    Number {
        first,
        last,
        value,
        place: value,
        kind: Kind::Vague,
        in_digits: false,
        scale: value,
        grouped: false,
    }
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
        let scale = word(pieces, idx + 2, &[Role::Dozen, Role::Scale]);
        return Some(match scale {
            Some((role, factor)) => half_scale(idx, role, factor),
            None => fraction(pieces, idx, idx + 1, 0.5),
        });
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

/// "half a million", "half a dozen".
fn half_scale(idx: usize, role: Role, factor: f64) -> Number {
    let is_dozen = role == Role::Dozen;
    Number {
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
    }
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

/// A numeral, word by word.
struct Numeral {
    /// What is complete: "three million" of "three million two hundred".
    total: f64,
    /// What a scale word may still multiply: "two hundred" of the same.
    current: f64,
    last_scale: f64,
    place: f64,
    before: Option<Role>,
    kind: Kind,
}

impl Numeral {
    /// Can a word go on here?
    fn takes(&self, role: Role, value: f64) -> bool {
        let before = self.before;
        match role {
            Role::Zero => before.is_none(),
            Role::Unit | Role::Ordinal if value < 10.0 => {
                matches!(before, None | Some(Role::Ten | Role::Hundred | Role::Scale))
            }
            Role::Unit | Role::Teen | Role::Ten | Role::Ordinal => {
                matches!(before, None | Some(Role::Hundred | Role::Scale))
            }
            Role::Hundred | Role::OrdinalHundred => {
                matches!(before, Some(Role::Unit | Role::Teen | Role::Ten)) && self.current > 0.0
            }
            Role::Scale | Role::OrdinalScale => {
                before.is_some() && value < self.last_scale && self.current > 0.0
            }
            Role::Dozen => value == 12.0 && before.is_some() && self.total + self.current > 0.0,
            _ => false,
        }
    }

    fn take(&mut self, role: Role, value: f64) {
        self.place = 1.0;
        match role {
            Role::Hundred | Role::OrdinalHundred => {
                self.current *= value;
                self.place = value;
            }
            Role::Scale | Role::OrdinalScale => {
                self.total += self.current * value;
                self.current = 0.0;
                self.last_scale = value;
                self.place = value;
            }
            Role::Dozen => {
                let dozens = self.total + self.current;
                self.total = dozens * value;
                self.current = 0.0;
                self.place = 2.0 * dozens.max(1.0);
            }
            _ => self.current += value,
        }
        self.before = Some(role);
        self.kind = match role {
            Role::Dozen => Kind::Dozen,
            Role::Ordinal | Role::OrdinalHundred | Role::OrdinalScale => Kind::Ordinal,
            _ => Kind::Cardinal,
        };
    }

    /// Can nothing follow any more?
    fn is_full(&self) -> bool {
        self.kind != Kind::Cardinal || self.before == Some(Role::Zero)
    }
}

/// The roles that build a numeral; an ordinal or a dozen only where nothing else fits.
const NUMERAL_ROLES: [&[Role]; 2] = [
    &[
        Role::Zero,
        Role::Unit,
        Role::Teen,
        Role::Ten,
        Role::Ordinal,
        Role::Hundred,
        Role::Scale,
    ],
    &[Role::OrdinalHundred, Role::OrdinalScale, Role::Dozen],
];

/// Numbers in words: "two", "twenty-five", "three hundred and four thousand", "twenty-first", "two dozen".
pub fn cardinal(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let mut numeral = Numeral {
        total: 0.0,
        current: 0.0,
        last_scale: f64::INFINITY,
        place: 1.0,
        before: None,
        kind: Kind::Cardinal,
    };
    let (mut at, mut last) = (idx, idx);
    for _ in 0..16 {
        let mut roles = NUMERAL_ROLES.iter();
        let found = roles.find_map(|roles| word(pieces, at, roles));
        let Some((role, value)) = found.filter(|(role, value)| numeral.takes(*role, *value)) else {
            break;
        };
        numeral.take(role, value);
        last = at;
        if numeral.is_full() {
            break;
        }
        at = next_word(pieces, last, role);
    }
    numeral.before?;
    let is_scaled = numeral.place >= 1000.0 && numeral.kind == Kind::Cardinal;
    let mut number = Number {
        first: idx,
        last,
        value: numeral.total + numeral.current,
        place: numeral.place,
        kind: numeral.kind,
        in_digits: false,
        scale: if is_scaled { numeral.place } else { 1.0 },
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
