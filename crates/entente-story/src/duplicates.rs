//! Reports that are another report of the story word for word.
//!
//! They stay out of the comparison, so that a reprint changes no answer and no verdict, and are put beside their first report
//! afterwards: their words stand in the same slots.

use std::collections::{BTreeMap, HashMap, HashSet};

use entente_types::{
    ArticleId, ClaimId, ClaimKind, Claims, Comparison, Document, Omission, Report, Slot, SlotValue,
    Verdict, WordChoice,
};

use crate::Settings;
use crate::copies::Copies;
use crate::slot;

/// Which reports repeat which.
pub(crate) struct Duplicates<'a> {
    documents: &'a [Document],
    claims: &'a [Claims],
    /// For each report the one that it repeats, itself if none.
    first: Vec<usize>,
}

impl<'a> Duplicates<'a> {
    /// Finds reports with the same text and the same claims. Of several the one stands for all that was published first; what
    /// else decides is told by the reports and not by their order.
    pub(crate) fn find(documents: &'a [Document], claims: &'a [Claims]) -> Self {
        let mut order: Vec<usize> = (0..documents.len()).collect();
        order.sort_by_key(|&report| {
            let article = &documents[report].article;
            let source = article.source.as_ref().map(|stated| &stated.value);
            let published = article.published.as_ref().map(|stated| stated.value);
            let minute = published.map(|moment| moment.minute());
            (minute.is_none(), minute, source, &article.name, report)
        });
        let mut with_text: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut first: Vec<usize> = (0..documents.len()).collect();
        for report in order {
            let firsts = with_text.entry(documents[report].text()).or_default();
            let same = |other: &&usize| claims_alike(&claims[report], &claims[**other]);
            match firsts.iter().find(same) {
                Some(&other) => first[report] = other,
                None => firsts.push(report),
            }
        }
        Self {
            documents,
            claims,
            first,
        }
    }

    /// Is every report a text of its own?
    pub(crate) fn is_empty(&self) -> bool {
        self.first
            .iter()
            .enumerate()
            .all(|(report, first)| report == *first)
    }

    /// The reports without those that repeat another one.
    pub(crate) fn others(&self) -> (Vec<Document>, Vec<Claims>) {
        let own = || (0..self.first.len()).filter(|&report| self.first[report] == report);
        let documents = own().map(|report| self.documents[report].clone());
        let claims = own().map(|report| self.claims[report].clone());
        (documents.collect(), claims.collect())
    }

    /// Puts the reports that were left out into the comparison of the others.
    pub(crate) fn put_back(&self, comparison: Comparison, settings: &Settings) -> Comparison {
        let copies = Copies::find(self.documents, self.claims, settings);
        let twins = Twins::new(self);
        let mut slots = comparison.slots;
        slots.iter_mut().for_each(|slot| twins.add_to_slot(slot));
        let mut wordings = comparison.wordings;
        for wording in &mut wordings {
            twins.add(
                &mut wording.choices,
                |choice: &WordChoice| choice.report,
                |choice, twin| WordChoice {
                    report: twin.report,
                    ..choice.clone()
                },
            );
            wording.choices.sort_by_key(|choice| choice.report);
        }
        let mut left_out = comparison.left_out;
        twins.add(
            &mut left_out,
            |one: &Omission| one.report,
            |one, twin| Omission {
                report: twin.report,
                slots: one.slots.clone(),
            },
        );
        left_out.sort_by_key(|one| one.report);
        Comparison {
            reports: self.reports(&comparison.reports),
            origins: copies.origins,
            copies: copies.edges,
            copied: copies.passages,
            same_acts: twins.same_acts(comparison.same_acts, self),
            problems: self
                .claims
                .iter()
                .flat_map(|claims| claims.problems.iter().cloned())
                .collect(),
            slots,
            wordings,
            left_out,
            ..comparison
        }
    }

