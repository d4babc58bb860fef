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

pub use super::record::Kind;
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
        let columns = table.columns().into_iter();
        let columns = columns.map(|column| (column.name, column.kind));
        Ok(Self {
            writer: writer(table.name(), columns, out).map_err(failed)?,
            rows: Batch::new(MAX_ROWS, MAX_BYTES),
        })
    }

    fn write_group(&mut self, table: Table) -> Result<(), Error> {
        let kinds = table.columns().into_iter().map(|column| column.kind);
        write_group(&mut self.writer, kinds, &self.rows.take()).map_err(failed)
    }
}

/// A table with a value of its kind, or none, for each column of each row.
///
/// # Errors
///
/// If two columns have one name.
pub fn table(
    name: &str,
    columns: &[(String, Kind)],
    rows: &[Vec<Value>],
) -> Result<Vec<u8>, Error> {
    let named = columns.iter().map(|(name, kind)| (name.as_str(), *kind));
    let mut writer = writer(name, named, Vec::new()).map_err(failed)?;
    for rows in rows.chunks(MAX_ROWS) {
        let kinds = columns.iter().map(|(_, kind)| *kind);
        write_group(&mut writer, kinds, rows).map_err(failed)?;
    }
    writer.into_inner().map_err(failed)
}

fn writer<'a, W: Write + Send>(
    name: &str,
    columns: impl Iterator<Item = (&'a str, Kind)>,
    out: W,
) -> Result<SerializedFileWriter<W>, ParquetError> {
    let fields = columns.map(|(name, kind)| field(name, kind).map(Arc::new));
    let fields = fields.collect::<Result<_, _>>()?;
    let schema = Type::group_type_builder(name).with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .build();
    SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))
}

fn write_group<W: Write + Send>(
    writer: &mut SerializedFileWriter<W>,
    kinds: impl Iterator<Item = Kind>,
    rows: &[Vec<Value>],
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for (place, kind) in kinds.enumerate() {
        let mut column = group
            .next_column()?
            .expect("there are as many columns as the schema names");
        write_column(column.untyped(), kind, rows.iter().map(|row| &row[place]))?;
        column.close()?;
    }
    group.close()?;
    Ok(())
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

fn field(name: &str, kind: Kind) -> Result<Type, ParquetError> {
    let (physical, logical) = match kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
        Kind::Truth => (Physical::BOOLEAN, None),
    };
    Type::primitive_type_builder(name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL)
        .build()
}

fn write_column<'a>(
    writer: &mut ColumnWriter,
    kind: Kind,
    values: impl Iterator<Item = &'a Value>,
) -> Result<(), ParquetError> {
    let values: Vec<&Value> = values.collect();
    let levels: Vec<i16> = values
        .iter()
        .map(|value| i16::from(!value.is_null()))
        .collect();
    let there = values.into_iter().filter(|value| !value.is_null());
    match (writer, kind) {
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

#[cfg(test)]
mod tests {
    use ::parquet::data_type::AsBytes;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::Field;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let columns = [
            ("word".to_owned(), Kind::Text),
            ("n".to_owned(), Kind::Whole),
            ("share".to_owned(), Kind::Real),
            ("is_so".to_owned(), Kind::Truth),
        ];
        let rows = [
            vec![json!("Orda"), json!(3), json!(0.5), json!(true)],
            vec![json!(null), json!(null), json!(null), json!(null)],
            vec![json!(""), json!(-1), json!(2), json!(false)],
        ];
        let bytes = table("items", &columns, &rows).expect("it can be written");
        let file = tempfile::tempfile().expect("a file can be made");
        Write::write_all(&mut &file, bytes.as_bytes()).expect("it can be written");
        let reader = SerializedFileReader::new(file).expect("it is Parquet");
        let read = reader.get_row_iter(None).expect("it has rows");
        let read: Vec<Vec<Field>> = read
            .map(|row| {
                row.expect("a row")
                    .into_columns()
                    .into_iter()
                    .map(|(_, field)| field)
                    .collect()
            })
            .collect();
        let text = |text: &str| Field::Str(text.to_owned());
        let none = || vec![Field::Null, Field::Null, Field::Null, Field::Null];
        assert_eq!(
            read,
            [
                vec![
                    text("Orda"),
                    Field::Long(3),
                    Field::Double(0.5),
                    Field::Bool(true)
                ],
                none(),
                vec![
                    text(""),
                    Field::Long(-1),
                    Field::Double(2.0),
                    Field::Bool(false)
                ],
            ]
        );
        let none = table("items", &columns, &[]).expect("it can be written");
        assert!(none.starts_with(b"PAR1") && none.ends_with(b"PAR1"));
    }
}
