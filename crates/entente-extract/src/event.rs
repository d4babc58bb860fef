//! Who did what to whom.
//!
//! Verbs and nouns whose frame holds (`frame`, `act`) become events when actors take part in them
//! (`participant`); `manner` says in which way they are told.

pub(crate) mod act;
mod aim;
pub(crate) mod argument;
mod between;
pub mod cast;
mod city;
mod clause;
pub mod confidence;
mod context;
mod control;
mod dateline;
mod detail;
mod frame;
mod home;
pub mod learned;
pub(crate) mod manner;
mod mode;
pub(crate) mod noun;
mod participant;
mod party;
mod saying;
mod setting;
mod sides;
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
pub use saying::{accusers, statements};

/// An act that nobody of weight takes part in is told from this share on.
const LIKELY: f32 = 0.5;

/// Finds acts, in order of the text.
///
/// An act without any known participant is no event, except those whose noun names one by itself ("the
/// ceasefire", "airstrikes"). Of "agreed to lift the sanctions" only the lifting is an event, as planned.
#[must_use]
pub fn find(document: &Document, actors: &Actors, times: &[TimeExpression]) -> Vec<Found<Event>> {
    let judge = confidence::SHIPPED.as_ref();
    let told = find_by(document, actors, times, cast::SHIPPED.as_ref());
    let judged = told.into_iter().filter_map(|(mut one, evidence)| {
        one.value.confidence = judge.map_or(0.0, |judge| judge.share(&evidence));
        let is_likely = one.value.confidence >= LIKELY;
        (evidence.is_weighty || is_likely).then_some(one)
    });
    judged.collect()
}

/// The same with another model of who takes part, each act with what tells whether it stands as it was read.
#[must_use]
pub fn find_by(
    document: &Document,
    actors: &Actors,
    times: &[TimeExpression],
    model: Option<&cast::Model>,
) -> Vec<(Found<Event>, confidence::Evidence)> {
    let people = People::new(document, actors);
    let acts = act::find(document);
    let settings = setting::Settings::new(document, &people, times);
    let mut margins = BTreeMap::new();
    let mut told: Vec<Told> = acts
        .values()
        .map(|act| {
            let mut sides = sides::proposed(document, &people, &acts, act, &settings);
            if let Some(model) = model {
                let (candidates, nobody) = cast::candidates(document, &people, &acts, act, &sides);
                let margin;
                (sides, margin) = model.choose(&candidates, &nobody, sides);
                margins.insert(act.token, margin);
            }
            people.part(&mut sides.actors);
            (act, sides)
        })
        .collect();
    let offers = Offers::new(document, &told);
    for (act, sides) in &mut told {
        let authors = offers.authors(document, act, sides);
        sides.recipients.extend(authors);
    }
    told.retain(|(act, sides)| !weight::is_ruled_out(document, &people, &acts, act, sides));
    let mut light = BTreeSet::new();
    told.retain(|(act, sides)| {
        let is_event = weight::is_event(document, &people, &acts, act, sides, &settings);
        if !is_event {
            light.insert(act.token);
        }
        is_event || sides.n_parties() > 0
    });
    let told = without_doors(document, once_each(document, told));
    let tokens: BTreeSet<usize> = told.iter().map(|(act, _)| act.token).collect();
    let mut found: Vec<Found<Event>> = Vec::new();
    for (act, sides) in told {
        let mut one = event(document, act, sides, &settings);
        let inner = act.inner.into_iter().chain(act.object);
        let about = inner.into_iter().find(|token| tokens.contains(token));
        one.value.about = about.map(|token| document.tokens[token].span);
        found.push(one);
    }
    found.extend(saying::find(document, &people, &acts, &settings));
    party::add_enemies(document, &people, &mut found);
    found.sort_by_key(|one| one.value.trigger);
    let reader = confidence::Reader::new(document, actors, &acts, &margins, &light);
    let read = found.into_iter().map(|one| {
        let evidence = reader.evidence(&one.value);
        (one, evidence)
    });
    read.collect()
}

/// Every word that may name an act, with all who may take part and whom the frames take for it.
#[must_use]
pub fn questions(
    document: &Document,
    actors: &Actors,
    times: &[TimeExpression],
) -> Vec<cast::Question> {
    let people = People::new(document, actors);
    let acts = act::find(document);
    let settings = setting::Settings::new(document, &people, times);
    let asked = acts.values().map(|act| {
        let proposed = sides::proposed(document, &people, &acts, act, &settings);
        let candidates = cast::candidates(document, &people, &acts, act, &proposed);
        cast::Question::new(document, act, candidates)
    });
    asked.collect()
}

/// The words that may name an act, in order of the text, whether or not anybody takes part.
#[must_use]
pub fn triggers(document: &Document) -> Vec<Span> {
    let acts = act::find(document);
    acts.keys()
        .map(|&token| document.tokens[token].span)
        .collect()
}

/// Is this the lemma of a verb that acts or speaks?
pub(crate) fn is_verb_lemma(lemma: &str) -> bool {
    !frame::of_verb(lemma).is_empty() || crate::quote::is_cue_verb(lemma)
}

/// The root under which PLOVER counts an event, or `None` for what it does not count.
///
/// Force that is ordered counts as used. What is only stated, asked for, supposed, expected or told in general does
/// not count. What is planned and kind is AGREE, to give way too; what is planned and hostile is THREATEN; not to do
/// something kind is REJECT.
#[must_use]
pub fn plover_root(event: &Event) -> Option<Root> {
    counted(event.root, event.realis, event.polarity)
}

