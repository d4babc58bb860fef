//! Reads JSON-LD as it is found: one pass that keeps places, not values, and goes on where JSON is broken.
//!
//! Trailing commas, raw line breaks, comments and CDATA marks around the object, a bracket too many or too few,
//! and quotation marks inside of a string do no harm. Strings are read only when somebody asks for them.

use std::borrow::Cow;

use entente_types::Span;
use memchr::memchr2;

/// Deepest nesting that is kept; what lies deeper is passed over.
const MAX_DEPTH: usize = 64;
/// Most values that are kept of one script.
const MAX_ITEMS: usize = 1 << 16;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `{…}`.
    Object,
    /// `[…]`.
    Array,
    /// `"…"`.
    String,
    /// A number, `true`, `null`.
    Other,
}

/// One value.
#[derive(Clone, Copy, Debug)]
struct Item {
    kind: Kind,
    /// Its key in the object around it; empty in an array.
    key: Span,
    /// A string without its quotes.
    text: Span,
    /// Index of the value after it and all that it holds.
    next: u32,
}

/// A script of JSON.
#[derive(Debug, Default)]
pub struct Json<'a> {
    text: &'a str,
    items: Vec<Item>,
}

impl<'a> Json<'a> {
    /// Reads a script. Never fails: what cannot be read is not there.
    pub fn read(text: &'a str) -> Self {
        let mut reader = Reader {
            json: Json {
                text,
                items: Vec::new(),
            },
            at: 0,
            open: Vec::new(),
            n_too_deep: 0,
            key: None,
        };
        reader.run();
        reader.json
    }

    /// The values that stand in no other, in order.
    pub fn roots(&self) -> impl Iterator<Item = usize> {
        self.siblings(0, self.items.len())
    }

    /// The values inside of an object or an array, in order.
    pub fn children(&self, idx: usize) -> impl Iterator<Item = usize> {
        let end = self.items.get(idx).map_or(0, |item| item.next as usize);
        self.siblings(idx + 1, end)
    }

    fn siblings(&self, first: usize, end: usize) -> impl Iterator<Item = usize> {
        let mut at = first;
        std::iter::from_fn(move || {
            let here = at;
            at = (self.items.get(here)?.next as usize).max(here + 1);
            (here < end).then_some(here)
        })
    }

    /// All objects, in order of the text.
    pub fn objects(&self) -> impl Iterator<Item = usize> {
        (0..self.items.len()).filter(|&idx| self.items[idx].kind == Kind::Object)
    }

    /// What a value is.
    pub fn kind(&self, idx: usize) -> Kind {
        self.items[idx].kind
    }

    /// The key of a value, as written.
    pub fn key(&self, idx: usize) -> &'a str {
        self.items[idx].key.of(self.text)
    }

    /// The value behind a key of an object.
    pub fn get(&self, idx: usize, key: &str) -> Option<usize> {
        (self.kind(idx) == Kind::Object)
            .then(|| self.children(idx).find(|&child| self.key(child) == key))
            .flatten()
    }

    /// Where a value stands in the script.
    pub fn span(&self, idx: usize) -> Span {
        self.items[idx].text
    }

    /// A string or a number, with its escapes read.
    pub fn string(&self, idx: usize) -> Option<Cow<'a, str>> {
        let item = &self.items[idx];
        let raw = item.text.of(self.text);
        match item.kind {
            Kind::String => Some(unescape(raw)),
            Kind::Other if raw.starts_with(|c: char| c.is_ascii_digit()) => {
                Some(Cow::Borrowed(raw))
            }
            _ => None,
        }
    }

    /// The string behind a key, or the first of a list of strings.
    pub fn string_of(&self, idx: usize, key: &str) -> Option<Cow<'a, str>> {
        let value = self.get(idx, key)?;
        match self.kind(value) {
            Kind::Array => self.children(value).find_map(|child| self.string(child)),
            _ => self.string(value),
        }
    }
}

struct Reader<'a> {
    json: Json<'a>,
    at: usize,
    open: Vec<usize>,
    n_too_deep: usize,
    key: Option<Span>,
}

