//! A native runtime for spaCy CNN pipelines: text to tokens, tags, dependencies, sentences, names, lemmas.
//!
//! The model is one file, made from spaCy's weights by `cargo xtask model` and used where it lies in
//! memory. Every decision equals spaCy's own: `parity/` holds what spaCy says, and a test compares.
//!
//! [`english`] gives the shipped model, [`Model::parse`] parses an article.

pub mod attribute_ruler;
pub mod chars;
mod compact;
mod container;
mod desk;
mod english;
mod error;
pub mod hash;
mod kernel;
pub mod lemmatizer;
pub mod lexeme;
mod map;
mod model;
mod ner;
pub mod parity;
mod parse;
mod parser;
mod ranges;
mod rows;
pub mod rules;
mod tagger;
mod tok2vec;
pub mod tokenizer;
mod transition;
mod vectors;
mod words;

pub use compact::compact;
pub use container::Builder;
pub use english::{english, files};
pub use error::Error;
pub use kernel::{Precision, kernels};
pub use model::{Action, Meta, Model, Table};
