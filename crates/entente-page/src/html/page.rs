//! What the head of a page says about its text: the title, the description, and the whole body in JSON-LD.

use memchr::memmem;

use super::attribute::attribute;
use super::scan::{Scan, TagKind};

/// What the head says, in letters and digits of lower case only.
#[derive(Debug, Default)]
pub struct PageSays {
    titles: Vec<Vec<u8>>,
    descriptions: Vec<Vec<u8>>,
    authors: Vec<Vec<u8>>,
    body: Vec<u8>,
}

/// What the head says about one line.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Does the body in JSON-LD hold it? 0 there is no body, 1 no, 2 yes.
    pub in_body: u8,
    /// Is it the title? 0 no, 1 in part, 2 yes.
    pub is_title: u8,
    /// Is it the description, or the beginning of it?
    pub is_description: bool,
    /// Does it name one who wrote the article?
    pub names_author: bool,
}

impl About {
    /// As features of the line.
    pub fn numbers(self) -> [u8; 4] {
        [
            self.in_body,
            self.is_title,
            u8::from(self.is_description),
            u8::from(self.names_author),
        ]
    }
}

/// Longest body of JSON-LD that is looked at, and longest title or description.
const MAX_BODY_BYTES: usize = 256 << 10;
const MAX_LINE_BYTES: usize = 1000;
/// Bytes of letters and digits by which a line is found in the body.
const N_PROBE: usize = 24;

/// Letters and digits of at most `limit` bytes of `text`, in lower case; beyond ASCII, all but the marks of U+2000 to
/// U+207F, which are written in many ways.
fn letters(text: &str, limit: usize) -> Vec<u8> {
    let bytes = &text.as_bytes()[..text.len().min(limit)];
    let mut found = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            byte if byte.is_ascii_alphanumeric() => found.push(byte.to_ascii_lowercase()),
            0xE2 if matches!(bytes.get(at + 1), Some(0x80 | 0x81)) => at += 2,
            byte if !byte.is_ascii() => found.push(byte),
            _ => {}
        }
        at += 1;
    }
    found
}

impl PageSays {
    /// Reads the head.
    pub fn read(scan: &Scan<'_>) -> Self {
        let mut says = Self::default();
        for tag in &scan.tags {
            match tag.kind {
                TagKind::Meta => says.meta(tag.attributes.of(scan.source)),
                TagKind::JsonLd => says.json(tag.content.of(scan.source)),
                _ => {}
            }
        }
        says
    }

    fn meta(&mut self, attributes: &str) {
        let key = attribute(attributes, "property").or_else(|| attribute(attributes, "name"));
        let list = match key {
            Some("og:title" | "twitter:title") => &mut self.titles,
            Some("author" | "article:author" | "parsely-author" | "byl" | "dc.creator") => {
                &mut self.authors
            }
            Some("og:description" | "description" | "twitter:description") => {
                &mut self.descriptions
            }
            _ => return,
        };
        let content = attribute(attributes, "content").unwrap_or_default();
        let line = letters(&htmlize::unescape(content), MAX_LINE_BYTES);
        if line.len() > 6 && !line.starts_with(b"http") && !list.contains(&line) {
            list.push(line);
        }
    }

    fn json(&mut self, json: &str) {
        self.json_author(json);
        const KEY: &str = "\"articleBody\"";
        let mut rest = json;
        while let Some(at) = memmem::find(rest.as_bytes(), KEY.as_bytes()) {
            rest = &rest[at + KEY.len()..];
            let body = json_string(rest);
            if body.len() > self.body.len() {
                let body = unescape_all(&body);
                self.body = letters(&body, MAX_BODY_BYTES);
            }
        }
    }

    /// The first names behind `"author"`.
    fn json_author(&mut self, json: &str) {
        /// Names are looked for in so many bytes.
        const N_NEAR: usize = 600;
        const MAX_NAMES: usize = 4;
        let Some(at) = memmem::find(json.as_bytes(), b"\"author\"") else {
            return;
        };
        let mut near = &json[at..json.floor_char_boundary(at + N_NEAR)];
        while let Some(at) = memmem::find(near.as_bytes(), b"\"name\"") {
            near = &near[at + 6..];
            let name = letters(&json_string(near), MAX_LINE_BYTES);
            if name.len() > 6 && self.authors.len() < MAX_NAMES && !self.authors.contains(&name) {
                self.authors.push(name);
            }
        }
    }

    /// What is said about a line.
    pub fn about(&self, text: &str) -> About {
        let is_short = text.len() <= MAX_LINE_BYTES / 2;
        // Of a long line only the beginning is asked for.
        let limit = if is_short { text.len() } else { 8 * N_PROBE };
        let line = letters(text, limit);
        About {
            in_body: self.in_body(&line),
            is_title: if is_short { self.is_title(&line) } else { 0 },
            is_description: self.is_description(&line),
            names_author: is_short && self.authors.iter().any(|name| holds(&line, name)),
        }
    }

    fn in_body(&self, line: &[u8]) -> u8 {
        /// A shorter body is a teaser.
        const MIN_BODY: usize = 400;
        if self.body.len() < MIN_BODY {
            return 0;
        }
        let line = &line[..line.len().min(4 * N_PROBE)];
        let from = line.len().saturating_sub(N_PROBE) / 2;
        let probe = &line[from..line.len().min(from + N_PROBE)];
        1 + u8::from(!probe.is_empty() && holds(&self.body, probe))
    }

    fn is_title(&self, line: &[u8]) -> u8 {
        if self.titles.iter().any(|title| title == line) {
            return 2;
        }
        let is_part =
            |title: &Vec<u8>| line.len() > 12 && (holds(title, line) || holds(line, title));
        u8::from(self.titles.iter().any(is_part))
    }

    fn is_description(&self, line: &[u8]) -> bool {
        let alike = |said: &Vec<u8>| {
            let n_bytes = said.len().min(line.len()).min(2 * N_PROBE);
            n_bytes >= N_PROBE && said[..n_bytes] == line[..n_bytes]
        };
        self.descriptions.iter().any(alike)
    }
}

/// Does `text` hold `words`?
fn holds(text: &[u8], words: &[u8]) -> bool {
    text.len() >= words.len() && memmem::find(text, words).is_some()
}

/// The string that stands behind `"key"`, with its escapes read; empty if there is none.
fn json_string(text: &str) -> String {
    let text = text
        .trim_start()
        .strip_prefix(':')
        .unwrap_or_default()
        .trim_start();
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'"') {
        return String::new();
    }
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' && at < MAX_BODY_BYTES {
        at += 1 + usize::from(bytes[at] == b'\\');
    }
    let Some(quoted) = text.get(..(at + 1).min(text.len())) else {
        return String::new();
    };
    let read = serde_json::from_str(quoted);
    // Raw line breaks are no JSON, and common.
    read.unwrap_or_else(|_| {
        quoted
            .replace("\\n", " ")
            .replace("\\u", " ")
            .replace('\\', "")
    })
}

/// Entities and tags inside of a body.
fn unescape_all(text: &str) -> String {
    let text = if text.contains('&') {
        htmlize::unescape(text)
    } else {
        text.into()
    };
    if !text.contains("</") {
        return text.into_owned();
    }
    let mut plain = String::with_capacity(text.len());
    for (idx, part) in text.split('<').enumerate() {
        plain.push_str(if idx == 0 {
            part
        } else {
            part.split_once('>').map_or("", |(_, words)| words)
        });
    }
    plain
}
