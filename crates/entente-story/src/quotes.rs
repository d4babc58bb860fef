//! Quotes: the same utterance in several reports, whole, trimmed, or in other words.

mod alike;
mod judge;
mod read;
mod told;
mod voice;

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{ActorId, ActorKind, ClaimId, Content, Slot, SlotKind, SlotValue, Span};

use crate::groups::join_alike;
use crate::slot::{self, Judgement};
use crate::story::Story;

pub(crate) use told::is_plain_cue;

use alike::{opposed, opposed_pairs, pairs, strength};
use judge::judgements;
use read::{Utterance, utterances};

/// Reported speech whose speaker is less sure than this is not worth a line in front.
const FAINT: f32 = 0.5;

/// Most sentences of one quotation in one slot.
const MAX_IN_A_ROW: usize = 6;

/// All quotes of the story, in slots.
pub(crate) fn slots(story: &Story) -> Vec<Slot> {
    let utterances = utterances(story);
    let mut pairs = pairs(&utterances);
    pairs.extend(opposed_pairs(story, &utterances));
    let likeness = pairs
        .iter()
        .map(|&(found, one, other)| (strength(found), one, other))
        .collect();
    let stand_apart = |one: usize, other: usize| {
        let (one, other) = (&utterances[one], &utterances[other]);
        one.told.report == other.told.report
            && one.speaker != other.speaker
            && !opposed(story, one, other)
    };
    let groups = join_alike(utterances.len(), likeness, stand_apart);
    in_a_row(&utterances, groups)
        .iter()
        .map(|row| slot_of(story, &utterances, row))
        .collect()
}

/// Joins the sentences of one quotation that the same reports give one after the other.
fn in_a_row(utterances: &[Utterance], groups: Vec<Vec<usize>>) -> Vec<Vec<Vec<usize>>> {
    let places = |group: &[usize], shift: usize| -> Vec<(&ClaimId, usize)> {
        let place = |&idx: &usize| (&utterances[idx].told.claim.id, utterances[idx].part + shift);
        let mut places: Vec<_> = group.iter().map(place).collect();
        places.sort();
        places
    };
    let mut at: BTreeMap<Vec<(&ClaimId, usize)>, usize> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        at.insert(places(group, 0), number);
    }
    let next: Vec<Option<usize>> = groups
        .iter()
        .map(|group| at.get(&places(group, 1)).copied())
        .collect();
    let follows: BTreeSet<usize> = next.iter().flatten().copied().collect();
    let starts = (0..groups.len()).filter(|number| !follows.contains(number));
    let row = |start: usize| {
        let all = std::iter::successors(Some(start), |&number| next[number]);
        all.map(|number| groups[number].clone()).collect::<Vec<_>>()
    };
    let rows = starts.map(row);
    rows.flat_map(|row| {
        row.chunks(MAX_IN_A_ROW)
            .map(<[_]>::to_vec)
            .collect::<Vec<_>>()
    })
    .collect()
}

fn slot_of(story: &Story, utterances: &[Utterance], row: &[Vec<usize>]) -> Slot {
    let members: Vec<&Utterance> = row.iter().flatten().map(|&idx| &utterances[idx]).collect();
    let (values, is_understood) = values(story, &members);
    let fullest = members.iter().max_by_key(|one| {
        (
            one.is_direct,
            one.words.len(),
            std::cmp::Reverse(&one.words),
        )
    });
    let speaker = speaker(story, &members);
    let says = fullest.and_then(|one| {
        let number = story.number(one.told.report);
        values
            .iter()
            .find(|value| value.report == number && value.span.contains(one.span))
    });
    let says = says.map(|value| value.text.trim()).unwrap_or_default();
    let at_odds = matter_of_dispute(story, &members);
    let topic = match &speaker {
        _ if at_odds.is_some() => at_odds.clone().unwrap_or_default(),
        Some(speaker) => format!("{}: {}", story.people.name(speaker), first_words(says)),
        None => first_words(says),
    };
    let mut slot = slot::empty(SlotKind::Quote, topic, values);
    let judgements: Vec<Judgement> = row
        .iter()
        .filter_map(|group| slot::decisive(judgements(story, utterances, group)))
        .collect();
    slot.trace = members
        .iter()
        .map(|utterance| utterance.told.claim.rule.clone())
        .collect();
    slot.trace.sort();
    slot.trace.dedup();
    let support = story.support(members.iter().map(|utterance| &utterance.told));
    slot::judge(&mut slot, Judgement::strongest(judgements.iter()), support);
    let speakers: BTreeSet<ActorId> = members
        .iter()
        .filter_map(|one| one.speaker.clone())
        .collect();
    slot.actors = match at_odds {
        Some(_) => speakers.into_iter().collect(),
        None => speaker.into_iter().collect(),
    };
    let is_faint = |one: &&Utterance| {
        one.is_doubtful || !one.is_direct && (one.confidence < FAINT || !one.is_speech)
    };
    let is_spoken = members.iter().any(|one| one.has_speaker);
    if members.iter().all(is_faint) || !is_understood || !is_spoken {
        slot.weight = f64::NEG_INFINITY;
    }
    slot.spoken = members.iter().map(|utterance| utterance.directness).min();
    slot
}

