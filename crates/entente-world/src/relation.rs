//! How two sides stand to each other: acts told by stories, the share of conflict among them, and what departs from the
//! usual.
//!
//! ```text
//! rows of acts ─one for each act of a story─► Act ─► Index at the end of each period ─► Alert
//! ```
//!
//! An act that five reports of a story tell is one act: copies and echoes never count. Everything is reckoned from what the
//! view knows, without a clock, so the same view gives the same answer for ever.

mod act;
mod alert;
mod index;
mod kept;
mod period;
mod tail;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use act::day_of;
pub use act::{Act, Dated, Dealing, Quad};
pub(crate) use act::{CONFLICT, Counts, keep_acts, keep_all_acts, pair_counts, sides};
pub use alert::{Alert, BackTest, Why};
pub use index::{Index, Prior};
pub use kept::{ActRow, Order};
pub(crate) use kept::{keep_all_rows, keep_rows};
pub use period::Step;

use crate::{Error, View};

/// Articles that are looked through for each act, and how many times as many in each further turn.
const FEW: usize = 8;
const MORE: usize = 4;

/// What is asked of two sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// One side: an actor id, or a country as in ISO 3166-1 alpha-3.
    pub one: String,
    /// The other side; without it, everybody else.
    pub other: Option<String>,
    /// Only acts on that day or later.
    pub from: Option<Date>,
    /// Only acts on that day or before; the index stands as of that day. Default: the day of the last article.
    pub to: Option<Date>,
    /// Only acts that stand in at least this share of cases.
    pub least: f64,
    /// Days after which an act weighs half.
    pub half_life_days: f64,
    /// Length of a period; by default one that gives a dozen to a hundred of them.
    pub step: Option<Step>,
}

impl Pair {
    /// Does a day lie in the time that is asked for, which ends on `until`?
    fn is_within(&self, day: Date, until: Option<Date>) -> bool {
        self.from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
    }

    /// The same within a period.
    #[must_use]
    pub fn within(&self, period: &Stack) -> Self {
        Self {
            from: Some(period.from),
            to: Some(period.to),
            ..self.clone()
        }
    }

    /// Two sides, or one and everybody else, over all time, in the usual way.
    #[must_use]
    pub fn of(one: String, other: Option<String>, least: f64) -> Self {
        Self {
            one,
            other,
            from: None,
            to: None,
            least,
            half_life_days: 90.0,
            step: None,
        }
    }
}

/// How two sides stand to each other.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Relation {
    /// One side.
    pub one: String,
    /// The other side; `None` for everybody else.
    pub other: Option<String>,
    /// The day of which the index speaks; `None` if nothing is known of any day.
    pub day: Option<Date>,
    /// Days after which an act weighs half.
    pub half_life_days: f64,
    /// What would be expected of a pair of which nothing is known.
    pub prior: Prior,
    /// The share of conflict on that day.
    pub index: Index,
    /// Length of a period.
    pub step: Step,
    /// Without gaps, from the first act since the first article came out.
    pub periods: Vec<Stack>,
    /// What departed from the usual, in order of time, each told from what was published until then.
    pub alerts: Vec<Alert>,
    /// How often that was, and how often chance alone would do it.
    pub back_test: BackTest,
    /// Acts that it was reckoned from; [`View::act_rows`] gives them.
    pub n_acts: usize,
}

/// The acts of one period.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Stack {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Acts by quadrant: verbal and material cooperation, verbal and material conflict.
    pub acts: [u32; 4],
    /// Articles of all kinds that were published in it.
    pub n_articles: u64,
    /// The share of conflict at its end, from what was published until then.
    pub index: Index,
}

impl Stack {
    /// Acts of cooperation and of conflict.
    #[must_use]
    pub fn sides(&self) -> (u32, u32) {
        let [a, b, c, d] = self.acts;
        (a + b, c + d)
    }
}

