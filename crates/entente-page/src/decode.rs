//! Bytes to text, in whatever charset they are, with the way back from every character to its bytes.
//!
//! Valid UTF-8, which nearly every page is, is borrowed after one pass that only checks it. Everything else is
//! decoded character by character. What makes text clean (blanks, invisible characters, ligatures) comes later,
//! in [`crate::block::Piece`]: it is the same for all charsets.

mod charset;
mod legacy;
mod repair;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use entente_types::{Problem, Span};

use crate::block::Piece;

/// Text, and where each stretch of it stands in the bytes.
pub struct Decoded<'a> {
    /// The text. Characters that could not be read are `\u{FFFD}`; control characters are still in it.
    pub text: Cow<'a, str>,
    /// The charset that it was read in, by its name in the encoding standard: `UTF-8`, `windows-1251`.
    #[allow(dead_code, reason = "the scanner does not ask for it yet")]
    pub charset: &'static str,
    /// Stretches in order. Never empty.
    runs: Vec<Run>,
}

/// A stretch in which every `n_text` bytes of the text stand for `n_page` bytes of the page.
///
/// Bytes that are the same in both have steps of one; a Cyrillic word in windows-1251 has steps of two and one.
#[derive(Clone, Copy)]
struct Run {
    text: u32,
    page: u32,
    n_text: u8,
    n_page: u8,
}

impl Run {
    fn is_same(self) -> bool {
        self.n_text == 1 && self.n_page == 1
    }

    /// The byte of the page where the character begins (or, for an end, stops) that holds the byte `text`.
    fn at(self, text: usize, is_end: bool) -> usize {
        let n_bytes = text.saturating_sub(self.text as usize);
        let n_text = usize::from(self.n_text);
        let n_steps = if is_end {
            n_bytes.div_ceil(n_text)
        } else {
            n_bytes / n_text
        };
        self.page as usize + n_steps * usize::from(self.n_page)
    }
}

impl Decoded<'_> {
    /// The bytes of the page behind the bytes `start..end` of the text.
    pub fn page(&self, start: usize, end: usize) -> Span {
        if let [run] = self.runs.as_slice()
            && run.is_same()
        {
            let before = run.page as usize;
            return Span::new(before + start, before + end);
        }
        let first = self.runs[self.run_at(start)].at(start, false);
        let last = self
            .runs
            .partition_point(|run| (run.text as usize) < end)
            .saturating_sub(1);
        Span::new(first, self.runs[last].at(end, true).max(first))
    }

    /// Adds the bytes `start..end` of the text to `piece`, with the exact place of every character.
    pub fn push(&self, start: usize, end: usize, piece: &mut Piece) {
        let mut at = start;
        let mut idx = self.run_at(start);
        while at < end {
            let run = self.runs[idx];
            let until = self
                .runs
                .get(idx + 1)
                .map_or(end, |next| next.text as usize);
            let until = until.min(end);
            if run.is_same() {
                piece.push(&self.text[at..until], self.page(at, until));
            } else {
                for (n_before, character) in self.text[at..until].char_indices() {
                    let from = at + n_before;
                    let to = from + character.len_utf8();
                    let page = Span::new(run.at(from, false), run.at(to, true));
                    piece.push_read(&self.text[from..to], page);
                }
            }
            at = until;
            idx += 1;
        }
    }

    /// Number of the run that holds the byte `text`.
    fn run_at(&self, text: usize) -> usize {
        self.runs
            .partition_point(|run| run.text as usize <= text)
            .saturating_sub(1)
    }
}

/// Text while it is put together with its way back.
#[derive(Default)]
struct Builder {
    text: String,
    runs: Vec<Run>,
    /// Where the bytes end that the last run stands for.
    page: usize,
}

impl Builder {
    /// Adds text that stands in the page as it is.
    fn same(&mut self, text: &str, page: usize) {
        if !text.is_empty() {
            self.run(page, 1, 1);
            self.page = page + text.len();
            self.text.push_str(text);
        }
    }

    /// Adds a character that `n_page` bytes, at most some dozen, were read as.
    fn read(&mut self, character: char, page: usize, n_page: usize) {
        self.run(page, character.len_utf8() as u8, n_page as u8);
        self.page = page + n_page;
        self.text.push(character);
    }

    fn run(&mut self, page: usize, n_text: u8, n_page: u8) {
        let is_like = |run: &Run| (run.n_text, run.n_page) == (n_text, n_page);
        if self.page != page || !self.runs.last().is_some_and(is_like) {
            self.runs.push(Run {
                text: self.text.len() as u32,
                page: page as u32,
                n_text,
                n_page,
            });
        }
    }

