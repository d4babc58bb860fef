//! Who said what: quotations and what else a text attributes to somebody.
//!
//! ```text
//! text ─► strings between marks ─┐
//! parse ─► cues and sources ─────┴─► each string gets its cue ─► content ─► quotes
//! ```
//!
//! Quotation marks are paired on the text alone, so that words in marks are found whatever the parse looks
//! like; the parse then tells who speaks, and where words without marks begin and end.

mod assign;
mod content;
mod cue;
mod label;
pub mod learned;
mod marks;
mod occasion;
mod post;
mod reader;
mod review;
mod source;
mod turn;
mod uncued;
mod unparsed;
mod words;

use std::ops::Range;

use entente_types::{
    Actors, CueKind, Directness, Document, Participant, Pos, Quote, Span, TimeExpression,
};

use crate::Found;
use crate::event::People;
use assign::Assigned;
use cue::Cue;
use learned::{Candidate, Facts, Model};
use reader::Reader;
use source::Source;

/// The rule of a string without a cue.
const CLAUSE: &str = "quote/clause";
/// Log-odds from which a word counts as a cue: where precision and recall are about as good.
const LEAST_SCORE: f32 = -0.6;

/// Finds attributions, in order of the text.
///
/// `speaker.span` is the mention that stands with the cue ("he"), `speaker.actor` the one whom `actors`
/// knows behind it. Strings in quotation marks that are a title, a name or held at a distance give nothing. Of a text without
/// tokens the strings between marks are given, without a speaker.
#[must_use]
pub fn find(document: &Document, actors: &Actors) -> Vec<Found<Quote>> {
    find_dated(document, actors, &[])
}

/// The same, with the days on which something was said, where one of `times` tells so. They are in order.
#[must_use]
pub fn find_dated(
    document: &Document,
    actors: &Actors,
    times: &[TimeExpression],
) -> Vec<Found<Quote>> {
    if document.tokens.is_empty() {
        return unparsed::find(document);
    }
    learned::SHIPPED
        .as_ref()
        .map_or_else(Vec::new, |model| find_by(document, actors, times, model))
}

/// The same, judged by another model than the one that ships.
#[must_use]
pub fn find_by(
    document: &Document,
    actors: &Actors,
    times: &[TimeExpression],
    model: &Model,
) -> Vec<Found<Quote>> {
    let reader = Reader::new(document);
    let facts = Facts::new(&reader);
    let people = People::new(document, actors);
    let candidates = model.candidates(&facts);
    let mut cues = cue::find(&reader);
    let mut assigned = assign::assign(&reader, &cues);
    let n_known = cues.len();
    review::review(&facts, model, &candidates, &mut cues, &mut assigned);
    let mut drafts = quoted(&cues, &assigned);
    for draft in &mut drafts {
        draft.complete(&facts, model);
    }
    let mut is_used = vec![false; document.tokens.len()];
    for cue in drafts.iter().filter_map(|draft| draft.cue) {
        is_used[cue] = true;
    }
    let free = candidates
        .into_iter()
        .filter(|one| one.score >= LEAST_SCORE && !is_used[one.token]);
    drafts.extend(free.filter_map(|one| indirect(&facts, model, one, &cues[..n_known], &people)));
    let mut found: Vec<Found<Quote>> = drafts
        .into_iter()
        .filter_map(|draft| draft.finish(&reader, &people, times))
        .collect();
    let turns = turn::find(&people);
    // In a turn only what stands between marks can be somebody else's.
    found.retain(|one| {
        let is_within = |turn: &Found<Quote>| turn.value.words[0].contains(one.span);
        one.value.directness == Directness::Direct || !turns.iter().any(is_within)
    });
    found.extend(turns);
    found.extend(post::find(&people, times));
    found.sort_by_key(|one| (one.span, one.value.cue));
    found
}

