//! What a page says about itself: title, publisher, authors, day. The best candidate of each is kept.

use entente_types::{Article, Moment, Stated};
use jiff::civil::Date;
use serde_json::Value;

use crate::date;
use crate::html::scan::{Scan, TagKind, attribute};

/// Candidates as they are met; the one with the lowest rank wins, the first of equals.
#[derive(Debug, Default)]
pub struct Metadata {
    title: Option<(u8, Stated<String>)>,
    source: Option<(u8, Stated<String>)>,
    published: Option<(u8, Stated<Date>)>,
    authors: Vec<Stated<String>>,
}

/// Where values are found, best first.
const JSON_LD: u8 = 0;
const META: u8 = 1;
const PRINTED: u8 = 2;
const TITLE_TAG: u8 = 3;

/// How deep JSON-LD is searched.
const MAX_DEPTH: usize = 6;

/// Reads what the tags of a page say.
pub fn scan(scan: &Scan<'_>, metadata: &mut Metadata) {
    for tag in &scan.tags {
        let (attributes, content) = (tag.attributes.of(scan.source), tag.content.of(scan.source));
        match tag.kind {
            TagKind::Meta => metadata.meta(attributes),
            TagKind::Title => metadata.title(content),
            TagKind::JsonLd => metadata.json(content),
            TagKind::Time => metadata.time(attributes),
            _ => {}
        }
    }
}

fn offer<T>(slot: &mut Option<(u8, Stated<T>)>, rank: u8, value: T, from: &str) {
    if slot.as_ref().is_none_or(|(best, _)| rank < *best) {
        *slot = Some((
            rank,
            Stated {
                value,
                from: from.to_owned(),
            },
        ));
    }
}

impl Metadata {
    /// Reads a `<meta>` tag.
    pub fn meta(&mut self, attributes: &str) {
        let key = attribute(attributes, "property")
            .or_else(|| attribute(attributes, "name"))
            .or_else(|| attribute(attributes, "itemprop"));
        let (Some(key), Some(content)) = (key, attribute(attributes, "content")) else {
            return;
        };
        let content = htmlize::unescape(content).trim().to_owned();
        if content.is_empty() {
            return;
        }
        match key.to_ascii_lowercase().as_str() {
            "og:title" | "twitter:title" | "dc.title" => {
                offer(&mut self.title, META, content, "meta")
            }
            "og:site_name" | "application-name" | "publisher" => {
                offer(&mut self.source, META, content, "meta")
            }
            "article:published_time"
            | "datepublished"
            | "date"
            | "dc.date"
            | "pubdate"
            | "publishdate"
            | "parsely-pub-date" => {
                if let Some(day) =
                    date::find(&content, &date::Setting::default()).map(|found| found.moment.day)
                {
                    offer(&mut self.published, META, day, "meta");
                }
            }
            "author" | "article:author" | "dc.creator" if !content.starts_with("http") => {
                self.author(content, "meta")
            }
            _ => {}
        }
    }

    /// Reads a `<time>` tag.
    pub fn time(&mut self, attributes: &str) {
        if let Some(day) = attribute(attributes, "datetime").and_then(day) {
            offer(&mut self.published, PRINTED, day, "time");
        }
    }

    /// Reads the `<title>` tag.
    pub fn title(&mut self, content: &str) {
        let title = htmlize::unescape(content)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if !title.is_empty() {
            offer(&mut self.title, TITLE_TAG, title, "title");
        }
    }

    /// Reads a JSON-LD script.
    pub fn json(&mut self, content: &str) {
        if let Ok(value) = serde_json::from_str::<Value>(content) {
            self.json_object(&value, 0);
        }
    }

    fn json_object(&mut self, value: &Value, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::Array(list) => list
                .iter()
                .take(64)
                .for_each(|one| self.json_object(one, depth + 1)),
            Value::Object(fields) => {
                let kind = fields
                    .get("@type")
                    .map(Value::to_string)
                    .unwrap_or_default();
                if kind.contains("Article") || kind.contains("Posting") {
                    self.json_article(value);
                }
                if let Some(graph) = fields.get("@graph") {
                    self.json_object(graph, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn json_article(&mut self, article: &Value) {
        if let Some(title) = article["headline"].as_str() {
            offer(
                &mut self.title,
                JSON_LD,
                htmlize::unescape(title).into_owned(),
                "json-ld",
            );
        }
        if let Some(name) = article["publisher"]["name"].as_str() {
            offer(
                &mut self.source,
                JSON_LD,
                htmlize::unescape(name).into_owned(),
                "json-ld",
            );
        }
        if let Some(day) = article["datePublished"].as_str().and_then(day) {
            offer(&mut self.published, JSON_LD, day, "json-ld");
        }
        let authors = &article["author"];
        for author in authors
            .as_array()
            .map_or(std::slice::from_ref(authors), Vec::as_slice)
            .iter()
            .take(16)
        {
            if let Some(name) = author["name"].as_str().or(author.as_str()) {
                self.author(name.to_owned(), "json-ld");
            }
        }
    }

    /// Notes an author once.
    pub fn author(&mut self, name: String, from: &str) {
        if self.authors.iter().all(|known| known.value != name) {
            self.authors.push(Stated {
                value: name,
                from: from.to_owned(),
            });
        }
    }

    /// Notes a title that is printed in the text.
    pub fn printed_title(&mut self, title: String, from: &str) {
        offer(&mut self.title, PRINTED, title, from);
    }

    /// Notes a publisher that is printed in the text.
    pub fn printed_source(&mut self, source: String, from: &str) {
        offer(&mut self.source, PRINTED, source, from);
    }

    /// Notes a day that is printed in the text.
    pub fn printed_day(&mut self, day: Date, from: &str) {
        offer(&mut self.published, PRINTED, day, from);
    }

    /// Is there already somebody who wrote it?
    pub fn has_author(&self) -> bool {
        !self.authors.is_empty()
    }

    /// Writes the best candidates into the article. The publisher's name is cut from the end of the title.
    pub fn fill(self, article: &mut Article) {
        article.source = self.source.map(|(_, stated)| stated);
        article.published = self.published.map(|(_, stated)| Stated {
            value: Moment::day(stated.value),
            from: stated.from,
        });
        article.authors = self.authors;
        article.title = self.title.map(|(_, mut stated)| {
            let source = article
                .source
                .as_ref()
                .map_or("", |source| source.value.as_str());
            for mark in [" | ", " - ", " – ", " — "] {
                if let Some((title, site)) = stated.value.rsplit_once(mark)
                    && (site == source
                        || stated.from == "title"
                            && site.split_whitespace().count() <= 4
                            && title.split_whitespace().count() > 4)
                {
                    stated.value = title.to_owned();
                }
            }
            stated
        });
    }
}

fn day(text: &str) -> Option<Date> {
    date::stamp(text, &date::Setting::default()).map(|found| found.moment.day)
}
