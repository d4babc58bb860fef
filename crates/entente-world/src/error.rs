//! What the disk can do to a workspace.

use std::path::PathBuf;

use crate::store::Refusal;

/// Why a workspace cannot be opened, written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A folder that holds no workspace.
    #[error("`{}` is no workspace", .0.display())]
    NoWorkspace(PathBuf),
    /// A folder in which there is one already.
    #[error("`{}` is a workspace already", .0.display())]
    IsWorkspace(PathBuf),
    /// A workspace made by a newer program.
    #[error("the workspace is of form {found}, this program knows forms up to {known}")]
    Newer {
        /// Form of the workspace.
        found: usize,
        /// Newest form that is known.
        known: usize,
    },
    /// Another process has been writing for too long; its number where the system tells.
    #[error("another process is writing to the workspace")]
    Locked(Option<u32>),
    /// An id that names nothing, or nothing yet at the moment that was asked for.
    #[error("there is no `{0}`")]
    NoSuch(String),
    /// Bytes that are not what they were.
    #[error("{what} is damaged: {how}")]
    Damaged {
        /// What was looked at.
        what: String,
        /// What is wrong with it.
        how: String,
    },
    /// A question in SQL that cannot be answered.
    #[error("{0}")]
    Question(String),
    /// A question that took longer than it may.
    #[error("the question took too long")]
    TooLong,
    /// A correction that cannot be made.
    #[error("{0}")]
    Review(String),
    /// What the database says.
    #[error("the database says: {0}")]
    Database(Refusal),
    /// What the index of words says.
    #[error("the index says: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// What the system says.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            refusal if refusal.is_busy() => Self::Locked(None),
            refusal if refusal.is_over() => Self::TooLong,
            refusal => Self::Database(refusal),
        }
    }
}

impl Error {
    pub(crate) fn damaged(what: impl Into<String>, how: impl ToString) -> Self {
        Self::Damaged {
            what: what.into(),
            how: how.to_string(),
        }
    }
}
