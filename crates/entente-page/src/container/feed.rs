//! The items of a feed: RSS 0.9x to 2.0, RSS 1.0, Atom and JSON Feed, however broken.
//!
//! ```text
//! bytes ─walk─► elements ─field─► item: title, address, day, authors, text or summary
//!         └─ json: braces ─────────┘
//! ```

mod address;
mod assemble;
mod field;
mod json;
mod moment;
mod walk;
mod words;
mod xml;

use std::ops::Range;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use entente_types::{Moment, Outcome, Problem, Span};

use super::{Extent, Record};
use crate::{Known, Media};

pub use field::Body;

/// Most items that are read of one feed; no real one has more than a sitemap may have.
pub const MAX_ITEMS: usize = 50_000;
/// Longest feed that is read, in bytes. What goes beyond is left out.
pub const MAX_FEED_BYTES: usize = 64 << 20;
/// Most authors of an item, and most bytes of a title, a name or an address.
const MAX_AUTHORS: usize = 32;
const MAX_LINE_BYTES: usize = 4096;
/// Most problems that are told one by one.
const MAX_PROBLEMS: usize = 50;
/// Where a feed must begin to be recognised, in bytes.
const MAX_START_BYTES: usize = 4096;

/// A feed or a sitemap as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its title.
    pub title: Option<String>,
    /// The page that it belongs to.
    pub page: Option<String>,
    /// Its language, as primary tag: `en`.
    pub language: Option<String>,
    /// Who writes all of it, if it says so.
    pub authors: Vec<String>,
    /// Its items, in its order.
    pub items: Vec<Item>,
    /// Further sitemaps that a sitemap index lists.
    pub sitemaps: Vec<String>,
}

/// An item of a feed or an entry of a sitemap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Its bytes in the feed.
    pub place: Range<usize>,
    /// What the feed calls it, to know it again.
    pub id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The page that it is about.
    pub address: Option<String>,
    /// Who wrote it, as printed.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// The publisher, if the item names one.
    pub source: Option<String>,
    /// Its language, as primary tag.
    pub language: Option<String>,
    /// Its text, or a summary of it.
    pub body: Option<Body>,
    /// What of the article the body is.
    pub extent: Extent,
}

impl Item {
    /// How many words its body has, as they stand between blanks.
    #[must_use]
    pub fn n_words(&self) -> usize {
        match &self.body {
            Some(Body::Html(html)) => words::plain(html).split_whitespace().count(),
            Some(Body::Text(text)) => text.split_whitespace().count(),
            None => 0,
        }
    }

    /// Takes the fuller of two texts and notes whether it is all of the article.
    fn hold(&mut self, full: Option<Body>, summary: Option<Body>) {
        let bare = |body: &Option<Body>| match body {
            Some(Body::Html(html)) => words::plain(html),
            Some(Body::Text(text)) => text.clone(),
            None => String::new(),
        };
        let (of_full, of_summary) = (bare(&full), bare(&summary));
        let is_whole =
            words::is_whole(&of_full) && words::n_letters(&of_full) > words::n_letters(&of_summary);
        (self.body, self.extent) = match (full, summary) {
            (Some(full), _) if is_whole => (Some(full), Extent::Whole),
            (_, Some(summary)) if words::is_whole_summary(&of_summary) => {
                (Some(summary), Extent::Whole)
            }
            (Some(full), _) if of_full.len() >= of_summary.len() => (Some(full), Extent::Summary),
            (_, Some(summary)) => (Some(summary), Extent::Summary),
            (full, None) => (full, Extent::Summary),
        };
        if self.body.is_none() {
            self.extent = Extent::Address;
        }
    }
}

/// Do these first bytes of a file begin a feed?
#[must_use]
pub fn is_feed(start: &[u8]) -> bool {
    is_json_feed(start)
        || root(start)
            .is_some_and(|name| matches!(name.as_str(), "rss" | "rdf" | "feed" | "channel"))
}

