//! What a first visitor sees: a workspace made of five invented reports, in a folder that is gone with the server.

use std::sync::{Mutex, PoisonError};

use entente_engine::container::{Source, records};
use entente_engine::intake;
use entente_engine::world::{Known, World};
use entente_engine::{Settings, workspace};
use tempfile::TempDir;

use crate::error::Fault;

/// The reports that are shipped, with the names of their files.
pub const REPORTS: [(&str, &str); 5] = [
    (
        "1-wire.txt",
        include_str!("../../../examples/summit/1-wire.txt"),
    ),
    (
        "2-broadsheet.txt",
        include_str!("../../../examples/summit/2-broadsheet.txt"),
    ),
    (
        "3-tabloid.html",
        include_str!("../../../examples/summit/3-tabloid.html"),
    ),
    (
        "4-state-agency.txt",
        include_str!("../../../examples/summit/4-state-agency.txt"),
    ),
    (
        "5-opinion.txt",
        include_str!("../../../examples/summit/5-opinion.txt"),
    ),
];

/// The example, made when it is first asked for.
#[derive(Default)]
pub struct Example(Mutex<Option<(World, TempDir)>>);

impl Example {
    /// Answers a question about the example.
    ///
    /// # Errors
    ///
    /// What the question gives, and if the example cannot be made.
    pub fn ask<T>(&self, question: impl FnOnce(&World) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (world, _) = match &mut *made {
            Some(made) => made,
            none => none.insert(make()?),
        };
        question(world)
    }
}

fn make() -> Result<(World, TempDir), Fault> {
    let folder = tempfile::tempdir().map_err(entente_engine::world::Error::from)?;
    let mut world = World::init(&folder.path().join("example"))?;
    fill(&mut world)?;
    Ok((world, folder))
}

/// Fills a workspace with the shipped reports.
///
/// # Errors
///
/// If it cannot be written.
pub fn fill(world: &mut World) -> Result<(), Fault> {
    let mut new = Vec::new();
    for (name, text) in REPORTS {
        let source = Source::Stream(Box::new(text.as_bytes()));
        for found in records(name, source, &Default::default()) {
            new.extend(intake::article(found).0);
        }
    }
    let now = || Known::from(jiff::Timestamp::now());
    world.add(&new, now())?;
    workspace::update(world, &Settings::default(), &now, &|_| ())?;
    Ok(())
}
