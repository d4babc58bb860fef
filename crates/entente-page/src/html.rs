//! HTML to parts of an article: one pass over the bytes, numbers for every block, a small model, and rules.
//!
//! ```text
//! source ─scan─► blocks ─count, features─► rows ─model─► probabilities ─rules─► parts
//! ```

pub mod attribute;
pub mod choose;
pub mod count;
pub mod element;
pub mod embedded;
pub mod feature;
pub mod hints;
pub mod model;
pub mod names;
pub mod page;
pub mod rules;
pub mod scan;
pub mod shape;
pub mod text;

use entente_types::{BlockKind, Span};

use crate::block::Piece;
use crate::decode::Decoded;
use crate::furniture::Part;
use scan::{Block, Scan};

/// Is it HTML, by its ending or by its first bytes?
pub fn is_html(name: &str, text: &str) -> bool {
    let head: String = text.trim_start().chars().take(256).collect();
    let head = head.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let ends = [".html", ".htm", ".xhtml"]
        .iter()
        .any(|ending| name.ends_with(ending));
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><!doctype html",
    ];
    ends || tags.iter().any(|tag| head.starts_with(tag))
}

/// The parts of a scanned page: the article's, and runs of what was left out.
pub fn read(scan: &Scan<'_>, decoded: &Decoded<'_>, model: &model::Model) -> Vec<Part> {
    let says = page::PageSays::read(scan);
    let counted = count::count(scan);
    let found = choose::probabilities(scan, &counted, &says, model);
    let chosen = rules::apply(scan, &says, &found);
    let mut parts: Vec<Part> = Vec::new();
    let mut idx = 0;
    while idx < chosen.len() {
        match chosen[idx] {
            rules::Choice::Keep(kind) => {
                let piece = piece(scan, decoded, &scan.blocks[idx]);
                parts.push(Part {
                    piece,
                    kind,
                    left_out: None,
                });
                idx += 1;
            }
            rules::Choice::Leave(reason) => {
                let alike = |choice: &rules::Choice| *choice == rules::Choice::Leave(reason);
                let n_alike = chosen[idx..]
                    .iter()
                    .take_while(|choice| alike(choice))
                    .count();
                parts.push(left_out(scan, decoded, idx..idx + n_alike, reason));
                idx += n_alike;
            }
        }
    }
    with_embedded(scan, decoded, &says, parts)
}

/// If the page's data hold much more of the article than its markup, the text is theirs. Of text that is not in
/// the body that JSON-LD states, nothing counts.
fn with_embedded(
    scan: &Scan<'_>,
    decoded: &Decoded<'_>,
    says: &page::PageSays,
    mut parts: Vec<Part>,
) -> Vec<Part> {
    let is_text = |part: &&Part| part.left_out.is_none() && part.kind != BlockKind::Title;
    let is_stated = |part: &&Part| says.about(&part.piece.text).in_body != 1;
    let stated = parts.iter().filter(is_text).filter(is_stated);
    let n_kept = stated.map(|part| part.piece.text.len()).sum();
    let Some(body) = embedded::body(scan, decoded, n_kept) else {
        return parts;
    };
    for part in parts
        .iter_mut()
        .filter(|part| part.kind != BlockKind::Title)
    {
        part.left_out.get_or_insert("repeated");
    }
    parts.extend(body);
    parts
}

/// Longest text of one run of blocks that were left out; what they say more is not kept.
const MAX_LEFT_OUT_BYTES: usize = 2000;

/// Blocks that follow each other and are left out for one reason.
fn left_out(
    scan: &Scan<'_>,
    decoded: &Decoded<'_>,
    blocks: std::ops::Range<usize>,
    reason: &'static str,
) -> Part {
    let (first, last) = (&scan.blocks[blocks.start], &scan.blocks[blocks.end - 1]);
    let text = first.text.join(last.text).of(&scan.text);
    let text = &text[..text.floor_char_boundary(MAX_LEFT_OUT_BYTES)];
    let source = source(scan, first).join(source(scan, last));
    let mut piece = Piece::default();
    let page = decoded.page(source.start as usize, source.end as usize);
    piece.push_read(text, page);
    Part {
        piece,
        kind: BlockKind::Paragraph,
        left_out: Some(reason),
    }
}

/// The source of a block, from its first to its last character.
fn source(scan: &Scan<'_>, block: &Block) -> Span {
    let segments = &scan.segments[block.segments.range()];
    match (segments.first(), segments.last()) {
        (Some(first), Some(last)) => first.source.join(last.source),
        _ => Span::default(),
    }
}

/// The words of a block with their map to the page's bytes.
fn piece(scan: &Scan<'_>, decoded: &Decoded<'_>, block: &Block) -> Piece {
    let mut piece = Piece::default();
    for segment in &scan.segments[block.segments.range()] {
        if segment.is_break {
            let page = decoded.page(segment.source.start as usize, segment.source.end as usize);
            piece.push_read(" ", page);
        } else {
            push_source(&mut piece, decoded, scan.source, segment.source);
        }
    }
    piece.trim_end();
    piece
}

/// Adds text as written, with its entities read.
fn push_source(piece: &mut Piece, decoded: &Decoded<'_>, source: &str, span: Span) {
    let words = span.of(source);
    let start = span.start as usize;
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let n_plain = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        if n_plain > 0 {
            decoded.push(start + at, start + at + n_plain, piece);
            at += n_plain;
            continue;
        }
        let n_entity = text::entity(rest.as_bytes());
        let read = text::unescape(&rest[..n_entity]);
        let end = start + at + n_entity;
        if read == rest[..n_entity] {
            decoded.push(start + at, end, piece);
        } else {
            piece.push_read(&read, decoded.page(start + at, end));
        }
        at += n_entity;
    }
}
