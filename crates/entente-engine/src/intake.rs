//! From a record of a container to an article that a workspace can keep.

use std::panic::{AssertUnwindSafe, catch_unwind};

use entente_page::Page;
use entente_page::container::{Extent, Found, Record};
use entente_types::{Article, Problem};
use entente_world::NewArticle;

/// Reads the article out of a record, with what could not be read.
///
/// No article where a whole page holds no text; of a record that is a mere summary or address one is always given.
#[must_use]
pub fn read(record: &Record) -> (Option<Article>, Vec<Problem>) {
    let page = Page {
        name: &record.name,
        bytes: &record.bytes,
    };
    let outcome = entente_page::read(&page, &record.known);
    let mut problems = outcome.problems;
    if record.extent == Extent::Address {
        problems.clear();
    }
    let is_shown = !outcome.value.text.is_empty() || record.extent != Extent::Whole;
    (is_shown.then_some(outcome.value), problems)
}

/// What a bug that one page shows becomes, which must not end a run over an archive of a million.
#[must_use]
pub fn fault() -> Problem {
    let message = "a fault of the program kept the page from being read";
    Problem::new("reader-fault", message)
}

/// The article of a record if it has a text to keep, with what could not be read. Never fails.
#[must_use]
pub fn article(found: Found) -> (Option<NewArticle>, Vec<Problem>) {
    match found {
        Found::Page(record) => {
            let read = catch_unwind(AssertUnwindSafe(|| read(&record)));
            let (article, problems) = read.unwrap_or_else(|_| (None, vec![fault()]));
            let article = article.filter(|article| !article.text.trim().is_empty());
            let page = record.bytes;
            (
                article.map(|article| NewArticle { article, page }),
                problems,
            )
        }
        Found::Problem { problem, .. } => (None, vec![problem]),
    }
}
