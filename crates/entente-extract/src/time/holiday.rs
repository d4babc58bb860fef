//! Named days and the rules that place them in a year.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::table;

/// One row of the table of named days.
pub struct Holiday {
    /// How its date follows from the year.
    pub rule: &'static str,
    /// Its names, parted by commas.
    pub names: &'static str,
}

static HOLIDAYS: LazyLock<Vec<Holiday>> = LazyLock::new(|| {
    table::rows(include_str!("../../data/holidays.tsv"))
        .filter_map(|row| match row[..] {
            [rule, _, names] => Some(Holiday { rule, names }),
            _ => None,
        })
        .collect()
});

/// All named days.
pub fn rows() -> &'static [Holiday] {
    &HOLIDAYS
}

/// The day of a year on which the named day of a row falls.
pub fn date(idx: usize, year: i16) -> Option<Date> {
    let rule = HOLIDAYS.get(idx)?.rule;
    let words: Vec<&str> = rule.split(' ').collect();
    match words[..] {
        ["nth", month, weekday, nth] => nth_weekday(
            year,
            month.parse().ok()?,
            weekday.parse().ok()?,
            nth.parse().ok()?,
        ),
        ["easter", days] => easter(year)?
            .checked_add(days.parse::<i64>().ok()?.days())
            .ok(),
        ["orthodox", days] => orthodox_easter(year)?
            .checked_add(days.parse::<i64>().ok()?.days())
            .ok(),
        ["black_friday"] => nth_weekday(year, 11, 4, 4)?.checked_add(1.day()).ok(),
        ["cyber_monday"] => nth_weekday(year, 11, 4, 4)?.checked_add(4.days()).ok(),
        ["election"] => nth_weekday(year, 11, 1, 1)?.checked_add(1.day()).ok(),
        [fixed] => {
            let (month, day) = fixed.split_once('-')?;
            Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
        }
        _ => None,
    }
}

/// The month and day of a named day that falls on the same date every year.
pub fn fixed(idx: usize) -> Option<&'static str> {
    let rule = HOLIDAYS.get(idx)?.rule;
    (rule.len() == 5 && rule.as_bytes()[2] == b'-').then_some(rule)
}

fn nth_weekday(year: i16, month: i8, weekday: i8, nth: i8) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    Date::new(year, month, 1)
        .ok()?
        .nth_weekday_of_month(nth, weekday)
        .ok()
}

/// Easter Sunday of the Gregorian calendar.
///
/// # Source
///
/// The "anonymous" algorithm, J. Meeus, "Astronomical Algorithms" (1991), chapter 8.
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (a, b, c) = (year_number % 19, year_number / 100, year_number % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    Date::new(year, (sum / 31) as i8, (sum % 31 + 1) as i8).ok()
}

/// Easter Sunday of the Orthodox churches, in the Gregorian calendar; right for 1900–2099.
///
/// # Source
///
/// J. Meeus, "Astronomical Algorithms" (1991), chapter 8, Julian Easter; 13 days between the calendars.
fn orthodox_easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let d = (19 * (year_number % 19) + 15) % 30;
    let e = (2 * (year_number % 4) + 4 * (year_number % 7) - d + 34) % 7;
    let sum = d + e + 114;
    let julian = Date::new(year, (sum / 31) as i8, (sum % 31 + 1) as i8).ok()?;
    julian.checked_add(13.days()).ok()
}
