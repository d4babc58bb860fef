//! What an article is about.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Country, Participant, Span, TimeExpression};

/// The event that an article was written for, as answers to the six questions of news: who, what, when,
/// where, why, how. Every answer is a place in the text; what the text does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MainEvent {
    /// The sentence or heading that tells it.
    pub sentence: Span,
    /// Who did it, or whom it befell.
    pub who: Option<Participant>,
    /// What was done: the verb with what belongs to it; with its subject where that is acted upon
    /// ("the bridge was closed"), or the noun of a heading without a verb.
    pub what: Span,
    /// When.
    pub time: Option<TimeExpression>,
    /// Words that name the place.
    pub place: Option<Span>,
    /// Country of the place.
    pub country: Option<Country>,
    /// For what reason or to what end.
    pub why: Option<Span>,
    /// In what way or by what means.
    pub how: Option<Span>,
}
