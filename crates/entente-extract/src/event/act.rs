//! Finds acts in a parsed text: verbs and nouns whose frame holds, with the words in their slots.
//!
//! Nothing is resolved here: subjects and recipients are tokens. Who they are is decided by `participant`.

use std::collections::BTreeMap;

use entente_types::{Dep, Document, EntityKind, Pos, Root, Tag};

use super::argument::{self, Arguments};
use super::frame::{self, Condition, Frame, Light};
use super::noun;
pub(crate) use crate::lemma::of as lemma;

/// A word that names an act, and the words around it.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    /// The verb or noun that names the act.
    pub token: usize,
    /// The verb that carries tense and negation: the act's own, or that which the noun depends on.
    pub governor: usize,
    pub frame: &'static Frame,
    pub subjects: Vec<usize>,
    /// Heads of phrases where the recipient may stand, the likeliest slot first.
    pub recipients: Vec<Vec<usize>>,
    pub object: Option<usize>,
    /// The act that is asked for, promised, refused: its verb.
    pub inner: Option<usize>,
    pub nominal: bool,
    /// A noun whose subject comes from a light verb.
    pub light: Option<Light>,
    /// The words of the slots that made the frame hold.
    pub(super) consumed: Vec<usize>,
}

/// All acts of a document by their token.
pub(crate) fn find(document: &Document) -> BTreeMap<usize, Act> {
    let mut acts = BTreeMap::new();
    for token in 0..document.tokens.len() {
        let names_act = (argument::is_verb(document, token) && !is_adjective(document, token))
            || is_adjectival_participle(document, token)
            || argument::is_predicate(document, token);
        if names_act && let Some(act) = of_verb(document, token) {
            acts.insert(token, act);
        }
    }
    let consumed: BTreeMap<usize, Root> = acts
        .values()
        .flat_map(|act: &Act| act.consumed.iter().map(|&token| (token, act.frame.root)))
        .collect();
    for token in 0..document.tokens.len() {
        let is_noun = matches!(document.tokens[token].pos, Pos::Noun | Pos::Propn);
        let Some(act) = is_noun.then(|| noun::of_noun(document, token)).flatten() else {
            continue;
        };
        // Whoever "will attend the parade" tells of two acts, whoever "holds talks" of one.
        let is_told = consumed
            .get(&token)
            .is_some_and(|root| act.frame.strength < 2 || *root != Root::Consult);
        if !is_told {
            acts.insert(token, act);
        }
    }
    acts
}

/// "compromising information", "a visiting fellow".
fn is_adjective(document: &Document, token: usize) -> bool {
    let token = &document.tokens[token];
    token.dep == Dep::Amod && token.tag == Tag::Vbg
}

/// "the detained American vessels": a participle before its noun.
fn is_adjectival_participle(document: &Document, token: usize) -> bool {
    let token = &document.tokens[token];
    token.dep == Dep::Amod && token.tag == Tag::Vbn
}

fn of_verb(document: &Document, verb: usize) -> Option<Act> {
    if document.tokens[verb].pos == Pos::Aux {
        return None;
    }
    let lemma = lemma(document, verb);
    let frames = frame::of_verb(&lemma);
    if frames.is_empty() {
        return None;
    }
    let arguments = argument::of_verb(document, verb);
    for frame in frames {
        if let Some(consumed) = holds(document, frame, &arguments) {
            return Some(verb_act(document, verb, frame, &arguments, consumed));
        }
    }
    None
}

fn verb_act(
    document: &Document,
    verb: usize,
    frame: &'static Frame,
    arguments: &Arguments,
    consumed: Vec<usize>,
) -> Act {
    let mut subjects = arguments.subjects.clone();
    let slots = frame
        .recipients
        .iter()
        .filter(|slot| !matches!(**slot, "flip" | "both"));
    let mut recipients: Vec<Vec<usize>> = slots
        .map(|slot| near(document, arguments, slot))
        .filter(|heads| !heads.is_empty())
        .collect();
    if frame.recipients.contains(&"flip") {
        let sources = recipients.drain(..).next().unwrap_or_default();
        recipients.push(std::mem::replace(&mut subjects, sources));
    }
    Act {
        token: verb,
        governor: match argument::is_predicate(document, verb) {
            true => document.tokens[verb].head as usize,
            false => verb,
        },
        frame,
        subjects,
        recipients,
        object: arguments.objects.first().copied(),
        inner: arguments
            .infinitive
            .or(arguments.clause)
            .or_else(|| gerund(document, arguments)),
        nominal: false,
        light: None,
        consumed,
    }
}

/// The verb of "accused of attacking", "called for lifting".
fn gerund(document: &Document, arguments: &Arguments) -> Option<usize> {
    let governed = arguments
        .prepositions
        .iter()
        .flat_map(|(_, governed)| governed);
    governed
        .copied()
        .find(|&token| argument::is_verb(document, token))
}

