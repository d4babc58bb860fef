//! Why and how: what the clauses that tell the event give as its reason, aim or means.

use entente_types::{Dep, Pos, Span, Tag};

use super::clause::Clause;
use super::{Reader, words};
use crate::event::is_verb;

/// Most tokens of an answer.
const MAX_TOKENS: usize = 24;
/// First sentences in which the event is told again.
const MAX_RANK: usize = 6;
/// How much of the headline stands around a verb that tells the same.
const LIKE: f64 = 0.5;

/// The reason or the aim: "because …", "over the tax", "to avoid a crash".
pub(super) fn why(reader: &Reader, clause: &Clause) -> Option<Span> {
    answer(reader, clause, |child| {
        let token = &reader.document.tokens[child];
        match token.dep {
            Dep::Advcl => is_reason(reader, child) || is_aim(reader, child),
            Dep::Prep => words::leads(&token.lemma, "why") && !is_number(reader, child),
            _ => false,
        }
    })
}

/// The means: "by closing the port", "with a drone", "using a drone".
pub(super) fn how(reader: &Reader, clause: &Clause) -> Option<Span> {
    answer(reader, clause, |child| {
        let document = reader.document;
        let token = &document.tokens[child];
        if token.dep == Dep::Advcl {
            return token.tag == Tag::Vbg && token.lemma == "use";
        }
        let does = document.child(child, &[Dep::Pcomp]).is_some();
        let thing = document.child(child, &[Dep::Pobj]);
        let is_means = thing.is_some_and(|thing| {
            document.tokens[thing].pos == Pos::Noun && reader.people.at(thing).is_none()
        });
        token.dep == Dep::Prep
            && words::leads(&token.lemma, "how")
            && if token.lemma == "by" { does } else { is_means }
    })
}

/// The first answer below the verb of the clause, or of one that tells the same again.
fn answer(reader: &Reader, clause: &Clause, answers: impl Fn(usize) -> bool) -> Option<Span> {
    let verbs = std::iter::once(clause.verb).chain(again(reader, clause));
    let below = verbs.flat_map(|verb| {
        let object = reader.document.child(verb, &[Dep::Dobj]);
        let heads = std::iter::once(verb).chain(object);
        heads.flat_map(move |head| {
            let children = reader.document.children(head).take(40);
            children.filter(move |&child| child > verb)
        })
    });
    let head = { below }.find(|&child| answers(child))?;
    let (first, last) = reader.edges[head];
    (last > first).then(|| reader.span(first, last.min(first + MAX_TOKENS)))
}

/// Verbs of the first sentences that tell the event once more.
fn again<'a>(reader: &'a Reader, clause: &'a Clause) -> impl Iterator<Item = usize> + 'a {
    let document = reader.document;
    let lead = reader.sentences.iter();
    let lead = lead.filter(|told| !told.is_title && told.rank <= MAX_RANK);
    lead.flat_map(move |told| {
        told.tokens.clone().filter(move |&idx| {
            let same = document.tokens[idx].lemma == document.tokens[clause.verb].lemma;
            idx != clause.verb
                && is_verb(document, idx)
                && same
                && (reader.title.is_empty() || reader.likeness(told, idx) >= LIKE)
        })
    })
}

/// "because" or "since" and a clause.
fn is_reason(reader: &Reader, verb: usize) -> bool {
    let document = reader.document;
    let mark = document.child(verb, &[Dep::Mark]);
    mark.is_some_and(|mark| words::leads(&document.tokens[mark].lemma, "why"))
}

/// "to" and a verb.
fn is_aim(reader: &Reader, verb: usize) -> bool {
    let document = reader.document;
    document.tokens[verb].tag == Tag::Vb
        && document
            .child(verb, &[Dep::Aux])
            .is_some_and(|aux| document.tokens[aux].pos == Pos::Part)
}

/// "over 40 people" counts and gives no reason.
fn is_number(reader: &Reader, preposition: usize) -> bool {
    let next = reader.document.tokens.get(preposition + 1);
    next.is_some_and(|next| next.pos == Pos::Num)
}
