//! The bytes of a container in order, gzip opened, through a window of bounded size.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use entente_types::Problem;

use super::gunzip::{Fault, Gunzip, MARK, MAX_RATIO, Step, find_member};
use super::raw::Raw;
use super::{MAX_RECORD_BYTES, Source};

/// How much is opened at once: what fits into the cache of a core together with the stored bytes.
const CHUNK_BYTES: usize = 64 << 10;

/// Opened bytes: a window that is filled as it is consumed.
pub struct Reader<'a> {
    raw: Raw<'a>,
    gunzip: Option<Gunzip>,
    /// Unread bytes are `window[start..]`.
    window: Vec<u8>,
    start: usize,
    /// Offset of the first unread byte among the opened bytes.
    place: u64,
    /// Stored offset of the open member.
    member: u64,
    /// Is the end of each member an end for the reader? WARC files are read that way, and so is the beginning
    /// that tells what a file is.
    pub stops_at_members: bool,
    fault: Option<Fault>,
    is_fault_told: bool,
}

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// With a line break.
    Break,
    /// With the file.
    File,
    /// It was longer than allowed; the rest of it was skipped.
    TooLong,
}

impl<'a> Reader<'a> {
    /// Opens a source; tells gzip by its first bytes.
    pub fn new(source: Source<'a>, progress: Option<Arc<AtomicU64>>) -> Self {
        let mut raw = Raw::new(source, progress);
        let is_gzip = raw.peek(MARK.len()).starts_with(&MARK);
        Self {
            raw,
            gunzip: is_gzip.then(Gunzip::new),
            window: Vec::new(),
            start: 0,
            place: 0,
            member: 0,
            stops_at_members: is_gzip,
            fault: None,
            is_fault_told: false,
        }
    }

    /// Was it packed with gzip?
    pub fn is_gzip(&self) -> bool {
        self.gunzip.is_some()
    }

    /// Offset of the first unread byte among the opened bytes.
    pub fn place(&self) -> u64 {
        self.place
    }

    /// Stored offset of the open member of gzip, or of the last one that was open.
    pub fn member(&self) -> u64 {
        self.member
    }

