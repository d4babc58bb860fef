//! `entente feed` against a small server on this machine: what is asked, what is kept, what is refused.

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use common::{Folder, Run};
use flate2::Compression;
use flate2::write::GzEncoder;

/// A server that answers one request on each connection and ends with the test.
struct Server {
    port: u16,
    /// First lines and headers of what was asked.
    asked: Arc<Mutex<Vec<String>>>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// `answer` gets the path, the whole head of the request, and the port.
    fn new(answer: impl Fn(&str, &str, u16) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (asked, is_over) = (
            Arc::<Mutex<Vec<String>>>::default(),
            Arc::<AtomicBool>::default(),
        );
        let (log, end) = (Arc::clone(&asked), Arc::clone(&is_over));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if end.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(mut stream) = stream else { continue };
                let head = head(&stream);
                let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
                let bytes = answer(&path, &head, port);
                log.lock().expect("a log").push(head);
                // Whoever asked may have left.
                _ = stream.write_all(&bytes);
            }
        });
        Self {
            port,
            asked,
            is_over,
            thread: Some(thread),
        }
    }

    fn paths(&self) -> Vec<String> {
        let asked = self.asked.lock().expect("a log");
        asked
            .iter()
            .map(|head| head.split(' ').nth(1).unwrap_or_default().to_owned())
            .collect()
    }

    fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Runs `entente feed` for a path of this server.
    fn feed(&self, folder: &Folder, path: &str, more: &[&str]) -> Run {
        let address = self.address(path);
        let mut arguments = vec![
            "feed",
            &address,
            "-o",
            "kept",
            "--allow-private",
            "--gap",
            "0",
        ];
        arguments.extend(more);
        let run = folder.run(&arguments);
        assert!(!run.err.contains("panicked"), "{}", run.err);
        run
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

fn head(stream: &TcpStream) -> String {
    _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let mut head = String::new();
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        if line.is_empty() {
            break;
        }
        head.push_str(&line.to_lowercase().replace("get ", "GET "));
        head.push('\n');
    }
    head
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let n_bytes = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {n_bytes}\r\n{headers}\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn ok(body: &str) -> Vec<u8> {
    answer(
        "200 OK",
        "Content-Type: application/rss+xml\r\n",
        body.as_bytes(),
    )
}

fn missing() -> Vec<u8> {
    answer("404 Not Found", "", b"no")
}

/// A feed with one item that has its text and one that has a summary.
fn rss() -> String {
    let text = "The council of Orda met until midnight and heard eleven speakers. ".repeat(8);
    format!(
        "<rss><channel><title>Hill Wire</title><item><title>Council &amp; river</title><link>/a</link><guid>a</guid>\
         <pubDate>Mon, 03 Mar 2031 10:00:00 GMT</pubDate><content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>\
         <item><title>Ferry \u{1b}[2Jaground</title><link>/b</link><description>Nobody was hurt …</description></item>\
         </channel></rss>"
    )
}

/// All records of the archives in the folder, opened.
fn kept(folder: &Folder) -> String {
    let mut text = String::new();
    let mut paths: Vec<_> = std::fs::read_dir(folder.path().join("kept"))
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(".warc.gz"))
        .collect();
    paths.sort();
    for path in paths {
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).expect("a readable file");
        flate2::read::MultiGzDecoder::new(file)
            .read_to_end(&mut bytes)
            .expect("whole members");
        text.push_str(&String::from_utf8_lossy(&bytes));
    }
    text
}

