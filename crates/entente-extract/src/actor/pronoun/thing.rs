//! "it": the subject of the clause, or of the sentence before, if it can be meant.

use entente_types::{ActorKind, Dep, Document, Tag};

use super::person::nearest_subject;
use super::{Seen, one};
use crate::actor::registry::Registry;

/// "it", "its": the subject of the clause or of the sentence before, if that is a state or body.
pub fn thing(document: &Document, registry: &Registry, seen: &[Seen], idx: usize) -> Option<usize> {
    let sentence = document.sentence_of(idx);
    let token = &document.tokens[idx];
    let is_possessive = token.tag == Tag::PrpPoss;
    let verb = document
        .head(idx)
        .map(|verb| document.tokens[verb].lemma.as_str());
    let acts = token.dep == Dep::Nsubj
        && verb.is_some_and(|verb| {
            !matches!(
                verb,
                "be" | "seem"
                    | "appear"
                    | "take"
                    | "remain"
                    | "happen"
                    | "come"
                    | "become"
                    | "make"
                    | "mean"
                    | "rain"
                    | "turn"
                    | "look"
            )
        });
    if !is_possessive && !acts {
        return None;
    }
    let is_thing = |one: &&Seen| {
        let draft = &registry.drafts[one.actor];
        let kind = draft.kind;
        matches!(kind, ActorKind::State | ActorKind::Organisation) && !draft.is_plural
    };
    if let Some(subject) = nearest_subject(document, idx) {
        // "sanctions imposed on Moscow since its invasion": the subject of "imposed" is not told.
        let mut between = document.ancestors(idx).take(30);
        let is_cut = between
            .by_ref()
            .take_while(|&up| document.head(subject) != Some(up))
            .any(|up| matches!(document.tokens[up].dep, Dep::Acl | Dep::Pcomp));
        let found = seen.iter().rev().take(60).find(|one| one.head == subject);
        return found
            .filter(is_thing)
            .filter(|_| !is_cut)
            .map(|one| one.actor);
    }
    if is_about_a_thing(document, seen, sentence.checked_sub(1)) {
        return None;
    }
    let is_subject =
        |one: &&Seen| matches!(document.tokens[one.head].dep, Dep::Nsubj | Dep::Nsubjpass);
    let before: Vec<usize> = seen
        .iter()
        .rev()
        .take_while(|one| one.sentence + 2 > sentence)
        .take(40)
        .filter(is_thing)
        .filter(|one| one.sentence + 1 == sentence && is_subject(one))
        .map(|one| one.actor)
        .collect();
    one(&before)
}

/// "The letter said that …": is the subject of the whole sentence one thing that is nobody? Then "it" behind it means that.
fn is_about_a_thing(document: &Document, seen: &[Seen], sentence: Option<usize>) -> bool {
    let Some(tokens) = sentence.map(|number| document.sentences[number].tokens()) else {
        return false;
    };
    let mut roots = tokens.filter(|&idx| document.tokens[idx].dep == Dep::Root);
    let subject = roots
        .next()
        .and_then(|root| document.child(root, &[Dep::Nsubj, Dep::Nsubjpass]));
    subject.is_some_and(|subject| {
        let is_somebody = || seen.iter().rev().take(60).any(|one| one.head == subject);
        document.tokens[subject].tag == Tag::Nn && !is_somebody()
    })
}