/// Whom the reports name most plainly: by name rather than by a pronoun or for a body, and rather a person than a body.
fn speaker(story: &Story, members: &[&Utterance]) -> Option<ActorId> {
    let plainness = |one: &&&Utterance| {
        let actor = one.speaker.as_ref().and_then(|id| story.people.actor(id));
        let is_person = actor.is_some_and(|actor| actor.kind == ActorKind::Person);
        (one.is_named, is_person, !one.is_doubtful)
    };
    let known = members.iter().filter(|one| one.speaker.is_some());
    // Of equals the first, whatever the order of reports.
    let best = known.rev().max_by_key(plainness)?;
    best.speaker.clone()
}

/// One value for each stretch of words that a report gives without a break, and whether any is understood where it is shown.
fn values(story: &Story, members: &[&Utterance]) -> (Vec<SlotValue>, bool) {
    const BREAK_BYTES: u32 = 2;
    let mut members: Vec<&&Utterance> = members.iter().collect();
    members.sort_by_key(|one| (one.told.report, &one.told.claim.id, one.part));
    let mut runs: Vec<Vec<&Utterance>> = Vec::new();
    for one in members {
        let is_next = |run: &&mut Vec<&Utterance>| {
            let last = run.last().expect("a run has a member");
            last.told.claim.id == one.told.claim.id
                && one.span.start >= last.span.end
                && one.span.start - last.span.end <= BREAK_BYTES
        };
        match runs.last_mut().filter(is_next) {
            Some(run) => run.push(one),
            None => runs.push(vec![one]),
        }
    }
    let value = |run: &Vec<&Utterance>| {
        let first = run[0];
        let span = run.iter().map(|one| one.span).fold(first.span, Span::join);
        let words: Vec<String> = run.iter().map(|one| one.words.join(" ")).collect();
        let mut value = story.value(&first.told, span, words.join(" "));
        value.holders.extend(first.speaker.clone());
        let Content::Quote(quote) = &first.told.claim.content else {
            return (value, true);
        };
        let telling = told::told(story, &first.told, quote, span);
        value.told = telling.words;
        (value, telling.is_understood)
    };
    let (values, understood): (Vec<SlotValue>, Vec<bool>) = runs.iter().map(value).unzip();
    (values, understood.contains(&true))
}

/// What two of the speakers say the opposite of, if they do: the thing that the story speaks of most.
fn matter_of_dispute(story: &Story, members: &[&Utterance]) -> Option<String> {
    let pairs = members.iter().enumerate().take(40).flat_map(|(idx, one)| {
        let others = members[idx + 1..].iter().take(40);
        others.map(move |other| (*one, *other))
    });
    let (one, other) = pairs
        .into_iter()
        .find(|(one, other)| opposed(story, one, other))?;
    let shared = one.things.intersection(&other.things);
    let rarity = |thing: &&String| story.rarity.weight(thing);
    shared
        .min_by(|one, other| rarity(one).total_cmp(&rarity(other)))
        .map(|thing| format!("the {thing}"))
}

fn first_words(text: &str) -> String {
    const MOST: usize = 8;
    let words: Vec<&str> = text.split_whitespace().collect();
    let more = if words.len() > MOST { " …" } else { "" };
    format!(
        "{}{more}",
        words
            .iter()
            .take(MOST)
            .copied()
            .collect::<Vec<_>>()
            .join(" ")
    )
}