#[test]
fn what_is_new_is_shown_and_kept_once() {
    let server = Server::new(|path, head, _| match path {
        "/feed" if head.contains("if-none-match: \"v1\"") => {
            answer("304 Not Modified", "ETag: \"v1\"\r\n", b"")
        }
        "/feed" => answer(
            "200 OK",
            "ETag: \"v1\"\r\nContent-Type: application/rss+xml\r\n",
            rss().as_bytes(),
        ),
        _ => missing(),
    });
    let folder = Folder::new::<&str>(&[]);
    let first = server.feed(&folder, "/feed", &[]);
    assert_eq!(first.status, 0, "{}", first.err);
    assert_eq!(
        first.out,
        "2031-03-03  Hill Wire  88 words  Council & river\n            Hill Wire  summary   Ferry \u{fffd}[2Jaground\n"
    );
    assert!(
        first
            .err
            .contains("2 new items, 1 with all their text, 0 pages fetched"),
        "{}",
        first.err
    );
    let archive = kept(&folder);
    for wanted in [
        "WARC-Type: warcinfo",
        "WARC-Type: response",
        "WARC-Type: request",
        "WARC-Type: conversion",
        "GET /feed HTTP/1.1\r\n",
        "user-agent: entente/",
        "etag: \"v1\"",
        "<meta property=\"article:published_time\" content=\"2031-03-03T10:00:00Z\">",
    ] {
        assert!(archive.contains(wanted), "{wanted}: {archive}");
    }
    let second = server.feed(&folder, "/feed", &[]);
    assert_eq!(
        (second.status, second.out.as_str()),
        (1, ""),
        "{}",
        second.err
    );
    assert!(second.err.contains("nothing new"), "{}", second.err);
    assert_eq!(kept(&folder), archive, "a run without news keeps nothing");
    assert_eq!(
        server.paths(),
        ["/robots.txt", "/feed", "/robots.txt", "/feed"],
        "nothing else is asked for"
    );
}

#[test]
fn a_server_without_validators_repeats_itself() {
    let server = Server::new(|path, _, _| {
        if path == "/feed" {
            ok(&rss())
        } else {
            missing()
        }
    });
    let folder = Folder::new::<&str>(&[]);
    assert_eq!(server.feed(&folder, "/feed", &[]).status, 0);
    let second = server.feed(&folder, "/feed", &["--format", "jsonl"]);
    assert_eq!(
        (second.status, second.out.as_str()),
        (1, ""),
        "{}",
        second.err
    );
}

#[test]
fn pages_are_fetched_when_asked_for_and_as_many_as_said() {
    let server = Server::new(|path, _, _| match path {
        "/feed" => ok(&rss()),
        "/a" | "/b" => answer(
            "200 OK",
            "Content-Type: text/html\r\n",
            format!("<p>page {path}</p>").as_bytes(),
        ),
        _ => missing(),
    });
    let folder = Folder::new::<&str>(&[]);
    let first = server.feed(
        &folder,
        "/feed",
        &["--pages", "--most", "1", "--format", "jsonl"],
    );
    assert_eq!(first.status, 0, "{}", first.err);
    assert!(first.err.contains("problem[pages-left]"), "{}", first.err);
    let lines: Vec<serde_json::Value> = first
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON on each line"))
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["page"], &lines[1]["page"]),
        (&true.into(), &false.into())
    );
    assert_eq!(lines[1]["holds"], "summary");
    assert!(
        !kept(&folder).contains("conversion"),
        "the page itself stands for the item"
    );
    let second = server.feed(&folder, "/feed", &["--pages"]);
    assert_eq!(second.status, 0, "{}", second.err);
    assert!(kept(&folder).contains("<p>page /b</p>"));
    assert_eq!(
        server.paths(),
        ["/robots.txt", "/feed", "/a", "/robots.txt", "/feed", "/b"]
    );
    assert_eq!(server.feed(&folder, "/feed", &["--pages"]).status, 1);
}

#[test]
fn robots_are_obeyed() {
    let server = Server::new(|path, _, _| match path {
        "/robots.txt" => ok(
            "User-agent: *\nDisallow: /\n\nUser-agent: entente\nDisallow: /closed\nDisallow: /b\n",
        ),
        "/feed" => ok(&rss()),
        "/a" => ok("<p>page</p>"),
        path => panic!("{path} must not be asked for"),
    });
    let folder = Folder::new::<&str>(&[]);
    let closed = server.feed(&folder, "/closed/feed", &[]);
    assert_eq!(closed.status, 4);
    assert!(
        closed.err.contains("problem[robots-disallow]"),
        "{}",
        closed.err
    );
    let open = server.feed(&folder, "/feed", &["--pages"]);
    assert_eq!(open.status, 4, "{}", open.err);
    assert!(
        open.err.contains("problem[robots-disallow]") && open.err.contains("/b"),
        "{}",
        open.err
    );
    assert!(
        kept(&folder).contains("WARC-Type: metadata"),
        "robots.txt is kept, and is no page"
    );
    let broken = Server::new(|_, _, _| answer("500 Broken", "", b""));
    let found = broken.feed(&folder, "/feed", &[]);
    assert!(
        found.status == 4 && found.err.contains("nothing is allowed"),
        "{}",
        found.err
    );
    assert_eq!(broken.paths(), ["/robots.txt"]);
}