/// Words that a page sets apart whole, under or over the name of who says them: neither marks nor a word of speech stand there.
fn in_full(words: Span, speaker: Participant, (lemma, kind): (&str, CueKind)) -> Quote {
    Quote {
        content: vec![words],
        words: vec![words],
        directness: Directness::Direct,
        speaker: Some(speaker),
        cue: None,
        cue_lemma: lemma.to_owned(),
        cue_kind: Some(kind),
        addressee: None,
        period: None,
        confidence: 0.95,
    }
}

/// By token: does it stand between quotation marks?
#[must_use]
pub(crate) fn quoted_tokens(document: &Document) -> Vec<bool> {
    let text = document.text();
    let mut quoted = vec![false; document.tokens.len()];
    for string in marks::find(text, &marks::paragraphs(text)) {
        quoted[document.tokens_in(string.inner)].fill(true);
    }
    quoted
}

/// Does the verb with this lemma tell that somebody speaks or writes?
#[must_use]
pub(crate) fn tells_of_speech(lemma: &str) -> bool {
    words::verb(lemma).is_some_and(|verb| {
        verb.takes('c') && matches!(verb.class, CueKind::Say | CueKind::Write | CueKind::Deny)
    })
}

/// Is this the lemma of a verb that can attribute?
#[must_use]
pub(crate) fn is_cue_verb(lemma: &str) -> bool {
    words::verb(lemma).is_some()
}

/// A quote while its parts come together.
struct Draft {
    /// The token that heads the cue, or the verb of a clause without one.
    cue: Option<usize>,
    /// The cue with the words that belong to it.
    tokens: Range<usize>,
    kind: Option<CueKind>,
    source: Option<Source>,
    strings: Vec<usize>,
    content: Vec<Span>,
    rule: &'static str,
    confidence: f32,
}

/// The drafts of all strings that somebody said.
fn quoted(cues: &[Cue], assigned: &[Assigned]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut draft_of_cue: Vec<Option<usize>> = vec![None; cues.len()];
    let mut draft_of: Vec<Option<usize>> = vec![None; assigned.len()];
    for (string, one) in assigned.iter().enumerate() {
        let draft = match one {
            Assigned::Cue(cue, rule) => *draft_of_cue[*cue].get_or_insert_with(|| {
                drafts.push(Draft::of_cue(&cues[*cue], rule));
                drafts.len() - 1
            }),
            Assigned::Clause { verb, source } => {
                let same =
                    |last: &Draft| last.rule == CLAUSE && verb.is_some() && last.cue == *verb;
                if !drafts.last().is_some_and(same) {
                    drafts.push(Draft::of_clause(*verb, source));
                }
                drafts.len() - 1
            }
            Assigned::Continues(_) | Assigned::Nobody => continue,
        };
        drafts[draft].strings.push(string);
        draft_of[string] = Some(draft);
    }
    follow(assigned, &mut drafts, &mut draft_of);
    for draft in &mut drafts {
        draft.strings.sort_unstable();
    }
    drafts
}

/// Adds the strings that continue another to that one's draft.
fn follow(assigned: &[Assigned], drafts: &mut [Draft], draft_of: &mut [Option<usize>]) {
    // Twice, for strings that continue one further down: the first pass goes forward, the second back.
    let forward: Vec<usize> = (0..assigned.len()).collect();
    let backward: Vec<usize> = (0..assigned.len()).rev().collect();
    for string in forward.into_iter().chain(backward) {
        if let (Assigned::Continues(other), None) = (&assigned[string], draft_of[string])
            && let Some(draft) = draft_of[*other]
        {
            draft_of[string] = Some(draft);
            drafts[draft].strings.push(string);
        }
    }
}

impl Draft {
    fn of_cue(cue: &Cue, rule: &'static str) -> Self {
        let confidence = match rule {
            "quote/after" => 0.95,
            "quote/governed" => 0.85,
            _ => 0.7,
        };
        Self {
            cue: Some(cue.token),
            tokens: cue.tokens.clone(),
            kind: Some(cue.class()),
            source: cue.source.clone(),
            strings: Vec::new(),
            content: Vec::new(),
            rule,
            confidence,
        }
    }

