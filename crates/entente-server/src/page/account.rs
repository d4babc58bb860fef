//! `/story/sty_3`: the account of a story with its evidence.

use std::collections::BTreeMap;

use askama::Template;
use entente_engine::brief::{Brief, Labels};
use entente_engine::chart::Table;
use entente_engine::types::{ArticleId, Comparison};
use entente_engine::workspace;
use entente_engine::world::{ArticleRow, Id, StoryRow, View};
use serde::Serialize;
use serde_json::json;

use super::{Frame, Page, words};
use crate::error::Fault;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "account.html")]
pub struct Account {
    #[serde(skip)]
    frame: Frame,
    story: StoryRow,
    articles: Vec<ArticleRow>,
    comparison: Option<Comparison>,
    #[serde(skip)]
    brief: Option<Brief>,
    /// The publishers of the reports.
    #[serde(skip)]
    names: BTreeMap<ArticleId, String>,
}

/// The number of a story out of an address.
pub fn story_number(id: &str) -> Result<u32, Fault> {
    match id.parse() {
        Ok(Id::Story(number)) => Ok(number),
        _ => Err(Fault::NoSuch(id.to_owned())),
    }
}

/// Makes it; of a story that became part of others, the fault names those.
pub fn page(view: &View, frame: Frame, number: u32) -> Result<Account, Fault> {
    let (story, articles) = view.story(number)?;
    let account = workspace::account(view, number)?;
    let names = names(&articles);
    let brief = account
        .as_ref()
        .map(|account| Brief::new(&account.stories[0], &account.articles));
    let comparison = account.and_then(|account| account.stories.into_iter().next());
    Ok(Account {
        frame: frame
            .titled(&story.headline)
            .in_section("today")
            .with_table(),
        story,
        articles,
        comparison,
        brief,
        names,
    })
}

/// What the reports of a story are called: their publishers.
pub fn names(articles: &[ArticleRow]) -> BTreeMap<ArticleId, String> {
    let named = articles.iter().filter_map(|article| {
        let Ok(Id::Article(number)) = article.id.parse() else {
            return None;
        };
        let name = article.source.as_ref().or(article.title.as_ref());
        Some((ArticleId(number), name.unwrap_or(&article.place).clone()))
    });
    named.collect()
}

impl Account {
    /// Whether a report came first, who goes back to it, and why it may not stand for itself.
    fn origin(&self, article: &ArticleRow) -> Option<String> {
        let lines = &self.brief.as_ref()?.reports;
        let line = lines
            .iter()
            .find(|line| Id::Article(line.id.0).to_string() == article.id)?;
        Some(line.origin.clone()).filter(|origin| !origin.is_empty())
    }

    /// A report's publisher.
    fn source(&self, report: &ArticleId) -> &str {
        self.names.get(report).map_or("", String::as_str)
    }

    /// The number by which the account calls a report.
    fn number<'a>(&self, article: &'a str) -> &'a str {
        article.trim_start_matches("art_")
    }
}

/// The class of a section, as its labels ask for.
fn class(labels: &Labels) -> &'static str {
    match labels {
        Labels::None => "plain",
        Labels::Times => "times",
        Labels::Names => "names",
        Labels::Reports => "singles",
    }
}

impl Page for Account {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    /// One row for each answer of each slot.
    fn table(&self) -> Option<Table> {
        let slots = self
            .comparison
            .iter()
            .flat_map(|comparison| &comparison.slots);
        let rows = slots.flat_map(|slot| {
            slot.values.iter().map(move |value| {
                vec![
                    json!(slot.id),
                    json!(slot.kind),
                    json!(slot.topic),
                    json!(slot.verdict),
                    json!(slot.reason),
                    json!(slot.support),
                    json!(Id::Article(value.report.0).to_string()),
                    json!(self.source(&value.report)),
                    json!(value.text),
                    json!(value.normalized),
                    json!(value.claims.first().map(|claim| &claim.0)),
                    json!(value.span.start),
                    json!(value.span.end),
                ]
            })
        });
        Some(Table {
            columns: vec![
                "slot", "kind", "about", "verdict", "reason", "origins", "article", "source",
                "words", "value", "claim", "start", "end",
            ],
            rows: rows.collect(),
        })
    }
}
