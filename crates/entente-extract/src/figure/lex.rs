//! Cuts a text into words, digits and marks, and finds phrases of a table in it.
//!
//! Figures are read from these pieces and not from the parser's tokens, so that "$3.5bn", "5kWh" and
//! "12,000" are read alike in every text, parsed or not.

use std::borrow::Cow;
use std::collections::HashMap;

use entente_types::Span;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Letters.
    Word,
    /// Digits with their separators: "12,000", "3.5".
    Number,
    /// Digits that are no number: "10:27", "1.2.3", a run too long to be one.
    Code,
    /// One other character.
    Mark,
    /// A line break.
    Break,
}

/// A piece of text.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Where.
    pub span: Span,
    /// What.
    pub shape: Shape,
    /// Is there no white space before it?
    pub glued: bool,
    /// Its number, if it is one.
    pub value: f64,
    /// Digits after the point.
    pub decimals: u8,
    /// Are its thousands parted?
    pub grouped: bool,
}

/// A text and its pieces.
pub struct Pieces<'a> {
    /// The text.
    pub text: &'a str,
    /// In order.
    pub list: Vec<Piece>,
}

/// Digits beyond this many are no number that a report states.
const MAX_DIGITS: usize = 24;

impl<'a> Pieces<'a> {
    /// The pieces of `text`.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let mut list = Vec::with_capacity(text.len() / 5 + 1);
        let mut glued = false;
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            if first.is_whitespace() {
                if first == '\n' {
                    list.push(plain(at, at + 1, Shape::Break, false));
                }
                glued = false;
                at += first.len_utf8();
                continue;
            }
            let piece = if starts_number(text, at, first, glued) {
                number(text, at, glued)
            } else if first.is_alphabetic() {
                plain(at, word_end(text, at), Shape::Word, glued)
            } else {
                plain(at, at + first.len_utf8(), Shape::Mark, glued)
            };
            at = piece.span.end as usize;
            glued = true;
            list.push(piece);
        }
        Self { text, list }
    }

    /// The words of a piece; empty beyond the end.
    #[must_use]
    pub fn word(&self, idx: usize) -> &'a str {
        self.list
            .get(idx)
            .map_or("", |piece| piece.span.of(self.text))
    }

    /// The words of a piece in lower case.
    #[must_use]
    pub fn lower(&self, idx: usize) -> Cow<'a, str> {
        lower(self.word(idx))
    }

    /// The words of the piece before, if no line break lies between.
    #[must_use]
    pub fn before(&self, idx: usize) -> Option<usize> {
        let before = idx.checked_sub(1)?;
        (self.list.get(before)?.shape != Shape::Break).then_some(before)
    }

    /// Is there no white space between a piece and the one before it?
    #[must_use]
    pub fn is_glued(&self, idx: usize) -> bool {
        self.list.get(idx).is_some_and(|piece| piece.glued)
    }

    /// What a piece is; `Break` beyond the end.
    #[must_use]
    pub fn shape(&self, idx: usize) -> Shape {
        self.list.get(idx).map_or(Shape::Break, |piece| piece.shape)
    }

    /// Is it a hyphen or a dash?
    #[must_use]
    pub fn is_dash(&self, idx: usize) -> bool {
        matches!(self.word(idx), "-" | "‐" | "‑" | "–" | "—" | "−")
    }

    /// Where the pieces `first..=last` stand.
    #[must_use]
    pub fn span(&self, first: usize, last: usize) -> Span {
        match (self.list.get(first), self.list.get(last)) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span::default(),
        }
    }
}

/// `word` in lower case, without a copy where it is so already.
#[must_use]
pub fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) {
        Cow::Owned(word.to_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

fn plain(start: usize, end: usize, shape: Shape, glued: bool) -> Piece {
    Piece {
        span: Span::new(start, end),
        shape,
        glued,
        value: 0.0,
        decimals: 0,
        grouped: false,
    }
}

/// Does a number start here: a digit, or ".5" after white space or a sign?
fn starts_number(text: &str, at: usize, first: char, glued: bool) -> bool {
    let next_is_digit = || text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit);
    first.is_ascii_digit() || (first == '.' && !glued && next_is_digit())
}

fn word_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest
        .find(|letter: char| !letter.is_alphabetic())
        .unwrap_or(rest.len())
}

