//! The entries of a sitemap: addresses with what the site says of the pages there.

use entente_types::{Outcome, Problem};

use super::Record;
use super::feed::{self, Feed};

/// Do these first bytes of a file begin a sitemap?
#[must_use]
pub fn is_sitemap(start: &[u8]) -> bool {
    feed::root(start).is_some_and(|name| matches!(name.as_str(), "urlset" | "sitemapindex"))
}

/// Reads a sitemap or an index of sitemaps; entries for news come with title, publisher and day.
///
/// Never fails. What cannot be read is a problem whose span is bytes of the sitemap; the rest goes on.
#[must_use]
pub fn read(bytes: &[u8]) -> Outcome<Feed> {
    feed::with_draft(bytes, None, feed::read_sitemap)
}

/// The entries of a sitemap as records without bytes, in its order; their places count from 0.
///
/// `name` is the name or address of the sitemap. The sitemaps that an index lists are one problem: they have to
/// be fetched, and are read when they are given themselves.
#[must_use]
pub fn entries(name: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<Record> {
    let outcome = read(bytes);
    problems.extend(outcome.problems);
    if let Some(first) = outcome.value.sitemaps.first() {
        let n_sitemaps = outcome.value.sitemaps.len();
        let message = format!(
            "it lists {n_sitemaps} sitemaps and no page; give those, beginning with {first}"
        );
        problems.push(Problem::new("sitemap-index", message));
    }
    feed::records(name, outcome.value, "sitemap")
}
