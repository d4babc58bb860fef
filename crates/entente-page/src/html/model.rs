//! A small model: sums of decision trees in which all nodes of a level ask the same question.
//!
//! Written as a table of bytes by `cargo xtask train pages`:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `EPT1` |
//! | 1 | number of stages |
//! | per stage: 2, 1, 1, 4, 4 | number of trees, depth, 0, start (f32), unit of the leaves (f32) |
//! | per tree: 3 × depth | feature (u16), threshold (u8): the answer is `feature > threshold` |
//! | per tree: 2 × 2^depth | leaves (i16) |
//!
//! All numbers are little-endian.
//!
//! Source of the method: Friedman, "Greedy function approximation: a gradient boosting machine" (2001); oblivious
//! trees as in Prokhorenkova et al., "CatBoost" (2018).

/// One sum of trees: the log-odds that a block belongs to the article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// Log-odds before the first tree.
    pub start: f32,
    /// What 1 in a leaf means.
    pub unit: f32,
    /// The trees.
    pub trees: Vec<Tree>,
}

/// One tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// For each level: a feature, and the value above which the answer is yes.
    pub questions: Vec<(u16, u8)>,
    /// One value for each row of answers; the first question is the lowest bit.
    pub leaves: Vec<i16>,
}

/// All stages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// In order; later ones know what earlier ones found.
    pub stages: Vec<Stage>,
}

const MAGIC: &[u8; 4] = b"EPT1";

/// Features of examples, column by column: a tree asks one question of all rows at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Number of rows.
    pub n_rows: usize,
    /// The first column from the first row to the last, then the second.
    pub values: Vec<u8>,
}

impl Table {
    /// A table of zeros.
    pub fn new(n_rows: usize, n_columns: usize) -> Self {
        Self {
            n_rows,
            values: vec![0; n_rows * n_columns],
        }
    }

    /// Writes a part of a row, from column `from` on.
    pub fn write(&mut self, row: usize, from: usize, values: &[u8]) {
        for (idx, value) in values.iter().enumerate() {
            self.values[(from + idx) * self.n_rows + row] = *value;
        }
    }

    /// One column.
    pub fn column(&self, idx: usize) -> &[u8] {
        &self.values[idx * self.n_rows..(idx + 1) * self.n_rows]
    }
}

impl Stage {
    /// The probability for each row.
    pub fn probabilities(&self, table: &Table) -> Vec<f32> {
        let mut sums = vec![0_i32; table.n_rows];
        let mut leaves = vec![0_u8; table.n_rows];
        for tree in &self.trees {
            tree.leaves_of(table, &mut leaves);
            for (sum, leaf) in sums.iter_mut().zip(&leaves) {
                *sum += i32::from(tree.leaves[usize::from(*leaf)]);
            }
        }
        let log_odds = |sum: i32| self.start + self.unit * sum as f32;
        sums.into_iter()
            .map(|sum| probability(log_odds(sum)))
            .collect()
    }
}

fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

impl Tree {
    /// The leaf that the answers of each row lead to.
    pub fn leaves_of(&self, table: &Table, leaves: &mut [u8]) {
        leaves.fill(0);
        for (level, (feature, threshold)) in self.questions.iter().enumerate() {
            let bit = 1_u8 << level;
            for (leaf, value) in leaves.iter_mut().zip(table.column(usize::from(*feature))) {
                *leaf |= if value > threshold { bit } else { 0 };
            }
        }
    }
}

/// Deepest tree: a leaf's number is a byte.
const MAX_DEPTH: u8 = 8;

impl Model {
    /// Reads a table; `None` if it is not one, or asks for features that there are not.
    pub fn read(bytes: &[u8], n_features: &[usize]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let n_stages = take::<1>(&mut rest)?[0];
        let stages =
            (0..usize::from(n_stages)).map(|idx| read_stage(&mut rest, *n_features.get(idx)?));
        Some(Self {
            stages: stages.collect::<Option<_>>()?,
        })
    }

    /// Writes the table.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(self.stages.len() as u8);
        for stage in &self.stages {
            let depth = stage.trees.first().map_or(0, |tree| tree.questions.len());
            bytes.extend((stage.trees.len() as u16).to_le_bytes());
            bytes.extend([depth as u8, 0]);
            bytes.extend(stage.start.to_le_bytes());
            bytes.extend(stage.unit.to_le_bytes());
            for tree in &stage.trees {
                for (feature, threshold) in &tree.questions {
                    bytes.extend(feature.to_le_bytes());
                    bytes.push(*threshold);
                }
                bytes.extend(tree.leaves.iter().flat_map(|leaf| leaf.to_le_bytes()));
            }
        }
        bytes
    }
}

fn read_stage(rest: &mut &[u8], n_features: usize) -> Option<Stage> {
    let n_trees = u16::from_le_bytes(take(rest)?);
    let [depth, _] = take(rest)?;
    if depth > MAX_DEPTH {
        return None;
    }
    let (start, unit) = (
        f32::from_le_bytes(take(rest)?),
        f32::from_le_bytes(take(rest)?),
    );
    let trees = (0..n_trees).map(|_| read_tree(rest, usize::from(depth), n_features));
    Some(Stage {
        trees: trees.collect::<Option<_>>()?,
        start,
        unit,
    })
}

fn read_tree(rest: &mut &[u8], depth: usize, n_features: usize) -> Option<Tree> {
    let question = |_| {
        let feature = u16::from_le_bytes(take(rest)?);
        let [threshold] = take(rest)?;
        (usize::from(feature) < n_features).then_some((feature, threshold))
    };
    let questions = (0..depth).map(question).collect::<Option<_>>()?;
    let leaves =
        (0..1_usize.checked_shl(depth as u32)?).map(|_| Some(i16::from_le_bytes(take(rest)?)));
    Some(Tree {
        questions,
        leaves: leaves.collect::<Option<_>>()?,
    })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*first)
}
