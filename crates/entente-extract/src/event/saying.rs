//! What sayings do: accuse ("says Russia broke the truce"), demand ("said Iran must withdraw"), or only state.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{
    ActorKind, Actors, Attribution, CueKind, Dep, Document, Event, Participant, Polarity, Quote,
    Realis, Root, Span,
};

use super::act::{self, Act};
use super::frame::{self, Frame};
use super::participant::People;
use super::setting::Settings;
use super::{Sides, argument, event, manner, weight};
use crate::Found;
use crate::sentence;

/// The frame of a saying that accuses by what it says.
static ALLEGES: Frame = Frame {
    root: Root::Accuse,
    mode: Some("allege"),
    conditions: Vec::new(),
    recipients: Vec::new(),
    strength: 0,
};

/// The frame of a saying that demands by what it says.
static DEMANDS: Frame = Frame {
    root: Root::Request,
    mode: None,
    conditions: Vec::new(),
    recipients: Vec::new(),
    strength: 0,
};

/// Sayings that are acts by what they say of somebody else.
pub(super) fn find(
    document: &Document,
    people: &People,
    acts: &BTreeMap<usize, Act>,
    settings: &Settings,
) -> Vec<Found<Event>> {
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for verb in 0..document.tokens.len() {
        if !argument::is_verb(document, verb) {
            continue;
        }
        let Some(said) = saying_over(document, verb).filter(|said| !acts.contains_key(said)) else {
            continue;
        };
        let speakers = people.all_of(&argument::of_verb(document, said).subjects, &[]);
        let one = allegation(document, people, acts.get(&verb), &speakers)
            .or_else(|| demand(document, people, verb, &speakers));
        let Some((frame, rule, recipients)) = one.filter(|_| told.insert(said)) else {
            continue;
        };
        let sides = Sides {
            actors: speakers,
            recipients,
        };
        let act = act::of_saying(said, frame, verb);
        let mut one = event(document, &act, sides, settings);
        one.rule = rule;
        one.value.about = acts.contains_key(&verb).then(|| document.tokens[verb].span);
        found.push(one);
    }
    found
}

type Saying = (&'static Frame, &'static str, Vec<Participant>);

/// "Ukraine says Russia broke the truce".
fn allegation(
    document: &Document,
    people: &People,
    act: Option<&Act>,
    speakers: &[Participant],
) -> Option<Saying> {
    let act = act.filter(|act| !act.nominal && is_hostile(document, act))?;
    let accused = people.all_of(&act.subjects, speakers);
    let (_, polarity) = manner::of(document, act);
    let accuses = polarity == Polarity::Did && are_of_two_countries(people, speakers, &accused);
    accuses.then_some((&ALLEGES, "event/allegation", accused))
}

/// "The president said that Iran must withdraw".
fn demand(
    document: &Document,
    people: &People,
    verb: usize,
    speakers: &[Participant],
) -> Option<Saying> {
    if !is_bidden(document, verb) || !speakers.iter().any(|one| weight::rules(people, one)) {
        return None;
    }
    let arguments = argument::of_verb(document, verb);
    let bidden = people.all_of(&arguments.subjects, speakers);
    let is_other = !bidden.is_empty() && !arguments.passive;
    is_other.then_some((&DEMANDS, "event/demand", bidden))
}

/// "must withdraw", "has to withdraw", "needs to withdraw".
fn is_bidden(document: &Document, verb: usize) -> bool {
    let is_modal = |child: usize| {
        let word = document.word(child).to_ascii_lowercase();
        document.tokens[child].dep == Dep::Aux && frame::in_class("bid", &word)
    };
    let has_to = || {
        matches!(&*act::lemma(document, verb), "have" | "need")
            && document.child(verb, &[Dep::Xcomp]).is_some()
    };
    document.children(verb).take(40).any(is_modal) || has_to()
}

/// The saying whose content a verb heads: "[says] that Russia broke the truce".
fn saying_over(document: &Document, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..3 {
        let head = document.head(at)?;
        match document.tokens[at].dep {
            Dep::Conj => at = head,
            Dep::Ccomp if frame::in_class("say", &act::lemma(document, head)) => return Some(head),
            _ => return None,
        }
    }
    None
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

/// Who accuses somebody of an act, by the act's trigger: they vouch for it, and nobody else does.
#[must_use]
pub fn accusers(events: &[Found<Event>]) -> BTreeMap<Span, Attribution> {
    let charges = events.iter().map(|one| &one.value).filter(|event| {
        event.root == Root::Accuse
            && event.mode.as_deref() == Some("allege")
            && event.polarity == Polarity::Did
    });
    let vouches = charges.filter_map(|event| {
        let holder = event.actors.first()?.clone();
        let cue = Some(event.trigger);
        Some((event.about?, Attribution { holder, cue }))
    });
    vouches.collect()
}

/// Statements and appeals of those who rule: what they say and ask where it is no other act.
///
/// They are kept inside Entente: no coding scheme of acts counts them.
#[must_use]
pub fn statements(
    document: &Document,
    actors: &Actors,
    quotes: &[Found<Quote>],
    events: &[Found<Event>],
) -> Vec<Found<Event>> {
    let acts: BTreeSet<Span> = events.iter().map(|one| one.value.trigger).collect();
    let mut told = BTreeSet::new();
    let said = quotes.iter().filter_map(|quote| {
        let quote = &quote.value;
        let cue = quote.cue.filter(|cue| !acts.contains(cue))?;
        let root = root_of(quote.cue_kind?)?;
        let speaker = quote.speaker.clone()?;
        let is_new = speaks_for_many(actors, &speaker) && told.insert(cue);
        is_new.then(|| statement(document, quote, cue, speaker, root))
    });
    said.collect()
}

fn root_of(kind: CueKind) -> Option<Root> {
    match kind {
        CueKind::Say | CueKind::Write | CueKind::Judge | CueKind::Deny => Some(Root::Statement),
        CueKind::Ask => Some(Root::Appeal),
        CueKind::Think | CueKind::Show | CueKind::Plan | CueKind::Seem => None,
    }
}

/// States, those who rule or ruled, and persons of whose office this text says nothing: whom the news quotes by
/// name mostly speaks in one.
fn speaks_for_many(actors: &Actors, speaker: &Participant) -> bool {
    let actor = speaker.actor.as_ref().and_then(|id| actors.actor(id));
    actor.is_some_and(|actor| match (actor.kind, actor.sector.as_deref()) {
        (ActorKind::State, _) | (_, Some("ELI")) | (ActorKind::Person, None) => true,
        _ => weight::is_political(actor),
    })
}

fn statement(
    document: &Document,
    quote: &Quote,
    cue: Span,
    speaker: Participant,
    root: Root,
) -> Found<Event> {
    let around = sentence::around(document, cue);
    let words = Span {
        start: cue.start.min(speaker.span.start),
        end: cue.end.max(speaker.span.end),
    };
    let clause = if around.contains(words) { words } else { cue };
    let value = Event {
        trigger: cue,
        lemma: quote.cue_lemma.clone(),
        root,
        mode: None,
        mode_span: None,
        contexts: Vec::new(),
        actors: vec![speaker],
        recipients: quote.addressee.clone().into_iter().collect(),
        actor_home: None,
        recipient_home: None,
        place: None,
        country: None,
        city: None,
        tolls: Vec::new(),
        period: quote.period,
        period_span: None,
        polarity: Polarity::Did,
        realis: Realis::Happened,
        manner: Vec::new(),
        about: None,
        confidence: 0.0,
        object: None,
        clause,
    };
    Found {
        span: clause,
        rule: "event/statement",
        value,
    }
}