#[test]
fn a_pause_is_kept() {
    let server = Server::new(|path, _, _| match path {
        "/robots.txt" => ok("User-agent: *\nCrawl-delay: 0.5\n"),
        "/feed" => ok(&rss()),
        _ => ok("<p>page</p>"),
    });
    let start = Instant::now();
    server.feed(&Folder::new::<&str>(&[]), "/feed", &["--pages"]);
    assert!(
        start.elapsed() >= Duration::from_secs(1),
        "a feed and two pages, two pauses"
    );
}

#[test]
fn redirects_are_followed_and_checked_again() {
    let server = Server::new(|path, _, port| {
        let to = |to: &str| answer("302 Found", &format!("Location: {to}\r\n"), b"");
        match path {
            "/old" => to("/feed"),
            "/feed" => ok(&rss()),
            "/loop" => to("/loop2"),
            "/loop2" => to("/loop"),
            "/far" => to("/far?1"),
            path if path.starts_with("/far?") => to(&format!("{path}1")),
            "/private" => to("http://10.0.0.1/"),
            "/metadata" => to("http://169.254.169.254/latest/"),
            "/self" => to(&format!("http://localhost:{port}/feed")),
            "/name" => to("http://localhost/feed"),
            "/six" => to("http://[::ffff:127.0.0.1]/feed"),
            "/file" => to("file:///etc/passwd"),
            "/port" => to("http://127.0.0.1:22/"),
            _ => missing(),
        }
    });
    let folder = Folder::new::<&str>(&[]);
    let moved = server.feed(&folder, "/old", &[]);
    assert_eq!(moved.status, 0, "{}", moved.err);
    assert!(
        kept(&folder).contains("HTTP/1.1 302 Found"),
        "the way is kept too"
    );
    for (path, code) in [
        ("/loop", "too-many-redirects"),
        ("/far", "too-many-redirects"),
        ("/private", "address-refused"),
        ("/metadata", "address-refused"),
        ("/self", "address-refused"),
        ("/name", "address-refused"),
        ("/six", "address-refused"),
        ("/file", "address-refused"),
        ("/port", "address-refused"),
        ("/gone", "cannot-fetch"),
    ] {
        let found = server.feed(&folder, path, &[]);
        assert_eq!(found.status, 4, "{path}: {}", found.err);
        assert!(
            found.err.contains(&format!("problem[{code}]")),
            "{path}: {}",
            found.err
        );
    }
}

#[test]
fn private_addresses_are_refused_unless_told() {
    let server = Server::new(|_, _, _| panic!("nothing must be asked for"));
    let folder = Folder::new::<&str>(&[]);
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "2130706433",
        "127.1",
    ] {
        let address = format!("http://{host}:{}/feed", server.port);
        let found = folder.run(&["feed", &address, "-o", "kept", "--timeout", "5"]);
        assert_eq!(found.status, 4, "{host}: {}", found.err);
        assert!(found.err.contains("problem["), "{host}: {}", found.err);
    }
    assert!(server.paths().is_empty());
}

#[test]
fn large_packed_and_slow_answers_are_bounded() {
    let packed = |body: &[u8]| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(body).expect("memory");
        packer.finish().expect("memory")
    };
    let server = Server::new(move |path, _, _| match path {
        "/packed" => answer(
            "200 OK",
            "Content-Encoding: gzip\r\n",
            &packed(rss().as_bytes()),
        ),
        "/bomb" => answer(
            "200 OK",
            "Content-Encoding: gzip\r\n",
            &packed(&vec![b' '; 5 << 20]),
        ),
        "/file.xml.gz" => answer(
            "200 OK",
            "Content-Type: application/gzip\r\n",
            &packed(rss().as_bytes()),
        ),
        "/large" => answer("200 OK", "", &vec![b' '; 2 << 20]),
        "/said" => b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n".to_vec(),
        "/open" => [
            b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec(),
            vec![b' '; 2 << 20],
        ]
        .concat(),
        "/slow" => {
            std::thread::sleep(Duration::from_secs(2));
            ok(&rss())
        }
        _ => missing(),
    });
    let folder = Folder::new::<&str>(&[]);
    let found = server.feed(&folder, "/packed", &[]);
    assert_eq!(found.status, 0, "{}", found.err);
    assert!(
        kept(&folder).contains("X-Crawler-content-encoding: gzip"),
        "{}",
        kept(&folder)
    );
    let found = server.feed(&Folder::new::<&str>(&[]), "/file.xml.gz", &[]);
    assert!(
        found.status == 0 && found.out.contains("Council"),
        "{}",
        found.err
    );
    for path in ["/bomb", "/large", "/said", "/open"] {
        let found = server.feed(&folder, path, &["--max-size", "1"]);
        assert_eq!(found.status, 4, "{path}: {}", found.err);
        assert!(
            found.err.contains("problem[too-big]"),
            "{path}: {}",
            found.err
        );
    }
    let found = server.feed(&folder, "/slow", &["--timeout", "0.5"]);
    assert_eq!(found.status, 4);
    assert!(found.err.contains("it took too long"), "{}", found.err);
}

