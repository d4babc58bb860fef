//! The oracles.
use anyhow::Result;
use std::path::Path;
/// Runs them.
pub fn specs(_folder: &Path) -> Result<()> {
    Ok(())
}
