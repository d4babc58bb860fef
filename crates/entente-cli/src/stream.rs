//! Runs work over all pages of the named files, on all processors, with results in the order of the pages and
//! bounded memory: what `entente read`, `entente events` and `entente stories` share.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use entente_engine::intake;
use entente_engine::page::container::{self, ENDINGS, Fields, Record};
use entente_engine::types::{Article, Problem};
use indicatif::ProgressBar;

use crate::arguments::Input;
use crate::failure::{Failure, warn};
use crate::read::files::{self, Files, Item, is_failure};
use crate::read::pipeline;
use crate::{input, progress};

/// Where results go.
pub trait Sink<T> {
    /// Takes the result of one page.
    fn write(&mut self, shown: T) -> std::io::Result<()>;
    /// How many things were written, in whatever is counted.
    fn n_written(&self) -> u64;
    /// Writes what is left.
    fn finish(self) -> std::io::Result<()>;
}

/// What became of a record or a problem, with the name of its place.
struct Done<T> {
    name: String,
    problems: Vec<Problem>,
    shown: Option<T>,
    /// Is something missing that a run without faults would give?
    is_failure: bool,
}

/// Reads each page, makes of its article what `show` makes of it, and writes the results in order.
///
/// `show` may add problems; it gives nothing for pages without a result. Pages without a text that are no mere
/// address or summary are not shown to it. The sink is opened when the files are.
///
/// # Errors
///
/// If nothing can be read at all, or the output cannot be written.
pub fn run<T: Send, S: Sink<T>>(
    over: &Input,
    open: impl FnOnce(&ProgressBar) -> Result<S, Failure>,
    show: impl Fn(&Record, Article, &mut Vec<Problem>) -> Option<T> + Sync,
) -> Result<ExitCode, Failure> {
    let fields = fields(&over.field)?;
    if over.from > 0 && (over.paths.len() != 1 || over.paths[0].is_dir()) {
        return Err(Failure::NoSuchPlace(over.from));
    }
    let mut has_failed = false;
    let paths = input::files(&over.paths, is_container, &mut has_failed);
    if paths.is_empty() && !has_failed {
        return Err(Failure::NoReports(over.paths.clone()));
    }
    let taken = Arc::new(AtomicU64::new(0));
    let n_bytes = files::n_bytes(&paths);
    let container = container::Settings {
        from: over.from,
        fields,
        progress: Some(taken.clone()),
    };
    let files = Files::new(paths, container)?;
    let bar = progress::bytes(n_bytes, over.quiet);
    let mut sink = open(&bar)?;
    let n_threads = threads(over.threads);
    let mut n_articles = 0;
    let work = |item| work(item, &show);
    let written = pipeline::in_order(files, n_threads, weight, work, |done| {
        progress::show(&bar, taken.load(Ordering::Relaxed), n_articles);
        has_failed |= done.is_failure;
        if !done.problems.is_empty() {
            bar.suspend(|| tell(&done));
        }
        n_articles += u64::from(done.shown.is_some());
        done.shown.map_or(Ok(()), |shown| sink.write(shown))
    });
    let n_written = sink.n_written();
    bar.finish_and_clear();
    match written.and_then(|()| sink.finish()) {
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        written => written?,
    }
    Ok(match (has_failed, n_written) {
        (true, _) => ExitCode::from(4),
        (false, 0) => ExitCode::from(1),
        (false, _) => ExitCode::SUCCESS,
    })
}

fn fields(said: &[String]) -> Result<Fields, Failure> {
    let mut fields = Fields::default();
    for said in said {
        fields = fields.after(said.parse()?);
    }
    Ok(fields)
}

/// Can a file in a folder hold articles, by its name?
pub fn is_container(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    let open = name.strip_suffix(".gz").unwrap_or(&name);
    let (stem, ending) = open.rsplit_once('.').unwrap_or((open, ""));
    stem != "readme" && ENDINGS.contains(&ending)
}

fn threads(asked: Option<usize>) -> usize {
    if let Some(n_threads) = asked {
        // A second pool cannot exist yet: this is the first use.
        _ = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads)
            .build_global();
    }
    rayon::current_num_threads()
}

/// How much work an item is, in bytes.
fn weight(item: &Item) -> usize {
    match item {
        Item::Page(record) => record.bytes.len() + 1024,
        Item::Problem { .. } => 1024,
    }
}

/// Reads one page.
fn work<T>(
    item: Item,
    show: &impl Fn(&Record, Article, &mut Vec<Problem>) -> Option<T>,
) -> Done<T> {
    let record = match item {
        Item::Page(record) => record,
        Item::Problem { name, problem } => {
            return Done {
                name,
                is_failure: is_failure(&problem),
                problems: vec![problem],
                shown: None,
            };
        }
    };
    // A bug that one page shows must not end a run over an archive of a million.
    let read = catch_unwind(AssertUnwindSafe(|| read(&record, show)));
    let Ok((problems, shown)) = read else {
        return Done {
            name: record.name,
            problems: vec![intake::fault()],
            shown: None,
            is_failure: true,
        };
    };
    Done {
        name: record.name,
        problems,
        shown,
        is_failure: false,
    }
}

fn read<T>(
    record: &Record,
    show: &impl Fn(&Record, Article, &mut Vec<Problem>) -> Option<T>,
) -> (Vec<Problem>, Option<T>) {
    let (article, mut problems) = intake::read(record);
    let shown = article.and_then(|article| show(record, article, &mut problems));
    (problems, shown)
}

fn tell<T>(done: &Done<T>) {
    for problem in &done.problems {
        warn(
            &problem.code,
            &format!("{}: {}", done.name, problem.message),
        );
    }
}
