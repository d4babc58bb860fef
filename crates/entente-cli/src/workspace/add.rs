//! `entente init`, `entente add` and `entente update`.

use std::io;
use std::process::ExitCode;

use entente_engine::Settings;
use entente_engine::workspace::{self, Step};
use entente_engine::world::{Error, NewArticle, World};
use indicatif::ProgressBar;

use super::{now, open};
use crate::arguments::{Add, Init, Input, Update};
use crate::config;
use crate::failure::Failure;
use crate::progress;
use crate::render::{count, plain};
use crate::stream::{self, Sink};

/// Articles that are kept in one step: what is acknowledged together.
const BATCH: usize = 256;

/// Makes a workspace.
pub fn init(settings: &Init) -> Result<ExitCode, Failure> {
    let world = match &settings.database {
        Some(address) => World::init_on(&settings.folder, address)?,
        None => World::init(&settings.folder)?,
    };
    let file = world.folder().join(config::FILE);
    if !file.exists() {
        std::fs::write(file, config::TEMPLATE)?;
    }
    let folder = world.folder().display().to_string();
    super::print(&format!("made a workspace in {}\n", plain(&folder)))?;
    Ok(ExitCode::SUCCESS)
}

/// Reads articles and keeps them.
pub fn add(settings: &Add) -> Result<ExitCode, Failure> {
    let mut world = open(&settings.place)?;
    let (status, [n_new, n_known]) = keep_all(&mut world, &settings.input)?;
    let known = match n_known {
        0 => String::new(),
        n => format!(", {n} were there already"),
    };
    super::print(&format!(
        "added {}{known}\n",
        count(n_new, "article", "articles")
    ))?;
    Ok(status)
}

/// Keeps all articles of an input; tells how many are new, and how many were there already.
pub fn keep_all(world: &mut World, input: &Input) -> Result<(ExitCode, [u64; 2]), Failure> {
    let mut n = [0, 0];
    let status = stream::run(
        input,
        |_| {
            Ok(Keeping {
                world,
                waiting: Vec::new(),
                n: &mut n,
            })
        },
        |record, article, _| {
            (!article.text.trim().is_empty()).then(|| NewArticle {
                article,
                page: record.bytes.clone(),
            })
        },
    )?;
    Ok((status, n))
}

/// Keeps what comes, in steps.
struct Keeping<'w> {
    world: &'w mut World,
    waiting: Vec<NewArticle>,
    n: &'w mut [u64; 2],
}

impl Keeping<'_> {
    fn keep(&mut self) -> io::Result<()> {
        let added = self.world.add(&self.waiting, now());
        for one in added.map_err(|error| match error {
            Error::System(error) => error,
            other => io::Error::other(other),
        })? {
            self.n[usize::from(!one.is_new)] += 1;
        }
        self.waiting.clear();
        Ok(())
    }
}

impl Sink<NewArticle> for Keeping<'_> {
    fn write(&mut self, new: NewArticle) -> io::Result<()> {
        self.waiting.push(new);
        match self.waiting.len() {
            BATCH => self.keep(),
            _ => Ok(()),
        }
    }

    fn n_written(&self) -> u64 {
        self.n[0] + self.n[1] + self.waiting.len() as u64
    }

    fn finish(mut self) -> io::Result<()> {
        self.keep()
    }
}

/// Does what is missing.
pub fn update(settings: &Update) -> Result<ExitCode, Failure> {
    if let Some(n_threads) = settings.threads {
        // A second pool cannot exist yet: this is the first use.
        _ = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads)
            .build_global();
    }
    let mut world = open(&settings.place)?;
    let bar = progress::steps(settings.quiet);
    let updated = workspace::update(&mut world, &Settings::default(), &now, &|step| {
        tell(&bar, step)
    });
    bar.finish_and_clear();
    let updated = updated?;
    super::print(&format!(
        "read {}, {} new or told otherwise, {} compared\n",
        count(updated.n_read, "article", "articles"),
        count(updated.n_stories, "story", "stories"),
        updated.n_compared
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn tell(bar: &ProgressBar, step: Step) {
    match step {
        Step::Begun(n) => progress::begin(bar, "reading", "articles and stories", n),
        Step::Read | Step::Compared => bar.inc(1),
        Step::Indexed => {}
    }
}
