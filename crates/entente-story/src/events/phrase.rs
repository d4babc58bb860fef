//! An act as a phrase that can be read: the names of those who act, and literal words of the report.

use entente_types::{ActorId, Dep, Document, Event, Participant, Pos, Span, Tag};

use crate::frame::{Tense, tense};
use crate::story::Story;

/// Longest phrase, in bytes.
const MAX_BYTES: u32 = 110;

/// Who does what to whom, in words of report number `report`.
pub(crate) fn phrase(story: &Story, report: usize, event: &Event) -> String {
    let document = &story.documents[report];
    let core = core(document, event);
    let doers: Vec<&Participant> = event
        .actors
        .iter()
        .filter(|one| one.actor.is_some())
        .collect();
    let is_inside = |one: &&&Participant| core.contains(one.span);
    let mut words = without_open_marks(&one_line(core.of(document.text())));
    if let Some(object) = object_before(document, event) {
        words = format!("{words} {}", lower_article(object.of(document.text())));
    }
    let names = names(
        story,
        report,
        doers.iter().filter(|one| !is_inside(one)).copied(),
    );
    let told = match (names.is_empty(), is_verb(document, event.trigger)) {
        (true, true) => match subject_before(document, event, core) {
            Some(subject) => format!("{} {words}", one_line(subject.of(document.text()))),
            None => words,
        },
        (true, false) => words,
        (false, _)
            if core.end == event.trigger.end
                && core.start < event.trigger.start
                && is_passive(document, event) =>
        {
            format!("{words} · {names}")
        }
        (false, true) => format!("{names} {words}"),
        (false, false) => format!("{names}’s {words}"),
    };
    let others = event
        .recipients
        .iter()
        .filter(|one| !core.contains(one.span) && !names_already(story, report, one, &told));
    let others = self::names(story, report, others);
    if others.is_empty() {
        told
    } else {
        format!("{told} · {others}")
    }
}

/// Does the phrase of a verb end before what the verb needs, or begin without whoever acts: "the mayor announced", "hit the wall"?
pub(crate) fn is_unfinished(document: &Document, event: &Event) -> bool {
    let Some(head) = head(document, event.trigger).filter(|_| is_verb(document, event.trigger))
    else {
        return false;
    };
    let has_doer = event.actors.iter().any(|one| one.actor.is_some())
        || document
            .child(head, &[Dep::Nsubj, Dep::Nsubjpass])
            .is_some();
    !has_doer || is_cut(document, head, core(document, event))
}

/// Has the verb no tense, or does something that it needs stand behind the words?
pub(crate) fn is_cut(document: &Document, verb: usize, words: Span) -> bool {
    let is_needed = |child: usize| {
        let token = &document.tokens[child];
        let is_part = matches!(
            token.dep,
            Dep::Dobj | Dep::Ccomp | Dep::Xcomp | Dep::Prt | Dep::Oprd | Dep::Attr | Dep::Acomp
        );
        is_part && token.span.start >= words.end
    };
    !is_finite_verb(document, verb) || document.children(verb).any(is_needed)
}

/// How well a phrase can tell an event at best.
pub(crate) const CLEAREST: u32 = 17;

/// How well the phrase of an event tells it: larger is better, at most [`CLEAREST`].
pub(crate) fn clearness(document: &Document, event: &Event) -> u32 {
    let core = core(document, event);
    let is_own = |one: &Participant| one.actor.is_some() && one.span.end <= core.start;
    let n_words = core.of(document.text()).split_whitespace().count();
    let points = [
        (event.actors.iter().any(is_own), 4),
        (event.actors.iter().any(|one| one.actor.is_some()), 2),
        (core.len() > event.trigger.len(), 3),
        (is_verb(document, event.trigger), 2),
        ((2..=12).contains(&n_words), 1),
        (event.period.is_some(), 1),
        (is_finite(document, event.trigger), 4),
    ];
    points
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, n)| n)
        .sum()
}

/// The words of the act with its helpers and what it is done to.
fn core(document: &Document, event: &Event) -> Span {
    let mut span = with_helpers(document, event.trigger);
    let recipients = event.recipients.iter().map(|one| one.span);
    let mut parts: Vec<Span> = recipients.chain(event.object).collect();
    parts.sort_unstable();
    for part in parts {
        let part = to_head(document, before_clause(document, part));
        let is_after = part.start >= event.trigger.end;
        let is_before = part.end <= span.start && is_passive(document, event);
        let joined = span.join(part);
        let fits = event.clause.contains(part) && joined.len() <= MAX_BYTES as usize;
        if !part.is_empty() && fits && (is_after || is_before) {
            span = joined;
        }
    }
    let whole = Span {
        start: span.start,
        end: span.end.max(event.clause.end),
    };
    // What is cut behind its verb may say the opposite: "avoided | direct assistance", "told them | to leave".
    let is_needed = is_finite(document, event.trigger) || ends_in_subject(document, event, span);
    match is_needed && whole.len() <= MAX_BYTES as usize {
        true => whole,
        false => span,
    }
}

