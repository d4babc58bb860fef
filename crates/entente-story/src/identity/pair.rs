//! What two mentions have in common, as numbers from 0 to 1.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{Document, Root, Span};

use super::read::Known;
use super::reports::Reports;
use super::words::{Entry, shared_meaning};
use crate::groups::Groups;
use crate::story::Story;
use crate::words::{WordSet, content};

/// What is asked of two mentions, in the order of the numbers.
pub const NAMES: [&str; N_FEATURES] = [
    "same word",
    "shared word",
    "same meaning",
    "a meaning shared",
    "near meaning",
    "very near meaning",
    "wider meaning",
    "a wider meaning shared",
    "most of a wider meaning",
    "initials",
    "known words",
    "same root",
    "other root",
    "both verbs",
    "both nouns",
    "rare word shared",
    "one and several",
    "same word, one and several",
    "told in one sentence",
    "told in one report",
    "agents shared",
    "agents apart",
    "patients shared",
    "patients apart",
    "parties shared",
    "parties contained",
    "parties apart",
    "crossed",
    "near words",
    "sentence words",
    "names shared",
    "names apart",
    "numbers shared",
    "numbers apart",
    "places shared",
    "places apart",
    "same time",
    "other time",
    "same report",
    "same sentence",
    "both lead",
    "told alike",
    "in the other's clause",
    "both said",
    "reports alike here",
    "reports shared",
    "reports shared, group",
    "reports shared, inside",
    "reports likely",
    "reports likely, group",
    "reports likely, inside",
    "same word and group",
    "same word and inside",
    "meaning and group",
    "meaning and inside",
    "near meaning and inside",
    "wider meaning and inside",
    "same word and parties",
    "same meaning and parties",
    "near meaning and parties",
    "wider meaning and parties",
    "wider meaning and patients",
    "meaning and sentence",
];
/// How many numbers there are.
pub const N_FEATURES: usize = 63;
/// From here on near and wider meanings are counted once more.
const NEAR: f32 = 0.6;
const WIDE: f32 = 0.3;
/// The weight of the rarest words.
const RAREST: f32 = 6.0;

/// Numbers about two mentions.
pub type Features = [f32; N_FEATURES];

/// From here on two words mean the same, and are taken for one where it is asked which acts are told together.
const SAME_MEANING: f32 = 0.7;

/// For each word for an act the first word that means the same, and for that the sentences that tell it.
#[derive(Default)]
struct Sentences<'s> {
    first: BTreeMap<&'s str, usize>,
    of: BTreeMap<usize, BTreeSet<(usize, usize)>>,
}

impl<'s> Sentences<'s> {
    fn new(known: &'s [Known]) -> Self {
        let words: BTreeMap<&str, &Known> =
            known.iter().map(|one| (one.name.as_str(), one)).collect();
        let words: Vec<(&str, &Known)> = words.into_iter().collect();
        let mut groups = Groups::new(words.len());
        for (one, (_, a)) in words.iter().enumerate() {
            for (other, (_, b)) in words.iter().enumerate().skip(one + 1) {
                if best(a, b, |a, b| shared_meaning(&a.own, &b.own)) > SAME_MEANING {
                    groups.join(one, other);
                }
            }
        }
        let first = words
            .iter()
            .enumerate()
            .map(|(idx, (name, _))| (*name, groups.of(idx)));
        let mut sentences = Self {
            first: first.collect(),
            of: BTreeMap::new(),
        };
        for one in known {
            let first = sentences.first[one.name.as_str()];
            sentences
                .of
                .entry(first)
                .or_default()
                .insert((one.report, one.sentence));
        }
        sentences
    }
}

/// What is known of the story beside its mentions.
pub(crate) struct Ground<'s, 'a> {
    story: &'s Story<'a>,
    reports: Reports,
    texts: Vec<WordSet>,
    sentences: Sentences<'s>,
}

