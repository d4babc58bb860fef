//! Measures how fast claims are found, beside peers: figures and dates from the words alone, quotes and acts in parsed
//! text. What is needed before (parse, actors, times) is not counted, but where the task says so.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use entente_extract::{Found, actor, event, extract, figure, quote, time};
use entente_types::{Actors, Article, Content, Document, Figure, Stated, TimeExpression};
use serde::Deserialize;

use crate::measure::thread_time;

/// A text of the data.
#[derive(Deserialize)]
struct Text {
    text: String,
    published: Option<String>,
}

/// What one reader found, and what it took.
#[derive(Deserialize)]
struct Measured {
    name: String,
    version: String,
    documents: usize,
    bytes: usize,
    /// Zero where nobody counts them.
    #[serde(default)]
    sentences: usize,
    found: usize,
    refused: usize,
    nanoseconds: u64,
}

/// One kind of claim: what `--only` calls it, the data it is read from, who reads it, and its peer.
struct Task {
    only: &'static str,
    name: &'static str,
    data: &'static str,
    peer: &'static str,
    parsed: bool,
    read: fn(&Prepared) -> usize,
}

/// A text with what is found in it before the claims that are measured.
struct Prepared {
    document: Document,
    actors: Actors,
    times: Vec<TimeExpression>,
    figures: Vec<Found<Figure>>,
}

const TASKS: [Task; 6] = [
    Task {
        only: "figures",
        name: "figures, words alone",
        data: "figures",
        peer: "quantulum3",
        parsed: false,
        read: |text| figure::find(&text.document, &text.actors, &[]).len(),
    },
    Task {
        only: "times",
        name: "dates, words alone",
        data: "times",
        peer: "heideltime",
        parsed: false,
        read: |text| time::find(&text.document).len(),
    },
    Task {
        only: "quotes",
        name: "quotes and attributions, parsed text with known actors",
        data: "quotes",
        peer: "textacy",
        parsed: true,
        read: |text| quote::find(&text.document, &text.actors).len(),
    },
    Task {
        only: "events",
        name: "acts, parsed articles with known actors, times and figures",
        data: "quotes",
        peer: "",
        parsed: true,
        read: acts,
    },
    Task {
        only: "events",
        name: "acts, parsed single sentences with the same",
        data: "events",
        peer: "",
        parsed: true,
        read: acts,
    },
    Task {
        only: "events",
        name: "acts, articles as text: the parse and every kind of claim included",
        data: "quotes",
        peer: "",
        parsed: true,
        read: |text| {
            let article = text.document.article.clone();
            let claims = extract(&entente_extract::name::mark(
                entente_language::english().parse(article),
            ))
            .claims;
            let acts = claims.iter();
            acts.filter(|claim| matches!(claim.content, Content::Event(_)))
                .count()
        },
    },
];

/// Finds the acts of a text with all that is told of them.
fn acts(text: &Prepared) -> usize {
    let mut found = event::find(&text.document, &text.actors, &text.times);
    event::add_details(&text.document, &text.actors, &text.figures, &mut found);
    found.len()
}

