//! Finds claims in parsed text: who did what to whom, who said what, how many, and when.
//!
//! [`extract`] is the step from Document to Claims. Each kind of claim has a module of its name with one
//! function, `find`; this file only calls them in order and gives every finding its evidence.
//!
//! ```text
//! Document ─► actor ─► time ─► quote ─► figure ─► event ─► role, tie ─► Claims
//! ```

pub mod actor;
pub mod event;
pub mod figure;
pub mod main_event;
pub mod quote;
pub mod role;
pub mod table;
pub mod tie;
pub mod time;

use entente_types::{
    Attribution, Claim, ClaimId, Claims, Content, Directness, Document, Quote, Span,
};

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
    let quotes = quote::find(document, &actors);
    let figures = figure::find(document, &actors, &times);
    let said: Vec<&Quote> = quotes.iter().map(|found| &found.value).collect();
    let events = event::find(document, &actors, &times, &said);
    let roles = role::find(document, &actors);
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
        sentence: sentence_around(document, one.span),
        span: one.span,
        holders: match &one.value {
            Content::Quote(quote) => outer_holders(&said, quote),
            _ => holders(&said, one.span),
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

/// Those who vouch for what stands at `span`, from the outermost to the innermost attribution.
fn holders(quotes: &[&Quote], span: Span) -> Vec<Attribution> {
    let mut around: Vec<(usize, Attribution)> = quotes
        .iter()
        .filter_map(|quote| {
            let content = quote
                .content
                .iter()
                .find(|content| content.contains(span))?;
            let holder = quote.speaker.clone()?;
            Some((
                content.len(),
                Attribution {
                    holder,
                    cue: quote.cue,
                },
            ))
        })
        .collect();
    around.sort_by_key(|(len, _)| std::cmp::Reverse(*len));
    around
        .into_iter()
        .map(|(_, attribution)| attribution)
        .collect()
}

/// Those in whose words another's quote stands: "X said that Y had called it a farce".
fn outer_holders(quotes: &[&Quote], quote: &Quote) -> Vec<Attribution> {
    let Some(first) = quote.cue.or(quote.content.first().copied()) else {
        return Vec::new();
    };
    let others: Vec<&Quote> = quotes
        .iter()
        .copied()
        .filter(|other| *other != quote)
        .collect();
    let is_spoken = quote.directness != Directness::Indirect || quote.speaker.is_some();
    if is_spoken {
        holders(&others, first)
    } else {
        Vec::new()
    }
}

/// The sentence that holds `span`, or all sentences that it touches.
fn sentence_around(document: &Document, span: Span) -> Span {
    let tokens = document.tokens_in(span);
    if tokens.is_empty() {
        return span;
    }
    let first = document.sentence_span(document.sentence_of(tokens.start));
    let last = document.sentence_span(document.sentence_of(tokens.end - 1));
    first.join(last)
}
