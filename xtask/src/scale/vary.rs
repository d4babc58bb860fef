//! Texts told again of other people, on other days: a text is cut once into what stays and what changes, and put together
//! anew for each round. Nothing changes its length, so that all spans stay true.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::train::Random;

/// Articles are numbered from here on in texts that are cut, so that their numbers are known wherever they stand.
pub const FIRST: u32 = 4_000_000_000;
const DIGITS: usize = 10;
const DAY: usize = "2018-07-16".len();

/// Surnames that can be exchanged for each other.
#[derive(Default)]
pub struct Names {
    by_word: BTreeMap<String, usize>,
    words: Vec<String>,
    by_length: BTreeMap<usize, Vec<usize>>,
}

impl Names {
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut names = Self::default();
        for word in words {
            let idx = names.words.len();
            if names.by_word.insert(word.clone(), idx).is_none() {
                names.by_length.entry(word.len()).or_default().push(idx);
                names.words.push(word);
            }
        }
        names
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Which name stands for which in a round.
    pub fn exchanged(&self, random: &mut Random) -> Vec<usize> {
        let mut other: Vec<usize> = (0..self.words.len()).collect();
        for alike in self.by_length.values() {
            let mut mixed = alike.clone();
            for idx in (1..mixed.len()).rev() {
                mixed.swap(idx, random.below(idx as u64 + 1) as usize);
            }
            for (&from, &to) in alike.iter().zip(&mixed) {
                other[from] = to;
            }
        }
        other
    }

    /// An id like `person:jane-roe` with the names of a round.
    pub fn id(&self, id: &str, round: &Round) -> String {
        let words = id.split('-').map(|word| match self.by_word.get(word) {
            Some(&idx) => self.words[round.names[idx]].as_str(),
            None => word,
        });
        words.collect::<Vec<_>>().join("-")
    }
}

/// What is other in a round.
pub struct Round {
    pub number: u32,
    /// Added to the numbers of articles.
    pub articles: u32,
    /// Added to days.
    pub n_days: i32,
    /// The name that stands for each.
    pub names: Vec<usize>,
}

impl Round {
    /// A day of this round; what is beyond the calendar stays.
    pub fn day(&self, day: Date) -> Date {
        day.checked_add(self.n_days.days()).unwrap_or(day)
    }

    /// A moment as printed, with its day moved.
    pub fn moment(&self, moment: &str) -> String {
        match moment.get(..DAY).and_then(|day| day.parse().ok()) {
            Some(day) => format!("{}{}", self.day(day), &moment[DAY..]),
            None => moment.to_owned(),
        }
    }
}

enum Piece {
    Keep(usize, usize),
    Article(u32),
    Day(Date),
    Name(usize, bool),
    Digit(u8),
}

/// A text that is cut.
pub struct Template {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
}

impl Template {
    /// Cuts JSON whose articles are numbered from [`FIRST`] on; in the bytes of `numbers`, numbers change too.
    pub fn new(bytes: Vec<u8>, names: &Names, numbers: std::ops::Range<usize>) -> Self {
        let mut pieces = Vec::new();
        let (mut kept, mut at) = (0, 0);
        while at < bytes.len() {
            let (piece, length) = next(&bytes, at, names, numbers.contains(&at));
            if let Some(piece) = piece {
                // The last digit of a number is what changes.
                let from = if matches!(piece, Piece::Digit(_)) {
                    at + length - 1
                } else {
                    at
                };
                pieces.push(Piece::Keep(kept, from));
                pieces.push(piece);
                kept = at + length;
            }
            at += length;
        }
        pieces.push(Piece::Keep(kept, bytes.len()));
        Self { bytes, pieces }
    }

    /// The text of a round.
    pub fn tell(&self, names: &Names, round: &Round) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.bytes.len());
        for piece in &self.pieces {
            match piece {
                Piece::Keep(from, to) => out.extend(&self.bytes[*from..*to]),
                Piece::Article(number) => {
                    out.extend((number - FIRST + round.articles).to_string().bytes());
                }
                Piece::Day(day) => out.extend(round.day(*day).to_string().bytes()),
                Piece::Name(idx, is_capital) => {
                    let start = out.len();
                    out.extend(names.words[round.names[*idx]].bytes());
                    if *is_capital {
                        out[start].make_ascii_uppercase();
                    }
                }
                Piece::Digit(digit) => {
                    out.push(b'0' + (digit - b'0' + (round.number % 10) as u8) % 10)
                }
            }
        }
        out
    }
}

/// What stands at a place, and how many bytes it has.
fn next(bytes: &[u8], at: usize, names: &Names, is_text: bool) -> (Option<Piece>, usize) {
    let run = |is: fn(&u8) -> bool| bytes[at..].iter().take_while(|byte| is(byte)).count();
    let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
    match bytes[at] {
        b'0'..=b'9' => {
            let length = run(u8::is_ascii_digit);
            let text = |to: usize| std::str::from_utf8(bytes.get(at..at + to)?).ok();
            let number = text(length).and_then(|text| text.parse::<u32>().ok());
            let day = text(DAY).and_then(|day| day.parse::<Date>().ok());
            match (number, day) {
                (_, Some(day)) if before == b'"' => (Some(Piece::Day(day)), DAY),
                (Some(number), _) if length == DIGITS && number >= FIRST => {
                    (Some(Piece::Article(number)), length)
                }
                (Some(number), _) if is_text && length > 1 && !(1900..2100).contains(&number) => {
                    (Some(Piece::Digit(bytes[at + length - 1])), length)
                }
                _ => (None, length),
            }
        }
        byte if is_letter(&byte) => {
            let length = run(is_letter);
            let word = String::from_utf8_lossy(&bytes[at..at + length]);
            let is_capital = byte.is_ascii_uppercase();
            let is_part = is_capital || before == b'-';
            let word = if is_capital {
                word.to_ascii_lowercase()
            } else {
                word.into_owned()
            };
            let name = names
                .by_word
                .get(&word)
                .filter(|_| is_part && before != b'\\');
            (name.map(|&idx| Piece::Name(idx, is_capital)), length)
        }
        _ => (None, 1),
    }
}

fn is_letter(byte: &u8) -> bool {
    byte.is_ascii_alphabetic() || !byte.is_ascii()
}
