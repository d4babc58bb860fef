//! Which clauses make sense alone, without what stands before and above them.

use entente_types::{Dep, Document, Pos, Span, Tag};

use crate::events::phrase::is_finite;
use crate::quotes::is_plain_cue;
use crate::sentence::is_pointing;

/// Tokens behind the end of a clause that are looked at.
const NEAR: usize = 80;

/// Words with which somebody guesses.
const GUESSES: [&str; 4] = ["probably", "perhaps", "maybe", "presumably"];

/// Does the clause of this verb make sense, if it is told in these words?
pub(super) fn stands_alone(document: &Document, head: usize, told: Span) -> bool {
    is_named_fact(document, head) && !is_cut(document, told) && !is_bare_cue(document, head, told)
}

/// Is it told of somebody or something that it names, as a sentence or as what somebody says, and with nothing above that turns
/// it round?
fn is_named_fact(document: &Document, head: usize) -> bool {
    let is_main = matches!(
        document.tokens[head].dep,
        Dep::Root | Dep::Ccomp | Dep::Conj | Dep::Parataxis
    );
    let is_open = |child: usize| {
        let token = &document.tokens[child];
        let is_condition = token.dep == Dep::Mark && token.lemma != "that";
        // "What the rule is", "that is probably wise": a question, and a guess of whoever writes.
        let is_asked = matches!(token.tag, Tag::Wrb | Tag::Wp);
        let is_guess = GUESSES.contains(&token.lemma.to_lowercase().as_str());
        is_asked || is_guess || is_condition || (token.lemma == "here" && child < head)
    };
    let Some(subject) = document.child(head, &[Dep::Nsubj, Dep::Nsubjpass]) else {
        return false;
    };
    let points_back = |child: usize| {
        is_pointing(document.word(child)) || document.tokens[child].tag == Tag::PrpPoss
    };
    let is_named = document.tokens[subject].pos != Pos::Pron
        && !document.children(subject).take(8).any(points_back);
    is_main
        && is_named
        && !document.children(head).take(8).any(is_open)
        && is_finite(document, document.tokens[head].span)
        && !is_denied(document, head)
}

/// Does a "no", a "not" or a denial stand above the clause: "no evidence that", "did not say that", "denied that"?
fn is_denied(document: &Document, head: usize) -> bool {
    const STEPS: usize = 3;
    const DENIALS: [&str; 6] = ["deny", "doubt", "refuse", "reject", "dispute", "without"];
    let says_no = |idx: usize| {
        let token = &document.tokens[idx];
        let is_no = |child: usize| {
            document.tokens[child].dep == Dep::Neg
                || document.word(child).eq_ignore_ascii_case("no")
        };
        DENIALS.contains(&token.lemma.as_str()) || document.children(idx).take(20).any(is_no)
    };
    let is_under = matches!(
        document.tokens[head].dep,
        Dep::Ccomp | Dep::Acl | Dep::Pcomp
    );
    is_under && document.ancestors(head).take(STEPS).any(says_no)
}

/// "the spokesman told the agency": a word of speech without what is said.
fn is_bare_cue(document: &Document, head: usize, told: Span) -> bool {
    let says = |child: usize| {
        let token = &document.tokens[child];
        let is_said = token.dep == Dep::Ccomp || token.dep == Dep::Dobj && token.pos != Pos::Propn;
        is_said && told.contains(token.span)
    };
    is_plain_cue(&document.tokens[head].lemma) && !document.children(head).any(says)
}

/// Does something that a word inside needs stand behind the end: "is willing | to", "urging | the mayor"?
fn is_cut(document: &Document, told: Span) -> bool {
    let tokens = document.tokens_in(told);
    let needs = |idx: usize| {
        let token = &document.tokens[idx];
        let is_needed = matches!(
            token.dep,
            Dep::Xcomp
                | Dep::Ccomp
                | Dep::Dobj
                | Dep::Attr
                | Dep::Acomp
                | Dep::Pobj
                | Dep::Prt
                | Dep::Oprd
        );
        is_needed && tokens.contains(&(token.head as usize))
    };
    (tokens.end..document.tokens.len().min(tokens.end + NEAR)).any(needs)
}
