//! What was begun in the browser and goes on beside the answers: adding reports and reading them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use entente_engine::container::{Source, records};
use entente_engine::workspace::{Step, Updated};
use entente_engine::world::{Known, NewArticle, World};
use entente_engine::{Settings, intake, page, workspace};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Fault;
use crate::page::words::count;
use crate::state::{Feeds, Server};

/// Jobs that are remembered.
const MOST_JOBS: usize = 50;
/// Problems of one job that are told.
const MOST_PROBLEMS: usize = 40;
/// Jobs that may wait or run.
const MOST_UNDER_WAY: usize = 4;
/// Articles that one job may add.
const MOST_ARTICLES: usize = 20_000;

/// Something that was dropped or pasted.
pub struct Dropped {
    /// The name of the file.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What the reader says of it.
    pub known: page::Known,
}

/// How a job stands.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Job {
    /// By which it is asked for.
    pub number: u32,
    /// What it does now.
    pub stage: Stage,
    /// Steps of this stage that are done, and all of them.
    pub done: u64,
    /// All steps of this stage; 0 if that is not known.
    pub of: u64,
    /// Articles that are new, and those that were there already.
    pub n_added: [u64; 2],
    /// What the update did.
    pub told: Option<String>,
    /// The story of the first article, when all is done.
    pub story: Option<String>,
    /// What could not be read: code and message.
    pub problems: Vec<(String, String)>,
    /// Was it begun because it was a feed's turn?
    pub is_polled: bool,
}

impl Job {
    /// Did nothing come of a job that nobody asked for? What went wrong with its feed stands beside that.
    fn was_in_vain(&self) -> bool {
        self.is_polled && !self.stage.is_under_way() && self.n_added[0] == 0
    }
}

/// What a job does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It waits for another one.
    #[default]
    Waiting,
    /// A feed is fetched.
    Fetching,
    /// Pages are read and kept.
    Adding,
    /// Claims are found, and the reports of stories compared.
    Reading,
    /// All is done.
    Done,
    /// It ended before.
    Failed,
}

impl Stage {
    /// Does it go on?
    #[must_use]
    pub fn is_under_way(self) -> bool {
        !matches!(self, Self::Done | Self::Failed)
    }

    /// In words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting for another job",
            Self::Fetching => "fetching the feed and its pages, one after the other",
            Self::Adding => "adding articles",
            Self::Reading => "reading articles and comparing reports",
            Self::Done => "done",
            Self::Failed => "ended before it was done",
        }
    }
}

/// All jobs of this run.
#[derive(Clone, Default)]
pub struct Jobs {
    known: Arc<Mutex<VecDeque<Job>>>,
    /// One job at a time: it has the workspace to write to.
    turn: Arc<Mutex<()>>,
}

impl Jobs {
    /// The latest jobs, the newest first.
    #[must_use]
    pub fn all(&self) -> Vec<Job> {
        self.lock().iter().cloned().collect()
    }

