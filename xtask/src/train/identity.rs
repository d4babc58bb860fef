//! Trains how likely two mentions tell one act (`event_identity.bin`).
//!
//! Mentions are given, stories are our own, every pair of mentions of a story is an example. All figures are by
//! cross-validation: each topic is grouped by the model of the others. The same data gives the same bytes. Acts of whole
//! reports have a sum of their own (`judged`).

pub mod judged;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;
use entente_story::identity::model::{Model, Sum};
use entente_story::identity::{Compared, groups, neighbours, pair};

use super::stories::{Example, logistic};
use crate::eval::coreference::{self, Told};

const OUT: &str = "crates/entente-story/data/event_identity.bin";
/// How strongly weights are wished near 0, in examples.
const PAIR_RIDGE: f64 = 300.0;
const NEIGHBOURS_RIDGE: f64 = 300.0;

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
    let model = Lessons {
        stories: &stories,
        pair: BTreeMap::new(),
    }
    .model(None);
    let judged = judged::read(&stories)?;
    let model = Model {
        told: judged::learn(&stories, &judged, None),
        ..model
    };
    let bytes = model.to_bytes();
    std::fs::write(OUT, &bytes)?;
    println!("{} bytes to {OUT}", bytes.len());
    let pair = pair::NAMES.iter().zip(&model.pair.weights);
    for (name, weight) in pair.chain(neighbours::NAMES.iter().zip(&model.neighbours.weights)) {
        println!("{name:30} {weight:.2}");
    }
    judged::score(&stories, &judged);
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
    let mut lessons = Lessons {
        stories,
        pair: BTreeMap::new(),
    };
    let mut chains = BTreeMap::new();
    for topic in lessons.topics() {
        let model = lessons.model(Some(topic));
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

/// Learns, and keeps what was learned of pairs: without two topics it serves twice.
struct Lessons<'a> {
    stories: &'a [Story],
    /// By the topics that are left out.
    pair: BTreeMap<BTreeSet<&'a str>, Sum<{ pair::N_FEATURES }>>,
}

impl<'a> Lessons<'a> {
    fn topics(&self) -> BTreeSet<&'a str> {
        self.stories
            .iter()
            .map(|story| story.told.topic.as_str())
            .collect()
    }

    /// Both sums from all topics but one. The second learns from pairs of which the first knew nothing.
    fn model(&mut self, without: Option<&'a str>) -> Model {
        let stories = self.stories;
        let topics = self
            .topics()
            .into_iter()
            .filter(|topic| Some(*topic) != without);
        let mut kept = Vec::new();
        for topic in topics {
            let first = self.pair(without.into_iter().chain([topic]).collect());
            for story in stories.iter().filter(|story| story.told.topic == topic) {
                kept.push((story, story.beside_neighbours(&first)));
            }
        }
        let lessons = kept
            .iter()
            .map(|(story, features)| (*story, features.iter().copied()));
        let neighbours = fit(lessons.collect(), NEIGHBOURS_RIDGE);
        let pair = self.pair(without.into_iter().collect());
        Model {
            told: pair.clone(),
            pair,
            neighbours,
        }
    }

    fn pair(&mut self, without: BTreeSet<&'a str>) -> Sum<{ pair::N_FEATURES }> {
        let stories = self.stories;
        let learn = |without: &BTreeSet<&str>| {
            let kept = stories
                .iter()
                .filter(|story| !without.contains(story.told.topic.as_str()));
            let lessons = kept.map(|story| (story, story.pairs.iter().map(|pair| pair.features)));
            fit(lessons.collect(), PAIR_RIDGE)
        };
        self.pair
            .entry(without.clone())
            .or_insert_with(|| learn(&without))
            .clone()
    }
}

impl Story {
    /// What the second sum reads, if the first is `pair`.
    fn beside_neighbours(&self, pair: &Sum<{ pair::N_FEATURES }>) -> Vec<neighbours::Features> {
        let link = |compared: &Compared| {
            (
                compared.one,
                compared.other,
                pair.probability(&compared.features),
            )
        };
        let links: Vec<(usize, usize, f32)> = self.pairs.iter().map(link).collect();
        neighbours::features(self.told.mentions.len(), &links)
    }
}

/// Learns a sum. Large stories have more pairs, but not as many times more to say.
fn fit<const N: usize>(
    lessons: Vec<(&Story, impl Iterator<Item = [f32; N]>)>,
    ridge: f64,
) -> Sum<N> {
    let n_pairs: usize = lessons.iter().map(|(story, _)| story.pairs.len()).sum();
    let roots: f64 = lessons
        .iter()
        .map(|(story, _)| (story.pairs.len() as f64).sqrt())
        .sum();
    let scale = n_pairs as f64 / roots.max(1.0);
    let mut examples = Vec::new();
    for (story, features) in lessons {
        let weight = (scale / (story.pairs.len() as f64).sqrt()) as f32;
        for (features, answer) in features.zip(&story.answers) {
            examples.push(Example {
                features: features.to_vec(),
                answer: *answer,
                weight,
            });
        }
    }
    sum(&examples, ridge)
}

/// The sum that fits the examples best.
pub fn sum<const N: usize>(examples: &[Example], ridge: f64) -> Sum<N> {
    let (start, found) = logistic::fit_with(examples, ridge);
    let mut weights = [0.0; N];
    weights
        .iter_mut()
        .zip(found)
        .for_each(|(weight, found)| *weight = found);
    Sum { start, weights }
}
