//! Nouns that name acts: "the invasion of", "Western sanctions", "held talks with".
//!
//! Whose act it is stands before the noun, behind "by", or is lent by a light verb.

use entente_types::{Dep, Document, EntityKind, Pos, Root};

use super::act::{Act, after_noun, fits, is_somebody, lemma};
use super::argument::{self, Arguments};
use super::frame::{self, Frame, Light};

pub(super) fn of_noun(document: &Document, noun: usize) -> Option<Act> {
    let lemma = lemma(document, noun);
    let mut frames = frame::of_noun(&document.word(noun).to_lowercase());
    if frames.is_empty() {
        frames = frame::of_noun(&lemma);
    }
    if frames.is_empty() || document.tokens[noun].dep == Dep::Compound {
        return None;
    }
    let arguments = noun_arguments(document, noun);
    let frame = frames
        .iter()
        .find(|frame| noun_holds(document, noun, frame, &arguments))?;
    let (light, governor, lent) = light_verb(document, noun, frame);
    // In "calls between Ana and Bo and two meetings" the meetings are no party of the calls.
    let mut between = after_noun(document, noun, "between");
    between.retain(|&head| frame::of_noun(&document.tokens[head].lemma).is_empty());
    let mut subjects = owners(document, noun, frame);
    let mut recipients: Vec<Vec<usize>> = Vec::new();
    let hosts = !frame.recipients.contains(&"host")
        || !frame::in_class("guest", &document.tokens[governor].lemma);
    let lender = lent
        .as_ref()
        .filter(|_| hosts)
        .map_or_else(Vec::new, |lent| match lent.passive {
            true if lent.subjects.is_empty() && !lent.objects.contains(&noun) => {
                lent.objects.clone()
            }
            _ => lent.subjects.clone(),
        });
    for slot in &frame.recipients {
        let mut heads = after_noun(document, noun, slot);
        if let Some(lent) = lent.as_ref().filter(|_| !is_beside(document, noun)) {
            heads.extend(lent.after(document, slot));
        }
        if !heads.is_empty() && !matches!(*slot, "both" | "obj" | "dative") {
            recipients.push(heads);
        }
    }
    if frame.recipients.contains(&"mod") {
        recipients.push(named_before(document, noun));
    }
    // "suffered an attack" tells whom it was done to, "faces a trade war with Portugal" who is at it.
    if light == Some(Light::Suffers) && recipients.is_empty() {
        recipients.push(lender);
    } else if subjects.is_empty() {
        subjects = lender;
    }
    subjects.extend(between);
    if frame.recipients.contains(&"host") && subjects.is_empty() {
        subjects = scene(document, noun);
    }
    Some(Act {
        token: noun,
        governor,
        frame,
        subjects,
        recipients,
        object: None,
        inner: None,
        nominal: true,
        light,
        consumed: Vec::new(),
    })
}

fn noun_arguments(document: &Document, noun: usize) -> Arguments {
    let mut found = Arguments::default();
    for child in document.children(noun).take(60) {
        if matches!(document.tokens[child].dep, Dep::Prep | Dep::Agent) {
            let governed = argument::objects_of(document, child);
            found.prepositions.push((child, governed));
        }
    }
    found
}

fn noun_holds(document: &Document, noun: usize, frame: &Frame, arguments: &Arguments) -> bool {
    frame.conditions.iter().all(|condition| {
        let heads = match condition.slot {
            "mod" => modifiers(document, noun),
            slot => arguments.slot(document, slot),
        };
        let any = heads
            .into_iter()
            .any(|head| fits(document, condition, head));
        any != condition.denied
    })
}

/// Words before the noun: "a joint military exercise". With a hyphen they count one by one.
fn modifiers(document: &Document, noun: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for child in document.children(noun).take(40) {
        if matches!(
            document.tokens[child].dep,
            Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Nummod
        ) {
            found.push(child);
            found.extend(document.children(child).take(6).filter(|&inner| {
                matches!(
                    document.tokens[inner].dep,
                    Dep::Compound | Dep::Amod | Dep::Conj
                )
            }));
        }
    }
    found
}

/// Whose act a noun names: "Russia's invasion", "Western sanctions", "an attack by rebels", "Xi's visit".
fn owners(document: &Document, noun: usize, frame: &Frame) -> Vec<usize> {
    let mut found = possessors(document, noun);
    if !frame.recipients.contains(&"mod") {
        found.extend(named_before(document, noun));
    }
    found.extend(after_noun(document, noun, "by"));
    if found.is_empty() {
        found = doers_behind_verb(document, noun);
    }
    for preposition in ["of", "from"] {
        if found.is_empty() && !frame.recipients.contains(&preposition) {
            let own = noun_arguments(document, noun);
            found.extend(own.after(document, preposition));
        }
    }
    found
}

