//! Who did what to whom.
//!
//! Verbs and nouns whose frame holds (`frame`, `act`) become events when actors take part in them
//! (`participant`); `manner` says in which way they are told.

pub(crate) mod act;
pub(crate) mod argument;
mod between;
mod city;
mod clause;
mod context;
mod detail;
mod frame;
pub mod learned;
pub(crate) mod manner;
mod mode;
mod participant;
mod party;
mod setting;
#[cfg(test)]
mod tests;
mod toll;
mod weight;

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{
    Actors, Document, Event, Participant, Polarity, Realis, Root, Span, TimeExpression,
};

use crate::Found;
use act::Act;
pub(crate) use argument::is_verb;
pub(crate) use participant::{People, edges, trimmed};
use party::Offers;

pub use between::{between, by_frames};
pub use detail::{add_details, plover_mode};

/// Finds acts, in order of the text.
///
/// An act without any known participant is no event, except those whose noun names one by itself ("the
/// ceasefire", "airstrikes"). Of "agreed to lift the sanctions" only the lifting is an event, as planned.
#[must_use]
pub fn find(document: &Document, actors: &Actors, times: &[TimeExpression]) -> Vec<Found<Event>> {
    let people = People::new(document, actors);
    let acts = act::find(document);
    let settings = setting::Settings::new(document, &people, times);
    let lenders: BTreeSet<(usize, Root)> = acts
        .values()
        .filter(|act| act.nominal && act.governor != act.token && act::is_lent(document, act))
        .map(|act| (act.governor, act.frame.root))
        .collect();
    let told: Vec<(&Act, Sides)> = acts
        .values()
        .map(|act| (act, sides(document, &people, &acts, act)))
        .collect();
    let offers = Offers::new(document, &told);
    let mut found: Vec<Found<Event>> = Vec::new();
    for (act, mut sides) in told {
        if !act.nominal && lenders.contains(&(act.token, act.frame.root)) {
            continue;
        }
        sides
            .recipients
            .extend(offers.authors(document, act, &sides));
        if is_told_by_inner(&acts, act)
            || !weight::is_event(document, &people, &acts, act, &sides, &settings)
        {
            continue;
        }
        found.push(event(document, act, sides, &settings));
    }
    found.extend(allegations(document, &people, &acts, &settings));
    party::add_enemies(document, &people, &mut found);
    found.sort_by_key(|one| one.value.trigger);
    found
}

/// Is this the lemma of a verb that acts or speaks?
pub(crate) fn is_verb_lemma(lemma: &str) -> bool {
    !frame::of_verb(lemma).is_empty() || crate::quote::is_cue_verb(lemma)
}

/// The root under which PLOVER counts an event, or `None` for what it does not count.
///
/// What is only asked for, supposed or expected does not count. What is planned and kind is AGREE, what is
/// planned and hostile THREATEN; not to do something kind is REJECT.
#[must_use]
pub fn plover_root(event: &Event) -> Option<Root> {
    counted(event.root, event.realis, event.polarity)
}

pub(crate) fn counted(root: Root, realis: Realis, polarity: Polarity) -> Option<Root> {
    use Root::{
        Accuse, Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Reject, Request, Retreat,
        Sanction, Support, Threaten,
    };
    if polarity == Polarity::DidNot {
        let kind = matches!(
            root,
            Consult | Support | Cooperate | Aid | Agree | Concede | Retreat
        );
        let told = matches!(
            realis,
            Realis::Happened | Realis::UnderWay | Realis::Planned
        );
        return (kind && told).then_some(Reject);
    }
    match realis {
        Realis::Happened | Realis::UnderWay | Realis::Generic => Some(root),
        Realis::Planned => Some(match root {
            Consult | Support | Cooperate | Aid => Agree,
            Assault | Sanction | Coerce => Threaten,
            other => other,
        }),
        Realis::Ordered | Realis::Proposed | Realis::Predicted | Realis::Hypothetical => {
            matches!(root, Accuse | Request | Reject | Threaten)
                .then_some(root)
                .filter(|_| realis == Realis::Ordered)
        }
    }
}

/// The two sides of an act.
#[derive(Clone, Debug, Default)]
struct Sides {
    actors: Vec<Participant>,
    recipients: Vec<Participant>,
}

impl Sides {
    /// How many parties are named: two also where several act on each other.
    fn n_parties(&self) -> usize {
        match (self.actors.len(), self.recipients.len()) {
            (0, 0) => 0,
            (2.., _) => 2,
            (0, _) | (_, 0) => 1,
            _ => 2,
        }
    }
}

