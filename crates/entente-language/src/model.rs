//! A trained pipeline, ready to parse.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::attribute_ruler::AttributeRuler;
use crate::container::Container;
use crate::desk::Desks;
use crate::lemmatizer::Lemmatizer;
use crate::lexeme::Features;
use crate::map::map;
use crate::ner::NameFinder;
use crate::parser::Parser;
use crate::rules::Rules;
use crate::tagger::Tagger;
use crate::tok2vec::Tok2Vec;
use crate::tokenizer::Tokenizer;
use crate::vectors::VectorKeys;

/// Features of a token that networks can take.
const N_FEATURES: usize = 6;

/// What a model file says about itself: the section `meta`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Name of the spaCy pipeline: `en_core_web_md`.
    pub name: String,
    /// Its version: `3.8.0`.
    pub version: String,
    /// SHA-256 of the wheel that it was made from.
    pub wheel_sha256: String,
    /// Fine parts of speech, by class of the tagger.
    pub tags: Vec<String>,
    /// What the parser can do, by class.
    pub parser_actions: Vec<Action>,
    /// What the name finder can do, by class.
    pub ner_actions: Vec<Action>,
    /// Hash tables of the network that tagger and parser share.
    pub tables: Vec<Table>,
    /// Hash tables of the name finder's network.
    pub ner_tables: Vec<Table>,
    /// Static word vectors.
    pub n_vectors: u32,
}

/// One action of a transition system: kind and label, as `L-nsubj` or `B-ORG`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Kind, as spaCy abbreviates it: `S`, `D`, `L`, `R`, `B` or `B`, `I`, `L`, `U`, `O`.
    pub kind: char,
    /// Label; empty for actions without one.
    pub label: String,
}

/// One hash table of token features.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Rows.
    pub n_rows: u32,
    /// Seed of the hash that picks four rows.
    pub seed: u32,
}

/// A trained pipeline, ready to parse.
///
/// One model serves any number of threads. The same text gives the same document on each of them.
pub struct Model {
    meta: Meta,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) features: Features,
    pub(crate) keys: VectorKeys,
    pub(crate) tok2vec: Tok2Vec,
    pub(crate) ner_tok2vec: Tok2Vec,
    pub(crate) tagger: Tagger,
    pub(crate) parser: Parser,
    pub(crate) names: NameFinder,
    pub(crate) ruler: AttributeRuler,
    pub(crate) lemmatizer: Lemmatizer,
    pub(crate) desks: Desks,
}

impl Model {
    /// Takes a model file that is in memory. Numbers are used where they lie if the bytes are aligned
    /// to at least 4, else copied.
    ///
    /// # Errors
    ///
    /// Every [`Error`] but [`Error::Open`]: the bytes are no model file, or of another version.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, Error> {
        Self::from_files(&[bytes])
    }

    /// Takes a model file and files that complete it, such as that of [`Self::ranges`].
    pub(crate) fn from_files(files: &[&'static [u8]]) -> Result<Self, Error> {
        let file = Container::new(files)?;
        let meta: Meta = file.value("meta")?;
        let rules = Rules::decode(file.bytes("rules")?)?;
        let n_vectors = meta.n_vectors as usize;
        if meta.tables.len() > N_FEATURES || meta.ner_tables.len() > N_FEATURES {
            return Err(Error::section(
                "meta",
                "it has more hash tables than features",
            ));
        }
        Ok(Self {
            tokenizer: Tokenizer::new(&rules)?,
            features: Features::new(&rules),
            keys: VectorKeys::read(&file)?,
            tok2vec: Tok2Vec::read(&file, "tok2vec", &meta.tables, n_vectors)?,
            ner_tok2vec: Tok2Vec::read(&file, "ner", &meta.ner_tables, n_vectors)?,
            tagger: Tagger::read(&file, &meta.tags)?,
            parser: Parser::read(&file, &meta.parser_actions)?,
            names: NameFinder::read(&file, &meta.ner_actions)?,
            ruler: AttributeRuler::new(&rules)?,
            lemmatizer: Lemmatizer::new(&rules),
            desks: Desks::default(),
            meta,
        })
    }

    /// Maps a model file into memory.
    ///
    /// The file stays mapped until the program ends and must not be changed meanwhile.
    ///
    /// # Errors
    ///
    /// [`Error::Open`] if there is no such file; the others if it is no model file.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::from_bytes(map(path)?)
    }

    /// What the model says about itself.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }
}
