//! Streams of pages out of files: archives, tables, feeds and mail, one record at a time.
//!
//! ```text
//! file or stream ─format─► WARC · JSONL · CSV · Parquet · mbox · ZIP · feed · sitemap ─► records
//! ```

pub mod feed;
pub mod sitemap;

use std::fs::File;
use std::io::Read;

use entente_types::Problem;

use crate::Known;

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
}
