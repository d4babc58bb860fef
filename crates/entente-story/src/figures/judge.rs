//! How the answers to one question stand to each other.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use entente_types::{Hedge, Realis, Strength, Verdict};
use jiff::civil::Date;

use crate::figures::alike::{is_slip, relation, shifted};
use crate::figures::read::Stated;
use crate::interval::{Amount, Relation, amount_in_words, number, overlap};
use crate::slot::Judgement;
use crate::story::Story;

pub(crate) fn judgements(story: &Story, members: &[&Stated]) -> Vec<(usize, usize, Judgement)> {
    const MOST: usize = 60;
    let mut judgements = Vec::new();
    for (idx, one) in members.iter().enumerate().take(MOST) {
        for other in members.iter().take(MOST).skip(idx + 1) {
            let judgement = judge(story, one, other);
            // Inside one report only parties can exclude each other; what else differs there is a tension.
            if one.told.report != other.told.report || judgement.verdict == Verdict::Disputed {
                judgements.push((one.told.report, other.told.report, judgement));
            }
        }
    }
    judgements
}

/// How two answers to one question stand to each other.
fn judge(story: &Story, one: &Stated, other: &Stated) -> Judgement {
    let words = |stated: &Stated| {
        let text = story.text(stated.told.report, stated.span);
        format!("“{text}” in report {}", story.number(stated.told.report).0)
    };
    let both = |says: &str| format!("{} and {} {says}", words(one), words(other));
    match relation(one, other) {
        Relation::Same | Relation::Rounds
            if one.excludes != other.excludes && one.amount.nominal != other.amount.nominal =>
        {
            let reason = both("can both be true, as one leaves somebody out");
            Judgement::new(Verdict::Compatible, "figures/other", reason)
        }
        Relation::Same if one.is_derived != other.is_derived => {
            Judgement::new(Verdict::Agree, "figures/derived", both("come to the same"))
        }
        Relation::Same => Judgement::new(Verdict::Agree, "figures/same", "the same value"),
        Relation::Rounds => Judgement::new(
            Verdict::Agree,
            "figures/rounds",
            both("are one value, rounded"),
        ),
        Relation::Overlaps => {
            let (a, b) = (shifted(one, other).interval, shifted(other, one).interval);
            let common = Amount {
                interval: Amount::common(a, b),
                ..one.amount.clone()
            };
            let range = amount_in_words(&common, one.is_count);
            let reason = both(&format!("can both be true ({range})"));
            Judgement::new(Verdict::Compatible, "figures/overlap", reason)
        }
        Relation::Touches => {
            let reason = both("differ only in the words around the number");
            Judgement::new(Verdict::Compatible, "figures/hedge", reason)
        }
        Relation::Apart {
            gap_percent,
            is_hard,
        } => {
            if let Some(scope) = scope_between(one, other) {
                return Judgement::new(
                    Verdict::Compatible,
                    "figures/scope",
                    both(&format!("differ in scope: {scope}")),
                );
            }
            if let Some(later) = later(story, one, other) {
                return later;
            }
            let (verdict, rule) = if is_dispute(one, other) {
                (Verdict::Disputed, "figures/other holders")
            } else if both_grow(one, other) {
                let reason = "a number that grows, and the reports do not say as of when";
                return Judgement::new(Verdict::Compatible, "figures/grows", reason);
            } else if both_move(one, other) {
                let reason =
                    "a number that goes up and down, and the reports do not say as of when";
                return Judgement::new(Verdict::Compatible, "figures/moves", reason);
            } else if is_of_another_time(story, one, other) {
                let reason = both("differ in scope: only one says when, and that is not now");
                return Judgement::new(Verdict::Compatible, "figures/scope", reason);
            } else {
                (Verdict::Contradict, "figures/apart")
            };
            let strength = if is_hard {
                Strength::Hard
            } else {
                Strength::Soft
            };
            let reason = both(&format!("exclude each other, {gap_percent:.1} % apart"));
            Judgement {
                strength: (verdict == Verdict::Contradict).then_some(strength),
                gap_percent: Some((gap_percent * 10.0).round() / 10.0),
                ..Judgement::new(verdict, rule, reason)
            }
        }
    }
}

