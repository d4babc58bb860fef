//! Containers built here, byte by byte: what comes out, what is lost, and where reading goes on.

use std::io::{Cursor, Write};

use entente_page::Media;
use entente_page::container::{Fields, Format, Found, Record, Settings, Source, records};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

/// Pages and problems with their places, in order.
#[derive(Debug, PartialEq, Eq)]
struct Read {
    pages: Vec<Record>,
    problems: Vec<(u64, String)>,
}

fn read_with(name: &str, bytes: &[u8], settings: &Settings) -> Read {
    let source = Source::Stream(Box::new(Cursor::new(bytes.to_vec())));
    let mut read = Read {
        pages: Vec::new(),
        problems: Vec::new(),
    };
    for found in records(name, source, settings) {
        match found {
            Found::Page(record) => read.pages.push(record),
            Found::Problem { place, problem } => read.problems.push((place, problem.code)),
        }
    }
    read
}

fn read(name: &str, bytes: &[u8]) -> Read {
    read_with(name, bytes, &Settings::default())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes bytes");
    encoder.finish().expect("memory takes bytes")
}

fn text(record: &Record) -> &str {
    std::str::from_utf8(&record.bytes).expect("these pages are UTF-8")
}

fn warc_record(kind: &str, content_type: &str, block: &str) -> Vec<u8> {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://post.example/{}\r\nWARC-Date: \
         2025-03-04T08:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len(),
        block.len()
    )
    .into_bytes()
}

fn response(head: &str, body: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n{body}");
    warc_record("response", "application/http; msgtype=response", &block)
}

/// Three pages between records that hold none.
fn warc() -> Vec<Vec<u8>> {
    let html = "Content-Type: text/html; charset=ISO-8859-1";
    vec![
        warc_record("warcinfo", "application/warc-fields", "software: by hand"),
        response(html, "<p>The ferry to Orda runs again.</p>"),
        warc_record(
            "request",
            "application/http; msgtype=request",
            "GET / HTTP/1.1\r\n\r\n",
        ),
        response("Content-Type: image/png", "not a page"),
        response(html, "<p>The mine in Orda stands still.</p>"),
        warc_record(
            "conversion",
            "text/plain",
            "The dam held through the night.",
        ),
    ]
}

#[test]
fn warc_gives_its_pages_with_what_the_server_said() {
    let plain = read("news.warc", &warc().concat());
    let packed: Vec<u8> = warc().iter().flat_map(|record| gzip(record)).collect();
    let packed = read("news.warc.gz", &packed);
    let stream = read("news.warc.gz", &gzip(&warc().concat()));
    for found in [&plain, &packed, &stream] {
        assert_eq!(found.problems, []);
        let pages: Vec<&str> = found.pages.iter().map(text).collect();
        assert_eq!(
            pages,
            [
                "<p>The ferry to Orda runs again.</p>",
                "<p>The mine in Orda stands still.</p>",
                "The dam held through the night."
            ]
        );
        let known = &found.pages[0].known;
        assert!(
            known
                .address
                .as_deref()
                .is_some_and(|address| address.starts_with("https://post.example/"))
        );
        assert_eq!(
            known.fetched.map(|at| at.to_string()).as_deref(),
            Some("2025-03-04T08:00:00Z")
        );
        assert_eq!(known.charset.as_deref(), Some("iso-8859-1"));
        assert_eq!(
            (known.media, known.from.as_str()),
            (Some(Media::Html), "warc")
        );
        assert_eq!(found.pages[2].known.media, Some(Media::Text));
    }
    assert_eq!(
        packed.pages[0].place,
        gzip(&warc()[0]).len() as u64,
        "a place is the offset of a member"
    );
    assert_eq!(plain.pages[0].place, warc()[0].len() as u64);
}

