//! What each report is there to tell, in its own words.

use std::collections::BTreeSet;

use entente_types::{Claim, Dep, Period, Slot, Span, Verdict};

use super::{Clause, Group, Mood, claim, is_said, period, slot_of, tell};
use crate::account::lead_words;
use crate::story::Story;
use crate::words::{WordSet, content, content_of_text};

/// Least of the words of a report's title that stand in what it tells first.
const LEAST_TITLED: f64 = 0.2;
/// Fewest words that it has beside those of the title, which a page may give twice.
const FEWEST_BESIDE: usize = 3;
/// How much less each further sentence of a report is likely to tell it.
const LATER: f64 = 0.05;
/// Before everything else that happened.
const AHEAD: f64 = 1.0;

/// A clause of a report's lead, as it is shown.
struct Told<'c, 'a> {
    clause: &'c Clause,
    claim: &'a Claim,
    shown: Span,
    score: f64,
}

/// What each report tells first: of its main event and its lead the sentence, or the clause, that says most of its own title and of
/// what the others begin with.
/// Nothing if one of the groups tells that already.
pub(super) fn main_event(story: &Story, clauses: &[Clause], groups: &[Group]) -> Option<Slot> {
    let leads: Vec<WordSet> = story.documents.iter().map(lead_words).collect();
    let mut told: Vec<Told> = clauses
        .iter()
        .filter(|clause| is_in_front(story, clause))
        .filter_map(|clause| {
            let (shown, claim) = (shown(story, clause)?, claim(story, clause)?);
            Some(Told {
                clause,
                claim,
                shown,
                score: score(story, &leads, clause.report, shown)? - LATER * clause.sentence as f64,
            })
        })
        .collect();
    told.sort_by(|one, other| {
        let by_score = other.score.total_cmp(&one.score);
        by_score.then_with(|| one.clause.words.cmp(&other.clause.words))
    });
    let mut reports = BTreeSet::new();
    told.retain(|one| reports.insert(one.clause.report));
    let best = told.first()?;
    let is_told = |group: &Group| {
        let mut members = group.members.iter().map(|(clause, _)| clause);
        members
            .any(|clause| clause.report == best.clause.report && best.shown.contains(clause.span))
    };
    if groups.iter().any(is_told) {
        return None;
    }
    let group = Group {
        topic: tell::written(story, best.clause, best.shown),
        members: told.iter().map(|one| (one.clause, one.claim)).collect(),
        sure: 0.0,
    };
    let mut slot = slot_of(story, &group);
    for value in &mut slot.values {
        let own = told.iter().find(|one| {
            one.clause.span == value.span && story.number(one.clause.report) == value.report
        });
        value.told = own.map(|one| one.shown);
    }
    slot.weight = AHEAD;
    slot.is_main = true;
    slot.period = slot
        .period
        .filter(|_| told.len() == 1)
        .or_else(|| common(story, &told));
    if slot.support > 1 {
        slot.verdict = Verdict::Compatible;
        "what each report tells first, in its own words".clone_into(&mut slot.reason);
        slot.trace = vec!["clauses/main-event".to_owned()];
    }
    Some(slot)
}

/// The day on which several reports put it.
fn common(story: &Story, told: &[Told]) -> Option<Period> {
    let periods = told
        .iter()
        .filter_map(|one| period(story, one.clause, one.claim));
    let periods: Vec<Period> = periods.collect();
    let is_twice = |one: &&Period| periods.iter().filter(|other| other == one).count() > 1;
    periods
        .iter()
        .filter(is_twice)
        .min_by_key(|period| period.from)
        .copied()
}

/// Does it say something for certain in the main event of a report or in a sentence of its lead?
fn is_in_front(story: &Story, clause: &Clause) -> bool {
    let main = story.claims[clause.report].main_event.as_ref();
    let is_main = main.is_some_and(|event| event.sentence.contains(clause.span));
    clause.mood == Mood::Fact
        && !clause.is_quoted
        && !hangs(story, clause)
        && (is_main || clause.is_lead && clause.is_whole)
}

/// "After he had asked.": does the sentence want another that it hangs on?
fn hangs(story: &Story, clause: &Clause) -> bool {
    let document = &story.documents[clause.report];
    let sentence = document.sentence_span(clause.sentence);
    let mut tokens = document.tokens_in(sentence);
    let root = tokens.find(|&idx| document.tokens[idx].dep == Dep::Root);
    root.is_some_and(|root| document.child(root, &[Dep::Mark]).is_some())
}

/// The sentence of a clause, with whoever says it; else the clause, if its report vouches for it.
fn shown(story: &Story, clause: &Clause) -> Option<Span> {
    if clause.sentence_alone && clause.sentence_told.len() <= tell::MAX_BYTES {
        return Some(clause.sentence_told);
    }
    let is_own = clause.stands_alone && !clause.is_negated && !is_said(story, clause);
    is_own.then_some(clause.told)
}

/// How much of the title of its report stands there, and of what the others begin with; `None` if it has little to do with the
/// title, or no more than that.
fn score(story: &Story, leads: &[WordSet], report: usize, shown: Span) -> Option<f64> {
    let document = &story.documents[report];
    let words = content(document, shown);
    let title = document.article.title.as_ref();
    let title = title.map(|title| content_of_text(&title.value));
    // Of the words of a story the common ones, too, for they are what it is about.
    let titled = title
        .as_ref()
        .map(|title| title.intersection(&words).count() as f64 / title.len().max(1) as f64);
    let is_title = title.is_some_and(|title| words.difference(&title).count() < FEWEST_BESIDE);
    if is_title || titled.is_some_and(|titled| titled < LEAST_TITLED) {
        return None;
    }
    let others = (0..leads.len()).filter(|other| *other != report);
    let shares: f64 = others
        .map(|other| story.rarity.shared(&words, &leads[other]))
        .sum();
    let n_others = leads.len().saturating_sub(1).max(1);
    Some(titled.unwrap_or(0.0) + shares / n_others as f64)
}
