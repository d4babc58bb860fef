//! `compare_story`: what each independent origin of a story says.

use std::collections::BTreeMap;

use entente_engine::matrix::{Matrix, Row as MatrixRow, Stand, is_at_odds};
use entente_engine::types::{Comparison, Period, Slot, SlotKind, SlotValue, Strength, Verdict};
use entente_engine::world::{ArticleRow, View};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Question;
use super::sentence::{Sentence, Texts, by_origin, origin_of};
use super::word::Words;
use crate::error::Fault;
use crate::page::story_number;

/// Origins that are listed, and answers of a row.
const MOST_ORIGINS: usize = 30;
const MOST_ANSWERS: usize = 12;

/// Which story, and what of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Its id: `sty_1`.
    story: String,
    /// Only what has to do with these words, the closest first.
    words: Option<String>,
    /// Only questions of this kind.
    kind: Option<SlotKind>,
    /// Only questions that the reports answer so; `single` is told by one origin alone.
    verdict: Option<Verdict>,
}

/// The story.
#[derive(Serialize, JsonSchema)]
pub struct About {
    /// Its id.
    pub story: String,
    /// Reports.
    pub n_reports: usize,
    /// Independent origins: only they confirm.
    pub n_origins: usize,
    /// The origins; rows name them by their number here, from 1.
    pub origins: Vec<Origin>,
    /// As published.
    pub untrusted: Headline,
}

/// What a story is called.
#[derive(Serialize, JsonSchema)]
pub struct Headline {
    /// A headline of one of its reports.
    pub headline: String,
}

/// Reports that go back to one text and count once.
#[derive(Serialize, JsonSchema)]
pub struct Origin {
    /// Its number.
    pub origin: usize,
    /// Its articles.
    pub articles: Vec<String>,
    /// Who published them, and why they count as one.
    pub untrusted: OriginWords,
}

/// Who published the reports of an origin.
#[derive(Serialize, JsonSchema)]
pub struct OriginWords {
    /// The publishers, or headlines where they are not known.
    pub sources: Vec<String>,
    /// Why its reports count as one; missing for one report.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub because: String,
}

/// One question, and what each origin says.
#[derive(Serialize, JsonSchema)]
pub struct Row {
    /// Names it inside of its story, as `sty_1/slot_12`, for `evidence`.
    pub slot: String,
    /// Kind of question.
    pub kind: SlotKind,
    /// How the answers stand to each other.
    pub verdict: Verdict,
    /// How firm a contradiction is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    /// Independent origins that answer.
    pub n_origins: u32,
    /// When it holds or happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// In words from the reports.
    pub untrusted: RowWords,
    /// The answers, one of each origin first.
    pub evidence: Vec<Said>,
    /// Answers that are left out; `evidence` has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n_more: Option<usize>,
    /// Origins that say nothing of it, as far as was found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub silent: Vec<usize>,
}

/// What a question is about.
#[derive(Serialize, JsonSchema)]
pub struct RowWords {
    /// Its topic.
    pub topic: String,
    /// Why the answers stand so to each other.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What makes one look twice although nothing contradicts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tension: Option<String>,
}

/// What one origin says.
#[derive(Serialize, JsonSchema)]
pub struct Said {
    /// The origin, by its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<usize>,
    /// Does it say what most say, where they are at odds?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stand: Option<&'static str>,
    /// What the words mean, for figures and dates, and who vouches for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Meaning>,
    /// The sentence.
    #[serde(flatten)]
    pub sentence: Sentence,
}

/// What words mean.
#[derive(Serialize, JsonSchema)]
pub struct Meaning {
    /// The value in words, and who vouches for it if not the report itself.
    pub untrusted: MeaningWords,
}

/// The value in words.
#[derive(Serialize, JsonSchema)]
pub struct MeaningWords {
    /// As it was read: `26 to 29`, `2025-05-09`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
    /// Who vouches for it; missing for the report itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub according_to: Vec<String>,
}

/// Compares them.
pub fn compare(question: &Question<Asked>) -> Result<Value, Fault> {
    let view = &question.view;
    let number = story_number(&question.asked.story)?;
    let (story, articles) = view.story(number)?;
    let comparison = view.comparison(number)?.ok_or_else(|| {
        Fault::Unclear(format!(
            "`{}` has one report only, or was not compared yet; `summarize` tells it",
            story.id
        ))
    })?;
    let about = About {
        story: story.id,
        n_reports: articles.len(),
        n_origins: comparison.origins.len(),
        origins: origins(&comparison, &articles),
        untrusted: Headline {
            headline: comparison.headline.clone(),
        },
    };
    let mut texts = Texts::new(*view);
    let slots = chosen(&question.asked, &comparison, &mut texts)?;
    let stands = stands(view, number, &comparison)?;
    let shown = slots.iter().skip(question.skipped);
    let rows = shown.map(|slot| row(&comparison, slot, stands.get(&slot.id), &mut texts));
    question.answer(about, slots.len(), rows)
}

