//! Events: the same act in several reports, and acts that parties or reports deny.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use entente_types::{
    ActorId, ClaimKind, Content, Event, Participant, Period, Polarity, Precision, Realis, Root,
    Slot, SlotKind, Strength, Verdict,
};

use crate::Settings;
use crate::groups::join_alike;
use crate::slot::{self, Judgement};
use crate::story::{Story, Told};
use crate::table::rows;
use crate::words::{self, WordSet, canonical};

/// From so many acts on, only those with one lemma are compared.
const MANY: usize = 2500;

static OPPOSITES: LazyLock<HashMap<&'static str, Vec<(usize, bool)>>> = LazyLock::new(|| {
    let mut sides: HashMap<&'static str, Vec<(usize, bool)>> = HashMap::new();
    for (line, row) in rows(include_str!("../data/opposites.tsv")).enumerate() {
        for (side, acts) in row.iter().take(2).enumerate() {
            for act in acts.split([' ', '+']).filter(|act| !act.is_empty()) {
                sides.entry(act).or_default().push((line, side == 0));
            }
        }
    }
    sides
});

/// The questions of `opposites.tsv` that an act answers, and on which side.
pub(crate) fn sides(lemma: &str) -> &'static [(usize, bool)] {
    OPPOSITES.get(lemma).map_or(&[], Vec::as_slice)
}

/// An act, ready to be compared.
struct Act<'a> {
    told: Told<'a>,
    event: &'a Event,
    lemma: String,
    actors: BTreeSet<ActorId>,
    recipients: BTreeSet<ActorId>,
    /// The states behind actors and recipients.
    countries: BTreeSet<String>,
    object: WordSet,
    clause: WordSet,
    period: Option<Period>,
}

/// All events of the story, in slots.
pub(crate) fn slots(story: &Story, settings: &Settings) -> Vec<Slot> {
    let acts = acts(story);
    let pairs = pairs(story, &acts, settings);
    let stand_apart = |one: usize, other: usize| stand_apart(&acts[one], &acts[other]);
    let groups = join_alike(acts.len(), pairs, stand_apart);
    groups
        .iter()
        .map(|group| slot_of(story, group.iter().map(|&idx| &acts[idx]).collect()))
        .collect()
}

fn acts<'a>(story: &Story<'a>) -> Vec<Act<'a>> {
    let mut acts = Vec::new();
    for told in story.told(ClaimKind::Event) {
        let Content::Event(event) = &told.claim.content else {
            continue;
        };
        let document = &story.documents[told.report];
        let ids = |participants: &[Participant]| -> BTreeSet<ActorId> {
            let ids = participants
                .iter()
                .filter_map(|participant| participant.actor.as_ref());
            ids.map(|id| story.people.id(told.report, id)).collect()
        };
        let (actors, recipients) = (ids(&event.actors), ids(&event.recipients));
        let states = actors
            .iter()
            .chain(&recipients)
            .filter_map(|id| story.people.country(id));
        let countries = states.map(|country| country.0).collect();
        let object = event
            .object
            .map(|object| words::content(document, object))
            .unwrap_or_default();
        let clause = words::content(document, event.clause);
        let period = story.period(told.report, event.period_span, event.period);
        let lemma = canonical(&event.lemma.to_lowercase()).to_owned();
        acts.push(Act {
            event,
            lemma,
            actors,
            recipients,
            countries,
            object,
            clause,
            period,
            told,
        });
    }
    acts
}

fn pairs(story: &Story, acts: &[Act], settings: &Settings) -> Vec<(f64, usize, usize)> {
    let is_large = acts.len() > MANY;
    let mut pairs = Vec::new();
    for one in 0..acts.len() {
        for other in one + 1..acts.len() {
            let (a, b) = (&acts[one], &acts[other]);
            let may_meet = a.event.root == b.event.root || opposes(a, b) || a.lemma == b.lemma;
            if !may_meet || (is_large && a.lemma != b.lemma) || stand_apart(a, b) {
                continue;
            }
            let score = likeness(story, a, b);
            if score >= settings.event_alike {
                pairs.push((score, one, other));
            }
        }
    }
    pairs
}

