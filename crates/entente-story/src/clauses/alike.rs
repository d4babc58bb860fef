//! Which clauses of several reports tell one thing.
//!
//! What two clauses have in common, and what the acts that their verbs tell have in common, becomes numbers; a weighted sum of
//! them, learned from pairs that people judged (`data/clause_identity.md`), is how likely both tell one thing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use entente_types::{Claims, Document};

use super::read::{Clause, clauses};
use crate::Settings;
use crate::events::sides;
use crate::frame::Tense;
use crate::identity::hung::asked;
use crate::identity::model::{Sum, sums_from_bytes};
use crate::identity::{self, Likeness, Mention, pair};
use crate::stories::rarity::NEWS;
use crate::stories::words::words;
use crate::story::Story;
use crate::words::WordSet;

/// Clauses with a word in common that are compared because of it.
const MOST_WITH: usize = 120;
/// Share of weighty words that two clauses must have in common to be compared.
const LEAST: f32 = 0.2;
/// Pairs of one clause that are compared, the likest.
const MOST_PAIRS: usize = 24;

/// Two clauses of two reports of one story.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The words that they hang on.
    pub ends: [Mention; 2],
    /// What each says, word for word.
    pub spans: [entente_types::Span; 2],
    /// What they have in common, by [`names`].
    pub features: Features,
}

/// What two clauses have in common, each from 0 to 1.
pub type Features = [f32; N_FEATURES];

/// Marks the file of the learned sum.
pub const MAGIC: &[u8; 4] = b"EEC1";

/// The learned part that ships with Entente: how likely two clauses tell one thing (`data/clause_identity.md`).
static SHIPPED: LazyLock<Sum<N_FEATURES>> = LazyLock::new(|| {
    let [sum] = sums_from_bytes(MAGIC, include_bytes!("../../data/clause_identity.bin"))
        .expect("the shipped sum is whole");
    sum
});

/// How many numbers there are.
pub const N_FEATURES: usize = N_OWN + N_ACTS;

/// What is asked of two clauses, in the order of the numbers.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().chain(OF_ACTS)
}

/// Every pair of clauses of two reports that have weighty words in common.
#[must_use]
pub fn pairs(documents: &[Document], claims: &[Claims]) -> Vec<Pair> {
    let story = Story::new(documents, claims, &Settings::default());
    let clauses = all(&story);
    let found = compared(&story, &clauses);
    let pair = |(one, other, features): (usize, usize, Features)| Pair {
        ends: [one, other].map(|idx| mention(&clauses[idx])),
        spans: [one, other].map(|idx| clauses[idx].span),
        features,
    };
    found.into_iter().map(pair).collect()
}

/// The pairs of clauses that are at least so likely to tell one thing.
pub(crate) fn likely(story: &Story, clauses: &[Clause], least: f64) -> Vec<super::Pair> {
    if story.documents.len() < 2 {
        return Vec::new();
    }
    let judged = compared(story, clauses).into_iter();
    judged
        .map(|(one, other, features)| (SHIPPED.probability(&features).into(), one, other))
        .filter(|(likely, ..)| *likely >= least)
        .collect()
}

/// The clauses of all reports, in an order that depends on what they say and not on the reports' numbers.
pub(crate) fn all(story: &Story) -> Vec<Clause> {
    let n_reports = story.documents.len().min(story.claims.len());
    let mut reports: Vec<usize> = (0..n_reports).collect();
    reports.sort_by_key(|&report| (story.documents[report].text(), report));
    let read = reports.into_iter();
    read.flat_map(|report| clauses(story, report)).collect()
}

fn mention(clause: &Clause) -> Mention {
    Mention {
        report: clause.report,
        span: clause.head,
    }
}

/// Words of a clause as numbers, in order, with their weights.
struct Weighed {
    words: Vec<(u32, f32)>,
    length: f32,
    sum: f32,
}

impl Weighed {
    fn new(words: Vec<(u32, f32)>) -> Self {
        let squares: f32 = words.iter().map(|(_, weight)| weight * weight).sum();
        let sum = words.iter().map(|(_, weight)| weight).sum();
        Self {
            words,
            length: squares.sqrt().max(1e-6),
            sum,
        }
    }

    /// Weights of what both have, the largest first; and their cosine.
    fn shared(&self, other: &Self) -> (Vec<f32>, f32) {
        let (mut at, mut shared, mut product) = (0, Vec::new(), 0.0);
        for &(word, weight) in &self.words {
            while other
                .words
                .get(at)
                .is_some_and(|(second, _)| *second < word)
            {
                at += 1;
            }
            if let Some((second, also)) = other.words.get(at)
                && *second == word
            {
                product += weight * also;
                shared.push(weight);
            }
        }
        shared.sort_by(|one, other| other.total_cmp(one));
        (shared, product / (self.length * other.length))
    }
}

/// Weighs words by how rare they are in the story and in news at large.
struct Scale<'s, 'a> {
    story: &'s Story<'a>,
    numbers: HashMap<String, (u32, f32)>,
}

