//! Fits a linear model that chooses one of several: the shares of those offered follow their scores' exponentials.
//!
//! # Source
//!
//! A. Berger, S. Della Pietra, V. Della Pietra, "A Maximum Entropy Approach to Natural Language Processing",
//! Computational Linguistics 22 (1996); steps by J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods",
//! Journal of Machine Learning Research 12 (2011).

use entente_extract::event::learned::{Features, N_BUCKETS};

use crate::train::events::fit;

const N_EPOCHS: usize = 15;
const STEP: f32 = 0.03;

/// Some offered, of whom any of the wanted ones is right.
pub struct Choice<'a> {
    pub offered: Vec<&'a Features>,
    pub wanted: Vec<usize>,
    pub weight: f32,
}

/// The weights of all buckets.
pub fn weights(choices: &[Choice]) -> Vec<f32> {
    let mut weights = vec![0.0_f32; N_BUCKETS];
    let mut squares = vec![1e-6_f32; N_BUCKETS];
    let mut total = vec![0.0_f64; N_BUCKETS];
    let mut order: Vec<usize> = (0..choices.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for epoch in 0..N_EPOCHS {
        fit::shuffle(&mut order, &mut state);
        for &idx in &order {
            let one = &choices[idx];
            for (features, slope) in one.offered.iter().zip(slopes(one, &weights)) {
                if slope.abs() < 1e-4 {
                    continue;
                }
                for &(bucket, value) in *features {
                    let bucket = bucket as usize;
                    let slope = one.weight * slope * value;
                    squares[bucket] += slope * slope;
                    weights[bucket] -= STEP * slope / squares[bucket].sqrt();
                }
            }
        }
        if epoch * 2 >= N_EPOCHS {
            for (sum, weight) in total.iter_mut().zip(&weights) {
                *sum += f64::from(*weight);
            }
        }
    }
    let n = N_EPOCHS - N_EPOCHS.div_ceil(2);
    total.iter().map(|sum| (*sum / n as f64) as f32).collect()
}

/// How much the score of each offered should fall.
fn slopes(one: &Choice, weights: &[f32]) -> Vec<f32> {
    let score = |features: &&Features| -> f32 {
        features
            .iter()
            .map(|&(bucket, value)| value * weights[bucket as usize])
            .sum()
    };
    let scores: Vec<f32> = one.offered.iter().map(score).collect();
    let largest = scores
        .iter()
        .fold(f32::MIN, |largest, score| largest.max(*score));
    let shares: Vec<f32> = scores.iter().map(|score| (score - largest).exp()).collect();
    let sum: f32 = shares.iter().sum();
    let wanted: f32 = one
        .wanted
        .iter()
        .map(|&idx| shares[idx])
        .sum::<f32>()
        .max(1e-12);
    let slope = |(idx, share): (usize, &f32)| {
        let own = if one.wanted.contains(&idx) {
            share / wanted
        } else {
            0.0
        };
        share / sum - own
    };
    shares.iter().enumerate().map(slope).collect()
}
