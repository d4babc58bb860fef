//! A text as read from a page, with every character traced to the bytes it came from.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Moment, Span};

/// Names one article of a run: the number of the report, counted from 1 in the order of the account.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct ArticleId(pub u32);

/// A value that a page states about itself, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// How it was found: `flag`, `sidecar`, `json-ld`, `meta`, `time`, `heading`, `first line` …
    pub from: String,
}

/// One thing that a page says about itself, and why it was believed or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Candidate {
    /// What it is said to be.
    pub field: Field,
    /// The value, as read.
    pub value: String,
    /// How it was found: `json-ld`, `meta`, `time`, `byline` …
    pub from: String,
    /// Where in the bytes of the page.
    pub page: Span,
    /// How likely it is right, 0 to 1.
    pub confidence: f32,
    /// Was it chosen?
    pub chosen: bool,
    /// Why, in words: "two others say the same", "it lies after the page was fetched".
    pub because: String,
}

/// What a page can say about itself.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The headline.
    Title,
    /// The publisher.
    Source,
    /// Who wrote it.
    Author,
    /// When it was published.
    Published,
    /// When it was last changed.
    Modified,
    /// The agency that its text is from.
    Agency,
    /// Where it was written.
    Dateline,
    /// The part of the publication.
    Section,
    /// Its own address.
    Address,
    /// Its language.
    Language,
}

/// A text as read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// Names the article inside one run.
    pub id: ArticleId,
    /// Where it was read from: a file name, `-` for standard input.
    pub name: String,
    /// The publisher.
    pub source: Option<Stated<String>>,
    /// The headline.
    pub title: Option<Stated<String>>,
    /// Who wrote it, as printed.
    pub authors: Vec<Stated<String>>,
    /// When it was published.
    pub published: Option<Stated<Moment>>,
    /// When it was last changed, if the page says so.
    #[serde(default)]
    pub modified: Option<Stated<Moment>>,
    /// The agency that its text is from, as "Reuters", if the page credits one.
    #[serde(default)]
    pub agency: Option<Stated<String>>,
    /// Where it was written, as its dateline says: "MOSCOW".
    #[serde(default)]
    pub dateline: Option<Stated<String>>,
    /// The part of the publication that it stands in: "World", "Sport".
    #[serde(default)]
    pub section: Option<Stated<String>>,
    /// The address that the page names as its own.
    #[serde(default)]
    pub address: Option<Stated<String>>,
    /// The language of the text, as a primary tag of BCP 47: `en`, `zu`.
    #[serde(default)]
    pub language: Option<Stated<String>>,
    /// Everything that the page says about itself, chosen or not, in order of the page.
    #[serde(default)]
    pub candidates: Vec<Candidate>,
    /// What is article in the page, as clean text; everything else is in `left_out`. The headline is
    /// part of it where the page prints it as text. Blocks are separated by line breaks.
    pub text: String,
    /// The parts of `text`, in order, without overlap.
    pub blocks: Vec<Block>,
    /// What was taken for furniture of the page, in order of the page.
    pub left_out: Vec<LeftOut>,
    /// From bytes of `text` to bytes of the page.
    pub origin: SpanMap,
}

/// One part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// Where in the text.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The headline of the article.
    Title,
    /// A line above or below the headline that sums the article up.
    Standfirst,
    /// A heading inside the text.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A quotation set apart.
    BlockQuote,
    /// The words under a picture.
    Caption,
    /// Cells of a table, row by row.
    Table,
    /// A note of the newsroom on what it changed: "An earlier version of this article …".
    Correction,
}

/// A part of the page that is not article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// Where in the bytes of the page.
    pub page: Span,
    /// Its words.
    pub text: String,
    /// Why it was left out: `navigation`, `teaser`, `tag list`, `repeated`, `credit` …
    pub reason: String,
}

/// Maps bytes of an article's text to bytes of the page it was read from.
///
/// Entries are sorted by `text` and cover the whole text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpanMap(pub Vec<SpanMapEntry>);

/// One piece of text and the piece of page that it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpanMapEntry {
    /// Bytes of the text.
    pub text: Span,
    /// Bytes of the page. If both are equally long, they are the same bytes; otherwise the page's
    /// bytes (an entity, a run of blanks, another charset) were read as the text's bytes as a whole.
    pub page: Span,
}

impl SpanMap {
    /// The bytes of the page that `span` of the text was read from.
    #[must_use]
    pub fn page(&self, span: Span) -> Span {
        let at = |byte: u32, is_end: bool| {
            let idx = self.0.partition_point(|entry| {
                if is_end {
                    entry.text.end < byte
                } else {
                    entry.text.end <= byte
                }
            });
            let Some(entry) = self.0.get(idx.min(self.0.len().saturating_sub(1))) else {
                return byte;
            };
            if entry.text.len() == entry.page.len() {
                entry.page.start + byte.clamp(entry.text.start, entry.text.end) - entry.text.start
            } else if is_end {
                entry.page.end
            } else {
                entry.page.start
            }
        };
        let start = at(span.start, false);
        Span {
            start,
            end: at(span.end, true).max(start),
        }
    }
}

impl Article {
    /// The day of publication, if it is known.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        Some(self.published.as_ref()?.value.day)
    }

    /// The running text: `text` without the headline and the words under pictures, one block a paragraph.
    #[must_use]
    pub fn body(&self) -> String {
        let is_body = |block: &&Block| !matches!(block.kind, BlockKind::Title | BlockKind::Caption);
        let blocks = self.blocks.iter().filter(is_body);
        let lines: Vec<&str> = blocks.map(|block| block.span.of(&self.text)).collect();
        lines.join("\n\n")
    }

    /// An article whose text is `text` as it stands, in paragraphs parted by line breaks.
    ///
    /// Nothing is left out and nothing is known about the page: for programs that bring clean text.
    #[must_use]
    pub fn plain(name: &str, text: &str) -> Self {
        let mut blocks = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let words = line.trim();
            if !words.is_empty() {
                let at = start + line.len() - line.trim_start().len();
                let span = Span::new(at, at + words.len());
                blocks.push(Block {
                    span,
                    kind: BlockKind::Paragraph,
                });
            }
            start += line.len();
        }
        let whole = Span::new(0, text.len());
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            blocks,
            origin: SpanMap(vec![SpanMapEntry {
                text: whole,
                page: whole,
            }]),
            ..Self::default()
        }
    }
}
