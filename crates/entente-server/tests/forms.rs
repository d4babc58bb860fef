//! What can be said and added in the browser, and by whom.

mod common;

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Method;
use common::{Site, drop_in, ended, finished, json, send_parts, token};
use entente_server::{Fetched, Server};

#[test]
fn a_story_is_named_anew_and_the_name_taken_back() {
    let site = Site::example();
    let token = token(&site, "/story/sty_1");
    let said =
        format!("token={token}&what=relabel&story=sty_1&headline=%3Cb%3ETwo+friends&why=shorter");
    let answer = site.post("/review", &said);
    assert_eq!(
        (answer.status, answer.header("location").as_str()),
        (303, "/story/sty_1")
    );
    assert!(
        site.get("/story/sty_1")
            .text
            .contains("&lt;b&gt;Two friends</h1>")
    );
    assert!(site.get("/review").text.contains("shorter"));
    assert_eq!(
        site.post("/review", &format!("token={token}&what=undo&review=1"))
            .status,
        303
    );
    assert!(!site.get("/story/sty_1").text.contains("Two friends</h1>"));
    assert!(site.get("/review").text.contains("taken back"));
}

#[test]
fn a_story_is_split_and_merged_and_a_claim_rejected() {
    let site = Site::example();
    let token = token(&site, "/story/sty_1");
    assert_eq!(
        site.post(
            "/review",
            &format!("token={token}&what=split&story=sty_1&article=art_5")
        )
        .status,
        303
    );
    let stories = json(&site.get("/review.json").text)["reviews"][0]["story"]
        .as_str()
        .map(str::to_owned);
    let apart = stories.expect("the review tells the new story");
    assert_eq!(site.get(&format!("/story/{apart}")).status, 200);
    assert_eq!(
        site.post(
            "/review",
            &format!("token={token}&what=merge&story=sty_1&other={apart}")
        )
        .status,
        303
    );
    assert_eq!(
        site.post(
            "/review",
            &format!("token={token}&what=reject&id=clm_1_0&why=wrong")
        )
        .status,
        303
    );
    assert!(
        site.get("/evidence/clm_1_0")
            .text
            .contains("Rejected by review")
    );
    assert_eq!(
        site.post("/review", &format!("token={token}&what=split&story=sty_1"))
            .status,
        400
    );
    assert_eq!(
        site.post("/review", &format!("token={token}&what=nothing"))
            .status,
        400
    );
}

#[test]
fn forms_of_other_sites_do_nothing() {
    let site = Site::example();
    let token = token(&site, "/story/sty_1");
    let said = "what=relabel&story=sty_1&headline=Taken";
    assert_eq!(site.post("/review", said).status, 403);
    assert_eq!(
        site.post("/review", &format!("token=wrong&{said}")).status,
        403
    );
    let host = ("host", "localhost:7300");
    for header in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ] {
        let body = Body::from(format!("token={token}&{said}"));
        assert_eq!(
            site.send(Method::POST, "/review", &[host, header], body)
                .status,
            403
        );
    }
    let hidden = [host, ("origin", "null")];
    let body = || Body::from(format!("token={token}&{said}"));
    assert_eq!(
        site.send(Method::POST, "/review", &hidden, body()).status,
        403
    );
    assert!(!site.get("/story/sty_1").text.contains("Taken"));
    assert!(
        !site
            .get("/story/sty_1?as_of=2999-01-01")
            .text
            .contains("<form action=\"/review\""),
        "the past has no forms"
    );
}

#[test]
fn forms_of_our_own_pages_are_taken_as_browsers_send_them() {
    let site = Site::example();
    let token = token(&site, "/story/sty_1");
    let (host, ours) = (
        ("host", "localhost:7300"),
        ("sec-fetch-site", "same-origin"),
    );
    for (n, origin) in ["http://localhost:7300", "null"].into_iter().enumerate() {
        let said = format!("token={token}&what=relabel&story=sty_1&headline=Name+{n}");
        let headers = [host, ours, ("origin", origin)];
        let answer = site.send(Method::POST, "/review", &headers, Body::from(said));
        assert_eq!(answer.status, 303, "{origin}");
    }
    assert!(site.get("/story/sty_1").text.contains("Name 1</h1>"));
}