#[test]
fn bodies_are_opened_as_the_server_packed_them() {
    let page = "<p>The bridge over the Lun is closed.</p>";
    let mut body = b"5\r\n".to_vec();
    let packed = gzip(page.as_bytes());
    body.extend_from_slice(&packed[..5]);
    body.extend_from_slice(format!("\r\n{:x}\r\n", packed.len() - 5).as_bytes());
    body.extend_from_slice(&packed[5..]);
    body.extend_from_slice(b"\r\n0\r\n\r\n");
    let mut block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: \
                      chunked\r\n\r\n"
        .to_vec();
    block.extend_from_slice(&body);
    let mut bytes = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    bytes.extend_from_slice(&block);
    let found = read("a.warc", &bytes);
    assert_eq!((text(&found.pages[0]), found.problems.len()), (page, 0));
    // Many archives keep the body open, and the head as it was.
    let open = response(
        "Content-Type: text/html\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked",
        page,
    );
    assert_eq!(text(&read("a.warc", &open).pages[0]), page);
}

#[test]
fn a_broken_record_is_a_problem_and_the_rest_goes_on() {
    let mut parts = warc();
    parts[4] = b"WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n\r\n".to_vec();
    let found = read("a.warc", &parts.concat());
    assert_eq!((found.pages.len(), found.problems.len()), (2, 1));
    assert_eq!(found.problems[0].0, parts[..4].concat().len() as u64);
    let mut packed: Vec<Vec<u8>> = warc().iter().map(|record| gzip(record)).collect();
    let middle = packed[1].len() / 2;
    packed[1][middle] ^= 0xFF;
    let found = read("a.warc.gz", &packed.concat());
    let pages: Vec<&str> = found.pages.iter().map(text).collect();
    assert!(pages.ends_with(&[
        "<p>The mine in Orda stands still.</p>",
        "The dam held through the night."
    ]));
    assert_eq!(
        found.problems,
        [(packed[0].len() as u64, "bad-record".to_owned())]
    );
}

#[test]
fn json_lines_are_read_by_the_usual_names_or_by_those_that_are_given() {
    let lines = concat!(
        "{\"headline\": \"Dam holds\", \"body\": \"The dam held.\", \"published_at\": \"2025-03-04T08:00:00+01:00\", ",
        "\"authors\": [\"Ana Ruiz\", {\"name\": \"Jo Berg\"}], \"url\": \"https://post.example/1\", \"site\": \"The Post\"}\n",
        "not json\n\n",
        "{\"article\": {\"words\": \"<p>The mine stands still.</p>\"}, \"day\": \"soon\"}\n",
    );
    let found = read("news.jsonl", lines.as_bytes());
    let known = &found.pages[0].known;
    assert_eq!(text(&found.pages[0]), "The dam held.");
    assert_eq!(known.title.as_deref(), Some("Dam holds"));
    assert_eq!(known.author.as_deref(), Some("Ana Ruiz, Jo Berg"));
    assert_eq!(known.source.as_deref(), Some("The Post"));
    assert_eq!(
        known.published.map(|day| day.to_string()).as_deref(),
        Some("2025-03-04T08:00:00+01:00")
    );
    let codes: Vec<&str> = found
        .problems
        .iter()
        .map(|(_, code)| code.as_str())
        .collect();
    assert_eq!(codes, ["bad-record", "no-text-column"]);
    let fields: Fields = "text=article.words, published=day"
        .parse()
        .expect("a mapping");
    let found = read_with(
        "news.jsonl",
        lines.as_bytes(),
        &Settings {
            fields,
            ..Settings::default()
        },
    );
    assert_eq!(text(&found.pages[1]), "<p>The mine stands still.</p>");
    assert!(
        found
            .problems
            .contains(&(found.pages[1].place, "odd-date".to_owned()))
    );
    assert!("text".parse::<Fields>().is_err() && "words=body".parse::<Fields>().is_err());
}

