//! Cuts text into tokens, exactly as spaCy's tokenizer does.

use entente_types::Span;

use crate::rules::{Rules, RulesError};

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
pub struct Tokenizer {}

impl Tokenizer {
    /// Reads the patterns and exceptions of a model.
    ///
    /// # Errors
    ///
    /// [`RulesError::Pattern`] or [`RulesError::Exception`] if the model has rules of another kind.
    pub fn new(_rules: &Rules) -> Result<Self, RulesError> {
        Ok(Self {})
    }

    /// The tokens of a text, in order. Everything but single blanks between them is in a token.
    #[must_use]
    pub fn tokenize(&self, _text: &str) -> Vec<RawToken> {
        Vec::new()
    }
}