    fn of_clause(verb: Option<usize>, source: &Source) -> Self {
        Self {
            cue: verb,
            tokens: verb.map_or(0..0, |verb| verb..verb + 1),
            kind: None,
            source: Some(source.clone()),
            strings: Vec::new(),
            content: Vec::new(),
            rule: CLAUSE,
            confidence: 0.5,
        }
    }

    /// Adds the content: the strings with their marks, and the reporter's words that belong to them.
    fn complete(&mut self, facts: &Facts, model: &Model) {
        let reader = facts.reader;
        let outer = |&string: &usize| reader.strings[string].outer;
        let mut content: Vec<Span> = self.strings.iter().map(outer).collect();
        if let Some(cue) = self.cue.filter(|_| self.rule != CLAUSE) {
            let parts = model.parts(facts, cue);
            if !self.is_whole(reader) {
                let runs = parts.content.into_iter();
                let runs = runs.map(|run| tidy(reader, content::after_listener(reader, cue, run)));
                let runs = runs.filter(|run| beside(reader, run, &self.strings));
                content.extend(runs.map(|run| reader.span(run)));
            }
            self.tokens = parts.cue;
            if let (Some((_, tokens)), Some(source)) = (parts.source, &mut self.source)
                && tokens.contains(&source.head)
            {
                let end = source::aside(reader, source.head, tokens.end).unwrap_or(tokens.end);
                source.tokens =
                    reader.trimmed(tokens.start..end.clamp(source.head + 1, tokens.end));
            }
        }
        self.content = joined(content);
    }

    /// Are its strings whole sentences, with the cue after the first?
    fn is_whole(&self, reader: &Reader) -> bool {
        let mut strings = self.strings.iter();
        self.rule == "quote/after" && strings.any(|&string| label::is_sentence(reader, string))
    }

    /// The quote, with spans and actors.
    fn finish(
        self,
        reader: &Reader,
        people: &People,
        times: &[TimeExpression],
    ) -> Option<Found<Quote>> {
        let whole = self.content.first()?.join(*self.content.last()?);
        let words: Vec<Span> = self
            .strings
            .iter()
            .map(|&string| reader.strings[string].inner)
            .collect();
        let cue = self.cue.map(|_| reader.span(self.tokens));
        let speaker = self
            .source
            .as_ref()
            .map(|source| participant(reader, source, people));
        let span = [cue, speaker.as_ref().map(|speaker| speaker.span)]
            .into_iter()
            .flatten()
            .fold(whole, Span::join);
        let addressee = self
            .cue
            .and_then(|cue| occasion::addressee(reader, people, cue, self.kind, &self.content))
            // "according to the coast guard": who follows "to" speaks.
            .filter(|listener| {
                let is_listener = |who: &Participant| !who.span.overlaps(listener.span);
                speaker.as_ref().is_none_or(is_listener)
            });
        let period = self
            .cue
            .and_then(|cue| occasion::period(reader, times, cue, &self.content));
        let quote = Quote {
            directness: directness(reader, &self.strings, &self.content),
            content: self.content,
            words,
            speaker,
            cue,
            cue_lemma: self
                .cue
                .map(|cue| reader.lemma(cue).to_owned())
                .unwrap_or_default(),
            cue_kind: self.kind,
            addressee,
            period,
            confidence: self.confidence,
        };
        Some(Found {
            value: quote,
            span,
            rule: self.rule,
        })
    }
}

fn participant(reader: &Reader, source: &Source, people: &People) -> Participant {
    let actor = people
        .headed_by(source.head)
        .map(|mention| mention.actor.clone());
    Participant {
        actor,
        span: reader.span(source.tokens.clone()),
    }
}

