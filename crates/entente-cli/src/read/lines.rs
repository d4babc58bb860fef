//! Articles as JSON lines.

use entente_engine::types::{Article, Block, Candidate, LeftOut, SpanMap};
use serde::Serialize;

use super::row::Row;
use crate::render::json::escaped;

/// Where everything stands in the page.
#[derive(Serialize)]
struct Evidence<'a> {
    /// All that was kept, with headline and words under pictures: what `blocks` and `origin` count the bytes of.
    text: &'a str,
    blocks: &'a [Block],
    candidates: &'a [Candidate],
    left_out: &'a [LeftOut],
    origin: &'a SpanMap,
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    row: &'a Row,
    evidence: Evidence<'a>,
}

/// One article as a line.
pub fn line(row: &Row) -> String {
    written(row)
}

/// One article as a line, with the place of everything in its page.
pub fn line_with_evidence(row: &Row, article: &Article) -> String {
    written(&Line {
        row,
        evidence: Evidence {
            text: &article.text,
            blocks: &article.blocks,
            candidates: &article.candidates,
            left_out: &article.left_out,
            origin: &article.origin,
        },
    })
}

fn written(line: &impl Serialize) -> String {
    let json = serde_json::to_string(line).expect("texts and numbers are JSON");
    escaped(&json) + "\n"
}
