//! `/sources`: what can be checked of the publishers. There is no score of left and right: nobody could check it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use entente_engine::chart::Table;
use entente_engine::world::{SourceRow, View};
use serde::Serialize;
use serde_json::json;

use super::{Frame, Page, answer, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::link::encode;
use crate::state::Server;

/// Publishers that are listed.
const MOST: usize = 200;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "sources.html")]
struct Sources {
    #[serde(skip)]
    frame: Frame,
    sources: Vec<SourceRow>,
}

/// Shows it.
pub async fn sources(State(server): State<Server>, asked: Asked) -> Response {
    answer(server, asked, page).await
}

fn page(view: &View, frame: Frame) -> Result<Sources, Fault> {
    Ok(Sources {
        sources: view.sources(MOST)?,
        frame: frame.titled("Sources").in_section("sources").with_table(),
    })
}

/// Hours as people say them.
fn lag(hours: &Option<f64>) -> String {
    match hours {
        None => "–".to_owned(),
        Some(hours) if *hours < 1.0 => format!("{:.0} min", hours * 60.0),
        Some(hours) => format!("{hours:.1} h"),
    }
}

/// The share of copies, as far as anything was compared.
fn share(source: &SourceRow) -> String {
    match source.n_compared {
        0 => "–".to_owned(),
        n => format!("{:.0}\u{a0}%", source.n_copies as f64 * 100.0 / n as f64),
    }
}

impl Sources {
    /// Is of any publisher known how much later than others it is?
    fn has_lags(&self) -> bool {
        self.sources.iter().any(|source| source.lag_hours.is_some())
    }

    fn articles(&self, source: &SourceRow) -> String {
        self.frame
            .to(&format!("/search?source={}", encode(&source.name)))
    }
}

impl Page for Sources {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn table(&self) -> Option<Table> {
        let rows = self.sources.iter().map(|source| {
            vec![
                json!(source.name),
                json!(source.n_articles),
                json!(source.n_shared),
                json!(source.first),
                json!(source.last),
                json!(source.language),
                json!(source.lag_hours),
                json!(source.n_compared),
                json!(source.n_copies),
            ]
        });
        Some(Table {
            columns: vec![
                "source",
                "articles",
                "in_shared_stories",
                "first",
                "last",
                "language",
                "lag_hours",
                "compared",
                "copies",
            ],
            rows: rows.collect(),
        })
    }
}
