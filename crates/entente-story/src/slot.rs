//! Puts slots together: values of one report that say the same are one answer.

use std::collections::BTreeMap;

use entente_types::{Slot, SlotKind, SlotValue, Strength, Verdict};

/// How two answers stand to each other, and why.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    pub(crate) strength: Option<Strength>,
    pub(crate) gap_percent: Option<f64>,
    pub(crate) reason: String,
    /// The rule that judged.
    pub(crate) rule: &'static str,
}

impl Judgement {
    /// A judgement without strength and gap.
    pub(crate) fn new(verdict: Verdict, rule: &'static str, reason: impl Into<String>) -> Self {
        Self {
            verdict,
            strength: None,
            gap_percent: None,
            reason: reason.into(),
            rule,
        }
    }

    /// The one that decides for a slot: the strongest, among equals the firmer, then the wider gap.
    pub(crate) fn strongest<'a>(all: impl Iterator<Item = &'a Self>) -> Option<&'a Self> {
        all.min_by(|one, other| {
            let firmness = |judgement: &Self| (judgement.verdict, judgement.strength);
            let gap = |judgement: &Self| judgement.gap_percent.unwrap_or(0.0);
            firmness(one)
                .cmp(&firmness(other))
                .then(gap(other).total_cmp(&gap(one)))
                .then_with(|| one.reason.cmp(&other.reason))
        })
    }
}

/// How two reports stand to each other, by how their answers do. Each entry holds the two reports and how
/// an answer of one stands to an answer of the other.
///
/// Parties that say different things stay in dispute. Else two reports agree in a question as soon as an
/// answer of one agrees with an answer of the other: what they say besides is about a part, or another way
/// to say it. What is left is decided by the strongest of all; where parties are in dispute, a report that does
/// not name its party passes on the dispute and contradicts nobody.
pub(crate) fn decisive(judgements: Vec<(usize, usize, Judgement)>) -> Option<Judgement> {
    let mut pairs: BTreeMap<(usize, usize), Vec<Judgement>> = BTreeMap::new();
    for (one, other, judgement) in judgements {
        let pair = (one.min(other), one.max(other));
        pairs.entry(pair).or_default().push(judgement);
    }
    let of_pair = |judgements: &Vec<Judgement>| {
        let is = |verdict: Verdict| judgements.iter().any(|one| one.verdict == verdict);
        let agrees = is(Verdict::Agree) && !is(Verdict::Disputed);
        let counts = |one: &&Judgement| !agrees || one.verdict == Verdict::Agree;
        Judgement::strongest(judgements.iter().filter(counts)).cloned()
    };
    let mut decided: Vec<Judgement> = pairs.values().filter_map(of_pair).collect();
    if decided.iter().any(|one| one.verdict == Verdict::Disputed) {
        decided.retain(|one| one.verdict != Verdict::Contradict);
    }
    Judgement::strongest(decided.iter()).cloned()
}

/// A slot of which only kind, topic and answers are known yet.
pub(crate) fn empty(kind: SlotKind, topic: String, values: Vec<SlotValue>) -> Slot {
    Slot {
        id: String::new(),
        kind,
        topic,
        is_literal: false,
        verdict: Verdict::Single,
        strength: None,
        gap_percent: None,
        reason: String::new(),
        tension: None,
        values: merge(values),
        support: 0,
        actors: Vec::new(),
        root: None,
        realis: None,
        spoken: None,
        elsewhere: false,
        is_main: false,
        period: None,
        weight: 0.0,
        trace: Vec::new(),
    }
}

/// Writes a judgement into a slot. A slot that only one origin answers stays single, unless parties or
/// reports exclude each other in it.
pub(crate) fn judge(slot: &mut Slot, judgement: Option<&Judgement>, support: u32) {
    slot.support = support;
    let excludes = |judgement: &&Judgement| judgement.verdict <= Verdict::Disputed;
    match judgement.filter(|judgement| excludes(judgement) || support > 1) {
        Some(judgement) => {
            slot.verdict = judgement.verdict;
            slot.strength = judgement.strength;
            slot.gap_percent = judgement.gap_percent;
            slot.reason.clone_from(&judgement.reason);
            slot.trace.push(judgement.rule.to_owned());
        }
        None => alone(slot).clone_into(&mut slot.reason),
    }
}

/// Why a slot is single, in words.
pub(crate) fn alone(slot: &Slot) -> &'static str {
    if n_reports(slot) > 1 {
        "the reports go back to one origin"
    } else {
        "only one report says it"
    }
}

/// Reports that answer.
pub(crate) fn n_reports(slot: &Slot) -> usize {
    let mut reports: Vec<_> = slot.values.iter().map(|value| value.report).collect();
    reports.dedup();
    reports.len()
}

/// Sorts answers by report and makes those one that a report repeats.
fn merge(mut values: Vec<SlotValue>) -> Vec<SlotValue> {
    values.sort_by_key(|value| (value.report, value.span, value.claims.clone()));
    let mut merged: Vec<SlotValue> = Vec::new();
    for value in values {
        let same = merged.iter_mut().find(|other| {
            other.report == value.report
                && other.normalized == value.normalized
                && other.holders == value.holders
        });
        match same {
            Some(other) => other.claims.extend(value.claims),
            None => merged.push(value),
        }
    }
    for value in &mut merged {
        value.claims.dedup();
    }
    merged
}
