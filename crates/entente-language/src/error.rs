//! What can go wrong when a model is loaded. Parsing never fails.

use std::path::PathBuf;

use crate::rules::RulesError;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are no model file.
    #[error("this is no model file of Entente")]
    NoModel,
    /// The file is of another version of the format.
    #[error(
        "the model file has format {found}; this program reads format {known}: make it again with `cargo xtask model`"
    )]
    Version {
        /// Version in the file.
        found: u32,
        /// Version that this program reads.
        known: u32,
    },
    /// The file is cut off, or was written to later.
    #[error("the model file should have {expected} bytes and has {found}: copy it again")]
    Cut {
        /// Length by its head.
        expected: u64,
        /// Length.
        found: u64,
    },
    /// A section is missing or broken.
    #[error("the model file's section `{name}` cannot be used: {reason}")]
    Section {
        /// Name of the section.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The rules inside do not fit this program.
    #[error("the model's rules cannot be used")]
    Rules(#[from] RulesError),
    /// The file cannot be opened.
    #[error("the model file {} cannot be opened", path.display())]
    Open {
        /// Where it was looked for.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Error {
    /// A broken section.
    pub(crate) fn section(name: &str, reason: &str) -> Self {
        Self::Section {
            name: name.to_owned(),
            reason: reason.to_owned(),
        }
    }
}
