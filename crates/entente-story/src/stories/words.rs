//! Plain words of a text, without a parse: stems as hashes, with what their letters tell.

use std::sync::LazyLock;

use crate::table::rows;

/// Bytes of a word that count; the rest of a longer one is left out.
const MAX_WORD: usize = 48;

/// Words that join words.
static PASSING: LazyLock<Passing> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/passing.tsv"));
    let words = rows.flatten().flat_map(str::split_whitespace);
    Passing::new(words.map(|word| hash(word.as_bytes())).collect())
});

/// A small set of hashes that is asked for every word.
struct Passing {
    /// Does any hash have these low bits?
    bits: [u64; 64],
    /// In order.
    hashes: Vec<u32>,
}

impl Passing {
    fn new(mut hashes: Vec<u32>) -> Self {
        hashes.sort_unstable();
        let mut bits = [0; 64];
        for hash in &hashes {
            bits[(hash >> 6 & 63) as usize] |= 1 << (hash & 63);
        }
        Self { bits, hashes }
    }

    fn holds(&self, hash: u32) -> bool {
        self.bits[(hash >> 6 & 63) as usize] >> (hash & 63) & 1 == 1
            && self.hashes.binary_search(&hash).is_ok()
    }
}

/// One word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Stands for the stem.
    pub stem: u32,
    /// The value of a whole number of up to nine digits.
    pub number: Option<u32>,
    /// Number of a month that is named, 1 to 12.
    pub month: Option<u8>,
    /// A day with its year, as `2024-03-09` or `9/3/2024` in one word.
    pub day: Option<[u32; 3]>,
    /// Does it begin with a capital?
    pub is_capital: bool,
    /// Does it begin with a digit?
    pub is_number: bool,
    /// Does it only join words?
    pub is_passing: bool,
    /// Does it begin a sentence?
    pub starts: bool,
}

/// A number for a run of bytes, the same everywhere: eight of them at a time.
pub(crate) fn hash(bytes: &[u8]) -> u32 {
    let mix = |hash: u64, eight: u64| {
        let mixed = (hash ^ eight).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed ^ (mixed >> 29)
    };
    let (eights, rest) = bytes.as_chunks::<8>();
    let hash = eights.iter().fold(bytes.len() as u64, |hash, eight| {
        mix(hash, u64::from_le_bytes(*eight))
    });
    let last = rest
        .iter()
        .rev()
        .fold(0, |last, byte| last << 8 | u64::from(*byte));
    let hash = mix(hash, last).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (hash ^ (hash >> 32)) as u32
}

/// A number for two words in a row; `kind` keeps the kinds of pairs apart.
pub(crate) fn hash_pair(first: u32, second: u32, kind: u32) -> u32 {
    let mixed = (u64::from(first) << 32 | u64::from(second)) ^ u64::from(kind) << 17;
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed ^ (mixed >> 32)) as u32
}

/// Shows the first `most` words of a text to `each`.
pub(crate) fn words(text: &str, most: usize, mut each: impl FnMut(Word)) {
    let passing = &*PASSING;
    let mut buffer = Buffer::default();
    let mut n_words = 0;
    let mut starts = true;
    let mut before: Option<char> = None;
    let mut at = 0;
    while let Some(character) = character_at(text, at) {
        if n_words >= most {
            return;
        }
        at += character.len_utf8();
        let first = before.take();
        if is_dense(character) {
            before = Some(character);
            // Scripts without blanks: two characters in a row stand for a word.
            let Some(first) = first else { continue };
            buffer.n_bytes = 0;
            buffer.push(first);
            buffer.push(character);
        } else if character.is_alphanumeric() {
            buffer.n_bytes = 0;
            buffer.push(character);
            at = buffer.push_plain(text, at);
            at = buffer.push_rest(text, at);
        } else {
            starts |= matches!(character, '.' | '!' | '?' | '\n');
            continue;
        }
        each(buffer.word(character.is_uppercase(), starts, passing));
        n_words += 1;
        starts = false;
    }
}

