//! Trains what speaks for a person as the one whom "he" or "she" means (`pronoun_weights.tsv`).
//!
//! Nobody judged these texts. Where men and women stand near a pronoun, one of those who have its gender is meant;
//! the model learns to tell them from the others without knowing who is a man and who is a woman, and so to tell
//! men from men. The figures are by cross-validation over five parts of the articles.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use entente_extract::actor::pronoun::person::Told;
use entente_extract::actor::pronoun::rank::{Features, GROUPS, N_FEATURES};
use rayon::prelude::*;

use super::{N_FOLDS, part};
use crate::eval;

const OUT: &str = "crates/entente-extract/data/pronoun_weights.tsv";
/// Where the articles lie, below the folder of the evaluation data.
const TEXTS: [&str; 4] = ["quotes", "stories/ecbplus", "stories/fnc", "main_event"];
/// How many of the persons in the news are men.
const MEN: f64 = 0.7;
const N_ROUNDS: usize = 30;
const STEP: f64 = 0.1;
/// How strongly weights are pulled to zero, for each example.
const PULL: f64 = 1e-4;

/// A pronoun, what the persons near it show, and how likely each has its gender.
struct Example {
    part: u64,
    candidates: Vec<(Features, f64)>,
}

/// `train pronouns [DIR] [PARSED]`: `DIR` holds the evaluation data of all tasks, `PARSED` texts parsed before.
pub fn run(arguments: &[String]) -> Result<()> {
    let folder = arguments
        .first()
        .map_or_else(|| PathBuf::from("../shared/eval"), PathBuf::from);
    let mut examples = Vec::new();
    for texts in TEXTS {
        let rows = eval::rows(&folder.join(texts).join("documents.jsonl"))?;
        let name = texts.rsplit('/').next().unwrap_or_default();
        let documents = match arguments.get(1) {
            Some(parsed) => {
                eval::documents(&Path::new(parsed).join(name).with_extension("jsonl"), &rows)?
            }
            None => {
                let parse = |row| entente_language::english().parse(eval::article(row));
                rows.par_iter().map(parse).collect()
            }
        };
        for (row, document) in rows.iter().zip(&documents) {
            let id = row["id"].as_str().unwrap_or_default();
            let told = entente_extract::actor::examples(document);
            examples.extend(told.iter().filter_map(|told| example(part(id), told)));
        }
    }
    let all: Vec<&Example> = examples.iter().collect();
    let (mut fitting, mut nearest) = (0.0, 0.0);
    for fold in 0..N_FOLDS {
        let (held, others): (Vec<&Example>, Vec<&Example>) =
            all.iter().partition(|one| one.part == fold);
        let weights = fit(&others);
        fitting += held.iter().map(|one| best(&weights, one)).sum::<f64>();
        nearest += held.iter().map(|one| one.candidates[0].1).sum::<f64>();
    }
    let n = examples.len();
    println!(
        "{n} pronouns; of the gender are {fitting:.0} of those chosen, {nearest:.0} of the nearest persons"
    );
    let weights = fit(&all);
    std::fs::write(OUT, table(&weights, n))?;
    println!("weights to {OUT}");
    Ok(())
}

/// The pronoun as an example, if persons of both genders stand near it.
fn example(part: u64, told: &Told) -> Option<Example> {
    let has = |gender: char| told.candidates.iter().any(|one| one.gender == Some(gender));
    let share = |gender: Option<char>| match gender {
        Some(gender) => f64::from(u8::from(gender == told.gender)),
        None if told.gender == 'm' => MEN,
        None => 1.0 - MEN,
    };
    let candidates = told
        .candidates
        .iter()
        .map(|one| (one.features, share(one.gender)));
    (has('m') && has('f')).then(|| Example {
        part,
        candidates: candidates.collect(),
    })
}

fn score(weights: &[f64], features: &Features) -> f64 {
    features.iter().map(|&place| weights[place as usize]).sum()
}

/// How likely the person that is chosen has the pronoun's gender.
fn best(weights: &[f64], example: &Example) -> f64 {
    let scored = example
        .candidates
        .iter()
        .map(|(one, share)| (score(weights, one), share));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(0.0, |(_, share)| *share)
}

/// Softmax regression over the candidates of each pronoun, by AdaGrad in one fixed order.
fn fit(examples: &[&Example]) -> Vec<f64> {
    let mut weights = vec![0.0; N_FEATURES];
    let mut squares = vec![1e-6; N_FEATURES];
    for _ in 0..N_ROUNDS {
        for example in examples {
            let gradient = gradient(&weights, example);
            for feature in 0..N_FEATURES {
                if gradient[feature] == 0.0 {
                    continue;
                }
                let slope = gradient[feature] + PULL * weights[feature];
                squares[feature] += slope * slope;
                weights[feature] -= STEP * slope / f64::sqrt(squares[feature]);
            }
        }
    }
    weights
}

/// How the loss, the logarithm of the share of those who have the gender, changes with each weight.
fn gradient(weights: &[f64], example: &Example) -> Vec<f64> {
    let scores = example
        .candidates
        .iter()
        .map(|(one, _)| score(weights, one));
    let scores: Vec<f64> = scores.collect();
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shares: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f64 = shares.iter().sum();
    let fitting = example
        .candidates
        .iter()
        .zip(&shares)
        .map(|((_, fits), share)| fits * share);
    let fitting: f64 = fitting.sum();
    let mut gradient = vec![0.0; N_FEATURES];
    for ((features, fits), share) in example.candidates.iter().zip(&shares) {
        let wrong = share / sum - fits * share / fitting;
        for &feature in features {
            gradient[feature as usize] += wrong;
        }
    }
    gradient
}

fn table(weights: &[f64], n: usize) -> String {
    let mut table = format!(
        "# What speaks for a person as the one whom a pronoun means; written by `cargo xtask train pronouns` from {n} pronouns.\n\
         # group and value as in src/actor/pronoun/rank.rs, weight\n"
    );
    let places = GROUPS
        .iter()
        .flat_map(|(name, n_values)| (0..*n_values).map(move |value| (name, value)));
    for ((name, value), weight) in places.zip(weights) {
        _ = writeln!(table, "{name}\t{value}\t{weight:.3}");
    }
    table
}
