//! `/`: the latest stories, those of most independent origins first, and where their reports are at odds.

use std::cmp::Reverse;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use entente_engine::chart::Table;
use entente_engine::types::SlotKind;
use entente_engine::world::{ArticleRow, AtOdds, Gist, Id, StoryRow, View};
use serde::Serialize;
use serde_json::json;

use super::{Frame, Page, answer, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::state::Server;

/// Stories of a page.
const MOST_STORIES: usize = 24;
/// Contradictions that are shown above the stories, one of each story.
const MOST_AT_ODDS: usize = 4;
/// Words with which all values begin that are shown with each.
const MOST_SHARED: usize = 6;
/// Articles that came in last.
const MOST_ARTICLES: usize = 6;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "today.html")]
struct Today {
    #[serde(skip)]
    frame: Frame,
    /// Articles and stories that were known.
    sizes: [u64; 2],
    stories: Vec<StoryLine>,
    articles: Vec<ArticleRow>,
    #[serde(skip)]
    earlier: Option<String>,
    #[serde(skip)]
    later: Option<String>,
}

/// A story with the gist of its comparison.
#[derive(Serialize)]
struct StoryLine {
    #[serde(flatten)]
    row: StoryRow,
    #[serde(flatten)]
    gist: Gist,
}

/// Shows it.
pub async fn today(State(server): State<Server>, asked: Asked) -> Response {
    let kept = asked.clone();
    answer(server, asked, move |view, frame| page(view, frame, &kept)).await
}

fn page(view: &View, frame: Frame, asked: &Asked) -> Result<Today, Fault> {
    let skipped = asked.skipped();
    let mut rows = view.stories(2, skipped, MOST_STORIES + 1)?;
    let has_more = rows.len() > MOST_STORIES;
    rows.truncate(MOST_STORIES);
    let mut stories = Vec::new();
    for row in rows {
        let gist = match row.id.parse() {
            Ok(Id::Story(number)) => view.gist(number)?,
            _ => None,
        };
        let gist = gist.unwrap_or_default();
        stories.push(StoryLine { row, gist });
    }
    stories.sort_by_key(|line| Reverse(line.gist.n_origins));
    let link = |skipped: usize| frame.to(&asked.with(&[("skip", &skipped.to_string())]));
    let earlier = has_more.then(|| link(skipped + MOST_STORIES));
    let later = (skipped > 0).then(|| link(skipped.saturating_sub(MOST_STORIES)));
    Ok(Today {
        sizes: view.sizes()?,
        stories,
        articles: view.articles(0, MOST_ARTICLES)?,
        earlier,
        later,
        frame: frame.titled("Today").in_section("today").with_table(),
    })
}

impl Today {
    /// What the reports of the stories are at odds about, one thing of each: figures and days first, which anybody can check,
    /// what parties dispute last.
    fn at_odds(&self) -> Vec<(&StoryLine, &AtOdds)> {
        let rank = |odds: &AtOdds| {
            let is_number = matches!(odds.kind, SlotKind::Figure | SlotKind::Date);
            (odds.is_disputed, !is_number)
        };
        let first = self.stories.iter().filter_map(|line| {
            let odds = line.gist.at_odds.iter();
            Some((line, odds.min_by_key(|odds| rank(odds))?))
        });
        let mut first: Vec<(&StoryLine, &AtOdds)> = first.collect();
        first.sort_by_key(|(_, odds)| rank(odds));
        first.truncate(MOST_AT_ODDS);
        first
    }
}

/// What the reports say against each other: each value without the words with which all begin; if all say the same words, why
/// that is at odds.
pub fn against(odds: &AtOdds) -> Vec<String> {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let mut said: Vec<String> = odds.values.iter().map(|value| letters(value)).collect();
    said.dedup();
    if said.len() == 1 && odds.values.len() > 1 {
        return vec![odds.reason.clone()];
    }
    let n_shared = shared_words(&odds.values);
    let cut = |value: &String| match n_shared {
        0..MOST_SHARED => value.clone(),
        n => {
            let words: Vec<&str> = value.split_whitespace().skip(n).collect();
            format!("… {}", words.join(" "))
        }
    };
    odds.values.iter().map(cut).collect()
}

/// Words with which all of them begin, as far as each has more.
fn shared_words(values: &[String]) -> usize {
    let [first, others @ ..] = values else {
        return 0;
    };
    let shared = |other: &String| {
        let both = first.split_whitespace().zip(other.split_whitespace());
        let n = both.take_while(|(one, other)| one == other).count();
        let shorter = first.split_whitespace().count();
        n.min(
            shorter
                .min(other.split_whitespace().count())
                .saturating_sub(1),
        )
    };
    others.iter().map(shared).min().unwrap_or(0)
}

impl Page for Today {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn table(&self) -> Option<Table> {
        let rows = self.stories.iter().map(|line| {
            let (row, gist) = (&line.row, &line.gist);
            vec![
                json!(row.id),
                json!(row.headline),
                json!(row.first),
                json!(row.last),
                json!(row.n_articles),
                json!(row.n_sources),
                json!(gist.n_origins),
                json!(gist.n_agree),
                json!(gist.at_odds.len()),
            ]
        });
        Some(Table {
            columns: vec![
                "story", "headline", "first", "last", "articles", "sources", "origins", "agree",
                "at_odds",
            ],
            rows: rows.collect(),
        })
    }
}
