//! What the elements of an item say, and their values as text or HTML.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use htmlize::unescape;

use super::walk::{Element, Field};
use super::words;
use super::xml::{Charset, attributes, find};

/// What an element says of its item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Title,
    Link,
    Id,
    Published,
    Updated,
    Author,
    Source,
    Language,
    Full,
    Summary,
}

static FIELDS: LazyLock<BTreeMap<&str, (Role, u8)>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/feed_field.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        let mut next = || columns.next().expect("a field has name, role and rank");
        let (name, role) = (next(), role(next()));
        (name, (role, next().parse().expect("a rank is a number")))
    });
    rows.collect()
});

fn role(name: &str) -> Role {
    match name {
        "title" => Role::Title,
        "link" => Role::Link,
        "id" => Role::Id,
        "published" => Role::Published,
        "updated" => Role::Updated,
        "author" => Role::Author,
        "source" => Role::Source,
        "language" => Role::Language,
        "full" => Role::Full,
        "summary" => Role::Summary,
        other => unreachable!("no field has the role {other}"),
    }
}

/// What an element says by its path, and its rank among those that say the same.
pub fn meaning(path: &str) -> Option<(Role, u8)> {
    FIELDS.get(path).copied()
}

/// Does an element that says this hold words alone, no other elements?
pub fn is_leaf(meaning: Option<(Role, u8)>) -> bool {
    let is_rich = |role| {
        matches!(
            role,
            Role::Full | Role::Summary | Role::Author | Role::Source
        )
    };
    meaning.is_some_and(|(role, _)| !is_rich(role))
}

/// A document, for reading the values of its fields.
pub struct Values<'a> {
    /// The document.
    pub bytes: &'a [u8],
    /// How its bytes become text.
    pub charset: Charset<'a>,
}

/// Text of an article as a feed holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// HTML.
    Html(String),
    /// Text without markup.
    Text(String),
}

impl Body {
    /// The text as HTML: lines of plain text become paragraphs.
    #[must_use]
    pub fn into_html(self) -> String {
        let text = match self {
            Self::Html(html) => return html,
            Self::Text(text) => text,
        };
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let paragraph = |line: &str| format!("<p>{}</p>\n", htmlize::escape_text(line));
        lines.map(paragraph).collect()
    }
}

impl Values<'_> {
    /// The fields of a role, best first.
    pub fn of<'e>(&self, element: &'e Element, role: Role) -> Vec<&'e Field> {
        let rank = |field: &&Field| {
            field
                .meaning
                .filter(|(of, _)| *of == role)
                .map(|(_, rank)| rank)
        };
        let mut fields: Vec<&Field> = element
            .fields
            .iter()
            .filter(|field| rank(field).is_some())
            .collect();
        fields.sort_by_key(|field| rank(field));
        fields
    }

    /// The first value of a role that is not empty, as one line.
    pub fn line(&mut self, element: &Element, role: Role) -> Option<String> {
        let fields = self.of(element, role);
        fields.into_iter().find_map(|field| {
            let line = self.words(field);
            (!line.is_empty() && self.is_text(field)).then_some(line)
        })
    }

    /// Does a field say that it holds text? Others hold base64.
    fn is_text(&mut self, field: &Field) -> bool {
        let said = self
            .attribute(field.attributes.clone(), "type")
            .unwrap_or_default();
        let mode = self
            .attribute(field.attributes.clone(), "mode")
            .unwrap_or_default();
        mode != "base64" && (said.is_empty() || is_text(&said.to_ascii_lowercase()))
    }

    /// A field as one line without markup.
    pub fn words(&mut self, field: &Field) -> String {
        let text = self.text(field);
        words::line(&text)
    }

    /// A field with CDATA opened and references resolved once.
    pub fn text(&mut self, field: &Field) -> String {
        self.unpack(field, true)
    }

    /// An attribute of a field, with references resolved.
    pub fn attribute(&mut self, raw: std::ops::Range<usize>, name: &str) -> Option<String> {
        let bytes = &self.bytes[raw];
        let (_, value) =
            attributes(bytes).find(|(known, _)| known.eq_ignore_ascii_case(name.as_bytes()))?;
        let text = self.charset.decode(value);
        let text = unescape(text.trim());
        (!text.is_empty()).then(|| text.into_owned())
    }

    /// A field that holds text of an article.
    pub fn body(&mut self, field: &Field) -> Option<Body> {
        let said = self
            .attribute(field.attributes.clone(), "type")
            .unwrap_or_default();
        let mode = self
            .attribute(field.attributes.clone(), "mode")
            .unwrap_or_default();
        let said = said.to_ascii_lowercase();
        let is_markup = field.has_tags || field.path.ends_with("body");
        let body = match said.as_str() {
            "xhtml" | "application/xhtml+xml" => Body::Html(self.unpack(field, false)),
            _ if !self.is_text(field) => return None,
            _ if is_markup => Body::Html(self.unpack(field, false)),
            "text" | "text/plain" if mode != "escaped" => Body::Text(self.text(field)),
            _ => match words::opened(self.text(field)) {
                text if !words::has_markup(&text) && !text.contains('&') => Body::Text(text),
                html => Body::Html(html),
            },
        };
        let (Body::Html(text) | Body::Text(text)) = &body;
        (!text.trim().is_empty()).then_some(body)
    }

    /// What stands in a field: CDATA sections as they are; references outside of them resolved or left.
    fn unpack(&mut self, field: &Field, resolves: bool) -> String {
        let mut out = String::new();
        let mut rest = &self.bytes[field.inner.clone()];
        while let Some(at) = find(rest, b"<![CDATA[", 0) {
            self.push(&rest[..at], resolves, &mut out);
            let inside = &rest[at + 9..];
            let end = find(inside, b"]]>", 0);
            let kept = self.charset.decode(&inside[..end.unwrap_or(inside.len())]);
            out.push_str(&kept);
            rest = &inside[end.map_or(inside.len(), |end| end + 3)..];
        }
        self.push(rest, resolves, &mut out);
        out
    }

    fn push(&mut self, raw: &[u8], resolves: bool, out: &mut String) {
        let text = self.charset.decode(raw);
        if resolves {
            out.push_str(&unescape(Cow::as_ref(&text)));
        } else {
            out.push_str(&text);
        }
    }
}

/// Is content of this type text that can be an article?
fn is_text(media: &str) -> bool {
    matches!(media, "text" | "html") || media.starts_with("text/") || media.contains("html")
}
