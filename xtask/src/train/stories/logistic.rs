//! Logistic regression by Newton's method, with a small wish for weights near 0.

use super::Example;

/// Strength of the wish, in examples.
const RIDGE: f64 = 3.0;
const N_STEPS: usize = 12;

/// The log-odds where every number is 0, and what each number adds.
pub fn fit(examples: &[Example]) -> (f32, Vec<f32>) {
    fit_with(examples, RIDGE)
}

/// The same with a wish for weights near 0 that is as strong as `ridge` examples.
pub fn fit_with(examples: &[Example], ridge: f64) -> (f32, Vec<f32>) {
    let n_features = examples.first().map_or(0, |example| example.features.len());
    let scale = scales(examples, n_features);
    let n = n_features + 1;
    let mut weights = vec![0.0_f64; n];
    for _ in 0..N_STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|weight| -ridge * weight).collect();
        slope[n_features] = 0.0;
        let mut curve = vec![vec![0.0_f64; n]; n];
        for (idx, row) in curve.iter_mut().enumerate() {
            row[idx] = if idx < n_features { ridge } else { 1e-6 };
        }
        for example in examples {
            let row = row(example, &scale);
            let odds: f64 = row
                .iter()
                .zip(&weights)
                .map(|(value, weight)| value * weight)
                .sum();
            let p = 1.0 / (1.0 + (-odds).exp());
            let error = f64::from(u8::from(example.answer)) - p;
            let bend = p * (1.0 - p) * f64::from(example.weight);
            for (one, value) in row.iter().enumerate() {
                slope[one] += value * error * f64::from(example.weight);
                for (other, second) in row.iter().enumerate() {
                    curve[one][other] += bend * value * second;
                }
            }
        }
        let step = solve(curve, slope);
        weights
            .iter_mut()
            .zip(step)
            .for_each(|(weight, step)| *weight += step.clamp(-2.0, 2.0));
    }
    let start = weights[n_features] as f32;
    let weights = weights
        .iter()
        .zip(&scale)
        .map(|(weight, scale)| (weight * scale) as f32);
    (start, weights.take(n_features).collect())
}

fn row(example: &Example, scale: &[f64]) -> Vec<f64> {
    let values = example
        .features
        .iter()
        .zip(scale)
        .map(|(value, scale)| f64::from(*value) * scale);
    values.chain([1.0]).collect()
}

/// One over the spread of each number.
fn scales(examples: &[Example], n_features: usize) -> Vec<f64> {
    let n = examples.len().max(1) as f64;
    let spread = |feature: usize| {
        let values = || {
            examples
                .iter()
                .map(|example| f64::from(example.features[feature]))
        };
        let mean = values().sum::<f64>() / n;
        (values().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt()
    };
    (0..n_features)
        .map(|feature| 1.0 / spread(feature).max(1e-3))
        .collect()
}

/// Solves a symmetric system by elimination with the largest pivot.
fn solve(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for at in 0..n {
        let best = (at..n)
            .max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs()))
            .unwrap_or(at);
        rows.swap(at, best);
        right.swap(at, best);
        let pivot = rows[at].clone();
        if pivot[at].abs() < 1e-12 {
            continue;
        }
        for below in at + 1..n {
            let factor = rows[below][at] / pivot[at];
            for (value, pivot) in rows[below].iter_mut().zip(&pivot).skip(at) {
                *value -= factor * pivot;
            }
            right[below] -= factor * right[at];
        }
    }
    let mut found = vec![0.0; n];
    for at in (0..n).rev() {
        let known: f64 = (at + 1..n).map(|idx| rows[at][idx] * found[idx]).sum();
        found[at] = if rows[at][at].abs() < 1e-12 {
            0.0
        } else {
            (right[at] - known) / rows[at][at]
        };
    }
    found
}
