//! Says in words what is well with a workspace, what is not, and what to do.

use entente_world::{Known, State, World};
use serde::Serialize;

use crate::workspace::reader;
use crate::{Settings, kernels};

/// Bytes that should be free, and how many times the database: an update of half-read articles needs as much again.
const LEAST_FREE: u64 = 500 << 20;
/// Microseconds that clocks may differ.
const SLACK: i64 = 60_000_000;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// As it should be.
    Well,
    /// Something waits to be done.
    Waits,
    /// Something is wrong.
    Ill,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub what: &'static str,
    /// How it stands.
    pub health: Health,
    /// In words.
    pub told: String,
    /// What to do.
    pub advice: Option<&'static str>,
}

/// What is well with a workspace, what is not, and what to do. `free` is the room on its disk, in bytes.
#[must_use]
pub fn findings(world: &World, state: &State, now: Known, free: Option<u64>) -> Vec<Finding> {
    vec![
        database(world, state),
        blobs(state),
        disk(state, free),
        writer(state),
        reading(state),
        stories(state),
        index(state),
        clock(state, now),
        processor(),
    ]
}

fn well(what: &'static str, told: impl Into<String>) -> Finding {
    Finding {
        what,
        health: Health::Well,
        told: told.into(),
        advice: None,
    }
}

fn waits(what: &'static str, told: impl Into<String>, advice: &'static str) -> Finding {
    Finding {
        health: Health::Waits,
        advice: Some(advice),
        ..well(what, told)
    }
}

fn ill(what: &'static str, told: impl Into<String>, advice: &'static str) -> Finding {
    Finding {
        health: Health::Ill,
        ..waits(what, told, advice)
    }
}

fn megabytes(n_bytes: u64) -> String {
    format!("{:.0} MB", n_bytes as f64 / 1e6)
}

fn database(world: &World, state: &State) -> Finding {
    match &state.structure {
        None => {
            let articles = count(state.n_articles, "article", "articles");
            let folder = world.folder().display();
            let told = format!("{folder} opens: {articles}, {}", megabytes(state.n_bytes));
            well("database", told)
        }
        Some(how) => ill(
            "database",
            format!("its structure is damaged: {how}"),
            "copy it away, then run `entente verify`, which tells what is lost",
        ),
    }
}

fn blobs(state: &State) -> Finding {
    let tried = count(state.n_tried_blobs, "blob", "blobs");
    match state.n_bad_blobs {
        0 => well("blobs", format!("{tried} looked at, all what was kept")),
        n => ill(
            "blobs",
            format!("{n} of {tried} are not what was kept"),
            "run `entente verify`, which names the articles",
        ),
    }
}

fn disk(state: &State, free: Option<u64>) -> Finding {
    let Some(free) = free else {
        return waits(
            "disk",
            "how much is free cannot be told here",
            "look yourself",
        );
    };
    let told = format!("{} free", megabytes(free));
    match free < LEAST_FREE.max(state.n_bytes / 2) {
        true => ill("disk", told, "make room: adding and updating may stop"),
        false => well("disk", told),
    }
}

fn writer(state: &State) -> Finding {
    match (state.is_locked, state.writer) {
        (false, _) => well("writer", "nobody is writing"),
        (true, Some(process)) => waits(
            "writer",
            format!("process {process} is writing"),
            "reading goes on; `entente add` and `update` wait for it",
        ),
        (true, None) => waits(
            "writer",
            "another process is writing",
            "reading goes on; `entente add` and `update` wait for it",
        ),
    }
}

fn reading(state: &State) -> Finding {
    let unread = count(state.n_unread, "article waits", "articles wait");
    match (state.n_unread, state.n_read_by_others) {
        (0, _) => well("reading", "everything was read by this version"),
        (_, 0) => waits(
            "reading",
            format!("{unread} to be read"),
            "run `entente update`",
        ),
        (_, n) => waits(
            "reading",
            format!("{unread} to be read by this version, {n} of them were read by another one"),
            "run `entente update`; what was known before stays for `--as-of`",
        ),
    }
}

fn stories(state: &State) -> Finding {
    match (state.n_unplaced, state.n_uncompared) {
        (0, 0) => well(
            "stories",
            "all articles are placed, all stories are compared",
        ),
        (articles, stories) => waits(
            "stories",
            format!(
                "{} to be placed, {} to be compared",
                count(articles, "article", "articles"),
                count(stories, "story", "stories")
            ),
            "run `entente update`",
        ),
    }
}

fn index(state: &State) -> Finding {
    match state.n_unindexed {
        Some(0) => well("index", "holds the words of all articles"),
        Some(n) => waits(
            "index",
            format!("lacks {}", count(n, "article", "articles")),
            "`entente update` and `entente search` bring it up",
        ),
        None => ill(
            "index",
            "cannot be opened",
            "delete the folder `index`; it is made again",
        ),
    }
}

fn clock(state: &State, now: Known) -> Finding {
    let ahead = state
        .last_known
        .filter(|last| last.0 > now.0.saturating_add(SLACK));
    match (ahead, state.n_future) {
        (Some(last), _) => ill(
            "clock",
            format!("something became known at {last}, but it is {now}"),
            "set the clock of this computer; what is added now is known just after that moment",
        ),
        (None, 0) => well("clock", format!("{now}; nothing is known from later")),
        (None, n) => waits(
            "clock",
            format!(
                "{} out later than tomorrow",
                count(n, "article comes", "articles come")
            ),
            "look at their dates: `entente list articles`",
        ),
    }
}

fn processor() -> Finding {
    let precision = Settings::default().precision;
    let (kernels, reader) = (kernels(precision), reader(precision));
    well(
        "processor",
        format!("texts are parsed with {kernels}, by {reader}"),
    )
}

/// "1 story", "2 stories".
fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
