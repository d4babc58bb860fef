//! The base form of a word, in small letters, where the parse has it and where it has not.
//!
//! The parser's rules take "staged" for a form of "stag" and "defunded" for one of "defunde". English doubles the
//! consonant of such a stem ("stagged"), so the spelling tells which of the two is meant.

use std::borrow::Cow;

use entente_types::{Document, Pos};

use crate::event;

/// The lemma of a token.
pub(crate) fn of(document: &Document, token: usize) -> Cow<'_, str> {
    let lemma = document.tokens[token].lemma.as_str();
    let lemma = match lemma.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(lemma.to_lowercase()),
        false => Cow::Borrowed(lemma),
    };
    if document.tokens[token].pos != Pos::Verb {
        return lemma;
    }
    match mended(&lemma, document.word(token)) {
        Some(mended) => Cow::Owned(mended),
        None => lemma,
    }
}

/// "stag" of "staged" and "staging" is "stage", "defunde" of "defunded" is "defund": only where the other one is a
/// verb that acts or speaks, and the one at hand is not what the spelling says.
fn mended(lemma: &str, word: &str) -> Option<String> {
    let ending = ["ed", "ing"].into_iter().find(|ending| {
        word.len() > ending.len() + 1
            && word.is_char_boundary(word.len() - ending.len())
            && word[word.len() - ending.len()..].eq_ignore_ascii_case(ending)
    })?;
    let stem = &word[..word.len() - ending.len()];
    if stem.eq_ignore_ascii_case(lemma) && ends_in_one_consonant(lemma) {
        let longer = format!("{lemma}e");
        return event::is_verb_lemma(&longer).then_some(longer);
    }
    let shorter = lemma.strip_suffix('e')?;
    let is_stem = stem.eq_ignore_ascii_case(shorter);
    (is_stem && !event::is_verb_lemma(lemma) && event::is_verb_lemma(shorter))
        .then(|| shorter.to_owned())
}

/// Does a word end in consonant, vowel, consonant, so that "-ed" would double the last: "stag", "hop"?
fn ends_in_one_consonant(lemma: &str) -> bool {
    let is_vowel = |byte: u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u');
    match lemma.as_bytes() {
        [.., before, vowel, last] => !is_vowel(*before) && is_vowel(*vowel) && !is_vowel(*last),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn the_spelling_tells_the_stem() {
        for (lemma, word, expected) in [
            ("stag", "staged", Some("stage")),
            ("wag", "Waging", Some("wage")),
            ("hop", "hoped", Some("hope")),
            ("hop", "hopped", None),
            ("visit", "visited", None),
            ("attack", "attacked", None),
            ("é", "éed", None),
        ] {
            assert_eq!(mended(lemma, word).as_deref(), expected, "{word}");
        }
    }
}
