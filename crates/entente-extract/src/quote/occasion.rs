//! To whom something was said, and when.

use entente_types::{CueKind, Dep, Participant, Period, Pos, Span, TimeExpression};

use super::label;
use super::reader::Reader;
use super::source;
use crate::event::People;

/// How many children of a cue are looked at.
const MAX_CHILDREN: usize = 60;

/// The one spoken to: "told reporters", "wrote to the Senate". Nothing that stands in the content.
#[must_use]
pub fn addressee(
    reader: &Reader,
    people: &People,
    cue: usize,
    kind: Option<CueKind>,
    content: &[Span],
) -> Option<Participant> {
    let document = reader.document;
    let speaks = matches!(kind, Some(CueKind::Say | CueKind::Write | CueKind::Ask));
    let listeners = document
        .children(cue)
        .take(MAX_CHILDREN)
        .filter(|&child| child > cue && speaks)
        .filter_map(|child| match reader.dep(child) {
            Dep::Dative if reader.pos(child) == Pos::Adp => document.child(child, &[Dep::Pobj]),
            Dep::Dobj | Dep::Dative => Some(child),
            Dep::Prep if reader.lower(child) == "to" => document.child(child, &[Dep::Pobj]),
            _ => None,
        });
    let is_outside = |token: usize| {
        let span = document.tokens[token].span;
        reader.string_of(token).is_none() && !content.iter().any(|one| one.contains(span))
    };
    let mut listeners = listeners.filter(|&token| is_outside(token));
    let head = listeners.find(|&token| {
        let hears = reader.pos(token) == Pos::Pron || label::can_speak(reader, token);
        hears && reader.lower(token) != "it" || people.headed_by(token).is_some()
    })?;
    let tokens = source::phrase(reader, head, cue).tokens;
    Some(Participant {
        actor: people.headed_by(head).map(|mention| mention.actor.clone()),
        span: reader.span(tokens),
    })
}

/// The time that hangs on the cue: "said on Tuesday". Times inside the content tell of something else.
#[must_use]
pub fn period(
    reader: &Reader,
    times: &[TimeExpression],
    cue: usize,
    content: &[Span],
) -> Option<Period> {
    let document = reader.document;
    let sentence = document.sentence_span(document.sentence_of(cue));
    let from = times.partition_point(|time| time.span.start < sentence.start);
    let here = times[from..]
        .iter()
        .take_while(|time| time.span.end <= sentence.end)
        .take(MAX_CHILDREN);
    let hangs = |time: &&TimeExpression| {
        let tokens = document.tokens_in(time.span);
        let mut heads = tokens.clone().filter_map(|token| document.head(token));
        let head = heads.find(|head| !tokens.contains(head));
        let above = |head: usize| document.head(head).filter(|_| reader.pos(head) == Pos::Adp);
        let is_said = content.iter().any(|one| one.contains(time.span));
        !is_said && head.is_some_and(|head| head == cue || above(head) == Some(cue))
    };
    here.filter(hangs).find_map(|time| time.period)
}
