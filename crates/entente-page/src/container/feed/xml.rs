//! Tags of XML as feeds really write it: one pass over the bytes, nothing expanded, nothing refused.
//!
//! Feeds break every rule of XML: `&` and `<` that are not escaped, HTML pasted into a description, tags that
//! close others, several charsets in one file. A strict parser loses the whole feed to one such place. This
//! one finds the tags, and leaves it to the caller to say which of them count. It works on bytes, because in
//! every charset that is built on ASCII the bytes of `<`, `>`, `&` and quotes stand for nothing else where a
//! tag can begin. Entities that a document declares are never expanded: there are no bombs.

use std::borrow::Cow;
use std::ops::Range;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Longest tag with its attributes, in bytes. A longer one is text.
const MAX_TAG_BYTES: usize = 64 << 10;
/// Most attributes that are looked at in one tag.
const MAX_ATTRIBUTES: usize = 64;

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `<name …>`
    Open,
    /// `<name …/>`
    Empty,
    /// `</name>`
    Close,
}

/// One tag. All places are bytes of the document.
#[derive(Clone, Debug)]
pub struct Tag {
    /// What it does.
    pub kind: Kind,
    /// Its name, with prefix.
    pub name: Range<usize>,
    /// What stands between name and `>`.
    pub attributes: Range<usize>,
    /// From `<` to behind `>`.
    pub whole: Range<usize>,
}

/// The tags of a document, in order. Comments, CDATA sections, instructions and declarations are passed over.
pub struct Tags<'a> {
    bytes: &'a [u8],
    at: usize,
    /// From here on there is no end of a comment, a CDATA section, an instruction: they are not sought again.
    without_end: [usize; 3],
    /// A document has one declaration of its kind.
    may_declare: bool,
}

const COMMENT: usize = 0;
const CDATA: usize = 1;
const INSTRUCTION: usize = 2;
const ENDS: [&[u8]; 3] = [b"-->", b"]]>", b"?>"];

impl<'a> Tags<'a> {
    /// Begins at the start of a document.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            without_end: [usize::MAX; 3],
            may_declare: true,
        }
    }

    /// Behind the end of what begins at `at` and ends with one of `ENDS`.
    fn end_of(&mut self, what: usize, at: usize) -> Option<usize> {
        if at >= self.without_end[what] {
            return None;
        }
        let found = find(self.bytes, ENDS[what], at).map(|end| end + ENDS[what].len());
        if found.is_none() {
            self.without_end[what] = at;
        }
        found
    }

    /// Behind what begins with `<!` or `<?`; behind these two bytes if it has no end.
    fn behind(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        let end = if rest.starts_with(b"<!--") {
            self.end_of(COMMENT, at + 4)
        } else if rest.starts_with(b"<![CDATA[") {
            self.end_of(CDATA, at + 9)
        } else if rest.starts_with(b"<?") {
            self.end_of(INSTRUCTION, at + 2)
        } else if self.may_declare {
            self.may_declare = false;
            declaration(rest).map(|n| at + n)
        } else {
            None
        };
        end.unwrap_or(at + 2)
    }
}

/// Length of `<!DOCTYPE … [ … ]>`.
fn declaration(rest: &[u8]) -> Option<usize> {
    let rest = &rest[..rest.len().min(MAX_TAG_BYTES)];
    let mut is_inside = false;
    for (at, byte) in rest.iter().enumerate().skip(2) {
        match byte {
            b'[' => is_inside = true,
            b']' => is_inside = false,
            b'>' if !is_inside => return Some(at + 1),
            b'<' if !is_inside => return None,
            _ => {}
        }
    }
    None
}

impl Iterator for Tags<'_> {
    type Item = Tag;

    fn next(&mut self) -> Option<Tag> {
        loop {
            let at = self.at + memchr::memchr(b'<', &self.bytes[self.at..])?;
            match self.bytes.get(at + 1)? {
                b'!' | b'?' => self.at = self.behind(at),
                _ => match tag(self.bytes, at) {
                    Some(tag) => {
                        self.at = tag.whole.end;
                        return Some(tag);
                    }
                    None => self.at = at + 1,
                },
            }
        }
    }
}

/// The tag that begins at `at`, if it is one.
fn tag(bytes: &[u8], at: usize) -> Option<Tag> {
    let is_close = bytes.get(at + 1) == Some(&b'/');
    let start = at + 1 + usize::from(is_close);
    let first = bytes.get(start)?;
    if !(first.is_ascii_alphabetic() || *first == b'_' || *first >= 0x80) {
        return None;
    }
    let limit = bytes.len().min(at + MAX_TAG_BYTES);
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<');
    let name_end = start + bytes[start..limit].iter().position(is_end)?;
    let end = end_of_tag(bytes, name_end, limit)?;
    let is_empty = !is_close && bytes[end - 1] == b'/';
    let attributes = name_end..(end - usize::from(is_empty)).max(name_end);
    Some(Tag {
        kind: match (is_close, is_empty) {
            (true, _) => Kind::Close,
            (_, true) => Kind::Empty,
            _ => Kind::Open,
        },
        name: start..name_end,
        attributes,
        whole: at..end + 1,
    })
}

