//! In which way an act is told: did it happen, is it planned, asked for, expected, supposed, denied.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{Dep, Document, Polarity, Realis, Tag};

use super::act::{Act, lemma};
use super::aim::{is_aim, is_general, passes_on, verb_over};

use super::argument;
use super::control::judges;
use super::frame::{self, Light};
use crate::table::rows;

/// Longest walk from an act towards the root of its sentence.
const MAX_STEPS: usize = 8;

static CUES: LazyLock<HashMap<(&str, &str), Realis>> = LazyLock::new(|| {
    rows(include_str!("../../data/event_realis.tsv"))
        .filter_map(|row| {
            let realis = match *row.get(1)? {
                "happened" => Realis::Happened,
                "under_way" => Realis::UnderWay,
                "planned" => Realis::Planned,
                "ordered" => Realis::Ordered,
                "proposed" => Realis::Proposed,
                "predicted" => Realis::Predicted,
                "hypothetical" => Realis::Hypothetical,
                "generic" => Realis::Generic,
                _ => return None,
            };
            Some(((*row.first()?, *row.get(2)?), realis))
        })
        .collect()
});

pub(super) fn cue(word: &str, how: &'static str) -> Option<Realis> {
    CUES.get(&(word, how)).copied()
}

/// In which way an act is told, and by which words.
pub(crate) struct Manner {
    pub realis: Realis,
    pub polarity: Polarity,
    /// The tokens that say so, in order of the text.
    pub words: Vec<usize>,
}

/// What was read on the way from an act to the root of its sentence.
#[derive(Default)]
struct Trail {
    n_negations: u8,
    words: Vec<usize>,
}

impl Trail {
    fn deny(&mut self, word: usize) {
        self.n_negations = self.n_negations.saturating_add(1);
        self.words.push(word);
    }

    /// Keeps the word if it says anything.
    fn mark(&mut self, word: usize, realis: Option<Realis>) -> Option<Realis> {
        if realis.is_some() {
            self.words.push(word);
        }
        realis
    }

    fn polarity(&self) -> Polarity {
        match self.n_negations % 2 {
            1 => Polarity::DidNot,
            _ => Polarity::Did,
        }
    }
}

/// Realis and polarity of an act.
pub(crate) fn of(document: &Document, act: &Act) -> (Realis, Polarity) {
    let manner = read(document, act);
    (manner.realis, manner.polarity)
}

/// Realis and polarity of an act, with the words that tell them.
pub(crate) fn read(document: &Document, act: &Act) -> Manner {
    let mut trail = Trail::default();
    let realis = realis_of(document, act, &mut trail);
    let polarity = trail.polarity();
    let mut words = trail.words;
    words.sort_unstable();
    words.dedup();
    Manner {
        realis,
        polarity,
        words,
    }
}

fn realis_of(document: &Document, act: &Act, trail: &mut Trail) -> Realis {
    let mut realis = None;
    if act.nominal {
        realis = before_noun(document, act.token, trail);
        if act.governor != act.token && realis.is_none() {
            let over = cue(&lemma(document, act.governor), "over");
            realis = trail.mark(act.governor, over);
        }
        if act.light == Some(Light::Plans) && realis.is_none() {
            realis = trail.mark(act.governor, Some(Realis::Planned));
        }
        if act.governor == act.token {
            let asked =
                || over_noun(document, act.token).or_else(|| around_noun(document, act.token));
            let asked = match realis {
                None => asked().map(|(word, asked)| trail.mark(word, Some(asked))),
                known => Some(known),
            };
            return asked.flatten().unwrap_or(Realis::Happened);
        }
    }
    let verb = act.governor;
    let denied = negation(document, verb);
    if let Some(word) = denied.or_else(|| act.object.and_then(|object| no_before(document, object)))
    {
        trail.deny(word);
    }
    match realis.or_else(|| of_verb(document, verb, trail, 0)) {
        None if is_question(document, verb) => Realis::Hypothetical,
        None if is_general(document, verb) => Realis::Generic,
        None => Realis::Happened,
        Some(known) => known,
    }
}

