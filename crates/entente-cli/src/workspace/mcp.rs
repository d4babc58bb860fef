//! `entente mcp`: the workspace for agents.

use std::process::ExitCode;

use entente_server::{Guard, Server, mcp as tools};

use crate::arguments::Agents;
use crate::failure::Failure;

/// Answers an agent until it closes standard input.
pub fn mcp(settings: &Agents) -> Result<ExitCode, Failure> {
    let folder = super::folder(settings.folder.as_deref())?;
    // Whoever starts the process reads what it may read.
    let server = Server::open(&folder, Guard::new(None, Vec::new())?)?;
    tools::stdio(server).map_err(Failure::NoAgent)?;
    Ok(ExitCode::SUCCESS)
}
