//! Which acts of several reports are one.

use std::collections::BTreeSet;

use entente_types::{ActorId, Period, Precision};
use jiff::civil::Date;

use crate::Settings;
use crate::events::judge::firmness;
use crate::events::read::Act;
use crate::events::sides;
use crate::identity::{self, Likeness, Mention};
use crate::story::Story;

/// From so many acts on, only those of one kind are compared.
const MANY: usize = 2500;

/// How alike two acts of one kind between the same two are at least.
const SAME_ACT: f64 = 0.65;
/// How near to the border between one act and two what the words around them say decides (`identity`).
const NEARLY: f64 = 0.06;
/// From this probability on it makes two acts one that are nearly alike enough.
const SURE: f32 = 0.94;
/// Below this one it keeps two acts apart that are barely alike enough.
const UNLIKELY: f32 = 0.15;
/// How much less an act without a day looks like one that was over long before the reports.
const NOT_THE_NEWS: f64 = 0.05;
/// From how many days before the first report an act belongs to the past.
const BACKGROUND_DAYS: i32 = 180;

pub(crate) fn pairs(story: &Story, acts: &[Act], settings: &Settings) -> Vec<(f64, usize, usize)> {
    let is_large = acts.len() > MANY;
    let mentions: Vec<Mention> = acts.iter().map(mention).collect();
    let known = identity::read::read(story, &mentions);
    let around = Likeness::new(story, &known);
    let mut pairs = Vec::new();
    for one in 0..acts.len() {
        for other in one + 1..acts.len() {
            let (a, b) = (&acts[one], &acts[other]);
            let may_meet = a.event.root == b.event.root || opposes(a, b) || a.kind == b.kind;
            if !may_meet || (is_large && a.kind != b.kind) || stand_apart(a, b) {
                continue;
            }
            let score = likeness(story, a, b);
            let is_near = (score - settings.event_alike).abs() < NEARLY;
            let likely = is_near.then(|| around.of(one, other));
            let least = match likely {
                Some(likely) if likely >= SURE => settings.event_alike - NEARLY,
                Some(likely) if likely < UNLIKELY => settings.event_alike + NEARLY,
                _ => settings.event_alike,
            };
            if score >= least {
                pairs.push((score, one, other));
            }
        }
    }
    pairs
}

fn mention(act: &Act) -> Mention {
    Mention {
        report: act.told.report,
        span: act.event.trigger,
    }
}

/// How much two acts look like one, 0 to 1.
fn likeness(story: &Story, one: &Act, other: &Act) -> f64 {
    let lemma = if one.lemma == other.lemma || one.kind == other.kind {
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
    let score =
        0.25 * lemma + 0.2 * actors + 0.1 * recipients + 0.15 * object + 0.25 * clause + 0.1 * time;
    let score = if is_same_act(one, other) {
        score.max(SAME_ACT)
    } else {
        score
    };
    let is_undated = one.period.is_none() != other.period.is_none();
    if is_undated && (is_background(story, one) || is_background(story, other)) {
        // An act without a day is rather that of the news than an earlier one of its kind.
        (score - NOT_THE_NEWS).max(0.0)
    } else {
        score
    }
}

/// Was the act over long before the first report?
fn is_background(story: &Story, act: &Act) -> bool {
    let reports = story.documents.iter().enumerate();
    let first = reports
        .filter_map(|(report, document)| story.times.published(document, report))
        .min();
    let end = act.period.and_then(|period| period.to);
    let days = |end: Date, first: Date| end.until(first).map_or(0, |gap| gap.get_days());
    matches!((end, first), (Some(end), Some(first)) if days(end, first) > BACKGROUND_DAYS)
}

/// The same kind of act between the same two, told alike as done or to come, is one act unless the days
/// tell it apart. "Two years ago" in a report without a day can be any day: it is not taken for one that
/// another report names.
fn is_same_act(one: &Act, other: &Act) -> bool {
    let is_open = |act: &Act| act.period.is_none() && act.event.period_span.is_some();
    let may_differ = |one: &Act, other: &Act| is_open(one) && other.period.is_some();
    if may_differ(one, other) || may_differ(other, one) {
        return false;
    }
    let share = |one: &BTreeSet<ActorId>, other: &BTreeSet<ActorId>| !one.is_disjoint(other);
    let (is_done, other_is_done) = (
        firmness(one.event.realis) < 2,
        firmness(other.event.realis) < 2,
    );
    one.kind == other.kind
        && one.event.polarity == other.event.polarity
        && is_done == other_is_done
        && share(&one.actors, &other.actors)
        && share(&one.recipients, &other.recipients)
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
pub(crate) fn opposes(one: &Act, other: &Act) -> bool {
    let (one, other) = (sides(&one.event.lemma), sides(&other.event.lemma));
    one.iter()
        .any(|(line, side)| other.contains(&(*line, !side)))
}

/// Other days, or other doers and sufferers: two acts.
pub(crate) fn stand_apart(one: &Act, other: &Act) -> bool {
    let exact =
        |period: Option<Period>| period.filter(|period| period.precision <= Precision::Year);
    let other_time = match (exact(one.period), exact(other.period)) {
        (Some(one), Some(other)) => !one.overlaps(&other),
        _ => false,
    };
    let disjoint = |one: &BTreeSet<ActorId>, other: &BTreeSet<ActorId>| {
        !one.is_empty() && !other.is_empty() && one.is_disjoint(other)
    };
    // A person is not another one, of whatever country; a body may speak for its state.
    let are_people = |ids: &BTreeSet<ActorId>| ids.iter().all(|id| id.0.starts_with("person:"));
    let crossed = disjoint(&one.actors, &other.actors) && one.actors.is_disjoint(&other.recipients);
    let other_doers = one.countries.is_disjoint(&other.countries)
        || are_people(&one.actors) && are_people(&other.actors);
    let other_sufferers = one.countries != other.countries
        || are_people(&one.recipients) && are_people(&other.recipients);
    other_time
        || (crossed && other_doers)
        || (disjoint(&one.recipients, &other.recipients) && other_sufferers)
}
