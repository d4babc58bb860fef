//! Measures how fast and how exactly English is read, beside spaCy with the same weights, and counts instructions.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use entente_language::parity::{Expected, differences};
use entente_language::{Precision, english, kernels};
use entente_types::Article;
use serde::{Deserialize, Serialize};

use crate::measure::{peak_kb, thread_time};

const PRECISIONS: [Precision; 3] = [Precision::Exact, Precision::Balanced, Precision::Fast];
/// How spaCy is run.
const SPACY: [&str; 2] = ["stock", "tuned"];
/// Instructions of the pinned workload on a CPU with AVX2, which valgrind can count.
const PINNED: &str = "bench/language.instructions";
/// What the pinned workload may cost more than is written down.
const TOLERANCE: f64 = 1.02;

/// What a process says of itself.
#[derive(Serialize, Deserialize)]
struct Measured {
    #[serde(default)]
    version: String,
    tokens: u64,
    /// Processor time for all texts.
    nanoseconds: u64,
    /// Processor time from the start of the process to the end of its first sentence.
    first_ns: u64,
    peak_kb: u64,
}

impl Measured {
    fn rate(&self) -> f64 {
        self.tokens as f64 / (self.nanoseconds.max(1) as f64 / 1e9)
    }
}

/// Where texts and peers are.
pub struct Settings {
    /// JSON lines with a `text`.
    pub texts: PathBuf,
    /// How many of them are read.
    pub n_texts: usize,
    /// A Python that may have spaCy.
    pub python: PathBuf,
    /// Rounds; in each, every reader runs once, so that ratios are of neighbours in time.
    pub n_runs: usize,
}

/// Prints the table.
///
/// # Errors
///
/// When the texts cannot be read, or a reader does not end well.
pub fn run(settings: &Settings) -> Result<()> {
    let has_spacy = spacy(settings, &["time", "tuned"], 1).is_ok();
    let mut own: Vec<Vec<Measured>> = PRECISIONS.iter().map(|_| Vec::new()).collect();
    let mut peers: Vec<Vec<Measured>> = SPACY.iter().map(|_| Vec::new()).collect();
    for _ in 0..settings.n_runs.max(1) {
        for (precision, runs) in PRECISIONS.iter().zip(&mut own) {
            runs.push(read_apart(*precision, settings)?);
        }
        if has_spacy {
            for (how, runs) in SPACY.iter().zip(&mut peers) {
                let line = spacy(settings, &["time", how], settings.n_texts)?;
                runs.push(serde_json::from_str(&line)?);
            }
        }
    }
    let answers = has_spacy.then(|| answers(settings)).transpose()?;
    println!(
        "| reader | tokens/CPU-s | × stock spaCy | × tuned spaCy | first sentence, CPU ms | peak MB | tags | heads and labels | names | two threads, CPU | two threads, clock |\n\
         |---|---|---|---|---|---|---|---|---|---|---|"
    );
    for (precision, runs) in PRECISIONS.iter().zip(&own) {
        let name = format!("{} ({})", precision.as_str(), kernels(*precision));
        let equal = answers.as_ref().map(|all| agreement(*precision, all));
        let threads = two_threads(*precision, settings)?;
        print_row(&name, runs, &peers, equal, Some(threads));
    }
    for (how, runs) in SPACY.iter().zip(&peers) {
        if let Some(first) = runs.first() {
            print_row(
                &format!("spaCy {} md, {how}", first.version),
                runs,
                &peers,
                None,
                None,
            );
        }
    }
    Ok(())
}

/// Middle of an odd number of values, or one of the two in the middle.
fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn print_row(
    name: &str,
    runs: &[Measured],
    peers: &[Vec<Measured>],
    equal: Option<[f64; 3]>,
    threads: Option<[f64; 2]>,
) {
    let text = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
    };
    let of = |get: fn(&Measured) -> f64| median(runs.iter().map(get));
    let ratio = |peer: &Vec<Measured>| {
        let pairs = runs.iter().zip(peer);
        text(median(pairs.map(|(own, peer)| own.rate() / peer.rate())), 1)
    };
    let ratios: Vec<String> = peers.iter().map(ratio).collect();
    let percent = |idx: usize| text(equal.map(|equal| 100.0 * equal[idx]), 3);
    println!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        text(of(Measured::rate), 0),
        ratios.join(" | "),
        text(of(|run| run.first_ns as f64 / 1e6), 0),
        text(of(|run| run.peak_kb as f64 / 1024.0), 0),
        percent(0),
        percent(1),
        percent(2),
        text(threads.map(|[cpu, _]| cpu), 2),
        text(threads.map(|[_, clock]| clock), 2),
    );
}

fn texts(path: &Path, n_texts: usize) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Text {
        text: String,
    }
    let file =
        std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = BufReader::new(file).lines().take(n_texts);
    lines
        .map(|line| Ok(serde_json::from_str::<Text>(&line?)?.text))
        .collect()
}

