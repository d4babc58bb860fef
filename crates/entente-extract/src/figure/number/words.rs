//! Numbers in words: "two hundred and five", "dozens", "two-thirds", "half a million", "zweiundzwanzig".

use super::{Kind, Number, Role, fraction, ratio, scales, word};
use crate::figure::language::{self, Class, Language, WHOLE, WHOLE_ORDINAL};
use crate::figure::lex::{Pieces, Shape};

/// Reads the number in words that starts at piece `idx`.
pub fn read(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    if let Some(vague) = vague(pieces, idx) {
        return Some(vague);
    }
    if let Some(part) = part(pieces, idx).or_else(|| twice(pieces, idx)) {
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

/// "twice as many", "twice the size": how many times as much; "scored twice" is another matter.
fn twice(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let (_, value) = word(pieces, idx, &[Role::Ratio])?;
    let compares = matches!(
        pieces.lower(idx + 1).as_ref(),
        "as" | "the" | "its" | "their" | "that"
    );
    compares.then(|| Number {
        kind: Kind::Ratio,
        place: 1.0,
        scale: 1.0,
        ..rough(idx, idx, value)
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
    if pieces.is(idx, Class::Half) {
        return half(pieces, idx);
    }
    // "quarter million"
    if let (Some((_, lower)), Some((_, factor))) = (
        word(pieces, idx, &[Role::Part]).filter(|(_, lower)| *lower == 4.0),
        word(pieces, idx + 1, &[Role::Scale]),
    ) {
        return Some(half_scale(idx, idx + 1, Role::Scale, 2.0 / lower * factor));
    }
    let is_article = pieces.is(idx, Class::Article);
    let upper = if is_article {
        1.0
    } else {
        word(pieces, idx, &[Role::Unit])?.1
    };
    let (at, lower) = lower_half(pieces, idx + 1, upper)?;
    // "a third man", "one third-grader"
    let is_tied = pieces.is_dash(at + 1) && pieces.is_glued(at + 1) && upper == 1.0;
    let is_share = !is_article && !is_tied || pieces.is(at + 1, Class::Of) || pieces.is_note();
    let share = || fraction(pieces, idx, at, upper / lower);
    if upper >= lower {
        return None;
    }
    let of_a = 2 * usize::from(
        pieces.is(at + 1, Class::Of) && pieces.is(at + 2, Class::Article) && upper > 1.0,
    );
    let scale = word(pieces, at + 1 + of_a, &[Role::Scale]);
    if let Some((_, factor)) = scale.filter(|_| is_share) {
        return Some(Number {
            value: upper / lower * factor,
            place: 0.01 * factor,
            kind: Kind::Cardinal,
            last: at + 1 + of_a,
            scale: factor,
            ..share()
        });
    }
    is_share.then(share)
}

/// The lower half of a fraction in words, "thirds" of "two-thirds": its last piece and its number.
fn lower_half(pieces: &Pieces<'_>, from: usize, upper: f64) -> Option<(usize, f64)> {
    let at = from + usize::from(pieces.is_dash(from));
    let (_, lower) = word(pieces, at, &[Role::Part])?;
    let is_english = pieces.language.code == "en";
    let has_ending = pieces.lower(at).ends_with('s');
    let is_form = !is_english || has_ending == (upper != 1.0) || pieces.is_note() && lower == 4.0;
    is_form.then_some((at, lower))
}

/// "half a million", "half a dozen", "half of", "half the", "half a mile".
fn half(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let has_article = pieces.is(idx + 1, Class::Article);
    let scale = word(
        pieces,
        idx + 1 + usize::from(has_article),
        &[Role::Dozen, Role::Scale],
    );
    if has_article {
        return Some(match scale {
            Some((role, factor)) => half_scale(idx, idx + 2, role, factor),
            None => fraction(pieces, idx, idx + 1, 0.5),
        });
    }
    if let Some((role, factor)) = scale {
        return Some(half_scale(idx, idx + 1, role, factor));
    }
    let has_case = pieces.language.code == "ru" && pieces.shape(idx + 1) == Shape::Word;
    let is_share = pieces.is(idx + 1, Class::Of)
        || has_case
        || pieces.is_note()
        || matches!(
            pieces.lower(idx + 1).as_ref(),
            "the" | "its" | "their" | "his" | "her" | "our" | "all"
        );
    let is_after_ordinal = pieces.before(idx).is_some_and(|before| {
        word(pieces, before, &[Role::Ordinal]).is_some()
            || matches!(pieces.lower(before).as_ref(), "latter" | "other" | "-")
    });
    (is_share && !is_after_ordinal).then(|| fraction(pieces, idx, idx, 0.5))
}

/// "half a million", "half a dozen", "half million".
fn half_scale(first: usize, last: usize, role: Role, factor: f64) -> Number {
    let is_dozen = role == Role::Dozen;
    Number {
        first,
        last,
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
struct Numeral {
    /// What is complete: "three million" of "three million two hundred".
    total: f64,
    /// What a scale word may still multiply: "two hundred" of the same.
    current: f64,
    last_scale: f64,
    place: f64,
    before: Option<Role>,
    kind: Kind,
    /// May it start with a hundred or a scale: "mil", "hundert", after "a" also in English?
    is_bare: bool,
}

impl Numeral {
    /// Can a word go on here?
    fn takes(&self, role: Role, value: f64) -> bool {
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

    fn take(&mut self, role: Role, value: f64) {
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

    fn new(is_bare: bool) -> Self {
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
fn numeral(pieces: &Pieces<'_>, first: usize, from: usize) -> Option<Number> {
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

/// "two and a half", "two and a half million", "3 million and a quarter", "deux millions et demi".
pub fn and_part(pieces: &Pieces<'_>, number: &mut Number) {
    let next = number.last + 1;
    let dashes = usize::from(pieces.is_dash(next));
    let mut at = next + dashes;
    if !pieces.is(at, Class::And) || number.kind != Kind::Cardinal {
        return;
    }
    at += 1 + dashes;
    let is_article = pieces.is(at, Class::Article);
    let count = word(pieces, at, &[Role::Unit]);
    let upper = count.map_or(1.0, |(_, upper)| upper);
    if is_article || count.is_some() {
        at += 1 + dashes;
    }
    let found = if pieces.is(at, Class::Half) {
        Some((at, 2.0))
    } else if is_article || count.is_some() || pieces.is_note() {
        lower_half(pieces, at, upper).filter(|(_, lower)| *lower > upper)
    } else {
        None
    };
    let Some((last, lower)) = found else {
        return;
    };
    // "a hundred and a half" means nothing, "three and a third man" something else.
    let is_ordinal = lower != 2.0 && lower != 4.0 && upper == 1.0 && !pieces.is_note();
    let is_large = number.value >= 100.0 && number.scale <= 1.0 && !pieces.is_note();
    let is_of = pieces.is(last + 1, Class::Of) && !pieces.is_note();
    if is_large || is_ordinal || is_of {
        return;
    }
    let part = upper / lower;
    if let Some((_, factor)) = word(pieces, last + 1, &[Role::Scale])
        && number.scale > factor
    {
        // "one billion and a half million"
        number.value += part * factor;
        number.last = last + 1;
        return;
    }
    number.value += part * number.scale;
    number.place = number.scale * if lower == 2.0 { 0.5 } else { 0.01 };
    number.last = last;
    if number.scale <= 1.0 {
        scales(pieces, number, false);
    }
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

/// "one over three" as a share, in notes.
pub fn over(pieces: &Pieces<'_>, number: &Number) -> Option<Number> {
    let is_over = pieces.is_note() && pieces.lower(number.last + 1) == "over";
    if !is_over || number.kind != Kind::Cardinal {
        return None;
    }
    let lower = super::simple(pieces, number.last + 2)?;
    (lower.kind == Kind::Cardinal && lower.value != 0.0)
        .then(|| fraction(pieces, number.first, lower.last, number.value / lower.value))
}

/// "two point five", "one point seven million", "1 point 1".
pub fn point(pieces: &Pieces<'_>, number: &mut Number) {
    if number.kind != Kind::Cardinal
        || number.scale > 100.0
        || number.place < 1.0
        || !pieces.is(number.last + 1, Class::Point)
    {
        return;
    }
    let Some((part, place, last)) = decimals(pieces, number.last + 2) else {
        return;
    };
    number.value += part;
    number.place = place;
    number.scale = 1.0;
    number.last = last;
    scales(pieces, number, false);
}

/// What stands behind "point": its value, its last place and its last piece.
fn decimals(pieces: &Pieces<'_>, from: usize) -> Option<(f64, f64, usize)> {
    if pieces.shape(from) == Shape::Number {
        let piece = pieces.list.get(from)?;
        let place = 10_f64.powi(-i32::try_from(piece.span.len()).ok()?);
        let is_plain = piece.decimals == 0 && !piece.grouped && piece.span.len() < 10;
        return is_plain.then_some((piece.value * place, place, from));
    }
    let (mut part, mut place, mut at) = (0.0, 1.0, from);
    while let Some((_, digit)) = word(pieces, at, &[Role::Zero, Role::Unit])
        && place > 1e-9
    {
        place /= 10.0;
        part += digit * place;
        at += 1;
    }
    if at == from {
        // "seventy-one" behind "point" are two digits.
        let pair = numeral(pieces, from, from).filter(|pair| pair.value < 100.0)?;
        return Some((pair.value / 100.0, 0.01, pair.last));
    }
    Some((part, place, at - 1))
}

/// Parts of a numeral in one word.
const MAX_PARTS: usize = 12;

/// Reads a numeral in one word, "zweiundzwanzig", "dreitausendste": its value, and whether it is an ordinal.
#[must_use]
pub fn whole(word: &str, language: &Language) -> Option<(f64, bool)> {
    let mut buffer = [0; 40];
    let lower = language::lower(word, &mut buffer)?;
    let mut numeral = Numeral::new(true);
    let (mut at, mut n_parts) = (0, 0);
    // "zwei" of "zweiundzwanzig" waits for its ten.
    let mut unit = None;
    while at < lower.len() && n_parts < MAX_PARTS {
        let (end, entry) = language.numeral_prefix(&lower[at..])?;
        at += end;
        n_parts += 1;
        if entry.is(Class::AndTen) {
            let is_unit = numeral.before == Some(Role::Unit);
            if is_unit {
                let value = numeral.current % 10.0;
                numeral.current -= value;
                numeral.before = (numeral.current + numeral.total > 0.0).then_some(Role::Hundred);
                unit = Some(value);
            }
            continue;
        }
        let mut parts = entry.numerals.iter().copied();
        let (role, value) = parts.find(|(role, value)| numeral.takes(*role, *value))?;
        numeral.take(role, value);
        if matches!(role, Role::Ten | Role::Ordinal) {
            numeral.current += unit.take().unwrap_or_default();
        }
    }
    let is_done = at == lower.len() && n_parts > 1 && unit.is_none();
    is_done.then(|| {
        (
            numeral.total + numeral.current,
            numeral.kind == Kind::Ordinal,
        )
    })
}
