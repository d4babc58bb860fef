//! HTML to pieces, in one pass over the text and without a tree.
//!
//! The pass keeps a bounded stack of open elements, so that nesting costs neither memory nor time.

use crate::block::{Mark, Piece};
use crate::decode::Decoded;
use crate::metadata::Metadata;

/// Open elements that are remembered; deeper ones are read as if they were not there.
const MAX_DEPTH: usize = 256;
/// Longest attribute list that is looked at.
const MAX_TAG_BYTES: usize = 16_384;
/// Most JSON-LD that is kept of a page.
const MAX_JSON_BYTES: usize = 1 << 20;

/// Elements that begin and end a piece.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];
/// Elements that are never part of an article.
const FURNITURE: &[&str] = &[
    "aside", "button", "dialog", "footer", "form", "menu", "nav", "option", "select",
];
/// Elements whose text is no text of the page.
const RAW: &[&str] = &[
    "script", "style", "noscript", "template", "textarea", "title", "iframe", "svg", "math",
    "object",
];
/// Elements that have no end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
/// Words in class and id that sound like furniture.
const SUSPECT: &[&str] = &[
    "advert",
    "advertisement",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "footer",
    "masthead",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "paywall",
    "popup",
    "promo",
    "recirculation",
    "recommended",
    "related",
    "share",
    "sharing",
    "sidebar",
    "social",
    "sponsored",
    "subscribe",
    "tags",
    "teaser",
    "toolbar",
    "trending",
    "widget",
];

/// Is it HTML, by its ending or by its first bytes?
pub fn is_html(name: &str, text: &str) -> bool {
    let head = text
        .trim_start()
        .get(..256.min(text.trim_start().len()))
        .unwrap_or_else(|| text.trim_start().split_at(0).1);
    let head = head
        .chars()
        .take(256)
        .collect::<String>()
        .to_ascii_lowercase();
    let ends = |ending: &str| name.to_ascii_lowercase().ends_with(ending);
    ends(".html")
        || ends(".htm")
        || ["<!doctype html", "<html", "<head", "<body"]
            .iter()
            .any(|tag| head.starts_with(tag))
}

/// Reads pieces and metadata out of a page.
pub fn read(decoded: &Decoded) -> (Vec<Piece>, Metadata) {
    let mut scanner = Scanner {
        decoded,
        at: 0,
        open: Vec::new(),
        piece: Piece::default(),
        pieces: Vec::new(),
        metadata: Metadata::default(),
        n_breaks: 0,
    };
    scanner.run();
    let mut pieces = scanner.pieces;
    for piece in pieces.iter_mut().filter(|piece| piece.mark == Mark::None) {
        // Headings are marked in HTML: the shape of a line says nothing.
        piece.mark = Mark::Paragraph;
    }
    keep_main(&mut pieces);
    trust_suspects(&mut pieces);
    (pieces, scanner.metadata)
}

/// If the page marks a main part that holds a text, everything outside of it is furniture.
fn keep_main(pieces: &mut [Piece]) {
    let n_words = |is_main: bool| -> usize {
        pieces
            .iter()
            .filter(|piece| piece.is_main == is_main && piece.mark != Mark::Furniture)
            .map(Piece::n_words)
            .sum()
    };
    let (n_inside, n_outside) = (n_words(true), n_words(false));
    if n_inside >= 40 && n_inside * 2 >= n_outside {
        for piece in pieces
            .iter_mut()
            .filter(|piece| !piece.is_main && piece.mark != Mark::Heading(1))
        {
            piece.mark = Mark::Furniture;
        }
    }
}

/// A class can sound like furniture on the wrapper of the whole text: then the name means nothing.
fn trust_suspects(pieces: &mut [Piece]) {
    let n_words = |keep: fn(Mark) -> bool| -> usize {
        pieces
            .iter()
            .filter(|piece| keep(piece.mark))
            .map(Piece::n_words)
            .sum()
    };
    let n_suspect = n_words(|mark| mark == Mark::Suspect);
    let n_kept = n_words(|mark| !matches!(mark, Mark::Suspect | Mark::Furniture));
    let is_text = n_suspect > 100 && n_kept < 50;
    for piece in pieces
        .iter_mut()
        .filter(|piece| piece.mark == Mark::Suspect)
    {
        piece.mark = if is_text { Mark::None } else { Mark::Furniture };
    }
}

struct Open {
    name: String,
    mark: Mark,
    is_main: bool,
    is_link: bool,
}