    fn finish<'a>(mut self, encoding: &'static Encoding) -> Decoded<'a> {
        if self.runs.is_empty() {
            self.run(0, 1, 1);
        }
        Decoded {
            text: Cow::Owned(self.text),
            charset: encoding.name(),
            runs: self.runs,
        }
    }
}

/// Most bytes of a page that are read: places in it are numbers of 32 bits, and its text may be longer than it.
const MAX_PAGE_BYTES: usize = 1 << 30;

/// Decodes a page. Binary bytes give an empty text and a problem.
///
/// `declared` is the charset that the server named. The order of trust: a mark at the start, bytes that are UTF-8
/// as they stand, the server, the page's own head, and what the bytes look like.
pub fn decode<'a>(
    bytes: &'a [u8],
    declared: Option<&str>,
    problems: &mut Vec<Problem>,
) -> Decoded<'a> {
    let bytes = &bytes[..bytes.len().min(MAX_PAGE_BYTES)];
    if let Some((encoding, n_mark)) = Encoding::for_bom(bytes) {
        return marked(bytes, encoding, n_mark, problems);
    }
    if let Some(encoding) = charset::utf_16(bytes, declared) {
        return legacy::utf_16(bytes, 0, encoding).finish(encoding);
    }
    if charset::is_binary(bytes) {
        let message = "it holds no text; give the text or HTML of a report";
        problems.push(Problem::new("not-text", message));
        return same("", 0);
    }
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) if charset::has_japanese_escapes(text) => {
            legacy::iso_2022_jp(bytes).finish(ISO_2022_JP)
        }
        Ok(text) => repair::repair(text, 0, problems).unwrap_or_else(|| same(text, 0)),
        Err(_) => not_utf_8(bytes, declared, problems),
    }
}

/// Text that is the page, from the byte `page` on.
fn same(text: &str, page: usize) -> Decoded<'_> {
    Decoded {
        text: Cow::Borrowed(text),
        charset: UTF_8.name(),
        runs: vec![Run {
            text: 0,
            page: page as u32,
            n_text: 1,
            n_page: 1,
        }],
    }
}

/// Decodes a page that begins with a byte order mark.
fn marked<'a>(
    bytes: &'a [u8],
    encoding: &'static Encoding,
    n_mark: usize,
    problems: &mut Vec<Problem>,
) -> Decoded<'a> {
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return legacy::utf_16(bytes, n_mark, encoding).finish(encoding);
    }
    match simdutf8::basic::from_utf8(&bytes[n_mark..]) {
        Ok(text) => repair::repair(text, n_mark, problems).unwrap_or_else(|| same(text, n_mark)),
        Err(_) => broken_utf_8(bytes, n_mark, problems),
    }
}

fn not_utf_8<'a>(
    bytes: &'a [u8],
    declared: Option<&str>,
    problems: &mut Vec<Problem>,
) -> Decoded<'a> {
    let choice = charset::choose(bytes, declared);
    if choice.encoding == UTF_8 {
        return broken_utf_8(bytes, 0, problems);
    }
    if choice.is_guessed {
        problems.push(Problem::new(
            "guessed-charset",
            format!(
                "it is not UTF-8 and {}; it was read as {}",
                choice.reason,
                choice.encoding.name()
            ),
        ));
    }
    let (builder, n_broken) = legacy::read(bytes, choice.encoding);
    if n_broken > 0 {
        let name = choice.encoding.name();
        problems.push(Problem::new("broken-charset", broken(n_broken, name)));
    }
    builder.finish(choice.encoding)
}

fn broken_utf_8<'a>(bytes: &'a [u8], n_mark: usize, problems: &mut Vec<Problem>) -> Decoded<'a> {
    let mut builder = Builder::default();
    let mut at = n_mark;
    let mut n_broken = 0;
    for chunk in bytes[n_mark..].utf8_chunks() {
        builder.same(chunk.valid(), at);
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            n_broken += 1;
            builder.read(char::REPLACEMENT_CHARACTER, at, chunk.invalid().len());
            at += chunk.invalid().len();
        }
    }
    problems.push(Problem::new("broken-utf8", broken(n_broken, "UTF-8")));
    builder.finish(UTF_8)
}

fn broken(n_broken: usize, name: &str) -> String {
    match n_broken {
        1 => format!("1 place is not {name}; it is shown as \u{FFFD}"),
        _ => format!("{n_broken} places are not {name}; they are shown as \u{FFFD}"),
    }
}