/// "planned talks", "no attack", "possible sanctions".
fn before_noun(document: &Document, noun: usize, trail: &mut Trail) -> Option<Realis> {
    if let Some(no) = no_before(document, noun) {
        trail.deny(no);
    }
    let mut modifiers = document
        .children(noun)
        .take(40)
        .filter(|&child| matches!(document.tokens[child].dep, Dep::Amod | Dep::Compound));
    modifiers.find_map(|child| {
        let found = cue(&lemma(document, child), "noun")
            .or_else(|| cue(&document.word(child).to_lowercase(), "noun"));
        trail.mark(child, found)
    })
}

/// What the words before a noun say: "planned talks".
pub(crate) fn of_modifiers(document: &Document, noun: usize) -> Option<Realis> {
    let mut trail = Trail::default();
    let realis = before_noun(document, noun, &mut trail);
    if trail.n_negations > 0 {
        Some(Realis::Hypothetical)
    } else {
        realis
    }
}

/// Is the clause of a verb told as plain fact?
pub(crate) fn is_plain(document: &Document, verb: usize) -> bool {
    let mut trail = Trail::default();
    let realis = of_verb(document, verb, &mut trail, 0);
    let plain = matches!(realis, None | Some(Realis::UnderWay | Realis::Generic));
    let is_denied = trail.n_negations > 0 || negation(document, verb).is_some();
    plain && !is_denied && !is_question(document, verb)
}

fn no_before(document: &Document, noun: usize) -> Option<usize> {
    let mut children = document.children(noun).take(40);
    children.find(|&child| {
        matches!(document.tokens[child].dep, Dep::Det | Dep::Neg)
            && document.tokens[child].lemma == "no"
    })
}

/// "called for talks", "plans for a summit", "threat of sanctions": what governs the noun.
fn over_noun(document: &Document, noun: usize) -> Option<(usize, Realis)> {
    let head = document.head(noun)?;
    let governor = match document.tokens[noun].dep {
        Dep::Pobj => {
            let linked = matches!(
                document.tokens[head].lemma.as_str(),
                "for" | "of" | "to" | "on" | "against" | "with"
            );
            document.head(head).filter(|_| linked)?
        }
        Dep::Dobj => head,
        _ => return None,
    };
    let prepares = cue(&lemma(document, governor), "for")
        .filter(|_| document.tokens[head].lemma == "for" && argument::is_verb(document, governor));
    if let Some(prepares) = prepares {
        return Some((governor, prepares));
    }
    // What somebody did not condemn was done; what nobody attended was perhaps not held.
    let is_denied = argument::is_verb(document, governor) && negation(document, governor).is_some();
    if is_denied && !judges(&lemma(document, governor)) {
        return Some((governor, Realis::Hypothetical));
    }
    let found = cue(&lemma(document, governor), "over")?;
    (found != Realis::Planned
        || document.tokens[noun].dep == Dep::Dobj
        || !argument::is_verb(document, governor))
    .then_some((governor, found))
}

/// "will attend the parade", "is expected to speak at the summit": what is still to come takes its setting along.
fn around_noun(document: &Document, noun: usize) -> Option<(usize, Realis)> {
    let head = document.head(noun)?;
    let verb = match document.tokens[noun].dep {
        Dep::Dobj if frame::in_class("attend", &lemma(document, head)) => head,
        Dep::Pobj if matches!(document.tokens[head].lemma.as_str(), "at" | "in" | "during") => {
            document.head(head)?
        }
        _ => return None,
    };
    let found = argument::is_verb(document, verb)
        .then(|| of_verb(document, verb, &mut Trail::default(), 0))
        .flatten();
    let found = found.filter(|found| matches!(found, Realis::Planned | Realis::Predicted))?;
    Some((verb, found))
}

