//! The fields of an article as vectors of length 1, small enough to keep a hundred thousand of them.

use super::rarity::Rarity;
use super::sketch::{N_FIELDS, Sketch};

/// Most terms that are kept of each field, those that weigh most.
const MOST: [usize; N_FIELDS] = [12, 32, 96, 32, 12, 16, 16];
/// Bits of a term that hold its weight.
const WEIGHT: u32 = 0xff;

/// A term and its weight in one number: the high bits of the term, and below them the root of the weight in 255ths, so that
/// small weights are told apart too.
pub(crate) type Term = u32;

/// The bits of the word.
pub(crate) fn word_of(term: Term) -> u32 {
    term & !WEIGHT
}

/// The weight, as the square of a byte.
pub(crate) fn weight_of(term: Term) -> u32 {
    (term & WEIGHT) * (term & WEIGHT)
}

/// What a weight of 1 is stored as.
pub(crate) const ONE: f32 = 255.0 * 255.0;

/// One article, weighed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Weighed {
    /// Terms of all fields, field by field, in order.
    terms: Box<[Term]>,
    /// One past the last term of each field.
    ends: [u8; N_FIELDS],
}

impl Weighed {
    pub fn new(sketch: &Sketch, rarity: &Rarity) -> Self {
        let weight = rarity.weights();
        let mut terms = Vec::with_capacity(MOST.iter().sum());
        let mut ends = [0; N_FIELDS];
        let mut field = Vec::new();
        for idx in 0..N_FIELDS {
            let (words, n_times) = sketch.field(idx);
            let weigh = |(word, n): (&u32, &u8)| (*word, times(*n) * weight(*word));
            field.clear();
            field.extend(words.iter().zip(n_times).map(weigh));
            // The length is that of the whole field: what is cut off was not shared for sure, but stood there.
            let length = field
                .iter()
                .map(|(_, weight)| weight * weight)
                .sum::<f32>()
                .sqrt();
            keep_heaviest(&mut field, MOST[idx]);
            let pack = |&(term, weight): &(u32, f32)| {
                let root = ((weight / length).sqrt() * 255.0).round() as u32;
                word_of(term) | root.clamp(1, WEIGHT)
            };
            terms.extend(field.iter().map(pack));
            ends[idx] = terms.len() as u8;
        }
        Self {
            terms: terms.into(),
            ends,
        }
    }

    /// Terms of one field, in order of their words.
    pub fn field(&self, idx: usize) -> &[Term] {
        let start = match idx.checked_sub(1) {
            Some(before) => usize::from(self.ends[before]),
            None => 0,
        };
        &self.terms[start..usize::from(self.ends[idx])]
    }

    /// Length of what is kept of a field, 1 if that is all of it.
    pub fn length(&self, idx: usize) -> f32 {
        let square = |term: &Term| u64::from(weight_of(*term)) * u64::from(weight_of(*term));
        let sum: u64 = self.field(idx).iter().map(square).sum();
        cosine(sum as f32).sqrt()
    }

    /// Any of its terms, 0 if it has none.
    pub fn first(&self) -> Term {
        self.terms.first().copied().unwrap_or(0)
    }

    /// Is nothing known of this field?
    pub fn lacks(&self, idx: usize) -> bool {
        self.field(idx).is_empty()
    }
}

/// Slots of each field, a power of two: four times as many as terms, so that most words are found or missed at the first look.
const N_SLOTS: [usize; N_FIELDS] = [64, 128, 512, 128, 64, 64, 64];
/// Slots of all fields.
const ALL_SLOTS: usize = 1024;
/// Most slots of one field.
pub(crate) const MOST_SLOTS: usize = 512;

/// The terms of one article, each in a slot that its word leads to, for comparing it with many others.
pub(crate) struct Slots([Term; ALL_SLOTS]);

impl Slots {
    pub fn new(weighed: &Weighed) -> Self {
        // No term is 0.
        let mut slots = [0; ALL_SLOTS];
        for idx in 0..N_FIELDS {
            let slots = &mut slots[range(idx)];
            for term in weighed.field(idx) {
                let mut slot = slot_of(*term, slots);
                while slots[slot] != 0 {
                    slot = (slot + 1) & (slots.len() - 1);
                }
                slots[slot] = *term;
            }
        }
        Self(slots)
    }

    /// Shows the terms of a field that another article has too: their slots in that field, and the products of the weights.
    #[inline]
    pub fn for_shared(&self, other: &Weighed, idx: usize, mut each: impl FnMut(usize, u32)) {
        let slots = &self.0[range(idx)];
        for term in other.field(idx) {
            let mut slot = slot_of(*term, slots);
            while slots[slot] != 0 {
                if word_of(slots[slot]) == word_of(*term) {
                    each(slot, weight_of(slots[slot]) * weight_of(*term));
                    break;
                }
                slot = (slot + 1) & (slots.len() - 1);
            }
        }
    }

    /// Cosine of one field, 0 to 1.
    pub fn alike(&self, other: &Weighed, idx: usize) -> f32 {
        let mut sum = 0_u64;
        self.for_shared(other, idx, |_, product| sum += u64::from(product));
        cosine(sum as f32)
    }
}

/// The slots of a field among those of all.
fn range(idx: usize) -> std::ops::Range<usize> {
    let start = N_SLOTS[..idx].iter().sum();
    start..start + N_SLOTS[idx]
}

/// The slot that the word of a term leads to.
fn slot_of(term: Term, slots: &[Term]) -> usize {
    (word_of(term) >> WEIGHT.count_ones()) as usize & (slots.len() - 1)
}

/// The cosine that a sum of products stands for.
pub(crate) fn cosine(sum: f32) -> f32 {
    (sum / (ONE * ONE)).min(1.0)
}

/// How much a term counts that stands there so often.
fn times(n: u8) -> f32 {
    match n {
        1 => 1.0,
        n => 1.0 + f32::from(n).ln(),
    }
}

/// Keeps the heaviest terms, in order of the terms.
fn keep_heaviest(field: &mut Vec<(u32, f32)>, most: usize) {
    if field.len() <= most {
        return;
    }
    field.select_nth_unstable_by(most, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    field.truncate(most);
    field.sort_unstable_by_key(|(term, _)| *term);
}
