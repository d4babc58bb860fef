//! What can be counted of a page: the blocks, what each element holds, and where the text most probably stands.

use std::collections::HashMap;

use super::element::Element;
use super::hints::Hints;
use super::scan::{Block, Scan};
use super::shape::{MAX_COUNTED_BYTES, Shape};

/// What an element holds, with all inside of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mass {
    /// Bytes of running text.
    pub good: u32,
    /// Bytes of text.
    pub bytes: u32,
    /// Bytes of link text.
    pub linked: u32,
    /// Blocks.
    pub n_blocks: u32,
    /// Blocks of running text.
    pub n_good: u32,
    /// Headings.
    pub n_headings: u32,
    /// Running text close to it, and less of what is farther inside.
    pub score: f32,
}

/// A page, counted.
pub struct Counted {
    /// For each block.
    pub shapes: Vec<Shape>,
    /// For each node.
    pub masses: Vec<Mass>,
    /// For each path: what it holds.
    pub by_path: HashMap<u32, Mass>,
    /// For each signature: what it holds.
    pub by_signature: HashMap<u32, Mass>,
    /// The element that most probably holds the text, and the larger one that it was found in.
    pub best: u32,
    /// Nodes from the page down to `best`.
    pub best_chain: Vec<u32>,
    /// What the page holds.
    pub total: Mass,
    /// For each block: how often its words stood before.
    pub repeats: Vec<u8>,
    /// For each block: the number of `<article>` elements that begin before it.
    pub article_idx: Vec<u8>,
    /// Number of `<article>` elements.
    pub n_articles: u8,
    /// The first block in an `<h1>`.
    pub first_h1: Option<usize>,
}

/// Counts a page.
pub fn count(scan: &Scan<'_>) -> Counted {
    let shapes: Vec<Shape> = scan
        .blocks
        .iter()
        .map(|block| Shape::of(scan, block))
        .collect();
    let masses = masses(scan, &shapes);
    let best = best(scan, &masses);
    let mut best_chain = vec![best];
    let mut node = best;
    while node != 0 {
        node = scan.nodes[node as usize].parent;
        best_chain.push(node);
    }
    best_chain.reverse();
    let (mut by_path, mut by_signature) = (HashMap::new(), HashMap::new());
    let mut seen: HashMap<u64, u8> = HashMap::new();
    let mut repeats = Vec::with_capacity(shapes.len());
    for (block, shape) in scan.blocks.iter().zip(&shapes) {
        let node = &scan.nodes[block.node as usize];
        for (key, map) in [
            (node.path, &mut by_path),
            (node.signature, &mut by_signature),
        ] {
            let mass: &mut Mass = map.entry(key).or_default();
            add(mass, block, shape, node.element);
        }
        let text = block.text.of(&scan.text);
        let text = &text[..text.floor_char_boundary(MAX_COUNTED_BYTES)];
        let count = seen.entry(words_hash(text)).or_default();
        repeats.push(*count);
        *count = count.saturating_add(1);
    }
    let (article_idx, n_articles) = articles(scan);
    let first_h1 = scan
        .blocks
        .iter()
        .position(|block| scan.nodes[block.node as usize].is_in(Element::Heading1));
    Counted {
        total: masses[0],
        shapes,
        masses,
        by_path,
        by_signature,
        best,
        best_chain,
        repeats,
        article_idx,
        n_articles,
        first_h1,
    }
}

fn add(mass: &mut Mass, block: &Block, shape: &Shape, element: Element) {
    mass.good += shape.good;
    mass.bytes += shape.n_bytes;
    mass.linked += block.n_linked;
    mass.n_blocks += 1;
    mass.n_good += u32::from(shape.good > 0);
    mass.n_headings += u32::from(element.is_heading());
}

/// Sums up from the blocks to the page; children come after their parents.
fn masses(scan: &Scan<'_>, shapes: &[Shape]) -> Vec<Mass> {
    let mut masses = vec![Mass::default(); scan.nodes.len()];
    for (block, shape) in scan.blocks.iter().zip(shapes) {
        let mut node = block.node;
        add(
            &mut masses[node as usize],
            block,
            shape,
            scan.nodes[node as usize].element,
        );
        for distance in 0..4_u8 {
            masses[node as usize].score += shape.good as f32 / f32::from(distance + 1);
            if node == 0 {
                break;
            }
            node = scan.nodes[node as usize].parent;
        }
    }
    for idx in (1..masses.len()).rev() {
        let child = masses[idx];
        let parent = &mut masses[scan.nodes[idx].parent as usize];
        parent.good += child.good;
        parent.bytes += child.bytes;
        parent.linked += child.linked;
        parent.n_blocks += child.n_blocks;
        parent.n_good += child.n_good;
        parent.n_headings += child.n_headings;
    }
    masses
}

/// The element that most probably holds the text: much running text close to it, few links.
fn best(scan: &Scan<'_>, masses: &[Mass]) -> u32 {
    let furniture = Hints::named("comment")
        .and(Hints::named("consent"))
        .and(Hints::named("modal"));
    let score = |idx: usize| {
        let (node, mass) = (&scan.nodes[idx], &masses[idx]);
        let linked = mass.linked as f32 / mass.bytes.max(1) as f32;
        let is_furniture = node.is_furniture() || node.all_hints.meets(furniture);
        mass.score * (1.0 - linked) * if is_furniture { 0.3 } else { 1.0 }
    };
    let mut best = (0.0, 0);
    for idx in 0..masses.len() {
        let score = score(idx);
        if score > best.0 {
            best = (score, idx);
        }
    }
    climb(scan, masses, best.1) as u32
}

/// Up to an element that holds clearly more running text without being the whole page.
fn climb(scan: &Scan<'_>, masses: &[Mass], from: usize) -> usize {
    let good = masses[from].good as f32;
    let (mut chosen, mut node) = (from, from);
    for _ in 0..4 {
        if node == 0 {
            break;
        }
        node = scan.nodes[node].parent as usize;
        let mass = &masses[node];
        let more = mass.good as f32;
        let is_linked = mass.linked as f32 > 0.35 * mass.bytes as f32;
        if more > good * 1.15 && more < good * 3.0 && !is_linked {
            chosen = node;
        }
    }
    chosen
}

/// For each block, how many `<article>` elements have begun, and how many there are.
fn articles(scan: &Scan<'_>) -> (Vec<u8>, u8) {
    let is_article = |node: u32| scan.nodes[node as usize].element == Element::Article;
    let mut starts: Vec<u32> = (0..scan.nodes.len() as u32)
        .filter(|&node| is_article(node))
        .collect();
    starts.sort_unstable();
    let n_before = |block: &Block| {
        starts
            .partition_point(|&start| start <= block.node)
            .min(255) as u8
    };
    (
        scan.blocks.iter().map(n_before).collect(),
        starts.len().min(255) as u8,
    )
}

/// A number that is alike for alike texts.
fn words_hash(text: &str) -> u64 {
    let mix = |hash: u64, part: u64| {
        (hash ^ part)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29)
    };
    let chunks = text.as_bytes().chunks(8);
    chunks.fold(text.len() as u64, |hash, chunk| {
        let part = chunk
            .iter()
            .fold(0, |part, byte| part << 8 | u64::from(*byte));
        mix(hash, part)
    })
}
