//! `/story/sty_3/timeline`: what happened when.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use entente_engine::chart::{self, Chart};
use entente_engine::world::{Happening, StoryRow, View};
use serde::Serialize;

use super::account::story_number;
use super::{Frame, Page, answer, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::state::Server;

/// Happenings of a page.
const MOST: usize = 40;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "timeline.html")]
struct Timeline {
    #[serde(skip)]
    frame: Frame,
    story: StoryRow,
    happenings: Vec<Happening>,
}

/// Shows it.
pub async fn timeline(
    State(server): State<Server>,
    Path(story): Path<String>,
    asked: Asked,
) -> Response {
    answer(server, asked, move |view, frame| {
        page(view, frame, story_number(&story)?)
    })
    .await
}

fn page(view: &View, frame: Frame, number: u32) -> Result<Timeline, Fault> {
    let (story, _) = view.story(number)?;
    Ok(Timeline {
        happenings: view.timeline(number, MOST)?,
        frame: frame
            .titled(format!("Timeline: {}", story.headline))
            .in_section("today")
            .with_chart(),
        story,
    })
}

impl Timeline {
    fn drawing(&self) -> Option<String> {
        let is_drawn = !self.happenings.is_empty();
        is_drawn
            .then(|| chart::svg_inside(&chart::timeline(&self.story.headline, &self.happenings)))
    }
}

impl Page for Timeline {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn chart(&self) -> Option<Chart> {
        Some(chart::timeline(&self.story.headline, &self.happenings))
    }
}
