//! Source text to clean text: blanks, control characters and entities.

use std::borrow::Cow;

/// Longest entity: `&CounterClockwiseContourIntegral;` has 33 characters.
const MAX_ENTITY_BYTES: usize = 34;

/// Adds `source` to `text`. Blanks and control characters become one blank; none stands at `start`.
pub fn append(text: &mut String, source: &str, start: usize) {
    let bytes = source.as_bytes();
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        let n_blank = match bytes[at] {
            byte @ (0..=b' ' | 0x7F) => {
                // A single blank between words needs no care.
                if byte == b' ' && at > from && bytes.get(at + 1).is_some_and(|byte| *byte > b' ') {
                    at += 1;
                    continue;
                }
                1
            }
            0xC2 if matches!(bytes.get(at + 1), Some(0x80..=0xA0)) => 2,
            // An entity begins with a letter or `#`.
            b'&' if bytes
                .get(at + 1)
                .is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'#') =>
            {
                text.push_str(&source[from..at]);
                let n_bytes = entity(&bytes[at..]);
                append_entity(text, &source[at..at + n_bytes], start);
                at += n_bytes;
                from = at;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        text.push_str(&source[from..at]);
        blank(text, start);
        at += n_blank;
        from = at;
    }
    text.push_str(&source[from..]);
}

fn blank(text: &mut String, start: usize) {
    if text.len() > start && !text.ends_with(' ') {
        text.push(' ');
    }
}

fn append_entity(text: &mut String, written: &str, start: usize) {
    let read = unescape(written);
    for character in read.chars() {
        if character.is_whitespace() || character.is_control() {
            blank(text, start);
        } else if character != '\u{AD}' {
            text.push(character);
        }
    }
}

/// What an entity stands for; the common ones without a look into the table of all.
pub fn unescape(written: &str) -> Cow<'_, str> {
    let common = match written {
        "&amp;" => "&",
        "&nbsp;" => " ",
        "&quot;" | "&#34;" => "\"",
        "&#39;" | "&#x27;" | "&apos;" => "'",
        "&#8217;" | "&rsquo;" => "’",
        "&#8216;" | "&lsquo;" => "‘",
        "&#8220;" | "&ldquo;" => "“",
        "&#8221;" | "&rdquo;" => "”",
        "&#8211;" | "&ndash;" => "–",
        "&#8212;" | "&mdash;" => "—",
        _ => return htmlize::unescape(written),
    };
    Cow::Borrowed(common)
}

/// Length of the entity at the start of `bytes`; 1 if its `&` stands for itself.
pub fn entity(bytes: &[u8]) -> usize {
    let n_name = bytes[1..]
        .iter()
        .take(MAX_ENTITY_BYTES)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#')
        .count();
    let has_end = bytes.get(1 + n_name) == Some(&b';');
    1 + n_name + usize::from(has_end && n_name > 0)
}
