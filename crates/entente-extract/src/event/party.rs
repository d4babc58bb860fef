//! Parties that stand elsewhere in the text: who made the offer that is rejected, with whom a truce is kept.

use std::collections::BTreeMap;

use entente_types::{Country, Document, Event, Participant, Polarity, Root, Tag};

use super::act::{self, Act};
use super::participant::People;
use super::{Sides, Told, frame};
use crate::Found;

/// So many sentences back an offer can be meant by its noun; by a pronoun only one.
const MAX_SENTENCES: usize = 5;

/// What somebody offers, demands or declares, and who does.
struct Offer {
    /// The noun.
    token: usize,
    authors: Vec<Participant>,
}

/// The offers of a text, in its order.
pub(super) struct Offers(Vec<Offer>);

impl Offers {
    /// Gathers what stands as object of an act, or is an act's own noun.
    pub(super) fn new(document: &Document, told: &[Told]) -> Self {
        let mut offers = Vec::new();
        for (act, sides) in told.iter().filter(|(_, sides)| !sides.actors.is_empty()) {
            let token = if act.nominal {
                Some(act.token)
            } else {
                act.object
            };
            // Whoever rejects or keeps a truce did not offer it.
            let takes = !act.nominal
                && (is_answer(act.frame.root) && act.frame.root != Root::Agree
                    || act.frame.root == Root::Retreat
                    || &*act::lemma(document, act.token) == "accept");
            if let Some(token) = token.filter(|&token| !takes && is_offer(document, token)) {
                let authors = sides.actors.clone();
                offers.push(Offer { token, authors });
            }
        }
        offers.sort_by_key(|offer| offer.token);
        Self(offers)
    }

    /// Who made the offer that an act answers: "rejected it", "accepted the truce that X declared".
    pub(super) fn authors(
        &self,
        document: &Document,
        act: &Act,
        sides: &Sides,
    ) -> Vec<Participant> {
        let answers = !act.nominal && is_answer(act.frame.root) && sides.recipients.is_empty();
        let Some(object) = act.object.filter(|_| answers) else {
            return Vec::new();
        };
        let Some(offer) = self.meant(document, object) else {
            return Vec::new();
        };
        let is_own = |one: &Participant| sides.actors.iter().any(|actor| actor.actor == one.actor);
        match offer.authors.iter().any(is_own) {
            true => Vec::new(),
            false => offer.authors.clone(),
        }
    }

    fn meant(&self, document: &Document, object: usize) -> Option<&Offer> {
        let is_pronoun = matches!(&*act::lemma(document, object), "it" | "this" | "that")
            && matches!(document.tokens[object].tag, Tag::Prp | Tag::Dt);
        if !is_pronoun && !is_offer(document, object) {
            return None;
        }
        let sentence = document.sentence_of(object);
        let reach = if is_pronoun { 1 } else { MAX_SENTENCES };
        let fits = |offer: &&Offer| {
            let n_back = sentence.saturating_sub(document.sentence_of(offer.token));
            offer.token == object
                || (offer.token < object
                    && n_back <= reach
                    && (is_pronoun || is_same_offer(document, object, offer.token)))
        };
        let end = self.0.partition_point(|offer| offer.token <= object);
        self.0[..end].iter().rev().take(200).find(fits)
    }
}

fn is_answer(root: Root) -> bool {
    matches!(
        root,
        Root::Reject | Root::Accuse | Root::Agree | Root::Support
    )
}

fn is_offer(document: &Document, token: usize) -> bool {
    frame::in_class("offer", &act::lemma(document, token))
}

/// The same word, two words for a truce, or "the proposal" for what was offered in the sentence before.
fn is_same_offer(document: &Document, object: usize, other: usize) -> bool {
    let (one, two) = (act::lemma(document, object), act::lemma(document, other));
    let both = |class: &str| frame::in_class(class, &one) && frame::in_class(class, &two);
    let is_near = document.sentence_of(object) <= document.sentence_of(other) + 1;
    one == two || both("truce") || (is_near && frame::in_class("anyoffer", &one))
}

/// Gives truces their other party: the one that the text tells to be in conflict with the one who keeps it.
pub(super) fn add_enemies(document: &Document, people: &People, found: &mut [Found<Event>]) {
    let conflicts = conflicts(people, found);
    for one in found
        .iter_mut()
        .filter(|one| is_one_sided_truce(document, &one.value))
    {
        let own = one
            .value
            .actors
            .first()
            .and_then(|actor| country(people, actor));
        let enemy = own.and_then(|own| enemy_of(&conflicts, &own));
        let token = document.tokens_in(one.value.trigger).start;
        if let Some(state) = enemy.and_then(|enemy| people.state_near(&enemy, token)) {
            one.value.recipients.push(state);
        }
    }
}

fn is_one_sided_truce(document: &Document, event: &Event) -> bool {
    let lays_arms = event.mode.as_deref() == Some("disarm") && {
        let object = event.object.map(|object| document.tokens_in(object));
        let mut tokens = object.into_iter().flatten();
        tokens.any(|token| frame::in_class("arms", &act::lemma(document, token)))
    };
    let is_truce = event.mode.as_deref() == Some("ceasefire");
    (is_truce || lays_arms)
        && event.polarity == Polarity::Did
        && event.recipients.is_empty()
        && !event.actors.is_empty()
}

fn country(people: &People, one: &Participant) -> Option<String> {
    Some(people.actor(one)?.country.as_ref()?.0.clone())
}

/// How often two countries are told to use force against each other; each pair both ways.
fn conflicts(people: &People, found: &[Found<Event>]) -> BTreeMap<(String, String), usize> {
    let mut conflicts = BTreeMap::new();
    for event in found.iter().map(|one| &one.value) {
        let home = |side: &[Participant], home: &Option<Country>| {
            let own = side.first().and_then(|one| country(people, one));
            own.or_else(|| Some(home.as_ref()?.0.clone()))
        };
        let one = home(&event.actors, &event.actor_home);
        let other = home(&event.recipients, &event.recipient_home);
        let (Some(one), Some(other)) = (one, other) else {
            continue;
        };
        if event.root == Root::Assault && one != other {
            *conflicts.entry((one.clone(), other.clone())).or_insert(0) += 1;
            *conflicts.entry((other, one)).or_insert(0) += 1;
        }
    }
    conflicts
}

/// The one enemy of a country, if at least two in three tellings of force are between the two.
fn enemy_of(conflicts: &BTreeMap<(String, String), usize>, own: &str) -> Option<String> {
    let with = || conflicts.iter().filter(|((one, _), _)| one == own);
    let total: usize = with().map(|(_, count)| count).sum();
    let (pair, count) = with().max_by_key(|(_, count)| **count)?;
    (3 * count >= 2 * total).then(|| pair.1.clone())
}
