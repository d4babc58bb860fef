//! What is new in a feed, and how it is shown.

use std::fmt::Write;

use entente_engine::page::container::Extent;
use entente_engine::page::container::feed::{Body, Feed, Item};
use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::render::plain;

/// An item that was not there before.
#[derive(Clone, Debug, Serialize)]
pub struct News {
    /// The feed, as it was given.
    pub feed: String,
    /// What the feed's memory knows it by.
    #[serde(skip)]
    pub key: String,
    /// The headline.
    pub title: Option<String>,
    /// Its page.
    pub address: Option<String>,
    /// When it was published, or else when it was changed.
    pub day: Option<String>,
    /// The publisher.
    pub source: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its language.
    pub language: Option<String>,
    /// What the feed holds of it: `text`, `summary`, `address`.
    pub holds: &'static str,
    /// How many words that are.
    pub words: usize,
    /// Is its page in the folder?
    pub page: bool,
    /// All of it.
    #[serde(skip)]
    pub item: Item,
}

impl News {
    /// What there is to say of an item.
    pub fn new(feed: &str, about: &Feed, item: Item) -> Self {
        Self {
            feed: feed.to_owned(),
            key: key(&item),
            title: item.title.clone(),
            address: item.address.clone(),
            day: item
                .published
                .or(item.updated)
                .map(|moment| moment.to_string()),
            source: item.source.clone().or_else(|| about.publisher()),
            authors: item.authors.clone(),
            language: item.language.clone().or_else(|| about.language.clone()),
            holds: match item.extent {
                Extent::Whole => "text",
                Extent::Summary => "summary",
                Extent::Address => "address",
            },
            words: item.n_words(),
            page: false,
            item,
        }
    }

    /// A page with the text of the item and what the feed says of it, for readers of archives.
    pub fn html(&self) -> Option<String> {
        let body = match (&self.item.body, self.item.extent) {
            (Some(body), Extent::Whole) => Body::into_html(body.clone()),
            _ => return None,
        };
        let mut out = String::from("<!doctype html>\n<html");
        if let Some(language) = &self.language {
            _ = write!(out, " lang=\"{}\"", escaped(language));
        }
        out.push_str("><head><meta charset=\"utf-8\">\n");
        let title = self.title.as_deref().unwrap_or_default();
        _ = writeln!(out, "<title>{}</title>", escaped(title));
        let published = self.item.published.map(|moment| moment.to_string());
        let updated = self.item.updated.map(|moment| moment.to_string());
        for (name, value) in [
            ("property=\"og:title\"", self.title.as_ref()),
            ("property=\"og:site_name\"", self.source.as_ref()),
            ("property=\"og:url\"", self.address.as_ref()),
            ("property=\"article:published_time\"", published.as_ref()),
            ("property=\"article:modified_time\"", updated.as_ref()),
        ] {
            if let Some(value) = value {
                _ = writeln!(out, "<meta {name} content=\"{}\">", escaped(value));
            }
        }
        for author in &self.authors {
            _ = writeln!(
                out,
                "<meta name=\"author\" content=\"{}\">",
                escaped(author)
            );
        }
        _ = write!(
            out,
            "</head><body><article><h1>{}</h1>\n{body}\n</article></body></html>\n",
            escaped(title)
        );
        Some(out)
    }
}

/// What an item is known by from one run to the next.
fn key(item: &Item) -> String {
    let title = item.title.as_deref().unwrap_or_default();
    let named = item.id.as_deref().or(item.address.as_deref());
    let mut key = match (named, item.published) {
        (Some(named), _) => named.to_owned(),
        (None, Some(published)) => format!("{title} {published}"),
        (None, None) => title.to_owned(),
    };
    key.truncate(key.floor_char_boundary(512));
    key
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The news as a table: day, source, what the feed holds, headline.
pub fn table(news: &[News], width: usize) -> String {
    let rows: Vec<[String; 4]> = news.iter().map(row).collect();
    let wide = |column: usize, most: usize| {
        let widths = rows.iter().map(|row| row[column].width());
        widths.max().unwrap_or(0).min(most)
    };
    let widths = [wide(0, 10), wide(1, 24), wide(2, 12)];
    let title = width
        .saturating_sub(widths.iter().sum::<usize>() + 6)
        .max(20);
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let cell = cut(cell, width);
            let n_blanks = width.saturating_sub(cell.width()) + 2;
            line.push_str(&cell);
            line.push_str(&" ".repeat(n_blanks));
        }
        line.push_str(&cut(&row[3], title));
        _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

fn row(news: &News) -> [String; 4] {
    let said = |text: &Option<String>| plain(text.as_deref().unwrap_or_default());
    let holds = match news.holds {
        _ if news.page => "page".to_owned(),
        "text" => format!("{} words", news.words),
        holds => holds.to_owned(),
    };
    let day = said(&news.day);
    let title = if news.title.is_some() {
        &news.title
    } else {
        &news.address
    };
    [
        day.chars().take(10).collect(),
        said(&news.source),
        holds,
        said(title),
    ]
}

/// A text in so many columns, with `…` for what does not fit.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut n_columns = 1;
    let fits = |c: &char| {
        n_columns += c.width().unwrap_or(0);
        n_columns <= width
    };
    text.chars().take_while(fits).chain(['…']).collect()
}
