//! Trains how articles of a stream are joined to episodes (`story_join.bin`).
//!
//! Two steps. The first learns from the words of two articles whether they tell one event. The second learns from
//! streams that are made up: stories are thinned out, some to one article that nobody else tells, given days and
//! outlets, and set beside others of the same kind, so that times, outlets and neighbours can be weighed. With dates
//! it learns from reports of sagas (`made`), and by few numbers, those that say how a pair stands among others: they
//! mean the same in other news. All figures are by cross-validation over five parts, parted by story. The same data
//! gives the same bytes.

pub mod logistic;
mod made;
mod measure;
mod sets;
mod streams;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use entente_story::stories::model::{Model, Scorer, Tree, byte_of};
use entente_story::stories::{Sketch, neighbours};

use super::N_FOLDS;
use super::trees::{self, Examples};
use sets::Set;
use streams::Form;

const OUT: &str = "crates/entente-story/data/story_join.bin";
/// Terms of the background stand in at least so many of its articles.
const LEAST_WITH: u16 = 3;
/// Thresholds that are tried on the parts that are held out.
const LEASTS: [f32; 6] = [0.35, 0.4, 0.45, 0.5, 0.55, 0.6];

/// The numbers by which articles with dates are joined.
const JOINED_BY: [&str; 9] = [
    "same day",
    "one day",
    "two days",
    "more days",
    "same outlet",
    "telling",
    "nearest telling of one",
    "nearest alike of both",
    "words at least so",
];

/// Articles that were joined in error count so much more than those that were left apart: what two reports of one event
/// tell counts as confirmed.
const FALSE_JOIN: f32 = 2.0;

/// One example: numbers from 0 to 1, what is right, and how much it counts.
pub struct Example {
    pub features: Vec<f32>,
    pub answer: bool,
    pub weight: f32,
}

/// `train stories [DIR]`: `DIR` holds the evaluation data of all tasks.
pub fn run(arguments: &[String]) -> Result<()> {
    let folder = arguments
        .first()
        .map_or_else(|| PathBuf::from("../shared/eval"), PathBuf::from);
    let mut sets = sets::read(&folder)?;
    let background = background(&sets);
    let mut model = background.clone();
    for set in &mut sets {
        set.compare(&background);
        println!(
            "{} {} articles {} pairs {} of one event",
            set.name,
            set.sketches.len(),
            set.pairs.len(),
            set.n_yes()
        );
    }
    let parts: Vec<Scorer> = (0..N_FOLDS)
        .map(|part| words_scorer(&sets, |fold| fold != part))
        .collect();
    model.words = words_scorer(&sets, |_| true);
    let mut sagas = made::sagas(&sets);
    sagas
        .iter_mut()
        .for_each(|set| set.background = background.clone());
    let dated = [Form::Thinned, Form::Thinned, Form::Dated];
    let join = |keeps: &dyn Fn(u64) -> bool, n_streams: usize| {
        let mut examples = streams::examples(&sagas, &parts, keeps, n_streams, &dated);
        let apart = examples.iter_mut().filter(|example| !example.answer);
        apart.for_each(|example| example.weight *= FALSE_JOIN);
        weights_of(JOINED_BY.as_slice(), examples)
    };
    let join_undated = |keeps: &dyn Fn(u64) -> bool, n_streams: usize| {
        let forms = [Form::Undated];
        scorer(&streams::examples(&sets, &parts, keeps, n_streams, &forms))
    };
    let joins: Vec<(Scorer, Scorer)> = (0..N_FOLDS)
        .map(|part| {
            let keeps = |fold| fold != part;
            (join(&keeps, 6), join_undated(&keeps, 2))
        })
        .collect();
    model.join = join(&|_| true, 16);
    model.join_undated = join_undated(&|_| true, 1);
    let held_out = |part: usize| Model {
        words: parts[part].clone(),
        join: joins[part].0.clone(),
        join_undated: joins[part].1.clone(),
        ..model.clone()
    };
    let models: Vec<Model> = (0..N_FOLDS as usize).map(held_out).collect();
    model.least = measure::choose_least(&sets, &models, &LEASTS);
    let bytes = model.to_bytes();
    std::fs::write(OUT, &bytes)?;
    println!("{} bytes to {OUT}, least {}", bytes.len(), model.least);
    show("words", &entente_story::stories::pair::NAMES, &model.words);
    show("undated", &neighbours::NAMES, &model.join_undated);
    show("join", &neighbours::NAMES, &model.join);
    Ok(())
}

