//! The clause that tells the event: of the headline, else of one of the first sentences.

use entente_types::{Dep, EntityKind, Pos, Tag};

use super::{Reader, Told};
use crate::event::argument;

/// A predicate with its subjects.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// The verb, or the noun of a heading without one.
    pub verb: usize,
    /// Heads of the subjects.
    pub subjects: Vec<usize>,
    /// Are the subjects acted upon?
    pub passive: bool,
    /// Is there a verb at all?
    pub is_verbal: bool,
    /// How surely this is the one: higher is surer.
    score: f64,
}

/// First sentences that can tell the event where the headline does not.
const MAX_RANK: usize = 4;

/// The clause that tells the event.
pub(super) fn main(reader: &Reader) -> Option<Clause> {
    let title = best(reader, |told| told.is_title);
    title
        .or_else(|| best(reader, |told| !told.is_title && told.rank <= MAX_RANK))
        .or_else(|| heading(reader))
}

fn best(reader: &Reader, takes: impl Fn(&Told) -> bool) -> Option<Clause> {
    let told = reader.sentences.iter().filter(|told| takes(told));
    let clauses = told.flat_map(|told| clauses(reader, told));
    clauses.reduce(|best, one| if one.score > best.score { one } else { best })
}

/// All clauses of a sentence, with their scores.
fn clauses(reader: &Reader, told: &Told) -> Vec<Clause> {
    let tokens = told.tokens.clone();
    tokens
        .filter(|&idx| !reader.quoted[idx])
        .filter_map(|idx| clause(reader, told, idx))
        .collect()
}

fn clause(reader: &Reader, told: &Told, idx: usize) -> Option<Clause> {
    let document = reader.document;
    let subjects = if let Some(name) = headline_subject(reader, told, idx) {
        vec![name]
    } else if let Some(noun) = described(reader, told, idx) {
        vec![noun]
    } else if is_predicate(reader, told, idx) {
        argument::of_verb(document, idx).subjects
    } else {
        return None;
    };
    let patients: Vec<usize> = document
        .children(idx)
        .filter(|&child| document.tokens[child].dep == Dep::Nsubjpass)
        .collect();
    let bare = is_bare_participle(reader, idx);
    let passive = !patients.is_empty() || bare;
    let subjects = if patients.is_empty() {
        subjects
    } else {
        patients
    };
    if subjects.is_empty() {
        return None;
    }
    let score = score(reader, told, idx, &subjects);
    Some(Clause {
        verb: idx,
        subjects,
        passive,
        is_verbal: true,
        score,
    })
}

/// Can the word carry a clause: a finite verb, or whatever the parser gave a subject of its own?
fn is_predicate(reader: &Reader, told: &Told, idx: usize) -> bool {
    let document = reader.document;
    let token = &document.tokens[idx];
    let has_subject = document
        .child(idx, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Csubj])
        .is_some();
    if matches!(
        token.dep,
        Dep::Aux | Dep::Auxpass | Dep::Relcl | Dep::Amod | Dep::Compound
    ) {
        return false;
    }
    let is_finite = matches!(token.tag, Tag::Vbz | Tag::Vbp | Tag::Vbd)
        || document.child(idx, &[Dep::Aux, Dep::Auxpass]).is_some();
    has_subject && (told.is_title || argument::is_verb(document, idx))
        || is_finite && token.dep == Dep::Conj && argument::is_verb(document, idx)
}

/// "Bridge closed after flood": a participle that stands for a passive in a headline.
fn is_bare_participle(reader: &Reader, idx: usize) -> bool {
    let document = reader.document;
    let token = &document.tokens[idx];
    let is_form = matches!(token.tag, Tag::Vbn | Tag::Vbd);
    let auxiliaries = [
        Dep::Aux,
        Dep::Auxpass,
        Dep::Dobj,
        Dep::Ccomp,
        Dep::Xcomp,
        Dep::Attr,
        Dep::Acomp,
    ];
    let by_somebody = super::who::agent(reader, idx).is_some();
    is_form && document.child(idx, &auxiliaries).is_none() && (token.tag == Tag::Vbn || by_somebody)
}

/// "Bridge closed by police": the noun of a headline that its participle only seems to describe.
fn described(reader: &Reader, told: &Told, idx: usize) -> Option<usize> {
    let document = reader.document;
    let token = &document.tokens[idx];
    let noun = document.head(idx)?;
    let is_whole = document.head(noun).is_none() && document.tokens[noun].pos != Pos::Verb;
    let is_clause = told.is_title && token.dep == Dep::Acl && is_bare_participle(reader, idx);
    (is_clause && is_whole && noun < idx).then_some(noun)
}

/// "Mayor Lee visits flooded town", read as three nouns: the name before a word in "-s" that is also a verb.
fn headline_subject(reader: &Reader, told: &Told, idx: usize) -> Option<usize> {
    let document = reader.document;
    let token = &document.tokens[idx];
    let is_noun_form = matches!(token.tag, Tag::Nns | Tag::Nnps | Tag::Nnp)
        && document.word(idx).ends_with('s')
        && matches!(token.dep, Dep::Root | Dep::Compound);
    if !told.is_title || !is_noun_form || idx == told.tokens.start {
        return None;
    }
    let is_verb_too = crate::event::is_verb_lemma(&token.lemma.to_lowercase());
    let can_act = |kind: EntityKind| match kind {
        EntityKind::Person => true,
        EntityKind::Org | EntityKind::Gpe | EntityKind::Norp => is_verb_too,
        _ => false,
    };
    let name = document.entity_of(idx - 1);
    let name = name.filter(|name| can_act(name.kind) && name.end as usize == idx)?;
    let goes_on = document.tokens.get(idx + 1).is_some_and(|next| {
        matches!(
            next.pos,
            Pos::Adp | Pos::Det | Pos::Adj | Pos::Part | Pos::Cconj | Pos::Noun | Pos::Propn
        )
    });
    goes_on.then_some(name.end as usize - 1)
}

/// How surely a clause tells the event.
fn score(reader: &Reader, told: &Told, idx: usize, subjects: &[usize]) -> f64 {
    let document = reader.document;
    let token = &document.tokens[idx];
    let depth = document.ancestors(idx).take(6).count() as f64;
    let mut score = 2.0 - 0.6 * depth + 2.0 * reader.likeness(told, idx) - 0.5 * told.rank as f64;
    score -= match token.dep {
        Dep::Advcl | Dep::Pcomp | Dep::Csubj | Dep::Acl => 1.5,
        Dep::Conj => 0.3,
        _ => 0.0,
    };
    let is_pronoun = |&subject: &usize| document.tokens[subject].pos == Pos::Pron;
    if subjects.iter().all(is_pronoun) {
        score -= 1.5;
    }
    let is_actor = |&subject: &usize| reader.people.at(subject).is_some();
    if subjects.iter().any(is_actor) {
        score += 0.5;
    }
    if !told.is_title && crate::quote::tells_of_speech(&token.lemma) {
        score -= 1.0;
    }
    score
}

/// A heading that only names: "Explosion near the harbour of Aden".
fn heading(reader: &Reader) -> Option<Clause> {
    let told = reader.sentences.first().filter(|told| told.is_title)?;
    let root = told
        .tokens
        .clone()
        .find(|&idx| reader.document.head(idx).is_none() && reader.is_word(idx))?;
    Some(Clause {
        verb: root,
        subjects: Vec::new(),
        passive: false,
        is_verbal: false,
        score: 0.0,
    })
}
