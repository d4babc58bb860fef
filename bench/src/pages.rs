//! One table for all readers: how well and how fast they read the pages of a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::measure::{Last, Line};
use crate::reader::{Found, READERS};
use crate::score::{Difference, Gold, PageScore, Score, difference, page, together};

/// What is measured and how.
pub struct Settings {
    /// Holds `documents.jsonl` and `gold.jsonl`.
    pub data: PathBuf,
    /// Holds `pages.SET.bin`, the models that have not seen that set.
    pub models: PathBuf,
    /// Where the predictions go, one file for each reader, for `score.py` and for reading by eye.
    pub out: PathBuf,
    /// A Python that may have the peers that are written in it.
    pub python: PathBuf,
    /// How often each page is read; the least time counts.
    pub n_runs: usize,
    /// Names the day in the table.
    pub date: Option<String>,
    /// Readers to measure; empty for all.
    pub only: Vec<String>,
}

/// A reader that was run, or not.
struct Row {
    name: String,
    options: String,
    result: Option<Measured>,
}

struct Measured {
    last: Last,
    scores: Vec<PageScore>,
    cost: Cost,
}

struct Cost {
    pages_per_s: f64,
    mb_per_s: f64,
    p99_ms_per_mb: f64,
    worst_ms_per_mb: f64,
}

/// Pages of one set, by their place in the gold.
type Sets = Vec<(String, Vec<usize>)>;

/// Runs every reader and prints the table.
///
/// # Errors
///
/// When the data cannot be read or a reader of this program does not end well.
pub fn run(settings: &Settings) -> Result<()> {
    let gold = read_gold(&settings.data.join("gold.jsonl"))?;
    let sets = sets(&gold);
    fs::create_dir_all(&settings.out)?;
    let mut rows = Vec::new();
    for (name, options, command) in commands(settings)? {
        if !settings.only.is_empty() && !settings.only.contains(&name) {
            continue;
        }
        eprintln!("{name} …");
        let result = match command {
            Some(command) => Some(measure(&name, command, settings, &gold)?),
            None => None,
        };
        rows.push(Row {
            name,
            options,
            result,
        });
    }
    print_head(settings, &gold, &sets);
    print_quality(&rows, &sets);
    print_cost(&rows);
    print_differences(&rows, &sets);
    Ok(())
}

fn read_gold(path: &Path) -> Result<Vec<Gold>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let gold = text.lines().map(|line| Ok(serde_json::from_str(line)?));
    gold.collect()
}

/// Every set by name, and all of them together.
fn sets(gold: &[Gold]) -> Sets {
    let mut sets: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (idx, page) in gold.iter().enumerate() {
        sets.entry(&page.set).or_default().push(idx);
    }
    let mut sets: Sets = sets
        .into_iter()
        .map(|(name, pages)| (name.to_owned(), pages))
        .collect();
    sets.push(("all".to_owned(), (0..gold.len()).collect()));
    sets
}

/// Name, options and command of each reader; no command for one that is not at hand.
fn commands(settings: &Settings) -> Result<Vec<(String, String, Option<Command>)>> {
    let documents = settings.data.join("documents.jsonl");
    let n_runs = settings.n_runs.to_string();
    let program = std::env::current_exe()?;
    let mut commands = Vec::new();
    for reader in READERS {
        let mut command = Command::new(&program);
        command
            .args(["read", reader.name, &n_runs])
            .arg(&documents)
            .arg(&settings.models);
        commands.push((
            reader.name.to_owned(),
            reader.options.to_owned(),
            Some(command),
        ));
    }
    let at_hand = python_peers(&settings.python);
    for name in PYTHON_PEERS {
        let options = at_hand
            .iter()
            .find(|peer| peer.reader == name)
            .map(|peer| peer.options.clone());
        let command = options.as_ref().map(|_| {
            let mut command = Command::new(&settings.python);
            command
                .arg(peers_py())
                .arg(name)
                .arg(&documents)
                .arg(&n_runs);
            command
        });
        commands.push((name.to_owned(), options.unwrap_or_default(), command));
    }
    Ok(commands)
}

/// The readers that `peers.py` knows.
const PYTHON_PEERS: [&str; 6] = [
    "trafilatura-python",
    "trafilatura-python-precision",
    "trafilatura-python-fast",
    "readability-lxml",
    "resiliparse",
    "newspaper4k",
];

#[derive(Deserialize)]
struct PythonPeer {
    reader: String,
    options: String,
}

fn peers_py() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers.py")
}

