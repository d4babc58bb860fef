//! A text as parsed: tokens, sentences, dependencies, names.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{Article, Dep, EntityKind, Pos, Span, Tag};

/// A word, number, mark or run of white space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where in the text.
    pub span: Span,
    /// Fine part of speech (Penn Treebank).
    pub tag: Tag,
    /// Coarse part of speech (Universal Dependencies).
    pub pos: Pos,
    /// Index of the governing token; a root governs itself.
    pub head: u32,
    /// Relation to the head (ClearNLP labels).
    pub dep: Dep,
    /// Dictionary form.
    pub lemma: String,
}

/// A run of tokens with one root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Index of the first token.
    pub start: u32,
    /// One past the index of the last token.
    pub end: u32,
}

impl Sentence {
    /// Indices of the sentence's tokens.
    #[must_use]
    pub fn tokens(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A name that the parser found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Index of the first token.
    pub start: u32,
    /// One past the index of the last token.
    pub end: u32,
    /// What kind of name.
    pub kind: EntityKind,
}

impl Entity {
    /// Indices of the name's tokens.
    #[must_use]
    pub fn tokens(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A text as parsed. Every index that names a token counts from 0 in `tokens`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Parts", into = "Parts")]
pub struct Document {
    /// The text, and what is known of its page.
    pub article: Article,
    /// In order of the text. White space other than single blanks is a token too.
    pub tokens: Vec<Token>,
    /// In order; together they hold every token.
    pub sentences: Vec<Sentence>,
    /// Names in order of the text, without overlap.
    pub entities: Vec<Entity>,
    children: Vec<u32>,
    first_child: Vec<u32>,
    sentence_of: Vec<u32>,
}

/// The fields of a document that are not derived from others.
#[derive(Clone, Serialize, Deserialize)]
struct Parts {
    article: Article,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    entities: Vec<Entity>,
}

impl From<Parts> for Document {
    fn from(parts: Parts) -> Self {
        Self::new(parts.article, parts.tokens, parts.sentences, parts.entities)
    }
}

impl From<Document> for Parts {
    fn from(document: Document) -> Self {
        let Document {
            article,
            tokens,
            sentences,
            entities,
            ..
        } = document;
        Self {
            article,
            tokens,
            sentences,
            entities,
        }
    }
}

impl Document {
    /// Puts a document together and indexes its dependency tree.
    ///
    /// # Panics
    ///
    /// If a head or a sentence's end names a token that does not exist.
    #[must_use]
    pub fn new(
        article: Article,
        tokens: Vec<Token>,
        sentences: Vec<Sentence>,
        entities: Vec<Entity>,
    ) -> Self {
        let n_tokens = tokens.len();
        let mut first_child = vec![0_u32; n_tokens + 1];
        let is_child = |idx: usize, token: &Token| token.head as usize != idx;
        for (idx, token) in tokens.iter().enumerate() {
            if is_child(idx, token) {
                first_child[token.head as usize + 1] += 1;
            }
        }
        for idx in 0..n_tokens {
            first_child[idx + 1] += first_child[idx];
        }
        let mut next = first_child.clone();
        let mut children = vec![0_u32; first_child[n_tokens] as usize];
        for (idx, token) in tokens.iter().enumerate() {
            if is_child(idx, token) {
                let slot = &mut next[token.head as usize];
                children[*slot as usize] = idx as u32;
                *slot += 1;
            }
        }
        let mut sentence_of = vec![0_u32; n_tokens];
        for (number, sentence) in sentences.iter().enumerate() {
            sentence_of[sentence.tokens()].fill(number as u32);
        }
        Self {
            article,
            tokens,
            sentences,
            entities,
            children,
            first_child,
            sentence_of,
        }
    }

    /// The stored text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.article.text
    }

    /// The words of one token.
    #[must_use]
    pub fn word(&self, token_idx: usize) -> &str {
        self.tokens[token_idx].span.of(self.text())
    }

    /// The tokens that depend directly on a token, in order of the text.
    pub fn children(&self, token_idx: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let range = self.first_child[token_idx] as usize..self.first_child[token_idx + 1] as usize;
        self.children[range].iter().map(|&child| child as usize)
    }

    /// The first child whose relation is one of `deps`.
    #[must_use]
    pub fn child(&self, token_idx: usize, deps: &[Dep]) -> Option<usize> {
        self.children(token_idx)
            .find(|&child| deps.contains(&self.tokens[child].dep))
    }

    /// The governing token, or `None` for a root.
    #[must_use]
    pub fn head(&self, token_idx: usize) -> Option<usize> {
        let head = self.tokens[token_idx].head as usize;
        (head != token_idx).then_some(head)
    }

    /// The governing tokens from the nearest to the root, without the token itself.
    pub fn ancestors(&self, token_idx: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(token_idx), |&idx| self.head(idx)).take(self.tokens.len())
    }

    /// The token and everything that depends on it, in order of the text.
    #[must_use]
    pub fn subtree(&self, token_idx: usize) -> Vec<usize> {
        let mut found = vec![token_idx];
        let mut next = 0;
        while next < found.len() && found.len() <= self.tokens.len() {
            found.extend(self.children(found[next]));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// Number of the sentence that holds a token.
    #[must_use]
    pub fn sentence_of(&self, token_idx: usize) -> usize {
        self.sentence_of[token_idx] as usize
    }

    /// Where a sentence stands in the text, without white space around it.
    #[must_use]
    pub fn sentence_span(&self, sentence_idx: usize) -> Span {
        let tokens = self.sentences[sentence_idx].tokens();
        let words = |idx: &usize| self.tokens[*idx].pos != Pos::Space;
        let (first, last) = (tokens.clone().find(words), tokens.clone().rev().find(words));
        match (first, last) {
            (Some(first), Some(last)) => self.tokens[first].span.join(self.tokens[last].span),
            _ => self.span(tokens),
        }
    }

    /// Where a run of tokens stands in the text; empty at 0 for an empty run.
    #[must_use]
    pub fn span(&self, tokens: Range<usize>) -> Span {
        match self.tokens.get(tokens.clone()) {
            Some([first, .., last]) => first.span.join(last.span),
            Some([only]) => only.span,
            _ => Span::default(),
        }
    }

    /// The tokens that share a byte with `span`.
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self
            .tokens
            .partition_point(|token| token.span.end <= span.start);
        let end = self
            .tokens
            .partition_point(|token| token.span.start < span.end);
        start..end.max(start)
    }

    /// The name that holds a token.
    #[must_use]
    pub fn entity_of(&self, token_idx: usize) -> Option<Entity> {
        let next = self
            .entities
            .partition_point(|entity| entity.end as usize <= token_idx);
        self.entities
            .get(next)
            .copied()
            .filter(|entity| entity.tokens().contains(&token_idx))
    }
}
