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
mod marks;
mod reader;
mod source;
mod uncued;
mod words;

use std::ops::Range;

use entente_types::{Actors, Directness, Document, Participant, Quote, Span};

use crate::Found;
use assign::Assigned;
use cue::{Cue, Kind};
use reader::Reader;
use source::Source;
use words::Class;

/// Finds attributions, in order of the text.
///
/// `speaker.span` is the mention that stands with the cue ("he"), `speaker.actor` the one whom `actors`
/// knows behind it. Strings in quotation marks that are a title, a name or held at a distance give nothing.
#[must_use]
pub fn find(document: &Document, actors: &Actors) -> Vec<Found<Quote>> {
    let reader = Reader::new(document);
    let cues = cue::find(&reader);
    let assigned = assign::assign(&reader, &cues);
    let mut drafts = quoted(&reader, &cues, &assigned);
    let mut used = vec![false; cues.len()];
    for cue in drafts.iter().filter_map(|draft| draft.cue) {
        used[cue] = true;
    }
    drafts.extend(indirect(&reader, &cues, &used, actors));
    let mut found: Vec<Found<Quote>> = drafts
        .into_iter()
        .filter_map(|draft| draft.finish(&reader, &cues, actors))
        .collect();
    found.sort_by_key(|one| (one.span, one.value.cue));
    found
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
        verb.takes('c') && matches!(verb.class, Class::Say | Class::Write | Class::Deny)
    })
}

/// Is this the lemma of a verb that can attribute?
#[must_use]
pub(crate) fn is_cue_verb(lemma: &str) -> bool {
    words::verb(lemma).is_some()
}

/// A quote while its parts come together.
struct Draft {
    cue: Option<usize>,
    /// The verb of a clause without a cue.
    verb: Option<usize>,
    source: Option<Source>,
    strings: Vec<usize>,
    content: Vec<Span>,
    rule: &'static str,
    confidence: f32,
}

