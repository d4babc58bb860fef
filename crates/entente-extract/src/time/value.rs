//! Writes TIMEX3 values and the days they stand for.

use entente_types::{Period, Precision};
use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::number::Amount;
use super::word::Grain;

/// A stretch of the calendar.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// A day.
    Day(Date),
    /// A week by ISO year and number.
    Week(i16, i8),
    /// The Saturday and Sunday of a week.
    Weekend(i16, i8),
    /// A month.
    Month(i16, i8),
    /// A quarter of a year.
    Quarter(i16, i8),
    /// A half of a year.
    Half(i16, i8),
    /// A season by its TIMEX3 code; a winter by the year in which it begins.
    Season(i16, &'static str),
    /// A year; 1 BC is 0.
    Year(i16),
    /// Ten years by the first.
    Decade(i16),
    /// A hundred years by their number, before Christ a negative one.
    Century(i16),
    /// Not resolved: the value with what is open as `X`.
    Open(String),
}

impl When {
    /// The TIMEX3 value.
    pub fn value(&self) -> String {
        match self {
            Self::Day(date) => {
                let (year, month, day) = (year_name(date.year()), date.month(), date.day());
                format!("{year}-{month:02}-{day:02}")
            }
            Self::Week(year, week) => format!("{}-W{week:02}", year_name(*year)),
            Self::Weekend(year, week) => format!("{}-W{week:02}-WE", year_name(*year)),
            Self::Month(year, month) => format!("{}-{month:02}", year_name(*year)),
            Self::Quarter(year, quarter) => format!("{}-Q{quarter}", year_name(*year)),
            Self::Half(year, half) => format!("{}-H{half}", year_name(*year)),
            Self::Season(year, code) => format!("{}-{code}", year_name(*year)),
            Self::Year(year) => year_name(*year),
            Self::Decade(first) => format!("{:03}", first / 10),
            Self::Century(number) if *number < 0 => format!("BC{:02}", -number - 1),
            Self::Century(number) => format!("{:02}", number - 1),
            Self::Open(value) => value.clone(),
        }
    }

    /// First and last day, and the precision; `None` if it is open.
    pub fn period(&self) -> Option<Period> {
        let (from, to, precision) = match *self {
            Self::Day(date) => (date, date, Precision::Day),
            Self::Week(year, week) => (
                monday(year, week)?,
                add(monday(year, week)?, 6)?,
                Precision::Week,
            ),
            Self::Weekend(year, week) => {
                let monday = monday(year, week)?;
                (add(monday, 5)?, add(monday, 6)?, Precision::Week)
            }
            Self::Month(year, month) => months(year, month, 1, Precision::Month)?,
            Self::Quarter(year, quarter) => months(year, quarter * 3 - 2, 3, Precision::Season)?,
            Self::Half(year, half) => months(year, half * 6 - 5, 6, Precision::Season)?,
            Self::Season(year, code) => months(year, season_start(code), 3, Precision::Season)?,
            Self::Year(year) => months(year, 1, 12, Precision::Year)?,
            Self::Decade(first) => years(first, 10)?,
            Self::Century(number) if number < 0 => years(number.checked_mul(100)? + 1, 100)?,
            Self::Century(number) => years((number - 1) * 100 + 1, 100)?,
            Self::Open(_) => return None,
        };
        Some(Period {
            from: Some(from),
            to: Some(to),
            precision,
        })
    }

    /// The first day.
    pub fn start(&self) -> Option<Date> {
        self.period()?.from
    }

    /// The stretch of a grain that holds a day.
    pub fn around(grain: Grain, date: Date) -> Self {
        let (year, month) = (date.year(), date.month());
        let week = date.iso_week_date();
        match grain {
            Grain::Second | Grain::Minute | Grain::Hour | Grain::Day => Self::Day(date),
            Grain::Weekend => Self::Weekend(week.year(), week.week()),
            Grain::Week | Grain::Fortnight => Self::Week(week.year(), week.week()),
            Grain::Month => Self::Month(year, month),
            Grain::Quarter => Self::Quarter(year, (month + 2) / 3),
            Grain::Year => Self::Year(year),
            Grain::Decade => Self::Decade(year - year % 10),
            Grain::Century | Grain::Millennium => Self::Century((year + 99) / 100),
        }
    }
}

/// A year in four figures, with its era where that is not ours.
fn year_name(year: i16) -> String {
    if year > 0 {
        format!("{year:04}")
    } else {
        format!("BC{:04}", 1 - i32::from(year))
    }
}

fn add(date: Date, days: i64) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

fn monday(year: i16, week: i8) -> Option<Date> {
    ISOWeekDate::new(year, week, Weekday::Monday)
        .ok()
        .map(ISOWeekDate::date)
}

fn months(
    year: i16,
    month: i8,
    n_months: i64,
    precision: Precision,
) -> Option<(Date, Date, Precision)> {
    let from = Date::new(year, month, 1).ok()?;
    let to = from
        .checked_add(n_months.months())
        .ok()?
        .checked_sub(1.day())
        .ok()?;
    Some((from, to, precision))
}

fn years(first: i16, n_years: i16) -> Option<(Date, Date, Precision)> {
    let last = first.checked_add(n_years - 1)?;
    Some((
        Date::new(first, 1, 1).ok()?,
        Date::new(last, 12, 31).ok()?,
        Precision::Vague,
    ))
}

