//! Dates: when the same thing was, as several reports say it.

use entente_types::{
    Anchor, ClaimKind, Content, Period, Precision, Slot, SlotKind, TimeExpression, TimeKind,
    Verdict,
};

use crate::frame::{Frame, Tense, frame};
use crate::groups::join_alike;
use crate::slot::{self, Judgement};
use crate::story::{Story, Told};
use crate::words::{self, WordSet};

/// From so many dates on, only those of one day are compared.
const MANY: usize = 2000;

/// A date with what it dates.
struct Dated<'a> {
    told: Told<'a>,
    time: &'a TimeExpression,
    period: Period,
    frame: Frame,
    context: WordSet,
}

/// All dates of the story that are known to the year or finer, in slots.
pub(crate) fn slots(story: &Story) -> Vec<Slot> {
    let dated = dated(story);
    let mut pairs = Vec::new();
    let is_large = dated.len() > MANY;
    for one in 0..dated.len() {
        for other in one + 1..dated.len() {
            let (a, b) = (&dated[one], &dated[other]);
            let may_meet = !is_large || a.period == b.period;
            if let Some(score) = may_meet.then(|| likeness(story, a, b)).flatten() {
                pairs.push((score, one, other));
            }
        }
    }
    let stand_apart = |one: usize, other: usize| !fits(&dated[one].period, &dated[other].period);
    let groups = join_alike(dated.len(), pairs, stand_apart);
    groups
        .iter()
        .map(|group| slot_of(story, group.iter().map(|&idx| &dated[idx]).collect()))
        .collect()
}

fn dated<'a>(story: &Story<'a>) -> Vec<Dated<'a>> {
    let mut dated = Vec::new();
    for told in story.told(ClaimKind::Date) {
        let Content::Date(time) = &told.claim.content else {
            continue;
        };
        let period = story.period(told.report, Some(time.span), time.period);
        let Some(period) = period.filter(|period| period.precision < Precision::Vague) else {
            continue;
        };
        if !matches!(time.kind, TimeKind::Date | TimeKind::Time)
            || period.from.is_none()
            || period.to.is_none()
        {
            continue;
        }
        let document = &story.documents[told.report];
        let frame = frame(document, time.span);
        let context = words::content(document, told.claim.sentence);
        dated.push(Dated {
            time,
            period,
            frame,
            context,
            told,
        });
    }
    dated
}

/// One period lies in the other, and is not much finer than it.
fn fits(one: &Period, other: &Period) -> bool {
    one.contains(other) || other.contains(one)
}

/// How likely two dates date one thing; `None` if they do not.
fn likeness(story: &Story, one: &Dated, other: &Dated) -> Option<f64> {
    if !fits(&one.period, &other.period) {
        return None;
    }
    let rarity = &story.rarity;
    let frame = rarity.contained(&one.frame.topics, &other.frame.topics);
    let context = rarity.shared(&one.context, &other.context);
    let same = one.period == other.period;
    let finest = one.period.precision.min(other.period.precision);
    let is_telling = finest <= Precision::Week || (same && one.time.anchor == Anchor::Absolute);
    let mut shared = one.frame.topics.intersection(&other.frame.topics);
    let is_one_day =
        same && finest == Precision::Day && shared.any(|topic| rarity.weight(topic) > 0.8);
    let score = 0.5 * frame + 0.5 * context + if same { 0.25 } else { 0.0 };
    let score = if is_one_day { score.max(0.5) } else { score };
    let least = if is_telling { 0.5 } else { 0.6 };
    (score >= least && (frame > 0.0 || context > 0.3)).then_some(score.min(1.0))
}

fn slot_of(story: &Story, mut members: Vec<&Dated>) -> Slot {
    members.sort_by_key(|dated| (story.number(dated.told.report), dated.time.span));
    let values = members
        .iter()
        .map(|dated| story.value(&dated.told, dated.time.span, in_words(&dated.period)));
    let values = values.collect();
    let mut slot = slot::empty(SlotKind::Date, topic(story, &members), values);
    slot.trace = members
        .iter()
        .map(|dated| dated.time.rule.clone())
        .collect();
    slot.trace.sort();
    slot.trace.dedup();
    let mut judgements = Vec::new();
    for (idx, one) in members.iter().enumerate().take(60) {
        let others = members[idx + 1..]
            .iter()
            .take(60)
            .filter(|other| other.told.report != one.told.report);
        judgements.extend(others.map(|other| judge(one, other)));
    }
    let support = story.support(members.iter().map(|dated| &dated.told));
    slot::judge(&mut slot, Judgement::strongest(judgements.iter()), support);
    slot.period = members
        .iter()
        .map(|dated| dated.period)
        .min_by_key(|period| (period.precision, period.from));
    slot
}

fn judge(one: &Dated, other: &Dated) -> Judgement {
    let rule = "dates/same";
    if one.period == other.period {
        return Judgement::new(Verdict::Agree, rule, "the same days");
    }
    if one.frame.tense != other.frame.tense
        && one.frame.tense != Tense::Open
        && other.frame.tense != Tense::Open
    {
        return Judgement::new(
            Verdict::Compatible,
            "dates/status",
            "planned in one report, past in the other",
        );
    }
    Judgement::new(
        Verdict::Agree,
        "dates/coarser",
        "one report gives it more coarsely",
    )
}

/// What is dated: the words of the sentence around the first date, without the date.
fn topic(story: &Story, members: &[&Dated]) -> String {
    let Some(first) = members.first() else {
        return String::new();
    };
    let topics: Vec<&str> = first
        .frame
        .topics
        .iter()
        .map(String::as_str)
        .take(4)
        .collect();
    if topics.is_empty() {
        story.text(first.told.report, first.time.span).to_owned()
    } else {
        topics.join(", ")
    }
}

/// "2025-05-09", "2025-05", "2025", "2025-05-07 to 2025-05-10".
pub(crate) fn in_words(period: &Period) -> String {
    match (period.from, period.to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) if from.first_of_year() == from && to == from.last_of_year() => {
            from.year().to_string()
        }
        (Some(from), Some(to)) if from.first_of_month() == from && to == from.last_of_month() => {
            from.strftime("%Y-%m").to_string()
        }
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "open".to_owned(),
    }
}