    /// All reports, in order.
    fn reports(&self, known: &[Report]) -> Vec<Report> {
        let describe = |report: usize| {
            let first = self.documents[self.first[report]].article.id;
            let first = known.iter().find(|known| known.id == first);
            let article = &self.documents[report].article;
            let written = first.filter(|_| article.published.is_none());
            Report {
                id: article.id,
                name: article.name.clone(),
                source: article.source.as_ref().map(|stated| stated.value.clone()),
                title: article.title.as_ref().map(|stated| stated.value.clone()),
                published: article.day(),
                written: written.and_then(|first| first.written),
                written_because: written.and_then(|first| first.written_because.clone()),
                main_event: self.claims[report].main_event.clone(),
            }
        };
        (0..self.documents.len()).map(describe).collect()
    }
}

/// Do the claims of one text read alike, one by one?
fn claims_alike(one: &Claims, other: &Claims) -> bool {
    let pairs = || one.claims.iter().zip(&other.claims);
    one.claims.len() == other.claims.len()
        && pairs().all(|(one, other)| {
            (one.span, one.content.kind(), &one.rule)
                == (other.span, other.content.kind(), &other.rule)
        })
}

/// A report that repeats another, with its claims by those of the other.
struct Twin<'a> {
    report: ArticleId,
    claims: HashMap<&'a ClaimId, &'a ClaimId>,
}

impl Twin<'_> {
    fn claims(&self, of_first: &[ClaimId]) -> Vec<ClaimId> {
        let own = of_first.iter().filter_map(|id| self.claims.get(id));
        own.map(|id| (*id).clone()).collect()
    }
}

/// The reports that repeat one, by that one.
struct Twins<'a>(BTreeMap<ArticleId, Vec<Twin<'a>>>);

impl<'a> Twins<'a> {
    fn new(duplicates: &Duplicates<'a>) -> Self {
        let mut twins: BTreeMap<ArticleId, Vec<Twin>> = BTreeMap::new();
        for (report, &first) in duplicates.first.iter().enumerate() {
            if report == first {
                continue;
            }
            let ids = |report: usize| {
                duplicates.claims[report]
                    .claims
                    .iter()
                    .map(|claim| &claim.id)
            };
            twins
                .entry(duplicates.documents[first].article.id)
                .or_default()
                .push(Twin {
                    report: duplicates.documents[report].article.id,
                    claims: ids(first).zip(ids(report)).collect(),
                });
        }
        Self(twins)
    }

    /// Adds to things of reports those of the reports that repeat them.
    fn add<T>(
        &self,
        things: &mut Vec<T>,
        report_of: impl Fn(&T) -> ArticleId,
        again: impl Fn(&T, &Twin) -> T,
    ) {
        let of_thing = |thing: &T| {
            let twins = self.0.get(&report_of(thing)).into_iter().flatten();
            twins.map(|twin| again(thing, twin)).collect::<Vec<T>>()
        };
        let added: Vec<T> = things.iter().flat_map(of_thing).collect();
        things.extend(added);
    }

    fn add_to_slot(&self, slot: &mut Slot) {
        self.add(
            &mut slot.values,
            |value: &SlotValue| value.report,
            |value, twin| SlotValue {
                report: twin.report,
                claims: twin.claims(&value.claims),
                ..value.clone()
            },
        );
        slot.values.sort_by_key(|value| (value.report, value.span));
        if slot.verdict == Verdict::Single {
            slot.reason = slot::alone(slot).to_owned();
        }
    }

    /// Acts that are one, with what repeats them. An act that is told once and repeated is one, too.
    fn same_acts(&self, same: Vec<Vec<ClaimId>>, duplicates: &Duplicates) -> Vec<Vec<ClaimId>> {
        let twins = || self.0.values().flatten();
        let with_twins = |mut claims: Vec<ClaimId>| {
            let again: Vec<ClaimId> = twins().flat_map(|twin| twin.claims(&claims)).collect();
            claims.extend(again);
            claims.sort();
            claims
        };
        let known: HashSet<ClaimId> = same.iter().flatten().cloned().collect();
        let all = duplicates.claims.iter().flat_map(|claims| &claims.claims);
        let alone = all
            .filter(|claim| claim.content.kind() == ClaimKind::Event && !known.contains(&claim.id));
        let alone = alone.map(|claim| vec![claim.id.clone()]);
        let mut same: Vec<Vec<ClaimId>> = same.into_iter().chain(alone).map(with_twins).collect();
        same.retain(|claims| claims.len() > 1);
        same.sort();
        same
    }
}
