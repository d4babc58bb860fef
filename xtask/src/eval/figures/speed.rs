//! How many sentences a second figures and dates are read from, on one core and without a parse.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use entente_extract::figure;
use serde_json::Value;

/// Rounds over all texts; the fastest counts.
const ROUNDS: usize = 5;

/// Reads the figures of all English documents beside or under `folder` and prints the rate.
pub fn run(folder: &Path) -> Result<()> {
    let mut bases = folder.ancestors();
    let base = bases
        .find(|base| base.join("figures/documents.jsonl").exists())
        .context("name a folder that holds the tasks")?;
    let mut texts = Vec::new();
    for task in ["figures", "quotes", "times", "main_event"] {
        let path = base.join(task).join("documents.jsonl");
        let lines = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            let row: Value = serde_json::from_str(line)?;
            texts.extend(row["text"].as_str().map(str::to_owned));
        }
    }
    let n_sentences: usize = texts.iter().map(|text| sentences(text)).sum();
    let n_bytes: usize = texts.iter().map(String::len).sum();
    let mut best = f64::INFINITY;
    let mut n_figures = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        n_figures = texts
            .iter()
            .map(|text| figure::scan(text, "en").len())
            .sum();
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{} documents, {n_sentences} sentences, {:.1} MB, {n_figures} figures",
        texts.len(),
        n_bytes as f64 / 1e6
    );
    println!(
        "{:.0} sentences/s, {:.1} MB/s",
        n_sentences as f64 / best,
        n_bytes as f64 / 1e6 / best
    );
    Ok(())
}

/// Sentences by their look: a full stop, question or exclamation mark before white space and a capital, or a
/// line of its own.
fn sentences(text: &str) -> usize {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let ends = words.windows(2).filter(|pair| {
                pair[0].ends_with(['.', '?', '!', '”', '"'])
                    && pair[1].starts_with(|first: char| first.is_uppercase() || first == '“')
                    && pair[0].len() > 3
            });
            1 + ends.count()
        })
        .sum()
}
