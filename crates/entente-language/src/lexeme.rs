//! The features of a word that the network sees, and the id that finds its vector.

use crate::chars;
use crate::hash::{IdMap, text_hash};
use crate::rules::Rules;

/// Computes the ids of words and their features.
#[derive(Clone, Debug)]
pub struct Features {
    symbols: IdMap<u64, u64>,
    norms: IdMap<u64, u64>,
}

impl Features {
    /// Takes the symbols and norms out of a model's rules.
    #[must_use]
    pub fn new(rules: &Rules) -> Self {
        let symbols = rules.symbols.iter();
        Self {
            symbols: symbols
                .map(|(name, id)| (text_hash(name), u64::from(*id)))
                .collect(),
            norms: rules.norms.iter().copied().collect(),
        }
    }

    /// Id of a text: its hash, or a small number if it is a symbol. Also the key of its vector.
    #[must_use]
    pub fn orth(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        let hash = text_hash(text);
        self.symbols.get(&hash).copied().unwrap_or(hash)
    }

    /// The six features NORM, PREFIX, SUFFIX, SHAPE, SPACY, IS_SPACE of a token, as ids.
    ///
    /// `norm` is the id that an exception of the tokenizer gave, and `space_after` tells whether a
    /// single blank follows.
    #[must_use]
    pub fn features(&self, word: &str, norm: Option<u64>, space_after: bool) -> [u64; 6] {
        [
            norm.unwrap_or_else(|| self.norm(word)),
            self.orth(prefix(word)),
            self.orth(suffix(word)),
            self.orth(&shape(word)),
            u64::from(space_after),
            u64::from(chars::is_space(word)),
        ]
    }

    fn norm(&self, word: &str) -> u64 {
        let known = self.norms.get(&self.orth(word)).copied();
        known.unwrap_or_else(|| self.orth(&chars::lower(word)))
    }
}

/// The first character.
fn prefix(word: &str) -> &str {
    let end = word.char_indices().nth(1).map_or(word.len(), |(at, _)| at);
    &word[..end]
}

/// The last three characters.
fn suffix(word: &str) -> &str {
    let start = word.char_indices().nth_back(2).map_or(0, |(at, _)| at);
    &word[start..]
}

/// The word with its letters and digits replaced by their kind, in runs of at most four.
fn shape(word: &str) -> String {
    const LONG: usize = 100;
    if word.chars().nth(LONG - 1).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(word.len());
    let (mut last, mut run) = (None, 0);
    for character in word.chars() {
        let kind = match character {
            _ if chars::is_alpha(character) && character.is_uppercase() => 'X',
            _ if chars::is_alpha(character) => 'x',
            _ if chars::is_digit(character) => 'd',
            other => other,
        };
        run = if last == Some(kind) { run + 1 } else { 0 };
        last = Some(kind);
        if run < 4 {
            shape.push(kind);
        }
    }
    shape
}
