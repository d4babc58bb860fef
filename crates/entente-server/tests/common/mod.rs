//! A site over a workspace of its own, asked without a socket.

#![allow(dead_code, reason = "every test file uses some of it")]

pub mod agent;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use entente_engine::container::{Source, records};
use entente_engine::world::{Known, NewArticle, World};
use entente_engine::{Settings, intake, workspace};
use entente_server::{Guard, Server, example, service};
use http_body_util::BodyExt;
use tempfile::TempDir;
use tower::ServiceExt;

/// What strangers could send: scripts in headlines and words, letters that steer terminals or turn lines around, markup that is
/// never closed, entities that grow. The first two tell one event, so that there is a story to compare.
pub const HOSTILE: [(&str, &str); 5] = [
    (
        "a\u{202e}<b>.txt",
        "<script>alert(1)</script> Strike in Orda \u{1b}[31mred\u{202e} \"onload='x' & co\n\nAbout 300 port workers in Orda went on \
         strike on Monday, <img src=x onerror=alert(2)> the union said. \u{1b}]0;title\u{7}The port of Orda stood still on Monday.\n",
    ),
    (
        "b.html",
        "<html><head><title>Strike in Orda \"><script>alert(3)</script></title><meta property=\"og:site_name\" \
         content=\"Daily\"><style>@import url(http://evil.example/x.css);</style></head><body onload=\"alert(4)\"><h1>Strike in \
         Orda &lt;svg onload=alert(5)&gt;</h1><p>Some 450 port workers in Orda went on strike on Monday, its owner said. The port of \
         Orda stood still on Monday. <a href=\"javascript:alert(6)\">More</a></p><p>{{ 7 * 7 }} ${7*7} %s%n \u{2066}\u{200f}abc",
    ),
    (
        "c.xml",
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \
         \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY x SYSTEM \
         \"file:///etc/passwd\">]><rss version=\"2.0\"><channel><title>&d;</title><item><title>&x;&lt;script&gt;alert(8)\
         </title><link>javascript:alert(9)</link><description>&d; Ferries in Orda stopped on Tuesday, the harbour master said.\
         </description></item></channel></rss>",
    ),
    (
        "d.jsonl",
        "{\"title\": \"</title><script>alert(10)</script>\", \"text\": \"The mayor of Orda spoke on Tuesday. \\u0000\\u001b[2J \
         \\ud800\", \"source\": \"<b>Bold</b>\", \"url\": \"javascript:alert(11)\"}\n",
    ),
    (
        "e.txt",
        "=cmd|' /C calc'!A0\n\n@SUM(1) +1 -1 The council of Orda met on Tuesday, =HYPERLINK said.\n",
    ),
];