impl<'s, 'a> Ground<'s, 'a> {
    pub(crate) fn new(story: &'s Story<'a>, known: &'s [Known]) -> Self {
        let text = |document: &Document| content(document, Span::new(0, document.text().len()));
        let sentences = Sentences::new(known);
        Self {
            story,
            reports: Reports::new(story.documents),
            texts: story.documents.iter().map(text).collect(),
            sentences,
        }
    }

    /// How many of the words of one report the other has, by their rarity in the story.
    fn alike(&self, one: &Known, other: &Known) -> f32 {
        let texts = self.texts.get(one.report).zip(self.texts.get(other.report));
        texts.map_or(0.0, |(one, other)| {
            self.story.rarity.shared(one, other) as f32
        })
    }

    /// How often two words for acts stand in one sentence, and in one report, of the rarer's: what is told twice in one
    /// sentence is two acts.
    fn together(&self, one: &Known, other: &Known) -> (f32, f32) {
        let first = |known: &Known| self.sentences.first.get(known.name.as_str());
        let (one, other) = (first(one), first(other));
        if one == other {
            return (0.0, 0.0);
        }
        let none = BTreeSet::new();
        let places = |first: Option<&usize>| {
            first
                .and_then(|first| self.sentences.of.get(first))
                .unwrap_or(&none)
        };
        let (one, other) = (places(one), places(other));
        let share = |n_both: usize, n_one: usize, n_other: usize| {
            n_both as f32 / n_one.min(n_other).max(1) as f32
        };
        let reports = |places: &BTreeSet<(usize, usize)>| -> BTreeSet<usize> {
            places.iter().map(|(report, _)| *report).collect()
        };
        let in_sentence = share(one.intersection(other).count(), one.len(), other.len());
        let (one, other) = (reports(one), reports(other));
        (
            in_sentence,
            share(one.intersection(&other).count(), one.len(), other.len()),
        )
    }
}

/// What two mentions have in common.
pub(crate) fn features(ground: &Ground, one: &Known, other: &Known) -> Features {
    let words = Shared::of(one, other);
    let reports = ground.reports.of(one.report, other.report);
    let mut found = [0.0; N_FEATURES];
    let mut at = 0;
    let mut put = |values: &[f32]| {
        found[at..at + values.len()].copy_from_slice(values);
        at += values.len();
    };
    put(&words.numbers(ground, one, other));
    let parties = parties(ground, one, other);
    put(&parties);
    put(&around(ground, one, other));
    let [shared, likely] = reports;
    put(&[ground.alike(one, other)]);
    put(&[
        shared.pair,
        shared.group,
        shared.inside,
        likely.pair,
        likely.group,
        likely.inside,
    ]);
    let Shared {
        same,
        meaning,
        near,
        wider,
    } = words;
    let (any, is_near, is_wide) = (yes(meaning > 0.0), yes(near > NEAR), yes(wider > WIDE));
    let (patients, all_parties) = (parties[2], parties[4]);
    let sentence = ground
        .story
        .rarity
        .shared(&one.sentence_words, &other.sentence_words) as f32;
    put(&[
        same * likely.group,
        same * likely.inside,
        any * likely.group,
        any * likely.inside,
        is_near * likely.inside,
        is_wide * likely.inside,
        same * all_parties,
        meaning * all_parties,
        near * all_parties,
        wider * all_parties,
        wider * patients,
        meaning * sentence,
    ]);
    found
}

/// What the words for two acts share.
struct Shared {
    same: f32,
    meaning: f32,
    near: f32,
    wider: f32,
}

impl Shared {
    fn of(one: &Known, other: &Known) -> Self {
        let best = |of: fn(&Entry, &Entry) -> f32| best(one, other, of);
        let same =
            yes(one.name == other.name || (one.words.len() == 1 && one.words == other.words));
        let crossed = |a: &Entry, b: &Entry| {
            shared_meaning(&a.own, &b.wider).max(shared_meaning(&a.wider, &b.own))
        };
        Self {
            same,
            meaning: best(|a, b| shared_meaning(&a.own, &b.own)).max(same),
            near: best(|a, b| shared_meaning(&a.wider, &b.wider)).max(same),
            wider: best(crossed).max(same),
        }
    }

