//! Tells digits of codes from amounts: "TA-35", "5G", telephones, codes of regions.

use super::amount::Amount;
use super::lex::{Pieces, Shape};

/// "0142": no amount is written so.
pub fn has_lead_zero(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let written = pieces.word(amount.number.first);
    amount.number.in_digits
        && amount.unit.is_none()
        && written.len() > 1
        && written.starts_with('0')
        && written.bytes().all(|byte| byte.is_ascii_digit())
}

/// Where "555-0142-99" ends: digits that dashes go on behind are codes.
pub fn phone_end(pieces: &Pieces<'_>, last: usize) -> usize {
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

/// Digits that stand in a code or a name: "A2", "5G", "TA-35", "M21 9AB".
pub fn is_code(pieces: &Pieces<'_>, amount: &Amount) -> bool {
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
