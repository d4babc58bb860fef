//! `/review`: one thing after the other that deserves a look, what is least sure first; and what persons said.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use entente_engine::LEAST_SHARE;
use entente_engine::chart::Table;
use entente_engine::world::{AtOdds, Evidence, ReviewRow, StoryRow, View};
use serde::Serialize;
use serde_json::json;

use super::account::story_number;
use super::{Frame, Page, answer, failed, see_other, words};
use crate::asked::Asked;
use crate::correct::{Said, keep};
use crate::error::Fault;
use crate::link::pairs;
use crate::state::Server;

/// Stories that are looked through for contradictions, and acts that are waited with.
const MOST_STORIES: usize = 60;
const MOST_ACTS: usize = 60;
/// Claims of one thing that are shown.
const MOST_CLAIMS: usize = 6;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "review.html")]
struct Review {
    #[serde(skip)]
    frame: Frame,
    /// All of them, also those that were undone, the latest first.
    reviews: Vec<ReviewRow>,
    /// What deserves a look, the least sure first.
    queue: Vec<Waiting>,
    /// How many of them are passed over.
    skipped: usize,
    /// The one that is looked at, with its sentences.
    #[serde(skip)]
    looked_at: Option<Looked>,
    #[serde(skip)]
    asked: Asked,
}

/// Something that deserves a look.
#[derive(Clone, Serialize)]
#[serde(tag = "waits", rename_all = "snake_case")]
enum Waiting {
    /// Reports contradict each other: at most one of them is right, or they were read wrongly.
    Contradiction {
        story: StoryRow,
        #[serde(flatten)]
        odds: Box<AtOdds>,
    },
    /// An act that was read with some doubt.
    Act { claim: String, share: f64 },
}

/// What is looked at: a question, and the sentences that answer it.
struct Looked {
    question: String,
    about: String,
    story: Option<StoryRow>,
    sentences: Vec<(Evidence, String)>,
    claims: Vec<String>,
}

/// Shows it.
pub async fn review(State(server): State<Server>, asked: Asked) -> Response {
    let kept = asked.clone();
    answer(server, asked, move |view, frame| page(view, frame, kept)).await
}

fn page(view: &View, frame: Frame, asked: Asked) -> Result<Review, Fault> {
    let mut reviews = view.reviews()?;
    reviews.reverse();
    let queue = queue(view)?;
    let skipped = asked.skipped().min(queue.len());
    let looked_at = queue.get(skipped);
    Ok(Review {
        frame: frame.titled("Review").in_section("review").with_table(),
        looked_at: looked_at.map(|one| look(view, one)).transpose()?,
        reviews,
        queue,
        skipped,
        asked,
    })
}

/// Contradictions first: there something is wrong for certain. Then acts, those first that were read least surely.
fn queue(view: &View) -> Result<Vec<Waiting>, Fault> {
    let confirmed = view.confirmed()?;
    let mut queue = Vec::new();
    for story in view.stories(2, 0, MOST_STORIES)? {
        let gist = view.gist(story_number(&story.id)?)?.unwrap_or_default();
        // Disputes are between parties: a person need not decide them.
        let is_open = |odds: &AtOdds| {
            !odds.is_disputed && !odds.claims.iter().all(|claim| confirmed.contains(claim))
        };
        let odds = gist.at_odds.into_iter().filter(is_open);
        queue.extend(odds.map(|odds| Waiting::Contradiction {
            story: story.clone(),
            odds: Box::new(odds),
        }));
    }
    let acts = view.unsure(LEAST_SHARE, MOST_ACTS)?.into_iter();
    queue.extend(acts.map(|act| Waiting::Act {
        claim: act.claim,
        share: act.share,
    }));
    Ok(queue)
}

