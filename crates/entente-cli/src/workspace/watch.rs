//! `entente watch`: adds what is new in folders, and does what is missing, until it is stopped.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use entente_engine::Settings;
use entente_engine::workspace::{self, Updated};
use entente_engine::world::World;

use super::{now, open};
use crate::arguments::{Input, Watch};
use crate::failure::{Failure, warn};
use crate::input;
use crate::render::count;
use crate::stream::is_container;

/// Set when the run shall end.
static STOPPED: AtomicBool = AtomicBool::new(false);
/// How often it is asked whether to end.
const TICK: Duration = Duration::from_millis(200);

/// What tells whether a file is still the same.
type State = (u64, Option<SystemTime>);

/// Looks at folders again and again.
pub fn watch(settings: &Watch) -> Result<ExitCode, Failure> {
    let mut world = open(&settings.place)?;
    for path in &settings.paths {
        std::fs::metadata(path).map_err(|cause| Failure::CannotRead {
            path: path.clone(),
            cause,
        })?;
    }
    listen();
    let mut seen = Seen::default();
    loop {
        let start = Instant::now();
        let files = seen.ready(&settings.paths, settings.once);
        if !files.is_empty() || settings.once {
            match round(&mut world, settings, &files) {
                Ok(()) => seen.keep(files),
                Err(Failure::Locked(process)) if !settings.once => wait_for(process),
                Err(failure) => return Err(failure),
            }
        }
        if settings.once || STOPPED.load(Ordering::Relaxed) {
            return Ok(ExitCode::SUCCESS);
        }
        while start.elapsed() < settings.every() {
            std::thread::sleep(TICK);
            if STOPPED.load(Ordering::Relaxed) {
                anstream::eprintln!("stopped; everything that was added is kept");
                return Ok(ExitCode::SUCCESS);
            }
        }
    }
}

/// Lets Ctrl-C end the run after the step that is under way; a second one ends it at once, which loses nothing either.
fn listen() {
    // If it cannot be heard, Ctrl-C ends the process at once.
    _ = ctrlc::set_handler(|| {
        if STOPPED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        anstream::eprintln!("ending after this step; once more ends at once");
    });
}

fn wait_for(process: Option<u32>) {
    let who = process.map_or_else(
        || "another process".to_owned(),
        |id| format!("process {id}"),
    );
    let message = format!("{who} is writing to the workspace; trying again");
    warn("workspace-locked", &message);
}

/// Adds files and does what is missing.
fn round(world: &mut World, settings: &Watch, files: &[(PathBuf, State)]) -> Result<(), Failure> {
    if let Some(process) = world.locked()?.filter(|_| !settings.once) {
        return Err(Failure::Locked(process));
    }
    let n_new = match files {
        [] => 0,
        files => {
            let input = Input {
                paths: files.iter().map(|(path, _)| path.clone()).collect(),
                field: settings.field.clone(),
                from: 0,
                threads: settings.threads,
                quiet: settings.quiet,
            };
            super::add::keep_all(world, &input)?.1[0]
        }
    };
    let updated = workspace::update(world, &Settings::default(), &now, &|_| ())?;
    if n_new > 0 || updated != Updated::default() {
        super::print(&format!(
            "{}  {}, {} new or told otherwise, {} compared\n",
            now(),
            count(n_new, "new article", "new articles"),
            count(updated.n_stories, "story", "stories"),
            updated.n_compared
        ))?;
    }
    Ok(())
}

/// Files that were added as they are, and those that may still grow.
#[derive(Default)]
struct Seen {
    added: BTreeMap<PathBuf, State>,
    growing: BTreeMap<PathBuf, State>,
}

impl Seen {
    /// Files that are new or changed, and that stayed as they are since the last look; with `at_once` also those seen
    /// for the first time.
    fn ready(&mut self, paths: &[PathBuf], at_once: bool) -> Vec<(PathBuf, State)> {
        let mut has_failed = false;
        let mut ready = Vec::new();
        let mut growing = BTreeMap::new();
        for path in input::files(paths, is_container, &mut has_failed) {
            let Some(state) = state(&path).filter(|state| self.added.get(&path) != Some(state))
            else {
                continue;
            };
            match at_once || self.growing.get(&path) == Some(&state) {
                true => ready.push((path, state)),
                false => _ = growing.insert(path, state),
            }
        }
        self.growing = growing;
        ready
    }

    fn keep(&mut self, files: Vec<(PathBuf, State)>) {
        self.added.extend(files);
    }
}

fn state(path: &Path) -> Option<State> {
    let about = std::fs::metadata(path).ok()?;
    Some((about.len(), about.modified().ok()))
}