/// The word that denies a verb: "not", "never", "without".
fn negation(document: &Document, verb: usize) -> Option<usize> {
    let mut children = document.children(verb).take(60);
    let own = children.find(|&child| {
        document.tokens[child].dep == Dep::Neg || document.tokens[child].lemma == "never"
    });
    own.or_else(|| {
        let head = document.head(verb)?;
        (document.tokens[head].lemma == "without").then_some(head)
    })
}

/// What the verb's auxiliaries, marks and governing verbs say, or `None` for plain assertion.
fn of_verb(document: &Document, verb: usize, trail: &mut Trail, depth: usize) -> Option<Realis> {
    let mut found = None;
    for child in document.children(verb).take(60) {
        let token = &document.tokens[child];
        let here = match (token.dep, token.lemma.as_str()) {
            (Dep::Mark, "if" | "unless" | "whether" | "lest") => Some(Realis::Hypothetical),
            (Dep::Advmod, adverb) => {
                let is_past = matches!(document.tokens[verb].tag, Tag::Vbd | Tag::Vbn);
                cue(adverb, "adverb").filter(|found| *found != Realis::Generic || !is_past)
            }
            (Dep::Aux, _) if token.tag == Tag::Md => modal(document, verb, document.word(child)),
            (Dep::Aux, "be") if document.tokens[verb].tag == Tag::Vbg && token.tag != Tag::Vbd => {
                Some(Realis::UnderWay)
            }
            _ => None,
        };
        found = stronger(found, trail.mark(child, here));
    }
    if found.is_some_and(|found| found != Realis::UnderWay) || depth > MAX_STEPS {
        return found;
    }
    above(document, verb, trail, depth).or(found)
}

fn stronger(one: Option<Realis>, other: Option<Realis>) -> Option<Realis> {
    match (one, other) {
        (Some(Realis::UnderWay), Some(_)) | (None, _) => other,
        (Some(_), Some(Realis::Hypothetical)) => other,
        _ => one,
    }
}

/// "will"; "would" after a past verb of saying is a plan told later.
fn modal(document: &Document, verb: usize, word: &str) -> Option<Realis> {
    let reported = || {
        let head = document
            .head(verb)
            .filter(|_| document.tokens[verb].dep == Dep::Ccomp);
        head.is_some_and(|head| matches!(document.tokens[head].tag, Tag::Vbd | Tag::Vbn | Tag::Vbz))
    };
    match word.to_ascii_lowercase().as_str() {
        "will" | "'ll" | "’ll" | "shall" | "wo" => Some(Realis::Planned),
        "would" | "'d" if reported() => Some(Realis::Planned),
        "should" | "must" | "ought" => Some(Realis::Proposed),
        "would" | "'d" | "could" | "may" | "might" => Some(Realis::Hypothetical),
        "can" | "ca" => Some(Realis::Hypothetical),
        _ => None,
    }
}

