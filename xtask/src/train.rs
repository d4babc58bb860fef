//! Trains the tables that ship with Entente, from data that is named beside each table.

mod acts;
mod events;
pub mod identity;
mod mentions;
mod names;
pub mod pages;
pub mod pairs;
mod pronouns;
mod quotes;
mod stories;
mod trees;
mod words;

pub use trees::Random;

use anyhow::{Result, bail};

/// Parts of a cross-validation.
const N_FOLDS: u64 = 5;

/// Runs one training. `arguments` are the words after `train`.
pub fn run(arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        Some((task, rest)) if task == "acts" => acts::run(rest),
        Some((task, rest)) if task == "events" => events::run(rest),
        Some((task, _)) if task == "clauses" => pairs::clauses(),
        Some((task, rest)) if task == "identity" => identity::run(rest),
        Some((task, _)) if task == "dates" => pairs::dates(),
        Some((task, _)) if task == "figures" => pairs::figures(),
        Some((task, rest)) if task == "mentions" => mentions::run(rest),
        Some((task, rest)) if task == "names" => names::run(rest),
        Some((task, rest)) if task == "pages" => pages::run(rest),
        Some((task, rest)) if task == "pronouns" => pronouns::run(rest),
        Some((task, rest)) if task == "quotes" => quotes::run(rest),
        Some((task, rest)) if task == "stories" => stories::run(rest),
        Some((task, rest)) if task == "words" => words::run(rest),
        _ => bail!(
            "name what to train: acts clauses dates events identity mentions names pages pronouns quotes stories words"
        ),
    }
}
/// The part that a text belongs to, by its id: the same in every run.
fn part(id: &str) -> u64 {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 20) % N_FOLDS
}
