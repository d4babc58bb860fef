//! `entente compare`.

use std::io::Write;
use std::process::ExitCode;

use entente_engine::world::Id;
use entente_engine::{Account, Progress, Settings};

use crate::arguments::{Compare, Format};
use crate::failure::{Failure, warn};
use crate::input::{Collected, collect};
use crate::{progress, render, workspace};

/// Reads, compares, prints.
pub fn run(settings: &Compare) -> Result<ExitCode, Failure> {
    if let Some(number) = story(settings) {
        let account = workspace::account(&settings.at, number)?;
        return finish(&account, settings, false);
    }
    if let Some(n_threads) = settings.threads {
        // A second pool cannot exist yet: this is the first use.
        _ = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads)
            .build_global();
    }
    let Collected {
        inputs,
        mut has_failed,
    } = collect(settings)?;
    let n_inputs = inputs.len();
    let bar = progress::bar(n_inputs, settings.quiet);
    let account = entente_engine::compare(inputs, &Settings::default(), &|step| {
        if step == Progress::Read {
            bar.inc(1);
        }
    });
    bar.finish_and_clear();
    for problem in &account.problems {
        warn(&problem.code, &problem.message);
    }
    has_failed |= account.articles.len() < n_inputs;
    finish(&account, settings, has_failed)
}

/// The story of a workspace that is asked for, unless a file has its name.
fn story(settings: &Compare) -> Option<u32> {
    let [path] = settings.paths.as_slice() else {
        return None;
    };
    match path.to_str()?.parse() {
        Ok(Id::Story(number)) if !path.exists() => Some(number),
        _ => None,
    }
}

fn finish(account: &Account, settings: &Compare, has_failed: bool) -> Result<ExitCode, Failure> {
    match print(account, settings) {
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        printed => printed?,
    }
    Ok(status(account, has_failed))
}

fn print(account: &Account, settings: &Compare) -> std::io::Result<()> {
    let text = match settings.format {
        Format::Text => render::text::account(account, settings.evidence, width(settings.width)),
        Format::Md => render::markdown::account(account, settings.evidence),
        Format::Html => entente_engine::html::account(account),
        Format::Json => render::json::object(account)?,
        Format::Jsonl => render::json::lines(account)?,
    };
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Columns to fill: as asked, else as wide as the terminal and 100 at most.
pub fn width(asked: Option<usize>) -> usize {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    asked
        .unwrap_or_else(|| terminal.unwrap_or(100).min(100))
        .clamp(40, 400)
}

fn status(account: &Account, has_failed: bool) -> ExitCode {
    let has_found = account.stories.iter().any(|story| !story.slots.is_empty());
    match (has_failed, has_found) {
        (true, _) => ExitCode::from(4),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(1),
    }
}
