//! What can be counted of one block by itself.

use super::scan::{Block, Scan};

/// Numbers that describe one block by themselves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape {
    /// Bytes of text.
    pub n_bytes: u32,
    /// Words; two characters of Chinese or Japanese count as one.
    pub n_words: u32,
    /// Letters in upper case.
    pub n_upper: u32,
    /// Letters in lower case, and those of scripts without case.
    pub n_lower: u32,
    /// Digits.
    pub n_digits: u32,
    /// Marks that end a sentence.
    pub n_ends: u32,
    /// Marks inside of a sentence.
    pub n_commas: u32,
    /// Quotation marks.
    pub n_quotes: u32,
    /// Marks that part the entries of a menu.
    pub n_bars: u32,
    /// Does it end as a sentence does?
    pub ends_sentence: bool,
    /// Does it begin with a capital letter?
    pub starts_upper: bool,
    /// Does it begin with a quotation mark?
    pub starts_quote: bool,
    /// Does it end with a colon?
    pub ends_colon: bool,
    /// Does it hold the sign of a copyright?
    pub has_copyright: bool,
    /// Share of link text, 0 to 255.
    pub linked: u8,
    /// Bytes of running text: 0 for lines that are short, linked or without a mark of a sentence.
    pub good: u32,
}

/// So many bytes of a block are counted; longer blocks are counted by their beginning.
pub const MAX_COUNTED_BYTES: usize = 1 << 14;
/// Shortest running text, in bytes.
const MIN_GOOD_BYTES: u32 = 60;

impl Shape {
    /// Counts a block.
    pub fn of(scan: &Scan<'_>, block: &Block) -> Self {
        let whole = block.text.of(&scan.text);
        let text = &whole[..whole.floor_char_boundary(MAX_COUNTED_BYTES)];
        let mut shape = Self {
            n_bytes: whole.len() as u32,
            ..Self::default()
        };
        let (mut n_blanks, mut n_wide) = (0, 0);
        for byte in text.bytes() {
            match byte {
                b' ' => n_blanks += 1,
                b'a'..=b'z' => shape.n_lower += 1,
                b'A'..=b'Z' => shape.n_upper += 1,
                b'0'..=b'9' => shape.n_digits += 1,
                b'.' | b'!' | b'?' => shape.n_ends += 1,
                b',' | b';' => shape.n_commas += 1,
                b'"' => shape.n_quotes += 1,
                b'|' | b'>' | b'/' | b'#' | b'@' => shape.n_bars += 1,
                0xE3..=0xED => n_wide += 1,
                _ => {}
            }
        }
        shape.read_wide(text, n_wide);
        shape.n_words = n_blanks + 1 + n_wide / 2;
        let last = text.trim_end_matches(['"', '”', '’', '\'', ')', '»', '」', ']', '“']);
        shape.ends_sentence = last.ends_with([
            '.', '!', '?', '…', '。', '！', '？', '۔', '؟', '।', '។', '։',
        ]);
        shape.ends_colon = text.ends_with([':', '：']);
        let first = text.chars().next().unwrap_or(' ');
        shape.starts_upper = first.is_uppercase();
        shape.starts_quote = matches!(first, '"' | '“' | '„' | '«' | '‘' | '「' | '\'' | '»');
        shape.has_copyright = text.contains('©');
        shape.linked = share(block.n_linked, shape.n_bytes);
        let has_mark = shape.n_ends + shape.n_commas > 0;
        if shape.n_bytes >= MIN_GOOD_BYTES && shape.linked < 102 && has_mark {
            shape.good = shape.n_bytes - block.n_linked;
        }
        shape
    }

    /// Marks beyond ASCII, for texts that have many of them.
    fn read_wide(&mut self, text: &str, n_wide: u32) {
        if text.is_ascii() {
            return;
        }
        for character in text.chars() {
            match character {
                '…' | '。' | '！' | '？' | '۔' | '؟' | '।' | '։' | '።' => {
                    self.n_ends += 1
                }
                '、' | '，' | '،' | '；' => self.n_commas += 1,
                '“' | '”' | '„' | '«' | '»' | '「' | '」' => self.n_quotes += 1,
                '·' | '•' | '›' | '→' | '©' => self.n_bars += 1,
                _ if character.is_ascii() => {}
                _ if character.is_uppercase() => self.n_upper += 1,
                _ => self.n_lower += 1,
            }
        }
        // Scripts without commas of their own, as Thai: long lines are running text all the same.
        if n_wide > 20 || text.len() > 300 && self.n_upper == 0 {
            self.n_commas += 1;
        }
    }
}

/// `part` of `whole` as a number from 0 to 255.
pub fn share(part: u32, whole: u32) -> u8 {
    (u64::from(part) * 255 / u64::from(whole.max(1))).min(255) as u8
}
