//! The words of a text as copies are found by them: letters and digits in lower case, nothing else.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use entente_types::Span;

use crate::table::rows;

/// Whose words a text gives, as far as its signs tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    /// The reporter's own.
    Own,
    /// Someone's, between quotation marks.
    Quoted,
    /// Someone's without marks, in a passage set apart behind a colon.
    Shown,
    /// Someone's in a post of a social network.
    Posted,
}

/// A text cut into words, each with its place and whose words it gives.
///
/// Reading is one pass over the bytes and never fails; a text of megabytes costs what its length costs.
#[derive(Clone, Debug, Default)]
pub struct Text {
    hashes: Vec<u32>,
    spans: Vec<Span>,
    voices: Vec<Voice>,
}

/// Words before "(@name)" in one paragraph that can be a post in a social network.
const MAX_POST_WORDS: usize = 60;
/// Words of a paragraph that only names who wrote the post before it.
const MAX_NAME_WORDS: usize = 6;
/// Longer paragraphs that end in a colon announce someone's words even if no word of them says so.
const MAX_UNTOLD: usize = 4;

static INTRODUCING: LazyLock<HashSet<u32>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/introducing.tsv"));
    rows.map(|row| word(row[0])).collect()
});

impl Text {
    /// Cuts a text into words. What stands between double quotation marks is quoted; a post that ends in the
    /// name of its account ("— Ana Ruiz (@anaruiz)") and a paragraph behind a colon are not the reporter's either.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self::read_words(text, usize::MAX)
    }

    /// The first `n_most` words of a text.
    #[must_use]
    pub fn read_words(text: &str, n_most: usize) -> Self {
        let n_guess = (text.len() / 5 + 8).min(n_most).min(1 << 16);
        let mut reader = Reader {
            text,
            words: Self {
                hashes: Vec::with_capacity(n_guess),
                spans: Vec::with_capacity(n_guess),
                voices: Vec::with_capacity(n_guess),
            },
            marks: Marks::default(),
        };
        reader.read(n_most);
        reader.words
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Is there no word in it?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The place of some words in the text, from the first letter to the last; empty for no words.
    #[must_use]
    pub fn span(&self, words: Range<usize>) -> Span {
        match self.spans.get(words) {
            Some([first, .., last]) => first.join(*last),
            Some([only]) => *only,
            _ => Span::default(),
        }
    }

    /// One number for each word; equal words have equal numbers.
    pub(crate) fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// Whose each word is.
    pub(crate) fn voices(&self) -> &[Voice] {
        &self.voices
    }

    /// Takes the words inside `spans` for quoted too. Sorted spans, which can overlap.
    pub(crate) fn quote(&mut self, spans: &[Span]) {
        let mut end = 0;
        let mut next = spans.iter().peekable();
        for (span, voice) in self.spans.iter().zip(&mut self.voices) {
            while let Some(quote) = next.next_if(|quote| quote.start <= span.start) {
                end = end.max(quote.end);
            }
            if span.end <= end {
                *voice = Voice::Quoted;
            }
        }
    }
}

/// Marks that open and close a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pair {
    /// “a”, "a" or ``a''
    Double,
    /// ‘a’ or 'a'
    Single,
    /// „a“
    Low,
    /// «a»
    Angle,
}

impl Pair {
    fn opened_by(sign: char) -> Option<Self> {
        match sign {
            '"' | '“' | '`' => Some(Self::Double),
            '\'' | '‘' => Some(Self::Single),
            '„' => Some(Self::Low),
            '«' => Some(Self::Angle),
            _ => None,
        }
    }

    fn is_closed_by(self, sign: char) -> bool {
        match self {
            Self::Double => matches!(sign, '"' | '”'),
            Self::Single => matches!(sign, '\'' | '’'),
            Self::Low => matches!(sign, '“' | '”' | '"'),
            Self::Angle => sign == '»',
        }
    }
}

/// Ends of words that stand behind an apostrophe and a blank in texts that were cut into words: "Ana 's".
const TAILS: [&str; 6] = ["s ", "m ", "d ", "re ", "ve ", "ll "];

/// Quotation marks that are open, and where the paragraph began; counted in words.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    quote: Option<(usize, Pair)>,
    paragraph: usize,
    last_paragraph: usize,
    /// Did the last paragraph end in a colon?
    is_shown: bool,
}

