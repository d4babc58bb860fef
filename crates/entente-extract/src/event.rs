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
#[cfg(test)]
mod tests;
mod toll;
mod weight;

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{
    Actors, Dep, Document, EntityKind, Event, Participant, Polarity, Realis, Root, Span,
    TimeExpression,
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
            let mut sides = sides(document, &people, &acts, act, &settings);
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
        let proposed = sides(document, &people, &acts, act, &settings);
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

fn sides(
    document: &Document,
    people: &People,
    acts: &BTreeMap<usize, Act>,
    act: &Act,
    settings: &setting::Settings,
) -> Sides {
    let mut actors = people.all_of(&act.subjects, &[]);
    let mut recipients = doers_of_object(people, acts, act, &actors);
    if recipients.is_empty() {
        recipients = people.first_of(&act.recipients, &actors);
    }
    if recipients.is_empty() {
        recipients = inner_recipients(document, people, acts, act, &actors);
    }
    if recipients.is_empty() && !act.nominal && !actors.is_empty() {
        let mut heads: Vec<usize> = act.object.into_iter().chain(act.inner).collect();
        heads.extend(argument::purposes(document, act.token));
        heads.extend(act.recipients.iter().flatten());
        heads.truncate(12);
        recipients = people.deep(&heads, &actors);
    }
    if act.nominal {
        without_scenes(document, people, act, &mut actors, &mut recipients);
    }
    recipients.retain(|one| !is_medium(document, people, one));
    let is_open = actors.is_empty() || recipients.is_empty();
    if let Some(host) = is_open.then(|| host(people, act, settings)).flatten() {
        let is_new = |list: &[Participant]| list.iter().all(|one| one.actor != host.actor);
        if recipients.is_empty() && is_felt_by_place(act) && is_new(&actors) {
            recipients.push(host);
        } else if actors.is_empty() && is_done_by_state(document, act) && is_new(&recipients) {
            actors.push(host);
        }
    }
    Sides { actors, recipients }
}

/// "the Mumbai attacks", "the Geneva talks", "the Russia investigation": the name before the noun does not act.
fn without_scenes(
    document: &Document,
    people: &People,
    act: &Act,
    actors: &mut Vec<Participant>,
    recipients: &mut Vec<Participant>,
) {
    let is_before = |one: &Participant| {
        let tokens = document.tokens_in(one.span);
        let name = tokens.clone().next_back()?;
        let head = document.head(name)?;
        let is_own =
            head == act.token && matches!(document.tokens[name].dep, Dep::Compound | Dep::Nmod);
        is_own.then_some(name)
    };
    let investigates = act.frame.mode == Some("investigate");
    let is_named = |name: usize| {
        let entity = document.entity_of(name);
        entity.is_some_and(|entity| entity.kind == EntityKind::Gpe)
    };
    let is_scene = |one: &Participant| {
        is_before(one).is_some_and(|name| people.is_city(name) || (investigates && is_named(name)))
    };
    let (scenes, doers): (Vec<_>, Vec<_>) = actors.drain(..).partition(is_scene);
    *actors = doers;
    let suffers = investigates || act.frame.root == Root::Assault;
    if suffers && recipients.is_empty() {
        recipients.extend(scenes);
    }
}

/// "praised it on Twitter", "told Fox News": where something is said.
fn is_medium(document: &Document, people: &People, one: &Participant) -> bool {
    let tokens = document.tokens_in(one.span);
    let outside = tokens.clone().find(|&token| {
        document
            .head(token)
            .is_some_and(|head| !tokens.contains(&head))
    });
    let leads = outside.and_then(|token| document.head(token));
    let leads = leads.is_some_and(|head| {
        document.tokens[head].dep == Dep::Prep
            && matches!(document.tokens[head].lemma.as_str(), "on" | "via")
    });
    let actor = people.actor(one);
    leads && actor.is_some_and(|actor| matches!(actor.sector.as_deref(), Some("MED" | "BUS")))
}

/// Whoever condemns or praises an act means those who did it: "condemned Norland's attack on Sudland".
fn doers_of_object(
    people: &People,
    acts: &BTreeMap<usize, Act>,
    act: &Act,
    actors: &[Participant],
) -> Vec<Participant> {
    let judges = matches!(act.frame.root, Root::Accuse | Root::Support | Root::Reject);
    let object = act.object.filter(|_| judges && !act.nominal);
    let done = object.and_then(|object| acts.get(&object));
    done.filter(|done| done.nominal)
        .map_or_else(Vec::new, |done| people.all_of(&done.subjects, actors))
}

/// The state or region where an act takes place.
fn host(people: &People, act: &Act, settings: &setting::Settings) -> Option<Participant> {
    let (place, _) = settings.place(act)?;
    people.named_in(place)
}

/// Force, help and troops are felt where they come: "shelled a village in Mali".
fn is_felt_by_place(act: &Act) -> bool {
    use Root::{Aid, Assault, Mobilize, Retreat};
    matches!(act.frame.root, Assault | Aid | Mobilize | Retreat)
}

/// Only a state arrests, deports, bans and sets free: "was arrested in Niger".
fn is_done_by_state(document: &Document, act: &Act) -> bool {
    let by_state = matches!(
        (act.frame.root, act.frame.mode),
        (Root::Coerce, Some("arrest" | "deport" | "ban" | "censor"))
            | (Root::Retreat, Some("release"))
    );
    by_state && !act.nominal && argument::of_verb(document, act.token).passive
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
    let are_own = act.frame.root == Root::Threaten && are_of_one_country(people, &subjects, actors);
    if !subjects.is_empty() && !are_own {
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

/// "The president warned that his country would strike": both are the same side.
fn are_of_one_country(people: &People, ones: &[Participant], others: &[Participant]) -> bool {
    let country = |side: &[Participant]| {
        side.first()
            .and_then(|one| people.actor(one)?.country.clone())
    };
    country(ones).is_some() && country(ones) == country(others)
}

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
