//! How two reports of one utterance stand to each other.

use entente_types::{ActorId, ActorKind, Verdict};

use crate::quotes::alike::{Match, compare, opposed};
use crate::quotes::read::Utterance;
use crate::quotes::voice::Voices;
use crate::slot::Judgement;
use crate::story::Story;

pub(crate) fn judgements(
    story: &Story,
    utterances: &[Utterance],
    group: &[usize],
) -> Vec<(usize, usize, Judgement)> {
    const MOST: usize = 40;
    let members: Vec<&Utterance> = group
        .iter()
        .take(MOST)
        .map(|&idx| &utterances[idx])
        .collect();
    let mut judgements = Vec::new();
    for (idx, one) in members.iter().enumerate() {
        let others = members[idx + 1..]
            .iter()
            .filter(|other| other.told.report != one.told.report || opposed(story, one, other));
        judgements.extend(others.map(|other| {
            let reports = (one.told.report, other.told.report);
            (reports.0, reports.1, judge(story, one, other))
        }));
    }
    judgements
}

fn judge(story: &Story, one: &Utterance, other: &Utterance) -> Judgement {
    if opposed(story, one, other) {
        let name = |one: &Utterance| {
            one.speaker
                .as_ref()
                .map(|id| story.people.name(id))
                .unwrap_or_default()
        };
        let reason = format!(
            "{} and {} say the opposite of each other",
            name(one),
            name(other)
        );
        return Judgement::new(Verdict::Disputed, "quotes/opposed", reason);
    }
    if let (Some(a), Some(b)) = (&one.speaker, &other.speaker)
        && one.voice.beside(&other.voice) == Voices::Different
        && one.is_named
        && other.is_named
    {
        return other_speaker(story, one, other, a, b);
    }
    match compare(one, other) {
        Some(Match::Verbatim) => {
            Judgement::new(Verdict::Agree, "quotes/verbatim", "the same words")
        }
        Some(Match::Trimmed) => Judgement::new(
            Verdict::Compatible,
            "quotes/trimmed",
            "one report gives only a part",
        ),
        Some(Match::Flipped) => Judgement::new(
            Verdict::Contradict,
            "quotes/content",
            "a word inside the quotation turns its sense round",
        ),
        _ => Judgement::new(
            Verdict::Compatible,
            "quotes/wording",
            "the same message in other words",
        ),
    }
}

/// The same words in two mouths: wrong in one report, if both cues name one person and are sure of it.
fn other_speaker(
    story: &Story,
    one: &Utterance,
    other: &Utterance,
    a: &ActorId,
    b: &ActorId,
) -> Judgement {
    let is_named_person = |id: &ActorId| {
        story.people.actor(id).is_some_and(|actor| {
            actor.kind == ActorKind::Person && actor.name.split_whitespace().count() > 1
        })
    };
    // Two may speak for one body, and a report name the one or the other.
    let body = |id: &ActorId| Some(story.people.actor(id)?.body.clone()?.to_lowercase());
    let is_one_body = body(a).is_some() && body(a) == body(b);
    let is_sure = |one: &Utterance| one.confidence >= 0.8;
    let is_long = one.words.len() >= 8 && compare(one, other) == Some(Match::Verbatim);
    let (first, second) = (story.people.name(a), story.people.name(b));
    let reason =
        format!("the same words are said by {first} in one report and by {second} in the other");
    if is_sure(one)
        && is_sure(other)
        && is_long
        && is_named_person(a)
        && is_named_person(b)
        && !is_one_body
    {
        Judgement::new(Verdict::Contradict, "quotes/speaker", reason)
    } else {
        Judgement::new(Verdict::Compatible, "quotes/speaker", reason)
    }
}
