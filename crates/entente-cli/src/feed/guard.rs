//! Which addresses of the network may be connected to: only those of the public internet, unless told.
//!
//! A feed is written by a stranger, and so is every address in it. The check stands where names become addresses,
//! and the connection is made to the very addresses that passed it: a name that means another machine a moment
//! later gains nothing.

use std::collections::BTreeSet;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Looks names up and leaves out what is not public.
#[derive(Debug)]
pub struct Guard {
    lookup: DefaultResolver,
    /// Hosts and ports that may have private addresses.
    private: BTreeSet<(String, u16)>,
}

/// A name whose every address is private.
#[derive(Clone, Debug)]
pub struct NotPublic {
    /// The first of its addresses.
    pub address: IpAddr,
}

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no address of the public internet", self.address)
    }
}

impl std::error::Error for NotPublic {}

impl Guard {
    /// Lets public addresses through, and for these hosts and ports private ones too.
    pub fn new(private: BTreeSet<(String, u16)>) -> Self {
        Self {
            lookup: DefaultResolver::default(),
            private,
        }
    }

    fn may_be_private(&self, uri: &Uri) -> bool {
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let port = uri
            .port_u16()
            .unwrap_or(if uri.scheme_str() == Some("https") {
                443
            } else {
                80
            });
        self.private.contains(&(host, port))
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.lookup.resolve(uri, config, timeout)?;
        let may_be_private = self.may_be_private(uri);
        let mut kept = self.empty();
        for address in found.iter() {
            if may_be_private || is_public(address.ip()) {
                kept.push(*address);
            }
        }
        match found.iter().next() {
            Some(first) if kept.is_empty() => Err(ureq::Error::Other(Box::new(NotPublic {
                address: first.ip(),
            }))),
            _ => Ok(kept),
        }
    }
}

/// Does an address belong to the public internet?
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !is_special(u128::from(u32::from(address)) << 96, true),
        IpAddr::V6(address) => match inner(address) {
            Some(inner) => is_public(IpAddr::V4(inner)),
            None => address.segments()[0] & 0xe000 == 0x2000 && !is_special(address.into(), false),
        },
    }
}

/// The address of IPv4 that one of IPv6 carries: mapped, translated, or tunnelled.
fn inner(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = address.segments();
    let ipv4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            Some(ipv4(high, low))
        }
        [0x2002, high, low, ..] => Some(ipv4(high, low)),
        _ => None,
    }
}

fn is_special(bits: u128, is_ipv4: bool) -> bool {
    let is_in = |block: &&Block| {
        block.is_ipv4 == is_ipv4 && (bits ^ block.bits) >> (128 - block.n_bits) == 0
    };
    BLOCKS.iter().any(|block| is_in(&block))
}

/// A block of addresses; those of IPv4 stand in the highest bits.
struct Block {
    is_ipv4: bool,
    bits: u128,
    n_bits: u32,
}

static BLOCKS: LazyLock<Vec<Block>> = LazyLock::new(|| {
    let lines = include_str!("../../data/special_addresses.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    rows.map(|line| block(line).expect("a block is an address and its length"))
        .collect()
});

fn block(line: &str) -> Option<Block> {
    let (address, n_bits) = line.split('\t').next()?.split_once('/')?;
    let bits = match address.parse().ok()? {
        IpAddr::V4(address) => u128::from(u32::from(address)) << 96,
        IpAddr::V6(address) => address.into(),
    };
    Some(Block {
        is_ipv4: address.contains('.'),
        bits,
        n_bits: n_bits.parse().ok().filter(|n| (1..=128).contains(n))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_pass() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.19.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001::1",
            "2001:db8::1",
            "64:ff9b:1::1",
            "100::1",
            "fec0::1",
            "::127.0.0.1",
        ] {
            assert!(!is_public(address.parse().expect(address)), "{address}");
        }
        for address in [
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(is_public(address.parse().expect(address)), "{address}");
        }
    }
}
