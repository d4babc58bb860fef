//! Finds passages that stand in two places, so that a copy never counts as a second source.
//!
//! [`Index`] finds them over a stream of articles, [`compare`](crate::compare) among the reports of one
//! story. Both cut texts into words ([`Text`]), align runs of words exactly, and judge by the same rules what
//! it means that two texts share them: a reprint, a rewrite, a later state of one report, the same quotation,
//! or the same document. Only the first three make two reports one origin.

mod about;
mod align;
mod common;
mod index;
mod judge;
pub(crate) mod postings;
mod sample;
mod story;
mod text;

pub use about::Item;
pub use index::{Found, Index, IndexSettings, Passage};
pub use text::Text;

pub(crate) use story::Copies;
