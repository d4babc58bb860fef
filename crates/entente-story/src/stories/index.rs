//! Finds the articles that share the heaviest words with a new one.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::sketch::Field;
use super::weighed::Weighed;

/// Fields that are looked up, and how many of their heaviest terms.
const LOOKED_UP: [(Field, usize); 2] = [(Field::Body, 12), (Field::Names, 4)];
/// Articles that are looked at for one term, the newest.
const MAX_POSTINGS: usize = 128;

/// Terms are hashes already.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u32(&mut self, term: u32) {
        self.0 = u64::from(term).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

/// The articles that hold a term, by growing numbers. Most terms are held by few, which need no memory of their own.
enum Postings {
    /// Up to the first [`NOBODY`].
    Few([u32; N_FEW]),
    Many(Vec<u32>),
}

/// How many articles are few.
const N_FEW: usize = 5;
/// No article has this number.
const NOBODY: u32 = u32::MAX;

impl Default for Postings {
    fn default() -> Self {
        Self::Few([NOBODY; N_FEW])
    }
}

impl Postings {
    fn numbers(&self) -> &[u32] {
        match self {
            Self::Few(few) => &few[..few.partition_point(|number| *number != NOBODY)],
            Self::Many(many) => many,
        }
    }

    fn push(&mut self, number: u32) {
        let n_here = self.numbers().len();
        match self {
            Self::Few(few) if n_here < N_FEW => few[n_here] = number,
            Self::Few(few) => {
                let mut many = few.to_vec();
                many.push(number);
                *self = Self::Many(many);
            }
            Self::Many(many) => many.push(number),
        }
    }

    /// Without the articles before number `from`.
    fn after(&self, from: u32) -> Self {
        let numbers = self.numbers();
        let kept = &numbers[numbers.partition_point(|number| *number < from)..];
        match kept.len() {
            0..=N_FEW => {
                let mut few = [NOBODY; N_FEW];
                few[..kept.len()].copy_from_slice(kept);
                Self::Few(few)
            }
            _ => Self::Many(kept.to_vec()),
        }
    }
}

/// Finds articles by their terms.
#[derive(Default)]
pub(crate) struct Index {
    postings: HashMap<u32, Postings, BuildHasherDefault<AsIs>>,
    /// How much each article shares with the one that is looked up; zeros between look-ups.
    shared: Vec<f32>,
    touched: Vec<u32>,
    heaviest: Vec<(u16, u32)>,
}

impl Index {
    /// Adds an article. Numbers grow.
    pub fn add(&mut self, number: u32, weighed: &Weighed) {
        self.choose(weighed);
        for (_, term) in &self.heaviest {
            let list = self.postings.entry(*term).or_default();
            if list.numbers().last() != Some(&number) {
                list.push(number);
            }
        }
    }

    /// The `most` articles from number `from` on that share most, those that share most first.
    pub fn look_up(&mut self, weighed: &Weighed, from: u32, most: usize) -> Vec<u32> {
        self.choose(weighed);
        for (weight, term) in &self.heaviest {
            let Some(list) = self.postings.get(term).map(Postings::numbers) else {
                continue;
            };
            for &number in list
                .iter()
                .rev()
                .take(MAX_POSTINGS)
                .take_while(|number| **number >= from)
            {
                let place = (number - from) as usize;
                if place >= self.shared.len() {
                    self.shared.resize(place + 1, 0.0);
                }
                if self.shared[place] == 0.0 {
                    self.touched.push(number);
                }
                self.shared[place] += f32::from(*weight) / list.len().min(MAX_POSTINGS) as f32;
            }
        }
        let shared = &self.shared;
        let of = |number: &u32| shared[(number - from) as usize];
        let order = |a: &u32, b: &u32| of(b).total_cmp(&of(a)).then(b.cmp(a));
        if self.touched.len() > most {
            self.touched.select_nth_unstable_by(most, order);
        }
        let mut found: Vec<u32> = self.touched.iter().take(most).copied().collect();
        found.sort_unstable_by(order);
        for number in self.touched.drain(..) {
            self.shared[(number - from) as usize] = 0.0;
        }
        found
    }

    /// Forgets the articles before number `from`.
    pub fn forget(&mut self, from: u32) {
        self.postings.retain(|_, list| {
            if list.numbers().first().is_some_and(|number| *number < from) {
                *list = list.after(from);
            }
            !list.numbers().is_empty()
        });
    }

    fn choose(&mut self, weighed: &Weighed) {
        self.heaviest.clear();
        for (field, most) in LOOKED_UP {
            let (terms, weights) = weighed.field(field as usize);
            let start = self.heaviest.len();
            self.heaviest
                .extend(weights.iter().copied().zip(terms.iter().copied()));
            let new = &mut self.heaviest[start..];
            if new.len() > most {
                new.select_nth_unstable_by(most, |a, b| b.cmp(a));
                self.heaviest.truncate(start + most);
            }
        }
    }
}
