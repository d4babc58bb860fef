//! Dates: when the same thing was, as several reports say it.

pub mod alike;

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{
    ClaimKind, Content, Dep, Document, Period, Pos, Precision, Slot, SlotKind, Span, Strength,
    TimeExpression, TimeKind, Verdict,
};

use jiff::civil::Date;

use crate::Settings;
use crate::events::phrase;
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
    /// The words; of a range from its first to its last day.
    span: Span,
    period: Period,
    /// Is it a stretch from one date to another?
    is_range: bool,
    /// Does its report name these days only here?
    is_only: bool,
    frame: Frame,
    context: WordSet,
}

/// All dates of the story that are known to the year or finer, in slots.
pub(crate) fn slots(story: &Story, settings: &Settings) -> Vec<Slot> {
    let dated = dated(story);
    let mut pairs = alike::likely(story, &dated, settings.date_alike);
    pairs.retain(|(_, one, other)| answers_alike(&dated[*one], &dated[*other]));
    pairs.extend(exclusive(&dated));
    let stand_apart = |one: usize, other: usize| {
        let (one, other) = (&dated[one], &dated[other]);
        !fits(&one.period, &other.period) && !excludes(one, other)
    };
    let groups = join_alike(dated.len(), pairs, stand_apart);
    groups
        .iter()
        .map(|group| group.iter().map(|&idx| &dated[idx]).collect())
        .filter(|members: &Vec<&Dated>| is_worth_telling(story, members))
        .map(|members| slot_of(story, members))
        .collect()
}

/// A day that one report alone names stands with its act, unless it is a deadline.
fn is_worth_telling(story: &Story, members: &[&Dated]) -> bool {
    let reports: BTreeSet<usize> = members.iter().map(|dated| dated.told.report).collect();
    let is_deadline = |dated: &&Dated| {
        let text = story.documents[dated.told.report].text();
        let before = text
            .get(..dated.time.span.start as usize)
            .unwrap_or_default();
        let word = before.trim_end().rsplit(char::is_whitespace).next();
        word.is_some_and(|word| ["by", "until", "till"].contains(&word.to_lowercase().as_str()))
    };
    reports.len() > 1 || members.iter().any(is_deadline)
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
            span: time.span,
            period,
            frame,
            context,
            told,
            is_range: false,
            is_only: false,
        });
    }
    join_ranges(story, &mut dated);
    mark_only_ones(&mut dated);
    dated
}

/// "from 2009 to 2013", "beginning in 2009 and continuing through 2016": two dates are one stretch of time.
fn join_ranges(story: &Story, dated: &mut Vec<Dated>) {
    let mut by_place: Vec<usize> = (0..dated.len()).collect();
    by_place.sort_by_key(|&idx| (dated[idx].told.report, dated[idx].span));
    let mut is_end = vec![false; dated.len()];
    for pair in by_place.windows(2) {
        let (first, last) = (&dated[pair[0]], &dated[pair[1]]);
        if is_end[pair[0]] || !is_range(story, first, last) {
            continue;
        }
        let (span, to) = (first.span.join(last.span), last.period.to);
        is_end[pair[1]] = true;
        let range = &mut dated[pair[0]];
        range.span = span;
        range.period.to = to;
        range.is_range = true;
    }
    let mut is_end = is_end.into_iter();
    dated.retain(|_| !is_end.next().unwrap_or_default());
}

/// Do two dates that follow each other begin and end one stretch of time?
fn is_range(story: &Story, first: &Dated, last: &Dated) -> bool {
    const FARTHEST_BYTES: u32 = 32;
    const LINKS: [&str; 7] = ["to", "through", "until", "till", "-", "–", "—"];
    let report = first.told.report;
    let gap = last.span.start.saturating_sub(first.span.end);
    let is_next =
        report == last.told.report && first.told.claim.sentence == last.told.claim.sentence;
    let is_forward = first.period.precision == last.period.precision
        && first.period.from < last.period.from
        && first.span.end <= last.span.start;
    if !is_next || !is_forward || gap > FARTHEST_BYTES {
        return false;
    }
    let between = story.text(
        report,
        Span {
            start: first.span.end,
            end: last.span.start,
        },
    );
    let before = story.text(
        report,
        Span {
            start: first.told.claim.sentence.start,
            end: first.span.start,
        },
    );
    let link = between
        .trim()
        .trim_start_matches("and ")
        .rsplit(' ')
        .next()
        .unwrap_or_default();
    let starts = |cue: &str| before.trim_end().to_lowercase().ends_with(cue);
    LINKS.contains(&link) || (link == "and" && starts("between"))
}

/// Marks dates that their report names but once.
fn mark_only_ones(dated: &mut [Dated]) {
    let mut n_named: BTreeMap<(usize, Option<Date>, Option<Date>), usize> = BTreeMap::new();
    let key = |dated: &Dated| (dated.told.report, dated.period.from, dated.period.to);
    for one in dated.iter() {
        *n_named.entry(key(one)).or_default() += 1;
    }
    for one in dated {
        one.is_only = n_named.get(&key(one)) == Some(&1);
    }
}

/// One period lies in the other, and is not much finer than it.
fn fits(one: &Period, other: &Period) -> bool {
    one.contains(other) || other.contains(one)
}

/// Do both give a stretch or both a single date? The first or last day of a stretch is told alone, too.
fn answers_alike(one: &Dated, other: &Dated) -> bool {
    let is_day = one.period.precision == Precision::Day && other.period.precision == Precision::Day;
    let meets = one.period.from == other.period.from || one.period.to == other.period.to;
    one.is_range == other.is_range || (is_day && meets)
}

