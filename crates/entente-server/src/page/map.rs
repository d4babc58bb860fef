//! `/map` and `/story/sty_3/map`: where acts took place, as far as their cities are known.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use entente_engine::chart::{self, Chart, Disputed, Drawing};
use entente_engine::world::{PlaceRow, StoryRow, View, Where};
use jiff::civil::Date;
use serde::Serialize;

use super::{Frame, Page, answer, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::state::Server;

/// Acts that stand in at least this share of cases are shown: a dot only leads to its sentences, so that less is asked than of lists.
const LEAST: f64 = 0.5;
/// Places that are drawn and listed.
const MOST_PLACES: usize = 60;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "map.html")]
pub struct Map {
    #[serde(skip)]
    frame: Frame,
    /// The story, if one was asked for.
    story: Option<StoryRow>,
    /// Only acts on that day or later, or before.
    from: Option<Date>,
    to: Option<Date>,
    places: Vec<PlaceRow>,
}

/// Shows where the acts of all stories were.
pub async fn map(State(server): State<Server>, asked: Asked) -> Response {
    let kept = asked.clone();
    answer(server, asked, move |view, frame| {
        let which = Where {
            story: None,
            from: kept.day("from")?,
            to: kept.day("to")?,
        };
        page(view, frame.titled("Map").in_section("map"), None, &which)
    })
    .await
}

/// Makes the page of a story.
pub fn page_of_story(view: &View, frame: Frame, number: u32) -> Result<Map, Fault> {
    let (story, _) = view.story(number)?;
    let which = Where {
        story: Some(number),
        ..Where::default()
    };
    let frame = frame
        .titled(format!("Map: {}", story.headline))
        .in_section("today");
    page(view, frame, Some(story), &which)
}

fn page(view: &View, frame: Frame, story: Option<StoryRow>, which: &Where) -> Result<Map, Fault> {
    Ok(Map {
        frame: frame.with_chart(),
        story,
        from: which.from,
        to: which.to,
        places: view.places(which, LEAST, MOST_PLACES)?,
    })
}

impl Map {
    /// What is hatched on the map.
    fn disputed(&self) -> Vec<&'static Disputed> {
        match self.chart().map(|chart| chart.drawing) {
            Some(Drawing::Map(spots)) => chart::disputed(&spots),
            _ => Vec::new(),
        }
    }
}

impl Page for Map {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn chart(&self) -> Option<Chart> {
        let of = match (&self.story, self.from, self.to) {
            (Some(story), ..) => format!("of “{}”", story.headline),
            (None, None, None) => "of all stories".to_owned(),
            (None, from, to) => {
                let from = from.map_or(String::new(), |day| format!(" from {day}"));
                let to = to.map_or(String::new(), |day| format!(" until {day}"));
                format!("of all stories{from}{to}")
            }
        };
        Some(chart::map(&of, &self.places))
    }

    fn is_drawn(&self) -> bool {
        !self.places.is_empty()
    }
}
