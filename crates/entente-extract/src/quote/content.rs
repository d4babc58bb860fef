//! What is attributed: the words that belong to a cue, read off the parse.

#![expect(
    clippy::single_range_in_vec_init,
    reason = "one run of tokens is meant, not its numbers"
)]

use std::ops::Range;

use entente_types::{Dep, Pos, Tag};

use super::cue::{self, Cue, Kind};
use super::reader::Reader;
use super::source;
use super::words::{Class, Verb};

/// The content of a cue that holds no quotation marks, or nothing where its frame attributes nothing.
#[must_use]
pub fn indirect(reader: &Reader, cue: &Cue) -> Vec<Range<usize>> {
    let found = match cue.kind {
        Kind::Verb(verb) => of_verb(reader, cue, verb),
        Kind::Phrase => around(reader, cue),
        Kind::Noun => cue::clause(reader, cue.token)
            .map(|clause| reader.reach(clause))
            .into_iter()
            .collect(),
        Kind::Colon => vec![
            cue.token + 1
                ..reader.document.sentences[reader.document.sentence_of(cue.token)]
                    .tokens()
                    .end
                    .max(cue.token + 1),
        ],
    };
    tidy(reader, cue, found)
}

/// Does a verb head a run of content, finite or in the infinitive, so that it can stand as what was said?
#[must_use]
pub fn is_clause(reader: &Reader, run: &Range<usize>) -> bool {
    run.clone().any(|token| {
        let is_top = reader
            .document
            .head(token)
            .is_none_or(|head| !run.contains(&head));
        is_top && !matches!(reader.dep(token), Dep::Pcomp | Dep::Amod) && is_verbal(reader, token)
    })
}

/// Is the token a finite verb, an infinitive, or a participle with its auxiliary?
fn is_verbal(reader: &Reader, token: usize) -> bool {
    match reader.tag(token) {
        Tag::Vb | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md => true,
        Tag::Vbg | Tag::Vbn => reader
            .document
            .child(token, &[Dep::Aux, Dep::Auxpass])
            .is_some(),
        _ => false,
    }
}

/// The words that a verb governs as its content in any frame, for strings in quotation marks inside it.
#[must_use]
pub fn governed(reader: &Reader, cue: &Cue) -> Vec<Range<usize>> {
    let clause = clause(reader, cue.token).into_iter().collect::<Vec<_>>();
    let found = match cue.kind {
        Kind::Verb(verb)
            if matches!(
                verb.class,
                Class::Say | Class::Write | Class::Think | Class::Show
            ) && !clause.is_empty() =>
        {
            clause
        }
        Kind::Verb(_) => object(reader, cue.token).into_iter().collect(),
        _ => return indirect(reader, cue),
    };
    tidy(reader, cue, found)
}

fn of_verb(reader: &Reader, cue: &Cue, verb: &Verb) -> Vec<Range<usize>> {
    let document = reader.document;
    let token = cue.token;
    if verb.takes('s') && (verb.class == Class::Seem) {
        let raised = document
            .child(token, &[Dep::Xcomp])
            .map(|x| reader.reach(x));
        let is_raised =
            raised.is_some() && (reader.is_passive(token) || reader.lemma(token) != "expect");
        if let (true, Some(subject), Some(raised)) = (is_raised, reader.subject(token), raised) {
            return vec![source::phrase(reader, subject, token).tokens, raised];
        }
        if !verb.takes('c') {
            return Vec::new();
        }
    }
    if verb.takes('c')
        && let Some(clause) = clause(reader, token)
    {
        return vec![to_next_cue(reader, cue, to_stop(reader, clause))];
    }
    if verb.takes('x')
        && let Some(infinitive) = document.child(token, &[Dep::Xcomp]).filter(|&x| x > token)
    {
        let object = document
            .child(token, &[Dep::Dobj])
            .filter(|&dobj| dobj > token);
        let infinitive = reader.reach(infinitive);
        let start = object.map_or(infinitive.start, |object| {
            reader.reach(object).start.min(infinitive.start)
        });
        return vec![start.max(token + 1)..infinitive.end];
    }
    if verb.takes('p')
        && let Some(preposition) = preposition(reader, token, verb)
    {
        let reach = reader.reach(preposition);
        return vec![preposition + 1..reach.end];
    }
    if verb.takes('o') && has_object(reader, token) {
        let mut found: Vec<Range<usize>> = object(reader, token).into_iter().collect();
        if source::is_passive(reader, token) {
            found.extend(
                reader
                    .subject(token)
                    .map(|subject| source::phrase(reader, subject, token).tokens),
            );
        }
        return found;
    }
    if !verb.takes('c') {
        return Vec::new();
    }
    let is_plain = matches!(verb.class, Class::Say | Class::Write) && verb.is_strong();
    let loose = parenthetical(reader, token).or_else(|| unparsed(reader, cue).filter(|_| is_plain));
    loose.into_iter().collect()
}

