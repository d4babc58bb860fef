//! Which acts of several reports `compare` takes for one, against mentions whose events are known.
//!
//! Only acts that stand at a given mention count, and only pairs of different reports: a false pair is a corroboration that
//! never was, a missing one a corroboration not seen.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use entente_story::Settings;
use entente_story::identity::Mention;
use entente_types::{ClaimId, Claims, Content, SlotKind};

use super::Told;
use crate::audit::acts::Reports;
use crate::train::identity::judged;

/// Prints precision and recall of the pairs of marked sentences, and of judged pairs of whole reports.
pub fn run(folder: &Path) -> Result<()> {
    let gold = super::gold(folder)?;
    let (mut right, mut joined, mut told) = (0_u32, 0_u32, 0_u32);
    for story in &super::read(folder)? {
        let slots = slots_of(story);
        let places: Vec<usize> = (0..slots.len())
            .filter(|&idx| slots[idx].is_some())
            .collect();
        for (at, &one) in places.iter().enumerate() {
            for &other in &places[at + 1..] {
                if story.mentions[one].report == story.mentions[other].report {
                    continue;
                }
                let is_one = gold.get(&story.ids[one]) == gold.get(&story.ids[other]);
                let is_joined = slots[one] == slots[other];
                told += u32::from(is_one);
                joined += u32::from(is_joined);
                right += u32::from(is_one && is_joined);
            }
        }
    }
    let share = |of: u32| f64::from(right) / f64::from(of.max(1));
    let (precision, recall) = (share(joined), share(told));
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    println!("marked acts: precision {precision:.3} recall {recall:.3} F1 {f1:.3}");
    judged::slots()
}

/// The slot of each mention that an act of ours stands at.
pub fn slots_of(told: &Told) -> Vec<Option<usize>> {
    let mut documents = told.documents.clone();
    for (number, document) in (1..).zip(&mut documents) {
        document.article.id.0 = number;
    }
    let claims: Vec<Claims> = documents.iter().map(entente_extract::extract).collect();
    let comparison = entente_story::compare(&documents, &claims, &Settings::default());
    let mut by_claim: BTreeMap<&ClaimId, usize> = BTreeMap::new();
    let claims_of = claims.iter().flat_map(|claims| &claims.claims);
    by_claim.extend(
        claims_of
            .enumerate()
            .map(|(number, claim)| (&claim.id, number)),
    );
    let n_claims = by_claim.len();
    for (number, same) in comparison.same_acts.iter().enumerate() {
        by_claim.extend(same.iter().map(|id| (id, n_claims + number)));
    }
    let slot = |mention: &Mention| {
        let of_report = &claims[mention.report].claims;
        let claim = of_report.iter().find(|claim| match &claim.content {
            Content::Event(event) => event.trigger.overlaps(mention.span),
            _ => false,
        })?;
        by_claim.get(&claim.id).copied()
    };
    told.mentions.iter().map(slot).collect()
}

/// The slot of each figure or date of reports, by the name of its report and where it stands.
pub fn of_values(reports: &Reports, kind: SlotKind) -> BTreeMap<(String, u32), usize> {
    let comparison =
        entente_story::compare(&reports.documents, &reports.claims, &Settings::default());
    let mut slots = BTreeMap::new();
    for (number, slot) in comparison.slots.iter().enumerate() {
        for value in slot.values.iter().filter(|_| slot.kind == kind) {
            let report = &reports.names[value.report.0 as usize - 1];
            slots.insert((report.clone(), value.span.start), number);
        }
    }
    slots
}
