//! `entente config`: what is set, and where.

use std::process::ExitCode;

use super::{json, print};
use crate::arguments::{AskFormat, ShowConfig};
use crate::config::{Config, Setting};
use crate::failure::Failure;
use crate::read::table::{cell, fit, width};
use crate::render::plain;

/// Columns of names and values.
const NAME: usize = 22;
const VALUE: usize = 12;

/// Prints every setting with its origin.
pub fn config(settings: &ShowConfig, config: &Config) -> Result<ExitCode, Failure> {
    let all = config.settings();
    let columns = width(settings.width);
    let text = match settings.format {
        AskFormat::Json => json(&all)?,
        AskFormat::Text => all.iter().map(|one| line(one, columns)).collect(),
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn line(setting: &Setting, columns: usize) -> String {
    let value = setting.value.as_deref().unwrap_or("-");
    let (name, value) = (cell(&setting.name, NAME), cell(&plain(value), VALUE));
    let line = format!(
        "{name}  {value}  {}: {}",
        plain(&setting.origin),
        setting.what
    );
    fit(&line, columns) + "\n"
}
