//! What is known of a block, its neighbours and the elements around it, as bytes: the model's input.

use super::count::{Counted, Mass};
use super::element::Element;
use super::hints::Hints;
use super::model::Table;
use super::page::PageSays;
use super::scan::Scan;
use super::shape::share;
use crate::line;

/// Eight steps for every doubling of `value`, at most 255.
fn log(value: u32) -> u8 {
    let value = u64::from(value) + 1;
    let whole = value.ilog2();
    let part = if whole >= 3 {
        value >> (whole - 3) & 7
    } else {
        (value << (3 - whole)) & 7
    };
    (whole * 8 + part as u32).min(255) as u8
}

fn cap(value: usize) -> u8 {
    value.min(255) as u8
}

/// Names of the features before the hints, in order.
pub const NAMES: [&str; 96] = [
    "paragraph",
    "heading",
    "item",
    "plain block",
    "quote",
    "cell",
    "caption",
    "size",
    "words",
    "linked",
    "ends",
    "commas",
    "ends sentence",
    "starts upper",
    "starts quote",
    "upper",
    "digits",
    "word size",
    "links",
    "breaks",
    "bars",
    "copyright",
    "emphasised",
    "quotes",
    "colon",
    "place",
    "place from top",
    "place from bottom",
    "good before",
    "good after",
    "after h1",
    "to h1",
    "depth",
    "furniture",
    "in article",
    "in main",
    "in header",
    "in list",
    "in figure",
    "in table",
    "in section",
    "hidden",
    "articles",
    "article idx",
    "own size",
    "own linked",
    "own good",
    "own blocks",
    "own goods",
    "parent size",
    "parent linked",
    "parent good",
    "parent blocks",
    "parent goods",
    "grandparent linked",
    "grandparent good",
    "grandparent blocks",
    "path good",
    "path blocks",
    "path linked",
    "path goods",
    "signature good",
    "signature blocks",
    "signature linked",
    "signature goods",
    "in best",
    "above best",
    "below best",
    "best good",
    "prev size",
    "prev linked",
    "prev good",
    "prev kind",
    "prev2 good",
    "next size",
    "next linked",
    "next good",
    "next kind",
    "next2 good",
    "to good before",
    "to good after",
    "good around",
    "page good",
    "page linked",
    "repeats",
    "in body",
    "is title",
    "is description",
    "names author",
    "line kind",
    "after line",
    "after line kind",
    "after heading",
    "section good",
    "h1s before",
    "run good",
];

/// Number of features of one block.
pub fn n_features() -> usize {
    NAMES.len() + 2 * Hints::count()
}

/// The features of every block. Columns beyond them are left for later.
pub fn features(scan: &Scan<'_>, counted: &Counted, says: &PageSays, n_columns: usize) -> Table {
    let n_blocks = scan.blocks.len();
    let mut table = Table::new(n_blocks, n_columns);
    let around = Around::new(counted);
    let course = course(scan, counted, says);
    let mut row = Vec::with_capacity(n_features());
    for (idx, course) in course.into_iter().enumerate() {
        row.clear();
        own(scan, counted, idx, &mut row);
        place(scan, counted, &around, idx, &mut row);
        containers(scan, counted, idx, &mut row);
        neighbours(scan, counted, &around, idx, &mut row);
        row.extend(course);
        debug_assert_eq!(row.len(), NAMES.len());
        hints(scan, idx, &mut row);
        table.write(idx, 0, &row);
    }
    table
}

fn own(scan: &Scan<'_>, counted: &Counted, idx: usize, row: &mut Vec<u8>) {
    let (block, shape) = (&scan.blocks[idx], &counted.shapes[idx]);
    let node = &scan.nodes[block.node as usize];
    let is = |element: Element| u8::from(node.element == element);
    let has = |element: Element| u8::from(node.is_in(element));
    let level = match node.element {
        Element::Heading1 => 1,
        Element::Heading2 => 2,
        Element::Heading3 => 3,
        _ => 0,
    };
    let n_letters = shape.n_upper + shape.n_lower;
    row.extend([
        has(Element::Paragraph),
        level,
        has(Element::Item),
        is(Element::Division) | is(Element::Section) << 1 | is(Element::Block) << 2,
        has(Element::Quote),
        has(Element::Cell),
        has(Element::Caption),
        log(shape.n_bytes),
        log(shape.n_words),
        shape.linked,
        share(shape.n_ends * 8, shape.n_words),
        share(shape.n_commas * 8, shape.n_words),
        u8::from(shape.ends_sentence),
        u8::from(shape.starts_upper),
        u8::from(shape.starts_quote),
        share(shape.n_upper, n_letters),
        share(shape.n_digits, shape.n_bytes),
        cap((shape.n_bytes * 8 / shape.n_words.max(1)) as usize),
        cap(usize::from(block.n_links)),
        cap(usize::from(block.n_breaks)),
        share(shape.n_bars * 8, shape.n_words),
        u8::from(shape.has_copyright),
        share(block.n_emphasised, shape.n_bytes),
        share(shape.n_quotes * 4, shape.n_words),
        u8::from(shape.ends_colon),
    ]);
}

