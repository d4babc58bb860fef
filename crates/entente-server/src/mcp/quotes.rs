//! `quotes`: who said what.

use std::collections::BTreeSet;

use entente_engine::name::named;
use entente_engine::types::{SlotKind, Verdict};
use entente_engine::world::{Id, Told, View};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Question;
use super::person;
use super::sentence::Sentence;
use super::word::Words;
use crate::error::Fault;
use crate::page::story_number;

/// Quotations that are looked through, and wordings of one.
const MOST_TOLD: usize = 2_000;
const MOST_WORDINGS: usize = 6;
/// Stories whose quotations are joined; those of older ones stand article by article.
const MOST_STORIES: usize = 30;

/// Whose words, and where.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Only of this story: `sty_1`.
    story: Option<String>,
    /// Only of this speaker: a name, a country, or an id such as `person:xi-jinping`.
    by: Option<String>,
    /// Only what has to do with these words, the closest first.
    words: Option<String>,
}

/// Where was looked.
#[derive(Serialize, JsonSchema)]
pub struct About {
    /// In this story, else in the newest articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<String>,
    /// Quotations.
    n: usize,
    /// Whose they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    untrusted: Option<Speaker>,
}

/// Who speaks.
#[derive(Serialize, JsonSchema)]
pub struct Speaker {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
}

/// A quotation, in all its wordings.
#[derive(Serialize, JsonSchema)]
pub struct Quotation {
    /// The story.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<String>,
    /// How the wordings stand to each other.
    verdict: Verdict,
    /// Independent origins that give it.
    n_origins: usize,
    /// Who speaks.
    untrusted: Speaker,
    /// The wordings, each with its sentence.
    evidence: Vec<Sentence>,
    /// Wordings that are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_more: Option<usize>,
}

/// Finds them.
pub fn quotes(question: &Question<Asked>) -> Result<Value, Fault> {
    let Asked { story, by, words } = &question.asked;
    let view = &question.view;
    let number = story.as_deref().map(story_number).transpose()?;
    let by = by.as_deref().map(str::trim).filter(|by| !by.is_empty());
    let (by, mut told) = found(view, number, by)?;
    if let Some(words) = words {
        told = closest(told, &Words::of(words));
    }
    let about = About {
        story: story.clone(),
        n: told.len(),
        untrusted: by.map(|by| Speaker { speaker: Some(by) }),
    };
    let n = told.len();
    let shown = told.into_iter().skip(question.skipped);
    question.answer(about, n, shown.map(|told| Ok(quotation(told))))
}

/// Quotations of a story, of somebody, or of both, with the id of who that is.
fn found(
    view: &View,
    story: Option<u32>,
    by: Option<&str>,
) -> Result<(Option<String>, Vec<Told>), Fault> {
    let kind = SlotKind::Quote;
    let Some(name) = by else {
        return Ok((
            None,
            entente_engine::told(view, story, None, kind, MOST_TOLD)?,
        ));
    };
    let id = named(view, name)?;
    if let Some(id) = &id {
        let told = entente_engine::told(view, story, Some(id), kind, MOST_TOLD)?;
        if !told.is_empty() {
            let told = if story.is_none() {
                joined(view, told, id)?
            } else {
                told
            };
            return Ok((Some(id.clone()), told));
        }
    }
    let mut told = person::told_of(view, name, kind)?;
    if let Some(story) = story {
        let story = Id::Story(story).to_string();
        told.retain(|one| one.story.as_ref() == Some(&story));
    }
    let id = id.or_else(|| told.first()?.actors.first().cloned());
    match id {
        Some(id) => Ok((Some(id), told)),
        None => Err(Fault::NoSuchActor(name.to_owned())),
    }
}

/// The same with those of one story compared, so that a quotation in five papers is one; stories and articles stay in their order.
fn joined(view: &View, told: Vec<Told>, id: &str) -> Result<Vec<Told>, Fault> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for one in told {
        let story = one.story.clone();
        let Some(Ok(Id::Story(number))) = story.as_deref().map(str::parse) else {
            found.push(one);
            continue;
        };
        if seen.contains(&number) {
            continue;
        }
        if seen.len() == MOST_STORIES {
            found.push(one);
            continue;
        }
        seen.insert(number);
        let told = view.told(number, SlotKind::Quote)?.into_iter();
        found.extend(told.filter(|told| told.actors.iter().any(|actor| actor == id)));
    }
    Ok(found)
}

/// What holds some of the words, that with most of them first.
pub fn closest(told: Vec<Told>, words: &Words) -> Vec<Told> {
    let score = |told: &Told| {
        let answers = told.answers.iter();
        answers
            .map(|answer| words.score(&answer.evidence.sentence))
            .max()
            .unwrap_or(0)
    };
    let mut scored: Vec<(usize, Told)> =
        told.into_iter().map(|told| (score(&told), told)).collect();
    scored.retain(|(score, _)| *score > 0);
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, told)| told).collect()
}

fn quotation(told: Told) -> Quotation {
    let n = told.answers.len();
    let evidence = told.answers.into_iter().take(MOST_WORDINGS);
    Quotation {
        story: told.story,
        verdict: told.verdict,
        n_origins: told.n_origins,
        untrusted: Speaker {
            speaker: told.actors.into_iter().next(),
        },
        evidence: evidence
            .map(|answer| Sentence::of(answer.evidence))
            .collect(),
        n_more: n.checked_sub(MOST_WORDINGS).filter(|n| *n > 0),
    }
}
