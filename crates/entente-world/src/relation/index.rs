//! The share of conflict among the acts of a pair, with how surely it is known.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Run;
use super::tail::beta_quantile;

/// Probability that lies below the interval, and above it.
const OUTSIDE: f64 = 0.05;
/// Acts that what is expected weighs at least and at most.
const STRENGTH: (f64, f64) = (1.0, 100.0);

/// What is expected of a pair of which nothing is known: the distribution of shares over all pairs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Prior {
    /// The mean share of conflict.
    pub mean: f64,
    /// How many acts it weighs as much as.
    pub strength: f64,
    /// Pairs of countries that it was reckoned from.
    pub n_pairs: usize,
}

impl Prior {
    /// The distribution of shares over pairs, from the acts of each: how many, and how many of them are conflict.
    ///
    /// With fewer than three pairs, nothing is expected: every share is as likely.
    ///
    /// # Source
    ///
    /// J. C. Kleinman, "Proportions with extraneous variance: single and independent samples", Journal of the American
    /// Statistical Association 68 (1973): the moments of the beta-binomial distribution, each pair weighted by its acts.
    #[must_use]
    pub fn of(pairs: &[(u32, u32)]) -> Self {
        let n_pairs = pairs.len();
        let all: f64 = pairs.iter().map(|(n, _)| f64::from(*n)).sum();
        if n_pairs < 3 || all <= 0.0 {
            return Self {
                mean: 0.5,
                strength: 2.0,
                n_pairs,
            };
        }
        let conflicts: f64 = pairs.iter().map(|(_, n)| f64::from(*n)).sum();
        // So that no share is held impossible.
        let mean = (conflicts + 1.0) / (all + 2.0);
        let (mut spread, mut once, mut weighted) = (0.0, 0.0, 0.0);
        for (n, n_conflicts) in pairs {
            let n = f64::from(*n);
            spread += n * (f64::from(*n_conflicts) / n - mean).powi(2);
            once += 1.0 - n / all;
            weighted += n * (1.0 - n / all);
        }
        let even = mean * (1.0 - mean);
        let likeness = (spread - even * once) / (even * (weighted - once)).max(f64::MIN_POSITIVE);
        let strength = match likeness > 0.0 {
            true => (1.0 / likeness - 1.0).clamp(STRENGTH.0, STRENGTH.1),
            false => STRENGTH.1,
        };
        Self {
            mean,
            strength,
            n_pairs,
        }
    }
}

/// The share of conflict on one day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Index {
    /// Its mean, 0 to 1.
    pub share: f64,
    /// It is smaller with a probability of 5 %.
    pub low: f64,
    /// It is larger with a probability of 5 %.
    pub high: f64,
    /// The weight of all acts, an act of that day weighing 1.
    pub weight: f64,
    /// Acts that it was reckoned from.
    pub n_acts: usize,
    #[serde(skip)]
    pub(super) beta: (f64, f64),
}

impl Index {
    /// The share of conflict at the end of each of some days, which are in order, from acts that were both done and published until
    /// then.
    ///
    /// Each act counts as 2^(−age / half-life) of an act: Beta(m·k + Σ w·conflict, (1 − m)·k + Σ w·cooperation), where m and k
    /// are mean and strength of the prior. The interval holds the share with a probability of 90 %.
    ///
    /// # Source
    ///
    /// The discount of what is old: M. West, J. Harrison, "Bayesian Forecasting and Dynamic Models", 2nd ed. (1997), 6.3; a
    /// likelihood raised to a power: J. G. Ibrahim, M.-H. Chen, "Power prior distributions for regression models",
    /// Statistical Science 15 (2000).
    #[must_use]
    pub(super) fn at(days: &[Date], runs: &[Run], prior: Prior, half_life_days: f64) -> Vec<Self> {
        let left = |from: Date, to: Date| {
            let age = f64::from((to - from).get_days());
            (-age / half_life_days.max(f64::MIN_POSITIVE)).exp2()
        };
        // What is new on each day first, as it weighs then: later it fades with all that came before.
        let mut new = vec![(0.0, 0.0, 0); days.len()];
        for run in runs {
            let since = run.day.max(run.told);
            let idx = days.partition_point(|day| *day < since);
            let Some((cooperation, conflict, n_acts)) = new.get_mut(idx) else {
                continue;
            };
            let weight = left(run.day, days[idx]);
            let (together, apart) = run.sides();
            *n_acts += (together + apart) as usize;
            *cooperation += weight * f64::from(together);
            *conflict += weight * f64::from(apart);
        }
        let (mut sums, mut before) = ((0.0, 0.0, 0), None);
        let sum = |(day, (cooperation, conflict, n_acts)): (&Date, (f64, f64, usize))| {
            let fading = before.map_or(0.0, |before| left(before, *day));
            before = Some(*day);
            sums = (
                sums.0 * fading + cooperation,
                sums.1 * fading + conflict,
                sums.2 + n_acts,
            );
            Self::of(sums.0, sums.1, sums.2, prior)
        };
        days.iter().zip(new).map(sum).collect()
    }

    pub(super) fn of(cooperation: f64, conflict: f64, n_acts: usize, prior: Prior) -> Self {
        let a = prior.mean * prior.strength + conflict;
        let b = (1.0 - prior.mean) * prior.strength + cooperation;
        Self {
            share: a / (a + b),
            low: beta_quantile(OUTSIDE, a, b),
            high: beta_quantile(1.0 - OUTSIDE, a, b),
            weight: cooperation + conflict,
            n_acts,
            beta: (a, b),
        }
    }
}
