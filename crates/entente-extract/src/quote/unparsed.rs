//! Quotations of a text that was not parsed, in any language: the strings between its marks. Who said them is not told.

use entente_types::{Directness, Document, Quote};

use super::marks::{self, Quoted};
use crate::Found;

/// Fewest words of a string that is a title or a word held at a distance no more: so many, or fewer that end as a sentence does.
const FEWEST_WORDS: usize = 6;
const FEWEST_IN_SENTENCE: usize = 3;
/// So many letters of a script without blanks count as a word.
const LETTERS_OF_WORD: usize = 2;
/// Longest string, in bytes: what is longer lost its closing mark.
const LONGEST: usize = 2000;
/// Quotations that are read of one text.
const MOST: usize = 1000;

/// The quotations of a text, in order.
pub(super) fn find(document: &Document) -> Vec<Found<Quote>> {
    let text = document.text();
    let strings = marks::find(text, &marks::paragraphs(text)).into_iter();
    let said = strings.filter(|string| is_speech(string, text));
    said.take(MOST).map(quote).collect()
}

fn is_speech(string: &Quoted, text: &str) -> bool {
    let words = string.inner.of(text);
    let ends = |words: &str| {
        words
            .trim_end()
            .ends_with(['.', '!', '?', '…', '。', '！', '？', ',', '，'])
    };
    let after = &text[string.outer.end as usize..];
    // German sets the comma behind the mark.
    let is_sentence = ends(words) || after.starts_with([',', '，']);
    let n_words = n_words(words);
    string.inner.len() <= LONGEST
        && (n_words >= FEWEST_WORDS || is_sentence && n_words >= FEWEST_IN_SENTENCE)
}

fn n_words(words: &str) -> usize {
    let of_run = |run: &str| match run.chars().filter(|letter| is_unspaced(*letter)).count() {
        0 => usize::from(run.chars().any(char::is_alphabetic)),
        n_letters => n_letters.div_ceil(LETTERS_OF_WORD),
    };
    words.split_whitespace().map(of_run).sum()
}

/// Is it a letter of a script that sets no blanks between words: Thai to Khmer, kana, Chinese characters?
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn quote(string: Quoted) -> Found<Quote> {
    Found {
        value: Quote {
            content: vec![string.outer],
            words: vec![string.inner],
            directness: Directness::Direct,
            speaker: None,
            cue: None,
            cue_lemma: String::new(),
            cue_kind: None,
            addressee: None,
            period: None,
            confidence: 0.0,
        },
        span: string.outer,
        rule: "quote/unparsed",
    }
}
