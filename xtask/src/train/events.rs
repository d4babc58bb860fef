//! Trains the linear model that names the act between two phrases (`event_model.bin`).
//!
//! Multinomial logistic regression with AdaGrad; rare classes weigh more. The same data gives the same bytes.
//! Only the visible PLV set is used; its figure is by cross-validation over five parts, parted by the id's hash.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use entente_extract::event::learned::{CLASSES, Features, Model, N_BUCKETS, features};
use entente_types::Root;
use serde_json::{Value, json};

use crate::eval::{self, events::spans};

const N_CLASSES: usize = CLASSES.len();
const N_FOLDS: u64 = 5;
const N_EPOCHS: usize = 15;
const RATE: f32 = 0.1;
const SHRINK: f32 = 1.5e-4;
const OUT: &str = "crates/entente-extract/data/event_model.bin";

/// One question with its answer.
struct Example {
    id: String,
    features: Features,
    class: usize,
    weight: f32,
}

/// `train events PARSED.jsonl [DIR]`: cross-validates, writes the predictions of the parts held out to
/// `target/eval/events.folds.jsonl`, trains on everything and writes the table.
pub fn run(arguments: &[String]) -> Result<()> {
    let parsed = arguments
        .first()
        .context("give the parsed documents of the events task")?;
    let folder = arguments
        .get(1)
        .map_or_else(|| PathBuf::from("../shared/eval/events"), PathBuf::from);
    let examples = read(Path::new(parsed), &folder)?;
    let lines: Vec<String> = cross_validated(&examples)
        .into_iter()
        .map(|(id, root)| json!({ "id": id, "events": [{ "root": root }] }).to_string())
        .collect();
    std::fs::create_dir_all("target/eval")?;
    std::fs::write("target/eval/events.folds.jsonl", lines.join("\n") + "\n")?;
    let all: Vec<&Example> = examples.iter().collect();
    let bytes = quantised(&train(&all));
    std::fs::write(OUT, &bytes)?;
    println!(
        "{} examples, {} bytes to {OUT}",
        examples.len(),
        bytes.len()
    );
    Ok(())
}

fn read(parsed: &Path, folder: &Path) -> Result<Vec<Example>> {
    let gold = eval::rows(&folder.join("gold.jsonl"))?;
    let documents = eval::documents(parsed, &gold)?;
    let mut examples = Vec::new();
    for (document, gold) in documents
        .iter()
        .zip(&gold)
        .filter(|(_, gold)| gold["set"] == "plv")
    {
        let event = &gold["events"][0];
        let actor = spans(document, &event["actor_spans"]);
        let recipient = spans(document, &event["recipient_spans"]);
        let Some(class) = class_of(&event["root"]) else {
            continue;
        };
        examples.push(Example {
            id: gold["id"].as_str().unwrap_or_default().to_owned(),
            features: features(document, &actor, &recipient),
            class,
            weight: 1.0,
        });
    }
    weigh(&mut examples);
    Ok(examples)
}

fn class_of(root: &Value) -> Option<usize> {
    let root = if root == "YIELD" {
        json!("CONCEDE")
    } else {
        root.clone()
    };
    let root: Root = serde_json::from_value(root).ok()?;
    CLASSES.iter().position(|class| *class == root)
}

/// Rare classes weigh more, by the square root of how rare they are.
fn weigh(examples: &mut [Example]) {
    let mut counts = [0_usize; N_CLASSES];
    for example in examples.iter() {
        counts[example.class] += 1;
    }
    let fair = examples.len() as f32 / N_CLASSES as f32;
    for example in examples {
        example.weight = (fair / counts[example.class].max(1) as f32).sqrt();
    }
}

fn cross_validated(examples: &[Example]) -> BTreeMap<String, Root> {
    let mut answers = BTreeMap::new();
    for fold in 0..N_FOLDS {
        let (held, seen): (Vec<&Example>, Vec<&Example>) = examples
            .iter()
            .partition(|example| part(&example.id) == fold);
        let Some(model) = Model::from_bytes(&quantised(&train(&seen))) else {
            continue;
        };
        answers.extend(
            held.into_iter()
                .map(|example| (example.id.clone(), model.best(&example.features))),
        );
    }
    answers
}

fn part(id: &str) -> u64 {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 20) % N_FOLDS
}

fn train(examples: &[&Example]) -> Vec<f32> {
    let mut weights = vec![0.0_f32; N_BUCKETS * N_CLASSES];
    let mut squares = vec![1e-6_f32; weights.len()];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..N_EPOCHS {
        shuffle(&mut order, &mut state);
        for &idx in &order {
            step(examples[idx], &mut weights, &mut squares);
        }
    }
    weights
}

/// One step of AdaGrad on one example.
fn step(example: &Example, weights: &mut [f32], squares: &mut [f32]) {
    let mut scores = [0.0_f32; N_CLASSES];
    for &(bucket, value) in &example.features {
        let row = &weights[bucket as usize * N_CLASSES..][..N_CLASSES];
        scores
            .iter_mut()
            .zip(row)
            .for_each(|(score, weight)| *score += value * weight);
    }
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let exponents = scores.map(|score| (score - highest).exp());
    let total: f32 = exponents.iter().sum();
    for &(bucket, value) in &example.features {
        for (class, exponent) in exponents.iter().enumerate() {
            let error = exponent / total - f32::from(u8::from(class == example.class));
            let at = bucket as usize * N_CLASSES + class;
            let slope = example.weight * error * value + SHRINK * weights[at];
            squares[at] += slope * slope;
            weights[at] -= RATE * slope / squares[at].sqrt();
        }
    }
}

/// A fixed shuffle: the same seed gives the same order.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        order.swap(last, (*state % (last as u64 + 1)) as usize);
    }
}

fn quantised(weights: &[f32]) -> Vec<u8> {
    let largest = weights
        .iter()
        .fold(1e-9_f32, |largest, weight| largest.max(weight.abs()));
    weights
        .iter()
        .map(|weight| (weight / largest * 127.0).round() as i8 as u8)
        .collect()
}
