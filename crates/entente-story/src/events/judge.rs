//! How two tellings of one act stand to each other.

use entente_types::{Interval, Polarity, Realis, Root, Strength, TollKind, Verdict};

use crate::events::alike::opposes;
use crate::events::read::Act;
use crate::interval::overlap;
use crate::slot::Judgement;

/// Smaller for what is told more firmly.
pub(crate) fn firmness(realis: Realis) -> u8 {
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

/// How two tellings of one act stand to each other.
pub(crate) fn judge(one: &Act, other: &Act) -> Option<Judgement> {
    let denies = denies(one, other);
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
    // What a noun or an infinitive names has no tense of its own.
    let are_finite = one.is_finite && other.is_finite;
    if are_finite && is_fact(one) != is_fact(other) {
        let reason = "one report tells it as done, the other as still to come";
        return Some(Judgement::new(Verdict::Compatible, "events/status", reason));
    }
    if are_finite && resolve(one) != resolve(other) {
        let reason = "one report tells it as settled, the other as possible";
        return Some(Judgement::new(Verdict::Compatible, "events/status", reason));
    }
    if counts_differ(one, other) {
        let reason = "the same act, with other numbers";
        return Some(Judgement::new(Verdict::Compatible, "events/toll", reason));
    }
    let holders = one.told.holders != other.told.holders;
    let reason = if holders {
        "the same act, by different voices"
    } else {
        "the same act"
    };
    Some(Judgement::new(Verdict::Agree, "events/same", reason))
}

/// How far an act to come is settled: "will fly", "may fly".
fn resolve(act: &Act) -> u8 {
    match act.event.realis {
        Realis::Happened | Realis::UnderWay => 0,
        Realis::Planned | Realis::Ordered => 1,
        Realis::Proposed | Realis::Predicted | Realis::Generic | Realis::Hypothetical => 2,
    }
}

/// Do the two count the dead, the hurt or the held, and come to numbers that exclude each other?
fn counts_differ(one: &Act, other: &Act) -> bool {
    let tolls = |act: &Act, kind: TollKind| -> Vec<Interval> {
        let own = act.event.tolls.iter().filter(move |toll| toll.kind == kind);
        own.map(|toll| toll.interval).collect()
    };
    let kinds = [
        TollKind::Dead,
        TollKind::Injured,
        TollKind::Arrested,
        TollKind::Size,
    ];
    kinds.into_iter().any(|kind| {
        let (one, other) = (tolls(one, kind), tolls(other, kind));
        let fits = |a: &Interval| other.iter().any(|b| overlap(*a, *b));
        !one.is_empty() && !other.is_empty() && !one.iter().any(fits)
    })
}

/// Is one told as done and the other as not done, by "not" or by their verbs?
pub(crate) fn denies(one: &Act, other: &Act) -> bool {
    (one.event.polarity != other.event.polarity) != opposes(one, other)
}

/// Only acts that are told as facts, of the same doer and about the same thing, can exclude each other.
pub(crate) fn may_exclude(one: &Act, other: &Act) -> bool {
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
    // "denied criticizing" tells what a party says, not the report.
    let is_plain = [one, other]
        .iter()
        .all(|act| act.event.polarity != Polarity::DidNot || act.is_negated);
    (is_across && is_exact && is_plain).then(|| Judgement {
        strength: Some(Strength::Hard),
        ..Judgement::new(
            Verdict::Contradict,
            "events/polarity",
            "one report says it was, the other that it was not",
        )
    })
}
