//! Events: the same act in several reports, and acts that parties or reports deny.

mod alike;
mod judge;
pub(crate) mod phrase;
mod read;

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use entente_types::{ActorId, Polarity, Realis, Slot, SlotKind};

use crate::Settings;
use crate::slot::{self, Judgement};
use crate::story::Story;
use crate::table::rows;

use judge::{firmness, judge};
use read::{Act, acts};
pub(crate) use read::{is_light_verb, kind};

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

/// All events of the story, in slots.
pub(crate) fn slots(story: &Story, settings: &Settings) -> Vec<Slot> {
    let acts = acts(story);
    let groups = alike::groups(story, &acts, settings);
    groups
        .iter()
        .map(|group| slot_of(story, group.iter().map(|&idx| &acts[idx]).collect()))
        .collect()
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
    slot.weight = handicap(story, &members);
    slot.realis = realis(&members);
    slot.period = members
        .iter()
        .filter_map(|act| act.period)
        .min_by_key(|period| (period.precision, period.from));
    slot
}

/// As the firmest tells it. "Met to discuss it" does not say that it will be discussed: what is to come but announced by
/// no report is no more than possible.
fn realis(members: &[&Act]) -> Option<Realis> {
    let firmest = members.iter().map(|act| act.event.realis);
    let firmest = firmest.min_by_key(|realis| firmness(*realis))?;
    let is_over = firmness(firmest) < firmness(Realis::Planned);
    let is_announced = |act: &&Act| act.is_announced && act.event.polarity != Polarity::DidNot;
    Some(match is_over || members.iter().any(is_announced) {
        true => firmest,
        false => Realis::Hypothetical,
    })
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

/// What may be misread, or cannot be put in words, stands behind what is sure and clear.
fn handicap(story: &Story, members: &[&Act]) -> f64 {
    let sure = members.iter().map(|act| act.event.confidence);
    let sure = sure.fold(0.0_f32, f32::max);
    let clear = members.iter().map(|act| {
        let document = &story.documents[act.told.report];
        phrase::clearness(document, act.event)
    });
    let clear = clear.max().unwrap_or(0) as f32 / phrase::CLEAREST as f32;
    f64::from(sure + clear) - 2.0
}

/// Who does what to whom, as the report says it that tells it most clearly.
fn topic(story: &Story, members: &[&Act]) -> String {
    let clearest = members.iter().max_by_key(|act| {
        let document = &story.documents[act.told.report];
        (
            phrase::clearness(document, act.event),
            std::cmp::Reverse(firmness(act.event.realis)),
            std::cmp::Reverse(story.text(act.told.report, act.event.clause)),
        )
    });
    clearest
        .map(|act| phrase::phrase(story, act.told.report, act.event))
        .unwrap_or_default()
}
