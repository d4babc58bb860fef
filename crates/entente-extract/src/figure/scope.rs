//! What a figure is limited to: its time, its place, what it leaves out, whether it happened.

use std::ops::Range;

use entente_types::{Dep, Document, Period, Pos, Realis, Span, TimeExpression, TimeKind};

use super::counted::{Counted, verb_above};
use super::word;

/// The time expression that says when a figure holds, and the words of it.
///
/// It is one inside the counted phrase, one that hangs on the same verb, or one that follows at once.
#[must_use]
pub fn period(
    document: &Document,
    times: &[TimeExpression],
    tokens: &Range<usize>,
    counted: &Counted,
) -> Option<(Option<Period>, Span)> {
    let sentence = document
        .sentences
        .get(document.sentence_of(tokens.start))?
        .tokens();
    let span = document.span(sentence);
    let from = times.partition_point(|time| time.span.end <= span.start);
    let here = times[from..]
        .iter()
        .take_while(|time| time.span.start < span.end)
        .take(24);
    let own = document.span(tokens.clone());
    let candidates = here.filter(|time| {
        !matches!(time.kind, TimeKind::Duration | TimeKind::Set)
            && !time.span.overlaps(own)
            && time.value != "PRESENT_REF"
    });
    let ranked = candidates.filter_map(|time| Some((rank(document, time, tokens, counted)?, time)));
    let (_, time) = ranked.min_by_key(|(rank, time)| (*rank, time.span.start))?;
    Some((open_ended(document, time), time.span))
}

/// How near a time stands to a figure: smaller is nearer, none is another clause.
fn rank(
    document: &Document,
    time: &TimeExpression,
    tokens: &Range<usize>,
    counted: &Counted,
) -> Option<usize> {
    let at = document.tokens_in(time.span);
    let top = at
        .clone()
        .find(|&token| document.head(token).is_none_or(|head| !at.contains(&head)))?;
    let distance = if at.start >= tokens.end {
        at.start - tokens.end
    } else {
        tokens.start.saturating_sub(at.end)
    };
    let follows =
        at.start >= tokens.end && distance <= 3 && !has_comma(document, tokens.end..at.start);
    let inside = counted.span.is_some_and(|span| span.contains(time.span));
    let verb = verb_above(document, top);
    let above = document.head(top).map(|head| {
        if document.tokens[head].dep == Dep::Prep {
            document.head(head).unwrap_or(head)
        } else {
            head
        }
    });
    // "since his 2022 invasion" dates the invasion, not the clause.
    let is_free = above.is_none_or(|above| {
        Some(above) == verb || Some(above) == counted.noun || tokens.contains(&above)
    });
    let same_verb = verb.is_some()
        && is_free
        && (verb == counted.predicate || verb == verb_above(document, tokens.start));
    (inside || follows || same_verb).then(|| distance + if inside || follows { 0 } else { 4 })
}

fn has_comma(document: &Document, tokens: Range<usize>) -> bool {
    tokens
        .into_iter()
        .any(|token| matches!(document.word(token), "," | ";" | "—"))
}

/// "since 2022" runs on to the day of publication.
fn open_ended(document: &Document, time: &TimeExpression) -> Option<Period> {
    let period = time.period?;
    let before = document.tokens_in(time.span).start.checked_sub(1);
    let is_since = before.is_some_and(|before| document.word(before).eq_ignore_ascii_case("since"))
        || time
            .span
            .of(document.text())
            .to_lowercase()
            .starts_with("since");
    if !is_since {
        return Some(period);
    }
    let published = document.article.day();
    Some(Period {
        to: published.filter(|day| period.from.is_none_or(|from| from <= *day)),
        ..period
    })
}

/// "other", "additional", "another", "more" between a number and its noun, or right before the number.
#[must_use]
pub fn excluding(document: &Document, tokens: &Range<usize>, counted: &Counted) -> Option<Span> {
    let end = counted
        .noun
        .filter(|noun| *noun >= tokens.end && *noun <= tokens.end + 6)
        .unwrap_or(tokens.end);
    let before = tokens.start.checked_sub(2).unwrap_or(tokens.start);
    let leaves_out = |token: &usize| {
        let word = document.word(*token).to_lowercase();
        let anywhere = matches!(
            word.as_str(),
            "other" | "additional" | "another" | "further" | "extra"
        );
        anywhere || word == "more" && *token == tokens.end
    };
    let same = document.sentence_of(tokens.start);
    (before..tokens.start)
        .chain(tokens.end..(end + 1).min(document.tokens.len()))
        .filter(|token| document.sentence_of(*token) == same)
        .find(leaves_out)
        .map(|token| document.tokens[token].span)
}

