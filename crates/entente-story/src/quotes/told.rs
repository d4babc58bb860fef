//! How a report tells what somebody said, where the words alone would mislead: a fragment, a doubt, a refusal, an old saying.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use entente_types::{
    Actor, ActorId, ActorKind, Content, Dep, Document, Period, Pos, Quote, Span, Tag,
    TimeExpression,
};

use crate::events::phrase::is_finite_verb;
use crate::named::Shown;
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

/// How an utterance is shown.
pub(super) struct Telling {
    /// The words of the report around the words said, if these do not stand for themselves.
    pub(super) words: Option<Span>,
    /// Are the words, as they are shown, understood without the rest of the report?
    pub(super) is_understood: bool,
}

/// In its own words if these stand for themselves, else in its sentence, else in that and the one before it: in the fewest
/// words that name everybody and everything they mean.
pub(super) fn told(story: &Story, told: &Told, quote: &Quote, span: Span) -> Telling {
    let document = &story.documents[told.report];
    let speaker = named_speaker(story, told, quote);
    let is_understood = |shown: Span| {
        Shown::new(story, told.report, speaker.as_ref(), &quote.words, shown).is_understood()
    };
    let is_plain = is_sentence(document, span)
        && is_plainly_said(story, told, quote)
        && !is_broken(document, span);
    if is_plain && speaker.is_some() && is_understood(span) {
        return Telling {
            words: None,
            is_understood: true,
        };
    }
    let sentence = if is_post(told) {
        post(story, told, quote, span)
    } else {
        with_last_mark(document.text(), sentence_around(document, quote, span))
    };
    let longer = with_sentence_before(document, sentence)
        .filter(|both| !is_post(told) && !is_anothers(story, told, quote, *both, sentence));
    let choices = [Some(sentence), longer];
    let is_nobody = speaker.is_none() && is_pronoun(document, quote);
    let is_shown = !is_nobody && !is_broken(document, span) && !is_scrap(document, quote, span);
    let text = document.text();
    let begins = |shown: &Span| !shown.of(text).starts_with(char::is_lowercase);
    let mut choices = choices.into_iter().flatten().filter(begins);
    let understood = choices.find(|&shown| is_shown && is_understood(shown));
    let shown = understood.unwrap_or(sentence);
    Telling {
        words: Some(shown).filter(|shown| *shown != span),
        is_understood: understood.is_some(),
    }
}

/// Is what stands before the sentence said by another person with a name?
fn is_anothers(story: &Story, told: &Told, quote: &Quote, both: Span, sentence: Span) -> bool {
    let claims = story.claims[told.report];
    let own = quote.speaker.as_ref().and_then(|one| one.actor.as_ref());
    let is_another = |speaker: &ActorId| {
        let actor = claims.actors.actor(speaker);
        Some(speaker) != own
            && actor.is_some_and(|actor| actor.kind == ActorKind::Person && actor.has_name())
    };
    claims.claims.iter().any(|claim| match &claim.content {
        Content::Quote(other) => {
            let cue = other.cue.unwrap_or(claim.sentence);
            let speaker = other.speaker.as_ref().and_then(|one| one.actor.as_ref());
            both.contains(cue) && cue.end <= sentence.start && speaker.is_some_and(is_another)
        }
        _ => false,
    })
}

/// Does a page show the words as a post, signed below, or as a turn of a talk?
fn is_post(told: &Told) -> bool {
    matches!(told.claim.rule.as_str(), "quote/post" | "quote/turn")
}

/// A post, signed where no name stands above it or it is old; of a turn the sentences that are not too long together.
fn post(story: &Story, told: &Told, quote: &Quote, span: Span) -> Span {
    let is_known = named_speaker(story, told, quote).is_some() && !is_old(story, told, quote);
    let signed = Some(told.claim.span).filter(|_| !is_known);
    let words = quote.words.iter().copied();
    let whole = words.chain(signed).fold(span, Span::join);
    let document = &story.documents[told.report];
    if whole.len() <= MAX_BYTES {
        return whole;
    }
    let begun = document.tokens_in(whole).map(|idx| {
        let sentence = document.sentence_span(document.sentence_of(idx));
        Span::new(whole.start as usize, sentence.end as usize)
    });
    let is_short = |begun: &Span| whole.contains(*begun) && begun.len() <= MAX_BYTES;
    begun.rev().find(is_short).unwrap_or(whole)
}

/// "Big price to pay." in the midst of a long quotation: no sentence, and nothing without all others?
fn is_scrap(document: &Document, quote: &Quote, span: Span) -> bool {
    const MANY: usize = 8;
    let around = quote.words.iter().find(|words| words.contains(span));
    around.is_some_and(|words| words.len() > MANY * span.len() && !is_sentence(document, span))
}

/// Does another mark open where the words end, as if a quotation inside them had closed them?
fn is_broken(document: &Document, span: Span) -> bool {
    let text = document.text();
    let behind = text[span.end as usize..].trim_start();
    behind.starts_with('“') && !span.of(text).ends_with(['.', '!', '?', ',', '…', '”'])
}

