//! Days of publication as pages and reports print them. Only full dates: never a day that was guessed.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The day that `text` names with year, month and day, wherever it stands in it.
///
/// Reads `2025-05-08…`, `8 May 2025`, `May 8, 2025`, `8th of May 2025`. Numbers alone with slashes are read
/// only where they cannot be taken for another day (`2025/05/08`, `25/05/2025`).
pub fn find(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|' | ';'))
        .filter(|word| !word.is_empty())
        .take(64)
        .collect();
    words
        .iter()
        .find_map(|word| numeric(word))
        .or_else(|| words.windows(4).find_map(spelled))
        .or_else(|| words.windows(3).find_map(spelled))
}

/// Is `text` nothing but a day, with weekday, time, zone and words such as "Published" around it?
pub fn is_only_date(text: &str) -> bool {
    let is_known = |word: &str| {
        let word = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        word.is_empty()
            || word.starts_with(|c: char| c.is_ascii_digit())
            || month(&word).is_some()
            || NEAR_DATES.contains(&word.as_str())
            || WEEKDAYS.iter().any(|day| word == *day || word == day[..3])
    };
    find(text).is_some() && text.split_whitespace().all(is_known)
}

const NEAR_DATES: [&str; 29] = [
    "published",
    "updated",
    "posted",
    "on",
    "at",
    "date",
    "last",
    "modified",
    "of",
    "the",
    "am",
    "pm",
    "a.m",
    "p.m",
    "gmt",
    "utc",
    "est",
    "edt",
    "et",
    "pst",
    "pdt",
    "pt",
    "bst",
    "cet",
    "cest",
    "ist",
    "first",
    "hours",
    "hrs",
];
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

fn numeric(word: &str) -> Option<Date> {
    let day = word.get(..10)?;
    if let Ok(date) = day.parse::<Date>() {
        return is_plausible(date).then_some(date);
    }
    let parts: Vec<&str> = word.trim_end_matches('.').split(['/', '.']).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    let numbers: (i16, i16, i16) = (a.parse().ok()?, b.parse().ok()?, c.parse().ok()?);
    match numbers {
        (year @ 1900.., month, day) => date(year, month, day),
        (day @ 13..=31, month, year @ 1900..) => date(year, month, day),
        (month, day @ 13..=31, year @ 1900..) => date(year, month, day),
        _ => None,
    }
}

fn spelled(words: &[&str]) -> Option<Date> {
    match words {
        [day, "of", name, year] | [day, name, year, ..] if month(name).is_some() => {
            date(number(year)?, month(name)?, day_number(day)?)
        }
        [name, day, year, ..] => date(number(year)?, month(name)?, day_number(day)?),
        _ => None,
    }
}

fn month(word: &str) -> Option<i16> {
    let word = word.trim_end_matches('.').to_lowercase();
    let idx = MONTHS.iter().position(|name| word.starts_with(name))?;
    let is_name = word.len() <= 4 || jiff_name(idx).starts_with(&word);
    is_name.then_some(idx as i16 + 1)
}

fn jiff_name(idx: usize) -> &'static str {
    [
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
    ][idx]
}

fn day_number(word: &str) -> Option<i16> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
    number(digits)
}

fn number(word: &str) -> Option<i16> {
    word.trim_matches(|c: char| !c.is_ascii_digit())
        .parse()
        .ok()
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    is_plausible(date).then_some(date)
}

fn is_plausible(date: Date) -> bool {
    (1800..2200).contains(&date.year())
}
