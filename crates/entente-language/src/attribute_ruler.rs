//! Turns tags, relations and words into parts of speech, morphology and fixed lemmas.

use entente_types::{Dep, Pos, Tag};

use crate::rules::{Rules, RulesError};

/// What the ruler says of one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes<'a> {
    /// Coarse part of speech; unknown if no rule spoke.
    pub pos: Pos,
    /// Morphology as `Name=Value|Name=Value`; empty if there is none.
    pub morph: &'a str,
    /// A lemma that the lemmatizer must not change.
    pub lemma: Option<&'a str>,
}

/// Turns tags, relations and words into parts of speech, morphology and fixed lemmas.
#[derive(Clone, Debug)]
pub struct AttributeRuler {}

impl AttributeRuler {
    /// Reads the attribute rules of a model.
    ///
    /// # Errors
    ///
    /// [`RulesError::AttributeRule`] if a rule names a label that this build does not know.
    pub fn new(_rules: &Rules) -> Result<Self, RulesError> {
        Ok(Self {})
    }

    /// What the rules say of each token; tags and relations of white space are set in place.
    ///
    /// `words`, `tags` and `deps` have one entry for each token of the whole document.
    pub fn apply(&self, words: &[&str], _tags: &mut [Tag], _deps: &mut [Dep]) -> Vec<Attributes<'_>> {
        vec![Attributes::default(); words.len()]
    }
}
