//! What the words of a language mean to the rules of figures: one table for each language, one engine for all.
//!
//! Every known word has a number. It is looked up once, when a text is cut into pieces; the rules then ask for
//! what the number stands for. English has its own tables, because more rules read them; each other language
//! has one file, `data/figure_LANGUAGE.tsv`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::hedge::Hedges;
use super::number::{Role, role_of};
use super::unit::Units;
use crate::table;

/// What a word does beside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// "two hundred and five".
    AndHundred,
    /// "vingt et un", "treinta y dos".
    AndTen,
    /// Between the ends of "between 10 and 12".
    And,
    /// "three or four".
    Or,
    /// "millions of".
    Of,
    /// "10 to 12".
    To,
    /// "from 10 to 12".
    From,
    /// "between 10 and 12".
    Between,
    /// "a million".
    Article,
    /// "per barrel".
    Per,
    /// "$3 a barrel".
    Each,
    /// "minus 5".
    Minus,
    /// "several hundred".
    Few,
    /// "a couple of".
    Couple,
    /// "half a million".
    Half,
    /// "two point five".
    Point,
    /// "one in five".
    In,
    /// "one out of five".
    Out,
    /// "one in every five".
    Every,
    /// "80th".
    Ending,
    /// "35 years old".
    Old,
    /// "aged 35".
    Aged,
    /// Behind a time of day.
    Clock,
    /// May.
    Month,
    /// Part of an address.
    Street,
    /// The number of a telephone that everybody knows.
    Emergency,
    /// Before such a number.
    Dial,
    /// Behind such a number.
    Dialled,
    /// Before a number that is a name.
    Label,
    /// Before a year.
    When,
    /// Behind a "one" that counts nothing.
    Idle,
    /// "two years ago".
    Away,
    /// "the past two years".
    Past,
    /// A length of time that is an age: "35-jährig".
    AgeUnit,
    /// A verb of change: "rose".
    Change,
    /// "plus de la moitié": the article of a share.
    The,
    /// "tres mil 500": a scale that goes on in digits.
    Joins,
    /// "2024 года": makes a number a year.
    Year,
    /// "80. Jahrestag": makes a number with a full stop an ordinal.
    Counted,
}

const CLASSES: [(&str, Class); 39] = [
    ("the", Class::The),
    ("joins", Class::Joins),
    ("year", Class::Year),
    ("counted", Class::Counted),
    ("and_hundred", Class::AndHundred),
    ("and_ten", Class::AndTen),
    ("and", Class::And),
    ("or", Class::Or),
    ("of", Class::Of),
    ("to", Class::To),
    ("from", Class::From),
    ("between", Class::Between),
    ("article", Class::Article),
    ("per", Class::Per),
    ("each", Class::Each),
    ("minus", Class::Minus),
    ("few", Class::Few),
    ("couple", Class::Couple),
    ("half", Class::Half),
    ("point", Class::Point),
    ("in", Class::In),
    ("out", Class::Out),
    ("every", Class::Every),
    ("ending", Class::Ending),
    ("old", Class::Old),
    ("aged", Class::Aged),
    ("clock", Class::Clock),
    ("month", Class::Month),
    ("street", Class::Street),
    ("emergency", Class::Emergency),
    ("dial", Class::Dial),
    ("dialled", Class::Dialled),
    ("label", Class::Label),
    ("when", Class::When),
    ("idle", Class::Idle),
    ("away", Class::Away),
    ("past", Class::Past),
    ("age_unit", Class::AgeUnit),
    ("change", Class::Change),
];

/// How numbers are written in digits.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The mark before decimals.
    pub decimal: char,
    /// Marks between thousands.
    pub groups: &'static [char],
    /// May the marks be exchanged, as in Latin America: is "3.5" a number too?
    pub is_loose: bool,
}

/// How English writes numbers.
pub const ENGLISH_STYLE: Style = Style {
    decimal: '.',
    groups: &[',', '\u{a0}', '\u{202f}', '\u{2009}'],
    is_loose: false,
};
const POINT_STYLE: Style = Style {
    decimal: ',',
    groups: &['.', '\'', '’', '\u{a0}', '\u{202f}', '\u{2009}'],
    is_loose: false,
};
const LOOSE_STYLE: Style = Style {
    is_loose: true,
    groups: &['.', ',', '\u{a0}', '\u{202f}', '\u{2009}', ' '],
    ..POINT_STYLE
};
const BLANK_STYLE: Style = Style {
    is_loose: true,
    groups: &['\u{a0}', '\u{202f}', '\u{2009}', ' ', '.'],
    ..POINT_STYLE
};

