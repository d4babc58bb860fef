//! Values in words: periods, meanings, and texts of a length that can be read.

use entente_types::{Period, Precision, Slot, SlotKind, SlotValue, Verdict};
use jiff::civil::Date;

/// Longest piece of text in a brief, in characters, and how much longer one may be that is whole.
const MAX_CHARS: usize = 400;
const MORE_CHARS: usize = 100;

/// The text with single blanks. One that is too long is cut at the end of a sentence near its longest allowed length, or else at a
/// word.
pub fn clipped(text: &str) -> String {
    let edge = |character: char| character.is_whitespace();
    let keep_start = if text.starts_with(edge) { " " } else { "" };
    let keep_end = if text.ends_with(edge) { " " } else { "" };
    let mut out = String::from(keep_start);
    let mut n_chars = 0;
    let mut cut = None;
    for (idx, word) in text.split_whitespace().enumerate() {
        n_chars += word.chars().count() + usize::from(idx > 0);
        if n_chars > MAX_CHARS {
            cut = cut.or(Some(out.len()));
        }
        if n_chars > MAX_CHARS + MORE_CHARS {
            return cut_short(&out, word, cut.filter(|_| idx > 0));
        }
        out.push_str(if idx > 0 { " " } else { "" });
        out.push_str(word);
    }
    if out.trim().is_empty() {
        return keep_start.to_owned();
    }
    out + keep_end
}

/// What is left of a text that is too long: the first `cut` bytes of its words, or the start of its `first` word.
fn cut_short(words: &str, first: &str, cut: Option<usize>) -> String {
    let Some(cut) = cut else {
        return words
            .chars()
            .chain(first.chars().take(MAX_CHARS))
            .collect::<String>()
            + "…";
    };
    let words = &words[..cut];
    let ends = words.match_indices(' ').map(|(at, _)| &words[..at]);
    let is_whole = |start: &&str| start.len() > cut / 2 && ends_sentence(start);
    format!("{} …", ends.rev().find(is_whole).unwrap_or(words))
}

/// Does a text end with a sentence, and not with "Mr." or "U.S."?
fn ends_sentence(text: &str) -> bool {
    const SHORTEST: usize = 4;
    let bare = text.trim_end_matches(['”', '"', '’', '\'', ')']);
    let last = bare.rsplit(' ').next().unwrap_or_default();
    let word = last.trim_end_matches('.');
    let is_word = word.len() >= SHORTEST && word.chars().all(char::is_alphanumeric);
    bare.ends_with(['?', '!']) || bare.ends_with('.') && is_word
}

/// As [`clipped`], but the end is kept.
pub fn clipped_start(text: &str) -> String {
    let start = text.char_indices().rev().nth(MAX_CHARS - 1);
    match start {
        Some((at, _)) => format!("…{}", clipped(&text[at..])),
        None => clipped(text),
    }
}

/// The text with a capital letter at its start.
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters.as_str().chars()).collect()
}

/// What a value means, where a reader cannot see that from its words `text`.
///
/// For days, the day; for figures, what the words around the number allow. Empty for exact numbers, and where
/// all reports mean the same.
pub fn meaning(slot: &Slot, value: &SlotValue, text: &str) -> String {
    // "dozens", "thousands": of "about 90" and "nearly half" a reader knows what they allow.
    let is_hedged = || {
        let words = [" to ", " or more"];
        let first = text.split_whitespace().next().unwrap_or_default();
        first.starts_with(char::is_alphabetic)
            && first.ends_with('s')
            && words.iter().any(|word| value.normalized.contains(word))
    };
    let meaning = match slot.kind {
        SlotKind::Date | SlotKind::Figure if slot.verdict == Verdict::Agree => String::new(),
        SlotKind::Date => iso_in_words(&value.normalized),
        SlotKind::Figure if is_hedged() => value.normalized.clone(),
        _ => String::new(),
    };
    let is_plain = meaning.eq_ignore_ascii_case(text);
    if is_plain { String::new() } else { meaning }
}