/// In which way the predicate of a figure is told.
#[must_use]
pub fn realis(document: &Document, counted: &Counted, top: usize) -> Option<Realis> {
    let verb = counted.predicate.or_else(|| verb_above(document, top))?;
    let auxiliaries = |verb: usize| {
        document
            .children(verb)
            .take(24)
            .filter(|&child| document.tokens[child].dep == Dep::Aux)
            .find_map(|child| {
                let token = &document.tokens[child];
                word::realis("aux", &token.lemma.to_lowercase())
                    .or_else(|| word::realis("aux", document.word(child)))
            })
    };
    if let Some(found) = auxiliaries(verb) {
        return Some(found);
    }
    let has_to = |verb: usize| {
        document
            .children(verb)
            .take(24)
            .any(|child| document.word(child) == "to" && document.tokens[child].dep == Dep::Aux)
    };
    if has_to(verb) || document.tokens[verb].dep == Dep::Xcomp {
        let head = document.head(verb)?;
        let found = word::realis("to", &document.tokens[head].lemma.to_lowercase())
            .or_else(|| auxiliaries(head));
        return found.or(Some(Realis::Happened));
    }
    let below = document.child(verb, &[Dep::Xcomp]);
    let foreseen = word::realis("to", &document.tokens[verb].lemma.to_lowercase());
    if let Some(found) = foreseen.filter(|_| below.is_some_and(has_to)) {
        return Some(found);
    }
    let if_clause = document
        .child(verb, &[Dep::Mark])
        .is_some_and(|mark| matches!(document.word(mark), "if" | "If" | "unless"));
    Some(if if_clause {
        Realis::Hypothetical
    } else {
        Realis::Happened
    })
}

/// Where the words around a number lead: 1 up, -1 down; none where they name a level.
#[must_use]
pub fn change(document: &Document, written: &Range<usize>, counted: &Counted) -> Option<i8> {
    // "a 30-degree turn" is no change, whatever verb stands before it.
    let is_attribute = counted.part_of.is_none()
        && !counted.is_times
        && counted
            .noun
            .is_some_and(|noun| noun >= written.end && noun < written.end + 4);
    match near_before(document, written.start, is_attribute) {
        Some(before) => return before,
        None if is_attribute => {}
        None => {
            if let Some(by_verb) = by_verb(document, written, counted) {
                return Some(by_verb);
            }
        }
    }
    let word = |token: usize| {
        document
            .tokens
            .get(token)
            .map(|_| document.word(token).to_lowercase())
    };
    match word(written.end).as_deref() {
        Some("higher" | "more" | "increase" | "rise" | "gain" | "jump" | "hike") => return Some(1),
        Some("lower" | "less" | "drop" | "decrease" | "decline" | "fall" | "cut" | "loss") => {
            return Some(-1);
        }
        _ => {}
    }
    if let Some(noun) = counted.noun {
        let is_around = noun < written.end + 6 && noun >= written.end;
        let direction = word::change_noun(&document.tokens[noun].lemma)
            .filter(|direction| *direction != 0 && is_around);
        if direction.is_some() {
            return direction;
        }
    }
    None
}

/// The direction of the verb that the number hangs on.
fn by_verb(document: &Document, written: &Range<usize>, counted: &Counted) -> Option<i8> {
    let verb = counted.predicate.filter(|_| counted.is_step)?;
    let by = written
        .start
        .checked_sub(1)
        .is_some_and(|before| document.word(before) == "by");
    direction(&document.tokens[verb].lemma.to_lowercase(), by)
}

/// The direction of a verb of change, if it has one of its own.
fn direction(form: &str, by: bool) -> Option<i8> {
    match word::change_verb(form)? {
        0 => None,
        2 => by.then_some(1),
        direction => Some(direction),
    }
}

/// The verb, "up" or "down" right before a number: some direction, `Some(None)` for a level ("to 5%").
fn near_before(document: &Document, start: usize, is_attribute: bool) -> Option<Option<i8>> {
    let mut at = start;
    let mut by = false;
    for _ in 0..4 {
        at = at.checked_sub(1)?;
        let word = document.word(at).to_lowercase();
        // "made up a third", "set up 12 camps"
        let is_particle = document.tokens[at].dep == Dep::Prt
            && document
                .head(at)
                .is_some_and(|verb| word::is("particle", &document.tokens[verb].lemma));
        if is_particle {
            return None;
        }
        match word.as_str() {
            "to" | "at" | "from" | "of" | "in" => return Some(None),
            "up" | "upward" | "upwards" | "higher" => return Some(Some(1)),
            "down" | "downward" | "downwards" | "lower" => return Some(Some(-1)),
            "by" => by = true,
            _ if document.tokens[at].dep == Dep::Prt && word::change_verb(&word).is_none() => {
                return None;
            }
            "as" | "much" | "a" | "an" | "another" => {}
            _ => {
                let direction = direction(&word, by).filter(|_| !is_attribute);
                let is_adverb =
                    document.tokens[at].pos == Pos::Adv || document.tokens[at].pos == Pos::Adp;
                if direction.is_some() || !is_adverb {
                    return direction.map(Some);
                }
            }
        }
    }
    None
}
