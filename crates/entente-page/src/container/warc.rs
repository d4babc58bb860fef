//! Pages out of WARC files, packed or not.
//!
//! A packed file usually holds each record in a gzip member of its own. The place of a record is then the stored
//! offset of its member, as in the indexes of web archives; otherwise it is the offset among the opened bytes.
//! The first record tells which of the two a file is.
//!
//! Source: ISO 28500:2017, "The WARC Format 1.1".

use std::collections::VecDeque;

use entente_types::Problem;

use super::http::{self, MAX_HEAD_BYTES};
use super::reader::Reader;
use super::{Extent, Found, MAX_RECORD_BYTES, Record, Settings, moment};
use crate::{Known, Media};

/// First bytes of a record.
pub const START: &[u8] = b"WARC/";

/// The pages of a WARC file: its `response`, `resource` and `conversion` records that hold HTML or text.
pub struct Warc<'a> {
    name: String,
    reader: Reader<'a>,
    layout: Layout,
    from: u64,
    waiting: VecDeque<Found>,
    has_ended: bool,
}

/// Where records stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// The file is packed, and its first record was not read yet.
    Unknown,
    /// Each record is a member of gzip.
    Members,
    /// Records follow each other in one stream.
    Stream,
}

/// What the head of a record says.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    length: u64,
    address: Option<String>,
    date: Option<String>,
    content_type: String,
    truncated: Option<String>,
}

impl<'a> Warc<'a> {
    /// Begins to read; nothing is looked at yet.
    pub fn new(name: &str, reader: Reader<'a>, settings: &Settings) -> Self {
        let is_packed = reader.is_gzip();
        Self {
            name: name.to_owned(),
            reader,
            layout: if is_packed {
                Layout::Unknown
            } else {
                Layout::Stream
            },
            from: settings.from,
            waiting: VecDeque::new(),
            has_ended: false,
        }
    }

    /// Goes to the place where reading begins.
    fn begin(&mut self) {
        let from = std::mem::take(&mut self.from);
        if self.layout == Layout::Unknown {
            self.step();
            self.waiting.clear();
        }
        if self.layout == Layout::Stream {
            self.reader.go_to(from);
        } else {
            self.reader.go_to_member(from);
        }
        self.has_ended = false;
    }

    fn place(&self) -> u64 {
        match self.layout {
            Layout::Stream => self.reader.place(),
            _ => self.reader.member(),
        }
    }

    fn tell(&mut self, place: u64, problem: Problem) {
        self.waiting.push_back(Found::Problem { place, problem });
    }

    /// Reads the next record, whatever it is, or goes on to the next member.
    fn step(&mut self) {
        self.skip_breaks();
        if self.reader.peek(1).is_empty() {
            self.next_member();
            return;
        }
        let place = self.place();
        if let Err(problem) = self.record(place) {
            let problem = self.reader.problem().unwrap_or(problem);
            self.tell(place, problem);
            self.recover();
        } else if self.layout == Layout::Unknown {
            self.skip_breaks();
            let is_member = self.reader.peek(1).is_empty();
            self.reader.stops_at_members = is_member;
            self.layout = if is_member {
                Layout::Members
            } else {
                Layout::Stream
            };
        }
    }

    fn skip_breaks(&mut self) {
        while let [b'\r' | b'\n', ..] = self.reader.peek(1) {
            self.reader.consume(1);
        }
    }

    /// At the end of a member, or of the file.
    fn next_member(&mut self) {
        if let Some(problem) = self.reader.problem() {
            self.tell(self.place(), problem);
        }
        self.has_ended = self.layout == Layout::Stream || !self.reader.next_member(START);
    }

    /// Goes on behind a broken record.
    fn recover(&mut self) {
        let has_more = match self.layout {
            Layout::Stream => !self.reader.is_broken() && self.find_record(),
            _ => self.reader.next_member(START),
        };
        self.has_ended = !has_more;
        if self.layout == Layout::Unknown && has_more {
            self.layout = Layout::Members;
        }
    }

    /// Goes on to the next line that begins a record. Is there one?
    fn find_record(&mut self) -> bool {
        const MARK: &[u8] = b"\nWARC/1.";
        loop {
            let unread = self.reader.peek(MARK.len());
            if unread.len() < MARK.len() {
                return false;
            }
            let found = memchr::memmem::find(unread, MARK);
            let n_passed = found.map_or(unread.len() + 1 - MARK.len(), |at| at + 1);
            self.reader.consume(n_passed);
            if found.is_some() {
                return true;
            }
        }
    }

