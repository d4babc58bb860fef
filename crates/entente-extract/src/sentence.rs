//! The sentence that a claim stands in, parsed or not.

use entente_types::{Document, Span};

/// Most characters to each side of a span among which its sentence may end, where no parse says it.
const MAX_REACH: usize = 400;

/// The sentence that holds `span`, or all sentences that it touches.
pub(crate) fn around(document: &Document, span: Span) -> Span {
    let tokens = document.tokens_in(span);
    if tokens.is_empty() {
        return between_stops(document.text(), span);
    }
    let first = document.sentence_span(document.sentence_of(tokens.start));
    let last = document.sentence_span(document.sentence_of(tokens.end - 1));
    first.join(last)
}

/// From the full stop or line break before a span to the one after it, in a text that was not parsed.
fn between_stops(text: &str, span: Span) -> Span {
    let (start, end) = (span.range().start, span.range().end);
    let (head, tail) = (&text[..start], &text[end..]);
    let is_stop = |at: usize| ends_sentence(text, at);
    let before = head.char_indices().rev().take(MAX_REACH);
    let before = { before }.find(|&(at, _)| is_stop(at));
    let first = before.map_or(0, |(at, stop)| at + stop.len_utf8());
    let after = tail.char_indices().take(MAX_REACH);
    let after = { after }.find(|&(at, _)| is_stop(end + at));
    let last = after.map_or(text.len(), |(at, stop)| end + at + stop.len_utf8());
    let is_cut = |distance: usize| distance > 2 * MAX_REACH;
    let first = if is_cut(start - first) { start } else { first };
    let last = if is_cut(last - end) { end } else { last };
    let words = &text[first..last];
    let lead = words.len() - words.trim_start().len();
    Span::new(first + lead, first + words.trim_end().len().max(lead))
}

/// A line break, or a mark that ends a sentence: not that of "6. März" or "U.S.".
fn ends_sentence(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    let (stop, next, second) = (rest.next(), rest.next(), rest.next());
    let before = text[..at].chars().next_back();
    match stop {
        Some('\n') => true,
        Some('!' | '?' | '…' | '。') => next.is_none_or(char::is_whitespace),
        Some('.') => {
            let is_number = before.is_some_and(|letter| letter.is_ascii_digit());
            let opens = second.is_none_or(|letter| !letter.is_lowercase());
            next.is_none_or(char::is_whitespace) && opens && !is_number
        }
        _ => false,
    }
}
