//! What happened when, as a story tells it or as acts of an actor.

use std::collections::BTreeSet;

use entente_types::{Precision, SlotKind, Verdict};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Evidence, Told, View};
use crate::relation::Pair;
use crate::{Dated, Error};

/// Words that tell what happened, at least.
const MIN_WORDS: usize = 4;

/// Something that happened on a day or in a stretch of days.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Happening {
    /// First day.
    pub from: Date,
    /// Last day; `None` where it goes on.
    pub to: Option<Date>,
    /// How finely that is told.
    pub precision: Precision,
    /// Is the day that of the first report, because no text names one?
    pub is_day_of_report: bool,
    /// What, in words from the reports.
    pub what: String,
    /// PLOVER root, for acts.
    pub root: Option<String>,
    /// How the reports stand to each other.
    pub verdict: Verdict,
    /// Reports that tell it.
    pub n_reports: usize,
    /// Independent origins that do.
    pub n_origins: usize,
    /// All claims that tell it.
    pub claims: Vec<String>,
    /// The sentence of the first of them.
    pub evidence: Evidence,
}

impl Happening {
    /// The day or days as they are told: `2018-07-16`, `2018-07`, `2018`.
    #[must_use]
    pub fn when(&self) -> String {
        let day = self.from.to_string();
        let n_letters = match self.precision {
            Precision::Day | Precision::Week => return day,
            Precision::Month | Precision::Season => "2018-07".len(),
            Precision::Year | Precision::Vague => "2018".len(),
        };
        day.chars().take(n_letters).collect()
    }

    /// Do the reports exclude each other?
    #[must_use]
    pub fn is_contested(&self) -> bool {
        matches!(self.verdict, Verdict::Contradict | Verdict::Disputed)
    }
}

impl View<'_> {
    /// What happened when in a story: the `most` happenings that most origins tell, in order of time.
    ///
    /// # Errors
    ///
    /// If there is no such story, or the workspace cannot be read.
    pub fn timeline(&self, story: u32, most: usize) -> Result<Vec<Happening>, Error> {
        let kinds = [SlotKind::Clause, SlotKind::Event, SlotKind::Date];
        let mut told = self.told_where(story, &kinds, |_| true)?;
        // What is weightiest comes first within a kind; the sort is stable.
        told.sort_by_key(|told| std::cmp::Reverse(told.n_origins));
        let mut sentences = BTreeSet::new();
        let mut found = Vec::new();
        for told in told {
            let Some(one) = happening(told, &mut sentences) else {
                continue;
            };
            found.push(one);
            if found.len() == most {
                break;
            }
        }
        found.sort_by(|a, b| (a.from, b.n_origins, &a.what).cmp(&(b.from, a.n_origins, &b.what)));
        Ok(found)
    }

    /// The latest `most` acts of a pair, in order of time, each with its sentence.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn timeline_of(&self, pair: &Pair, most: usize) -> Result<Vec<Happening>, Error> {
        let acts = self.latest_acts(pair, most)?;
        let ids: Vec<String> = acts.iter().map(|act| act.id.clone()).collect();
        let evidence = self.evidence(&ids)?;
        let found = acts.iter().filter_map(|act| {
            let told = evidence.iter().find(|one| one.claim == act.id)?;
            Some(Happening {
                from: act.day,
                to: Some(act.day),
                precision: Precision::Day,
                is_day_of_report: act.dated == Dated::Published,
                what: told.words.split_whitespace().collect::<Vec<_>>().join(" "),
                root: Some(act.root.clone()),
                verdict: match act.n_origins {
                    1 => Verdict::Single,
                    _ => Verdict::Agree,
                },
                n_reports: act.n_reports,
                n_origins: act.n_origins,
                claims: act.claims.clone(),
                evidence: told.clone(),
            })
        });
        Ok(found.collect())
    }
}

/// What is told with a day, unless one of its sentences was told already.
fn happening(told: Told, sentences: &mut BTreeSet<(String, String)>) -> Option<Happening> {
    let period = told.period?;
    let from = period.from?;
    let keys: Vec<(String, String)> = told
        .answers
        .iter()
        .map(|answer| {
            (
                answer.evidence.article.clone(),
                answer.evidence.sentence.clone(),
            )
        })
        .collect();
    let is_told = keys.iter().any(|key| sentences.contains(key));
    // Fewer words than a clause has do not tell what happened; a year in a sentence does not say what happened in it.
    let is_clause = told.what.split_whitespace().nth(MIN_WORDS - 1).is_some();
    let is_day = matches!(period.precision, Precision::Day | Precision::Week);
    let is_act = matches!(told.kind, SlotKind::Event | SlotKind::Clause);
    if is_told || !is_clause || !(is_day || is_act) {
        return None;
    }
    sentences.extend(keys);
    let words: BTreeSet<&str> = told.what.split_whitespace().collect();
    let shared = |answer: &&Answer| {
        let own: BTreeSet<&str> = answer.evidence.sentence.split_whitespace().collect();
        own.intersection(&words).count()
    };
    // The sentence that is most like what it is called; of several the first.
    let best = told.answers.iter().rev().max_by_key(shared)?;
    Some(Happening {
        from,
        to: period.to,
        precision: period.precision,
        is_day_of_report: false,
        what: told.what,
        root: told.root,
        verdict: told.verdict,
        n_reports: told.n_reports,
        n_origins: told.n_origins,
        claims: told
            .answers
            .iter()
            .map(|answer| answer.evidence.claim.clone())
            .collect(),
        evidence: best.evidence.clone(),
    })
}
