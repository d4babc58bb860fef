//! Days in addresses: `/2024/05/08/`, `/2024/may/08/`, `-2024-05-08`, `/20240508/`, `-08-05-2024`.

use entente_types::{Moment, Span};
use jiff::civil::Date;

use super::words;
use super::{Form, Found};

/// Longest address that is looked at.
const MAX_BYTES: usize = 1024;

/// A part of an address between two marks.
struct Part<'a> {
    text: &'a str,
    start: usize,
    /// The mark before it.
    mark: u8,
}

/// The day that an address names, if it names one. The host and what follows a `?` or `#` are not looked at.
pub fn in_address(address: &str) -> Option<Found> {
    let address = &address[..address.floor_char_boundary(MAX_BYTES)];
    let parts = parts(address);
    (0..parts.len()).find_map(|at| {
        let (day, n_parts, confidence) = day(&parts[at..])?;
        let last = &parts[at + n_parts - 1];
        Some(Found {
            span: Span::new(parts[at].start, last.start + last.text.len()),
            moment: Moment::day(day),
            label: None,
            form: Form::Plain,
            confidence,
        })
    })
}

fn parts(address: &str) -> Vec<Part<'_>> {
    let host = address.find("://").map_or(0, |at| at + 3);
    let path = address[host..]
        .find('/')
        .map_or(address.len(), |at| host + at);
    let end = address[path..]
        .find(['?', '#'])
        .map_or(address.len(), |at| path + at);
    let mut parts = Vec::new();
    let mut start = path;
    let mut mark = b'/';
    for (at, byte) in address.bytes().enumerate().take(end).skip(path) {
        if matches!(byte, b'/' | b'-' | b'_' | b'.' | b',' | b'+') {
            if at > start {
                parts.push(Part {
                    text: &address[start..at],
                    start,
                    mark,
                });
            }
            (start, mark) = (at + 1, byte);
        }
    }
    if end > start {
        parts.push(Part {
            text: &address[start..end],
            start,
            mark,
        });
    }
    parts
}

/// The day at the beginning of some parts, how many of them it takes, and how sure it is.
fn day(parts: &[Part<'_>]) -> Option<(Date, usize, f32)> {
    let number = |idx: usize, n_min: usize, n_max: usize| {
        let text = parts.get(idx)?.text;
        let is_number =
            (n_min..=n_max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<i16>().ok()).flatten()
    };
    let small = |idx: usize| number(idx, 1, 2).and_then(|value| i8::try_from(value).ok());
    let is_path = |idx: usize| parts.get(idx).is_some_and(|part| part.mark == b'/');
    if let Some(year) = number(0, 4, 4) {
        let month = small(1).or_else(|| month(parts.get(1)?.text));
        let confidence = if is_path(1) { 0.85 } else { 0.75 };
        if let Some(day) = month
            .zip(small(2))
            .and_then(|(month, day)| recent(year, month, day))
        {
            return Some((day, 3, confidence));
        }
        let both = number(1, 4, 4)?;
        let day = recent(year, (both / 100) as i8, (both % 100) as i8)?;
        return Some((day, 2, 0.75));
    }
    if let (Some(first), Some(year)) = (small(0), number(2, 4, 4)) {
        let second = small(1);
        // Day and month cannot be told apart if both are small.
        let pair = match (second, parts.get(1).and_then(|part| month(part.text))) {
            (Some(second), _) if first > 12 || first == second => Some((second, first)),
            (Some(second), _) if second > 12 => Some((first, second)),
            (None, Some(month)) => Some((month, first)),
            _ => None,
        };
        let day = pair.and_then(|(month, day)| recent(year, month, day))?;
        return Some((day, 3, 0.7));
    }
    let text = parts.first()?.text;
    let is_compact =
        matches!(text.len(), 8 | 12 | 14) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_compact {
        return None;
    }
    let day = recent(
        text[..4].parse().ok()?,
        text[4..6].parse().ok()?,
        text[6..8].parse().ok()?,
    )?;
    Some((day, 1, 0.7))
}

fn month(text: &str) -> Option<i8> {
    if text.len() < 3 || text.len() > 12 {
        return None;
    }
    words::word(&text.to_ascii_lowercase())?.month("")
}

/// Addresses are as old as the web.
fn recent(year: i16, month: i8, day: i8) -> Option<Date> {
    (1993..2100)
        .contains(&year)
        .then(|| Date::new(year, month, day).ok())
        .flatten()
}