/// The words in a slot; prepositions also where they stand with the object ("sanctions on Iran").
fn near(document: &Document, arguments: &Arguments, slot: &str) -> Vec<usize> {
    let mut heads = arguments.slot(document, slot);
    if matches!(
        slot,
        "subj" | "obj" | "dative" | "oprd" | "xcomp" | "ccomp" | "prt" | "mod"
    ) {
        return heads;
    }
    let objects = arguments.objects.iter().chain(&arguments.complements);
    for &object in objects.take(6) {
        match slot {
            "prep" => heads.extend(prepositions_of(document, object)),
            _ => heads.extend(after_noun(document, object, slot)),
        }
    }
    heads
}

fn prepositions_of(document: &Document, noun: usize) -> impl Iterator<Item = usize> {
    let children = document.children(noun).take(40);
    children.filter(|&child| document.tokens[child].dep == Dep::Prep)
}

/// What follows a preposition that stands with a noun, or with the noun's own "of" phrase.
pub(crate) fn after_noun(document: &Document, noun: usize, preposition: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for child in document.children(noun).take(60) {
        if !matches!(
            document.tokens[child].dep,
            Dep::Prep | Dep::Agent | Dep::Dative
        ) {
            continue;
        }
        let governed = argument::objects_of(document, child);
        let own = document.tokens[child].lemma == preposition;
        for &one in governed.iter().filter(|_| !own).take(2) {
            let inner = document.children(one).take(20).filter(|&inner| {
                document.tokens[inner].dep == Dep::Prep
                    && document.tokens[inner].lemma == preposition
            });
            found.extend(inner.flat_map(|inner| argument::objects_of(document, inner)));
        }
        if own {
            found.extend(governed);
        }
    }
    found
}

/// The words that make every condition of a frame hold, or `None` if one fails.
fn holds(document: &Document, frame: &Frame, arguments: &Arguments) -> Option<Vec<usize>> {
    let mut consumed = Vec::new();
    for condition in &frame.conditions {
        let heads = near(document, arguments, condition.slot);
        let fits: Vec<usize> = heads
            .into_iter()
            .filter(|&head| fits(document, condition, head))
            .collect();
        if fits.is_empty() != condition.denied {
            return None;
        }
        consumed.extend(fits);
    }
    Some(consumed)
}

pub(super) fn fits(document: &Document, condition: &Condition, head: usize) -> bool {
    let accepts = |token: usize| {
        let lemma = lemma(document, token);
        let mut alternatives = condition.alternatives.iter();
        alternatives.any(|alternative| alternative.accepts(&lemma))
    };
    if accepts(head) {
        return true;
    }
    let wants = |class: &str| {
        let mut alternatives = condition.alternatives.iter();
        alternatives.any(|one| matches!(one, frame::Alternative::Class(own) if *own == class))
    };
    let is_named = |one: &frame::Alternative| match one {
        frame::Alternative::Entity(kind) => {
            let entity = document.entity_of(head);
            entity.is_some_and(|entity| entity.kind == *kind)
        }
        _ => false,
    };
    condition.alternatives.iter().any(is_named)
        || (wants("who") && is_somebody(document, head))
        || (wants("person") && is_person(document, head))
        || within(document, head, wants("who") || wants("person"))
            .into_iter()
            .any(accepts)
}

/// A person's name.
fn is_person(document: &Document, token: usize) -> bool {
    let entity = document.entity_of(token);
    entity.is_some_and(|entity| entity.kind == EntityKind::Person)
}

/// The words close to the head of a phrase: after its "of", and before it unless people are looked for ("Senate
/// approval" is nobody).
fn within(document: &Document, head: usize, people: bool) -> Vec<usize> {
    let mut found = Vec::new();
    let holds_others = !people
        || document.tokens[head].pos == Pos::Num
        || frame::in_class("collective", &lemma(document, head));
    for child in document.children(head).take(40) {
        match document.tokens[child].dep {
            Dep::Compound | Dep::Amod | Dep::Nmod if !people => found.push(child),
            Dep::Prep if document.tokens[child].lemma == "of" && holds_others => {
                found.extend(argument::objects_of(document, child));
            }
            _ => {}
        }
    }
    found
}

/// A name of a person, people, state or organisation, or a personal pronoun.
pub(crate) fn is_somebody(document: &Document, token: usize) -> bool {
    use EntityKind::{Gpe, Norp, Org, Person};
    let named = document
        .entity_of(token)
        .is_some_and(|entity| matches!(entity.kind, Gpe | Norp | Org | Person));
    named || (document.tokens[token].tag == Tag::Prp && document.tokens[token].lemma != "it")
}

/// A saying that is an act by what it says; `inner` is the verb of what is said.
pub(super) fn of_saying(verb: usize, frame: &'static Frame, inner: usize) -> Act {
    Act {
        token: verb,
        governor: verb,
        frame,
        subjects: Vec::new(),
        recipients: Vec::new(),
        object: None,
        inner: Some(inner),
        nominal: false,
        light: None,
        consumed: Vec::new(),
    }
}
