//! Reads what people wrote down of the acts in real articles (`xtask/data/acts/*.tsv`).

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use entente_types::{Document, Root};
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::eval;

const ANSWERS: &str = "xtask/data/acts";
/// Where the articles of each table lie, below the folder of the evaluation data.
const TEXTS: [(&str, &str); 6] = [
    ("quotes", "quotes"),
    ("ecbplus", "stories/ecbplus"),
    ("fnc", "stories/fnc"),
    ("gvc", "stories/gvc"),
    ("main_event", "main_event"),
    ("times", "times"),
];

/// In which way an act is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Done,
    Planned,
    Not,
    Unreal,
}

/// What one word names.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The act and its manner; `None` where there is none.
    pub act: Option<(Root, Manner)>,
    /// The bytes where the heads of those who do it begin.
    pub actors: Vec<usize>,
    /// The same of those to whom it is done.
    pub recipients: Vec<usize>,
}

/// An article with the answers of its words, by the byte where the word begins.
pub struct Answered {
    pub document: Document,
    pub answers: BTreeMap<usize, Answer>,
}

/// All articles of which anything was written down.
pub fn articles(folder: &Path, parsed: Option<&Path>) -> Result<Vec<Answered>> {
    let mut found = Vec::new();
    for (name, texts) in TEXTS {
        let file = Path::new(ANSWERS).join(format!("{name}.tsv"));
        let mut answers = read(&file)?;
        let rows = eval::rows(&folder.join(texts).join("documents.jsonl"))?;
        let parsed = parsed.map(|parsed| parsed.join(format!("{name}.jsonl")));
        let is_asked = |row: &Value| answers.contains_key(row["id"].as_str().unwrap_or_default());
        let documents: Vec<Document> = match parsed.filter(|file| file.exists()) {
            Some(file) => eval::documents(&file, &rows)?,
            None => rows
                .par_iter()
                .filter(|row| is_asked(row))
                .map(|row| eval::parsed(eval::article(row)))
                .collect(),
        };
        for document in documents {
            if let Some(answers) = answers.remove(&document.article.name) {
                found.push(Answered { document, answers });
            }
        }
        ensure!(
            answers.is_empty(),
            "{}: unknown articles {:?}",
            file.display(),
            answers.keys()
        );
    }
    Ok(found)
}

type ByArticle = BTreeMap<String, BTreeMap<usize, Answer>>;

fn read(file: &Path) -> Result<ByArticle> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut found = ByArticle::new();
    for line in text.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (article, at, answer) = answer(line).with_context(|| line.to_owned())?;
        found.entry(article).or_default().insert(at, answer);
    }
    Ok(found)
}

fn answer(line: &str) -> Result<(String, usize, Answer)> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, at, root, manner, actors, recipients] = columns[..] else {
        bail!("six columns are wanted");
    };
    let (article, sentence) = id.rsplit_once(':').context("an id is ARTICLE:BYTE")?;
    let sentence: usize = sentence.parse()?;
    let bytes = |cell: &str| -> Result<Vec<usize>> {
        let numbers = cell
            .split(',')
            .filter(|cell| *cell != "-" && !cell.is_empty());
        numbers
            .map(|number| Ok(sentence + number.trim().parse::<usize>()?))
            .collect()
    };
    let manner = match manner {
        "done" => Some(Manner::Done),
        "planned" => Some(Manner::Planned),
        "not" => Some(Manner::Not),
        "unreal" => Some(Manner::Unreal),
        "-" => None,
        other => bail!("`{other}` is no manner"),
    };
    let act = match (root, manner) {
        ("NONE", _) => None,
        (root, Some(manner)) => Some((serde_json::from_value(json!(root))?, manner)),
        _ => bail!("an act wants a manner"),
    };
    let answer = Answer {
        act,
        actors: bytes(actors)?,
        recipients: bytes(recipients)?,
    };
    Ok((article.to_owned(), sentence + at.parse::<usize>()?, answer))
}