    /// Reads one record that begins here.
    fn record(&mut self, place: u64) -> Result<(), Problem> {
        let head = self.head()?;
        let is_http = head.content_type.starts_with("application/http");
        let is_page = matches!(head.kind.as_str(), "response" | "resource" | "conversion")
            && (is_http || http::media(&head.content_type).is_some());
        let n_read = if is_page {
            self.page(place, &head, is_http)
        } else {
            self.reader.skip(head.length)
        };
        if n_read == head.length {
            return Ok(());
        }
        let message = format!("the record has {n_read} of its {} bytes", head.length);
        Err(Problem::new("cut-record", message))
    }

    /// Reads the head of a record.
    fn head(&mut self) -> Result<Head, Problem> {
        let bad = |message: &str| Problem::new("bad-record", message);
        if !self.reader.peek(START.len()).starts_with(START) {
            return Err(bad("no record begins here"));
        }
        let n_head = self.reader.head(MAX_HEAD_BYTES).ok_or_else(|| {
            match self.reader.peek(MAX_HEAD_BYTES).len() {
                MAX_HEAD_BYTES.. => bad("the head of the record does not end"),
                _ => Problem::new("cut-record", "the file ends in the head of a record"),
            }
        })?;
        let head = head(&self.reader.peek(n_head)[..n_head]);
        self.reader.consume(n_head);
        head.ok_or_else(|| bad("the record does not say how long it is"))
    }

    /// Reads the page of a record; gives how many bytes of the record there were.
    fn page(&mut self, place: u64, head: &Head, is_http: bool) -> u64 {
        let mut response = http::Head {
            content_type: head.content_type.clone(),
            ..http::Head::default()
        };
        let mut n_head = 0;
        if is_http && let Some(n_bytes) = self.http_head(head.length) {
            response = http::head(&self.reader.peek(n_bytes)[..n_bytes]);
            self.reader.consume(n_bytes);
            n_head = n_bytes as u64;
        }
        let n_body = head.length - n_head;
        let media = http::media(&response.content_type);
        let Some(media) = media.filter(|_| response.is_success()) else {
            return n_head + self.reader.skip(n_body);
        };
        let n_kept = n_body.min(MAX_RECORD_BYTES as u64);
        let mut bytes = Vec::with_capacity(n_kept as usize);
        let n_read = self.reader.take(n_body, n_kept as usize, &mut bytes);
        if n_read == n_body {
            if n_body > n_kept {
                self.tell(place, super::too_long());
            }
            self.give(place, head, &response, media, bytes);
        }
        n_head + n_read
    }

    /// Length of the head of the response, if there is one.
    fn http_head(&mut self, length: u64) -> Option<usize> {
        let begins = self.reader.peek(5).starts_with(b"HTTP/");
        let n_head = begins.then(|| self.reader.head(MAX_HEAD_BYTES)).flatten()?;
        (n_head as u64 <= length).then_some(n_head)
    }

    fn give(
        &mut self,
        place: u64,
        head: &Head,
        response: &http::Head,
        media: Option<Media>,
        bytes: Vec<u8>,
    ) {
        let mut problems = Vec::new();
        let bytes = http::body(bytes, response, &mut problems);
        if let Some(reason) = &head.truncated {
            let message =
                format!("whoever made the archive kept only a part of the page ({reason})");
            problems.push(Problem::new("cut-record", message));
        }
        for problem in problems {
            self.tell(place, problem);
        }
        self.waiting.push_back(Found::Page(Record {
            name: format!("{}#{place}", self.name),
            place,
            bytes,
            extent: Extent::Whole,
            known: Known {
                address: head.address.clone(),
                fetched: head.date.as_deref().and_then(moment::read),
                charset: http::charset(&response.content_type),
                media,
                from: "warc".to_owned(),
                ..Known::default()
            },
        }));
    }
}

impl Iterator for Warc<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if self.from > 0 {
            self.begin();
        }
        while self.waiting.is_empty() && !self.has_ended {
            self.step();
        }
        self.waiting.pop_front()
    }
}

/// Reads the head of a record; nothing if it does not give a length.
fn head(bytes: &[u8]) -> Option<Head> {
    let mut head = Head::default();
    let mut length = None;
    for (name, value) in http::fields(bytes) {
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "warc-type" => head.kind = value.to_ascii_lowercase(),
            "content-length" => length = value.parse().ok(),
            "warc-target-uri" => {
                let address = value
                    .strip_prefix('<')
                    .and_then(|uri| uri.strip_suffix('>'));
                head.address = Some(address.unwrap_or(value).to_owned());
            }
            "warc-date" => head.date = Some(value.to_owned()),
            "content-type" => head.content_type = value.to_ascii_lowercase(),
            "warc-truncated" => head.truncated = Some(value.to_owned()),
            _ => {}
        }
    }
    head.length = length?;
    Some(head)
}
