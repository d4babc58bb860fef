//! Points in time as archives and tables write them: in words, digits, or counts since 1970.

use entente_types::Moment;
use jiff::civil::Time;

use crate::date::{Form, Setting, stamp};

/// Longest text that is nothing but a date: a weekday, a month and a zone in words.
const MAX_BYTES: usize = 80;

/// Reads a point in time; nothing if it can be read in no way or in two.
pub fn read(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.len() > MAX_BYTES {
        return None;
    }
    let found = stamp(text, &Setting::default())?;
    // Nobody knows the language of a table, and so not which number is the month.
    let is_sure = !matches!(found.form, Form::Order(_));
    is_sure.then_some(found.moment)
}

/// The moment of so many seconds since 1970, in UTC.
pub fn from_seconds(seconds: i64) -> Option<Moment> {
    let timestamp = jiff::Timestamp::from_second(seconds).ok()?;
    let zoned = timestamp.to_zoned(jiff::tz::TimeZone::UTC);
    let time: Time = zoned.time();
    Some(Moment {
        day: zoned.date(),
        time: Some(time.with().subsec_nanosecond(0).build().unwrap_or(time)),
        offset_min: Some(0),
    })
}

/// A day as a count of days since 1970.
pub fn from_days(days: i32) -> Option<Moment> {
    let moment = from_seconds(i64::from(days) * 86_400)?;
    Some(Moment::day(moment.day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_machines_write() {
        for (text, expected) in [
            ("2025-05-08", "2025-05-08"),
            ("2025/05/08 14:03", "2025-05-08T14:03:00"),
            ("2025-05-08T14:03:09Z", "2025-05-08T14:03:09Z"),
            (
                "2025-05-08T14:03:09.123456+0300",
                "2025-05-08T14:03:09+03:00",
            ),
            ("20250508140309", "2025-05-08T14:03:09"),
            ("1746712989", "2025-05-08T14:03:09Z"),
            ("1746712989000", "2025-05-08T14:03:09Z"),
            (
                "Thu, 08 May 2025 14:03:09 +0300",
                "2025-05-08T14:03:09+03:00",
            ),
        ] {
            let read = read(text).map(|moment| moment.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(
            from_days(20_216).map(|day| day.to_string()).as_deref(),
            Some("2025-05-08")
        );
        for text in ["", "yesterday", "2025", "2025-13-01", "5/8/2025", "12345"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
