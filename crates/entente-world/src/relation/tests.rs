//! Laws of relations: reports that are copied, and the order of things, change nothing; more that is known is known better.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::act::{Dated, Told, folded};
use super::*;

const ROOTS: [&str; 6] = ["CONSULT", "AID", "ACCUSE", "SANCTION", "AGREE", "ASSAULT"];

fn told(article: u32, story: u32, root: usize, day: i64) -> Told {
    let day = date(2031, 1, 1).saturating_add(day.days());
    Told {
        article,
        claim: 0,
        story: Some(story),
        root: ROOTS[root].to_owned(),
        actor: None,
        actor_home: Some("PER".to_owned()),
        recipient: None,
        recipient_home: Some("CHL".to_owned()),
        day,
        dated: Dated::Text,
        told: day,
        share: 0.9,
    }
}

fn pair() -> Pair {
    Pair {
        one: "PER".to_owned(),
        other: Some("CHL".to_owned()),
        from: None,
        to: None,
        least: 0.0,
        half_life_days: 90.0,
        step: Some(Step::Month),
    }
}

const PRIOR: Prior = Prior {
    mean: 0.4,
    strength: 3.0,
    n_pairs: 9,
};

fn relation(told: Vec<Told>) -> Relation {
    let mut acts = rows(&folded(told, &BTreeMap::new()));
    acts.sort_unstable();
    let day = date(2031, 12, 31);
    let published: Vec<(Date, u64)> = (0..12).map(|n| (date(2031, n + 1, 10), 40)).collect();
    reckon(&pair(), Some(day), PRIOR, &runs(&acts), &published)
}

fn acts() -> impl Strategy<Value = Vec<(u32, usize, i64)>> {
    prop::collection::vec((0_u32..30, 0..ROOTS.len(), 0_i64..360), 0..40)
}

fn as_told(acts: &[(u32, usize, i64)]) -> Vec<Told> {
    let numbered = acts.iter().zip(1..);
    numbered
        .map(|(&(story, root, day), article)| told(article, story, root, day))
        .collect()
}

proptest! {
    #[test]
    fn copied_reports_change_nothing(acts in acts(), n_copies in 1_u32..4) {
        let once = as_told(&acts);
        let mut several = once.clone();
        for copy in 1..=n_copies {
            several.extend(once.iter().cloned().map(|told| Told { article: told.article + 1_000 * copy, ..told }));
        }
        let (one, many) = (relation(once), relation(several));
        prop_assert_eq!(one.index, many.index);
        prop_assert_eq!(&one.periods, &many.periods);
        prop_assert_eq!(&one.alerts, &many.alerts);
    }

    #[test]
    fn order_does_not_matter(acts in acts(), seed in any::<u64>()) {
        let there = as_told(&acts);
        let mut other = there.clone();
        other.sort_by_key(|told| u64::from(told.article).wrapping_mul(seed | 1));
        prop_assert_eq!(relation(there), relation(other));
    }

    #[test]
    fn more_of_the_same_is_known_better(n_conflicts in 1_u32..6, n_others in 1_u32..6, times in 2_u32..6) {
        let day = date(2031, 6, 1);
        let index = |times: u32| {
            let (conflict, cooperation) = (f64::from(n_conflicts * times), f64::from(n_others * times));
            // Around its own mean, so that nothing pulls it elsewhere.
            let mean = f64::from(n_conflicts) / f64::from(n_conflicts + n_others);
            Index::of(cooperation, conflict, 1, Prior { mean, ..PRIOR })
        };
        let (few, many) = (index(1), index(times));
        prop_assert!(many.high - many.low < few.high - few.low);
        prop_assert!(few.low < few.share && few.share < few.high, "{few:?} on {day}");
    }

    #[test]
    fn what_comes_later_does_not_change_what_was_said(acts in acts(), later in acts()) {
        let before = as_told(&acts).into_iter().filter(|told| told.day < date(2031, 6, 1));
        let before: Vec<Told> = before.collect();
        let mut all = before.clone();
        let after = as_told(&later).into_iter().filter(|told| told.day >= date(2031, 6, 1));
        all.extend(after.map(|told| Told { article: told.article + 1_000, story: Some(100), ..told }));
        let said = |relation: &Relation| -> Vec<Alert> {
            relation.alerts.iter().filter(|alert| alert.to < date(2031, 6, 1)).cloned().collect()
        };
        prop_assert_eq!(said(&relation(before)), said(&relation(all)));
    }

    #[test]
    fn shares_are_shares(pairs in prop::collection::vec((1_u32..50, 0_u32..50), 0..30)) {
        let pairs: Vec<(u32, u32)> = pairs.into_iter().map(|(n, k)| (n, k.min(n))).collect();
        let prior = Prior::of(&pairs);
        prop_assert!(prior.mean > 0.0 && prior.mean < 1.0);
        prop_assert!((1.0..=100.0).contains(&prior.strength));
    }
}

#[test]
fn a_sudden_month_is_told_and_a_usual_one_is_not() {
    let mut usual: Vec<(u32, usize, i64)> = (0..10_u32)
        .map(|n| (n, n as usize % 2, i64::from(n) * 30))
        .collect();
    assert!(relation(as_told(&usual)).alerts.is_empty());
    usual.extend((0..12).map(|n| (100 + n, 3, 305)));
    let relation = relation(as_told(&usual));
    let why: Vec<Why> = relation.alerts.iter().map(|alert| alert.why).collect();
    assert_eq!(why, [Why::Activity, Why::MoreConflict]);
    assert!(relation.index.share > PRIOR.mean);
}

#[test]
fn of_nothing_what_is_expected_is_said() {
    let index = relation(Vec::new()).index;
    assert!((index.share - PRIOR.mean).abs() < 1e-12);
    assert!(index.high - index.low > 0.5);
}
