//! Trains the linear models that find attributions (`quote_model.bin`).
//!
//! Logistic regression with AdaGrad, for cues and for the roles of the words around them. The same data gives
//! the same bytes. Its figures are by cross-validation over five parts, parted by the document's name.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use entente_extract::quote::learned::{
    CUE_BUCKETS, Features, Lessons, Marked, Model, ROLE_BUCKETS, ROLES, Weights, lessons,
};
use entente_extract::{actor, quote};
use entente_types::Document;
use rayon::prelude::*;
use serde_json::Value;

use super::{N_FOLDS, part};
use crate::eval::{self, events::spans};

const CUE_EPOCHS: usize = 10;
const CUE_RATE: f32 = 0.01;
const ROLE_EPOCHS: usize = 10;
const ROLE_RATE: f32 = 0.025;
const SHRINK: f32 = 1e-5;
const OUT: &str = "crates/entente-extract/data/quote_model.bin";

/// A document with what people marked in it.
struct Example {
    row: Value,
    document: Document,
    lessons: Lessons,
}

impl Example {
    fn id(&self) -> &str {
        self.row["id"].as_str().unwrap_or_default()
    }
}

/// `train quotes PARSED.jsonl [DIR]`: writes the predictions of the parts held out to
/// `target/eval/quotes.folds.jsonl` and scores them, then trains on everything and writes the table.
pub fn run(arguments: &[String]) -> Result<()> {
    let parsed = arguments
        .first()
        .context("give the parsed documents of the quotes task")?;
    let folder = arguments
        .get(1)
        .map_or_else(|| PathBuf::from("../shared/eval/quotes"), PathBuf::from);
    let examples = read(Path::new(parsed), &folder)?;
    let lines: Vec<String> = cross_validated(&examples)
        .iter()
        .map(Value::to_string)
        .collect();
    std::fs::create_dir_all("target/eval")?;
    let out = PathBuf::from("target/eval/quotes.folds.jsonl");
    std::fs::write(&out, lines.join("\n") + "\n")?;
    eval::score("quotes", &folder, &out)?;
    let all: Vec<&Example> = examples.iter().collect();
    let bytes = train(&all);
    std::fs::write(OUT, &bytes)?;
    println!("{} documents, {} bytes to {OUT}", all.len(), bytes.len());
    Ok(())
}

fn read(parsed: &Path, folder: &Path) -> Result<Vec<Example>> {
    let gold = eval::rows(&folder.join("gold.jsonl"))?;
    let documents = eval::documents(parsed, &gold)?;
    let examples = documents.into_par_iter().zip(gold).map(|(document, row)| {
        let marked = marked(&document, &row);
        Example {
            lessons: lessons(&document, &marked),
            row,
            document,
        }
    });
    Ok(examples.collect())
}

/// The attributions of a line of the gold, with places in bytes.
fn marked(document: &Document, gold: &Value) -> Vec<Marked> {
    let attributions = gold["attributions"].as_array().into_iter().flatten();
    attributions
        .map(|one| Marked {
            source: spans(document, &one["source"]),
            cue: spans(document, &one["cue"]),
            content: spans(document, &one["content"]),
        })
        .collect()
}

/// The predictions for every document, by a model that has not seen it.
fn cross_validated(examples: &[Example]) -> Vec<Value> {
    let folds: Vec<u64> = (0..N_FOLDS).collect();
    let models: Vec<Option<Model>> = folds
        .par_iter()
        .map(|&fold| {
            let seen: Vec<&Example> = examples
                .iter()
                .filter(|one| part(one.id()) != fold)
                .collect();
            Model::from_bytes(&train(&seen))
        })
        .collect();
    let predictions = examples.par_iter().filter_map(|example| {
        let model = models[part(example.id()) as usize].as_ref()?;
        let actors = actor::find(&example.document);
        let quotes = quote::find_by(&example.document, &actors, &[], model);
        let found = quotes.iter().map(|found| &found.value);
        Some(eval::quotes::of_quotes(
            &example.row,
            &example.document,
            found,
        ))
    });
    predictions.collect()
}

fn train(examples: &[&Example]) -> Vec<u8> {
    let cues: Vec<(&Features, usize)> = examples
        .iter()
        .flat_map(|one| &one.lessons.cues)
        .map(|(features, answer)| (features, usize::from(*answer)))
        .collect();
    let roles: Vec<(&Features, usize)> = examples
        .iter()
        .flat_map(|one| &one.lessons.roles)
        .map(|(features, role)| (features, *role))
        .collect();
    let cues = yes_or_no(&cues);
    let roles = one_of_several(&roles);
    Weights {
        cues: &cues,
        roles: &roles,
    }
    .to_bytes()
}

/// Weights of a logistic regression.
fn yes_or_no(examples: &[(&Features, usize)]) -> Vec<f32> {
    let mut weights = vec![0.0_f32; CUE_BUCKETS];
    let mut squares = vec![1e-6_f32; CUE_BUCKETS];
    for_each(examples, CUE_EPOCHS, |features, answer| {
        let at = |bucket: u32| bucket as usize % CUE_BUCKETS;
        let score: f32 = features.iter().map(|&bucket| weights[at(bucket)]).sum();
        let error = 1.0 / (1.0 + (-score).exp()) - answer as f32;
        for &bucket in features {
            let slope = error + SHRINK * weights[at(bucket)];
            squares[at(bucket)] += slope * slope;
            weights[at(bucket)] -= CUE_RATE * slope / squares[at(bucket)].sqrt();
        }
    });
    weights
}

/// Weights of a multinomial logistic regression over [`ROLES`].
fn one_of_several(examples: &[(&Features, usize)]) -> Vec<f32> {
    const N: usize = ROLES.len();
    let mut weights = vec![0.0_f32; ROLE_BUCKETS * N];
    let mut squares = vec![1e-6_f32; ROLE_BUCKETS * N];
    for_each(examples, ROLE_EPOCHS, |features, answer| {
        let mut scores = [0.0_f32; N];
        for &bucket in features {
            let row = &weights[bucket as usize % ROLE_BUCKETS * N..][..N];
            scores
                .iter_mut()
                .zip(row)
                .for_each(|(score, weight)| *score += weight);
        }
        let highest = scores.iter().copied().fold(f32::MIN, f32::max);
        let powers = scores.map(|score| (score - highest).exp());
        let total: f32 = powers.iter().sum();
        for &bucket in features {
            for (class, power) in powers.iter().enumerate() {
                let at = bucket as usize % ROLE_BUCKETS * N + class;
                let error = power / total - f32::from(u8::from(class == answer));
                let slope = error + SHRINK * weights[at];
                squares[at] += slope * slope;
                weights[at] -= ROLE_RATE * slope / squares[at].sqrt();
            }
        }
    });
    weights
}

/// Goes through the examples again and again, each time in another order that the seed fixes.
fn for_each(
    examples: &[(&Features, usize)],
    n_epochs: usize,
    mut step: impl FnMut(&Features, usize),
) {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..n_epochs {
        for last in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(last, (state % (last as u64 + 1)) as usize);
        }
        for &idx in &order {
            step(examples[idx].0, examples[idx].1);
        }
    }
}