/// Measures every kind on the texts in `data`, a folder with `figures`, `times` and `quotes`, and prints a table.
/// Every reading is repeated `n_runs` times, the least time counts; `python` has the peers;
/// `only` names the kinds to measure, all if it is empty.
///
/// # Errors
///
/// When a file cannot be read, or a peer that is at hand does not end well.
pub fn run(data: &Path, python: &Path, n_runs: usize, only: &[String]) -> Result<()> {
    let mut table = String::from(
        "| what | reader | texts | refused | found | texts/CPU-s | sentences/CPU-s | kB/CPU-s | ratio |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    let at_hand = at_hand(python);
    let is_asked = |task: &&Task| only.is_empty() || only.iter().any(|name| name == task.only);
    for task in TASKS.iter().filter(is_asked) {
        let path = data.join(task.data).join("documents.jsonl");
        let own = measure(task, &path, n_runs)?;
        let peer = at_hand.iter().any(|name| name == task.peer);
        let peer = peer.then(|| measure_peer(task.peer, &path, python, n_runs));
        let peer = peer.transpose()?;
        let ratio = peer.as_ref().map(|peer| own.rate() / peer.rate());
        let ratio = ratio.map(|ratio| format!("{ratio:.0}")).unwrap_or_default();
        row(&mut table, task.name, &own, &ratio);
        if let Some(peer) = peer {
            row(&mut table, "", &peer, "1");
        }
    }
    println!("{table}");
    Ok(())
}

impl Measured {
    fn seconds(&self) -> f64 {
        Duration::from_nanos(self.nanoseconds.max(1)).as_secs_f64()
    }

    /// Bytes per second of the processor.
    fn rate(&self) -> f64 {
        self.bytes as f64 / self.seconds()
    }
}

fn row(table: &mut String, task: &str, measured: &Measured, ratio: &str) {
    let Measured {
        name,
        version,
        documents,
        refused,
        found,
        sentences,
        ..
    } = measured;
    let sentences = match sentences {
        0 => String::new(),
        n => format!("{:.0}", *n as f64 / measured.seconds()),
    };
    let texts = *documents as f64 / measured.seconds();
    let rate = measured.rate() / 1e3;
    _ = writeln!(
        table,
        "| {task} | {name} {version} | {documents} | {refused} | {found} | {texts:.0} | {sentences} | {rate:.0} | {ratio} |"
    );
}

fn measure(task: &Task, path: &Path, n_runs: usize) -> Result<Measured> {
    let texts: Vec<Prepared> = documents(path, task.parsed)?
        .into_iter()
        .map(prepared)
        .collect();
    let documents = || texts.iter().map(|text| &text.document);
    let mut least = Duration::MAX;
    let mut found = 0;
    for _ in 0..n_runs.max(1) {
        let started = thread_time();
        found = texts.iter().map(task.read).sum();
        least = least.min(thread_time().saturating_sub(started));
    }
    Ok(Measured {
        name: "Entente".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        documents: texts.len(),
        bytes: documents().map(|document| document.text().len()).sum(),
        sentences: documents().map(|document| document.sentences.len()).sum(),
        found,
        refused: 0,
        nanoseconds: u64::try_from(least.as_nanos())?,
    })
}

fn prepared(document: Document) -> Prepared {
    let actors = actor::find(&document);
    let times = time::find(&document);
    Prepared {
        figures: figure::find(&document, &actors, &times),
        document,
        actors,
        times,
    }
}

fn documents(path: &Path, is_parsed: bool) -> Result<Vec<Document>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut documents = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let row: Text = serde_json::from_str(line)?;
        let day = row.published.and_then(|day| day.get(..10)?.parse().ok());
        let article = Article {
            published: day.map(|value| Stated {
                value,
                from: "data".to_owned(),
            }),
            ..Article::plain("text", &row.text)
        };
        documents.push(if is_parsed {
            entente_language::english().parse(article)
        } else {
            Document::new(article, Vec::new(), Vec::new(), Vec::new())
        });
    }
    Ok(documents)
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("claims.py")
}

/// Names of the peers that this Python has.
fn at_hand(python: &Path) -> Vec<String> {
    let output = Command::new(python)
        .arg(script())
        .stderr(Stdio::null())
        .output();
    let lines = output
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    lines.lines().map(str::to_owned).collect()
}

fn measure_peer(name: &str, path: &Path, python: &Path, n_runs: usize) -> Result<Measured> {
    let output = Command::new(python)
        .arg(script())
        .arg(name)
        .arg(path)
        .arg(n_runs.to_string())
        .stderr(Stdio::inherit())
        .output()?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let line = printed.lines().last().unwrap_or_default();
    serde_json::from_str(line).with_context(|| format!("{name} did not end well: {line}"))
}
