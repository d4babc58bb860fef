//! When: days, periods with their precision, and the words that name them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// How finely a text states a time.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the day or finer.
    Day,
    /// To the week.
    Week,
    /// To the month, or a part of it.
    Month,
    /// To the quarter, half or season of a year.
    Season,
    /// To the year.
    Year,
    /// Coarser than a year, or vague.
    Vague,
}

/// A stretch of days in the world. Both ends belong to it; an end that is `None` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// How finely the words state it.
    pub precision: Precision,
}

impl Period {
    /// One day.
    #[must_use]
    pub fn day(date: Date) -> Self {
        Self {
            from: Some(date),
            to: Some(date),
            precision: Precision::Day,
        }
    }

    /// Does the other period lie inside this one?
    #[must_use]
    pub fn contains(&self, other: &Period) -> bool {
        let starts = self
            .from
            .is_none_or(|from| other.from.is_some_and(|other| from <= other));
        let ends = self
            .to
            .is_none_or(|to| other.to.is_some_and(|other| other <= to));
        starts && ends
    }

    /// Do the two share a day?
    #[must_use]
    pub fn overlaps(&self, other: &Period) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(end), Some(start)) if end < start);
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}

/// What a time expression names, after TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeKind {
    /// A day or something coarser.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Something that comes again: "every May".
    Set,
}

/// What a time expression was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Nothing: the words say all.
    Absolute,
    /// The day of publication.
    Published,
    /// Another expression in the same text.
    Text,
    /// The other reports of the story.
    Story,
    /// It was not resolved; the value stays open.
    Open,
}

/// Words that name a time, and the time they name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TimeExpression {
    /// The words.
    pub span: Span,
    /// What they name.
    pub kind: TimeKind,
    /// TIMEX3 value: `2025-05-09`, `P4D`, `XXXX-WXX-5` for a Friday that could not be resolved.
    pub value: String,
    /// TIMEX3 modifier: `APPROX`, `START`, `MID`, `END`, `EQUAL_OR_MORE` …
    pub modifier: Option<String>,
    /// The days it names, if they could be resolved. `None` for durations and sets.
    pub period: Option<Period>,
    /// Length in days for durations: "four-day" is 4.
    pub days: Option<f64>,
    /// What the value was resolved against.
    pub anchor: Anchor,
    /// The rule that read it.
    pub rule: String,
}
