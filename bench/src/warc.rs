//! From a WARC of pages to articles: how many records a second, and what reading the container alone takes.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use entente_page::container::{Found, Settings, Source, records};
use entente_page::{Page, read};
use flate2::{Compression, write::GzEncoder};

use crate::measure::{Document, peak_kb, thread_time};

/// Makes a WARC of the pages of `DIR/documents.jsonl`, reads it, and prints what that takes.
///
/// # Errors
///
/// When a file cannot be read or written, or not every page comes back.
pub fn run(data: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    let path = out.join("pages.warc.gz");
    let n_written = make(&data.join("documents.jsonl"), &path)?;
    let (container, everything) = (pass(&path, false)?, pass(&path, true)?);
    if everything.n_pages != n_written {
        bail!(
            "{n_written} pages were written, {} came back",
            everything.n_pages
        );
    }
    let packed_mb = fs::metadata(&path)?.len() as f64 / 1e6;
    println!(
        "{n_written} pages, {packed_mb:.1} MB packed, {:.1} MB of pages",
        everything.mb
    );
    println!("container alone: {}", container.rate());
    println!(
        "WARC to JSON:    {}, {:.1} MB of JSON",
        everything.rate(),
        everything.json_mb
    );
    println!("peak memory:     {:.0} MB", peak_kb() as f64 / 1024.0);
    Ok(())
}

/// What one pass over the WARC gave and took.
#[derive(Default)]
struct Pass {
    n_pages: usize,
    mb: f64,
    json_mb: f64,
    took: Duration,
}

impl Pass {
    fn rate(&self) -> String {
        let seconds = self.took.as_secs_f64();
        format!(
            "{:.0} pages and {:.0} MB per CPU second",
            self.n_pages as f64 / seconds,
            self.mb / seconds
        )
    }
}

/// Counts what is written to it.
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn pass(path: &Path, with_articles: bool) -> Result<Pass> {
    let mut pass = Pass::default();
    let mut json = Counter(0);
    let started = thread_time();
    let source = Source::File(File::open(path)?);
    for found in records(&path.to_string_lossy(), source, &Settings::default()) {
        let record = match found {
            Found::Page(record) => record,
            Found::Problem { problem, .. } => bail!("{}", problem.message),
        };
        pass.n_pages += 1;
        pass.mb += record.bytes.len() as f64 / 1e6;
        if with_articles {
            let page = Page {
                name: &record.name,
                bytes: &record.bytes,
            };
            serde_json::to_writer(&mut json, &read(&page, &record.known).value)?;
        }
    }
    pass.took = thread_time().saturating_sub(started);
    pass.json_mb = json.0 as f64 / 1e6;
    Ok(pass)
}

/// Writes every page as a response, each in a gzip member of its own, as crawlers do.
fn make(documents: &Path, path: &Path) -> Result<usize> {
    let file =
        File::open(documents).with_context(|| format!("cannot read {}", documents.display()))?;
    let mut out = BufWriter::new(File::create(path)?);
    let mut n_pages = 0;
    for line in BufReader::new(file).lines() {
        let document: Document = serde_json::from_str(&line?)?;
        let mut member = GzEncoder::new(&mut out, Compression::default());
        member.write_all(response(&document).as_bytes())?;
        member.finish()?;
        n_pages += 1;
    }
    out.flush()?;
    Ok(n_pages)
}

fn response(document: &Document) -> String {
    let address = document
        .url
        .as_deref()
        .filter(|address| !address.is_empty())
        .unwrap_or("https://news.example/");
    let http = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
        document.html.len()
    );
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2026-11-01T00:00:00Z\r\n\
         WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}{}\r\n\r\n",
        http.len() + document.html.len(),
        document.html
    )
}