    /// The source as it was stored, from its beginning, if nothing was consumed.
    pub fn into_source(self) -> Source<'a> {
        if self.gunzip.is_some() {
            return Source::Stream(Box::new(Opened(self)));
        }
        let Self {
            mut raw, window, ..
        } = self;
        raw.go_to(0);
        match raw.into_source() {
            Source::Stream(rest) => Source::Stream(Box::new(std::io::Read::chain(
                std::io::Cursor::new(window),
                rest,
            ))),
            file => file,
        }
    }

    /// The unread bytes at hand: at least `n_bytes`, unless fewer are left.
    pub fn peek(&mut self, n_bytes: usize) -> &[u8] {
        while self.window.len() - self.start < n_bytes && self.fill() {}
        &self.window[self.start..]
    }

    /// Marks bytes as read.
    pub fn consume(&mut self, n_bytes: usize) {
        let n_bytes = n_bytes.min(self.window.len() - self.start);
        self.start += n_bytes;
        self.place += n_bytes as u64;
    }

    /// Passes over bytes; gives how many there were.
    pub fn skip(&mut self, n_bytes: u64) -> u64 {
        self.take(n_bytes, 0, &mut Vec::new())
    }

    /// Reads `n_bytes` and keeps the first `n_kept` of them; gives how many there were.
    pub fn take(&mut self, n_bytes: u64, n_kept: usize, into: &mut Vec<u8>) -> u64 {
        let mut n_left = n_bytes;
        while n_left > 0 {
            let unread = self.peek(1);
            if unread.is_empty() {
                break;
            }
            let n_here = unread
                .len()
                .min(usize::try_from(n_left).unwrap_or(usize::MAX));
            let n_free = n_kept - into.len().min(n_kept);
            into.extend_from_slice(&unread[..n_here.min(n_free)]);
            self.consume(n_here);
            n_left -= n_here as u64;
        }
        n_bytes - n_left
    }

    /// Reads the next line into `line`, without its break; nothing if none is left.
    ///
    /// Of a line longer than `max_bytes` that much is kept.
    pub fn line(&mut self, max_bytes: usize, line: &mut Vec<u8>) -> Option<LineEnd> {
        line.clear();
        let mut is_long = false;
        if self.peek(1).is_empty() {
            return None;
        }
        loop {
            let unread = self.peek(1);
            let end = memchr::memchr(b'\n', unread);
            let n_here = end.unwrap_or(unread.len());
            let n_free = max_bytes - line.len();
            is_long |= n_here > n_free;
            line.extend_from_slice(&unread[..n_here.min(n_free)]);
            let is_last = unread.is_empty();
            self.consume(n_here + usize::from(end.is_some()));
            if is_long && (end.is_some() || is_last) {
                return Some(LineEnd::TooLong);
            }
            if end.is_some() {
                return Some(LineEnd::Break);
            }
            if is_last {
                return Some(LineEnd::File);
            }
        }
    }

    /// Puts bytes that were just read back in front.
    pub fn give_back(&mut self, bytes: &[u8]) {
        self.window.splice(..self.start, bytes.iter().copied());
        self.start = 0;
        self.place -= bytes.len() as u64;
    }

    /// Goes forward to an offset among the opened bytes; in a plain file without reading what lies before.
    pub fn go_to(&mut self, place: u64) {
        let n_unread = (self.window.len() - self.start) as u64;
        if self.gunzip.is_none() && place > self.place + n_unread {
            self.window.clear();
            self.start = 0;
            self.raw.go_to(place);
            self.place = place;
        } else {
            self.skip(place.saturating_sub(self.place));
        }
    }

    /// Goes to the member of gzip that begins at a stored offset.
    pub fn go_to_member(&mut self, member: u64) {
        self.raw.go_to(member);
        self.forget_member();
    }

    /// Length of the head that begins here, up to and with its blank line; nothing if there is none within
    /// `max_bytes`.
    pub fn head(&mut self, max_bytes: usize) -> Option<usize> {
        let mut n_bytes = 1024.min(max_bytes);
        loop {
            let unread = self.peek(n_bytes);
            let end = head_end(&unread[..unread.len().min(max_bytes)]);
            if end.is_some() || unread.len() < n_bytes || n_bytes == max_bytes {
                return end;
            }
            n_bytes = (4 * n_bytes).min(max_bytes);
        }
    }

    /// Begins with the next member of gzip, whatever is left of this one. Is there one?
    ///
    /// If the rest of this one is damaged, the next is one whose text begins with `start`. Blanks between
    /// members are passed over.
    pub fn next_member(&mut self, start: &[u8]) -> bool {
        self.window.clear();
        self.start = 0;
        while self.gunzip.as_ref().is_some_and(|gunzip| gunzip.is_open) && self.fill() {
            self.window.clear();
        }
        if self.fault.is_some() {
            return self.find_member(start);
        }
        self.forget_member();
        while let [0, ..] = self.raw.peek(1) {
            self.raw.consume(1);
        }
        !self.raw.peek(1).is_empty()
    }

    /// Goes on to the next member of gzip whose text begins with `start`. Is there one?
    pub fn find_member(&mut self, start: &[u8]) -> bool {
        self.forget_member();
        find_member(&mut self.raw, start)
    }

    fn forget_member(&mut self) {
        self.window.clear();
        (self.start, self.fault, self.is_fault_told) = (0, None, false);
        self.member = self.raw.place();
        if let Some(gunzip) = &mut self.gunzip {
            gunzip.is_open = false;
        }
    }

    /// Did the bytes end early?
    pub fn is_broken(&self) -> bool {
        self.fault.is_some()
    }

    /// Why the bytes ended early, if they did; told once.
    pub fn problem(&mut self) -> Option<Problem> {
        if let Some(error) = self.raw.failure.take() {
            let message = format!("the system could not read on: {error}");
            return Some(Problem::new("cannot-read", message));
        }
        let fault = self.fault?;
        if std::mem::replace(&mut self.is_fault_told, true) {
            return None;
        }
        Some(match fault {
            Fault::Cut => Problem::new("cut-record", "the file ends inside of a packed part"),
            Fault::Broken => Problem::new("bad-record", "the packed bytes are damaged"),
            Fault::Dense => Problem::new(
                "too-dense",
                format!("the packed bytes hold more than {MAX_RATIO} times their size"),
            ),
        })
    }

    /// Opens more bytes. Were there any?
    fn fill(&mut self) -> bool {
        if self.fault.is_some() {
            return false;
        }
        if self.start > 0 {
            self.window.drain(..self.start);
            self.start = 0;
        }
        let n_unread = self.window.len();
        debug_assert!(
            n_unread <= 2 * MAX_RECORD_BYTES,
            "no caller peeks without limit"
        );
        self.window.resize(n_unread + CHUNK_BYTES, 0);
        let n_opened = self.open_into(n_unread).unwrap_or_else(|fault| {
            self.fault = Some(fault);
            0
        });
        self.window.truncate(n_unread + n_opened);
        n_opened > 0
    }

    /// Opens bytes into the window from `start`; 0 at the end.
    fn open_into(&mut self, start: usize) -> Result<usize, Fault> {
        let into = &mut self.window[start..];
        let Some(gunzip) = &mut self.gunzip else {
            let stored = self.raw.peek(1);
            let n_bytes = stored.len().min(into.len());
            into[..n_bytes].copy_from_slice(&stored[..n_bytes]);
            self.raw.consume(n_bytes);
            return Ok(n_bytes);
        };
        loop {
            if !gunzip.is_open {
                let is_begun = self.member < self.raw.place();
                if self.raw.peek(1).is_empty() || is_begun && self.stops_at_members {
                    return Ok(0);
                }
                if let [0, ..] = self.raw.peek(1) {
                    self.raw.consume(1);
                    continue;
                }
                self.member = self.raw.place();
                gunzip.open(&mut self.raw)?;
            }
            if let Step::Bytes(n_bytes) = gunzip.step(&mut self.raw, into)? {
                return Ok(n_bytes);
            }
        }
    }
}

/// Length of a head up to and with its blank line.
fn head_end(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes[at + 1..] {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// The opened bytes as a stream.
struct Opened<'a>(Reader<'a>);

impl std::io::Read for Opened<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let unread = self.0.peek(1);
        let n_bytes = unread.len().min(into.len());
        into[..n_bytes].copy_from_slice(&unread[..n_bytes]);
        self.0.consume(n_bytes);
        if n_bytes == 0
            && let Some(problem) = self.0.problem()
        {
            return Err(std::io::Error::other(problem.message));
        }
        Ok(n_bytes)
    }
}