/// Direct if the content holds nothing but strings in marks, mixed if it holds one, else indirect.
fn directness(reader: &Reader, strings: &[usize], content: &[Span]) -> Directness {
    if strings.is_empty() {
        return Directness::Indirect;
    }
    let within = |span: &Span| {
        strings
            .iter()
            .any(|&string| reader.strings[string].outer.contains(*span))
    };
    if content.iter().all(within) {
        Directness::Direct
    } else {
        Directness::Mixed
    }
}

/// A run of content without marks and joining words at its ends.
fn tidy(reader: &Reader, run: Range<usize>) -> Range<usize> {
    let mut run = reader.trimmed(run);
    while run.len() > 1 && reader.pos(run.end - 1) == Pos::Cconj {
        run = reader.trimmed(run.start..run.end - 1);
    }
    while run.len() > 1 && reader.pos(run.start) == Pos::Cconj {
        run = reader.trimmed(run.start + 1..run.end);
    }
    run
}

/// Does a run of the reporter's words hold one of the strings or touch it?
fn beside(reader: &Reader, run: &Range<usize>, strings: &[usize]) -> bool {
    let touches = |&string: &usize| {
        let tokens = &reader.string_tokens[string];
        run.start <= tokens.end + 1 && tokens.start <= run.end + 1
    };
    !run.is_empty() && strings.iter().any(touches)
}

/// Spans in order, overlapping ones as one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut found: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match found.last_mut() {
            Some(last) if span.start <= last.end => *last = last.join(span),
            _ => found.push(span),
        }
    }
    found
}

/// The attribution without quotation marks that a word makes, if any words belong to it.
fn indirect(
    facts: &Facts,
    model: &Model,
    candidate: Candidate,
    cues: &[Cue],
    people: &People,
) -> Option<Draft> {
    let reader = facts.reader;
    let parts = model.parts(facts, candidate.token);
    let runs = parts.content.into_iter();
    let runs = runs.map(|run| {
        tidy(
            reader,
            content::after_listener(reader, candidate.token, run),
        )
    });
    let runs: Vec<Range<usize>> = runs.filter(|run| !run.is_empty()).collect();
    let is_clause = runs.iter().any(|run| content::is_clause(reader, run));
    let known = cues.binary_search_by_key(&candidate.token, |cue| cue.token);
    let known = known.ok().map(|known| &cues[known]);
    let subject = known.and_then(|cue| cue.source.as_ref());
    let source = parts.source.map(|(head, tokens)| Source {
        head: subject
            .map(|subject| subject.head)
            .filter(|head| tokens.contains(head))
            .unwrap_or(head),
        tokens,
    });
    let attributes = |cue: &&Cue| cue.verb().is_none_or(words::Verb::attributes);
    let kind = known.filter(attributes).map(Cue::class);
    let vouches = known.is_none_or(|cue| cue.verb().is_none_or(words::Verb::vouches));
    let can_speak = source.as_ref().is_some_and(|source| {
        label::can_speak(reader, source.head) || people.headed_by(source.head).is_some()
    });
    (!runs.is_empty()).then(|| Draft {
        cue: Some(candidate.token),
        tokens: parts.cue,
        kind,
        source,
        strings: Vec::new(),
        content: runs.into_iter().map(|run| reader.span(run)).collect(),
        rule: "quote/indirect",
        confidence: confidence(kind, is_clause && can_speak && vouches, candidate.chance()),
    })
}

/// How surely an indirect attribution is one that a reader takes for somebody's words, given how likely it
/// attributes at all.
///
/// "accused Russia of breaking it" and "denied the charge" attribute, but their content alone says nothing;
/// "the visits show that …" has no speaker; who "seeks to mend ties" said nothing. All stay below one half.
fn confidence(kind: Option<CueKind>, is_clause_of_somebody: bool, chance: f32) -> f32 {
    let (least, most) = match kind {
        Some(CueKind::Say | CueKind::Write | CueKind::Deny) if is_clause_of_somebody => (0.5, 0.95),
        Some(_) if is_clause_of_somebody => (0.5, 0.75),
        _ => (0.0, 0.45),
    };
    least + (most - least) * chance
}

#[cfg(test)]
mod tests;
