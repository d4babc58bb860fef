//! `/diff`, `/changes`, `/reviews` and `/snapshot`: what became known when, and a mark of everything that was.

use entente_engine::world::{ArticleRow, Change, ReviewRow, StoryRow, View};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::question::{MomentAsked, Part, Turn};
use super::search::Nothing;
use crate::error::Fault;

/// Since when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// What became known after that moment, until `as_of`.
    from: MomentAsked,
}

/// Something that is known now and was not, or otherwise.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Learned {
    /// A review was made or undone.
    Review {
        /// The review.
        review: ReviewRow,
    },
    /// An article came in.
    Article {
        /// The article.
        article: ArticleRow,
    },
    /// A story began.
    NewStory {
        /// The story.
        story: StoryRow,
    },
    /// A story is told otherwise.
    ChangedStory {
        /// As it was.
        before: StoryRow,
        /// As it is.
        after: StoryRow,
    },
    /// A story is gone.
    GoneStory {
        /// As it was.
        before: StoryRow,
        /// The stories that have its articles.
        merged_into: Vec<String>,
    },
}

/// What became known between two moments: reviews, then articles, then stories.
pub fn diff(view: &View, since: Since, turn: &Turn) -> Result<Part<Learned>, Fault> {
    let (found, has_more) = view.since_after(since.from.0, turn.skipped(), turn.most)?;
    let reviews = found.reviews.into_iter();
    let mut items: Vec<Learned> = reviews.map(|review| Learned::Review { review }).collect();
    let articles = found.articles.into_iter();
    items.extend(articles.map(|article| Learned::Article { article }));
    let new = found.new_stories.into_iter();
    items.extend(new.map(|story| Learned::NewStory { story }));
    let changed = found.changed_stories.into_iter();
    items.extend(changed.map(|(before, after)| Learned::ChangedStory { before, after }));
    let gone = found.gone_stories.into_iter();
    items.extend(gone.map(|(before, merged_into)| Learned::GoneStory {
        before,
        merged_into,
    }));
    let behind = u32::try_from(turn.skipped() + turn.most).unwrap_or(u32::MAX);
    Ok(Part {
        items,
        behind: has_more.then_some((behind, 0)),
    })
}

/// Since when; from the beginning without it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// Only what was done after that moment.
    from: Option<MomentAsked>,
}

/// What was done when: one line for everything that became known at one moment.
pub fn changes(view: &View, after: After, turn: &Turn) -> Result<Part<Change>, Fault> {
    let from = after
        .from
        .map_or(entente_engine::world::Known(i64::MIN), |from| from.0);
    let all = view.changes(from, turn.skipped() + turn.most + 1)?;
    Ok(Part::cut(turn, all))
}

/// What persons said, also what was taken back, in order of time.
pub fn reviews(view: &View, _: Nothing, turn: &Turn) -> Result<Part<ReviewRow>, Fault> {
    Ok(Part::cut(turn, view.reviews()?))
}

/// How much is known.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Sizes {
    /// Articles.
    n_articles: u64,
    /// Stories.
    n_stories: u64,
}

/// How much is known.
pub fn sizes(view: &View, _: Nothing) -> Result<Sizes, Fault> {
    let [n_articles, n_stories] = view.sizes()?;
    Ok(Sizes {
        n_articles,
        n_stories,
    })
}

/// A mark of everything that was known at a moment.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Snapshot {
    /// SHA-256 over all articles, what was read in them, stories, comparisons and reviews.
    sha256: String,
    /// Articles.
    n_articles: u64,
    /// Stories.
    n_stories: u64,
    /// Acts.
    n_events: u64,
}

/// A mark of everything that was known: the same for the same knowledge, whatever came in later.
pub fn snapshot(view: &View, _: Nothing) -> Result<Snapshot, Fault> {
    let [n_articles, n_stories, n_events] = view.counts()?;
    Ok(Snapshot {
        sha256: view.fingerprint()?,
        n_articles,
        n_stories,
        n_events,
    })
}
