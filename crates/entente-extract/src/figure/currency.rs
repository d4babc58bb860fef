//! Finds currencies by what stands before or is tied to a sum: "US $58", "EUR 5", "30 MUSD".

use super::lex::{Pieces, Shape};
use super::unit::{Dimension, Match, of_row};

/// Can a unit of money stand at piece `idx`, before a number? Its last piece and row.
#[must_use]
pub fn before(pieces: &Pieces<'_>, idx: usize) -> Option<(usize, usize)> {
    // "PS5" is a console; the wire's "PS21,700" is a sum.
    let careful =
        |(last, row): (usize, usize)| has_scale_or_size(pieces, last + 1).then_some((last, row));
    let (last, row) = pieces
        .language
        .units
        .before
        .at(pieces, idx)
        .or_else(|| tied_dollar(pieces, idx))
        .or_else(|| word_before(pieces, idx))
        .or_else(|| {
            pieces
                .language
                .units
                .careful
                .at(pieces, idx)
                .and_then(careful)
        })?;
    let is_code = pieces.shape(last) == Shape::Word;
    let next = last + 1;
    let is_start = pieces.list.get(idx).is_some_and(|piece| !piece.glued)
        || pieces
            .before(idx)
            .is_some_and(|before| pieces.shape(before) == Shape::Mark);
    let is_glued = pieces.is_glued(next)
        || pieces.word(last).len() == 3
        || !is_code
        || pieces.is_note()
        || matches!(pieces.word(last), "RM" | "Rs");
    (is_start && is_glued).then_some((last, row))
}

/// "US $58", "HK $5m", "AUD$15": a country or a code before the dollar sign. In lower case only in notes, for
/// something can "cost us $5".
fn tied_dollar(pieces: &Pieces<'_>, idx: usize) -> Option<(usize, usize)> {
    let mut last = idx + 1;
    let mut prefix = pieces.word(idx).to_owned();
    let is_dotted = pieces.is_note() && pieces.word(last) == "." && pieces.lower(last + 1) == "s";
    if is_dotted {
        prefix.push('s');
        last += 2;
    }
    if pieces.word(last) != "$" || prefix.len() > 3 {
        return None;
    }
    let is_lower = prefix.chars().any(char::is_lowercase);
    let is_code = prefix.len() == 3 && (pieces.is_glued(last) || !is_lower);
    if is_lower && !pieces.is_note() || matches!(prefix.as_str(), "a" | "s") {
        return None;
    }
    let upper = prefix.to_uppercase();
    let code = match upper.as_str() {
        "US" => "USD",
        "HK" => "HKD",
        "A" => "AUD",
        "C" => "CAD",
        "NZ" => "NZD",
        "S" => "SGD",
        "NT" => "TWD",
        "MEX" => "MXN",
        code if is_code => code,
        _ => return None,
    };
    let row = pieces.language.units.of_code(code)?;
    Some((last, row))
}

/// "ringgit 42", "dollar 22.5 million": the word before the number, in notes.
fn word_before(pieces: &Pieces<'_>, idx: usize) -> Option<(usize, usize)> {
    if !pieces.is_note() {
        return None;
    }
    let units = &pieces.language.units;
    let (last, row) = units.words.at(pieces, idx)?;
    let is_money = units.rows[row].dimension == Dimension::Money;
    (is_money && pieces.shape(last + 1) == Shape::Number).then_some((last, row))
}

fn has_scale_or_size(pieces: &Pieces<'_>, idx: usize) -> bool {
    let is_big = pieces
        .list
        .get(idx)
        .is_some_and(|piece| piece.value >= 10.0);
    is_big || pieces.shape(idx + 1) == Shape::Word && pieces.is_glued(idx + 1)
}

/// "$31.20 US", "$75 U.S.": the country behind a sum belongs to it.
pub fn dollar_tail(pieces: &Pieces<'_>, last: usize) -> usize {
    let next = last + 1;
    if pieces.word(next) == "US" && pieces.lower(next + 1) != "dollars" {
        return next;
    }
    let is_dotted =
        pieces.word(next) == "U" && pieces.word(next + 1) == "." && pieces.word(next + 2) == "S";
    if is_dotted { next + 3 } else { last }
}

/// "30 MUSD", "120 MSEK": millions, before the code of a currency.
pub fn millions(pieces: &Pieces<'_>, idx: usize) -> Option<Match> {
    let code = pieces
        .word(idx)
        .strip_prefix('M')
        .filter(|code| code.len() == 3)?;
    let units = &pieces.language.units;
    let row = units
        .of_code(code)
        .filter(|&row| units.rows[row].dimension == Dimension::Money)?;
    Some(of_row(pieces, row, idx, idx))
}