fn look(view: &View, one: &Waiting) -> Result<Looked, Fault> {
    let (claims, question, about, story) = match one {
        Waiting::Contradiction { story, odds } => (
            odds.claims.clone(),
            odds.topic.clone(),
            odds.reason.clone(),
            Some(story.clone()),
        ),
        Waiting::Act { claim, share } => {
            let about = format!("read with {:.0}\u{a0}% sureness", share * 100.0);
            (
                vec![claim.clone()],
                "Is this what it says?".to_owned(),
                about,
                None,
            )
        }
    };
    let evidence = view.evidence(&claims)?;
    let sentences = evidence.into_iter().take(MOST_CLAIMS);
    let sentences = sentences.map(|evidence| {
        let read = super::evidence::read_of(view, &evidence.claim)?;
        Ok((evidence, read))
    });
    Ok(Looked {
        question,
        about,
        story,
        sentences: sentences.collect::<Result<_, Fault>>()?,
        claims,
    })
}

impl Review {
    /// The same page with the next thing, or the one before.
    fn turn(&self, skipped: usize) -> String {
        let skipped = match skipped {
            0 => String::new(),
            n => n.to_string(),
        };
        self.frame.to(&self.asked.with(&[("skip", &skipped)]))
    }

    /// The review that was made last and still holds.
    fn last(&self) -> Option<&ReviewRow> {
        self.reviews.iter().find(|review| review.undone.is_none())
    }
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

    fn need(&self, name: &'static str) -> Result<String, Fault> {
        let value = self.get(name).map(str::to_owned);
        value.ok_or_else(|| Fault::Unclear(format!("`{name}` is missing")))
    }

    /// All values of a name.
    fn all(&self, name: &str) -> Vec<String> {
        let all = self.0.iter().filter(|(key, _)| key == name);
        all.map(|(_, value)| value.clone()).collect()
    }

    fn said(&self) -> Result<Said, Fault> {
        let why = self.get("why").unwrap_or_default().to_owned();
        Ok(match self.need("what")?.as_str() {
            "merge" => Said::Merge {
                stories: vec![self.need("story")?, self.need("other")?],
                why,
            },
            "split" => Said::Split {
                story: self.need("story")?,
                articles: self.all("article"),
                why,
            },
            "relabel" => Said::Relabel {
                story: self.need("story")?,
                headline: self.need("headline")?,
                why,
            },
            "reject" => Said::Reject {
                id: self.need("id")?,
                why,
            },
            "confirm" => Said::Confirm {
                claims: self.all("id"),
                why,
            },
            "undo" => {
                let number = self.need("review")?.parse();
                let wrong = |_| Fault::Unclear("`review` is no number".to_owned());
                Said::Undo {
                    review: number.map_err(wrong)?,
                }
            }
            other => return Err(Fault::Unclear(format!("`{other}` is no correction"))),
        })
    }

    /// Where to go afterwards: on with the queue if it came from there, else to what was corrected.
    fn next(&self, said: &Said) -> String {
        let skipped: Option<usize> = self.get("queue").and_then(|skipped| skipped.parse().ok());
        match (skipped, said) {
            (Some(0), _) => "/review".to_owned(),
            (Some(skipped), _) => format!("/review?skip={skipped}"),
            (None, Said::Merge { stories, .. }) => format!("/story/{}", stories[0]),
            (None, Said::Relabel { story, .. }) => format!("/story/{story}"),
            (None, Said::Reject { id, .. }) if id.starts_with("clm_") => format!("/evidence/{id}"),
            (None, _) => "/review".to_owned(),
        }
    }
}

/// Keeps what a form says, or takes a review back, and leads on.
pub async fn correct(State(server): State<Server>, headers: HeaderMap, body: Bytes) -> Response {
    let form = Form(pairs(&String::from_utf8_lossy(&body)));
    let asked = Asked {
        path: "/review".to_owned(),
        ..Asked::default()
    };
    let is_ours = server
        .guard()
        .is_ours(&headers, form.get("token").unwrap_or_default());
    if !is_ours {
        let fault = Fault::Forbidden("this form is not from a page of this run");
        return failed(&fault, &asked);
    }
    let kept = match form.said() {
        Ok(said) => {
            let next = form.next(&said);
            server
                .write(move |world| keep(world, &said))
                .await
                .map(|_| next)
        }
        Err(fault) => Err(fault),
    };
    match kept {
        Ok(path) => see_other(&path),
        Err(fault) => failed(&fault, &asked),
    }
}
