//! Puts things into groups: joined by pairs, kept apart by pairs.

use std::collections::HashMap;

/// Sets that grow by joining.
#[derive(Clone, Debug)]
pub(crate) struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    /// `n` things, each on its own.
    pub(crate) fn new(n: usize) -> Self {
        Self {
            parent: (0..n).collect(),
        }
    }

    /// The first thing of the group of `idx`.
    pub(crate) fn of(&self, mut idx: usize) -> usize {
        while self.parent[idx] != idx {
            idx = self.parent[idx];
        }
        idx
    }

    /// Makes one group of two.
    pub(crate) fn join(&mut self, one: usize, other: usize) {
        let (first_one, first_other) = (self.of(one), self.of(other));
        let first = first_one.min(first_other);
        for mut idx in [one, other] {
            while self.parent[idx] != idx {
                idx = std::mem::replace(&mut self.parent[idx], first);
            }
            self.parent[idx] = first;
        }
    }

    /// All groups, each in order, in order of their first thing.
    pub(crate) fn all(&self) -> Vec<Vec<usize>> {
        let mut all: Vec<Vec<usize>> = vec![Vec::new(); self.parent.len()];
        for idx in 0..self.parent.len() {
            all[self.of(idx)].push(idx);
        }
        all.retain(|group| !group.is_empty());
        all
    }
}

/// Joins the best pairs first, as long as nothing that stands apart would meet in one group.
///
/// `pairs` are likeness and two indices below `n`. Pairs of one likeness are taken in order of their
/// indices, so callers number things by what they say and not by where they stand.
pub(crate) fn join_alike(
    n: usize,
    mut pairs: Vec<(f64, usize, usize)>,
    stand_apart: impl Fn(usize, usize) -> bool,
) -> Vec<Vec<usize>> {
    pairs.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then((one.1, one.2).cmp(&(other.1, other.2)))
    });
    let mut groups = Groups::new(n);
    let mut members: Vec<Vec<usize>> = (0..n).map(|idx| vec![idx]).collect();
    for (_, one, other) in pairs {
        let (one, other) = (groups.of(one), groups.of(other));
        let meet = |a: usize| members[other].iter().any(|&b| stand_apart(a, b));
        if one == other || members[one].iter().any(|&a| meet(a)) {
            continue;
        }
        groups.join(one, other);
        let (first, last) = (one.min(other), one.max(other));
        let moved = std::mem::take(&mut members[last]);
        members[first].extend(moved);
    }
    groups.all()
}

/// Joins the likeliest pairs first, as long as the things of two groups are alike on average.
///
/// `pairs` are likeness and two indices below `n`; those that are missing are not alike at all. A pair joins its groups from
/// a likeness of `least` on, if all pairs between them come to `on_average`.
pub(crate) fn join_on_average(
    n: usize,
    pairs: &[(f64, usize, usize)],
    least: f64,
    on_average: f64,
) -> Vec<Vec<usize>> {
    let known: HashMap<(usize, usize), f64> = pairs
        .iter()
        .map(|&(likely, one, other)| ((one.min(other), one.max(other)), likely))
        .collect();
    let mut order: Vec<&(f64, usize, usize)> = pairs
        .iter()
        .filter(|(likely, ..)| *likely >= least)
        .collect();
    order.sort_by(|one, other| {
        let by_likeness = other.0.total_cmp(&one.0);
        by_likeness.then((one.1, one.2).cmp(&(other.1, other.2)))
    });
    let mut group_of: Vec<usize> = (0..n).collect();
    let mut members: Vec<Vec<usize>> = (0..n).map(|idx| vec![idx]).collect();
    for &&(_, one, other) in &order {
        let (one, other) = (group_of[one], group_of[other]);
        if one == other {
            continue;
        }
        let between = members[one].iter().flat_map(|&a| {
            let known = &known;
            members[other]
                .iter()
                .map(move |&b| known.get(&(a.min(b), a.max(b))).unwrap_or(&0.0))
        });
        let n_between = (members[one].len() * members[other].len()) as f64;
        if between.sum::<f64>() < on_average * n_between {
            continue;
        }
        let (first, last) = (one.min(other), one.max(other));
        let moved = std::mem::take(&mut members[last]);
        moved.iter().for_each(|&idx| group_of[idx] = first);
        members[first].extend(moved);
    }
    members.retain(|group| !group.is_empty());
    members.iter_mut().for_each(|group| group.sort_unstable());
    members
}
