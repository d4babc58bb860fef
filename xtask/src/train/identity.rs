//! Trains how likely two mentions tell one act (`event_identity.bin`).
//!
//! Mentions are given, stories are our own, every pair of mentions of a story is an example. All figures are by
//! cross-validation: each topic is grouped by the model of the others. The same data gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;
use entente_story::identity::model::Model;
use entente_story::identity::pair::{Features, N_FEATURES, NAMES};
use entente_story::identity::{Compared, groups};

use super::stories::{Example, logistic};
use crate::eval::coreference::{self, Told};

const OUT: &str = "crates/entente-story/data/event_identity.bin";
/// How strongly weights are wished near 0, in examples.
const RIDGE: f64 = 300.0;

/// A story with every pair of its mentions, and which of them are one act.
pub struct Story {
    pub told: Told,
    pub pairs: Vec<Compared>,
    answers: Vec<bool>,
}

/// `train identity [DIR]`: `DIR` holds the mentions.
pub fn run(arguments: &[String]) -> Result<()> {
    let folder = arguments.first().map_or_else(
        || PathBuf::from("../shared/eval/coreference"),
        PathBuf::from,
    );
    let stories = read(&folder)?;
    let n_pairs: usize = stories.iter().map(|story| story.pairs.len()).sum();
    println!("{} stories, {n_pairs} pairs of mentions", stories.len());
    let model = fit(&stories, |_| true);
    let bytes = model.to_bytes();
    std::fs::write(OUT, &bytes)?;
    println!("{} bytes to {OUT}, start {:.2}", bytes.len(), model.start);
    for (name, weight) in NAMES.iter().zip(&model.weights) {
        println!("{name:30} {weight:.2}");
    }
    coreference::score(&folder, &by_topic(&stories))
}

/// The mentions of a folder, compared.
pub fn read(folder: &Path) -> Result<Vec<Story>> {
    let gold = coreference::gold(folder)?;
    let compare = |told: Told| {
        let pairs = told.compared();
        let chain = |idx: usize| gold.get(&told.ids[idx]);
        let answers = pairs
            .iter()
            .map(|pair| chain(pair.one) == chain(pair.other))
            .collect();
        Story {
            told,
            pairs,
            answers,
        }
    };
    Ok(coreference::read(folder)?
        .into_iter()
        .map(compare)
        .collect())
}

/// The chain of each mention, each topic grouped by the model of the others.
pub fn by_topic(stories: &[Story]) -> BTreeMap<String, String> {
    let topics: BTreeSet<&str> = stories
        .iter()
        .map(|story| story.told.topic.as_str())
        .collect();
    let mut chains = BTreeMap::new();
    for topic in topics {
        let model = fit(stories, |other| other != topic);
        for story in stories.iter().filter(|story| story.told.topic == topic) {
            let told = &story.told;
            chains.extend(told.chains(groups(
                &told.documents,
                &told.mentions,
                &story.pairs,
                &model,
            )));
        }
    }
    chains
}

/// Learns from the stories of some topics. Large stories have more pairs, but not as many times more to say.
fn fit(stories: &[Story], keeps: impl Fn(&str) -> bool) -> Model {
    let kept: Vec<&Story> = stories
        .iter()
        .filter(|story| keeps(&story.told.topic))
        .collect();
    let n_pairs: usize = kept.iter().map(|story| story.pairs.len()).sum();
    let roots: f64 = kept
        .iter()
        .map(|story| (story.pairs.len() as f64).sqrt())
        .sum();
    let scale = n_pairs as f64 / roots.max(1.0);
    let mut examples = Vec::new();
    for story in kept {
        let weight = scale / (story.pairs.len() as f64).sqrt();
        for (pair, answer) in story.pairs.iter().zip(&story.answers) {
            examples.push(Example {
                features: pair.features.to_vec(),
                answer: *answer,
                weight: weight as f32,
            });
        }
    }
    let (start, found) = logistic::fit_with(&examples, RIDGE);
    let mut weights: Features = [0.0; N_FEATURES];
    weights
        .iter_mut()
        .zip(found)
        .for_each(|(weight, found)| *weight = found);
    Model { start, weights }
}