/// What the two are limited to, where both say so and differ.
fn scope_between(one: &Stated, other: &Stated) -> Option<String> {
    if let (Some(a), Some(b)) = (one.period, other.period)
        && a != b
    {
        return Some("another time".to_owned());
    }
    if one.change.is_some() != other.change.is_some() {
        return Some("a change and a level".to_owned());
    }
    if one.is_part != other.is_part {
        return Some("a part and the whole".to_owned());
    }
    let is_plan = |realis: Option<Realis>| match realis? {
        Realis::Happened | Realis::UnderWay => Some(false),
        Realis::Planned | Realis::Ordered | Realis::Proposed | Realis::Predicted => Some(true),
        Realis::Hypothetical | Realis::Generic => None,
    };
    let is_expected = one.is_count && one.excludes != other.excludes;
    match (is_plan(one.realis), is_plan(other.realis)) {
        (Some(a), Some(b)) if a != b && !is_expected => Some("expected and happened".to_owned()),
        _ => None,
    }
}

/// Does one alone say when, and tell of days that were over weeks before its report, or are weeks off?
fn is_of_another_time(story: &Story, one: &Stated, other: &Stated) -> bool {
    const NEWS: i32 = 14;
    if is_slip(one.amount.nominal, other.amount.nominal) {
        return false;
    }
    let (dated, when) = match (one.period, other.period) {
        (Some(when), None) => (one, when),
        (None, Some(when)) => (other, when),
        _ => return false,
    };
    let report = dated.told.report;
    let published = story.times.published(&story.documents[report], report);
    let days = |from: Date, to: Date| (to - from).get_days();
    published.is_some_and(|published| {
        when.to.is_some_and(|to| days(to, published) > NEWS)
            || when.from.is_some_and(|from| days(published, from) > NEWS)
    })
}

/// A number that grows while it is told: the later and larger one replaces the earlier one.
fn later(story: &Story, one: &Stated, other: &Stated) -> Option<Judgement> {
    let day = |stated: &Stated| {
        let report = stated.told.report;
        story.times.published(&story.documents[report], report)
    };
    let is_first = one.amount.nominal <= other.amount.nominal;
    let (low, high) = if is_first { (one, other) } else { (other, one) };
    let (before, after) = (day(low)?, day(high)?);
    (both_grow(one, other) && before < after).then(|| {
        let reason = format!("a number that grows; {after} is later than {before}");
        Judgement::new(Verdict::Updated, "figures/later", reason)
    })
}

/// Do both tell of what grows while it is told, as the dead of a storm?
pub(super) fn both_grow(one: &Stated, other: &Stated) -> bool {
    let grows = |stated: &Stated| {
        stated.words.iter().any(|word| is_growing(word)) || is_growing(&stated.property)
    };
    grows(one) && grows(other)
}

/// Does the number of this grow while a story is told?
pub(crate) fn is_growing(word: &str) -> bool {
    static GROWING: Words = LazyLock::new(|| words_of(include_str!("../../data/growing.tsv")));
    GROWING.contains(&word)
}

/// Does it go up and down, so that both can be right?
fn both_move(one: &Stated, other: &Stated) -> bool {
    static MOVING: Words = LazyLock::new(|| words_of(include_str!("../../data/moving.tsv")));
    let moves = |stated: &Stated| {
        let mut words = stated.words.iter().chain([&stated.property]);
        words.any(|word| MOVING.contains(&word.as_str()))
    };
    moves(one) && moves(other)
}

type Words = LazyLock<Vec<&'static str>>;

