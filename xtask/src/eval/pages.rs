//! Predictions for the task `pages`: main text, title, authors and day of publication of whole pages.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use entente_page::{BlockModel, Known, Page, blocks};
use entente_types::{Article, Stated};
use serde_json::{Value, json};

use crate::train::pages::part;

/// Reads the pages of `documents.jsonl`, one line at a time, and prints how long the reading itself took.
///
/// `which` says with which model each page is read.
pub fn predict(path: &Path, which: Which) -> Result<Vec<Value>> {
    let models = match which {
        Which::Shipped => BTreeMap::new(),
        Which::BySet | Which::ByPart => folds()?,
    };
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut predictions = Vec::new();
    let (mut took, mut n_bytes) = (Duration::ZERO, 0_usize);
    for line in BufReader::new(file).lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let row: Value = serde_json::from_str(&line)?;
        let html = row["html"].as_str().unwrap_or_default();
        let started = Instant::now();
        let article = read(&row, html, models.get(&which.group(&row)));
        took += started.elapsed();
        n_bytes += html.len();
        predictions.push(prediction(&row, &article));
    }
    let seconds = took.as_secs_f64().max(1e-9);
    eprintln!(
        "{} pages in {seconds:.2} s: {:.0} pages/s, {:.0} MB/s",
        predictions.len(),
        predictions.len() as f64 / seconds,
        n_bytes as f64 / 1e6 / seconds
    );
    Ok(predictions)
}

/// Which model reads a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The one that is shipped, which has seen the page if it is one of the training data.
    Shipped,
    /// The one that has not seen any page of its set.
    BySet,
    /// The one that has not seen any page of its fifth.
    ByPart,
}

impl Which {
    fn group(self, row: &Value) -> String {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        match self {
            Self::Shipped => String::new(),
            Self::BySet => text("set").to_owned(),
            Self::ByPart => part(text("id")),
        }
    }
}

/// The models that `train pages` wrote for measuring: for each set, one that has not seen it.
fn folds() -> Result<BTreeMap<String, BlockModel>> {
    let mut models = BTreeMap::new();
    for entry in std::fs::read_dir("target/eval")? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let set = name
            .strip_prefix("pages.")
            .and_then(|name| name.strip_suffix(".bin"));
        if let Some(set) = set {
            let model = BlockModel::read(
                &std::fs::read(&path)?,
                &[blocks::n_features(), blocks::n_second()],
            );
            models.insert(
                set.to_owned(),
                model.with_context(|| format!("{name} does not fit; train again"))?,
            );
        }
    }
    Ok(models)
}

fn read(row: &Value, html: &str, model: Option<&BlockModel>) -> Article {
    let page = Page {
        name: "page.html",
        bytes: html.as_bytes(),
    };
    let known = Known {
        address: row["url"].as_str().map(str::to_owned),
        from: "documents".to_owned(),
        ..Known::default()
    };
    match model {
        Some(model) => entente_page::read_with(model, &page, &known).value,
        None => entente_page::read(&page, &known).value,
    }
}

/// The scorer reads `id`, `text`, `title`, `author` and `date`; the rest is for reading by eye.
fn prediction(row: &Value, article: &Article) -> Value {
    let value =
        |stated: &Option<Stated<String>>| stated.as_ref().map(|stated| stated.value.clone());
    let authors: Vec<&str> = article
        .authors
        .iter()
        .map(|author| author.value.as_str())
        .collect();
    json!({
        "id": row["id"],
        "text": article.body(),
        "title": value(&article.title),
        "author": authors,
        "date": article.published.as_ref().map(|published| published.value.to_string()),
        "modified": article.modified.as_ref().map(|modified| modified.value.to_string()),
        "source": value(&article.source),
        "agency": value(&article.agency),
        "dateline": value(&article.dateline),
        "section": value(&article.section),
        "address": value(&article.address),
        "language": value(&article.language),
        "candidates": article.candidates,
    })
}
