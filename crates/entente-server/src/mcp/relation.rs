//! `relation_series`: how two sides stand to each other over time, with the acts behind it.

use std::collections::BTreeMap;

use entente_engine::LEAST_SHARE;
use entente_engine::name::named;
use entente_engine::world::{Act, Alert, Evidence, Order, Pair, Quad, Relation, Stack, Step, Why};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Question;
use super::sentence::Sentence;
use crate::error::Fault;

/// Acts of a period, and claims of one act.
const MOST_ACTS: usize = 12;
const MOST_CLAIMS: usize = 6;

/// Of whom, and when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// One side: a country (China, CHN), a name as reports use it, or an id such as `person:xi-jinping`.
    one: String,
    /// The other side. Default: everybody else.
    other: Option<String>,
    /// Only acts on that day or later (2025-05-08).
    from: Option<String>,
    /// Only acts on that day or before.
    to: Option<String>,
    /// Length of a period. Default: one that fits.
    by: Option<By>,
}

/// Length of a period.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Quarters.
    Quarter,
    /// Years.
    Year,
}

/// A share of conflict, 0 to 1, with its 90 % interval.
#[derive(Serialize, JsonSchema)]
pub struct Share {
    /// The share.
    share: f64,
    /// Lower end.
    low: f64,
    /// Upper end.
    high: f64,
}

/// How they stand now.
#[derive(Serialize, JsonSchema)]
pub struct About {
    /// The day of which that speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<Date>,
    /// The share of conflict among their acts.
    conflict: Share,
    /// What would be expected of a pair of which nothing is known.
    usual: f64,
    /// Acts, each once however many reports tell it.
    n_acts: usize,
    /// Days after which an act weighs half.
    half_life_days: f64,
    /// Who they are.
    untrusted: Sides,
}

/// Two sides.
#[derive(Serialize, JsonSchema)]
pub struct Sides {
    /// Id of one.
    one: String,
    /// Id of the other; missing for everybody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<String>,
}

/// A period with its acts; periods without any are left out.
#[derive(Serialize, JsonSchema)]
pub struct Period {
    /// First day.
    from: Date,
    /// Last day.
    to: Date,
    /// The share of conflict at its end, from what was published until then.
    conflict: Share,
    /// Acts: cooperation in words and in deeds, conflict in words and in deeds.
    acts: [u32; 4],
    /// What was out of the usual.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unusual: Vec<Unusual>,
    /// Its acts, the latest first.
    evidence: Vec<Told>,
    /// Acts that are left out; `timeline` has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_more: Option<usize>,
}

/// A departure from the usual.
#[derive(Serialize, JsonSchema)]
pub struct Unusual {
    /// `more acts`, `more conflict` or `less conflict`.
    what: &'static str,
    /// How many acts.
    n: u32,
    /// How many were expected.
    expected: f64,
    /// How likely that many, or that few, were.
    probability: f64,
}

/// An act.
#[derive(Serialize, JsonSchema)]
pub struct Told {
    /// The day.
    day: Date,
    /// Kind of act, by PLOVER.
    act: String,
    /// Is it conflict?
    is_conflict: bool,
    /// Independent origins that tell it.
    n_origins: usize,
    /// All claims that tell it.
    claims: Vec<String>,
    /// The sentence that tells it most surely.
    #[serde(flatten)]
    sentence: Option<Sentence>,
}

/// Reckons it.
pub fn relation(question: &Question<Asked>) -> Result<Value, Fault> {
    let asked = &question.asked;
    let view = &question.view;
    let id = |name: &str| named(view, name)?.ok_or_else(|| Fault::NoSuchActor(name.to_owned()));
    let pair = Pair {
        from: day(asked.from.as_deref())?,
        to: day(asked.to.as_deref())?,
        step: asked.by.map(|by| match by {
            By::Week => Step::Week,
            By::Month => Step::Month,
            By::Quarter => Step::Quarter,
            By::Year => Step::Year,
        }),
        ..Pair::of(
            id(&asked.one)?,
            asked.other.as_deref().map(id).transpose()?,
            LEAST_SHARE,
        )
    };
    let relation = view.relation(&pair)?;
    let stacks: Vec<&Stack> = relation.periods.iter().rev().collect();
    let stacks: Vec<&Stack> = stacks
        .into_iter()
        .filter(|stack| stack.acts != [0; 4])
        .collect();
    let shown = stacks.iter().skip(question.skipped);
    let periods = shown.map(|stack| {
        let rows = view.act_rows(&pair.within(stack), Order::LatestFirst, [0, MOST_ACTS])?;
        let acts = view.acts_of(&pair, &rows)?;
        let ids: Vec<String> = acts.iter().map(|act| act.id.clone()).collect();
        let evidence = view.evidence(&ids)?;
        let evidence = evidence
            .into_iter()
            .map(|told| (told.claim.clone(), told))
            .collect();
        Ok(period(&relation, stack, &acts, evidence))
    });
    question.answer(about(&relation), stacks.len(), periods)
}

fn about(relation: &Relation) -> About {
    About {
        day: relation.day,
        conflict: share(&relation.index),
        usual: rounded(relation.prior.mean),
        n_acts: relation.n_acts,
        half_life_days: relation.half_life_days,
        untrusted: Sides {
            one: relation.one.clone(),
            other: relation.other.clone(),
        },
    }
}

fn period(
    relation: &Relation,
    stack: &Stack,
    acts: &[Act],
    mut evidence: BTreeMap<String, Evidence>,
) -> Period {
    let alerts = relation
        .alerts
        .iter()
        .filter(|alert| alert.from == stack.from);
    let n_acts: u32 = stack.acts.iter().sum();
    let told = acts.iter().map(|act| Told {
        day: act.day,
        act: act.root.clone(),
        is_conflict: Quad::is_conflict(act.quad),
        n_origins: act.n_origins,
        claims: act.claims.iter().take(MOST_CLAIMS).cloned().collect(),
        sentence: evidence.remove(&act.id).map(Sentence::of),
    });
    Period {
        from: stack.from,
        to: stack.to,
        conflict: share(&stack.index),
        acts: stack.acts,
        unusual: alerts.map(unusual).collect(),
        evidence: told.collect(),
        n_more: (n_acts as usize).checked_sub(MOST_ACTS).filter(|n| *n > 0),
    }
}

fn unusual(alert: &Alert) -> Unusual {
    Unusual {
        what: match alert.why {
            Why::Activity => "more acts",
            Why::MoreConflict => "more conflict",
            Why::LessConflict => "less conflict",
        },
        n: alert.n,
        expected: rounded(alert.expected),
        probability: alert.probability,
    }
}

fn share(index: &entente_engine::world::Index) -> Share {
    Share {
        share: rounded(index.share),
        low: rounded(index.low),
        high: rounded(index.high),
    }
}

/// To three places: more would be tokens without meaning.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

/// A day among the arguments.
pub fn day(text: Option<&str>) -> Result<Option<Date>, Fault> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let day = text
        .parse()
        .map_err(|_| Fault::Unclear(format!("`{text}` is no day; write `2025-05-08`")))?;
    Ok(Some(day))
}