/// The sentences of the words, of the cue and of the speaker; of long ones, what reaches from the speaker to the words.
fn sentence_around(document: &Document, quote: &Quote, span: Span) -> Span {
    let said = quote.words.iter().find(|words| words.contains(span));
    let said = said.filter(|words| words.len() <= MAX_BYTES / 2);
    let with_speaker = [
        quote.cue,
        quote.speaker.as_ref().map(|one| one.span),
        said.copied(),
    ]
    .into_iter()
    .flatten()
    .fold(span, Span::join);
    // "… on Monday," she said: what stands right before the cue begins the sentence.
    const GAP_BYTES: u32 = 4;
    let before = quote.words.iter().find(|words| {
        words.end <= with_speaker.start && with_speaker.start - words.end <= GAP_BYTES
    });
    let with_speaker = before
        .map(|words| words.join(with_speaker))
        .filter(|both| both.len() <= MAX_BYTES)
        .unwrap_or(with_speaker);
    let sentences = document
        .tokens_in(with_speaker)
        .map(|idx| sentence::told(document, document.sentence_of(idx)));
    let whole = sentences.reduce(Span::join).unwrap_or(span);
    if whole.contains(span) && (hangs_on(document, with_speaker) || whole.len() <= MAX_BYTES) {
        whole
    } else {
        with_speaker
    }
}

/// "Which he had already": do the words hang on what stands before them?
fn hangs_on(document: &Document, words: Span) -> bool {
    let first = document.tokens.get(document.tokens_in(words).start);
    first.is_some_and(|token| matches!(token.tag, Tag::Wdt | Tag::Wp | Tag::Wrb))
}

/// The same with the mark that closes a quotation in it, if the parser took that for the next sentence's.
fn with_last_mark(text: &str, shown: Span) -> Span {
    let words = shown.of(text);
    let count = |mark: char| words.matches(mark).count();
    let next = text[shown.end as usize..].chars().next();
    let is_open = match next {
        Some('”') => count('“') > count('”'),
        Some('"') => count('"') % 2 == 1,
        _ => false,
    };
    let len = next.filter(|_| is_open).map_or(0, char::len_utf8);
    Span::new(shown.start as usize, shown.end as usize + len)
}

/// The same with the sentence before it, if that is a whole one of the report and both are not too long.
fn with_sentence_before(document: &Document, shown: Span) -> Option<Span> {
    let first = document.tokens_in(shown).next()?;
    let before = document.sentence_of(first).checked_sub(1)?;
    let both = sentence::told(document, before).join(shown);
    let is_shown = both.len() <= MAX_BYTES
        && is_sentence(document, document.sentence_span(before))
        && !hangs_on(document, document.sentence_span(before))
        && !sentence::is_furniture(document, before)
        && !sentence::is_heading(document, before);
    is_shown.then_some(both)
}

/// Is the speaker meant by a pronoun alone: "he said"?
fn is_pronoun(document: &Document, quote: &Quote) -> bool {
    let speaker = quote.speaker.as_ref().map(|speaker| speaker.span);
    speaker.is_some_and(|span| {
        let mut tokens = document.tokens_in(span);
        !tokens.is_empty() && tokens.all(|idx| document.tokens[idx].tag == Tag::Prp)
    })
}

/// Who speaks, by story id, if the speaker is called by a name. Who is only described is so in the sentence.
fn named_speaker(story: &Story, told: &Told, quote: &Quote) -> Option<ActorId> {
    let id = quote.speaker.as_ref()?.actor.as_ref()?;
    let id = story.people.id(told.report, id);
    let is_named = story.people.actor(&id).is_some_and(Actor::has_name);
    is_named.then_some(id)
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

/// Does a speaker say it to the report, about now, without a doubt?
fn is_plainly_said(story: &Story, told: &Told, quote: &Quote) -> bool {
    let document = &story.documents[told.report];
    told.claim.holders.is_empty()
        && is_told_plainly(document, quote)
        && !is_somebody(document, quote)
        && !is_old(story, told, quote)
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

/// Was it said on a day long before the report, or is such a day named in its sentence beside the words?
fn is_old(story: &Story, told: &Told, quote: &Quote) -> bool {
    let document = &story.documents[told.report];
    let is_past = |period: Period| {
        let said = period.to.or(period.from).zip(document.article.day());
        said.and_then(|(said, published)| said.until(published).ok())
            .is_some_and(|gap| gap.get_days() > MAX_DAYS_OLD)
    };
    let is_beside = |time: &&TimeExpression| {
        let is_said = quote.content.iter().any(|said| said.contains(time.span));
        told.claim.sentence.contains(time.span) && !is_said
    };
    let times = story.claims[told.report].times.iter();
    let mut beside = times.filter(is_beside).filter_map(|time| time.period);
    quote.period.is_some_and(is_past) || beside.any(is_past)
}
