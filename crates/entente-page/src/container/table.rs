//! Pages out of tables in text: CSV and TSV with a line of names first.
//!
//! Source: RFC 4180. Cells may hold line breaks and, within quotation marks, whatever stands between cells.

use std::collections::VecDeque;

use entente_types::Problem;

use super::field::{Field, Fields, Filling, all, no_text};
use super::reader::{LineEnd, Reader};
use super::{Found, MAX_RECORD_BYTES, Settings};

/// Longest row.
const MAX_ROW_BYTES: usize = 2 * MAX_RECORD_BYTES;
/// Most cells of a row. The widest tables of news have some hundred.
const MAX_CELLS: usize = 2000;

/// The pages of a table.
pub struct Table<'a> {
    name: String,
    reader: Reader<'a>,
    from: u64,
    fields: Fields,
    /// What stands between cells; not known before the first row.
    between: Option<u8>,
    /// For each field the cells that can hold it.
    layout: Vec<(Field, usize)>,
    columns: Vec<String>,
    line: Vec<u8>,
    waiting: VecDeque<Found>,
    has_ended: bool,
}

impl<'a> Table<'a> {
    /// Begins to read; nothing is looked at yet.
    pub fn new(name: &str, reader: Reader<'a>, settings: &Settings) -> Self {
        Self {
            name: name.to_owned(),
            reader,
            from: settings.from,
            fields: settings.fields.clone(),
            between: None,
            layout: Vec::new(),
            columns: Vec::new(),
            line: Vec::new(),
            waiting: VecDeque::new(),
            has_ended: false,
        }
    }

    fn tell(&mut self, place: u64, problem: Problem) {
        self.waiting.push_back(Found::Problem { place, problem });
    }

    /// Reads the names of the columns.
    fn begin(&mut self) {
        let mut row = Vec::new();
        if self.row(&mut row).is_none() {
            self.has_ended = true;
            return;
        }
        let row = row.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&row);
        let between = between(row);
        self.between = Some(between);
        self.columns = cells(row, between)
            .map(|cell| text(cell).trim().to_owned())
            .collect();
        for field in all() {
            for column in self.fields.columns(field, &self.columns) {
                let idx = self.columns.iter().position(|name| name == column);
                self.layout.extend(idx.map(|idx| (field, idx)));
            }
        }
        if !self.layout.iter().any(|(field, _)| *field == Field::Text) {
            self.tell(0, no_text(&self.columns));
            self.has_ended = true;
        }
        self.reader.go_to(std::mem::take(&mut self.from));
    }

    fn step(&mut self) {
        let place = self.reader.place();
        let mut row = Vec::new();
        let end = self.row(&mut row);
        let failure = self.reader.problem();
        self.has_ended = end.is_none() || failure.is_some();
        match (failure, end) {
            (Some(problem), _) => self.tell(place, problem),
            (None, Some(RowEnd::Open)) => {
                let message = "a quotation mark in the row is never closed; the row is left out";
                self.tell(place, Problem::new("bad-record", message));
            }
            (None, Some(RowEnd::Long)) => {
                let message = format!(
                    "the row is longer than {} MB and left out",
                    MAX_ROW_BYTES >> 20
                );
                self.tell(place, Problem::new("too-long", message));
            }
            (None, Some(RowEnd::Row)) if !row.trim_ascii().is_empty() => self.give(place, &row),
            _ => {}
        }
    }

    /// Reads lines until no cell is open. Behind a quotation mark that is never closed, reading goes on with the
    /// next line, so that one stray mark does not swallow the table.
    fn row(&mut self, row: &mut Vec<u8>) -> Option<RowEnd> {
        let mut is_open = false;
        let mut n_first = 0;
        loop {
            let end = self.reader.line(MAX_ROW_BYTES, &mut self.line)?;
            is_open = is_open_after(&self.line, self.between, is_open);
            row.extend_from_slice(&self.line);
            if end == LineEnd::Break {
                row.push(b'\n');
            }
            if n_first == 0 {
                n_first = row.len();
            }
            if end == LineEnd::TooLong {
                return Some(RowEnd::Long);
            }
            if !is_open {
                return Some(RowEnd::Row);
            }
            if row.len() > MAX_ROW_BYTES || self.reader.peek(1).is_empty() {
                self.reader.give_back(&row[n_first..]);
                return Some(RowEnd::Open);
            }
        }
    }

    fn give(&mut self, place: u64, row: &[u8]) {
        let cells: Vec<&[u8]> = cells(row, self.between.unwrap_or(b',')).collect();
        let mut filling = Filling::new(&self.name, place, "table");
        for (field, idx) in &self.layout {
            if let Some(cell) = cells.get(*idx).filter(|_| !filling.has(*field)) {
                filling.set(*field, &self.columns[*idx], text(cell));
            }
        }
        if cells.len() < self.columns.len() {
            let message = format!(
                "the row has {} of {} cells",
                cells.len(),
                self.columns.len()
            );
            self.tell(place, Problem::new("cut-record", message));
        }
        self.waiting.extend(filling.found());
    }
}