/// Sums of running text before each block, and the distances to it.
struct Around {
    good_before: Vec<u32>,
    to_before: Vec<u8>,
    to_after: Vec<u8>,
}

impl Around {
    fn new(counted: &Counted) -> Self {
        let n_blocks = counted.shapes.len();
        let mut around = Self {
            good_before: Vec::with_capacity(n_blocks + 1),
            to_before: vec![255; n_blocks],
            to_after: vec![255; n_blocks],
        };
        let (mut sum, mut last) = (0, None);
        for (idx, shape) in counted.shapes.iter().enumerate() {
            around.good_before.push(sum);
            sum += shape.good;
            around.to_before[idx] = last.map_or(255, |last| cap(idx - last));
            if shape.good > 0 {
                last = Some(idx);
            }
        }
        around.good_before.push(sum);
        let mut next = None;
        for idx in (0..n_blocks).rev() {
            around.to_after[idx] = next.map_or(255, |next: usize| cap(next - idx));
            if counted.shapes[idx].good > 0 {
                next = Some(idx);
            }
        }
        around
    }
}

fn place(scan: &Scan<'_>, counted: &Counted, around: &Around, idx: usize, row: &mut Vec<u8>) {
    let block = &scan.blocks[idx];
    let node = &scan.nodes[block.node as usize];
    let n_blocks = scan.blocks.len();
    let has = |element: Element| u8::from(node.is_in(element));
    let good = counted.total.good;
    let (after_h1, to_h1) = match counted.first_h1 {
        None => (2, 0),
        Some(h1) => (u8::from(idx >= h1), cap(idx.abs_diff(h1))),
    };
    row.extend([
        share(idx as u32, n_blocks as u32),
        cap(idx),
        cap(n_blocks - 1 - idx),
        share(around.good_before[idx], good),
        share(good - around.good_before[idx + 1], good),
        after_h1,
        to_h1,
        cap(usize::from(node.depth)),
        u8::from(node.is_furniture()),
        has(Element::Article),
        has(Element::Main),
        has(Element::Header),
        has(Element::List),
        has(Element::Figure),
        has(Element::Table),
        has(Element::Section),
        u8::from(node.is_hidden),
        counted.n_articles,
        counted.article_idx[idx],
    ]);
}

fn containers(scan: &Scan<'_>, counted: &Counted, idx: usize, row: &mut Vec<u8>) {
    let block = &scan.blocks[idx];
    let own = block.node;
    let node = &scan.nodes[own as usize];
    let parent = node.parent;
    let grandparent = scan.nodes[parent as usize].parent;
    let total = counted.total.good;
    let mass = |node: u32| &counted.masses[node as usize];
    let holds = |mass: &Mass| {
        [
            log(mass.bytes),
            share(mass.linked, mass.bytes),
            share(mass.good, total),
            log(mass.n_blocks),
            share(mass.n_good, mass.n_blocks),
        ]
    };
    row.extend(holds(mass(own)));
    row.extend(holds(mass(parent)));
    row.extend(&holds(mass(grandparent))[1..4]);
    for mass in [
        &counted.by_path[&node.path],
        &counted.by_signature[&node.signature],
    ] {
        row.extend([
            share(mass.good, total),
            log(mass.n_blocks),
            share(mass.linked, mass.bytes),
            share(mass.n_good, mass.n_blocks),
        ]);
    }
    let (up, down) = to_best(scan, counted, own);
    row.extend([
        u8::from(up == 0),
        up,
        down,
        share(mass(counted.best).good, total),
    ]);
}

