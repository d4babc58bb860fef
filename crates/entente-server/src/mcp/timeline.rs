//! `timeline`: what happened when.

use entente_engine::LEAST_SHARE;
use entente_engine::name::named;
use entente_engine::types::{Precision, Verdict};
use entente_engine::world::{Happening as Happened, Pair};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Question;
use super::relation::day;
use super::sentence::Sentence;
use super::word::Words;
use crate::error::Fault;
use crate::page::story_number;

/// Happenings of a story, acts of an actor, and claims of one of them.
const MOST: usize = 200;
const MOST_CLAIMS: usize = 8;

/// Of what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// A story: `sty_1`. Give this or `actor`.
    story: Option<String>,
    /// A name, a country, or an id.
    actor: Option<String>,
    /// The other side, with `actor`.
    other: Option<String>,
    /// Only on that day or later (2025-05-08).
    from: Option<String>,
    /// Only on that day or before.
    to: Option<String>,
    /// Only what has to do with these words.
    words: Option<String>,
}

/// Of what it is.
#[derive(Serialize, JsonSchema)]
pub struct About {
    /// The story.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<String>,
    /// Happenings.
    n: usize,
    /// Whose acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    untrusted: Option<Sides>,
}

/// Whose acts.
#[derive(Serialize, JsonSchema)]
pub struct Sides {
    /// Ids.
    sides: Vec<String>,
}

/// Something that happened.
#[derive(Serialize, JsonSchema)]
pub struct Happening {
    /// First day.
    from: Date,
    /// Last day, if it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Date>,
    /// How finely that is told.
    precision: Precision,
    /// Is the day that of the first report, because no text names one?
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    day_of_report: bool,
    /// Kind of act, by PLOVER.
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<String>,
    /// How the reports stand to each other.
    verdict: Verdict,
    /// Independent origins that tell it.
    n_origins: usize,
    /// What, in words from the reports.
    untrusted: What,
    /// The sentence that tells it best.
    evidence: Vec<Sentence>,
    /// All claims that tell it.
    claims: Vec<String>,
    /// Claims that are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_more: Option<usize>,
}

/// What happened.
#[derive(Serialize, JsonSchema)]
pub struct What {
    /// In words from the reports.
    what: String,
}

/// Tells it.
pub fn timeline(question: &Question<Asked>) -> Result<Value, Fault> {
    let Asked {
        story,
        actor,
        other,
        from,
        to,
        words,
    } = &question.asked;
    let view = &question.view;
    let (from, to) = (day(from.as_deref())?, day(to.as_deref())?);
    let (mut happenings, sides) = match (story, actor) {
        (Some(story), None) => (view.timeline(story_number(story)?, MOST)?, None),
        (None, Some(actor)) => {
            let id =
                |name: &str| named(view, name)?.ok_or_else(|| Fault::NoSuchActor(name.to_owned()));
            let other = other.as_deref().map(id).transpose()?;
            let pair = Pair {
                from,
                to,
                ..Pair::of(id(actor)?, other, LEAST_SHARE)
            };
            let sides = [Some(pair.one.clone()), pair.other.clone()];
            (
                view.timeline_of(&pair, MOST)?,
                Some(sides.into_iter().flatten().collect()),
            )
        }
        _ => return Err(Fault::Unclear("give either `story` or `actor`".to_owned())),
    };
    happenings.retain(|one| {
        from.is_none_or(|from| one.to.unwrap_or(one.from) >= from)
            && to.is_none_or(|to| one.from <= to)
    });
    if let Some(words) = words {
        let words = Words::of(words);
        happenings.retain(|one| words.score(&one.what) + words.score(&one.evidence.sentence) > 0);
    }
    let about = About {
        story: story.clone(),
        n: happenings.len(),
        untrusted: sides.map(|sides| Sides { sides }),
    };
    let n = happenings.len();
    let shown = happenings.into_iter().skip(question.skipped);
    question.answer(about, n, shown.map(|one| Ok(happening(one))))
}

fn happening(one: Happened) -> Happening {
    let n = one.claims.len();
    Happening {
        to: one.to.filter(|to| *to != one.from),
        from: one.from,
        precision: one.precision,
        day_of_report: one.is_day_of_report,
        act: one.root,
        verdict: one.verdict,
        n_origins: one.n_origins,
        untrusted: What { what: one.what },
        evidence: vec![Sentence::of(one.evidence)],
        claims: one.claims.into_iter().take(MOST_CLAIMS).collect(),
        n_more: n.checked_sub(MOST_CLAIMS).filter(|n| *n > 0),
    }
}
