//! Articles as a Parquet table, one row group after the other.

use std::io::Write;
use std::sync::Arc;

use entente_engine::types::Moment;
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use super::row::Row;

/// Rows and bytes of text at which a group of rows is written: what readers open at once.
const MAX_GROUP_ROWS: usize = 20_000;
const MAX_GROUP_BYTES: usize = 64 << 20;

/// The columns, in the order in which [`Columns::push`] fills them. The README explains them.
const SCHEMA: &str = "message article {
    required binary name (STRING);
    required int64 place;
    optional binary address (STRING);
    optional binary title (STRING);
    optional binary source (STRING);
    required group authors (LIST) { repeated group list { required binary element (STRING); } }
    optional binary published (STRING);
    optional int32 day (DATE);
    optional binary modified (STRING);
    optional binary fetched (STRING);
    optional binary agency (STRING);
    optional binary dateline (STRING);
    optional binary section (STRING);
    optional binary language (STRING);
    optional binary extent (STRING);
    required int32 words;
    required binary text (STRING);
    required group problems (LIST) { repeated group list { required binary element (STRING); } }
}";
const N_COLUMNS: usize = 18;

/// A table that is being written.
pub struct Table {
    writer: SerializedFileWriter<Box<dyn Write + Send>>,
    columns: [Column; N_COLUMNS],
    n_rows: usize,
    n_bytes: usize,
}

/// The values of one column, with how often and how deep each is defined.
#[derive(Default)]
struct Column {
    texts: Vec<ByteArray>,
    numbers: Vec<i64>,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
}

impl Column {
    fn text(&mut self, value: Option<String>) {
        self.definitions.push(i16::from(value.is_some()));
        self.texts
            .extend(value.map(|text| ByteArray::from(text.into_bytes())));
    }

    fn number(&mut self, value: Option<i64>) {
        self.definitions.push(i16::from(value.is_some()));
        self.numbers.extend(value);
    }

    fn list(&mut self, values: Vec<String>) {
        if values.is_empty() {
            self.definitions.push(0);
            self.repetitions.push(0);
        }
        for (idx, value) in values.into_iter().enumerate() {
            self.definitions.push(1);
            self.repetitions.push(i16::from(idx > 0));
            self.texts.push(ByteArray::from(value.into_bytes()));
        }
    }
}

impl Table {
    /// Begins a table.
    pub fn new(out: Box<dyn Write + Send>) -> std::io::Result<Self> {
        let schema = parse_message_type(SCHEMA).map_err(failed)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
        let properties = Arc::new(properties.build());
        Ok(Self {
            writer: SerializedFileWriter::new(out, Arc::new(schema), properties).map_err(failed)?,
            columns: Default::default(),
            n_rows: 0,
            n_bytes: 0,
        })
    }

    /// Adds a row.
    pub fn push(&mut self, row: Row) -> std::io::Result<()> {
        self.n_rows += 1;
        self.n_bytes += row.text.len();
        self.fill(row);
        if self.n_rows >= MAX_GROUP_ROWS || self.n_bytes >= MAX_GROUP_BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    fn fill(&mut self, row: Row) {
        let [
            name,
            place,
            address,
            title,
            source,
            authors,
            published,
            day,
            modified,
            fetched,
            agency,
            dateline,
            section,
            language,
            extent,
            words,
            text,
            problems,
        ] = &mut self.columns;
        let written = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
        name.text(Some(row.name));
        place.number(Some(row.place.cast_signed()));
        address.text(row.address);
        title.text(row.title);
        source.text(row.source);
        authors.list(row.authors);
        published.text(written(row.published));
        day.number(row.published.map(|moment| days(moment.day)));
        modified.text(written(row.modified));
        fetched.text(written(row.fetched));
        agency.text(row.agency);
        dateline.text(row.dateline);
        section.text(row.section);
        language.text(row.language);
        extent.text(row.extent.map(str::to_owned));
        words.number(Some(i64::from(row.words)));
        text.text(Some(row.text));
        problems.list(row.problems);
    }

    fn write_group(&mut self) -> std::io::Result<()> {
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            let column = std::mem::take(column);
            let writer = group.next_column().map_err(failed)?;
            let writer = writer.expect("there are as many columns as the schema names");
            write(writer, &column).map_err(failed)?;
        }
        group.close().map_err(failed)?;
        (self.n_rows, self.n_bytes) = (0, 0);
        Ok(())
    }

    /// Writes what is left, and the table of contents.
    pub fn finish(mut self) -> std::io::Result<()> {
        if self.n_rows > 0 {
            self.write_group()?;
        }
        self.writer.finish().map_err(failed)?;
        self.writer.inner_mut().flush()
    }
}

fn write(mut writer: SerializedColumnWriter<'_>, column: &Column) -> Result<(), ParquetError> {
    let definitions = Some(column.definitions.as_slice());
    let repetitions = Some(column.repetitions.as_slice()).filter(|levels| !levels.is_empty());
    match writer.untyped() {
        ColumnWriter::ByteArrayColumnWriter(writer) => {
            writer.write_batch(&column.texts, definitions, repetitions)?
        }
        ColumnWriter::Int64ColumnWriter(writer) => {
            writer.write_batch(&column.numbers, definitions, repetitions)?
        }
        ColumnWriter::Int32ColumnWriter(writer) => {
            let numbers: Vec<i32> = column.numbers.iter().map(|number| *number as i32).collect();
            writer.write_batch(&numbers, definitions, repetitions)?
        }
        _ => unreachable!("the schema has texts and whole numbers"),
    };
    writer.close()
}

/// Days since 1970.
fn days(day: jiff::civil::Date) -> i64 {
    const EPOCH: jiff::civil::Date = jiff::civil::Date::constant(1970, 1, 1);
    day.since(EPOCH)
        .map_or(0, |span| i64::from(span.get_days()))
}

fn failed(error: ParquetError) -> std::io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<std::io::Error>() {
            Ok(error) => *error,
            Err(cause) => std::io::Error::other(cause),
        },
        other => std::io::Error::other(other),
    }
}
