//! Runs the cases of Recognizers-Text and Duckling, which judge numbers and units without a parse.
//!
//! Only conventions are mapped here: which kinds a group asks for, whether a hedge belongs to the words of a
//! figure, how units are called, and in which unit a value is told.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use entente_extract::figure::{self, Numeral};
use entente_types::{Figure, Span};
use serde_json::{Value, json};

mod duckling;
mod recognizers;

/// Runs every file of `folder` (or of its folder `specs`) and prints how many cases hold.
pub fn run(folder: &Path) -> Result<()> {
    let specs = match folder.join("specs") {
        inner if inner.is_dir() => inner,
        _ => folder.to_path_buf(),
    };
    let scorer = specs.join("../score.py");
    std::fs::create_dir_all("target/eval")?;
    let mut names: Vec<_> = std::fs::read_dir(&specs)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    names.sort();
    for path in names {
        let group = path
            .file_stem()
            .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let out = format!("target/eval/specs-{group}.jsonl");
        std::fs::write(&out, predict(&path, &group)?)?;
        let mut command = Command::new("python3");
        command.arg(&scorer).arg("--specs").arg(&path).arg(&out);
        let output = command.output().context("cannot run the scorer")?;
        let printed = String::from_utf8_lossy(&output.stdout);
        ensure!(
            output.status.success(),
            "the scorer failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let lines: Vec<&str> = printed.lines().collect();
        println!("{group:28} {}", lines.join(" · "));
    }
    Ok(())
}

/// The predictions for one file, a line for each case.
fn predict(path: &Path, group: &str) -> Result<String> {
    let mut lines = String::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().unwrap_or_default();
        let found = expected(text, group);
        lines.push_str(&json!({ "id": row["id"], "expect": found }).to_string());
        lines.push('\n');
    }
    Ok(lines)
}

/// What a group would find in a text.
fn expected(text: &str, group: &str) -> Vec<Value> {
    let (maker, kind) = group.split_once('_').unwrap_or((group, ""));
    match (maker, kind) {
        (_, "number" | "numeral") => numbers(text, |numeral| !numeral.is_ordinal),
        (_, "ordinal") => numbers(text, |numeral| numeral.is_ordinal),
        ("duckling", _) => {
            let figures = figure::scan_note(text, "en");
            let rows = figures.iter();
            rows.filter_map(|found| duckling::row(text, &found.value, kind))
                .collect()
        }
        _ => recognizers::rows(text, kind),
    }
}

fn numbers(text: &str, which: impl Fn(&Numeral) -> bool) -> Vec<Value> {
    let found = figure::numerals(text, "en").into_iter().filter(which);
    found
        .map(|numeral| {
            let span = if numeral.is_fraction {
                numeral.span
            } else {
                with_of(text, numeral.span)
            };
            let [start, end] = offsets(text, span);
            json!({ "start": start, "end": end, "value": numeral.value })
        })
        .collect()
}

/// "a dozen of": the last word of a text belongs to the number.
fn with_of(text: &str, span: Span) -> Span {
    let is_of = &text[span.end as usize..] == " of";
    if is_of {
        Span::new(span.start as usize, text.len())
    } else {
        span
    }
}

/// `span` in code points.
fn offsets(text: &str, span: Span) -> [usize; 2] {
    let start = text[..span.start as usize].chars().count();
    [start, start + span.of(text).chars().count()]
}

/// `span` with the word "between" or "from" that stands before its range.
fn with_lead(text: &str, span: Span) -> Span {
    let before = text[..span.start as usize].trim_end();
    let lead = ["between", "from"]
        .into_iter()
        .find(|lead| before.to_lowercase().ends_with(lead));
    lead.map_or(span, |lead| {
        Span::new(before.len() - lead.len(), span.end as usize)
    })
}

/// Is the figure one of degrees?
fn is_degree(figure: &Figure) -> bool {
    matches!(figure.unit.code.as_str(), "Cel" | "[degF]" | "K" | "deg")
}