struct Reader<'a> {
    text: &'a str,
    words: Text,
    marks: Marks,
}

/// The highest bit of each byte is set where it is a letter or digit of ASCII; and where it is beyond ASCII
/// or one of the signs that [`Reader::sign`] knows.
#[inline]
fn classes(eight: u64) -> (u64, u64) {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let low = eight & !HIGH;
    // The highest bit says whether the lower seven are `from` or more; whether they are not `sign`.
    let least = |bytes: u64, from: u8| bytes + ONES * u64::from(0x80 - from);
    let is_not = |sign: u8| (low ^ (ONES * u64::from(sign))) + 0x7f * ONES;
    let small = low | SMALL;
    let digits = least(low, b'0') & !least(low, b'9' + 1);
    let letters = least(small, b'a') & !least(small, b'z' + 1);
    let is_known = !(is_not(b'\n') & is_not(b'"') & is_not(b'\'') & is_not(b'`') & is_not(b'@'));
    (
        (digits | letters) & !eight & HIGH,
        (is_known | eight) & HIGH,
    )
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
/// The bit that makes letters of ASCII small; digits have it anyway.
const SMALL: u64 = 0x2020_2020_2020_2020;

fn mix(hash: u64, eight: u64) -> u64 {
    (hash ^ eight).wrapping_mul(FACTOR).rotate_left(29)
}

fn finish(hash: u64) -> u32 {
    ((hash ^ (hash >> 32)).wrapping_mul(FACTOR) >> 32) as u32
}

/// The number of a word of small letters.
fn number(word: &[u8]) -> u32 {
    let eights = word.chunks(8).map(|chunk| {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        u64::from_le_bytes(eight)
    });
    finish(eights.fold(word.len() as u64, mix))
}

/// The number of the word `bytes[start..end]`, letters and digits of ASCII in any case.
#[inline]
fn number_of_ascii(bytes: &[u8], start: usize, end: usize) -> u32 {
    let mut hash = (end - start) as u64;
    let mut at = start;
    while at < end {
        let n_bytes = (end - at).min(8);
        let eight = eight_at(bytes, at) | SMALL;
        hash = mix(hash, eight & (u64::MAX >> (64 - 8 * n_bytes)));
        at += n_bytes;
    }
    finish(hash)
}

/// The number of one word, as texts have it.
pub(crate) fn word(word: &str) -> u32 {
    number(word.to_lowercase().as_bytes())
}

impl Reader<'_> {
    /// Goes from one border of a word or one telling sign to the next, eight bytes at a time.
    fn read(&mut self, n_most: usize) {
        let bytes = self.text.as_bytes();
        // Where the current word began, if there is one, and where what has been read ends.
        let (mut start, mut done) = (None, 0);
        for block in (0..bytes.len()).step_by(8) {
            let (letters, signs) = classes(eight_at(bytes, block));
            let before = if start.is_some() { 0x80 } else { 0 };
            let mut borders = letters ^ (letters << 8 | before) | signs;
            while borders != 0 {
                let bit = borders & borders.wrapping_neg();
                borders ^= bit;
                let at = block + (bit.trailing_zeros() / 8) as usize;
                if at < done {
                    continue;
                }
                if letters & bit != 0 {
                    start = Some(at);
                } else if signs & bit != 0 {
                    done = self.known_sign(start.take(), at);
                } else if let Some(from) = start.take() {
                    self.push(number_of_ascii(bytes, from, at), from, at);
                }
            }
            if self.words.len() >= n_most {
                break;
            }
        }
        if let Some(from) = start {
            self.push(number_of_ascii(bytes, from, bytes.len()), from, bytes.len());
        }
        self.drop_quote();
        self.settle();
        self.words.hashes.truncate(n_most);
        self.words.spans.truncate(n_most);
        self.words.voices.truncate(n_most);
    }

    /// Reads on from a character beyond ASCII or a telling sign: the rest of its word, or the sign that it
    /// is. `from` is where a word began before it. Returns where it stopped.
    fn known_sign(&mut self, from: Option<usize>, at: usize) -> usize {
        let end = end_of_word(self.text, at);
        let from = from.unwrap_or(at);
        if end > at {
            self.push(word(&self.text[from..end]), from, end);
            return end;
        }
        if from < at {
            self.push(number_of_ascii(self.text.as_bytes(), from, at), from, at);
        }
        let sign = self.text[at..].chars().next().unwrap_or(' ');
        self.sign(sign, at);
        at + sign.len_utf8()
    }

    #[inline]
    fn push(&mut self, number: u32, start: usize, end: usize) {
        self.words.hashes.push(number);
        self.words.spans.push(Span::new(start, end));
    }

    /// Gives the words since the last sign their voice.
    fn settle(&mut self) {
        let voice = match self.marks.quote {
            Some(_) => Voice::Quoted,
            None if self.marks.is_shown => Voice::Shown,
            None => Voice::Own,
        };
        self.words.voices.resize(self.words.hashes.len(), voice);
    }

    /// What a sign between words tells.
    fn sign(&mut self, sign: char, at: usize) {
        match sign {
            '\'' if self.text[at..].starts_with("''") => self.mark('”', at),
            '"' | '“' | '”' | '\'' | '‘' | '’' | '„' | '«' | '»' => self.mark(sign, at),
            '`' if self.text[at..].starts_with("``") => self.mark(sign, at),
            '\n' => self.paragraph(at),
            '@' if self.text[..at].ends_with('(') => self.post(),
            _ => {}
        }
    }

    /// Opens or closes a quotation, if the mark stands as such marks do. `sign` is what the mark means.
    fn mark(&mut self, sign: char, at: usize) {
        let before = self.text[..at].chars().next_back();
        let mut rest = self.text[at..].chars();
        rest.next();
        let rest = rest.as_str();
        let after = rest.chars().next();
        let is_gap = |one: char| one.is_whitespace() || "([{—–-“‘\"'".contains(one);
        let (is_behind_gap, is_before_gap) = (
            before.is_none_or(is_gap),
            after.is_none_or(char::is_whitespace),
        );
        let is_at_word = after.is_some_and(char::is_alphanumeric);
        let is_tail = TAILS.iter().any(|tail| rest.starts_with(tail));
        let Some((_, pair)) = self.marks.quote else {
            let opens = match sign {
                '"' => is_behind_gap,
                '\'' | '‘' => is_behind_gap && !is_before_gap && !is_tail,
                _ => true,
            };
            if let Some(pair) = Pair::opened_by(sign).filter(|_| opens) {
                self.settle();
                self.marks.quote = Some((self.words.len(), pair));
            }
            return;
        };
        let opens_again = is_behind_gap && !is_before_gap && Pair::opened_by(sign) == Some(pair);
        let is_apostrophe = pair == Pair::Single && is_at_word;
        if pair.is_closed_by(sign) && !opens_again && !is_apostrophe {
            self.settle();
            self.marks.quote = None;
        }
    }

    /// A quotation that is open at the end of its paragraph goes on if the next one opens again.
    fn paragraph(&mut self, at: usize) {
        if self.marks.quote.is_some() {
            let next = self.text[at..].trim_start().chars().next();
            if next.and_then(Pair::opened_by).is_none() {
                self.drop_quote();
            }
            self.settle();
            self.marks.quote = None;
        }
        if self.words.len() > self.marks.paragraph {
            self.settle();
            self.marks.last_paragraph = self.marks.paragraph;
            self.marks.paragraph = self.words.len();
            self.marks.is_shown = self.text[..at].ends_with(':') && self.is_introduced();
        }
    }

    /// Does the last paragraph announce someone's words? A short one that does not say so ("First of all:")
    /// announces the reporter's own.
    fn is_introduced(&self) -> bool {
        let words = &self.words.hashes[self.marks.last_paragraph..];
        words.len() > MAX_UNTOLD || words.iter().any(|word| INTRODUCING.contains(word))
    }

    /// Forgets an opening mark that nothing closes.
    fn drop_quote(&mut self) {
        self.settle();
        if let Some((from, _)) = self.marks.quote.take() {
            self.words.voices[from..].fill(Voice::Own);
        }
    }

    /// The words before "(@" are a post and the name of who wrote it.
    fn post(&mut self) {
        self.settle();
        let n_words = self.words.len();
        let is_name_alone = n_words - self.marks.paragraph <= MAX_NAME_WORDS;
        let from = if is_name_alone {
            self.marks.last_paragraph
        } else {
            self.marks.paragraph
        };
        let from = from.max(n_words.saturating_sub(MAX_POST_WORDS));
        self.words.voices[from..].fill(Voice::Posted);
    }
}

