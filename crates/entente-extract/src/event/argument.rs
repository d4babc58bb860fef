//! Which words stand in which slot of a verb: subject, object, what follows each preposition.
//!
//! Passives, conjoined verbs, relative clauses, participles and infinitives are undone here, so that the
//! frames see one shape. Every walk is bounded, so that a sentence without end costs linear time.

use entente_types::{Dep, Document, Pos, Tag};

use super::control::{antecedents, controller, is_relative};
use super::{act, dateline, frame};

/// Longest walk along heads or conjuncts.
const MAX_STEPS: usize = 12;

/// The words around a verb, by slot. Heads of phrases, in order of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments {
    pub subjects: Vec<usize>,
    pub objects: Vec<usize>,
    pub datives: Vec<usize>,
    pub complements: Vec<usize>,
    /// Each preposition and the words that it governs.
    pub prepositions: Vec<(usize, Vec<usize>)>,
    pub particles: Vec<usize>,
    pub infinitive: Option<usize>,
    pub clause: Option<usize>,
    pub passive: bool,
}

/// The arguments of a verb.
pub(crate) fn of_verb(document: &Document, verb: usize) -> Arguments {
    let mut found = Arguments::default();
    for child in document.children(verb).take(200) {
        place(document, child, &mut found);
    }
    if found.passive {
        found
            .subjects
            .retain(|&subject| !is_passive_subject(document, subject));
    }
    found.passive |= is_joined_passive(document, verb, &found);
    if let [] | [_] = found.subjects[..]
        && !found.passive
    {
        let spilled = spilled_before(document, verb);
        found.subjects = if spilled.is_empty() {
            found.subjects
        } else {
            spilled
        };
    }
    inherit(document, verb, &mut found);
    if found.objects.is_empty() {
        found.objects = raised_object(document, &found);
    }
    dateline::without(document, &mut found.subjects);
    found.subjects = antecedents(document, verb, &found.subjects);
    found.objects = antecedents(document, verb, &found.objects);
    found
}

fn place(document: &Document, child: usize, found: &mut Arguments) {
    match document.tokens[child].dep {
        Dep::Nsubj | Dep::Csubj => found.subjects.extend(with_conjuncts(document, child)),
        Dep::Nsubjpass => {
            found.passive = true;
            found.objects.extend(with_conjuncts(document, child));
        }
        Dep::Auxpass => found.passive = true,
        Dep::Agent => {
            found.passive = true;
            for object in objects_of(document, child) {
                found.subjects.push(object);
            }
        }
        Dep::Dobj => found.objects.extend(with_conjuncts(document, child)),
        Dep::Dative if document.tokens[child].pos == Pos::Adp => {
            let governed = objects_of(document, child);
            found.prepositions.push((child, governed));
        }
        Dep::Dative => found.datives.extend(with_conjuncts(document, child)),
        Dep::Attr | Dep::Oprd | Dep::Acomp => found.complements.push(child),
        Dep::Prep => add_preposition(document, child, found),
        Dep::Prt => found.particles.push(child),
        Dep::Advmod if is_particle(document, child) => found.particles.push(child),
        Dep::Xcomp => found.infinitive = found.infinitive.or(Some(child)),
        Dep::Ccomp => found.clause = found.clause.or(Some(child)),
        _ => {}
    }
}

fn is_particle(document: &Document, child: usize) -> bool {
    matches!(
        document.tokens[child].lemma.as_str(),
        "down" | "up" | "out" | "off" | "back" | "away" | "over" | "in" | "together" | "aside"
    )
}

fn is_passive_subject(document: &Document, token: usize) -> bool {
    document.tokens[token].dep == Dep::Nsubjpass
}

/// "from", and "out of" as both of its words.
fn add_preposition(document: &Document, child: usize, found: &mut Arguments) {
    let governed = objects_of(document, child);
    found.prepositions.push((child, governed));
    if is_compound_preposition(document, child) {
        return;
    }
    for inner in document.children(child).take(20) {
        if document.tokens[inner].dep == Dep::Prep {
            let governed = objects_of(document, inner);
            found.prepositions.push((inner, governed));
        }
    }
}

/// "according to officials", "ahead of the summit": what follows belongs to both words together.
fn is_compound_preposition(document: &Document, preposition: usize) -> bool {
    matches!(
        document.word(preposition).to_ascii_lowercase().as_str(),
        "according"
            | "due"
            | "owing"
            | "thanks"
            | "contrary"
            | "prior"
            | "because"
            | "instead"
            | "ahead"
            | "regardless"
    )
}

/// What a preposition governs, with conjuncts; the verb of "of attacking" too.
pub(crate) fn objects_of(document: &Document, preposition: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for child in document.children(preposition).take(20) {
        if matches!(document.tokens[child].dep, Dep::Pobj | Dep::Pcomp) {
            found.extend(with_conjuncts(document, child));
        }
    }
    found
}

