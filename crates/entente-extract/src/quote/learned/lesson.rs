//! Examples for training: what the models should have answered, given attributions that people marked.

use entente_types::{Document, Span};

use super::super::reader::Reader;
use super::facts::Facts;
use super::walk::Role;
use super::{Features, cue, walk};

/// An attribution as people marked it, with places in the text.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// Who speaks.
    pub source: Vec<Span>,
    /// The words that tell so.
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
}

/// Questions with their answers.
#[derive(Clone, Debug, Default)]
pub struct Lessons {
    /// Is it a cue?
    pub cues: Vec<(Features, bool)>,
    /// What is its role, as a number of [`super::ROLES`]?
    pub roles: Vec<(Features, usize)>,
}

/// The lessons of one document.
#[must_use]
pub fn lessons(document: &Document, marked: &[Marked]) -> Lessons {
    let reader = Reader::new(document);
    let facts = Facts::new(&reader);
    let mut is_cue = vec![false; document.tokens.len()];
    let mut lessons = Lessons::default();
    for one in marked {
        let Some(cue) = cue_of(&reader, one) else {
            continue;
        };
        is_cue[cue] = true;
        let walk = walk::walk(&facts, cue);
        let roles: Vec<Role> = walk
            .iter()
            .map(|step| role(document, one, step.token))
            .collect();
        for at in 1..walk.len() {
            let features = walk::features(&facts, &walk, at, roles[walk[at].from]);
            lessons.roles.push((features, roles[at] as usize));
        }
    }
    lessons.cues = (0..document.tokens.len())
        .filter(|&token| cue::can_be(&reader, token))
        .map(|token| (cue::features(&facts, token), is_cue[token]))
        .collect();
    lessons
}

/// The token that heads the cue: of several, a verb.
fn cue_of(reader: &Reader, marked: &Marked) -> Option<usize> {
    use entente_types::Pos;
    let tokens = reader.document.tokens_in(*marked.cue.first()?);
    let top = |&token: &usize| {
        reader
            .document
            .head(token)
            .is_none_or(|head| !tokens.contains(&head))
    };
    let tops: Vec<usize> = tokens.clone().filter(top).collect();
    let verb = tops
        .iter()
        .find(|&&token| matches!(reader.pos(token), Pos::Verb));
    verb.or(tops.first()).copied()
}

fn role(document: &Document, marked: &Marked, token: usize) -> Role {
    let span = document.tokens[token].span;
    let holds = |spans: &[Span]| {
        spans
            .iter()
            .any(|one| one.start < span.end && span.start < one.end)
    };
    if holds(&marked.cue) {
        Role::Cue
    } else if holds(&marked.source) {
        Role::Source
    } else if holds(&marked.content) {
        Role::Content
    } else {
        Role::Out
    }
}