fn words_of(table: &'static str) -> Vec<&'static str> {
    crate::table::rows(table).map(|row| row[0]).collect()
}

/// Do different parties vouch for the two?
pub(crate) fn is_dispute(one: &Stated, other: &Stated) -> bool {
    let holder = |stated: &Stated| stated.told.holders.last().cloned();
    match (holder(one), holder(other)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// Adds to a contradiction what the answers that do not take part in it allow together.
pub(crate) fn with_rest(story: &Story, mut judgement: Judgement, members: &[&Stated]) -> Judgement {
    if judgement.verdict > Verdict::Disputed || members.len() < 3 {
        return judgement;
    }
    let mut rest: Vec<&Stated> = members.to_vec();
    let conflicts = |stated: &Stated, all: &[&Stated]| {
        let apart = |other: &&&Stated| matches!(relation(stated, other), Relation::Apart { .. });
        all.iter().filter(apart).count()
    };
    while let Some(worst) = (0..rest.len()).max_by_key(|&idx| conflicts(rest[idx], &rest)) {
        if conflicts(rest[worst], &rest) == 0 {
            break;
        }
        rest.remove(worst);
    }
    let numbers: BTreeSet<u32> = rest
        .iter()
        .map(|stated| story.number(stated.told.report).0)
        .collect();
    if numbers.len() > 1 {
        let all = rest
            .iter()
            .map(|stated| stated.amount.interval)
            .reduce(Amount::common);
        let range = all
            .map(|interval| {
                let common = Amount {
                    interval,
                    ..rest[0].amount.clone()
                };
                amount_in_words(&common, rest[0].is_count)
            })
            .unwrap_or_default();
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        judgement.reason += &format!("; reports {} agree on {range}", numbers.join(", "));
    }
    judgement
}

/// Tells the whole way of a number that grows: each value with the day of its report, "14 (2031-03-02), then
/// 19 (2031-03-04)".
pub(crate) fn with_way(story: &Story, mut judgement: Judgement, members: &[&Stated]) -> Judgement {
    if judgement.verdict != Verdict::Updated {
        return judgement;
    }
    let mut steps: Vec<(Date, f64, String)> = Vec::new();
    for stated in members {
        let report = stated.told.report;
        if let Some(day) = story.times.published(&story.documents[report], report) {
            let words = story.text(report, stated.span).to_owned();
            steps.push((day, stated.amount.nominal, words));
        }
    }
    steps.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
    steps.dedup_by(|one, other| one.1 == other.1);
    let told = steps
        .iter()
        .map(|(day, _, words)| format!("{words} ({day})"));
    let told: Vec<String> = told.collect();
    judgement.reason = format!("a number that grows: {}", told.join(", then "));
    judgement
}

/// What does not fit inside one report, or fits only if much changed from one time to another.
pub(crate) fn tension(story: &Story, members: &[&Stated]) -> Option<String> {
    at_odds_with_itself(story, members).or_else(|| {
        let mut pairs = members.iter().enumerate().flat_map(|(idx, one)| {
            let others = members[idx + 1..].iter();
            others.map(move |other| (*one, *other))
        });
        pairs.find_map(|(one, other)| other_pace(story, one, other))
    })
}

/// Two counts over stretches of time that share days, one of which comes to more than twice as many a
/// year as the other: "over 40 times since 2022", "three times last year".
fn other_pace(story: &Story, one: &Stated, other: &Stated) -> Option<String> {
    const FACTOR: f64 = 2.0;
    let (a, b) = (one.period?, other.period?);
    if !one.is_count || !other.is_count || a == b || !a.overlaps(&b) {
        return None;
    }
    let (pace, other_pace) = (a_year(story, one)?, a_year(story, other)?);
    let is_far = pace.max(other_pace) > FACTOR * pace.min(other_pace);
    let words = |stated: &Stated| story.text(stated.told.report, stated.span);
    is_far.then(|| {
        format!(
            "“{}” comes to about {} a year and “{}” to about {}",
            words(one),
            number(pace.round().max(1.0)),
            words(other),
            number(other_pace.round().max(1.0))
        )
    })
}

/// How many a year a count over a stretch of time comes to. What still goes on ends with its report.
fn a_year(story: &Story, stated: &Stated) -> Option<f64> {
    const DAYS_PER_YEAR: f64 = 365.25;
    const SHORTEST_DAYS: i32 = 28;
    let period = stated.period?;
    let report = stated.told.report;
    let published = story.times.published(&story.documents[report], report);
    let end = match (period.to, published) {
        (Some(to), Some(published)) => to.min(published),
        (to, published) => to.or(published)?,
    };
    let days = period.from?.until(end).ok()?.get_days() + 1;
    (days >= SHORTEST_DAYS).then(|| stated.amount.nominal.abs() * DAYS_PER_YEAR / f64::from(days))
}

fn at_odds_with_itself(story: &Story, members: &[&Stated]) -> Option<String> {
    for (idx, one) in members.iter().enumerate() {
        for other in &members[idx + 1..] {
            if one.told.report == other.told.report && is_at_odds(one, other) {
                let words = |stated: &Stated| story.text(stated.told.report, stated.span);
                let number = story.number(one.told.report).0;
                return Some(format!(
                    "report {number} says “{}” and “{}”",
                    words(one),
                    words(other)
                ));
            }
        }
    }
    None
}

/// Do the words of one report exclude each other, or one the very number that the other gives?
fn is_at_odds(one: &Stated, other: &Stated) -> bool {
    let is_strict = |stated: &Stated| matches!(stated.amount.hedge, Hedge::Over | Hedge::Under);
    let is_border = one.amount.nominal == other.amount.nominal
        && ((is_strict(one) && other.amount.hedge == Hedge::Exact)
            || (is_strict(other) && one.amount.hedge == Hedge::Exact));
    let excludes = !overlap(one.amount.interval, other.amount.interval);
    one.excludes == other.excludes && (is_border || excludes)
}
