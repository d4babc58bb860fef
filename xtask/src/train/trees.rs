//! Boosted oblivious trees for yes-or-no questions over byte features. The same data gives the same trees.

use entente_page::blocks::{Stage, Table, Tree};
use rayon::prelude::*;

/// Examples, column by column.
pub struct Examples {
    /// For each feature, its value for each example.
    pub columns: Vec<Vec<u8>>,
    /// What is right: 0 or 1.
    pub answers: Vec<f32>,
    /// How much each counts.
    pub weights: Vec<f32>,
}

/// How to train.
#[derive(Clone, Copy)]
pub struct Settings {
    pub n_trees: usize,
    pub depth: usize,
    pub rate: f32,
    /// Weight of the wish that leaves are 0.
    pub shrink: f32,
    /// Share of examples, and of features, that each tree sees.
    pub row_share: f32,
    pub column_share: f32,
}

/// What one step of the leaves' numbers means: log-odds of ±32 fit.
const UNIT: f32 = 0.001;
/// Largest step of one leaf, so that no small group decides alone.
const MAX_LEAF: f32 = 4.0;

impl Examples {
    /// No examples of `n_features` features.
    pub fn new(n_features: usize) -> Self {
        Self {
            columns: vec![Vec::new(); n_features],
            answers: Vec::new(),
            weights: Vec::new(),
        }
    }

    /// Adds the examples of a table, of whose columns the first are used.
    pub fn push(&mut self, table: &Table, answers: &[bool], weights: &[f32]) {
        for (idx, column) in self.columns.iter_mut().enumerate() {
            column.extend_from_slice(table.column(idx));
        }
        self.answers
            .extend(answers.iter().map(|answer| f32::from(u8::from(*answer))));
        self.weights.extend_from_slice(weights);
    }
}

/// A generator of random numbers that is the same everywhere (SplitMix64, Steele et al. 2014).
pub struct Random(pub u64);

impl Random {
    /// A number from 0 to `n` exclusive.
    pub fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 11) % n.max(1)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn chance(&mut self, share: f32) -> bool {
        (self.next() >> 40) as f32 / (1 << 24) as f32 <= share
    }
}

/// Trains one stage.
pub fn train(examples: &Examples, settings: &Settings) -> Stage {
    let sum = |of: &dyn Fn(usize) -> f32| (0..examples.answers.len()).map(of).sum::<f32>();
    let yes = sum(&|idx| examples.answers[idx] * examples.weights[idx]).max(1.0);
    let no = sum(&|idx| (1.0 - examples.answers[idx]) * examples.weights[idx]).max(1.0);
    let start = (yes / no).ln();
    let mut stage = Stage {
        start,
        unit: UNIT,
        trees: Vec::new(),
    };
    let mut odds = vec![start; examples.answers.len()];
    let mut random = Random(7);
    for _ in 0..settings.n_trees {
        let (tree, leaves) = one_tree(examples, &odds, settings, &mut random);
        for (odds, leaf) in odds.iter_mut().zip(leaves) {
            *odds += UNIT * f32::from(tree.leaves[leaf as usize]);
        }
        stage.trees.push(tree);
    }
    stage
}

/// One more tree, and the leaf of every example.
fn one_tree(
    examples: &Examples,
    odds: &[f32],
    settings: &Settings,
    random: &mut Random,
) -> (Tree, Vec<u8>) {
    let n_rows = odds.len();
    let mut slopes = Vec::with_capacity(n_rows);
    for ((odds, answer), weight) in odds.iter().zip(&examples.answers).zip(&examples.weights) {
        let p = 1.0 / (1.0 + (-odds).exp());
        slopes.push((weight * (answer - p), (weight * p * (1.0 - p)).max(1e-6)));
    }
    let rows: Vec<u32> = (0..n_rows as u32)
        .filter(|_| random.chance(settings.row_share))
        .collect();
    let columns: Vec<usize> = (0..examples.columns.len())
        .filter(|_| random.chance(settings.column_share))
        .collect();
    let mut leaves = vec![0_u8; n_rows];
    let mut tree = Tree::default();
    for level in 0..settings.depth {
        let (feature, threshold) = best_question(
            examples,
            &slopes,
            &rows,
            &columns,
            &leaves,
            1 << level,
            settings.shrink,
        );
        let column = &examples.columns[feature];
        for (leaf, value) in leaves.iter_mut().zip(column) {
            *leaf |= u8::from(*value > threshold) << level;
        }
        tree.questions.push((feature as u16, threshold));
    }
    let mut sums = vec![(0.0_f32, 0.0_f32); 1 << settings.depth];
    for &row in &rows {
        let sum = &mut sums[usize::from(leaves[row as usize])];
        sum.0 += slopes[row as usize].0;
        sum.1 += slopes[row as usize].1;
    }
    let value = |(slope, curve): (f32, f32)| {
        let step = (settings.rate * slope / (curve + settings.shrink)).clamp(-MAX_LEAF, MAX_LEAF);
        (step / UNIT).round() as i16
    };
    tree.leaves = sums.into_iter().map(value).collect();
    (tree, leaves)
}

fn best_question(
    examples: &Examples,
    slopes: &[(f32, f32)],
    rows: &[u32],
    columns: &[usize],
    leaves: &[u8],
    n_leaves: usize,
    shrink: f32,
) -> (usize, u8) {
    let gains: Vec<(f32, u8)> = columns
        .par_iter()
        .map(|&column| {
            best_threshold(
                &examples.columns[column],
                slopes,
                rows,
                leaves,
                n_leaves,
                shrink,
            )
        })
        .collect();
    let mut best = (f32::MIN, 0, 0);
    for (&column, &(gain, threshold)) in columns.iter().zip(&gains) {
        if gain > best.0 {
            best = (gain, column, threshold);
        }
    }
    (best.1, best.2)
}

fn best_threshold(
    column: &[u8],
    slopes: &[(f32, f32)],
    rows: &[u32],
    leaves: &[u8],
    n_leaves: usize,
    shrink: f32,
) -> (f32, u8) {
    let mut bins = vec![(0.0_f32, 0.0_f32); n_leaves * 256];
    for &row in rows {
        let row = row as usize;
        let bin = &mut bins[usize::from(leaves[row]) << 8 | usize::from(column[row])];
        bin.0 += slopes[row].0;
        bin.1 += slopes[row].1;
    }
    let mut gains = [0.0_f32; 255];
    for bins in bins.chunks_exact(256) {
        let all = bins
            .iter()
            .fold((0.0, 0.0), |sum, bin| (sum.0 + bin.0, sum.1 + bin.1));
        let mut low = (0.0, 0.0);
        let worth = |(slope, curve): (f32, f32)| slope * slope / (curve + shrink);
        for (gain, bin) in gains.iter_mut().zip(bins) {
            low = (low.0 + bin.0, low.1 + bin.1);
            *gain += worth(low) + worth((all.0 - low.0, all.1 - low.1));
        }
    }
    let mut best = (f32::MIN, 0);
    for (threshold, gain) in gains.iter().enumerate() {
        if *gain > best.0 {
            best = (*gain, threshold as u8);
        }
    }
    best
}
