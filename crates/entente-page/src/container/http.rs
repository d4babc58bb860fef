//! What a server sent, as archives keep it: the head of a response and the ways in which its body was packed.

use std::borrow::Cow;
use std::io::Read;

use entente_types::Problem;

use super::MAX_RECORD_BYTES;
use crate::Media;

/// Longest head of a record or of a response. Servers refuse heads of more than some 16 kB.
pub const MAX_HEAD_BYTES: usize = 64 << 10;
/// Most ways of packing on top of each other. Servers use one.
const MAX_ENCODINGS: usize = 3;

/// The head of a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// As 200; nothing if it was not said.
    pub status: Option<u16>,
    /// As `text/html; charset=utf-8`, in small letters; empty if it was not said.
    pub content_type: String,
    /// As `gzip`, in the order in which the body was packed.
    pub encodings: Vec<String>,
    /// Was the body sent in chunks?
    pub is_chunked: bool,
}

impl Head {
    /// Did the server give the page that it was asked for?
    pub fn is_success(&self) -> bool {
        self.status
            .is_none_or(|status| (200..300).contains(&status))
    }
}

/// Names and values of a head, its first line left out. Folded lines are left out too.
pub fn fields(bytes: &[u8]) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    bytes
        .split(|byte| *byte == b'\n')
        .skip(1)
        .filter_map(|line| {
            let colon = memchr::memchr(b':', line)?;
            let text = String::from_utf8_lossy;
            let is_name = colon > 0 && !line[0].is_ascii_whitespace();
            is_name.then(|| (text(&line[..colon]), text(&line[colon + 1..])))
        })
}

/// Reads the head of a response.
pub fn head(bytes: &[u8]) -> Head {
    let first = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    let mut head = Head {
        status: first
            .split_whitespace()
            .nth(1)
            .and_then(|status| status.parse().ok()),
        ..Head::default()
    };
    for (name, value) in fields(bytes) {
        let value = value.trim().to_ascii_lowercase();
        match name.to_ascii_lowercase().as_str() {
            "content-type" => head.content_type = value,
            "content-encoding" => head.encodings.extend(list(&value)),
            "transfer-encoding" => {
                let packed = list(&value).filter(|encoding| encoding != "chunked");
                head.encodings.extend(packed);
                head.is_chunked |= value.contains("chunked");
            }
            _ => {}
        }
    }
    head
}

fn list(value: &str) -> impl Iterator<Item = String> {
    let parts = value.split(',').map(str::trim);
    parts
        .filter(|part| !part.is_empty() && *part != "identity")
        .map(str::to_owned)
}

/// What a content type says of a page; nothing if it names what cannot be an article, `Some(None)` if it leaves
/// that open.
#[expect(
    clippy::option_option,
    reason = "three answers: a page of a kind, a page, no page"
)]
pub fn media(content_type: &str) -> Option<Option<Media>> {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    match kind {
        "text/html" | "application/xhtml+xml" => Some(Some(Media::Html)),
        "text/plain" | "text/markdown" => Some(Some(Media::Text)),
        "" => Some(None),
        _ => None,
    }
}

