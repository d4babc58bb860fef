//! Bytes to text: UTF-8, UTF-16 with a mark, or an old single-byte charset; never silently.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use entente_types::{Problem, Span};

/// Text, and where each stretch of it stands in the bytes.
pub struct Decoded {
    /// The text. Characters that could not be read are `\u{FFFD}`; control characters are blanks.
    pub text: String,
    /// Stretches in order: start in the text, start in the bytes, and whether the bytes are the same.
    runs: Vec<Run>,
}

#[derive(Clone, Copy)]
struct Run {
    text: usize,
    page: usize,
    is_same: bool,
}

impl Decoded {
    /// The bytes of the page behind a stretch of the text.
    pub fn page(&self, start: usize, end: usize) -> Span {
        Span::new(
            self.at(start, false),
            self.at(end, true).max(self.at(start, false)),
        )
    }

    fn at(&self, byte: usize, is_end: bool) -> usize {
        let idx = self.runs.partition_point(|run| {
            if is_end {
                run.text < byte
            } else {
                run.text <= byte
            }
        });
        let run = self.runs[idx.saturating_sub(1)];
        if run.is_same {
            run.page + byte - run.text
        } else if is_end {
            self.runs.get(idx).map_or(run.page, |next| next.page)
        } else {
            run.page
        }
    }

    /// Do the bytes `start..end` of the text stand in the page as they are, in one stretch?
    fn push(&mut self, text: &str, page: usize, is_same: bool) {
        let continues = self.runs.last().is_some_and(|run| {
            run.is_same && is_same && run.page + (self.text.len() - run.text) == page
        });
        if !continues {
            self.runs.push(Run {
                text: self.text.len(),
                page,
                is_same,
            });
        }
        self.text.push_str(text);
    }
}

/// Share of control characters from which bytes count as binary.
const MAX_CONTROL_SHARE: f64 = 0.1;

/// Decodes a page. Binary bytes give an empty text and a problem.
pub fn decode(bytes: &[u8], problems: &mut Vec<Problem>) -> Decoded {
    let mut decoded = Decoded {
        text: String::new(),
        runs: vec![Run {
            text: 0,
            page: 0,
            is_same: true,
        }],
    };
    if let Some((encoding, n_mark)) = Encoding::for_bom(bytes) {
        if encoding == UTF_16LE || encoding == UTF_16BE {
            utf_16(&bytes[n_mark..], n_mark, encoding == UTF_16LE, &mut decoded);
            return decoded;
        }
        utf_8(&bytes[n_mark..], n_mark, &mut decoded, problems);
        return decoded;
    }
    if is_binary(bytes) {
        problems.push(Problem::new(
            "not-text",
            "it holds no text; give the text or HTML of a report",
        ));
        return decoded;
    }
    match declared(bytes).filter(|encoding| *encoding != UTF_8) {
        _ if std::str::from_utf8(bytes).is_ok() => utf_8(bytes, 0, &mut decoded, problems),
        Some(encoding) if encoding.is_single_byte() => single_byte(bytes, encoding, &mut decoded),
        None if looks_single_byte(bytes) => {
            problems.push(Problem::new(
                "guessed-charset",
                "it is not UTF-8 and names no charset; it was read as windows-1252",
            ));
            single_byte(bytes, WINDOWS_1252, &mut decoded);
        }
        _ => utf_8(bytes, 0, &mut decoded, problems),
    }
    decoded
}

fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let n_control = head
        .iter()
        .filter(|&&byte| byte < 9 || (14..32).contains(&byte) && byte != 27)
        .count();
    head.contains(&0) || n_control as f64 > MAX_CONTROL_SHARE * head.len() as f64
}

/// The charset that the first bytes of a page name.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    let at = head.windows(8).position(|window| window == b"charset=")? + 8;
    let label: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|byte| b"\"' ".contains(byte))
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
        .collect();
    Encoding::for_label(&label)
}

/// Are most bytes beyond ASCII single ones, as in no UTF-8 text?
fn looks_single_byte(bytes: &[u8]) -> bool {
    let chunks = bytes.utf8_chunks();
    let (mut n_valid, mut n_broken) = (0_usize, 0_usize);
    for chunk in chunks {
        n_valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_broken += chunk.invalid().len();
    }
    n_broken > n_valid
}

fn utf_8(bytes: &[u8], offset: usize, decoded: &mut Decoded, problems: &mut Vec<Problem>) {
    let mut at = offset;
    let mut n_broken = 0;
    for chunk in bytes.utf8_chunks() {
        push_clean(chunk.valid(), at, decoded);
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            n_broken += 1;
            decoded.push("\u{FFFD}", at, false);
            at += chunk.invalid().len();
        }
    }
    decoded.runs.push(Run {
        text: decoded.text.len(),
        page: at,
        is_same: true,
    });
    if n_broken > 0 {
        let message = match n_broken {
            1 => "1 place is not UTF-8; it is shown as \u{FFFD}".to_owned(),
            _ => format!("{n_broken} places are not UTF-8; they are shown as \u{FFFD}"),
        };
        problems.push(Problem::new("broken-utf8", message));
    }
}

/// Adds text that stands in the page as it is; control characters become blanks of the same length.
fn push_clean(text: &str, page: usize, decoded: &mut Decoded) {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    if !text.contains(is_control) {
        decoded.push(text, page, true);
        return;
    }
    let clean: String = text
        .chars()
        .flat_map(|c| {
            std::iter::repeat_n(
                if is_control(c) { ' ' } else { c },
                if is_control(c) { c.len_utf8() } else { 1 },
            )
        })
        .collect();
    decoded.push(&clean, page, true);
}

fn single_byte(bytes: &[u8], encoding: &'static Encoding, decoded: &mut Decoded) {
    let mut start = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if !byte.is_ascii() {
            push_clean(
                std::str::from_utf8(&bytes[start..at]).unwrap_or_default(),
                start,
                decoded,
            );
            let (character, _) = encoding.decode_without_bom_handling(std::slice::from_ref(byte));
            decoded.push(&character, at, false);
            start = at + 1;
        }
    }
    push_clean(
        std::str::from_utf8(&bytes[start..]).unwrap_or_default(),
        start,
        decoded,
    );
    decoded.runs.push(Run {
        text: decoded.text.len(),
        page: bytes.len(),
        is_same: true,
    });
}

fn utf_16(bytes: &[u8], offset: usize, is_little: bool, decoded: &mut Decoded) {
    let unit = |pair: &[u8]| {
        if is_little {
            u16::from_le_bytes([pair[0], pair[1]])
        } else {
            u16::from_be_bytes([pair[0], pair[1]])
        }
    };
    let mut at = offset;
    for character in char::decode_utf16(bytes.chunks_exact(2).map(unit)) {
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        let shown = if character.is_control() && !matches!(character, '\n' | '\t' | '\r') {
            ' '
        } else {
            character
        };
        decoded.push(shown.encode_utf8(&mut [0; 4]), at, false);
        at += 2 * character.len_utf16();
    }
    decoded.runs.push(Run {
        text: decoded.text.len(),
        page: at,
        is_same: true,
    });
}
