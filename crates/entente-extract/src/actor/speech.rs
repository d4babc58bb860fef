//! Where a text says that somebody speaks, as far as it helps to tell who "he" is in "he said".

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
}

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
        Self {
            speaks,
            is_content,
            paragraph_of: paragraphs(document),
        }
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
        self.paragraph_of[second].abs_diff(self.paragraph_of[first]) <= PARAGRAPHS
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
