//! How does a workspace of a million articles answer? `scale make` writes one out of a small workspace, `scale ask` times the
//! program on it, verb by verb.

mod ask;
mod make;
mod vary;

use std::path::Path;

use anyhow::{Context, Result, bail};

/// `arguments`: `make WORKSPACE ARTICLES FOLDER`, or `ask WORKSPACE [QUESTIONS [PROGRAM]]`.
pub fn run(arguments: &[String]) -> Result<()> {
    let word = |place: usize| arguments.get(place).map(String::as_str);
    let folder = |place: usize| word(place).map(Path::new).context("name a workspace");
    match word(0) {
        Some("make") => {
            let n = word(2).context("say how many articles")?.parse()?;
            make::run(folder(1)?, n, folder(3)?)
        }
        Some("ask") => ask::run(folder(1)?, word(2).unwrap_or("40").parse()?, word(3)),
        _ => bail!("say `make WORKSPACE ARTICLES FOLDER` or `ask WORKSPACE [QUESTIONS [PROGRAM]]`"),
    }
}