#[test]
fn one_json_document_is_read_whole_and_complains_once() {
    let object = "{\n  \"title\": \"Ferry\",\n  \"text\": \"It runs again.\"\n}\n";
    let found = read("a.json", object.as_bytes());
    assert_eq!(found.pages.len(), 1);
    assert_eq!(text(&found.pages[0]), "It runs again.");
    let list = format!("[\n{object},\n{object}]\n");
    assert_eq!(read("a.json", list.as_bytes()).pages.len(), 2);
    let numbers = "[\n 1,\n 2,\n 3\n]\n".repeat(100);
    let found = read("a.json", numbers.as_bytes());
    assert_eq!((found.pages.len(), found.problems.len()), (0, 1));
}

#[test]
fn many_broken_lines_are_counted_and_not_listed() {
    let lines = format!("{{\"text\": \"It runs.\"}}\n{}", "oops\n".repeat(500));
    let found = read("a.jsonl", lines.as_bytes());
    assert_eq!(found.pages.len(), 1);
    assert_eq!(found.problems.len(), 21, "{:?}", found.problems);
}

#[test]
fn tables_keep_line_breaks_and_marks_inside_of_cells() {
    let table = "\u{feff}Title,Text,Date\r\n\"Dam, holds\",\"The \"\"old\"\" dam held.\nAll night.\",2025-03-04\r\n\
                 Mine stops,The mine stands still,\r\n";
    let found = read("news.csv", table.as_bytes());
    assert_eq!(found.problems, []);
    assert_eq!(text(&found.pages[0]), "The \"old\" dam held.\nAll night.");
    assert_eq!(found.pages[0].known.title.as_deref(), Some("Dam, holds"));
    assert_eq!(text(&found.pages[1]), "The mine stands still");
    let tabs = "title\ttext\nFerry\tA 5\" hole stopped the ferry\nBridge\tIt is closed\n";
    let found = read("news.tsv", tabs.as_bytes());
    assert_eq!(text(&found.pages[0]), "A 5\" hole stopped the ferry");
    let stray = "title;text\nFerry;\"It never closes\nBridge;It is closed\nDam;It held\n";
    let found = read("news.csv", stray.as_bytes());
    assert_eq!(found.problems, [(11, "bad-record".to_owned())]);
    assert_eq!(found.pages.len(), 2);
}

const MAIL: &str = "From: Ana Ruiz <ana@post.example>\r\nSubject: =?utf-8?q?Dam_h=C3=A4lt?=\r\nDate: Tue, 4 Mar 2025 \
    08:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: \
    text/plain\r\n\r\nThe dam held.\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: \
    quoted-printable\r\n\r\n<p>The dam h=65ld.</p>\r\n--b--\r\n";

#[test]
fn mail_gives_its_page_with_sender_and_day() {
    let found = read("a.eml", MAIL.as_bytes());
    let known = &found.pages[0].known;
    assert_eq!(text(&found.pages[0]).trim(), "<p>The dam held.</p>");
    assert_eq!(known.title.as_deref(), Some("Dam h\u{e4}lt"));
    assert_eq!(known.author.as_deref(), Some("Ana Ruiz"));
    assert_eq!(
        known.published.map(|day| day.to_string()).as_deref(),
        Some("2025-03-04T08:00:00+01:00")
    );
    let second = "Subject: Ferry\n\n>From Monday on, it runs.\n";
    let mbox = format!(
        "From ana@post.example Tue Mar  4 08:00:00 2025\n{MAIL}\nFrom - Tue Mar  4 08:00:00 2025\n{second}"
    );
    let found = read("news.mbox", mbox.as_bytes());
    assert_eq!(found.pages.len(), 2);
    assert_eq!(text(&found.pages[1]).trim(), "From Monday on, it runs.");
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("memory takes bytes");
        writer.write_all(bytes).expect("memory takes bytes");
    }
    writer.finish().expect("memory takes bytes").into_inner()
}

