//! Verbs that put somebody into an office or out of it: "was named foreign minister", "resigned as mayor".

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{
    ActorKind, Actors, Dep, Document, Mention, Period, Span, Tag, TimeExpression, TimeKind,
};

use crate::table::rows;

/// What a verb tells of an office.
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    particle: &'static str,
    is_of_object: bool,
    /// `new`, `elect`, `left`, `died`; `None` for plain office.
    pub status: Option<&'static str>,
}

/// A verb of the text that changes who holds an office.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// Its token.
    pub token: usize,
    /// What it tells.
    pub status: Option<&'static str>,
    /// Head token of the words for the person.
    pub person: usize,
    /// Head token of the words for whoever takes the place: "Ruiz" in "Ruiz succeeded Costa".
    pub successor: Option<usize>,
}

static VERBS: LazyLock<HashMap<&'static str, Verb>> = LazyLock::new(|| {
    let table = rows(include_str!("../../data/role_verb.tsv"));
    let read = |row: Vec<&'static str>| {
        let field = |idx: usize| row.get(idx).copied().unwrap_or_default();
        let verb = Verb {
            particle: field(1),
            is_of_object: field(2) == "object",
            status: Some(field(3)).filter(|status| !status.is_empty()),
        };
        (field(0), verb)
    };
    table.map(read).collect()
});

const SUBJECT: [Dep; 2] = [Dep::Nsubj, Dep::Nsubjpass];

/// The change that a verb tells, if it is said to have happened.
#[must_use]
pub fn at(document: &Document, token: usize) -> Option<Change> {
    let verb = VERBS.get(document.tokens[token].lemma.as_str())?;
    // "was president" leaves open until when.
    let is_past = verb.status.is_none() && document.tokens[token].tag == Tag::Vbd;
    let is_open =
        is_past || document.child(token, &[Dep::Neg]).is_some() || is_modal(document, token);
    if is_open || !has_particle(document, token, verb.particle) {
        return None;
    }
    let is_passive = document.child(token, &[Dep::Nsubjpass]).is_some();
    // The parser takes "elected Ruiz president" for a clause with Ruiz as its subject.
    let clause = || document.child(token, &[Dep::Ccomp, Dep::Oprd]);
    let in_clause = || clause().and_then(|clause| document.child(clause, &[Dep::Nsubj]));
    let object = || document.child(token, &[Dep::Dobj]).or_else(in_clause);
    let person = match (verb.is_of_object, is_passive) {
        (true, true) | (false, _) => subject(document, token),
        (true, false) => object(),
    }?;
    let takes_over = matches!(document.tokens[token].lemma.as_str(), "succeed" | "replace");
    let successor = subject(document, token).filter(|_| takes_over && !is_passive);
    Some(Change {
        token,
        status: verb.status,
        person,
        successor,
    })
}

/// The subject of a verb, or of the verb that it is joined to.
fn subject(document: &Document, token: usize) -> Option<usize> {
    let own = document.child(token, &SUBJECT);
    let joined = || {
        let first = document.head(token)?;
        let is_joined = document.tokens[token].dep == Dep::Conj;
        document.child(first, &SUBJECT).filter(|_| is_joined)
    };
    own.or_else(joined)
}

/// "could be named", "may resign": not said to be so.
fn is_modal(document: &Document, token: usize) -> bool {
    let sentence = document.sentences[document.sentence_of(token)].tokens();
    let from = sentence.start.max(token.saturating_sub(8));
    (from..token).any(|idx| {
        let one = &document.tokens[idx];
        let is_own = document.head(idx) == Some(token);
        is_own && (one.tag == Tag::Md || one.tag == Tag::To || document.word(idx) == "if")
    })
}

fn has_particle(document: &Document, token: usize, particle: &str) -> bool {
    particle.is_empty()
        || (token + 1..document.tokens.len().min(token + 4))
            .any(|idx| document.word(idx) == particle && document.head(idx) == Some(token))
}

/// The verb that a noun for an office belongs to: "named … minister", "served as minister".
#[must_use]
pub fn governor(document: &Document, office: usize) -> Option<usize> {
    let head = document.head(office)?;
    match document.tokens[office].dep {
        Dep::Oprd | Dep::Attr | Dep::Xcomp | Dep::Ccomp => Some(head),
        Dep::Pobj if document.word(head).eq_ignore_ascii_case("as") => document.head(head),
        _ => None,
    }
}

/// The person whose words a token heads.
#[must_use]
pub fn person(actors: &Actors, token: usize) -> Option<&Mention> {
    let mention = actors.headed_by(token)?;
    let actor = actors.actor(&mention.actor)?;
    (actor.kind == ActorKind::Person).then_some(mention)
}

/// The days from the change on, or up to it, if its sentence names one day, month or year and no other.
#[must_use]
pub fn period(times: &[TimeExpression], sentence: Span, status: Option<&str>) -> Option<Period> {
    let is_date = |time: &&TimeExpression| {
        sentence.contains(time.span) && time.kind == TimeKind::Date && time.period.is_some()
    };
    let mut dates = times.iter().filter(is_date);
    let found = dates.next()?.period?;
    if dates.next().is_some() {
        return None;
    }
    match status {
        Some("new") => Some(Period { to: None, ..found }),
        Some("left" | "died") => Some(Period {
            from: None,
            ..found
        }),
        _ => None,
    }
}
