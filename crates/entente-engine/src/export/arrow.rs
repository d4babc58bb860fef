//! Tables as Arrow IPC files, one batch of rows after the other.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_ipc::writer::FileWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use serde_json::Value;

use super::record::Kind;
use super::sheet::{Batch, Sheet};
use super::{Error, Table};

/// Rows and bytes of text at which a batch is written.
const MAX_ROWS: usize = 8_192;
const MAX_BYTES: usize = 16 << 20;

/// A table that is being written.
pub(super) struct Arrow<W: Write> {
    writer: FileWriter<W>,
    schema: Arc<Schema>,
    rows: Batch,
}

impl<W: Write> Arrow<W> {
    pub fn new(table: Table, out: W) -> Result<Self, Error> {
        let fields = table.columns().into_iter().map(|column| {
            let kind = match column.kind {
                Kind::Text => DataType::Utf8,
                Kind::Whole => DataType::Int64,
                Kind::Real => DataType::Float64,
                Kind::Truth => DataType::Boolean,
            };
            Field::new(column.name, kind, true)
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        Ok(Self {
            writer: FileWriter::try_new(out, &schema).map_err(failed)?,
            schema,
            rows: Batch::new(MAX_ROWS, MAX_BYTES),
        })
    }

    fn write_batch(&mut self, table: Table) -> Result<(), Error> {
        let rows = self.rows.take();
        let columns = table.columns().into_iter().enumerate();
        let arrays =
            columns.map(|(place, column)| array(column.kind, rows.iter().map(|row| &row[place])));
        let batch = RecordBatch::try_new(self.schema.clone(), arrays.collect()).map_err(failed)?;
        self.writer.write(&batch).map_err(failed)
    }
}

impl<W: Write> Sheet for Arrow<W> {
    fn begin(&mut self, _: Table) -> Result<(), Error> {
        Ok(())
    }

    fn row(&mut self, table: Table, values: Vec<Value>) -> Result<(), Error> {
        match self.rows.push(values) {
            true => self.write_batch(table),
            false => Ok(()),
        }
    }

    fn end(mut self, table: Table) -> Result<(), Error> {
        if !self.rows.is_empty() {
            self.write_batch(table)?;
        }
        self.writer.finish().map_err(failed)?;
        Ok(self.writer.get_mut().flush()?)
    }
}

fn array<'a>(kind: Kind, values: impl Iterator<Item = &'a Value>) -> ArrayRef {
    match kind {
        Kind::Text => Arc::new(values.map(Value::as_str).collect::<StringArray>()),
        Kind::Whole => Arc::new(values.map(Value::as_i64).collect::<Int64Array>()),
        Kind::Real => Arc::new(values.map(Value::as_f64).collect::<Float64Array>()),
        Kind::Truth => Arc::new(values.map(Value::as_bool).collect::<BooleanArray>()),
    }
}

fn failed(error: ArrowError) -> Error {
    Error::Write(std::io::Error::other(error))
}
