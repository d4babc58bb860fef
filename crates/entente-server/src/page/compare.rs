//! `/story/sty_3/compare`: what every independent origin says, beside each other.

use std::collections::BTreeMap;

use askama::Template;
use entente_engine::chart::{self, Chart, Table};
use entente_engine::matrix::{Column, Matrix, Row, Stand};
use entente_engine::types::{ArticleId, Comparison, SlotKind, WordingOf};
use entente_engine::world::{StoryRow, Told, View};
use serde::Serialize;
use serde_json::json;

use super::account::names;
use super::{Frame, Page, words};
use crate::error::Fault;

/// Rows that are shown; the other forms have all of them.
const MOST_ROWS: usize = 60;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "compare.html")]
pub struct Compare {
    #[serde(skip)]
    frame: Frame,
    story: StoryRow,
    /// `null` if the reports were not compared.
    matrix: Option<Matrix>,
    wordings: Vec<WordingLine>,
    #[serde(skip)]
    figures: Vec<Told>,
    #[serde(skip)]
    names: BTreeMap<ArticleId, String>,
}

/// Words of several reports for the same.
#[derive(Serialize)]
struct WordingLine {
    slot: String,
    about: String,
    of: WordingOf,
    choices: Vec<(ArticleId, String)>,
}

/// Makes it.
pub fn page(view: &View, frame: Frame, number: u32) -> Result<Compare, Fault> {
    let (story, articles) = view.story(number)?;
    let comparison = view.comparison(number)?;
    let figures = view.told(number, SlotKind::Figure)?;
    Ok(Compare {
        frame: frame
            .titled(format!("Compare: {}", story.headline))
            .in_section("today")
            .with_chart(),
        matrix: comparison
            .as_ref()
            .map(|comparison| Matrix::new(comparison, &figures)),
        wordings: comparison.as_ref().map_or_else(Vec::new, wordings),
        figures,
        names: names(&articles),
        story,
    })
}

fn wordings(comparison: &Comparison) -> Vec<WordingLine> {
    let lines = comparison.wordings.iter().filter_map(|wording| {
        let slot = comparison
            .slots
            .iter()
            .find(|slot| slot.id == wording.slot)?;
        Some(WordingLine {
            slot: slot.id.clone(),
            about: slot.topic.clone(),
            of: wording.of,
            choices: wording
                .choices
                .iter()
                .map(|choice| (choice.report, choice.text.clone()))
                .collect(),
        })
    });
    lines.collect()
}

impl WordingLine {
    /// What the words stand for.
    fn of(&self) -> &'static str {
        match self.of {
            WordingOf::Act => "the act",
            WordingOf::Doer => "who does it",
            WordingOf::Sufferer => "to whom",
            WordingOf::Counted => "who or what is counted",
        }
    }
}

impl Compare {
    /// The publishers of an origin.
    fn sources(&self, column: &Column) -> String {
        let mut names: Vec<&str> = column
            .reports
            .iter()
            .map(|report| self.source(report))
            .collect();
        names.dedup();
        names.join(", ")
    }

    fn source(&self, report: &ArticleId) -> &str {
        self.names.get(report).map_or("", String::as_str)
    }

    /// The figures that several reports give, drawn.
    fn drawing(&self) -> Option<String> {
        let has_figures = self.figures.iter().any(|told| told.n_reports > 1);
        has_figures.then(|| chart::svg_inside(&chart::figures(&self.story.headline, &self.figures)))
    }
}

/// Rows that are shown, and how many more there are.
fn shown(rows: &[Row]) -> (&[Row], usize) {
    let n = rows.len().min(MOST_ROWS);
    (&rows[..n], rows.len() - n)
}

/// The word for how a cell stands.
fn word(stand: &Stand) -> &'static str {
    match stand {
        Stand::Says => "says",
        Stand::Differs => "differs",
        Stand::Silent => "silent",
    }
}

impl Page for Compare {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn chart(&self) -> Option<Chart> {
        Some(chart::figures(&self.story.headline, &self.figures))
    }

    /// One row for each cell.
    fn table(&self) -> Option<Table> {
        let mut rows = Vec::new();
        for matrix in self.matrix.iter() {
            for row in &matrix.rows {
                for (column, cell) in matrix.columns.iter().zip(&row.cells) {
                    let texts: Vec<&str> = cell
                        .answers
                        .iter()
                        .map(|answer| answer.words.as_str())
                        .collect();
                    let claims: Vec<&str> = cell
                        .answers
                        .iter()
                        .map(|answer| answer.claim.0.as_str())
                        .collect();
                    rows.push(vec![
                        json!(row.slot),
                        json!(row.topic),
                        json!(row.kind),
                        json!(row.verdict),
                        json!(self.sources(column)),
                        json!(cell.stand),
                        json!(texts.join(" | ")),
                        json!(claims.join(" ")),
                    ]);
                }
            }
        }
        Some(Table {
            columns: vec![
                "slot", "about", "kind", "verdict", "origin", "stand", "words", "claims",
            ],
            rows,
        })
    }
}
