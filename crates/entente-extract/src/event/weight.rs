//! Is an act worth telling? What has nobody of weight in it, nothing certain, or only one of two parties is
//! left out: a reader loses less by silence than by an act that nobody did.

use std::collections::BTreeMap;

use entente_types::{Actor, ActorKind, Document, Participant, Pos, Root};

use super::act::{self, Act};
use super::frame::{self, Light};
use super::participant::People;
use super::setting::Settings;
use super::{Sides, aim, argument};

/// PLOVER sectors of those who rule, want to, or fight over it.
const POLITICAL: [&str; 10] = [
    "GOV", "MIL", "COP", "JUD", "LEG", "PTY", "SPY", "REB", "IGO", "OPP",
];

/// PLOVER sectors of those who fight with words.
const CIVIL: [&str; 11] = [
    "LEG", "PTY", "MED", "ELI", "GOV", "BUS", "EDU", "NGO", "JUD", "LAB", "OPP",
];

/// Is the act an event of the text?
pub(super) fn is_event(
    document: &Document,
    people: &People,
    acts: &BTreeMap<usize, Act>,
    act: &Act,
    sides: &Sides,
    settings: &Settings,
) -> bool {
    let is_set = || settings.place(act).is_some() || settings.time(act).is_some();
    let is_plain_name = act.nominal && act.frame.strength == 2;
    if is_plain_name && sides.n_parties() == 0 {
        return is_set();
    }
    if !(is_plain_name || has_weight(people, act, sides)) {
        return false;
    }
    if act.nominal && act.frame.root == Root::Consult && sides.n_parties() < 2 {
        return is_set()
            && matches!(
                &*act::lemma(document, act.token),
                "summit" | "talk" | "negotiation"
            );
    }
    if act.nominal {
        return match act.frame.strength {
            2 | 1 => true,
            _ => sides.n_parties() == 2 || matches!(act.light, Some(Light::Does | Light::Plans)),
        };
    }
    if act.frame.mode == Some("visit") {
        return sides.actors.iter().any(|one| goes_for_state(people, one))
            && (sides.n_parties() == 2 || settings.place(act).is_some());
    }
    !is_soft(act.frame.root) || has_both_parties(document, people, acts, act, sides)
}

/// Is it nothing that counts, whoever takes part: a mere aim, a quarrel in words, the work of the press, an accident?
pub(super) fn is_ruled_out(
    document: &Document,
    people: &People,
    acts: &BTreeMap<usize, Act>,
    act: &Act,
    sides: &Sides,
) -> bool {
    is_only_aimed_at(document, acts, act)
        || is_quarrel(document, people, act, sides)
        || is_press_talk(people, act, sides)
        || comes_home(people, act, sides)
        || may_be_accident(document, acts, act, sides)
        || is_press_work(people, act, sides)
        || is_study(people, act, sides)
}

/// Politicians attack each other in words: "attacked the senator over taxes".
pub(super) fn is_verbal_attack(
    document: &Document,
    people: &People,
    act: &Act,
    sides: &Sides,
) -> bool {
    act.frame.root == Root::Assault
        && frame::in_class("civil", &act::lemma(document, act.token))
        && are_civil(people, &sides.actors)
        && are_civil(people, &sides.recipients)
}

/// "a battle with the senator", "clash with Republicans": nobody is hurt.
fn is_quarrel(document: &Document, people: &People, act: &Act, sides: &Sides) -> bool {
    act.frame.root == Root::Assault
        && frame::in_class("quarrel", &act::lemma(document, act.token))
        && (are_civil(people, &sides.actors) || are_civil(people, &sides.recipients))
}

/// Are all of them people, parties or firms that bear no arms?
fn are_civil(people: &People, side: &[Participant]) -> bool {
    let is_civil = |one: &Participant| {
        people.actor(one).is_some_and(|actor| {
            let sector = actor.sector.as_deref();
            match sector {
                Some(sector) => CIVIL.contains(&sector) && actor.kind != ActorKind::State,
                None => actor.kind == ActorKind::Person,
            }
        })
    };
    !side.is_empty() && side.iter().all(is_civil)
}

