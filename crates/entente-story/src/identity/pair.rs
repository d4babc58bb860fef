//! What two mentions have in common, as numbers from 0 to 1.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::Root;

use super::ranked::{Ranks, Words};
use super::read::Known;
use super::words::{Entry, shared_meaning};
use crate::groups::Groups;
use crate::story::Story;

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

/// The sentences and the reports that tell acts of one meaning.
#[derive(Default)]
struct Told {
    sentences: BTreeSet<(usize, usize)>,
    reports: BTreeSet<usize>,
}

/// For each mention which words for acts mean the same as its own, and where each such group of words is told.
struct Meanings {
    of: Vec<usize>,
    told: Vec<Told>,
}

impl Meanings {
    fn new(known: &[Known]) -> Self {
        let words: BTreeMap<&str, &Known> =
            known.iter().map(|one| (one.name.as_str(), one)).collect();
        let words: Vec<(&str, &Known)> = words.into_iter().collect();
        let mut groups = Groups::new(words.len());
        // Words that have no concept in common mean nothing alike.
        let mut with: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
        for (other, (_, b)) in words.iter().enumerate() {
            let concepts = b.entries.iter().flat_map(|entry| &entry.own);
            let concepts: BTreeSet<u16> = concepts.map(|(concept, _)| *concept).collect();
            let before = concepts.iter().filter_map(|concept| with.get(concept));
            for one in before.flatten().copied().collect::<BTreeSet<usize>>() {
                let (_, a) = words[one];
                if best(a, b, |a, b| shared_meaning(&a.own, &b.own)) > SAME_MEANING {
                    groups.join(one, other);
                }
            }
            for concept in concepts {
                with.entry(concept).or_default().push(other);
            }
        }
        let mut told: Vec<Told> = words.iter().map(|_| Told::default()).collect();
        let of = known.iter().map(|one| {
            let word = words.binary_search_by_key(&one.name.as_str(), |(name, _)| name);
            let group = groups.of(word.expect("every name was collected"));
            told[group].sentences.insert((one.report, one.sentence));
            told[group].reports.insert(one.report);
            group
        });
        Self {
            of: of.collect(),
            told,
        }
    }

    /// How often words for two acts stand in one sentence, and in one report, of the rarer's: what is told twice in one
    /// sentence is two acts.
    fn together(&self, one: usize, other: usize) -> (f32, f32) {
        if self.of[one] == self.of[other] {
            return (0.0, 0.0);
        }
        let (one, other) = (&self.told[self.of[one]], &self.told[self.of[other]]);
        (
            share(&one.sentences, &other.sentences),
            share(&one.reports, &other.reports),
        )
    }
}

/// How much of the smaller set the larger has too.
fn share<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> f32 {
    one.intersection(other).count() as f32 / one.len().min(other.len()).max(1) as f32
}

/// The words of a mention, ready to be compared.
struct Ranked {
    words: Words,
    agents: Words,
    patients: Words,
    parties: Words,
    near: Words,
    sentence: Words,
    names: Words,
    numbers: Words,
    places: Words,
}

/// The mentions of a story, and what is known of the story beside them.
pub(crate) struct Ground<'s, 'a> {
    story: &'s Story<'a>,
    known: &'s [Known],
    ranks: Ranks<'s>,
    ranked: Vec<Ranked>,
    meanings: Meanings,
}

impl<'s, 'a> Ground<'s, 'a> {
    pub(crate) fn new(story: &'s Story<'a>, known: &'s [Known]) -> Self {
        let ranks = Ranks::new(known.iter().flat_map(Known::word_sets), &story.rarity);
        let ranked = known.iter().map(|one| {
            let [
                words,
                agents,
                patients,
                parties,
                near,
                sentence,
                names,
                numbers,
                places,
            ] = one.word_sets().map(|set| ranks.words(set));
            Ranked {
                words,
                agents,
                patients,
                parties,
                near,
                sentence,
                names,
                numbers,
                places,
            }
        });
        Self {
            story,
            known,
            ranked: ranked.collect(),
            ranks,
            meanings: Meanings::new(known),
        }
    }
}

