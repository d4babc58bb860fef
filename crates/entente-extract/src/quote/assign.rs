//! Gives every string between quotation marks the cue that attributes it.

use std::ops::Range;

use entente_types::{CueKind, Dep, Pos, Tag};

use super::cue::{Cue, Kind};
use super::reader::{CLIMB, Reader};
use super::source::{self, Source};
use super::words;
use super::{label, uncued};

/// How a string came to its speaker.
#[derive(Clone, Debug)]
pub enum Assigned {
    /// By the cue with this number.
    Cue(usize, &'static str),
    /// It goes on where the string with this number ended.
    Continues(usize),
    /// No word of saying: the subject of the clause around it.
    Clause {
        /// The verb of the clause.
        verb: Option<usize>,
        /// Its subject.
        source: Source,
    },
    /// Nobody's words: a title, a name, a distancing mark.
    Nobody,
}

/// For every string, in order, how it is attributed.
#[must_use]
pub fn assign(reader: &Reader, cues: &[Cue]) -> Vec<Assigned> {
    let mut assigned: Vec<Assigned> = Vec::with_capacity(reader.strings.len());
    for string in 0..reader.strings.len() {
        let context = Context::new(reader, string);
        let one = by_cue(reader, cues, &context).unwrap_or(Assigned::Nobody);
        assigned.push(one);
    }
    for string in 0..reader.strings.len() {
        if matches!(assigned[string], Assigned::Nobody)
            && let Some(better) =
                uncued::assign(reader, cues, &Context::new(reader, string), &assigned)
        {
            assigned[string] = better;
        }
    }
    assigned
}

/// A string and the words of its sentence around it.
pub struct Context {
    /// Number of the string.
    pub string: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The words of its sentence before it; other strings may stand among them.
    pub before: Range<usize>,
    /// The words of its sentence after it, up to the next string.
    pub after: Range<usize>,
}

/// How many tokens around a string are looked at.
const REACH: usize = 90;

impl Context {
    fn new(reader: &Reader, string: usize) -> Self {
        let tokens = reader.string_tokens[string].clone();
        let paragraph = reader.strings[string].paragraph;
        let here = |token: usize| reader.paragraph_of(token) == paragraph;
        let ended = |token: usize| reader.is_stop(token) && !is_inner_stop(reader, token);
        let lowest = tokens.start.saturating_sub(REACH);
        let start = (lowest..tokens.start)
            .rev()
            .take_while(|&token| here(token) && !ended(token))
            .last()
            .unwrap_or(tokens.start);
        let highest = (tokens.end + REACH).min(reader.document.tokens.len());
        let is_over = tokens.end > tokens.start && reader.document.word(tokens.end - 1) == ".";
        let is_beside = |token: usize| {
            here(token)
                && reader.string_of(token).is_none()
                && !(reader.is_stop(token) && reader.string_of(token).is_none())
        };
        let end = (tokens.end..highest)
            .take_while(|&token| is_beside(token))
            .last()
            .map_or(tokens.end, |last| last + 1);
        let next = (tokens.end..end).find(|&token| !reader.is_mark(token));
        let goes_on =
            next.is_some_and(|next| reader.document.word(next).starts_with(char::is_lowercase));
        let is_short = (tokens.end..end)
            .filter(|&token| !reader.is_mark(token))
            .count()
            <= 4;
        let said = is_short
            && (tokens.end..end)
                .any(|token| words::verb(reader.lemma(token)).is_some_and(words::Verb::is_strong));
        let end = if is_over && !goes_on && !said {
            tokens.end
        } else {
            end
        };
        Self {
            string,
            before: start..tokens.start,
            after: tokens.end..end,
            tokens,
        }
    }
}

/// A stop inside a string that ends its sentence only if the string ends with it.
fn is_inner_stop(reader: &Reader, token: usize) -> bool {
    reader.string_of(token).is_some_and(|string| {
        let tokens = &reader.string_tokens[string];
        let last = token + 1 == tokens.end;
        let next = (token + 1..(token + 4).min(reader.document.tokens.len()))
            .find(|&one| !reader.is_mark(one));
        !last || next.is_some_and(|next| reader.document.word(next).starts_with(char::is_lowercase))
    })
}

fn by_cue(reader: &Reader, cues: &[Cue], context: &Context) -> Option<Assigned> {
    if let Some(source) = label::of_transcript(reader, context.string) {
        return Some(Assigned::Clause { verb: None, source });
    }
    if let Some(cue) = signed(cues, context) {
        return Some(Assigned::Cue(cue, "quote/after"));
    }
    let is_title = label::is_title(reader, context.string);
    let is_speech = !is_title || label::is_sentence(reader, context.string);
    let is_named = label::is_label(reader, context.string) && touches(reader, context);
    if let Some(cue) = after(reader, cues, context).filter(|_| is_speech && !is_named) {
        return Some(Assigned::Cue(cue, "quote/after"));
    }
    if let Some((cue, dep)) = governing(reader, cues, context)
        && (!is_title || matches!(dep, Dep::Ccomp | Dep::Dobj | Dep::Oprd))
    {
        if !is_said(reader, &cues[cue], dep, context) {
            return None;
        }
        return Some(Assigned::Cue(cue, "quote/governed"));
    }
    if is_title || label::is_label(reader, context.string) {
        return None;
    }
    before(reader, cues, context).map(|cue| Assigned::Cue(cue, "quote/before"))
}

/// The dash after the string with the name that signs it.
fn signed(cues: &[Cue], context: &Context) -> Option<usize> {
    let end = context.tokens.end;
    let number = cues.partition_point(|cue| cue.token < end);
    let cue = cues.get(number)?;
    (matches!(cue.kind, Kind::Dash) && cue.token < end + 4).then_some(number)
}

/// Does the noun that the string qualifies follow it right away: “no limits” partnership?
fn touches(reader: &Reader, context: &Context) -> bool {
    let next = (context.tokens.end..context.after.end)
        .find(|&token| reader.pos(token) != Pos::Space && !is_closing(reader.document.word(token)));
    next.is_some_and(|next| !reader.is_mark(next))
        && context
            .tokens
            .clone()
            .next_back()
            .is_some_and(|last| !reader.is_mark(last))
}

fn is_closing(word: &str) -> bool {
    matches!(word, "”" | "\"" | "''" | "’" | "'" | "»")
}

/// Are a few words in marks somebody's words, given the verb above them?
///
/// A verb that tells no speech of itself ("promote", "support") takes words in marks as what it names. So
/// does one that rates, if the words stand further down and several people at once are its subject.
fn is_said(reader: &Reader, cue: &Cue, dep: Dep, context: &Context) -> bool {
    let n_words = reader.n_words(context.string);
    let Some(verb) = cue.verb().filter(|_| n_words <= 4) else {
        return true;
    };
    let is_direct = matches!(
        dep,
        Dep::Ccomp | Dep::Dobj | Dep::Oprd | Dep::Attr | Dep::Acomp
    );
    let is_joint = cue.source.as_ref().is_some_and(|source| {
        reader.tag(source.head) == Tag::Nns && n_words < 4 && !verb.is_strong() && !is_direct
    });
    let is_label = !verb.tells() && label::is_label(reader, context.string);
    !is_joint && !is_label
}

/// The cue of `"A," she said` and `"A," said the minister`: first in the words after the string.
fn after(reader: &Reader, cues: &[Cue], context: &Context) -> Option<usize> {
    let last = context.tokens.clone().next_back()?;
    let end = reader.document.word(last);
    let outside = reader
        .document
        .tokens
        .get(context.tokens.end + 1)
        .is_some_and(|_| {
            (context.tokens.end..context.tokens.end + 2)
                .any(|token| reader.document.word(token) == ",")
        });
    // "She says he is “unfit.” She adds, …": what ended with a stop inside a sentence is not said below.
    let is_inner = end == "." && context.before.clone().any(|token| !reader.is_mark(token));
    if is_inner {
        return None;
    }
    let open = matches!(end, "," | "?" | "!" | "…" | "..." | "—" | "–" | "-" | "--") || outside;
    let first = context
        .after
        .clone()
        .find(|&token| !reader.is_mark(token))?;
    if matches!(reader.pos(first), Pos::Cconj)
        || (matches!(reader.pos(first), Pos::Sconj | Pos::Adp)
            && !matches!(reader.lower(first).as_str(), "according" | "as" | "per"))
    {
        return None;
    }
    let from = cues.partition_point(|cue| cue.token < context.after.start);
    let (number, cue) = cues[from..]
        .iter()
        .take_while(|cue| cue.token < context.after.end)
        .enumerate()
        .find(|(_, cue)| !matches!(cue.kind, Kind::Noun(_) | Kind::Colon | Kind::Dash))?;
    let source = cue.source.as_ref();
    let begins = cue.tokens.start <= first + 1
        || source.is_some_and(|source| {
            source.tokens.start <= first + 1 && source.tokens.start >= context.after.start
        });
    let is_as = reader.lower(first) == "as" && source.is_some();
    let speaks = match cue.kind {
        Kind::Verb(verb) => {
            is_as
                || (verb.takes('c')
                    && !matches!(verb.class, CueKind::Seem | CueKind::Judge | CueKind::Plan))
        }
        _ => true,
    };
    let follows = source.is_some_and(|source| {
        source.tokens.start >= context.after.start && source.head < context.after.end + 30
    });
    (begins
        && speaks
        && (follows || (open && source.is_some()))
        && (open || cue.tokens.start <= first + 2 || matches!(cue.kind, Kind::Phrase)))
    .then_some(from + number)
}

/// The cue that governs the string on the way to the root, and the relation by which it governs.
///
/// Words in marks belong to the one who speaks, not to the one who is said to think: "she said voters know
/// it is “over”" is hers. So a weak cue counts only if no verb of speech stands above it.
fn governing(reader: &Reader, cues: &[Cue], context: &Context) -> Option<(usize, Dep)> {
    let document = reader.document;
    let is_root = |&token: &usize| {
        let out = document
            .head(token)
            .is_some_and(|head| !context.tokens.contains(&head));
        out && !reader.is_mark(token)
            && !matches!(
                reader.dep(token),
                Dep::Punct | Dep::Det | Dep::Mark | Dep::Cc
            )
    };
    let roots = context.tokens.clone().filter(is_root).take(12);
    let (mut weak, mut last) = (None, None);
    for root in roots {
        for (cue, child, dep) in above(reader, cues, context, root) {
            let strong = match cues[cue].kind {
                Kind::Verb(verb) => {
                    verb.is_strong() || (verb.class == CueKind::Judge && child == root)
                }
                _ => true,
            };
            if strong && (weak.is_none() || is_clausal(reader, child)) {
                return Some((cue, if child == root { dep } else { Dep::Dep }));
            }
            let is_loose = !strong && is_inside_object(reader, &cues[cue]);
            let place = if is_loose { &mut last } else { &mut weak };
            *place = place.or(Some((cue, dep)));
        }
    }
    weak.or(last)
}

/// Is the cue only a part of what another verb names: a participle after a noun, or the verb of an "as"
/// clause, as in "praised them as partners opposed to …"? Then it gives way to a verb further up.
fn is_inside_object(reader: &Reader, cue: &Cue) -> bool {
    let is_mute = cue
        .source
        .as_ref()
        .is_some_and(|source| !label::can_speak(reader, source.head));
    reader.dep(cue.token) == Dep::Acl || (is_as_clause(reader, cue.token) && is_mute)
}

/// Does the parser take "as neighbours opposed to …" for a clause, headed by this verb?
fn is_as_clause(reader: &Reader, verb: usize) -> bool {
    let mut marks = reader
        .document
        .children(verb)
        .filter(|&mark| mark < verb && reader.dep(mark) == Dep::Mark);
    reader.dep(verb) == Dep::Advcl && marks.any(|mark| reader.lower(mark) == "as")
}

/// Does the child lead into a clause of content?
fn is_clausal(reader: &Reader, child: usize) -> bool {
    matches!(reader.dep(child), Dep::Ccomp | Dep::Xcomp)
}

/// The cues above a token that fit, from the nearest to the root, each with the child that leads down.
fn above(
    reader: &Reader,
    cues: &[Cue],
    context: &Context,
    root: usize,
) -> Vec<(usize, usize, Dep)> {
    let document = reader.document;
    let paragraph = reader.strings[context.string].paragraph;
    let mut found = Vec::new();
    let mut at = root;
    for _ in 0..CLIMB {
        let Some(up) = document
            .head(at)
            .filter(|&up| reader.paragraph_of(up) == paragraph)
        else {
            break;
        };
        let dep = reader.dep(at);
        let is_subject = matches!(dep, Dep::Nsubj | Dep::Csubj)
            || (dep == Dep::Nsubjpass && !source::is_passive(reader, up));
        if reader.string_of(up).is_none()
            && !is_subject
            && let Ok(cue) = cues.binary_search_by_key(&up, |cue| cue.token)
            && fits(reader, &cues[cue], at, dep, context)
        {
            found.push((cue, at, dep));
        }
        if let Some(cue) = phrase_of(reader, cues, up, context) {
            found.push((cue, at, dep));
        }
        at = up;
    }
    found
}

/// Can this cue have its content in the child that leads to the string?
fn fits(reader: &Reader, cue: &Cue, child: usize, dep: Dep, context: &Context) -> bool {
    let is_far = matches!(dep, Dep::Advcl | Dep::Npadvmod | Dep::Advmod | Dep::Conj)
        && !(cue.is(CueKind::Judge) && is_as_clause(reader, child));
    let is_place = dep == Dep::Prep
        && matches!(
            reader.lower(child).as_str(),
            "on" | "at" | "during" | "in" | "after" | "before"
        )
        && cue
            .verb()
            .is_some_and(|verb| !verb.takes_preposition(&reader.lower(child)));
    let names = cue.source.is_some() || cue.is(CueKind::Judge) || cue.is(CueKind::Ask);
    // "In response to “bullying,” both states voiced …": what stands before the subject sets the scene.
    let is_setting = dep == Dep::Prep
        && child < cue.token
        && cue
            .source
            .as_ref()
            .is_some_and(|source| source.head > child && source.head < cue.token);
    names
        && !(is_setting && reader.n_words(context.string) < 4)
        && !(is_far && child > cue.token && reader.n_words(context.string) < 4)
        && !(dep == Dep::Conj && cue.token < child && reader.pos(child) == Pos::Verb)
        && !(is_place && reader.n_words(context.string) < 4)
}

/// A phrase like "according to X" that hangs on a token above the string.
fn phrase_of(reader: &Reader, cues: &[Cue], up: usize, context: &Context) -> Option<usize> {
    let near = context.before.start..context.after.end.max(context.tokens.end);
    let from = cues.partition_point(|cue| cue.token < near.start);
    let mut phrases = cues[from..]
        .iter()
        .enumerate()
        .take_while(|(_, cue)| cue.token < near.end);
    let (number, _) = phrases.find(|(_, cue)| {
        matches!(cue.kind, Kind::Phrase) && reader.document.head(cue.token) == Some(up)
    })?;
    Some(from + number)
}

/// The nearest cue before the string in its sentence.
fn before(reader: &Reader, cues: &[Cue], context: &Context) -> Option<usize> {
    let to = cues.partition_point(|cue| cue.token < context.before.end);
    let mut near = (0..to)
        .rev()
        .take_while(|&number| cues[number].token >= context.before.start);
    near.find(|&number| {
        let cue = &cues[number];
        let adjacent = (cue.tokens.end..context.tokens.start).all(|token| {
            reader.is_mark(token)
                || matches!(
                    reader.lower(token).as_str(),
                    "that" | "as" | "of" | "a" | "an" | "the"
                )
        });
        let speaks = !cue.is(CueKind::Seem) && !matches!(cue.kind, Kind::Dash);
        speaks
            && cue.source.is_some()
            && (adjacent
                || reader.document.sentence_of(cue.token)
                    == reader.document.sentence_of(context.tokens.start)
                || matches!(cue.kind, Kind::Phrase))
    })
}
