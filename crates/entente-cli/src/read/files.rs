//! The records of all files that were named, one after the other.

use std::fs::File;
use std::path::{Path, PathBuf};

use entente_engine::Known;
use entente_engine::page::container::{Found, Record, Records, Settings, Source, records};
use entente_engine::types::Problem;

use crate::failure::Failure;
use crate::input::beside;

/// What a file gives.
pub enum Item {
    /// A page.
    Page(Record),
    /// Something that could not be read.
    Problem {
        /// The file and the place in it.
        name: String,
        /// What.
        problem: Problem,
    },
}

/// The records of files, in order.
pub struct Files {
    paths: std::vec::IntoIter<PathBuf>,
    settings: Settings,
    open: Option<Open>,
}

struct Open {
    name: String,
    records: Records<'static>,
    sidecar: Known,
}

impl Files {
    /// Begins with the first file.
    ///
    /// # Errors
    ///
    /// If it is the only one and cannot be opened. Of several, one that cannot be opened is a problem.
    pub fn new(paths: Vec<PathBuf>, settings: Settings) -> Result<Self, Failure> {
        let mut files = Self {
            paths: Vec::new().into_iter(),
            settings,
            open: None,
        };
        if let [path] = paths.as_slice() {
            files.open = Some(files.open(path)?);
        } else {
            files.paths = paths.into_iter();
        }
        Ok(files)
    }

    fn open(&self, path: &Path) -> Result<Open, Failure> {
        let name = path.display().to_string();
        let failed = |cause| Failure::CannotRead {
            path: path.to_owned(),
            cause,
        };
        let source = if path == Path::new("-") {
            Source::Stream(Box::new(std::io::stdin()))
        } else {
            Source::File(File::open(path).map_err(failed)?)
        };
        Ok(Open {
            records: records(&name, source, &self.settings),
            sidecar: beside(path)?,
            name,
        })
    }
}

impl Iterator for Files {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let Some(open) = &mut self.open else {
                let path = self.paths.next()?;
                match self.open(&path) {
                    Ok(open) => self.open = Some(open),
                    Err(failure) => return Some(not_opened(&path, &failure)),
                }
                continue;
            };
            match open.records.next() {
                Some(Found::Page(mut record)) => {
                    overrule(&mut record.known, &open.sidecar);
                    return Some(Item::Page(record));
                }
                Some(Found::Problem { place, problem }) => {
                    let name = format!("{}#{place}", open.name);
                    return Some(Item::Problem { name, problem });
                }
                None => self.open = None,
            }
        }
    }
}

fn not_opened(path: &Path, failure: &Failure) -> Item {
    Item::Problem {
        name: path.display().to_string(),
        problem: Problem::new(&failure.name(), format!("{failure}; the other files go on")),
    }
}

/// What stands beside a file holds for all of its records, and wins.
fn overrule(known: &mut Known, sidecar: &Known) {
    let says = [&sidecar.title, &sidecar.source, &sidecar.author]
        .iter()
        .any(|value| value.is_some())
        || sidecar.published.is_some();
    if !says {
        return;
    }
    let or = |ours: &Option<String>, theirs: &mut Option<String>| {
        if ours.is_some() {
            theirs.clone_from(ours);
        }
    };
    or(&sidecar.title, &mut known.title);
    or(&sidecar.source, &mut known.source);
    or(&sidecar.author, &mut known.author);
    known.published = sidecar.published.or(known.published);
    known.from.clone_from(&sidecar.from);
}

/// How many bytes the files have together; nothing if one of them does not tell.
pub fn n_bytes(paths: &[PathBuf]) -> Option<u64> {
    let size = |path: &PathBuf| {
        let metadata = std::fs::metadata(path).ok()?;
        metadata.is_file().then_some(metadata.len())
    };
    paths.iter().map(size).sum()
}

/// Is something missing that a run without faults would give? A page that was cut at its limit is not.
pub fn is_failure(problem: &Problem) -> bool {
    !matches!(
        problem.code.as_str(),
        "too-long" | "odd-date" | "broken-item"
    )
}
