//! Pages out of JSON lines, one object on each line, and out of one JSON document: an object, or a list of them.

use std::collections::VecDeque;

use entente_types::Problem;
use serde_json::{Map, Value};

use super::field::{Field, Fields, Filling, all, no_text};
use super::reader::{LineEnd, Reader};
use super::{Found, MAX_RECORD_BYTES, Settings};

/// Longest line. Markup grows by a third when it is written as JSON.
const MAX_LINE_BYTES: usize = 2 * MAX_RECORD_BYTES;
/// Broken lines that are told one by one; of more, only how many there are.
const MAX_BROKEN_TOLD: usize = 20;
/// Names that are joined where an article has several authors.
const MAX_NAMES: usize = 50;

/// The pages of a file of JSON lines.
pub struct Lines<'a> {
    name: String,
    reader: Reader<'a>,
    from: u64,
    fields: Fields,
    line: Vec<u8>,
    waiting: VecDeque<Found>,
    has_ended: bool,
    is_no_text_told: bool,
    /// Has a line been read that is not blank?
    has_begun: bool,
    n_broken: usize,
}

impl<'a> Lines<'a> {
    /// Begins to read; nothing is looked at yet.
    pub fn new(name: &str, reader: Reader<'a>, settings: &Settings) -> Self {
        Self {
            name: name.to_owned(),
            reader,
            from: settings.from,
            fields: settings.fields.clone(),
            line: Vec::new(),
            waiting: VecDeque::new(),
            has_ended: false,
            is_no_text_told: false,
            has_begun: false,
            n_broken: 0,
        }
    }

    fn tell(&mut self, place: u64, problem: Problem) {
        self.waiting.push_back(Found::Problem { place, problem });
    }

    fn step(&mut self) {
        let place = self.reader.place();
        let end = self.reader.line(MAX_LINE_BYTES, &mut self.line);
        let failure = self.reader.problem();
        self.has_ended = failure.is_some() || end.is_none();
        if end.is_some() {
            self.read(
                place,
                end == Some(LineEnd::TooLong),
                end == Some(LineEnd::File),
            );
        }
        if let Some(problem) = failure {
            self.tell(place, problem);
        }
        let n_untold = self.n_broken.saturating_sub(MAX_BROKEN_TOLD);
        if self.has_ended && n_untold > 0 {
            let message = format!("{n_untold} more lines are not JSON objects");
            self.tell(place, Problem::new("bad-record", message));
        }
    }

    fn read(&mut self, place: u64, is_long: bool, is_last: bool) {
        let line = self
            .line
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(&self.line);
        if is_long {
            let message = format!(
                "the line is longer than {} MB and left out",
                MAX_LINE_BYTES >> 20
            );
            return self.tell(place, Problem::new("too-long", message));
        }
        if line.trim_ascii().is_empty() {
            return;
        }
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        let is_list = line.trim_ascii_start().starts_with(b"[");
        match serde_json::from_slice::<Map<String, Value>>(line) {
            Ok(object) => self.give(place, &object),
            Err(error) if is_first && place == 0 && (is_list || error.is_eof() && !is_last) => {
                self.document(is_last);
            }
            Err(error) if is_last && error.is_eof() => {
                let message = "the file ends inside of a JSON object";
                self.tell(place, Problem::new("cut-record", message));
            }
            Err(error) => {
                self.n_broken += 1;
                if self.n_broken <= MAX_BROKEN_TOLD {
                    let message = format!("the line is not a JSON object: {error}");
                    self.tell(place, Problem::new("bad-record", message));
                }
            }
        }
    }

    /// The rest of a file whose first line only begins a document.
    fn document(&mut self, is_last: bool) {
        let mut written = std::mem::take(&mut self.line);
        let mut goes_on = !is_last;
        while goes_on && written.len() <= MAX_LINE_BYTES {
            let end = self.reader.line(MAX_LINE_BYTES, &mut self.line);
            written.push(b'\n');
            written.extend_from_slice(&self.line);
            let failure = self.reader.problem();
            goes_on = end == Some(LineEnd::Break) && failure.is_none();
            if let Some(problem) = failure {
                self.tell(0, problem);
            }
        }
        self.has_ended = true;
        match serde_json::from_slice(&written) {
            Ok(Value::Object(object)) => self.give(0, &object),
            Ok(Value::Array(list)) => self.list(&list),
            Ok(_) => self.tell(
                0,
                Problem::new("bad-record", "the file holds no JSON object"),
            ),
            Err(error) => {
                let message =
                    format!("the file is neither JSON lines nor one JSON document: {error}");
                self.tell(0, Problem::new("bad-record", message));
            }
        }
    }

    fn list(&mut self, list: &[Value]) {
        let n_others = list.iter().filter(|value| !value.is_object()).count();
        for object in list.iter().filter_map(Value::as_object) {
            self.give(0, object);
        }
        if n_others > 0 {
            let message = format!("{n_others} entries of the list are not JSON objects");
            self.tell(0, Problem::new("bad-record", message));
        }
    }

    fn give(&mut self, place: u64, object: &Map<String, Value>) {
        let filling = fill(
            object,
            &self.fields,
            Filling::new(&self.name, place, "jsonl"),
        );
        if !filling.has(Field::Text) && !self.is_no_text_told {
            self.is_no_text_told = true;
            let columns: Vec<String> = object.keys().cloned().collect();
            self.tell(place, no_text(&columns));
        }
        self.waiting.extend(filling.found());
    }
}

impl Iterator for Lines<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        self.reader.go_to(std::mem::take(&mut self.from));
        while self.waiting.is_empty() && !self.has_ended {
            self.step();
        }
        self.waiting.pop_front()
    }
}

/// Fills a record from an object.
fn fill(object: &Map<String, Value>, fields: &Fields, mut filling: Filling) -> Filling {
    let columns: Vec<String> = object.keys().cloned().collect();
    for field in all() {
        if let Some(asked) = fields.asked(field) {
            if let Some(value) = inside(object, asked) {
                filling.set(field, asked, words(value));
            }
            continue;
        }
        for column in fields.columns(field, &columns) {
            filling.set(field, column, words(&object[column]));
            if filling.has(field) {
                break;
            }
        }
    }
    filling
}

/// The value of a key, or of a key inside of objects: `article.body`.
fn inside<'a>(object: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let (outer, inner) = path.split_once('.')?;
    inside(object.get(outer)?.as_object()?, inner)
}

/// A value as words: of an object its name, of an array its parts joined.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => {
            let parts = values.iter().take(MAX_NAMES).map(words);
            parts
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ")
        }
        Value::Object(object) => {
            let name = ["name", "title", "uri", "url"]
                .iter()
                .find_map(|key| object.get(*key));
            name.and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        Value::Null | Value::Bool(_) => String::new(),
    }
}
