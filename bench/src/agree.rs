//! Entente's scanner beside a browser's parser, on real pages: do both see the same letters in the same order?

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use entente_page::blocks::scan;

use crate::browser::{letters, only_letters};
use crate::measure::Document;

/// How many letters of a difference are shown.
const N_SHOWN: usize = 60;

/// Compares both on every page of `DIR/documents.jsonl` and prints the first difference of each that differs.
///
/// # Errors
///
/// When the documents cannot be read.
pub fn run(data: &Path) -> Result<()> {
    let path = data.join("documents.jsonl");
    let file = File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let (mut n_pages, mut n_equal) = (0, 0);
    let (mut n_theirs, mut n_common) = (0_usize, 0_usize);
    for line in BufReader::new(file).lines() {
        let document: Document = serde_json::from_str(&line?)?;
        let ours: Vec<char> = only_letters(&scan(&document.html).text).collect();
        let theirs: Vec<char> = letters(&document.html).chars().collect();
        let n_start = ours
            .iter()
            .zip(&theirs)
            .take_while(|(one, other)| one == other)
            .count();
        let n_longest = ours.len().max(theirs.len());
        n_pages += 1;
        n_theirs += n_longest;
        if ours == theirs {
            n_equal += 1;
            n_common += n_longest;
            continue;
        }
        let n_end = ours[n_start..]
            .iter()
            .rev()
            .zip(theirs[n_start..].iter().rev())
            .take_while(|(one, other)| one == other)
            .count();
        n_common += n_start + n_end;
        println!(
            "{}: {} letters here, {} in a browser; from letter {n_start} to {n_end} before the end\n  here     {}\n  browser  {}",
            document.id,
            ours.len(),
            theirs.len(),
            shown(&ours[n_start..ours.len() - n_end]),
            shown(&theirs[n_start..theirs.len() - n_end])
        );
    }
    let share = n_common as f64 / n_theirs.max(1) as f64;
    println!(
        "{n_equal} of {n_pages} pages agree; {:.2} % of the letters lie outside of the differences",
        share * 100.0
    );
    Ok(())
}

fn shown(letters: &[char]) -> String {
    let start: String = letters.iter().take(N_SHOWN).collect();
    format!("{start} ({} letters)", letters.len())
}
