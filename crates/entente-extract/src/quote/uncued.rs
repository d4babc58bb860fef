//! Strings between quotation marks that no word of saying governs: speech that goes on, speech after a
//! colon, words inside the clause of one who speaks, and nobody's words.

use entente_types::{Dep, Pos, Tag};

use super::assign::{Assigned, Context};
use super::cue::Cue;
use super::label;
use super::reader::{CLIMB, Reader};
use super::source::{self, Source};

/// How such a string is attributed, given what is known of the others.
#[must_use]
pub fn assign(
    reader: &Reader,
    cues: &[Cue],
    context: &Context,
    assigned: &[Assigned],
) -> Option<Assigned> {
    let string = context.string;
    let here = &reader.strings[string];
    let has_speaker = |other: &usize| !matches!(assigned[*other], Assigned::Nobody);
    let last = string.checked_sub(1).filter(has_speaker);
    if here.goes_on && last.is_some() {
        return last.map(Assigned::Continues);
    }
    if label::is_title(reader, string) {
        return None;
    }
    let previous = (string.saturating_sub(4)..string).rev().find(has_speaker);
    let beside = previous.filter(|&other| reader.strings[other].paragraph == here.paragraph);
    if let Some(source) = introduced(reader, context) {
        return Some(Assigned::Clause { verb: None, source });
    }
    if label::is_heading(reader, string) {
        return None;
    }
    let is_alone = context.before.clone().all(|token| reader.is_mark(token));
    if is_alone && label::is_sentence(reader, string) {
        return beside
            .map(Assigned::Continues)
            .or_else(|| {
                next(reader, string)
                    .filter(has_speaker)
                    .map(Assigned::Continues)
            })
            .or_else(|| sentence_before(reader, cues, context))
            .or_else(|| {
                last.filter(|&other| reader.strings[other].paragraph + 1 == here.paragraph)
                    .map(Assigned::Continues)
            });
    }
    if label::is_label(reader, string) {
        return None;
    }
    let near = beside.filter(|_| reader.n_words(string) >= 4);
    clause(reader, context).or(near.map(Assigned::Continues))
}

/// The next string, if it stands in the same paragraph and is speech.
fn next(reader: &Reader, string: usize) -> Option<usize> {
    let paragraph = reader.strings[string].paragraph;
    let next = reader.strings.get(string + 1)?;
    (next.paragraph == paragraph && label::is_sentence(reader, string + 1)).then_some(string + 1)
}

/// The one whom the words before a colon name: `Daron Shaw: "…"`, `she returned to her old line: "…"`.
fn introduced(reader: &Reader, context: &Context) -> Option<Source> {
    let document = reader.document;
    let mut words = context.before.clone().rev().skip_while(|&token| {
        matches!(reader.pos(token), Pos::Space)
            || matches!(document.word(token), "\"" | "“" | "''" | "‘" | "``")
    });
    let colon = words.next().filter(|&token| document.word(token) == ":")?;
    let before = context.before.start..colon;
    let verb = before.clone().find(|&token| {
        matches!(reader.pos(token), Pos::Verb | Pos::Aux)
            && reader
                .subject(token)
                .is_some_and(|subject| before.contains(&subject))
    });
    let subject = verb.and_then(|verb| reader.subject(verb).map(|subject| (subject, verb)));
    if let Some((subject, verb)) = subject.filter(|(subject, _)| label::can_speak(reader, *subject))
    {
        return Some(source::phrase(reader, subject, verb));
    }
    let name = before
        .clone()
        .rev()
        .find(|&token| reader.pos(token) == Pos::Propn && label::can_speak(reader, token))?;
    let head = document
        .entity_of(name)
        .map_or(name, |name| name.end as usize - 1);
    before
        .contains(&head)
        .then(|| source::phrase(reader, head, colon))
}

/// The speaker of the sentence before, which may stand in the paragraph before.
fn sentence_before(reader: &Reader, cues: &[Cue], context: &Context) -> Option<Assigned> {
    let document = reader.document;
    let end = (0..context.before.start.min(context.tokens.start))
        .rev()
        .take(6)
        .find(|&token| !reader.is_mark(token))?;
    let near = reader.strings[context.string]
        .paragraph
        .abs_diff(reader.paragraph_of(end))
        <= 1;
    if !near || reader.string_of(end).is_some() {
        return None;
    }
    let sentence = document.sentences[document.sentence_of(end)].tokens();
    let from = cues.partition_point(|cue| cue.token < sentence.start);
    let said = cues[from..]
        .iter()
        .enumerate()
        .take_while(|(_, cue)| cue.token <= end)
        .find(|(_, cue)| cue.verb().is_some_and(|verb| verb.is_strong()) && cue.source.is_some());
    let spoken = said.filter(|(_, cue)| {
        let source = cue.source.as_ref();
        source.is_some_and(|source| label::can_speak(reader, source.head))
    });
    if let Some((number, _)) = spoken {
        return Some(Assigned::Cue(from + number, "quote/follows"));
    }
    let subject = || {
        let root = sentence.clone().find(|&token| {
            document.head(token).is_none() && matches!(reader.pos(token), Pos::Verb | Pos::Aux)
        })?;
        let subject = reader
            .subject(root)
            .filter(|&subject| label::can_speak(reader, subject))?;
        Some(source::phrase(reader, subject, root))
    };
    subject().map(|source| Assigned::Clause { verb: None, source })
}

/// The subject of the clause around a string, if the clause tells of somebody's words.
fn clause(reader: &Reader, context: &Context) -> Option<Assigned> {
    let document = reader.document;
    let root = context.tokens.clone().find(|&token| {
        let out = document
            .head(token)
            .is_some_and(|head| !context.tokens.contains(&head));
        out && !reader.is_mark(token)
    })?;
    let mut at = root;
    for _ in 0..CLIMB {
        let up = document.head(at)?;
        if reader.string_of(up).is_none()
            && matches!(reader.pos(up), Pos::Verb | Pos::Aux)
            && !reader.dep(at).as_str().contains("subj")
            && let Some(subject) =
                source::subject(reader, up).filter(|&subject| label::can_speak(reader, subject))
        {
            let source = source::phrase(reader, subject, up);
            let n_words = reader.n_words(context.string);
            // What stands before the subject sets the scene: "In response to “bullying,” both voiced …".
            let is_setting = reader.dep(at) == Dep::Prep && at < subject && n_words < 4;
            let is_joint = reader.tag(subject) == Tag::Nns && n_words < 4;
            let enough = n_words >= 2 && !is_setting && !is_joint;
            return enough.then_some(Assigned::Clause {
                verb: Some(up),
                source,
            });
        }
        at = up;
    }
    None
}