/// "the air force said Russia | dropped bombs": do the words end with whoever does what follows?
fn ends_in_subject(document: &Document, event: &Event, span: Span) -> bool {
    let is_subject = |one: &Participant| {
        let Some(head) = head(document, one.span).filter(|_| one.span.end == span.end) else {
            return false;
        };
        let verb = document.head(head).map(|verb| document.tokens[verb].span);
        let acts = matches!(document.tokens[head].dep, Dep::Nsubj | Dep::Nsubjpass);
        acts && verb.is_some_and(|verb| verb.start >= span.end && event.clause.contains(verb))
    };
    event.recipients.iter().any(is_subject)
}

/// "the guests whom the mayor received": the object stands before the verb, and its clause after it.
fn object_before(document: &Document, event: &Event) -> Option<Span> {
    let object = event.object?;
    let is_around = object.contains(event.trigger);
    let cut = before_clause(document, object);
    (is_around && cut.end <= event.trigger.start && !cut.is_empty()).then_some(cut)
}

/// Whoever acts, in the report's words, where it stands before the verb.
fn subject_before(document: &Document, event: &Event, core: Span) -> Option<Span> {
    const MAX_SUBJECT: usize = 60;
    let head = head(document, event.trigger)?;
    let subject = document.child(head, &[Dep::Nsubj, Dep::Nsubjpass])?;
    let first = *document.subtree(subject).first()?;
    let words = before_clause(document, document.span(first..subject + 1));
    let fits = words.len() <= MAX_SUBJECT && words.end <= core.start;
    (fits && !words.is_empty()).then_some(words)
}

/// "has never condemned", "four-day visit": the words that belong to the trigger on its left.
fn with_helpers(document: &Document, trigger: Span) -> Span {
    let tokens = document.tokens_in(trigger);
    let Some(head) = head(document, trigger) else {
        return trigger;
    };
    let belongs = |idx: usize| {
        let token = &document.tokens[idx];
        let is_child = document.head(idx) == Some(head)
            || document
                .ancestors(idx)
                .take(3)
                .any(|above| above == head && token.pos != Pos::Adp);
        let is_helper = matches!(
            token.dep,
            Dep::Aux
                | Dep::Auxpass
                | Dep::Neg
                | Dep::Amod
                | Dep::Compound
                | Dep::Nummod
                | Dep::Nmod
        );
        let is_hyphen = token.dep == Dep::Punct && document.word(idx) == "-";
        let is_adverb = token.dep == Dep::Advmod && token.tag == Tag::Rb;
        is_child && (is_helper || is_hyphen || is_adverb)
    };
    let mut start = tokens.start;
    while start > 0 && belongs(start - 1) {
        start -= 1;
    }
    // "would “kill”"
    if start > 1 && is_quotation_mark(document.word(start - 1)) && belongs(start - 2) {
        start -= 2;
    }
    while start > 0 && is_glued(document, start) {
        start -= 1;
    }
    document
        .span(start..tokens.end.max(start + 1))
        .join(trigger)
}

/// Is the token a part of a word that begins before it: "-filled" in "noise-filled"?
fn is_glued(document: &Document, token_idx: usize) -> bool {
    let (before, here) = (&document.tokens[token_idx - 1], &document.tokens[token_idx]);
    let is_hyphen = |idx: usize| document.word(idx) == "-";
    before.span.end == here.span.start && (is_hyphen(token_idx) || is_hyphen(token_idx - 1))
}

/// "Chinese" in "tariffs on Chinese goods" goes on to the noun that it stands before.
fn to_head(document: &Document, span: Span) -> Span {
    const MOST: usize = 3;
    let tokens = document.tokens_in(span);
    let Some(last) = tokens.clone().next_back().filter(|_| !span.is_empty()) else {
        return span;
    };
    let is_before = matches!(
        document.tokens[last].dep,
        Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss
    );
    let head = document.head(last).filter(|&head| is_before && head > last);
    head.filter(|head| head - last <= MOST)
        .map_or(span, |head| span.join(document.tokens[head].span))
}

