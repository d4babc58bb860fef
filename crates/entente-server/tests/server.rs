//! What goes on beside the answers: changes that are told as they become known, and how the server stands.

mod common;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};

use common::{Site, json};
use entente_engine::world::{Known, World};

/// A reader of changes, behind the head of the answer.
fn listen(address: SocketAddr, path: &str, more: &str) -> (String, BufReader<TcpStream>) {
    let mut stream = TcpStream::connect(address).expect("somebody listens");
    let ask = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{more}\r\n");
    stream.write_all(ask.as_bytes()).expect("it can be asked");
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        let n = reader.read_line(&mut head).expect("there is a head");
        assert!(n > 0, "{head}");
    }
    (head, reader)
}

/// The fields of the next event; `None` at the end.
fn event(reader: &mut BufReader<TcpStream>) -> Option<BTreeMap<String, String>> {
    let (mut fields, mut line) = (BTreeMap::new(), String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line).expect("it can be read") == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some((name, value)) => _ = fields.insert(name.to_owned(), value.to_owned()),
            None if line.trim().is_empty() && !fields.is_empty() => return Some(fields),
            None => {}
        }
    }
}

/// The id and the data of the next change; `None` at the end.
fn next(reader: &mut BufReader<TcpStream>) -> Option<(String, serde_json::Value)> {
    let event = event(reader)?;
    Some((event["id"].clone(), json(&event["data"])))
}

/// What the description of the API says of an event.
fn described(site: &Site) -> serde_json::Value {
    let description = json(&site.get("/api/v1/openapi.json").text);
    let answers = &description["paths"]["/api/v1/stream"]["get"]["responses"];
    answers["2XX"]["content"]["text/event-stream"]["schema"].clone()
}

#[test]
fn changes_are_told_as_they_become_known_and_from_where_a_reader_was() {
    let site = Site::example();
    let (listener, server) = site.listen();
    let address = listener.local_addr().expect("it has an address");
    let (stop, stopped) = entente_server::stop();
    let serving = std::thread::spawn(move || entente_server::serve(listener, server, stopped));

    let (head, mut reader) = listen(address, "/api/v1/stream?from=2000-01-01", "");
    assert!(
        head.contains("200 OK") && head.contains("text/event-stream"),
        "{head}"
    );
    let event = event(&mut reader).expect("something was done before");
    let fields = serde_json::to_value(&event).expect("words");
    assert!(jsonschema::is_valid(&described(&site), &fields), "{fields}");
    let (first, told) = (event["id"].clone(), json(&event["data"]));
    assert_eq!((&told["what"], &told["n"]), (&"add".into(), &5.into()));
    let diff = site.get(told["diff"].as_str().expect("it has an address"));
    let diff = json(&diff.text);
    let n_articles = diff["items"].as_array().expect("a list").len();
    assert_eq!(n_articles, 5, "{diff}");

    // Who was there before goes on behind what was told.
    let (_, mut second) = listen(address, "/api/v1/stream", "");
    let mut world = World::open(site.folder()).expect("the workspace is there");
    let new = common::read(
        "new.txt",
        "Night trains run again\n\nNight trains run again, the railway said.\n",
    );
    let added = world
        .add(&new, Known::from(jiff::Timestamp::now()))
        .expect("it can be kept");
    assert!(added[0].is_new);
    let (_, told) = next(&mut second).expect("it is told");
    assert_eq!((&told["what"], &told["n"]), (&"add".into(), &1.into()));
    let diff = site.get(told["diff"].as_str().expect("it has an address"));
    assert_eq!(
        json(&diff.text)["items"][0]["article"]["title"],
        "Night trains run again"
    );
    let mut last = first;
    while let Some((id, told)) = next(&mut reader) {
        assert!(id.parse::<i64>().ok() > last.parse().ok(), "{id}");
        last = id;
        if (&told["what"], &told["n"]) == (&"add".into(), &1.into()) {
            break;
        }
    }

    // So many readers and no more; the server ends although they listen.
    let readers: Vec<_> = (2..32)
        .map(|_| listen(address, "/api/v1/stream", ""))
        .collect();
    assert!(readers.iter().all(|(head, _)| head.contains("200 OK")));
    let (head, _) = listen(address, "/api/v1/stream", "");
    assert!(
        head.contains("503") && head.contains("problem+json"),
        "{head}"
    );
    stop.now();
    serving.join().expect("it does not panic").expect("it ends");
    assert!(next(&mut second).is_none());
}

#[test]
fn a_reader_who_comes_back_says_what_was_told_last() {
    let site = Site::example();
    let changes = json(&site.get("/api/v1/changes").text);
    let changes = changes["items"].as_array().expect("a list");
    let (listener, server) = site.listen();
    let address = listener.local_addr().expect("it has an address");
    let (stop, stopped) = entente_server::stop();
    let serving = std::thread::spawn(move || entente_server::serve(listener, server, stopped));
    let known: Known = changes[0]["known"]
        .as_str()
        .unwrap_or_default()
        .parse()
        .expect("a moment");
    let before = format!("last-event-id: {}\r\n", known.0);
    let (_, mut reader) = listen(address, "/api/v1/stream", &before);
    let (_, told) = next(&mut reader).expect("more was done");
    assert_eq!(told["known"], changes[1]["known"]);
    stop.now();
    serving.join().expect("it does not panic").expect("it ends");
}

#[test]
fn the_server_tells_how_it_stands() {
    let site = Site::example();
    assert_eq!(site.get("/healthz").text, "well\n");
    assert_eq!(site.get("/readyz").text, "ready\n");
    site.get("/api/v1/stories");
    site.get("/api/v1/nothing");
    let told = site.get("/metrics").text;
    for line in [
        "entente_answers_total{part=\"api\",status=\"2xx\"} 1",
        "entente_answers_total{part=\"api\",status=\"4xx\"} 1",
        "entente_articles 5",
        "entente_streams 0",
    ] {
        assert!(told.lines().any(|one| one == line), "{line}: {told}");
    }
    assert!(told.ends_with("# EOF\n") && told.matches("# EOF").count() == 1);
}
