//! `/story/sty_3/quotes`, `/story/sty_3/figures` and `/quotes?by=NAME`: things of one kind with all their answers.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use entente_engine::chart::{self, Chart, Table};
use entente_engine::name::{called, named};
use entente_engine::types::{SlotKind, Verdict};
use entente_engine::world::{StoryRow, Told, View};
use serde::Serialize;
use serde_json::json;

use super::account::story_number;
use super::{Frame, Page, answer, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::state::Server;

/// Things of a page, and answers of one of them.
const MOST_TOLD: usize = 40;
const MOST_ANSWERS: usize = 12;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "told.html")]
struct AllTold {
    #[serde(skip)]
    frame: Frame,
    #[serde(skip)]
    kind: SlotKind,
    /// The story, if one was asked for.
    story: Option<StoryRow>,
    /// Whose words, if somebody was asked for.
    by: Option<String>,
    #[serde(skip)]
    by_written: String,
    told: Vec<Told>,
    #[serde(skip)]
    skipped: usize,
    #[serde(skip)]
    asked: Asked,
}

/// Shows the quotations of a story.
pub async fn quotes_of(
    State(server): State<Server>,
    Path(story): Path<String>,
    asked: Asked,
) -> Response {
    of_story(server, story, asked, SlotKind::Quote).await
}

/// Shows the figures of a story.
pub async fn figures_of(
    State(server): State<Server>,
    Path(story): Path<String>,
    asked: Asked,
) -> Response {
    of_story(server, story, asked, SlotKind::Figure).await
}

/// Shows the quotations of somebody, or those that several reports of the latest stories give.
pub async fn quotes(State(server): State<Server>, asked: Asked) -> Response {
    let kept = asked.clone();
    answer(server, asked, move |view, frame| {
        page(view, frame, None, SlotKind::Quote, kept)
    })
    .await
}

async fn of_story(server: Server, story: String, asked: Asked, kind: SlotKind) -> Response {
    let kept = asked.clone();
    answer(server, asked, move |view, frame| {
        let (row, _) = view.story(story_number(&story)?)?;
        page(view, frame, Some(row), kind, kept)
    })
    .await
}

fn page(
    view: &View,
    frame: Frame,
    story: Option<StoryRow>,
    kind: SlotKind,
    asked: Asked,
) -> Result<AllTold, Fault> {
    let number = story
        .as_ref()
        .map(|story| story_number(&story.id))
        .transpose()?;
    let by_written = asked.get("by").unwrap_or_default().to_owned();
    let by = match by_written.is_empty() {
        true => None,
        false => {
            Some(named(view, &by_written)?.ok_or_else(|| Fault::NoSuchActor(by_written.clone()))?)
        }
    };
    let told = entente_engine::told(
        view,
        number,
        by.as_deref(),
        kind,
        asked.skipped() + MOST_TOLD + 1,
    )?;
    let what = if kind == SlotKind::Quote {
        "Quotes"
    } else {
        "Figures"
    };
    let title = match (&story, &by) {
        (Some(story), _) => format!("{what}: {}", story.headline),
        (None, Some(by)) => format!("{what}: {}", called(by)),
        (None, None) => what.to_owned(),
    };
    let frame = frame.titled(title);
    let frame = if story.is_some() {
        frame.in_section("today")
    } else {
        frame.in_section("quotes")
    };
    let is_drawn = kind == SlotKind::Figure && story.is_some();
    Ok(AllTold {
        frame: if is_drawn {
            frame.with_chart()
        } else {
            frame.with_table()
        },
        kind,
        by,
        by_written,
        told,
        skipped: asked.skipped(),
        story,
        asked,
    })
}

impl AllTold {
    /// The things of this page.
    fn shown(&self) -> &[Told] {
        let from = self.skipped.min(self.told.len());
        let to = (from + MOST_TOLD).min(self.told.len());
        &self.told[from..to]
    }

    /// The pages before and behind this one.
    fn earlier(&self) -> Option<String> {
        (self.skipped > 0).then(|| self.skip(self.skipped.saturating_sub(MOST_TOLD)))
    }

    fn later(&self) -> Option<String> {
        let next = self.skipped + MOST_TOLD;
        (next < self.told.len()).then(|| self.skip(next))
    }

    fn skip(&self, skipped: usize) -> String {
        let skipped = if skipped == 0 {
            String::new()
        } else {
            skipped.to_string()
        };
        self.frame.to(&self.asked.with(&[("skip", &skipped)]))
    }

    /// The page of its story.
    fn tab(&self) -> &'static str {
        if self.is_quotes() {
            "quotes"
        } else {
            "figures"
        }
    }

    fn is_quotes(&self) -> bool {
        self.kind == SlotKind::Quote
    }
}

/// Does the verdict say anything?
fn is_compared(told: &Told) -> bool {
    told.verdict != Verdict::Single
}

impl Page for AllTold {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn chart(&self) -> Option<Chart> {
        let story = self
            .story
            .as_ref()
            .filter(|_| self.kind == SlotKind::Figure)?;
        Some(chart::figures(&story.headline, &self.told))
    }

    /// Only figures that several reports give are drawn.
    fn is_drawn(&self) -> bool {
        self.told.iter().any(|told| told.n_reports > 1)
    }

    fn table(&self) -> Option<Table> {
        let rows = self.told.iter().flat_map(|told| {
            told.answers.iter().map(move |answer| {
                let evidence = &answer.evidence;
                vec![
                    json!(told.story),
                    json!(told.what),
                    json!(told.actors.join(" ")),
                    json!(told.verdict),
                    json!(told.reason),
                    json!(answer.value),
                    json!(answer.low),
                    json!(answer.number),
                    json!(answer.high),
                    json!(answer.holders.join(" ")),
                    json!(evidence.source),
                    json!(evidence.published),
                    json!(evidence.claim),
                    json!(evidence.start),
                    json!(evidence.end),
                    json!(evidence.sentence),
                ]
            })
        });
        Some(Table {
            columns: vec![
                "story",
                "what",
                "actors",
                "verdict",
                "reason",
                "value",
                "low",
                "number",
                "high",
                "holders",
                "source",
                "published",
                "claim",
                "start",
                "end",
                "sentence",
            ],
            rows: rows.collect(),
        })
    }
}
