//! Streams that are made up from articles whose events are known.
//!
//! What they assume: nine in ten reports of an event come on its first two days, events of one kind follow each
//! other within days, an outlet seldom tells one event twice, and most articles are told by nobody else.

use std::collections::BTreeMap;

use entente_story::stories::model::Scorer;
use entente_story::stories::{Sketch, lesson, pair};

use super::Example;
use super::sets::Set;
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
const WINDOW: u64 = 3;

/// What the second step learns from: `n_streams` streams of each set and form, from the articles in the kept folds. `parts`
/// judge the words of the articles of each fold without having learned from them.
pub fn examples(
    sets: &[Set],
    parts: &[Scorer],
    keeps: impl Fn(u64) -> bool,
    n_streams: usize,
    forms: &[Form],
) -> Vec<Example> {
    let mut random = Random(11);
    let mut found = Vec::new();
    for _ in 0..n_streams {
        for set in sets {
            for &form in forms {
                found.extend(one_stream(set, parts, &keeps, form, &mut random));
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
    parts: &[Scorer],
    keeps: &impl Fn(u64) -> bool,
    form: Form,
    random: &mut Random,
) -> Vec<Example> {
    let mut of_event: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for place in (0..set.sketches.len()).filter(|place| keeps(set.folds[*place])) {
        of_event.entry(set.events[place]).or_default().push(place);
    }
    let per_day = if set.name.starts_with("quotes") {
        A_DAY.0
    } else {
        A_DAY.1
    };
    let n_days = (of_event.len() as u64 / per_day).max(4);
    let mut days: BTreeMap<u32, i32> = BTreeMap::new();
    let mut told: Vec<(usize, Sketch)> = Vec::new();
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
            let sketch = set.sketches[place].clone();
            let sketch = match form {
                Form::Undated => sketch.told(None, 0),
                _ => sketch.told(Some(day + delay(random)), outlet as u32 + 1),
            };
            told.push((place, sketch));
        }
    }
    shuffle(&mut told, random);
    told.sort_by_key(|(_, sketch)| sketch.minute());
    learn_from(set, parts, told)
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

fn shuffle<T>(things: &mut [T], random: &mut Random) {
    for end in (1..things.len()).rev() {
        things.swap(end, random.below(end as u64 + 1) as usize);
    }
}

fn learn_from(set: &Set, parts: &[Scorer], told: Vec<(usize, Sketch)>) -> Vec<Example> {
    let (places, sketches): (Vec<usize>, Vec<Sketch>) = told.into_iter().unzip();
    let odds = |one: usize, other: usize, features: &[f32; pair::N_FEATURES]| {
        let part = set.folds[places[one].max(places[other])];
        parts[part as usize].odds(features)
    };
    let joined = lesson::joined(&set.background, &sketches, WINDOW * 1440, odds);
    let joined: Vec<lesson::Joined> = joined
        .into_iter()
        .filter(|pair| !set.is_unsure(places[pair.one], places[pair.other]))
        .collect();
    // Every stream counts by its articles, however many pairs they make.
    let weight = sketches.len() as f32 / joined.len().max(1) as f32;
    let is_alone = alone(set, &places);
    let example = |pair: lesson::Joined| Example {
        features: pair.features.to_vec(),
        answer: set.events[places[pair.one]] == set.events[places[pair.other]],
        weight: weight
            * if is_alone[pair.one] || is_alone[pair.other] {
                ALONE
            } else {
                1.0
            },
    };
    joined.into_iter().map(example).collect()
}

/// For each article of a stream: does nobody else in it tell its event?
fn alone(set: &Set, places: &[usize]) -> Vec<bool> {
    let mut n_told: BTreeMap<u32, usize> = BTreeMap::new();
    for place in places {
        *n_told.entry(set.events[*place]).or_default() += 1;
    }
    let is_alone = |place: &usize| n_told[&set.events[*place]] < 2;
    places.iter().map(is_alone).collect()
}
