//! Pages out of ZIP archives.
//!
//! Nothing is written to disk: paths inside of an archive are only names. Archives inside are not opened.

use std::io::{Cursor, Read, Seek, SeekFrom};

use entente_types::Problem;
use zip::ZipArchive;

use super::gunzip::{FREE_BYTES, MAX_RATIO};
use super::reader::Reader;
use super::{
    Extent, Found, MAX_RECORD_BYTES, MAX_WHOLE_BYTES, Record, Settings, Source, mail, too_long,
};
use crate::Known;

/// Most entries. Their names are held in memory, some 300 bytes for each.
const MAX_ENTRIES: usize = 500_000;
/// Endings of entries that are pages or mails.
const ENDINGS: [&str; 7] = ["html", "htm", "xhtml", "txt", "text", "md", "eml"];

/// What an archive is read from.
pub trait Stored: Read + Seek + Send {}
impl<T: Read + Seek + Send> Stored for T {}

/// The pages of an archive, in its order.
pub fn entries<'a>(
    name: &str,
    reader: Reader<'a>,
    settings: &Settings,
) -> Box<dyn Iterator<Item = Found> + Send + 'a> {
    let archive = stored(reader.into_source()).and_then(open);
    match archive {
        Ok((archive, n_stored)) => Box::new(Entries {
            name: name.to_owned(),
            idx: usize::try_from(settings.from).unwrap_or(usize::MAX),
            archive,
            n_stored,
            n_open: 0,
            waiting: None,
        }),
        Err(problem) => Box::new(std::iter::once(Found::Problem { place: 0, problem })),
    }
}

/// The bytes of a source with free access: a file, or a stream read into memory.
pub fn stored<'a>(source: Source<'a>) -> Result<Box<dyn Stored + 'a>, Problem> {
    let stream = match source {
        Source::File(file) => return Ok(Box::new(std::io::BufReader::new(file))),
        Source::Stream(stream) => stream,
    };
    Ok(Box::new(Cursor::new(in_memory(stream)?)))
}

/// All bytes of a stream, if they are not too many.
pub fn in_memory(stream: impl Read) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = stream
        .take(MAX_WHOLE_BYTES as u64 + 1)
        .read_to_end(&mut bytes);
    read.map_err(|error| {
        Problem::new(
            "cannot-read",
            format!("the system could not read on: {error}"),
        )
    })?;
    if bytes.len() > MAX_WHOLE_BYTES {
        let message = format!(
            "it is longer than {} MB and can be read only from a file that is not packed again",
            MAX_WHOLE_BYTES >> 20
        );
        return Err(Problem::new("too-long", message));
    }
    Ok(bytes)
}

type Archive<'a> = ZipArchive<Box<dyn Stored + 'a>>;

/// Opens an archive; gives its stored size too.
fn open(mut stored: Box<dyn Stored + '_>) -> Result<(Archive<'_>, u64), Problem> {
    let bad = |error: &dyn std::fmt::Display| {
        let message = format!("the archive's table of contents cannot be read: {error}");
        Problem::new("bad-container", message)
    };
    let n_stored = stored.seek(SeekFrom::End(0)).map_err(|e| bad(&e))?;
    let n_entries = n_entries(&mut stored, n_stored).map_err(|e| bad(&e))?;
    if n_entries > MAX_ENTRIES as u64 {
        let message = format!("it has {n_entries} entries; at most {MAX_ENTRIES} are read");
        return Err(Problem::new("too-many", message));
    }
    Ok((ZipArchive::new(stored).map_err(|e| bad(&e))?, n_stored))
}

/// How many entries an archive says it has, before its table of contents is read.
fn n_entries(stored: &mut dyn Stored, n_stored: u64) -> std::io::Result<u64> {
    /// The end of the table, and the longest comment behind it.
    const MAX_END_BYTES: u64 = 22 + 0xFFFF + 128;
    stored.seek(SeekFrom::Start(n_stored.saturating_sub(MAX_END_BYTES)))?;
    let mut end = Vec::new();
    stored.take(MAX_END_BYTES).read_to_end(&mut end)?;
    let number = |mark: &[u8], at: usize, n_bytes: usize| {
        let start = memchr::memmem::rfind(&end, mark)? + at;
        let bytes = end.get(start..start + n_bytes)?;
        Some(
            bytes
                .iter()
                .rev()
                .fold(0, |all, byte| all << 8 | u64::from(*byte)),
        )
    };
    let small = number(b"PK\x05\x06", 10, 2).unwrap_or(0);
    Ok(number(b"PK\x06\x06", 32, 8).unwrap_or(0).max(small))
}

struct Entries<'a> {
    name: String,
    archive: Archive<'a>,
    idx: usize,
    n_stored: u64,
    /// Bytes that came out so far.
    n_open: u64,
    waiting: Option<Found>,
}

impl Entries<'_> {
    /// Reads one entry; nothing if it holds no page.
    fn entry(&mut self, idx: usize) -> Option<Result<Record, Problem>> {
        let bad = |message: String| Some(Err(Problem::new("bad-record", message)));
        let (entry_name, bytes, problem) = {
            let entry = match self.archive.by_index(idx) {
                Ok(entry) => entry,
                Err(error) => return bad(format!("entry {idx} cannot be opened: {error}")),
            };
            let entry_name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if entry.is_dir() || !is_page(&entry_name) {
                return None;
            }
            let mut bytes = Vec::new();
            let read = entry
                .take(MAX_RECORD_BYTES as u64 + 1)
                .read_to_end(&mut bytes);
            if let Err(error) = read {
                return bad(format!("`{entry_name}` is damaged: {error}"));
            }
            let problem = (bytes.len() > MAX_RECORD_BYTES).then(too_long);
            bytes.truncate(MAX_RECORD_BYTES);
            (entry_name, bytes, problem)
        };
        self.n_open += bytes.len() as u64;
        let place = idx as u64;
        self.waiting = problem.map(|problem| Found::Problem { place, problem });
        let name = format!("{}/{entry_name}", self.name);
        if entry_name.to_ascii_lowercase().ends_with(".eml") {
            let mut problems = Vec::new();
            let mut mails = mail::message(&name, &bytes, &mut problems);
            return mails.pop().map(|record| Ok(Record { place, ..record }));
        }
        Some(Ok(Record {
            name,
            place,
            bytes,
            extent: Extent::Whole,
            known: Known::default(),
        }))
    }
}

impl Iterator for Entries<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if let Some(waiting) = self.waiting.take() {
            return Some(waiting);
        }
        while self.idx < self.archive.len() {
            let idx = self.idx;
            let place = idx as u64;
            self.idx += 1;
            if self.n_open > FREE_BYTES && self.n_open / MAX_RATIO > self.n_stored {
                self.idx = usize::MAX;
                let message = format!(
                    "the archive holds more than {MAX_RATIO} times its size; the rest is left out"
                );
                let problem = Problem::new("too-dense", message);
                return Some(Found::Problem { place, problem });
            }
            match self.entry(idx) {
                Some(Ok(record)) => return Some(Found::Page(record)),
                Some(Err(problem)) => return Some(Found::Problem { place, problem }),
                None => {}
            }
        }
        None
    }
}

/// Is an entry a page, by its name? What operating systems put beside files is none.
fn is_page(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    let ending = last.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_hidden = last.starts_with('.') || name.starts_with("__MACOSX/");
    !is_hidden
        && ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
}
