//! What can be said and added in the browser, and by whom.

mod common;

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Method;
use common::{Answer, Site, json};

/// The secret that the forms of a page carry.
fn token(site: &Site, path: &str) -> String {
    let page = site.get(path).text;
    let (_, rest) = page
        .split_once("name=\"token\" value=\"")
        .expect("the page has a form");
    rest.split('"').next().unwrap_or_default().to_owned()
}

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
fn forms_that_are_too_large_are_refused() {
    let site = Site::example();
    assert_eq!(site.post("/review", &"x".repeat(100_000)).status, 413);
}

fn drop_in(site: &Site, parts: &[(&str, Option<&str>, &str)]) -> Answer {
    let mut body = String::new();
    for (name, file, text) in parts {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        body += &format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n"
        );
    }
    body += "--edge--\r\n";
    let headers = [
        ("host", "localhost:7300"),
        ("content-type", "multipart/form-data; boundary=edge"),
    ];
    site.send(Method::POST, "/add", &headers, Body::from(body))
}

#[test]
fn dropped_reports_become_a_story_and_the_example_is_gone() {
    let site = Site::of(&[]);
    let token = token(&site, "/add");
    assert_eq!(
        drop_in(&site, &[("files", Some("a.txt"), "no token")]).status,
        403
    );
    assert_eq!(drop_in(&site, &[("token", None, &token)]).status, 400);
    let a = "Miners strike in Orda\n\nAbout 300 miners went on strike in Orda on Monday, the union said. The mine stood still all day.";
    let b = "Strike at the mine of Orda\n\nSome 450 miners went on strike in Orda on Monday. The mine stood still, its owner said.";
    let parts = [
        ("token", None, token.as_str()),
        ("files", Some("../../a.txt"), a),
        ("files", Some("b.txt"), b),
    ];
    let answer = drop_in(&site, &parts);
    assert_eq!(answer.status, 303, "{}", answer.text);
    let path = answer.header("location");
    let start = Instant::now();
    let job = loop {
        let job = json(&site.get(&format!("{path}.json")).text);
        if job["stage"] == "done" {
            break job;
        }
        assert!(
            job["stage"] != "failed" && start.elapsed() < Duration::from_secs(120),
            "{job}"
        );
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(job["n_added"], serde_json::json!([2, 0]));
    site.get(&path).assert_whole(&path);
    let page = site.get("/");
    assert!(!page.text.contains("This is an example") && page.text.contains("Orda"));
    let pasted = [
        ("token", None, token.as_str()),
        (
            "text",
            None,
            "Prices rose by 3 percent in May, the bank said.",
        ),
        ("source", None, "Daily"),
    ];
    assert_eq!(drop_in(&site, &pasted).status, 303);
}