/// What governs the verb: "plans to", "is expected to", "ordered the army to", "did not agree to".
fn above(document: &Document, verb: usize, trail: &mut Trail, depth: usize) -> Option<Realis> {
    let infinitive = argument::is_infinitive(document, verb);
    let Some(head) = document.head(verb) else {
        return infinitive.then_some(Realis::Planned);
    };
    let dep = document.tokens[verb].dep;
    if dep == Dep::Conj && argument::is_verb(document, head) {
        let has_own_tense = document.children(verb).take(40).any(|child| {
            matches!(
                document.tokens[child].dep,
                Dep::Nsubj | Dep::Aux | Dep::Nsubjpass
            )
        });
        return if has_own_tense && !infinitive {
            None
        } else {
            of_verb(document, head, trail, depth + 1)
        };
    }
    if matches!(dep, Dep::Ccomp | Dep::Xcomp | Dep::Dobj)
        && frame::in_class("deny", &lemma(document, head))
    {
        trail.deny(head);
        return None;
    }
    if dep == Dep::Pcomp {
        return after_preposition(document, head, trail, depth);
    }
    if document.tokens[verb].tag == Tag::Vbg && dep == Dep::Xcomp {
        return trail.mark(head, cue(&lemma(document, head), "over"));
    }
    if document.tokens[verb].tag == Tag::Vbg && matches!(dep, Dep::Advcl | Dep::Acl) {
        let over = verb_over(document, verb)?;
        let aims = is_aim(document, over).then_some(Realis::Hypothetical);
        return aims.or_else(|| of_verb(document, over, trail, depth + 1).filter(is_unreal));
    }
    if !infinitive {
        let subjunctive = dep == Dep::Ccomp && document.tokens[verb].tag == Tag::Vb;
        let told = matches!(dep, Dep::Ccomp)
            && matches!(
                document.tokens[head].lemma.as_str(),
                "expect" | "predict" | "fear" | "hope"
            );
        return match told || subjunctive {
            true => trail.mark(head, cue(&lemma(document, head), "over")),
            false => None,
        };
    }
    if let Some(word) = negation(document, head).filter(|_| dep == Dep::Xcomp) {
        trail.deny(word);
    }
    // "is believed to have been taken"
    let is_past = document.children(verb).take(20).any(|child| {
        document.tokens[child].dep == Dep::Aux && document.tokens[child].lemma == "have"
    });
    let found = cue(&lemma(document, head), "over");
    if is_past && found.is_none_or(|found| found == Realis::Planned) {
        return None;
    }
    if found.is_some() {
        trail.mark(head, found);
        // Who "may agree to lift" or has "the right to order" has not done so.
        let outer = of_verb(document, head, trail, depth + 1);
        let is_far = matches!(
            outer,
            Some(Realis::Hypothetical | Realis::Proposed | Realis::Predicted)
        );
        return if is_far {
            Some(Realis::Hypothetical)
        } else {
            found
        };
    }
    match &*lemma(document, head) {
        "go" | "be" => trail.mark(head, Some(Realis::Planned)),
        passing if passes_on(passing) => of_verb(document, head, trail, depth + 1),
        _ => match dep {
            Dep::Advcl | Dep::Xcomp | Dep::Ccomp | Dep::Acl | Dep::Relcl => {
                Some(of_verb(document, head, trail, depth + 1).unwrap_or(Realis::Planned))
            }
            _ => None,
        },
    }
}

/// "kept from attacking", "capable of reaching": what stands before the preposition says it; else the gerund is as
/// real as the verb that it depends on ("could win by attacking").
fn after_preposition(
    document: &Document,
    preposition: usize,
    trail: &mut Trail,
    depth: usize,
) -> Option<Realis> {
    let over = document.head(preposition)?;
    let lemma_over = lemma(document, over);
    let leads = document.tokens[preposition].lemma.as_str();
    let is_hindered = leads == "from" && frame::in_class("hinder", &lemma_over);
    let is_possible = matches!(leads, "of" | "for") && frame::in_class("able", &lemma_over);
    if is_hindered || is_possible {
        return trail.mark(over, Some(Realis::Hypothetical));
    }
    let found = cue(&lemma_over, "over").filter(|_| leads != "of");
    if found.is_some() {
        return trail.mark(over, found);
    }
    let governs = argument::is_verb(document, over) && leads != "of";
    let found = governs.then(|| of_verb(document, over, trail, depth + 1));
    found.flatten().filter(is_unreal)
}

fn is_unreal(realis: &Realis) -> bool {
    matches!(
        realis,
        Realis::Planned | Realis::Proposed | Realis::Predicted | Realis::Hypothetical
    )
}

fn is_question(document: &Document, token: usize) -> bool {
    let sentence = document.sentences[document.sentence_of(token)];
    let tail = sentence.tokens().rev().take(3);
    tail.into_iter().any(|idx| document.word(idx) == "?")
}
