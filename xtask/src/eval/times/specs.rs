//! The oracles: cases of Recognizers-Text and Duckling, read from their letters alone.
//!
//! They are command language ("remind me next Friday") with conventions of their own: one range for "from 2010
//! to 2018", prepositions inside of it, ends that do not belong to it, both readings of "Friday". What is only
//! convention is mapped here; what is another reading of the words counts as wrong.

mod join;
mod piece;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use entente_extract::time;
use jiff::civil::DateTime;
use serde_json::{Value, json};

use piece::Piece;

/// Runs every file of `specs`, and prints how many cases hold.
pub fn specs(folder: &Path) -> Result<()> {
    let out = Path::new("target/eval/specs");
    std::fs::create_dir_all(out)?;
    let mut files: Vec<_> = std::fs::read_dir(folder.join("specs"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    files.sort();
    println!("{:32} cases  spans  hold", "");
    for file in &files {
        let name = file
            .file_stem()
            .and_then(|name| name.to_str())
            .context("a name")?;
        let is_duckling = name.starts_with("duckling");
        let lines: Vec<String> = std::fs::read_to_string(file)?
            .lines()
            .map(|line| Ok(predict(&serde_json::from_str(line)?, is_duckling).to_string()))
            .collect::<Result<_>>()?;
        let predictions = out.join(format!("{name}.jsonl"));
        std::fs::write(&predictions, lines.join("\n") + "\n")?;
        let output = Command::new("python3")
            .arg(folder.join("score.py"))
            .arg("--specs")
            .arg(file)
            .arg(&predictions)
            .output()?;
        ensure!(output.status.success(), "the scorer failed");
        println!(
            "{name:32} {}",
            numbers(&String::from_utf8_lossy(&output.stdout))
        );
    }
    Ok(())
}

fn numbers(printed: &str) -> String {
    let words = printed.split_whitespace();
    let numbers = words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    numbers.map(|number| format!("{number:>6} ")).collect()
}

fn predict(row: &Value, is_duckling: bool) -> Value {
    let text = row["text"].as_str().unwrap_or_default();
    let now = row["reference"]
        .as_str()
        .and_then(|now| now.get(..19)?.parse().ok());
    let now: DateTime = now.unwrap_or_else(|| "2016-11-07T00:00:00".parse().expect("a moment"));
    let found = time::scan_note(text, Some(now.date()));
    let mut pieces: Vec<Piece> = found
        .iter()
        .filter_map(|one| piece::piece(text, one, now))
        .collect();
    join::join(text, &mut pieces, now);
    if let ([piece], true) = (&mut pieces[..], is_duckling) {
        piece.widen(text);
        piece.turn_ahead(now);
    }
    let expect: Vec<Value> = pieces
        .iter()
        .map(|piece| {
            let chars = |end: usize| text[..end].chars().count();
            let (start, end) = (chars(piece.start), chars(piece.end));
            if is_duckling {
                piece.in_duckling(start, end)
            } else {
                let values = piece.values(now);
                json!({ "start": start, "end": end, "timex": piece.spellings(), "values": values })
            }
        })
        .collect();
    json!({ "id": row["id"], "expect": expect })
}