/// Reads "12", "12,000", "12 000" (with a no-break space), "3.5", ".5".
fn number(text: &str, start: usize, glued: bool) -> Piece {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut digits_read = String::new();
    let lead = digits(start);
    digits_read.push_str(&text[start..start + lead]);
    let mut at = start + lead;
    let mut grouped = false;
    while (1..=3).contains(&lead) {
        let width = separator(&text[at..]);
        if width == 0 || digits(at + width) != 3 {
            break;
        }
        digits_read.push_str(&text[at + width..at + width + 3]);
        at += width + 3;
        grouped = true;
    }
    let mut decimals = 0;
    if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        decimals = digits(at + 1);
        digits_read.push_str(&text[at..=at + decimals]);
        at += 1 + decimals;
    }
    let code_end = code_end(text, at);
    let is_code = code_end > at || digits_read.len() > MAX_DIGITS;
    let shape = if is_code { Shape::Code } else { Shape::Number };
    Piece {
        value: digits_read.parse().unwrap_or(0.0),
        decimals: u8::try_from(decimals).unwrap_or(u8::MAX),
        grouped,
        ..plain(start, code_end, shape, glued)
    }
}

/// Bytes of a thousands separator at the start of `rest`.
fn separator(rest: &str) -> usize {
    match rest.chars().next() {
        Some(mark @ (',' | '\u{a0}' | '\u{202f}' | '\u{2009}')) => mark.len_utf8(),
        _ => 0,
    }
}

/// Where "10:27", "1.2.3" and "1,2345" end, which are no numbers; `at` for everything else.
fn code_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        let is_joint = matches!(bytes.get(end), Some(b':' | b'.' | b','));
        if !is_joint || !bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            return end;
        }
        // "1,500,2" and lists such as "1,2" are codes too: nothing is known of their numbers.
        end += 1;
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
    }
}

/// A phrase of a table and what it stands for.
struct Entry {
    words: Vec<String>,
    value: usize,
}

/// Phrases of a table, found by their first or last word.
#[derive(Default)]
pub struct Phrases {
    by_first: HashMap<String, Vec<Entry>>,
    by_last: HashMap<String, Vec<Entry>>,
    is_exact: bool,
}

impl Phrases {
    /// A table of phrases in any case.
    #[must_use]
    pub fn any_case<'a>(phrases: impl Iterator<Item = (&'a str, usize)>) -> Self {
        Self::build(phrases, false)
    }

    /// A table of symbols in exact case, whose parts stand without white space between.
    #[must_use]
    pub fn exact<'a>(phrases: impl Iterator<Item = (&'a str, usize)>) -> Self {
        Self::build(phrases, true)
    }

    fn build<'a>(phrases: impl Iterator<Item = (&'a str, usize)>, is_exact: bool) -> Self {
        let mut table = Self {
            is_exact,
            ..Self::default()
        };
        for (phrase, value) in phrases {
            let pieces = Pieces::of(phrase);
            let count = pieces.list.len();
            let words: Vec<String> = (0..count)
                .map(|idx| {
                    let word = pieces.word(idx);
                    if is_exact {
                        word.to_owned()
                    } else {
                        word.to_lowercase()
                    }
                })
                .collect();
            if let (Some(first), Some(last)) = (words.first().cloned(), words.last().cloned()) {
                table.by_first.entry(first).or_default().push(Entry {
                    words: words.clone(),
                    value,
                });
                table
                    .by_last
                    .entry(last)
                    .or_default()
                    .push(Entry { words, value });
            }
        }
        for list in table
            .by_first
            .values_mut()
            .chain(table.by_last.values_mut())
        {
            list.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
        }
        table
    }

    /// The longest phrase that starts at piece `idx`: its last piece and what it stands for.
    #[must_use]
    pub fn at(&self, pieces: &Pieces<'_>, idx: usize) -> Option<(usize, usize)> {
        let entries = self.by_first.get(self.key(pieces, idx).as_ref())?;
        entries.iter().find_map(|entry| {
            let mut next = idx;
            for word in &entry.words[1..] {
                next += 1;
                if !self.is_exact && pieces.is_dash(next) && !word.starts_with('-') {
                    next += 1;
                }
                let is_near = !self.is_exact || pieces.is_glued(next);
                if !is_near || self.key(pieces, next) != word.as_str() {
                    return None;
                }
            }
            Some((next, entry.value))
        })
    }

    /// The longest phrase that ends at piece `idx`: its first piece and what it stands for.
    #[must_use]
    pub fn ending_at(&self, pieces: &Pieces<'_>, idx: usize) -> Option<(usize, usize)> {
        let entries = self.by_last.get(self.key(pieces, idx).as_ref())?;
        entries.iter().find_map(|entry| {
            let mut next = idx;
            for word in entry.words.iter().rev().skip(1) {
                next = next.checked_sub(1)?;
                if self.key(pieces, next) != word.as_str() {
                    return None;
                }
            }
            Some((next, entry.value))
        })
    }

    fn key<'a>(&self, pieces: &Pieces<'a>, idx: usize) -> Cow<'a, str> {
        if self.is_exact {
            Cow::Borrowed(pieces.word(idx))
        } else {
            pieces.lower(idx)
        }
    }
}