/// A day or month as ISO 8601 writes it, in words; anything else as it is.
fn iso_in_words(iso: &str) -> String {
    let day: Option<Date> = iso.parse().ok();
    let month: Option<Date> = format!("{iso}-01").parse().ok();
    match (day, month) {
        (Some(day), _) if iso.len() == 10 => coarse(day, Precision::Day),
        (_, Some(month)) if iso.len() == 7 => coarse(month, Precision::Month),
        _ => iso.to_owned(),
    }
}

/// A period in words: "9 May 2025", "7–10 May 2025", "September 2025", "2022", "since 2022".
#[must_use]
pub fn in_words(period: &Period) -> String {
    let (from, to) = match (period.from, period.to) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => return format!("since {}", coarse(from, period.precision)),
        (None, Some(to)) => return format!("until {}", coarse(to, period.precision)),
        (None, None) => return String::new(),
    };
    let (is_one_year, is_one_month) = (
        from.year() == to.year(),
        (from.year(), from.month()) == (to.year(), to.month()),
    );
    let is_year = is_one_year && from.day_of_year() == 1 && to == to.last_of_year();
    let is_month = is_one_month && from.day() == 1 && to == to.last_of_month();
    let day_and_month = |day: Date| format!("{} {}", day.day(), month(day));
    match period.precision {
        _ if from == to => coarse(from, Precision::Day),
        _ if is_year => coarse(from, Precision::Year),
        _ if is_month => coarse(from, Precision::Month),
        Precision::Year | Precision::Vague if is_one_year => coarse(from, Precision::Year),
        Precision::Year | Precision::Vague => format!("{}–{}", from.year(), to.year()),
        _ if is_one_month => format!("{}–{}", from.day(), coarse(to, Precision::Day)),
        Precision::Month | Precision::Season if is_one_year => {
            format!("{}–{} {}", month(from), month(to), to.year())
        }
        _ if is_one_year => format!("{} – {}", day_and_month(from), coarse(to, Precision::Day)),
        precision => format!("{} – {}", coarse(from, precision), coarse(to, precision)),
    }
}

fn coarse(day: Date, precision: Precision) -> String {
    match precision {
        Precision::Day | Precision::Week | Precision::Season => {
            format!("{} {} {}", day.day(), month(day), day.year())
        }
        Precision::Month => format!("{} {}", month(day), day.year()),
        Precision::Year | Precision::Vague => day.year().to_string(),
    }
}

fn month(day: Date) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let idx = usize::try_from(day.month() - 1).unwrap_or_default();
    MONTHS[idx.min(11)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str, precision: Precision) -> String {
        let day = |text: &str| text.parse().ok();
        in_words(&Period {
            from: day(from),
            to: day(to),
            precision,
        })
    }

    #[test]
    fn periods_read_as_a_person_writes_them() {
        let cases = [
            ("2025-05-09", "2025-05-09", Precision::Day, "9 May 2025"),
            ("2025-05-07", "2025-05-10", Precision::Day, "7–10 May 2025"),
            (
                "2025-04-28",
                "2025-05-02",
                Precision::Day,
                "28 April – 2 May 2025",
            ),
            (
                "2025-09-01",
                "2025-09-30",
                Precision::Month,
                "September 2025",
            ),
            (
                "2025-09-01",
                "2025-09-15",
                Precision::Month,
                "1–15 September 2025",
            ),
            (
                "2025-06-01",
                "2025-08-31",
                Precision::Season,
                "June–August 2025",
            ),
            ("2022-01-01", "2022-12-31", Precision::Year, "2022"),
            ("2019-01-01", "2024-12-31", Precision::Year, "2019–2024"),
            ("2022-01-01", "", Precision::Year, "since 2022"),
            ("", "2025-05-10", Precision::Day, "until 10 May 2025"),
            ("", "", Precision::Vague, ""),
        ];
        for (from, to, precision, expected) in cases {
            assert_eq!(period(from, to, precision), expected);
        }
    }

    #[test]
    fn long_texts_are_cut_on_the_right_side() {
        let text = "word ".repeat(1000);
        assert!(clipped(&text).chars().count() <= MAX_CHARS + 2);
        assert!(clipped(&text).ends_with('…'));
        assert!(clipped_start(&text).starts_with('…'));
        assert_eq!(clipped("two\n\nlines "), "two lines ");
        assert_eq!(clipped(&"ä".repeat(1000)).chars().count(), MAX_CHARS + 1);
    }
}
