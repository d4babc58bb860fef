//! Who did what to whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ActorId, Country, Interval, Period, Span};

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

/// What an act has to do with: a PLOVER context, and the words that tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Its PLOVER name: `military`, `election`, `human_rights` …
    pub name: String,
    /// The words.
    pub span: Span,
}

/// Whom a number in the telling of an act counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TollKind {
    /// People killed.
    Dead,
    /// People hurt.
    Injured,
    /// People arrested or held.
    Arrested,
    /// People who take part.
    Size,
}

/// How many people an act killed, hurt, or put in prison, or how many took part in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Toll {
    /// Whom it counts.
    pub kind: TollKind,
    /// The number as written, without its hedge; the lower one of a range.
    pub nominal: f64,
    /// The numbers that the words allow.
    pub interval: Interval,
    /// The words of the number, as the figure claim has them.
    pub span: Span,
}

/// A city as a gazetteer knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct City {
    /// Its name in the gazetteer.
    pub name: String,
    /// Its country.
    pub country: Country,
    /// First-order division, by its GeoNames code.
    pub adm1: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Number in GeoNames.
    pub geonames: u32,
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
    /// The word that tells the mode; `None` where the trigger and its frame do.
    #[serde(default)]
    pub mode_span: Option<Span>,
    /// What it has to do with, in order of the text.
    #[serde(default)]
    pub contexts: Vec<Context>,
    /// Who acts. Several for joint acts.
    pub actors: Vec<Participant>,
    /// Whom it is done to. With none, several actors act on each other.
    pub recipients: Vec<Participant>,
    /// The country of the actors where none of them has one by itself: "police in Lagos".
    #[serde(default)]
    pub actor_home: Option<Country>,
    /// The country of the recipients where none of them has one by itself: "killed five people in Kabul".
    #[serde(default)]
    pub recipient_home: Option<Country>,
    /// Words that name the place.
    pub place: Option<Span>,
    /// Country of the place.
    pub country: Option<Country>,
    /// The city of the place, where the gazetteer knows one of that name in that country.
    #[serde(default)]
    pub city: Option<City>,
    /// How many it killed, hurt, held, or how many took part, in order of the text.
    #[serde(default)]
    pub tolls: Vec<Toll>,
    /// When.
    pub period: Option<Period>,
    /// The words of the time.
    pub period_span: Option<Span>,
    /// Did it, or did it not?
    pub polarity: Polarity,
    /// In which way it is told.
    pub realis: Realis,
    /// The words that make it planned, asked for, supposed or denied: "will", "not", "refused".
    #[serde(default)]
    pub manner: Vec<Span>,
    /// The trigger of the act that this one is about: "accused of [attacking]", "demanded the [release]".
    #[serde(default)]
    pub about: Option<Span>,
    /// The share of acts read like this one that stand: act, parties and whether it happened. In `0.0..=1.0`.
    #[serde(default)]
    pub confidence: f32,
    /// What the act is about, as a phrase: "the truce", "oil". For reading and for telling acts apart.
    pub object: Option<Span>,
    /// The clause that tells the act, for display: literal text, at most one sentence.
    pub clause: Span,
}
