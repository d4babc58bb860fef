//! Addresses: writing and reading what stands in them.

use std::fmt::Write as _;

/// A part of a path or a value behind the question mark, with everything but letters, digits and `-_.~:` as bytes in hexadecimal.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' => {
                out.push(char::from(byte));
            }
            _ => _ = write!(out, "%{byte:02X}"),
        }
    }
    out
}

/// The names and values behind a question mark, or of a form, decoded.
#[must_use]
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decode(name), decode(value))
    };
    parts.map(pair).collect()
}

/// Text out of `%2F` and `+`; what is no UTF-8 becomes a mark.
#[must_use]
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let ahead: Vec<u8> = rest.clone().take(2).collect();
                let digits = std::str::from_utf8(&ahead).ok().filter(|digits| {
                    digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
                });
                match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    Some(byte) => {
                        bytes.push(byte);
                        rest.nth(1);
                    }
                    None => bytes.push(byte),
                }
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, pairs};

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["person:maria-hill", "a b&c=d/é?%", "100 %", "世界", ""] {
            assert_eq!(decode(&encode(text)), text);
        }
        assert_eq!(decode("50%+%zz%4"), "50% %zz%4");
        let expected = [
            ("q".to_owned(), "two words".to_owned()),
            ("x".to_owned(), String::new()),
        ];
        assert_eq!(pairs("q=two+words&&x"), expected);
    }
}
