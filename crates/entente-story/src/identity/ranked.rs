//! Sets of words that are compared very often: each word by its rank among all of them, with what it weighs.

use crate::words::{Rarity, WordSet};

/// All words of some sets, in order, and how rare each is.
pub(crate) struct Ranks<'w> {
    words: Vec<&'w str>,
    weights: Vec<f64>,
}

/// One set: ranks in order, and the sum of their weights.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words {
    ranks: Vec<u32>,
    sum: f64,
}

impl<'w> Ranks<'w> {
    /// Ranks the words of these sets.
    pub(crate) fn new(sets: impl Iterator<Item = &'w WordSet>, rarity: &Rarity) -> Self {
        let mut words: Vec<&str> = sets.flatten().map(String::as_str).collect();
        words.sort_unstable();
        words.dedup();
        let weights = words.iter().map(|word| rarity.weight(word)).collect();
        Self { words, weights }
    }

    /// One of the sets that were ranked.
    pub(crate) fn words(&self, set: &WordSet) -> Words {
        let rank = |word: &String| self.words.binary_search(&word.as_str());
        let ranks = set.iter().filter_map(|word| rank(word).ok());
        let ranks: Vec<u32> = ranks.map(|rank| rank as u32).collect();
        let sum = self.sum(ranks.iter().copied());
        Words { ranks, sum }
    }

    fn sum(&self, ranks: impl Iterator<Item = u32>) -> f64 {
        ranks.map(|rank| self.weights[rank as usize]).sum()
    }

    /// As [`Rarity::shared`], to the last digit: the words are added in the same order.
    pub(crate) fn shared(&self, one: &Words, other: &Words) -> f64 {
        if one.sum == 0.0 || other.sum == 0.0 {
            return 0.0;
        }
        self.sum(one.common(other)) / (one.sum * other.sum).sqrt()
    }

    /// As [`Rarity::contained`].
    pub(crate) fn contained(&self, one: &Words, other: &Words) -> f64 {
        let smaller = one.sum.min(other.sum);
        if smaller == 0.0 {
            0.0
        } else {
            self.sum(one.common(other)) / smaller
        }
    }
}

impl Words {
    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.ranks.len()
    }

    /// Do both have a word in common?
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.common(other).next().is_some()
    }

    /// What both have, in order.
    fn common(&self, other: &Self) -> impl Iterator<Item = u32> {
        let mut others = other.ranks.iter().copied().peekable();
        self.ranks.iter().copied().filter(move |rank| {
            while others.next_if(|other| other < rank).is_some() {}
            others.peek() == Some(rank)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &str) -> WordSet {
        words.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn ranked_words_share_what_the_words_share_to_the_last_digit() {
        let sets = [
            "",
            "mine",
            "strike mine union",
            "mine union vote",
            "harbour",
        ]
        .map(set);
        let rarity = Rarity::default();
        let ranks = Ranks::new(sets.iter(), &rarity);
        for one in &sets {
            for other in &sets {
                let (a, b) = (ranks.words(one), ranks.words(other));
                assert_eq!(ranks.shared(&a, &b), rarity.shared(one, other));
                assert_eq!(ranks.contained(&a, &b), rarity.contained(one, other));
                assert_eq!(a.meets(&b), !one.is_disjoint(other));
                assert_eq!(a.len(), one.len());
            }
        }
    }
}
