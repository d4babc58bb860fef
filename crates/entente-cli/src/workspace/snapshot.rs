//! `entente snapshot`: everything that was known at one moment as a folder of Parquet files, and whether one is whole.

use std::fmt::Write as _;
use std::process::ExitCode;

use entente_engine::export::{Error, Manifest, check, snapshot as take};

use super::{open, print, view};
use crate::arguments::Snapshot;
use crate::failure::Failure;
use crate::render::{count, plain};

/// Writes a snapshot, or checks one.
pub fn snapshot(settings: &Snapshot) -> Result<ExitCode, Failure> {
    if settings.check {
        let failed = |error| match error {
            Error::Write(cause) => Failure::CannotRead {
                path: settings.folder.clone(),
                cause,
            },
            other => other.into(),
        };
        let (manifest, faults) = check(&settings.folder).map_err(failed)?;
        let mut out = told(&manifest);
        for fault in &faults {
            _ = writeln!(out, "wrong: {}", plain(fault));
        }
        if faults.is_empty() {
            out += "all whole\n";
        }
        print(&out)?;
        return Ok(ExitCode::from(u8::from(!faults.is_empty())));
    }
    let world = open(&settings.at.place)?;
    let failed = |error| match error {
        Error::Write(cause) => Failure::CannotCreate {
            path: settings.folder.clone(),
            cause,
        },
        other => other.into(),
    };
    let manifest = take(&view(&world, &settings.at), &settings.folder).map_err(failed)?;
    print(&told(&manifest))?;
    Ok(ExitCode::SUCCESS)
}

fn told(manifest: &Manifest) -> String {
    let mut out = String::new();
    for file in &manifest.files {
        let rows = count(file.n_rows, "row", "rows");
        _ = writeln!(out, "{:<18} {rows}", plain(&file.name));
    }
    if let Some(moment) = &manifest.as_of {
        _ = writeln!(out, "as of {}", plain(moment));
    }
    out
}
