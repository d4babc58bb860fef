//! What a person says of stories and claims, from a form or from a program, and how it is kept.

use entente_engine::world::{Correction, Id, Known, World};
use entente_engine::{Settings, workspace};
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::Fault;

/// Longest headline and longest reason, in characters.
const MAX_WORDS: usize = 1_000;
/// Stories, articles or claims that one correction names.
const MOST_IDS: usize = 200;

/// What is said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Said {
    /// These stories are one; it goes on as the first of them.
    Merge {
        /// The stories, as `sty_3`.
        #[schemars(length(min = 2, max = 200), inner(pattern(r"^sty_[1-9][0-9]{0,8}$")))]
        stories: Vec<String>,
        /// Why.
        #[serde(default)]
        #[schemars(length(max = 1000))]
        why: String,
    },
    /// These articles of a story are a story of their own.
    Split {
        /// The story that they are in.
        #[schemars(pattern(r"^sty_[1-9][0-9]{0,8}$"))]
        story: String,
        /// The articles, as `art_17`.
        #[schemars(length(min = 1, max = 200), inner(pattern(r"^art_[1-9][0-9]{0,8}$")))]
        articles: Vec<String>,
        /// Why.
        #[serde(default)]
        #[schemars(length(max = 1000))]
        why: String,
    },
    /// A story is called so.
    Relabel {
        /// The story.
        #[schemars(pattern(r"^sty_[1-9][0-9]{0,8}$"))]
        story: String,
        /// What it is called.
        #[schemars(length(min = 1, max = 1000))]
        headline: String,
        /// Why.
        #[serde(default)]
        #[schemars(length(max = 1000))]
        why: String,
    },
    /// An article or a claim is wrong: nothing is derived from it any more.
    Reject {
        /// The article or the claim, as `clm_17_4`.
        #[schemars(pattern(r"^(art_[1-9][0-9]{0,8}|clm_[1-9][0-9]{0,8}_[0-9]{1,8})$"))]
        id: String,
        /// Why.
        #[serde(default)]
        #[schemars(length(max = 1000))]
        why: String,
    },
    /// These claims were looked at and are read rightly.
    Confirm {
        /// The claims.
        #[schemars(
            length(min = 1, max = 200),
            inner(pattern(r"^clm_[1-9][0-9]{0,8}_[0-9]{1,8}$"))
        )]
        claims: Vec<String>,
        /// Why.
        #[serde(default)]
        #[schemars(length(max = 1000))]
        why: String,
    },
    /// A review is taken back.
    Undo {
        /// Its number.
        #[serde(deserialize_with = "whole")]
        #[schemars(range(min = 1, max = 999_999_999))]
        review: u32,
    },
}

/// A whole number as JSON Schema knows it: `3`, but also `3.0`.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let number = f64::deserialize(deserializer)?;
    let is_whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    // In range and without a fraction.
    is_whole
        .then_some(number as u32)
        .ok_or_else(|| D::Error::custom(format!("`{number}` is no number of a review")))
}

/// What became of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Kept {
    /// The review by which it was kept, or that was taken back; of several the last one.
    pub review: u32,
    /// Stories of which other articles or claims count because of it.
    pub stories: Vec<String>,
}

/// Keeps what is said; it holds from now on, and stories that change by it are compared anew.
///
/// # Errors
///
/// If it cannot be understood, speaks of what is not there, or cannot be written.
pub fn keep(world: &mut World, said: &Said) -> Result<Kept, Fault> {
    let now = || Known::from(jiff::Timestamp::now());
    let settings = Settings::default();
    if let Said::Undo { review } = said {
        workspace::undo(world, *review, &settings, &now)?;
        return Ok(Kept {
            review: *review,
            stories: Vec::new(),
        });
    }
    let (correction, why) = said.correction()?;
    let why = Some(why.trim()).filter(|why| !why.is_empty());
    let reviewed = workspace::review(world, &correction, why, &settings, &now)?;
    let stories = reviewed.stories.into_iter();
    Ok(Kept {
        review: reviewed.number,
        stories: stories.map(|story| Id::Story(story).to_string()).collect(),
    })
}

impl Said {
    fn correction(&self) -> Result<(Correction, &str), Fault> {
        Ok(match self {
            Self::Merge { stories, why } => (Correction::Merge(all(stories, story)?), short(why)?),
            Self::Split {
                story: of,
                articles,
                why,
            } => {
                let correction = Correction::Split {
                    story: story(of)?,
                    articles: all(articles, article)?,
                };
                (correction, short(why)?)
            }
            Self::Relabel {
                story: of,
                headline,
                why,
            } => {
                let correction = Correction::Relabel {
                    story: story(of)?,
                    headline: short(headline)?.to_owned(),
                };
                (correction, short(why)?)
            }
            Self::Reject { id: of, why } => (Correction::Reject(id(of)?), short(why)?),
            Self::Confirm { claims, why } => (Correction::Confirm(all(claims, id)?), short(why)?),
            Self::Undo { .. } => {
                return Err(Fault::Unclear("nothing is said".to_owned()));
            }
        })
    }
}

fn short(words: &str) -> Result<&str, Fault> {
    match words.chars().count() > MAX_WORDS {
        true => Err(Fault::Unclear(format!("write at most {MAX_WORDS} letters"))),
        false => Ok(words),
    }
}

fn all<T>(ids: &[String], read: fn(&str) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
    match ids.len() {
        1..=MOST_IDS => ids.iter().map(|id| read(id)).collect(),
        n => Err(Fault::Unclear(format!(
            "there are {n} ids; write 1 to {MOST_IDS}"
        ))),
    }
}

fn id(written: &str) -> Result<Id, Fault> {
    let read = written.trim().parse();
    read.map_err(|error: entente_engine::world::NoId| Fault::Unclear(error.to_string()))
}

fn story(written: &str) -> Result<u32, Fault> {
    match id(written)? {
        Id::Story(number) => Ok(number),
        other => Err(Fault::Unclear(format!("`{other}` is no story"))),
    }
}

fn article(written: &str) -> Result<u32, Fault> {
    match id(written)? {
        Id::Article(number) => Ok(number),
        other => Err(Fault::Unclear(format!("`{other}` is no article"))),
    }
}
