//! `/workspace`: what is in it, what came in when, what goes on, and how it stands.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use entente_engine::chart::{self, Chart};
use entente_engine::health::{Finding, Health, findings};
use entente_engine::workspace::reader;
use entente_engine::world::{Known, World};
use entente_engine::{Settings, world};
use jiff::civil::Date;
use serde::Serialize;

use super::{Frame, Page, answer_of_world, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::job::Job;
use crate::state::Server;

/// Blobs that are hashed when it is asked how the workspace stands.
const SAMPLE: u64 = 200;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "workspace.html")]
struct Workspace {
    #[serde(skip)]
    frame: Frame,
    folder: String,
    /// Articles and stories that were known.
    sizes: [u64; 2],
    /// When something became known last.
    last_known: Option<String>,
    /// What was found when everything was looked at; `null` if that was not asked for.
    findings: Option<Vec<Finding>>,
    jobs: Vec<Job>,
    #[serde(skip)]
    published: Vec<(Date, u64)>,
}

/// Shows it; with `?look=whole` everything is looked at, which takes a moment.
pub async fn workspace(State(server): State<Server>, asked: Asked) -> Response {
    let is_whole = asked.get("look") == Some("whole");
    let jobs = server.jobs().all();
    answer_of_world(server, asked, move |world, view, frame| {
        Ok(Workspace {
            folder: world.folder().display().to_string(),
            sizes: view.sizes()?,
            last_known: view.moment()?.map(|last| last.to_string()),
            findings: is_whole.then(|| look(world)).transpose()?,
            published: view.published_by_day()?,
            jobs,
            frame: frame
                .titled("Workspace")
                .in_section("workspace")
                .with_chart(),
        })
    })
    .await
}

fn look(world: &World) -> Result<Vec<Finding>, Fault> {
    let now = Known::from(jiff::Timestamp::now());
    let state: world::State = world.state(reader(Settings::default().precision), now, SAMPLE)?;
    let free = fs4::available_space(world.folder()).ok();
    Ok(findings(world, &state, now, free))
}

/// The mark of a finding.
fn mark(health: &Health) -> (&'static str, &'static str) {
    match health {
        Health::Well => ("agree", "well"),
        Health::Waits => ("updated", "waits"),
        Health::Ill => ("contradict", "ill"),
    }
}

impl Workspace {
    fn drawing(&self) -> Option<String> {
        let is_drawn = !self.published.is_empty();
        self.chart()
            .filter(|_| is_drawn)
            .map(|chart| chart::svg_inside(&chart))
    }
}

impl Page for Workspace {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn chart(&self) -> Option<Chart> {
        Some(chart::activity(&self.published, None))
    }
}
