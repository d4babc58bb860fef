//! `entente read`: articles out of pages and containers, as a table for people or as data.

pub mod files;
mod lines;
pub mod output;
mod parquet;
pub mod pipeline;
mod prose;
mod row;
pub mod table;

use std::process::ExitCode;

use entente_engine::types::Article;

use crate::arguments::{Read, ReadFormat};
use crate::failure::Failure;
use crate::stream;

use output::Output;
use row::Row;

/// An article, ready to be written.
enum Shown {
    Text(String),
    Row(Box<Row>),
}

/// Reads and prints.
pub fn run(settings: &Read) -> Result<ExitCode, Failure> {
    stream::run(
        &settings.input,
        |bar| Output::new(settings, bar),
        |record, article, problems| {
            let row = Row::new(record, &article, problems);
            Some(show(row, &article, settings))
        },
    )
}

fn show(row: Row, article: &Article, settings: &Read) -> Shown {
    Shown::Text(match settings.format {
        ReadFormat::Table => table::line(&row, table::width(settings.width)),
        ReadFormat::Text => prose::text(&row, article),
        ReadFormat::Md => prose::markdown(&row, article),
        ReadFormat::Jsonl if settings.evidence => lines::line_with_evidence(&row, article),
        ReadFormat::Jsonl => lines::line(&row),
        ReadFormat::Parquet => return Shown::Row(Box::new(row)),
    })
}
