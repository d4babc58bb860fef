//! Cuts text into words, numbers and marks, and looks every word up.
//!
//! The cut is finer than the parser's: "Sept.", "10pm", "mid-1990s" and "2025-05-09" come apart, so that
//! the grammar sees the same atoms whatever wrote the tokens, or if nothing did.

pub use crate::register::Register;
use entente_types::Span;

use super::word::{LONGEST, Word, look_up};

/// What an atom is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters.
    Word,
    /// Digits.
    Number,
    /// One character that is neither.
    Mark,
    /// The end of a line.
    Break,
}

/// The smallest piece that the grammar reads.
#[derive(Clone, Copy, Debug)]
pub struct Atom {
    /// Where in the text.
    pub span: Span,
    /// What it is made of.
    pub kind: Kind,
    /// Does it follow the atom before without a blank?
    pub glued: bool,
    /// Does it begin with a capital?
    pub capital: bool,
    /// What the word can mean.
    pub word: Option<&'static Word>,
    /// The value of digits; `u32::MAX` if there are more than nine.
    pub number: u32,
}

/// A text in atoms.
pub struct Text<'a> {
    /// How it is written.
    register: Register,
    /// The text.
    pub source: &'a str,
    /// Its atoms in order.
    pub atoms: Vec<Atom>,
    /// Words of time that stand behind a first name somewhere: "May" where the text speaks of Theresa May.
    surnames: Vec<&'a str>,
}

impl<'a> Text<'a> {
    /// Cuts a text.
    pub fn new(source: &'a str, register: Register) -> Self {
        let mut atoms: Vec<Atom> = Vec::with_capacity(source.len() / 5);
        let (mut at, mut glued) = (0, false);
        while let Some((kind, end)) = piece(source, at) {
            if let Some(kind) = kind {
                atoms.push(atom(source, Span::new(at, end), kind, glued));
            }
            glued = kind.is_some_and(|kind| kind != Kind::Break);
            at = end;
        }
        let mut text = Self {
            register,
            source,
            atoms,
            surnames: Vec::new(),
        };
        text.find_surnames();
        text
    }

    fn find_surnames(&mut self) {
        let is_capital = |atom: &Atom| atom.capital && atom.kind == Kind::Word;
        for at in 1..self.atoms.len() {
            let [before, here] = [self.atoms[at - 1], self.atoms[at]];
            let is_first = is_capital(&before) && before.word.is_none() && !self.begins(at - 1);
            let is_name = is_capital(&here) && (is_first || self.is_title(at - 1));
            let is_time = here.word.is_some_and(|word| word.month.is_some());
            let is_day = self
                .get(at + 1)
                .is_some_and(|next| next.kind == Kind::Number);
            let name = self.at(at);
            if is_name && is_time && !here.glued && !is_day && !self.surnames.contains(&name) {
                self.surnames.push(name);
            }
        }
    }

    /// Does "Mrs." end at a place, or another short word with a capital and a point?
    fn is_title(&self, at: usize) -> bool {
        let Some(before) = at
            .checked_sub(1)
            .filter(|_| self.is(at, ".") && self.glued(at))
        else {
            return false;
        };
        let mut letters = self.at(before).chars();
        let is_small = |letter: char| letter.is_lowercase();
        let is_mixed =
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(is_small);
        is_mixed && letters.count() <= 1 && self.word(before).is_none()
    }

    /// Is the word at a place a surname somewhere in the text?
    pub fn is_surname(&self, at: usize) -> bool {
        self.surnames.contains(&self.at(at))
    }

    /// Is it a terse note or command?
    pub fn is_note(&self) -> bool {
        self.register == Register::Note
    }

    /// The atom at a place.
    pub fn get(&self, at: usize) -> Option<&Atom> {
        self.atoms.get(at)
    }

