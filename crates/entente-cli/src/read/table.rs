//! Articles as lines of a table for people.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::row::Row;
use crate::render::plain;

/// Columns of day, language, and number of words; the title takes what the others leave.
const DAY: usize = 10;
const LANGUAGE: usize = 4;
const WORDS: usize = 6;
const GAP: &str = "  ";

/// Columns to fill: as asked, or as wide as the terminal, or 100.
pub fn width(asked: Option<usize>) -> usize {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    asked.or_else(terminal).unwrap_or(100).clamp(40, 400)
}

/// How many columns title, source and problems have in `width` columns.
fn widths(width: usize) -> (usize, usize, usize) {
    let n_free = width.saturating_sub(DAY + LANGUAGE + WORDS + 5 * GAP.len());
    let source = n_free / 4;
    let problems = (n_free / 8).max("problems".len());
    (n_free - source - problems, source, problems)
}

/// The line above the table.
pub fn heading(width: usize) -> String {
    line_of(
        ["title", "source", "day", "lang", "words", "problems"],
        width,
    )
}

/// One article.
pub fn line(row: &Row, width: usize) -> String {
    let text = |value: &Option<String>| plain(value.as_deref().unwrap_or_default());
    let title = row
        .title
        .as_deref()
        .or_else(|| row.text.lines().next())
        .or(row.address.as_deref());
    let day = row
        .published
        .map(|moment| moment.day.to_string())
        .unwrap_or_default();
    let cells = [
        &plain(title.unwrap_or_default()),
        &text(&row.source),
        &day,
        &text(&row.language),
        &row.words.to_string(),
        &row.problems.join(" "),
    ];
    line_of(cells.map(String::as_str), width)
}

fn line_of([title, source, day, language, words, problems]: [&str; 6], width: usize) -> String {
    let (n_title, n_source, n_problems) = widths(width);
    let n_words = words.width().min(WORDS);
    let line = [
        cell(title, n_title),
        cell(source, n_source),
        cell(day, DAY),
        cell(language, LANGUAGE),
        format!("{}{}", " ".repeat(WORDS - n_words), fit(words, WORDS)),
        cell(problems, n_problems),
    ];
    line.join(GAP).trim_end().to_owned() + "\n"
}

/// A text in exactly so many columns.
pub fn cell(text: &str, n_columns: usize) -> String {
    let text = fit(text, n_columns);
    let n_missing = n_columns.saturating_sub(text.width());
    text + &" ".repeat(n_missing)
}

/// A text in at most so many columns, with a mark where it was cut.
pub fn fit(text: &str, n_columns: usize) -> String {
    if text.width() <= n_columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut n_left = n_columns.saturating_sub(1);
    for c in text.chars() {
        let n_here = c.width().unwrap_or(0);
        if n_here > n_left {
            break;
        }
        n_left -= n_here;
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    if n_columns > 0 {
        out.push('\u{2026}');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_whatever_the_width() {
        let long = "\u{5927}".repeat(90) + "e\u{301}";
        for width in [40, 41, 80, 100, 400] {
            let line = line_of([&long, &long, "2025-03-04", "zh", "1234567", &long], width);
            assert!(line.trim_end().width() <= width, "{width}: {line}");
        }
    }
}