/// A site, and the folder of its workspace.
pub struct Site {
    router: Router,
    runtime: tokio::runtime::Runtime,
    folder: TempDir,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Site {
    /// Over the shipped reports, which are read once for all tests.
    pub fn example() -> Self {
        static MADE: OnceLock<TempDir> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let folder = tempfile::tempdir().expect("a folder can be made");
            let mut world = World::init(folder.path()).expect("a workspace can be made");
            example::fill(&mut world).expect("the reports can be kept");
            folder
        });
        let folder = tempfile::tempdir().expect("a folder can be made");
        copy(made.path(), folder.path());
        Self::over(folder)
    }

    /// Over the shipped reports, as if they had come in at a moment.
    pub fn example_at(moment: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let mut world = World::init(folder.path()).expect("a workspace can be made");
        let moment = moment.parse().expect("it is a moment");
        keep(&mut world, &example::REPORTS, || moment);
        Self::over(folder)
    }

    /// Over these reports: names and texts.
    pub fn of(reports: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let mut world = World::init(folder.path()).expect("a workspace can be made");
        keep(&mut world, reports, now);
        Self::over(folder)
    }

    /// The same with a server that was started otherwise.
    pub fn changed(mut self, change: impl FnOnce(Server) -> Server) -> Self {
        let guard = Guard::new(Some("pass".to_owned()), vec!["news.example".to_owned()]);
        let guard = guard.expect("there are random numbers");
        let server = Server::open(self.folder.path(), guard).expect("the workspace can be opened");
        self.router = service(change(server));
        self
    }

    fn over(folder: TempDir) -> Self {
        let guard = Guard::new(Some("pass".to_owned()), vec!["news.example".to_owned()]);
        let guard = guard.expect("there are random numbers");
        let server = Server::open(folder.path(), guard).expect("the workspace can be opened");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        Self {
            router: service(server),
            runtime: runtime.expect("a runtime can be made"),
            folder,
        }
    }

    /// Where the workspace lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The same workspace behind a port of this computer.
    pub fn listen(&self) -> (std::net::TcpListener, Server) {
        let guard = Guard::new(None, Vec::new()).expect("there are random numbers");
        let server = Server::open(self.folder.path(), guard).expect("the workspace can be opened");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        (listener, server)
    }

    /// The same workspace for whoever asks it without HTTP.
    pub fn server(&self) -> Server {
        let guard = Guard::new(None, Vec::new()).expect("there are random numbers");
        Server::open(self.folder.path(), guard).expect("the workspace can be opened")
    }

    /// Adds one more report.
    pub fn add(&self, name: &str, text: &str) {
        let mut world = World::open(self.folder.path()).expect("the workspace can be opened");
        keep(&mut world, &[(name, text)], now);
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_as(path, &[("host", "localhost:7300")])
    }

    pub fn get_as(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, Body::empty())
    }

    /// Sends a form from a page of ours.
    pub fn post(&self, path: &str, form: &str) -> Answer {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.send(
            Method::POST,
            path,
            &[("host", "localhost:7300"), kind],
            Body::from(form.to_owned()),
        )
    }

    pub fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).expect("the request is whole");
        self.runtime.block_on(async {
            let response = self
                .router
                .clone()
                .oneshot(request)
                .await
                .expect("it always answers");
            let (head, body) = response.into_parts();
            let bytes = body.collect().await.expect("the answer ends").to_bytes();
            Answer {
                status: head.status.as_u16(),
                headers: head.headers,
                text: String::from_utf8_lossy(&bytes).into_owned(),
            }
        })
    }

    /// Every page that links lead to, from the first one on.
    pub fn crawl(&self) -> Vec<String> {
        const MOST: usize = 400;
        let mut seen: BTreeSet<String> = ["/", "/search?q=the"].map(str::to_owned).into();
        let mut waiting: VecDeque<String> = seen.iter().cloned().collect();
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        let mut found = Vec::new();
        while let Some(path) = waiting.pop_front() {
            let kind: String = path
                .chars()
                .filter(|letter| !letter.is_ascii_digit())
                .collect();
            let n = kinds.entry(kind).or_default();
            *n += 1;
            if *n > 3 || found.len() > MOST {
                continue;
            }
            for link in links(&self.get(&path).text) {
                let is_page = link.starts_with('/')
                    && !is_twin(&link)
                    && !link.starts_with("/assets")
                    && !link.contains("/export/");
                if is_page && seen.insert(link.clone()) {
                    waiting.push_back(link);
                }
            }
            found.push(path);
        }
        found
    }
}

fn now() -> Known {
    Known::from(jiff::Timestamp::now())
}

/// Keeps reports and reads them.
fn keep(world: &mut World, reports: &[(&str, &str)], now: impl Fn() -> Known) {
    let mut new = Vec::new();
    for (name, text) in reports {
        new.extend(read(name, text));
    }
    world.add(&new, now()).expect("the reports can be kept");
    workspace::update(world, &Settings::default(), &now, &|_| ()).expect("they can be read");
}

impl Answer {
    pub fn header(&self, name: &str) -> String {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    }

    /// Every element is closed in order, every id is there once, nothing names another site or brings a script or style of its own.
    pub fn assert_whole(&self, path: &str) {
        const VOID: [&str; 5] = ["meta", "link", "input", "br", "!DOCTYPE"];
        let mut open: Vec<&str> = Vec::new();
        let mut ids = BTreeSet::new();
        for tag in self.text.split('<').skip(1) {
            let (tag, _) = tag
                .split_once('>')
                .unwrap_or_else(|| panic!("{path}: a tag ends: {tag}"));
            let name = tag
                .split([' ', '/'])
                .find(|part| !part.is_empty())
                .unwrap_or_default();
            match tag.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{path}"),
                None if tag.ends_with('/') || VOID.contains(&name) => {}
                None => open.push(name),
            }
            assert!(
                !matches!(name, "script" | "style" | "iframe" | "object"),
                "{path}: {tag}"
            );
            assert!(
                !tag.contains(" style=") && !tag.contains(" onload=\""),
                "{path}: {tag}"
            );
            for (_, value) in attributes(tag)
                .into_iter()
                .filter(|(name, _)| *name == "id")
            {
                assert!(ids.insert(value.to_owned()), "{path}: two of {value}");
            }
            for (name, value) in attributes(tag) {
                let is_address = matches!(name, "href" | "src" | "action" | "xlink:href");
                let is_ours =
                    value.starts_with('/') && !value.starts_with("//") || value.starts_with('#');
                assert!(!is_address || is_ours, "{path}: {value}");
            }
        }
        assert!(open.is_empty(), "{path}: {open:?}");
        assert!(
            self.text.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"),
            "{path}"
        );
        assert_eq!(self.text.matches("<h1").count(), 1, "{path}");
    }
}

fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before.rsplit(' ').next().unwrap_or_default();
        let Some((value, after)) = after.split_once('"') else {
            break;
        };
        found.push((name, value));
        rest = after;
    }
    found
}

