//! What each independent origin of a story says of what several of them tell: a table of claims against origins.

use std::collections::BTreeMap;

use entente_types::{ArticleId, ClaimId, Comparison, Slot, SlotKind, SlotValue, Strength, Verdict};
use entente_world::Told;
use schemars::JsonSchema;
use serde::Serialize;

/// A table of claims against origins.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Matrix {
    /// The independent origins, in order of their first report: the reports of each, and why they count as one.
    pub columns: Vec<Column>,
    /// What several origins tell, what they are at odds about first.
    pub rows: Vec<Row>,
}

/// An independent origin.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Column {
    /// Its reports.
    pub reports: Vec<ArticleId>,
    /// Why they count as one; empty for a report on its own.
    pub because: String,
}

/// One thing that several origins tell.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    /// Names it inside its comparison.
    pub slot: String,
    /// What it is about.
    pub topic: String,
    /// Kind of thing.
    pub kind: SlotKind,
    /// How the origins stand to each other.
    pub verdict: Verdict,
    /// How firm, for contradictions.
    pub strength: Option<Strength>,
    /// Why, in words.
    pub reason: String,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// What an origin says of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Cell {
    /// How that stands to what most origins say.
    pub stand: Stand,
    /// Its answers, each once; none if it is silent.
    pub answers: Vec<Answer>,
}

/// How an answer stands to that of most origins; of the first one if none has most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// It says the same, or something that fits.
    Says,
    /// It says something that does not fit.
    Differs,
    /// It says nothing of it, as far as was found.
    Silent,
}

/// An answer of one report.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "CellAnswer")]
pub struct Answer {
    /// The claim that carries it.
    pub claim: ClaimId,
    /// The report.
    pub report: ArticleId,
    /// Its words.
    pub words: String,
}

impl Matrix {
    /// The table of a comparison. `figures` are the figures of the same story, which tell what numbers their words allow.
    #[must_use]
    pub fn new(comparison: &Comparison, figures: &[Told]) -> Self {
        let columns = comparison.origins.iter().map(|origin| Column {
            reports: origin.reports.clone(),
            because: origin.because.clone(),
        });
        let columns: Vec<Column> = columns.collect();
        let column_of: BTreeMap<ArticleId, usize> = columns
            .iter()
            .enumerate()
            .flat_map(|(idx, column)| column.reports.iter().map(move |report| (*report, idx)))
            .collect();
        let answers = figures.iter().flat_map(|told| &told.answers);
        let bounds: Bounds = answers
            .map(|answer| (answer.evidence.claim.as_str(), (answer.low, answer.high)))
            .collect();
        // An office tells nothing as long as nobody disputes it.
        let is_shown = |slot: &&Slot| match slot.kind {
            SlotKind::Role => is_at_odds(slot.verdict),
            _ => slot.support > 1 || is_at_odds(slot.verdict),
        };
        let rows = comparison.slots.iter().filter(is_shown);
        let mut rows: Vec<Row> = rows
            .map(|slot| row(slot, columns.len(), &column_of, &bounds))
            .collect();
        // The sort is stable: within a verdict the weightiest stays first.
        rows.sort_by_key(|row| row.verdict);
        Self { columns, rows }
    }
}

/// Do they exclude each other, or does one replace another?
#[must_use]
pub fn is_at_odds(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::Contradict | Verdict::Disputed | Verdict::Updated
    )
}

/// The smallest and the largest number that the words of a claim allow.
type Bounds<'a> = BTreeMap<&'a str, (Option<f64>, Option<f64>)>;

fn row(
    slot: &Slot,
    n_columns: usize,
    column_of: &BTreeMap<ArticleId, usize>,
    bounds: &Bounds,
) -> Row {
    let mut by_column: Vec<Vec<&SlotValue>> = vec![Vec::new(); n_columns];
    for value in &slot.values {
        if let Some(&column) = column_of.get(&value.report) {
            by_column[column].push(value);
        }
    }
    let says = says(&by_column, bounds);
    let is_split = is_at_odds(slot.verdict);
    let cells = by_column.iter().map(|values| {
        let says = values.iter().any(|value| says(value));
        Cell {
            stand: match values.is_empty() {
                true => Stand::Silent,
                false if says || !is_split => Stand::Says,
                false => Stand::Differs,
            },
            answers: answers(values),
        }
    });
    Row {
        slot: slot.id.clone(),
        topic: slot.topic.trim_start_matches([',', ' ']).to_owned(),
        kind: slot.kind,
        verdict: slot.verdict,
        strength: slot.strength,
        reason: slot.reason.clone(),
        cells: cells.collect(),
    }
}

/// What tells whether a value fits to what most columns give, of several the first: of numbers whether its words allow a number
/// that the words of most allow, of all else whether it is the same.
fn says<'a>(
    by_column: &'a [Vec<&SlotValue>],
    bounds: &'a Bounds,
) -> Box<dyn Fn(&SlotValue) -> bool + 'a> {
    let allows = |value: &SlotValue, number: f64| {
        let (low, high) = value
            .claims
            .first()
            .and_then(|claim| bounds.get(claim.0.as_str()))?;
        Some(low.is_none_or(|low| low <= number) && high.is_none_or(|high| number <= high))
    };
    let values = by_column.iter().flatten();
    let ends = values
        .clone()
        .filter_map(|value| bounds.get(value.claims.first()?.0.as_str()));
    let ends = ends.flat_map(|(low, high)| [*low, *high]).flatten();
    let fitting = |number: f64| {
        let fits = |values: &&Vec<&SlotValue>| {
            values
                .iter()
                .any(|value| allows(value, number) == Some(true))
        };
        by_column.iter().filter(fits).count()
    };
    let mut best: Option<(f64, usize)> = None;
    for number in ends {
        let n = fitting(number);
        if best.is_none_or(|(_, most)| n > most) {
            best = Some((number, n));
        }
    }
    match best {
        Some((number, _)) => Box::new(move |value| allows(value, number).unwrap_or(false)),
        None => {
            let most = most_said(by_column);
            Box::new(move |value| most.as_ref() == Some(&key(value)))
        }
    }
}

/// The value that most columns give, of several the first.
fn most_said(by_column: &[Vec<&SlotValue>]) -> Option<String> {
    let mut said: Vec<(String, usize)> = Vec::new();
    for values in by_column {
        let mut keys: Vec<String> = values.iter().map(|value| key(value)).collect();
        keys.dedup();
        for key in keys {
            match said.iter_mut().find(|(known, _)| *known == key) {
                Some((_, n)) => *n += 1,
                None => said.push((key, 1)),
            }
        }
    }
    let most = said.iter().map(|(_, n)| *n).max()?;
    said.into_iter()
        .find(|(_, n)| *n == most)
        .map(|(key, _)| key)
}

fn key(value: &SlotValue) -> String {
    value.normalized.to_lowercase()
}

/// The answers, those in the same words of one report once.
fn answers(values: &[&SlotValue]) -> Vec<Answer> {
    let mut found: Vec<Answer> = Vec::new();
    for value in values {
        let Some(claim) = value.claims.first() else {
            continue;
        };
        let words = value.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !found
            .iter()
            .any(|one| one.words.eq_ignore_ascii_case(&words))
        {
            found.push(Answer {
                claim: claim.clone(),
                report: value.report,
                words,
            });
        }
    }
    found
}
