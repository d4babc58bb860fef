//! Trains who takes part in an act (`event_cast.bin`) and how surely an act stands as it was read
//! (`event_confidence.bin`).
//!
//! Learned from acts in real articles that people wrote down (`xtask/data/acts`: article, bytes and answers, no
//! text), and for the parties also from the sentences written for Entente. The figures are by cross-validation over
//! five parts, parted by article. The same data gives the same bytes.

mod answers;
mod parties;
mod rank;
mod standing;

use std::path::PathBuf;

use anyhow::Result;

/// `train acts [DIR] [PARSED]`: `DIR` holds the evaluation data of all tasks, `PARSED` their parsed documents.
pub fn run(arguments: &[String]) -> Result<()> {
    let folder = arguments
        .first()
        .map_or_else(|| PathBuf::from("../shared/eval"), PathBuf::from);
    let parsed = arguments.get(1).map(PathBuf::from);
    let articles = answers::articles(&folder, parsed.as_deref())?;
    let folds = parties::run(&articles, &folder.join("events"), parsed.as_deref())?;
    standing::run(&articles, &folds)
}
