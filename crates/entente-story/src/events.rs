//! Events: the same act in several reports, and acts that parties or reports deny.

mod alike;
mod judge;
pub(crate) mod phrase;
mod read;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use entente_types::{ActorId, ClaimId, Polarity, Realis, Slot, SlotKind, Span, Verdict};

use crate::Settings;
use crate::clauses::{self, Clause, Mood};
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

/// Acts of a story: what is said of them in slots, and which claims tell one act.
pub(crate) struct Events {
    pub(crate) slots: Vec<Slot>,
    /// Claims of one act, for each act with several.
    pub(crate) same: Vec<Vec<ClaimId>>,
}

/// All events of the story. That two reports agree in an act is not said here: what they tell in clauses of much the same
/// words is (`clauses`). Acts that exclude each other share a slot.
pub(crate) fn events(story: &Story, clauses: &[Clause], settings: &Settings) -> Events {
    let acts = acts(story);
    let heads = clauses.iter();
    let heads = heads.filter(|clause| clause.stands_alone && clause.mood != Mood::Open);
    let heads: Heads = heads
        .map(|clause| ((clause.report, clause.head), clause))
        .collect();
    let groups = alike::groups(story, &acts, settings);
    let mut events = Events {
        slots: Vec::new(),
        same: Vec::new(),
    };
    for group in &groups {
        let members: Vec<&Act> = group.iter().map(|&idx| &acts[idx]).collect();
        if members.len() > 1 {
            let claims = members.iter().map(|act| act.told.claim.id.clone());
            events.same.push(claims.collect());
        }
        let slot = slot_of(story, &heads, members.clone());
        if slot.support < 2 || slot.verdict <= Verdict::Disputed {
            events.slots.push(slot);
            continue;
        }
        let mut by_origin: BTreeMap<usize, Vec<&Act>> = BTreeMap::new();
        for act in members {
            by_origin.entry(act.told.origin).or_default().push(act);
        }
        for members in by_origin.into_values() {
            let mut slot = slot_of(story, &heads, members);
            slot.elsewhere = true;
            events.slots.push(slot);
        }
    }
    events.same.iter_mut().for_each(|claims| claims.sort());
    events.same.sort();
    events
}

/// Clauses that make sense alone, by report and the word that they hang on.
type Heads<'c> = HashMap<(usize, Span), &'c Clause>;

fn slot_of(story: &Story, heads: &Heads, mut members: Vec<&Act>) -> Slot {
    members.sort_by_key(|act| (story.number(act.told.report), act.told.claim.span));
    let values = members
        .iter()
        .map(|act| story.value(&act.told, act.event.clause, normalized(act)));
    let values = values.collect();
    let told = members.iter().find_map(|act| {
        let clause = *heads.get(&(act.told.report, act.event.trigger))?;
        let is_vouched = !act.told.holders.is_empty() || !clauses::is_said(story, clause);
        is_vouched.then_some(clause)
    });
    let topic = told.and_then(|clause| clauses::in_full(story, clause));
    let is_literal = topic.is_some();
    let topic = topic.unwrap_or_else(|| self::topic(story, &members));
    let mut slot = slot::empty(SlotKind::Event, topic, values);
    slot.is_literal = is_literal;
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
