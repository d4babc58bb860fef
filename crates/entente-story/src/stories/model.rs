//! The learned part: how likely two articles tell the same event.
//!
//! Two steps of the same form, each a weighted sum and a sum of small trees, averaged: the first knows the words of
//! two articles, the second also when they came, from whom, and what else is like either of them.

use std::sync::LazyLock;

/// Marks the form of the file.
const MAGIC: &[u8; 4] = b"ESJ1";
/// Numbers that a scorer can look at.
const N_NUMBERS: usize = 64;
/// What 1 in a leaf of a tree means.
const UNIT: f32 = 0.001;

/// The model that ships with Entente.
pub(crate) static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(include_bytes!("../../data/story_join.bin"))
        .expect("the shipped model is whole")
});

/// Everything that is learned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// From the words of two articles.
    pub words: Scorer,
    /// From what the first says, the times and the neighbours.
    pub join: Scorer,
    /// The same for articles of which one has no date.
    pub join_undated: Scorer,
    /// From this probability on, on average, groups are one event.
    pub least: f32,
    /// Reports behind `background`.
    pub n_reports: u32,
    /// Terms with how many of these reports hold them, in order of the terms.
    pub background: Vec<(u32, u16)>,
}

/// A yes-or-no question over numbers from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scorer {
    /// Log-odds where every number is 0.
    pub start: f32,
    /// What each number adds.
    pub weights: Vec<f32>,
    /// Log-odds of the trees before the first.
    pub tree_start: f32,
    /// The trees.
    pub trees: Vec<Tree>,
}

/// Questions of a tree.
const DEPTH: usize = 4;

/// One tree that asks the same questions of everyone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// A feature, and the 255th part above which the answer is yes.
    pub questions: [(u8, u8); DEPTH],
    /// One value for each row of answers; the first question is the lowest bit.
    pub leaves: [i16; 1 << DEPTH],
}

impl Scorer {
    /// Log-odds of yes.
    #[must_use]
    pub fn odds(&self, features: &[f32]) -> f32 {
        let sum = features
            .iter()
            .zip(&self.weights)
            .map(|(value, weight)| value * weight);
        let linear = self.start + sum.sum::<f32>();
        if self.trees.is_empty() {
            return linear;
        }
        let mut bytes = [0_u8; N_NUMBERS];
        for (byte, value) in bytes.iter_mut().zip(features) {
            *byte = byte_of(*value);
        }
        let leaves = self.trees.iter().map(|tree| i32::from(tree.leaf(&bytes)));
        (linear + self.tree_start + UNIT * leaves.sum::<i32>() as f32) / 2.0
    }
}

impl Scorer {
    /// Does what it says depend on this number?
    pub(crate) fn asks(&self, feature: usize) -> bool {
        let mut questions = self.trees.iter().flat_map(|tree| &tree.questions);
        self.weights
            .get(feature)
            .is_some_and(|weight| *weight != 0.0)
            || questions.any(|(asked, _)| usize::from(*asked) == feature)
    }
}

impl Tree {
    fn leaf(&self, bytes: &[u8; N_NUMBERS]) -> i16 {
        let mut leaf = 0;
        for (level, &(feature, threshold)) in self.questions.iter().enumerate() {
            leaf |= usize::from(bytes[usize::from(feature) & (N_NUMBERS - 1)] > threshold) << level;
        }
        self.leaves[leaf]
    }
}

/// A number from 0 to 1 as the trees see it.
#[must_use]
pub fn byte_of(value: f32) -> u8 {
    (value * 255.0).round() as u8
}

/// The probability that log-odds stand for.
#[must_use]
pub(crate) fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

impl Model {
    /// As a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for scorer in [&self.words, &self.join, &self.join_undated] {
            write_scorer(&mut out, scorer);
        }
        out.extend(self.least.to_le_bytes());
        out.extend(self.n_reports.to_le_bytes());
        out.extend((self.background.len() as u32).to_le_bytes());
        for (term, n) in &self.background {
            out.extend(term.to_le_bytes());
            out.extend(n.to_le_bytes());
        }
        out
    }

    /// From a file; `None` if it is broken.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = Bytes(bytes.strip_prefix(MAGIC)?);
        let words = rest.scorer()?;
        let join = rest.scorer()?;
        let join_undated = rest.scorer()?;
        let least = f32::from_le_bytes(rest.take()?);
        let n_reports = u32::from_le_bytes(rest.take()?);
        let n_terms = u32::from_le_bytes(rest.take()?);
        let mut background = Vec::new();
        for _ in 0..n_terms {
            background.push((
                u32::from_le_bytes(rest.take()?),
                u16::from_le_bytes(rest.take()?),
            ));
        }
        rest.0.is_empty().then_some(Self {
            words,
            join,
            join_undated,
            least,
            n_reports,
            background,
        })
    }
}

fn write_scorer(out: &mut Vec<u8>, scorer: &Scorer) {
    out.extend(scorer.start.to_le_bytes());
    out.extend((scorer.weights.len() as u16).to_le_bytes());
    scorer
        .weights
        .iter()
        .for_each(|weight| out.extend(weight.to_le_bytes()));
    out.extend(scorer.tree_start.to_le_bytes());
    out.extend((scorer.trees.len() as u16).to_le_bytes());
    for tree in &scorer.trees {
        out.push(DEPTH as u8);
        for (feature, threshold) in &tree.questions {
            out.push(*feature);
            out.push(*threshold);
        }
        tree.leaves
            .iter()
            .for_each(|leaf| out.extend(leaf.to_le_bytes()));
    }
}

/// What is left of a file.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    fn scorer(&mut self) -> Option<Scorer> {
        let start = f32::from_le_bytes(self.take()?);
        let n_weights = u16::from_le_bytes(self.take()?);
        let mut weights = Vec::new();
        for _ in 0..n_weights {
            weights.push(f32::from_le_bytes(self.take()?));
        }
        let tree_start = f32::from_le_bytes(self.take()?);
        let n_trees = u16::from_le_bytes(self.take()?);
        let trees = (0..n_trees).map(|_| self.tree()).collect::<Option<_>>()?;
        Some(Scorer {
            start,
            weights,
            tree_start,
            trees,
        })
    }

    fn tree(&mut self) -> Option<Tree> {
        let [depth] = self.take()?;
        let mut tree = Tree::default();
        for question in &mut tree.questions {
            let [feature, threshold] = self.take()?;
            *question = (feature, threshold);
        }
        for leaf in &mut tree.leaves {
            *leaf = i16::from_le_bytes(self.take()?);
        }
        (usize::from(depth) == DEPTH).then_some(tree)
    }
}
