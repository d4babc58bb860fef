//! Keeps what was fetched, with its headers, as WARC: each record a member of gzip.
//!
//! Source: ISO 28500:2017, "The WARC Format 1.1". Bodies are kept opened, as in the large web archives: the headers
//! that told of the packing are kept under names of their own.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;

use super::client::{Exchange, USER_AGENT};
use super::state::number;

/// The file of one run. It appears with the first record that is worth it.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    started: Timestamp,
    file: Option<(PathBuf, BufWriter<File>)>,
    /// Records that wait for one that is worth a file.
    waiting: Vec<Vec<u8>>,
    n_records: u64,
}

/// What a record is about.
struct Head<'a> {
    kind: &'a str,
    address: &'a str,
    at: Timestamp,
    media: &'a str,
    extra: Vec<(&'a str, String)>,
}

impl Store {
    /// Keeps what a run that began at `started` fetches.
    pub fn new(folder: &Path, started: Timestamp) -> Self {
        Self {
            folder: folder.to_owned(),
            started,
            file: None,
            waiting: Vec::new(),
            n_records: 0,
        }
    }

    /// The file, if there was something to keep.
    pub fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|(path, _)| path.as_path())
    }

    /// Keeps what was asked on the way to something else: robots.txt as `metadata`, which is no page.
    pub fn on_the_way(&mut self, exchange: &Exchange) -> io::Result<()> {
        let is_robots = exchange.address.path == "/robots.txt";
        let kind = if is_robots { "metadata" } else { "response" };
        let record = self.response(kind, exchange)?;
        self.add(record, false)
    }

    /// Keeps an exchange: what was asked and what was answered. Gives the name of the answer.
    pub fn exchange(&mut self, exchange: &Exchange) -> io::Result<String> {
        let id = self.next_id(exchange.address.text.as_bytes());
        let response = self.packed(
            &id,
            &answer_head("response", exchange),
            &[&answer(exchange), &exchange.body],
        )?;
        self.add(response, true)?;
        let head = Head {
            kind: "request",
            media: "application/http;msgtype=request",
            extra: vec![("WARC-Concurrent-To", id.clone())],
            ..answer_head("", exchange)
        };
        let request_id = self.next_id(exchange.request.as_bytes());
        let request = self.packed(&request_id, &head, &[exchange.request.as_bytes()])?;
        self.add(request, true)?;
        Ok(id)
    }

    /// Keeps a page that was made out of another record: an item of a feed.
    pub fn conversion(
        &mut self,
        address: &str,
        of: &str,
        at: Timestamp,
        html: &str,
    ) -> io::Result<()> {
        let head = Head {
            kind: "conversion",
            address,
            at,
            media: "text/html; charset=utf-8",
            extra: vec![("WARC-Refers-To", of.to_owned())],
        };
        let id = self.next_id(html.as_bytes());
        let record = self.packed(&id, &head, &[html.as_bytes()])?;
        self.add(record, true)
    }

    /// Ends the file.
    pub fn finish(&mut self) -> io::Result<()> {
        match &mut self.file {
            Some((_, file)) => {
                file.flush()?;
                file.get_ref().sync_all()
            }
            None => Ok(()),
        }
    }

    fn response(&mut self, kind: &str, exchange: &Exchange) -> io::Result<Vec<u8>> {
        let id = self.next_id(exchange.address.text.as_bytes());
        self.packed(
            &id,
            &answer_head(kind, exchange),
            &[&answer(exchange), &exchange.body],
        )
    }

    fn add(&mut self, record: Vec<u8>, is_worth_it: bool) -> io::Result<()> {
        self.waiting.push(record);
        if !is_worth_it && self.file.is_none() {
            return Ok(());
        }
        if self.file.is_none() {
            self.file = Some(self.create()?);
        }
        if let Some((_, file)) = &mut self.file {
            for record in self.waiting.drain(..) {
                file.write_all(&record)?;
            }
            file.flush()?;
        }
        Ok(())
    }

    /// A new file, with a record that says what wrote it.
    fn create(&mut self) -> io::Result<(PathBuf, BufWriter<File>)> {
        let stamp = self.started.strftime("%Y%m%dT%H%M%SZ").to_string();
        let mut n_tries = 0;
        let (path, file) = loop {
            let more = if n_tries == 0 {
                String::new()
            } else {
                format!("-{n_tries}")
            };
            let path = self.folder.join(format!("feed-{stamp}{more}.warc.gz"));
            match File::create_new(&path) {
                Ok(file) => break (path, file),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && n_tries < 1000 => {
                    n_tries += 1
                }
                Err(error) => return Err(error),
            }
        };
        let about =
            format!("software: {USER_AGENT}\r\nformat: WARC File Format 1.1\r\nrobots: obeyed\r\n");
        let head = Head {
            kind: "warcinfo",
            address: "",
            at: self.started,
            media: "application/warc-fields",
            extra: Vec::new(),
        };
        let id = self.next_id(stamp.as_bytes());
        let mut file = BufWriter::new(file);
        file.write_all(&self.packed(&id, &head, &[about.as_bytes()])?)?;
        Ok((path, file))
    }

    /// A name for a record: a UUID of version 8, made of the time of the run, the record's number and `seed`.
    fn next_id(&mut self, seed: &[u8]) -> String {
        self.n_records += 1;
        let run = number(self.started.to_string().as_bytes());
        let record = number(&[seed, &self.n_records.to_le_bytes()].concat());
        let (a, b) = (run >> 32, (run >> 16) & 0xffff);
        let (c, d) = (run & 0xfff, (record >> 48) & 0x3fff);
        let e = record & 0xffff_ffff_ffff;
        format!(
            "<urn:uuid:{a:08x}-{b:04x}-8{c:03x}-{:04x}-{e:012x}>",
            d | 0x8000
        )
    }

    fn packed(&self, id: &str, head: &Head<'_>, parts: &[&[u8]]) -> io::Result<Vec<u8>> {
        let n_bytes: usize = parts.iter().map(|part| part.len()).sum();
        let at = head.at.strftime("%Y-%m-%dT%H:%M:%SZ");
        let mut text = format!(
            "WARC/1.1\r\nWARC-Type: {}\r\nWARC-Record-ID: {id}\r\nWARC-Date: {at}\r\n",
            head.kind
        );
        if !head.address.is_empty() {
            text.push_str(&format!("WARC-Target-URI: {}\r\n", head.address));
        }
        for (name, value) in &head.extra {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!(
            "Content-Type: {}\r\nContent-Length: {n_bytes}\r\n\r\n",
            head.media
        ));
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(text.as_bytes())?;
        for part in parts {
            packer.write_all(part)?;
        }
        packer.write_all(b"\r\n\r\n")?;
        packer.finish()
    }
}

fn answer_head<'a>(kind: &'a str, exchange: &'a Exchange) -> Head<'a> {
    Head {
        kind,
        address: &exchange.address.text,
        at: exchange.at,
        media: "application/http;msgtype=response",
        extra: Vec::new(),
    }
}

/// Status and headers of an answer, with those that told how its body was packed under other names.
fn answer(exchange: &Exchange) -> Vec<u8> {
    let reason = ureq::http::StatusCode::from_u16(exchange.status).ok();
    let reason = reason
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", exchange.status).into_bytes();
    for (name, value) in &exchange.headers {
        let is_packing =
            ["content-encoding", "transfer-encoding", "content-length"].contains(&name.as_str());
        if is_packing {
            head.extend_from_slice(b"X-Crawler-");
        }
        head.extend_from_slice(name.as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value);
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(format!("Content-Length: {}\r\n\r\n", exchange.body.len()).as_bytes());
    head
}
