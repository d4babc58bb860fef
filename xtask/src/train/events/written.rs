//! The sentences written for training: `xtask/data/events/*.tsv`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use entente_types::Span;

/// A sentence whose parties are marked.
pub struct Marked {
    /// File and line, as `cooperate-17`.
    pub id: String,
    /// The root of the act, or `NONE` where the one does nothing to the other.
    pub root: String,
    /// The sentence without marks.
    pub text: String,
    /// Who acts.
    pub actor: Vec<Span>,
    /// To whom.
    pub recipient: Vec<Span>,
}

/// All marked sentences of a folder, by file and line.
///
/// A line is `ROOT`, `past` or `todo`, and the sentence with `{A …}` around who acts and `{R …}` around whom it is
/// done to, parted by tabs; lines with `#` are remarks.
pub fn read(folder: &Path) -> Result<Vec<Marked>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(&file)?;
        for (idx, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let id = format!("{name}-{}", idx + 1);
            found
                .push(marked(id, line).with_context(|| format!("{}:{}", file.display(), idx + 1))?);
        }
    }
    Ok(found)
}

fn marked(id: String, line: &str) -> Result<Marked> {
    let mut columns = line.splitn(3, '\t');
    let mut column = || columns.next().context("three columns are wanted");
    let (root, _, sentence) = (column()?, column()?, column()?);
    let (mut text, mut rest) = (String::new(), sentence);
    let (mut actor, mut recipient) = (Vec::new(), Vec::new());
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, after) = after.split_once('}').context("a mark stays open")?;
        let (side, words) = inside.split_once(' ').context("a mark is empty")?;
        text.push_str(before);
        let span = Span::new(text.len(), text.len() + words.len());
        match side {
            "A" => actor.push(span),
            "R" => recipient.push(span),
            other => bail!("a mark is A or R, not `{other}`"),
        }
        text.push_str(words);
        rest = after;
    }
    text.push_str(rest);
    Ok(Marked {
        id,
        root: root.to_owned(),
        text,
        actor,
        recipient,
    })
}
