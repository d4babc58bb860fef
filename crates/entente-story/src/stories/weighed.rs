//! The fields of an article as vectors of length 1, small enough to keep a hundred thousand of them.

use super::rarity::Rarity;
use super::sketch::{N_FIELDS, Sketch};

/// Most terms that are kept of each field, those that weigh most.
const MOST: [usize; N_FIELDS] = [12, 32, 96, 32, 12, 16, 16];
/// What a weight of 1 is stored as.
const ONE: f32 = 65_535.0;

/// One article, weighed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Weighed {
    /// Terms of all fields, field by field, in order.
    terms: Box<[u32]>,
    /// The weight of each.
    weights: Box<[u16]>,
    /// One past the last term of each field.
    ends: [u16; N_FIELDS],
}

impl Weighed {
    pub fn new(sketch: &Sketch, rarity: &Rarity) -> Self {
        let weight = rarity.weights();
        let mut terms = Vec::with_capacity(MOST.iter().sum());
        let mut weights = Vec::with_capacity(MOST.iter().sum());
        let mut ends = [0; N_FIELDS];
        let mut field = Vec::new();
        for (idx, counted) in sketch.fields.iter().enumerate() {
            let weigh = |&(term, n): &(u32, u16)| (term, (1.0 + f32::from(n).ln()) * weight(term));
            field.clear();
            field.extend(counted.iter().map(weigh));
            // The length is that of the whole field: what is cut off was not shared for sure, but stood there.
            let length = field
                .iter()
                .map(|(_, weight)| weight * weight)
                .sum::<f32>()
                .sqrt();
            keep_heaviest(&mut field, MOST[idx]);
            terms.extend(field.iter().map(|(term, _)| *term));
            weights.extend(
                field
                    .iter()
                    .map(|(_, weight)| (weight / length * ONE) as u16),
            );
            ends[idx] = terms.len() as u16;
        }
        Self {
            terms: terms.into(),
            weights: weights.into(),
            ends,
        }
    }

    /// Terms of one field with their weights, in order of the terms.
    pub fn field(&self, idx: usize) -> (&[u32], &[u16]) {
        let start = if idx == 0 {
            0
        } else {
            usize::from(self.ends[idx - 1])
        };
        let range = start..usize::from(self.ends[idx]);
        (&self.terms[range.clone()], &self.weights[range])
    }

    /// Is nothing known of this field?
    pub fn lacks(&self, idx: usize) -> bool {
        self.field(idx).0.is_empty()
    }

    /// Cosine of one field, 0 to 1.
    pub fn alike(&self, other: &Self, idx: usize) -> f32 {
        let ((terms, weights), (other_terms, other_weights)) = (self.field(idx), other.field(idx));
        let (mut one, mut two) = (0, 0);
        let mut sum = 0_u64;
        while one < terms.len() && two < other_terms.len() {
            let (a, b) = (terms[one], other_terms[two]);
            if a == b {
                sum += u64::from(weights[one]) * u64::from(other_weights[two]);
            }
            one += usize::from(a <= b);
            two += usize::from(b <= a);
        }
        (sum as f32 / (ONE * ONE)).min(1.0)
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
