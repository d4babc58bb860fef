//! Feeds that are followed: when each was fetched last, what could not be had, and when it is its turn again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::state::{Fetched, Server};

/// Feeds that are followed at most; the first by name stay.
const MOST: usize = 500;
/// Longest pause after a feed could not be had several times.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);
/// How often it is looked whose turn it is.
const LOOK: Duration = Duration::from_secs(5);

/// A feed, as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Feed {
    /// Its address.
    pub address: String,
    /// When it was fetched last; `None` if nobody knows.
    pub last: Option<Timestamp>,
    /// Was there anything new?
    pub had_news: bool,
    /// What could not be had then, the first of it.
    pub problem: Option<String>,
    /// When it is fetched next; `None` if only when somebody asks.
    pub next: Option<Timestamp>,
    /// How often it could not be had, one after the other.
    #[serde(skip)]
    n_failed: u32,
}

/// All feeds that are followed, by their addresses.
#[derive(Clone, Default)]
pub struct Feeds {
    known: Arc<Mutex<BTreeMap<String, Feed>>>,
    /// From one fetching to the next; `None` if only when somebody asks.
    every: Option<SignedDuration>,
}

impl Feeds {
    /// Follows these feeds: their addresses, and when each was fetched last.
    #[must_use]
    pub fn new(known: Vec<(String, Option<Timestamp>)>, every: Option<Duration>) -> Self {
        let every = every.map(|every| SignedDuration::try_from(every).unwrap_or(LONGEST));
        let known = known.into_iter().take(MOST).map(|(address, last)| {
            let feed = Feed {
                last,
                next: every
                    .map(|every| last.map_or(Timestamp::UNIX_EPOCH, |last| later(last, every))),
                address: address.clone(),
                ..Feed::default()
            };
            (address, feed)
        });
        Self {
            known: Arc::new(Mutex::new(known.collect())),
            every,
        }
    }

    /// All of them, in order of their addresses.
    #[must_use]
    pub fn all(&self) -> Vec<Feed> {
        self.lock().values().cloned().collect()
    }

    /// Minutes from one fetching to the next, if they are fetched by themselves.
    #[must_use]
    pub fn minutes(&self) -> Option<i64> {
        self.every.map(|every| every.as_mins())
    }

    /// Keeps what came of fetching one. A feed that cannot be had is left alone for longer each time.
    pub fn tell(&self, address: &str, now: Timestamp, fetched: &Result<Fetched, String>) {
        let mut known = self.lock();
        if known.len() >= MOST && !known.contains_key(address) {
            return;
        }
        let feed = known.entry(address.to_owned()).or_insert_with(|| Feed {
            address: address.to_owned(),
            ..Feed::default()
        });
        feed.last = Some(now);
        (feed.had_news, feed.problem) = match fetched {
            Ok(fetched) => {
                let first = fetched.problems.first();
                (
                    fetched.file.is_some(),
                    first.map(|(_, message)| message.clone()),
                )
            }
            Err(why) => (false, Some(why.clone())),
        };
        let is_had = feed.had_news || feed.problem.is_none();
        feed.n_failed = match is_had {
            true => 0,
            false => feed.n_failed.saturating_add(1),
        };
        feed.next = self.every.map(|every| {
            let longer = 1_i32 << feed.n_failed.min(10);
            let pause = every
                .checked_mul(longer)
                .map_or(LONGEST, |pause| pause.min(LONGEST.max(every)));
            later(now, pause)
        });
    }

    /// The one whose turn it has been longest.
    fn due(&self, now: Timestamp) -> Option<String> {
        let known = self.lock();
        let due = known
            .values()
            .filter(|feed| feed.next.is_some_and(|next| next <= now));
        let first = due.min_by_key(|feed| (feed.next, &feed.address))?;
        Some(first.address.clone())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Feed>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn later(moment: Timestamp, pause: SignedDuration) -> Timestamp {
    moment.checked_add(pause).unwrap_or(Timestamp::MAX)
}

/// Fetches one feed after the other as it is their turn, until the server ends; at once if there is nothing to fetch by itself.
pub async fn follow(server: Server) {
    if server.followed().every.is_none() || server.feeds().is_none() {
        return;
    }
    loop {
        server.fetch_next();
        if server.ends_within(LOOK).await {
            return;
        }
    }
}

impl Server {
    /// Begins to fetch the feed whose turn it is, if it is any one's. While a job is under way, none is fetched.
    pub fn fetch_next(&self) {
        let due = self.followed().due(Timestamp::now());
        if let (Some(address), Some(feeds)) = (due, self.feeds()) {
            // If a job is under way, it is its turn again at the next look.
            _ = self.jobs().poll(self, feeds.clone(), address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a moment")
    }

    #[test]
    fn whoever_waits_longest_is_next_and_who_cannot_be_had_waits_longer_each_time() {
        let known = vec![("a".to_owned(), Some(at(1_000))), ("b".to_owned(), None)];
        let feeds = Feeds::new(known, Some(Duration::from_secs(600)));
        assert_eq!(feeds.due(at(1_000)).as_deref(), Some("b"));
        feeds.tell("b", at(1_000), &Err("it is gone".to_owned()));
        assert_eq!(feeds.due(at(1_599)), None);
        assert_eq!(feeds.due(at(1_600)).as_deref(), Some("a"));
        feeds.tell("a", at(1_600), &Ok(Fetched::default()));
        assert_eq!(
            feeds.due(at(2_199)),
            None,
            "b was told to wait for twice as long"
        );
        assert_eq!(
            feeds.due(at(2_200)).as_deref(),
            Some("a"),
            "and b came before, but waits until 2200 too"
        );
        for turn in 0..20 {
            feeds.tell("b", at(10_000 + turn), &Err("it is gone".to_owned()));
        }
        let b = feeds.all().pop().expect("b is known");
        assert_eq!(b.next, Some(at(10_019 + 86_400)), "never longer than a day");
        assert_eq!(b.problem.as_deref(), Some("it is gone"));
        feeds.tell("b", at(200_000), &Ok(Fetched::default()));
        let b = feeds.all().pop().expect("b is known");
        assert_eq!((b.next, b.problem), (Some(at(200_600)), None));
    }

    #[test]
    fn nothing_is_fetched_by_itself_where_that_was_not_asked_for() {
        let feeds = Feeds::new(vec![("a".to_owned(), None)], None);
        feeds.tell("b", at(5), &Ok(Fetched::default()));
        assert_eq!(feeds.due(at(i64::from(i32::MAX))), None);
        assert_eq!(feeds.all().len(), 2);
    }
}
