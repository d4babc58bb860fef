//! Cuts a text into words, digits and marks.
//!
//! Figures are read from these pieces and not from the parser's tokens, so that "$3.5bn", "5kWh" and
//! "12,000" are read alike in every text, parsed or not. One pass cuts the text, and each word is looked up
//! once.

pub use crate::register::Register;
use std::borrow::Cow;

use entente_types::Span;

use super::language::{Class, Language, Style, UNKNOWN, WHOLE, WHOLE_ORDINAL};
use super::number::{Role, whole};

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
    /// The word in the tables of the language.
    pub word: u32,
}

/// A text and its pieces.
pub struct Pieces<'a> {
    /// The text.
    pub text: &'a str,
    /// In order.
    pub list: Vec<Piece>,
    /// The language of the text.
    pub language: &'static Language,
    /// How the text is written.
    pub register: Register,
}

/// Digits beyond this many are no number that a report states.
const MAX_DIGITS: usize = 24;

impl<'a> Pieces<'a> {
    /// The pieces of `text`.
    #[must_use]
    pub fn of(text: &'a str, language: &'static Language, register: Register) -> Self {
        let mut list = cut(text, language.style, |word| language.word(word));
        if language.has_compounds {
            read_wholes(text, &mut list, language);
        }
        Self {
            text,
            list,
            language,
            register,
        }
    }

    /// Is the text a note and no report?
    #[must_use]
    pub fn is_note(&self) -> bool {
        self.register == Register::Note
    }

    /// Does the word of a piece belong to a class?
    #[must_use]
    pub fn is(&self, idx: usize, class: Class) -> bool {
        let word = self.list.get(idx).map_or(UNKNOWN, |piece| piece.word);
        word != UNKNOWN && self.language.is(word, class)
    }

    /// What the word of a piece does in numerals.
    #[must_use]
    pub fn numerals(&self, idx: usize) -> &'static [(Role, f64)] {
        let word = self.list.get(idx).map_or(UNKNOWN, |piece| piece.word);
        &self.language.entry(word).numerals
    }

    /// May an amount start at a piece?
    #[must_use]
    pub fn starts(&self, idx: usize) -> bool {
        let Some(piece) = self.list.get(idx) else {
            return false;
        };
        match piece.shape {
            Shape::Number => true,
            Shape::Code | Shape::Break => false,
            Shape::Word => {
                piece.word != UNKNOWN
                    && (piece.word >= WHOLE_ORDINAL || self.language.entry(piece.word).starts)
            }
            Shape::Mark => !matches!(
                self.text.as_bytes()[piece.span.start as usize],
                b',' | b'.' | b'"' | b'\'' | b':' | b';' | b'(' | b')' | b'?' | b'!'
            ),
        }
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
        self.shape(idx) == Shape::Mark
            && matches!(self.word(idx), "-" | "‐" | "‑" | "–" | "—" | "−")
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

/// Cuts a text into pieces; `look_up` gives the number of a word.
pub fn cut(text: &str, style: Style, look_up: impl Fn(&str) -> u32) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let mut list = Vec::with_capacity(text.len() / 5 + 1);
    let mut glued = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
            if byte == b'\n' {
                list.push(plain(at, at + 1, Shape::Break, false));
            }
            glued = false;
            at += 1;
            continue;
        }
        let first = char_at(text, at);
        if first.is_whitespace() {
            glued = false;
            at += first.len_utf8();
            continue;
        }
        let piece = if starts_number(bytes, at, glued) {
            number(text, at, glued, style)
        } else if first.is_alphabetic() {
            let end = word_end(text, at);
            if is_address(bytes, end) {
                plain(at, blank(text, end), Shape::Code, glued)
            } else {
                let mut piece = plain(at, end, Shape::Word, glued);
                piece.word = look_up(&text[at..end]);
                piece
            }
        } else {
            let mut piece = plain(at, at + first.len_utf8(), Shape::Mark, glued);
            if !first.is_ascii() {
                piece.word = look_up(piece.span.of(text));
            }
            piece
        };
        at = piece.span.end as usize;
        glued = true;
        list.push(piece);
    }
    list
}

/// Does an address of the web go on here: "https://…", "www.…"? Its digits state nothing.
fn is_address(bytes: &[u8], end: usize) -> bool {
    let rest = bytes.get(end..).unwrap_or_default();
    rest.starts_with(b"://") || rest.starts_with(b".") && bytes[..end].ends_with(b"www")
}

/// The next white space, or the end.
fn blank(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + rest.find(char::is_whitespace).unwrap_or(rest.len())
}

/// The character at a border of characters.
fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or(' ')
}

fn plain(start: usize, end: usize, shape: Shape, glued: bool) -> Piece {
    Piece {
        span: Span::new(start, end),
        shape,
        glued,
        value: 0.0,
        decimals: 0,
        grouped: false,
        word: UNKNOWN,
    }
}

/// Does a number start here: a digit, or ".5" after white space or a sign?
fn starts_number(bytes: &[u8], at: usize, glued: bool) -> bool {
    let next_is_digit = || bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    let is_open = || !glued || matches!(bytes.get(at.wrapping_sub(1)), Some(b'-' | b'+'));
    bytes[at].is_ascii_digit() || (bytes[at] == b'.' && is_open() && next_is_digit())
}

