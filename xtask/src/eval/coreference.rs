//! Which mentions of acts are one event: mentions are given with the words around them, stories are our own.

pub mod slots;
mod texts;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use entente_story::identity::{Compared, Mention, compared, events};
use entente_types::{Claims, Document};
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::train::identity;

/// The mentions of one story, and everything that its reports say.
pub struct Told {
    /// The topic that all reports belong to, by the data.
    pub topic: String,
    pub documents: Vec<Document>,
    pub claims: Vec<Claims>,
    pub mentions: Vec<Mention>,
    /// For each mention its name.
    pub ids: Vec<String>,
}

impl Told {
    /// The chain of each mention, for groups of mentions.
    pub fn chains(&self, groups: Vec<Vec<usize>>) -> Vec<(String, String)> {
        let mut chains = Vec::new();
        for group in groups {
            let name = group.first().map_or("", |&first| &self.ids[first]);
            chains.extend(
                group
                    .iter()
                    .map(|&idx| (self.ids[idx].clone(), name.to_owned())),
            );
        }
        chains
    }

    /// Every pair of mentions.
    pub fn compared(&self) -> Vec<Compared> {
        compared(&self.documents, &self.claims, &self.mentions)
    }
}

/// Reads the mentions of a folder and places their reports in stories.
pub fn read(folder: &Path) -> Result<Vec<Told>> {
    let rows = super::rows(&folder.join("documents.jsonl"))?;
    let texts = texts::texts(&rows);
    let documents: Vec<Document> = texts
        .par_iter()
        .map(|text| super::parsed(text.article()))
        .collect();
    let claims: Vec<Claims> = documents.par_iter().map(entente_extract::extract).collect();
    let groups = entente_story::stories(&documents, &claims);
    let story = |group: &Vec<usize>| {
        let mut told = Told {
            topic: String::new(),
            documents: group.iter().map(|&idx| documents[idx].clone()).collect(),
            claims: group.iter().map(|&idx| claims[idx].clone()).collect(),
            mentions: Vec::new(),
            ids: Vec::new(),
        };
        for (report, &idx) in group.iter().enumerate() {
            told.topic.clone_from(&texts[idx].topic);
            for (id, span) in &texts[idx].mentions {
                told.mentions.push(Mention {
                    report,
                    span: *span,
                });
                told.ids.push(id.clone());
            }
        }
        told
    };
    Ok(groups.iter().map(story).collect())
}

/// The chain of each mention, as the data have it.
pub fn gold(folder: &Path) -> Result<BTreeMap<String, String>> {
    let rows = super::rows(&folder.join("gold.jsonl"))?;
    let pair = |row: &Value| {
        Some((
            row["id"].as_str()?.to_owned(),
            row["chain"].as_str()?.to_owned(),
        ))
    };
    rows.iter()
        .map(|row| pair(row).context("a row of the gold has no id or no chain"))
        .collect()
}

/// Groups the mentions of a folder, and scores the groups: by the model that ships, or, with `--folds`, each topic by the
/// model of the others.
pub fn run(folder: &Path, by_topic: bool) -> Result<()> {
    if by_topic {
        return score(folder, &identity::by_topic(&identity::read(folder)?));
    }
    let stories = read(folder)?;
    let chains = stories
        .iter()
        .flat_map(|told| told.chains(events(&told.documents, &told.claims, &told.mentions)));
    score(folder, &chains.collect())
}

/// Scores the chain of each mention.
pub fn score(folder: &Path, chains: &BTreeMap<String, String>) -> Result<()> {
    std::fs::create_dir_all("target/eval")?;
    let out = Path::new("target/eval/coreference.jsonl");
    let lines: Vec<String> = chains
        .iter()
        .map(|(id, chain)| json!({"id": id, "chain": chain}).to_string())
        .collect();
    std::fs::write(out, lines.join("\n") + "\n")?;
    super::score("coreference", folder, out)
}
