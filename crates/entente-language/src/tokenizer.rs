//! Cuts text into tokens, exactly as spaCy's tokenizer does.
//!
//! Words stand between blanks. From each, prefixes and suffixes are cut until nothing is left to
//! cut, then infixes; exceptions such as "don't" have their tokens listed. At the end exceptions are
//! looked for once more across the tokens, because some hold characters that were cut.
//!
//! Every step takes time in proportion to the word, so a megabyte without a blank is no danger.

use std::collections::HashMap;
use std::ops::Range;

use entente_types::Span;

use crate::chars;
use crate::rules::{Exception, Rules, RulesError};
use exceptions::Exceptions;
use pattern::Class;

pub(crate) use pattern::Pattern;

mod exceptions;
mod pattern;
mod url;

/// A token before anything is known about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawToken {
    /// Where in the text.
    pub span: Span,
    /// Id of its norm, if an exception gives one.
    pub norm: Option<u64>,
    /// Does a single blank follow that is not a token itself?
    pub space_after: bool,
}

/// Cuts text into tokens.
#[derive(Clone, Debug)]
pub struct Tokenizer {
    prefix: Pattern,
    suffix: Pattern,
    infix: Pattern,
    top_level_domain: Class,
    exceptions: Exceptions,
    /// Exceptions that hold affixes or blanks, as the tokens into which they would be cut.
    phrases: HashMap<String, Vec<Vec<String>>>,
}

impl Tokenizer {
    /// Reads the patterns and exceptions of a model.
    ///
    /// # Errors
    ///
    /// [`RulesError::Pattern`] or [`RulesError::Exception`] if the model has rules of another kind.
    pub fn new(rules: &Rules) -> Result<Self, RulesError> {
        let rules = &rules.tokenizer;
        let domain = &rules.top_level_domain;
        let mut tokenizer = Self {
            prefix: Pattern::at_start(&rules.prefix)?,
            suffix: Pattern::at_end(&rules.suffix)?,
            infix: Pattern::new(&rules.infix)?,
            top_level_domain: pattern::class(domain).ok_or_else(|| RulesError::Pattern {
                pattern: domain.clone(),
                at: 0,
            })?,
            exceptions: Exceptions::default(),
            phrases: HashMap::new(),
        };
        for exception in &rules.exceptions {
            if !rules.faster_heuristics || tokenizer.has_affix(exception) {
                tokenizer.add_phrase(&exception.text);
            }
        }
        tokenizer.exceptions = Exceptions::new(&rules.exceptions)?;
        Ok(tokenizer)
    }

    fn has_affix(&self, exception: &Exception) -> bool {
        let text = exception.text.as_str();
        text.contains(' ')
            || self.prefix.end_at(text, 0).is_some()
            || self.infix.find(text, 0).is_some()
            || self.suffix.end_len(text) > 0
    }

    /// Remembers how the exception's text is cut; to be called before there are exceptions.
    fn add_phrase(&mut self, text: &str) {
        let tokens = self.cut(text);
        let words: Vec<_> = tokens
            .iter()
            .map(|token| token.span.of(text).to_owned())
            .collect();
        if let Some(first) = words.first() {
            let phrases = self.phrases.entry(first.clone()).or_default();
            if !phrases.contains(&words) {
                phrases.push(words);
            }
        }
    }

    /// The tokens of a text, in order. Everything but single blanks between them is in a token.
    #[must_use]
    pub fn tokenize(&self, text: &str) -> Vec<RawToken> {
        let tokens = self.cut(text);
        let matches = self.phrases_in(text, &tokens);
        if matches.is_empty() {
            return tokens;
        }
        let chosen = exceptions::choose(matches, tokens.len());
        self.exceptions.replace(text, tokens, &chosen)
    }

