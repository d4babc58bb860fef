//! Collects the reports that a command line names, with what is known of them.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use entente_engine::container::{self, Extent};
use entente_engine::types::Moment;
use entente_engine::{Input, Known};
use walkdir::WalkDir;

use crate::arguments::Compare;
use crate::failure::{Failure, warn};
use crate::read::files::{Files, Item, is_failure};
use crate::sidecar;

/// Endings of files that are taken from a folder.
const ENDINGS: [&str; 5] = ["txt", "text", "md", "html", "htm"];
/// Most files that are taken from a folder, and reports that are compared in one run; how deep folders are searched.
const MAX_FILES: usize = 10_000;
const MAX_DEPTH: usize = 16;

/// The reports that could be read, and whether some could not.
pub struct Collected {
    /// What was read.
    pub inputs: Vec<Input>,
    /// Was there an input that could not be read?
    pub has_failed: bool,
}

/// Reads every file that the arguments name.
pub fn collect(settings: &Compare) -> Result<Collected, Failure> {
    let mut has_failed = false;
    let paths = files(&settings.paths, is_report, &mut has_failed);
    let mut flags = Flags::new(settings)?;
    let mut inputs = Vec::new();
    for item in Files::new(paths, container::Settings::default())? {
        match item {
            Item::Page(record) if record.extent == Extent::Address => drop(record),
            Item::Page(_) if inputs.len() == MAX_FILES => {
                let message = format!("more than {MAX_FILES} reports; the rest is left out");
                warn("too-many", &message);
                break;
            }
            Item::Page(record) => inputs.push(Input {
                known: flags.known(&record.name, record.known),
                name: record.name,
                bytes: record.bytes,
            }),
            Item::Problem { name, problem } => {
                has_failed |= is_failure(&problem);
                warn(&problem.code, &format!("{name}: {}", problem.message));
            }
        }
    }
    flags.all_used()?;
    if inputs.is_empty() && !has_failed {
        return Err(Failure::NoReports(settings.paths.clone()));
    }
    Ok(Collected { inputs, has_failed })
}

/// The files that the paths name, in order and without repetition. Of a folder those are taken that `is_taken`.
pub fn files(
    paths: &[PathBuf],
    is_taken: fn(&Path) -> bool,
    has_failed: &mut bool,
) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(in_folder(path, is_taken, has_failed));
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    files.dedup();
    files
}

fn in_folder(folder: &Path, is_taken: fn(&Path) -> bool, has_failed: &mut bool) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder)
        .max_depth(MAX_DEPTH)
        .sort_by_file_name()
    {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_taken(entry.path()) => {
                files.push(entry.into_path())
            }
            Ok(_) => {}
            Err(error) => {
                *has_failed = true;
                warn("cannot-read", &format!("{error}; the other reports go on"));
            }
        }
        if files.len() == MAX_FILES {
            warn(
                "too-many",
                &format!(
                    "`{}` holds more than {MAX_FILES} reports; the rest is left out",
                    folder.display()
                ),
            );
            break;
        }
    }
    files
}

fn is_report(path: &Path) -> bool {
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    let is_about = path
        .file_stem()
        .is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
    !is_about
        && ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
}

/// What the file beside a report says of it, if there is one.
pub fn beside(path: &Path) -> Result<Known, Failure> {
    let sidecar = path.with_extension("toml");
    if path == Path::new("-") {
        return Ok(Known::default());
    }
    let bad = |cause: String| Failure::BadSidecar {
        path: sidecar.clone(),
        cause,
    };
    let file = match std::fs::File::open(&sidecar) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Known::default()),
        Err(error) => return Err(bad(error.to_string())),
    };
    let mut bytes = Vec::new();
    file.take(sidecar::MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| bad(error.to_string()))?;
    sidecar::read(&bytes).map_err(bad)
}

/// The values of `--published` and `--source`, for all reports or for one by name.
struct Flags {
    published: ByName<Moment>,
    source: ByName<String>,
}

struct ByName<T> {
    flag: &'static str,
    for_all: Option<T>,
    for_one: BTreeMap<String, (T, bool)>,
}

impl<T: Clone> ByName<T> {
    fn get(&mut self, name: &str) -> Option<T> {
        let container = name
            .rsplit_once('#')
            .map_or(name, |(container, _)| container);
        let last = |name: &str| {
            let last = Path::new(name).file_name();
            last.map(|last| last.to_string_lossy().into_owned())
        };
        let whole = [name, container].map(|name| Some(name.to_owned()));
        let keys = whole.into_iter().chain([last(name), last(container)]);
        for key in keys.flatten() {
            if let Some((value, used)) = self.for_one.get_mut(&key) {
                *used = true;
                return Some(value.clone());
            }
        }
        self.for_all.clone()
    }

    fn all_used(&self) -> Result<(), Failure> {
        let unused = self.for_one.iter().find(|(_, (_, used))| !used);
        unused.map_or(Ok(()), |(name, _)| {
            Err(Failure::NoSuchReport {
                flag: self.flag,
                value: name.clone(),
            })
        })
    }
}

impl Flags {
    fn new(settings: &Compare) -> Result<Self, Failure> {
        let mut published = ByName {
            flag: "published",
            for_all: None,
            for_one: BTreeMap::new(),
        };
        for said in &settings.published {
            let (name, day) = said
                .rsplit_once('=')
                .map_or((None, said.as_str()), |(name, day)| (Some(name), day));
            let day = day.parse().map_err(|_| Failure::NotADay(day.to_owned()))?;
            match name {
                Some(name) => _ = published.for_one.insert(name.to_owned(), (day, false)),
                None => published.for_all = Some(day),
            }
        }
        let mut source = ByName {
            flag: "source",
            for_all: None,
            for_one: BTreeMap::new(),
        };
        for said in &settings.source {
            match said.split_once('=') {
                Some((name, value)) => {
                    _ = source
                        .for_one
                        .insert(name.to_owned(), (value.to_owned(), false))
                }
                None => source.for_all = Some(said.clone()),
            }
        }
        Ok(Self { published, source })
    }

    /// What is known of one report: flags win over the sidecar.
    fn known(&mut self, name: &str, sidecar: Known) -> Known {
        let published = self.published.get(name);
        let source = self.source.get(name);
        let from = if published.is_some() || source.is_some() {
            "flag"
        } else {
            sidecar.from.as_str()
        };
        Known {
            published: published.or(sidecar.published),
            source: source.or(sidecar.source),
            from: from.to_owned(),
            ..sidecar
        }
    }

    fn all_used(&self) -> Result<(), Failure> {
        self.published.all_used()?;
        self.source.all_used()
    }
}
