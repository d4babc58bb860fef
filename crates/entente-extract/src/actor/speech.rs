//! Where a text says that somebody speaks, as far as it helps to tell who "he" is in "he said".

use std::ops::Range;

use entente_types::{Dep, Document, Pos, Tag};

use super::scan::Scan;
use crate::quote::tells_of_speech;

/// How many paragraphs later "he said" may take up a speaker.
const PARAGRAPHS: u32 = 2;

/// The subjects of verbs of saying, and what they say.
pub struct Speeches {
    /// By token: is it the subject of a verb of saying outside quotation marks?
    speaks: Vec<bool>,
    /// By token: does it stand in the clause that such a verb governs?
    is_content: Vec<bool>,
    paragraph_of: Vec<u32>,
    /// By token: the number of the quotation that holds it, or [`OUTSIDE`].
    quote_of: Vec<u32>,
    /// By quotation: the subject of the verb that tells who speaks.
    speakers: Vec<Option<usize>>,
}

/// Of no quotation.
const OUTSIDE: u32 = u32::MAX;

impl Speeches {
    /// Reads them off the parse. Linear in the size of the document.
    #[must_use]
    pub fn new(scan: &Scan<'_>) -> Self {
        let document = scan.document;
        let n_tokens = document.tokens.len();
        let mut speaks = vec![false; n_tokens];
        let mut is_content = vec![false; n_tokens];
        for verb in (0..n_tokens).filter(|&verb| is_saying(scan, verb)) {
            let subjects = document
                .children(verb)
                .filter(|&child| document.tokens[child].dep == Dep::Nsubj);
            for subject in subjects.filter(|&subject| !scan.is_quoted(subject)) {
                speaks[subject] = true;
            }
            for clause in document.children(verb) {
                is_content[clause] |= document.tokens[clause].dep == Dep::Ccomp;
            }
        }
        spread(document, &mut is_content);
        let paragraph_of = paragraphs(document);
        let quotes = quotes(scan);
        let mut quote_of = vec![OUTSIDE; n_tokens];
        for (number, quote) in quotes.iter().enumerate() {
            quote_of[quote.clone()].fill(number as u32);
        }
        let speaker = |quote: &Range<usize>| speaker(document, &speaks, &paragraph_of, quote);
        Self {
            speakers: quotes.iter().map(speaker).collect(),
            speaks,
            is_content,
            paragraph_of,
            quote_of,
        }
    }

    /// Who speaks in the quotation that holds a token: the subject of the verb that tells it.
    #[must_use]
    pub fn speaker_around(&self, token_idx: usize) -> Option<usize> {
        *self.speakers.get(self.quote_of[token_idx] as usize)?
    }

    /// Do two tokens stand in the same quotation?
    #[must_use]
    pub fn is_same_quote(&self, one: usize, other: usize) -> bool {
        self.quote_of[one] != OUTSIDE && self.quote_of[one] == self.quote_of[other]
    }

    /// How many paragraphs later the second token stands.
    #[must_use]
    pub fn paragraphs_between(&self, first: usize, second: usize) -> u32 {
        self.paragraph_of[second].abs_diff(self.paragraph_of[first])
    }

    /// Is the token the subject of a verb of saying, in the reporter's words?
    #[must_use]
    pub fn speaks(&self, token_idx: usize) -> bool {
        self.speaks[token_idx]
    }

    /// Does the token stand in a clause that somebody is said to have said?
    #[must_use]
    pub fn is_content(&self, token_idx: usize) -> bool {
        self.is_content[token_idx]
    }

    /// Do two tokens stand near enough for the second to go on from the first?
    #[must_use]
    pub fn is_near(&self, first: usize, second: usize) -> bool {
        self.paragraphs_between(first, second) <= PARAGRAPHS
    }
}

/// Is it a finite verb of saying, or one in a chain of verbs, outside quotation marks?
fn is_saying(scan: &Scan<'_>, verb: usize) -> bool {
    let token = &scan.document.tokens[verb];
    let is_verb = token.pos == Pos::Verb || matches!(token.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp);
    is_verb && !scan.is_quoted(verb) && tells_of_speech(&token.lemma)
}

/// Marks everything below a marked token.
fn spread(document: &Document, marked: &mut [bool]) {
    let n_tokens = document.tokens.len();
    let mut order: Vec<usize> = (0..n_tokens)
        .filter(|&idx| document.head(idx).is_none())
        .collect();
    let mut next = 0;
    while next < order.len() && order.len() <= n_tokens {
        let at = order[next];
        for child in document.children(at) {
            marked[child] |= marked[at];
            order.push(child);
        }
        next += 1;
    }
}

/// By token: the number of its paragraph.
fn paragraphs(document: &Document) -> Vec<u32> {
    let mut number = 0;
    let numbers = document.tokens.iter().map(|token| {
        let is_break = token.pos == Pos::Space && token.span.of(document.text()).contains('\n');
        number += u32::from(is_break);
        number
    });
    numbers.collect()
}

/// The runs of tokens between quotation marks.
fn quotes(scan: &Scan<'_>) -> Vec<Range<usize>> {
    let n_tokens = scan.document.tokens.len();
    let mut quotes = Vec::new();
    let mut start = None;
    for idx in 0..=n_tokens {
        match (start, idx < n_tokens && scan.is_quoted(idx)) {
            (None, true) => start = Some(idx),
            (Some(first), false) => {
                quotes.push(first..idx);
                start = None;
            }
            _ => {}
        }
    }
    quotes
}

/// Who speaks: the nearest subject of a verb of saying in the sentences of the quotation, first after it, then
/// before it, then in the next sentence of the same paragraph.
fn speaker(
    document: &Document,
    speaks: &[bool],
    paragraph_of: &[u32],
    quote: &Range<usize>,
) -> Option<usize> {
    let sentence = |idx: usize| document.sentence_of(idx);
    let (first, last) = (sentence(quote.start), sentence(quote.end - 1));
    let start = document.sentences[first].start as usize;
    let end = document.sentences[last].end as usize;
    let next = document
        .sentences
        .get(last + 1)
        .map_or(end, |next| next.end as usize);
    let after = |mut range: Range<usize>| range.find(|&idx| speaks[idx]);
    let same = |idx: &usize| paragraph_of[*idx] == paragraph_of[quote.end - 1];
    after(quote.end..end.max(quote.end))
        .or_else(|| (start..quote.start).rev().find(|&idx| speaks[idx]))
        .or_else(|| after(end..next.min(end + 40)).filter(same))
}