/// Where the letters and digits end that begin at a byte or before it.
fn end_of_word(text: &str, at: usize) -> usize {
    // The dashes and quotation marks of most texts, which cost a search in tables otherwise.
    if text.as_bytes()[at..].starts_with(&[0xe2, 0x80]) {
        return at;
    }
    let rest = text[at..].find(|letter: char| !letter.is_alphanumeric());
    rest.map_or(text.len(), |n_bytes| at + n_bytes)
}

/// Eight bytes from a place on, with blanks behind the end.
#[inline]
fn eight_at(bytes: &[u8], at: usize) -> u64 {
    let mut eight = [b' '; 8];
    match bytes.get(at..at + 8) {
        Some(bytes) => eight.copy_from_slice(bytes),
        None => eight[..bytes.len() - at].copy_from_slice(&bytes[at..]),
    }
    u64::from_le_bytes(eight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        let words = Text::read(text);
        let quoted = words.spans.iter().zip(&words.voices);
        quoted
            .filter(|(_, voice)| **voice != Voice::Own)
            .map(|(span, _)| span.of(text))
            .collect()
    }

    #[test]
    fn knows_what_is_quoted() {
        assert_eq!(quoted("He said “no way” twice."), ["no", "way"]);
        assert_eq!(quoted("He said \"no way\" twice."), ["no", "way"]);
        assert_eq!(quoted("Er sagte „nein“ und ging."), ["nein"]);
        assert_eq!(quoted("“One.\n“Two,” she said."), ["One", "Two"]);
        assert_eq!(quoted("He said ``no '' twice ."), ["no"]);
        assert_eq!(quoted("I 'm sure Ana 's boat ' ll sink ."), [""; 0]);
        assert_eq!(quoted("He said ‘no, don’t’ twice."), ["no", "don", "t"]);
        assert_eq!(quoted("He said 'no way,' didn't he?"), ["no", "way"]);
        assert_eq!(quoted("The boys' boat. The girls' boat."), [""; 0]);
        assert_eq!(quoted("“One ‘two’ three” four"), ["One", "two", "three"]);
        assert_eq!(quoted("\"One. \"Two,\" she said."), ["One", "Two"]);
        assert_eq!(quoted("It reads:\nWe won.\nHe left."), ["We", "won"]);
        assert_eq!(quoted("To start:\nWe won.\nHe left."), [""; 0]);
        assert_eq!(quoted("A bar of 6\" by 2\" fell."), [""; 0]);
        assert_eq!(quoted("An “open mark\nthat nobody closes"), [""; 0]);
        assert_eq!(
            quoted("We won.\n— Ana Ruiz (@anaruiz) May 2"),
            ["We", "won", "Ana", "Ruiz"]
        );
    }

    #[test]
    fn cuts_as_characters_do() {
        let pieces = [
            "a",
            "Bc7",
            " ",
            "’",
            "é",
            "ß",
            ", ",
            "\n",
            "…",
            "я",
            "—",
            "longerword",
            "\"",
            "@",
            "日本",
        ];
        for seed in 0..400_usize {
            let text: String = (0..24)
                .map(|at| pieces[(seed * 31 + at * at * 7 + seed / 7 * at) % pieces.len()])
                .collect();
            let words = Text::read(&text);
            let cut: Vec<&str> = text
                .split(|letter: char| !letter.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect();
            let spans: Vec<&str> = words.spans.iter().map(|span| span.of(&text)).collect();
            assert_eq!(spans, cut, "{text}");
            let numbers: Vec<u32> = cut.iter().map(|one| word(one)).collect();
            assert_eq!(words.hashes, numbers, "{text}");
        }
    }

    #[test]
    fn words_are_letters_and_digits_of_any_script() {
        let text = "Don’t STOP—Straße 12,5 % и Я";
        let words = Text::read(text);
        let plain = Text::read("don't stop strasse 12.5 и я");
        assert_eq!(words.hashes[..3], plain.hashes[..3]);
        assert_eq!(words.hashes[4..], plain.hashes[4..]);
        assert_eq!(words.span(0..2).of(text), "Don’t");
        assert_eq!(word("STRASSE"), plain.hashes[3]);
        assert_eq!(Text::read_words(text, 2).len(), 2);
    }
}
