//! The open workspace, shared by all requests: who may ask it how much at once, and for how long.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use entente_engine::world::{self, World};
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::api::MOST_STREAMS;
use crate::api::metrics::Metrics;
use crate::error::Fault;
use crate::example::Example;
use crate::feeds;
use crate::job::Jobs;
use crate::limit::Limits;
use crate::security::Guard;

/// Questions that are answered at the same time.
const AT_ONCE: usize = 8;
/// How long a question waits for its turn, and how long it may take.
const PATIENCE: Duration = Duration::from_secs(30);
const MAX_TIME: Duration = Duration::from_secs(20);

/// What was fetched of a feed.
#[derive(Debug, Default)]
pub struct Fetched {
    /// The name of a file with new reports, and what is in it; `None` if nothing is new.
    pub file: Option<(String, Vec<u8>)>,
    /// Code and message of what could not be had.
    pub problems: Vec<(String, String)>,
}

/// Fetches a feed by its address, or tells why it cannot. The server itself opens no socket to anybody: whoever starts it brings
/// this, with its limits and its guard against addresses of private networks.
pub type Feeds = Arc<dyn Fn(&str) -> Result<Fetched, String> + Send + Sync>;

/// What all requests share; cheap to clone.
#[derive(Clone)]
pub struct Server(Arc<Shared>, Option<Feeds>, feeds::Feeds);

struct Shared {
    folder: PathBuf,
    /// Open workspaces that nobody uses at the moment.
    idle: Mutex<Vec<World>>,
    turns: Semaphore,
    has_articles: AtomicBool,
    example: Example,
    guard: Guard,
    jobs: Jobs,
    metrics: Metrics,
    limits: Limits,
    /// Who may be told of changes.
    streams: Arc<Semaphore>,
    /// Does the server end?
    ending: watch::Sender<bool>,
}

impl Server {
    /// Serves the workspace of a folder.
    ///
    /// # Errors
    ///
    /// If it cannot be opened.
    pub fn open(folder: &Path, guard: Guard) -> Result<Self, world::Error> {
        let world = World::open(folder)?;
        let shared = Shared {
            folder: folder.to_owned(),
            idle: Mutex::new(vec![world]),
            turns: Semaphore::new(AT_ONCE),
            has_articles: AtomicBool::new(false),
            example: Example::default(),
            guard,
            jobs: Jobs::default(),
            metrics: Metrics::default(),
            limits: Limits::default(),
            streams: Arc::new(Semaphore::new(MOST_STREAMS)),
            ending: watch::Sender::new(false),
        };
        Ok(Self(Arc::new(shared), None, feeds::Feeds::default()))
    }

    /// Lets those who may write have feeds fetched.
    #[must_use]
    pub fn with_feeds(self, feeds: Feeds) -> Self {
        Self(self.0, Some(feeds), self.2)
    }

    /// Follows feeds: those that were fetched before with the moment of that, and all that are asked for; each is fetched again
    /// after so long, if a time is given.
    #[must_use]
    pub fn following(
        self,
        known: Vec<(String, Option<Timestamp>)>,
        every: Option<Duration>,
    ) -> Self {
        Self(self.0, self.1, feeds::Feeds::new(known, every))
    }

    /// The feeds that are followed.
    #[must_use]
    pub fn followed(&self) -> &feeds::Feeds {
        &self.2
    }

    /// What fetches feeds, if that was asked for when the server was started.
    #[must_use]
    pub fn feeds(&self) -> Option<&Feeds> {
        self.1.as_ref()
    }

    /// Who may ask and write.
    #[must_use]
    pub fn guard(&self) -> &Guard {
        &self.0.guard
    }

    /// What was begun and goes on beside the answers.
    #[must_use]
    pub fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    /// How often somebody from elsewhere may ask.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// What was counted.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// The right to be told of changes; `None` if too many readers are.
    #[must_use]
    pub fn stream_turn(&self) -> Option<OwnedSemaphorePermit> {
        self.0.streams.clone().try_acquire_owned().ok()
    }

    /// Readers that are told of changes.
    #[must_use]
    pub fn n_streams(&self) -> usize {
        MOST_STREAMS - self.0.streams.available_permits()
    }

    /// Ends what would go on by itself.
    pub fn end(&self) {
        self.0.ending.send_replace(true);
    }

    /// Does the server end?
    #[must_use]
    pub fn is_ending(&self) -> bool {
        *self.0.ending.borrow()
    }

    /// Waits for so long, or until the server ends; tells whether it does.
    pub async fn ends_within(&self, time: Duration) -> bool {
        let mut ending = self.0.ending.subscribe();
        let ended = tokio::time::timeout(time, ending.wait_for(|ends| *ends)).await;
        ended.is_ok()
    }

    /// Opens the workspace once more, for whoever writes to it.
    ///
    /// # Errors
    ///
    /// If it cannot be opened.
    pub fn world(&self) -> Result<World, world::Error> {
        World::open(&self.0.folder)
    }

    /// Answers a question on a thread of its own, as soon as it is its turn.
    ///
    /// # Errors
    ///
    /// What the question gives, and if it does not come to its turn or takes too long.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&World) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let turn = tokio::time::timeout(PATIENCE, self.0.turns.acquire()).await;
        let _turn = turn.map_err(|_| Fault::Busy)?.map_err(|_| Fault::Busy)?;
        let server = self.clone();
        let asked = tokio::task::spawn_blocking(move || server.answer(question));
        let answered = tokio::time::timeout(2 * MAX_TIME, asked).await;
        let answered = answered.map_err(|_| Fault::TooLong)?;
        answered.unwrap_or_else(|fault| Err(Fault::Program(reason(fault))))
    }

    /// As [`Self::ask`], but of the example as long as the workspace is empty; the question is told which of them it is.
    ///
    /// # Errors
    ///
    /// As [`Self::ask`].
    pub async fn ask_or_example<T: Send + 'static>(
        &self,
        question: impl FnOnce(&World, bool) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let server = self.clone();
        self.ask(move |world| match server.is_empty(world)? {
            false => question(world, false),
            true => server.0.example.ask(|example| question(example, true)),
        })
        .await
    }

    /// Writes to the workspace on a thread of its own.
    ///
    /// # Errors
    ///
    /// What the writer gives, and if it takes too long.
    pub async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut World) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let server = self.clone();
        let written = tokio::task::spawn_blocking(move || write(&mut server.world()?));
        let written = tokio::time::timeout(3 * MAX_TIME, written).await;
        let written = written.map_err(|_| Fault::TooLong)?;
        written.unwrap_or_else(|fault| Err(Fault::Program(reason(fault))))
    }

    /// Is there no article in the workspace yet?
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn is_empty(&self, world: &World) -> Result<bool, Fault> {
        if self.0.has_articles.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let is_empty = world.at(None).articles(0, 1)?.is_empty();
        self.0.has_articles.store(!is_empty, Ordering::Relaxed);
        Ok(is_empty)
    }

    /// With a workspace that nobody else uses.
    fn answer<T>(&self, question: impl FnOnce(&World) -> Result<T, Fault>) -> Result<T, Fault> {
        let idle = self.idle().pop();
        let mut world = match idle {
            Some(world) => world,
            None => self.world()?,
        };
        world.limit(Some(MAX_TIME))?;
        let answer = question(&world);
        self.idle().push(world);
        answer
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<World>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn reason(fault: tokio::task::JoinError) -> String {
    match fault.try_into_panic() {
        Ok(panic) => panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "unknown".to_owned()),
        Err(_) => "it was stopped".to_owned(),
    }
}
