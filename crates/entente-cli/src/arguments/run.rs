//! What can be said to `entente watch`, `config` and `doctor`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{AskFormat, In};

/// What to watch.
#[derive(Debug, Args)]
pub struct Watch {
    /// Folders, or files that are written anew; whatever `entente add` takes.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub place: In,
    /// Which column or key holds what, as for `entente read`.
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    pub field: Vec<String>,
    /// Seconds from one look to the next.
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    pub every: f64,
    /// Look once, add, do what is missing, and end: for scripts.
    #[arg(long)]
    pub once: bool,
    /// Threads to use. Default: one for each processor.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Show no progress.
    #[arg(long, short)]
    pub quiet: bool,
}

impl Watch {
    /// From one look to the next.
    pub fn every(&self) -> Duration {
        Duration::from_secs_f64(self.every)
    }
}

/// How to print settings.
#[derive(Debug, Args)]
pub struct ShowConfig {
    #[command(flatten)]
    pub place: In,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = AskFormat::Text)]
    pub format: AskFormat,
    /// Columns to fill with `text`. Default: as wide as the terminal, 100 if there is none.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// What to look at.
#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    pub place: In,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = AskFormat::Text)]
    pub format: AskFormat,
}

/// A time that can be waited for.
fn seconds(word: &str) -> Result<f64, String> {
    let wanted = || "a number of seconds from 0.1 to 86400 is wanted".to_owned();
    let seconds: f64 = word.parse().map_err(|_| wanted())?;
    (0.1..=86_400.0)
        .contains(&seconds)
        .then_some(seconds)
        .ok_or_else(wanted)
}
