//! `/story/sty_3/timeline`: what happened when.

use askama::Template;
use entente_engine::chart::{self, Chart};
use entente_engine::world::{Happening, StoryRow, View};
use serde::Serialize;

use super::{Frame, Page, words};
use crate::error::Fault;

/// Happenings of a page.
const MOST: usize = 40;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "timeline.html")]
pub struct Timeline {
    #[serde(skip)]
    frame: Frame,
    story: StoryRow,
    happenings: Vec<Happening>,
}

/// Makes it.
pub fn page(view: &View, frame: Frame, number: u32) -> Result<Timeline, Fault> {
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

impl Page for Timeline {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn chart(&self) -> Option<Chart> {
        Some(chart::timeline(&self.story.headline, &self.happenings))
    }
}
