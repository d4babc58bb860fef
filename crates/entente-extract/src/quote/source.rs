//! Who speaks: the subject of a cue, and the words that name it.

use std::ops::Range;

use entente_types::{Dep, Pos, Tag};

use super::reader::Reader;

/// The words that name a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The token that heads them.
    pub head: usize,
    /// All of them: the noun phrase with its appositions and clauses.
    pub tokens: Range<usize>,
}

/// The longest noun phrase that the rules believe; longer ones are cut to the words before the head.
const LONGEST: usize = 45;

/// The noun phrase that `head` heads, which must not hold `cue`.
#[must_use]
pub fn phrase(reader: &Reader, head: usize, cue: usize) -> Source {
    let mut tokens = reader.reach(head);
    if tokens.contains(&cue) {
        if cue > head {
            tokens.end = cue
        } else {
            tokens.start = cue + 1
        }
    }
    if tokens.len() > LONGEST {
        tokens = near(reader, head, tokens);
    }
    if let Some(aside) =
        aside(reader, head, tokens.end).filter(|&aside| aside > head && aside < tokens.end)
    {
        tokens.end = aside;
    }
    let inside = |token: usize| {
        reader.paragraph_of(token) == reader.paragraph_of(head)
            && reader.string_of(token).is_none_or(|string| {
                reader.string_of(head) == Some(string) || reader.n_words(string) < 4
            })
            && !(reader.is_stop(token) && reader.dep(token) == Dep::Punct)
    };
    let start = (tokens.start..head)
        .rev()
        .take_while(|&token| inside(token))
        .last()
        .unwrap_or(head);
    let end = (head + 1..tokens.end)
        .take_while(|&token| inside(token))
        .last()
        .unwrap_or(head)
        + 1;
    let mut tokens = reader.trimmed(start..end);
    while tokens.start < head
        && matches!(
            reader.dep(tokens.start),
            Dep::Cc | Dep::Mark | Dep::Preconj | Dep::Punct
        )
    {
        tokens.start += 1;
    }
    if tokens.is_empty() {
        tokens = head..head + 1;
    }
    Source { head, tokens }
}

/// Where a clause begins that tells more of a speaker, set off by a comma: "Guardian, who declined".
#[must_use]
pub fn aside(reader: &Reader, head: usize, end: usize) -> Option<usize> {
    let is_comma =
        |token: usize| matches!(reader.document.word(token), "," | "—" | "–" | "-" | "--");
    let clauses = reader
        .document
        .children(head)
        .filter(|&child| matches!(reader.dep(child), Dep::Relcl | Dep::Acl | Dep::Advcl));
    let mut starts = clauses.map(|clause| reader.reach(clause).start);
    let of_head = starts.find(|&start| start > head + 1 && is_comma(start - 1));
    let who = (head + 2..end).find(|&token| {
        matches!(reader.lower(token).as_str(), "who" | "whose" | "which") && is_comma(token - 1)
    });
    match (of_head, who) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The words right before the head that belong to it, and an "of" phrase after it.
fn near(reader: &Reader, head: usize, reach: Range<usize>) -> Range<usize> {
    let document = reader.document;
    let start = (reach.start..head).rev().take_while(|&token| {
        document.head(token) == Some(head)
            || document
                .head(token)
                .is_some_and(|up| up < head && document.head(up) == Some(head))
            || document
                .head(token)
                .is_some_and(|up| up > token && up <= head)
    });
    let start = start.last().unwrap_or(head);
    let of = document
        .children(head)
        .find(|&child| child > head && reader.lemma(child) == "of");
    let end = of
        .map(|of| reader.reach(of).end)
        .filter(|end| end - head < 12);
    start..end.unwrap_or(head + 1)
}

/// The token that heads the subject of a verb: its own, the one that it shares with the verb it hangs on,
/// or the agent of a passive. `None` where nobody is named.
#[must_use]
pub fn subject(reader: &Reader, verb: usize) -> Option<usize> {
    let document = reader.document;
    let mut at = verb;
    for _ in 0..8 {
        if is_passive(reader, at) {
            return if at == verb {
                agent(reader, at)
            } else {
                reader.subject(at)
            };
        }
        if let Some(subject) = reader.subject(at) {
            let is_said = reader.string_of(subject).is_some() && reader.string_of(verb).is_none();
            return Some(subject).filter(|_| !is_said);
        }
        let up = document.head(at)?;
        match reader.dep(at) {
            Dep::Acl => {
                let is_said = reader.string_of(up).is_some() && reader.string_of(verb).is_none();
                let is_noun = matches!(reader.pos(up), Pos::Noun | Pos::Propn | Pos::Pron);
                return Some(up).filter(|_| is_noun && !is_said);
            }
            Dep::Conj => {
                if let Some(contrast) = contrast(reader, up, at) {
                    return reader.subject(contrast);
                }
            }
            Dep::Relcl | Dep::Appos | Dep::Punct => return None,
            _ => {}
        }
        at = up;
        if matches!(reader.pos(at), Pos::Noun | Pos::Propn) {
            return None;
        }
    }
    None
}

/// The verb of a "while" clause between two verbs that the parser joined over it: in "A praised it, while B
/// called it old and described it as dull" B describes.
fn contrast(reader: &Reader, first: usize, second: usize) -> Option<usize> {
    let document = reader.document;
    let clauses = document.children(first).filter(|&child| {
        child > first
            && child < second
            && reader.dep(child) == Dep::Advcl
            && matches!(reader.tag(child), Tag::Vbd | Tag::Vbz | Tag::Vbp)
            && reader.reach(child).end <= second
    });
    let mut contrasts = clauses.filter(|&clause| {
        let marks = document
            .children(clause)
            .filter(|&mark| reader.dep(mark) == Dep::Mark);
        marks
            .into_iter()
            .any(|mark| matches!(reader.lower(mark).as_str(), "while" | "whereas"))
    });
    contrasts.next_back().filter(|&clause| {
        reader
            .subject(clause)
            .is_some_and(|subject| reader.string_of(subject).is_none())
    })
}

/// Is the verb in the passive?
#[must_use]
pub fn is_passive(reader: &Reader, verb: usize) -> bool {
    let is_reduced = reader.tag(verb) == Tag::Vbn
        && (reader.dep(verb) == Dep::Acl
            || (reader.dep(verb) == Dep::Advcl
                && reader.document.child(verb, &[Dep::Aux]).is_none()));
    is_reduced || reader.is_passive(verb)
}

/// The one who does it: "by the ministry".
fn agent(reader: &Reader, verb: usize) -> Option<usize> {
    let by = reader.document.child(verb, &[Dep::Agent])?;
    reader.document.child(by, &[Dep::Pobj])
}

/// The noun phrase that begins at `start` or right after a determiner, for texts whose parse is of no use:
/// names, nouns and what stands between them.
#[must_use]
pub fn chunk(reader: &Reader, tokens: Range<usize>) -> Option<Source> {
    let start = tokens.clone().find(|&token| !reader.is_mark(token))?;
    let is_part = |&token: &usize| {
        matches!(
            reader.pos(token),
            Pos::Det | Pos::Adj | Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Part
        ) || reader.document.word(token) == "-"
    };
    let end = (start..tokens.end).take_while(is_part).last()? + 1;
    let names = |&token: &usize| matches!(reader.pos(token), Pos::Noun | Pos::Propn | Pos::Pron);
    let head = (start..end).rev().find(names)?;
    Some(Source {
        head,
        tokens: start..end,
    })
}
