//! Breaks styled words into lines of a terminal, by the columns that they take.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::plain;

/// Words with their style, broken into lines of one width.
///
/// The same words with other colours break at the same places.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Words with their style, and whether a blank stands before them.
    words: Vec<(Style, String, bool)>,
}

impl Paragraph {
    /// Appends words; they can be broken at blanks.
    #[must_use]
    pub fn text(mut self, style: Style, text: &str) -> Self {
        let text = plain(text);
        for (idx, word) in text.split_whitespace().enumerate() {
            if word == "%" && idx > 0 {
                // The sign stays with its number.
                self.words.push((style, " %".to_owned(), false));
                continue;
            }
            let is_apart = idx > 0 || text.starts_with(' ') || self.words.is_empty();
            self.words.push((style, word.to_owned(), is_apart));
        }
        self
    }

    /// Appends words that stay on one line, apart from what is before them.
    #[must_use]
    pub fn unbroken(mut self, style: Style, text: &str) -> Self {
        self.words.push((style, plain(text), true));
        self
    }

    /// Appends words that stay on one line with the last word before them.
    #[must_use]
    pub fn joined(mut self, style: Style, text: &str) -> Self {
        let is_first = self.words.is_empty();
        self.words.push((style, plain(text), is_first));
        self
    }

    /// The paragraph as lines that end in a line break.
    ///
    /// `first` stands before the first line, ready to be printed; it takes `n_indent` columns. The other lines
    /// begin with as many blanks.
    pub fn lines(&self, first: &str, n_indent: usize, width: usize) -> String {
        let n_free = width.saturating_sub(n_indent).max(8);
        let hanging = format!("\n{}", " ".repeat(n_indent));
        let mut out = first.to_owned();
        let mut n_used = 0;
        for (unit_idx, unit) in self.units().into_iter().enumerate() {
            let n_columns: usize = unit.iter().map(|(_, word, _)| word.width()).sum();
            if unit_idx > 0 && n_used + 1 + n_columns > n_free {
                out.push_str(&hanging);
                n_used = 0;
            } else if unit_idx > 0 {
                out.push(' ');
                n_used += 1;
            }
            for (style, word, _) in unit {
                n_used = push_word(&mut out, (*style, word), &hanging, n_used, n_free);
            }
        }
        out.push('\n');
        out
    }

    /// Words without a blank between them.
    fn units(&self) -> Vec<&[(Style, String, bool)]> {
        let mut starts: Vec<usize> = (0..self.words.len())
            .filter(|&idx| idx == 0 || self.words[idx].2)
            .collect();
        starts.push(self.words.len());
        let pairs = starts.windows(2);
        pairs.map(|pair| &self.words[pair[0]..pair[1]]).collect()
    }
}

/// Writes a word, broken where it is longer than a line. Returns the columns used on its last line.
fn push_word(
    out: &mut String,
    (style, word): (Style, &str),
    hanging: &str,
    mut n_used: usize,
    n_free: usize,
) -> usize {
    if n_used + word.width() <= n_free {
        out.push_str(&styled(style, word));
        return n_used + word.width();
    }
    let mut piece = String::new();
    for character in word.chars() {
        let n_columns = character.width().unwrap_or_default();
        if n_used + n_columns > n_free {
            out.push_str(&styled(style, &piece));
            out.push_str(hanging);
            piece.clear();
            n_used = 0;
        }
        piece.push(character);
        n_used += n_columns;
    }
    out.push_str(&styled(style, &piece));
    n_used
}

fn styled(style: Style, text: &str) -> String {
    if text.is_empty() || style == Style::new() {
        return text.to_owned();
    }
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, width: usize) -> String {
        let paragraph = Paragraph::default().text(Style::new(), text);
        paragraph.lines("  ", 2, width)
    }

    #[test]
    fn no_line_is_wider_than_the_page() {
        let texts = [
            "one two three four five six seven",
            "日本語の新聞がこう書いた",
            "a",
            "",
        ];
        let long = "x".repeat(1000);
        for text in texts.into_iter().chain([long.as_str()]) {
            for width in 12..40 {
                let lines = broken(text, width);
                assert!(lines.lines().all(|line| line.width() <= width), "{lines}");
                let words: String = lines.split_whitespace().collect();
                assert_eq!(words, text.split_whitespace().collect::<String>());
            }
        }
    }

    #[test]
    fn what_belongs_together_stays_together() {
        let paragraph = Paragraph::default()
            .text(Style::new(), "a truce (")
            .text(Style::new().bold(), "planned")
            .text(Style::new(), ")")
            .unbroken(Style::new(), "by one")
            .joined(Style::new(), " [1 2]");
        let lines = paragraph.lines("", 0, 12);
        let plain = anstream::adapter::strip_str(&lines).to_string();
        assert_eq!(plain, "a truce\n(planned)\nby one [1 2]\n");
    }
}