/// The words after a verb of saying up to the stop, where the parser found no clause but a finite verb with
/// its subject stands in them.
fn unparsed(reader: &Reader, cue: &Cue) -> Option<Range<usize>> {
    let start = cue.tokens.end;
    let limit = (start + 80).min(reader.document.tokens.len());
    let is_open = |&token: &usize| {
        !reader.is_stop(token) && reader.paragraph_of(token) == reader.paragraph_of(cue.token)
    };
    let end = (start..limit).take_while(is_open).last()? + 1;
    let speaks_before = cue
        .source
        .as_ref()
        .is_some_and(|source| source.head < cue.token);
    let begins = !reader.is_mark(start)
        && !matches!(reader.pos(start), Pos::Adp | Pos::Verb | Pos::Cconj)
        && reader.string_of(start).is_none();
    let is_finite = |token: usize| {
        matches!(reader.tag(token), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
            && reader
                .subject(token)
                .is_some_and(|subject| subject >= start && subject < end)
    };
    (speaks_before && begins && (start..end).any(is_finite)).then_some(start..end)
}

/// The content up to the next attribution that the parser hung below it: ", calling it a farce",
/// ", while others said".
fn to_next_cue(reader: &Reader, cue: &Cue, run: Range<usize>) -> Range<usize> {
    if run.start < cue.token {
        return run;
    }
    let comma = |token: usize| matches!(reader.document.word(token), "," | "—" | "–" | "--");
    let next = (run.start + 3..run.end.saturating_sub(1)).find(|&token| {
        let after = token + 1;
        reader.string_of(token).is_none()
            && comma(token)
            && ((reader.tag(after) == Tag::Vbg
                && reader.dep(after) == Dep::Advcl
                && super::words::verb(reader.lemma(after)).is_some())
                || (reader.lower(after) == "while" && speaks(reader, after)))
    });
    run.start..next.unwrap_or(run.end)
}

/// Does the clause that this conjunction opens attribute something?
fn speaks(reader: &Reader, mark: usize) -> bool {
    let verb = reader.document.head(mark);
    verb.and_then(|verb| super::words::verb(reader.lemma(verb)))
        .is_some_and(Verb::is_strong)
}

fn has_object(reader: &Reader, token: usize) -> bool {
    let object = reader
        .document
        .child(token, &[Dep::Dobj])
        .is_some_and(|object| object > token);
    object || (reader.is_passive(token) && reader.subject(token).is_some())
}

/// The clause that a verb of saying governs.
fn clause(reader: &Reader, token: usize) -> Option<Range<usize>> {
    let document = reader.document;
    let clauses = document
        .children(token)
        .filter(|&child| reader.dep(child) == Dep::Ccomp);
    let clauses = clauses
        .map(|child| reader.reach(child))
        .filter(|reach| !reach.contains(&token) || reach.start < token);
    clauses.max_by_key(Range::len)
}

/// The preposition that introduces content: "spoke about", "referred to".
fn preposition(reader: &Reader, token: usize, verb: &Verb) -> Option<usize> {
    let document = reader.document;
    let prepositions = document
        .children(token)
        .filter(|&child| child > token && matches!(reader.dep(child), Dep::Prep | Dep::Prt));
    let mut content = prepositions.filter(|&child| verb.takes_preposition(&reader.lower(child)));
    content.find(|&child| document.child(child, &[Dep::Pobj, Dep::Pcomp]).is_some())
}

/// From the first to the last complement right of a verb: "Putin an old friend", "him of lying".
fn object(reader: &Reader, token: usize) -> Option<Range<usize>> {
    let complements = reader
        .document
        .children(token)
        .filter(|&child| child > token && is_complement(reader, child));
    let reaches: Vec<Range<usize>> = complements
        .map(|child| reader.reach(child))
        .filter(|reach| reach.start > token)
        .collect();
    Some(reaches.first()?.start..reaches.iter().map(|reach| reach.end).max()?)
}

fn is_complement(reader: &Reader, child: usize) -> bool {
    match reader.dep(child) {
        Dep::Dobj | Dep::Oprd | Dep::Attr | Dep::Acomp | Dep::Xcomp | Dep::Ccomp | Dep::Dative => {
            true
        }
        Dep::Prep => {
            !matches!(
                reader.lower(child).as_str(),
                "in" | "on" | "at" | "during" | "after" | "before" | "since" | "by" | "from"
            ) || reader
                .reach(child)
                .any(|token| reader.string_of(token).is_some())
        }
        // "praised them as partners opposed to “…”", which the parser takes for a clause.
        Dep::Advcl => {
            let is_as = reader
                .document
                .children(child)
                .any(|mark| reader.dep(mark) == Dep::Mark && reader.lower(mark) == "as");
            is_as
                && reader
                    .reach(child)
                    .any(|token| reader.string_of(token).is_some())
        }
        _ => false,
    }
}

/// The main clause around ", as officials said" and ", officials say,".
fn parenthetical(reader: &Reader, token: usize) -> Option<Range<usize>> {
    let document = reader.document;
    let is_as = document
        .children(token)
        .any(|child| reader.lower(child) == "as" && child < token);
    let hangs = reader.dep(token) == Dep::Parataxis
        || (is_as && matches!(reader.dep(token), Dep::Advcl | Dep::Ccomp));
    let head = document
        .head(token)
        .filter(|_| hangs && document.child(token, &[Dep::Dobj]).is_none())?;
    Some(reader.reach(head))
}

/// The clause that a phrase like "according to X" hangs on.
fn around(reader: &Reader, cue: &Cue) -> Vec<Range<usize>> {
    let mut head = reader.document.head(cue.token);
    for _ in 0..6 {
        let Some(at) = head.filter(|&at| !matches!(reader.pos(at), Pos::Verb | Pos::Aux)) else {
            break;
        };
        head = reader.document.head(at).or(head).filter(|&up| up != at);
    }
    head.or(reader.document.head(cue.token))
        .map(|head| reader.reach(head))
        .into_iter()
        .collect()
}

/// Takes the cue and its source out of its content, trims it, and keeps it inside one paragraph.
fn tidy(reader: &Reader, cue: &Cue, found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut hole = cue.tokens.clone();
    if let Some(source) = &cue.source
        && source.tokens.start.abs_diff(cue.token) < 60
        && source.tokens.end.abs_diff(cue.token) < 60
    {
        hole = hole.start.min(source.tokens.start)..hole.end.max(source.tokens.end);
    }
    if matches!(cue.kind, Kind::Phrase) {
        hole.start = hole.start.min(cue.token);
    }
    let seems = matches!(cue.kind, Kind::Verb(verb) if verb.class == Class::Seem);
    let mut tidied = Vec::new();
    for run in found {
        let holed = !seems && run.start < hole.end && hole.start < run.end;
        let parts = if holed {
            vec![
                run.start..hole.start.max(run.start),
                hole.end.min(run.end)..run.end,
            ]
        } else {
            vec![run]
        };
        for part in parts {
            let mut part = reader.trimmed(in_paragraph(reader, part, cue.token));
            if part.len() > 1 && reader.pos(part.start) == Pos::Cconj {
                part = reader.trimmed(part.start + 1..part.end);
            }
            let is_empty = part
                .clone()
                .all(|token| reader.is_mark(token) || matches!(reader.pos(token), Pos::Cconj));
            if !part.is_empty()
                && !is_empty
                && (!holed || part.len() > 1 || is_relative(reader, part.start))
            {
                tidied.push(part);
            }
        }
    }
    tidied.sort_by_key(|run| run.start);
    tidied
}

/// Is the token a relative pronoun: "which officials say will close"?
fn is_relative(reader: &Reader, token: usize) -> bool {
    matches!(reader.tag(token), Tag::Wdt | Tag::Wp)
}

/// A clause of content up to the next stop, where the parser ended its sentence too early.
fn to_stop(reader: &Reader, run: Range<usize>) -> Range<usize> {
    let document = reader.document;
    let Some(last) = run.clone().next_back() else {
        return run;
    };
    let sentence = document.sentences[document.sentence_of(last)].tokens();
    let is_broken = run.end >= sentence.end && !reader.is_mark(last);
    let next = document.tokens.get(run.end).is_some_and(|_| {
        reader.paragraph_of(run.end) == reader.paragraph_of(last)
            && !reader.is_mark(run.end)
            && !document.word(run.end).starts_with(char::is_uppercase)
    });
    if !is_broken || !next {
        return run;
    }
    let end = document.sentences[document.sentence_of(run.end)]
        .tokens()
        .end;
    run.start..end
}

/// The part of a run of tokens that lies in the paragraph of `token`.
fn in_paragraph(reader: &Reader, run: Range<usize>, token: usize) -> Range<usize> {
    let paragraph = reader.paragraph_of(token);
    let start = run
        .clone()
        .find(|&one| reader.paragraph_of(one) == paragraph)
        .unwrap_or(run.end);
    let end = run
        .clone()
        .rev()
        .find(|&one| reader.paragraph_of(one) == paragraph)
        .map_or(start, |last| last + 1);
    start..end.max(start)
}