/// Reads a feed. `charset` is what the server said.
///
/// Never fails. What cannot be read is a problem whose span is bytes of the feed; the rest goes on.
#[must_use]
pub fn read(bytes: &[u8], charset: Option<&str>) -> Outcome<Feed> {
    with_draft(bytes, charset, |bytes, draft| {
        if is_json_feed(bytes) {
            json::read(bytes, draft)
        } else {
            assemble::read(bytes, charset, &assemble::FEED, draft)
        }
    })
}

/// The items of a feed as records, in its order; their places count from 0.
///
/// `name` is the name or address of the feed.
#[must_use]
pub fn items(name: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<Record> {
    let outcome = read(bytes, None);
    problems.extend(outcome.problems);
    records(name, outcome.value, "feed")
}

/// Reads a sitemap with the means of feeds.
pub(super) fn read_sitemap(bytes: &[u8], draft: &mut Draft) -> Feed {
    assemble::read(bytes, None, &assemble::SITEMAP, draft)
}

/// The items of a feed as records; `from` says where the caller knows them from.
pub(super) fn records(name: &str, feed: Feed, from: &str) -> Vec<Record> {
    let publisher = feed.publisher();
    let record = |(place, item): (usize, Item)| {
        let html = item.body.map(Body::into_html);
        Record {
            name: format!("{name}#{place}"),
            place: place as u64,
            extent: item.extent,
            known: Known {
                title: item.title,
                source: item.source.or_else(|| publisher.clone()),
                author: (!item.authors.is_empty()).then(|| item.authors.join(", ")),
                published: item.published,
                address: item
                    .address
                    .filter(|address| address::host(address).is_some()),
                charset: html.is_some().then(|| "utf-8".to_owned()),
                media: html.is_some().then_some(Media::Html),
                from: from.to_owned(),
                ..Known::default()
            },
            bytes: html.unwrap_or_default().into_bytes(),
        }
    };
    feed.items.into_iter().enumerate().map(record).collect()
}

impl Feed {
    /// Who publishes the feed: its title, or the part of it that its address speaks of.
    ///
    /// "World | The Courier" at `thecourier.example` is The Courier.
    #[must_use]
    pub fn publisher(&self) -> Option<String> {
        let title = self.title.as_deref()?;
        let letters = |text: &str| -> String {
            let kept = text.chars().filter(|c| c.is_alphanumeric());
            kept.collect::<String>().to_lowercase()
        };
        let host = self.page.as_deref().and_then(address::host);
        let host = letters(host.unwrap_or_default());
        let is_named = |part: &&str| {
            let part = letters(part);
            part.chars().count() >= 3 && host.contains(&part)
        };
        let parts = BORDERS
            .iter()
            .flat_map(|border| title.split(border))
            .map(str::trim);
        Some(
            parts
                .filter(|part| *part != title)
                .find(is_named)
                .unwrap_or(title)
                .to_owned(),
        )
    }
}

/// What stands between the name of a publisher and that of a section in the title of a feed.
const BORDERS: [&str; 8] = [" - ", " | ", " – ", " — ", " > ", " » ", " :: ", ": "];

/// What is lost while a document is read.
pub(super) struct Draft {
    problems: Vec<Problem>,
    n_left_out: usize,
}

impl Draft {
    /// Notes a problem with its place. Of very many, only the number is kept.
    fn problem(&mut self, make: impl FnOnce() -> Problem, place: Range<usize>) {
        if self.problems.len() >= MAX_PROBLEMS {
            self.n_left_out += 1;
            return;
        }
        let mut problem = make();
        problem
            .message
            .push_str(&format!(" (byte {})", place.start));
        let end = u32::try_from(place.end).ok();
        problem.span = end.map(|_| Span::new(place.start, place.end));
        self.problems.push(problem);
    }

    fn too_many(&mut self, place: Range<usize>) {
        let message = format!("it has more than {MAX_ITEMS} items; the rest is left out");
        self.problems.push(Problem::new(
            "too-many",
            format!("{message} (byte {})", place.start),
        ));
    }
}

/// Reads a document in a charset that tags can be found in: UTF-16 and the like are turned into UTF-8 first.
pub(super) fn with_draft(
    bytes: &[u8],
    charset: Option<&str>,
    read: impl Fn(&[u8], &mut Draft) -> Feed,
) -> Outcome<Feed> {
    let mut draft = Draft {
        problems: Vec::new(),
        n_left_out: 0,
    };
    let kept = &bytes[..bytes.len().min(MAX_FEED_BYTES)];
    if kept.len() < bytes.len() {
        let message = format!(
            "it is longer than {} MB; only that much is read",
            MAX_FEED_BYTES >> 20
        );
        draft.problems.push(Problem::new("too-long", message));
    }
    let value = match wide(kept, charset) {
        None => read(kept, &mut draft),
        Some(encoding) => {
            let text = encoding.decode(kept).0;
            let mut feed = read(text.as_bytes(), &mut draft);
            place_in(&text, encoding, &mut feed);
            feed
        }
    };
    if draft.n_left_out > 0 {
        let message = format!("{} further places could not be read", draft.n_left_out);
        draft.problems.push(Problem::new("broken-item", message));
    }
    Outcome {
        value,
        problems: draft.problems,
    }
}

/// The charset of a document, if its bytes are not built on ASCII.
fn wide(bytes: &[u8], charset: Option<&str>) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] | [b'<' | b'{', 0, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] | [0, b'<' | b'{', ..] => Some(UTF_16BE),
        _ => xml::charset(bytes, charset).filter(|encoding| {
            !encoding.is_ascii_compatible() && ![UTF_16LE, UTF_16BE].contains(encoding)
        }),
    }
}

