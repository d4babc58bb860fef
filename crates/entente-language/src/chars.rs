//! Kinds of characters as Python 3.11 (Unicode 14) sees them, because spaCy's rules were run there.
//!
//! Rust's own tables differ: its alphabetic characters include marks and numerals, its white space
//! leaves out four control characters, and its Unicode version moves on.

use std::sync::LazyLock;

/// Ranges of one kind of character, in order.
type Ranges = Vec<(char, char)>;

struct Tables {
    alpha: Ranges,
    digit: Ranges,
    decimal: Ranges,
    word: Ranges,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let table = include_str!("../data/chars.tsv");
    let of = |kind: &str| {
        let rows = table
            .lines()
            .filter_map(|line| line.strip_prefix(kind)?.strip_prefix('\t'));
        rows.filter_map(|row| {
            let (first, last) = row.split_once('\t')?;
            let character = |hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?);
            Some((character(first)?, character(last)?))
        })
        .collect()
    };
    Tables {
        alpha: of("alpha"),
        digit: of("digit"),
        decimal: of("decimal"),
        word: of("word"),
    }
});

/// Does one of the ordered ranges hold the character?
pub(crate) fn is_in(ranges: &[(char, char)], character: char) -> bool {
    let next = ranges.partition_point(|&(_, last)| last < character);
    ranges
        .get(next)
        .is_some_and(|&(first, _)| first <= character)
}

/// Python's `str.isalpha` for one character: a letter.
#[must_use]
pub fn is_alpha(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    is_in(&TABLES.alpha, character)
}

/// Python's `str.isdigit` for one character: also raised and circled digits.
#[must_use]
pub fn is_digit(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_digit();
    }
    is_in(&TABLES.digit, character)
}

/// Python's `\d`: a decimal digit of any script.
#[must_use]
pub fn is_decimal(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_digit();
    }
    is_in(&TABLES.decimal, character)
}

/// Python's `\w`: a letter, a number of any kind, or `_`.
#[must_use]
pub fn is_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '_';
    }
    is_in(&TABLES.word, character)
}

/// Python's `str.isspace` for one character.
#[must_use]
pub fn is_blank(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// Python's `str.isspace`: is there something, and only white space?
#[must_use]
pub fn is_space(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_blank)
}

/// Python's `str.isalpha`: is there something, and only letters?
#[must_use]
pub fn is_alphabetic(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_alpha)
}

/// Python's `str.lower`, which leaves letters alone that Unicode 14 does not know.
#[must_use]
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let is_new =
        |character: char| character.is_uppercase() && !is_alpha(character) && !is_other(character);
    let mut lower = String::with_capacity(text.len());
    for part in text.split_inclusive(is_new) {
        let known = part.trim_end_matches(is_new);
        lower += &known.to_lowercase();
        lower += &part[known.len()..];
    }
    lower
}

/// Upper case without being a letter: Roman numerals, letters in circles and squares.
fn is_other(character: char) -> bool {
    matches!(character, '\u{2160}'..='\u{216f}' | '\u{24b6}'..='\u{24cf}' | '\u{1f130}'..='\u{1f189}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_those_of_python() {
        assert!(
            is_alpha('ª')
                && is_alpha('中')
                && is_alpha('ʰ')
                && !is_alpha('Ⅷ')
                && !is_alpha('\u{301}')
        );
        assert!(
            is_digit('²') && is_digit('③') && !is_decimal('²') && is_decimal('٣') && !is_digit('½')
        );
        assert!(is_word('½') && is_word('_') && !is_word('-') && !is_word('\u{301}'));
        assert!(is_blank('\u{1f}') && is_blank('\u{a0}') && !is_blank('\u{200b}'));
        assert!(!is_space("") && is_space(" \n") && !is_alphabetic("") && !is_alphabetic("x-ray"));
    }

    #[test]
    fn lower_case_is_that_of_python() {
        for (text, expected) in [
            ("ÉCOLE", "école"),
            ("ΟΔΟΣ", "οδος"),
            ("İZMİR", "i\u{307}zmi\u{307}r"),
            ("Ⅷ Ⓐ ẞ ǅ", "ⅷ ⓐ ß ǆ"),
            ("\u{1c89}A", "\u{1c89}a"),
        ] {
            assert_eq!(lower(text), expected);
        }
    }
}
