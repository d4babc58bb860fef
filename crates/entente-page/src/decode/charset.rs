//! Which charset a page is in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED};

/// How much of a page is searched for the charset that it names.
const N_HEAD_BYTES: usize = 4096;
/// How much of a page is shown to the detector, counted in bytes around those beyond ASCII.
const N_SAMPLE_BYTES: usize = 8192;
/// From how many characters of UTF-8 to one broken place a page counts as UTF-8 with faults. Single-byte charsets hardly
/// ever look like UTF-8, and of the pairs of GBK or Big5 about one in eight does.
const N_GOOD_FOR_BROKEN: usize = 2;
/// What binary formats that begin like text begin with.
const BINARY: [&[u8]; 3] = [b"%PDF-", b"{\\rtf", b"%!PS-"];

/// A charset, and how it was found.
pub struct Choice {
    pub encoding: &'static Encoding,
    pub is_guessed: bool,
    /// Why it had to be guessed.
    pub reason: &'static str,
}

/// Chooses for bytes that are not UTF-8 throughout.
pub fn choose(bytes: &[u8], declared: Option<&str>) -> Choice {
    let sure = |encoding| Choice {
        encoding,
        is_guessed: false,
        reason: "",
    };
    if is_nearly_utf_8(bytes) {
        return sure(UTF_8);
    }
    let server = declared.and_then(|label| known(label.as_bytes()));
    let page = named(bytes);
    match (server, page) {
        (Some(server), Some(page)) if server == page && server != UTF_8 => sure(server),
        // A server names one charset for all its pages; a page that names another is often right.
        (Some(server), Some(page)) if server != UTF_8 && page != UTF_8 => {
            sure(if guess(bytes) == page { page } else { server })
        }
        (Some(one), Some(other)) if one != UTF_8 || other != UTF_8 => {
            sure(if one == UTF_8 { other } else { one })
        }
        (Some(encoding), None) | (None, Some(encoding)) if encoding != UTF_8 => sure(encoding),
        (None, None) => guessed(bytes, "names no charset"),
        _ => guessed(bytes, "the charset it names is UTF-8"),
    }
}

fn guessed(bytes: &[u8], reason: &'static str) -> Choice {
    Choice {
        encoding: guess(bytes),
        is_guessed: true,
        reason,
    }
}

/// A charset by one of its names, if bytes that are not UTF-8 can be in it.
///
/// Some names stand for charsets that nobody may read any more. UTF-16 has been told by its zero bytes before.
fn known(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label)
        .filter(|encoding| ![REPLACEMENT, X_USER_DEFINED, UTF_16LE, UTF_16BE].contains(encoding))
}

/// Is it UTF-8 with a few faults, such as a character cut at the end of a field?
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let (mut n_valid, mut n_broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        let beyond_ascii = chunk.valid().bytes().filter(|&byte| byte >= 0xC0);
        n_valid += beyond_ascii.count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    n_valid >= N_GOOD_FOR_BROKEN * n_broken
}

/// What the bytes beyond ASCII look like.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut n_fed = 0;
    let mut at = 0;
    while n_fed < N_SAMPLE_BYTES
        && let Some(n_ascii) = bytes[at..].iter().position(|byte| !byte.is_ascii())
    {
        let first = at + n_ascii;
        let start = first.saturating_sub(8).max(at);
        let end = bytes[first..]
            .windows(4)
            .take(N_SAMPLE_BYTES)
            .position(<[u8]>::is_ascii)
            .map_or(bytes.len().min(first + N_SAMPLE_BYTES), |n_bytes| {
                first + n_bytes + 2
            });
        detector.feed(&bytes[start..end], false);
        n_fed += end - start;
        at = end;
    }
    detector.feed(&[], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The charset that the head of a page names, in `<meta>` or in `<?xml`.
fn named(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(N_HEAD_BYTES)].to_ascii_lowercase();
    let mut at = 0;
    while let Some(n_bytes) = memchr::memchr(b'<', &head[at..]) {
        let tag = &head[at + n_bytes..];
        if tag.starts_with(b"<!--") {
            at += n_bytes + memchr::memmem::find(tag, b"-->").unwrap_or(tag.len());
            continue;
        }
        let inside = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        let key: Option<&[u8]> = if tag.starts_with(b"<meta") {
            Some(b"charset")
        } else if tag.starts_with(b"<?xml") {
            Some(b"encoding")
        } else {
            None
        };
        if let Some(encoding) = key.and_then(|key| value(inside, key)).and_then(known) {
            return Some(encoding);
        }
        at += n_bytes + 1;
    }
    None
}

/// The word after `key` and an equals sign.
fn value<'a>(tag: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let after = &tag[memchr::memmem::find(tag, key)? + key.len()..];
    let after = after
        .trim_ascii_start()
        .strip_prefix(b"=")?
        .trim_ascii_start();
    let after = after
        .strip_prefix(b"\"")
        .or_else(|| after.strip_prefix(b"'"))
        .unwrap_or(after)
        .trim_ascii_start();
    let is_inner = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
    let n_bytes = after.iter().position(|byte| !is_inner(byte));
    Some(&after[..n_bytes.unwrap_or(after.len())])
}

/// Does the text switch to Japanese characters as ISO-2022-JP does? Its bytes are all ASCII.
pub fn has_japanese_escapes(text: &str) -> bool {
    memchr::memchr_iter(0x1B, text.as_bytes())
        .take(64)
        .any(|at| {
            let after = &text.as_bytes()[at + 1..];
            after.starts_with(b"$B") || after.starts_with(b"$@")
        })
        && text.is_ascii()
}

/// UTF-16 without a mark: named by the server, or plain from where its zero bytes stand.
pub fn utf_16(bytes: &[u8], declared: Option<&str>) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(N_HEAD_BYTES)];
    let n_zero = |side: usize| head.chunks_exact(2).filter(|pair| pair[side] == 0).count();
    memchr::memchr(0, head)?;
    let (n_first, n_second) = (n_zero(0), n_zero(1));
    let n_pairs = head.len() / 2;
    let server = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    match server {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Some(encoding),
        _ if n_pairs < 4 => None,
        _ if n_second * 10 > n_pairs * 4 && n_first * 20 < n_second => Some(UTF_16LE),
        _ if n_first * 10 > n_pairs * 4 && n_second * 20 < n_first => Some(UTF_16BE),
        _ => None,
    }
}

/// Is it no text: a picture, an archive, a document of another kind?
pub fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let is_odd = |byte: u8| byte < 9 || (byte > 13 && byte < 32 && byte != 0x1B);
    let n_odd = head.iter().filter(|&&byte| is_odd(byte)).count();
    n_odd > 2 + head.len() / 50 || BINARY.iter().any(|mark| head.starts_with(mark))
}
