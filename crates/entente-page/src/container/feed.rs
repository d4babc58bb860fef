//! The items of a feed: RSS, Atom and JSON Feed.

use entente_types::Problem;

use super::Record;

/// Do these first bytes of a file begin a feed?
#[must_use]
pub fn is_feed(_start: &[u8]) -> bool {
    false
}

/// The items of a feed as records, in its order; their places count from 0.
///
/// `name` is the name or address of the feed.
#[must_use]
pub fn items(_name: &str, _bytes: &[u8], _problems: &mut Vec<Problem>) -> Vec<Record> {
    Vec::new()
}
