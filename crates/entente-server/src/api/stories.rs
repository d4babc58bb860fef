//! `/stories`: which articles tell one event, and how their reports stand to each other.

use entente_engine::matrix::Matrix;
use entente_engine::types::{Comparison, SlotKind, Verdict};
use entente_engine::world::{
    Among, ArticleRow, Gist, Happening, Id, ReviewRow, StoryRow, StoryVersion, Told, View,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::question::{Day, Part, StoryId, Turn, Whole, Words};
use super::whom;
use crate::error::Fault;

/// Happenings of a timeline.
const MOST_HAPPENINGS: usize = 1_000;

/// Which stories.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// With a report on that day or later.
    from: Option<Day>,
    /// With a report on that day or before.
    to: Option<Day>,
    /// Of at least so many articles; 2 leaves out what a single article tells.
    min_articles: Option<Whole<1, 1_000_000>>,
    /// In a report of which this actor or country acts or is acted upon: an id, a name, or a country.
    actor: Option<Words>,
}

/// A story, and how its reports stand to each other.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StoryListed {
    #[serde(flatten)]
    story: StoryRow,
    /// How its reports stand to each other; `null` if they were not compared.
    gist: Option<Gist>,
}

/// The stories, the latest first.
pub fn all(view: &View, which: Which, turn: &Turn) -> Result<Part<StoryListed>, Fault> {
    let among = Among {
        least: which.min_articles.map_or(1, |least| least.0),
        from: Day::text(which.from),
        to: Day::text(which.to),
        actor: which.actor.map(|actor| whom(view, &actor.0)).transpose()?,
    };
    let rows = view.stories_among(&among, turn.skipped(), turn.most + 1)?;
    let part = Part::counted(turn, rows);
    let listed = part.items.into_iter().map(|story| listed(view, story));
    Ok(Part {
        items: listed.collect::<Result<_, _>>()?,
        behind: part.behind,
    })
}

fn listed(view: &View, story: StoryRow) -> Result<StoryListed, Fault> {
    let gist = match story.id.parse() {
        Ok(Id::Story(number)) => view.gist(number)?,
        _ => None,
    };
    Ok(StoryListed { story, gist })
}

/// One story.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct One {
    /// The story.
    story: StoryId,
}

/// Whether a story is there.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is.
    Current,
    /// Its articles are in other stories now.
    Merged,
    /// None of its articles is in a story now.
    Gone,
}

/// What is known of a story.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StoryTold {
    /// Its id.
    id: String,
    /// Whether it is there.
    status: Status,
    /// What is told of it; `null` if it is not there any more.
    story: Option<StoryRow>,
    /// How its reports stand to each other; `null` if they were not compared.
    gist: Option<Gist>,
    /// The stories that have its articles now, if it is not there any more.
    merged_into: Vec<String>,
    /// The review that merged it, if a person did.
    review: Option<ReviewRow>,
}

/// What is known of it, also of one that became part of others.
pub fn one(view: &View, one: One) -> Result<StoryTold, Fault> {
    let number = one.story.number()?;
    if let Some(gone) = view.gone(number)? {
        return Ok(StoryTold {
            id: gone.story,
            status: match gone.now.is_empty() {
                true => Status::Gone,
                false => Status::Merged,
            },
            story: None,
            gist: None,
            merged_into: gone.now,
            review: gone.review,
        });
    }
    let (story, _) = view.story(number)?;
    Ok(StoryTold {
        id: story.id.clone(),
        status: Status::Current,
        gist: view.gist(number)?,
        story: Some(story),
        merged_into: Vec::new(),
        review: None,
    })
}

/// Its articles, in order of publication.
pub fn articles(view: &View, one: One, turn: &Turn) -> Result<Part<ArticleRow>, Fault> {
    let (_, articles) = view.story(one.story.number()?)?;
    Ok(Part::cut(turn, articles))
}

/// How its reports stand to each other, with every slot and every answer.
pub fn comparison(view: &View, one: One) -> Result<Option<Comparison>, Fault> {
    let number = one.story.number()?;
    view.story(number)?;
    Ok(view.comparison(number)?)
}

/// What each independent origin says of what several of them tell; `null` if the reports were not compared.
pub fn matrix(view: &View, one: One) -> Result<Option<Matrix>, Fault> {
    let number = one.story.number()?;
    view.story(number)?;
    let Some(comparison) = view.comparison(number)? else {
        return Ok(None);
    };
    let figures = view.told(number, SlotKind::Figure)?;
    Ok(Some(Matrix::new(&comparison, &figures)))
}

/// Which slots of a story.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slots {
    /// The story.
    story: StoryId,
    /// Only of this kind.
    kind: Option<SlotKind>,
    /// Only where the answers stand to each other so.
    verdict: Option<Verdict>,
    /// Only what at least so many independent origins tell.
    min_origins: Option<Whole<1, 10_000>>,
}

const KINDS: [SlotKind; 7] = [
    SlotKind::Clause,
    SlotKind::Event,
    SlotKind::Date,
    SlotKind::Figure,
    SlotKind::Quote,
    SlotKind::Role,
    SlotKind::Tie,
];

/// What its reports tell, with every answer and its sentence; kind after kind, within a kind the weightiest first.
pub fn slots(view: &View, slots: Slots, turn: &Turn) -> Result<Part<Told>, Fault> {
    let number = slots.story.number()?;
    let kinds: Vec<SlotKind> = match slots.kind {
        Some(kind) => vec![kind],
        None => KINDS.to_vec(),
    };
    let wanted = |verdict| slots.verdict.is_none_or(|one| one == verdict);
    let mut told = view.told_where(number, &kinds, wanted)?;
    let least = slots.min_origins.map_or(0, |least| least.0 as usize);
    told.retain(|one| one.n_origins >= least);
    Ok(Part::cut(turn, told))
}

/// What happened when, in order of time.
pub fn timeline(view: &View, one: One, turn: &Turn) -> Result<Part<Happening>, Fault> {
    let happenings = view.timeline(one.story.number()?, MOST_HAPPENINGS)?;
    Ok(Part::cut(turn, happenings))
}

/// How a story was told over time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct History {
    /// Its states, in order of time.
    versions: Vec<StoryVersion>,
    /// What persons said of it, also what was taken back.
    reviews: Vec<ReviewRow>,
}

/// How it was told over time, also of one that became part of others.
pub fn history(view: &View, one: One) -> Result<History, Fault> {
    let number = one.story.number()?;
    let versions = view.versions(number)?;
    if versions.is_empty() {
        return Err(Fault::NoSuch(one.story.0));
    }
    let mut reviews = view.reviews()?;
    let id = Id::Story(number).to_string();
    reviews.retain(|review| review.story.as_ref() == Some(&id) || review.from.contains(&id));
    Ok(History { versions, reviews })
}
