//! Where articles go: standard output or a file, in one of the formats.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::Path;

use indicatif::ProgressBar;

use super::parquet::Table;
use super::{Shown, table};
use crate::arguments::{Read, ReadFormat};
use crate::failure::Failure;
use crate::stream::Sink;

/// Text on its way to standard output or into a file.
pub struct Out {
    file: Option<BufWriter<File>>,
    bar: ProgressBar,
}

impl Out {
    /// Opens the file, or standard output if none is named.
    ///
    /// # Errors
    ///
    /// If the file cannot be made.
    pub fn new(path: Option<&Path>, bar: &ProgressBar) -> Result<Self, Failure> {
        Ok(Self {
            file: created(path)?.map(BufWriter::new),
            bar: bar.clone(),
        })
    }

    /// Writes a text; the bar makes way for it.
    pub fn write(&mut self, text: &str) -> std::io::Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(text.as_bytes()),
            None => self
                .bar
                .suspend(|| anstream::stdout().write_all(text.as_bytes())),
        }
    }

    /// Writes what is left.
    pub fn finish(self) -> std::io::Result<()> {
        match self.file {
            Some(mut file) => file.flush(),
            None => std::io::stdout().flush(),
        }
    }
}

fn created(path: Option<&Path>) -> Result<Option<File>, Failure> {
    let file = path.map(|path| {
        File::create(path).map_err(|cause| Failure::CannotCreate {
            path: path.to_owned(),
            cause,
        })
    });
    file.transpose()
}

/// The open output.
pub struct Output {
    kind: Kind,
    format: ReadFormat,
    width: usize,
    n_articles: u64,
}

enum Kind {
    /// Lines and prose.
    Text(Out),
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
        let path = settings.output.as_deref();
        let kind = match settings.format {
            ReadFormat::Parquet => Kind::Table(Box::new(table_in(path)?)),
            _ => Kind::Text(Out::new(path, bar)?),
        };
        Ok(Self {
            kind,
            format: settings.format,
            width: table::width(settings.width),
            n_articles: 0,
        })
    }
}

fn table_in(path: Option<&Path>) -> Result<Table, Failure> {
    let Some(file) = created(path)? else {
        if std::io::stdout().is_terminal() {
            return Err(Failure::NeedsFile);
        }
        return Ok(Table::new(Box::new(std::io::stdout()))?);
    };
    Ok(Table::new(Box::new(BufWriter::new(file)))?)
}

impl Sink<Shown> for Output {
    fn write(&mut self, shown: Shown) -> std::io::Result<()> {
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
            (Kind::Text(out), Shown::Text(text)) => out.write(&(before + &text)),
            (Kind::Table(_), Shown::Text(_)) | (_, Shown::Row(_)) => Ok(()),
        }
    }

    fn n_written(&self) -> u64 {
        self.n_articles
    }

    fn finish(self) -> std::io::Result<()> {
        match self.kind {
            Kind::Text(out) => out.finish(),
            Kind::Table(table) => table.finish(),
        }
    }
}