/// Two days for the very same act in the same tense: the same verb with the same things, not only a word or
/// two in common.
fn excludes(one: &Dated, other: &Dated) -> bool {
    const FEWEST_TOPICS: usize = 3;
    let is_day = |dated: &Dated| {
        dated.period.precision == Precision::Day && dated.period.from == dated.period.to
    };
    one.told.report != other.told.report
        && is_day(one)
        && is_day(other)
        && !one.period.overlaps(&other.period)
        && one.frame.tense == other.frame.tense
        && one.frame.tense != Tense::Open
        && one.frame.topics.len() >= FEWEST_TOPICS
        && one.frame.topics == other.frame.topics
}

/// Pairs of dates that cannot both be true of their act.
fn exclusive(dated: &[Dated]) -> Vec<(f64, usize, usize)> {
    const LIKELY: f64 = 0.5;
    let mut pairs = Vec::new();
    for one in 0..dated.len().min(MANY) {
        for other in one + 1..dated.len().min(MANY) {
            if excludes(&dated[one], &dated[other]) {
                pairs.push((LIKELY, one, other));
            }
        }
    }
    pairs
}

fn slot_of(story: &Story, mut members: Vec<&Dated>) -> Slot {
    members.sort_by_key(|dated| (story.number(dated.told.report), dated.time.span));
    let values = members
        .iter()
        .map(|dated| story.value(&dated.told, dated.span, in_words(&dated.period)));
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
    if excludes(one, other) {
        let (a, b) = (in_words(&one.period), in_words(&other.period));
        return Judgement {
            strength: Some(Strength::Hard),
            ..Judgement::new(
                Verdict::Contradict,
                "dates/apart",
                format!("the same act is on {a} in one report and on {b} in the other"),
            )
        };
    }
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

/// What is dated: the act that has the day, else the words that the day hangs on.
fn topic(story: &Story, members: &[&Dated]) -> String {
    let acts = members.iter().filter_map(|dated| {
        let claims = &story.claims[dated.told.report].claims;
        let event = claims.iter().find_map(|claim| match &claim.content {
            Content::Event(event) => {
                let span = event.period_span?;
                span.overlaps(dated.time.span).then_some(event)
            }
            _ => None,
        })?;
        let document = &story.documents[dated.told.report];
        if phrase::is_unfinished(document, event) {
            return None;
        }
        let clearness = phrase::clearness(document, event);
        Some((clearness, phrase::phrase(story, dated.told.report, event)))
    });
    let act = acts.max_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)));
    if let Some((_, act)) = act {
        return act;
    }
    let mut votes: BTreeMap<(bool, String), usize> = BTreeMap::new();
    for dated in members {
        let document = &story.documents[dated.told.report];
        let Some((is_thing, span)) = dated_words(document, dated.time.span) else {
            continue;
        };
        // "Senate Judiciary Committee (Thursday)" tells nothing.
        if is_thing && is_named(document, span) {
            continue;
        }
        let words = story.text(dated.told.report, span);
        if words.split_whitespace().count() <= 10 {
            *votes.entry((is_thing, words.to_owned())).or_default() += 1;
        }
    }
    let best = votes.iter().max_by_key(|((is_thing, words), n_votes)| {
        (*is_thing, **n_votes, words.len(), std::cmp::Reverse(words))
    });
    best.map(|((_, words), _)| words.clone())
        .unwrap_or_default()
}

/// Does a name, and no common noun, stand at the end of the words?
fn is_named(document: &Document, span: Span) -> bool {
    let last = document.tokens_in(span).last();
    last.is_some_and(|last| document.tokens[last].pos == Pos::Propn)
}

/// The words that a time hangs on: "military parade" in "Friday's military parade"; subject, verb and
/// object in "the crews trained on Friday".
/// First: is it a thing, and no clause?
fn dated_words(document: &Document, time: Span) -> Option<(bool, Span)> {
    let tokens = document.tokens_in(time);
    let outside = |idx: usize| document.head(idx).filter(|head| !tokens.contains(head));
    let mut idx = tokens.clone().find_map(outside)?;
    while document.tokens[idx].pos == Pos::Adp {
        idx = document.head(idx)?;
    }
    let chunk = |noun: usize| {
        let is_part = |child: &usize| {
            let dep = document.tokens[*child].dep;
            matches!(dep, Dep::Compound | Dep::Amod | Dep::Nummod) && !tokens.contains(child)
        };
        let first = document
            .children(noun)
            .find(is_part)
            .filter(|first| *first < noun);
        let run = first.unwrap_or(noun)..noun + 1;
        let is_cut = run.clone().any(|inner| tokens.contains(&inner));
        document.span(if is_cut { noun..noun + 1 } else { run })
    };
    let token = &document.tokens[idx];
    if matches!(token.pos, Pos::Noun | Pos::Propn) {
        return Some((true, chunk(idx)));
    }
    let subject = document
        .child(idx, &[Dep::Nsubj, Dep::Nsubjpass])
        .map(chunk);
    let object = document.child(idx, &[Dep::Dobj, Dep::Attr]).map(chunk);
    let span = subject.map_or(token.span, |subject| subject.join(token.span));
    let span = object
        .filter(|_| token.pos != Pos::Noun)
        .map_or(span, |object| span.join(object));
    let is_short = span.len() <= 90 && !span.overlaps(time);
    (is_short && !phrase::is_cut(document, idx, span)).then_some((false, span))
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
