//! `/claims`, `/events` and `/evidence`: what sources say, act by act and word by word, with the way back to the sentence.

use entente_engine::LEAST_SHARE;
use entente_engine::claim::{self, ClaimTold};
use entente_engine::types::ClaimKind;
use entente_engine::world::{ArticleRow, Between, Chosen, EventRow, Evidence, ReviewRow, View};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::question::{ClaimId, Day, Part, Turn, Words};
use super::{hash, whom};
use crate::error::Fault;

/// Articles that are looked through for one page of claims, and how many at once.
const MOST_LOOKED: usize = 100;
const AT_ONCE: usize = 20;
/// Letters of the text that are told before and after a sentence.
const AROUND: usize = 240;

/// Which claims.
pub struct Step {
    /// Of which articles.
    pub chosen: Chosen,
    /// Of which kind.
    pub kind: Option<ClaimKind>,
}

/// The claims, those of the articles that came in last first. What was given is told by an article and a number of its claims.
pub fn found(view: &View, step: &Step, turn: &Turn) -> Result<Part<ClaimTold>, Fault> {
    let (mut until, mut skipped) = turn.behind.unwrap_or((u32::MAX, 0));
    let (mut items, mut n_looked) = (Vec::new(), 0);
    while n_looked < MOST_LOOKED {
        let (readings, last) = view.readings(&step.chosen, until, AT_ONCE)?;
        for reading in &readings {
            let number = reading.article.id.0;
            let all = claim::claims(reading, step.kind).into_iter();
            let actor = step.chosen.actor.as_deref();
            let all = all.filter(|claim| actor.is_none_or(|actor| claim.names(actor)));
            let before = if number == until { skipped } else { 0 };
            for (place, claim) in (1..).zip(all).skip(before as usize) {
                if items.len() == turn.most {
                    return Ok(Part {
                        items,
                        behind: Some((number, place - 1)),
                    });
                }
                items.push(claim);
            }
        }
        n_looked += AT_ONCE;
        // The last one that was looked at may be one without claims.
        match last.and_then(|last| last.checked_sub(1)) {
            Some(next) => (until, skipped) = (next, 0),
            None => {
                return Ok(Part {
                    items,
                    behind: None,
                });
            }
        }
    }
    Ok(Part {
        items,
        behind: Some((until, 0)),
    })
}

/// Which acts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acts {
    /// One side: an id, a name, or a country.
    actor: Option<Words>,
    /// The other side; acts in either direction.
    other: Option<Words>,
    /// Acts on that day or later.
    from: Option<Day>,
    /// Acts on that day or before.
    to: Option<Day>,
}

/// An act as one article tells it, with its sentence.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EventTold {
    #[serde(flatten)]
    event: EventRow,
    /// Its words, and where they stand.
    evidence: Option<Evidence>,
}

/// Acts, in order of their days; those without one come last.
pub fn events(view: &View, acts: Acts, turn: &Turn) -> Result<Part<EventTold>, Fault> {
    let side = |name: Option<Words>| name.map(|name| whom(view, &name.0)).transpose();
    let (one, other) = match (side(acts.actor)?, side(acts.other)?) {
        (None, other) => (other, None),
        sides => sides,
    };
    let between = Between {
        one,
        other,
        from: Day::text(acts.from),
        to: Day::text(acts.to),
    };
    let rows = view.events_after(&between, LEAST_SHARE, turn.skipped(), turn.most + 1)?;
    let part = Part::counted(turn, rows);
    let ids: Vec<String> = part.items.iter().map(|row| row.id.clone()).collect();
    let evidence = view.evidence(&ids)?;
    Ok(part.map(|event| EventTold {
        evidence: evidence.iter().find(|one| one.claim == event.id).cloned(),
        event,
    }))
}

/// One claim.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct One {
    /// The claim.
    claim: ClaimId,
}

/// What one claim says.
pub fn one(view: &View, one: One) -> Result<ClaimTold, Fault> {
    let (article, place) = one.claim.place()?;
    Ok(claim::claim(view, article, place)?)
}

/// Everything that a person needs to look for themselves whether a text says so.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EvidenceTold {
    /// The claim, with its words and its sentence.
    claim: ClaimTold,
    /// The article.
    article: ArticleRow,
    /// SHA-256 of the text of the article.
    text_sha256: String,
    /// First character of the words in the text, for languages that count characters and not bytes.
    start_char: usize,
    /// One past their last character.
    end_char: usize,
    /// First byte of the sentence.
    sentence_start: u32,
    /// One past its last byte.
    sentence_end: u32,
    /// What stands before the sentence.
    before: String,
    /// What stands behind it.
    after: String,
    /// Who read it: program, version, and how exactly.
    reader: Option<String>,
    /// The review that rejects it.
    rejected: Option<ReviewRow>,
}

/// The evidence of one claim.
pub fn evidence(view: &View, one: One) -> Result<EvidenceTold, Fault> {
    let (number, place) = one.claim.place()?;
    let told = claim::claim(view, number, place)?;
    let article = view.article(number)?;
    let read = view.claims(number)?;
    let sentence = read
        .as_ref()
        .and_then(|(_, claims)| claims.claims.get(place as usize))
        .map(|claim| claim.sentence)
        .unwrap_or_default();
    let text = article.text.as_str();
    let n_chars = |byte: u32| {
        text.get(..byte as usize)
            .unwrap_or_default()
            .chars()
            .count()
    };
    let before = text.get(..sentence.start as usize).unwrap_or_default();
    let before = before
        .char_indices()
        .rev()
        .nth(AROUND - 1)
        .map_or(before, |(at, _)| &before[at..]);
    let after = text.get(sentence.end as usize..).unwrap_or_default();
    let after = after
        .char_indices()
        .nth(AROUND)
        .map_or(after, |(at, _)| &after[..at]);
    Ok(EvidenceTold {
        article: view.article_row(number)?,
        text_sha256: hash(text.as_bytes()),
        start_char: n_chars(told.evidence.start),
        end_char: n_chars(told.evidence.end),
        sentence_start: sentence.start,
        sentence_end: sentence.end,
        before: before.to_owned(),
        after: after.to_owned(),
        reader: read.map(|(reader, _)| reader),
        rejected: view.rejection(number, Some(place))?,
        claim: told,
    })
}
