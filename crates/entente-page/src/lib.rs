//! Reads the article out of a page: bytes in, clean text out, with every character traced to its bytes.

use entente_types::{Article, Outcome};
use jiff::civil::Date;

/// A page as it was found.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// A file name, an address, or `-` for standard input. Its ending tells text from HTML where the bytes
    /// leave that open.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// What the caller knows of a page. It wins over what the page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The headline.
    pub title: Option<String>,
    /// The publisher.
    pub source: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The day of publication.
    pub published: Option<Date>,
    /// Where the caller knows it from: `flag`, `sidecar`.
    pub from: String,
}

/// Longest text of one article, in bytes. What goes beyond is left out with a problem.
pub const MAX_TEXT_BYTES: usize = 1_000_000;

/// Reads the article out of a page.
///
/// Never fails: an empty or binary page gives an article without text, and problems that say why.
#[must_use]
pub fn read(page: &Page<'_>, known: &Known) -> Outcome<Article> {
    let _ = known;
    let text = String::from_utf8_lossy(page.bytes);
    Outcome {
        value: Article::plain(page.name, &text),
        problems: Vec::new(),
    }
}