impl View<'_> {
    /// How two sides stand to each other.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn relation(&self, pair: &Pair) -> Result<Relation, Error> {
        let published = self.published_by_day()?;
        let day = pair.to.or(published.last().map(|(day, _)| *day));
        let runs = match self.kept_runs(pair, day)? {
            Some(runs) => runs,
            None => runs(&self.told_acts(pair, day)?),
        };
        let pairs = self.pairs(pair.least)?.into_values();
        let pairs: Vec<(u32, u32)> = pairs
            .map(|[n, n_conflicts]| (small(n), small(n_conflicts)))
            .collect();
        let prior = Prior::of(&pairs);
        Ok(reckon(pair, day, prior, &runs, &published))
    }

    /// The acts that the relation of a pair is reckoned from, as they are counted, without the first `skipped`, so many at most;
    /// [`View::acts_of`] tells them in full.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn act_rows(
        &self,
        pair: &Pair,
        order: Order,
        [skipped, most]: [usize; 2],
    ) -> Result<Vec<ActRow>, Error> {
        let until = self.until(pair)?;
        if let Some(kept) = self.kept_acts(pair, until, order, [skipped, most])? {
            return Ok(kept);
        }
        let mut acts = self.told_acts(pair, until)?;
        if order == Order::LatestFirst {
            acts.reverse();
        }
        Ok(acts.into_iter().skip(skipped).take(most).collect())
    }

    /// The acts of a pair until a day, in order, read anew.
    fn told_acts(&self, pair: &Pair, until: Option<Date>) -> Result<Vec<ActRow>, Error> {
        let mut acts = rows(&self.acts(pair, None)?);
        acts.retain(|act| pair.is_within(act.day, until));
        acts.sort_unstable();
        Ok(acts)
    }

    /// The last day that is asked for.
    fn until(&self, pair: &Pair) -> Result<Option<Date>, Error> {
        match pair.to {
            Some(day) => Ok(Some(day)),
            None => self.last_day(),
        }
    }

    /// The latest acts of somebody, in order of their days.
    ///
    /// Where they were not kept: an act is never later than its reports. So the newest articles are looked through, with all of
    /// their stories, and more of them until as many acts as are asked for are later than every article that was left out.
    pub(crate) fn latest_acts(&self, pair: &Pair, most: usize) -> Result<Vec<Act>, Error> {
        let until = self.until(pair)?;
        if let Some(mut kept) = self.kept_acts(pair, until, Order::LatestFirst, [0, most])? {
            kept.reverse();
            return self.acts_of(pair, &kept);
        }
        let mut n_articles = most.saturating_mul(FEW);
        loop {
            let newest = self.newest(&pair.one, n_articles)?;
            let mut acts = self.acts(pair, Some(&newest.articles))?;
            acts.retain(|act| pair.is_within(act.day, until));
            let first = acts.len().saturating_sub(most);
            let is_enough = match (newest.before, acts.get(first)) {
                (None, _) => true,
                (Some(before), Some(act)) => acts.len() >= most && act.day > before,
                (Some(_), None) => false,
            };
            if is_enough {
                return Ok(acts.split_off(first));
            }
            n_articles = n_articles.saturating_mul(MORE);
        }
    }
}

/// A number of acts.
fn small(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Acts as they are counted.
fn rows(acts: &[Act]) -> Vec<ActRow> {
    acts.iter().filter_map(Act::row).collect()
}

/// Acts of one day that were told on one day, by quadrant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    day: Date,
    told: Date,
    acts: [u32; 4],
}

impl Run {
    /// Acts of cooperation and of conflict.
    fn sides(&self) -> (u32, u32) {
        let [a, b, c, d] = self.acts;
        (a + b, c + d)
    }
}

/// Runs of acts that are in order.
fn runs(acts: &[ActRow]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for act in acts {
        let ActRow { day, told, .. } = *act;
        let is_next = runs
            .last()
            .is_none_or(|run| (run.day, run.told) != (day, told));
        if is_next {
            runs.push(Run {
                day,
                told,
                acts: [0; 4],
            });
        }
        let run = runs.last_mut().expect("there is one");
        run.acts[act.quad as usize] += 1;
    }
    runs
}

/// Reckons everything from acts and the number of articles on each day, both in order.
fn reckon(
    pair: &Pair,
    day: Option<Date>,
    prior: Prior,
    runs: &[Run],
    published: &[(Date, u64)],
) -> Relation {
    // What lies before the first article is told in passing: it counts, but nobody was watching.
    let watched = published.first().map(|(day, _)| *day);
    let first = runs
        .first()
        .map(|run| watched.map_or(run.day, |watched| run.day.max(watched)));
    let span = first.zip(day).filter(|(from, to)| from <= to);
    let step = pair
        .step
        .unwrap_or_else(|| span.map_or(Step::Month, |(from, to)| Step::fitting(from, to)));
    let index = |days: &[Date]| Index::at(days, runs, prior, pair.half_life_days);
    let stack = |((from, to), index): ((Date, Date), Index)| {
        let mut stack = Stack {
            from,
            to,
            acts: [0; 4],
            n_articles: count(published, from, to),
            index,
        };
        let first = runs.partition_point(|run| run.day < from);
        for run in runs[first..].iter().take_while(|run| run.day <= to) {
            for (all, n) in stack.acts.iter_mut().zip(run.acts) {
                *all += n;
            }
        }
        stack
    };
    let periods = span.map_or_else(Vec::new, |(from, to)| period::between(step, from, to));
    let ends: Vec<Date> = periods.iter().map(|(_, to)| *to).collect();
    let periods = periods.into_iter().zip(index(&ends));
    let periods: Vec<Stack> = periods.map(stack).collect();
    let (alerts, back_test) = alert::test(&periods, runs);
    Relation {
        one: pair.one.clone(),
        other: pair.other.clone(),
        day,
        half_life_days: pair.half_life_days,
        index: day.map_or_else(|| Index::of(0.0, 0.0, 0, prior), |day| index(&[day])[0]),
        prior,
        step,
        periods,
        alerts,
        back_test,
        n_acts: runs.iter().flat_map(|run| run.acts).sum::<u32>() as usize,
    }
}

/// Articles from one day to another.
fn count(published: &[(Date, u64)], from: Date, to: Date) -> u64 {
    let first = published.partition_point(|(day, _)| *day < from);
    let inside = published[first..].iter().take_while(|(day, _)| *day <= to);
    inside.map(|(_, n)| n).sum()
}

#[cfg(test)]
mod tests;
