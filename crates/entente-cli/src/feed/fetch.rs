//! Fetches addresses: redirects followed with every check made again, several hosts at once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

use super::address::Address;
use super::client::{Client, Exchange, Limits, Lost};
use super::hosts::Hosts;

/// Most redirects in a row.
const MAX_REDIRECTS: usize = 8;
/// Most hosts that are asked at the same time.
const MAX_HOSTS: usize = 8;
/// Longest pause that a server may ask for and get at once; a longer one ends the request.
const MAX_PAUSE: Duration = Duration::from_secs(20);

/// Something to fetch.
#[derive(Clone, Debug)]
pub struct Job {
    /// What.
    pub address: Address,
    /// What is there already: where it was, its `ETag` and its `Last-Modified`.
    pub known: Option<Validators>,
}

/// How a server tells whether something has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The address that gave them, behind all redirects.
    pub address: String,
    /// `ETag`.
    pub tag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// What came of a job.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// What was asked on the way: robots.txt and redirects.
    pub trail: Vec<Exchange>,
    /// The answer.
    pub answer: Result<Exchange, Lost>,
}

/// Fetches what it is told, and only that.
#[derive(Debug)]
pub struct Fetcher {
    client: Client,
    hosts: Hosts,
    /// Hosts with the ports that the command line names.
    told: BTreeSet<(String, u16)>,
}

impl Fetcher {
    /// `told` are the addresses of the command line: their ports are allowed, and with `allows_private` also
    /// private addresses of their hosts.
    pub fn new(limits: Limits, gap: Duration, told: &[Address], allows_private: bool) -> Self {
        let told: BTreeSet<(String, u16)> = told
            .iter()
            .map(|address| (address.host.clone(), address.port))
            .collect();
        let private = if allows_private {
            told.clone()
        } else {
            BTreeSet::new()
        };
        Self {
            client: Client::new(limits, private),
            hosts: Hosts::new(gap),
            told,
        }
    }

    /// Fetches all, several hosts at once and each host in the order of the jobs; gives every result with the number
    /// of its job to `take` as it comes.
    ///
    /// Hosts in `closed` asked to be left alone until that second since 1970.
    pub fn fetch_all(
        &self,
        jobs: &[Job],
        closed: &BTreeMap<String, i64>,
        take: &mut dyn FnMut(usize, Fetched),
    ) {
        let mut by_host: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (idx, job) in jobs.iter().enumerate() {
            by_host.entry(&job.address.host).or_default().push(idx);
        }
        let n_threads = by_host.len().min(MAX_HOSTS);
        let queue: Mutex<VecDeque<Vec<usize>>> = Mutex::new(by_host.into_values().collect());
        let next = || {
            queue
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop_front()
        };
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel(MAX_HOSTS);
            for _ in 0..n_threads {
                let sender = sender.clone();
                scope.spawn(move || {
                    while let Some(numbers) = next() {
                        for idx in numbers {
                            if sender.send((idx, self.fetch(&jobs[idx], closed))).is_err() {
                                return;
                            }
                        }
                    }
                });
            }
            drop(sender);
            for (idx, fetched) in receiver {
                take(idx, fetched);
            }
        });
    }

    /// Fetches one address.
    fn fetch(&self, job: &Job, closed: &BTreeMap<String, i64>) -> Fetched {
        let mut trail = Vec::new();
        let until = closed.get(&job.address.host).copied().unwrap_or(0);
        let answer = match u64::try_from(until - jiff::Timestamp::now().as_second()) {
            Ok(seconds) if seconds > 0 => Err(Lost::Later(seconds)),
            _ => self.follow(job, &mut trail),
        };
        Fetched { trail, answer }
    }

    fn follow(&self, job: &Job, trail: &mut Vec<Exchange>) -> Result<Exchange, Lost> {
        let mut address = job.address.clone();
        let mut seen = BTreeSet::new();
        for _ in 0..=MAX_REDIRECTS {
            if !seen.insert(address.text.clone()) {
                return Err(Lost::Redirects(format!(
                    "it leads back to {}",
                    address.text
                )));
            }
            let answer = self.ask(&address, job, trail)?;
            let location = answer.header("location").map(str::to_owned);
            match (answer.status, location) {
                (301 | 302 | 303 | 307 | 308, Some(to)) => {
                    trail.push(answer);
                    let next = address.join(&to);
                    address = next
                        .map_err(|reason| Lost::Refused(format!("it leads to `{to}`: {reason}")))?;
                }
                _ => return Ok(answer),
            }
        }
        Err(Lost::Redirects(format!(
            "more than {MAX_REDIRECTS} redirects follow each other"
        )))
    }

    /// Asks once, and again if the server asks for a short pause.
    fn ask(
        &self,
        address: &Address,
        job: &Job,
        trail: &mut Vec<Exchange>,
    ) -> Result<Exchange, Lost> {
        let is_told = self.told.contains(&(address.host.clone(), address.port));
        if !is_told && !address.has_usual_port() {
            return Err(Lost::Refused(format!(
                "port {} is not one that sites use",
                address.port
            )));
        }
        let conditions = conditions(address, job.known.as_ref());
        let answer = self.hosts.ask(&self.client, address, &conditions, trail)?;
        let Some(pause) = pause(&answer) else {
            return Ok(answer);
        };
        if pause > MAX_PAUSE {
            return Err(Lost::Later(pause.as_secs()));
        }
        std::thread::sleep(pause);
        let answer = self.hosts.ask(&self.client, address, &conditions, trail)?;
        match pause_after(&answer) {
            Some(pause) => Err(Lost::Later(pause)),
            None => Ok(answer),
        }
    }
}

/// Only the address that gave validators understands them.
fn conditions(address: &Address, known: Option<&Validators>) -> Vec<(&'static str, String)> {
    let Some(known) = known.filter(|known| known.address == address.text) else {
        return Vec::new();
    };
    let tag = known.tag.iter().map(|tag| ("if-none-match", tag.clone()));
    let modified = known
        .modified
        .iter()
        .map(|date| ("if-modified-since", date.clone()));
    tag.chain(modified).collect()
}

/// How long a busy server asks to wait; nothing if it is not busy or does not say.
fn pause(answer: &Exchange) -> Option<Duration> {
    pause_after(answer).map(Duration::from_secs)
}

fn pause_after(answer: &Exchange) -> Option<u64> {
    let is_busy = matches!(answer.status, 429 | 503);
    let said = answer.header("retry-after").filter(|_| is_busy)?;
    if let Ok(seconds) = said.parse() {
        return Some(seconds);
    }
    let until = jiff::fmt::rfc2822::parse(said).ok()?.timestamp();
    let seconds = until.as_second() - answer.at.as_second();
    Some(u64::try_from(seconds).unwrap_or(0))
}
