//! A piece of text on its way from the page to the article, with its map to the page's bytes.

use std::ops::Range;

use entente_types::{Span, SpanMapEntry};

use crate::recover::{self, Read};

/// Text with its map; white space is collapsed.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// From bytes of `text` to bytes of the page, sorted, without gaps.
    pub map: Vec<SpanMapEntry>,
    /// What the page marks it as.
    pub mark: Mark,
}

/// What the markup, or the shape of a line, says about a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing particular.
    #[default]
    None,
    /// A heading; the number is its level.
    Heading(u8),
    /// An item of a list.
    ListItem,
    /// A quotation set apart.
    BlockQuote,
}

impl Piece {
    /// Adds `text`, which stands in the bytes `page`: as it is if both are equally long, else read from them as
    /// a whole. White space becomes one blank, and none leads; see [`recover`] for what else is made clean.
    pub fn push(&mut self, text: &str, page: Span) {
        self.push_clean(text, page, text.len() == page.len());
    }

    /// Adds `text`, which other bytes were read as: an entity, or another charset.
    pub fn push_read(&mut self, text: &str, page: Span) {
        self.push_clean(text, page, false);
    }

    fn push_clean(&mut self, text: &str, page: Span, is_same: bool) {
        let mut at = 0;
        while at < text.len() {
            let n_plain = recover::n_plain(&text.as_bytes()[at..]);
            if n_plain > 0 {
                let end = at + n_plain;
                self.add(&text[at..end], part(page, at, end, is_same), is_same);
                at = end;
            }
            let mut rest = text[at..].chars();
            let Some(character) = rest.next() else {
                return;
            };
            let end = at + character.len_utf8();
            let here = part(page, at, end, is_same);
            match recover::read(self.text.chars().next_back(), character, rest.next()) {
                Read::Itself => self.add(&text[at..end], here, is_same),
                Read::Blank => self.blank(here),
                Read::Nothing => {}
                Read::Letters(letters) => self.add(letters, here, false),
            }
            at = end;
        }
    }

    /// Adds a blank, or makes the one at the end stand for more of the page.
    fn blank(&mut self, page: Span) {
        if self.text.is_empty() {
            return;
        }
        if !self.text.ends_with(' ') {
            self.add(" ", page, true);
            return;
        }
        let Some(last) = self.map.last_mut() else {
            return;
        };
        if last.text.len() > 1 {
            // The blank leaves the stretch of equal bytes that it ended.
            last.text.end -= 1;
            last.page.end -= 1;
            let text = Span::new(self.text.len() - 1, self.text.len());
            let page = Span::new(last.page.end as usize, last.page.end as usize + 1).join(page);
            self.map.push(SpanMapEntry { text, page });
        } else {
            last.page = last.page.join(page);
        }
    }

    fn add(&mut self, text: &str, page: Span, is_same: bool) {
        let span = Span::new(self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        self.enter(span, page, is_same);
    }

    /// Adds an entry to the map.
    fn enter(&mut self, text: Span, page: Span, is_same: bool) {
        if !is_same && text.len() == page.len() && text.len() > 1 {
            // Equally long would mean the same bytes: so each part stands for all of the page's.
            let middle = text.start + 1;
            let (first, rest) = (
                Span {
                    end: middle,
                    ..text
                },
                Span {
                    start: middle,
                    ..text
                },
            );
            self.map.push(SpanMapEntry { text: first, page });
            self.map.push(SpanMapEntry { text: rest, page });
            return;
        }
        if let Some(last) = self.map.last_mut() {
            let both_same = last.text.len() == last.page.len() && text.len() == page.len();
            if both_same && last.page.end == page.start {
                last.text.end = text.end;
                last.page.end = page.end;
                return;
            }
        }
        self.map.push(SpanMapEntry { text, page });
    }

    /// Takes a blank at the end away.
    pub fn trim_end(&mut self) {
        let n_kept = self.text.trim_end().len();
        self.truncate(n_kept);
    }

    fn truncate(&mut self, n_kept: usize) {
        if n_kept >= self.text.len() {
            return;
        }
        self.text.truncate(n_kept);
        let map = std::mem::take(&mut self.map);
        self.enter_part(&map, 0..n_kept, 0);
    }

    /// Takes over the entries of `map` for the bytes `range` of its text, which begin at `here` in this one's.
    fn enter_part(&mut self, map: &[SpanMapEntry], range: Range<usize>, here: usize) {
        let Range { start, end } = range;
        let first = map.partition_point(|entry| entry.text.end as usize <= start);
        let last = map.partition_point(|entry| (entry.text.start as usize) < end);
        for entry in map.get(first..last).unwrap_or_default() {
            let before = entry.text.start as usize;
            let (from, to) = (before.max(start), (entry.text.end as usize).min(end));
            let is_same = entry.text.len() == entry.page.len();
            let page = part(entry.page, from - before, to - before, is_same);
            self.enter(
                Span::new(here + from - start, here + to - start),
                page,
                is_same,
            );
        }
    }

    /// The first `n_bytes` bytes at most, cut between words where that is possible.
    pub fn cut(&self, n_bytes: usize) -> Self {
        let mut piece = self.clone();
        let mut end = n_bytes.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        piece.truncate(self.text[..end].rfind(' ').unwrap_or(end));
        piece
    }

    /// The piece without its first `n_bytes` bytes, and those bytes.
    pub fn split_at(&self, n_bytes: usize) -> (Self, Self) {
        let mut before = self.clone();
        before.truncate(n_bytes);
        before.trim_end();
        let mut after = Self {
            mark: self.mark,
            ..Self::default()
        };
        let rest = self.text[n_bytes..].trim_start();
        after.text.push_str(rest);
        after.enter_part(&self.map, self.text.len() - rest.len()..self.text.len(), 0);
        (before, after)
    }

    /// Adds the bytes `range` of another piece of the same page, which stand behind this one's.
    pub fn append(&mut self, from: &Self, range: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(&from.text[range.clone()]);
        self.enter_part(&from.map, range, start);
    }

    /// The bytes of the page from the first to the last.
    pub fn page(&self) -> Span {
        match (self.map.first(), self.map.last()) {
            (Some(first), Some(last)) => first.page.join(last.page),
            _ => Span::default(),
        }
    }

    /// Number of words.
    pub fn n_words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Does it end as a sentence does?
    pub fn ends_sentence(&self) -> bool {
        let text = self.text.trim_end_matches(['"', '”', '’', '\'', ')', '»']);
        text.ends_with(['.', '!', '?', '…', ':', ';'])
    }
}

/// The part `start..end` of `page` where the bytes are the same, else all of it.
fn part(page: Span, start: usize, end: usize, is_same: bool) -> Span {
    if is_same {
        Span::new(page.start as usize + start, page.start as usize + end)
    } else {
        page
    }
}
