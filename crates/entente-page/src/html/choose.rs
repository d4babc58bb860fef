//! Which blocks of a page are the article: the model's two stages over the features.

use std::sync::LazyLock;

use super::count::Counted;
use super::feature;
use super::model::{Model, Table};
use super::page::PageSays;
use super::scan::Scan;

/// The model that comes with Entente: `models/blocks.md` says what it was trained on.
pub static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
    let bytes = include_bytes!("../../models/blocks.bin");
    Model::read(bytes, &[feature::n_features(), n_second()]).expect("the shipped table is whole")
});

/// Probability from which a block is article.
pub const THRESHOLD: f32 = 0.5;

/// Features that the second stage has beside those of the first.
const N_CONTEXT: usize = 17;

/// Number of features of the second stage.
pub fn n_second() -> usize {
    feature::n_features() + N_CONTEXT
}

/// For each block, how likely it is article.
pub fn probabilities(
    scan: &Scan<'_>,
    counted: &Counted,
    says: &PageSays,
    model: &Model,
) -> Vec<f32> {
    let mut table = feature::features(scan, counted, says, n_second());
    let mut found = vec![0.0; scan.blocks.len()];
    for (idx, stage) in model.stages.iter().enumerate() {
        if idx > 0 {
            add_context(scan, counted, &found, &mut table);
        }
        found = stage.probabilities(&table);
    }
    found
}

/// Adds what the first stage found in and around each block.
pub fn add_context(scan: &Scan<'_>, counted: &Counted, found: &[f32], table: &mut Table) {
    let level = |p: f32| (p.clamp(0.0, 1.0) * 255.0) as u8;
    let n_blocks = found.len();
    let n_nodes = scan.nodes.len();
    let node = |idx: usize| scan.blocks[idx].node as usize;
    let parent = |idx: usize| scan.nodes[node(idx)].parent as usize;
    let grandparent = |idx: usize| scan.nodes[parent(idx)].parent as usize;
    let by_node = Means::new(n_nodes, (0..n_blocks).map(node), found, counted);
    let by_parent = Means::new(n_nodes, (0..n_blocks).map(parent), found, counted);
    let by_grandparent = Means::new(n_nodes, (0..n_blocks).map(grandparent), found, counted);
    let weights: Vec<f32> = (0..n_blocks)
        .map(|idx| found[idx] * counted.shapes[idx].n_words as f32)
        .collect();
    let total: f32 = weights.iter().sum::<f32>().max(1.0);
    let mut before = 0.0;
    for idx in 0..n_blocks {
        let near = |distance: isize| {
            let at = idx.checked_add_signed(distance);
            at.and_then(|at| found.get(at)).copied().unwrap_or(0.0)
        };
        let most =
            |distances: std::ops::RangeInclusive<isize>| distances.map(near).fold(0.0, f32::max);
        let context = [
            found[idx],
            near(-1),
            near(-2),
            near(-3),
            near(1),
            near(2),
            near(3),
            most(-8..=-1),
            most(1..=8),
            (-8..=-1).map(near).sum::<f32>() / 8.0,
            (1..=8).map(near).sum::<f32>() / 8.0,
            by_node.mean(node(idx)),
            by_parent.mean(parent(idx)),
            by_grandparent.mean(grandparent(idx)),
            by_parent.weight(parent(idx)) / total,
            before / total,
            (total - before - weights[idx]) / total,
        ];
        debug_assert_eq!(context.len(), N_CONTEXT);
        table.write(idx, feature::n_features(), &context.map(level));
        before += weights[idx];
    }
}

/// Means of what was found, by group, weighted with the number of words.
struct Means {
    sums: Vec<(f32, f32)>,
}

impl Means {
    fn new(
        n_groups: usize,
        groups: impl Iterator<Item = usize>,
        found: &[f32],
        counted: &Counted,
    ) -> Self {
        let mut sums = vec![(0.0, 0.0); n_groups];
        for ((group, found), shape) in groups.zip(found).zip(&counted.shapes) {
            let n_words = shape.n_words as f32;
            sums[group].0 += found * n_words;
            sums[group].1 += n_words;
        }
        Self { sums }
    }

    fn mean(&self, group: usize) -> f32 {
        let (found, n_words) = self.sums[group];
        found / n_words.max(1.0)
    }

    fn weight(&self, group: usize) -> f32 {
        self.sums[group].0
    }
}
