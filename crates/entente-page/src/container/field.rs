//! Which column of a table, or key of a JSON object, holds what.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use entente_types::Problem;

use super::{Extent, Found, MAX_RECORD_BYTES, Record, moment, too_long};
use crate::{Known, Media};

/// What a table can say of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Its text, or its page as HTML.
    Text,
    /// Its headline.
    Title,
    /// Who wrote it.
    Author,
    /// The publisher.
    Source,
    /// When it was published.
    Published,
    /// Its address.
    Address,
    /// When it was fetched.
    Fetched,
}

/// All fields with their names, in the order in which they are looked up.
const FIELDS: [(&str, Field); 7] = [
    ("text", Field::Text),
    ("title", Field::Title),
    ("author", Field::Author),
    ("source", Field::Source),
    ("published", Field::Published),
    ("address", Field::Address),
    ("fetched", Field::Fetched),
];

/// Which column holds which field, as far as the caller says; for the others the usual names are tried.
///
/// Written `text=body,title=headline`. A key inside of an object is reached with a point: `text=article.body`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(Field, String)>);

/// A mapping that names no field, or no column for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoField(pub String);

impl fmt::Display for NoField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
        write!(
            f,
            "`{}` is not FIELD=COLUMN with a field of: {}",
            self.0,
            names.join(", ")
        )
    }
}

impl std::error::Error for NoField {}

impl FromStr for Fields {
    type Err = NoField;

    fn from_str(text: &str) -> Result<Self, NoField> {
        let parts = text.split(',').filter(|part| !part.trim().is_empty());
        let read = |part: &str| {
            let (field, column) = part.split_once('=')?;
            let (_, field) = FIELDS.iter().find(|(name, _)| *name == field.trim())?;
            let column = column.trim();
            (!column.is_empty()).then(|| (*field, column.to_owned()))
        };
        let parts = parts.map(|part| read(part).ok_or_else(|| NoField(part.trim().to_owned())));
        Ok(Self(parts.collect::<Result<_, _>>()?))
    }
}

impl Fields {
    /// As this, with `other` before it.
    #[must_use]
    pub fn after(mut self, mut other: Self) -> Self {
        other.0.append(&mut self.0);
        other
    }

    /// The column that the caller named for a field.
    pub(super) fn asked(&self, field: Field) -> Option<&str> {
        let asked = self.0.iter().find(|(asked, _)| *asked == field);
        asked.map(|(_, column)| column.as_str())
    }

    /// The columns that can hold a field, best first: the one that was asked for, or those with a usual name.
    pub(super) fn columns<'a>(&self, field: Field, columns: &'a [String]) -> Vec<&'a str> {
        if let Some(asked) = self.asked(field) {
            let found = columns.iter().find(|column| column.trim() == asked);
            return found.map(String::as_str).into_iter().collect();
        }
        let usual = USUAL.iter().filter(|(of, _)| *of == field);
        usual
            .filter_map(|(_, name)| columns.iter().find(|column| folded(column) == *name))
            .map(String::as_str)
            .collect()
    }
}

/// All fields.
pub(super) fn all() -> impl Iterator<Item = Field> {
    FIELDS.iter().map(|(_, field)| *field)
}

/// The usual names of columns.
static USUAL: LazyLock<Vec<(Field, &str)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/fields.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let read = |line: &'static str| {
        let (field, name) = line.split_once('\t')?;
        let (_, field) = FIELDS.iter().find(|(known, _)| *known == field)?;
        Some((*field, name))
    };
    lines
        .map(|line| read(line).expect("a field and a name"))
        .collect()
});

/// A name in small letters without what joins its words.
fn folded(name: &str) -> String {
    let letters = name
        .trim()
        .chars()
        .filter(|c| !matches!(c, '_' | '-' | ' ' | '.'));
    letters.flat_map(char::to_lowercase).collect()
}

/// A record whose fields are being filled.
pub(super) struct Filling {
    record: Record,
    problems: Vec<Problem>,
}

impl Filling {
    /// An empty record at `place`.
    pub fn new(name: &str, place: u64, from: &str) -> Self {
        let known = Known {
            from: from.to_owned(),
            ..Known::default()
        };
        Self {
            record: Record {
                name: format!("{name}#{place}"),
                place,
                bytes: Vec::new(),
                extent: Extent::Whole,
                known,
            },
            problems: Vec::new(),
        }
    }

    /// Fills a field with what `column` holds. An empty value says nothing.
    pub fn set(&mut self, field: Field, column: &str, value: String) {
        let words = value.trim();
        if words.is_empty() {
            return;
        }
        let known = &mut self.record.known;
        match field {
            Field::Text => return self.set_text(column, value),
            Field::Title => known.title = Some(words.to_owned()),
            Field::Author => known.author = Some(words.to_owned()),
            Field::Source => known.source = Some(words.to_owned()),
            Field::Address => known.address = Some(words.to_owned()),
            Field::Published => known.published = moment::read(words),
            Field::Fetched => known.fetched = moment::read(words),
        }
        if field == Field::Published && known.published.is_none() {
            let shown: String = words.chars().take(40).collect();
            let message =
                format!("`{shown}` in `{column}` is not a date that can be read in one way");
            self.problems.push(Problem::new("odd-date", message));
        }
    }

    fn set_text(&mut self, column: &str, value: String) {
        if folded(column).contains("html") {
            self.record.known.media = Some(Media::Html);
        }
        self.record.bytes = value.into_bytes();
        if self.record.bytes.len() > MAX_RECORD_BYTES {
            self.record.bytes.truncate(MAX_RECORD_BYTES);
            self.problems.push(too_long());
        }
    }

    /// Is the field filled?
    pub fn has(&self, field: Field) -> bool {
        let known = &self.record.known;
        match field {
            Field::Text => !self.record.bytes.is_empty(),
            Field::Title => known.title.is_some(),
            Field::Author => known.author.is_some(),
            Field::Source => known.source.is_some(),
            Field::Published => known.published.is_some(),
            Field::Address => known.address.is_some(),
            Field::Fetched => known.fetched.is_some(),
        }
    }

    /// The record, after its problems.
    pub fn found(self) -> impl Iterator<Item = Found> {
        let place = self.record.place;
        let problems = self.problems.into_iter();
        let problems = problems.map(move |problem| Found::Problem { place, problem });
        problems.chain([Found::Page(self.record)])
    }
}

/// The problem of a table in which no column holds a text.
pub(super) fn no_text(columns: &[String]) -> Problem {
    const MAX_SHOWN: usize = 20;
    let shown: Vec<&str> = columns.iter().take(MAX_SHOWN).map(String::as_str).collect();
    let message = format!(
        "none of its columns is known to hold the text: {}; name it with `--field text=COLUMN`",
        shown.join(", ").chars().take(400).collect::<String>()
    );
    Problem::new("no-text-column", message)
}
