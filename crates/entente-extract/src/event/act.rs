//! Finds acts in a parsed text: verbs and nouns whose frame holds, with the words in their slots.
//!
//! Nothing is resolved here: subjects and recipients are tokens. Who they are is decided by `participant`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use entente_types::{Dep, Document, EntityKind, Pos, Root, Tag};

use super::argument::{self, Arguments};
use super::frame::{self, Condition, Frame, Light};

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
    consumed: Vec<usize>,
}

/// Lemma in lower case; headlines and names keep capitals in the parse.
pub(crate) fn lemma(document: &Document, token: usize) -> Cow<'_, str> {
    let lemma = document.tokens[token].lemma.as_str();
    match lemma.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(lemma.to_lowercase()),
        false => Cow::Borrowed(lemma),
    }
}

/// All acts of a document by their token.
pub(crate) fn find(document: &Document) -> BTreeMap<usize, Act> {
    let mut acts = BTreeMap::new();
    for token in 0..document.tokens.len() {
        let names_act =
            argument::is_verb(document, token) || is_adjectival_participle(document, token);
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
        let Some(act) = is_noun.then(|| of_noun(document, token)).flatten() else {
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
        governor: verb,
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

/// The words in a slot; after a preposition also where it stands with the object ("sanctions on Iran").
fn near(document: &Document, arguments: &Arguments, slot: &str) -> Vec<usize> {
    let mut heads = arguments.slot(document, slot);
    if matches!(
        slot,
        "subj" | "obj" | "dative" | "oprd" | "xcomp" | "ccomp" | "prt" | "prep" | "mod"
    ) {
        return heads;
    }
    for &object in arguments
        .objects
        .iter()
        .chain(&arguments.complements)
        .take(6)
    {
        heads.extend(after_noun(document, object, slot));
    }
    heads
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

fn fits(document: &Document, condition: &Condition, head: usize) -> bool {
    let accepts = |token: usize| {
        let lemma = lemma(document, token);
        let mut alternatives = condition.alternatives.iter();
        alternatives.any(|alternative| alternative.accepts(&lemma))
    };
    if accepts(head) {
        return true;
    }
    let people = condition.alternatives.iter();
    let wants_people = people
        .clone()
        .any(|one| matches!(one, frame::Alternative::Class("who")));
    (wants_people && is_somebody(document, head)) || within(document, head).into_iter().any(accepts)
}

/// The words close to the head of a phrase: before it, and after its "of".
fn within(document: &Document, head: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for child in document.children(head).take(40) {
        match document.tokens[child].dep {
            Dep::Compound | Dep::Amod | Dep::Nmod => found.push(child),
            Dep::Prep if document.tokens[child].lemma == "of" => {
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

fn of_noun(document: &Document, noun: usize) -> Option<Act> {
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
    for preposition in ["of", "from"] {
        if found.is_empty() && !frame.recipients.contains(&preposition) {
            let own = noun_arguments(document, noun);
            found.extend(own.after(document, preposition));
        }
    }
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

/// The frame of a saying that accuses by what it says.
static ALLEGES: Frame = Frame {
    root: Root::Accuse,
    mode: Some("allege"),
    conditions: Vec::new(),
    recipients: Vec::new(),
    strength: 0,
};

/// The saying whose content a verb heads: "[says] that Russia broke the truce".
pub(crate) fn saying_over(document: &Document, verb: usize) -> Option<Act> {
    let mut at = verb;
    for _ in 0..3 {
        let head = document.head(at)?;
        match document.tokens[at].dep {
            Dep::Conj => at = head,
            Dep::Ccomp if frame::in_class("say", &lemma(document, head)) => {
                let arguments = argument::of_verb(document, head);
                return Some(verb_act(document, head, &ALLEGES, &arguments, Vec::new()));
            }
            _ => return None,
        }
    }
    None
}
