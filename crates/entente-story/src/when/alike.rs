//! Which dates of several reports date one thing.
//!
//! What two dates have in common, and what the acts that they hang on have in common, becomes numbers; a weighted sum of them,
//! learned from pairs that people judged (`data/date_identity.md`), is how likely they date one thing.

use std::sync::LazyLock;

use entente_types::{Anchor, Claims, Document, Precision};

use super::{Dated, MANY, dated, fits};
use crate::Settings;
use crate::frame::Tense;
use crate::identity::hung::{N_ACTS, OF_ACTS, head, of_acts};
use crate::identity::model::{Sum, sums_from_bytes};
use crate::identity::{self, Likeness, Mention};
use crate::story::Story;

/// Two dates of two reports of one story.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Where they stand.
    pub ends: [Mention; 2],
    /// What they have in common, by [`names`].
    pub features: Features,
}

/// What two dates have in common, each from 0 to 1.
pub type Features = [f32; N_FEATURES];

/// Marks the file of the learned sum.
pub const MAGIC: &[u8; 4] = b"EED1";

/// The learned part that ships with Entente: how likely two dates date one thing (`data/date_identity.md`).
static SHIPPED: LazyLock<Sum<N_FEATURES>> = LazyLock::new(|| {
    let [sum] = sums_from_bytes(MAGIC, include_bytes!("../../data/date_identity.bin"))
        .expect("the shipped sum is whole");
    sum
});

/// How many numbers there are.
pub const N_FEATURES: usize = N_OWN + N_ACTS;

/// What is asked of two dates, in the order of the numbers.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().chain(OF_ACTS)
}

/// Every pair of dates of two reports of one story of which one lies in the other.
#[must_use]
pub fn pairs(documents: &[Document], claims: &[Claims]) -> Vec<Pair> {
    let story = Story::new(documents, claims, &Settings::default());
    let dated = dated(&story);
    let mut pairs = Vec::new();
    each(&story, &dated, |one, other, features| {
        pairs.push(Pair {
            ends: [one, other].map(|idx| mention(&dated[idx])),
            features,
        });
    });
    pairs.retain(|pair| pair.ends[0].report != pair.ends[1].report);
    pairs
}

/// The pairs of dates that are at least so likely to date one thing.
pub(super) fn likely(story: &Story, dated: &[Dated], least: f64) -> Vec<(f64, usize, usize)> {
    let mut pairs = Vec::new();
    each(story, dated, |one, other, features| {
        let learned = f64::from(SHIPPED.probability(&features));
        let likely = if is_one_stretch(&dated[one], &dated[other]) {
            learned.max(SAME_ENDS)
        } else {
            learned
        };
        if likely >= least {
            pairs.push((likely, one, other));
        }
    });
    pairs
}

/// How likely two stretches of time date one thing that begin and end alike: few were judged, and it is no accident.
const SAME_ENDS: f64 = 0.9;

fn is_one_stretch(one: &Dated, other: &Dated) -> bool {
    one.is_range && other.is_range && one.period == other.period
}

fn mention(dated: &Dated) -> Mention {
    Mention {
        report: dated.told.report,
        span: dated.span,
    }
}

/// Calls `take` for every pair of dates of which one lies in the other.
fn each(story: &Story, dated: &[Dated], mut take: impl FnMut(usize, usize, Features)) {
    let is_large = dated.len() > MANY;
    let heads: Vec<Mention> = dated.iter().map(|one| head(story, mention(one))).collect();
    let known = identity::read::read(story, &heads);
    let acts = Likeness::new(story, &known);
    for one in 0..dated.len() {
        for other in one + 1..dated.len() {
            let (a, b) = (&dated[one], &dated[other]);
            if !fits(&a.period, &b.period) || (is_large && a.period != b.period) {
                continue;
            }
            let mut all = [0.0; N_FEATURES];
            all[..N_OWN].copy_from_slice(&features(story, a, b));
            all[N_OWN..].copy_from_slice(&of_acts(&acts, one, other));
            take(one, other, all);
        }
    }
}

/// What is asked of two dates, in the order of the numbers.
const NAMES: [&str; N_OWN] = [
    "same days",
    "same day",
    "same month",
    "same year",
    "a day in a month",
    "a day in a year",
    "one is a range",
    "both are ranges",
    "both ranges, same days",
    "only ones of their reports",
    "only ones, same days",
    "both absolute",
    "neither absolute",
    "same wording",
    "same hour",
    "other hour",
    "dated things contained",
    "dated things shared",
    "same dated things",
    "rare dated thing shared",
    "one dates its sentence",
    "sentences alike",
    "same tense",
    "past and future",
    "day of a report",
    "same day, things contained",
    "same day, sentences alike",
];
const N_OWN: usize = 27;

/// What two dates have in common, each from 0 to 1, by [`NAMES`].
fn features(story: &Story, one: &Dated, other: &Dated) -> [f32; N_OWN] {
    let rarity = &story.rarity;
    let topics = (&one.frame.topics, &other.frame.topics);
    let contained = rarity.contained(topics.0, topics.1) as f32;
    let sentences = rarity.shared(&one.context, &other.context) as f32;
    let is_rare = |topic: &String| rarity.weight(topic) > 0.8;
    let same = one.period == other.period;
    let finest = one.period.precision.min(other.period.precision);
    let coarsest = one.period.precision.max(other.period.precision);
    let is_day_in = |coarse| yes(finest == Precision::Day && coarsest == coarse);
    let n_ranges = [one, other].iter().filter(|dated| dated.is_range).count();
    let only = yes(one.is_only && other.is_only);
    let n_absolute = [one, other]
        .iter()
        .filter(|dated| dated.time.anchor == Anchor::Absolute)
        .count();
    let words = |dated: &Dated| story.text(dated.told.report, dated.span).to_lowercase();
    let hours = hour(one).zip(hour(other));
    let tenses = (one.frame.tense, other.frame.tense);
    let is_open = tenses.0 == Tense::Open || tenses.1 == Tense::Open;
    let of_report = |dated: &Dated| {
        let day = story.documents[dated.told.report].article.day();
        day.is_some() && day == dated.period.from
    };
    let same_day = yes(same && finest == Precision::Day);
    [
        yes(same),
        same_day,
        yes(same && finest == Precision::Month),
        yes(same && finest == Precision::Year),
        is_day_in(Precision::Month),
        is_day_in(Precision::Year),
        yes(n_ranges == 1),
        yes(n_ranges == 2),
        yes(n_ranges == 2 && same),
        only,
        only * yes(same),
        yes(n_absolute == 2),
        yes(n_absolute == 0),
        yes(words(one) == words(other)),
        yes(hours.is_some_and(|(one, other)| one == other)),
        yes(hours.is_some_and(|(one, other)| one != other)),
        contained,
        rarity.shared(topics.0, topics.1) as f32,
        yes(topics.0 == topics.1 && !topics.0.is_empty()),
        yes(topics.0.intersection(topics.1).any(is_rare)),
        yes(one.frame.is_whole || other.frame.is_whole),
        sentences,
        yes(tenses.0 == tenses.1 && !is_open),
        yes(tenses.0 != tenses.1 && !is_open),
        yes(of_report(one) || of_report(other)),
        same_day * contained,
        same_day * sentences,
    ]
}

/// The hour of a time, as its value gives it: `2031-03-04T15:00`.
fn hour<'a>(dated: &Dated<'a>) -> Option<&'a str> {
    let (_, hour) = dated.time.value.split_once('T')?;
    hour.starts_with(|c: char| c.is_ascii_digit())
        .then_some(hour)
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}