/// Who does what a participle tells: "fired by the army".
pub(crate) fn doers(document: &Document, verb: usize) -> Vec<usize> {
    let agents = document.children(verb).take(20);
    agents
        .filter(|&child| document.tokens[child].dep == Dep::Agent)
        .flat_map(|agent| objects_of(document, agent))
        .collect()
}

/// What an act is done for: "gave money [to help] Malawi".
pub(crate) fn purposes(document: &Document, verb: usize) -> Vec<usize> {
    let clauses = document.children(verb).take(40);
    clauses
        .filter(|&child| document.tokens[child].dep == Dep::Advcl && is_infinitive(document, child))
        .collect()
}

/// A word and what is joined to it by "and", commas, "or".
pub(crate) fn with_conjuncts(document: &Document, token: usize) -> Vec<usize> {
    let mut found = vec![token];
    let mut next = 0;
    while next < found.len() && found.len() < MAX_STEPS {
        let conjuncts = document.children(found[next]).take(60);
        let conjuncts = conjuncts.filter(|&child| document.tokens[child].dep == Dep::Conj);
        let conjuncts: Vec<usize> = conjuncts
            .filter(|&child| is_nominal(document, child) == is_nominal(document, token))
            .filter(|&child| spilled_to(document, child).is_none())
            .collect();
        found.extend(conjuncts);
        next += 1;
    }
    found.truncate(MAX_STEPS);
    found
}

/// The verb right behind a joined noun that has no other subject: in "since the invasion of Ukraine, China and
/// Russia have moved closer" the parser joins what begins the next clause to "Ukraine".
pub(crate) fn spilled_to(document: &Document, noun: usize) -> Option<usize> {
    let mut last = noun;
    for _ in 0..MAX_STEPS {
        match document.children(last).last().filter(|&child| child > last) {
            Some(child) => last = child,
            None => break,
        }
    }
    let next = document.tokens.get(last + 1)?;
    if !matches!(next.tag, Tag::Vbz | Tag::Vbp | Tag::Vbd | Tag::Md) {
        return None;
    }
    let is_auxiliary = matches!(next.dep, Dep::Aux | Dep::Auxpass);
    let verb = match is_auxiliary {
        true => next.head as usize,
        false => last + 1,
    };
    let subject = document.child(verb, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Csubj, Dep::Expl]);
    let has_subject = subject.is_some_and(|subject| !is_misread(document, subject, verb));
    let is_clause = !matches!(document.tokens[verb].dep, Dep::Relcl | Dep::Acl);
    (verb > noun && is_clause && !has_subject).then_some(verb)
}

/// In "since the invasion of Bolivia, Peru and Chile have moved" the parser takes the invasion for what has
/// moved: a singular subject of a plural verb that a mark leads in but nothing governs.
pub(crate) fn is_misread(document: &Document, subject: usize, verb: usize) -> bool {
    let is_plural = |token: usize| document.tokens[token].tag == Tag::Vbp;
    let is_loose = document.tokens[verb].dep == Dep::Root;
    let leads_in = |mark: usize| mark < subject && mark < verb;
    is_loose
        && document.tokens[subject].tag == Tag::Nn
        && document.child(verb, &[Dep::Mark]).is_some_and(leads_in)
        && document.child(subject, &[Dep::Conj]).is_none()
        && (is_plural(verb)
            || document
                .child(verb, &[Dep::Aux, Dep::Auxpass])
                .is_some_and(is_plural))
}

/// The nouns that stand right before a verb without subject and were joined to the phrase before them.
pub(crate) fn spilled_before(document: &Document, verb: usize) -> Vec<usize> {
    let auxiliaries = document.children(verb).take(20);
    let first = auxiliaries
        .filter(|&child| matches!(document.tokens[child].dep, Dep::Aux | Dep::Auxpass))
        .min()
        .map_or(verb, |first| first.min(verb));
    let mut found = Vec::new();
    let mut at = first.checked_sub(1);
    while let Some(noun) = at.filter(|&noun| document.tokens[noun].dep == Dep::Conj) {
        if found.len() > MAX_STEPS || spilled_to(document, noun) != Some(verb) {
            break;
        }
        found.push(noun);
        at = document.head(noun).filter(|&head| head < noun);
    }
    found.reverse();
    found
}

/// "was shot and killed": a participle joined to a passive is passive too.
fn is_joined_passive(document: &Document, verb: usize, found: &Arguments) -> bool {
    let token = &document.tokens[verb];
    let stands_alone = token.dep == Dep::Conj
        && token.tag == Tag::Vbn
        && found.subjects.is_empty()
        && found.objects.is_empty();
    let has_auxiliary = || document.child(verb, &[Dep::Aux]).is_some();
    let is_passive = |head: usize| {
        document
            .child(head, &[Dep::Auxpass, Dep::Nsubjpass])
            .is_some()
    };
    stands_alone && !has_auxiliary() && document.head(verb).is_some_and(is_passive)
}

