//! Which runs of five words of a text are noted, and which of them belong to the page of a newsroom.

use std::collections::{HashSet, VecDeque};

use super::about::About;
use super::align::{Run, keys};

/// Words at the head of an article with more samples; a shorter article has few to spare.
pub(crate) const HEAD: usize = 128;
/// Samples of one article: a text of megabytes has no more.
const MAX_SAMPLES: usize = 1024;
/// Formulas that are remembered, of all newsrooms.
const MAX_FORMULAS: usize = 1 << 17;

/// A run of five words that was noted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) key: u64,
    pub(crate) at: usize,
    /// Words that it stands for.
    pub(crate) weight: u32,
    /// Does it belong to the page, or is it a saying?
    pub(crate) is_formula: bool,
}

/// The samples of a text, in order: one run in sixteen, in the head one in eight, in short texts more.
pub(crate) fn samples(words: &[u32]) -> Vec<Sample> {
    let of_head: u32 = match words.len() {
        0..=64 => 2,
        65..=HEAD => 4,
        _ => 8,
    };
    let mut samples: Vec<Sample> = Vec::with_capacity(words.len() / 12 + 32);
    for (at, key) in keys(words).enumerate() {
        let weight = if at < HEAD { of_head } else { 16 };
        let is_sample = key & u64::from(weight - 1) == 0;
        if is_sample && samples.last().is_none_or(|last| last.key != key) {
            samples.push(Sample {
                key,
                at,
                weight,
                is_formula: false,
            });
            if samples.len() == MAX_SAMPLES {
                break;
            }
        }
    }
    samples
}

/// Does a run of the text that the samples are from consist of formulas?
pub(crate) fn is_formula_run(run: Run, samples: &[Sample]) -> bool {
    let from = samples.partition_point(|sample| sample.at < run.from);
    let inside = samples[from..]
        .iter()
        .take_while(|sample| sample.at < run.from + run.n);
    let (mut n_all, mut n_formulas) = (0, 0);
    for sample in inside {
        n_all += 1;
        n_formulas += usize::from(sample.is_formula);
    }
    n_formulas * 2 > n_all
}

/// Runs of words that stand on page after page of a newsroom: "Sign up for our newsletter". They are known
/// from a few articles and remembered when those are gone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Formulas {
    known: HashSet<u64>,
    /// The same, in the order in which they were learned.
    order: VecDeque<u64>,
}

impl Formulas {
    /// Is this known as a formula of the newsroom?
    pub(crate) fn has(&self, key: u64, about: &About) -> bool {
        about.newsroom != 0 && self.known.contains(&of_outlet(key, about))
    }

    /// Remembers the formulas among the samples of an article.
    pub(crate) fn learn(&mut self, samples: &[Sample], about: &About) {
        if about.newsroom == 0 {
            return;
        }
        for sample in samples.iter().filter(|sample| sample.is_formula) {
            let key = of_outlet(sample.key, about);
            if self.known.insert(key) {
                self.order.push_back(key);
            }
        }
        while self.order.len() > MAX_FORMULAS {
            let oldest = self.order.pop_front();
            oldest.map(|oldest| self.known.remove(&oldest));
        }
    }
}

fn of_outlet(key: u64, about: &About) -> u64 {
    key ^ about.newsroom.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
