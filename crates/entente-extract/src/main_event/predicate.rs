//! What was done: the words of the predicate.

use entente_types::{Dep, Pos, Span, Tag};

use super::clause::Clause;
use super::{Reader, words};

/// Most tokens of the answer.
const MAX_TOKENS: usize = 16;

/// The verb with its object and what it cannot do without; of what is acted upon, with its subject.
pub(super) fn of(reader: &Reader, clause: &Clause) -> Span {
    let (mut first, mut last) = (clause.verb, clause.verb);
    if !clause.is_verbal {
        (first, last) = reader.edges[clause.verb];
        return reader.span(first, last.min(first + MAX_TOKENS));
    }
    if clause.passive
        && let Some(&subject) = clause.subjects.first()
    {
        first = reader.edges[subject].0.min(first);
    }
    for child in parts(reader, clause.verb) {
        let (from, to) = reader.edges[child];
        if child < clause.verb {
            first = first.min(from);
        } else if from <= last + 2 && !is_parted(reader, last, from) {
            last = last.max(whole(reader, child).unwrap_or(to));
        }
    }
    let last = last.min(first + MAX_TOKENS);
    reader.span(first, last)
}

/// The children of the verb that tell what was done, not when, where or why; in order.
fn parts(reader: &Reader, verb: usize) -> Vec<usize> {
    let document = reader.document;
    let children: Vec<usize> = document.children(verb).take(40).collect();
    let is_core = |child: usize| {
        matches!(
            document.tokens[child].dep,
            Dep::Dobj | Dep::Dative | Dep::Attr | Dep::Acomp | Dep::Oprd | Dep::Xcomp | Dep::Ccomp
        ) && child > verb
    };
    let has_core = children.iter().any(|&child| is_core(child));
    let mut parts = Vec::new();
    let mut has_preposition = false;
    for child in children {
        let takes = match document.tokens[child].dep {
            Dep::Neg | Dep::Prt | Dep::Agent => true,
            Dep::Advmod => child + 1 == verb,
            Dep::Prep if child > verb && !has_core && !has_preposition => {
                has_preposition = true;
                !is_about_time(reader, child)
            }
            _ => is_core(child),
        };
        if takes {
            parts.push(child);
        }
    }
    parts
}

/// Does a colon or dash stand between two places?
fn is_parted(reader: &Reader, last: usize, next: usize) -> bool {
    let mut between = last + 1..next;
    between.any(|idx| matches!(reader.document.tokens[idx].tag, Tag::Colon))
}

/// "on Friday", "after the vote": says when.
fn is_about_time(reader: &Reader, preposition: usize) -> bool {
    let document = reader.document;
    let span = document.span(preposition..reader.edges[preposition].1 + 1);
    let is_time = reader.times.iter().any(|time| {
        time.period.is_some() && span.contains(time.span) && time.span.len() * 2 >= span.len()
    });
    is_time || words::leads(&document.tokens[preposition].lemma, "beside")
}

/// The last token of a part without the clauses that hang on it: "a bill" of "a bill that passed in May".
fn whole(reader: &Reader, part: usize) -> Option<usize> {
    let document = reader.document;
    let cut = document
        .children(part)
        .filter(|&child| child > part)
        .find(|&child| {
            let token = &document.tokens[child];
            let is_aside = ["why", "beside"]
                .iter()
                .any(|question| words::leads(&token.lemma, question));
            matches!(token.dep, Dep::Relcl | Dep::Advcl | Dep::Acl | Dep::Appos)
                || token.dep == Dep::Prep && is_aside
                || token.pos == Pos::Punct && matches!(token.tag, Tag::Comma | Tag::Colon)
        })?;
    reader.edges[cut].0.checked_sub(1)
}
