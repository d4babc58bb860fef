//! How often somebody from elsewhere may ask: so many questions at once, then so many in a second.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Questions at once, as a page with its files and what it links to may need, and how many come back in a second.
const AT_ONCE: f64 = 200.0;
const PER_SECOND: f64 = 20.0;
/// Those who are remembered. Who has all questions left is forgotten first, which changes nothing.
const MOST_KNOWN: usize = 10_000;

/// How many questions everybody has left.
#[derive(Debug, Default)]
pub struct Limits(Mutex<BTreeMap<IpAddr, Left>>);

/// Questions that somebody had left at a moment.
#[derive(Clone, Copy, Debug)]
struct Left {
    n: f64,
    at: Instant,
}

impl Left {
    fn now(self, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(self.at).as_secs_f64();
        (self.n + seconds * PER_SECOND).min(AT_ONCE)
    }
}

impl Limits {
    /// May somebody ask once more at this moment? Nobody at this computer is limited.
    pub fn allow(&self, who: IpAddr, now: Instant) -> bool {
        let who = who.to_canonical();
        if who.is_loopback() {
            return true;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN {
            known.retain(|_, left| left.now(now) < AT_ONCE);
        }
        let is_full = known.len() >= MOST_KNOWN;
        let left = match known.get_mut(&network(who)) {
            Some(left) => left,
            None if is_full => return false,
            None => known.entry(network(who)).or_insert(Left {
                n: AT_ONCE,
                at: now,
            }),
        };
        let n = left.now(now);
        *left = Left {
            n: if n >= 1.0 { n - 1.0 } else { n },
            at: now,
        };
        n >= 1.0
    }
}

/// The network that somebody asks from: one household has as many addresses of IPv6 as it wants.
fn network(who: IpAddr) -> IpAddr {
    match who {
        IpAddr::V4(_) => who,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::{Duration, Instant};

    use super::{AT_ONCE, Limits, MOST_KNOWN, PER_SECOND};

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn who_asks_too_often_waits_and_others_do_not() {
        let (limits, start) = (Limits::default(), Instant::now());
        let (one, other) = (address("192.0.2.1"), address("192.0.2.2"));
        let n_allowed = (0..1_000).filter(|_| limits.allow(one, start)).count();
        assert_eq!(n_allowed, AT_ONCE as usize);
        assert!(limits.allow(other, start));
        let later = start + Duration::from_secs(3);
        let n_allowed = (0..1_000).filter(|_| limits.allow(one, later)).count();
        assert_eq!(n_allowed, (3.0 * PER_SECOND) as usize);
    }

    #[test]
    fn a_household_counts_once_and_this_computer_never() {
        let (limits, now) = (Limits::default(), Instant::now());
        let home = |n: usize| address(&format!("2001:db8::{n:x}"));
        let n_allowed = (0..1_000).filter(|n| limits.allow(home(*n), now)).count();
        assert_eq!(n_allowed, AT_ONCE as usize);
        let here = ["127.0.0.1", "::1", "::ffff:127.0.0.1"].map(address);
        assert!((0..1_000).all(|n| limits.allow(here[n % 3], now)));
    }

    #[test]
    fn strangers_without_number_take_no_memory_without_bound() {
        let (limits, start) = (Limits::default(), Instant::now());
        let stranger = |n: u32| IpAddr::from((0x0b00_0000 + n).to_be_bytes());
        let n_allowed = (0..20_000)
            .filter(|n| limits.allow(stranger(*n), start))
            .count();
        assert_eq!(n_allowed, MOST_KNOWN);
        let later = start + Duration::from_secs(60);
        assert!(limits.allow(stranger(19_999), later));
        let known = limits.0.lock().expect("nobody panicked");
        assert_eq!(known.len(), 1);
    }
}
