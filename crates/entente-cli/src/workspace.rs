//! The verbs of a workspace: filling it, and asking it.

mod actor;
mod add;
mod ask;
mod chart;
mod config;
mod doctor;
mod export;
mod list;
mod mcp;
mod relation;
mod review;
mod serve;
mod show;
mod snapshot;
mod told;
mod watch;

pub use actor::actor;
pub use add::{add, init, update};
pub use ask::{diff, query, search, verify};
pub use chart::chart;
pub use config::config;
pub use doctor::doctor;
pub use export::export;
pub use list::list;
pub use mcp::mcp;
pub use relation::relation;
pub use review::review;
pub use serve::serve;
pub use show::{account, show, source_text};
pub use snapshot::snapshot;
pub use told::{figures, quotes, timeline};
pub use watch::watch;

use std::io::Write;
use std::path::{Path, PathBuf};

use entente_engine::world::{Known, View, World};
use jiff::Timestamp;
use serde::Serialize;

use crate::arguments::{At, In};
use crate::failure::Failure;
use crate::render::json::escaped;

/// Opens the workspace that is named, else the one that the current folder lies in.
pub fn open(place: &In) -> Result<World, Failure> {
    Ok(World::open(&folder(place.workspace.as_deref())?)?)
}

/// The folder that is named, else the one of the workspace that the current folder lies in.
fn folder(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let Some(named) = named else {
        let here = std::env::current_dir()?;
        return Ok(World::find(&here).unwrap_or(here));
    };
    Ok(named.to_owned())
}

/// What was known when it is asked for.
fn view<'w>(world: &'w World, at: &At) -> View<'w> {
    world.at(at.as_of)
}

/// The moment at which what is written becomes known.
fn now() -> Known {
    Timestamp::now().into()
}

/// Prints, unless whoever read it has seen enough.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        printed => Ok(printed?),
    }
}

/// Writes to a file, or prints.
fn write(file: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    let Some(path) = file else {
        let mut out = std::io::stdout().lock();
        return match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            printed => Ok(printed?),
        };
    };
    std::fs::write(path, bytes).map_err(|cause| Failure::CannotCreate {
        path: path.to_owned(),
        cause,
    })
}

/// As one JSON object or list.
fn json(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(std::io::Error::from)?;
    Ok(escaped(&text) + "\n")
}
