//! Dates of feeds: RFC 822, RFC 3339, and what publishers write in their place. Never a day that was guessed.

use std::sync::LazyLock;

use entente_types::Moment;
use jiff::ToSpan;
use jiff::civil::{Date, Time};

use crate::date;

/// Most words of a date: `Mon, 3 Mar 2025 10:00:00 GMT +01:00`.
const MAX_WORDS: usize = 9;
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The moment that a feed writes, if it can be read in one way only.
///
/// The day is the one that was written, in its zone. Years before 1980 are what broken programs write for
/// "none" (`1970-01-01`, `0001-01-01`).
pub fn read(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.len() > 80 || !text.is_char_boundary(text.len()) {
        return None;
    }
    let moment = iso(text)
        .or_else(|| spelled(text))
        .or_else(|| in_other_words(text))?;
    (1980..2200).contains(&moment.day.year()).then_some(moment)
}

/// A date with the name of its month in another language than English: `lun, 03 mars 2025 10:00:00 +0100`.
fn in_other_words(text: &str) -> Option<Moment> {
    let setting = date::Setting::default();
    if text.is_ascii() && !text.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let found = date::find(text, &setting)?;
    let is_sure = found.form == date::Form::Plain && date::is_only_date(text, &setting);
    is_sure.then_some(found.moment)
}

/// `2025-03-03`, `2025-03-03T10:00:00.5+01:00`, `2025/03/03 10:00 GMT`, `20250303T1000Z` is not read.
fn iso(text: &str) -> Option<Moment> {
    let head = text.get(..10)?.replace('/', "-");
    let day: Date = head.parse().ok()?;
    let rest = text[10..].trim_start_matches(['T', 't', ' ', ',']);
    if rest.is_empty() {
        return Some(Moment::day(day));
    }
    with_time(day, rest)
}

/// A day with what is written behind it: `10:00:00 +0100`. If that makes no sense, the day alone.
fn with_time(day: Date, rest: &str) -> Option<Moment> {
    let is_clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',');
    let end = rest.find(|c: char| !is_clock(c)).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(end);
    let mut zone = zone.trim();
    let Some((mut hour, minute, second)) = numbers(clock) else {
        return Some(Moment::day(day));
    };
    let lower = zone.to_ascii_lowercase();
    for (mark, is_late) in [("am", false), ("a.m.", false), ("pm", true), ("p.m.", true)] {
        if lower.starts_with(mark) && (1..=12).contains(&hour) {
            hour = hour % 12 + if is_late { 12 } else { 0 };
            zone = zone[mark.len()..].trim();
        }
    }
    let is_midnight = hour == 24 && minute == 0;
    let day = if is_midnight {
        day.checked_add(1.day()).ok()?
    } else {
        day
    };
    let hour = if is_midnight { 0 } else { hour };
    let time = Time::new(hour, minute, second.min(59), 0).ok();
    let offset_min = time.and_then(|_| offset(zone));
    Some(Moment {
        day,
        time,
        offset_min,
    })
}

/// Hours, minutes, seconds; what stands behind a point is less than a second.
fn numbers(clock: &str) -> Option<(i8, i8, i8)> {
    let whole = clock.split(['.', ',']).next().unwrap_or_default();
    let mut parts = whole.split(':');
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let second = parts.next().map_or(Some(0), |second| second.parse().ok())?;
    parts.next().is_none().then_some((hour, minute, second))
}

/// Minutes ahead of UTC: `Z`, `+0100`, `+01:00`, `GMT+1`, `EST`, `(CET)`.
fn offset(zone: &str) -> Option<i16> {
    let zone = zone.split('(').next().unwrap_or_default().trim();
    let lower = zone.to_ascii_lowercase();
    let name_end = lower
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(lower.len());
    let (name, rest) = lower.split_at(name_end);
    let named = ZONES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, minutes)| *minutes);
    let rest = rest.trim();
    let Some(sign) = rest
        .strip_prefix('+')
        .map(|_| 1)
        .or_else(|| rest.strip_prefix(['-', '−']).map(|_| -1))
    else {
        return named;
    };
    let far = rest
        .trim_start_matches(['+', '-', '−'])
        .split_whitespace()
        .next()?;
    let digits: String = far.chars().filter(|&c| c != ':').collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_zone = hours <= 14
        && minutes <= 59
        && matches!(named, None | Some(0))
        && (name.is_empty() || named.is_some());
    is_zone.then_some(sign * (hours * 60 + minutes))
}

/// `Mon, 03 Mar 2025 10:00:00 GMT`, `March 3, 2025 10:00 AM`, `Mon Mar 3 10:00:00 EST 2025`, `25/05/2025 10:00`.
fn spelled(text: &str) -> Option<Moment> {
    let is_border = |c: char| c.is_whitespace() || c == ',';
    let words: Vec<&str> = text
        .split(is_border)
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        .collect();
    let (day, rest) = (0..words.len().min(3)).find_map(|skip| {
        // In front of a date stands the name of a weekday at most.
        let is_bare = words[..skip]
            .iter()
            .all(|word| !word.contains(|c: char| c.is_ascii_digit()));
        is_bare.then(|| day_at(&words[skip..])).flatten()
    })?;
    let rest = rest.join(" ");
    let rest = rest.trim_start_matches("at ").trim_start_matches("- ");
    if rest.is_empty() {
        return Some(Moment::day(day));
    }
    with_time(day, rest)
}

