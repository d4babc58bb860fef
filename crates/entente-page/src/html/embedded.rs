//! The body of an article that stands in the page's data and not in its markup: JSON-LD, or the state of a page
//! that is built in the browser.

use entente_types::{BlockKind, Span};
use memchr::memmem;

use super::scan::{Scan, TagKind};
use super::text;
use crate::block::Piece;
use crate::decode::Decoded;
use crate::furniture::Part;

/// Names under which pages keep the text of an article, the plainest first.
const KEYS: [&str; 9] = [
    "\"articleBody\"",
    "\"bodyText\"",
    "\"fullText\"",
    "\"body\"",
    "\"bodyHtml\"",
    "\"contentHtml\"",
    "\"content\"",
    "\"text\"",
    "\"html\"",
];
/// Shortest and longest text that is taken for a body, in bytes as written.
const MIN_BYTES: usize = 400;
const MAX_BYTES: usize = 256 << 10;
/// Most strings that are looked at.
const MAX_STRINGS: usize = 200;

/// The paragraphs of the longest body in the page's data, if that has more than twice the `n_kept` bytes of text
/// that the markup gave.
pub fn body(scan: &Scan<'_>, decoded: &Decoded<'_>, n_kept: usize) -> Option<Vec<Part>> {
    let longest = strings(scan).max_by_key(|span| (span.len(), std::cmp::Reverse(span.start)))?;
    if longest.len() < MIN_BYTES || longest.len() < 2 * n_kept {
        return None;
    }
    let mut reader = Reader {
        source: scan.source,
        decoded,
        piece: Piece::default(),
        tag: None,
        parts: Vec::new(),
    };
    reader.read(longest);
    let n_found: usize = reader.parts.iter().map(|part| part.piece.text.len()).sum();
    (n_found >= MIN_BYTES / 2 && n_found > 2 * n_kept).then_some(reader.parts)
}

/// Strings that may be bodies, without their quotes.
fn strings<'a>(scan: &'a Scan<'_>) -> impl Iterator<Item = Span> + 'a {
    let data = scan
        .tags
        .iter()
        .filter(|tag| matches!(tag.kind, TagKind::JsonLd | TagKind::State));
    let found = data.flat_map(move |tag| {
        // JSON-LD is plain about its body; of other names it says other things.
        let keys = if tag.kind == TagKind::JsonLd {
            &KEYS[..1]
        } else {
            &KEYS[..]
        };
        keys.iter().flat_map(move |key| {
            let json = tag.content.of(scan.source);
            let start = tag.content.start as usize;
            memmem::find_iter(json.as_bytes(), key.as_bytes())
                .filter_map(move |at| string(json, at + key.len()))
                .map(move |(from, to)| Span::new(start + from, start + to))
        })
    });
    found
        .take(MAX_STRINGS)
        .filter(|span| is_prose(span.of(scan.source)))
}

/// The string behind a key that ends at `at`, without its quotes.
fn string(json: &str, at: usize) -> Option<(usize, usize)> {
    let rest = json[at..]
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix('"')?;
    let start = json.len() - rest.len();
    let bytes = rest.as_bytes();
    let mut end = 0;
    while end < bytes.len().min(MAX_BYTES) && bytes[end] != b'"' {
        end += 1 + usize::from(bytes[end] == b'\\');
    }
    let end = rest.floor_char_boundary(end.min(bytes.len()));
    Some((start, start + end))
}

/// Does it read as sentences, and not as an address, a style sheet or a list of numbers?
fn is_prose(written: &str) -> bool {
    let head = &written[..written.floor_char_boundary(2000)];
    let n_of = |wanted: fn(char) -> bool| head.chars().filter(|c| wanted(*c)).count();
    let (n_blanks, n_letters, n_all) = (
        n_of(|c| c == ' '),
        n_of(char::is_alphabetic),
        head.chars().count().max(1),
    );
    let is_wide = n_of(|c| matches!(c, '。' | '、' | '，')) > 5;
    let has_code = ["{", "};", "function("]
        .iter()
        .any(|code| head.contains(code));
    !has_code && (n_blanks * 14 > n_all && n_letters * 2 > n_all || is_wide)
}