/// Where the `>` stands that ends a tag. Quotes count only behind `=`, as in `title="a > b"`.
fn end_of_tag(bytes: &[u8], from: usize, limit: usize) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    for (at, &byte) in bytes.iter().enumerate().take(limit).skip(from) {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => continue,
            None if byte == b'>' => return Some(at),
            None if byte == b'<' => return None,
            None if before == b'=' && matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    None
}

/// The attributes of a tag, names as written, values raw: `type="html"`, `href=x`, `checked`.
pub fn attributes(raw: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = raw;
    let next = move || {
        let is_name_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'=';
        rest = rest.trim_ascii_start();
        let name_end = rest.iter().position(is_name_end).unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let Some(value) = after.trim_ascii_start().strip_prefix(b"=") else {
            rest = after;
            return (!name.is_empty()).then_some((name, &b""[..]));
        };
        let value = value.trim_ascii_start();
        let (value, after) = match value.first() {
            Some(&quote @ (b'"' | b'\'')) => until(&value[1..], |byte| byte == quote, 1),
            _ => until(value, |byte| byte.is_ascii_whitespace(), 0),
        };
        rest = after;
        Some((name, value))
    };
    std::iter::from_fn(next).take(MAX_ATTRIBUTES)
}

fn until(bytes: &[u8], is_end: impl Fn(u8) -> bool, n_skip: usize) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|&byte| is_end(byte));
    let end = end.unwrap_or(bytes.len());
    (&bytes[..end], &bytes[(end + n_skip).min(bytes.len())..])
}

/// Where `needle` begins at or behind `from`.
pub fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    memchr::memmem::find(bytes.get(from..)?, needle).map(|n| from + n)
}

/// The charset of a document: what its first line says, else what the server said, else none.
pub fn charset(bytes: &[u8], said: Option<&str>) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    let declared = find(head, b"<?xml", 0).and_then(|at| {
        let end = find(head, b"?>", at)?;
        let label = find(&head[..end], b"encoding", at)? + b"encoding".len();
        let value = head[label..end].trim_ascii_start().strip_prefix(b"=")?;
        let value = value.trim_ascii_start();
        let quote = *value.first()?;
        Encoding::for_label(until(&value[1..], |byte| byte == quote, 1).0)
    });
    let said = said.and_then(|label| Encoding::for_label(label.as_bytes()));
    declared.or(said)
}

/// Most bytes of a document that are shown to the detector of charsets.
const N_SAMPLE_BYTES: usize = 256 << 10;

/// The charsets of one document: feeds collect items of many hands.
pub struct Charset<'a> {
    /// All of it.
    pub bytes: &'a [u8],
    /// What it declares.
    pub declared: Option<&'static Encoding>,
    /// What its bytes look like, once that had to be asked.
    pub guessed: Option<&'static Encoding>,
}

impl Charset<'_> {
    /// Bytes as text. Valid UTF-8 is taken for that whatever was declared.
    pub fn decode<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, str> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Cow::Borrowed(text);
        }
        let charset = match self.declared {
            Some(charset) if charset != UTF_8 => charset,
            _ if is_nearly_utf_8(bytes) => UTF_8,
            _ => *self.guessed.get_or_insert_with(|| guess(self.bytes)),
        };
        charset.decode_without_bom_handling(bytes).0
    }
}

/// Is it UTF-8 with a few faults, such as a character cut at the end of a field?
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let (mut n_valid, mut n_broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        n_valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_broken += chunk.invalid().len();
    }
    n_broken < n_valid
}

/// The charset that the beginning of a document looks like; windows-1252 if most of it is UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(N_SAMPLE_BYTES)];
    if is_nearly_utf_8(sample) {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        Tags::new(text.as_bytes())
            .map(|tag| &text[tag.name])
            .collect()
    }

    #[test]
    fn tags_are_found_in_whatever_stands_around_them() {
        assert_eq!(
            names("<a x='>'>1 < 2 & 3<b/></a><!-- <no> --><c>"),
            ["a", "b", "a", "c"]
        );
        assert_eq!(names("<![CDATA[<no>]]><a><![CDATA[<yes>"), ["a", "yes"]);
        assert_eq!(
            names("<!DOCTYPE x [<!ENTITY y '<no>'>]><a><?php <no> ?>"),
            ["a"]
        );
        assert_eq!(names("<a <b>< c></d"), ["b"]);
    }

    #[test]
    fn attributes_need_no_quotes() {
        let found: Vec<_> = attributes(b" href=a.html rel = 'x y' checked type=\"html").collect();
        let wanted: [(&[u8], &[u8]); 4] = [
            (b"href", b"a.html"),
            (b"rel", b"x y"),
            (b"checked", b""),
            (b"type", b"html"),
        ];
        assert_eq!(found, wanted);
    }
}
