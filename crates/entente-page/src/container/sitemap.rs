//! The entries of a sitemap: addresses with what the site says of the pages there.

use entente_types::Problem;

use super::Record;

/// Do these first bytes of a file begin a sitemap?
#[must_use]
pub fn is_sitemap(_start: &[u8]) -> bool {
    false
}

/// The entries of a sitemap as records without bytes, in its order; their places count from 0.
///
/// `name` is the name or address of the sitemap.
#[must_use]
pub fn entries(_name: &str, _bytes: &[u8], _problems: &mut Vec<Problem>) -> Vec<Record> {
    Vec::new()
}
