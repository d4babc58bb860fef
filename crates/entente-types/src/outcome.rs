//! The best reading of something, and what was lost on the way.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// Something that a step could not make sense of. The rest went on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// Stable code in kebab-case, explained in `docs/problems.md`.
    pub code: String,
    /// What happened, with the value that caused it, as one sentence without a full stop.
    pub message: String,
    /// Where in the stored text, if it has a place there.
    pub span: Option<Span>,
}

impl Problem {
    /// A problem that has no place in the text.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            span: None,
        }
    }
}

/// A best reading together with the problems met on the way: reading never fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome<T> {
    /// The best reading.
    pub value: T,
    /// What was lost, in order of discovery.
    pub problems: Vec<Problem>,
}
