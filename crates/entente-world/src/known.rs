//! The second clock: when the workspace learned something.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A moment on the clock of what is known, in microseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Known(pub i64);

impl Known {
    /// After everything that can be known.
    pub const END: Self = Self(i64::MAX);
}

impl From<Timestamp> for Known {
    fn from(at: Timestamp) -> Self {
        Self(at.as_microsecond())
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_microsecond(self.0) {
            Ok(at) => write!(f, "{at}"),
            Err(_) => f.write_str("the end of time"),
        }
    }
}

impl FromStr for Known {
    type Err = String;

    /// Reads `2025-05-08T14:03:00Z`, with any offset, or a day, which is taken to its end in UTC.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(at) = text.parse::<Timestamp>() {
            return Ok(at.into());
        }
        let wrong = || {
            format!("`{text}` is no moment; write a day (`2025-05-08`) or `2025-05-08T14:03:00Z`")
        };
        let day: Date = text.parse().map_err(|_| wrong())?;
        let next = day.tomorrow().and_then(|day| day.to_zoned(TimeZone::UTC));
        let next = next.map_err(|_| wrong())?;
        Ok(Self(next.timestamp().as_microsecond() - 1))
    }
}
