//! `/search`, `/sources` and `/coverage`: articles by their words, and what can be checked of those who publish them.

use entente_engine::world::{Facet, Found, Hit, Known, Query, SourceRow, View, World};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::question::{Day, Part, Turn, Whole, Words};
use crate::error::Fault;

/// What is looked for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sought {
    /// Words, all of which must stand in title or text; `"several in a row"`, `a OR b`, `-without`.
    q: Words,
    /// Only of this publisher, as it is written.
    source: Option<Words>,
    /// Only published on that day or later.
    from: Option<Day>,
    /// Only published on that day or before.
    to: Option<Day>,
    /// Only those that tell an act of this PLOVER root, as `CONSULT`.
    act: Option<Words>,
    /// Only those that tell an act in this city, by its number in GeoNames.
    place: Option<Whole<1, 2_147_483_647>>,
}

impl Sought {
    fn query(self, skipped: usize, most: usize) -> Query {
        Query {
            words: self.q.0,
            source: self.source.map(|source| source.0),
            from: Day::text(self.from),
            to: Day::text(self.to),
            act: self.act.map(|act| act.0),
            place: self.place.map(|place| place.0),
            skipped,
            most,
        }
    }
}

/// The last moment of which the index of words holds everything.
pub fn until(world: &World) -> Result<Option<Known>, Fault> {
    Ok(world.indexed_until()?)
}

/// Articles that hold the words, the best first.
pub fn hits(view: &View, sought: Sought, turn: &Turn) -> Result<Part<Hit>, Fault> {
    let found = view.hits(&sought.query(turn.skipped(), turn.most + 1))?;
    Ok(Part::counted(turn, found.hits))
}

/// How many articles were found, and what is common among them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Summary {
    /// How many articles in all.
    n_articles: usize,
    /// Of how many articles each publisher, month, actor, act and place is.
    facets: Vec<Facet>,
    /// The best articles, over which facets are counted.
    n_counted: usize,
}

/// What is common among the articles that hold the words.
pub fn facets(view: &View, sought: Sought) -> Result<Summary, Fault> {
    let found = view.search(&sought.query(0, 1))?;
    Ok(Summary {
        n_articles: found.n,
        n_counted: found.n.min(Found::MAX_COUNTED),
        facets: found.facets,
    })
}

/// Nothing more is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Publishers, those of most articles first.
pub fn sources(view: &View, _: Nothing, turn: &Turn) -> Result<Part<SourceRow>, Fault> {
    Ok(Part::cut(
        turn,
        view.sources(turn.skipped() + turn.most + 1)?,
    ))
}

/// How much was read of one day.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DayRead {
    /// The day of publication, in UTC.
    day: Date,
    /// Articles that were published on it.
    n_articles: u64,
}

/// Days on which articles came out, in order; on days that are missing nothing did.
pub fn coverage(view: &View, _: Nothing, turn: &Turn) -> Result<Part<DayRead>, Fault> {
    let days = view.published_by_day()?.into_iter();
    let days = days.map(|(day, n_articles)| DayRead { day, n_articles });
    Ok(Part::cut(turn, days.collect()))
}
