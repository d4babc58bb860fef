//! A piece of text on its way from the page to the article, with its map to the page's bytes.

use entente_types::{Span, SpanMapEntry};

/// Text with its map; white space is collapsed.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// From bytes of `text` to bytes of the page, sorted, without gaps.
    pub map: Vec<SpanMapEntry>,
    /// How many bytes of `text` are link text.
    pub n_linked: usize,
    /// What the page marks it as.
    pub mark: Mark,
    /// Does it stand in the part that the page marks as its main part?
    pub is_main: bool,
}

/// What the markup, or the shape of a line, says about a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing particular.
    #[default]
    None,
    /// A paragraph, marked as such.
    Paragraph,
    /// A heading; the number is its level.
    Heading(u8),
    /// An item of a list.
    ListItem,
    /// Words under a picture.
    Caption,
    /// A quotation set apart.
    BlockQuote,
    /// A row of a table.
    Row,
    /// Navigation, footer, form, or another part that is never article.
    Furniture,
    /// A part whose class or id sounds like furniture.
    Suspect,
}

impl Piece {
    /// Adds `text`, which was read from the bytes `page`. White space becomes one blank; none leads.
    pub fn push(&mut self, text: &str, page: Span) {
        let is_same = text.len() == page.len();
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let n_words = rest.find(char::is_whitespace).unwrap_or(rest.len());
            if n_words > 0 {
                self.add(&rest[..n_words], part(page, at, at + n_words, is_same));
                at += n_words;
                continue;
            }
            let n_blanks = rest
                .find(|c: char| !c.is_whitespace())
                .unwrap_or(rest.len());
            if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.add(" ", part(page, at, at + n_blanks, is_same));
            }
            at += n_blanks;
        }
    }

    fn add(&mut self, text: &str, page: Span) {
        let span = Span::new(self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        if let Some(last) = self.map.last_mut() {
            let both_same = last.text.len() == last.page.len() && span.len() == page.len();
            if both_same && last.page.end == page.start {
                last.text.end = span.end;
                last.page.end = page.end;
                return;
            }
        }
        self.map.push(SpanMapEntry { text: span, page });
    }

    /// Takes a blank at the end away.
    pub fn trim_end(&mut self) {
        let n_kept = self.text.trim_end().len();
        self.truncate(n_kept);
    }

    fn truncate(&mut self, n_kept: usize) {
        self.text.truncate(n_kept);
        self.map
            .retain(|entry| (entry.text.start as usize) < n_kept);
        if let Some(last) = self.map.last_mut() {
            let n_gone = (last.text.end as usize).saturating_sub(n_kept) as u32;
            if last.text.len() == last.page.len() {
                last.page.end -= n_gone;
            }
            last.text.end -= n_gone;
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
            is_main: self.is_main,
            ..Self::default()
        };
        for entry in &self.map {
            let start = (entry.text.start as usize).max(n_bytes);
            let end = entry.text.end as usize;
            if start < end {
                let is_same = entry.text.len() == entry.page.len();
                let skipped = start - entry.text.start as usize;
                after.push(
                    &self.text[start..end],
                    part(entry.page, skipped, entry.text.len(), is_same),
                );
            }
        }
        (before, after)
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
