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
//! let reports = vec![
//!     page("a.txt", "About 300 miners went on strike in Orda on Monday, the union said."),
//!     page("b.txt", "Some 320 miners went on strike in Orda on Monday."),
//! ];
//! let account = compare(reports, &Settings::default(), &|_| ());
//! assert_eq!(account.articles.len(), 2);
//! ```

mod account;
pub mod brief;
pub mod chart;
pub mod claim;
pub mod clean;
pub mod export;
pub mod health;
pub mod html;
pub mod intake;
pub mod matrix;
pub mod name;
pub mod order;
pub mod rows;
mod told;
pub mod workspace;

pub use account::{Account, VERSION};
pub use entente_language::{Precision, kernels};
pub use entente_page as page;
pub use entente_page::{Known, container};
pub use entente_types as types;
pub use entente_world as world;
pub use told::{heading, told};

/// Follows a stream of articles: which of them tell the same event.
pub mod follow {
    pub use entente_story::stories::{Settings, Sketch, Stream};
}

use entente_page::Page;
use entente_types::{Article, ArticleId, Claims, Comparison, Document, Outcome, Problem};
use rayon::prelude::*;

/// Acts that stand in a smaller share of cases are not listed, unless they are asked for.
pub const LEAST_SHARE: f64 = 0.7;

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
    /// How exactly the networks of the parser compute.
    pub precision: Precision,
    /// How the reports of one story are compared.
    pub story: entente_story::Settings,
}

/// A step that was finished, for showing progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// An article was parsed and its claims were found. Called once per article, in any order.
    Read,
    /// The reports of one story were compared.
    Compared,
}

/// The reports of one story, read and compared.
#[derive(Clone, Debug)]
pub struct Story {
    /// The reports as parsed, in order of their numbers.
    pub documents: Vec<Document>,
    /// What each of them claims, in the same order.
    pub claims: Vec<Claims>,
    /// How they stand to each other.
    pub comparison: Comparison,
}

/// Reads pages, finds their claims, sorts them into stories and compares the reports of each.
///
/// The result does not depend on the order of `inputs` or on the number of threads: reports are numbered
/// by name ([`order::natural`]), then by content. Never fails; what could not be read is named in the account's problems.
#[must_use]
pub fn compare(
    inputs: Vec<Input>,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
) -> Account {
    let (stories, problems) = stories(inputs, settings, progress);
    let mut articles = Vec::new();
    let mut comparisons = Vec::new();
    for story in stories {
        articles.extend(story.documents.into_iter().map(|document| document.article));
        comparisons.push(story.comparison);
    }
    articles.sort_by_key(|article: &Article| article.id);
    Account {
        version: VERSION.to_owned(),
        articles,
        stories: comparisons,
        problems,
    }
}

/// As [`compare`], with the parsed documents and all claims of each story.
#[must_use]
pub fn stories(
    inputs: Vec<Input>,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
) -> (Vec<Story>, Vec<Problem>) {
    let (articles, mut problems) = read(inputs);
    let read = articles.into_par_iter().map(|article| {
        let read = claims_at(settings.precision, article);
        progress(Progress::Read);
        read
    });
    let (documents, claims): (Vec<Document>, Vec<Claims>) =
        read.collect::<Vec<_>>().into_iter().unzip();
    for (document, claims) in documents.iter().zip(&claims) {
        problems.extend(
            claims
                .problems
                .iter()
                .map(|problem| of(&document.article.name, problem)),
        );
    }
    let groups = entente_story::stories(&documents, &claims);
    let mut waiting: Vec<Option<(Document, Claims)>> =
        documents.into_iter().zip(claims).map(Some).collect();
    let mut stories = Vec::new();
    for group in groups {
        let reports = group.into_iter().filter_map(|idx| waiting[idx].take());
        let (documents, claims): (Vec<Document>, Vec<Claims>) = reports.unzip();
        let comparison = entente_story::compare(&documents, &claims, &settings.story);
        stories.push(Story {
            documents,
            claims,
            comparison,
        });
        progress(Progress::Compared);
    }
    (stories, problems)
}

/// Parses one article and finds its claims. Of a text that is not English only figures, dates and
/// what stands between quotation marks are read.
#[must_use]
pub fn claims_of(article: Article) -> (Document, Claims) {
    claims_at(Precision::default(), article)
}

/// As [`claims_of`], with a parse that is as exact as this.
#[must_use]
pub fn claims_at(precision: Precision, article: Article) -> (Document, Claims) {
    let parsed = parse(precision, article);
    let mut claims = entente_extract::extract(&parsed.value);
    claims.problems.splice(0..0, parsed.problems);
    (parsed.value, claims)
}

/// Parses one article and judges its names anew; one that is not English keeps its text alone.
fn parse(precision: Precision, article: Article) -> Outcome<Document> {
    match foreign(&article) {
        Some(problem) => Outcome {
            value: Document::new(article, Vec::new(), Vec::new(), Vec::new()),
            problems: vec![problem],
        },
        None => {
            let parsed = entente_language::english().parse_at(precision, article);
            Outcome {
                value: entente_extract::name::mark(parsed.value),
                problems: parsed.problems,
            }
        }
    }
}

/// What to tell of a text in another language than English; `None` if it is English or not known.
fn foreign(article: &Article) -> Option<Problem> {
    let language = &article.language.as_ref()?.value;
    let message = format!(
        "the text is in another language (`{language}`); only its figures, dates and quotation marks were read"
    );
    (language != "en").then(|| Problem::new("not-english", message))
}

/// Reads the article out of every page. Pages without a text get no number; their problems tell why.
fn read(mut inputs: Vec<Input>) -> (Vec<Article>, Vec<Problem>) {
    // Equal names first by their bytes: the sort by name is stable.
    inputs.sort_by(|a, b| (&a.name, &a.bytes).cmp(&(&b.name, &b.bytes)));
    inputs.sort_by_cached_key(|input| order::natural(&input.name));
    let page = |input: &Input| {
        entente_page::read(
            &Page {
                name: &input.name,
                bytes: &input.bytes,
            },
            &input.known,
        )
    };
    let outcomes: Vec<_> = inputs.par_iter().map(page).collect();
    let mut articles = Vec::new();
    let mut problems = Vec::new();
    for (outcome, input) in outcomes.into_iter().zip(&inputs) {
        problems.extend(
            outcome
                .problems
                .iter()
                .map(|problem| of(&input.name, problem)),
        );
        let mut article = outcome.value;
        if !article.text.trim().is_empty() {
            article.id = ArticleId(u32::try_from(articles.len() + 1).unwrap_or(u32::MAX));
            articles.push(article);
        }
    }
    (articles, problems)
}

/// A problem with the name of its page in front.
fn of(name: &str, problem: &Problem) -> Problem {
    Problem {
        message: format!("{name}: {}", problem.message),
        ..problem.clone()
    }
}