/// The month in which a season begins, as weather services count.
pub fn season_start(code: &str) -> i8 {
    match code {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}

/// Farther than this from its anchor no date is placed; the calendar itself ends at the year 9999.
const MAX_MONTHS: i64 = 200_000;

/// A date moved by so many units; fractions of long units move by the smaller ones.
pub fn shift(date: Date, n_units: f64, grain: Grain) -> Option<Date> {
    if !(-400_000.0..400_000.0).contains(&n_units) {
        return None;
    }
    let whole = n_units.round() as i64;
    let months = |per_unit: f64| {
        let n_months = (n_units * per_unit).round() as i64;
        let is_near = n_months.abs() <= MAX_MONTHS;
        is_near
            .then(|| date.checked_add(n_months.months()).ok())
            .flatten()
    };
    match grain {
        Grain::Second | Grain::Minute | Grain::Hour => {
            let days = (n_units * days_in(grain)).round() as i64;
            add(date, days)
        }
        Grain::Day => add(date, whole),
        Grain::Week | Grain::Weekend => add(date, (n_units * 7.0).round() as i64),
        Grain::Fortnight => add(date, (n_units * 14.0).round() as i64),
        Grain::Month => months(1.0),
        Grain::Quarter => months(3.0),
        Grain::Year => months(12.0),
        Grain::Decade => months(120.0),
        Grain::Century => months(1200.0),
        Grain::Millennium => months(12_000.0),
    }
}

/// Average number of days in a unit.
pub fn days_in(grain: Grain) -> f64 {
    match grain {
        Grain::Second => 1.0 / 86_400.0,
        Grain::Minute => 1.0 / 1440.0,
        Grain::Hour => 1.0 / 24.0,
        Grain::Day => 1.0,
        Grain::Weekend => 2.0,
        Grain::Week => 7.0,
        Grain::Fortnight => 14.0,
        Grain::Month => 30.44,
        Grain::Quarter => 91.31,
        Grain::Year => 365.25,
        Grain::Decade => 3652.5,
        Grain::Century => 36_525.0,
        Grain::Millennium => 365_250.0,
    }
}

/// Length in days of the parts together, or `None` if no number was said.
pub fn days(parts: &[(Amount, Grain)]) -> Option<f64> {
    let known = parts.iter().all(|(amount, _)| !amount.vague);
    known.then(|| {
        parts
            .iter()
            .map(|(amount, grain)| (amount.low + amount.high) / 2.0 * days_in(*grain))
            .sum()
    })
}

/// TIMEX3 value of a length: `P2Y6M`, `PT90M`, `PXD`.
pub fn length(parts: &[(Amount, Grain)]) -> String {
    let (mut date, mut time) = (String::new(), String::new());
    for &(amount, grain) in parts {
        let (letter, factor, half) = letter(grain);
        let written = if grain < Grain::Day {
            &mut time
        } else {
            &mut date
        };
        if amount.vague {
            written.push_str(&format!(
                "X{}",
                if grain == Grain::Decade { "DE" } else { letter }
            ));
            continue;
        }
        let number = amount.low * factor;
        let (whole, rest) = (number.trunc(), number.fract());
        match half {
            Some((smaller, n_smaller)) if rest > 0.0 && (rest * n_smaller).fract() < 1e-9 => {
                if whole > 0.0 {
                    written.push_str(&format!("{whole}{letter}"));
                }
                written.push_str(&format!("{}{smaller}", rest * n_smaller));
            }
            _ => written.push_str(&format!("{number}{letter}")),
        }
    }
    if time.is_empty() {
        format!("P{date}")
    } else {
        format!("P{date}T{time}")
    }
}

/// Letter of a unit, how many of the letter's unit it holds, and the unit that takes its half.
fn letter(grain: Grain) -> (&'static str, f64, Option<(&'static str, f64)>) {
    match grain {
        Grain::Second => ("S", 1.0, None),
        Grain::Minute => ("M", 1.0, Some(("S", 60.0))),
        Grain::Hour => ("H", 1.0, Some(("M", 60.0))),
        Grain::Day => ("D", 1.0, None),
        Grain::Weekend => ("D", 2.0, None),
        Grain::Week => ("W", 1.0, None),
        Grain::Fortnight => ("W", 2.0, None),
        Grain::Month => ("M", 1.0, None),
        Grain::Quarter => ("M", 3.0, None),
        Grain::Year => ("Y", 1.0, Some(("M", 12.0))),
        Grain::Decade => ("Y", 10.0, None),
        Grain::Century => ("Y", 100.0, None),
        Grain::Millennium => ("Y", 1000.0, None),
    }
}

/// The part of a period that "early", "mid" or "late" leaves: the half on that side, or the middle half.
pub fn narrow(period: Period, modifier: &str) -> Period {
    let (Some(from), Some(to)) = (period.from, period.to) else {
        return period;
    };
    let n_days = i64::from(from.until(to).map_or(0, |span| span.get_days()));
    if n_days < 4 {
        return period;
    }
    let (skip, keep) = match modifier {
        "START" => (0, n_days / 2),
        "MID" => (n_days / 4, n_days - n_days / 4),
        "END" => (n_days / 2, n_days),
        _ => return period,
    };
    let precision = if period.precision == Precision::Year {
        Precision::Season
    } else {
        period.precision
    };
    Period {
        from: add(from, skip),
        to: add(from, keep),
        precision,
    }
}