/// How much two acts look like one, 0 to 1.
fn likeness(story: &Story, one: &Act, other: &Act) -> f64 {
    let lemma = if one.lemma == other.lemma {
        1.0
    } else if opposes(one, other) {
        0.8
    } else if one.clause.contains(&other.lemma) || other.clause.contains(&one.lemma) {
        0.6
    } else {
        0.2
    };
    let actors = participants(&one.actors, &other.actors, &one.countries, &other.countries);
    let recipients = participants(
        &one.recipients,
        &other.recipients,
        &one.countries,
        &other.countries,
    );
    let rarity = &story.rarity;
    let object = if one.object.is_empty() || other.object.is_empty() {
        0.4
    } else {
        rarity.contained(&one.object, &other.object)
    };
    let clause = rarity.shared(&one.clause, &other.clause);
    let time = match (one.period, other.period) {
        (Some(one), Some(other)) if one.overlaps(&other) => 1.0,
        (None, _) | (_, None) => 0.5,
        _ => 0.0,
    };
    0.25 * lemma + 0.2 * actors + 0.1 * recipients + 0.15 * object + 0.25 * clause + 0.1 * time
}

fn participants(
    one: &BTreeSet<ActorId>,
    other: &BTreeSet<ActorId>,
    countries: &BTreeSet<String>,
    other_countries: &BTreeSet<String>,
) -> f64 {
    if one.is_empty() || other.is_empty() {
        return 0.4;
    }
    if !one.is_disjoint(other) {
        return if one.is_subset(other) || other.is_subset(one) {
            1.0
        } else {
            0.8
        };
    }
    if countries.is_disjoint(other_countries) {
        0.0
    } else {
        0.4
    }
}

/// Do the two acts exclude each other by what their verbs say?
fn opposes(one: &Act, other: &Act) -> bool {
    let sides = |act: &Act| OPPOSITES.get(act.event.lemma.as_str());
    let (Some(one), Some(other)) = (sides(one), sides(other)) else {
        return false;
    };
    one.iter()
        .any(|(line, side)| other.contains(&(*line, !side)))
}

/// Other days, or other doers and sufferers: two acts.
fn stand_apart(one: &Act, other: &Act) -> bool {
    let exact =
        |period: Option<Period>| period.filter(|period| period.precision <= Precision::Month);
    let other_time = match (exact(one.period), exact(other.period)) {
        (Some(one), Some(other)) => !one.overlaps(&other),
        _ => false,
    };
    let disjoint = |one: &BTreeSet<ActorId>, other: &BTreeSet<ActorId>| {
        !one.is_empty() && !other.is_empty() && one.is_disjoint(other)
    };
    let crossed = disjoint(&one.actors, &other.actors) && one.actors.is_disjoint(&other.recipients);
    other_time
        || (crossed && one.countries.is_disjoint(&other.countries))
        || (disjoint(&one.recipients, &other.recipients) && one.countries != other.countries)
}

fn slot_of(story: &Story, mut members: Vec<&Act>) -> Slot {
    members.sort_by_key(|act| (story.number(act.told.report), act.told.claim.span));
    let values = members
        .iter()
        .map(|act| story.value(&act.told, act.event.clause, normalized(act)));
    let values = values.collect();
    let mut slot = slot::empty(SlotKind::Event, topic(story, &members), values);
    slot.trace = members
        .iter()
        .map(|act| act.told.claim.rule.clone())
        .collect();
    slot.trace.sort();
    slot.trace.dedup();
    let mut judgements = Vec::new();
    for (idx, one) in members.iter().enumerate().take(60) {
        for other in members[idx + 1..].iter().take(60) {
            judgements.extend(judge(one, other));
        }
    }
    let support = story.support(members.iter().map(|act| &act.told));
    slot::judge(&mut slot, Judgement::strongest(judgements.iter()), support);
    let doers = members.iter().flat_map(|act| act.actors.iter().cloned());
    let sufferers = members
        .iter()
        .flat_map(|act| act.recipients.iter().cloned());
    let mut actors: Vec<ActorId> = doers.chain(sufferers).collect();
    let mut seen = BTreeSet::new();
    actors.retain(|id| seen.insert(id.clone()));
    slot.actors = actors;
    slot.root = members.first().map(|act| act.event.root);
    slot.realis = members
        .iter()
        .map(|act| act.event.realis)
        .min_by_key(|realis| firmness(*realis));
    slot.period = members
        .iter()
        .filter_map(|act| act.period)
        .min_by_key(|period| (period.precision, period.from));
    slot
}

