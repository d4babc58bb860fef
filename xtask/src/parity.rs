//! `cargo xtask parity`: compares documents with what spaCy says about the same texts.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use entente_language::parity::{Expected, KINDS, differences};
use entente_types::Article;

const HELP: &str = "\
cargo xtask parity FILE.jsonl|DIR [--show N]

Parses the texts and counts differences to spaCy's answers by kind; prints the first N of each kind
(default 5). The answers come from crates/entente-language/parity/generate.py.";

/// Counts of one run.
#[derive(Default)]
struct Report {
    n_texts: usize,
    n_tokens: usize,
    n_sentences: usize,
    n_entities: usize,
    elapsed: Duration,
    /// Number of differences and the first of them, by kind.
    found: BTreeMap<&'static str, (usize, Vec<String>)>,
}

/// Runs the command.
pub fn run(args: &[String]) -> Result<()> {
    let (mut paths, mut n_shown) = (Vec::new(), 5);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--show" => n_shown = args.next().context("`--show` needs a number")?.parse()?,
            _ if arg.starts_with('-') => bail!("`{arg}` is not known\n\n{HELP}"),
            _ => paths.extend(files(Path::new(arg))?),
        }
    }
    if paths.is_empty() {
        println!("{HELP}");
        return Ok(());
    }
    let started = Instant::now();
    let n_tags = entente_language::english().meta().tags.len();
    println!(
        "model with {n_tags} tags loaded in {:.1} ms",
        started.elapsed().as_secs_f64() * 1e3
    );
    let mut report = Report::default();
    for path in paths {
        compare(&path, n_shown, &mut report)
            .with_context(|| format!("cannot compare {}", path.display()))?;
    }
    report.print();
    Ok(())
}

/// The file itself, or the JSONL files of a folder by name.
fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries =
        std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut files = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "jsonl")
    });
    files.sort();
    Ok(files)
}

fn compare(path: &Path, n_shown: usize, report: &mut Report) -> Result<()> {
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let expected: Expected = serde_json::from_str(&line?)?;
        // spaCy knows nothing of paragraphs.
        let article = Article {
            blocks: Vec::new(),
            ..Article::plain("text", &expected.text)
        };
        let started = Instant::now();
        let document = entente_language::english().parse(article);
        report.elapsed += started.elapsed();
        report.n_texts += 1;
        report.n_tokens += expected.tokens.len();
        report.n_sentences += expected.starts.len();
        report.n_entities += expected.ents.len();
        for difference in differences(&document, &expected) {
            let (number, shown) = report.found.entry(difference.kind).or_default();
            *number += 1;
            if shown.len() < n_shown {
                let (theirs, ours) = (&difference.expected, &difference.found);
                shown.push(format!(
                    "spaCy {theirs:?} here {ours:?} at {}",
                    difference.place
                ));
            }
        }
    }
    Ok(())
}

impl Report {
    fn print(&self) {
        for (kind, (number, shown)) in &self.found {
            println!("{kind}: {number}");
            shown.iter().for_each(|line| println!("  {line}"));
        }
        let seconds = self.elapsed.as_secs_f64();
        println!(
            "texts {} tokens {} sentences {} entities {} tokens_per_second {:.0}",
            self.n_texts,
            self.n_tokens,
            self.n_sentences,
            self.n_entities,
            self.n_tokens as f64 / seconds.max(1e-9)
        );
        let count = |kind: &str| self.found.get(kind).map_or(0, |(number, _)| *number);
        let counts: Vec<String> = KINDS
            .iter()
            .map(|kind| format!("{kind} {}", count(kind)))
            .collect();
        println!("differences {}", counts.join(" "));
    }
}