/// What one word means.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// What it does in numerals.
    pub numerals: Vec<(Role, f64)>,
    /// What it does beside them, a bit for each class.
    classes: u64,
    /// May an amount start with it?
    pub starts: bool,
}

/// The tables of one language.
pub struct Language {
    /// As a primary tag of BCP 47.
    pub code: &'static str,
    /// How it writes numbers.
    pub style: Style,
    /// Its hedges.
    pub hedges: Hedges,
    /// Its units.
    pub units: Units,
    /// Does it write numerals in one word?
    pub has_compounds: bool,
    words: HashMap<Box<[u8]>, u32, BuildHasherDefault<WordHasher>>,
    entries: Vec<Entry>,
    /// A bit for the first three letters of each part of a numeral, to turn other words away fast.
    numeral_starts: [u64; 64],
}

/// No known word.
pub const UNKNOWN: u32 = 0;
/// A numeral in one word, whose value stands in its piece: "zweiundzwanzig".
pub const WHOLE: u32 = u32::MAX;
/// The same as an ordinal: "zweiundzwanzigster".
pub const WHOLE_ORDINAL: u32 = u32::MAX - 1;
/// Bytes of the longest word that is looked up.
pub const MAX_WORD: usize = 80;

/// Bytes of the longest part of a numeral in one word.
const MAX_PART: usize = 16;

/// English.
static ENGLISH: LazyLock<Language> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder.english();
    builder.finish("en", ENGLISH_STYLE)
});

/// The other languages, in order of their codes.
static OTHERS: LazyLock<[Language; 4]> = LazyLock::new(|| {
    let read = |code, style, text| {
        let mut builder = Builder::default();
        builder.file(text);
        builder.finish(code, style)
    };
    [
        read("de", POINT_STYLE, include_str!("../../data/figure_de.tsv")),
        read("es", LOOSE_STYLE, include_str!("../../data/figure_es.tsv")),
        read("fr", BLANK_STYLE, include_str!("../../data/figure_fr.tsv")),
        read("ru", BLANK_STYLE, include_str!("../../data/figure_ru.tsv")),
    ]
});

/// The tables of a language, by the primary tag of BCP 47; of English for a language without tables.
#[must_use]
pub fn language(code: &str) -> &'static Language {
    let primary = code.split(['-', '_']).next().unwrap_or(code);
    if primary.eq_ignore_ascii_case("en") {
        return &ENGLISH;
    }
    let mut others = OTHERS.iter();
    others
        .find(|other| primary.eq_ignore_ascii_case(other.code))
        .unwrap_or(&ENGLISH)
}

impl Language {
    /// The number of a word in any case; `UNKNOWN` if it means nothing.
    #[must_use]
    pub fn word(&self, word: &str) -> u32 {
        let mut buffer = [0; MAX_WORD];
        let Some(lower) = lower(word, &mut buffer) else {
            return UNKNOWN;
        };
        self.words.get(lower).copied().unwrap_or(UNKNOWN)
    }

    /// What a word means.
    #[must_use]
    pub fn entry(&self, word: u32) -> &Entry {
        self.entries.get(word as usize).unwrap_or(&self.entries[0])
    }

    /// Does a word belong to a class?
    #[must_use]
    pub fn is(&self, word: u32, class: Class) -> bool {
        self.entry(word).classes & bit(class) != 0
    }

    /// The starts of `lower` that have a part in numerals, the longest first: their bytes and their entries.
    pub fn numeral_prefixes<'a>(
        &'a self,
        lower: &'a [u8],
    ) -> impl Iterator<Item = (usize, &'a Entry)> {
        let (slot, bit) = start_bit(lower);
        let longest = if self.numeral_starts[slot] & bit == 0 {
            0
        } else {
            lower.len().min(MAX_PART)
        };
        (2..=longest).rev().filter_map(|end| {
            let entry = self.entry(*self.words.get(&lower[..end])?);
            (!entry.numerals.is_empty() || entry.is(Class::AndTen)).then_some((end, entry))
        })
    }
}

impl Entry {
    /// Does it belong to a class?
    #[must_use]
    pub fn is(&self, class: Class) -> bool {
        self.classes & bit(class) != 0
    }
}

const fn bit(class: Class) -> u64 {
    1 << class as u64
}

