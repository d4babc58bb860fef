//! Numbers in words: "two hundred and five", "dozens", "two-thirds", "half a million", "zweiundzwanzig".

use super::part::{and_part, bare_point, lower_half, over, part, point, twice};
use super::{Kind, Number, Role, fraction, ratio, scales, word};
use crate::figure::language::{Class, WHOLE, WHOLE_ORDINAL};
use crate::figure::lex::{Pieces, Shape};

/// Reads the number in words that starts at piece `idx`.
pub fn read(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    if let Some(vague) = vague(pieces, idx) {
        return Some(vague);
    }
    if let Some(part) = part(pieces, idx)
        .or_else(|| twice(pieces, idx))
        .or_else(|| bare_point(pieces, idx))
    {
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
    if let Some(few) = few(pieces, idx) {
        return Some(few);
    }
    let is_article = pieces.is(idx, Class::Article) && pieces.is(idx + 1, Class::Few);
    let at = idx + usize::from(is_article);
    if !pieces.is(at, Class::Few) {
        return None;
    }
    let roles = [Role::Hundred, Role::Scale, Role::Dozen, Role::Vague];
    let (_, value) = word(pieces, at + 1, &roles)?;
    Some(match word(pieces, at + 2, &[Role::Scale]) {
        Some((_, factor)) => rough(idx, at + 2, value * factor),
        None => rough(idx, at + 1, value),
    })
}

/// "a handful of", "a couple of"; in notes also "a pair", "a few".
fn few(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let has_article = pieces.is(idx, Class::Article);
    let at = idx + usize::from(has_article);
    let (_, value) = word(pieces, at, &[Role::Few])?;
    let is_of = pieces.is(at + 1, Class::Of);
    let next = at + 1 + usize::from(is_of);
    // "a couple of hundred" is more.
    let is_scaled = word(pieces, next, &[Role::Hundred, Role::Scale, Role::Dozen]).is_some();
    let is_wanted = if pieces.is_note() {
        has_article || value == 3.0
    } else {
        has_article && is_of && !matches!(pieces.lower(at).as_ref(), "pair" | "few")
    };
    (is_wanted && !is_scaled).then(|| Number {
        kind: Kind::Few,
        place: if value > 3.0 { 4.0 } else { 1.0 },
        scale: 1.0,
        ..rough(idx, if pieces.is_note() { next - 1 } else { at }, value)
    })
}

/// "dozens", "tens of thousands"; "tens" alone only before "of".
fn plural(pieces: &Pieces<'_>, idx: usize, value: f64) -> Option<Number> {
    let of = pieces.is(idx + 1, Class::Of);
    let is_tied = pieces.language.code != "en";
    let next = idx + 1 + usize::from(of);
    let scale = word(pieces, next, &[Role::Vague, Role::Scale])
        .filter(|_| (of || is_tied) && value <= 1000.0);
    if let Some((_, factor)) = scale.filter(|(_, factor)| *factor > value) {
        return Some(rough(idx, next, value * factor));
    }
    let is_plural = of || value != 10.0 && value != 20.0;
    is_plural.then(|| rough(idx, idx, value))
}

pub fn rough(first: usize, last: usize, value: f64) -> Number {
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

/// "a million", "a hundred", "a dozen", "a couple of hundred": the article of a scale.
fn article(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    if !pieces.is(idx, Class::Article) {
        return None;
    }
    let mut at = idx + 1;
    let is_couple = pieces.is(at, Class::Couple) && pieces.is(at + 1, Class::Of);
    if is_couple {
        at += 2;
    }
    let half = if pieces.is(at, Class::Half) { 0.5 } else { 1.0 };
    if half < 1.0 {
        at += 1 + usize::from(pieces.is_dash(at + 1));
    }
    let factor = if is_couple { 2.0 } else { half };
    let (role, value) = word(pieces, at, &[Role::Hundred, Role::Scale, Role::Dozen])?;
    if value == 20.0 && role == Role::Dozen && pieces.language.code == "en" {
        return None;
    }
    let mut number = Number {
        first: idx,
        last: at,
        value: factor * value,
        place: if half < 1.0 { 0.1 * value } else { value },
        kind: Kind::Cardinal,
        in_digits: false,
        scale: value,
        grouped: false,
    };
    if role == Role::Dozen {
        number.kind = Kind::Dozen;
        number.scale = 1.0;
        number.place = value * factor.max(1.0) / 6.0;
        return Some(number);
    }
    scales(pieces, &mut number, false);
    // "a hundred and five", "a thousand two hundred"
    let whole = numeral(pieces, idx, at).filter(|_| factor == 1.0 && number.last == at);
    whole.or(Some(number))
}

/// A numeral, word by word.
pub struct Numeral {
    /// What is complete: "three million" of "three million two hundred".
    pub total: f64,
    /// What a scale word may still multiply: "two hundred" of the same.
    pub current: f64,
    pub last_scale: f64,
    pub place: f64,
    pub before: Option<Role>,
    pub kind: Kind,
    /// May it start with a hundred or a scale: "mil", "hundert", after "a" also in English?
    pub is_bare: bool,
}

impl Numeral {
    /// Can a word go on here?
    pub fn takes(&self, role: Role, value: f64) -> bool {
        use Role::{Hundred, Hundreds, Scale, Score, Teen, Ten, Unit};
        let before = self.before;
        match role {
            Role::Zero => before.is_none(),
            Unit | Role::Ordinal if value < 10.0 => {
                matches!(
                    before,
                    None | Some(Ten | Score | Hundred | Hundreds | Scale)
                )
            }
            Teen | Ten if before == Some(Score) => value < 20.0,
            Role::Ordinal if before == Some(Score) => value < 20.0,
            Unit | Teen | Ten | Score | Role::Ordinal => {
                matches!(before, None | Some(Hundred | Hundreds | Scale))
            }
            Hundreds => matches!(before, None | Some(Scale)),
            Role::FourScore => before == Some(Unit) && self.current % 100.0 == 4.0,
            Hundred | Role::OrdinalHundred => {
                let is_after = matches!(before, Some(Unit | Teen | Ten)) && self.current > 0.0;
                is_after || self.is_bare && matches!(before, None | Some(Scale))
            }
            Scale | Role::Abbreviation | Role::OrdinalScale => {
                let is_small = before.is_some() && value < self.last_scale && self.current > 0.0;
                // "three thousand million": the greater scale takes all that came before.
                let is_great = before.is_some()
                    && value > self.last_scale
                    && self.total + self.current < value
                    && self.total > 0.0;
                is_small || is_great || self.is_bare && before.is_none()
            }
            Role::Dozen => value != 20.0 && before.is_some() && self.total + self.current > 0.0,
            Role::HalfMore => before.is_some() && self.total + self.current < 100.0,
            _ => false,
        }
    }

    pub fn take(&mut self, role: Role, value: f64) {
        self.place = 1.0;
        match role {
            Role::Hundred | Role::OrdinalHundred => {
                self.current = self.current.max(1.0) * value;
                self.place = value;
            }
            Role::Scale | Role::Abbreviation | Role::OrdinalScale if value > self.last_scale => {
                self.total = (self.total + self.current) * value;
                self.current = 0.0;
                self.last_scale = value;
                self.place = value;
            }
            Role::Scale | Role::Abbreviation | Role::OrdinalScale => {
                let is_bare = self.before.is_none();
                let is_broken = self.current.fract() != 0.0;
                self.total += if is_bare { 1.0 } else { self.current } * value;
                self.current = 0.0;
                self.last_scale = value;
                self.place = if is_broken { 0.1 * value } else { value };
            }
            Role::Dozen => {
                let dozens = self.total + self.current;
                self.total = dozens * value;
                self.current = 0.0;
                self.place = dozens.max(1.0) * value / 6.0;
            }
            Role::FourScore => self.current += 4.0 * value - 4.0,
            Role::HalfMore => {
                self.current += value;
                self.place = value;
            }
            _ => {
                self.current += value;
                self.place = match role {
                    // "полмиллиона"
                    Role::Unit if value >= 1000.0 => 0.1 * value,
                    // "dreihunderttausend"
                    _ if value >= 1000.0 && value % 1000.0 == 0.0 => 1000.0,
                    _ => 1.0,
                };
            }
        }
        if self.current.fract() > 0.0 {
            self.place = 0.5;
        }
        self.before = Some(match role {
            Role::FourScore => Role::Score,
            Role::Abbreviation => Role::Scale,
            _ => role,
        });
        self.kind = match role {
            Role::Dozen => Kind::Dozen,
            Role::Ordinal | Role::OrdinalHundred | Role::OrdinalScale => Kind::Ordinal,
            _ => Kind::Cardinal,
        };
    }

    pub fn new(is_bare: bool) -> Self {
        Self {
            total: 0.0,
            current: 0.0,
            last_scale: f64::INFINITY,
            place: 1.0,
            before: None,
            kind: Kind::Cardinal,
            is_bare,
        }
    }

    /// Can nothing follow any more?
    fn is_full(&self) -> bool {
        self.kind != Kind::Cardinal || self.before == Some(Role::Zero)
    }
}

/// Numbers in words: "two", "twenty-five", "three hundred and four thousand", "twenty-first", "two dozen".
pub fn cardinal(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let mut number = numeral(pieces, idx, idx)?;
    if pieces.is(number.last, Class::Joins) && number.place == 1000.0 {
        joined(pieces, &mut number);
    }
    point(pieces, &mut number);
    and_part(pieces, &mut number);
    after_hundred(pieces, &mut number);
    if let Some((last, lower)) =
        lower_half(pieces, number.last + 1, number.value).filter(|_| pieces.is_note())
    {
        // "twenty fifths"
        return Some(fraction(pieces, idx, last, number.value / lower));
    }
    over(pieces, &number).or(Some(number))
}

/// "tres mil 500"
pub fn joined(pieces: &Pieces<'_>, number: &mut Number) {
    let Some(tail) = pieces.list.get(number.last + 1) else {
        return;
    };
    if tail.shape == Shape::Number && tail.span.len() == 3 {
        number.value += tail.value;
        number.place = 1.0;
        number.scale = 1.0;
        number.last += 1;
    }
}

/// The numeral whose words start at piece `from`, and whose article, if any, is piece `first`.
pub fn numeral(pieces: &Pieces<'_>, first: usize, from: usize) -> Option<Number> {
    let is_bare = from > first
        || pieces.is_note()
        || pieces.language.code != "en"
        || word(pieces, from + 1, &[Role::Scale]).is_some();
    let mut numeral = Numeral::new(is_bare);
    let (mut at, mut last) = (from, from);
    for _ in 0..16 {
        let whole = whole_at(pieces, at);
        let mut found = whole.iter().chain(pieces.numerals(at)).copied();
        let Some((role, value)) = found.find(|(role, value)| numeral.takes(*role, *value)) else {
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
    Some(Number {
        first,
        last,
        value: numeral.total + numeral.current,
        place: numeral.place,
        kind: numeral.kind,
        in_digits: false,
        scale: if is_scaled { numeral.place } else { 1.0 },
        grouped: false,
    })
}

/// A numeral in one word, as a part that a scale may follow.
fn whole_at(pieces: &Pieces<'_>, at: usize) -> Option<(Role, f64)> {
    let piece = pieces.list.get(at)?;
    let role = match piece.word {
        WHOLE => Role::Ten,
        WHOLE_ORDINAL => Role::Ordinal,
        _ => return None,
    };
    Some((role, piece.value))
}

/// The piece that may continue a numeral: behind a hyphen, or behind "and" after a hundred.
fn next_word(pieces: &Pieces<'_>, last: usize, role: Role) -> usize {
    let next = last + 1;
    if pieces.is_dash(next) && pieces.is_glued(next) && pieces.is_glued(next + 1) {
        return next + 1;
    }
    let small = [Role::Unit, Role::Teen, Role::Ten];
    let after_hundred =
        pieces.is(next, Class::AndHundred) && matches!(role, Role::Hundred | Role::Scale);
    let after_ten = pieces.is(next, Class::AndTen) && matches!(role, Role::Ten | Role::Score);
    let is_and = (after_hundred || after_ten)
        && word(pieces, next + 1, &small).is_some()
        && (role != Role::Scale || word(pieces, next + 2, &[Role::Scale, Role::Hundred]).is_none())
        && lower_half(pieces, next + 2, 2.0).is_none()
        && !pieces.is(next + 2, Class::Half);
    if is_and { next + 1 } else { next }
}

/// "3 hundred and 21", "4 thousand 3 hundred": what goes on behind a scale in digits.
pub fn after_hundred(pieces: &Pieces<'_>, number: &mut Number) {
    if !pieces.is_note() {
        return;
    }
    for _ in 0..3 {
        if number.scale < 100.0 || number.kind != Kind::Cardinal {
            return;
        }
        let next = number.last + 1;
        let has_and = pieces.is(next, Class::AndHundred);
        let at = next + usize::from(has_and);
        let Some(mut tail) = pieces
            .list
            .get(at)
            .filter(|tail| tail.shape == Shape::Number && !tail.glued && tail.value > 0.0)
            .map(|tail| (tail.value, at, Kind::Cardinal))
            .or_else(|| numeral(pieces, at, at).map(|tail| (tail.value, tail.last, tail.kind)))
        else {
            return;
        };
        if let Some((_, factor)) = word(pieces, tail.1 + 1, &[Role::Hundred, Role::Scale]) {
            tail = (tail.0 * factor, tail.1 + 1, tail.2);
        } else if !has_and {
            return;
        }
        if tail.0 >= number.scale {
            return;
        }
        number.value += tail.0;
        number.last = tail.1;
        number.kind = tail.2;
        number.place = 1.0;
        number.scale = number.scale.min(100.0);
    }
}