/// The charset that a content type names.
pub fn charset(content_type: &str) -> Option<String> {
    let (_, rest) = content_type.split_once("charset=")?;
    let value = rest.split([';', ',', ' ']).next().unwrap_or_default();
    let value = value.trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

/// The page in the body of a response: chunks joined, packing opened.
///
/// Archives often keep the body open and the head as it was; a body that is not packed as its head says is taken
/// as it is.
pub fn body(mut bytes: Vec<u8>, head: &Head, problems: &mut Vec<Problem>) -> Vec<u8> {
    if head.is_chunked {
        join_chunks(&mut bytes, problems);
    }
    for encoding in head.encodings.iter().rev().take(MAX_ENCODINGS) {
        match unpack(&bytes, encoding) {
            Unpacked::Whole(open) => bytes = open,
            Unpacked::Part(open) => {
                let message = format!("the page's {encoding} is damaged; what came out is read");
                problems.push(Problem::new("bad-record", message));
                bytes = open;
            }
            Unpacked::TooLong(open) => {
                problems.push(super::too_long());
                bytes = open;
            }
            Unpacked::WasOpen => {}
            Unpacked::Unknown => {
                let message = format!("the page is packed with `{encoding}`, which is not read");
                problems.push(Problem::new("unknown-packing", message));
                return Vec::new();
            }
        }
    }
    bytes
}

enum Unpacked {
    Whole(Vec<u8>),
    Part(Vec<u8>),
    TooLong(Vec<u8>),
    WasOpen,
    Unknown,
}

fn unpack(bytes: &[u8], encoding: &str) -> Unpacked {
    match encoding {
        "gzip" | "x-gzip" if !bytes.starts_with(&[0x1F, 0x8B]) => Unpacked::WasOpen,
        "gzip" | "x-gzip" => drain(flate2::bufread::MultiGzDecoder::new(bytes)),
        // Half of the servers leave out the head that the standard asks for.
        "deflate" if has_zlib_head(bytes) => drain(flate2::bufread::ZlibDecoder::new(bytes)),
        "deflate" => drain(flate2::bufread::DeflateDecoder::new(bytes)),
        "br" => drain(brotli_decompressor::Decompressor::new(bytes, 8 << 10)),
        _ => Unpacked::Unknown,
    }
}

fn has_zlib_head(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..]
        if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

fn drain(open: impl Read) -> Unpacked {
    let mut bytes = Vec::new();
    let end = open
        .take(MAX_RECORD_BYTES as u64 + 1)
        .read_to_end(&mut bytes);
    if bytes.len() > MAX_RECORD_BYTES {
        bytes.truncate(MAX_RECORD_BYTES);
        return Unpacked::TooLong(bytes);
    }
    match end {
        Ok(_) => Unpacked::Whole(bytes),
        Err(_) if bytes.is_empty() => Unpacked::WasOpen,
        Err(_) => Unpacked::Part(bytes),
    }
}

/// Joins the chunks of a body in place. A body that does not begin with a chunk stays as it is.
fn join_chunks(bytes: &mut Vec<u8>, problems: &mut Vec<Problem>) {
    let Some((mut length, mut at)) = chunk(bytes, 0) else {
        return;
    };
    let mut n_joined = 0;
    while length > 0 {
        let end = at.saturating_add(length).min(bytes.len());
        bytes.copy_within(at..end, n_joined);
        n_joined += end - at;
        let next = chunk(bytes, end + 2);
        let Some((next_length, next_at)) = next.filter(|_| end - at == length) else {
            let message = "the chunks of the page do not end; what is there is read";
            problems.push(Problem::new("cut-record", message));
            break;
        };
        (length, at) = (next_length, next_at);
    }
    bytes.truncate(n_joined);
}

/// Length of the chunk whose head stands at `at`, and where its bytes begin.
fn chunk(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    /// Longest line before a chunk.
    const MAX_LINE: usize = 256;
    let rest = bytes.get(at..)?;
    let line = &rest[..rest.len().min(MAX_LINE)];
    let end = memchr::memchr(b'\n', line)?;
    let line = std::str::from_utf8(&line[..end]).ok()?;
    let digits = line.split(';').next().unwrap_or_default().trim();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let length = is_number
        .then(|| usize::from_str_radix(digits, 16).ok())
        .flatten()?;
    Some((length, at + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(body: &str) -> (String, usize) {
        let (mut bytes, mut problems) = (body.as_bytes().to_vec(), Vec::new());
        join_chunks(&mut bytes, &mut problems);
        (
            String::from_utf8(bytes).expect("text stays text"),
            problems.len(),
        )
    }

    #[test]
    fn chunks_are_joined_and_open_bodies_left_alone() {
        assert_eq!(
            joined("4\r\nThe \r\n7;x=y\r\nharbour\r\n0\r\n\r\n"),
            ("The harbour".into(), 0)
        );
        assert_eq!(joined("<p>The harbour"), ("<p>The harbour".into(), 0));
        assert_eq!(joined("4\r\nThe \r\nff\r\nharb"), ("The harb".into(), 1));
        assert_eq!(joined("4\r\nThe \r\nrest"), ("The ".into(), 1));
    }

    #[test]
    fn content_types_are_read() {
        assert_eq!(media("text/html; charset=utf-8"), Some(Some(Media::Html)));
        assert_eq!(media("image/png"), None);
        assert_eq!(
            charset("text/html; charset=\"utf-8\"; x"),
            Some("utf-8".into())
        );
        assert_eq!(charset("text/html; charset="), None);
    }
}
