//! The attributes of a tag, as written.

use memchr::memchr;

/// Most attributes of one tag that are looked at.
const MAX_ATTRIBUTES: usize = 64;

/// What the value of one attribute is, as written in the source.
#[derive(Clone, Copy)]
pub struct Attribute<'a> {
    /// Its name as written.
    pub name: &'a str,
    /// Its value, without quotes and with entities as written.
    pub value: &'a str,
    /// Where the value begins in the attributes.
    pub at: usize,
}

/// The attributes in `written`, in order.
pub fn attributes(written: &str) -> impl Iterator<Item = Attribute<'_>> {
    let bytes = written.as_bytes();
    let mut at = 0;
    let read = std::iter::from_fn(move || {
        while at < bytes.len() && (bytes[at] <= b' ' || bytes[at] == b'/') {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && bytes[at] > b' ' && !matches!(bytes[at], b'=' | b'/') {
            at += 1;
        }
        if start == at && at < bytes.len() {
            at += 1; // a stray `=`
        }
        if start >= bytes.len() {
            return None;
        }
        let name = &written[start..at];
        let value = value(bytes, &mut at);
        Some(Attribute {
            name,
            value: &written[value.clone()],
            at: value.start,
        })
    });
    read.take(MAX_ATTRIBUTES)
}

/// The range of the value behind a name that ends at `at`; moves `at` behind it.
fn value(bytes: &[u8], at: &mut usize) -> std::ops::Range<usize> {
    let skip_blanks = |mut at: usize| {
        while at < bytes.len() && bytes[at] <= b' ' {
            at += 1;
        }
        at
    };
    let equals = skip_blanks(*at);
    if bytes.get(equals) != Some(&b'=') {
        return *at..*at;
    }
    let start = skip_blanks(equals + 1);
    match bytes.get(start) {
        Some(&quote @ (b'"' | b'\'')) => {
            let n_bytes = memchr(quote, &bytes[start + 1..]);
            let end = n_bytes.map_or(bytes.len(), |n_bytes| start + 1 + n_bytes);
            *at = (end + 1).min(bytes.len());
            start + 1..end
        }
        _ => {
            let n_bytes = bytes[start..].iter().position(|byte| *byte <= b' ');
            *at = n_bytes.map_or(bytes.len(), |n_bytes| start + n_bytes);
            start..*at
        }
    }
}

/// The value of one attribute, as written.
pub fn attribute<'a>(written: &'a str, name: &str) -> Option<&'a str> {
    attributes(written)
        .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
        .map(|attribute| attribute.value)
}