/// `word` in lower case, without a copy on the heap; none for a word that is longer than any known.
#[must_use]
pub fn lower<'a>(word: &str, buffer: &'a mut [u8; MAX_WORD]) -> Option<&'a [u8]> {
    let bytes = word.as_bytes();
    if bytes.is_ascii() {
        let buffer = buffer.get_mut(..bytes.len())?;
        buffer.copy_from_slice(bytes);
        buffer.make_ascii_lowercase();
        return Some(buffer);
    }
    let mut len = 0;
    for letter in word.chars().flat_map(char::to_lowercase) {
        let end = len + letter.len_utf8();
        letter.encode_utf8(buffer.get_mut(len..end)?);
        len = end;
    }
    Some(&buffer[..len])
}

/// The bit of the first three letters of a word.
fn start_bit(lower: &[u8]) -> (usize, u64) {
    let hash = lower.iter().take(3).fold(0_usize, |hash, &byte| {
        hash.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    (hash / 64 % 64, 1 << (hash % 64))
}

/// Gathers the tables of a language.
#[derive(Default)]
struct Builder {
    words: HashMap<Box<[u8]>, u32, BuildHasherDefault<WordHasher>>,
    entries: Vec<Entry>,
    hedges: Vec<(&'static str, &'static str, &'static str)>,
    units: Vec<(&'static str, &'static str)>,
    has_compounds: bool,
}

impl Builder {
    fn entry(&mut self, word: &str) -> &mut Entry {
        if self.entries.is_empty() {
            self.entries.push(Entry::default());
        }
        let key: Box<[u8]> = word.to_lowercase().into_bytes().into();
        let next = self.entries.len() as u32;
        let idx = *self.words.entry(key).or_insert(next);
        if idx == next {
            self.entries.push(Entry::default());
        }
        &mut self.entries[idx as usize]
    }

    fn numeral(&mut self, word: &str, role: &str, value: &str) {
        if let (Some(role), Ok(value)) = (role_of(role), value.parse()) {
            let entry = self.entry(word);
            entry.numerals.push((role, value));
            entry.starts = true;
        }
    }

    fn class(&mut self, word: &str, class: &str) {
        let Some(&(_, class)) = CLASSES.iter().find(|(name, _)| *name == class) else {
            return;
        };
        let starts = matches!(
            class,
            Class::Article | Class::Minus | Class::Few | Class::Half | Class::Couple | Class::Point
        );
        let entry = self.entry(word);
        entry.classes |= bit(class);
        entry.starts |= starts;
    }

    /// The tables of English.
    fn english(&mut self) {
        for row in table::rows(include_str!("../../data/numeral.tsv")) {
            if let [word, role, value] = row[..] {
                self.numeral(word, role, value);
            }
        }
        for row in table::rows(include_str!("../../data/figure_word.tsv")) {
            if let [class, word, ..] = row[..] {
                self.class(word, class);
            }
        }
        for row in table::rows(include_str!("../../data/figure_change.tsv")) {
            for word in row.into_iter().skip(1) {
                self.class(word, "change");
            }
        }
        for row in table::rows(include_str!("../../data/hedge.tsv")) {
            if let [words, hedge, side] = row[..] {
                self.hedges.push((words, hedge, side));
            }
        }
    }

    /// The one table of another language.
    fn file(&mut self, text: &'static str) {
        for row in table::rows(text) {
            let [part, words, kind, ..] = row[..] else {
                continue;
            };
            let value = row.get(3).copied().unwrap_or_default();
            for word in words.split(',').map(str::trim) {
                match part {
                    "numeral" => self.numeral(word, kind, value),
                    "word" => self.class(word, kind),
                    "hedge" => self.hedges.push((word, kind, value)),
                    "unit" => self.units.push((word, kind)),
                    "compound" => self.has_compounds = true,
                    _ => {}
                }
            }
        }
    }

    fn finish(mut self, code: &'static str, style: Style) -> Language {
        let units = Units::new((code != "en").then_some(&self.units[..]));
        for word in units.first_words() {
            self.entry(&word).starts = true;
        }
        let mut numeral_starts = [0; 64];
        for (word, idx) in &self.words {
            let entry = &self.entries[*idx as usize];
            if !entry.numerals.is_empty() || entry.is(Class::AndTen) {
                let (slot, bit) = start_bit(word);
                numeral_starts[slot] |= bit;
            }
        }
        Language {
            code,
            style,
            numeral_starts,
            hedges: Hedges::new(&self.hedges),
            units,
            has_compounds: self.has_compounds,
            words: self.words,
            entries: self.entries,
        }
    }
}

/// Hashes short words fast; what strangers write is only looked up, never added.
#[derive(Default)]
pub struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, len: usize) {
        self.write_u64(len as u64);
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}
