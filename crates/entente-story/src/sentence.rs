//! Sentences as an account shows them: without the place and the agency that stand before a report.

use entente_types::{Dep, Document, Span};

/// Longest place and agency.
const LONGEST: u32 = 60;

/// A sentence by its number.
pub(crate) fn told(document: &Document, number: usize) -> Span {
    let span = document.sentence_span(number);
    let mut tokens = document.tokens_in(span);
    let root = tokens.find(|&idx| document.tokens[idx].dep == Dep::Root);
    root.map_or(span, |root| without_dateline(document, root, span))
}

/// What is told in `span` from the subject of `head` on, if "HARBOUR CITY (Agency) -" stands before it.
pub(crate) fn without_dateline(document: &Document, head: usize, span: Span) -> Span {
    let subject = document.child(head, &[Dep::Nsubj, Dep::Nsubjpass]);
    let first = subject.and_then(|idx| document.subtree(idx).first().copied());
    let start = first.map_or(span.start, |first| document.tokens[first].span.start);
    if start <= span.start || start - span.start > LONGEST {
        return span;
    }
    let before = Span { end: start, ..span }.of(document.text()).trim_end();
    let is_dateline = before.ends_with(['-', '–', '—'])
        && before.split_whitespace().next().is_some_and(|word| {
            word.chars()
                .filter(|letter| letter.is_alphabetic())
                .all(char::is_uppercase)
        });
    if is_dateline {
        Span { start, ..span }
    } else {
        span
    }
}