    fn numbers(&self, ground: &Ground, one: &Known, other: &Known) -> [f32; 20] {
        let roots = one.root.zip(other.root);
        let differs = yes(one.is_several != other.is_several);
        let (in_sentence, in_report) = ground.together(one, other);
        let rare = (ground.story.rarity.weight(&one.name) as f32 / RAREST).min(1.0);
        [
            self.same,
            yes(!one.words.is_disjoint(&other.words)),
            self.meaning,
            yes(self.meaning > 0.0),
            self.near,
            yes(self.near > NEAR),
            self.wider,
            yes(self.wider > WIDE),
            yes(self.wider > NEAR),
            yes(stands_for(one, other) || stands_for(other, one)),
            yes(!one.entries.is_empty() && !other.entries.is_empty()),
            yes(roots.is_some_and(|(a, b)| a == b)),
            yes(roots.is_some_and(|(a, b)| a != b)),
            yes(one.is_verb && other.is_verb),
            yes(one.is_noun && other.is_noun),
            self.same * rare,
            differs,
            self.same * differs,
            in_sentence,
            in_report,
        ]
    }
}

/// The most that any of the words of two mentions have in common.
fn best(one: &Known, other: &Known, of: fn(&Entry, &Entry) -> f32) -> f32 {
    let pairs = one
        .entries
        .iter()
        .flat_map(|a| other.entries.iter().map(move |b| of(a, b)));
    pairs.fold(0.0_f32, f32::max)
}

/// Is the first an acronym of the second: "DUI", "driving under the influence"?
fn stands_for(one: &Known, other: &Known) -> bool {
    one.name.chars().count() > 1 && !one.name.contains(' ') && one.name == other.initials
}

/// Who and what takes part.
fn parties(ground: &Ground, one: &Known, other: &Known) -> [f32; 8] {
    let rarity = &ground.story.rarity;
    let shared = |a: &WordSet, b: &WordSet| rarity.shared(a, b) as f32;
    let crossed = shared(&one.agents, &other.patients) + shared(&one.patients, &other.agents);
    [
        shared(&one.agents, &other.agents),
        apart(&one.agents, &other.agents),
        shared(&one.patients, &other.patients),
        apart(&one.patients, &other.patients),
        shared(&one.parties, &other.parties),
        rarity.contained(&one.parties, &other.parties) as f32,
        apart(&one.parties, &other.parties),
        crossed.min(1.0),
    ]
}

/// What stands around the acts, and how they are told.
fn around(ground: &Ground, one: &Known, other: &Known) -> [f32; 16] {
    let shared = |a: &WordSet, b: &WordSet| ground.story.rarity.shared(a, b) as f32;
    let times = one.period.zip(other.period);
    let same_report = one.report == other.report;
    let said = |known: &Known| matches!(known.root, Some(Root::Statement | Root::Appeal));
    let in_clause = |a: &Known, b: &Known| a.words.iter().any(|word| b.near.contains(word));
    [
        shared(&one.near, &other.near),
        shared(&one.sentence_words, &other.sentence_words),
        shared(&one.names, &other.names),
        apart(&one.names, &other.names),
        shared(&one.numbers, &other.numbers),
        apart(&one.numbers, &other.numbers),
        shared(&one.places, &other.places),
        apart(&one.places, &other.places),
        yes(times.is_some_and(|(a, b)| a.overlaps(&b))),
        yes(times.is_some_and(|(a, b)| !a.overlaps(&b))),
        yes(same_report),
        yes(same_report && one.sentence == other.sentence),
        yes(one.sentence == 0 && other.sentence == 0),
        yes(one.realis == other.realis && one.polarity == other.polarity),
        yes(in_clause(one, other) || in_clause(other, one)),
        yes(said(one) && said(other)),
    ]
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Do both name something, and nothing in common?
fn apart(one: &WordSet, other: &WordSet) -> f32 {
    yes(!one.is_empty() && !other.is_empty() && one.is_disjoint(other))
}
