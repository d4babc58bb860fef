//! The clauses that places of reports stand in, and how likely the clauses of two places tell one thing.

use std::collections::HashMap;

use super::{Clause, Pair};
use crate::identity::Mention;

/// Clauses around one place that are asked, the shortest first.
const MOST_AROUND: usize = 4;

/// All clauses of a story, to be asked by place.
pub(crate) struct Places<'c> {
    clauses: &'c [Clause],
    of_report: HashMap<usize, Vec<usize>>,
    likely: HashMap<(usize, usize), f32>,
}

impl<'c> Places<'c> {
    pub(crate) fn new(clauses: &'c [Clause], pairs: &[Pair]) -> Self {
        let mut of_report: HashMap<usize, Vec<usize>> = HashMap::new();
        for (idx, clause) in clauses.iter().enumerate() {
            of_report.entry(clause.report).or_default().push(idx);
        }
        let both = |&(likely, one, other): &Pair| {
            let likely = likely as f32;
            [((one, other), likely), ((other, one), likely)]
        };
        Self {
            clauses,
            of_report,
            likely: pairs.iter().flat_map(both).collect(),
        }
    }

    /// The clauses around a place, the shortest first.
    pub(crate) fn around(&self, place: Mention) -> Vec<usize> {
        let own = self.of_report.get(&place.report).into_iter().flatten();
        let holds = |idx: &&usize| self.clauses[**idx].span.contains(place.span);
        let mut around: Vec<usize> = own.filter(holds).copied().collect();
        around.sort_by_key(|&idx| (self.clauses[idx].span.len(), idx));
        around.truncate(MOST_AROUND);
        around
    }

    /// How likely the shortest clauses around two places tell one thing, and how likely any two around them do; 0 where they
    /// were not compared.
    pub(crate) fn likely(&self, one: &[usize], other: &[usize]) -> [f32; 2] {
        let of = |one: usize, other: usize| *self.likely.get(&(one, other)).unwrap_or(&0.0);
        let nearest = match (one.first(), other.first()) {
            (Some(&one), Some(&other)) => of(one, other),
            _ => 0.0,
        };
        let all = one
            .iter()
            .flat_map(|&one| other.iter().map(move |&other| of(one, other)));
        [nearest, all.fold(0.0, f32::max)]
    }
}
