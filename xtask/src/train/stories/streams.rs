//! Streams that are made up from articles whose events are known.
//!
//! What they assume: nine in ten reports of an event come on its first two days, events of one kind follow each
//! other within days, an outlet seldom tells one event twice, and most articles are told by nobody else.

use std::collections::BTreeMap;

use entente_story::stories::neighbours::N_FEATURES;
use entente_story::stories::{Sketch, lesson};

use super::sets::Set;
use super::{Example, is_neighbour};
use crate::train::trees::Random;

/// After how many days each share of the reports of an event comes, in per cent.
const DELAYS: [u64; 4] = [62, 32, 4, 2];
/// How many reports of an event are in a stream that is thinned out; each is as likely as it stands here often.
const SIZES: [usize; 8] = [1, 1, 1, 2, 2, 3, 4, 6];
const N_OUTLETS: u64 = 12;
/// In so many of a hundred reports the outlet has not told the event before.
const FIRST_BY_OUTLET: u64 = 95;
/// Events that begin on one day, where most are about the same few people, and elsewhere.
const A_DAY: (u64, u64) = (12, 5);
/// How much a pair counts if one of its articles is told by nobody else: there are many, and what matters is which of
/// several stories an article joins.
const ALONE: f32 = 0.2;
/// Days that a stream can look back.
const WINDOW: u32 = 3;

/// What the second step learns from: `n_streams` streams of each set and form, from the articles in the kept folds.
pub fn examples(
    sets: &[Set],
    keeps: impl Fn(u64) -> bool,
    n_streams: usize,
    forms: &[Form],
) -> Vec<Example> {
    let mut random = Random(11);
    let mut found = Vec::new();
    for _ in 0..n_streams {
        for set in sets {
            for &form in forms {
                found.extend(one_stream(set, &keeps, form, &mut random));
            }
        }
    }
    found
}

/// What a stream is like.
#[derive(Clone, Copy, PartialEq)]
pub enum Form {
    /// Few reports of each event, with dates.
    Thinned,
    /// All reports, with dates.
    Dated,
    /// All reports, without dates.
    Undated,
}

fn one_stream(
    set: &Set,
    keeps: &impl Fn(u64) -> bool,
    form: Form,
    random: &mut Random,
) -> Vec<Example> {
    let mut of_event: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for place in (0..set.sketches.len()).filter(|place| keeps(set.folds[*place])) {
        of_event.entry(set.events[place]).or_default().push(place);
    }
    let per_day = if set.name == "quotes" {
        A_DAY.0
    } else {
        A_DAY.1
    };
    let n_days = (of_event.len() as u64 / per_day).max(4);
    let mut days: BTreeMap<u32, i32> = BTreeMap::new();
    let mut sketches: Vec<Sketch> = Vec::new();
    let mut here: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, mut places) in of_event {
        if form == Form::Thinned {
            shuffle(&mut places, random);
            places.truncate(SIZES[random.below(SIZES.len() as u64) as usize]);
        }
        let kind = set.kinds[places[0]];
        // Events of one kind come within days of each other.
        let day = match days.get(&kind) {
            Some(day) => day + random.below(7) as i32 - 3,
            None => random.below(n_days) as i32,
        };
        days.insert(kind, day);
        let first_outlet = random.below(N_OUTLETS);
        for (nth, place) in places.into_iter().enumerate() {
            let is_first = random.below(100) < FIRST_BY_OUTLET;
            let outlet = if is_first {
                (first_outlet + nth as u64) % N_OUTLETS
            } else {
                random.below(N_OUTLETS)
            };
            let told = match form {
                Form::Undated => set.sketches[place].clone().told(None, 0),
                _ => set.sketches[place]
                    .clone()
                    .told(Some(day + delay(random)), outlet as u32 + 1),
            };
            here.insert(place, sketches.len());
            sketches.push(told);
        }
    }
    learn_from(set, &sketches, &here)
}

fn delay(random: &mut Random) -> i32 {
    let mut left = random.below(100);
    for (days, share) in DELAYS.into_iter().enumerate() {
        if left < share {
            return days as i32;
        }
        left -= share;
    }
    0
}

fn shuffle(places: &mut [usize], random: &mut Random) {
    for end in (1..places.len()).rev() {
        places.swap(end, random.below(end as u64 + 1) as usize);
    }
}

fn learn_from(set: &Set, sketches: &[Sketch], here: &BTreeMap<usize, usize>) -> Vec<Example> {
    let mut pairs = Vec::new();
    let mut answers = Vec::new();
    for pair in set.pairs.iter().filter(|pair| is_neighbour(pair.odds)) {
        let (Some(&one), Some(&other)) = (here.get(&pair.one), here.get(&pair.other)) else {
            continue;
        };
        let minutes = sketches[one].minute().zip(sketches[other].minute());
        if minutes.is_none_or(|(one, other)| one.abs_diff(other) <= u64::from(WINDOW) * 1440) {
            pairs.push(lesson::Pair {
                one,
                other,
                odds: pair.odds,
                alike: pair.alike,
            });
            answers.push(pair.answer);
        }
    }
    // Every stream counts by its articles, however many pairs they make.
    let weight = sketches.len() as f32 / pairs.len().max(1) as f32;
    let is_alone = alone(set, here);
    let joined = lesson::joined(sketches, &pairs);
    let examples = joined.into_iter().zip(answers).zip(&pairs);
    let example =
        |((features, answer), pair): (([f32; N_FEATURES], bool), &lesson::Pair)| Example {
            features: features.to_vec(),
            answer,
            weight: weight
                * if is_alone[pair.one] || is_alone[pair.other] {
                    ALONE
                } else {
                    1.0
                },
        };
    examples.map(example).collect()
}

/// For each article of a stream: does nobody else in it tell its event?
fn alone(set: &Set, here: &BTreeMap<usize, usize>) -> Vec<bool> {
    let mut n_told: BTreeMap<u32, usize> = BTreeMap::new();
    for place in here.keys() {
        *n_told.entry(set.events[*place]).or_default() += 1;
    }
    let mut is_alone = vec![false; here.len()];
    for (place, at) in here {
        is_alone[*at] = n_told[&set.events[*place]] < 2;
    }
    is_alone
}