pub(crate) fn is_nominal(document: &Document, token: usize) -> bool {
    matches!(
        document.tokens[token].pos,
        Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Adj | Pos::Det | Pos::X
    )
}

pub(crate) fn is_verb(document: &Document, token: usize) -> bool {
    matches!(document.tokens[token].pos, Pos::Verb | Pos::Aux)
}

/// "is willing to", "remains critical of": an adjective that says what its subject does.
pub(crate) fn is_predicate(document: &Document, token: usize) -> bool {
    let word = &document.tokens[token];
    word.dep == Dep::Acomp
        && word.pos == Pos::Adj
        && document
            .head(token)
            .is_some_and(|verb| is_verb(document, verb))
}

/// Subjects and objects that stand with another verb or as the noun that the clause describes.
fn inherit(document: &Document, verb: usize, found: &mut Arguments) {
    let Some(head) = document.head(verb) else {
        return;
    };
    let token = &document.tokens[verb];
    match token.dep {
        Dep::Acl | Dep::Relcl if is_nominal(document, head) => {
            let participle = token.tag == Tag::Vbn && !has_subject(found);
            if participle && found.objects.is_empty() {
                found.passive = true;
                found.objects = vec![head];
            } else if token.dep == Dep::Acl && found.subjects.is_empty() && is_paper(document, head)
            {
                found.subjects = controller(document, verb);
            } else if token.dep == Dep::Acl && found.subjects.is_empty() {
                found.subjects = with_conjuncts(document, head).into_iter().take(1).collect();
            } else if token.dep == Dep::Relcl
                && has_subject(found)
                && found.objects.is_empty()
                && !found.passive
                && !found.subjects.iter().any(|&one| is_relative(document, one))
            {
                found.objects = vec![head];
            }
        }
        // "Asked about it, the minister replied"
        Dep::Advcl if is_bare_participle(document, verb, found) => {
            found.passive = true;
            found.objects = controller(document, verb);
        }
        _ if found.subjects.is_empty() && !found.passive => {
            found.subjects = controller(document, verb)
        }
        _ if found.passive && found.objects.is_empty() => {
            found.objects = controller(document, verb)
        }
        _ => {}
    }
}

fn is_bare_participle(document: &Document, verb: usize, found: &Arguments) -> bool {
    document.tokens[verb].tag == Tag::Vbn
        && !has_subject(found)
        && found.objects.is_empty()
        && document.child(verb, &[Dep::Aux, Dep::Auxpass]).is_none()
}

/// "released a statement condemning", "signed a decree granting": who wrote it does what it says.
pub(super) fn is_paper(document: &Document, noun: usize) -> bool {
    frame::in_class("paper", &act::lemma(document, noun))
}

fn has_subject(found: &Arguments) -> bool {
    !found.subjects.is_empty()
}

/// The object that the parser reads as subject of an infinitive: "urged [Israel to withdraw]".
fn raised_object(document: &Document, found: &Arguments) -> Vec<usize> {
    let clause = found.clause.or(found.infinitive);
    let infinitive = clause.filter(|&clause| is_infinitive(document, clause));
    let subject = infinitive.and_then(|clause| document.child(clause, &[Dep::Nsubj]));
    subject.map_or_else(Vec::new, |subject| with_conjuncts(document, subject))
}

pub(crate) fn is_infinitive(document: &Document, verb: usize) -> bool {
    let mut aux = document.children(verb).take(40);
    aux.any(|child| document.tokens[child].tag == Tag::To && document.tokens[child].dep == Dep::Aux)
}

impl Arguments {
    /// The words in a slot, by the slot's name in the tables.
    pub(crate) fn slot(&self, document: &Document, name: &str) -> Vec<usize> {
        match name {
            "subj" => self.subjects.clone(),
            "obj" => self.objects.clone(),
            "dative" => self.datives.clone(),
            "oprd" => self.complements.clone(),
            "xcomp" => self.infinitive.into_iter().collect(),
            "ccomp" => self.clause.into_iter().chain(self.infinitive).collect(),
            "prt" => self.particles.clone(),
            "prep" => self
                .prepositions
                .iter()
                .map(|(preposition, _)| *preposition)
                .collect(),
            preposition => self.after(document, preposition),
        }
    }

    /// What follows a preposition.
    pub(crate) fn after(&self, document: &Document, preposition: &str) -> Vec<usize> {
        let named = self
            .prepositions
            .iter()
            .filter(|(at, _)| document.tokens[*at].lemma == preposition);
        named
            .flat_map(|(_, governed)| governed.iter().copied())
            .collect()
    }
}
