//! Runs oracles: files of cases, each predicted from its letters alone and judged by the data's own scorer.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

/// Predicts every case of every file of `folder` (or of its folder `specs`) and prints how many hold.
/// `predict` takes a case and the name of its file.
pub fn run(folder: &Path, predict: impl Fn(&Value, &str) -> Value) -> Result<()> {
    let specs = match folder.join("specs") {
        inner if inner.is_dir() => inner,
        _ => folder.to_path_buf(),
    };
    let scorer = specs.join("../score.py");
    std::fs::create_dir_all("target/eval/specs")?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(&specs)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    files.sort();
    for file in &files {
        let group = file.file_stem().and_then(|stem| stem.to_str());
        let group = group.context("the name of a file of cases is no text")?;
        let cases = super::rows(file)?;
        let lines = cases
            .iter()
            .map(|case| predict(case, group).to_string() + "\n");
        let out = format!("target/eval/specs/{group}.jsonl");
        std::fs::write(&out, lines.collect::<String>())?;
        let mut command = Command::new("python3");
        command.arg(&scorer).arg("--specs").arg(file).arg(&out);
        let printed = super::printed(&mut command)?;
        let lines: Vec<&str> = printed.lines().collect();
        println!("{group:32} {}", lines.join(" · "));
    }
    Ok(())
}