#[test]
fn forms_that_are_too_large_are_refused() {
    let site = Site::example();
    assert_eq!(site.post("/review", &"x".repeat(100_000)).status, 413);
}

#[test]
fn dropped_reports_become_a_story_and_the_example_is_gone() {
    let site = Site::of(&[]);
    let token = token(&site, "/add");
    let a = "Miners strike in Orda\n\nAbout 300 miners went on strike in Orda on Monday, the union said. The mine stood still all day.";
    let b = "Strike at the mine of Orda\n\nSome 450 miners went on strike in Orda on Monday. The mine stood still, its owner said.";
    let files: [(&str, &[u8]); 2] = [("../../a.txt", a.as_bytes()), ("b.txt", b.as_bytes())];
    assert_eq!(drop_in(&site, "wrong", &files).status, 403);
    assert_eq!(drop_in(&site, &token, &[]).status, 400);
    let answer = drop_in(&site, &token, &files);
    let path = answer.header("location");
    let job = finished(&site, &answer);
    assert_eq!(job["n_added"], serde_json::json!([2, 0]));
    site.get(&path).assert_whole(&path);
    let page = site.get("/");
    assert!(!page.text.contains("This is an example") && page.text.contains("Orda"));
    let pasted = [
        ("token", token.as_str()),
        ("text", "Prices rose by 3 percent in May, the bank said."),
        ("source", "Daily"),
    ];
    assert_eq!(send_parts(&site, &pasted, &[]).status, 303);
}

/// A feed is fetched by whoever started the server, if at all: the server itself opens no socket.
#[test]
fn a_feed_is_fetched_only_where_that_was_asked_for() {
    let site = Site::of(&[]);
    let secret = token(&site, "/add");
    assert!(!site.get("/add").text.contains("action=\"/add/feed\""));
    let asked = |secret: &str| format!("token={secret}&address=https%3A%2F%2Forda.example%2Frss");
    assert_eq!(site.post("/add/feed", &asked(&secret)).status, 403);

    let log = Arc::<Mutex<Vec<String>>>::default();
    let kept = log.clone();
    let site = Site::of(&[]).changed(move |server: Server| {
        let log = kept.clone();
        server.with_feeds(Arc::new(move |address| {
            log.lock().expect("a log").push(address.to_owned());
            match address.contains("orda") {
                true => Ok(Fetched {
                    file: Some(("feed.xml".to_owned(), FEED.as_bytes().to_vec())),
                    problems: vec![("robots-disallow".to_owned(), "one page".to_owned())],
                }),
                false => Err("10.0.0.1 is no address of the public internet".to_owned()),
            }
        }))
    });
    let secret = token(&site, "/add");
    assert_eq!(site.post("/add/feed", &asked("wrong")).status, 403);
    assert_eq!(
        site.post("/add/feed", &format!("token={secret}")).status,
        400
    );
    let job = finished(&site, &site.post("/add/feed", &asked(&secret)));
    assert_eq!(job["n_added"], serde_json::json!([1, 0]), "{job}");
    assert!(
        job.to_string().contains("robots-disallow"),
        "what was not had is told: {job}"
    );
    assert!(site.get("/").text.contains("Ferries"));
    let inside = format!("token={secret}&address=http%3A%2F%2Finside.example%2F");
    let job = finished(&site, &site.post("/add/feed", &inside));
    assert!(
        job["stage"] == "failed" && job.to_string().contains("public internet"),
        "{job}"
    );
    let feeds = json(&site.get("/add.json").text)["feeds"].clone();
    assert_eq!(feeds[0]["address"], "http://inside.example/");
    assert!(
        feeds[0]["problem"].to_string().contains("public internet"),
        "{feeds}"
    );
    assert_eq!(
        (&feeds[1]["had_news"], &feeds[1]["problem"]),
        (&true.into(), &"one page".into())
    );
    assert_eq!(
        feeds[1]["next"],
        serde_json::Value::Null,
        "nothing is fetched by itself"
    );
    let page = site.get("/add");
    page.assert_whole("/add");
    assert!(page.text.contains("https://orda.example/rss"));
    let log = log.lock().expect("a log");
    assert_eq!(*log, ["https://orda.example/rss", "http://inside.example/"]);
}

