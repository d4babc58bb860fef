//! A point in time as printed: a day, and where it is known the hour and the zone.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A day, its hour if that is known, and the distance from UTC if that is known too.
///
/// Written as `2025-05-08`, `2025-05-08T14:03:00`, or `2025-05-08T14:03:00+03:00`. The day is the one
/// that the publisher wrote, in its own zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Moment {
    /// The day, where it was written.
    pub day: Date,
    /// The hour, where it was written.
    pub time: Option<Time>,
    /// Minutes ahead of UTC; only together with `time`.
    pub offset_min: Option<i16>,
}

/// Days since 1970.
#[must_use]
pub fn days_since_1970(date: Date) -> i32 {
    let (year, month, day) = (
        i32::from(date.year()),
        i32::from(date.month()),
        i32::from(date.day()),
    );
    // Days from civil, after H. Hinnant: March begins the year, so that leap days end it.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// A text that is no moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoMoment(pub String);

impl fmt::Display for NoMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is neither a day (`2025-05-08`) nor a day with its hour (`2025-05-08T14:03:00+03:00`)",
            self.0
        )
    }
}

impl std::error::Error for NoMoment {}

impl Moment {
    /// A day without an hour.
    #[must_use]
    pub fn day(day: Date) -> Self {
        Self {
            day,
            time: None,
            offset_min: None,
        }
    }

    /// Minutes since 1970 in UTC; without an hour those of midnight.
    #[must_use]
    pub fn minute(&self) -> i64 {
        let day = i64::from(days_since_1970(self.day)) * 1440;
        let Some(time) = self.time else { return day };
        let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
        day + minute - i64::from(self.offset_min.unwrap_or(0))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(
            f,
            "T{:02}:{:02}:{:02}",
            time.hour(),
            time.minute(),
            time.second()
        )?;
        match self.offset_min {
            None => Ok(()),
            Some(0) => write!(f, "Z"),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl FromStr for Moment {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        read(text).ok_or_else(|| NoMoment(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Moment> {
    let day = text.get(..10)?.parse().ok()?;
    let Some(rest) = text[10..].strip_prefix('T') else {
        return text[10..].is_empty().then(|| Moment::day(day));
    };
    let zone = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    Some(Moment {
        day,
        time: Some(rest[..zone].parse().ok()?),
        offset_min: match &rest[zone..] {
            "" => None,
            "Z" => Some(0),
            zone => Some(offset(zone)?),
        },
    })
}

fn offset(zone: &str) -> Option<i16> {
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let (hours, minutes) = (hours.parse::<i16>().ok()?, minutes.parse::<i16>().ok()?);
    let is_offset = (0..=23).contains(&hours) && (0..=59).contains(&minutes);
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    is_offset.then_some(sign * (hours * 60 + minutes))
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = NoMoment;

    fn try_from(text: String) -> Result<Self, NoMoment> {
        text.parse()
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A day, its hour if that is known, and the distance from UTC if that is known too",
            "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in [
            "2025-05-08",
            "2025-05-08T14:03:00",
            "2025-05-08T14:03:09Z",
            "2025-05-08T14:03:00-04:30",
        ] {
            let moment: Moment = text.parse().expect(text);
            assert_eq!(moment.to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_none() {
        for text in [
            "",
            "May",
            "2025-13-01",
            "2025-05-08T",
            "2025-05-08T14:03:00+99:99",
            "2025-05-0ä",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }
}