#[test]
fn a_busy_server_is_left_alone() {
    let server = Server::new(|path, _, _| match path {
        "/feed" => answer("503 Busy", "Retry-After: 3600\r\n", b""),
        _ => missing(),
    });
    let folder = Folder::new::<&str>(&[]);
    for n_asked in [2, 2] {
        let found = server.feed(&folder, "/feed", &[]);
        assert_eq!(found.status, 4);
        assert!(
            found.err.contains("problem[come-back-later]"),
            "{}",
            found.err
        );
        assert_eq!(server.paths().len(), n_asked, "the second run asks nothing");
    }
}

#[test]
fn broken_feeds_and_other_things_are_named() {
    let server = Server::new(|path, _, _| match path {
        "/broken" => ok(
            "<rss><channel><title>Salt & Sons</title><item><title>One & two<item><title>Three</title>",
        ),
        "/page" => answer(
            "200 OK",
            "Content-Type: text/html\r\n",
            b"<html><body>no feed</body></html>",
        ),
        "/map" => ok("<urlset><url><loc>https://orda.example/a</loc></url></urlset>"),
        "/index" => ok(
            "<sitemapindex><sitemap><loc>https://orda.example/m.xml</loc></sitemap></sitemapindex>",
        ),
        _ => missing(),
    });
    let folder = Folder::new::<&str>(&[]);
    let found = server.feed(&folder, "/broken", &[]);
    assert_eq!(found.status, 0, "{}", found.err);
    assert!(
        found.out.contains("One & two") && found.out.contains("Three"),
        "{}",
        found.out
    );
    assert!(found.err.contains("problem[broken-item]"), "{}", found.err);
    let found = server.feed(&folder, "/page", &[]);
    assert!(
        found.status == 4 && found.err.contains("problem[not-a-feed]"),
        "{}",
        found.err
    );
    let found = server.feed(&folder, "/page", &["--archive"]);
    assert_eq!(found.status, 1, "it is there already: {}", found.err);
    let found = server.feed(&folder, "/map", &[]);
    assert!(
        found.status == 0 && found.out.contains("https://orda.example/a"),
        "{}",
        found.out
    );
    let found = server.feed(&folder, "/index", &[]);
    assert!(
        found.err.contains("problem[sitemap-index]") && found.err.contains("m.xml"),
        "{}",
        found.err
    );
}

#[test]
fn a_broken_memory_is_told_and_wrong_use_is_status_2() {
    let server = Server::new(|path, _, _| {
        if path == "/feed" {
            ok(&rss())
        } else {
            missing()
        }
    });
    let folder = Folder::new(&[("kept/.entente-feed", "{")]);
    let found = server.feed(&folder, "/feed", &[]);
    assert_eq!(found.status, 0, "{}", found.err);
    assert!(found.err.contains("problem[bad-memory]"), "{}", found.err);
    for arguments in [
        &["feed"][..],
        &["feed", "https://orda.example/"],
        &["feed", "orda.example", "-o", "kept"],
        &["feed", "file:///etc/passwd", "-o", "kept"],
        &["feed", "https://a:b@orda.example/", "-o", "kept"],
    ] {
        let found = folder.run(arguments);
        assert_eq!(found.status, 2, "{arguments:?}: {}", found.err);
    }
    let found = server.feed(&Folder::new(&[("kept", "a file")]), "/feed", &[]);
    assert!(
        found.status == 4 && found.err.contains("error[cannot-store]"),
        "{}",
        found.err
    );
}
