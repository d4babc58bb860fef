//! A document with what the rules on quotes look up again and again.

use std::ops::Range;

use entente_types::{Dep, Document, Pos, Span, Tag};

use super::marks::{self, Quoted};

/// How far the rules climb towards the root. Deeper trees are broken parses.
pub const CLIMB: usize = 48;

/// A document, its strings between quotation marks, and the reach of every token.
pub struct Reader<'d> {
    /// The document.
    pub document: &'d Document,
    /// The strings between quotation marks, in order.
    pub strings: Vec<Quoted>,
    /// The tokens of each string, without its marks.
    pub string_tokens: Vec<Range<usize>>,
    string_of: Vec<u32>,
    paragraph_of: Vec<u32>,
    edges: Vec<(u32, u32)>,
    n_words: Vec<usize>,
    subjects: Vec<u32>,
    passives: Vec<bool>,
}

impl<'d> Reader<'d> {
    /// Prepares a document. Linear in its size.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        let text = document.text();
        let paragraphs = marks::paragraphs(text);
        let strings = marks::find(text, &paragraphs);
        let n_tokens = document.tokens.len();
        let mut string_of = vec![0_u32; n_tokens];
        let mut string_tokens = Vec::new();
        for (number, string) in strings.iter().enumerate() {
            let tokens = document.tokens_in(string.inner);
            string_of[tokens.clone()].fill(number as u32 + 1);
            string_tokens.push(tokens);
        }
        let mut paragraph_of = vec![0_u32; n_tokens];
        for (number, paragraph) in paragraphs.iter().enumerate() {
            paragraph_of[document.tokens_in(*paragraph)].fill(number as u32);
        }
        let is_word = |token: &usize| document.word(*token).contains(char::is_alphanumeric);
        let n_words = string_tokens
            .iter()
            .map(|tokens| tokens.clone().filter(is_word).count())
            .collect();
        let (subjects, passives) = subjects(document, &paragraph_of);
        let edges = edges(document);
        Self {
            document,
            strings,
            string_tokens,
            string_of,
            paragraph_of,
            edges,
            n_words,
            subjects,
            passives,
        }
    }

    /// The subject that the parser gave a verb, of an active or a passive clause.
    #[must_use]
    pub fn subject(&self, token_idx: usize) -> Option<usize> {
        (self.subjects[token_idx] as usize).checked_sub(1)
    }

    /// Is the verb marked as passive?
    #[must_use]
    pub fn is_passive(&self, token_idx: usize) -> bool {
        self.passives[token_idx]
    }

    /// Number of the string that holds a token.
    #[must_use]
    pub fn string_of(&self, token_idx: usize) -> Option<usize> {
        (self.string_of[token_idx] as usize).checked_sub(1)
    }

    /// Number of the paragraph of a token.
    #[must_use]
    pub fn paragraph_of(&self, token_idx: usize) -> usize {
        self.paragraph_of[token_idx] as usize
    }

    /// From the first to the last token of a token's subtree.
    #[must_use]
    pub fn reach(&self, token_idx: usize) -> Range<usize> {
        let (first, last) = self.edges[token_idx];
        first as usize..last as usize + 1
    }

    /// Relation of a token to its head.
    #[must_use]
    pub fn dep(&self, token_idx: usize) -> Dep {
        self.document.tokens[token_idx].dep
    }

    /// Coarse part of speech.
    #[must_use]
    pub fn pos(&self, token_idx: usize) -> Pos {
        self.document.tokens[token_idx].pos
    }

    /// Fine part of speech.
    #[must_use]
    pub fn tag(&self, token_idx: usize) -> Tag {
        self.document.tokens[token_idx].tag
    }

    /// Dictionary form.
    #[must_use]
    pub fn lemma(&self, token_idx: usize) -> &'d str {
        &self.document.tokens[token_idx].lemma
    }

    /// The word in small letters.
    #[must_use]
    pub fn lower(&self, token_idx: usize) -> String {
        self.document.word(token_idx).to_lowercase()
    }

    /// Is the token a mark, or white space?
    #[must_use]
    pub fn is_mark(&self, token_idx: usize) -> bool {
        matches!(self.pos(token_idx), Pos::Punct | Pos::Space)
            || !self
                .document
                .word(token_idx)
                .contains(char::is_alphanumeric)
    }

    /// Does a sentence end with this token, as far as its shape tells?
    #[must_use]
    pub fn is_stop(&self, token_idx: usize) -> bool {
        matches!(
            self.document.word(token_idx),
            "." | "?" | "!" | "...." | "?!"
        ) || (self.pos(token_idx) == Pos::Space && self.document.word(token_idx).contains("\n\n"))
    }

    /// A run of tokens without marks and white space at its ends. Signs like `%` stay, and brackets that pair.
    #[must_use]
    pub fn trimmed(&self, mut tokens: Range<usize>) -> Range<usize> {
        while tokens.start < tokens.end && self.is_edge(tokens.start, ")") {
            tokens.start += 1;
        }
        while tokens.start < tokens.end && self.is_edge(tokens.end - 1, "(") {
            let is_bracket = self.document.word(tokens.end - 1) == ")";
            if is_bracket && tokens.clone().any(|token| self.document.word(token) == "(") {
                break;
            }
            tokens.end -= 1;
        }
        tokens
    }

    /// Is the token a mark that does not belong to a phrase that it begins or ends?
    fn is_edge(&self, token_idx: usize, bracket: &str) -> bool {
        let word = self.document.word(token_idx);
        self.is_mark(token_idx)
            && !matches!(word, "$" | "%" | "£" | "€" | "#" | "@" | "…" | "...")
            && (word == bracket || word != if bracket == ")" { "(" } else { "[" })
    }

    /// Where a run of tokens stands.
    #[must_use]
    pub fn span(&self, tokens: Range<usize>) -> Span {
        self.document.span(tokens)
    }

    /// Number of words of a string.
    #[must_use]
    pub fn n_words(&self, string_idx: usize) -> usize {
        self.n_words[string_idx]
    }
}