/// The weight of the rarest words in news at large, about.
const RAREST: f32 = 9.0;

impl Scale<'_, '_> {
    fn weigh(&mut self, set: &WordSet) -> Weighed {
        let mut weighed: Vec<(u32, f32)> = set.iter().map(|word| self.word(word)).collect();
        weighed.sort_by_key(|(number, _)| *number);
        Weighed::new(weighed)
    }

    fn word(&mut self, word: &str) -> (u32, f32) {
        if let Some(known) = self.numbers.get(word) {
            return *known;
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let mut rare = 0.0_f32;
        words(word, 4, |part| rare = rare.max(NEWS.weights()(part.stem)));
        let rare = rare.min(RAREST) / RAREST;
        let weight = self.story.rarity.weight(word) as f32 * rare.max(0.1);
        self.numbers.insert(word.to_owned(), (number, weight));
        (number, weight)
    }
}

/// All pairs of clauses that are compared, with what they have in common.
pub(super) fn compared(story: &Story, clauses: &[Clause]) -> Vec<(usize, usize, Features)> {
    let mut scale = Scale {
        story,
        numbers: HashMap::new(),
    };
    let own: Vec<Weighed> = clauses.iter().map(|one| scale.weigh(&one.words)).collect();
    let around = around(clauses);
    let around: Vec<Weighed> = around.iter().map(|words| scale.weigh(words)).collect();
    let first = near(clauses, &own);
    let best = best(clauses.len(), &first);
    let heads: Vec<Mention> = clauses.iter().map(mention).collect();
    let known = identity::read::read(story, &heads);
    let acts = Likeness::new(story, &known);
    let number = |(one, other, likely): (usize, usize, f32)| {
        let mut all = [0.0; N_FEATURES];
        let words = words_of(&own, &around, one, other);
        all[..N_WORDS].copy_from_slice(&words);
        let rank = [
            likely / best[one].max(best[other]),
            likely / best[one].min(best[other]).max(1e-6),
        ];
        all[N_WORDS..N_WORDS + 2].copy_from_slice(&rank);
        let things = things(story, &clauses[one], &clauses[other]);
        all[N_WORDS + 2..N_OWN].copy_from_slice(&things);
        let (of_both, likely) = acts.read(one, other);
        all[N_OWN..].copy_from_slice(&of_acts(&of_both, likely));
        (one, other, all)
    };
    first.into_iter().map(number).collect()
}

/// For each clause the words of its sentence, and of those before and after.
fn around(clauses: &[Clause]) -> Vec<WordSet> {
    let mut sentences: BTreeMap<(usize, usize), WordSet> = BTreeMap::new();
    for clause in clauses {
        let words = sentences
            .entry((clause.report, clause.sentence))
            .or_default();
        words.extend(clause.words.iter().cloned());
    }
    let near = |clause: &Clause| {
        let from = clause.sentence.saturating_sub(1);
        let range = (clause.report, from)..=(clause.report, clause.sentence + 1);
        let words = sentences.range(range).flat_map(|(_, words)| words);
        words.cloned().collect()
    };
    clauses.iter().map(near).collect()
}

/// Pairs of clauses of two reports with enough words in common.
fn near(clauses: &[Clause], own: &[Weighed]) -> Vec<(usize, usize, f32)> {
    let mut with: HashMap<u32, Vec<usize>> = HashMap::new();
    for (idx, weighed) in own.iter().enumerate() {
        for (word, _) in &weighed.words {
            with.entry(*word).or_default().push(idx);
        }
    }
    let mut found = BTreeSet::new();
    for (idx, weighed) in own.iter().enumerate() {
        let rare = weighed.words.iter().filter_map(|(word, _)| with.get(word));
        let others: BTreeSet<usize> = rare
            .filter(|others| others.len() <= MOST_WITH)
            .flatten()
            .copied()
            .filter(|&other| clauses[other].report != clauses[idx].report)
            .collect();
        let likeness = |other: usize| {
            let (shared, cosine) = weighed.shared(&own[other]);
            (shared.len() > 1).then_some((cosine, other))
        };
        let mut others: Vec<(f32, usize)> = others.into_iter().filter_map(likeness).collect();
        others.retain(|(cosine, _)| *cosine >= LEAST);
        others.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let kept = others.into_iter().take(MOST_PAIRS);
        found
            .extend(kept.map(|(cosine, other)| (idx.min(other), idx.max(other), cosine.to_bits())));
    }
    found
        .into_iter()
        .map(|(one, other, bits)| (one, other, f32::from_bits(bits)))
        .collect()
}

/// The likest pair of each clause.
fn best(n: usize, pairs: &[(usize, usize, f32)]) -> Vec<f32> {
    let mut best = vec![0.0_f32; n];
    for &(one, other, likely) in pairs {
        best[one] = best[one].max(likely);
        best[other] = best[other].max(likely);
    }
    best
}

/// What is asked of two clauses, in the order of the numbers.
const NAMES: [&str; N_OWN] = [
    "words alike",
    "words contained",
    "words covered",
    "rarest shared word",
    "second shared word",
    "third shared word",
    "shared words",
    "words of the shorter",
    "words of the longer",
    "around alike",
    "around covered",
    "alike and covered",
    "likest of one",
    "likest of both",
    "names shared",
    "names apart",
    "numbers shared",
    "numbers apart",
    "one has a number",
    "actors shared",
    "actors apart",
    "subjects shared",
    "subjects apart",
    "same verb",
    "opposite verbs",
    "one is negated",
    "past and future",
    "same tense",
    "both lead",
    "far apart in their reports",
    "both quoted",
    "one quoted",
    "both whole",
    "same subject and verb",
];
const N_WORDS: usize = 12;
const N_OWN: usize = 34;
const N_THINGS: usize = N_OWN - N_WORDS - 2;

fn words_of(own: &[Weighed], around: &[Weighed], one: usize, other: usize) -> [f32; N_WORDS] {
    let (shared, cosine) = own[one].shared(&own[other]);
    let sum: f32 = shared.iter().sum();
    let (short, long) = (
        own[one].sum.min(own[other].sum),
        own[one].sum.max(own[other].sum),
    );
    let nth = |n: usize| (shared.get(n).unwrap_or(&0.0) / 3.0).min(1.0);
    let n_words = (own[one].words.len(), own[other].words.len());
    let (beside, beside_cosine) = around[one].shared(&around[other]);
    let covered = sum / long.max(1e-6);
    let beside_long = around[one].sum.max(around[other].sum).max(1e-6);
    [
        cosine,
        sum / short.max(1e-6),
        covered,
        nth(0),
        nth(1),
        nth(2),
        (shared.len() as f32 / 8.0).min(1.0),
        (n_words.0.min(n_words.1) as f32 / 12.0).min(1.0),
        (n_words.0.max(n_words.1) as f32 / 24.0).min(1.0),
        beside_cosine,
        beside.iter().sum::<f32>() / beside_long,
        cosine * covered,
    ]
}

fn things(story: &Story, one: &Clause, other: &Clause) -> [f32; N_THINGS] {
    let rarity = &story.rarity;
    let apart = |one: &WordSet, other: &WordSet| {
        yes(!one.is_empty() && !other.is_empty() && one.is_disjoint(other))
    };
    let shares = |one: &WordSet, other: &WordSet| rarity.contained(one, other) as f32;
    let actors = one.actors.intersection(&other.actors).count();
    let fewest = one.actors.len().min(other.actors.len());
    let subjects = shares(&one.subject, &other.subject);
    let same_verb = yes(one.verb == other.verb);
    let (a, b) = (sides(&one.verb), sides(&other.verb));
    let opposes = a.iter().any(|(line, side)| b.contains(&(*line, !side)));
    let tenses = (one.tense, other.tense);
    let is_open = tenses.0 == Tense::Open || tenses.1 == Tense::Open;
    [
        shares(&one.names, &other.names),
        apart(&one.names, &other.names),
        yes(!one.numbers.is_disjoint(&other.numbers)),
        apart(&one.numbers, &other.numbers),
        yes(one.numbers.is_empty() != other.numbers.is_empty()),
        actors as f32 / fewest.max(1) as f32,
        yes(fewest > 0 && actors == 0),
        subjects,
        apart(&one.subject, &other.subject),
        same_verb,
        yes(opposes),
        yes(one.is_negated != other.is_negated),
        yes(tenses.0 != tenses.1 && !is_open),
        yes(tenses.0 == tenses.1 && !is_open),
        yes(one.is_lead && other.is_lead),
        (one.place - other.place).abs(),
        yes(one.is_quoted && other.is_quoted),
        yes(one.is_quoted != other.is_quoted),
        yes(one.is_whole && other.is_whole),
        subjects * same_verb,
    ]
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// How many numbers are read of the acts of two clauses.
const N_ACTS: usize = 20;
/// What is asked of the acts that two clauses tell: how likely they are one, and what is asked of two acts.
const OF_ACTS: [&str; N_ACTS] = [
    "one act",
    "same meaning",
    "a meaning shared",
    "near meaning",
    "wider meaning",
    "told in one sentence",
    "told in one report",
    "agents shared",
    "agents apart",
    "patients shared",
    "patients apart",
    "parties shared",
    "parties apart",
    "places shared",
    "places apart",
    "same time",
    "other time",
    "reports alike here",
    "reports shared",
    "reports likely",
];

/// Where what is asked of two acts stands among all that `identity` reads of them.
static PLACES: LazyLock<[usize; N_ACTS - 1]> = LazyLock::new(|| asked(&OF_ACTS[1..]));

/// What the acts of two clauses have in common, by [`OF_ACTS`].
fn of_acts(all: &pair::Features, likely: f32) -> [f32; N_ACTS] {
    let mut found = [0.0; N_ACTS];
    found[0] = likely;
    for (found, place) in found[1..].iter_mut().zip(*PLACES) {
        *found = all[place];
    }
    found
}
