//! Which blocks of a page are the article: the model's two stages over the features.

use std::sync::LazyLock;

use super::feature::{self, Counted};
use super::model::Model;
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
    let rows = feature::features(scan, counted, says);
    let Some(first) = model.stages.first() else {
        return vec![0.0; scan.blocks.len()];
    };
    let found = first.probabilities(&rows, feature::n_features());
    let Some(second) = model.stages.get(1) else {
        return found;
    };
    let rows = with_context(scan, counted, &rows, &found);
    second.probabilities(&rows, n_second())
}

/// The rows of the second stage: those of the first, with what the first stage found in and around each block.
pub fn with_context(scan: &Scan<'_>, counted: &Counted, rows: &[u8], found: &[f32]) -> Vec<u8> {
    let level = |p: f32| (p.clamp(0.0, 1.0) * 255.0) as u8;
    let n_blocks = found.len();
    let by_node = Means::new(
        scan.nodes.len(),
        scan.blocks.iter().map(|block| block.node as usize),
        found,
        counted,
    );
    let parent = |idx: usize| scan.nodes[scan.blocks[idx].node as usize].parent as usize;
    let by_parent = Means::new(scan.nodes.len(), (0..n_blocks).map(parent), found, counted);
    let grandparent = |idx: usize| scan.nodes[parent(idx)].parent as usize;
    let by_grandparent = Means::new(
        scan.nodes.len(),
        (0..n_blocks).map(grandparent),
        found,
        counted,
    );
    let weights: Vec<f32> = (0..n_blocks)
        .map(|idx| found[idx] * counted.shapes[idx].n_words as f32)
        .collect();
    let total: f32 = weights.iter().sum::<f32>().max(1.0);
    let mut before = 0.0;
    let mut all = Vec::with_capacity(n_blocks * n_second());
    for (idx, row) in rows.chunks_exact(feature::n_features()).enumerate() {
        all.extend_from_slice(row);
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
            by_node.mean(scan.blocks[idx].node as usize),
            by_parent.mean(parent(idx)),
            by_grandparent.mean(grandparent(idx)),
            by_parent.weight(parent(idx)) / total,
            before / total,
            (total - before - weights[idx]) / total,
        ];
        debug_assert_eq!(context.len(), N_CONTEXT);
        all.extend(context.map(level));
        before += weights[idx];
    }
    all
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