fn python_peers(python: &Path) -> Vec<PythonPeer> {
    let output = Command::new(python)
        .arg(peers_py())
        .stderr(Stdio::null())
        .output();
    let lines = output
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    lines
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

/// Runs a reader in a process of its own, keeps its predictions and scores them.
fn measure(
    name: &str,
    mut command: Command,
    settings: &Settings,
    gold: &[Gold],
) -> Result<Measured> {
    let path = settings.out.join(format!("{name}.jsonl"));
    let file =
        fs::File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    let errors = fs::File::create(settings.out.join(format!("{name}.stderr")))?;
    let status = command.stdout(file).stderr(errors).status()?;
    if !status.success() {
        bail!(
            "{name} did not end well ({status}); see {}",
            path.with_extension("stderr").display()
        );
    }
    let written = fs::read_to_string(&path)?;
    let (pages, last) = written
        .trim_end()
        .rsplit_once('\n')
        .context("a reader writes a line for each page")?;
    fs::write(&path, [pages, "\n"].concat())?;
    let lines: Vec<Line> = pages
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let nothing = Found::default();
    let by_id: BTreeMap<&str, &Found> = lines
        .iter()
        .map(|line| (line.id.as_str(), &line.found))
        .collect();
    let found = |gold: &Gold| *by_id.get(gold.id.as_str()).unwrap_or(&&nothing);
    Ok(Measured {
        last: serde_json::from_str(last)?,
        scores: gold
            .iter()
            .map(|gold| page(&gold.found, found(gold)))
            .collect(),
        cost: cost(&lines),
    })
}

fn cost(lines: &[Line]) -> Cost {
    let seconds = lines
        .iter()
        .map(|line| line.nanoseconds as f64)
        .sum::<f64>()
        / 1e9;
    let mb = lines.iter().map(|line| line.bytes as f64).sum::<f64>() / 1e6;
    let mut ms_per_mb: Vec<f64> = lines
        .iter()
        .map(|line| line.nanoseconds as f64 / line.bytes.max(1) as f64)
        .collect();
    ms_per_mb.sort_by(f64::total_cmp);
    let at = |share: f64| ms_per_mb[((ms_per_mb.len() - 1) as f64 * share).ceil() as usize];
    Cost {
        pages_per_s: lines.len() as f64 / seconds,
        mb_per_s: mb / seconds,
        p99_ms_per_mb: at(0.99),
        worst_ms_per_mb: at(1.0),
    }
}

fn print_head(settings: &Settings, gold: &[Gold], sets: &Sets) {
    let parts: Vec<String> = sets
        .iter()
        .map(|(name, pages)| format!("{name} {}", pages.len()))
        .collect();
    println!("Reading {} pages ({}).", gold.len(), parts.join(", "));
    if let Some(date) = &settings.date {
        println!("Measured on {date}.");
    }
    println!(
        "Text: F1 of the mean precision and recall of runs of four words. Time: processor time of one thread for the \
         call alone, text and metadata together, least of {} runs.\n",
        settings.n_runs
    );
}

fn print_quality(rows: &[Row], sets: &Sets) {
    let names: Vec<String> = sets.iter().map(|(name, _)| format!("F1 {name}")).collect();
    println!(
        "| reader | version | {} | exact | title | author | date | failed |",
        names.join(" | ")
    );
    println!(
        "|---|---|{}---|---|---|---|---|",
        "---|".repeat(names.len())
    );
    for row in rows {
        let Some(measured) = &row.result else {
            println!(
                "| {} | not at hand |{}",
                row.name,
                " |".repeat(names.len() + 5)
            );
            continue;
        };
        let scores: Vec<Score> = sets
            .iter()
            .map(|(_, pages)| together(of(measured, pages).into_iter()))
            .collect();
        let all = scores.last().expect("the last set holds all pages");
        let f1: Vec<String> = scores.iter().map(|score| share(score.text_f1)).collect();
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            row.name,
            measured.last.version,
            f1.join(" | "),
            share(all.exact),
            share(all.title),
            share(all.author_f1),
            share(all.date),
            measured.last.failed
        );
    }
    println!();
    for row in rows.iter().filter(|row| row.result.is_some()) {
        println!("- {}: {}", row.name, row.options);
    }
    println!();
}

fn print_cost(rows: &[Row]) {
    println!(
        "| reader | pages per CPU second | MB per CPU second | p99 ms per MB | worst ms per MB | peak MB |"
    );
    println!("|---|---|---|---|---|---|");
    for row in rows {
        let Some(measured) = &row.result else {
            continue;
        };
        let cost = &measured.cost;
        println!(
            "| {} | {:.0} | {:.1} | {:.1} | {:.1} | {:.0} |",
            row.name,
            cost.pages_per_s,
            cost.mb_per_s,
            cost.p99_ms_per_mb,
            cost.worst_ms_per_mb,
            measured.last.peak_kb as f64 / 1024.0
        );
    }
    println!();
}

/// F1 of the first reader minus that of each other one.
fn print_differences(rows: &[Row], sets: &Sets) {
    let Some((first, others)) = rows.split_first() else {
        return;
    };
    let Some(ours) = &first.result else { return };
    let names: Vec<&str> = sets.iter().map(|(name, _)| name.as_str()).collect();
    println!(
        "F1 of {} minus F1 of the reader, with the interval of 95 % of 1,000 resamples of the pages:\n",
        first.name
    );
    println!("| reader | {} |", names.join(" | "));
    println!("|---|{}", "---|".repeat(names.len()));
    for row in others {
        let Some(theirs) = &row.result else { continue };
        let cells: Vec<String> = sets
            .iter()
            .map(|(_, pages)| cell(difference(&of(ours, pages), &of(theirs, pages))))
            .collect();
        println!("| {} | {} |", row.name, cells.join(" | "));
    }
}

fn of<'a>(measured: &'a Measured, pages: &[usize]) -> Vec<&'a PageScore> {
    pages.iter().map(|idx| &measured.scores[*idx]).collect()
}

fn cell(difference: Difference) -> String {
    let Difference { mean, low, high } = difference;
    format!("{mean:+.4} ({low:+.4} to {high:+.4})")
}

fn share(value: f64) -> String {
    if value.is_nan() {
        "–".to_owned()
    } else {
        format!("{value:.4}")
    }
}
