//! Joins what is alike on average, the likeliest first.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

/// A group that has more members is taken for one of so many when links are averaged: of a large group nobody is
/// compared with all.
const MAX_COMPARED: u32 = 24;

/// A thing to be grouped: an article, or several that stay together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// How many articles it is.
    pub size: u32,
    /// Two nodes that are fixed are never joined.
    pub is_fixed: bool,
}

/// Two groups that may be joined.
struct Offer {
    average: f32,
    one: u32,
    other: u32,
    /// How often the two had been joined with others when this was offered.
    stamps: (u32, u32),
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_average = self.average.total_cmp(&other.average);
        by_average.then_with(|| (other.one, other.other).cmp(&(self.one, self.other)))
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Offer {}

/// Two nodes, the lesser first, and what their probabilities sum up to.
pub(crate) type Linked = ((u32, u32), f32);

/// For each node the least node of its group. `links` sums the probabilities between two nodes, in order of the nodes, each
/// pair once; groups are joined while their links are at least `least` on average, where no link counts as 0.
pub(crate) fn average_link(nodes: &[Node], links: &[Linked], least: f32) -> Vec<u32> {
    let mut state = State::new(nodes, links);
    let mut offers = BinaryHeap::new();
    for &((one, other), _) in links {
        offers.extend(state.offer(one, other, least));
    }
    while let Some(Offer {
        one, other, stamps, ..
    }) = offers.pop()
    {
        if stamps != state.stamps(one, other) {
            continue;
        }
        state.join(one, other);
        for other in state.links[one as usize]
            .keys()
            .copied()
            .collect::<Vec<_>>()
        {
            offers.extend(state.offer(one.min(other), one.max(other), least));
        }
    }
    state.groups()
}

struct State {
    nodes: Vec<Node>,
    links: Vec<BTreeMap<u32, f32>>,
    stamps: Vec<u32>,
    joined_to: Vec<u32>,
}

impl State {
    fn new(nodes: &[Node], links: &[Linked]) -> Self {
        let mut state = Self {
            nodes: nodes.to_vec(),
            links: vec![BTreeMap::new(); nodes.len()],
            stamps: vec![0; nodes.len()],
            joined_to: (0..nodes.len() as u32).collect(),
        };
        for &((one, other), sum) in links {
            state.links[one as usize].insert(other, sum);
            state.links[other as usize].insert(one, sum);
        }
        state
    }

    fn stamps(&self, one: u32, other: u32) -> (u32, u32) {
        (self.stamps[one as usize], self.stamps[other as usize])
    }

    fn offer(&self, one: u32, other: u32, least: f32) -> Option<Offer> {
        let (a, b) = (self.nodes[one as usize], self.nodes[other as usize]);
        let sum = self.links[one as usize].get(&other)?;
        let compared = (a.size * b.size.min(MAX_COMPARED)).min(b.size * a.size.min(MAX_COMPARED));
        let average = sum / compared.max(1) as f32;
        let may_join = average >= least && !(a.is_fixed && b.is_fixed);
        may_join.then(|| Offer {
            average,
            one,
            other,
            stamps: self.stamps(one, other),
        })
    }

    /// Joins `other` to `one`, which is the lesser.
    fn join(&mut self, one: u32, other: u32) {
        let (a, b) = (one as usize, other as usize);
        self.nodes[a].size += self.nodes[b].size;
        self.nodes[a].is_fixed |= self.nodes[b].is_fixed;
        self.joined_to[b] = one;
        self.stamps[a] += 1;
        // Whatever was offered to the other is void.
        self.stamps[b] = u32::MAX;
        self.links[a].remove(&other);
        for (third, sum) in std::mem::take(&mut self.links[b]) {
            if third == one {
                continue;
            }
            *self.links[a].entry(third).or_default() += sum;
            let links = &mut self.links[third as usize];
            links.remove(&other);
            *links.entry(one).or_default() += sum;
        }
    }

    fn groups(&self) -> Vec<u32> {
        // A node is joined to a lesser one, whose root is known by then.
        let mut roots: Vec<u32> = Vec::with_capacity(self.joined_to.len());
        for (node, &to) in self.joined_to.iter().enumerate() {
            roots.push(roots.get(to as usize).copied().unwrap_or(node as u32));
        }
        roots
    }
}