/// For every token its subject, counted from 1, and whether it is in the passive. Of several subjects the
/// nearest before the verb counts; one in another paragraph is a slip of the parser.
fn subjects(document: &Document, paragraph_of: &[u32]) -> (Vec<u32>, Vec<bool>) {
    let mut subjects = vec![0_u32; document.tokens.len()];
    let mut passives = vec![false; document.tokens.len()];
    for (idx, token) in document.tokens.iter().enumerate() {
        let head = token.head as usize;
        let is_subject = matches!(
            token.dep,
            Dep::Nsubj | Dep::Csubj | Dep::Nsubjpass | Dep::Csubjpass
        );
        let is_nearer = idx < head || subjects[head] == 0;
        if is_subject && is_nearer && paragraph_of[idx] == paragraph_of[head] {
            subjects[head] = idx as u32 + 1;
        }
        passives[head] |= matches!(token.dep, Dep::Nsubjpass | Dep::Auxpass | Dep::Csubjpass);
    }
    (subjects, passives)
}

/// The first and last token of every subtree. Tokens on a cycle of heads reach only themselves.
fn edges(document: &Document) -> Vec<(u32, u32)> {
    let n_tokens = document.tokens.len();
    let mut edges: Vec<(u32, u32)> = (0..n_tokens as u32).map(|idx| (idx, idx)).collect();
    let mut order: Vec<usize> = (0..n_tokens)
        .filter(|&idx| document.head(idx).is_none())
        .collect();
    let mut next = 0;
    while next < order.len() && order.len() <= n_tokens {
        order.extend(document.children(order[next]));
        next += 1;
    }
    for &idx in order.iter().rev() {
        if let Some(head) = document.head(idx) {
            let (first, last) = edges[idx];
            edges[head].0 = edges[head].0.min(first);
            edges[head].1 = edges[head].1.max(last);
        }
    }
    edges
}
