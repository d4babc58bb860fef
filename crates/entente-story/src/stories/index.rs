//! Finds the articles that share the heaviest words with a new one.

use crate::copies::postings::{ARTICLE, Postings};

use super::sketch::Field;
use super::weighed::{ONE, Weighed, weight_of, word_of};

/// Fields that are looked up, and how many of their heaviest terms.
const LOOKED_UP: [(Field, usize); 2] = [(Field::Body, 12), (Field::Names, 4)];
/// Terms of one article that are noted, with room for those of others beside them.
const N_TERMS: usize = 24;

/// Articles are not worth comparing if the terms that they share make less of the one that is looked up than this.
const LEAST_SHARED: f32 = 0.04;

/// What an article shares with the one that is looked up.
#[derive(Clone, Copy, Debug, Default)]
struct Shared {
    /// About the cosine that the terms come to.
    alike: f32,
    /// The same, where a term counts less the more articles hold it.
    telling: f32,
}

/// Finds articles by their terms. Of the articles that share one term, the newest few are found.
pub(crate) struct Index {
    postings: Postings,
    /// What each article shares with the one that is looked up; nothing between look-ups.
    shared: Vec<Shared>,
    touched: Vec<u32>,
    /// Weights and keys of the terms that are looked up.
    heaviest: Vec<(u32, u64)>,
}

impl Index {
    /// For so many articles at once; memory is taken when it is first used.
    pub fn new(n_articles: usize) -> Self {
        Self {
            postings: Postings::new(n_articles * N_TERMS),
            shared: Vec::new(),
            touched: Vec::new(),
            heaviest: Vec::new(),
        }
    }

    /// Adds an article. Numbers grow.
    pub fn add(&mut self, number: u32, weighed: &Weighed) {
        self.choose(weighed);
        for (_, key) in &self.heaviest {
            // A word can be looked up as a name too.
            if self.postings.at(*key).next() != Some(number & ARTICLE) {
                self.postings.push(*key, number);
            }
        }
    }

    /// Of the articles with the numbers `from` up to `to`, the `most` that share most, those that share most first.
    pub fn look_up(&mut self, weighed: &Weighed, from: u32, to: u32, most: usize) -> Vec<u32> {
        self.choose(weighed);
        self.postings
            .fetch(self.heaviest.iter().map(|(_, key)| *key));
        let n_articles = to.wrapping_sub(from) as usize;
        if self.shared.len() < n_articles {
            self.shared.resize(n_articles, Shared::default());
        }
        for (weight, key) in &self.heaviest {
            let places = || {
                let places = self.postings.at(*key);
                let places = places.map(|article| (article.wrapping_sub(from) & ARTICLE) as usize);
                places.filter(|place| *place < n_articles)
            };
            let alike = *weight as f32 / ONE;
            let telling = alike / places().count().max(1) as f32;
            for place in places() {
                let shared = &mut self.shared[place];
                if shared.alike == 0.0 {
                    self.touched.push(place as u32);
                }
                shared.alike += alike;
                shared.telling += telling;
            }
        }
        self.found(from, most)
    }

    /// The articles that were touched and are worth comparing.
    fn found(&mut self, from: u32, most: usize) -> Vec<u32> {
        let shared = &self.shared;
        let of = |place: &u32| shared[*place as usize].telling;
        let order = |a: &u32, b: &u32| of(b).total_cmp(&of(a)).then(b.cmp(a));
        let worth = |place: &&u32| shared[**place as usize].alike >= LEAST_SHARED;
        let mut found: Vec<u32> = self.touched.iter().filter(worth).copied().collect();
        if found.len() > most {
            found.select_nth_unstable_by(most, order);
            found.truncate(most);
        }
        found.sort_unstable_by(order);
        for place in self.touched.drain(..) {
            self.shared[place as usize] = Shared::default();
        }
        found.iter_mut().for_each(|place| *place += from);
        found
    }

    fn choose(&mut self, weighed: &Weighed) {
        self.heaviest.clear();
        for (field, most) in LOOKED_UP {
            let start = self.heaviest.len();
            let key = |word: u32| u64::from(word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let terms = weighed.field(field as usize).iter();
            self.heaviest
                .extend(terms.map(|term| (weight_of(*term), key(word_of(*term)))));
            let new = &mut self.heaviest[start..];
            if new.len() > most {
                new.select_nth_unstable_by(most, |a, b| b.cmp(a));
                self.heaviest.truncate(start + most);
            }
        }
    }
}
