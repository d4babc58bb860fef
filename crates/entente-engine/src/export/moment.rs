//! Moments in the forms that other programs ask for.

use entente_types::Moment;
use entente_world::Known;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

/// A moment as printed, in UTC. Without an hour its day begins, without a zone it is taken for UTC.
pub(super) fn utc(text: &str) -> Option<Zoned> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.to_zoned(TimeZone::UTC));
    }
    let moment: Moment = text.parse().ok()?;
    let at = moment.day.to_datetime(moment.time.unwrap_or_default());
    let seconds = i32::from(moment.offset_min.unwrap_or(0)) * 60;
    let zone = TimeZone::fixed(Offset::from_seconds(seconds).ok()?);
    let at = at.to_zoned(zone).ok()?;
    Some(at.with_time_zone(TimeZone::UTC))
}

/// As `2025-05-08T14:03:00Z` (RFC 3339).
pub(super) fn rfc3339(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// As `2025-05-08T14:03:00.000Z`, as STIX writes it.
pub(super) fn stix(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// As `Thu, 08 May 2025 14:03:00 +0000` (RFC 5322).
pub(super) fn rfc5322(at: &Zoned) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// The moment when something became known.
pub(super) fn known(known: Known) -> Zoned {
    let at = Timestamp::from_microsecond(known.0).unwrap_or_default();
    at.to_zoned(TimeZone::UTC)
}

/// The beginning of a day.
pub(super) fn day(day: Date) -> Option<Zoned> {
    day.to_zoned(TimeZone::UTC).ok()
}
