//! `/actors` and `/relations`: who acts, whom they deal with, and how two sides stand to each other over time.

use std::collections::BTreeMap;

use entente_engine::LEAST_SHARE;
use entente_engine::name::{called, countries_beginning, named};
use entente_engine::world::{
    Act, ActorKind, Alert, BackTest, Dealing, Evidence, Happening, Index, Order, Pair, Prior,
    Profile, Stack, Step, View, Whom,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::question::{Day, Part, Turn, Whole, Words};
use super::whom;
use crate::error::Fault;

/// What an actor is.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One person.
    Person,
    /// A ministry, company, institute, party, alliance, armed force …
    Organisation,
    /// People without a common organisation.
    Group,
    /// A country.
    Country,
}

/// Which actors.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Only of this kind.
    kind: Option<Kind>,
    /// Only those that are called so, by the whole name or the end of it; or a country, by its name or code.
    name: Option<Words>,
}

/// An actor in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ActorListed {
    /// Its id; a country by its code, as in ISO 3166-1 alpha-3.
    id: String,
    /// What it is called.
    name: String,
    /// Articles in which it acts or is acted upon.
    n_articles: u64,
}

/// Actors, those of most articles first.
pub fn all(view: &View, which: Which, turn: &Turn) -> Result<Part<ActorListed>, Fault> {
    let name = which.name.map(|name| name.0);
    let id = name.as_deref().map(|name| named(view, name)).transpose()?;
    let whom = Whom {
        kind: which.kind.map(|kind| match kind {
            Kind::Person => ActorKind::Person,
            Kind::Organisation => ActorKind::Organisation,
            Kind::Group => ActorKind::Group,
            Kind::Country => ActorKind::Country,
        }),
        name,
        id: id.flatten(),
    };
    let found = view.actors(&whom, turn.skipped(), turn.most + 1)?;
    let listed = found.into_iter().map(|(id, n_articles)| ActorListed {
        name: called(&id),
        id,
        n_articles,
    });
    Ok(Part::counted(turn, listed.collect()))
}

/// How a name begins.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Begun {
    /// The first letters of the name, of the last part of it, or of a country.
    q: Words,
}

/// Who could be meant by the beginning of a name: countries, then those of most articles.
pub fn suggest(view: &View, begun: Begun, turn: &Turn) -> Result<Part<ActorListed>, Fault> {
    let most = turn.skipped() + turn.most + 1;
    let mut listed = Vec::new();
    for code in countries_beginning(&begun.q.0) {
        let asked = Whom {
            id: Some(code.to_owned()),
            name: Some(code.to_owned()),
            ..Whom::default()
        };
        listed.extend(view.actors(&asked, 0, 1)?);
    }
    listed.extend(view.actors_beginning(&begun.q.0, most)?);
    let listed = listed.into_iter().map(|(id, n_articles)| ActorListed {
        name: called(&id),
        id,
        n_articles,
    });
    Ok(Part::cut(turn, listed.collect()))
}

/// One actor.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct One {
    /// An id, a name, or a country.
    actor: Words,
}

/// What is known of an actor.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ActorTold {
    /// What it is called.
    name: String,
    #[serde(flatten)]
    profile: Profile,
}

/// What is known of an actor: names, offices, and whom it deals with.
pub fn one(view: &View, one: One) -> Result<ActorTold, Fault> {
    let id = whom(view, &one.actor.0)?;
    let asked = Whom {
        id: Some(id.clone()),
        name: Some(id.clone()),
        ..Whom::default()
    };
    if view.actors(&asked, 0, 1)?.is_empty() {
        return Err(Fault::NoSuchActor(one.actor.0));
    }
    Ok(ActorTold {
        name: called(&id),
        profile: view.profile(&id, LEAST_SHARE)?,
    })
}

/// Acts of an actor, the latest first, each with its sentence.
pub fn timeline(view: &View, one: One, turn: &Turn) -> Result<Part<Happening>, Fault> {
    let pair = Pair::of(whom(view, &one.actor.0)?, None, LEAST_SHARE);
    let mut latest = view.timeline_of(&pair, turn.skipped() + turn.most + 1)?;
    latest.reverse();
    Ok(Part::cut(turn, latest))
}

/// Which pairs of countries.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// Acts on that day or later.
    from: Option<Day>,
    /// Acts on that day or before.
    to: Option<Day>,
}