/// Smaller for what is told more firmly.
fn firmness(realis: Realis) -> u8 {
    match realis {
        Realis::Happened => 0,
        Realis::UnderWay => 1,
        Realis::Planned => 2,
        Realis::Ordered => 3,
        Realis::Proposed => 4,
        Realis::Predicted => 5,
        Realis::Generic => 6,
        Realis::Hypothetical => 7,
    }
}

/// "happened", "did not: planned".
fn normalized(act: &Act) -> String {
    let told = match act.event.realis {
        Realis::Happened => "happened",
        Realis::UnderWay => "under way",
        Realis::Planned => "planned",
        Realis::Ordered => "ordered",
        Realis::Proposed => "proposed",
        Realis::Predicted => "predicted",
        Realis::Hypothetical => "hypothetical",
        Realis::Generic => "in general",
    };
    let not = if act.event.polarity == Polarity::DidNot {
        "not "
    } else {
        ""
    };
    format!("{not}{} ({told})", act.event.lemma)
}

/// Who does what to whom, by the names that the story knows.
fn topic(story: &Story, members: &[&Act]) -> String {
    let fullest = members.iter().max_by_key(|act| {
        let told = usize::from(act.event.realis == Realis::Happened);
        let filled = act.actors.len().min(2)
            + act.recipients.len().min(2)
            + usize::from(!act.object.is_empty());
        (
            filled,
            told,
            std::cmp::Reverse((act.told.report, act.told.claim.span)),
        )
    });
    let Some(act) = fullest else {
        return String::new();
    };
    let names = |ids: &BTreeSet<ActorId>| {
        ids.iter()
            .take(3)
            .map(|id| story.people.name(id))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let object = act
        .event
        .object
        .map(|object| story.text(act.told.report, object))
        .unwrap_or_default();
    let trigger = story.text(act.told.report, act.event.trigger);
    let parts = [
        names(&act.actors),
        trigger.to_owned(),
        object.to_owned(),
        names(&act.recipients),
    ];
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}

/// How two tellings of one act stand to each other.
fn judge(one: &Act, other: &Act) -> Option<Judgement> {
    let denies = (one.event.polarity != other.event.polarity) != opposes(one, other);
    if denies && may_exclude(one, other) {
        return deny(one, other);
    }
    if one.told.report == other.told.report {
        return None;
    }
    let is_fact = |act: &Act| firmness(act.event.realis) < 2;
    if denies {
        return Some(Judgement::new(
            Verdict::Compatible,
            "events/polarity",
            "one report tells what was, the other what was not",
        ));
    }
    if is_fact(one) != is_fact(other) {
        let reason = "one report tells it as done, the other as still to come";
        return Some(Judgement::new(Verdict::Compatible, "events/status", reason));
    }
    let holders = one.told.holders != other.told.holders;
    let reason = if holders {
        "the same act, by different voices"
    } else {
        "the same act"
    };
    Some(Judgement::new(Verdict::Agree, "events/same", reason))
}

/// Only acts that are told as facts, of the same doer and about the same thing, can exclude each other.
fn may_exclude(one: &Act, other: &Act) -> bool {
    let is_fact = |act: &Act| {
        matches!(
            act.event.realis,
            Realis::Happened | Realis::UnderWay | Realis::Generic
        )
    };
    let same_doer = one.actors == other.actors || !one.actors.is_disjoint(&other.actors);
    let same_object = !one.object.is_disjoint(&other.object)
        || (!one.recipients.is_empty()
            && one.recipients == other.recipients
            && one.lemma == other.lemma);
    is_fact(one) && is_fact(other) && same_doer && !one.actors.is_empty() && same_object
}

fn deny(one: &Act, other: &Act) -> Option<Judgement> {
    let holder = |act: &Act| act.told.holders.last().cloned();
    let (a, b) = (holder(one), holder(other));
    if a.is_some() && b.is_some() && a != b {
        let reason = "different parties say the opposite of the same act";
        return Some(Judgement::new(Verdict::Disputed, "events/denied", reason));
    }
    if a.is_some() != b.is_some() {
        let reason = "what one report tells is denied by a party";
        return Some(Judgement::new(Verdict::Disputed, "events/denied", reason));
    }
    let is_across = one.told.report != other.told.report;
    let is_exact = one.lemma == other.lemma && one.event.root != Root::Statement;
    (is_across && is_exact).then(|| Judgement {
        strength: Some(Strength::Hard),
        ..Judgement::new(
            Verdict::Contradict,
            "events/polarity",
            "one report says it was, the other that it was not",
        )
    })
}
