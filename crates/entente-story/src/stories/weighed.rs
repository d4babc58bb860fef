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

    /// Is nothing known of this field?
    pub fn lacks(&self, idx: usize) -> bool {
        self.field(idx).is_empty()
    }

    /// Cosine of one field, 0 to 1.
    pub fn alike(&self, other: &Self, idx: usize) -> f32 {
        let (here, there) = (self.field(idx), other.field(idx));
        let (mut one, mut two) = (0, 0);
        let mut sum = 0_u64;
        while one < here.len() && two < there.len() {
            let (a, b) = (here[one], there[two]);
            if word_of(a) == word_of(b) {
                sum += u64::from(weight_of(a) * weight_of(b));
            }
            one += usize::from(word_of(a) <= word_of(b));
            two += usize::from(word_of(b) <= word_of(a));
        }
        (sum as f32 / (ONE * ONE)).min(1.0)
    }
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