fn word_end(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    let ascii = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
    let mut end = at + ascii.count();
    if text
        .as_bytes()
        .get(end)
        .is_some_and(|byte| !byte.is_ascii())
    {
        let rest = &text[end..];
        let letters = rest.find(|letter: char| !letter.is_alphabetic());
        end += letters.unwrap_or(rest.len());
    }
    end
}

/// Gives words that are numerals as a whole their value: "zweiundzwanzig".
fn read_wholes(text: &str, list: &mut [Piece], language: &Language) {
    for piece in list {
        if piece.shape != Shape::Word || piece.word != UNKNOWN {
            continue;
        }
        if let Some((value, is_ordinal)) = whole(piece.span.of(text), language) {
            piece.value = value;
            piece.word = if is_ordinal { WHOLE_ORDINAL } else { WHOLE };
        }
    }
}

/// Reads "12", "12,000", "12 000" (with a no-break space), "3.5", ".5", in the style of a language.
fn number(text: &str, start: usize, glued: bool, style: Style) -> Piece {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let mut read = Digits::default();
    let lead = digits(start);
    read.push(&bytes[start..start + lead]);
    let mut at = start + lead;
    let mut group = None;
    if let Some(end) = lakhs(bytes, at, lead).filter(|_| style.decimal == '.') {
        for part in bytes[at..end].split(|&byte| byte == b',') {
            read.push(part);
        }
        at = end;
        group = Some(',');
    }
    if let Some(end) = blanks(bytes, at, lead).filter(|_| style.decimal == '.') {
        for part in bytes[at..end].split(|&byte| byte == b' ') {
            read.push(part);
        }
        at = end;
        group = Some(' ');
    }
    while (1..=3).contains(&lead) && group.is_none_or(|group| group != ' ' || style.decimal != '.')
    {
        let mark = text[at..]
            .chars()
            .next()
            .filter(|mark| style.groups.contains(mark));
        let Some(mark) = mark.filter(|mark| group.is_none_or(|group| group == *mark)) else {
            break;
        };
        let from = at + mark.len_utf8();
        let is_zero = bytes[start] == b'0' && style.is_loose;
        if digits(from) != 3 || is_zero {
            break;
        }
        read.push(&bytes[from..from + 3]);
        at = from + 3;
        group = Some(mark);
    }
    let mark = bytes.get(at).map(|&byte| char::from(byte));
    let is_point = mark.is_some_and(|mark| {
        let is_other = style.is_loose && matches!(mark, '.' | ',') && group != Some(mark);
        mark == style.decimal || is_other || lead == 0
    });
    let mut decimals = 0;
    if is_point && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        decimals = digits(at + 1);
        read.point();
        read.push(&bytes[at + 1..=at + decimals]);
        at += 1 + decimals;
    }
    let code_end = code_end(text, at);
    let shape = if code_end > at || read.is_too_long {
        Shape::Code
    } else {
        Shape::Number
    };
    Piece {
        value: read.value(),
        decimals: u8::try_from(decimals).unwrap_or(u8::MAX),
        grouped: group.is_some(),
        ..plain(start, code_end, shape, glued)
    }
}

/// Where "1 234 567" and "40 000" end. English parts thousands by blanks too, if rarely; a single group must be
/// of zeros, for two numbers can stand side by side.
fn blanks(bytes: &[u8], from: usize, lead: usize) -> Option<usize> {
    let group = |at: usize| {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let digits = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit());
        bytes.get(at) == Some(&b' ') && digits.count() == 3
    };
    let mut end = from;
    while group(end) && end - from < 16 {
        end += 4;
    }
    let is_zeros = bytes.get(from..end) == Some(b" 000");
    ((1..=3).contains(&lead) && (end - from >= 8 || is_zeros)).then_some(end)
}

/// Where "12,34,567" ends, which is grouped as in India.
fn lakhs(bytes: &[u8], from: usize, lead: usize) -> Option<usize> {
    let group = |at: usize| {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let is_comma = bytes.get(at) == Some(&b',');
        let digits = rest.iter().take(5).take_while(|byte| byte.is_ascii_digit());
        if is_comma { digits.count() } else { 0 }
    };
    let mut at = from;
    while group(at) == 2 {
        at += 3;
    }
    (at > from && lead <= 2 && group(at) == 3).then_some(at + 4)
}

/// The digits of a number, gathered without a copy on the heap.
#[derive(Default)]
struct Digits {
    bytes: [u8; MAX_DIGITS + 1],
    len: usize,
    is_too_long: bool,
}

impl Digits {
    fn push(&mut self, digits: &[u8]) {
        match self.bytes.get_mut(self.len..self.len + digits.len()) {
            Some(space) => {
                space.copy_from_slice(digits);
                self.len += digits.len();
            }
            None => self.is_too_long = true,
        }
    }

    fn point(&mut self) {
        self.push(b".");
    }

    fn value(&self) -> f64 {
        let written = std::str::from_utf8(&self.bytes[..self.len]);
        written
            .ok()
            .and_then(|written| written.parse().ok())
            .unwrap_or(0.0)
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
