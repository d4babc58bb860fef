//! Pages out of Parquet: rows of which only the columns that say something of an article are read.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use entente_types::{Moment, Problem};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::{ReaderIter, TreeBuilder};
use parquet::record::{Field as Cell, Row};
use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, Type};

use super::field::{Field, Filling, all, no_text};
use super::reader::Reader;
use super::zip::in_memory;
use super::{Found, Settings, Source, moment};

/// Longest opened size of one column in one group of rows. Writers close a group at some 128 MB.
const MAX_COLUMN_BYTES: i64 = 2 << 30;
/// How many rows are opened at once.
const BATCH_ROWS: usize = 16;
/// Names that are joined where an article has several authors.
const MAX_NAMES: usize = 50;

/// The rows of a table.
pub fn rows<'a>(
    name: &str,
    reader: Reader<'a>,
    settings: &Settings,
) -> Box<dyn Iterator<Item = Found> + Send + 'a> {
    match open(reader.into_source()).and_then(|file| Rows::new(name, file, settings)) {
        Ok(rows) => Box::new(rows),
        Err(problem) => Box::new(std::iter::once(Found::Problem { place: 0, problem })),
    }
}

type Opened = Box<dyn FileReader + Send>;

fn open(source: Source<'_>) -> Result<Opened, Problem> {
    let stream = match source {
        Source::File(file) => {
            return guard(|| Ok(Box::new(SerializedFileReader::new(file)?) as Opened));
        }
        Source::Stream(stream) => stream,
    };
    let bytes = Bytes::from(in_memory(stream)?);
    guard(|| Ok(Box::new(SerializedFileReader::new(bytes)?) as Opened))
}

/// Calls the Parquet library. Damaged files can make it panic where it trusts what a file says of itself; that is
/// a problem of the file, and must not end the run.
fn guard<T>(call: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Problem> {
    let bad = |message: String| {
        Problem::new(
            "bad-container",
            format!("the table cannot be read: {message}"),
        )
    };
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => result.map_err(|error| bad(error.to_string())),
        Err(_) => Err(bad("it contradicts itself".to_owned())),
    }
}

struct Rows {
    name: String,
    file: Opened,
    /// The columns that are read.
    projection: SchemaDescPtr,
    /// For each field the columns that can hold it.
    columns: Vec<(Field, String)>,
    group_idx: usize,
    rows: Option<ReaderIter>,
    /// Number of the next row.
    row: u64,
    /// Number of the first row of the next group.
    next_group: u64,
    from: u64,
    waiting: VecDeque<Found>,
}

impl Rows {
    fn new(name: &str, file: Opened, settings: &Settings) -> Result<Self, Problem> {
        let root = file
            .metadata()
            .file_metadata()
            .schema_descr()
            .root_schema_ptr();
        let names: Vec<String> = root
            .get_fields()
            .iter()
            .map(|field| field.name().to_owned())
            .collect();
        let mut columns = Vec::new();
        for field in all() {
            let usual = settings.fields.columns(field, &names);
            columns.extend(usual.into_iter().map(|column| (field, column.to_owned())));
        }
        if !columns.iter().any(|(field, _)| *field == Field::Text) {
            return Err(no_text(&names));
        }
        let kept = root
            .get_fields()
            .iter()
            .filter(|field| columns.iter().any(|(_, name)| name == field.name()));
        let kept = kept.cloned().collect();
        let projection = guard(|| {
            let root = Type::group_type_builder(root.name());
            root.with_fields(kept).build()
        })?;
        let projection = Arc::new(SchemaDescriptor::new(Arc::new(projection)));
        Ok(Self {
            name: name.to_owned(),
            file,
            projection,
            columns,
            group_idx: 0,
            rows: None,
            row: 0,
            next_group: 0,
            from: settings.from,
            waiting: VecDeque::new(),
        })
    }

    fn tell(&mut self, problem: Problem) {
        let place = self.row;
        self.waiting.push_back(Found::Problem { place, problem });
    }

    /// Reads the next row, or opens the next group of rows.
    fn step(&mut self) {
        let Some(rows) = &mut self.rows else {
            return self.open_group();
        };
        match guard(|| rows.next().transpose()) {
            Ok(Some(row)) => {
                if self.row >= self.from {
                    self.give(row);
                }
                self.row += 1;
            }
            Ok(None) => self.rows = None,
            Err(problem) => {
                self.tell(problem);
                self.rows = None;
            }
        }
    }

    fn open_group(&mut self) {
        let group = self.file.metadata().row_group(self.group_idx);
        let n_rows = u64::try_from(group.num_rows()).unwrap_or(0);
        let is_huge = group.columns().iter().any(|column| {
            let root = &column.column_path().parts()[0];
            let is_read = self.columns.iter().any(|(_, name)| name == root);
            is_read && column.uncompressed_size() > MAX_COLUMN_BYTES
        });
        self.row = self.next_group;
        self.next_group = self.row.saturating_add(n_rows);
        let group_idx = self.group_idx;
        self.group_idx += 1;
        if self.next_group <= self.from {
            return;
        }
        if is_huge {
            let message = format!(
                "a group of rows has more than {} MB in one column; it is left out",
                MAX_COLUMN_BYTES >> 20
            );
            return self.tell(Problem::new("too-long", message));
        }
        let (file, projection) = (&self.file, self.projection.clone());
        let opened = guard(|| {
            let group = file.get_row_group(group_idx)?;
            TreeBuilder::new()
                .with_batch_size(BATCH_ROWS)
                .as_iter(projection, group.as_ref())
        });
        match opened {
            Ok(rows) => self.rows = Some(rows),
            Err(problem) => self.tell(problem),
        }
    }

    fn give(&mut self, row: Row) {
        let mut filling = Filling::new(&self.name, self.row, "parquet");
        let mut cells = row.into_columns();
        for (field, column) in &self.columns {
            let cell = cells.iter_mut().find(|(name, _)| name == column);
            if let Some((_, cell)) = cell.filter(|_| !filling.has(*field)) {
                filling.set(*field, column, words(std::mem::replace(cell, Cell::Null)));
            }
        }
        self.waiting.extend(filling.found());
    }
}

impl Iterator for Rows {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while self.waiting.is_empty()
            && (self.rows.is_some() || self.group_idx < self.file.num_row_groups())
        {
            self.step();
        }
        self.waiting.pop_front()
    }
}

/// A cell as words; of a list its parts joined.
fn words(cell: Cell) -> String {
    let written =
        |moment: Option<Moment>| moment.map(|moment| moment.to_string()).unwrap_or_default();
    match cell {
        Cell::Str(text) => text,
        Cell::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Cell::Date(days) => written(moment::from_days(days)),
        Cell::TimestampMillis(time) => written(moment::from_seconds(time.div_euclid(1_000))),
        Cell::TimestampMicros(time) => written(moment::from_seconds(time.div_euclid(1_000_000))),
        Cell::Int(number) => number.to_string(),
        Cell::Long(number) => number.to_string(),
        Cell::ListInternal(list) => {
            let parts = list.elements().iter().take(MAX_NAMES).cloned().map(words);
            parts
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ")
        }
        Cell::Group(row) => row
            .into_columns()
            .into_iter()
            .next()
            .map(|(_, cell)| words(cell))
            .unwrap_or_default(),
        _ => String::new(),
    }
}