/// Where the links of a page lead, without places inside of pages.
pub fn links(page: &str) -> Vec<String> {
    let links = page.split("href=\"").skip(1);
    let links = links.filter_map(|link| link.split('"').next());
    let plain = |link: &str| {
        link.split('#')
            .next()
            .unwrap_or_default()
            .replace("&amp;", "&")
    };
    links.map(plain).filter(|link| !link.is_empty()).collect()
}

pub fn is_twin(link: &str) -> bool {
    let path = link.split('?').next().unwrap_or_default();
    !path.starts_with("/assets")
        && [".json", ".csv", ".svg"]
            .iter()
            .any(|ending| path.ends_with(ending))
}

/// The articles of a report.
pub fn read(name: &str, text: &str) -> Vec<NewArticle> {
    let source = Source::Stream(Box::new(text.as_bytes()));
    let found = records(name, source, &Default::default());
    found.filter_map(|found| intake::article(found).0).collect()
}

/// A form of JSON that takes no field but those that it names: programs should not meet what is nowhere described.
pub fn locked(mut schema: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match &mut schema {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                *value = locked(value.take());
                // Its fields stand beside the `kind` that tells which of them it is.
                if let Some(fields) = value.as_object_mut().filter(|_| name.ends_with("Said")) {
                    fields.remove("additionalProperties");
                }
            }
            let is_whole = fields.get("type").is_some_and(|kind| kind == "object")
                && fields.get("properties").is_some_and(Value::is_object)
                && !fields.contains_key("oneOf")
                && !fields.contains_key("$ref");
            if is_whole {
                fields.insert("additionalProperties".to_owned(), false.into());
            }
        }
        Value::Array(values) => {
            for value in values {
                *value = locked(value.take());
            }
        }
        _ => {}
    }
    schema
}

pub fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Every row has as many cells as the heading.
pub fn assert_table(text: &str, name: &str) {
    let mut n_cells = Vec::new();
    let (mut is_quoted, mut n) = (false, 1);
    for letter in text.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => n += 1,
            '\n' if !is_quoted => n_cells.push(std::mem::replace(&mut n, 1)),
            _ => {}
        }
    }
    assert!(
        n_cells.windows(2).all(|pair| pair[0] == pair[1]) && n_cells[0] > 1,
        "{name}: {n_cells:?}"
    );
}

/// The secret that the forms of a page carry.
pub fn token(site: &Site, path: &str) -> String {
    let page = site.get(path).text;
    let (_, rest) = page
        .split_once("name=\"token\" value=\"")
        .expect("the page has a form");
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// Drops files on the page that adds them.
pub fn drop_in(site: &Site, token: &str, files: &[(&str, &[u8])]) -> Answer {
    send_parts(site, &[("token", token)], files)
}

/// Sends a form in parts: fields and files.
pub fn send_parts(site: &Site, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    let mut body = Vec::new();
    let mut part = |name: &str, file: String, bytes: &[u8]| {
        let head =
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend(head.bytes().chain(bytes.iter().copied()).chain(*b"\r\n"));
    };
    for (name, text) in fields {
        part(name, String::new(), text.as_bytes());
    }
    for (name, bytes) in files {
        part("files", format!("; filename=\"{name}\""), bytes);
    }
    body.extend(b"--edge--\r\n");
    let headers = [
        ("host", "localhost:7300"),
        ("content-type", "multipart/form-data; boundary=edge"),
    ];
    site.send(Method::POST, "/add", &headers, Body::from(body))
}

/// Waits until the job to which a form leads has ended, and tells how it stands.
pub fn finished(site: &Site, answer: &Answer) -> serde_json::Value {
    assert_eq!(answer.status, 303, "{}", answer.text);
    ended(site, &answer.header("location"))
}

/// A job when it has ended.
pub fn ended(site: &Site, path: &str) -> serde_json::Value {
    let start = Instant::now();
    loop {
        let job = json(&site.get(&format!("{path}.json")).text);
        if job["stage"] == "done" || job["stage"] == "failed" {
            return job;
        }
        assert!(start.elapsed() < Duration::from_secs(300), "{job}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A drawing of its own, with its name, without a script.
pub fn assert_drawing(answer: &Answer, name: &str) {
    let mut reader = quick_xml::Reader::from_str(&answer.text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
    assert!(
        answer.text.contains("<title>") && !answer.text.contains("<script"),
        "{name}"
    );
    assert!(
        !answer
            .header("content-security-policy")
            .contains("script-src"),
        "{name}"
    );
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a readable folder") {
        let entry = entry.expect("a readable folder");
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => {
                std::fs::create_dir_all(&to).expect("a folder can be made");
                copy(&entry.path(), &to);
            }
            false => _ = std::fs::copy(entry.path(), to).expect("a file can be copied"),
        }
    }
}
