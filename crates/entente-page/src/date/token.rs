//! Cuts a text into numbers, words and marks, with digits and letters of any script.

use super::words::{self, Word};

/// One number, word or mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Is there no blank before it?
    pub is_glued: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Digits of any script.
    Number {
        /// Its value.
        value: u64,
        /// How many digits it is written with.
        n_digits: usize,
    },
    /// Letters; what they mean near a date, if anything.
    Word(Option<&'static Word>),
    /// Any other character that is no blank.
    Mark(char),
}

/// Longest text that is looked at, in bytes. A line that tells when something was published is shorter.
const MAX_BYTES: usize = 2048;
/// Longest number, in digits: nanoseconds since 1970.
const MAX_DIGITS: usize = 19;

impl Token {
    /// The value and the number of digits of a number.
    pub fn number(&self) -> Option<(u64, usize)> {
        match self.kind {
            Kind::Number { value, n_digits } => Some((value, n_digits)),
            _ => None,
        }
    }

    /// What a known word means.
    pub fn word(&self) -> Option<&'static Word> {
        match self.kind {
            Kind::Word(word) => word,
            _ => None,
        }
    }

    /// The character of a mark.
    pub fn mark(&self) -> Option<char> {
        match self.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }
}

/// Cuts the first two thousand bytes of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    let mut tokens: Vec<Token> = Vec::new();
    let mut folded = String::new();
    let mut at = 0;
    let mut is_glued = false;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let after_number = tokens.last().is_some_and(|token| token.number().is_some());
        let (kind, n_bytes) = if digit(c).is_some() {
            number(rest)
        } else if after_number && is_unit(c) {
            // `2024年5月8日星期三`: after a number, the character for what it counts stands alone.
            (Kind::Mark(c), c.len_utf8())
        } else if is_letter(c) {
            let n_bytes = word_len(rest);
            (Kind::Word(meaning(&rest[..n_bytes], &mut folded)), n_bytes)
        } else {
            (Kind::Mark(c), c.len_utf8())
        };
        let is_blank = matches!(kind, Kind::Mark(c) if c.is_whitespace() || is_invisible(c));
        if !is_blank {
            tokens.push(Token {
                kind,
                start: at,
                end: at + n_bytes,
                is_glued,
            });
        }
        is_glued = !is_blank || is_glued && is_invisible(c);
        at += n_bytes;
    }
    tokens
}

fn number(text: &str) -> (Kind, usize) {
    let (mut value, mut n_digits, mut n_bytes) = (0_u64, 0, 0);
    for c in text.chars() {
        let Some(one) = digit(c) else { break };
        if n_digits < MAX_DIGITS {
            value = value * 10 + u64::from(one);
        }
        n_digits += 1;
        n_bytes += c.len_utf8();
    }
    (Kind::Number { value, n_digits }, n_bytes)
}

/// The first digits of the scripts that newspapers print numbers in.
const ZEROS: [char; 15] = [
    '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}',
    '\u{C66}', '\u{CE6}', '\u{D66}', '\u{E50}', '\u{1040}', '\u{17E0}', '\u{FF10}',
];

fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    ZEROS
        .iter()
        .map(|&zero| (c as u32).wrapping_sub(zero as u32))
        .find(|&value| value < 10)
}

/// Letters, and the vowel signs and joiners of scripts that write them as marks.
fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}')
        || matches!(c, '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17D3}')
            && digit(c).is_none()
            && !matches!(c, '\u{964}' | '\u{965}')
        || matches!(c, '\u{200C}' | '\u{200D}' | 'º' | 'ª')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

/// Length of the word at the start of `text`. Abbreviations such as `p.m.` and `พ.ค.` are one word.
fn word_len(text: &str) -> usize {
    let mut n_part = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_letter(c) {
            n_part += 1;
            continue;
        }
        let goes_on = c == '.'
            && (1..=3).contains(&n_part)
            && chars.peek().is_some_and(|&(_, next)| is_letter(next))
            && (n_part == 1 || !text[..at].is_ascii());
        if !goes_on {
            return at;
        }
        n_part = 0;
    }
    text.len()
}

/// A character that tells what the number before it counts.
fn is_unit(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '号'
            | '號'
            | '时'
            | '時'
            | '点'
            | '點'
            | '分'
            | '秒'
            | '년'
            | '월'
            | '일'
            | '시'
            | '분'
            | '초'
    )
}

/// Looks a word up, in lower case and without full stops. A long word of Chinese or Japanese can begin with a label.
fn meaning(word: &str, folded: &mut String) -> Option<&'static Word> {
    if word.len() > 48 {
        return None;
    }
    folded.clear();
    let kept = |c: &char| !matches!(c, '.' | '\u{200C}' | '\u{200D}' | '\u{307}');
    folded.extend(word.chars().flat_map(char::to_lowercase).filter(kept));
    words::word(folded).or_else(|| {
        let is_cjk = folded
            .starts_with(|c: char| matches!(c, '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}'));
        let two = folded.char_indices().nth(2).map(|(at, _)| at)?;
        is_cjk.then(|| words::word(&folded[..two])).flatten()
    })
}
