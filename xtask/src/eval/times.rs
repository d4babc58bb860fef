//! Predictions for the task `times`, its oracles, and how fast it reads.

mod specs;

use std::path::Path;

use anyhow::{Context, Result};
use entente_extract::time;
use entente_types::{TimeExpression, TimeKind};
use serde_json::{Value, json};

use super::Case;
pub use specs::specs;

/// How often the texts are read when speed is measured.
const N_ROUNDS: u32 = 40;

/// Reads the texts of a task from their letters alone, again and again, and prints bytes per CPU second.
pub fn speed(documents: &Path) -> Result<()> {
    let text = std::fs::read_to_string(documents)?;
    let rows: Vec<Value> = text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let texts = rows.iter().map(|row| {
        let day = row["published"]
            .as_str()
            .and_then(|day| day.get(..10)?.parse().ok());
        (row["text"].as_str().unwrap_or_default(), day)
    });
    let texts: Vec<_> = texts.collect();
    let n_bytes: usize = texts.iter().map(|(text, _)| text.len()).sum();
    let start = cpu_ticks()?;
    let mut n_found = 0;
    for _ in 0..N_ROUNDS {
        for (text, day) in &texts {
            n_found += time::scan(text, "en", *day).len();
        }
    }
    let seconds = f64::from(cpu_ticks()? - start) / 100.0;
    let megabytes = n_bytes as f64 * f64::from(N_ROUNDS) / 1e6;
    println!(
        "times {:.1} MB per CPU second ({megabytes:.1} MB, {seconds:.2} s, {} expressions)",
        megabytes / seconds,
        n_found / N_ROUNDS as usize
    );
    Ok(())
}

/// CPU time of this process in user mode, in hundredths of a second.
fn cpu_ticks() -> Result<u32> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let ticks = stat
        .rsplit(')')
        .next()
        .and_then(|rest| rest.split_whitespace().nth(11));
    Ok(ticks.context("no user time in /proc/self/stat")?.parse()?)
}

/// The prediction for one text, in the form of the gold.
pub fn predict(case: &Case) -> Value {
    let times: Vec<Value> = case
        .claims
        .times
        .iter()
        .filter(|time| is_marked(time) && !is_dateline(case, time))
        .map(|time| row(case, time))
        .collect();
    json!({ "id": case.row["id"], "times": times })
}

/// TimeBank leaves out adjectives of repetition ("annual", "quarterly").
fn is_marked(time: &TimeExpression) -> bool {
    !(time.kind == TimeKind::Set
        && time.rule == "time/often"
        && matches!(time.value.as_str(), "P1Y" | "P3M"))
}

/// A line that holds the day of publication and nothing else: given to the reader, and not marked.
fn is_dateline(case: &Case, time: &TimeExpression) -> bool {
    let text = case.document.text();
    let published = case.document.article.published.as_ref();
    let is_same = published.is_some_and(|day| day.value.to_string() == time.value);
    let (before, after) = (
        &text[..time.span.start as usize],
        &text[time.span.end as usize..],
    );
    let opens = before.trim_end_matches(' ').ends_with('\n') || before.trim().is_empty();
    is_same && opens && after.trim_start_matches(' ').starts_with('\n')
}

fn row(case: &Case, time: &TimeExpression) -> Value {
    let [start, end] = case.offsets(time.span);
    json!({ "start": start, "end": end, "type": time.kind, "value": time.value, "mod": time.modifier })
}