fn spacy(settings: &Settings, words: &[&str; 2], n_texts: usize) -> Result<String> {
    let mut command = Command::new(&settings.python);
    command.arg("bench/language.py").args(words);
    command.arg(&settings.texts).arg(n_texts.to_string());
    let output = command.stderr(Stdio::null()).output()?;
    if !output.status.success() {
        bail!("spaCy is not at hand");
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn answers(settings: &Settings) -> Result<Vec<Expected>> {
    let out = std::env::temp_dir().join(format!("entente-language-{}.jsonl", std::process::id()));
    let path = out
        .to_str()
        .context("the temporary folder has a name in UTF-8")?;
    spacy(settings, &["answers", path], settings.n_texts)?;
    let lines = std::fs::read_to_string(&out)?;
    std::fs::remove_file(&out)?;
    lines
        .lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

/// The shares of tags, of arcs with head and label, and of names that are those of spaCy.
fn agreement(precision: Precision, answers: &[Expected]) -> [f64; 3] {
    let (mut wrong, mut all) = ([0_usize; 3], [0_usize; 3]);
    for expected in answers {
        // spaCy knows no paragraphs.
        let article = Article {
            blocks: Vec::new(),
            ..Article::plain("text", &expected.text)
        };
        let document = english().parse_at(precision, article).value;
        let found = differences(&document, expected);
        let n_tokens = expected.tokens.len();
        for (total, n) in all
            .iter_mut()
            .zip([n_tokens, n_tokens, expected.ents.len()])
        {
            *total += n;
        }
        if found.iter().any(|one| one.kind == "token") {
            wrong[0] += n_tokens;
            wrong[1] += n_tokens;
        }
        let mut arcs: Vec<&str> = Vec::new();
        for one in &found {
            match one.kind {
                "tag" => wrong[0] += 1,
                "head" | "label" => arcs.push(&one.place),
                "entity" => wrong[2] += 1,
                _ => {}
            }
        }
        arcs.sort_unstable();
        arcs.dedup();
        wrong[1] += arcs.len();
    }
    std::array::from_fn(|idx| 1.0 - wrong[idx] as f64 / all[idx].max(1) as f64)
}

fn read_apart(precision: Precision, settings: &Settings) -> Result<Measured> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["language-read", precision.as_str()]);
    command
        .arg(&settings.texts)
        .arg(settings.n_texts.to_string());
    let output = command.output()?;
    if !output.status.success() {
        bail!(
            "the reading did not end well: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Reads texts in this process and prints what it took.
///
/// # Errors
///
/// When the texts cannot be read.
pub fn read(precision: &str, path: &Path, n_texts: usize) -> Result<()> {
    let precision = PRECISIONS.into_iter().find(|one| one.as_str() == precision);
    let precision = precision.context("the precision is exact, balanced or fast")?;
    let parse = |text: &str| {
        english()
            .parse_at(precision, Article::plain("text", text))
            .value
            .tokens
            .len()
    };
    parse("The minister met two envoys in Geneva.");
    let first = thread_time();
    let texts = texts(path, n_texts)?;
    let started = thread_time();
    let tokens: usize = texts.iter().map(|text| parse(text)).sum();
    let took = thread_time().saturating_sub(started);
    let measured = Measured {
        version: String::new(),
        tokens: tokens as u64,
        nanoseconds: took.as_nanos() as u64,
        first_ns: first.as_nanos() as u64,
        peak_kb: peak_kb(),
    };
    println!("{}", serde_json::to_string(&measured)?);
    Ok(())
}

/// How much more two threads do than one in the time of one: twice the processor time of one thread over that of
/// two for the same texts, which does not see who else uses the processors, and the time of one over that of two by the
/// clock, which counts where nobody else does.
fn two_threads(precision: Precision, settings: &Settings) -> Result<[f64; 2]> {
    let texts = texts(&settings.texts, settings.n_texts)?;
    let cost = |n_threads: usize| {
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                let article = Article::plain("text", text);
                std::hint::black_box(english().parse_at(precision, article));
            }
        };
        let (started, clock) = (process_time(), Instant::now());
        std::thread::scope(|scope| {
            for _ in 0..n_threads {
                scope.spawn(work);
            }
        });
        let took = process_time().saturating_sub(started);
        [took.as_secs_f64(), clock.elapsed().as_secs_f64()]
    };
    // The first turn fills the tables of words of two threads.
    cost(2);
    let rounds: Vec<_> = (0..5).map(|_| (cost(1), cost(2))).collect();
    let of = |idx: usize| median(rounds.iter().map(|(one, two)| one[idx] / two[idx]));
    let [cpu, clock] = [0, 1].map(|idx| of(idx).unwrap_or_default());
    Ok([2.0 * cpu, clock])
}

fn process_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// Reads the pinned workload: the first texts of the parity test, once.
///
/// # Errors
///
/// When it cannot be read.
pub fn pinned() -> Result<()> {
    const N_TEXTS: usize = 60;
    let path = Path::new("crates/entente-language/parity/golden.jsonl");
    for text in texts(path, N_TEXTS)? {
        std::hint::black_box(english().parse(Article::plain("text", &text)));
    }
    Ok(())
}

/// Counts the instructions of the pinned workload with valgrind and compares with what is written down;
/// `renew` writes it down.
///
/// # Errors
///
/// When valgrind is not at hand, or the workload costs more than before.
pub fn gate(renew: bool) -> Result<()> {
    let out = std::env::temp_dir().join(format!("entente-callgrind-{}", std::process::id()));
    let mut option = std::ffi::OsString::from("--callgrind-out-file=");
    option.push(&out);
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(option);
    command.arg(std::env::current_exe()?).arg("language-pinned");
    let output = command.output().context("valgrind is not at hand")?;
    let report = std::fs::read_to_string(&out).context("valgrind wrote no counts")?;
    std::fs::remove_file(&out)?;
    let count = report
        .lines()
        .find_map(|line| line.strip_prefix("totals: "));
    let count: u64 = count
        .with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?
        .trim()
        .parse()?;
    if renew {
        std::fs::write(PINNED, format!("{count}\n"))?;
        println!("{count} instructions, written down");
        return Ok(());
    }
    let before: u64 = std::fs::read_to_string(PINNED)?.trim().parse()?;
    let ratio = count as f64 / before as f64;
    println!("{count} instructions, {ratio:.4} of those written down");
    if ratio > TOLERANCE {
        bail!("reading costs more instructions than before; `--renew` writes the new count down");
    }
    Ok(())
}
