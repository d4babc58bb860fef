//! Scores what can be done in a state and chooses.

use pulp::{Simd, WithSimd};

use super::{Cpu, HIDDEN, Linear};

/// Both alternatives of a state's hidden layer.
pub(crate) const STATE: usize = 2 * HIDDEN;

/// For each situation, which actions are possible: 0 for those that are, minus infinity for the others.
pub(crate) struct Masks {
    n_columns: usize,
    values: Vec<f32>,
}

impl Masks {
    /// No situation yet; scores have `n_columns` numbers, padding included.
    pub(crate) fn new(n_columns: usize) -> Self {
        Self {
            n_columns,
            values: Vec::new(),
        }
    }

    /// Adds a situation in which the actions for which this holds are possible.
    pub(crate) fn push(&mut self, n_actions: usize, is_possible: impl Fn(usize) -> bool) {
        let value = |action: usize| {
            if action < n_actions && is_possible(action) {
                0.0
            } else {
                f32::NEG_INFINITY
            }
        };
        self.values.extend((0..self.n_columns).map(value));
    }

    /// The situation with this number.
    pub(crate) fn of(&self, situation: usize) -> &[f32] {
        &self.values[situation * self.n_columns..][..self.n_columns]
    }
}

/// The choice of an action.
pub(crate) struct Choice<'a, const N: usize> {
    /// What each of the tokens that describe the state adds to it.
    pub(crate) parts: [&'a [f32; STATE]; N],
    /// What is added to every state.
    pub(crate) bias: &'a [f32; STATE],
    /// Scores of a hidden layer.
    pub(crate) upper: &'a Linear,
    /// What is possible.
    pub(crate) mask: &'a [f32],
    /// Room for scores.
    pub(crate) scores: &'a mut [f32],
}

impl<const N: usize> Choice<'_, N> {
    /// The first action with the largest score among those that are possible, if there are any.
    pub(crate) fn best(self, cpu: &Cpu) -> Option<usize> {
        cpu.arch.dispatch(self)
    }
}

impl<const N: usize> WithSimd for Choice<'_, N> {
    type Output = Option<usize>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Option<usize> {
        let mut state = [0_f32; STATE];
        for part in self.parts.into_iter().chain([self.bias]) {
            for (sum, value) in state.iter_mut().zip(part) {
                *sum += value;
            }
        }
        let (one, other) = state.split_at(HIDDEN);
        let mut hidden = [0_f32; HIDDEN];
        for (hidden, (&one, &other)) in hidden.iter_mut().zip(one.iter().zip(other)) {
            *hidden = if one > other { one } else { other };
        }
        self.upper.one(simd, &hidden, self.scores);
        first_largest(self.scores, self.mask)
    }
}

/// For each row of scores, the place of its largest number.
pub(crate) struct Firsts<'a> {
    /// Rows as long as the mask.
    pub(crate) scores: &'a mut [f32],
    /// What is possible.
    pub(crate) mask: &'a [f32],
    /// Takes a place for each row.
    pub(crate) places: &'a mut Vec<Option<usize>>,
}

impl Firsts<'_> {
    /// Adds the places.
    pub(crate) fn find(self, cpu: &Cpu) {
        cpu.arch.dispatch(self);
    }
}

impl WithSimd for Firsts<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for scores in self.scores.chunks_exact_mut(self.mask.len()) {
            self.places.push(first_largest(scores, self.mask));
        }
    }
}

/// The place of the first largest number among those that the mask leaves finite.
#[inline(always)]
fn first_largest(numbers: &mut [f32], mask: &[f32]) -> Option<usize> {
    const LANES: usize = 16;
    let larger = |one: f32, other: f32| if other > one { other } else { one };
    let mut best = [f32::NEG_INFINITY; LANES];
    let numbers = numbers.as_chunks_mut::<LANES>().0;
    for (numbers, mask) in numbers.iter_mut().zip(mask.as_chunks::<LANES>().0) {
        for ((number, mask), best) in numbers.iter_mut().zip(mask).zip(&mut best) {
            *number += mask;
            *best = larger(*best, *number);
        }
    }
    let best = best.into_iter().fold(f32::NEG_INFINITY, larger);
    if best == f32::NEG_INFINITY {
        return None;
    }
    let chunk = numbers.iter().position(|chunk| {
        let is_best = |found, &number: &f32| found | (number == best);
        chunk.iter().fold(false, is_best)
    })?;
    let place = numbers[chunk].iter().position(|&number| number == best)?;
    Some(chunk * LANES + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equal_numbers_is_chosen() {
        let mut masks = Masks::new(32);
        masks.push(4, |idx| idx != 3);
        masks.push(4, |_| false);
        let mut numbers = [0.0; 32];
        numbers[..5].copy_from_slice(&[1.0, 3.0, 3.0, 5.0, 9.0]);
        assert_eq!(first_largest(&mut numbers.clone(), masks.of(0)), Some(1));
        assert_eq!(first_largest(&mut numbers, masks.of(1)), None);
    }
}
