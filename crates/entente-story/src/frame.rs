//! What a time expression stands with: the things that are dated, and the tense they are told in.

use std::collections::BTreeSet;

use entente_types::{Dep, Document, Pos, Span, Tag};

use crate::words::{canonical, content, is_light};

/// In which tense something is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tense {
    /// It is over.
    Past,
    /// It is to come.
    Future,
    /// Neither can be told.
    #[default]
    Open,
}

/// What is dated, and in which tense.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// The dated things and acts: nouns and verbs between the expression and the verb of its clause.
    pub(crate) topics: BTreeSet<String>,
    /// The tense of that verb.
    pub(crate) tense: Tense,
    /// Are the topics all words of the sentence, since nothing is known of how they hang together?
    pub(crate) is_whole: bool,
}

/// How many steps up the tree a time expression can belong to.
const STEPS: usize = 8;

/// The frame of the words at `span`.
pub(crate) fn frame(document: &Document, span: Span) -> Frame {
    let tokens = document.tokens_in(span);
    let Some(head) = tokens.clone().find(|&idx| {
        !document
            .head(idx)
            .is_some_and(|head| tokens.contains(&head))
    }) else {
        return Frame::default();
    };
    if document.head(head).is_none() && document.children(head).next().is_none() {
        let sentence = document.sentence_span(document.sentence_of(head));
        return Frame {
            topics: content(document, sentence),
            tense: Tense::Open,
            is_whole: true,
        };
    }
    let mut topics = BTreeSet::new();
    for idx in document.ancestors(head).take(STEPS) {
        add(document, idx, &mut topics);
        if matches!(document.tokens[idx].pos, Pos::Verb | Pos::Aux) {
            for child in document.children(idx) {
                let dep = document.tokens[child].dep;
                if matches!(dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr) {
                    add(document, child, &mut topics);
                }
                if dep == Dep::Prep && !tokens.contains(&child) {
                    document
                        .children(child)
                        .for_each(|object| add(document, object, &mut topics));
                }
            }
            return Frame {
                topics,
                tense: tense(document, idx),
                is_whole: false,
            };
        }
    }
    Frame {
        topics,
        tense: Tense::Open,
        is_whole: false,
    }
}

fn add(document: &Document, idx: usize, topics: &mut BTreeSet<String>) {
    let token = &document.tokens[idx];
    let lemma = token.lemma.to_lowercase();
    if matches!(token.pos, Pos::Noun | Pos::Verb) && !is_light(&lemma) {
        topics.insert(canonical(&lemma).to_owned());
    }
}

/// The tense of a verb with its helpers.
pub(crate) fn tense(document: &Document, verb: usize) -> Tense {
    const EXPECTED: [&str; 6] = ["expect", "plan", "schedule", "set", "due", "intend"];
    let token = &document.tokens[verb];
    let is_helper = |&child: &usize| matches!(document.tokens[child].dep, Dep::Aux | Dep::Auxpass);
    let helpers: Vec<usize> = document.children(verb).filter(is_helper).collect();
    let lemma_is =
        |idx: usize, lemmas: &[&str]| lemmas.contains(&document.tokens[idx].lemma.as_str());
    let is_passive_or_plan = lemma_is(verb, &EXPECTED) && token.tag != Tag::Vbd;
    if is_passive_or_plan || helpers.iter().any(|&idx| lemma_is(idx, &["will", "shall"])) {
        return Tense::Future;
    }
    let has_to = helpers
        .iter()
        .any(|&idx| document.tokens[idx].tag == Tag::To);
    if has_to {
        return if document
            .ancestors(verb)
            .next()
            .is_some_and(|head| lemma_is(head, &EXPECTED) || lemma_is(head, &["be"]))
        {
            Tense::Future
        } else {
            Tense::Open
        };
    }
    let was = helpers
        .iter()
        .any(|&idx| document.tokens[idx].tag == Tag::Vbd);
    if token.tag == Tag::Vbd || (was && matches!(token.tag, Tag::Vbn | Tag::Vbg)) {
        Tense::Past
    } else {
        Tense::Open
    }
}