enum RowEnd {
    Row,
    /// A cell was never closed.
    Open,
    /// A line was longer than [`MAX_ROW_BYTES`].
    Long,
}

impl Iterator for Table<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if self.between.is_none() && !self.has_ended {
            self.begin();
        }
        while self.waiting.is_empty() && !self.has_ended {
            self.step();
        }
        self.waiting.pop_front()
    }
}

/// What stands between the cells of a table, by the row of its names: whatever is commonest.
fn between(row: &[u8]) -> u8 {
    let count = |mark: u8| row.iter().filter(|byte| **byte == mark).count();
    let marks = [b',', b'\t', b';', b'|'];
    marks
        .into_iter()
        .rev()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(b',')
}

/// Is a cell open at the end of a line? A quotation mark opens one only where a cell begins: elsewhere it is a
/// mark of the text, as in tables that quote nothing.
fn is_open_after(line: &[u8], between: Option<u8>, was_open: bool) -> bool {
    let mut cell = CellState::new(was_open);
    for byte in line {
        cell.step(*byte, |byte| {
            between.map_or(b",\t;|".contains(&byte), |mark| byte == mark)
        });
    }
    cell.is_open
}

/// The cells of a row, quotation marks and all.
fn cells(row: &[u8], between: u8) -> impl Iterator<Item = &[u8]> {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let row = row.strip_suffix(b"\r").unwrap_or(row);
    let mut cell = CellState::new(false);
    row.split(move |byte| cell.step(*byte, |byte| byte == between))
        .take(MAX_CELLS)
}

/// Where a scan of a row stands.
struct CellState {
    /// Between quotation marks.
    is_open: bool,
    /// Nothing of the cell was read yet.
    is_start: bool,
    /// Directly behind a mark that closed the cell; another one opens it again, and stands for itself.
    was_closed: bool,
}

impl CellState {
    fn new(is_open: bool) -> Self {
        Self {
            is_open,
            is_start: !is_open,
            was_closed: false,
        }
    }

    /// Goes over a byte. Does it part two cells?
    fn step(&mut self, byte: u8, is_between: impl Fn(u8) -> bool) -> bool {
        let parts = !self.is_open && is_between(byte);
        let is_mark = byte == b'"';
        let opens = is_mark && !self.is_open && (self.is_start || self.was_closed);
        self.was_closed = is_mark && self.is_open;
        self.is_open = opens || self.is_open && !is_mark;
        self.is_start = parts || self.is_start && byte == b' ';
        parts
    }
}

/// The words of a cell.
fn text(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    let inner = text
        .trim()
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inner.map_or_else(|| text.to_string(), |inner| inner.replace("\"\"", "\""))
}
