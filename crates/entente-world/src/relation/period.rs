//! Weeks, months, quarters and years.

use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// Most periods of one answer; what lies before is left out.
const MAX_PERIODS: usize = 1_200;

/// Length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// From Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

impl Step {
    /// One that gives a dozen to a hundred periods between two days, where that is possible.
    #[must_use]
    pub fn fitting(from: Date, to: Date) -> Self {
        match (to - from).get_days() {
            ..=200 => Self::Week,
            201..=2_500 => Self::Month,
            2_501..=10_000 => Self::Quarter,
            _ => Self::Year,
        }
    }

    /// The first day of the period that a day lies in.
    #[must_use]
    pub fn start(self, day: Date) -> Date {
        let month = day.first_of_month();
        match self {
            Self::Week => {
                let since_monday = day.weekday().to_monday_zero_offset();
                day.saturating_sub(i64::from(since_monday).days())
            }
            Self::Month => month,
            Self::Quarter => month.saturating_sub(i64::from((day.month() - 1) % 3).months()),
            Self::Year => day.first_of_year(),
        }
    }

    /// The first day of the next period.
    fn next(self, start: Date) -> Date {
        start.saturating_add(match self {
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Quarter => 3.months(),
            Self::Year => 1.year(),
        })
    }

    /// The last day of the period that begins on a day.
    #[must_use]
    pub fn end(self, start: Date) -> Date {
        self.next(start).saturating_sub(1.day())
    }

    /// A period by its first day, as people name it.
    #[must_use]
    pub fn name(self, start: Date) -> String {
        match self {
            Self::Week => start.to_string(),
            Self::Month => start.strftime("%Y-%m").to_string(),
            Self::Quarter => format!("{}-Q{}", start.year(), (start.month() + 2) / 3),
            Self::Year => start.year().to_string(),
        }
    }
}

/// The periods that two days and everything between them lie in, as first and last day of each. The last one ends with the
/// last day.
pub(super) fn between(step: Step, from: Date, to: Date) -> Vec<(Date, Date)> {
    let mut found = std::collections::VecDeque::new();
    let mut start = step.start(from);
    while start <= to {
        let next = step.next(start);
        let last = next.yesterday().unwrap_or(next).min(to);
        found.push_back((start, last));
        if found.len() > MAX_PERIODS {
            found.pop_front();
        }
        if next <= start {
            break;
        }
        start = next;
    }
    found.into()
}
