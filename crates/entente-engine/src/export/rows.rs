//! Acts of a workspace in the forms of event data.

use std::io::Write;

use entente_world::{Reading, View};
use rayon::prelude::*;

use super::{Error, Settings, each};
use crate::rows::{self, Columns, Format};

/// Articles that are parsed and written together.
const BATCH: usize = 64;

pub(super) fn write(
    view: &View,
    format: Format,
    settings: &Settings,
    mut out: impl Write,
) -> Result<u64, Error> {
    if let Some(heading) = rows::heading(format, Columns::WithSentence) {
        out.write_all(heading.as_bytes())?;
    }
    let mut n = 0;
    let mut batch = Vec::with_capacity(BATCH);
    each(view, settings, |reading| {
        batch.push(reading);
        if batch.len() == BATCH {
            n += flush(&mut batch, format, settings, &mut out)?;
        }
        Ok(())
    })?;
    n += flush(&mut batch, format, settings, &mut out)?;
    out.flush()?;
    Ok(n)
}

fn flush(
    batch: &mut Vec<Reading>,
    format: Format,
    settings: &Settings,
    out: &mut impl Write,
) -> Result<u64, Error> {
    let lines: Vec<Vec<String>> = std::mem::take(batch)
        .into_par_iter()
        .map(|reading| lines(reading, format, settings))
        .collect();
    let mut n = 0;
    for line in lines.into_iter().flatten() {
        n += 1;
        out.write_all(line.as_bytes())?;
    }
    Ok(n)
}

/// The lines of an article. It is parsed again, for rows tell the number of their sentence; the claims are those that are kept.
fn lines(reading: Reading, format: Format, settings: &Settings) -> Vec<String> {
    if reading.claims.claims.is_empty() {
        return Vec::new();
    }
    let document = crate::parse(crate::Precision::default(), reading.article).value;
    let rows = rows::of(&document, &reading.claims);
    let rows = rows
        .iter()
        .filter(|row| row.event.confidence >= settings.least);
    let lines = rows.flat_map(|row| rows::lines(format, Columns::WithSentence, row));
    match format {
        Format::Plover => lines.map(|line| crate::clean::json(&line)).collect(),
        _ => lines.collect(),
    }
}