/// The drafts of all strings that somebody said.
fn quoted(reader: &Reader, cues: &[Cue], assigned: &[Assigned]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut draft_of_cue: Vec<Option<usize>> = vec![None; cues.len()];
    let mut draft_of: Vec<Option<usize>> = vec![None; assigned.len()];
    for (string, one) in assigned.iter().enumerate() {
        match one {
            Assigned::Cue(cue, rule) => {
                let draft = *draft_of_cue[*cue].get_or_insert_with(|| {
                    drafts.push(Draft::of_cue(*cue, &cues[*cue], rule));
                    drafts.len() - 1
                });
                drafts[draft].strings.push(string);
                draft_of[string] = Some(draft);
            }
            Assigned::Clause { verb, source } => {
                let same = drafts.last().is_some_and(|last| {
                    last.cue.is_none() && last.verb.is_some() && last.verb == *verb
                });
                if !same {
                    drafts.push(Draft {
                        cue: None,
                        verb: *verb,
                        source: Some(source.clone()),
                        strings: Vec::new(),
                        content: Vec::new(),
                        rule: "quote/clause",
                        confidence: 0.5,
                    });
                }
                let draft = drafts.len() - 1;
                drafts[draft].strings.push(string);
                draft_of[string] = Some(draft);
            }
            Assigned::Continues(_) | Assigned::Nobody => {}
        }
    }
    follow(assigned, &mut drafts, &mut draft_of);
    for draft in &mut drafts {
        draft.strings.sort_unstable();
        draft.content = content_of(reader, cues, draft);
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
    fn of_cue(number: usize, cue: &Cue, rule: &'static str) -> Self {
        let confidence = match rule {
            "quote/after" => 0.95,
            "quote/governed" => 0.85,
            _ => 0.7,
        };
        Self {
            cue: Some(number),
            verb: None,
            source: cue.source.clone(),
            strings: Vec::new(),
            content: Vec::new(),
            rule,
            confidence,
        }
    }

    /// The quote, with spans and actors.
    fn finish(self, reader: &Reader, cues: &[Cue], actors: &Actors) -> Option<Found<Quote>> {
        let whole = self.content.first()?.join(*self.content.last()?);
        let words: Vec<Span> = self
            .strings
            .iter()
            .map(|&string| reader.strings[string].inner)
            .collect();
        let anchor = self.cue.map(|cue| cues[cue].token).or(self.verb);
        let cue_tokens = self
            .cue
            .map(|cue| cues[cue].tokens.clone())
            .or(self.verb.map(|verb| verb..verb + 1));
        let cue = cue_tokens.map(|tokens| reader.span(tokens));
        let speaker = self
            .source
            .as_ref()
            .map(|source| participant(reader, source, actors));
        let span = [cue, speaker.as_ref().map(|speaker| speaker.span)]
            .into_iter()
            .flatten()
            .fold(whole, Span::join);
        let quote = Quote {
            directness: directness(reader, &self.strings, &self.content),
            content: self.content,
            words,
            speaker,
            cue,
            cue_lemma: anchor
                .map(|anchor| reader.lemma(anchor).to_owned())
                .unwrap_or_default(),
            addressee: None,
            period: None,
            confidence: self.confidence,
        };
        Some(Found {
            value: quote,
            span,
            rule: self.rule,
        })
    }
}

fn participant(reader: &Reader, source: &Source, actors: &Actors) -> Participant {
    let actor = actors
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

/// The content of a draft: its strings with their marks, and the reporter's words that belong to them.
fn content_of(reader: &Reader, cues: &[Cue], draft: &Draft) -> Vec<Span> {
    let mut spans: Vec<Span> = draft
        .strings
        .iter()
        .map(|&string| reader.strings[string].outer)
        .collect();
    if let Some(cue) = draft.cue.map(|cue| &cues[cue])
        && draft.rule == "quote/follows"
    {
        spans.extend(
            content::indirect(reader, cue)
                .into_iter()
                .map(|run| reader.span(run)),
        );
    } else if let Some(cue) = draft.cue.map(|cue| &cues[cue])
        && draft.rule != "quote/after"
    {
        let runs = content::governed(reader, cue);
        let runs = runs
            .into_iter()
            .filter(|run| beside(reader, run, &draft.strings));
        spans.extend(runs.map(|run| reader.span(run)));
    }
    joined(spans)
}

/// Does a run of the reporter's words hold a string of the draft?
fn beside(reader: &Reader, run: &Range<usize>, strings: &[usize]) -> bool {
    let holds = |tokens: &Range<usize>| run.start < tokens.end && tokens.start < run.end;
    let is_whole = |string: usize| {
        reader.string_tokens[string].start <= run.start + 1 && label::is_sentence(reader, string)
    };
    strings
        .iter()
        .any(|&string| holds(&reader.string_tokens[string]) && !is_whole(string))
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

/// The attributions without quotation marks.
fn indirect(reader: &Reader, cues: &[Cue], used: &[bool], actors: &Actors) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (number, cue) in cues.iter().enumerate().filter(|(number, _)| !used[*number]) {
        if !attributes(reader, cue) {
            continue;
        }
        let runs = content::indirect(reader, cue);
        if runs.is_empty() {
            continue;
        }
        let is_clause = runs.iter().any(|run| content::is_clause(reader, run));
        let content: Vec<Span> = runs.into_iter().map(|run| reader.span(run)).collect();
        let source = cue
            .source
            .clone()
            .filter(|_| !cue.is(Class::Seem) || reader.lemma(cue.token) == "expect");
        let can_speak = source.as_ref().is_some_and(|source| {
            label::can_speak(reader, source.head) || actors.headed_by(source.head).is_some()
        });
        let confidence = confidence(cue, is_clause && can_speak);
        drafts.push(Draft {
            cue: Some(number),
            verb: None,
            source,
            strings: Vec::new(),
            content,
            rule: "quote/indirect",
            confidence,
        });
    }
    drafts
}

/// How surely an indirect attribution is one that a reader takes for somebody's words.
///
/// "accused Russia of breaking it" and "denied the charge" attribute, but their content alone says nothing;
/// "the visits show that …" has no speaker. Both stay below one half.
fn confidence(cue: &Cue, is_clause_of_somebody: bool) -> f32 {
    match cue.kind {
        _ if !is_clause_of_somebody => 0.4,
        Kind::Verb(verb) if matches!(verb.class, Class::Say | Class::Write | Class::Deny) => 0.85,
        Kind::Phrase => 0.85,
        _ => 0.65,
    }
}

/// May the cue attribute words without quotation marks? The reporter's own "I think" does not.
fn attributes(reader: &Reader, cue: &Cue) -> bool {
    let own = cue
        .source
        .as_ref()
        .is_some_and(|source| source::is_first_person(reader, source.head));
    let named = cue.source.is_some()
        || cue.is(Class::Seem)
        || source::is_passive(reader, cue.token)
        || matches!(cue.kind, Kind::Noun);
    !own && named
}

#[cfg(test)]
mod tests;
