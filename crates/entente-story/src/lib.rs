//! Folds copies, aligns what several reports of one event say, and judges each slot.
//!
//! [`compare`] takes parsed documents and their claims and gives one [`Comparison`]; [`stories`] says
//! which of many reports tell the same event.
//!
//! ```text
//! reports ─► duplicates ─► actors, copies, dates ─► figures, quotes, events, clauses, when, standing ─► account
//! ```

mod account;
mod actors;
pub mod clauses;
pub mod copies;
mod dates;
mod duplicates;
mod events;
pub mod figures;
mod frame;
mod groups;
pub mod identity;
mod interval;
mod left_out;
mod named;
mod quotes;
mod repeats;
mod sentence;
mod slot;
mod standing;
pub mod stories;
mod story;
mod table;
pub mod when;
mod wordings;
mod words;

pub use stories::stories;

use entente_types::{Claims, Comparison, Document};

use crate::clauses::Places;
use crate::duplicates::Duplicates;
use crate::story::Story;

/// What a comparison can be asked to do differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Share of the shorter report's words, 0 to 1, from which two reports count as one origin.
    pub same_origin_share: f64,
    /// Words in a row, outside quotation marks, from which a shared passage counts as copied.
    pub copied_words: usize,
    /// How likely two figures must answer one question, 0 to 1, when they give one number, perhaps rounded.
    pub figure_alike: f64,
    /// The same, by all but their values, when they give other numbers.
    pub figure_alike_other: f64,
    /// How likely two dates must date one thing, 0 to 1.
    pub date_alike: f64,
    /// How likely two clauses must tell one thing, 0 to 1.
    pub clause_alike: f64,
    /// How likely a clause of another report must tell the same, 0 to 1, for a thing not to be found in one report only.
    pub clause_elsewhere: f64,
    /// How likely two acts must be one, 0 to 1, to be the same event.
    pub event_alike: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            same_origin_share: 0.5,
            copied_words: 14,
            figure_alike: 0.5,
            figure_alike_other: 0.55,
            date_alike: 0.7,
            clause_alike: 0.65,
            clause_elsewhere: 0.2,
            event_alike: 0.7,
        }
    }
}

/// Compares what several reports of one event say.
///
/// `claims` holds one entry per document, in the same order. The order of the documents decides only
/// the numbers of the reports and the order of values; verdicts do not depend on it, nor on how often a report is
/// reprinted.
#[must_use]
pub fn compare(documents: &[Document], claims: &[Claims], settings: &Settings) -> Comparison {
    let n_reports = documents.len().min(claims.len());
    let (documents, claims) = (&documents[..n_reports], &claims[..n_reports]);
    let duplicates = Duplicates::find(documents, claims);
    if duplicates.is_empty() {
        return compare_texts(documents, claims, settings);
    }
    let (documents, claims) = duplicates.others();
    duplicates.put_back(compare_texts(&documents, &claims, settings), settings)
}

/// Compares reports of which none is another one word for word.
fn compare_texts(documents: &[Document], claims: &[Claims], settings: &Settings) -> Comparison {
    let story = Story::new(documents, claims, settings);
    let clauses = clauses::all(&story);
    let pairs = clauses::likely(&story, &clauses, settings.clause_elsewhere);
    let places = Places::new(&clauses, &pairs);
    let mut slots = figures::slots(&story, &places, settings);
    slots.extend(quotes::slots(&story));
    let events = events::events(&story, &clauses, settings);
    slots.extend(events.slots);
    slots.extend(clauses::slots(&story, &clauses, &pairs, settings));
    slots.extend(when::slots(&story, settings));
    slots.extend(standing::slots(&story));
    let mut slots = repeats::without_repeats(slots);
    clauses::mark_elsewhere(&story, &clauses, &pairs, &mut slots);
    clauses::tell_values(&story, &clauses, &pairs, &mut slots);
    Comparison {
        same_acts: events.same,
        ..account::write(&story, slots)
    }
}
