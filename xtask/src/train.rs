//! Trains the tables that ship with Entente, from data that is named beside each table.

mod confidence;
mod events;
pub mod pages;
mod quotes;
mod trees;

use anyhow::{Result, bail};

/// Runs one training. `arguments` are the words after `train`.
pub fn run(arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        Some((task, rest)) if task == "confidence" => confidence::run(rest),
        Some((task, rest)) if task == "events" => events::run(rest),
        Some((task, rest)) if task == "pages" => pages::run(rest),
        Some((task, rest)) if task == "quotes" => quotes::run(rest),
        _ => bail!("name what to train: confidence events pages quotes"),
    }
}