/// A model that knows only how many of the training articles hold each term.
fn background(sets: &[Set]) -> Model {
    let mut n_with: BTreeMap<u32, u16> = BTreeMap::new();
    let sketches: Vec<&Sketch> = sets.iter().flat_map(|set| &set.sketches).collect();
    for term in sketches.iter().flat_map(|sketch| sketch.terms()) {
        let n = n_with.entry(term).or_default();
        *n = n.saturating_add(1);
    }
    n_with.retain(|_, n| *n >= LEAST_WITH);
    Model {
        n_reports: sketches.len() as u32,
        background: n_with.into_iter().collect(),
        ..Model::default()
    }
}

/// Learns the first step from pairs whose articles are both in the kept folds.
fn words_scorer(sets: &[Set], keeps: impl Fn(u64) -> bool) -> Scorer {
    let mut examples = Vec::new();
    for set in sets {
        for pair in &set.pairs {
            if keeps(set.folds[pair.one]) && keeps(set.folds[pair.other]) {
                examples.push(Example {
                    features: pair.features.to_vec(),
                    answer: pair.answer,
                    weight: set.weight,
                });
            }
        }
    }
    scorer(&examples)
}

/// A weighted sum of the named numbers.
fn weights_of(names: &[&str], mut examples: Vec<Example>) -> Scorer {
    let n = examples.len().max(1) as f32;
    let mut means = vec![0.0; neighbours::N_FEATURES];
    for (idx, mean) in means.iter_mut().enumerate() {
        let values = examples.iter().map(|example| example.features[idx]);
        *mean = values.sum::<f32>() / n;
    }
    // Numbers around 0 let Newton's steps be small.
    for example in &mut examples {
        for (idx, value) in example.features.iter_mut().enumerate() {
            let is_named = names.contains(&neighbours::NAMES[idx]);
            *value = if is_named { *value - means[idx] } else { 0.0 };
        }
    }
    let (start, weights) = logistic::fit(&examples);
    let by_means = weights
        .iter()
        .zip(&means)
        .map(|(weight, mean)| weight * mean);
    Scorer {
        start: start - by_means.sum::<f32>(),
        weights,
        ..Scorer::default()
    }
}

/// A weighted sum and trees.
fn scorer(examples: &[Example]) -> Scorer {
    let (start, weights) = logistic::fit(examples);
    let mut table = Examples::new(weights.len());
    for example in examples {
        for (column, value) in table.columns.iter_mut().zip(&example.features) {
            column.push(byte_of(*value));
        }
        table.answers.push(f32::from(u8::from(example.answer)));
        table.weights.push(example.weight);
    }
    let settings = trees::Settings {
        n_trees: 80,
        depth: 4,
        rate: 0.1,
        shrink: 5.0,
        row_share: 0.7,
        column_share: 0.7,
    };
    let stage = trees::train(&table, &settings);
    let tree = |tree: entente_page::blocks::Tree| Tree {
        questions: std::array::from_fn(|level| {
            let (feature, threshold) = tree.questions[level];
            (feature as u8, threshold)
        }),
        leaves: std::array::from_fn(|leaf| tree.leaves[leaf]),
    };
    Scorer {
        start,
        weights,
        tree_start: stage.start,
        trees: stage.trees.into_iter().map(tree).collect(),
    }
}

fn show(step: &str, names: &[&str], scorer: &Scorer) {
    let weights = names
        .iter()
        .zip(&scorer.weights)
        .map(|(name, weight)| format!("{name} {weight:.2}"));
    println!(
        "{step}: start {:.2}, {}",
        scorer.start,
        weights.collect::<Vec<_>>().join(", ")
    );
}
