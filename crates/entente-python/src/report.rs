//! What a caller gives: paths, or names with text or bytes.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use entente_engine::container::Source;
use entente_engine::{Input, Known};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyAny;

/// Largest file that is one report, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// One thing to read.
pub enum Report {
    /// A file.
    Path(PathBuf),
    /// A name with what it holds.
    Bytes(String, Vec<u8>),
}

/// Everything in a list or another iterable; a single path is one thing.
pub fn all(reports: &Bound<PyAny>) -> PyResult<Vec<Report>> {
    if let Ok(path) = reports.extract::<PathBuf>() {
        return Ok(vec![Report::Path(path)]);
    }
    reports.try_iter()?.map(|report| one(&report?)).collect()
}

fn one(report: &Bound<PyAny>) -> PyResult<Report> {
    if let Ok(path) = report.extract::<PathBuf>() {
        return Ok(Report::Path(path));
    }
    if let Ok((name, text)) = report.extract::<(String, String)>() {
        return Ok(Report::Bytes(name, text.into_bytes()));
    }
    let pair = report.extract::<(String, Vec<u8>)>();
    let (name, bytes) = pair.map_err(|_| {
        PyTypeError::new_err("a report is a path, or a pair of a name and text or bytes")
    })?;
    Ok(Report::Bytes(name, bytes))
}

impl Report {
    /// As one page.
    pub fn whole(self) -> std::io::Result<Input> {
        let (name, bytes) = match self {
            Self::Bytes(name, bytes) => (name, bytes),
            Self::Path(path) => {
                let mut bytes = Vec::new();
                let file = File::open(&path).map_err(|error| named(&path, error))?;
                file.take(MAX_BYTES)
                    .read_to_end(&mut bytes)
                    .map_err(|error| named(&path, error))?;
                (path.display().to_string(), bytes)
            }
        };
        let known = Known::default();
        Ok(Input { name, bytes, known })
    }

    /// As a container of pages.
    pub fn source(self) -> std::io::Result<(String, Source<'static>)> {
        Ok(match self {
            Self::Bytes(name, bytes) => {
                (name, Source::Stream(Box::new(std::io::Cursor::new(bytes))))
            }
            Self::Path(path) => {
                let file = File::open(&path).map_err(|error| named(&path, error))?;
                (path.display().to_string(), Source::File(file))
            }
        })
    }
}

/// An error that names its file.
fn named(path: &std::path::Path, error: std::io::Error) -> std::io::Error {
    std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
