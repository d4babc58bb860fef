//! Trains what speaks for a person as the one whom "he" or "she" means (`pronoun_weights.tsv`).
//!
//! Nobody judged these texts. Where men and women stand near a pronoun, one of those who have its gender is meant;
//! the model learns to tell them from the others without knowing who is a man and who is a woman, and so to tell
//! men from men. Those that were read by hand measure it; the figures are by cross-validation over five parts of the
//! articles.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use entente_extract::actor::Examples;
use entente_extract::actor::pronoun::person::{Candidate, Told};
use entente_extract::actor::pronoun::rank::{Features, GROUPS, N_FEATURES};
use entente_types::{Document, MentionForm};
use rayon::prelude::*;

use super::{N_FOLDS, part};
use crate::eval;

const OUT: &str = "crates/entente-extract/data/pronoun_weights.tsv";
/// Where the articles lie, below the folder of the evaluation data.
const TEXTS: [&str; 4] = ["quotes", "stories/ecbplus", "stories/fnc", "main_event"];
/// How many of the persons in the news are men.
const MEN: f64 = 0.7;
const N_ROUNDS: usize = 30;
/// How often the articles are read, each time by what the last reading taught; the first by nothing.
const N_PASSES: usize = 3;
const STEP: f64 = 0.1;
/// How strongly weights are pulled to zero, for each example.
const PULL: f64 = 1e-4;
const JUDGED: &str = "xtask/data/persons";

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
    let texts = texts(&folder, arguments.get(1).map(Path::new))?;
    // Pronouns that were told before speak for those that follow: what one pass taught reads for the next.
    let mut weights = vec![0.0; N_FEATURES];
    for _ in 1..N_PASSES {
        let (examples, _) = read(&texts, &weights);
        weights = fit(&others(&examples, N_FOLDS));
    }
    let (examples, checked) = read(&texts, &weights);
    let (mut n_gender, mut n_right, mut n_nearest) = (0.0, 0.0, 0.0);
    for fold in 0..N_FOLDS {
        let weights = fit(&others(&examples, fold));
        let held = examples.iter().filter(|one| one.part == fold);
        n_gender += held.map(|held| best(&weights, held)).sum::<f64>();
        for held in checked.iter().filter(|one| one.part == fold) {
            n_right += best(&weights, held);
            n_nearest += held.candidates[0].1;
        }
    }
    let (n, n_checked) = (examples.len(), checked.len());
    println!(
        "{n} pronouns, of the gender of the person chosen {n_gender:.0}; {n_checked} that were read by hand, right {n_right}, the nearest person {n_nearest}"
    );
    let weights = fit(&others(&examples, N_FOLDS));
    std::fs::write(OUT, table(&weights, n))?;
    println!("weights to {OUT}");
    Ok(())
}

/// An article, parsed, with the pronouns in it that were read by hand.
struct Text {
    part: u64,
    document: Document,
    judged: Vec<(u32, u32)>,
}

/// The articles of all folders.
fn texts(folder: &Path, parsed: Option<&Path>) -> Result<Vec<Text>> {
    let mut texts = Vec::new();
    for place in TEXTS {
        let rows = eval::rows(&folder.join(place).join("documents.jsonl"))?;
        let name = place.rsplit('/').next().unwrap_or_default();
        let mut judged = judged(name)?;
        let documents = match parsed {
            Some(parsed) => eval::documents(&parsed.join(name).with_extension("jsonl"), &rows)?,
            None => {
                let parse = |row| eval::parsed(eval::article(row));
                rows.par_iter().map(parse).collect()
            }
        };
        for (row, document) in rows.iter().zip(documents) {
            let id = row["id"].as_str().unwrap_or_default();
            texts.push(Text {
                part: part(id),
                document,
                judged: judged.remove(id).unwrap_or_default(),
            });
        }
    }
    Ok(texts)
}

/// The pronouns that nobody judged and those that were read by hand.
fn read(texts: &[Text], weights: &[f64]) -> (Vec<Example>, Vec<Example>) {
    let weights: Vec<f32> = weights.iter().map(|&weight| weight as f32).collect();
    let of_text = |text: &Text| {
        let read = entente_extract::actor::examples(&text.document, &weights);
        let (mut examples, mut checked) = (Vec::new(), Vec::new());
        for told in &read.told {
            match text.judged.iter().find(|(at, _)| *at == told.at) {
                Some((_, byte)) => checked.extend(judged_example(text.part, told, &read, *byte)),
                None => examples.extend(example(text.part, told)),
            }
        }
        (examples, checked)
    };
    let of_texts: Vec<_> = texts.par_iter().map(of_text).collect();
    let (examples, checked): (Vec<_>, Vec<_>) = of_texts.into_iter().unzip();
    let flat = |parts: Vec<Vec<Example>>| parts.into_iter().flatten().collect();
    (flat(examples), flat(checked))
}

/// The examples of all parts but one.
fn others(examples: &[Example], fold: u64) -> Vec<&Example> {
    examples.iter().filter(|one| one.part != fold).collect()
}

/// By article: the pronouns that were read by hand, and where the persons are named or described.
fn judged(set: &str) -> Result<BTreeMap<String, Vec<(u32, u32)>>> {
    let mut judged: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
    let file = Path::new(JUDGED).join(set).with_extension("tsv");
    let table = std::fs::read_to_string(file).unwrap_or_default();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [id, "he" | "she", _, byte] = fields[..]
            && let Some((article, at)) = id.rsplit_once(':')
            && !byte.is_empty()
        {
            let one = (at.parse()?, byte.parse()?);
            judged.entry(article.to_owned()).or_default().push(one);
        }
    }
    Ok(judged)
}

/// A pronoun that was read by hand, if the person is among those near it.
fn judged_example(part: u64, told: &Told, read: &Examples, byte: u32) -> Option<Example> {
    let fits = |one: &&Candidate| one.gender.is_none_or(|gender| gender == told.gender);
    let is_meant = |one: &Candidate| {
        read.actors.mentions.iter().any(|mention| {
            let holds = mention.span.start <= byte && byte < mention.span.end;
            holds && mention.form != MentionForm::Pronoun && mention.actor == read.ids[one.actor]
        })
    };
    let candidates = told.candidates.iter().filter(fits);
    let candidates: Vec<(Features, f64)> = candidates
        .map(|one| (one.features, f64::from(u8::from(is_meant(one)))))
        .collect();
    let is_there = candidates.iter().any(|(_, share)| *share > 0.0);
    is_there.then_some(Example { part, candidates })
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
