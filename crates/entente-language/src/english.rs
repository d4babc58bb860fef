//! The English model that is part of this crate.

use std::sync::LazyLock;

use crate::Model;

/// Bytes at an address that numbers of any kind may have.
#[repr(C, align(64))]
struct Aligned<Bytes: ?Sized>(Bytes);

static ENGLISH: &Aligned<[u8]> = &Aligned(*include_bytes!("../models/en_core_web_md-3.8.0.ent"));
static RANGES: &Aligned<[u8]> =
    &Aligned(*include_bytes!("../models/en_core_web_md-3.8.0.ranges.ent"));

/// The files of the English model, for [`crate::compact`].
#[must_use]
pub fn files() -> [&'static [u8]; 2] {
    [&ENGLISH.0, &RANGES.0]
}

/// The English model: spaCy's `en_core_web_md` 3.8.0. Loaded at the first call, in some milliseconds.
///
/// # Panics
///
/// If the program was built with a model file of another version, which a test rules out.
///
/// # Example
///
/// ```
/// use entente_types::{Article, Dep};
///
/// let article = Article::plain("note", "The minister met two envoys in Geneva.");
/// let document = entente_language::english().parse(article);
/// let subject = document.tokens.iter().position(|token| token.dep == Dep::Nsubj);
/// assert_eq!(subject.map(|idx| document.word(idx)), Some("minister"));
/// ```
#[must_use]
pub fn english() -> &'static Model {
    static MODEL: LazyLock<Model> =
        LazyLock::new(|| Model::from_files(&files()).expect("the shipped model fits the program"));
    &MODEL
}
