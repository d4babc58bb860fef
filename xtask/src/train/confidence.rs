//! Trains how surely an act is told as it was read (`event_confidence.bin`).
//!
//! Learned from acts in real articles that were judged right or wrong against their sentence (`xtask/data/verdicts`,
//! ids and verdicts without text). The figures are by cross-validation over five parts of
//! the judged acts, parted by article. The same data gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use entente_extract::event::confidence::{Confidence, Reader};
use entente_extract::event::learned::Features;
use entente_extract::event::plover_root;
use entente_types::{Document, Event};
use rayon::prelude::*;
use serde_json::Value;

use super::events::fit;
use super::{N_FOLDS, part};
use crate::audit;
use crate::eval::events::open;
use crate::eval::{self, Case};

const VERDICTS: &str = "xtask/data/verdicts";
const OUT: &str = "crates/entente-extract/data/event_confidence.bin";
/// Where the articles of each table of verdicts lie, below the folder of the evaluation data.
const TEXTS: [(&str, &str); 4] = [
    ("quotes", "quotes"),
    ("ecbplus", "stories/ecbplus"),
    ("fnc", "stories/fnc"),
    ("main_event", "main_event"),
];
/// Faults that make an act another one than the text tells.
const GRAVE: [&str; 5] = ["no-event", "root", "actor", "recipient", "realis"];
/// Faults that stay whoever the parties are.
const LASTING: [&str; 2] = ["no-event", "root"];

/// An act with what is known of it.
struct Example {
    article: String,
    features: Features,
    is_right: bool,
}

/// `train confidence [DIR]`: `DIR` holds the evaluation data of all tasks.
pub fn run(arguments: &[String]) -> Result<()> {
    let folder = arguments
        .first()
        .map_or_else(|| PathBuf::from("../shared/eval"), PathBuf::from);
    let examples = judged(&folder)?;
    let (slope, shift) = cross_validate(&examples)?;
    let all: Vec<&Example> = examples.iter().collect();
    let bytes = model(&all, slope, shift);
    std::fs::write(OUT, &bytes)?;
    println!("{} bytes to {OUT}", bytes.len());
    Ok(())
}

/// The acts of real articles that were judged, as they are read now.
fn judged(folder: &Path) -> Result<Vec<Example>> {
    let mut found = Vec::new();
    for (name, texts) in TEXTS {
        let verdicts = verdicts(&Path::new(VERDICTS).join(format!("{name}.tsv")))?;
        let articles: BTreeSet<&str> = verdicts
            .keys()
            .filter_map(|key| key.rsplitn(3, ':').nth(2))
            .collect();
        let rows = eval::rows(&folder.join(texts).join("documents.jsonl"))?;
        let rows = rows
            .iter()
            .filter(|row| articles.contains(row["id"].as_str().unwrap_or_default()));
        let read: Vec<Vec<Example>> = rows
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|row| {
                let id = row["id"].as_str().unwrap_or_default();
                let case = case(entente_language::english().parse(eval::article(row)));
                let reader = Reader::new(&case.document, &case.claims.actors);
                let of_event = |event: &Event| {
                    let verdict = verdicts.get(&audit::id(id, plover_root(event)?, event))?;
                    let is_same = verdict.parties == audit::parties(case.document.text(), event);
                    (is_same || verdict.is_lasting).then(|| Example {
                        article: id.to_owned(),
                        features: reader.features(event),
                        is_right: verdict.is_right,
                    })
                };
                open::events(&case)
                    .into_iter()
                    .filter_map(of_event)
                    .collect()
            })
            .collect();
        found.extend(read.into_iter().flatten());
    }
    Ok(found)
}

/// What was found of an act when it was read against its sentence.
struct Verdict {
    /// Is the act the one that the text tells?
    is_right: bool,
    /// Is it wrong whoever its parties are?
    is_lasting: bool,
    /// Who its parties were when it was judged.
    parties: String,
}

/// Ids with their verdicts.
fn verdicts(file: &Path) -> Result<BTreeMap<String, Verdict>> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let rows = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    let verdicts = rows.map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let column = |idx: usize| columns.get(idx).copied().unwrap_or_default();
        let has = |wanted: &[&str]| {
            column(2)
                .split(',')
                .any(|fault| wanted.contains(&fault.trim()))
        };
        let verdict = Verdict {
            is_right: !has(&GRAVE),
            is_lasting: has(&LASTING),
            parties: column(3).to_owned(),
        };
        (column(0).to_owned(), verdict)
    });
    Ok(verdicts.collect())
}

fn case(document: Document) -> Case {
    let claims = entente_extract::extract(&document);
    Case {
        row: Value::Null,
        document,
        claims,
    }
}

fn model(examples: &[&Example], slope: f32, shift: f32) -> Vec<u8> {
    let questions: Vec<fit::Question> = examples
        .iter()
        .map(|one| fit::Question::new(&one.features, one.is_right, 1.0))
        .collect();
    let weights = fit::machine(&questions);
    let scale = fit::scale(&weights);
    let mut bytes: Vec<u8> = [scale, slope, shift]
        .iter()
        .flat_map(|one| one.to_le_bytes())
        .collect();
    bytes.extend(
        weights
            .iter()
            .map(|weight| (weight / scale).round() as i8 as u8),
    );
    bytes
}

/// Scores the judged acts of every part by a model that did not see it, tells how good it is, and gives the slope
/// and shift that turn a score into a share (J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999).
fn cross_validate(examples: &[Example]) -> Result<(f32, f32)> {
    let mut scored: Vec<(f32, bool)> = Vec::new();
    for fold in 0..N_FOLDS {
        let (held, seen): (Vec<&Example>, Vec<&Example>) =
            examples.iter().partition(|one| part(&one.article) == fold);
        let model =
            Confidence::from_bytes(&model(&seen, 1.0, 0.0)).context("a model of another size")?;
        scored.extend(
            held.into_iter()
                .map(|one| (model.score(&one.features), one.is_right)),
        );
    }
    let (slope, shift) = platt(&scored);
    let n_right = scored.iter().filter(|(_, is_right)| *is_right).count();
    println!("of {} judged acts {n_right} are right", scored.len());
    for least in [0.3_f32, 0.4, 0.5, 0.6, 0.7, 0.8] {
        let share = |score: f32| 1.0 / (1.0 + (-slope * score - shift).exp());
        let kept: Vec<bool> = scored
            .iter()
            .filter(|(score, _)| share(*score) >= least)
            .map(|(_, right)| *right)
            .collect();
        let n_kept_right = kept.iter().filter(|is_right| **is_right).count();
        println!(
            "share ≥ {least:.1}: {} kept, right {:.3}, of all right ones {:.3}",
            kept.len(),
            n_kept_right as f64 / kept.len().max(1) as f64,
            n_kept_right as f64 / n_right.max(1) as f64
        );
    }
    Ok((slope, shift))
}

/// Slope and shift of the logistic curve through scores, by gradient descent.
fn platt(scored: &[(f32, bool)]) -> (f32, f32) {
    let (mut slope, mut shift) = (1.0_f32, 0.0_f32);
    for _ in 0..2000 {
        let (mut by_slope, mut by_shift) = (0.0, 0.0);
        for &(score, is_right) in scored {
            let error =
                1.0 / (1.0 + (-slope * score - shift).exp()) - f32::from(u8::from(is_right));
            by_slope += error * score;
            by_shift += error;
        }
        let n = scored.len().max(1) as f32;
        slope -= by_slope / n;
        shift -= by_shift / n;
    }
    (slope, shift)
}
