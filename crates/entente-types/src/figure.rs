//! How many and how much: numbers with the interval that their words allow.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ActorId, Country, Period, Realis, Span};

/// The numbers that a wording allows: from `low` to `high`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Smallest; `None` for no lower bound.
    pub low: Option<f64>,
    /// Largest; `None` for no upper bound.
    pub high: Option<f64>,
    /// Does `low` itself belong to it?
    pub low_closed: bool,
    /// Does `high` itself belong to it?
    pub high_closed: bool,
}

/// What the words around a number say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Hedge {
    /// "25", "exactly 25".
    Exact,
    /// "about", "around", "roughly", "some", "approximately".
    About,
    /// "nearly", "almost", "close to": up to, but not.
    Under,
    /// "over", "more than", "exceed": above.
    Over,
    /// "at least", "no fewer than".
    AtLeast,
    /// "up to", "at most", "as many as".
    AtMost,
    /// "dozens", "hundreds", "several".
    Vague,
}

/// What kind of thing a figure states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// How many: "25 leaders", "three times".
    Count,
    /// Which in a row: "80th anniversary".
    Ordinal,
    /// Money.
    Money,
    /// A share.
    Percent,
    /// A length of time: "four-day", "15 consecutive years".
    Duration,
    /// How old.
    Age,
    /// Any other physical quantity.
    Quantity,
    /// A number of which nothing more is known.
    Bare,
}

/// A unit of measure.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unit {
    /// UCUM code, ISO 4217 currency code, `%`, or `1` for counts.
    pub code: String,
    /// The unit in words, in the singular: "dollar", "mile per hour", "percentage"; empty for counts.
    pub name: String,
}

/// What a figure is limited to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// When it holds: "in 2024", "since 2022", "last year".
    pub period: Option<Period>,
    /// The words of the period.
    pub period_span: Option<Span>,
    /// Where it holds.
    pub place: Option<Country>,
    /// "other", "additional": the figure leaves something out that the text counted before.
    pub excluding: Option<Span>,
    /// "of the", "among": the figure counts a part of a whole.
    pub part_of: Option<Span>,
    /// "up", "rose by", "four-year low": a change, not a level. Positive for up.
    pub change: Option<i8>,
    /// Did it happen, is it planned, predicted …
    pub realis: Option<Realis>,
}

/// A number that a text states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The number with its hedge and unit: "nearly 30", "$244.8 billion", "80th".
    pub written: Span,
    /// The words of the number alone.
    pub number: Span,
    /// What the number says when its hedge is left away; the lower one of a range.
    pub nominal: f64,
    /// The upper number of a range "10 to 12".
    pub nominal_high: Option<f64>,
    /// Value of one unit of the last written place: 0.1e9 for "$244.8 billion", 1 for "25".
    pub place_value: f64,
    /// What the words around the number say about it.
    pub hedge: Hedge,
    /// The words of the hedge.
    pub hedge_span: Option<Span>,
    /// The numbers that the wording allows, in the unit.
    pub interval: Interval,
    /// What kind of thing it states.
    pub measure: Measure,
    /// The unit.
    pub unit: Unit,
    /// What is counted or measured: the noun phrase around the number, or the phrase that the number
    /// belongs to ("trade with China" for "trade with China reaching $237 billion").
    pub counted: Option<Span>,
    /// Lemma of the head of `counted`: "leader", "trade", "tariff".
    pub property: String,
    /// Lemmas of the words that tell which property it is: head, modifiers, governing predicate and its
    /// arguments; lower case, sorted, without function words.
    pub words: Vec<String>,
    /// Actors named in `counted` or as arguments of the predicate, sorted.
    pub about: Vec<ActorId>,
    /// What it is limited to.
    pub scope: Scope,
}
