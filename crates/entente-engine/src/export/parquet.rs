//! Tables as Parquet, one group of rows after the other.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::column::writer::ColumnWriter;
use ::parquet::data_type::ByteArray;
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::Type;
use serde_json::Value;

use super::record::{Column, Kind};
use super::sheet::{Batch, Sheet};
use super::{Error, Table};

/// Rows and bytes of text at which a group is written.
const MAX_ROWS: usize = 20_000;
const MAX_BYTES: usize = 32 << 20;

/// A table that is being written.
pub(super) struct Parquet<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    rows: Batch,
}

impl<W: Write + Send> Parquet<W> {
    pub fn new(table: Table, out: W) -> Result<Self, Error> {
        let fields = table
            .columns()
            .into_iter()
            .map(|column| field(column).map(Arc::new));
        let fields = fields.collect::<Result<_, _>>().map_err(failed)?;
        let schema = Type::group_type_builder(table.name())
            .with_fields(fields)
            .build()
            .map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties));
        Ok(Self {
            writer: writer.map_err(failed)?,
            rows: Batch::new(MAX_ROWS, MAX_BYTES),
        })
    }

    fn write_group(&mut self, table: Table) -> Result<(), Error> {
        let rows = self.rows.take();
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for (place, column) in table.columns().into_iter().enumerate() {
            let mut writer = group
                .next_column()
                .map_err(failed)?
                .expect("there are as many columns as the schema names");
            let values = rows.iter().map(|row| &row[place]);
            write_column(writer.untyped(), column, values).map_err(failed)?;
            writer.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        Ok(())
    }
}

impl<W: Write + Send> Sheet for Parquet<W> {
    fn begin(&mut self, _: Table) -> Result<(), Error> {
        Ok(())
    }

    fn row(&mut self, table: Table, values: Vec<Value>) -> Result<(), Error> {
        match self.rows.push(values) {
            true => self.write_group(table),
            false => Ok(()),
        }
    }

    fn end(mut self, table: Table) -> Result<(), Error> {
        if !self.rows.is_empty() {
            self.write_group(table)?;
        }
        self.writer.finish().map_err(failed)?;
        Ok(self.writer.inner_mut().flush()?)
    }
}

fn field(column: Column) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
        Kind::Truth => (Physical::BOOLEAN, None),
    };
    Type::primitive_type_builder(column.name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL)
        .build()
}

fn write_column<'a>(
    writer: &mut ColumnWriter,
    column: Column,
    values: impl Iterator<Item = &'a Value>,
) -> Result<(), ParquetError> {
    let values: Vec<&Value> = values.collect();
    let levels: Vec<i16> = values
        .iter()
        .map(|value| i16::from(!value.is_null()))
        .collect();
    let there = values.into_iter().filter(|value| !value.is_null());
    match (writer, column.kind) {
        (ColumnWriter::ByteArrayColumnWriter(writer), Kind::Text) => {
            let texts = there.map(|value| {
                ByteArray::from(value.as_str().unwrap_or_default().as_bytes().to_vec())
            });
            writer.write_batch(&texts.collect::<Vec<_>>(), Some(&levels), None)?
        }
        (ColumnWriter::Int64ColumnWriter(writer), Kind::Whole) => {
            let numbers = there.map(|value| value.as_i64().unwrap_or_default());
            writer.write_batch(&numbers.collect::<Vec<_>>(), Some(&levels), None)?
        }
        (ColumnWriter::DoubleColumnWriter(writer), Kind::Real) => {
            let numbers = there.map(|value| value.as_f64().unwrap_or_default());
            writer.write_batch(&numbers.collect::<Vec<_>>(), Some(&levels), None)?
        }
        (ColumnWriter::BoolColumnWriter(writer), Kind::Truth) => {
            let truths = there.map(|value| value.as_bool().unwrap_or_default());
            writer.write_batch(&truths.collect::<Vec<_>>(), Some(&levels), None)?
        }
        _ => unreachable!("the schema gives each kind its own writer"),
    };
    Ok(())
}

fn failed(error: ParquetError) -> Error {
    Error::Write(std::io::Error::other(error))
}
