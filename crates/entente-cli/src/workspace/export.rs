//! `entente export`: what a workspace knows, in the forms that other programs read.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use entente_engine::export::{Format, Settings, Table, write};
use entente_engine::rows;
use entente_engine::world::Chosen;

use super::chart::story;
use super::{open, view};
use crate::arguments::{Export, ExportFormat, ExportTable};
use crate::failure::Failure;
use crate::render::count;

/// Bytes that are written at once.
const BUFFER: usize = 1 << 20;

/// Writes an export.
pub fn export(settings: &Export) -> Result<ExitCode, Failure> {
    let world = open(&settings.at.place)?;
    let view = view(&world, &settings.at);
    let format = format(settings);
    let chosen = Chosen {
        from: settings.from.map(|day| day.to_string()),
        to: settings.to.map(|day| day.to_string()),
        source: settings.source.clone(),
        story: settings.story.as_ref().map(story).transpose()?,
        actor: None,
    };
    let asked = Settings {
        chosen,
        least: settings.least,
        least_articles: settings.least_articles,
    };
    let n = match &settings.output {
        None if is_binary(format) && std::io::stdout().is_terminal() => {
            return Err(Failure::NeedsFile);
        }
        None => quiet(write(
            &view,
            format,
            &asked,
            BufWriter::with_capacity(BUFFER, std::io::stdout()),
        ))?,
        Some(path) => {
            let failed = |cause| Failure::CannotCreate {
                path: path.clone(),
                cause,
            };
            let file = File::create(path).map_err(failed)?;
            let n = write(
                &view,
                format,
                &asked,
                BufWriter::with_capacity(BUFFER, file),
            )?;
            let mut err = anstream::stderr();
            _ = writeln!(err, "{} in `{}`", count(n, "row", "rows"), path.display());
            n
        }
    };
    Ok(ExitCode::from(u8::from(n == 0)))
}

/// Whoever read standard output may have seen enough.
fn quiet(written: Result<u64, entente_engine::export::Error>) -> Result<u64, Failure> {
    use entente_engine::export::Error;
    match written {
        Err(Error::Write(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(1),
        written => Ok(written?),
    }
}

fn is_binary(format: Format) -> bool {
    matches!(format, Format::Parquet(_) | Format::Arrow(_))
}

fn format(settings: &Export) -> Format {
    let table = match settings.table.unwrap_or(ExportTable::Events) {
        ExportTable::Articles => Table::Articles,
        ExportTable::Claims => Table::Claims,
        ExportTable::Events => Table::Events,
        ExportTable::Quotes => Table::Quotes,
        ExportTable::Figures => Table::Figures,
        ExportTable::Stories => Table::Stories,
    };
    match settings.format {
        ExportFormat::Csv => Format::Csv(table),
        ExportFormat::Jsonl => Format::Jsonl(table),
        ExportFormat::Parquet => Format::Parquet(table),
        ExportFormat::Arrow => Format::Arrow(table),
        ExportFormat::Plover => Format::Rows(rows::Format::Plover),
        ExportFormat::Polecat => Format::Rows(rows::Format::Polecat),
        ExportFormat::Icews => Format::Rows(rows::Format::Icews),
        ExportFormat::Gdelt => Format::Rows(rows::Format::Gdelt),
        ExportFormat::GdeltMentions => Format::Rows(rows::Format::GdeltMentions),
        ExportFormat::Ftm => Format::Ftm,
        ExportFormat::FtmStatements => Format::FtmStatements,
        ExportFormat::Stix => Format::Stix,
        ExportFormat::Geojson => Format::GeoJson,
        ExportFormat::Graphml => Format::GraphMl,
        ExportFormat::Rss => Format::Rss,
        ExportFormat::Atom => Format::Atom,
        ExportFormat::Csl => Format::Csl,
    }
}
