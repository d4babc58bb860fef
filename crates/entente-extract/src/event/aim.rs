//! What verbs without a tense of their own leave open: aims, and what is told of all times.

use entente_types::{Dep, Document, Pos, Realis, Tag};

use super::act::lemma;
use super::manner::cue;
use super::{argument, frame};

/// Longest walk along joined verbs.
const MAX_STEPS: usize = 8;

/// An infinitive that tells what for: "used the visit to show", "a chance to boost", "tries to isolate". Nothing
/// says that it will be done.
pub(crate) fn is_aim(document: &Document, verb: usize) -> bool {
    let verb = first_joined(document, verb);
    let is_past = || {
        document
            .children(verb)
            .take(20)
            .any(|child| document.word(child) == "have")
    };
    if !argument::is_infinitive(document, verb) || is_past() {
        return false;
    }
    let Some(head) = document.head(verb) else {
        return false;
    };
    match cue(&lemma(document, head), "over") {
        Some(realis) => realis == Realis::Hypothetical,
        None => !passes_on(&lemma(document, head)),
    }
}

/// In "tries to isolate and punish it" both are aims.
fn first_joined(document: &Document, verb: usize) -> usize {
    let mut at = verb;
    for _ in 0..MAX_STEPS {
        let joined = document.tokens[at].dep == Dep::Conj && document.tokens[at].tag == Tag::Vb;
        let head = document
            .head(at)
            .filter(|&head| joined && argument::is_verb(document, head));
        let has_own = document
            .child(at, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Aux])
            .is_some();
        match head.filter(|_| !has_own) {
            Some(head) => at = head,
            None => break,
        }
    }
    at
}

/// Verbs under which an infinitive is as real as they are.
pub(super) fn passes_on(lemma: &str) -> bool {
    matches!(
        lemma,
        "begin"
            | "start"
            | "continue"
            | "manage"
            | "help"
            | "come"
            | "move"
            | "force"
            | "go"
            | "be"
            | "call"
            | "phone"
            | "telephone"
            | "write"
    )
}

/// The verb that a clause hangs on, through the noun that it describes if there is one.
pub(super) fn verb_over(document: &Document, verb: usize) -> Option<usize> {
    let mut at = document.head(verb)?;
    for _ in 0..3 {
        if argument::is_verb(document, at) {
            return Some(at);
        }
        at = document.head(at)?;
    }
    None
}

/// What is told of all times: "whoever attacks", "the law targets", "when they arrest".
pub(super) fn is_general(document: &Document, verb: usize) -> bool {
    let is_present = matches!(document.tokens[verb].tag, Tag::Vbz | Tag::Vbp)
        && document.child(verb, &[Dep::Aux, Dep::Auxpass]).is_none();
    let describes_many = || {
        let noun = document
            .head(verb)
            .filter(|_| document.tokens[verb].dep == Dep::Relcl);
        noun.is_some_and(|noun| document.tokens[noun].pos != Pos::Propn)
    };
    let whenever = || {
        let mut children = document.children(verb).take(20);
        document.tokens[verb].dep == Dep::Advcl
            && children
                .any(|child| matches!(document.tokens[child].lemma.as_str(), "when" | "whenever"))
    };
    let by_law = || {
        let subject = document.child(verb, &[Dep::Nsubj]);
        subject.is_some_and(|subject| frame::in_class("law", &lemma(document, subject)))
    };
    is_present && (describes_many() || whenever() || by_law())
}
