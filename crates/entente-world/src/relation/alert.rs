//! What departs from the usual, and how often that would have been said in the past.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::tail::{at_least, both_tails};
use super::{Run, Stack};

/// Probability below which something is told.
const RARE: f64 = 0.01;
/// Periods that must lie before one that is judged.
const MIN_HISTORY: usize = 4;
/// Acts that a period must have to be told of.
const MIN_ACTS: u32 = 3;
/// How much a period weighs beside the next one, when the usual number is reckoned.
const FADING: f64 = 0.95;

/// In which way a period departs from the usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// More acts than usual.
    Activity,
    /// More of them conflict than the index said before.
    MoreConflict,
    /// Fewer of them conflict than the index said before.
    LessConflict,
}

/// A period that departs from the usual, as it could be told at its end.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Alert {
    /// First day of the period.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// In which way.
    pub why: Why,
    /// Acts of the period: all, or those of conflict.
    pub n: u32,
    /// All acts of the period.
    pub of: u32,
    /// How many were expected.
    pub expected: f64,
    /// How likely that many, or that few, were.
    pub probability: f64,
}

/// How the rules of alerts would have done in the past.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct BackTest {
    /// Periods that had enough before them to be judged.
    pub n_periods: usize,
    /// Periods with an alert.
    pub n_alerts: usize,
    /// Questions that were asked of them: of the number of acts, and of the share of conflict where there were acts.
    pub n_questions: usize,
    /// Alerts that chance alone would make, at most.
    pub by_chance: f64,
}

/// Judges each period by what was published until its end: nothing that became known later is used.
///
/// The number of acts: λ ~ Gamma over the earlier periods, each counted against the articles published in it, so that a
/// period in which more was read is not taken for one in which more happened; then a negative binomial tail, widened by
/// how unevenly the earlier periods were told. The share: a beta-binomial tail under the index at the end of the period before.
///
/// # Source
///
/// Counts: C. P. Farrington et al., "A statistical algorithm for the early detection of outbreaks of infectious disease",
/// Journal of the Royal Statistical Society A 159 (1996), in its conjugate form. Shares: A. Gelman, X.-L. Meng, H. Stern,
/// "Posterior predictive assessment of model fitness via realized discrepancies", Statistica Sinica 6 (1996).
pub(super) fn test(periods: &[Stack], runs: &[Run]) -> (Vec<Alert>, BackTest) {
    let mut alerts = Vec::new();
    let mut back_test = BackTest::default();
    let mut counts = vec![(0, 0); periods.len()];
    for (idx, published) in published(periods, runs).into_iter().enumerate() {
        for (of, (n, n_conflicts)) in published {
            counts[of].0 += n;
            counts[of].1 += n_conflicts;
        }
        if idx < MIN_HISTORY {
            continue;
        }
        let now = Then {
            periods: &periods[..=idx],
            counts: &counts[..=idx],
        };
        back_test.n_periods += 1;
        back_test.n_questions += 1;
        let n_before = alerts.len();
        alerts.extend(activity(&now));
        if now.last().1 > 0 {
            back_test.n_questions += 1;
            alerts.extend(share(&now));
        }
        back_test.n_alerts += usize::from(alerts.len() > n_before);
    }
    back_test.by_chance = back_test.n_questions as f64 * RARE;
    (alerts, back_test)
}

/// For each period the acts that were published in it, and those of conflict, by the periods in which they were done. With the
/// first stand those that were published before.
fn published(periods: &[Stack], runs: &[Run]) -> Vec<BTreeMap<usize, (u32, u32)>> {
    let of = |day: Date| periods.partition_point(|period| period.to < day);
    let mut published = vec![BTreeMap::new(); periods.len()];
    for run in runs {
        let done = of(run.day);
        let is_inside = periods
            .get(done)
            .is_some_and(|period| period.from <= run.day);
        if let Some(counts) = published.get_mut(of(run.told)).filter(|_| is_inside) {
            let (together, apart) = run.sides();
            let (n, n_conflicts): &mut (u32, u32) = counts.entry(done).or_default();
            *n += together + apart;
            *n_conflicts += apart;
        }
    }
    published
}

/// What was known of all periods at the end of the last of them.
struct Then<'a> {
    periods: &'a [Stack],
    /// Acts of each period that were published by then, and those of conflict.
    counts: &'a [(u32, u32)],
}

impl<'a> Then<'a> {
    /// The last period, its acts, and those of conflict.
    fn last(&self) -> (&'a Stack, u32, u32) {
        let last = self.periods.len() - 1;
        let (n, n_conflicts) = self.counts[last];
        (&self.periods[last], n, n_conflicts)
    }
}

fn activity(then: &Then) -> Option<Alert> {
    let (period, n, _) = then.last();
    let before = &then.periods[..then.periods.len() - 1];
    let weights = (0..before.len()).map(|idx| FADING.powi((before.len() - 1 - idx) as i32));
    // Half an act in a usual period: what is not known to happen never is not impossible.
    let (mut acts, mut articles, mut all) = (0.5, 0.0, 0.0);
    for ((stack, (n, _)), weight) in before.iter().zip(then.counts).zip(weights) {
        acts += weight * f64::from(*n);
        articles += weight * stack.n_articles as f64;
        all += weight;
    }
    let exposure = period.n_articles as f64;
    if articles <= 0.0 || exposure <= 0.0 {
        return None;
    }
    let rate = acts / (articles + articles / all.max(1.0));
    let expected = rate * exposure;
    let variance = expected * unevenness(before, then.counts, rate) + expected * expected / acts;
    let probability = at_least(n, expected, variance);
    (n >= MIN_ACTS && probability < RARE).then_some(Alert {
        from: period.from,
        to: period.to,
        why: Why::Activity,
        n,
        of: n,
        expected,
        probability,
    })
}

/// How much larger than Poisson's the variance of the counts is: Pearson's statistic for each degree of freedom, at least 1.
fn unevenness(before: &[Stack], counts: &[(u32, u32)], rate: f64) -> f64 {
    let terms = before.iter().zip(counts).filter_map(|(stack, (n, _))| {
        let expected = rate * stack.n_articles as f64;
        (expected > 0.0).then(|| (f64::from(*n) - expected).powi(2) / expected)
    });
    let (sum, n) = terms.fold((0.0, 0_u32), |(sum, n), term| (sum + term, n + 1));
    (sum / f64::from(n.saturating_sub(1).max(1))).max(1.0)
}

fn share(then: &Then) -> Option<Alert> {
    let (period, n, n_conflicts) = then.last();
    let index = then.periods[then.periods.len() - 2].index;
    let (a, b) = index.beta;
    let (below, above) = both_tails(n_conflicts, n, a, b);
    let (why, probability) = match above < below {
        true => (Why::MoreConflict, above),
        false => (Why::LessConflict, below),
    };
    // Two tails are looked at.
    let probability = (2.0 * probability).min(1.0);
    (n >= MIN_ACTS && probability < RARE).then_some(Alert {
        from: period.from,
        to: period.to,
        why,
        n: n_conflicts,
        of: n,
        expected: index.share * f64::from(n),
        probability,
    })
}