impl Reader<'_> {
    fn run(&mut self) {
        let bytes = self.json.text.as_bytes();
        while self.at < bytes.len() && self.json.items.len() < MAX_ITEMS {
            match bytes[self.at] {
                b'{' => self.begin(Kind::Object),
                b'[' if bytes[self.at..].starts_with(b"[CDATA[") => self.at += 7,
                b'[' => self.begin(Kind::Array),
                b'}' => self.end(Kind::Object),
                b']' => self.end(Kind::Array),
                b'"' => self.string(),
                byte if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+') => self.other(),
                _ => self.at += 1,
            }
        }
        while let Some(idx) = self.open.pop() {
            self.close(idx);
        }
    }

    fn push(&mut self, kind: Kind, text: Span) -> usize {
        let idx = self.json.items.len();
        self.json.items.push(Item {
            kind,
            key: self.key.take().unwrap_or_default(),
            text,
            next: idx as u32 + 1,
        });
        idx
    }

    fn begin(&mut self, kind: Kind) {
        if self.open.len() >= MAX_DEPTH {
            self.n_too_deep += 1;
        } else {
            let idx = self.push(kind, Span::new(self.at, self.at + 1));
            self.open.push(idx);
        }
        self.at += 1;
    }

    /// Ends the innermost value of this kind; a bracket that closes nothing is passed over.
    fn end(&mut self, kind: Kind) {
        self.at += 1;
        self.key = None;
        if self.n_too_deep > 0 {
            self.n_too_deep -= 1;
            return;
        }
        let depth = self
            .open
            .iter()
            .rposition(|&idx| self.json.items[idx].kind == kind);
        // An object ends the arrays inside of it; an array ends no object.
        let is_inner =
            depth.is_some_and(|depth| kind == Kind::Object || depth + 1 == self.open.len());
        while is_inner && depth.is_some_and(|depth| self.open.len() > depth) {
            if let Some(idx) = self.open.pop() {
                self.close(idx);
            }
        }
    }

    fn close(&mut self, idx: usize) {
        let n_items = self.json.items.len() as u32;
        let item = &mut self.json.items[idx];
        item.next = n_items;
        item.text = Span::new(
            item.text.start as usize,
            self.at.max(item.text.start as usize),
        );
    }

    fn string(&mut self) {
        let start = self.at + 1;
        let end = self.string_end(start);
        self.at = (end + 1).min(self.json.text.len());
        let text = Span::new(start, end);
        let is_key = self.key.is_none() && self.next_byte(self.at) == Some(b':');
        if is_key && self.n_too_deep == 0 {
            self.close_arrays();
        }
        if is_key && self.n_too_deep == 0 && self.is_in_object() {
            self.key = Some(text);
        } else if self.n_too_deep == 0 {
            self.push(Kind::String, text);
        }
    }

    fn is_in_object(&self) -> bool {
        let kind = |idx: &usize| self.json.items[*idx].kind;
        self.open.last().map(kind) == Some(Kind::Object)
    }

    /// A key inside of an array: its bracket at the end is missing.
    fn close_arrays(&mut self) {
        if self.open.len() >= 2
            && !self.is_in_object()
            && let Some(idx) = self.open.pop()
        {
            self.close(idx);
        }
    }

    /// Where the string that begins at `start` ends. A quotation mark behind which no JSON goes on is part of
    /// the string, a few times: `"headline": "They said "no" again"`.
    fn string_end(&self, start: usize) -> usize {
        const MAX_INNER: usize = 16;
        let bytes = self.json.text.as_bytes();
        let mut first = None;
        let mut at = start;
        for _ in 0..=MAX_INNER {
            let Some(end) = quote(bytes, at) else { break };
            first = first.or(Some(end));
            let is_end = matches!(
                self.next_byte(end + 1),
                None | Some(b',' | b'}' | b']' | b':')
            ) || bytes[end + 1..]
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .any(|byte| *byte == b'\n');
            if is_end {
                return end;
            }
            at = end + 1;
        }
        first.unwrap_or(bytes.len())
    }

    fn next_byte(&self, from: usize) -> Option<u8> {
        let rest = self.json.text.as_bytes().get(from..)?;
        rest.iter()
            .copied()
            .find(|byte| !byte.is_ascii_whitespace())
    }

    fn other(&mut self) {
        let bytes = self.json.text.as_bytes();
        let ends = |byte: &u8| {
            matches!(byte, b',' | b'}' | b']' | b'{' | b'[' | b'"') || byte.is_ascii_whitespace()
        };
        let n_bytes = bytes[self.at..]
            .iter()
            .position(ends)
            .unwrap_or(bytes.len() - self.at);
        if self.n_too_deep == 0 && !self.open.is_empty() {
            self.push(Kind::Other, Span::new(self.at, self.at + n_bytes));
        }
        self.at += n_bytes.max(1);
    }
}

