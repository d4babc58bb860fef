//! Reads the article out of a page: bytes in, clean text out, with every character traced to its bytes.
//!
//! ```text
//! bytes ─decode─► text ─html or plain─► blocks ─furniture─► article
//!                          └─ metadata: title, source, authors, day
//! ```

mod block;
pub mod blocks;
pub mod container;
pub mod date;
mod decode;
mod furniture;
mod head;
mod html;
pub mod language;
mod line;
mod menu;
mod metadata;
mod plain;
mod recover;

use entente_types::{
    Article, Block, BlockKind, LeftOut, Moment, Outcome, Problem, Span, SpanMap, SpanMapEntry,
    Stated,
};

use block::Piece;
pub use html::model::Model as BlockModel;
use metadata::Metadata;

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
    /// When it was published.
    pub published: Option<Moment>,
    /// The address that it was fetched from.
    pub address: Option<String>,
    /// When it was fetched: it cannot have been published later.
    pub fetched: Option<Moment>,
    /// The charset that the server named.
    pub charset: Option<String>,
    /// What the bytes are, if the server or the container said it.
    pub media: Option<Media>,
    /// Where the caller knows it from: `flag`, `sidecar`, `feed`, `warc` …
    pub from: String,
}

/// What the bytes of a page are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// A page of HTML.
    Html,
    /// Plain text or Markdown.
    Text,
}

/// Longest text of one article, in bytes. What goes beyond is left out with a problem.
///
/// The longest reports that newspapers print have some 30,000 words; this is room for 35,000.
pub const MAX_TEXT_BYTES: usize = 200_000;

/// Reads the article out of a page.
///
/// Never fails: an empty or binary page gives an article without text, and problems that say why.
#[must_use]
pub fn read(page: &Page<'_>, known: &Known) -> Outcome<Article> {
    read_with(&html::choose::SHIPPED, page, known)
}

/// [`read`] with another model for the blocks of HTML, for measuring one that was trained on other pages.
#[must_use]
pub fn read_with(model: &BlockModel, page: &Page<'_>, known: &Known) -> Outcome<Article> {
    let mut problems = Vec::new();
    let decoded = decode::decode(page.bytes, known.charset.as_deref(), &mut problems);
    let mut metadata = Metadata::default();
    let parts = if is_html(page, known, &decoded.text) {
        let scan = html::scan::scan(&decoded.text);
        metadata = metadata::read(&scan, &decoded, known);
        if scan.is_cut {
            problems.push(Problem::new(
                "too-long",
                "the page has more lines than are read; its end is left out",
            ));
        }
        let mut parts = html::read(&scan, &decoded, model);
        head::mark(&mut parts, &mut metadata);
        parts
    } else {
        let mut parts = furniture::sort_out(plain::read(&decoded));
        head::read(&mut parts, &mut metadata);
        parts
    };
    let mut article = assemble(menu::leave_out(parts), &mut problems);
    article.name = page.name.to_owned();
    metadata.fill(&mut article, known, &mut problems);
    overrule(&mut article, known);
    if article.text.is_empty() && problems.is_empty() {
        let what = if page.bytes.is_empty() {
            "it is empty"
        } else {
            "nothing in it looks like an article"
        };
        problems.push(Problem::new("empty-page", what));
    }
    Outcome {
        value: article,
        problems,
    }
}

fn is_html(page: &Page<'_>, known: &Known, text: &str) -> bool {
    known.media.map_or_else(
        || html::is_html(page.name, text),
        |media| media == Media::Html,
    )
}

/// Puts the kept pieces together as text, and the others on the list of what was left out.
fn assemble(parts: Vec<furniture::Part>, problems: &mut Vec<Problem>) -> Article {
    let mut article = Article::default();
    let mut is_full = false;
    for part in parts {
        if let Some(reason) = part.left_out {
            let (page, text) = (part.piece.page(), part.piece.text);
            article.left_out.push(LeftOut {
                page,
                text,
                reason: reason.to_owned(),
            });
        } else if !is_full {
            let n_free = MAX_TEXT_BYTES - article.text.len().min(MAX_TEXT_BYTES);
            is_full = part.piece.text.len() > n_free;
            let piece = if is_full {
                part.piece.cut(n_free)
            } else {
                part.piece
            };
            append(&mut article, &piece, part.kind);
        }
    }
    if is_full {
        let message = format!(
            "the text is longer than {} kB; only that much is read",
            MAX_TEXT_BYTES / 1000
        );
        problems.push(Problem::new("too-long", message));
    }
    article
}

fn append(article: &mut Article, piece: &Piece, kind: BlockKind) {
    if piece.text.is_empty() {
        return;
    }
    if !article.text.is_empty() {
        let start = article.text.len();
        article.text.push_str("\n\n");
        let before = article.origin.0.last().map_or(0, |entry| entry.page.end);
        let page = Span {
            start: before,
            end: piece.page().start.max(before),
        };
        article.origin.0.push(SpanMapEntry {
            text: Span::new(start, start + 2),
            page,
        });
    }
    let start = article.text.len();
    article.text.push_str(&piece.text);
    article.blocks.push(Block {
        span: Span::new(start, article.text.len()),
        kind,
    });
    let SpanMap(entries) = &mut article.origin;
    entries.extend(piece.map.iter().map(|entry| SpanMapEntry {
        text: Span::new(
            entry.text.start as usize + start,
            entry.text.end as usize + start,
        ),
        page: entry.page,
    }));
}

/// What the caller knows wins.
fn overrule(article: &mut Article, known: &Known) {
    let stated = |value: &String| Stated {
        value: value.clone(),
        from: known.from.clone(),
    };
    if let Some(title) = &known.title {
        article.title = Some(stated(title));
    }
    if let Some(source) = &known.source {
        article.source = Some(stated(source));
    }
    if let Some(author) = &known.author {
        article.authors = vec![stated(author)];
    }
    if let Some(value) = known.published {
        article.published = Some(Stated {
            value,
            from: known.from.clone(),
        });
    }
}
