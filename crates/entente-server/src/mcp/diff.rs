//! `diff`: what became known between two moments.

use entente_engine::world::{ArticleRow, Known, ReviewRow, StoryRow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Question;
use crate::error::Fault;

/// Ids that a change names at most.
const MOST_IDS: usize = 20;

/// Since when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What became known after that moment: a day (to its end) or 2025-05-08T14:03:00Z.
    from: String,
}

/// How much changed.
#[derive(Serialize, JsonSchema)]
pub struct About {
    /// Since this moment.
    from: String,
    /// Articles that came in.
    n_articles: usize,
    /// Stories that began.
    n_new_stories: usize,
    /// Stories that are told otherwise.
    n_changed_stories: usize,
    /// Stories whose articles are in others now.
    n_gone_stories: usize,
    /// Corrections by persons.
    n_reviews: usize,
}

/// What is told of a change.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A story that began.
    NewStory,
    /// A story that is told otherwise.
    ChangedStory,
    /// A story whose articles are in others now.
    GoneStory,
    /// A correction by a person.
    Review,
    /// An article that came in.
    Article,
}

/// A change.
#[derive(Serialize, JsonSchema)]
pub struct Change {
    /// What it is.
    what: What,
    /// Of which story, article or review.
    id: String,
    /// When it became known.
    known: String,
    /// When the article was published, as printed, or the last report of the story.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    /// Reports of a story, before and after.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_reports: Option<[u32; 2]>,
    /// The story of an article; where the articles of a story are now; what a correction is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    of: Vec<String>,
    /// In words of publishers and reviewers.
    untrusted: Words,
}

/// Words of publishers and reviewers.
#[derive(Default, Serialize, JsonSchema)]
pub struct Words {
    /// Headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<String>,
    /// The headline before, if it was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    /// Publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Why a reviewer says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// Tells it.
pub fn diff(question: &Question<Asked>) -> Result<Value, Fault> {
    let from: Known = question.asked.from.parse().map_err(Fault::Unclear)?;
    let found = question.view.since(from)?;
    let about = About {
        from: from.to_string(),
        n_articles: found.articles.len(),
        n_new_stories: found.new_stories.len(),
        n_changed_stories: found.changed_stories.len(),
        n_gone_stories: found.gone_stories.len(),
        n_reviews: found.reviews.len(),
    };
    let n = found.new_stories.len()
        + found.changed_stories.len()
        + found.gone_stories.len()
        + found.reviews.len()
        + found.articles.len();
    let changes = found.changed_stories.into_iter().map(changed);
    let changes = changes
        .chain(found.gone_stories.into_iter().map(gone))
        .chain(found.new_stories.into_iter().map(begun))
        .chain(found.reviews.into_iter().map(reviewed))
        .chain(found.articles.into_iter().map(added));
    question.answer(about, n, changes.skip(question.skipped).map(Ok))
}

fn changed((was, now): (StoryRow, StoryRow)) -> Change {
    let before = (was.headline != now.headline).then_some(was.headline);
    Change {
        what: What::ChangedStory,
        n_reports: Some([was.n_articles, now.n_articles]),
        untrusted: Words {
            before,
            ..headline(now.headline)
        },
        ..of_story(now.id, now.known, now.last)
    }
}

fn gone((was, now): (StoryRow, Vec<String>)) -> Change {
    Change {
        what: What::GoneStory,
        of: now.into_iter().take(MOST_IDS).collect(),
        untrusted: headline(was.headline),
        ..of_story(was.id, was.known, was.last)
    }
}

fn begun(now: StoryRow) -> Change {
    Change {
        n_reports: Some([0, now.n_articles]),
        untrusted: headline(now.headline),
        ..of_story(now.id, now.known, now.last)
    }
}

fn of_story(id: String, known: String, published: Option<String>) -> Change {
    Change {
        what: What::NewStory,
        id,
        known,
        published,
        n_reports: None,
        of: Vec::new(),
        untrusted: Words::default(),
    }
}

fn headline(headline: String) -> Words {
    Words {
        headline: Some(headline),
        ..Words::default()
    }
}

fn reviewed(review: ReviewRow) -> Change {
    let of = review.story.into_iter().chain(review.from).chain(review.of);
    Change {
        what: What::Review,
        id: format!("{} {}", review.what, review.number),
        known: review.undone.unwrap_or(review.known),
        published: None,
        n_reports: None,
        of: of.take(MOST_IDS).collect(),
        untrusted: Words {
            headline: review.headline,
            why: review.why,
            ..Words::default()
        },
    }
}

fn added(article: ArticleRow) -> Change {
    Change {
        what: What::Article,
        id: article.id,
        known: article.known,
        published: article.published,
        n_reports: None,
        of: article.story.into_iter().collect(),
        untrusted: Words {
            headline: article.title,
            source: article.source,
            ..Words::default()
        },
    }
}