/// Places of items in UTF-16, counted in its bytes.
fn place_in(text: &str, encoding: &'static Encoding, feed: &mut Feed) {
    let is_utf_16 = encoding == UTF_16LE || encoding == UTF_16BE;
    let (mut at, mut n_bytes) = (0, 2);
    for item in &mut feed.items {
        for end in [&mut item.place.start, &mut item.place.end] {
            let step = text.get(at..*end).unwrap_or_default();
            n_bytes += 2 * step.encode_utf16().count();
            at = at.max(*end);
            if is_utf_16 {
                *end = n_bytes;
            }
        }
    }
}

/// The name of the first tag that is none of HTML's, in lower case and without prefix.
pub(super) fn root(start: &[u8]) -> Option<String> {
    let start: Vec<u8> = start
        .iter()
        .copied()
        .take(MAX_START_BYTES)
        .filter(|&byte| byte != 0)
        .collect();
    let mut at = 0;
    for _ in 0..8 {
        at = xml::find(&start, b"<", at)? + 1;
        if start[at..].starts_with(b"!--") {
            at = xml::find(&start, b"-->", at)?;
            continue;
        }
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b':';
        let name: Vec<u8> = start[at..].iter().take_while(is_name).copied().collect();
        let name = String::from_utf8_lossy(&name).to_ascii_lowercase();
        let name = name.rsplit(':').next().unwrap_or_default();
        match name {
            "html" | "head" | "body" => return None,
            "rss" | "feed" | "channel" | "urlset" | "sitemapindex" => return Some(name.to_owned()),
            "rdf"
                if xml::find(&start, b"rss", at).is_some()
                    || xml::find(&start, b"netscape", at).is_some() =>
            {
                return Some(name.to_owned());
            }
            _ => {}
        }
    }
    None
}

fn is_json_feed(start: &[u8]) -> bool {
    let start = start
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(start)
        .trim_ascii_start();
    let head = &start[..start.len().min(MAX_START_BYTES)];
    head.starts_with(b"{") && xml::find(head, b"jsonfeed.org/version", 0).is_some()
}

/// The primary tag of a language: `en` of `en-GB`.
fn primary(tag: &str) -> Option<String> {
    let first = tag
        .trim()
        .split(['-', '_', ',', ' '])
        .next()?
        .to_ascii_lowercase();
    let is_tag =
        (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase());
    is_tag.then_some(first)
}
