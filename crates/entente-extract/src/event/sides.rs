//! Whom the frames propose for the two sides of an act.

use std::collections::BTreeMap;

use entente_types::{Dep, Document, EntityKind, Participant, Root};

use super::act::Act;
use super::participant::People;
use super::setting::Settings;
use super::{Sides, argument};

/// Whom the slots of an act's frame name.
pub(super) fn proposed(
    document: &Document,
    people: &People,
    acts: &BTreeMap<usize, Act>,
    act: &Act,
    settings: &Settings,
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
fn host(people: &People, act: &Act, settings: &Settings) -> Option<Participant> {
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
