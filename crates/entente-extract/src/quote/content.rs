//! What kind of words are attributed.

use std::ops::Range;

use entente_types::{Dep, Tag};

use super::reader::Reader;

/// Does a verb head a run of content, finite or in the infinitive, so that it can stand as what was said?
#[must_use]
pub fn is_clause(reader: &Reader, run: &Range<usize>) -> bool {
    run.clone().any(|token| {
        let is_top = reader
            .document
            .head(token)
            .is_none_or(|head| !run.contains(&head));
        is_top && !matches!(reader.dep(token), Dep::Pcomp | Dep::Amod) && is_verbal(reader, token)
    })
}

/// Is the token a finite verb, an infinitive, or a participle with its auxiliary?
fn is_verbal(reader: &Reader, token: usize) -> bool {
    match reader.tag(token) {
        Tag::Vb | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md => true,
        Tag::Vbg | Tag::Vbn => reader
            .document
            .child(token, &[Dep::Aux, Dep::Auxpass])
            .is_some(),
        _ => false,
    }
}
