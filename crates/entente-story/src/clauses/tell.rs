//! Tells what a slot is about in a report's own words: a clause, or the whole sentence where a clause would lose who says it and
//! under which condition.

use std::collections::{HashMap, HashSet};

use entente_types::{Claim, Content, Slot, SlotKind, SlotValue, Span, Verdict};

use super::read::quotes;
use super::{Clause, Mood, Pair, stands_beside};
use crate::events::phrase::{one_line, without_open_marks};
use crate::story::Story;

/// Most bytes of a sentence that is told whole.
pub(super) const MAX_BYTES: usize = 400;

/// How likely two clauses tell one thing if one is shown for the day that both reports give.
const LIKE: f64 = 0.35;

/// The words of a clause in one line, without the place and the agency that stand before a report.
pub(crate) fn topic(story: &Story, clause: &Clause) -> String {
    written(story, clause, clause.told)
}

/// The sentence of a clause in one line, in the same way, if it is understood without the one before and is not too long.
pub(crate) fn in_full(story: &Story, clause: &Clause) -> Option<String> {
    let is_shown = clause.sentence_alone && clause.sentence_told.len() <= MAX_BYTES;
    is_shown.then(|| written(story, clause, clause.sentence_told))
}

pub(super) fn written(story: &Story, clause: &Clause, span: Span) -> String {
    let words = one_line(story.text(clause.report, span));
    let words = words.strip_prefix("that ").unwrap_or(&words);
    without_open_marks(words.trim_end_matches('.'))
}

/// Tells figures and days in a clause that holds them: "three" of "straight defeats" says little. What one origin alone gives is
/// told in its sentence; what several give in a clause only if a clause of another that gives it is like that one, and all others say
/// enough of it.
pub(crate) fn tell_values(story: &Story, clauses: &[Clause], pairs: &[Pair], slots: &mut [Slot]) {
    let likeness: HashMap<(usize, usize), f64> = pairs
        .iter()
        .flat_map(|&(likely, one, other)| [((one, other), likely), ((other, one), likely)])
        .collect();
    let is_measured = |slot: &&mut Slot| match slot.kind {
        SlotKind::Figure => matches!(slot.verdict, Verdict::Single | Verdict::Agree),
        SlotKind::Date => slot.verdict == Verdict::Agree,
        _ => false,
    };
    for slot in slots.iter_mut().filter(is_measured) {
        let is_single = slot.verdict == Verdict::Single;
        let is_day = slot.kind == SlotKind::Date;
        let own: Vec<usize> = slot
            .values
            .iter()
            .filter_map(|value| clause_of(story, clauses, value))
            .collect();
        // Of one origin alone every clause will do; of several, one that is like another's.
        let like = |clause: usize| -> Option<f64> {
            let others = own
                .iter()
                .filter_map(|&other| likeness.get(&(clause, other)));
            let likest = others.copied().reduce(f64::max);
            if is_single {
                Some(0.0)
            } else {
                likest.filter(|&likely| !is_day || likely >= LIKE)
            }
        };
        let told = slot.values.iter().filter_map(|value| {
            let holds = |&clause: &usize| holds(story, &clauses[clause], value);
            let all = (0..clauses.len()).filter(holds);
            let shortest = all.min_by_key(|&clause| clauses[clause].told.len())?;
            let is_told_there = |&other: &usize| {
                clauses[other].report == clauses[shortest].report
                    || stands_beside(story, &clauses[shortest], &clauses[other])
            };
            if !is_single && !own.iter().all(is_told_there) {
                return None;
            }
            let words = match is_single {
                true => in_full(story, &clauses[shortest])?,
                false => topic(story, &clauses[shortest]),
            };
            Some((like(shortest)?, words))
        });
        let best = told.max_by(|(like, one), (also, other)| {
            let by_likeness = like.total_cmp(also);
            by_likeness.then_with(|| (other.len(), other).cmp(&(one.len(), one)))
        });
        if let Some((_, words)) = best {
            slot.topic = words;
            slot.is_literal = true;
        }
    }
}

/// Does a clause that makes sense alone hold a value, vouched for by the same?
fn holds(story: &Story, clause: &Clause, value: &SlotValue) -> bool {
    clause.stands_alone
        && clause.mood != Mood::Open
        && clause.told.contains(value.span)
        && story.number(clause.report) == value.report
        && (!value.holders.is_empty() || !clause.is_quoted && !is_said(story, clause))
}

/// Does the clause stand in what somebody says?
pub(crate) fn is_said(story: &Story, clause: &Clause) -> bool {
    let mut quotes = quotes(story.claims[clause.report]);
    quotes.any(|quote| quote.content.iter().any(|said| said.contains(clause.head)))
}

/// Marks what one origin alone tells if a clause of another report may well tell the same.
pub(crate) fn mark_elsewhere(
    story: &Story,
    clauses: &[Clause],
    pairs: &[Pair],
    slots: &mut [Slot],
) {
    let paired: HashSet<usize> = pairs
        .iter()
        .flat_map(|&(_, one, other)| [one, other])
        .collect();
    let is_alone = |slot: &&mut Slot| {
        slot.verdict == Verdict::Single && matches!(slot.kind, SlotKind::Event | SlotKind::Figure)
    };
    for slot in slots.iter_mut().filter(is_alone) {
        let is_paired = |value: &SlotValue| {
            let number = clause_of(story, clauses, value);
            number.is_some_and(|number| paired.contains(&number))
        };
        slot.elsewhere |= slot.values.iter().any(is_paired);
    }
}

/// The clause that tells a value: of an act the one that its verb heads, of a figure the shortest around it.
fn clause_of(story: &Story, clauses: &[Clause], value: &SlotValue) -> Option<usize> {
    let trigger = trigger(story, value);
    let own = clauses
        .iter()
        .enumerate()
        .filter(|(_, clause)| story.number(clause.report) == value.report);
    let tells = |clause: &Clause| match trigger {
        Some(trigger) => clause.head == trigger,
        None => clause.span.contains(value.span),
    };
    own.filter(|(_, clause)| tells(clause))
        .min_by_key(|(_, clause)| clause.span.len())
        .map(|(number, _)| number)
}

/// The verb of an act.
fn trigger(story: &Story, value: &SlotValue) -> Option<Span> {
    let report = (0..story.claims.len()).find(|&report| story.number(report) == value.report)?;
    let is_claim = |claim: &&Claim| value.claims.contains(&claim.id);
    match &story.claims[report].claims.iter().find(is_claim)?.content {
        Content::Event(event) => Some(event.trigger),
        _ => None,
    }
}