/// Steps from the best element up to the one that holds both, and from there down to the block's.
fn to_best(scan: &Scan<'_>, counted: &Counted, mut node: u32) -> (u8, u8) {
    let mut n_down = 0;
    loop {
        let depth = usize::from(scan.nodes[node as usize].depth);
        if counted.best_chain.get(depth) == Some(&node) {
            return (cap(counted.best_chain.len() - 1 - depth), cap(n_down));
        }
        node = scan.nodes[node as usize].parent;
        n_down += 1;
    }
}

fn neighbours(scan: &Scan<'_>, counted: &Counted, around: &Around, idx: usize, row: &mut Vec<u8>) {
    let shape = |at: Option<usize>| {
        at.and_then(|at| counted.shapes.get(at))
            .copied()
            .unwrap_or_default()
    };
    let kind = |at: Option<usize>| {
        let block = at.and_then(|at| scan.blocks.get(at));
        block.map_or(0, |block| scan.nodes[block.node as usize].element as u8)
    };
    let (before, after) = (idx.checked_sub(1), Some(idx + 1));
    for (near, far) in [(before, idx.checked_sub(2)), (after, Some(idx + 2))] {
        let one = shape(near);
        row.extend([
            log(one.n_bytes),
            one.linked,
            log(one.good),
            kind(near),
            log(shape(far).good),
        ]);
    }
    let n_blocks = counted.shapes.len();
    let (from, to) = (idx.saturating_sub(5), (idx + 6).min(n_blocks));
    row.extend([
        around.to_before[idx],
        around.to_after[idx],
        log(around.good_before[to] - around.good_before[from]),
        log(counted.total.good),
        share(counted.total.linked, counted.total.bytes),
    ]);
}

const N_COURSE: usize = 12;

/// Blocks without running text that may lie inside of one run of it.
const MAX_GAP: usize = 4;

/// What a reader who goes down the page knows at each block: the last line of furniture, the last heading and
/// how much it heads, and how much running text belongs together.
fn course(scan: &Scan<'_>, counted: &Counted, says: &PageSays) -> Vec<[u8; N_COURSE]> {
    let n_blocks = scan.blocks.len();
    let mut rows = vec![[0; N_COURSE]; n_blocks];
    let (mut last_line, mut last_kind, mut heading, mut n_h1) = (None, 0, 0, 0_u8);
    let (mut run, mut last_good) = (0, None);
    for idx in 0..n_blocks {
        let block = &scan.blocks[idx];
        let shape = &counted.shapes[idx];
        let element = scan.nodes[block.node as usize].element;
        let text = block.text.of(&scan.text);
        let kind = if shape.n_words <= 12 {
            line::number(text) as u8
        } else {
            0
        };
        if element.is_heading() {
            fill(&mut rows[heading..idx], 9, counted, heading..idx);
            heading = idx;
        }
        if last_good.is_some_and(|last| idx - last > MAX_GAP) {
            fill(&mut rows[run..idx], 11, counted, run..idx);
            (run, last_good) = (idx, None);
        }
        if shape.good > 0 {
            last_good = Some(idx);
        }
        let row = &mut rows[idx];
        row[0] = counted.repeats[idx];
        row[1..5].copy_from_slice(&says.about(text).numbers());
        row[5] = kind;
        row[6] = last_line.map_or(255, |last| cap(idx - last));
        row[7] = last_kind;
        row[8] = cap(idx - heading);
        row[10] = n_h1;
        if kind > 0 {
            (last_line, last_kind) = (Some(idx), kind);
        }
        n_h1 = n_h1.saturating_add(u8::from(element == Element::Heading1));
    }
    fill(&mut rows[heading..], 9, counted, heading..n_blocks);
    fill(&mut rows[run..], 11, counted, run..n_blocks);
    rows
}

/// Writes the running text of `blocks` into one column of their rows.
fn fill(
    rows: &mut [[u8; N_COURSE]],
    column: usize,
    counted: &Counted,
    blocks: std::ops::Range<usize>,
) {
    let good: u32 = counted.shapes[blocks].iter().map(|shape| shape.good).sum();
    for row in rows {
        row[column] = log(good);
    }
}

/// How near an element with each hint is: of the block's own two elements, and of any around it.
fn hints(scan: &Scan<'_>, idx: usize, row: &mut Vec<u8>) {
    let node = &scan.nodes[scan.blocks[idx].node as usize];
    let near = node.hints.and(scan.nodes[node.parent as usize].hints).0;
    let all = node.all_hints.0;
    row.extend((0..Hints::count()).map(|bit| (near >> bit & 1) as u8));
    row.extend((0..Hints::count()).map(|bit| (all >> bit & 1) as u8));
}
