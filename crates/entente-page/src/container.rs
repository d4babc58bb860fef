//! Streams of pages out of files: archives, tables, feeds and mail, one record at a time.
//!
//! ```text
//! file or stream ─gunzip─► format ─► WARC · JSON lines · CSV · Parquet · mbox · ZIP · feed · sitemap ─► records
//! ```
//!
//! Memory is bounded by a few records, whatever a file holds or claims to hold. A record that cannot be read is a
//! problem with its place, and the rest goes on.

pub mod feed;
mod field;
mod format;
mod gunzip;
mod http;
mod json;
mod mail;
mod moment;
mod parquet;
mod raw;
mod reader;
pub mod sitemap;
mod table;
mod warc;
mod zip;

use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use entente_types::Problem;

pub use field::{Fields, NoField};
pub use format::{ENDINGS, Format};

use crate::Known;
use reader::Reader;

/// Longest record that is kept. Of a longer one the first part is kept, with a problem.
///
/// The longest pages of newspapers, live blogs of a whole day, have 5 MB of markup.
pub const MAX_RECORD_BYTES: usize = 16 << 20;
/// How much is held in memory of a ZIP or Parquet that comes as a stream: these keep their table of contents at
/// the end. Larger ones must be files.
pub const MAX_WHOLE_BYTES: usize = 256 << 20;

/// One page out of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The container and the place in it: `news.warc.gz#12345`, `pages.zip/a.html`. A file that is one page
    /// has its own name.
    pub name: String,
    /// What [`Settings::from`] takes to begin at this record again: a byte offset, or the number of a row, an
    /// item or an entry, counted from 0.
    pub place: u64,
    /// The page.
    pub bytes: Vec<u8>,
    /// How much of the page the bytes are.
    pub extent: Extent,
    /// What the container says of it.
    pub known: Known,
}

/// How much of a page a record holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    #[default]
    Whole,
    /// A summary, or the first words. The page itself stands at its address.
    Summary,
    /// Nothing but the address.
    Address,
}

/// What an iterator over a container meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A page.
    Page(Record),
    /// Something that could not be read. The rest goes on.
    Problem {
        /// Where, as [`Record::place`].
        place: u64,
        /// What.
        problem: Problem,
    },
}

/// Where the bytes of a container come from.
pub enum Source<'a> {
    /// Bytes in order.
    Stream(Box<dyn Read + Send + 'a>),
    /// A file on disk. ZIP and Parquet keep their table of contents at the end, and are read best this way.
    File(File),
}

/// How to read a container.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Begin at the record of this place; 0 begins at the first.
    pub from: u64,
    /// Which columns or keys hold what; where nothing is said, the usual names are tried.
    pub fields: Fields,
    /// Counts the stored bytes that were taken, for showing progress.
    pub progress: Option<Arc<AtomicU64>>,
}

/// The pages of a container, in its order.
pub struct Records<'a> {
    found: Box<dyn Iterator<Item = Found> + Send + 'a>,
    /// What the container is.
    pub format: Format,
}

impl Iterator for Records<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        self.found.next()
    }
}

/// The pages of a file or stream, in its order.
///
/// What the file is, is told by its first bytes, and by the ending of `name` where they leave that open; gzip is
/// opened first. What is no container is one page.
///
/// ```
/// use entente_page::container::{Found, Settings, Source, records};
///
/// let lines = r#"{"headline": "Port reopens", "body": "The port of Orda reopened on Monday."}"#;
/// let source = Source::Stream(Box::new(lines.as_bytes()));
/// let found: Vec<Found> = records("news.jsonl", source, &Settings::default()).collect();
/// let Found::Page(record) = &found[0] else { panic!() };
/// assert_eq!(record.known.title.as_deref(), Some("Port reopens"));
/// ```
#[must_use]
pub fn records<'a>(name: &str, source: Source<'a>, settings: &Settings) -> Records<'a> {
    let mut reader = Reader::new(source, settings.progress.clone());
    let format = format::of(name, reader.peek(format::START_BYTES));
    reader.stops_at_members &= format == Format::Warc;
    let found: Box<dyn Iterator<Item = Found> + Send + 'a> = match format {
        Format::Warc => Box::new(warc::Warc::new(name, reader, settings)),
        Format::JsonLines => Box::new(json::Lines::new(name, reader, settings)),
        Format::Csv | Format::Tsv => Box::new(table::Table::new(name, reader, settings)),
        Format::Parquet => parquet::rows(name, reader, settings),
        Format::Zip => zip::entries(name, reader, settings),
        Format::Mbox => Box::new(mail::Mbox::new(name, reader, settings)),
        Format::Eml => Box::new(whole(name, reader, settings, mail::message)),
        Format::Feed => Box::new(whole(name, reader, settings, feed::items)),
        Format::Sitemap => Box::new(whole(name, reader, settings, sitemap::entries)),
        Format::Page => Box::new(whole(name, reader, settings, page)),
    };
    Records { found, format }
}

/// Records of a file that is read at once, up to [`MAX_RECORD_BYTES`].
fn whole(
    name: &str,
    mut reader: Reader<'_>,
    settings: &Settings,
    read: fn(&str, &[u8], &mut Vec<Problem>) -> Vec<Record>,
) -> impl Iterator<Item = Found> + Send + use<> {
    let mut bytes = Vec::new();
    reader.take(u64::MAX >> 1, MAX_RECORD_BYTES + 1, &mut bytes);
    let mut problems: Vec<Problem> = reader.problem().into_iter().collect();
    if bytes.len() > MAX_RECORD_BYTES {
        bytes.truncate(MAX_RECORD_BYTES);
        problems.push(too_long());
    }
    let records = read(name, &bytes, &mut problems);
    let from = settings.from;
    let problems = problems
        .into_iter()
        .map(|problem| Found::Problem { place: 0, problem });
    let records = records
        .into_iter()
        .filter(move |record| record.place >= from);
    problems.chain(records.map(Found::Page))
}

/// A file that is one page.
fn page(name: &str, bytes: &[u8], _: &mut Vec<Problem>) -> Vec<Record> {
    vec![Record {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
        ..Record::default()
    }]
}

fn too_long() -> Problem {
    let message = format!(
        "the record is longer than {} MB; only that much is read",
        MAX_RECORD_BYTES >> 20
    );
    Problem::new("too-long", message)
}