#[test]
fn zip_gives_its_pages_and_opens_no_archive_inside() {
    let inner = zipped(&[("c.txt", b"hidden")]);
    let bytes = zipped(&[
        ("../a.html", b"<p>The ferry runs.</p>"),
        ("inner.zip", &inner),
        ("picture.png", b"x"),
        ("__MACOSX/._a.html", b"x"),
        ("mail/b.eml", MAIL.as_bytes()),
    ]);
    let found = read("pages.zip", &bytes);
    let names: Vec<&str> = found
        .pages
        .iter()
        .map(|record| record.name.as_str())
        .collect();
    assert_eq!(names, ["pages.zip/../a.html", "pages.zip/mail/b.eml"]);
    assert_eq!(found.pages[1].place, 4);
    let bomb = zipped(&[
        ("a.txt", &vec![b' '; 20 << 20]),
        ("b.txt", &vec![b' '; 90 << 20]),
        ("c.txt", b"words"),
    ]);
    let found = read("bomb.zip", &bomb);
    let codes: Vec<&str> = found
        .problems
        .iter()
        .map(|(_, code)| code.as_str())
        .collect();
    assert_eq!(codes, ["too-long", "too-long"]);
}

#[test]
fn what_is_no_container_is_one_page() {
    let page = "<p>The ferry runs.</p>";
    let found = read("a.html", page.as_bytes());
    assert_eq!(
        (found.pages[0].name.as_str(), text(&found.pages[0])),
        ("a.html", page)
    );
    assert_eq!(
        text(&read("a.html.gz", &gzip(page.as_bytes())).pages[0]),
        page
    );
    let format = |name: &str, bytes: &'static [u8]| {
        records(name, Source::Stream(Box::new(bytes)), &Settings::default()).format
    };
    assert_eq!(format("x", b"PAR1"), Format::Parquet);
    assert_eq!(format("x", b""), Format::Page);
}

#[test]
fn bombs_end_early() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..200 {
        encoder
            .write_all(&[b' '; 1 << 20])
            .expect("memory takes bytes");
    }
    let zeros = encoder.finish().expect("memory takes bytes");
    let found = read("a.jsonl.gz", &zeros);
    assert_eq!(
        found.problems.last().map(|(_, code)| code.as_str()),
        Some("too-dense")
    );
}

/// A container of each kind that is read in order, with its name.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let lines = "{\"text\": \"The dam held.\"}\n".repeat(3);
    let table = "title,text\nDam,The dam held.\nMine,\"It stands,\nstill.\"\nFerry,It runs.\n";
    let mbox = format!("From a Tue Mar  4 08:00:00 2025\n{MAIL}").repeat(3);
    let members: Vec<u8> = warc().iter().flat_map(|record| gzip(record)).collect();
    vec![
        ("a.warc", warc().concat()),
        ("a.warc.gz", members),
        ("b.warc.gz", gzip(&warc().concat())),
        ("a.jsonl", lines.clone().into_bytes()),
        ("a.jsonl.gz", gzip(lines.as_bytes())),
        ("a.csv", table.as_bytes().to_vec()),
        ("a.mbox", mbox.into_bytes()),
        (
            "a.zip",
            zipped(&[
                ("a.txt", b"The dam held."),
                ("b.html", b"<p>It runs."),
                ("c.md", b"# Mine"),
            ]),
        ),
    ]
}

#[test]
fn reading_goes_on_from_the_place_of_any_record() {
    for (name, bytes) in samples() {
        let whole = read(name, &bytes);
        assert!(whole.pages.len() >= 3, "{name}");
        for (idx, page) in whole.pages.iter().enumerate() {
            let settings = Settings {
                from: page.place,
                ..Settings::default()
            };
            assert_eq!(
                read_with(name, &bytes, &settings).pages,
                whole.pages[idx..],
                "{name} from {}",
                page.place
            );
        }
    }
}