/// The character that begins at a byte.
fn character_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some(char::from(*byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

/// Can the mark stand inside a word?
fn is_joint(mark: char) -> bool {
    matches!(mark, '.' | '\'' | '’' | ',' | '-' | '/')
}

/// Is it a character of a script that sets no blanks between words?
fn is_dense(character: char) -> bool {
    matches!(character, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The letters of one word in lower case.
struct Buffer {
    bytes: [u8; MAX_WORD],
    n_bytes: usize,
}

impl Default for Buffer {
    fn default() -> Self {
        Self {
            bytes: [0; MAX_WORD],
            n_bytes: 0,
        }
    }
}

impl Buffer {
    /// Takes the letters and digits of ASCII that stand at a byte, and gives the byte after them.
    fn push_plain(&mut self, text: &str, at: usize) -> usize {
        let rest = &text.as_bytes()[at..];
        let n_plain = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        let free = &mut self.bytes[self.n_bytes..];
        let n_taken = n_plain.min(free.len());
        // The bit makes letters small; digits have it anyway.
        free.iter_mut()
            .zip(&rest[..n_taken])
            .for_each(|(free, byte)| *free = byte | 0x20);
        self.n_bytes += n_taken;
        at + n_plain
    }

    /// Takes what is left of a word that goes on at a byte, and gives the byte after it.
    fn push_rest(&mut self, text: &str, mut at: usize) -> usize {
        while let Some(next) = character_at(text, at) {
            let after = at + next.len_utf8();
            let is_letter = |character: char| character.is_alphanumeric() && !is_dense(character);
            let goes_on = is_letter(next)
                || is_joint(next) && character_at(text, after).is_some_and(is_letter);
            if !goes_on {
                break;
            }
            self.push(next);
            at = after;
        }
        at
    }

    fn push(&mut self, character: char) {
        if character.is_ascii() {
            self.push_bytes(&[character.to_ascii_lowercase() as u8]);
            return;
        }
        let character = if character == '’' { '\'' } else { character };
        for lower in character.to_lowercase() {
            let mut encoded = [0; 4];
            self.push_bytes(lower.encode_utf8(&mut encoded).as_bytes());
        }
    }

    fn push_bytes(&mut self, bytes: &[u8]) {
        let free = &mut self.bytes[self.n_bytes..];
        if bytes.len() <= free.len() {
            free[..bytes.len()].copy_from_slice(bytes);
            self.n_bytes += bytes.len();
        }
    }

    fn word(&self, is_capital: bool, starts: bool, passing: &Passing) -> Word {
        let letters = &self.bytes[..self.n_bytes];
        let is_number = letters.first().is_some_and(u8::is_ascii_digit);
        let whole = hash(letters);
        let is_passing = passing.holds(whole) || letters.len() < 2 && !is_number;
        // In small letters it is a verb.
        let month = if is_capital { month(letters) } else { None };
        let (number, day) = if is_number {
            (number(letters), day(letters))
        } else {
            (None, None)
        };
        let stem = match number {
            Some(number) => hash_pair(number, 0, 3),
            None => match stem(letters) {
                stem if stem.len() == letters.len() => whole,
                stem => hash(stem),
            },
        };
        Word {
            stem,
            number,
            month,
            day,
            is_capital,
            is_number,
            is_passing,
            starts,
        }
    }
}

/// The part of an English word that its forms share, roughly: `threatens`, `threatened` and `threatening` meet.
fn stem(letters: &[u8]) -> &[u8] {
    let mut word = letters.strip_suffix(b"'s").unwrap_or(letters);
    let cut = |word: &[u8], n: usize| word.len().saturating_sub(n);
    if word.len() > 4 && word.ends_with(b"ies") {
        return &word[..cut(word, 2)];
    }
    let hisses = |word: &[u8]| {
        [&b"sses"[..], b"ches", b"shes"]
            .iter()
            .any(|end| word.ends_with(end))
    };
    if word.len() > 4 && hisses(word) {
        return &word[..cut(word, 2)];
    }
    if word.len() > 4 && word.ends_with(b"s") && !word.ends_with(b"ss") && !word.ends_with(b"us") {
        word = &word[..cut(word, 1)];
    }
    if word.len() > 5 && word.ends_with(b"ing") {
        word = &word[..cut(word, 3)];
    } else if word.len() > 5 && word.ends_with(b"ed") {
        word = &word[..cut(word, 2)];
    }
    if word.len() > 4 && (word.ends_with(b"e") || word.ends_with(b"y")) {
        word = &word[..cut(word, 1)];
        // `ies` keeps its `i`, so that it meets `y` cut off.
    }
    word.strip_suffix(b"i").unwrap_or(word)
}

fn month(letters: &[u8]) -> Option<u8> {
    const MONTHS: [&[u8]; 12] = [
        b"january",
        b"february",
        b"march",
        b"april",
        b"may",
        b"june",
        b"july",
        b"august",
        b"september",
        b"october",
        b"november",
        b"december",
    ];
    let letters = letters.strip_suffix(b".").unwrap_or(letters);
    if !(3..=9).contains(&letters.len()) || !b"jfmasond".contains(&letters[0]) {
        return None;
    }
    let names = |name: &&[u8]| letters == *name || letters.len() <= 4 && name.starts_with(letters);
    let at = MONTHS.iter().position(&names)?;
    Some(at as u8 + 1)
}

/// A whole number, also with commas between thousands or with the ending of an ordinal.
fn number(letters: &[u8]) -> Option<u32> {
    let digits = [&b"st"[..], b"nd", b"rd", b"th"]
        .iter()
        .find_map(|end| letters.strip_suffix(*end))
        .unwrap_or(letters);
    let mut value = 0_u32;
    let mut n_digits = 0;
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
                n_digits += 1;
            }
            b',' => {}
            _ => return None,
        }
    }
    (n_digits > 0 && n_digits < 10).then_some(value)
}

/// Year, month and day of a date in one word.
fn day(letters: &[u8]) -> Option<[u32; 3]> {
    let mut parts = letters.split(|byte| matches!(byte, b'-' | b'/' | b'.'));
    let [first, second, third] = [
        number(parts.next()?)?,
        number(parts.next()?)?,
        number(parts.next()?)?,
    ];
    if parts.next().is_some() {
        return None;
    }
    if first > 31 {
        return Some([first, second, third]);
    }
    // Both orders of day and month are in use; where both can be, the day comes first.
    let (day, month) = if second > 12 {
        (second, first)
    } else {
        (first, second)
    };
    Some([third, month, day])
}