    /// How a job stands.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<Job> {
        self.lock().iter().find(|job| job.number == number).cloned()
    }

    /// Adds what was dropped and does what is missing, on a thread of its own. Gives the number of the job.
    ///
    /// # Errors
    ///
    /// If too many jobs are under way.
    pub fn add(&self, server: &Server, dropped: Vec<Dropped>) -> Result<u32, Fault> {
        self.begin_with(server, move |_, _| Ok(dropped))
    }

    /// Fetches a feed and adds what is new in it, in the same way.
    ///
    /// # Errors
    ///
    /// If too many jobs are under way.
    pub fn fetch(&self, server: &Server, feeds: Feeds, address: String) -> Result<u32, Fault> {
        let followed = server.followed().clone();
        self.begin_with(server, move |jobs, number| {
            jobs.begin(number, Stage::Fetching, 0);
            let fetched = feeds(&address);
            followed.tell(&address, jiff::Timestamp::now(), &fetched);
            let fetched = fetched.map_err(|why| Fault::Unclear(format!("{address}: {why}")))?;
            jobs.change(number, |job| {
                job.problems.extend(fetched.problems);
                job.problems.truncate(MOST_PROBLEMS);
            });
            let dropped = fetched.file.map(|(name, bytes)| Dropped {
                name,
                bytes,
                known: page::Known::default(),
            });
            Ok(dropped.into_iter().collect())
        })
    }

    /// The same for a feed whose turn it is. One job of that kind at a time is enough, and it is only told of if something came of it.
    ///
    /// # Errors
    ///
    /// If any job is under way.
    pub fn poll(&self, server: &Server, feeds: Feeds, address: String) -> Result<(), Fault> {
        {
            let mut known = self.lock();
            if known.iter().any(|job| job.stage.is_under_way()) {
                return Err(Fault::Busy);
            }
            known.retain(|job| !job.was_in_vain());
        }
        let number = self.fetch(server, feeds, address)?;
        self.change(number, |job| job.is_polled = true);
        Ok(())
    }

    fn begin_with(
        &self,
        server: &Server,
        gather: impl FnOnce(&Self, u32) -> Result<Vec<Dropped>, Fault> + Send + 'static,
    ) -> Result<u32, Fault> {
        let number = {
            let mut known = self.lock();
            let n_under_way = known.iter().filter(|job| job.stage.is_under_way()).count();
            if n_under_way >= MOST_UNDER_WAY {
                return Err(Fault::Busy);
            }
            let number = known.front().map_or(1, |job| job.number + 1);
            known.push_front(Job {
                number,
                ..Job::default()
            });
            known.truncate(MOST_JOBS);
            number
        };
        let (jobs, server) = (self.clone(), server.clone());
        std::thread::spawn(move || {
            let _turn = jobs.turn.lock().unwrap_or_else(PoisonError::into_inner);
            let run = std::panic::AssertUnwindSafe(|| {
                let dropped = gather(&jobs, number)?;
                jobs.run(number, dropped, server.world()?)
            });
            let failed = match std::panic::catch_unwind(run) {
                Ok(Ok(())) => return,
                Ok(Err(fault)) => (fault.told().code.to_owned(), fault.to_string()),
                Err(_) => (
                    "server-fault".to_owned(),
                    "a fault of the program ended it".to_owned(),
                ),
            };
            jobs.change(number, |job| {
                job.stage = Stage::Failed;
                job.problems.push(failed);
            });
        });
        Ok(number)
    }

    fn run(&self, number: u32, dropped: Vec<Dropped>, mut world: World) -> Result<(), Fault> {
        self.begin(number, Stage::Adding, dropped.len() as u64);
        let now = || Known::from(jiff::Timestamp::now());
        let mut first = None;
        for one in dropped {
            let new = self.read(number, &one);
            for added in world.add(&new, now())? {
                first = first.or(Some(added.number));
                self.change(number, |job| job.n_added[usize::from(!added.is_new)] += 1);
            }
            self.change(number, |job| job.done += 1);
        }
        let step = |step| match step {
            Step::Begun(n) => self.begin(number, Stage::Reading, n),
            Step::Read | Step::Compared => self.change(number, |job| job.done += 1),
            Step::Indexed => {}
        };
        let updated = workspace::update(&mut world, &Settings::default(), &now, &step)?;
        let row = first
            .map(|article| world.at(None).article_row(article))
            .transpose()?;
        self.change(number, |job| {
            job.stage = Stage::Done;
            job.told = Some(told(updated));
            job.story = row.and_then(|row| row.story);
        });
        Ok(())
    }

    /// The articles of what was dropped, whatever kind of file it is.
    fn read(&self, number: u32, dropped: &Dropped) -> Vec<NewArticle> {
        let source = Source::Stream(Box::new(dropped.bytes.as_slice()));
        let mut new = Vec::new();
        for mut found in records(&dropped.name, source, &Default::default()).take(MOST_ARTICLES) {
            if let entente_engine::container::Found::Page(record) = &mut found {
                overrule(&mut record.known, &dropped.known);
            }
            let (article, problems) = intake::article(found);
            new.extend(article);
            self.change(number, |job| {
                let told = problems.into_iter().map(|one| {
                    (
                        one.code.to_string(),
                        format!("{}: {}", dropped.name, one.message),
                    )
                });
                job.problems.extend(told);
                job.problems.truncate(MOST_PROBLEMS);
            });
        }
        new
    }

    fn begin(&self, number: u32, stage: Stage, of: u64) {
        self.change(number, |job| (job.stage, job.done, job.of) = (stage, 0, of));
    }

    fn change(&self, number: u32, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.lock().iter_mut().find(|job| job.number == number) {
            change(job);
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Job>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the reader says wins over what the file says of itself.
fn overrule(known: &mut page::Known, said: &page::Known) {
    let or = |ours: &Option<String>, theirs: &mut Option<String>| {
        if ours.is_some() {
            theirs.clone_from(ours);
        }
    };
    or(&said.title, &mut known.title);
    or(&said.source, &mut known.source);
    known.published = said.published.or(known.published);
    if !said.from.is_empty() {
        known.from.clone_from(&said.from);
    }
}

fn told(updated: Updated) -> String {
    let Updated {
        n_read,
        n_stories,
        n_compared,
    } = updated;
    format!(
        "{} read, {} new or told otherwise, {n_compared} compared",
        count(n_read, "article", "articles"),
        count(n_stories, "story", "stories")
    )
}