/// What two mentions have in common.
pub(crate) fn features(ground: &Ground, one: usize, other: usize) -> Features {
    let both = Both {
        ground,
        places: (one, other),
        known: (&ground.known[one], &ground.known[other]),
        ranked: (&ground.ranked[one], &ground.ranked[other]),
    };
    let words = Shared::of(&both);
    let reports = (both.known.0.report, both.known.1.report);
    let [shared, likely] = ground.story.alike().of(reports.0, reports.1);
    let mut found = [0.0; N_FEATURES];
    let mut at = 0;
    let mut put = |values: &[f32]| {
        found[at..at + values.len()].copy_from_slice(values);
        at += values.len();
    };
    put(&words.numbers(&both));
    let parties = both.parties();
    put(&parties);
    put(&both.around());
    put(&[ground.story.alike().words(reports.0, reports.1)]);
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
    let sentence = both.shared(|one| &one.sentence);
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

/// Two mentions that are compared.
struct Both<'g, 's, 'a> {
    ground: &'g Ground<'s, 'a>,
    places: (usize, usize),
    known: (&'g Known, &'g Known),
    ranked: (&'g Ranked, &'g Ranked),
}

/// What the words for two acts share.
struct Shared {
    same: f32,
    meaning: f32,
    near: f32,
    wider: f32,
}

impl Shared {
    fn of(both: &Both) -> Self {
        let (one, other) = both.known;
        let best = |of: fn(&Entry, &Entry) -> f32| best(one, other, of);
        let words = (&both.ranked.0.words, &both.ranked.1.words);
        let same = yes(one.name == other.name || (words.0.len() == 1 && words.0 == words.1));
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

    fn numbers(&self, both: &Both) -> [f32; 20] {
        let (one, other) = both.known;
        let roots = one.root.zip(other.root);
        let differs = yes(one.is_several != other.is_several);
        let (in_sentence, in_report) = both.ground.meanings.together(both.places.0, both.places.1);
        let rare = (both.ground.story.rarity.weight(&one.name) as f32 / RAREST).min(1.0);
        [
            self.same,
            yes(both.ranked.0.words.meets(&both.ranked.1.words)),
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
    one.name == other.initials && one.name.chars().count() > 1 && !one.name.contains(' ')
}

impl Both<'_, '_, '_> {
    /// Share of the words of a kind that both have, rare ones counting more.
    fn shared(&self, of: fn(&Ranked) -> &Words) -> f32 {
        let (one, other) = (of(self.ranked.0), of(self.ranked.1));
        self.ground.ranks.shared(one, other) as f32
    }

    /// Do both have words of a kind, and none in common?
    fn apart(&self, of: fn(&Ranked) -> &Words) -> f32 {
        let (one, other) = (of(self.ranked.0), of(self.ranked.1));
        yes(one.len() > 0 && other.len() > 0 && !one.meets(other))
    }

    /// Who and what takes part.
    fn parties(&self) -> [f32; 8] {
        let ranks = &self.ground.ranks;
        let (one, other) = self.ranked;
        let crossed = ranks.shared(&one.agents, &other.patients) as f32
            + ranks.shared(&one.patients, &other.agents) as f32;
        [
            self.shared(|one| &one.agents),
            self.apart(|one| &one.agents),
            self.shared(|one| &one.patients),
            self.apart(|one| &one.patients),
            self.shared(|one| &one.parties),
            ranks.contained(&one.parties, &other.parties) as f32,
            self.apart(|one| &one.parties),
            crossed.min(1.0),
        ]
    }

    /// What stands around the acts, and how they are told.
    fn around(&self) -> [f32; 16] {
        let (one, other) = self.known;
        let times = one.period.zip(other.period);
        let same_report = one.report == other.report;
        let said = |known: &Known| matches!(known.root, Some(Root::Statement | Root::Appeal));
        let in_clause = |a: &Ranked, b: &Ranked| a.words.meets(&b.near);
        let (a, b) = self.ranked;
        [
            self.shared(|one| &one.near),
            self.shared(|one| &one.sentence),
            self.shared(|one| &one.names),
            self.apart(|one| &one.names),
            self.shared(|one| &one.numbers),
            self.apart(|one| &one.numbers),
            self.shared(|one| &one.places),
            self.apart(|one| &one.places),
            yes(times.is_some_and(|(a, b)| a.overlaps(&b))),
            yes(times.is_some_and(|(a, b)| !a.overlaps(&b))),
            yes(same_report),
            yes(same_report && one.sentence == other.sentence),
            yes(one.sentence == 0 && other.sentence == 0),
            yes(one.realis == other.realis && one.polarity == other.polarity),
            yes(in_clause(a, b) || in_clause(b, a)),
            yes(said(one) && said(other)),
        ]
    }
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}