struct Scanner<'a> {
    decoded: &'a Decoded,
    at: usize,
    open: Vec<Open>,
    piece: Piece,
    pieces: Vec<Piece>,
    metadata: Metadata,
    n_breaks: usize,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let text = self.decoded.text.as_str();
        while self.at < text.len() {
            let rest = &text[self.at..];
            match rest.find('<') {
                Some(0) if self.is_tag(rest) => self.tag(),
                Some(0) => self.words(1),
                Some(n_bytes) => self.words(n_bytes),
                None => self.words(rest.len()),
            }
        }
        self.finish_piece();
    }

    fn is_tag(&self, rest: &str) -> bool {
        rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!' || c == '?')
    }

    fn words(&mut self, n_bytes: usize) {
        let start = self.at;
        self.at += n_bytes;
        let text = &self.decoded.text[start..self.at];
        let n_before = self.piece.text.len();
        let mut at = 0;
        while at < text.len() {
            let n_plain = text[at..].find('&').unwrap_or(text.len() - at);
            if n_plain > 0 {
                self.piece.push(
                    &text[at..at + n_plain],
                    self.decoded.page(start + at, start + at + n_plain),
                );
                at += n_plain;
                continue;
            }
            let n_entity = entity(&text[at..]);
            let page = self.decoded.page(start + at, start + at + n_entity);
            let read = htmlize::unescape(&text[at..at + n_entity]);
            let clean: String = read
                .chars()
                .filter(|c| !c.is_control() && *c != '\u{AD}')
                .collect();
            if !clean.is_empty() {
                self.piece.push(&clean, page);
            }
            at += n_entity;
        }
        if self.piece.text.len() > n_before {
            if !text.trim().is_empty() {
                self.n_breaks = 0;
            }
            if self.open.iter().any(|open| open.is_link) {
                self.piece.n_linked += self.piece.text.len() - n_before;
            }
        }
    }

    fn tag(&mut self) {
        let text = &self.decoded.text[self.at..];
        if text.starts_with("<!--") {
            self.at += text.find("-->").map_or(text.len(), |end| end + 3);
            return;
        }
        let n_bytes = tag_end(text);
        let inside = text[1..n_bytes].trim_end_matches('>');
        self.at += n_bytes;
        let is_end = inside.starts_with('/');
        let inside = inside.trim_start_matches('/');
        let n_name = inside
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .unwrap_or(inside.len());
        let name = inside[..n_name].to_ascii_lowercase();
        let attributes = &inside[n_name..];
        if is_end {
            self.close(&name);
        } else if !name.is_empty() {
            self.begin(&name, attributes);
        }
    }

    fn begin(&mut self, name: &str, attributes: &str) {
        match name {
            "meta" => self.metadata.meta(attributes),
            "br" => self.line_break(),
            "time" => self.metadata.time(attributes),
            "td" | "th" => self.gap(" | "),
            _ => {}
        }
        if RAW.contains(&name) {
            self.raw(name, attributes);
            return;
        }
        if BLOCKS.contains(&name) {
            self.finish_piece();
        }
        if name == "p" || name == "li" {
            self.close_open(name);
        }
        if !VOID.contains(&name)
            && !attributes.trim_end().ends_with('/')
            && self.open.len() < MAX_DEPTH
        {
            let is_main = matches!(name, "main" | "article")
                || attribute(attributes, "role") == Some("main")
                || attribute(attributes, "itemprop") == Some("articleBody");
            self.open.push(Open {
                name: name.to_owned(),
                mark: mark(name, attributes),
                is_main,
                is_link: name == "a",
            });
        }
    }

    fn close(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.finish_piece();
        }
        let depth = self.open.iter().rposition(|open| open.name == name);
        if let Some(depth) = depth {
            self.open.truncate(depth);
        }
    }

    /// `<p>` and `<li>` end where the next one begins.
    fn close_open(&mut self, name: &str) {
        if self.open.last().is_some_and(|open| open.name == name) {
            self.open.pop();
        }
    }

    fn line_break(&mut self) {
        self.n_breaks += 1;
        if self.n_breaks > 1 {
            self.finish_piece();
        } else {
            self.gap(" ");
        }
    }

    fn gap(&mut self, gap: &str) {
        if !self.piece.text.is_empty() {
            let page = self.decoded.page(self.at, self.at);
            self.piece.push(gap, page);
        }
    }

    /// Skips an element whose content is not text; keeps titles and JSON-LD.
    fn raw(&mut self, name: &str, attributes: &str) {
        if attributes.trim_end().ends_with('/') {
            return;
        }
        let text = &self.decoded.text[self.at..];
        let n_content = find_end_tag(text, name).unwrap_or(text.len());
        let content = &text[..n_content];
        if name == "title" {
            self.metadata.title(content);
        } else if name == "script"
            && attributes.contains("ld+json")
            && content.len() <= MAX_JSON_BYTES
        {
            self.metadata.json(content);
        }
        self.at += n_content;
    }

    fn finish_piece(&mut self) {
        self.n_breaks = 0;
        let mut piece = std::mem::take(&mut self.piece);
        piece.trim_end();
        if piece.text.is_empty() {
            return;
        }
        let marks = || self.open.iter().map(|open| open.mark);
        piece.is_main = self.open.iter().any(|open| open.is_main);
        piece.mark = if marks().any(|mark| mark == Mark::Furniture) {
            Mark::Furniture
        } else if marks().any(|mark| mark == Mark::Suspect) {
            Mark::Suspect
        } else {
            inner_mark(marks())
        };
        self.pieces.push(piece);
    }
}

