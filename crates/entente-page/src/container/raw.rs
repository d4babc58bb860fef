//! The bytes of a file or stream as they are stored, in order, with their offsets.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Source;

/// How much is asked of the system at once: large enough that its calls do not show, small enough for a cache.
const CHUNK_BYTES: usize = 128 << 10;

/// Stored bytes: a window that is filled as it is consumed.
pub struct Raw<'a> {
    source: Source<'a>,
    /// Unread bytes are `buffer[start..]`.
    buffer: Vec<u8>,
    start: usize,
    /// Offset of the first unread byte.
    place: u64,
    has_ended: bool,
    /// Why reading ended early, if it did.
    pub failure: Option<std::io::Error>,
    progress: Option<Arc<AtomicU64>>,
}

impl<'a> Raw<'a> {
    /// The bytes of a source from its beginning. A file that cannot be rewound, as a pipe, is a stream.
    pub fn new(source: Source<'a>, progress: Option<Arc<AtomicU64>>) -> Self {
        let source = match source {
            Source::File(file) if (&file).stream_position().is_err() => {
                Source::Stream(Box::new(file))
            }
            other => other,
        };
        Self {
            source,
            buffer: Vec::new(),
            start: 0,
            place: 0,
            has_ended: false,
            failure: None,
            progress,
        }
    }

    /// Offset of the first unread byte.
    pub fn place(&self) -> u64 {
        self.place
    }

    /// The unread bytes at hand: at least `n_bytes`, unless fewer are left.
    pub fn peek(&mut self, n_bytes: usize) -> &[u8] {
        while self.buffer.len() - self.start < n_bytes && !self.has_ended {
            self.fill(n_bytes);
        }
        &self.buffer[self.start..]
    }

    /// Marks bytes as read.
    pub fn consume(&mut self, n_bytes: usize) {
        let n_bytes = n_bytes.min(self.buffer.len() - self.start);
        self.start += n_bytes;
        self.place += n_bytes as u64;
        if let Some(progress) = &self.progress {
            progress.fetch_add(n_bytes as u64, Ordering::Relaxed);
        }
    }

    /// Goes to an offset: anywhere in a file, forwards in a stream. At an offset beyond the end nothing is left.
    pub fn go_to(&mut self, place: u64) {
        let at_hand = self.place + (self.buffer.len() - self.start) as u64;
        if (self.place..=at_hand).contains(&place) {
            // The difference fits: it is smaller than the buffer.
            self.consume((place - self.place) as usize);
            return;
        }
        if let Source::File(file) = &mut self.source
            && file.seek(SeekFrom::Start(place)).is_ok()
        {
            if let Some(progress) = &self.progress {
                progress.fetch_add(place.saturating_sub(self.place), Ordering::Relaxed);
            }
            self.buffer.clear();
            (self.start, self.place, self.has_ended) = (0, place, false);
            return;
        }
        while self.place < place && !self.peek(1).is_empty() {
            let n_bytes = (place - self.place).min(self.peek(1).len() as u64);
            self.consume(n_bytes as usize);
        }
    }

    /// The source itself, from its beginning: a file is rewound, of a stream what was peeked comes first.
    pub fn into_source(self) -> Source<'a> {
        let Self {
            source,
            mut buffer,
            start,
            ..
        } = self;
        match source {
            Source::File(mut file) => match file.rewind() {
                Ok(()) => Source::File(file),
                Err(_) => Source::Stream(Box::new(file)),
            },
            Source::Stream(rest) => {
                buffer.drain(..start);
                Source::Stream(Box::new(std::io::Cursor::new(buffer).chain(rest)))
            }
        }
    }

    /// Reads once more, after making room for `n_bytes`.
    fn fill(&mut self, n_bytes: usize) {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let n_unread = self.buffer.len();
        let n_wanted = CHUNK_BYTES.max(n_bytes - n_unread);
        self.buffer.resize(n_unread + n_wanted, 0);
        let n_read = loop {
            match self.source.read(&mut self.buffer[n_unread..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let n_read = n_read.unwrap_or_else(|error| {
            self.failure = Some(error);
            0
        });
        self.buffer.truncate(n_unread + n_read);
        self.has_ended = n_read == 0;
    }
}

impl Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Stream(stream) => stream.read(into),
            Self::File(file) => File::read(file, into),
        }
    }
}
