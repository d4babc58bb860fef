//! Days of other calendars as days of ours, and the days on which clocks change.

use jiff::civil::{Date, Weekday};

/// The day of the Persian solar calendar.
///
/// # Source
///
/// The 33-year rule: leap are the years whose place in the cycle is 1, 5, 9, 13, 17, 22, 26 or 30. It
/// gives the same days as the observed calendar from 1925 to 2087 (1304 to 1465).
pub fn persian(year: i16, month: i8, day: i8) -> Option<Date> {
    let is_in_range = (1304..=1465).contains(&year) && (1..=12).contains(&month) && day >= 1;
    let n_days = match month {
        1..=6 => 31,
        7..=11 => 30,
        _ if is_leap(year) => 30,
        _ => 29,
    };
    if !is_in_range || day > n_days {
        return None;
    }
    // 1 Farvardin 1304 was 21 March 1925; whole years are counted from there.
    let start = Date::new(1925, 3, 21).ok()?;
    let n_leap = (1304..year).filter(|&year| is_leap(year)).count() as i64;
    let n_before = i64::from(month - 1) * 30 + i64::from((month - 1).min(6));
    let n_total = i64::from(year - 1304) * 365 + n_leap + n_before + i64::from(day - 1);
    start
        .checked_add(jiff::Span::new().try_days(n_total).ok()?)
        .ok()
}

fn is_leap(year: i16) -> bool {
    matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

/// Does summer time hold in the United States on this day? From the second Sunday of March to the first of
/// November, since 2007.
pub fn is_us_summer(day: Date) -> bool {
    let sunday = |month: i8, nth: i8| {
        Date::new(day.year(), month, 1)
            .and_then(|first| first.nth_weekday_of_month(nth, Weekday::Sunday))
    };
    match (sunday(3, 2), sunday(11, 1)) {
        (Ok(start), Ok(end)) => start <= day && day < end,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persian_days_are_read() {
        for (persian_day, ours) in [
            ((1403, 1, 1), "2024-03-20"),
            ((1403, 2, 19), "2024-05-08"),
            ((1402, 12, 29), "2024-03-19"),
            ((1399, 12, 30), "2021-03-20"),
            ((1404, 1, 1), "2025-03-21"),
            ((1357, 11, 22), "1979-02-11"),
        ] {
            let (year, month, day) = persian_day;
            let read = persian(year, month, day).map(|day| day.to_string());
            assert_eq!(read.as_deref(), Some(ours));
        }
        assert_eq!(persian(1402, 12, 30), None);
    }
}
