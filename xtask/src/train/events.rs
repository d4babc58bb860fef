//! Trains the linear models that judge the act between two phrases (`event_model.bin`): is there one, and which.
//!
//! Learned from the visible PLV set and from sentences written for Entente (`xtask/data/events`). The figures are
//! by cross-validation over five parts, parted by the id's hash. The same data gives the same bytes.

pub mod fit;
pub mod written;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use entente_extract::event::learned::{CLASSES, Features, Model, features};
use entente_types::{Article, Root};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{N_FOLDS, part};
use crate::eval::{self, events::spans};

const WRITTEN: &str = "xtask/data/events";
const OUT: &str = "crates/entente-extract/data/event_model.bin";
/// Roots whose acts go both ways, so that the parties exchanged are no counter-example.
const MUTUAL: [Root; 4] = [Root::Agree, Root::Consult, Root::Cooperate, Root::Support];

/// One question with its answer.
struct Example {
    id: String,
    features: Features,
    /// Which act, as an index into [`CLASSES`]; `None` where there is none.
    class: Option<usize>,
    /// Is it of the set whose labels are to be met, not of the sentences written?
    is_target: bool,
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
    let mut examples = of_plv(Path::new(parsed), &folder)?;
    examples.extend(of_written(Path::new(WRITTEN))?);
    cross_validate(&examples)?;
    let all: Vec<&Example> = examples.iter().collect();
    let bytes = fit::model(&all);
    std::fs::write(OUT, &bytes)?;
    println!(
        "{} examples, {} bytes to {OUT}",
        examples.len(),
        bytes.len()
    );
    Ok(())
}

fn of_plv(parsed: &Path, folder: &Path) -> Result<Vec<Example>> {
    let gold = eval::rows(&folder.join("gold.jsonl"))?;
    let documents = eval::documents(parsed, &gold)?;
    let rows = documents.iter().zip(&gold);
    let examples = rows
        .filter(|(_, gold)| gold["set"] == "plv")
        .map(|(document, gold)| {
            let event = &gold["events"][0];
            let actor = spans(document, &event["actor_spans"]);
            let recipient = spans(document, &event["recipient_spans"]);
            Ok(Example {
                id: gold["id"].as_str().unwrap_or_default().to_owned(),
                features: features(document, &actor, &recipient),
                class: class_of(event["root"].as_str().unwrap_or_default())?,
                is_target: true,
            })
        });
    examples.collect()
}

/// The sentences written, and those whose act goes one way once more with the parties exchanged.
fn of_written(folder: &Path) -> Result<Vec<Example>> {
    let model = entente_language::english();
    let read: Vec<Vec<Example>> = written::read(folder)?
        .into_par_iter()
        .map(|one| {
            let document = model.parse(Article::plain(&one.id, &one.text));
            let example = |id: String, class, actor, recipient| Example {
                features: features(&document, actor, recipient),
                id,
                class,
                is_target: false,
            };
            let class = class_of(&one.root).with_context(|| one.id.clone())?;
            let mut found = vec![example(one.id.clone(), class, &one.actor, &one.recipient)];
            if class.is_some_and(|class| !MUTUAL.contains(&CLASSES[class])) {
                found.push(example(one.id.clone(), None, &one.recipient, &one.actor));
            }
            Ok(found)
        })
        .collect::<Result<_>>()?;
    Ok(read.into_iter().flatten().collect())
}

/// The class of a root by its name; `NONE` has none.
fn class_of(root: &str) -> Result<Option<usize>> {
    let root = match root {
        "NONE" => return Ok(None),
        "YIELD" | "RETREAT" => "CONCEDE",
        root => root,
    };
    let root: Root = serde_json::from_value(json!(root))?;
    let class = CLASSES.iter().position(|class| *class == root);
    Ok(Some(class.context("the model has no such root")?))
}

/// Answers every part by a model that did not see it; writes those of PLV and tells how well acts are told from none.
fn cross_validate(examples: &[Example]) -> Result<()> {
    let mut answers = BTreeMap::new();
    let (mut n_right, mut n_acts, mut n_none_right, mut n_none, mut n_found) = (0, 0, 0, 0, 0);
    for fold in 0..N_FOLDS {
        let (held, seen): (Vec<&Example>, Vec<&Example>) =
            examples.iter().partition(|one| part(&one.id) == fold);
        let model = Model::from_bytes(&fit::model(&seen)).context("a model of another size")?;
        for one in held {
            let best = model.best(&one.features);
            let is_act = model.act(&one.features) > 0.0;
            if one.is_target {
                answers.insert(one.id.clone(), best);
                continue;
            }
            match one.class {
                Some(class) => {
                    n_acts += 1;
                    n_found += usize::from(is_act);
                    n_right += usize::from(CLASSES[class] == best);
                }
                None => {
                    n_none += 1;
                    n_none_right += usize::from(!is_act);
                }
            }
        }
    }
    println!(
        "written: root right {n_right} of {n_acts}, act found {n_found}; no act seen as none {n_none_right} of {n_none}"
    );
    let lines: Vec<String> = answers
        .into_iter()
        .map(|(id, root): (String, Root)| json!({ "id": id, "events": [{ "root": root }] }))
        .map(|line: Value| line.to_string())
        .collect();
    std::fs::create_dir_all("target/eval")?;
    Ok(std::fs::write(
        "target/eval/events.folds.jsonl",
        lines.join("\n") + "\n",
    )?)
}