    /// What the word at a place can mean.
    pub fn word(&self, at: usize) -> Option<&'static Word> {
        self.get(at)?.word
    }

    /// The characters at a place; empty past the end.
    pub fn at(&self, at: usize) -> &'a str {
        let Some(atom) = self.atoms.get(at) else {
            return "";
        };
        &self.source[atom.span.start as usize..atom.span.end as usize]
    }

    /// Does this word or mark stand at a place, in whatever case?
    pub fn is(&self, at: usize, word: &str) -> bool {
        let here = self.at(at);
        same(here, word)
    }

    /// Does one of these words or marks stand at a place?
    pub fn is_any(&self, at: usize, words: &[&str]) -> bool {
        let here = self.at(at);
        !here.is_empty() && words.iter().any(|word| same(here, word))
    }

    /// Does an atom follow the one before it without a blank?
    pub fn glued(&self, at: usize) -> bool {
        self.get(at).is_some_and(|atom| atom.glued)
    }

    /// The digits at a place: value and how many there are.
    pub fn digits(&self, at: usize) -> Option<(u32, usize)> {
        let atom = self.get(at).filter(|atom| atom.kind == Kind::Number)?;
        Some((atom.number, atom.span.len()))
    }

    /// The place after a hyphen that joins two words, or the same place.
    pub fn joint(&self, at: usize) -> usize {
        let is_hyphen = self.is_any(at, &["-", "‐", "‑"]);
        if is_hyphen && self.glued(at) && self.glued(at + 1) {
            at + 1
        } else {
            at
        }
    }

    /// The place after "'s" or "'", or `None`.
    pub fn possessive(&self, at: usize) -> Option<usize> {
        if !(self.is_any(at, &["'", "’"]) && self.glued(at)) {
            return None;
        }
        Some(if self.is(at + 1, "s") && self.glued(at + 1) {
            at + 2
        } else {
            at + 1
        })
    }

    /// The place after these words if they stand here.
    pub fn phrase(&self, at: usize, words: &[&str]) -> Option<usize> {
        let all = words
            .iter()
            .enumerate()
            .all(|(idx, word)| self.is(at + idx, word));
        all.then_some(at + words.len())
    }

    /// The text from one atom up to, but without, another.
    pub fn span(&self, from: usize, to: usize) -> Span {
        match (self.get(from), self.get(to.saturating_sub(1))) {
            (Some(first), Some(last)) if from < to => first.span.join(last.span),
            _ => Span::default(),
        }
    }

    /// Does a sentence or line begin at a place? Told from marks alone.
    pub fn begins(&self, at: usize) -> bool {
        at == 0
            || self
                .get(at - 1)
                .is_some_and(|atom| atom.kind == Kind::Break)
            || self.is_any(
                at - 1,
                &[".", "!", "?", ":", "\"", "“", "”", "-", "—", "–", "'", "‘"],
            )
    }
}

/// Are these the same letters, in whatever case? Nearly every word differs in its length or first letter.
fn same(here: &str, word: &str) -> bool {
    let first = |word: &str| word.as_bytes().first().map(u8::to_ascii_lowercase);
    here.len() == word.len() && first(here) == first(word) && here.eq_ignore_ascii_case(word)
}

/// The piece of a text that begins at a place: its kind, `None` for blanks, and its end.
fn piece(source: &str, start: usize) -> Option<(Option<Kind>, usize)> {
    let first = next_char(source, start)?;
    let kind = kind_of(first);
    let mut end = start + first.len_utf8();
    if matches!(kind, Some(Kind::Word | Kind::Number)) {
        while let Some(next) = next_char(source, end).filter(|next| kind_of(*next) == kind) {
            end += next.len_utf8();
        }
    }
    Some((kind, end))
}

/// The character at a border of characters.
fn next_char(source: &str, at: usize) -> Option<char> {
    match source.as_bytes().get(at) {
        Some(&byte) if byte.is_ascii() => Some(char::from(byte)),
        Some(_) => source[at..].chars().next(),
        None => None,
    }
}

/// What a character is part of; `None` for blanks.
fn kind_of(character: char) -> Option<Kind> {
    match character {
        '\n' => Some(Kind::Break),
        '0'..='9' => Some(Kind::Number),
        'a'..='z' | 'A'..='Z' => Some(Kind::Word),
        _ if character.is_whitespace() => None,
        _ if !character.is_ascii() && character.is_alphabetic() => Some(Kind::Word),
        _ => Some(Kind::Mark),
    }
}

fn atom(source: &str, span: Span, kind: Kind, glued: bool) -> Atom {
    let written = &source[span.range()];
    let number = match kind {
        Kind::Number if written.len() <= 9 => written.parse().unwrap_or(u32::MAX),
        _ => u32::MAX,
    };
    Atom {
        span,
        kind,
        glued,
        capital: written.starts_with(char::is_uppercase),
        word: (kind == Kind::Word).then(|| find(written)).flatten(),
        number,
    }
}

fn find(written: &str) -> Option<&'static Word> {
    let mut buffer = [0_u8; LONGEST];
    let bytes = written.as_bytes();
    let lower = buffer.get_mut(..bytes.len())?;
    lower.copy_from_slice(bytes);
    lower.make_ascii_lowercase();
    look_up(std::str::from_utf8(lower).ok()?)
}

/// The atoms of a phrase of a table, as written.
pub fn cut(text: &'static str) -> Vec<&'static str> {
    Text::new(text, Register::Report)
        .atoms
        .iter()
        .map(|atom| &text[atom.span.range()])
        .collect()
}
