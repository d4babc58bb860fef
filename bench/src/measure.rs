//! Reads all pages with one reader, in a process of its own, and writes what it found and what it took.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::reader::{Found, READERS, Read, open};

/// A page of the data.
#[derive(Deserialize)]
pub struct Document {
    /// The key that gold and prediction share.
    pub id: String,
    /// The part of the data.
    #[serde(default)]
    pub set: String,
    /// Where the page was.
    pub url: Option<String>,
    /// The page.
    pub html: String,
}

/// What one reader made of one page.
#[derive(Deserialize, Serialize)]
pub struct Line {
    /// The page.
    pub id: String,
    /// What was found.
    #[serde(flatten)]
    pub found: Found,
    /// Processor time of the extraction alone, the least of all runs.
    pub nanoseconds: u64,
    /// Length of the page.
    pub bytes: usize,
}

/// The last line of a reader's output.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Last {
    /// The reader.
    pub reader: String,
    /// Its version.
    pub version: String,
    /// The most memory that the process held.
    pub peak_kb: u64,
    /// How many pages it gave up on.
    pub failed: usize,
}

/// Reads every page of `documents` with the reader `name`, `n_runs` times each, and writes a [`Line`] for it.
///
/// # Errors
///
/// When a file cannot be read or written, or there is no such reader.
pub fn run(name: &str, documents: &Path, models: &Path, n_runs: usize) -> Result<()> {
    let known = READERS.iter().find(|reader| reader.name == name);
    std::panic::set_hook(Box::new(|_| {}));
    let file =
        File::open(documents).with_context(|| format!("cannot read {}", documents.display()))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut reader: Option<(String, Read)> = None;
    let mut failed = 0;
    for line in BufReader::new(file).lines() {
        let document: Document = serde_json::from_str(&line?)?;
        if reader.as_ref().is_none_or(|(set, _)| *set != document.set) {
            reader = Some((document.set.clone(), open(name, &document.set, models)?));
        }
        let (_, read) = reader.as_ref().expect("a reader was opened above");
        let (found, took) = least(read, &document, n_runs);
        failed += usize::from(found.is_none());
        let line = Line {
            id: document.id,
            found: found.unwrap_or_default(),
            nanoseconds: u64::try_from(took.as_nanos())?,
            bytes: document.html.len(),
        };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    let last = Last {
        reader: name.to_owned(),
        version: known
            .map(|reader| reader.version)
            .unwrap_or_default()
            .to_owned(),
        peak_kb: peak_kb(),
        failed,
    };
    writeln!(out, "{}", serde_json::to_string(&last)?)?;
    Ok(())
}

/// The reading of the last run, and the least processor time of all runs. A reader that panics found nothing.
fn least(read: &Read, document: &Document, n_runs: usize) -> (Option<Found>, Duration) {
    let address = document.url.as_deref().unwrap_or_default();
    let mut least = (None, Duration::MAX);
    for _ in 0..n_runs.max(1) {
        let started = thread_time();
        let found = catch_unwind(AssertUnwindSafe(|| read(&document.html, address)));
        let took = thread_time().saturating_sub(started);
        least = (found.ok().and_then(Result::ok), least.1.min(took));
    }
    least
}

/// Processor time of this thread.
pub fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// The most memory that this process held so far, in kB; 0 where the system does not tell.
///
/// `getrusage` would count the memory of the process that started this one.
pub fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}