/// The next quotation mark that no backslash stands before.
fn quote(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let found = at + memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[found] == b'"' {
            return Some(found);
        }
        at = found + 2;
    }
}

/// Reads the escapes of a string.
fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut read = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        read.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(escape) = rest.chars().next() else {
            break;
        };
        if escape == 'u' {
            let (character, n_bytes) = unicode(rest);
            read.push(character);
            rest = &rest[n_bytes..];
            continue;
        }
        rest = &rest[escape.len_utf8()..];
        read.push(match escape {
            'n' | 'r' | 't' | 'b' | 'f' => ' ',
            other => other,
        });
    }
    read.push_str(rest);
    Cow::Owned(read)
}

/// The character of `uXXXX`, or of two of them, and the bytes that it takes.
fn unicode(text: &str) -> (char, usize) {
    let unit = |from: usize| u32::from_str_radix(text.get(from..from + 4)?, 16).ok();
    let Some(first) = unit(1) else {
        return ('u', 1);
    };
    if let Some(character) = char::from_u32(first) {
        return (character, 5);
    }
    let second = (text.get(5..7) == Some("\\u")).then(|| unit(7)).flatten();
    if let Some(second @ 0xDC00..=0xDFFF) = second
        && (0xD800..0xDC00).contains(&first)
    {
        let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
            11,
        );
    }
    (char::REPLACEMENT_CHARACTER, 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(text: &str) -> Option<String> {
        let json = Json::read(text);
        let root = json.roots().next()?;
        json.string_of(root, "headline").map(Cow::into_owned)
    }

    #[test]
    fn sound_and_broken_scripts_are_read() {
        for text in [
            r#"{"@type":"NewsArticle","headline":"Dam holds"}"#,
            "<!-- {\"headline\":\"Dam holds\",} -->",
            "//<![CDATA[\n{\"headline\":\"Dam holds\"}\n//]]>",
            "/*<![CDATA[*/ {\"keywords\":[\"a\",],\"headline\":\"Dam holds\"} /*]]>*/",
            r#"{"author":[{"name":"A"},"headline":"Dam holds"}"#,
            r#"{"a":{"b":[1,2,{"c":null}]},"headline":"Dam holds""#,
            r#"{"headline":"Dam holds"}}]"#,
            r#"{"url":"https:\/\/orda.example","headline":"Dam\u0020holds"}"#,
        ] {
            assert_eq!(headline(text).as_deref(), Some("Dam holds"), "{text}");
        }
        let quoted = headline(r#"{"headline":"They said "no" again","a":1}"#);
        assert_eq!(quoted.as_deref(), Some(r#"They said "no" again"#));
        assert_eq!(
            headline(r#"{"headline":"\ud83d\ude00 \uZZ \"x\""}"#).as_deref(),
            Some("😀 uZZ \"x\"")
        );
        assert_eq!(
            headline("{\"headline\":\"two\nlines\"}").as_deref(),
            Some("two\nlines")
        );
    }

    #[test]
    fn nesting_without_end_is_passed_over() {
        let deep = "{\"a\":[".repeat(100_000);
        assert!(Json::read(&deep).items.len() <= MAX_DEPTH);
        let closed = "]}".repeat(100_000);
        assert!(Json::read(&closed).items.is_empty());
        let quotes = "\" x ".repeat(100_000);
        let _ = Json::read(&quotes);
    }
}
