//! Articles as rows of Arrow, in batches.

use std::sync::Arc;

use arrow_array::builder::{Date32Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use entente_engine::container::{Found, Record, records};
use entente_engine::intake;
use entente_engine::types::{Article, Moment, Problem, Stated, days_since_1970};
use rayon::prelude::*;

use crate::report::Report;

/// Rows of a batch, and pages that are read at once.
const MAX_ROWS: usize = 4_096;
const AT_ONCE: usize = 256;

/// Texts of a row in the order of their columns, from `address` on.
const TEXTS: [&str; 9] = [
    "address",
    "title",
    "source",
    "published",
    "modified",
    "agency",
    "dateline",
    "section",
    "language",
];

/// Rows that are collected.
pub struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    rows: Rows,
}

/// The rows of a batch.
#[derive(Default)]
struct Rows {
    n: usize,
    name: StringBuilder,
    place: Int64Builder,
    texts: [StringBuilder; TEXTS.len()],
    day: Date32Builder,
    authors: ListBuilder<StringBuilder>,
    text: StringBuilder,
    problems: ListBuilder<StringBuilder>,
}

impl Table {
    /// Without rows.
    pub fn new() -> Self {
        let list = || DataType::List(Arc::new(Field::new("item", DataType::Utf8, true)));
        let mut fields = vec![
            Field::new("name", DataType::Utf8, false),
            Field::new("place", DataType::Int64, false),
        ];
        fields.extend(TEXTS.map(|name| Field::new(name, DataType::Utf8, true)));
        fields.extend([
            Field::new("day", DataType::Date32, true),
            Field::new("authors", list(), false),
            Field::new("text", DataType::Utf8, false),
            Field::new("problems", list(), false),
        ]);
        Self {
            schema: Arc::new(Schema::new(fields)),
            batches: Vec::new(),
            rows: Rows::default(),
        }
    }

    fn push(
        &mut self,
        record: &Record,
        article: &Article,
        problems: &[Problem],
    ) -> Result<(), ArrowError> {
        let text =
            |stated: &Option<Stated<String>>| stated.as_ref().map(|stated| stated.value.clone());
        let moment = |stated: &Option<Stated<Moment>>| {
            stated.as_ref().map(|stated| stated.value.to_string())
        };
        let rows = &mut self.rows;
        rows.name.append_value(&record.name);
        rows.place
            .append_value(i64::try_from(record.place).unwrap_or(i64::MAX));
        let texts = [
            text(&article.address).or_else(|| record.known.address.clone()),
            text(&article.title),
            text(&article.source),
            moment(&article.published),
            moment(&article.modified),
            text(&article.agency),
            text(&article.dateline),
            text(&article.section),
            text(&article.language),
        ];
        for (column, text) in rows.texts.iter_mut().zip(texts) {
            column.append_option(text);
        }
        rows.day.append_option(article.day().map(days_since_1970));
        rows.authors.append_value(
            article
                .authors
                .iter()
                .map(|author| Some(author.value.as_str())),
        );
        rows.text.append_value(article.body());
        rows.problems
            .append_value(problems.iter().map(|problem| Some(problem.code.as_str())));
        rows.n += 1;
        if rows.n == MAX_ROWS {
            self.close()?;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), ArrowError> {
        let mut rows = std::mem::take(&mut self.rows);
        let mut columns: Vec<ArrayRef> =
            vec![Arc::new(rows.name.finish()), Arc::new(rows.place.finish())];
        for mut text in rows.texts {
            columns.push(Arc::new(text.finish()));
        }
        columns.push(Arc::new(rows.day.finish()));
        columns.push(Arc::new(rows.authors.finish()));
        columns.push(Arc::new(rows.text.finish()));
        columns.push(Arc::new(rows.problems.finish()));
        self.batches
            .push(RecordBatch::try_new(self.schema.clone(), columns)?);
        Ok(())
    }

    /// The columns and all rows.
    pub fn done(mut self) -> Result<(SchemaRef, Vec<RecordBatch>), ArrowError> {
        if self.rows.n > 0 {
            self.close()?;
        }
        Ok((self.schema, self.batches))
    }
}

/// Reads the pages of one file, many at once, in their order.
pub fn read(
    report: Report,
    table: &mut Table,
    problems: &mut Vec<(String, Problem)>,
) -> std::io::Result<()> {
    let (name, source) = report.source()?;
    let mut found = records(&name, source, &Default::default());
    loop {
        let some: Vec<Found> = found.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return Ok(());
        }
        let read: Vec<_> = some.into_par_iter().map(one).collect();
        for (record, article, met) in read {
            let Some(record) = record else {
                problems.extend(met.into_iter().map(|problem| (name.clone(), problem)));
                continue;
            };
            if let Some(article) = article {
                table
                    .push(&record, &article, &met)
                    .map_err(std::io::Error::other)?;
            }
            problems.extend(
                met.into_iter()
                    .map(|problem| (record.name.clone(), problem)),
            );
        }
    }
}

/// One page; a fault of the program in one of them is told like any other problem.
fn one(found: Found) -> (Option<Record>, Option<Article>, Vec<Problem>) {
    match found {
        Found::Page(record) => {
            let read =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| intake::read(&record)));
            let (article, problems) = read.unwrap_or_else(|_| (None, vec![intake::fault()]));
            (Some(record), article, problems)
        }
        Found::Problem { problem, .. } => (None, None, vec![problem]),
    }
}
