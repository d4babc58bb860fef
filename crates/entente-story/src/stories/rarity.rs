//! How rare a term is: in the reports so far, and in news that were counted once for all.

use std::sync::LazyLock;

use super::model::SHIPPED;
use super::sketch::Sketch;

/// Bits of a bucket's number.
const BUCKET_BITS: u32 = 20;
/// From so many reports on, all counts are halved, so that old news weigh less.
const HALVE_AT: f32 = 1_000_000.0;
/// The least weight of a term.
const LEAST: f32 = 0.05;

/// Counts whose logarithms are at hand.
const N_LOGARITHMS: usize = 1 << 12;

/// How rare terms are in the news that were counted once for all.
pub(crate) static NEWS: LazyLock<Rarity> =
    LazyLock::new(|| Rarity::new(SHIPPED.n_reports, &SHIPPED.background));

/// Number of reports that hold each term. Terms share buckets, which makes few of them seem less rare.
#[derive(Clone, Debug)]
pub(crate) struct Rarity {
    n_with: Vec<u32>,
    n_reports: f32,
    /// Logarithms of half more than each small count.
    logarithms: Vec<f32>,
}

impl Rarity {
    /// Begins with the reports that `background` counts: their number, and for terms how many hold them.
    pub fn new(n_reports: u32, background: &[(u32, u16)]) -> Self {
        let mut n_with = vec![0; 1 << BUCKET_BITS];
        for &(term, n) in background {
            n_with[bucket(term)] += u32::from(n);
        }
        Self {
            n_with,
            n_reports: n_reports as f32,
            logarithms: (0..N_LOGARITHMS).map(|n| (n as f32 + 0.5).ln()).collect(),
        }
    }

    /// Counts one more report.
    pub fn note(&mut self, sketch: &Sketch) {
        for term in sketch.terms() {
            self.n_with[bucket(term)] += 1;
        }
        self.n_reports += 1.0;
        if self.n_reports > HALVE_AT {
            self.n_reports /= 2.0;
            self.n_with.iter_mut().for_each(|n| *n /= 2);
        }
    }

    /// Logarithms of one over the share of reports that hold a term.
    pub fn weights(&self) -> impl Fn(u32) -> f32 + '_ {
        let of_all = (self.n_reports + 1.0).ln();
        move |term| {
            let n_with = self.n_with[bucket(term)];
            let logarithm = self.logarithms.get(n_with as usize);
            let of_term = logarithm
                .copied()
                .unwrap_or_else(|| (n_with as f32 + 0.5).ln());
            (of_all - of_term).max(LEAST)
        }
    }
}

fn bucket(term: u32) -> usize {
    (term & ((1 << BUCKET_BITS) - 1)) as usize
}
