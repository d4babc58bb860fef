//! Tables: rows as they come, in the forms that hold rows under names.

use std::io::Write;

use entente_world::View;
use serde_json::{Map, Value};

use super::{Error, Settings, Table, csv, record};

/// Something that takes rows.
///
/// A trait, because text forms and column forms take rows in four ways.
pub(super) trait Sheet {
    /// Before the first row.
    fn begin(&mut self, table: Table) -> Result<(), Error>;
    /// One row, a value for each column.
    fn row(&mut self, table: Table, values: Vec<Value>) -> Result<(), Error>;
    /// After the last row.
    fn end(self, table: Table) -> Result<(), Error>;
}

/// Rows that wait to be written together.
pub(super) struct Batch {
    rows: Vec<Vec<Value>>,
    n_bytes: usize,
    most: usize,
    most_bytes: usize,
}

impl Batch {
    /// Is full with `most` rows or `most_bytes` bytes of text.
    pub fn new(most: usize, most_bytes: usize) -> Self {
        Self {
            rows: Vec::new(),
            n_bytes: 0,
            most,
            most_bytes,
        }
    }

    /// Adds a row; whether the batch is full now.
    pub fn push(&mut self, row: Vec<Value>) -> bool {
        let texts = row.iter().filter_map(Value::as_str);
        self.n_bytes += texts.map(str::len).sum::<usize>();
        self.rows.push(row);
        self.rows.len() >= self.most || self.n_bytes >= self.most_bytes
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows; none wait after that.
    pub fn take(&mut self) -> Vec<Vec<Value>> {
        self.n_bytes = 0;
        std::mem::take(&mut self.rows)
    }
}

/// Writes a table.
pub(super) fn write(
    view: &View,
    table: Table,
    settings: &Settings,
    mut sheet: impl Sheet,
) -> Result<u64, Error> {
    sheet.begin(table)?;
    let mut n = 0;
    record::each(view, table, settings, |values| {
        n += 1;
        sheet.row(table, values)
    })?;
    sheet.end(table)?;
    Ok(n)
}

/// CSV.
pub(super) struct Csv<W: Write>(pub W);

impl<W: Write> Sheet for Csv<W> {
    fn begin(&mut self, table: Table) -> Result<(), Error> {
        let columns = table.columns().into_iter();
        let names = columns.map(|column| Value::from(column.name));
        Ok(self
            .0
            .write_all(csv::row(&names.collect::<Vec<_>>()).as_bytes())?)
    }

    fn row(&mut self, _: Table, values: Vec<Value>) -> Result<(), Error> {
        Ok(self.0.write_all(csv::row(&values).as_bytes())?)
    }

    fn end(mut self, _: Table) -> Result<(), Error> {
        Ok(self.0.flush()?)
    }
}

/// One JSON object on each line.
pub(super) struct Jsonl<W: Write>(pub W);

impl<W: Write> Sheet for Jsonl<W> {
    fn begin(&mut self, _: Table) -> Result<(), Error> {
        Ok(())
    }

    fn row(&mut self, table: Table, values: Vec<Value>) -> Result<(), Error> {
        let names = table
            .columns()
            .into_iter()
            .map(|column| column.name.to_owned());
        let object: Map<String, Value> = names.zip(values).collect();
        line(&mut self.0, &Value::Object(object))
    }

    fn end(mut self, _: Table) -> Result<(), Error> {
        Ok(self.0.flush()?)
    }
}

/// A value as one line of JSON, with escapes for everything that could steer a terminal.
pub(super) fn line(out: &mut impl Write, value: &impl serde::Serialize) -> Result<(), Error> {
    let text = serde_json::to_string(value).map_err(std::io::Error::from)?;
    out.write_all(crate::clean::json(&text).as_bytes())?;
    Ok(out.write_all(b"\n")?)
}

/// Objects inside of one JSON text, parted by commas.
pub(super) struct Objects<W: Write> {
    out: W,
    /// Objects so far.
    pub n: u64,
}

impl<W: Write> Objects<W> {
    /// Begins with what stands before the first object.
    pub fn new(mut out: W, before: &str) -> Result<Self, Error> {
        out.write_all(before.as_bytes())?;
        out.write_all(b"\n")?;
        Ok(Self { out, n: 0 })
    }

    /// Adds an object.
    pub fn push(&mut self, value: &Value) -> Result<(), Error> {
        if self.n > 0 {
            self.out.write_all(b",\n")?;
        }
        self.n += 1;
        Ok(self
            .out
            .write_all(crate::clean::json(&value.to_string()).as_bytes())?)
    }

    /// Ends with what stands after the last object; gives how many there were.
    pub fn end(mut self, after: &str) -> Result<u64, Error> {
        self.out.write_all(b"\n")?;
        self.out.write_all(after.as_bytes())?;
        self.out.write_all(b"\n")?;
        self.out.flush()?;
        Ok(self.n)
    }
}
