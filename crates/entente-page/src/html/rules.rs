//! Structural rules after the model: what it cannot see from one block and its neighbours.

use entente_types::BlockKind;

use super::choose::THRESHOLD;
use super::element::Element;
use super::feature::Counted;
use super::page::PageSays;
use super::scan::Scan;

/// What happens with a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It is article.
    Keep(BlockKind),
    /// It is not, because of this.
    Leave(&'static str),
}

/// Decides for every block.
pub fn apply(scan: &Scan<'_>, _counted: &Counted, _says: &PageSays, found: &[f32]) -> Vec<Choice> {
    let decide = |(idx, found): (usize, &f32)| {
        if *found >= THRESHOLD {
            Choice::Keep(kind(scan, idx))
        } else {
            Choice::Leave("furniture")
        }
    };
    found.iter().enumerate().map(decide).collect()
}

fn kind(scan: &Scan<'_>, idx: usize) -> BlockKind {
    let node = &scan.nodes[scan.blocks[idx].node as usize];
    let has = |element: Element| node.elements & 1 << element as u8 != 0;
    match node.element {
        element if element.is_heading() => BlockKind::Heading,
        Element::Caption => BlockKind::Caption,
        Element::Cell | Element::Row | Element::Table => BlockKind::Table,
        _ if has(Element::Quote) => BlockKind::BlockQuote,
        _ if has(Element::Item) => BlockKind::ListItem,
        _ => BlockKind::Paragraph,
    }
}