/// The innermost mark that says more than that it is a paragraph, else that.
fn inner_mark(marks: impl DoubleEndedIterator<Item = Mark> + Clone) -> Mark {
    let telling = |mark: &Mark| !matches!(mark, Mark::None | Mark::Paragraph);
    marks
        .clone()
        .rev()
        .find(telling)
        .or_else(|| marks.clone().find(|mark| *mark == Mark::Paragraph))
        .unwrap_or_default()
}

fn mark(name: &str, attributes: &str) -> Mark {
    if FURNITURE.contains(&name) || is_hidden(attributes) {
        return Mark::Furniture;
    }
    let wraps_all = matches!(name, "html" | "body" | "main" | "article");
    if !wraps_all && sounds_like_furniture(attributes) {
        return Mark::Suspect;
    }
    match name {
        "p" => Mark::Paragraph,
        "h1" => Mark::Heading(1),
        "h2" => Mark::Heading(2),
        "h3" | "h4" | "h5" | "h6" => Mark::Heading(3),
        "li" => Mark::ListItem,
        "figcaption" | "caption" => Mark::Caption,
        "blockquote" => Mark::BlockQuote,
        "tr" => Mark::Row,
        _ => Mark::None,
    }
}

fn is_hidden(attributes: &str) -> bool {
    attribute(attributes, "aria-hidden") == Some("true")
        || attribute(attributes, "style")
            .is_some_and(|style| style.replace(' ', "").contains("display:none"))
        || matches!(
            attribute(attributes, "role"),
            Some("navigation" | "search" | "dialog" | "complementary")
        )
}

fn sounds_like_furniture(attributes: &str) -> bool {
    ["class", "id"]
        .iter()
        .filter_map(|key| attribute(attributes, key))
        .any(|value| {
            value
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| SUSPECT.contains(&word.to_ascii_lowercase().as_str()))
        })
}

/// Length of an entity at the start of `text`, 1 if `&` stands for itself.
fn entity(text: &str) -> usize {
    let end = text
        .bytes()
        .take(34)
        .skip(1)
        .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'));
    match end {
        Some(end) if text.as_bytes()[end + 1] == b';' => end + 2,
        Some(end) => end + 1,
        None => text.bytes().take(34).len().min(text.len()),
    }
}

/// Length of a tag with its `>`; quotes in attributes may hold a `>`.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(MAX_TAG_BYTES) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'')
                if text.as_bytes()[at - 1] == b'=' || text.as_bytes()[at - 1] == b' ' =>
            {
                quote = Some(byte)
            }
            (Some(open), _) if byte == open => quote = None,
            _ => {}
        }
    }
    text.find('>').map_or(text.len(), |at| at + 1)
}

/// Where `</name` stands in `text`.
fn find_end_tag(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find("</") {
        let here = from + at;
        let word = text
            .get(here + 2..here + 2 + name.len())
            .unwrap_or_default();
        if word.eq_ignore_ascii_case(name) {
            return Some(here);
        }
        from = here + 2;
    }
    None
}

/// The value of an attribute, as written.
pub fn attribute<'a>(attributes: &'a str, key: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let n_name = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(n_name.max(1).min(rest.len()));
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('=') {
            Some(after) => value(after.trim_start()),
            None => ("", after),
        };
        if name.eq_ignore_ascii_case(key) {
            return Some(value);
        }
        rest = next;
    }
}

fn value(text: &str) -> (&str, &str) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].split_once(quote).unwrap_or((&text[1..], "")),
        _ => text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())),
    }
}