/// The words up to the first comma or relative clause; nothing for "what" and "whom".
fn before_clause(document: &Document, span: Span) -> Span {
    let ends = |idx: &usize| {
        let token = &document.tokens[*idx];
        matches!(
            token.tag,
            Tag::Comma | Tag::Colon | Tag::Wdt | Tag::Wp | Tag::WpPoss
        ) || (token.dep == Dep::Mark && token.pos == Pos::Sconj)
    };
    let tokens = document.tokens_in(span);
    let end = tokens.clone().find(ends).unwrap_or(tokens.end);
    let mut last = end;
    while last > tokens.start
        && matches!(
            document.tokens[last - 1].pos,
            Pos::Cconj | Pos::Space | Pos::Punct
        )
    {
        last -= 1;
    }
    if tokens.is_empty() {
        return span;
    }
    if last <= tokens.start {
        return Span {
            start: span.start,
            end: span.start,
        };
    }
    document.span(tokens.start..last)
}

fn head(document: &Document, trigger: Span) -> Option<usize> {
    let tokens = document.tokens_in(trigger);
    tokens.clone().find(|&idx| {
        !document
            .head(idx)
            .is_some_and(|head| tokens.contains(&head))
    })
}

fn is_verb(document: &Document, trigger: Span) -> bool {
    let head = head(document, trigger);
    head.is_none_or(|head| matches!(document.tokens[head].pos, Pos::Verb | Pos::Aux))
}

fn is_passive(document: &Document, event: &Event) -> bool {
    head(document, event.trigger).is_some_and(|head| {
        document
            .child(head, &[Dep::Auxpass, Dep::Nsubjpass])
            .is_some()
    })
}

/// Does the trigger, alone or with its helpers, tell something as a clause of its own: "met", "has met", "will meet"?
pub(crate) fn is_finite(document: &Document, trigger: Span) -> bool {
    head(document, trigger).is_some_and(|head| is_finite_verb(document, head))
}

/// Has the verb a tense, by itself or by a helper?
pub(crate) fn is_finite_verb(document: &Document, head: usize) -> bool {
    let is_tensed = |idx: usize| {
        matches!(
            document.tokens[idx].tag,
            Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md
        )
    };
    let is_helper = |&child: &usize| matches!(document.tokens[child].dep, Dep::Aux | Dep::Auxpass);
    is_tensed(head) || document.children(head).filter(is_helper).any(is_tensed)
}

/// Is the trigger a verb that tells what is to come: "will meet", "plans to meet", "said that she would meet"?
pub(crate) fn is_announced(document: &Document, trigger: Span) -> bool {
    let verb = head(document, trigger).filter(|&head| document.tokens[head].pos == Pos::Verb);
    verb.is_some_and(|verb| {
        let would = |child: usize| document.word(child).eq_ignore_ascii_case("would");
        let is_reported =
            document.tokens[verb].dep == Dep::Ccomp && document.children(verb).any(would);
        tense(document, verb) == Tense::Future || is_reported
    })
}

/// Is there a "not" or "never" with the trigger?
pub(crate) fn is_negated(document: &Document, trigger: Span) -> bool {
    head(document, trigger).is_some_and(|head| document.child(head, &[Dep::Neg]).is_some())
}

fn names<'p>(
    story: &Story,
    report: usize,
    participants: impl Iterator<Item = &'p Participant>,
) -> String {
    let ids = participants.filter_map(|one| one.actor.as_ref());
    let mut ids: Vec<ActorId> = ids.map(|id| story.people.id(report, id)).collect();
    ids.sort();
    ids.dedup();
    let names: Vec<String> = ids.iter().take(3).map(|id| story.people.name(id)).collect();
    match names.as_slice() {
        [first, second] => format!("{first} and {second}"),
        names => names.join(", "),
    }
}

/// Does the phrase name the participant by its name, its words, or the name of its country?
fn names_already(story: &Story, report: usize, one: &Participant, told: &str) -> bool {
    let Some(id) = &one.actor else { return true };
    let name = story.people.name(&story.people.id(report, id));
    let words = story.text(report, one.span);
    let said = |word: &str| word.chars().count() > 2 && told.contains(word);
    said(&name)
        || said(name.rsplit(' ').next().unwrap_or_default())
        || (words.chars().next().is_some_and(char::is_uppercase) && said(words))
}

fn is_quotation_mark(word: &str) -> bool {
    matches!(word, "\"" | "“" | "”" | "``" | "''")
}

/// Words cut out of a quotation may have one of its marks; then none is kept.
pub(crate) fn without_open_marks(text: &str) -> String {
    let count = |mark: char| text.matches(mark).count();
    let is_whole = count('“') == count('”') && count('"') % 2 == 0;
    if is_whole {
        return text.to_owned();
    }
    text.replace(['“', '”', '"'], "")
}

pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "The truce" inside a phrase is "the truce".
fn lower_article(text: &str) -> String {
    const ARTICLES: [&str; 8] = [
        "The ", "A ", "An ", "His ", "Her ", "Its ", "Their ", "This ",
    ];
    let text = one_line(text);
    match ARTICLES.iter().find(|article| text.starts_with(**article)) {
        Some(article) => article.to_lowercase() + &text[article.len()..],
        None => text,
    }
}
