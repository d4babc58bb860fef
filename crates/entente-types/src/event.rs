//! Who did what to whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ActorId, Country, Period, Span};

/// The sixteen roots of PLOVER, and two that are kept inside Entente.
///
/// # Source
///
/// PLOVER manual, draft 0.8 (2021). STATEMENT and APPEAL are CAMEO 01 and 02; they are not exported.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the manual explains the roots")]
pub enum Root {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
    Statement,
    Appeal,
}

/// In which way an act is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Realis {
    /// It took place, or holds.
    Happened,
    /// It is going on.
    UnderWay,
    /// It is intended: "will", "is to", "plans to".
    Planned,
    /// Somebody was told to do it.
    Ordered,
    /// It was offered or suggested.
    Proposed,
    /// Somebody expects it.
    Predicted,
    /// "if", "could", "might".
    Hypothetical,
    /// It happens in general.
    Generic,
}

/// Did it, or did it not?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// It did.
    Did,
    /// It did not.
    DidNot,
}

/// An actor's part in something, with the words that name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Participant {
    /// Who; `None` where the words name nobody that is known.
    pub actor: Option<ActorId>,
    /// The words.
    pub span: Span,
}

/// An act. Every field that the text gives keeps its own span.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The word that names the act.
    pub trigger: Span,
    /// Lemma of the trigger: "attack", "invasion".
    pub lemma: String,
    /// What kind of act.
    pub root: Root,
    /// PLOVER mode: "visit", "ceasefire", "bilateral" …
    pub mode: Option<String>,
    /// Who acts. Several for joint acts.
    pub actors: Vec<Participant>,
    /// Whom it is done to. With none, several actors act on each other.
    pub recipients: Vec<Participant>,
    /// Words that name the place.
    pub place: Option<Span>,
    /// Country of the place.
    pub country: Option<Country>,
    /// When.
    pub period: Option<Period>,
    /// The words of the time.
    pub period_span: Option<Span>,
    /// Did it, or did it not?
    pub polarity: Polarity,
    /// In which way it is told.
    pub realis: Realis,
    /// What the act is about, as a phrase: "the truce", "oil". For reading and for telling acts apart.
    pub object: Option<Span>,
    /// The clause that tells the act, for display: literal text, at most one sentence.
    pub clause: Span,
}
