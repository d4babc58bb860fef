//! Who a verb shares its subject with: control and raising, and the nouns that "who" and "which" stand for.

use entente_types::{Dep, Document, Pos, Tag};

use super::argument::{is_infinitive, is_nominal, with_conjuncts};
use super::{act, frame};

/// Longest walk along heads.
const MAX_STEPS: usize = 12;

/// The subject that a verb without one shares: of the verb it is joined to or depends on, or that verb's
/// object ("urged Israel to attack").
pub(super) fn controller(document: &Document, verb: usize) -> Vec<usize> {
    let mut at = verb;
    for _ in 0..MAX_STEPS {
        let Some(head) = document.head(at) else { break };
        let dep = document.tokens[at].dep;
        if matches!(dep, Dep::Prep) || document.tokens[head].pos == Pos::Adp {
            let over = document.head(head).filter(|_| dep == Dep::Pcomp);
            let blames = |over: usize| {
                document.tokens[head].lemma == "for" && judges(&act::lemma(document, over))
            };
            let over = over.filter(|&over| object_controls(document, at, over) || blames(over));
            if let Some(object) = over.and_then(|over| controlling_object(document, over)) {
                return with_conjuncts(document, object);
            }
            at = head;
            continue;
        }
        if is_infinitive(document, at)
            && let Some(asked) = asked_by_preposition(document, head)
        {
            return with_conjuncts(document, asked);
        }
        if dep == Dep::Acl && is_nominal(document, head) {
            // "Iran's threat to close the strait", "made a promise to leave": who owns or says it.
            if let Some(owner) = document.child(head, &[Dep::Poss]) {
                return vec![owner];
            }
            at = head;
            continue;
        }
        if is_nominal(document, head) && dep != Dep::Relcl {
            at = head;
            continue;
        }
        if !matches!(
            dep,
            Dep::Conj
                | Dep::Xcomp
                | Dep::Advcl
                | Dep::Pcomp
                | Dep::Prep
                | Dep::Ccomp
                | Dep::Dobj
                | Dep::Pobj
                | Dep::Attr
                | Dep::Acomp
        ) {
            break;
        }
        if matches!(dep, Dep::Xcomp | Dep::Pcomp) || document.tokens[at].dep == Dep::Ccomp {
            let object = document.child(head, &[Dep::Dobj]);
            if let Some(object) = object.filter(|_| object_controls(document, at, head)) {
                return with_conjuncts(document, object);
            }
        }
        let subject = document.child(head, &[Dep::Nsubj, Dep::Nsubjpass]);
        if let Some(subject) = subject {
            let own = with_conjuncts(document, subject);
            return antecedents(document, head, &own);
        }
        at = head;
    }
    Vec::new()
}

/// The object of an active verb, the subject of a passive one: "accused [Iran] of", "[Iran] was accused of".
fn controlling_object(document: &Document, verb: usize) -> Option<usize> {
    document.child(verb, &[Dep::Dobj, Dep::Nsubjpass])
}

/// "called on [Iran] to leave", "appealed to [Iran] to leave".
fn asked_by_preposition(document: &Document, verb: usize) -> Option<usize> {
    let asks = matches!(
        document.tokens[verb].lemma.as_str(),
        "call" | "appeal" | "plead"
    );
    let mut children = document.children(verb).take(20).filter(|_| asks);
    children.find_map(|child| {
        let leads = matches!(
            document.tokens[child].lemma.as_str(),
            "on" | "upon" | "to" | "with"
        );
        let leads = leads && document.tokens[child].dep == Dep::Prep;
        document.child(child, &[Dep::Pobj]).filter(|_| leads)
    })
}

/// "accused Iran of attacking", "asked Iran to leave"; but "held talks to discuss", "signed a deal to buy".
fn object_controls(document: &Document, verb: usize, head: usize) -> bool {
    let is_infinitive = document.tokens[verb].dep == Dep::Xcomp;
    let lemma = document.tokens[head].lemma.as_str();
    is_infinitive
        || matches!(
            lemma,
            "accuse"
                | "suspect"
                | "blame"
                | "charge"
                | "prevent"
                | "stop"
                | "convict"
                | "warn"
                | "condemn"
                | "criticize"
                | "criticise"
                | "bar"
                | "ban"
                | "keep"
        )
}

/// "slammed her for refusing", "praised them for leaving".
pub(super) fn judges(lemma: &str) -> bool {
    use entente_types::Root::{Accuse, Coerce, Sanction, Support};
    frame::own_roots(lemma)
        .iter()
        .any(|root| matches!(root, Accuse | Coerce | Sanction | Support))
}

/// "who", "which", "that" that lead a clause.
pub(super) fn is_relative(document: &Document, token: usize) -> bool {
    matches!(document.tokens[token].tag, Tag::Wdt | Tag::Wp)
}

/// "who", "which", "that" replaced by the noun that they stand for.
pub(super) fn antecedents(document: &Document, verb: usize, tokens: &[usize]) -> Vec<usize> {
    let described = || {
        let mut at = verb;
        for _ in 0..MAX_STEPS {
            if document.tokens[at].dep == Dep::Relcl {
                return document
                    .head(at)
                    .map(|noun| nearest_conjunct(document, noun, at, verb));
            }
            at = document.head(at)?;
        }
        None
    };
    let replaced = tokens
        .iter()
        .map(|&token| match is_relative(document, token) {
            true => described().unwrap_or(token),
            false => token,
        });
    replaced.collect()
}

/// "Russia and North Korea, which has sent": a singular verb belongs to the last name before it.
fn nearest_conjunct(document: &Document, noun: usize, clause: usize, verb: usize) -> usize {
    let is_singular = |token: usize| document.tokens[token].tag == Tag::Vbz;
    let mut auxiliaries = document.children(verb).take(20);
    if !is_singular(verb) && !auxiliaries.any(is_singular) {
        return noun;
    }
    let mut joined = with_conjuncts(document, noun).into_iter();
    joined.rfind(|&one| one < clause).unwrap_or(noun)
}
