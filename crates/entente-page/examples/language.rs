//! Tells the language of each line of a file of `language<TAB>kind<TAB>text`, and counts what is wrong.
//!
//! ```console
//! $ cargo run --release -p entente-page --example language -- texts.tsv
//! ```
//!
//! With `each` behind the file it prints the answer for every line instead.
#![allow(clippy::print_stdout, reason = "it prints a table")]

use std::collections::BTreeMap;
use std::time::Instant;

use entente_page::language::identify;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_default();
    let texts = std::fs::read_to_string(path)?;
    let rows: Vec<Vec<&str>> = texts
        .lines()
        .map(|line| line.splitn(3, '\t').collect())
        .collect();
    let _ = identify("The table is read at the first use, which is no part of the time.");
    if std::env::args().nth(2).as_deref() == Some("each") {
        for row in rows.iter().filter(|row| row.len() == 3) {
            let found = identify(row[2]);
            let (tag, confidence) = found.map_or(("-", 0.0), |found| (found.tag, found.confidence));
            println!("{}\t{}\t{tag}\t{confidence:.3}", row[0], row[1]);
        }
        return Ok(());
    }
    let mut kinds: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut wrong: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let mut sure = [(0_usize, 0_usize); 11];
    for row in &rows {
        let [language, kind, text] = row[..] else {
            continue;
        };
        let found = identify(text);
        let tag = found.map_or("-", |found| found.tag);
        let is_right = tag == language.split('-').next().unwrap_or_default();
        let count = kinds.entry(kind).or_default();
        count.0 += 1;
        count.1 += usize::from(is_right);
        count.2 += usize::from(found.is_none());
        if !is_right {
            *wrong.entry((kind, language, tag)).or_default() += 1;
        }
        if let Some(found) = found {
            let bin = &mut sure[(found.confidence * 10.0) as usize];
            bin.0 += 1;
            bin.1 += usize::from(is_right);
        }
    }
    for (kind, (n_all, n_right, n_none)) in &kinds {
        println!(
            "{kind}: {n_all} texts, {:.4} right, {n_none} without an answer",
            *n_right as f64 / *n_all as f64
        );
        let mut of_kind: Vec<_> = wrong.iter().filter(|entry| entry.0.0 == *kind).collect();
        of_kind.sort_by_key(|entry| std::cmp::Reverse(entry.1));
        let shown = of_kind
            .iter()
            .take(30)
            .map(|((_, language, tag), n)| format!("{language}>{tag} {n}"));
        println!("    {}", shown.collect::<Vec<_>>().join(", "));
    }
    for (bin, (n_all, n_right)) in sure.iter().enumerate() {
        println!(
            "confidence from .{bin}: {n_all}, right {:.3}",
            *n_right as f64 / (*n_all).max(1) as f64
        );
    }
    let about_kb: Vec<&str> = rows
        .iter()
        .filter(|row| row.len() == 3 && row[1].ends_with("1000"))
        .map(|row| row[2])
        .collect();
    let start = Instant::now();
    let n_rounds = 20_000 / about_kb.len().max(1);
    for text in (0..n_rounds).flat_map(|_| &about_kb) {
        let _ = identify(text);
    }
    let n_texts = n_rounds * about_kb.len();
    println!(
        "{n_texts} texts of 1 kB in {:.2} s",
        start.elapsed().as_secs_f64()
    );
    Ok(())
}