/// Whoever speaks to reporters makes a statement.
fn is_press_talk(people: &People, act: &Act, sides: &Sides) -> bool {
    let is_press = |one: &Participant| {
        let actor = people.actor(one);
        actor.is_some_and(|actor| {
            actor.kind == ActorKind::Group && actor.sector.as_deref() == Some("MED")
        })
    };
    act.frame.root == Root::Consult
        && !sides.recipients.is_empty()
        && sides.recipients.iter().all(is_press)
}

/// What the press asks, gives and whom it meets is its work; what it charges may be news.
fn is_press_work(people: &People, act: &Act, sides: &Sides) -> bool {
    let is_press = |one: &Participant| {
        let actor = people.actor(one);
        actor.is_some_and(|actor| actor.sector.as_deref() == Some("MED"))
    };
    !matches!(act.frame.root, Root::Accuse | Root::Protest | Root::Reject)
        && !sides.actors.is_empty()
        && sides.actors.iter().all(is_press)
}

/// Persons and those who rule pay visits; what crowds and families do are journeys.
fn goes_for_state(people: &People, one: &Participant) -> bool {
    let actor = people.actor(one);
    rules(people, one) || actor.is_some_and(|actor| actor.kind != ActorKind::Group)
}

/// Only who rules investigates; others study.
fn is_study(people: &People, act: &Act, sides: &Sides) -> bool {
    act.frame.mode == Some("investigate")
        && !sides.actors.is_empty()
        && !sides
            .actors
            .iter()
            .any(|one| rules(people, one) || is_body(people, one))
}

fn is_body(people: &People, one: &Participant) -> bool {
    people.actor(one).is_some_and(|actor| {
        let sector = actor.sector.as_deref();
        actor.kind == ActorKind::Organisation && !matches!(sector, Some("EDU" | "MED" | "BUS"))
    })
}

/// Nobody visits the own country.
fn comes_home(people: &People, act: &Act, sides: &Sides) -> bool {
    let country = |side: &[Participant]| {
        side.first()
            .and_then(|one| people.actor(one)?.country.clone())
    };
    let (own, visited) = (country(&sides.actors), country(&sides.recipients));
    let is_to_place = sides.recipients.iter().all(|one| {
        people
            .actor(one)
            .is_some_and(|actor| !matches!(actor.kind, ActorKind::Person | ActorKind::Organisation))
    });
    act.frame.mode == Some("visit") && is_to_place && own.is_some() && own == visited
}

/// Somebody "was killed", and nothing near it tells of force.
fn may_be_accident(
    document: &Document,
    acts: &BTreeMap<usize, Act>,
    act: &Act,
    sides: &Sides,
) -> bool {
    let is_open = act.frame.root == Root::Assault
        && act.frame.mode.is_none()
        && sides.actors.is_empty()
        && frame::in_class("suffer", &act::lemma(document, act.token));
    if !is_open {
        return false;
    }
    let sentence = document.sentences[document.sentence_of(act.token)].tokens();
    let tells = |other: &Act| {
        let lemma = act::lemma(document, other.token);
        other.frame.root == Root::Assault && !frame::in_class("suffer", &lemma)
    };
    let bears_arms = sides.recipients.iter().any(|one| {
        let tokens = document.tokens_in(one.span);
        tokens
            .into_iter()
            .any(|token| frame::in_class("armed", &act::lemma(document, token)))
    });
    !bears_arms && !acts.range(sentence).any(|(_, other)| tells(other))
}

/// "tries to isolate it", "a chance to boost ties"; but "flies to Ankara to meet" tells of a meeting.
fn is_only_aimed_at(document: &Document, acts: &BTreeMap<usize, Act>, act: &Act) -> bool {
    let verb = act.governor;
    let consults = |token: usize| {
        let above = document.head(token).and_then(|head| acts.get(&head));
        above.is_some_and(|above| above.frame.root == Root::Consult)
    };
    let meets_for_it = act.frame.root == Root::Consult && consults(verb);
    argument::is_verb(document, verb) && aim::is_aim(document, verb) && !meets_for_it
}

