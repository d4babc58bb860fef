//! Which acts of several reports are one.

use std::collections::BTreeSet;

use entente_types::{ActorId, Period, Precision, Realis};

use crate::Settings;
use crate::events::judge::{denies, firmness, may_exclude};
use crate::events::read::Act;
use crate::events::sides;
use crate::groups::join_on_average;
use crate::identity::{self, Likeness, Mention};
use crate::story::Story;

/// From so many acts on, only those of one kind are compared.
const MANY: usize = 2500;
/// How likely two acts are one at least that are the same by kind, parties and days, or deny each other.
const SAME: f64 = 0.97;
/// How likely acts of two groups must be one on average, so that the groups are.
const ON_AVERAGE: f64 = 0.5;

/// Acts that are one, as indices: what is learned of pairs of acts (`identity`) decides, unless their days or the persons
/// who take part keep them apart.
pub(crate) fn groups(story: &Story, acts: &[Act], settings: &Settings) -> Vec<Vec<usize>> {
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
            let learned = f64::from(around.of(one, other));
            let is_one = is_same(a, b) || (denies(a, b) && may_exclude(a, b));
            let likely = if is_one { learned.max(SAME) } else { learned };
            pairs.push((likely, one, other));
        }
    }
    join_on_average(acts.len(), &pairs, settings.event_alike, ON_AVERAGE)
}

fn mention(act: &Act) -> Mention {
    Mention {
        report: act.told.report,
        span: act.event.trigger,
    }
}

/// The same kind of act between the same two in the same days, told alike as done or to come.
fn is_same(one: &Act, other: &Act) -> bool {
    let share = |one: &BTreeSet<ActorId>, other: &BTreeSet<ActorId>| !one.is_disjoint(other);
    let is_fact = |act: &Act| firmness(act.event.realis) < firmness(Realis::Planned);
    let days = |act: &Act| {
        act.period
            .filter(|period| period.precision <= Precision::Week)
    };
    let is_dated_alike = days(one)
        .zip(days(other))
        .is_some_and(|(one, other)| one.overlaps(&other));
    one.kind == other.kind
        && one.event.polarity == other.event.polarity
        && is_fact(one) == is_fact(other)
        && share(&one.actors, &other.actors)
        && share(&one.recipients, &other.recipients)
        && is_dated_alike
}

/// Do the two acts exclude each other by what their verbs say?
pub(crate) fn opposes(one: &Act, other: &Act) -> bool {
    let (one, other) = (sides(&one.event.lemma), sides(&other.event.lemma));
    one.iter()
        .any(|(line, side)| other.contains(&(*line, !side)))
}

/// Other days, or other doers: two acts. Whom an act is done to is read less surely, and left to what is learned.
fn stand_apart(one: &Act, other: &Act) -> bool {
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
    // "If it attacks" tells of no attack.
    let is_open = |act: &Act| act.event.realis == Realis::Hypothetical;
    other_time || (crossed && other_doers) || is_open(one) != is_open(other)
}
