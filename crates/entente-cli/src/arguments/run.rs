//! What can be said to `entente serve`, `mcp`, `watch`, `config` and `doctor`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{AskFormat, In};

/// What to serve, and to whom.
#[derive(Debug, Args)]
pub struct Serve {
    /// Folder of the workspace. Default: the one that the current folder lies in.
    #[arg(value_name = "WORKSPACE")]
    pub folder: Option<PathBuf>,
    /// Address and port; port 0 takes a free one. Only this computer reaches the default.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7300")]
    pub address: SocketAddr,
    /// A name under which other computers may ask, besides the address; can be given several times. They need the token.
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// What other computers must show; better as the variable `ENTENTE_SERVE_TOKEN`, which nobody sees. Default: one that is made
    /// for this run, if others can reach it.
    #[arg(long, value_name = "TOKEN")]
    pub token: Option<String>,
    /// Let those who may write have feeds fetched by their addresses: only public ones, as `entente feed --pages` does. Without it
    /// no socket is opened.
    #[arg(long)]
    pub feeds: bool,
    /// Fetch every feed again after so many minutes, by itself: those that were fetched before, and those that are asked for.
    #[arg(long, value_name = "MINUTES", requires = "feeds", value_parser = clap::value_parser!(u32).range(1..=10_080))]
    pub poll: Option<u32>,
    /// Let the hosts of these feeds be in a private network.
    #[arg(long, requires = "feeds")]
    pub private_feeds: bool,
}

/// What to answer about.
#[derive(Debug, Args)]
pub struct Agents {
    /// Folder of the workspace. Default: the one that the current folder lies in.
    #[arg(value_name = "WORKSPACE")]
    pub folder: Option<PathBuf>,
}

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