/// Countries that deal with each other, the busiest pairs first.
pub fn dealings(view: &View, days: Days, turn: &Turn) -> Result<Part<Dealing>, Fault> {
    let days = (days.from.map(|day| day.0), days.to.map(|day| day.0));
    let all = view.dealings(LEAST_SHARE, days, turn.skipped() + turn.most + 1)?;
    Ok(Part::cut(turn, all))
}

/// Length of a period.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// From Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

/// Which two sides, and when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sides {
    /// One side: an id, a name, or a country.
    one: Words,
    /// The other side; `all` for everybody else.
    other: Words,
    /// Only acts on that day or later.
    from: Option<Day>,
    /// Only acts on that day or before; the index stands as of that day.
    to: Option<Day>,
    /// Length of a period; by default one that gives a dozen to a hundred of them.
    by: Option<By>,
    /// Days after which an act weighs half; 90 by default.
    half_life_days: Option<Whole<1, 36_500>>,
}

/// How two sides stand to each other.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RelationTold {
    /// One side.
    one: String,
    /// The other side; `null` for everybody else.
    other: Option<String>,
    /// What they are called.
    names: Vec<String>,
    /// The day of which the index speaks; `null` if nothing is known of any day.
    day: Option<Date>,
    /// Days after which an act weighs half.
    half_life_days: f64,
    /// What would be expected of a pair of which nothing is known.
    prior: Prior,
    /// The share of conflict on that day.
    index: Index,
    /// Length of a period of the series.
    step: Step,
    /// Periods of the series.
    n_periods: usize,
    /// Acts that it was reckoned from.
    n_acts: usize,
    /// What departed from the usual, in order of time, each told from what was published until then.
    alerts: Vec<Alert>,
    /// How often that was, and how often chance alone would do it.
    back_test: BackTest,
}

/// How two sides stand to each other.
pub fn relation(view: &View, sides: Sides) -> Result<RelationTold, Fault> {
    let relation = view.relation(&pair(view, sides)?)?;
    let names = std::iter::once(&relation.one).chain(&relation.other);
    Ok(RelationTold {
        names: names.map(|id| called(id)).collect(),
        n_periods: relation.periods.len(),
        n_acts: relation.n_acts,
        one: relation.one,
        other: relation.other,
        day: relation.day,
        half_life_days: relation.half_life_days,
        prior: relation.prior,
        index: relation.index,
        step: relation.step,
        alerts: relation.alerts,
        back_test: relation.back_test,
    })
}

/// Cooperation, conflict and their share, period by period, without gaps.
pub fn series(view: &View, sides: Sides, turn: &Turn) -> Result<Part<Stack>, Fault> {
    Ok(Part::cut(turn, view.relation(&pair(view, sides)?)?.periods))
}

/// An act between two sides, with the sentence of its surest claim.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ActTold {
    #[serde(flatten)]
    act: Act,
    /// The words of its surest claim, and where they stand.
    evidence: Option<Evidence>,
}

/// The acts that it is reckoned from, in order of their days.
pub fn acts(view: &View, sides: Sides, turn: &Turn) -> Result<Part<ActTold>, Fault> {
    let pair = pair(view, sides)?;
    let rows = view.act_rows(&pair, Order::EarliestFirst, [turn.skipped(), turn.most + 1])?;
    let part = Part::counted(turn, rows);
    let acts = view.acts_of(&pair, &part.items)?;
    let ids: Vec<String> = acts.iter().map(|act| act.id.clone()).collect();
    let evidence = view.evidence(&ids)?.into_iter();
    let mut evidence: BTreeMap<String, Evidence> =
        evidence.map(|one| (one.claim.clone(), one)).collect();
    let told = acts.into_iter().map(|act| ActTold {
        evidence: evidence.remove(&act.id),
        act,
    });
    Ok(Part {
        items: told.collect(),
        behind: part.behind,
    })
}

fn pair(view: &View, sides: Sides) -> Result<Pair, Fault> {
    let one = whom(view, &sides.one.0)?;
    let other = match sides.other.0.as_str() {
        "all" => None,
        name => Some(whom(view, name)?),
    };
    let usual = Pair::of(one, other, LEAST_SHARE);
    Ok(Pair {
        from: sides.from.map(|day| day.0),
        to: sides.to.map(|day| day.0),
        half_life_days: sides
            .half_life_days
            .map_or(usual.half_life_days, |days| f64::from(days.0)),
        step: sides.by.map(|by| match by {
            By::Week => Step::Week,
            By::Month => Step::Month,
            By::Quarter => Step::Quarter,
            By::Year => Step::Year,
        }),
        ..usual
    })
}
