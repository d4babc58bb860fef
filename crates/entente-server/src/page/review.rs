//! `/review`: what persons said, what deserves a look, and the forms by which stories and claims are corrected.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use entente_engine::chart::Table;
use entente_engine::world::{AtOdds, Correction, Id, Known, ReviewRow, StoryRow, View};
use entente_engine::{Settings, workspace};
use serde::Serialize;
use serde_json::json;

use super::account::story_number;
use super::{Frame, Page, answer, failed, see_other, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::link::pairs;
use crate::state::Server;

/// Stories that are looked through for what deserves a look, and things that are shown.
const MOST_STORIES: usize = 60;
const MOST_QUEUED: usize = 30;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "review.html")]
struct Review {
    #[serde(skip)]
    frame: Frame,
    /// All of them, also those that were undone, the latest first.
    reviews: Vec<ReviewRow>,
    /// What reports of the latest stories are at odds about.
    queue: Vec<Queued>,
}

/// Something that deserves a look.
#[derive(Serialize)]
struct Queued {
    story: StoryRow,
    #[serde(flatten)]
    odds: AtOdds,
}

/// Shows it.
pub async fn review(State(server): State<Server>, asked: Asked) -> Response {
    answer(server, asked, page).await
}

fn page(view: &View, frame: Frame) -> Result<Review, Fault> {
    let mut reviews = view.reviews()?;
    reviews.reverse();
    let mut queue = Vec::new();
    for story in view.stories(2, 0, MOST_STORIES)? {
        let gist = view.gist(story_number(&story.id)?)?.unwrap_or_default();
        // Disputes are between parties: a person need not decide them.
        let odds = gist.at_odds.into_iter().filter(|odds| !odds.is_disputed);
        queue.extend(odds.map(|odds| Queued {
            story: story.clone(),
            odds,
        }));
        if queue.len() >= MOST_QUEUED {
            break;
        }
    }
    queue.truncate(MOST_QUEUED);
    Ok(Review {
        frame: frame.titled("Review").in_section("review").with_table(),
        reviews,
        queue,
    })
}

impl Page for Review {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn table(&self) -> Option<Table> {
        let rows = self.reviews.iter().map(|review| {
            vec![
                json!(review.number),
                json!(review.what),
                json!(review.story),
                json!(review.from.join(" ")),
                json!(review.of.join(" ")),
                json!(review.headline),
                json!(review.why),
                json!(review.known),
                json!(review.undone),
            ]
        });
        Some(Table {
            columns: vec![
                "review", "what", "story", "from", "of", "headline", "why", "known", "undone",
            ],
            rows: rows.collect(),
        })
    }
}

/// What a form says.
struct Form(Vec<(String, String)>);

impl Form {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    fn need(&self, name: &'static str) -> Result<&str, Fault> {
        self.get(name)
            .ok_or_else(|| Fault::Unclear(format!("`{name}` is missing")))
    }

    fn id(&self, name: &'static str) -> Result<Id, Fault> {
        self.need(name)?
            .parse()
            .map_err(|error: entente_engine::world::NoId| Fault::Unclear(error.to_string()))
    }

    fn story(&self, name: &'static str) -> Result<u32, Fault> {
        match self.id(name)? {
            Id::Story(number) => Ok(number),
            other => Err(Fault::Unclear(format!("`{other}` is no story"))),
        }
    }

    /// All articles that are ticked.
    fn articles(&self) -> Vec<u32> {
        let ticked = self.0.iter().filter(|(name, _)| name == "article");
        let numbers = ticked.filter_map(|(_, id)| match id.parse() {
            Ok(Id::Article(number)) => Some(number),
            _ => None,
        });
        numbers.collect()
    }

    fn correction(&self) -> Result<Correction, Fault> {
        Ok(match self.need("what")? {
            "merge" => Correction::Merge(vec![self.story("story")?, self.story("other")?]),
            "split" => Correction::Split {
                story: self.story("story")?,
                articles: self.articles(),
            },
            "relabel" => Correction::Relabel {
                story: self.story("story")?,
                headline: self.need("headline")?.to_owned(),
            },
            "reject" => Correction::Reject(self.id("id")?),
            other => return Err(Fault::Unclear(format!("`{other}` is no correction"))),
        })
    }
}

/// Keeps what a form says, or takes a review back, and leads to what it changed.
pub async fn correct(State(server): State<Server>, headers: HeaderMap, body: Bytes) -> Response {
    let form = Form(pairs(&String::from_utf8_lossy(&body)));
    let asked = Asked {
        path: "/review".to_owned(),
        ..Asked::default()
    };
    if !server
        .guard()
        .is_ours(&headers, form.get("token").unwrap_or_default())
    {
        return failed(
            &Fault::Forbidden("this form is not from a page of this run"),
            &asked,
        );
    }
    match server.write(move |world| keep(world, &form)).await {
        Ok(path) => see_other(&path),
        Err(fault) => failed(&fault, &asked),
    }
}

fn keep(world: &mut entente_engine::world::World, form: &Form) -> Result<String, Fault> {
    let now = || Known::from(jiff::Timestamp::now());
    let settings = Settings::default();
    if form.get("what") == Some("undo") {
        let number = form.need("review")?.parse();
        let number = number.map_err(|_| Fault::Unclear("`review` is no number".to_owned()))?;
        workspace::undo(world, number, &settings, &now)?;
        return Ok("/review".to_owned());
    }
    let correction = form.correction()?;
    workspace::review(world, &correction, form.get("why"), &settings, &now)?;
    Ok(match correction {
        Correction::Merge(stories) => format!("/story/{}", Id::Story(stories[0])),
        Correction::Relabel { story, .. } => format!("/story/{}", Id::Story(story)),
        Correction::Reject(Id::Claim(article, place)) => {
            format!("/evidence/{}", Id::Claim(article, place))
        }
        _ => "/review".to_owned(),
    })
}