/// The same for a bare act and the manner in which it is told.
#[must_use]
pub fn counted(root: Root, realis: Realis, polarity: Polarity) -> Option<Root> {
    if matches!(root, Root::Statement | Root::Appeal) {
        return None;
    }
    use Root::{
        Accuse, Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest,
        Reject, Request, Retreat, Sanction, Support, Threaten,
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
        Realis::Happened | Realis::UnderWay => Some(root),
        Realis::Generic => None,
        Realis::Planned => Some(match root {
            Consult | Support | Cooperate | Aid | Concede | Retreat => Agree,
            Assault | Sanction | Coerce | Protest => Threaten,
            other => other,
        }),
        // Who orders force or arrests uses them.
        Realis::Ordered => {
            let by_order = matches!(
                root,
                Accuse | Request | Reject | Threaten | Assault | Coerce | Sanction | Mobilize
            );
            by_order.then_some(root)
        }
        Realis::Proposed | Realis::Predicted | Realis::Hypothetical => None,
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

/// An act and who takes part in it.
type Told<'a> = (&'a Act, Sides);

/// Tells an act once that a verb and its noun name both ("held talks", "met for talks"): by the word with more
/// parties, by the noun if they have as many.
fn once_each<'a>(document: &Document, told: Vec<Told<'a>>) -> Vec<Told<'a>> {
    let n_parties: BTreeMap<usize, (Root, usize)> = told
        .iter()
        .map(|(act, sides)| (act.token, (act.frame.root, sides.n_parties())))
        .collect();
    let mut dropped = BTreeSet::new();
    for (noun, sides) in told.iter().filter(|(act, _)| act.nominal) {
        let verb = n_parties.get(&noun.governor);
        let Some((root, n_of_verb)) = verb.filter(|_| noun.governor != noun.token) else {
            continue;
        };
        if *root == noun.frame.root && noun::is_lent(document, noun) {
            let is_fuller = *n_of_verb > sides.n_parties();
            dropped.insert(if is_fuller { noun.token } else { noun.governor });
        }
    }
    told.into_iter()
        .filter(|(act, _)| !dropped.contains(&act.token))
        .collect()
}

/// Leaves out acts that are only the door to another one that is told: "agreed to lift", "hopes to visit". With
/// whom it was agreed is whom the other is done to, if nobody else is.
fn without_doors<'a>(document: &Document, mut told: Vec<Told<'a>>) -> Vec<Told<'a>> {
    let places: BTreeMap<usize, usize> = told
        .iter()
        .enumerate()
        .map(|(idx, (act, _))| (act.token, idx))
        .collect();
    let mut doors = BTreeSet::new();
    for idx in 0..told.len() {
        let (act, sides) = &told[idx];
        let is_door = act.frame.root == Root::Agree && !act.nominal;
        let inner = act.inner.filter(|_| is_door);
        let Some(&inner) = inner.and_then(|inner| places.get(&inner)) else {
            continue;
        };
        // "offered to send troops" is an offer: nobody counts the sending.
        let behind = told[inner].0;
        let (realis, polarity) = manner::of(document, behind);
        if counted(behind.frame.root, realis, polarity).is_none() {
            continue;
        }
        doors.insert(act.token);
        let partners = sides.recipients.clone();
        let inner = &mut told[inner].1;
        if inner.recipients.is_empty() {
            let is_new = |one: &Participant| inner.actors.iter().all(|own| own.actor != one.actor);
            inner.recipients = partners.into_iter().filter(is_new).collect();
        }
    }
    told.retain(|(act, _)| !doors.contains(&act.token));
    told
}

fn event(
    document: &Document,
    act: &Act,
    sides: Sides,
    settings: &setting::Settings,
) -> Found<Event> {
    let (root, mode) = match weight::is_verbal_attack(document, settings.people(), act, &sides) {
        true => (Root::Accuse, Some("disapprove")),
        false => (act.frame.root, act.frame.mode),
    };
    let manner = manner::read(document, act);
    let mut realis = manner.realis;
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
    let country = place.as_ref().and_then(|(_, country)| country.as_ref());
    let actor_home = settings.homes.of(&sides.actors, act, country);
    let recipient_home = settings.homes.of(&sides.recipients, act, country);
    let words = manner
        .words
        .iter()
        .map(|&token| document.tokens[token].span);
    let rule = if act.nominal {
        "event/noun"
    } else {
        "event/verb"
    };
    let value = Event {
        trigger: document.tokens[act.token].span,
        lemma: act::lemma(document, act.token).into_owned(),
        root,
        mode: mode.map(str::to_owned),
        mode_span: None,
        contexts: Vec::new(),
        actors: sides.actors,
        recipients: sides.recipients,
        actor_home,
        recipient_home,
        place: place.as_ref().map(|(span, _)| *span),
        country: place.and_then(|(_, country)| country),
        city: None,
        tolls: Vec::new(),
        period: time.and_then(|time| time.period),
        period_span: time.map(|time| time.span),
        polarity: manner.polarity,
        realis,
        manner: words.collect(),
        about: None,
        confidence: 0.0,
        object: act.object.map(|object| settings.phrase(object)),
        clause,
    };
    Found {
        span: clause,
        rule,
        value,
    }
}
