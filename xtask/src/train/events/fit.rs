//! Fits the weights: linear support vector machines, one for each root against the others and one for whether there
//! is an act at all.
//!
//! The labels of PLV follow other habits than the sentences written do. So every weight is a sum of two, one learned
//! from both and one from PLV alone (H. Daumé III, "Frustratingly Easy Domain Adaptation", ACL 2007); the model that
//! ships holds the sums, that is, PLV's habits.

use entente_extract::event::learned::{CLASSES, Features, N_BUCKETS, N_COLUMNS};
use rayon::prelude::*;

use super::Example;

/// Cost of an error.
const COST: f64 = 0.05;
/// How much a sentence written counts against one of PLV.
const WRITTEN_WEIGHT: f64 = 0.5;
const MAX_EPOCHS: usize = 200;
/// Largest step of an epoch below which the weights are good enough.
const PRECISION: f64 = 1e-3;

/// The bytes of a model learned from `examples`.
pub(super) fn model(examples: &[&Example]) -> Vec<u8> {
    let told: Vec<&Example> = examples
        .iter()
        .copied()
        .filter(|one| one.class.is_some())
        .collect();
    let fair = fairness(&told);
    let mut columns: Vec<Vec<f32>> = (0..CLASSES.len())
        .into_par_iter()
        .map(|class| {
            let questions = told.iter().map(|one| Question {
                features: &one.features,
                is_target: one.is_target,
                is_yes: one.class == Some(class),
                cost: COST * weight(one) * fair[one.class.unwrap_or_default()],
            });
            machine(&questions.collect::<Vec<_>>())
        })
        .collect();
    columns.push(acts(examples));
    bytes(&columns)
}

/// One signed byte for each weight, after the step that a byte stands for in the roots and in the act.
fn bytes(columns: &[Vec<f32>]) -> Vec<u8> {
    let (act, roots) = columns.split_last().expect("the act has a column");
    let scales = [scale(&roots.concat()), scale(act)];
    let mut bytes: Vec<u8> = scales
        .iter()
        .flat_map(|scale| scale.to_le_bytes())
        .collect();
    for bucket in 0..N_BUCKETS {
        for (idx, column) in columns.iter().enumerate() {
            let scale = scales[usize::from(idx + 1 == N_COLUMNS)];
            bytes.push((column[bucket] / scale).round() as i8 as u8);
        }
    }
    bytes
}

/// What one step of a weight's byte stands for.
pub fn scale(weights: &[f32]) -> f32 {
    let largest = weights
        .iter()
        .fold(1e-9_f32, |largest, weight| largest.max(weight.abs()));
    largest / 127.0
}

fn weight(example: &Example) -> f64 {
    if example.is_target {
        1.0
    } else {
        WRITTEN_WEIGHT
    }
}

/// Rare classes weigh more, by the square root of how rare they are.
fn fairness(examples: &[&Example]) -> [f64; CLASSES.len()] {
    let mut counts = [0.0_f64; CLASSES.len()];
    for example in examples {
        counts[example.class.unwrap_or_default()] += 1.0;
    }
    let mean = counts.iter().sum::<f64>() / CLASSES.len() as f64;
    counts.map(|count| (mean / count.max(1.0)).sqrt())
}

fn acts(examples: &[&Example]) -> Vec<f32> {
    let n_none = examples
        .iter()
        .filter(|one| one.class.is_none())
        .count()
        .max(1);
    let none_weight = (examples.len() - n_none) as f64 / n_none as f64;
    let questions = examples.iter().map(|one| {
        let weight = one.class.map_or(none_weight, |_| 1.0);
        Question::new(&one.features, one.class.is_some(), weight)
    });
    machine(&questions.collect::<Vec<_>>())
}

/// One yes or no to learn.
pub struct Question<'a> {
    features: &'a Features,
    is_target: bool,
    is_yes: bool,
    cost: f64,
}

impl<'a> Question<'a> {
    /// A question whose features all have one kind of weights.
    pub fn new(features: &'a Features, is_yes: bool, weight: f64) -> Self {
        Self {
            features,
            is_target: false,
            is_yes,
            cost: COST * weight,
        }
    }

    fn score(&self, shared: &[f64], target: &[f64]) -> f64 {
        let weight = |bucket: u32| {
            let bucket = bucket as usize;
            shared[bucket] + if self.is_target { target[bucket] } else { 0.0 }
        };
        self.features
            .iter()
            .map(|&(bucket, value)| f64::from(value) * weight(bucket))
            .sum()
    }

    /// Squared length of its features; PLV's count in both kinds of weights.
    fn norm(&self) -> f64 {
        let norm: f64 = self
            .features
            .iter()
            .map(|(_, value)| f64::from(*value).powi(2))
            .sum();
        norm * if self.is_target { 2.0 } else { 1.0 }
    }
}

/// A linear support vector machine with squared hinge loss, by dual coordinate descent.
///
/// # Source
///
/// C.-J. Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 1.
pub fn machine(questions: &[Question]) -> Vec<f32> {
    let (mut shared, mut target) = (vec![0.0_f64; N_BUCKETS], vec![0.0_f64; N_BUCKETS]);
    let mut alphas = vec![0.0_f64; questions.len()];
    let diagonals: Vec<f64> = questions
        .iter()
        .map(|one| one.norm() + 0.5 / one.cost)
        .collect();
    let mut order: Vec<usize> = (0..questions.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..MAX_EPOCHS {
        shuffle(&mut order, &mut state);
        let mut largest = 0.0_f64;
        for &idx in &order {
            let one = &questions[idx];
            let sign = if one.is_yes { 1.0 } else { -1.0 };
            let slope = sign * one.score(&shared, &target) - 1.0 + 0.5 / one.cost * alphas[idx];
            let alpha = (alphas[idx] - slope / diagonals[idx]).max(0.0);
            let step = alpha - alphas[idx];
            if step == 0.0 {
                continue;
            }
            largest = largest.max(step.abs() / one.cost.min(1.0));
            alphas[idx] = alpha;
            for &(bucket, value) in one.features {
                let change = step * sign * f64::from(value);
                shared[bucket as usize] += change;
                if one.is_target {
                    target[bucket as usize] += change;
                }
            }
        }
        if largest < PRECISION {
            break;
        }
    }
    shared
        .iter()
        .zip(&target)
        .map(|(one, other)| (one + other) as f32)
        .collect()
}

/// A fixed shuffle: the same seed gives the same order.
pub fn shuffle(order: &mut [usize], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        order.swap(last, (*state % (last as u64 + 1)) as usize);
    }
}
