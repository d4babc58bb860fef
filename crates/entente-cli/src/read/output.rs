//! Where articles go: standard output or a file, in one of the formats.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};

use indicatif::ProgressBar;

use super::parquet::Table;
use super::{Shown, table};
use crate::arguments::{Read, ReadFormat};
use crate::failure::Failure;

/// The open output.
pub struct Output {
    kind: Kind,
    bar: ProgressBar,
    format: ReadFormat,
    width: usize,
    /// How many articles were written.
    pub n_articles: u64,
}

enum Kind {
    /// Standard output.
    Standard,
    /// A file.
    File(BufWriter<File>),
    /// A table in columns.
    Table(Box<Table>),
}

impl Output {
    /// Opens the output that was asked for.
    ///
    /// # Errors
    ///
    /// If a file cannot be made, or Parquet would go to a terminal.
    pub fn new(settings: &Read, bar: &ProgressBar) -> Result<Self, Failure> {
        let file = settings.output.as_ref().map(|path| {
            File::create(path)
                .map(BufWriter::new)
                .map_err(|cause| Failure::CannotCreate {
                    path: path.clone(),
                    cause,
                })
        });
        let file = file.transpose()?;
        let is_parquet = settings.format == ReadFormat::Parquet;
        if is_parquet && file.is_none() && std::io::stdout().is_terminal() {
            return Err(Failure::NeedsFile);
        }
        let kind = match (is_parquet, file) {
            (true, Some(file)) => Kind::Table(Box::new(Table::new(Box::new(file))?)),
            (true, None) => Kind::Table(Box::new(Table::new(Box::new(std::io::stdout()))?)),
            (false, Some(file)) => Kind::File(file),
            (false, None) => Kind::Standard,
        };
        Ok(Self {
            kind,
            bar: bar.clone(),
            format: settings.format,
            width: table::width(settings.width),
            n_articles: 0,
        })
    }

    /// Writes one article.
    pub fn write(&mut self, shown: Shown) -> std::io::Result<()> {
        let is_first = self.n_articles == 0;
        self.n_articles += 1;
        let before = match self.format {
            ReadFormat::Table if is_first => table::heading(self.width),
            ReadFormat::Text if !is_first => format!("\n{}\n\n", "─".repeat(self.width)),
            ReadFormat::Md if !is_first => "\n---\n\n".to_owned(),
            _ => String::new(),
        };
        match (&mut self.kind, shown) {
            (Kind::Table(table), Shown::Row(row)) => table.push(*row),
            (Kind::File(file), Shown::Text(text)) => file.write_all((before + &text).as_bytes()),
            (Kind::Standard, Shown::Text(text)) => self
                .bar
                .suspend(|| anstream::stdout().write_all((before + &text).as_bytes())),
            (Kind::Table(_), Shown::Text(_)) | (_, Shown::Row(_)) => Ok(()),
        }
    }

    /// Writes what is left.
    pub fn finish(self) -> std::io::Result<()> {
        match self.kind {
            Kind::Standard => std::io::stdout().flush(),
            Kind::File(mut file) => file.flush(),
            Kind::Table(table) => table.finish(),
        }
    }
}