fn sides(document: &Document, people: &People, acts: &BTreeMap<usize, Act>, act: &Act) -> Sides {
    let mut actors = people.all_of(&act.subjects, &[]);
    if let [group] = act.subjects.as_slice() {
        let members = people.states_before(*group);
        actors = if members.len() > 1 { members } else { actors };
    }
    let mut recipients = people.first_of(&act.recipients, &actors);
    if recipients.is_empty() {
        recipients = inner_recipients(document, people, acts, act, &actors);
    }
    Sides { actors, recipients }
}

/// For "refused to release Ali", "said that Iran had attacked": who the inner act is about.
fn inner_recipients(
    document: &Document,
    people: &People,
    acts: &BTreeMap<usize, Act>,
    act: &Act,
    actors: &[Participant],
) -> Vec<Participant> {
    let Some(inner) = act.inner.filter(|_| !act.nominal) else {
        return Vec::new();
    };
    let arguments = argument::of_verb(document, inner);
    let subjects = people.all_of(&arguments.subjects, actors);
    if !subjects.is_empty() {
        return subjects;
    }
    if let Some(inner) = acts.get(&inner) {
        let found = people.first_of(&inner.recipients, actors);
        if !found.is_empty() {
            return found;
        }
    }
    let slots: Vec<Vec<usize>> = [arguments.objects.clone(), arguments.datives.clone()]
        .into_iter()
        .chain(
            arguments
                .prepositions
                .iter()
                .map(|(_, governed)| governed.clone()),
        )
        .collect();
    people.first_of(&slots, actors)
}

/// Is the act only the door to another one: "agreed to lift", "hopes to visit"?
fn is_told_by_inner(acts: &BTreeMap<usize, Act>, act: &Act) -> bool {
    act.frame.root == Root::Agree
        && !act.nominal
        && act.inner.is_some_and(|inner| acts.contains_key(&inner))
}

fn event(
    document: &Document,
    act: &Act,
    sides: Sides,
    settings: &setting::Settings,
) -> Found<Event> {
    let (mut realis, polarity) = manner::of(document, act);
    let time = settings.time(act);
    let may_come = realis == Realis::UnderWay || (act.nominal && realis == Realis::Happened);
    if may_come && time.is_some_and(|time| settings.is_ahead(time)) {
        realis = Realis::Planned;
    }
    let place = settings.place(act);
    let parts: Vec<Span> = [&sides.actors, &sides.recipients]
        .into_iter()
        .flatten()
        .map(|one| one.span)
        .collect();
    let clause = settings.clause(act, &parts);
    let rule = if act.nominal {
        "event/noun"
    } else {
        "event/verb"
    };
    let value = Event {
        trigger: document.tokens[act.token].span,
        lemma: act::lemma(document, act.token).into_owned(),
        root: act.frame.root,
        mode: act.frame.mode.map(str::to_owned),
        mode_span: None,
        contexts: Vec::new(),
        actors: sides.actors,
        recipients: sides.recipients,
        place: place.as_ref().map(|(span, _)| *span),
        country: place.and_then(|(_, country)| country),
        city: None,
        tolls: Vec::new(),
        period: time.and_then(|time| time.period),
        period_span: time.map(|time| time.span),
        polarity,
        realis,
        object: act.object.map(|object| settings.phrase(object)),
        clause,
    };
    Found {
        span: clause,
        rule,
        value,
    }
}

/// Sayings that accuse: "Ukraine says Russia broke the truce".
fn allegations(
    document: &Document,
    people: &People,
    acts: &BTreeMap<usize, Act>,
    settings: &setting::Settings,
) -> Vec<Found<Event>> {
    let mut found = Vec::new();
    for act in acts
        .values()
        .filter(|act| !act.nominal && is_hostile(document, act))
    {
        let said =
            act::saying_over(document, act.token).filter(|said| !acts.contains_key(&said.token));
        let Some(said) = said else { continue };
        let speakers = people.all_of(&said.subjects, &[]);
        let accused = people.all_of(&act.subjects, &speakers);
        let (_, polarity) = manner::of(document, act);
        if polarity == Polarity::Did && are_of_two_countries(people, &speakers, &accused) {
            let sides = Sides {
                actors: speakers,
                recipients: accused,
            };
            let mut one = event(document, &said, sides, settings);
            one.rule = "event/allegation";
            found.push(one);
        }
    }
    found.dedup_by(|one, other| one.value.trigger == other.value.trigger);
    found
}

fn is_hostile(document: &Document, act: &Act) -> bool {
    let breaks = || frame::in_class("breach", &act::lemma(document, act.token));
    match act.frame.root {
        Root::Assault | Root::Coerce | Root::Threaten => true,
        Root::Reject => breaks(),
        _ => false,
    }
}

fn are_of_two_countries(people: &People, ones: &[Participant], others: &[Participant]) -> bool {
    let country = |list: &[Participant]| {
        list.first()
            .and_then(|one| people.actor(one)?.country.clone())
    };
    matches!((country(ones), country(others)), (Some(one), Some(other)) if one != other)
}
