//! One request at a time to each host, with a pause between two, and its robots.txt.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::address::Address;
use super::client::{Client, Exchange, Lost};
use super::robots::Robots;

/// Most redirects on the way to a robots.txt, as RFC 9309 asks for.
const MAX_REDIRECTS: usize = 5;

/// What is known of the hosts of a run.
#[derive(Debug, Default)]
pub struct Hosts {
    gap: Duration,
    hosts: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
}

/// What is known of one host.
#[derive(Debug, Default)]
pub struct Host {
    /// When it may be asked again.
    next: Option<Instant>,
    /// The rules of each origin there, or why they could not be had.
    robots: BTreeMap<String, Result<Robots, Lost>>,
}

impl Hosts {
    /// With this pause between two requests to one host, at least.
    pub fn new(gap: Duration) -> Self {
        Self {
            gap,
            hosts: Mutex::default(),
        }
    }

    /// The host of an address; whoever holds its lock may ask it.
    pub fn get(&self, address: &Address) -> Arc<Mutex<Host>> {
        let mut hosts = lock(&self.hosts);
        Arc::clone(hosts.entry(address.host.clone()).or_default())
    }

    /// Asks a host for an address, if its robots.txt allows it and when the pause is over.
    ///
    /// What was asked for robots.txt is added to `trail`.
    pub fn ask(
        &self,
        client: &Client,
        address: &Address,
        conditions: &[(&str, String)],
        trail: &mut Vec<Exchange>,
    ) -> Result<Exchange, Lost> {
        let host = self.get(address);
        let mut host = lock(&host);
        let origin = address.origin();
        if !host.robots.contains_key(&origin) {
            host.pause();
            let found = robots(client, address, trail);
            host.next = Some(Instant::now() + self.gap);
            host.robots.insert(origin.clone(), found);
        }
        let robots = host.robots[&origin].as_ref().map_err(Lost::clone)?;
        if !robots.allows(&address.path) {
            return Err(Lost::Robots("its robots.txt does not allow it".to_owned()));
        }
        let gap = self.gap.max(robots.delay.unwrap_or_default());
        host.pause();
        let answer = client.get(address, conditions);
        host.next = Some(Instant::now() + gap);
        answer
    }
}

impl Host {
    fn pause(&self) {
        if let Some(next) = self.next {
            std::thread::sleep(next.saturating_duration_since(Instant::now()));
        }
    }
}

/// What a site asks of programs. Without such a file all is allowed; if it cannot be had, nothing is.
fn robots(client: &Client, address: &Address, trail: &mut Vec<Exchange>) -> Result<Robots, Lost> {
    let closed = |reason: &str| {
        Lost::Robots(format!(
            "its robots.txt cannot be had ({reason}), so nothing is allowed"
        ))
    };
    let mut at = address
        .join("/robots.txt")
        .map_err(|reason| closed(&reason))?;
    for _ in 0..=MAX_REDIRECTS {
        let answer = client.get(&at, &[]).map_err(|lost| match lost {
            // Then the host itself cannot be had.
            Lost::Refused(_) | Lost::Failed(_) if at.origin() == address.origin() => lost,
            Lost::Refused(reason) | Lost::Failed(reason) => closed(&reason),
            _ => closed("it is too long"),
        })?;
        trail.push(answer.clone());
        match answer.status {
            200..=299 => return Ok(Robots::read(&answer.body)),
            300..=399 => match answer.header("location").map(|to| at.join(to)) {
                Some(Ok(to)) if to.has_usual_port() || to.port == at.port => at = to,
                _ => return Ok(Robots::default()),
            },
            429 => return Err(closed("the server is asked too often")),
            400..=499 => return Ok(Robots::default()),
            status => return Err(closed(&format!("the server answers {status}"))),
        }
    }
    Ok(Robots::default())
}

/// The lock of a value; if a thread died with it, the value is as good as before.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
