//! Figures: which of them answer one question, and how the answers stand to each other.

pub mod alike;
mod inside;
mod judge;
mod read;

use std::collections::BTreeSet;

use entente_types::{ActorId, Content, Hedge, Measure, Slot, SlotKind, Span};

use crate::Settings;
use crate::clauses::Places;
use crate::groups::join_alike;
use crate::interval::{amount_in_words, in_words, money, number, with_unit};
use crate::slot;
use crate::story::Story;
use crate::words;

use alike::{Compared, opposed, stand_apart};
pub(crate) use judge::is_growing;
use judge::{judgements, tension, with_rest, with_way};
use read::{Stated, stated};

/// All figures of the story, in slots.
pub(crate) fn slots(story: &Story, places: &Places, settings: &Settings) -> Vec<Slot> {
    let stated = stated(story);
    let pairs = Compared::new(story, &stated, places).likely(&stated, settings);
    let opposed = opposed(&stated, &pairs);
    let stand_apart = |one: usize, other: usize| stand_apart(&stated, &opposed, one, other);
    let groups = join_alike(stated.len(), pairs, stand_apart);
    let misfits = inside::misfits(story, &stated);
    let slot = |group: &Vec<usize>| {
        let mut slot = slot_of(story, group.iter().map(|&idx| &stated[idx]).collect());
        let misfit = group.iter().find_map(|&idx| misfits[idx].clone());
        slot.tension = slot.tension.or(misfit);
        slot
    };
    groups.iter().map(slot).collect()
}

fn slot_of(story: &Story, mut members: Vec<&Stated>) -> Slot {
    members.sort_by_key(|stated| (story.number(stated.told.report), stated.span));
    let values = members.iter().map(|stated| {
        let mut value = story.value(&stated.told, stated.span, normalized(stated));
        value.derived = stated.is_derived;
        value
    });
    let values = values.collect();
    let mut slot = slot::empty(SlotKind::Figure, topic(story, &members), values);
    slot.trace = rules(&members);
    let decisive = slot::decisive(judgements(story, &members))
        .map(|judgement| with_way(story, with_rest(story, judgement, &members), &members));
    let support = story.support(members.iter().map(|stated| &stated.told));
    slot::judge(&mut slot, decisive.as_ref(), support);
    slot.tension = tension(story, &members);
    // A number of which the words do not tell what it counts stands behind the others.
    if members.iter().all(|stated| stated.counted.is_none()) {
        slot.weight = -UNKNOWN_OWNER;
    }
    slot.period = members.iter().find_map(|stated| stated.period);
    slot.realis = members.iter().find_map(|stated| stated.realis);
    let actors: BTreeSet<ActorId> = members
        .iter()
        .flat_map(|stated| stated.about.iter().cloned())
        .collect();
    slot.actors = actors.into_iter().collect();
    slot
}

fn rules(members: &[&Stated]) -> Vec<String> {
    let mut rules: Vec<String> = members
        .iter()
        .map(|stated| stated.told.claim.rule.clone())
        .collect();
    if members.iter().any(|stated| stated.is_derived) {
        rules.push("figures/length of a range of days".to_owned());
    }
    if members.len() > 1 {
        rules.push("figures/alike".to_owned());
    }
    rules.sort();
    rules.dedup();
    rules
}

/// The value in words: "26 to 29", "$244.8 billion", "at least 22", "4 days".
fn normalized(stated: &Stated) -> String {
    let Content::Figure(figure) = &stated.told.claim.content else {
        return amount_in_words(&stated.amount, stated.is_count);
    };
    if stated.amount.dimension == "years since" {
        return amount_in_words(&stated.amount, true);
    }
    let is_exact = figure.hedge == Hedge::Exact && figure.nominal_high.is_none();
    let range = if is_exact {
        number(figure.nominal)
    } else {
        in_words(figure.interval, stated.is_count)
    };
    match figure.measure {
        Measure::Money => money(&figure.unit.code, &range),
        Measure::Percent => with_unit(&range, "percentage", false),
        _ => with_unit(&range, &figure.unit.name, is_exact && figure.nominal == 1.0),
    }
}

/// How far a number without an owner is set back.
const UNKNOWN_OWNER: f64 = 1.0;

/// Words at the start of a noun phrase that make no sense away from their sentence.
const LEADING: [&str; 15] = [
    "his", "her", "its", "their", "our", "my", "the", "a", "an", "this", "these", "other", "of",
    "just", "only",
];

/// Words at an end of a phrase from which a number was cut: "course of | two years", "gates | and | two doors".
const HANGING: [&str; 14] = [
    "and", "or", "of", "in", "for", "with", "to", "by", "at", "from", "on", "than", "as", "the",
];

/// What is counted, in the words of the report that says it most fully but in at most eight words.
fn topic(story: &Story, members: &[&Stated]) -> String {
    let counted = members.iter().filter_map(|stated| {
        let words = without_number(story, stated)?;
        let words = words
            .split_whitespace()
            .map(|word| word.trim_start_matches('-'));
        let mut words: Vec<String> = words
            .filter(|word| !word.is_empty())
            .skip_while(|word| LEADING.contains(&word.to_lowercase().as_str()))
            .map(str::to_owned)
            .collect();
        while words
            .last()
            .is_some_and(|last| HANGING.contains(&last.as_str()))
        {
            words.pop();
        }
        let is_torn = words
            .first()
            .is_some_and(|first| ["and", "or"].contains(&first.as_str()));
        (!words.is_empty() && !is_torn).then_some(words)
    });
    let best = counted.max_by_key(|words| {
        (
            words.len() <= 8,
            words.len().min(9),
            std::cmp::Reverse(words.join(" ")),
        )
    });
    let words = best.unwrap_or_else(|| {
        let named = members
            .iter()
            .map(|stated| stated.property.as_str())
            .find(|word| !word.is_empty());
        let named = named.or_else(|| members.first().and_then(|stated| beside(story, stated)));
        vec![named.unwrap_or("number").to_owned()]
    });
    words
        .iter()
        .take(12)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words for what is counted, without the number itself: "dozen ships" for "a dozen ships" is of ships.
fn without_number(story: &Story, stated: &Stated) -> Option<String> {
    let (report, counted, number) = (stated.told.report, stated.counted?, stated.span);
    if !counted.overlaps(number) {
        let words = story.text(report, counted);
        return Some(words.replace(story.text(report, number), " "));
    }
    let part = |start: u32, end: u32| {
        let is_part = start < end;
        is_part.then(|| story.text(report, Span { start, end }))
    };
    let before = part(counted.start, number.start).unwrap_or_default();
    let after = part(number.end, counted.end).unwrap_or_default();
    Some(format!("{before} {after}").replace(story.text(report, number), " "))
}

/// The words after a number in a text that was not parsed, up to the next mark; else those before it.
fn beside<'a>(story: &Story<'a>, stated: &Stated) -> Option<&'a str> {
    let report = stated.told.report;
    let (sentence, number) = (stated.told.claim.sentence, stated.span);
    let is_parsed = !story.documents[report].tokens.is_empty();
    if is_parsed || !sentence.contains(number) {
        return None;
    }
    let part = |start, end| story.text(report, Span { start, end });
    let is_mark = |letter: char| letter.is_ascii_punctuation() && letter != '-';
    let after = part(number.end, sentence.end).split(is_mark).next()?.trim();
    let before = part(sentence.start, number.start)
        .rsplit(is_mark)
        .next()?
        .trim();
    let phrase = if after.is_empty() { before } else { after };
    (!phrase.is_empty()).then(|| words::first_words(phrase))
}