/// A state, a person, an organisation or a group of a country takes part; of violence and arrests also people
/// of whom no more is known.
fn has_weight(people: &People, act: &Act, sides: &Sides) -> bool {
    let is_harsh = matches!(act.frame.root, Root::Assault | Root::Coerce | Root::Protest);
    let weighs = |one: &Participant| {
        let Some(actor) = people.actor(one) else {
            return false;
        };
        is_harsh || actor.kind != ActorKind::Group || actor.country.is_some() || rules(people, one)
    };
    sides.actors.iter().chain(&sides.recipients).any(weighs)
}

/// Those whose deeds are politics whomever they touch: governments, armies, courts, parliaments, parties, rebels.
pub(super) fn rules(people: &People, one: &Participant) -> bool {
    let actor = people.actor(one);
    actor.is_some_and(|actor| actor.kind == ActorKind::State || is_political(actor))
}

/// Does the actor rule, want to, or fight over it?
pub(super) fn is_political(actor: &Actor) -> bool {
    let sector = actor.sector.as_deref();
    sector.is_some_and(|sector| POLITICAL.contains(&sector))
}

/// Acts of words and favour: without a doer, or without anybody or anything they are about, they say nothing.
fn is_soft(root: Root) -> bool {
    use Root::{
        Accuse, Agree, Aid, Concede, Consult, Cooperate, Reject, Request, Support, Threaten,
    };
    matches!(
        root,
        Accuse
            | Agree
            | Aid
            | Concede
            | Consult
            | Cooperate
            | Reject
            | Request
            | Support
            | Threaten
    )
}

fn has_both_parties(
    document: &Document,
    people: &People,
    acts: &BTreeMap<usize, Act>,
    act: &Act,
    sides: &Sides,
) -> bool {
    if sides.actors.is_empty() {
        let is_done_to = || argument::of_verb(document, act.token).passive;
        return match act.frame.root {
            Root::Accuse => true,
            Root::Consult | Root::Cooperate => is_done_to(),
            _ => false,
        };
    }
    // Whatever a state condemns or inspects, it takes a stand.
    if matches!(act.frame.mode, Some("disapprove" | "investigate")) && act.object.is_some() {
        return true;
    }
    // What a state or its people offer, promise or give counts, to whomever it goes.
    let needs_two = matches!(act.frame.root, Root::Consult | Root::Cooperate);
    if !needs_two
        && act.object.or(act.inner).is_some()
        && sides.actors.iter().any(|one| rules(people, one))
    {
        return true;
    }
    let gives = matches!(act.frame.root, Root::Agree | Root::Aid);
    let is_noun = |token: usize| {
        matches!(
            document.tokens[token].pos,
            Pos::Noun | Pos::Propn | Pos::Verb
        )
    };
    let of_country = |one: &Participant| {
        people
            .actor(one)
            .is_some_and(|actor| actor.country.is_some())
    };
    if gives && act.object.or(act.inner).is_some_and(is_noun) && sides.actors.iter().any(of_country)
    {
        return true;
    }
    let slots = act
        .recipients
        .iter()
        .flatten()
        .chain(&act.object)
        .chain(&act.inner);
    sides.n_parties() == 2
        || slots
            .take(20)
            .any(|&token| acts.contains_key(&token) || is_matter(document, token))
}

/// An act, a demand, an agreement: something between parties.
fn is_matter(document: &Document, object: usize) -> bool {
    let lemma = act::lemma(document, object);
    let in_class = |class: &&str| frame::in_class(class, &lemma);
    !frame::of_noun(&lemma).is_empty()
        || [
            "demand",
            "agreement",
            "offer",
            "fault",
            "restriction",
            "probe",
            "tie",
        ]
        .iter()
        .any(in_class)
}
