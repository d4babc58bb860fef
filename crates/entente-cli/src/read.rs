//! `entente read`: articles out of pages and containers, as a table for people or as data.

pub mod files;
mod lines;
mod output;
mod parquet;
mod pipeline;
mod prose;
mod row;
mod table;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use entente_engine::page::container::{self, ENDINGS, Extent, Fields};
use entente_engine::page::{self, Page};
use entente_engine::types::{Article, Problem};

use crate::arguments::{Read, ReadFormat};
use crate::failure::{Failure, warn};
use crate::{input, progress};

use files::{Files, Item, is_failure};
use output::Output;
use row::Row;

/// What became of a record or a problem, with the name of its place.
struct Done {
    name: String,
    problems: Vec<Problem>,
    shown: Option<Shown>,
    /// Is something missing that a run without faults would give?
    is_failure: bool,
}

/// An article, ready to be written.
enum Shown {
    Text(String),
    Row(Box<Row>),
}

/// Reads and prints.
pub fn run(settings: &Read) -> Result<ExitCode, Failure> {
    let fields = fields(&settings.field)?;
    if settings.from > 0 && (settings.paths.len() != 1 || settings.paths[0].is_dir()) {
        return Err(Failure::NoSuchPlace(settings.from));
    }
    let mut has_failed = false;
    let paths = input::files(&settings.paths, is_container, &mut has_failed);
    if paths.is_empty() && !has_failed {
        return Err(Failure::NoReports(settings.paths.clone()));
    }
    let taken = Arc::new(AtomicU64::new(0));
    let n_bytes = files::n_bytes(&paths);
    let container = container::Settings {
        from: settings.from,
        fields,
        progress: Some(taken.clone()),
    };
    let files = Files::new(paths, container)?;
    let bar = progress::bytes(n_bytes, settings.quiet);
    let mut output = Output::new(settings, &bar)?;
    let n_threads = threads(settings);
    let work = |item| work(item, settings);
    let written = pipeline::in_order(files, n_threads, weight, work, |done| {
        progress::show(&bar, taken.load(Ordering::Relaxed), output.n_articles);
        has_failed |= done.is_failure;
        if !done.problems.is_empty() {
            bar.suspend(|| tell(&done));
        }
        done.shown.map_or(Ok(()), |shown| output.write(shown))
    });
    let n_articles = output.n_articles;
    bar.finish_and_clear();
    match written.and_then(|()| output.finish()) {
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        written => written?,
    }
    Ok(match (has_failed, n_articles) {
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
fn is_container(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    let open = name.strip_suffix(".gz").unwrap_or(&name);
    let (stem, ending) = open.rsplit_once('.').unwrap_or((open, ""));
    stem != "readme" && ENDINGS.contains(&ending)
}

fn threads(settings: &Read) -> usize {
    if let Some(n_threads) = settings.threads {
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
fn work(item: Item, settings: &Read) -> Done {
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
    let page = Page {
        name: &record.name,
        bytes: &record.bytes,
    };
    // A bug that one page shows must not end a run over an archive of a million.
    let outcome = catch_unwind(AssertUnwindSafe(|| page::read(&page, &record.known)));
    let Ok(outcome) = outcome else {
        let message = "a fault of the program kept the page from being read";
        return Done {
            name: record.name,
            problems: vec![Problem::new("reader-fault", message)],
            shown: None,
            is_failure: true,
        };
    };
    let mut problems = outcome.problems;
    if record.extent == Extent::Address {
        problems.clear();
    }
    let is_shown = !outcome.value.text.is_empty() || record.extent != Extent::Whole;
    let shown = is_shown.then(|| {
        let row = Row::new(&record, &outcome.value, &problems);
        show(row, &outcome.value, settings)
    });
    Done {
        name: record.name,
        problems,
        shown,
        is_failure: false,
    }
}

fn show(row: Row, article: &Article, settings: &Read) -> Shown {
    Shown::Text(match settings.format {
        ReadFormat::Table => table::line(&row, table::width(settings.width)),
        ReadFormat::Text => prose::text(&row, article),
        ReadFormat::Md => prose::markdown(&row, article),
        ReadFormat::Jsonl if settings.evidence => lines::line_with_evidence(&row, article),
        ReadFormat::Jsonl => lines::line(&row),
        ReadFormat::Parquet => return Shown::Row(Box::new(row)),
    })
}

fn tell(done: &Done) {
    for problem in &done.problems {
        warn(
            &problem.code,
            &format!("{}: {}", done.name, problem.message),
        );
    }
}