/// "condemned the invasion by Norland": the parser hangs the doers of the invasion on the verb.
fn doers_behind_verb(document: &Document, noun: usize) -> Vec<usize> {
    let verb = document.head(noun).filter(|&head| {
        document.tokens[noun].dep == Dep::Dobj && argument::is_verb(document, head)
    });
    let mut found = verb.map_or_else(Vec::new, |verb| {
        argument::of_verb(document, verb).after(document, "by")
    });
    found.retain(|&doer| is_somebody(document, doer));
    found
}

/// Where an act takes place: "the parade in Accra", "will attend the parade in Accra".
fn scene(document: &Document, noun: usize) -> Vec<usize> {
    let mut found = after_noun(document, noun, "in");
    if let Some(verb) = document
        .head(noun)
        .filter(|&head| argument::is_verb(document, head))
    {
        found.extend(argument::of_verb(document, verb).after(document, "in"));
    }
    let is_place = |kind| matches!(kind, EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac);
    found.retain(|&place| {
        let entity = document.entity_of(place);
        entity.is_some_and(|entity| is_place(entity.kind))
    });
    found
}

/// Whose tie a noun names: "China's support", "Western sanctions", "the alliance of A and B".
pub(crate) fn owners_of(document: &Document, noun: usize) -> Vec<usize> {
    let mut found = possessors(document, noun);
    found.extend(named_before(document, noun));
    found.extend(after_noun(document, noun, "by"));
    found
}

fn possessors(document: &Document, noun: usize) -> Vec<usize> {
    let children = document.children(noun).take(60);
    let is_time = |token: usize| {
        let entity = document.entity_of(token);
        entity.is_some_and(|entity| matches!(entity.kind, EntityKind::Date | EntityKind::Time))
    };
    let owners =
        children.filter(|&child| document.tokens[child].dep == Dep::Poss && !is_time(child));
    owners
        .flat_map(|owner| argument::with_conjuncts(document, owner))
        .collect()
}

/// Names and words made of names before a noun: "Western sanctions", "the Ukraine conflict".
fn named_before(document: &Document, noun: usize) -> Vec<usize> {
    let children = document.children(noun).take(60);
    let named = children.filter(|&child| {
        let is_before = matches!(
            document.tokens[child].dep,
            Dep::Compound | Dep::Amod | Dep::Nmod
        );
        let has_capital = document.word(child).starts_with(char::is_uppercase);
        is_before
            && (is_somebody(document, child)
                || (has_capital && document.tokens[child].pos == Pos::Adj))
    });
    named
        .flat_map(|child| argument::with_conjuncts(document, child))
        .collect()
}

/// The light verb over a noun, and what it lends.
fn light_verb(
    document: &Document,
    noun: usize,
    frame: &Frame,
) -> (Option<Light>, usize, Option<Arguments>) {
    let none = (None, noun, None);
    let mut at = noun;
    for _ in 0..4 {
        let Some(head) = document.head(at) else {
            return none;
        };
        match document.tokens[at].dep {
            Dep::Conj => at = head,
            Dep::Dobj | Dep::Nsubjpass | Dep::Pobj => {
                let (verb, through) = match document.tokens[at].dep {
                    Dep::Pobj => (document.head(head), Some(lemma(document, head))),
                    _ => (Some(head), None),
                };
                let Some(verb) = verb.filter(|&verb| argument::is_verb(document, verb)) else {
                    return none;
                };
                let light = frame::light(&lemma(document, verb));
                let light = match through.as_deref() {
                    None => light,
                    Some("in") if light.is_some() => light,
                    Some("for" | "in") if frame.root == Root::Consult => Some(Light::Does),
                    Some("with" | "on" | "during" | "after")
                        if frame.mode == Some("visit") && is_indefinite(document, noun) =>
                    {
                        Some(Light::Does)
                    }
                    Some(_) => None,
                };
                return match light {
                    Some(light) => (Some(light), verb, Some(argument::of_verb(document, verb))),
                    None => none,
                };
            }
            Dep::Nsubj if argument::is_verb(document, head) => {
                let takes_place = matches!(
                    &*lemma(document, head),
                    "take"
                        | "begin"
                        | "start"
                        | "continue"
                        | "end"
                        | "resume"
                        | "occur"
                        | "kill"
                        | "last"
                );
                return if takes_place {
                    (Some(Light::Starts), head, None)
                } else {
                    none
                };
            }
            _ => return none,
        }
    }
    none
}

/// Do verb and noun tell one act ("held talks", "arrived for a visit"), not two ("met him during a visit")?
pub(crate) fn is_lent(document: &Document, act: &Act) -> bool {
    !is_beside(document, act.token)
}

fn is_beside(document: &Document, noun: usize) -> bool {
    document.head(noun).is_some_and(|head| {
        let is_preposition = document.tokens[head].dep == Dep::Prep;
        is_preposition && !matches!(&*lemma(document, head), "for" | "in")
    })
}

/// "a visit", not "the visit" or "his visit": in "will mark the day with a visit to" the subject pays it.
fn is_indefinite(document: &Document, noun: usize) -> bool {
    let article = document.child(noun, &[Dep::Det]);
    article.is_some_and(|article| matches!(&*lemma(document, article), "a" | "an"))
}