/// The origins of a story with their publishers.
pub fn origins(comparison: &Comparison, articles: &[ArticleRow]) -> Vec<Origin> {
    let named: BTreeMap<&str, &ArticleRow> =
        articles.iter().map(|row| (row.id.as_str(), row)).collect();
    let origins = (1..).zip(&comparison.origins).take(MOST_ORIGINS);
    let origins = origins.map(|(origin, one)| {
        let ids = one.reports.iter().take(MOST_ORIGINS);
        let ids: Vec<String> = ids.map(|report| format!("art_{}", report.0)).collect();
        let sources = ids.iter().filter_map(|id| {
            let row = named.get(id.as_str())?;
            row.source.clone().or_else(|| row.title.clone())
        });
        Origin {
            origin,
            untrusted: OriginWords {
                sources: sources.collect(),
                because: one.because.clone(),
            },
            articles: ids,
        }
    });
    origins.collect()
}

/// What is asked for, in the order in which it is shown.
fn chosen<'c>(
    asked: &Asked,
    comparison: &'c Comparison,
    texts: &mut Texts,
) -> Result<Vec<&'c Slot>, Fault> {
    let is_asked = |slot: &&Slot| {
        asked.kind.is_none_or(|kind| slot.kind == kind)
            && asked.verdict.is_none_or(|verdict| slot.verdict == verdict)
    };
    let slots = comparison.slots.iter().filter(is_asked);
    let Some(words) = &asked.words else {
        // An office tells nothing as long as nobody disputes it, nor does what one origin alone tells, unless it is asked for.
        let is_shown = |slot: &&Slot| {
            asked.verdict.is_some()
                || is_at_odds(slot.verdict)
                || slot.support > 1 && (asked.kind.is_some() || slot.kind != SlotKind::Role)
        };
        let mut slots: Vec<&Slot> = slots.filter(is_shown).collect();
        // The sort is stable: within a verdict the weightiest stays first.
        slots.sort_by_key(|slot| slot.verdict);
        return Ok(slots);
    };
    let words = Words::of(words);
    let mut scored = Vec::new();
    for slot in slots {
        let mut score = words.score(&slot.topic) * 2;
        for value in &slot.values {
            let article = texts.article(value.report.0)?;
            score =
                score.max(words.score(&slot.topic) + words.score(value.sentence.of(&article.text)));
        }
        // What several origins tell, or are at odds about, is worth one word more.
        let is_shared = slot.support > 1 || is_at_odds(slot.verdict);
        scored.extend((score > 0).then(|| (score + usize::from(is_shared), slot)));
    }
    scored
        .sort_by_key(|(score, slot)| (std::cmp::Reverse(*score), std::cmp::Reverse(slot.support)));
    Ok(scored.into_iter().map(|(_, slot)| slot).collect())
}

/// How the origins stand to each other in each slot that they are at odds about.
fn stands(
    view: &View,
    story: u32,
    comparison: &Comparison,
) -> Result<BTreeMap<String, MatrixRow>, Fault> {
    let figures = match comparison.slots.iter().any(|slot| is_at_odds(slot.verdict)) {
        true => view.told(story, SlotKind::Figure)?,
        false => Vec::new(),
    };
    let rows = Matrix::new(comparison, &figures).rows.into_iter();
    let at_odds = rows.filter(|row| is_at_odds(row.verdict));
    Ok(at_odds.map(|row| (row.slot.clone(), row)).collect())
}

/// One question with its answers.
fn row(
    comparison: &Comparison,
    slot: &Slot,
    stands: Option<&MatrixRow>,
    texts: &mut Texts,
) -> Result<Row, Fault> {
    let values = by_origin(comparison, slot);
    let said = values.iter().take(MOST_ANSWERS);
    let said: Vec<Said> = said
        .map(|value| answer(comparison, slot.kind, value, stands, texts))
        .collect::<Result<_, _>>()?;
    let answering: Vec<Option<usize>> = slot
        .values
        .iter()
        .map(|value| origin_of(comparison, value.report))
        .collect();
    let silent = (0..comparison.origins.len().min(MOST_ORIGINS))
        .filter(|origin| !answering.contains(&Some(*origin)))
        .map(|origin| origin + 1);
    Ok(Row {
        slot: slot.id.clone(),
        kind: slot.kind,
        verdict: slot.verdict,
        strength: slot.strength,
        n_origins: slot.support,
        period: slot.period.filter(|_| slot.kind != SlotKind::Figure),
        untrusted: RowWords {
            topic: slot.topic.trim_start_matches([',', ' ']).to_owned(),
            reason: slot.reason.clone(),
            tension: slot.tension.clone(),
        },
        n_more: values.len().checked_sub(said.len()).filter(|n| *n > 0),
        evidence: said,
        silent: silent.collect(),
    })
}

/// One answer of a slot.
pub fn answer(
    comparison: &Comparison,
    kind: SlotKind,
    value: &SlotValue,
    stands: Option<&MatrixRow>,
    texts: &mut Texts,
) -> Result<Said, Fault> {
    let origin = origin_of(comparison, value.report);
    let cell = stands
        .zip(origin)
        .and_then(|(row, origin)| row.cells.get(origin));
    let is_value =
        matches!(kind, SlotKind::Figure | SlotKind::Date) && value.normalized != value.text;
    let according_to: Vec<String> = value
        .holders
        .iter()
        .map(|holder| holder.0.clone())
        .collect();
    Ok(Said {
        origin: origin.map(|origin| origin + 1),
        stand: cell.map(|cell| match cell.stand {
            Stand::Differs => "differs",
            _ => "says",
        }),
        value: (is_value || !according_to.is_empty()).then(|| Meaning {
            untrusted: MeaningWords {
                means: is_value.then(|| value.normalized.clone()),
                according_to,
            },
        }),
        sentence: texts.sentence(value)?,
    })
}
