//! How well stories are found in the parts that a model did not learn from.

use std::collections::BTreeMap;

use entente_story::stories::model::Model;
use entente_story::stories::{Settings, Stream};

use super::sets::Set;

/// The threshold that does best on average over all articles, each part placed by the model that did not learn from it.
pub fn choose_least(sets: &[Set], models: &[Model], leasts: &[f32]) -> f32 {
    let mut best = (0.0, 0.5);
    for &least in leasts {
        let mut line = format!("least {least:.2}");
        let mut sum = 0.0;
        for set in sets {
            let (bcubed, pairwise) = score(&set.events, &placed(set, models, least));
            line += &format!("  {} {bcubed:.4} / {pairwise:.4}", set.name);
            sum += bcubed * set.sketches.len() as f64;
        }
        println!("{line}");
        if sum > best.0 {
            best = (sum, least);
        }
    }
    best.1
}

/// The episode of each article.
fn placed(set: &Set, models: &[Model], least: f32) -> Vec<u64> {
    let mut found = vec![0; set.sketches.len()];
    for (part, model) in models.iter().enumerate() {
        let model = Model {
            least,
            ..model.clone()
        };
        let mut stream = Stream::with_model(Settings::default(), &model);
        for (place, sketch) in set.sketches.iter().enumerate() {
            if set.folds[place] == part as u64 {
                // Dates of these sets say little: some are missing, some are of other years.
                stream.push(place as u64, sketch.clone().told(None, 0));
            }
        }
        stream.finish();
        for episode in stream.take_over() {
            for article in episode.articles {
                found[article as usize] = (part as u64) << 32 | u64::from(episode.id.0);
            }
        }
    }
    found
}

/// BCubed F1 and pairwise F1.
fn score(gold: &[u32], found: &[u64]) -> (f64, f64) {
    let mut both: BTreeMap<(u32, u64), f64> = BTreeMap::new();
    let (mut golds, mut founds) = (BTreeMap::new(), BTreeMap::new());
    for (gold, found) in gold.iter().zip(found) {
        *both.entry((*gold, *found)).or_default() += 1.0;
        *golds.entry(*gold).or_default() += 1.0;
        *founds.entry(*found).or_default() += 1.0;
    }
    let n = gold.len() as f64;
    let precision: f64 = both
        .iter()
        .map(|((_, found), c)| c * c / founds[found])
        .sum::<f64>()
        / n;
    let recall: f64 = both
        .iter()
        .map(|((gold, _), c)| c * c / golds[gold])
        .sum::<f64>()
        / n;
    let pairs =
        |counts: &mut dyn Iterator<Item = f64>| counts.map(|c| c * (c - 1.0) / 2.0).sum::<f64>();
    let hit = pairs(&mut both.values().copied());
    let (said, truth) = (
        pairs(&mut founds.values().copied()),
        pairs(&mut golds.values().copied()),
    );
    let f1 = |p: f64, r: f64| {
        if p + r > 0.0 {
            2.0 * p * r / (p + r)
        } else {
            0.0
        }
    };
    (
        f1(precision, recall),
        f1(hit / f64::max(said, 1.0), hit / f64::max(truth, 1.0)),
    )
}
