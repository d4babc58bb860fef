//! The head of a report as printed: title, standfirst, byline, source, day, dateline.

use entente_types::BlockKind;

use crate::date::{self, Setting};
use crate::furniture::Part;
use crate::metadata::Metadata;

/// Pieces at the top among which the head is looked for.
const N_HEAD: usize = 10;
/// Longest headline, in words.
const MAX_TITLE_WORDS: usize = 24;

/// Finds the head's parts, notes what they say, and leaves out those that are no text.
pub fn read(parts: &mut Vec<Part>, metadata: &mut Metadata) {
    title(parts, metadata);
    lines(parts, metadata);
    dateline(parts, metadata);
}

/// The first heading before the text is the headline; a sentence before it is the standfirst.
fn title(parts: &mut [Part], metadata: &mut Metadata) {
    let kept = |part: &&mut Part| part.left_out.is_none();
    let mut before: Vec<&mut Part> = Vec::new();
    for part in parts.iter_mut().filter(kept).take(N_HEAD) {
        let is_title = part.kind == BlockKind::Heading
            && part.piece.n_words() <= MAX_TITLE_WORDS
            && byline(&part.piece.text).is_none()
            && !date::is_only_date(&part.piece.text, &Setting::default());
        if is_title {
            part.kind = BlockKind::Title;
            metadata.printed_title(part.piece.text.clone(), "first line");
            if before.len() <= 2 {
                before
                    .into_iter()
                    .for_each(|part| part.kind = BlockKind::Standfirst);
            }
            return;
        }
        if part.piece.n_words() > 60 {
            return;
        }
        before.push(part);
    }
}

/// Lines of the head that say who, where and when, and are no text.
fn lines(parts: &mut [Part], metadata: &mut Metadata) {
    let kept: Vec<usize> = (0..parts.len())
        .filter(|&idx| parts[idx].left_out.is_none())
        .take(N_HEAD)
        .collect();
    let is_about =
        |text: &str| byline(text).is_some() || date::is_only_date(text, &Setting::default());
    let about: Vec<bool> = kept
        .iter()
        .map(|&idx| is_about(&parts[idx].piece.text))
        .collect();
    for (place, &idx) in kept.iter().enumerate() {
        let text = parts[idx].piece.text.clone();
        if parts[idx].piece.n_words() > 14 || parts[idx].kind == BlockKind::Title {
            continue;
        }
        let beside = place > 0 && about[place - 1] || about.get(place + 1) == Some(&true);
        if let Some((key, value)) = field(&text) {
            note(metadata, key, value);
        } else if let Some(name) = byline(&text) {
            if !metadata.has_author() {
                metadata.author(name.to_owned(), "byline");
            }
        } else if date::is_only_date(&text, &Setting::default()) {
            if let Some(day) = day(&text) {
                metadata.printed_day(day, "printed");
            }
        } else if let Some((source, day)) = source_and_day(&text) {
            metadata.printed_source(source.to_owned(), "printed");
            metadata.printed_day(day, "printed");
        } else if beside && is_name(&text) {
            metadata.printed_source(text, "printed");
        } else {
            continue;
        }
        parts[idx].left_out = Some("byline");
    }
}

/// "Source: The Courier", "Date: 8 May 2025".
fn field(text: &str) -> Option<(&'static str, &str)> {
    let (key, value) = text.split_once(':')?;
    let key = [
        "title",
        "headline",
        "source",
        "publisher",
        "outlet",
        "author",
        "date",
        "published",
    ]
    .into_iter()
    .find(|known| key.trim().eq_ignore_ascii_case(known))?;
    (!value.trim().is_empty()).then_some((key, value.trim()))
}

fn note(metadata: &mut Metadata, key: &str, value: &str) {
    match key {
        "title" | "headline" => metadata.printed_title(value.to_owned(), "head"),
        "source" | "publisher" | "outlet" => metadata.printed_source(value.to_owned(), "head"),
        "author" => metadata.author(value.to_owned(), "head"),
        _ => {
            if let Some(day) = day(value) {
                metadata.printed_day(day, "head");
            }
        }
    }
}

/// The name in "By Ann Lee".
fn byline(text: &str) -> Option<&str> {
    let name = text
        .strip_prefix("By ")
        .or_else(|| text.strip_prefix("by "))
        .or_else(|| text.strip_prefix("BY "))?;
    let n_words = name.split_whitespace().count();
    let name = name.trim_end_matches([',', ';', '|']).trim();
    (n_words <= 8 && is_name(name)).then_some(name)
}

/// "Eastern State Agency, 8 May 2025": a name and a day.
fn source_and_day(text: &str) -> Option<(&str, jiff::civil::Date)> {
    let at = text.find([',', '|', '·'])?;
    let (source, rest) = (
        text[..at].trim(),
        text[at..].trim_start_matches([',', '|', '·', ' ']),
    );
    (is_name(source) && date::is_only_date(rest, &Setting::default()))
        .then(|| day(rest))
        .flatten()
        .map(|day| (source, day))
}

/// Do all longer words begin with a capital, and does no sentence end?
fn is_name(text: &str) -> bool {
    let mut words = text.split_whitespace().filter(|word| word.len() > 3);
    let starts_big =
        |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    text.split_whitespace().count() <= 8
        && text.starts_with(char::is_uppercase)
        && words.all(starts_big)
        && !text.ends_with(['.', '!', '?', ':'])
}

/// "MOSCOW, May 8, 2025 (Meridian Wire) — ": cut from the first paragraph; source and day are noted.
fn dateline(parts: &mut Vec<Part>, metadata: &mut Metadata) {
    let first = parts
        .iter()
        .position(|part| part.left_out.is_none() && part.kind == BlockKind::Paragraph);
    let Some(idx) = first else { return };
    let Some(n_bytes) = dateline_end(&parts[idx].piece.text) else {
        return;
    };
    let (line, rest) = parts[idx].piece.split_at(n_bytes);
    if let Some(name) = line
        .text
        .split_once('(')
        .and_then(|(_, after)| after.split_once(')'))
    {
        metadata.printed_source(name.0.trim().to_owned(), "dateline");
    }
    if let Some(day) = day(&line.text) {
        metadata.printed_day(day, "dateline");
    }
    parts[idx].piece = rest;
    let cut = Part {
        piece: line,
        kind: BlockKind::Paragraph,
        left_out: Some("dateline"),
    };
    parts.insert(idx, cut);
}

/// Where the dateline at the start of a paragraph ends, with its dash.
fn dateline_end(text: &str) -> Option<usize> {
    let (at, dash) = [" — ", " – ", " -- ", " - ", "— ", "-- "]
        .iter()
        .filter_map(|dash| Some((text.find(dash)?, dash)))
        .min()?;
    let line = &text[..at];
    let place = line.split([',', '(']).next().unwrap_or_default().trim();
    let is_place = !place.is_empty()
        && place.chars().any(char::is_alphabetic)
        && place.chars().all(|c| !c.is_lowercase());
    let is_short = line.split_whitespace().count() <= 12 && !line.contains(". ");
    (is_place && is_short && place.chars().filter(|c| c.is_alphabetic()).count() >= 3)
        .then_some(at + dash.len())
}

fn day(text: &str) -> Option<jiff::civil::Date> {
    date::find(text, &Setting::default()).map(|found| found.moment.day)
}
