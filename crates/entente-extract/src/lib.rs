//! Finds claims in parsed text: who did what to whom, who said what, how many, and when.
//!
//! [`extract`] is the step from Document to Claims. Each kind of claim has a module of its name with one
//! function, `find`; this file only calls them in order and gives every finding its evidence. [`name`] comes before all of
//! them: it reads the parser's names once more.
//!
//! ```text
//! Document ─► actor ─► time ─► quote ─► figure ─► event ─► role, tie ─► Claims
//! ```

pub mod actor;
mod cluster;
pub mod event;
pub mod figure;
mod holder;
mod lemma;
pub mod main_event;
pub mod name;
pub mod quote;
mod register;
pub mod role;
mod sentence;
pub mod table;
pub mod tie;
pub mod time;

use entente_types::{Claim, ClaimId, Claims, Content, CueKind, Document, Quote, Span};

use holder::Holders;

/// Something found in a text: its value, the words that say it, and the rule that read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<T> {
    /// What was found.
    pub value: T,
    /// The words that say it.
    pub span: Span,
    /// The rule or model that read it, as `figure/money`.
    pub rule: &'static str,
}

/// Finds everything that a document claims.
///
/// Claims come in order of the text; every claim carries its sentence, its words, the chain of those who
/// vouch for it, and the rule that read it. Never fails; what cannot be read is silent.
#[must_use]
pub fn extract(document: &Document) -> Claims {
    let actors = actor::find(document);
    let times = time::find(document);
    let quotes = quote::find_dated(document, &actors, &times);
    let figures = figure::find(document, &actors, &times);
    let said: Vec<&Quote> = quotes
        .iter()
        .map(|found| &found.value)
        .filter(|quote| tells(quote))
        .collect();
    let holders = Holders::new(&said);
    let mut events = event::find(document, &actors, &times);
    let statements = event::statements(document, &actors, &quotes, &events);
    events.extend(statements);
    let accusers = event::accusers(&events);
    event::add_details(document, &actors, &figures, &mut events);
    let roles = role::find_dated(document, &actors, &times);
    let ties = tie::find(document, &actors);
    let main_event = main_event::find(document, &actors, &times);

    let mut found = as_content(figures, Content::Figure);
    found.extend(as_content(events, Content::Event));
    found.extend(as_content(roles, Content::Role));
    found.extend(as_content(ties, Content::Tie));
    found.extend(as_content(quotes.clone(), Content::Quote));
    found.extend(times.iter().map(|time| Found {
        value: Content::Date(time.clone()),
        span: time.span,
        rule: "time",
    }));
    found.sort_by_key(|one| (one.span, one.value.kind()));

    let article = document.article.id;
    let claims = found.into_iter().enumerate().map(|(idx, one)| Claim {
        id: ClaimId::new(article, idx),
        article,
        sentence: sentence::around(document, one.span),
        span: one.span,
        holders: match &one.value {
            Content::Quote(quote) => holders.around_quote(quote),
            Content::Event(event) => {
                let mut chain = holders.around(one.span);
                let accuser = accusers.get(&event.trigger).filter(|accuser| {
                    let last = chain.last().map(|last| &last.holder);
                    last.is_none_or(|last| last.actor != accuser.holder.actor)
                });
                chain.extend(accuser.cloned());
                chain
            }
            _ => holders.around(one.span),
        },
        rule: one.rule.to_owned(),
        content: one.value,
    });
    let claims = claims.collect();
    Claims {
        article,
        actors,
        times,
        claims,
        main_event,
        problems: Vec::new(),
    }
}

/// Findings of one kind as what a claim can hold.
fn as_content<T>(found: Vec<Found<T>>, content: fn(T) -> Content) -> Vec<Found<Content>> {
    let one = |found: Found<T>| Found {
        value: content(found.value),
        span: found.span,
        rule: found.rule,
    };
    found.into_iter().map(one).collect()
}

/// Does somebody vouch for the content: does a word tell of speech or thought, or do marks stand around it?
/// Who orders or plans a thing ("ordered a three-day truce") does not tell of it.
fn tells(quote: &Quote) -> bool {
    const SURE: f32 = 0.5;
    let wants = matches!(
        quote.cue_kind,
        Some(CueKind::Ask | CueKind::Plan | CueKind::Seem)
    );
    !quote.words.is_empty() || quote.cue_kind.is_some() && (!wants || quote.confidence >= SURE)
}
