//! Finds phrases of a table in the pieces of a text, by their first or their last word.

use std::borrow::Cow;
use std::collections::HashMap;

use super::language::{ENGLISH_STYLE, UNKNOWN};
use super::lex::{Pieces, cut};

/// A phrase of a table and what it stands for.
struct Entry {
    words: Vec<String>,
    value: usize,
}

/// Phrases of a table, found by their first or last word.
#[derive(Default)]
pub struct Phrases {
    by_first: HashMap<String, Vec<Entry>>,
    by_last: HashMap<String, Vec<Entry>>,
    is_exact: bool,
}

impl Phrases {
    /// A table of phrases in any case.
    #[must_use]
    pub fn any_case<'a>(phrases: impl Iterator<Item = (&'a str, usize)>) -> Self {
        Self::build(phrases, false)
    }

    /// A table of symbols in exact case, whose parts stand without white space between.
    #[must_use]
    pub fn exact<'a>(phrases: impl Iterator<Item = (&'a str, usize)>) -> Self {
        Self::build(phrases, true)
    }

    fn build<'a>(phrases: impl Iterator<Item = (&'a str, usize)>, is_exact: bool) -> Self {
        let mut table = Self {
            is_exact,
            ..Self::default()
        };
        for (phrase, value) in phrases {
            let pieces = cut(phrase, ENGLISH_STYLE, |_| UNKNOWN);
            let words: Vec<String> = pieces
                .iter()
                .map(|piece| {
                    let word = piece.span.of(phrase);
                    if is_exact {
                        word.to_owned()
                    } else {
                        word.to_lowercase()
                    }
                })
                .collect();
            if let (Some(first), Some(last)) = (words.first().cloned(), words.last().cloned()) {
                table.by_first.entry(first).or_default().push(Entry {
                    words: words.clone(),
                    value,
                });
                table
                    .by_last
                    .entry(last)
                    .or_default()
                    .push(Entry { words, value });
            }
        }
        for list in table
            .by_first
            .values_mut()
            .chain(table.by_last.values_mut())
        {
            list.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
        }
        table
    }

    /// The first words of all phrases.
    pub fn first_words(&self) -> impl Iterator<Item = &str> {
        self.by_first.keys().map(String::as_str)
    }

    /// The longest phrase that starts at piece `idx`: its last piece and what it stands for.
    #[must_use]
    pub fn at(&self, pieces: &Pieces<'_>, idx: usize) -> Option<(usize, usize)> {
        let entries = self.by_first.get(self.key(pieces, idx).as_ref())?;
        entries.iter().find_map(|entry| {
            let mut next = idx;
            for word in &entry.words[1..] {
                next += 1;
                if !self.is_exact && pieces.is_dash(next) && !word.starts_with('-') {
                    next += 1;
                }
                let is_near = !self.is_exact || pieces.is_glued(next);
                if !is_near || self.key(pieces, next) != word.as_str() {
                    return None;
                }
            }
            Some((next, entry.value))
        })
    }

    /// The longest phrase that ends at piece `idx`: its first piece and what it stands for.
    #[must_use]
    pub fn ending_at(&self, pieces: &Pieces<'_>, idx: usize) -> Option<(usize, usize)> {
        let entries = self.by_last.get(self.key(pieces, idx).as_ref())?;
        entries.iter().find_map(|entry| {
            let mut next = idx;
            for word in entry.words.iter().rev().skip(1) {
                next = next.checked_sub(1)?;
                if self.key(pieces, next) != word.as_str() {
                    return None;
                }
            }
            Some((next, entry.value))
        })
    }

    fn key<'a>(&self, pieces: &Pieces<'a>, idx: usize) -> Cow<'a, str> {
        if self.is_exact {
            Cow::Borrowed(pieces.word(idx))
        } else {
            pieces.lower(idx)
        }
    }
}
