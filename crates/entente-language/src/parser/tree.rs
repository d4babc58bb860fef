//! The tree that the parser's arcs make: lifted arcs put back, sentences found.

use super::Labels;
use super::state::Arc;

/// Passes over a text after which edges that still move are left as they are, as in spaCy.
const MAX_PASSES: usize = 12;

/// Heads, labels and sentence starts.
pub(crate) struct Tree {
    /// Head of each token; a root governs itself.
    pub(crate) heads: Vec<usize>,
    /// Label of each token.
    pub(crate) labels: Vec<u16>,
    /// Does a sentence start here?
    pub(crate) starts: Vec<bool>,
}

/// The first and the last token below each token, itself included.
struct Edges {
    first: Vec<usize>,
    last: Vec<usize>,
}

impl Tree {
    pub(super) fn new(arcs: Vec<Arc>, labels: &Labels, is_space: &[bool]) -> Self {
        let head = |(token, arc): (usize, &Arc)| arc.map_or(token, |(head, _)| head as usize);
        let mut tree = Self {
            heads: arcs.iter().enumerate().map(head).collect(),
            labels: arcs
                .iter()
                .map(|arc| arc.map_or(labels.root, |(_, label)| label))
                .collect(),
            starts: Vec::new(),
        };
        let mut edges = Edges::new(&tree.heads);
        if tree.put_back(labels, is_space, &edges) {
            edges = Edges::new(&tree.heads);
        }
        tree.starts = edges.starts(&tree.heads);
        tree
    }

    /// Puts lifted arcs back to the heads that their labels name. Was there any?
    fn put_back(&mut self, labels: &Labels, is_space: &[bool], edges: &Edges) -> bool {
        let mut found_any = false;
        for token in 0..self.heads.len() {
            if let Some((own, head_label)) = labels.lifted[usize::from(self.labels[token])] {
                self.heads[token] = self.true_head(token, head_label, is_space, edges);
                self.labels[token] = own;
                found_any = true;
            }
        }
        found_any
    }

    /// The first token labelled `head_label` below the present head, level by level.
    fn true_head(&self, token: usize, head_label: u16, is_space: &[bool], edges: &Edges) -> usize {
        let mut level = vec![self.heads[token]];
        // Each token has one head, so that a level deeper than the number of tokens is a ring.
        let mut n_seen = 0;
        while !level.is_empty() && n_seen <= self.heads.len() {
            let mut below = Vec::new();
            for &head in &level {
                let range = edges.first[head]..=edges.last[head];
                let children = range.filter(|&child| self.heads[child] == head && child != head);
                for child in children.filter(|&child| child != token && !is_space[child]) {
                    if self.labels[child] == head_label {
                        return child;
                    }
                    below.push(child);
                }
            }
            n_seen += below.len();
            level = below;
        }
        self.heads[token]
    }
}

impl Edges {
    /// Repeats until every head lies inside the sentence of its token, which crossing arcs can delay.
    fn new(heads: &[usize]) -> Self {
        let tokens = || (0..heads.len()).collect();
        let mut edges = Self {
            first: tokens(),
            last: tokens(),
        };
        for _ in 0..MAX_PASSES {
            for token in (0..heads.len()).chain((0..heads.len()).rev()) {
                let head = heads[token];
                edges.first[head] = edges.first[head].min(edges.first[token]);
                edges.last[head] = edges.last[head].max(edges.last[token]);
            }
            if heads_lie_inside(heads, &edges.starts(heads)) {
                break;
            }
        }
        edges
    }

    /// Where sentences start: at the left edge of each root.
    fn starts(&self, heads: &[usize]) -> Vec<bool> {
        let mut starts = vec![false; heads.len()];
        for (token, &head) in heads.iter().enumerate() {
            if token == head {
                starts[self.first[token]] = true;
            }
        }
        starts
    }
}

/// Does every token have its head in its own sentence? The head may also be the token that follows the
/// sentence, and the last token is not looked at: spaCy checks just so.
fn heads_lie_inside(heads: &[usize], starts: &[bool]) -> bool {
    let mut sentence_start = 0;
    for (token, &starts) in starts.iter().enumerate() {
        if (token > 0 && starts) || token + 1 == heads.len() {
            let sentence = sentence_start..token;
            if heads[sentence]
                .iter()
                .any(|&head| head < sentence_start || head > token)
            {
                return false;
            }
            sentence_start = token;
        }
    }
    true
}
