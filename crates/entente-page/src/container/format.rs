//! Tells what a file is: by its first bytes, and by its name where they leave that open.

use super::{feed, sitemap, warc};

/// How many first bytes of a file are looked at.
pub const START_BYTES: usize = 4096;

/// Endings of files that hold pages, small letters, for taking files from a folder. `.gz` may follow.
pub const ENDINGS: [&str; 21] = [
    "txt", "text", "md", "html", "htm", "xhtml", "warc", "jsonl", "ndjson", "json", "csv", "tsv",
    "parquet", "mbox", "eml", "zip", "xml", "rss", "atom", "wet", "mht",
];

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An archive of web pages.
    Warc,
    /// One JSON object on each line.
    JsonLines,
    /// A table with commas, semicolons or bars between cells.
    Csv,
    /// A table with tabs between cells.
    Tsv,
    /// A table in columns.
    Parquet,
    /// A folder of files, packed.
    Zip,
    /// Mails, one after the other.
    Mbox,
    /// One mail.
    Eml,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// Addresses of a site's pages.
    Sitemap,
    /// One page: HTML, Markdown or plain text.
    Page,
}

/// Tells what a file is by its first bytes, opened if it was packed, and by its name.
pub fn of(name: &str, start: &[u8]) -> Format {
    let name = name.to_ascii_lowercase();
    let ending = ending(&name);
    let text = start
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(start)
        .trim_ascii_start();
    if start.starts_with(warc::START) {
        Format::Warc
    } else if start.starts_with(b"PAR1") {
        Format::Parquet
    } else if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        Format::Zip
    } else if sitemap::is_sitemap(start) {
        Format::Sitemap
    } else if feed::is_feed(start) {
        Format::Feed
    } else if text.starts_with(b"<") {
        Format::Page
    } else if is_mbox(start, ending == "mbox") {
        Format::Mbox
    } else {
        by_ending(ending, text)
    }
}

fn by_ending(ending: &str, text: &[u8]) -> Format {
    match ending {
        "jsonl" | "ndjson" | "json" => Format::JsonLines,
        "csv" => Format::Csv,
        "tsv" | "tab" => Format::Tsv,
        "eml" => Format::Eml,
        _ if text.starts_with(b"{\"") || text.starts_with(b"{ \"") => Format::JsonLines,
        _ => Format::Page,
    }
}

/// The ending of a name, without that of gzip.
fn ending(name: &str) -> &str {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Does a file begin as mails in a row do: `From someone@example.org Thu May  8 14:03:09 2025`, then a head?
///
/// Reports can begin with the word too, so that an unnamed file needs an hour there, and the line of a head.
fn is_mbox(start: &[u8], is_named: bool) -> bool {
    let mut lines = start.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let is_hour = |part: &[u8]| matches!(part, [a, b, b':', c, d] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()));
    let has_hour = first.windows(5).any(is_hour);
    let is_head = |line: &[u8]| {
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        name.len() < line.len()
            && !name.is_empty()
            && name.iter().all(|byte| byte.is_ascii_graphic())
    };
    first.starts_with(b"From ") && (is_named || has_hour && lines.next().is_some_and(is_head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_bytes_before_names() {
        let told = |name: &str, start: &str| of(name, start.as_bytes());
        assert_eq!(told("a.txt", "WARC/1.0\r\n"), Format::Warc);
        assert_eq!(told("a.jsonl.gz", "{}"), Format::JsonLines);
        assert_eq!(told("-", "{\"text\": \"\"}"), Format::JsonLines);
        assert_eq!(told("a.csv", "text,title"), Format::Csv);
        assert_eq!(told("a.csv", "<!doctype html>"), Format::Page);
        assert_eq!(
            told("a.txt", "From Monday on, ferries run.\nNote: no cars."),
            Format::Page
        );
        assert_eq!(
            told(
                "-",
                "From a@b.example Thu May  8 14:03:09 2025\nSubject: x\n"
            ),
            Format::Mbox
        );
        assert_eq!(told("report", "The port reopened."), Format::Page);
    }
}