/// Reads a string with its escapes, entities and tags into paragraphs.
struct Reader<'a> {
    source: &'a str,
    decoded: &'a Decoded<'a>,
    piece: Piece,
    /// The name of the tag that is being passed over.
    tag: Option<String>,
    parts: Vec<Part>,
}

impl Reader<'_> {
    fn read(&mut self, span: Span) {
        let written = span.of(self.source);
        let start = span.start as usize;
        let mut at = 0;
        while at < written.len() {
            let rest = &written[at..];
            if let Some(escaped) = rest.strip_prefix('\\') {
                let (character, n_bytes) = escape(escaped);
                self.character(character, Span::new(start + at, start + at + 1 + n_bytes));
                at += 1 + n_bytes;
            } else {
                let n_plain = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
                self.plain(start + at, start + at + n_plain);
                at += n_plain;
            }
        }
        self.finish(BlockKind::Paragraph);
    }

    /// A stretch without escapes.
    fn plain(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let rest = &self.source[at..end];
            let next = rest.find(['<', '>', '&', '\n']).unwrap_or(rest.len());
            if next > 0 {
                match &mut self.tag {
                    None => self.decoded.push(at, at + next, &mut self.piece),
                    Some(name) if name.len() < 64 => {
                        name.push_str(&rest[..rest.floor_char_boundary(next.min(64))])
                    }
                    Some(_) => {}
                }
                at += next;
                continue;
            }
            let n_bytes = if rest.starts_with('&') {
                text::entity(rest.as_bytes())
            } else {
                1
            };
            let read = text::unescape(&rest[..n_bytes]);
            let span = Span::new(at, at + n_bytes);
            match read.chars().next().filter(|_| n_bytes > 1) {
                Some(character) => self.character(character, span),
                None => self.character(rest.chars().next().unwrap_or(' '), span),
            }
            at += n_bytes;
        }
    }

    /// One character, as read from the source bytes `span`.
    fn character(&mut self, character: char, span: Span) {
        let page = self.decoded.page(span.start as usize, span.end as usize);
        match (character, &mut self.tag) {
            ('<', None) => self.tag = Some(String::new()),
            ('>', Some(_)) => self.end_tag(page),
            (_, Some(name)) if name.len() < 64 => name.push(character),
            (_, Some(_)) => {}
            ('\n', None) => self.finish(BlockKind::Paragraph),
            (_, None) => self
                .piece
                .push_read(character.encode_utf8(&mut [0; 4]), page),
        }
    }

    fn end_tag(&mut self, page: Span) {
        let written = self.tag.take().unwrap_or_default();
        let name = written.trim_start_matches('/');
        let n_name = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        match name[..n_name].to_ascii_lowercase().as_str() {
            "p" | "div" | "section" | "br" | "ul" | "ol" => self.finish(BlockKind::Paragraph),
            "li" => self.finish(BlockKind::ListItem),
            "blockquote" => self.finish(BlockKind::BlockQuote),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.finish(BlockKind::Heading),
            _ => self.piece.push_read("", page),
        }
    }

    fn finish(&mut self, kind: BlockKind) {
        let mut piece = std::mem::take(&mut self.piece);
        piece.trim_end();
        if !piece.text.is_empty() {
            self.parts.push(Part {
                piece,
                kind,
                left_out: None,
            });
        }
    }
}

/// The character that the escape behind a backslash stands for, and how many bytes it has.
fn escape(rest: &str) -> (char, usize) {
    let unit = |at: usize| u16::from_str_radix(rest.get(at..at + 4)?, 16).ok();
    match rest.chars().next() {
        Some('n' | 'r') => ('\n', 1),
        Some('t' | 'b' | 'f') => (' ', 1),
        Some('u') => {
            let Some(first) = unit(1) else {
                return ('\u{FFFD}', 1);
            };
            let second = rest
                .get(5..7)
                .filter(|mark| *mark == "\\u")
                .and_then(|_| unit(7));
            let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
            match (char::from_u32(u32::from(first)), pair) {
                (Some(character), _) => (character, 5),
                (None, Some(character)) => (character, 11),
                (None, None) => ('\u{FFFD}', 5),
            }
        }
        Some(character) => (character, character.len_utf8()),
        None => (' ', 0),
    }
}
