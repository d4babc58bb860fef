//! How a report tells what somebody said, where the words alone would mislead: a fragment, a doubt, a refusal, an old saying.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use entente_types::{Actor, Dep, Document, Pos, Quote, Span, Tag};

use crate::events::phrase::is_finite_verb;
use crate::sentence;
use crate::story::{Story, Told};
use crate::table::rows;

static PLAIN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/plain_cues.tsv"));
    rows.filter_map(|row| row.first().copied()).collect()
});

/// Most bytes of the sentences that are shown; of longer ones, what reaches from the speaker to the words.
const MAX_BYTES: usize = 400;

/// What was said more days before the report than this is no news.
const MAX_DAYS_OLD: i32 = 7;

/// The words of the report around the words said, if these are not understood alone: its sentence, as a rule.
pub(crate) fn told(story: &Story, told: &Told, quote: &Quote, span: Span) -> Option<Span> {
    let document = &story.documents[told.report];
    if is_sentence(document, span)
        && is_plainly_said(document, told, quote)
        && has_name(story, told, quote)
    {
        return None;
    }
    let with_speaker = [quote.cue, quote.speaker.as_ref().map(|one| one.span)]
        .into_iter()
        .flatten()
        .fold(span, Span::join);
    let sentences = document
        .tokens_in(with_speaker)
        .map(|idx| sentence::told(document, document.sentence_of(idx)));
    let whole = sentences.reduce(Span::join).unwrap_or(span);
    let first = document.tokens_in(with_speaker).start;
    let hangs_on = document
        .tokens
        .get(first)
        .is_some_and(|token| matches!(token.tag, Tag::Wdt | Tag::Wp | Tag::Wrb));
    let shown = if whole.contains(span) && (hangs_on || whole.len() <= MAX_BYTES) {
        whole
    } else {
        with_speaker
    };
    Some(shown).filter(|shown| *shown != span)
}

/// Is a finite verb with its subject, or a command, at the head of the words?
fn is_sentence(document: &Document, span: Span) -> bool {
    let tokens = document.tokens_in(span);
    let is_word = |idx: &usize| {
        !matches!(
            document.tokens[*idx].pos,
            Pos::Punct | Pos::Space | Pos::Cconj | Pos::Sconj | Pos::Intj
        )
    };
    let Some(first) = tokens.clone().find(is_word) else {
        return false;
    };
    let is_asked = |idx: usize| {
        let mark = document.child(idx, &[Dep::Mark]);
        mark.is_some_and(|mark| ["whether", "if"].contains(&document.tokens[mark].lemma.as_str()))
    };
    let verb = top(document, first, &tokens);
    is_clause(document, verb, first, &tokens) && !is_asked(verb)
}

/// The highest token above one that is still among the tokens.
fn top(document: &Document, token: usize, tokens: &Range<usize>) -> usize {
    let above = document
        .ancestors(token)
        .take_while(|idx| tokens.contains(idx));
    above.last().unwrap_or(token)
}

fn is_clause(document: &Document, verb: usize, first: usize, tokens: &Range<usize>) -> bool {
    let is_subject = |idx: &usize| {
        let token = &document.tokens[*idx];
        matches!(
            token.dep,
            Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj | Dep::Csubjpass | Dep::Expl
        ) && tokens.contains(idx)
            && !matches!(token.tag, Tag::Wdt | Tag::Wp)
    };
    let token = &document.tokens[verb];
    let is_command = verb == first && token.tag == Tag::Vb;
    is_command
        || is_finite_verb(document, verb) && document.children(verb).any(|idx| is_subject(&idx))
}

/// Does a known speaker say it to the report, about now, without a doubt?
fn is_plainly_said(document: &Document, told: &Told, quote: &Quote) -> bool {
    told.claim.holders.is_empty()
        && is_told_plainly(document, quote)
        && !is_somebody(document, quote)
        && !is_old(document, quote)
}

/// Is the speaker called by a name? Who is only described is so in the sentence.
fn has_name(story: &Story, told: &Told, quote: &Quote) -> bool {
    let id = quote
        .speaker
        .as_ref()
        .and_then(|speaker| speaker.actor.as_ref());
    let id = id.map(|id| story.people.id(told.report, id));
    id.and_then(|id| story.people.actor(&id))
        .is_some_and(Actor::has_name)
}

/// "said", but not "suggested", "did not say", "would say".
fn is_told_plainly(document: &Document, quote: &Quote) -> bool {
    let Some(cue) = quote.cue else {
        return quote
            .words
            .iter()
            .any(|&words| is_sentence(document, words));
    };
    let head = document
        .tokens_in(cue)
        .find(|&idx| document.tokens[idx].lemma == quote.cue_lemma);
    let is_open = |head: usize| {
        document.children(head).any(|idx| {
            let token = &document.tokens[idx];
            token.dep == Dep::Neg || token.tag == Tag::Md
        })
    };
    is_plain_cue(&quote.cue_lemma) && !head.is_some_and(is_open)
}

/// Is it a word after which what is said stands for itself?
pub(crate) fn is_plain_cue(lemma: &str) -> bool {
    PLAIN.contains(lemma.to_lowercase().as_str())
}

/// "a Republican", "some officials": one of many, whom a name stands for badly.
fn is_somebody(document: &Document, quote: &Quote) -> bool {
    const OPEN: [&str; 7] = ["a", "an", "some", "one", "another", "many", "several"];
    let speaker = quote.speaker.as_ref().map(|speaker| speaker.span);
    speaker.is_some_and(|span| {
        let tokens = document.tokens_in(span);
        let before = tokens.start.checked_sub(1);
        let is_open = |idx: usize| {
            let token = &document.tokens[idx];
            matches!(token.dep, Dep::Det | Dep::Amod | Dep::Nummod)
                && OPEN.contains(&token.lemma.to_lowercase().as_str())
        };
        before.into_iter().chain(tokens.take(1)).any(is_open)
    })
}

/// Was it said on a day long before the report?
fn is_old(document: &Document, quote: &Quote) -> bool {
    let Some(period) = quote.period else {
        return false;
    };
    let (Some(said), Some(published)) = (period.to.or(period.from), document.article.day()) else {
        return false;
    };
    said.until(published)
        .is_ok_and(|gap| gap.get_days() > MAX_DAYS_OLD)
}