/// Whoever starts the server says how often; a feed that was known before is fetched then, without anybody asking.
#[test]
fn feeds_are_fetched_by_themselves_where_that_was_asked_for() {
    let site = Site::of(&[]).changed(|server: Server| {
        let known = vec![("https://orda.example/rss".to_owned(), None)];
        let every = std::time::Duration::from_secs(600);
        let server = server
            .following(known, Some(every))
            .with_feeds(Arc::new(|_| {
                Ok(Fetched {
                    file: Some(("feed.xml".to_owned(), FEED.as_bytes().to_vec())),
                    problems: Vec::new(),
                })
            }));
        server.fetch_next();
        server
    });
    let job = ended(&site, "/job/1");
    assert_eq!(
        (&job["n_added"], &job["is_polled"]),
        (&serde_json::json!([1, 0]), &true.into()),
        "{job}"
    );
    let told = json(&site.get("/add.json").text);
    assert_eq!(told["every_minutes"], 10);
    assert!(told["feeds"][0]["next"].is_string(), "{told}");
    assert!(site.get("/add").text.contains("every 10 minutes"));
}

const FEED: &str = "<rss version=\"2.0\"><channel><title>Orda Daily</title><item><title>Ferries stop</title>\
    <link>https://orda.example/1</link><pubDate>Tue, 06 May 2031 08:00:00 GMT</pubDate><description>All ferries of Orda stopped on \
    Tuesday, the harbour master said. About 300 people waited at the quay of the old town until the evening.</description></item>\
    </channel></rss>";

#[test]
fn the_queue_is_worked_off_with_forms_and_taken_back() {
    let site = Site::example();
    let secret = token(&site, "/story/sty_1");
    let queue = |site: &Site| json(&site.get("/review.json").text)["queue"].clone();
    let before = queue(&site);
    let first = &before[0];
    assert_eq!(
        first["waits"], "contradiction",
        "what is wrong for certain comes first: {first}"
    );
    let shares: Vec<f64> = before
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["share"].as_f64())
        .collect();
    assert!(shares.is_sorted(), "then what is least sure: {shares:?}");
    let page = site.get("/review");
    page.assert_whole("/review");
    assert!(page.text.contains("accesskey=\"a\"") && page.text.contains("accesskey=\"n\""));
    assert!(site.get("/review?skip=1").text.contains("2 of "));

    let claims = first["claims"].as_array().expect("claims").iter();
    let claims: String = claims
        .map(|id| format!("&id={}", id.as_str().expect("an id")))
        .collect();
    let said = format!("token={secret}&what=confirm&queue=0{claims}");
    let answer = site.post("/review", &said);
    assert_eq!(
        (answer.status, answer.header("location").as_str()),
        (303, "/review")
    );
    let after = queue(&site);
    assert_eq!(
        after.as_array().map(Vec::len),
        before.as_array().map(|all| all.len() - 1)
    );
    assert_ne!(after[0]["slot"], first["slot"]);
    let reviews = json(&site.get("/review.json").text)["reviews"].clone();
    for review in reviews.as_array().expect("a list") {
        let undo = format!(
            "token={secret}&what=undo&queue=0&review={}",
            review["number"]
        );
        assert_eq!(site.post("/review", &undo).status, 303);
    }
    assert_eq!(queue(&site), before);
}
