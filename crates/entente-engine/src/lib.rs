//! The whole way of one article, wired: pages in, an account with its evidence out.
//!
//! ```text
//! Page ─read─► Article ─parse─► Document ─extract─► Claims ─place─► Story ─compare─► Comparison
//! ```
//!
//! ```
//! use entente_engine::{Input, Known, Settings, compare};
//!
//! let page = |name: &str, text: &str| Input {
//!     name: name.to_owned(),
//!     bytes: text.as_bytes().to_vec(),
//!     known: Known::default(),
//! };
//! let account = compare(
//!     vec![
//!         page("a.txt", "About 300 miners went on strike in Orda on Monday, the union said."),
//!         page("b.txt", "Some 320 miners went on strike in Orda on Monday."),
//!     ],
//!     &Settings::default(),
//!     &|_| (),
//! );
//! assert_eq!(account.articles.len(), 2);
//! ```

mod account;

pub use account::{Account, VERSION};
pub use entente_page::Known;
pub use entente_types as types;

use entente_page::Page;
use entente_types::{Article, ArticleId, Claims, Comparison, Document, Problem};
use rayon::prelude::*;

/// One page to be read.
#[derive(Clone, Debug)]
pub struct Input {
    /// A file name, or `-` for standard input.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What the caller knows of it.
    pub known: Known,
}

/// What a caller can choose.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How the reports of one story are compared.
    pub story: entente_story::Settings,
}

/// A step that was finished for one article, for showing progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// An article was read, parsed, and its claims were found. Called once per article, in any order.
    Read,
    /// The reports of one story were compared.
    Compared,
}

/// Reads pages, finds their claims, sorts them into stories and compares the reports of each.
///
/// The result does not depend on the order of `inputs` or on the number of threads: reports are numbered
/// by name, then by content. Never fails; what could not be read is named in the account's problems.
#[must_use]
pub fn compare(
    inputs: Vec<Input>,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
) -> Account {
    let (articles, problems) = read_all(inputs);
    let mut read: Vec<(Document, Claims)> = articles
        .into_par_iter()
        .map(|article| {
            let read = claims_of(article);
            progress(Progress::Read);
            read
        })
        .collect();
    let groups = {
        let (documents, claims): (Vec<Document>, Vec<Claims>) = read.iter().cloned().unzip();
        entente_story::stories(&documents, &claims)
    };
    let mut stories: Vec<Comparison> = Vec::new();
    for group in groups {
        let (documents, claims): (Vec<Document>, Vec<Claims>) =
            group.iter().map(|&idx| read[idx].clone()).unzip();
        stories.push(entente_story::compare(&documents, &claims, &settings.story));
        progress(Progress::Compared);
    }
    let articles = read
        .drain(..)
        .map(|(document, _)| document.article)
        .collect();
    Account {
        version: VERSION.to_owned(),
        articles,
        stories,
        problems,
    }
}

/// Parses one article and finds its claims.
#[must_use]
pub fn claims_of(article: Article) -> (Document, Claims) {
    let document = entente_language::english().parse(article);
    let claims = entente_extract::extract(&document);
    (document, claims)
}

/// Reads every page. Pages without a text get no number; their problems tell why.
fn read_all(mut inputs: Vec<Input>) -> (Vec<Article>, Vec<Problem>) {
    inputs.sort_by(|a, b| (&a.name, &a.bytes).cmp(&(&b.name, &b.bytes)));
    let read: Vec<_> = inputs
        .par_iter()
        .map(|input| {
            entente_page::read(
                &Page {
                    name: &input.name,
                    bytes: &input.bytes,
                },
                &input.known,
            )
        })
        .collect();
    let mut articles = Vec::new();
    let mut problems = Vec::new();
    for (outcome, input) in read.into_iter().zip(&inputs) {
        problems.extend(outcome.problems.into_iter().map(|problem| Problem {
            message: format!("{}: {}", input.name, problem.message),
            ..problem
        }));
        if !outcome.value.text.trim().is_empty() {
            articles.push(outcome.value);
        }
    }
    for (idx, article) in articles.iter_mut().enumerate() {
        article.id = ArticleId(u32::try_from(idx + 1).unwrap_or(u32::MAX));
    }
    (articles, problems)
}
