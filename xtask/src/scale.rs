//! How does a workspace of a million articles answer? `scale make` writes one out of a small workspace, `scale ask` times the
//! program on it, verb by verb, `scale serve` its pages and resources.

mod ask;
mod make;
mod serve;
mod vary;

use std::path::Path;

use anyhow::{Context, Result, bail};

/// `arguments`: `make WORKSPACE ARTICLES FOLDER`, `ask WORKSPACE [QUESTIONS [PROGRAM]]`, or
/// `serve WORKSPACE [QUESTIONS [READERS [PROGRAM]]]`.
pub fn run(arguments: &[String]) -> Result<()> {
    let word = |place: usize| arguments.get(place).map(String::as_str);
    let folder = |place: usize| word(place).map(Path::new).context("name a workspace");
    match word(0) {
        Some("make") => {
            let n = word(2).context("say how many articles")?.parse()?;
            make::run(folder(1)?, n, folder(3)?)
        }
        Some("ask") => ask::run(folder(1)?, word(2).unwrap_or("40").parse()?, word(3)),
        Some("serve") => {
            let n_readers = word(3).unwrap_or("200").parse()?;
            serve::run(
                folder(1)?,
                word(2).unwrap_or("40").parse()?,
                n_readers,
                word(4),
            )
        }
        _ => bail!("say `make`, `ask` or `serve`, and a workspace; `cargo xtask` tells more"),
    }
}
