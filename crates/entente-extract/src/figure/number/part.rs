//! Fractions and decimals in words: "two-thirds", "half a million", "three and a half", "two point five".

use super::words::{numeral, rough};
use super::{Kind, Number, Role, fraction, scales, word};
use crate::figure::language::Class;
use crate::figure::lex::{Pieces, Shape};

/// "twice as many", "twice the size": how many times as much; "scored twice" is another matter.
pub fn twice(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
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

/// "half", "a third of", "two-thirds", "three quarters", "half a million", "half a dozen".
pub fn part(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
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
pub fn lower_half(pieces: &Pieces<'_>, from: usize, upper: f64) -> Option<(usize, f64)> {
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
    // "20 and half the crew"
    let may_be_bare = pieces.language.code != "en" || pieces.is_note();
    let found = if pieces.is(at, Class::Half) {
        (is_article || count.is_some() || may_be_bare).then_some((at, 2.0))
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
    // "at one point seven people"
    let is_moment = number.value == 1.0
        && !number.in_digits
        && pieces
            .before(number.first)
            .is_some_and(|before| pieces.lower(before) == "at");
    let Some((part, place, last)) = decimals(pieces, number.last + 2).filter(|_| !is_moment) else {
        return;
    };
    number.value += part;
    number.place = place;
    number.scale = 1.0;
    number.last = last;
    scales(pieces, number, false);
}

/// "point 77", where nothing stands before.
pub fn bare_point(pieces: &Pieces<'_>, idx: usize) -> Option<Number> {
    let is_point = pieces.is_note() && pieces.is(idx, Class::Point);
    let (value, place, last) = decimals(pieces, idx + 1).filter(|_| is_point)?;
    let mut number = Number {
        value,
        place,
        last,
        kind: Kind::Cardinal,
        ..fraction(pieces, idx, last, value)
    };
    scales(pieces, &mut number, false);
    Some(number)
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
