//! What a folder remembers from one run to the next: what was there, and how servers tell whether it changed.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fetch::Validators;

/// The file in the folder: JSON, with a name by which it is not taken for something to read.
pub const FILE: &str = ".entente-feed";
/// Most items that are remembered of one feed beyond those that it lists.
const MAX_OLD: usize = 2000;
/// Longest file, in bytes.
const MAX_BYTES: u64 = 256 << 20;

/// What is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// By the address that was given.
    pub feeds: BTreeMap<String, FeedState>,
    /// Hosts that asked not to be disturbed, and until when, in seconds since 1970.
    #[serde(default)]
    pub closed: BTreeMap<String, i64>,
}

/// What is remembered of one feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedState {
    /// Where it was, behind all redirects.
    pub address: String,
    /// Its `ETag`.
    pub tag: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
    /// A number that changes when its bytes change.
    pub bytes: u64,
    /// What it listed.
    pub items: BTreeMap<String, ItemState>,
}

/// What is remembered of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemState {
    /// When it was last listed, in seconds since 1970.
    pub listed: i64,
    /// Its page.
    #[serde(default)]
    pub address: Option<String>,
    /// Is its page in the folder?
    #[serde(default)]
    pub has_page: bool,
    /// How often its page was sought in vain.
    #[serde(default)]
    pub n_failed: u8,
}

impl State {
    /// Reads the memory of a folder; empty if there is none.
    ///
    /// # Errors
    ///
    /// In words, if there is one that cannot be read.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let path = path(folder);
        match std::fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Ok(about) if about.len() > MAX_BYTES => {
                return Err(format!("it is longer than {} MB", MAX_BYTES >> 20));
            }
            _ => {}
        }
        let bytes = std::fs::read(&path).map_err(|error| error.to_string())?;
        serde_json::from_slice(&bytes).map_err(|error| error.to_string())
    }

    /// Writes the memory of a folder: whole, or not at all.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let path = path(folder);
        let draft = path.with_extension("new");
        let mut file = std::fs::File::create(&draft)?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        file.sync_all()?;
        std::fs::rename(&draft, &path)
    }

    /// How the server of a feed can tell whether it changed.
    pub fn validators(&self, feed: &str) -> Option<Validators> {
        let known = self.feeds.get(feed)?;
        Some(Validators {
            address: known.address.clone(),
            tag: known.tag.clone(),
            modified: known.modified.clone(),
        })
    }
}

impl FeedState {
    /// Forgets the oldest of the items that are no longer listed.
    pub fn forget(&mut self, now: i64) {
        let mut old: Vec<(i64, String)> = Vec::new();
        for (key, item) in self.items.iter().filter(|(_, item)| item.listed < now) {
            old.push((item.listed, key.clone()));
        }
        old.sort();
        let n_forgotten = old.len().saturating_sub(MAX_OLD);
        for (_, key) in &old[..n_forgotten] {
            self.items.remove(key);
        }
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// A number that changes when bytes change (FNV-1a). It tells a feed from itself, and guards nothing.
pub fn number(bytes: &[u8]) -> u64 {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}