#[test]
fn a_cut_file_gives_the_whole_records_before_the_cut_and_a_problem() {
    for (name, bytes) in samples() {
        let whole = read(name, &bytes);
        for n_bytes in (1..bytes.len()).step_by(7) {
            let cut = read(name, &bytes[..n_bytes]);
            let n_pages = cut.pages.len();
            // A table or a mail that ends early looks whole: its last record is shorter, and nothing tells why.
            let is_told = !matches!(name, "a.csv" | "a.mbox");
            let n_whole = if is_told {
                n_pages
            } else {
                n_pages.saturating_sub(1)
            };
            let is_start = name.ends_with("zip") || n_bytes < 20;
            assert!(
                is_start || cut.pages[..n_whole] == whole.pages[..n_whole],
                "{name} cut at {n_bytes}"
            );
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_give_pages_or_problems(bytes in prop::collection::vec(any::<u8>(), 0..600), start in 0..8_usize) {
        let starts: [&[u8]; 8] = [b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08\0", b"PK\x03\x04", b"PAR1", b"From a 08:00\nb: c\n", b"{\"", b"<?xml"];
        let bytes = [starts[start], &bytes].concat();
        for name in ["a", "a.csv", "a.eml", "a.jsonl"] {
            let found = read(name, &bytes);
            prop_assert!(found.pages.len() + found.problems.len() <= bytes.len() + 2);
        }
    }

    #[test]
    fn damaged_containers_end(sample in 0..8_usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let (name, mut bytes) = samples().swap_remove(sample);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let found = read(name, &bytes);
        prop_assert!(found.pages.len() <= 8);
    }
}

/// A table in columns with three rows in two groups, as other programs write it.
fn columns() -> Vec<u8> {
    use parquet::basic::Compression;
    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    let schema = "message news { optional binary headline (STRING); required binary html (STRING); required int64 \
                  date (TIMESTAMP(MILLIS,true)); required binary other; }";
    let schema = parquet::schema::parser::parse_message_type(schema).expect("a schema");
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema.into(), properties.into()).expect("a table");
    for rows in [
        &["The dam holds.", "The mine stands still."][..],
        &["The ferry runs."],
    ] {
        let texts: Vec<ByteArray> = rows.iter().map(|text| ByteArray::from(*text)).collect();
        let mut group = writer.next_row_group().expect("a group");
        for column_idx in 0..4 {
            let mut column = group
                .next_column()
                .expect("memory takes bytes")
                .expect("four columns");
            if column_idx == 2 {
                let days = vec![1_746_712_989_000; rows.len()];
                column
                    .typed::<Int64Type>()
                    .write_batch(&days, None, None)
                    .expect("memory takes bytes");
            } else {
                let defined = vec![1; rows.len()];
                let defined = (column_idx == 0).then_some(defined.as_slice());
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&texts, defined, None)
                    .expect("memory takes bytes");
            }
            column.close().expect("memory takes bytes");
        }
        group.close().expect("memory takes bytes");
    }
    writer.into_inner().expect("memory takes bytes")
}

#[test]
fn parquet_gives_its_rows() {
    let found = read("news.parquet", &columns());
    assert_eq!(found.problems, []);
    let pages: Vec<&str> = found.pages.iter().map(text).collect();
    assert_eq!(
        pages,
        [
            "The dam holds.",
            "The mine stands still.",
            "The ferry runs."
        ]
    );
    let known = &found.pages[2].known;
    assert_eq!(known.title.as_deref(), Some("The ferry runs."));
    assert_eq!(known.media, Some(Media::Html));
    assert_eq!(
        known.published.map(|day| day.to_string()).as_deref(),
        Some("2025-05-08T14:03:09Z")
    );
    for from in 0..3 {
        let settings = Settings {
            from,
            ..Settings::default()
        };
        assert_eq!(
            read_with("news.parquet", &columns(), &settings).pages,
            found.pages[from as usize..]
        );
    }
    let fields: Fields = "text=words".parse().expect("a mapping");
    let found = read_with(
        "news.parquet",
        &columns(),
        &Settings {
            fields,
            ..Settings::default()
        },
    );
    assert_eq!(found.problems, [(0, "no-text-column".to_owned())]);
}

proptest! {
    #[test]
    fn damaged_tables_end(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), n_cut in 0..40_usize) {
        let mut bytes = columns();
        for (at, byte) in changes {
            let at = at.index(bytes.len() - 4);
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len() - n_cut * n_cut);
        let found = read("news.parquet", &bytes);
        prop_assert!(found.pages.len() <= 1000);
    }
}
