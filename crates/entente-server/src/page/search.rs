//! `/search?q=…`: articles by their words.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use entente_engine::chart::Table;
use entente_engine::name::called;
use entente_engine::world::{Facet, Found, Query, View};
use serde::Serialize;
use serde_json::json;

use super::{Frame, Page, answer};
use crate::asked::Asked;
use crate::error::Fault;
use crate::state::Server;

/// Hits of a page.
const MOST_HITS: usize = 20;
/// Longest question, in characters.
const MAX_WORDS: usize = 400;

/// Conditions beside the words, and how they are told.
const ASKED: [(&str, &str); 5] = [
    ("source", "by"),
    ("from", "from"),
    ("to", "to"),
    ("act", "with the act"),
    ("place", "with acts in"),
];

/// The page.
#[derive(Serialize, Template)]
#[template(path = "search.html")]
struct Search {
    #[serde(skip)]
    frame: Frame,
    #[serde(skip)]
    asked: Asked,
    /// Was anything asked for?
    #[serde(skip)]
    is_asked: bool,
    /// What was looked for.
    words: String,
    #[serde(flatten)]
    found: Found,
    skipped: usize,
}

/// Shows it.
pub async fn search(State(server): State<Server>, asked: Asked) -> Response {
    let kept = asked.clone();
    answer(server, asked, move |view, frame| page(view, frame, kept)).await
}

fn page(view: &View, mut frame: Frame, asked: Asked) -> Result<Search, Fault> {
    let words: String = asked
        .get("q")
        .unwrap_or_default()
        .chars()
        .take(MAX_WORDS)
        .collect();
    let text = |name: &str| asked.get(name).map(str::to_owned);
    let query = Query {
        words: words.clone(),
        source: text("source"),
        from: text("from"),
        to: text("to"),
        act: text("act"),
        place: asked.number("place"),
        skipped: asked.skipped(),
        most: MOST_HITS,
    };
    let is_asked = !words.is_empty() || ASKED.iter().any(|(name, _)| asked.get(name).is_some());
    let found = match is_asked {
        true => view.search(&query)?,
        false => Found::default(),
    };
    frame.words.clone_from(&words);
    let title = if words.is_empty() {
        "Search".to_owned()
    } else {
        format!("Search: {words}")
    };
    Ok(Search {
        frame: frame.titled(title).in_section("search").with_table(),
        skipped: query.skipped,
        is_asked,
        words,
        found,
        asked,
    })
}

/// Where a value of a facet leads.
enum Choice {
    /// Another page.
    Page(String),
    /// The same question with one more condition.
    Narrow(String),
    /// Nowhere.
    None,
}

/// The last day of a month that is written `2025-05`.
fn last_of_month(month: &str) -> Option<String> {
    let first: jiff::civil::Date = format!("{month}-01").parse().ok()?;
    Some(first.last_of_month().to_string())
}

/// What a facet is called.
fn heading(facet: &str) -> &str {
    match facet {
        "source" => "Publisher",
        "month" => "Month",
        "actor" => "Who acts",
        "act" => "What they do",
        "place" => "Where they do it",
        other => other,
    }
}

impl Search {
    /// What a value of a facet is called, and where it leads.
    fn choice(&self, facet: &str, value: &str) -> (String, Choice) {
        let narrow = |pairs: &[(&str, &str)]| {
            let pairs: Vec<(&str, &str)> = pairs.iter().copied().chain([("skip", "")]).collect();
            Choice::Narrow(self.frame.to(&self.asked.with(&pairs)))
        };
        match facet {
            "source" => (value.to_owned(), narrow(&[("source", value)])),
            "month" => match last_of_month(value) {
                Some(last) => (
                    value.to_owned(),
                    narrow(&[("from", &format!("{value}-01")), ("to", &last)]),
                ),
                None => (value.to_owned(), Choice::None),
            },
            "actor" => (called(value), Choice::Page(self.frame.actor(value))),
            "act" => (value.to_lowercase(), narrow(&[("act", value)])),
            _ => match Facet::place(value) {
                Some((number, name)) => {
                    (name.to_owned(), narrow(&[("place", &number.to_string())]))
                }
                None => (value.to_owned(), Choice::None),
            },
        }
    }

    /// Conditions that hold, each with the address of the page without it.
    fn conditions(&self) -> Vec<(String, String)> {
        let held = ASKED.iter().filter_map(|(name, word)| {
            let value = self.asked.get(name)?;
            let value = match *name {
                "act" => value.to_lowercase(),
                "place" => self.place(value),
                _ => value.to_owned(),
            };
            let without = self.frame.to(&self.asked.with(&[(name, ""), ("skip", "")]));
            Some((format!("{word} {value}"), without))
        });
        held.collect()
    }

    /// The name of a place by its number, as far as the hits tell it.
    fn place(&self, number: &str) -> String {
        let facets = self.found.facets.iter();
        let values = facets
            .filter(|facet| facet.name == "place")
            .flat_map(|facet| &facet.values);
        let mut places = values.filter_map(|(value, _)| value.split_once(' '));
        let found = places.find(|(known, _)| *known == number);
        found.map_or_else(|| format!("place {number}"), |(_, name)| name.to_owned())
    }

    /// The page behind and before this one.
    fn earlier(&self) -> Option<String> {
        self.skipped
            .checked_sub(1)
            .map(|_| self.skip(self.skipped.saturating_sub(MOST_HITS)))
    }

    fn later(&self) -> Option<String> {
        let next = self.skipped + self.found.hits.len();
        (next < self.found.n && !self.found.hits.is_empty()).then(|| self.skip(next))
    }

    fn skip(&self, skipped: usize) -> String {
        let skipped = if skipped == 0 {
            String::new()
        } else {
            skipped.to_string()
        };
        self.frame.to(&self.asked.with(&[("skip", &skipped)]))
    }
}

impl Page for Search {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn table(&self) -> Option<Table> {
        let rows = self.found.hits.iter().map(|hit| {
            let article = &hit.article;
            vec![
                json!(article.id),
                json!(article.published),
                json!(article.source),
                json!(article.title),
                json!(article.story),
                json!(hit.score),
                json!(hit.snippet.concat()),
            ]
        });
        Some(Table {
            columns: vec![
                "article",
                "published",
                "source",
                "title",
                "story",
                "score",
                "snippet",
            ],
            rows: rows.collect(),
        })
    }
}