/// The day that words begin with, and the words behind it.
fn day_at<'a>(words: &[&'a str]) -> Option<(Date, Vec<&'a str>)> {
    if let Some(day) = words.first().and_then(|word| slashed(word)) {
        return Some((day, words[1..].to_vec()));
    }
    // `03-Mar-2025`
    if let Some([day, name, year]) = words.first().and_then(|word| parts(word, '-')) {
        return Some((whole_date(year, name, day)?, words[1..].to_vec()));
    }
    match words {
        [name, day, clock, zone, year] if clock.contains(':') => {
            Some((whole_date(year, name, day)?, vec![clock, zone]))
        }
        [name, day, clock, year] if clock.contains(':') => {
            Some((whole_date(year, name, day)?, vec![clock]))
        }
        [a, b, year, rest @ ..] => {
            let day = whole_date(year, b, a).or_else(|| whole_date(year, a, b))?;
            Some((day, rest.to_vec()))
        }
        _ => None,
    }
}

/// A day in figures that can be taken for no other: `25/05/2025`, `5/25/2025`, `25.05.2025`.
fn slashed(word: &str) -> Option<Date> {
    let [a, b, c] = parts(word, '/').or_else(|| parts(word, '.'))?;
    let is_dotted = word.contains('.');
    let (a, b, year): (i8, i8, i16) = (a.parse().ok()?, b.parse().ok()?, c.parse().ok()?);
    let is_plausible = c.len() == 4;
    match (a, b) {
        _ if !is_plausible => None,
        _ if is_dotted || a > 12 || a == b => Date::new(year, b, a).ok(),
        _ if b > 12 => Date::new(year, a, b).ok(),
        _ => None,
    }
}

fn parts(word: &str, border: char) -> Option<[&str; 3]> {
    let parts: Vec<&str> = word.split(border).collect();
    parts.try_into().ok()
}

fn whole_date(year: &str, month: &str, day: &str) -> Option<Date> {
    let digits = day
        .trim_end_matches("st")
        .trim_end_matches("nd")
        .trim_end_matches("rd")
        .trim_end_matches("th");
    let day = digits.trim_end_matches('.').parse().ok()?;
    let is_year = matches!(year.len(), 2 | 4) && year.bytes().all(|byte| byte.is_ascii_digit());
    let year: i16 = year.parse().ok().filter(|_| is_year)?;
    let year = match year {
        0..50 => 2000 + year,
        50..100 => 1900 + year,
        _ => year,
    };
    Date::new(year, month_number(month)?, day).ok()
}

fn month_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let is_it = |name: &&str| {
        word == "sept" && name.starts_with("sept") || word.len() >= 3 && name.starts_with(&word)
    };
    let english = MONTHS.iter().position(is_it);
    english.and_then(|idx| i8::try_from(idx + 1).ok())
}

static ZONES: LazyLock<Vec<(&str, i16)>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/feed_zone.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    let rows = rows.filter_map(|line| line.split_once('\t'));
    rows.map(|(name, minutes)| (name, minutes.parse().expect("a distance is a number")))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_feeds_are_read() {
        for (text, wanted) in [
            ("Mon, 03 Mar 2025 10:00:00 GMT", "2025-03-03T10:00:00Z"),
            ("Mon, 3 Mar 2025 10:00 +0100", "2025-03-03T10:00:00+01:00"),
            ("Mon 03 March 25 10:00:00 EST", "2025-03-03T10:00:00-05:00"),
            ("03 Mar 2025", "2025-03-03"),
            ("Lun, 03 Mar 2025 24:00:00 Z", "2025-03-04T00:00:00Z"),
            ("2025-03-03T10:00:00.123Z", "2025-03-03T10:00:00Z"),
            ("2025-03-03 10:00:00", "2025-03-03T10:00:00"),
            ("2025-03-03T10:00+05:30", "2025-03-03T10:00:00+05:30"),
            ("2025/03/03 10:00:60 GMT+0200", "2025-03-03T10:00:59+02:00"),
            ("March 3, 2025 10:05 PM PST", "2025-03-03T22:05:00-08:00"),
            ("Mon Mar  3 10:00:00 CET 2025", "2025-03-03T10:00:00+01:00"),
            (
                "Mon, 3 Mar 2025 10:00:00 +0100 (CET)",
                "2025-03-03T10:00:00+01:00",
            ),
            ("25/05/2025 10:00", "2025-05-25T10:00:00"),
            ("03-Mar-2025 10:00:00 GMT", "2025-03-03T10:00:00Z"),
            ("Mon, 3 Mar 2025 10:00:00 XYZ", "2025-03-03T10:00:00"),
            ("Mon, 3 Mar 2025 99:00:00 GMT", "2025-03-03"),
        ] {
            let found = read(text).map(|moment| moment.to_string());
            assert_eq!(found.as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn months_have_names_in_other_languages() {
        for (text, wanted) in [
            (
                "lun, 03 mars 2025 10:00:00 +0100",
                "2025-03-03T10:00:00+01:00",
            ),
            ("понедельник, 3 марта 2025", "2025-03-03"),
            ("2025年3月3日", "2025-03-03"),
            ("Mo, 03 Dez 2025 10:00:00 GMT", "2025-12-03T10:00:00Z"),
        ] {
            let found = read(text).map(|moment| moment.to_string());
            assert_eq!(found.as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_may_be_another_day_is_none() {
        for text in [
            "",
            "03/04/2025",
            "yesterday",
            "1970-01-01T00:00:00Z",
            "0001-01-01",
            "32 Mar 2025",
            "Mar 2025",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
