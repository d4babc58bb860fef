//! The part of the model that is not numbers: what the tokenizer, the attribute ruler and the
//! lemmatizer know.
//!
//! `cargo xtask model` fills a [`Rules`] from spaCy's files; it is one section of the model file.
//! Large word lists are kept as one sorted text, so that decoding copies them in one piece.

use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Everything that the rule-based steps of the pipeline need.
///
/// All lists are sorted where their order carries no meaning, so the same model gives the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// How text is cut into tokens.
    pub tokenizer: TokenizerRules,
    /// Names that have a small number instead of a hash, in order of the name.
    pub symbols: Vec<(String, u32)>,
    /// Id of a word, id of its norm, where the norm is not the word in lower case; in order of the word.
    pub norms: Vec<(u64, u64)>,
    /// Attribute rules in the order in which they apply.
    pub attributes: Vec<AttributeRule>,
    /// Lemma tables, in order of the part of speech.
    pub lemmas: Vec<LemmaTable>,
}

impl Rules {
    /// Reads the bytes that [`Rules::encode`] wrote.
    ///
    /// # Errors
    ///
    /// [`RulesError::Decode`] if the bytes are cut off or of another version.
    pub fn decode(bytes: &[u8]) -> Result<Self, RulesError> {
        postcard::from_bytes(bytes).map_err(RulesError::Decode)
    }

    /// The rules as one run of bytes.
    ///
    /// # Errors
    ///
    /// [`RulesError::Encode`] if there is no memory for them.
    pub fn encode(&self) -> Result<Vec<u8>, RulesError> {
        postcard::to_allocvec(self).map_err(RulesError::Encode)
    }
}

/// How text is cut into tokens.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TokenizerRules {
    /// What is cut off the front of a word; a Python regular expression.
    pub prefix: String,
    /// What is cut off the end of a word; a Python regular expression.
    pub suffix: String,
    /// What is cut out of the middle of a word; a Python regular expression.
    pub infix: String,
    /// Characters that may stand in the last part of a host name; a Python character class.
    pub top_level_domain: String,
    /// Look for exceptions across tokens only if their text holds a blank or an affix?
    pub faster_heuristics: bool,
    /// Words with fixed tokens, in order of their text.
    pub exceptions: Vec<Exception>,
}

/// A word whose tokens are listed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exception {
    /// The word; its pieces fill it without gaps.
    pub text: String,
    /// The tokens in order.
    pub pieces: Vec<Piece>,
}

/// One token of an exception.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// Length in bytes.
    pub len: u32,
    /// Id of the norm, if it is not the one of the token's own word.
    pub norm: Option<u64>,
}

/// Values that a token gets where one of the patterns matches.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AttributeRule {
    /// Any one of them is enough; each lists its tokens from left to right.
    pub patterns: Vec<Vec<TokenPattern>>,
    /// Which token of the match is changed, counted from its first; one number for each pattern.
    pub target: Vec<u32>,
    /// New coarse part of speech.
    pub pos: Option<String>,
    /// New morphology, as `Name=Value|Name=Value`; an empty text takes it away.
    pub morph: Option<String>,
    /// New lemma.
    pub lemma: Option<String>,
    /// New fine part of speech.
    pub tag: Option<String>,
    /// New relation.
    pub dep: Option<String>,
}

/// What one token of a pattern must be; conditions that are absent hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TokenPattern {
    /// On the fine part of speech.
    pub tag: Option<Condition>,
    /// On the relation to the head.
    pub dep: Option<Condition>,
    /// On the word in lower case.
    pub lower: Option<Condition>,
    /// Is it white space?
    pub is_space: Option<bool>,
}

/// A condition on a text. Lists are sorted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// It is one of these.
    In(Vec<String>),
    /// It is none of these.
    NotIn(Vec<String>),
    /// It matches this Python regular expression.
    Pattern(String),
}

/// Lemma rules of one part of speech.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LemmaTable {
    /// The coarse part of speech, in lower case.
    pub pos: String,
    /// Known base forms: one to a line, sorted by bytes, each line closed.
    pub index: String,
    /// Irregular forms: `form`, tab, its lemmas with tabs between; sorted by bytes, each line closed.
    pub exceptions: String,
    /// Ending and what takes its place, in the order in which they are tried.
    pub rules: Vec<(String, String)>,
}

/// Why the rules of a model cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RulesError {
    /// The bytes are not rules.
    #[error("the rules of the model cannot be read: {0}")]
    Decode(#[source] postcard::Error),
    /// The rules do not become bytes.
    #[error("the rules of the model cannot be written: {0}")]
    Encode(#[source] postcard::Error),
    /// A regular expression uses something that this tokenizer does not know.
    #[error("the pattern `{pattern}` is not understood at byte {at}")]
    Pattern {
        /// The whole expression.
        pattern: String,
        /// Where reading stopped.
        at: usize,
    },
    /// An exception's tokens do not fill its text.
    #[error("the tokens of the exception `{0}` do not fill it")]
    Exception(String),
    /// An attribute rule names a label or a token that does not exist.
    #[error("attribute rule {0} names a label or a token that does not exist")]
    AttributeRule(usize),
}