    /// Cuts at blanks: a run of white space is a word too, but for a single blank before a word.
    fn cut(&self, text: &str) -> Vec<RawToken> {
        let mut tokens = Vec::with_capacity(text.len() / 4 + 1);
        let Some(first) = text.chars().next() else {
            return tokens;
        };
        let mut start = 0;
        let mut in_space = chars::is_blank(first);
        for (at, character) in text.char_indices() {
            if chars::is_blank(character) == in_space {
                continue;
            }
            if start < at {
                self.word(text, start..at, &mut tokens);
            }
            in_space = !in_space;
            start = at;
            if character == ' ' {
                start += 1;
                if let Some(last) = tokens.last_mut() {
                    last.space_after = true;
                }
            }
        }
        if start < text.len() {
            self.word(text, start..text.len(), &mut tokens);
        }
        tokens
    }

    /// The tokens of one word.
    fn word(&self, text: &str, place: Range<usize>, tokens: &mut Vec<RawToken>) {
        let mut suffixes = Vec::new();
        let core = self.affixes(text, place, tokens, &mut suffixes);
        let word = &text[core.clone()];
        if word.is_empty() || self.exceptions.push(word, core.start, tokens) {
        } else if url::is_url(word, &self.top_level_domain) {
            tokens.push(plain(core));
        } else {
            self.infixes(word, core.start, tokens);
        }
        tokens.extend(suffixes.into_iter().rev().map(plain));
    }

    /// Cuts affixes until an exception or nothing to cut is left, and returns what is left.
    fn affixes(
        &self,
        text: &str,
        place: Range<usize>,
        prefixes: &mut Vec<RawToken>,
        suffixes: &mut Vec<Range<usize>>,
    ) -> Range<usize> {
        let Range { mut start, mut end } = place;
        while start < end && !self.exceptions.contains(&text[start..end]) {
            let word = &text[start..end];
            let prefix_end = start + self.prefix.end_at(word, 0).unwrap_or(0);
            if prefix_end > start && self.exceptions.contains(&text[prefix_end..end]) {
                prefixes.push(plain(start..prefix_end));
                return prefix_end..end;
            }
            let suffix_start = end - self.suffix.end_len(&text[prefix_end..end]);
            if suffix_start < end && self.exceptions.contains(&text[start..suffix_start]) {
                suffixes.push(suffix_start..end);
                return start..suffix_start;
            }
            if prefix_end == start && suffix_start == end {
                break;
            }
            if prefix_end > start {
                prefixes.push(plain(start..prefix_end));
            }
            if suffix_start < end {
                suffixes.push(suffix_start..end);
            }
            (start, end) = (prefix_end, suffix_start);
        }
        start..end
    }

    /// Cuts infixes out of a word that begins at byte `offset` of the text.
    fn infixes(&self, word: &str, offset: usize, tokens: &mut Vec<RawToken>) {
        let mut start = 0;
        let mut from = 0;
        while let Some((at, end)) = self.infix.find(word, from) {
            from = end;
            // spaCy leaves an infix at the very start where it is.
            if at == 0 {
                continue;
            }
            if start < at {
                tokens.push(plain(offset + start..offset + at));
            }
            tokens.push(plain(offset + at..offset + end));
            start = end;
        }
        if start < word.len() {
            tokens.push(plain(offset + start..offset + word.len()));
        }
    }

    /// Runs of tokens that are cut as an exception would be cut.
    fn phrases_in(&self, text: &str, tokens: &[RawToken]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (start, token) in tokens.iter().enumerate() {
            let Some(phrases) = self.phrases.get(token.span.of(text)) else {
                continue;
            };
            for phrase in phrases {
                let run = tokens.get(start..start + phrase.len());
                let same = |(token, word): (&RawToken, &String)| token.span.of(text) == word;
                if run.is_some_and(|run| run.iter().zip(phrase).all(same)) {
                    found.push(start..start + phrase.len());
                }
            }
        }
        found
    }
}

fn plain(place: Range<usize>) -> RawToken {
    RawToken {
        span: Span::new(place.start, place.end),
        norm: None,
        space_after: false,
    }
}
