//! What strangers can send is shown as text and does nothing, and what would grow without end is cut.

mod common;

use std::io::Write;

use common::{HOSTILE, Site, drop_in, finished, json, links, token};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Letters that steer a terminal or turn a line around.
const STEERING: [char; 6] = [
    '\u{1b}', '\u{7}', '\u{0}', '\u{202e}', '\u{2066}', '\u{200f}',
];

#[test]
fn hostile_reports_are_shown_as_text_on_every_page() {
    let site = Site::of(&HOSTILE);
    let mut pages = site.crawl();
    pages.push("/search?q=%3Cscript%3E&source=%22%3E%3Cb%3E".to_owned());
    for path in &pages {
        let page = site.get(path);
        page.assert_whole(path);
        let steering = page.text.chars().find(|letter| STEERING.contains(letter));
        assert_eq!(steering, None, "{path}");
        let says = page.text.to_lowercase();
        for mark in [
            "<script",
            "<img",
            "<svg onload",
            "<b>bold",
            "href=\"javascript",
            "root:x:0",
        ] {
            assert!(!says.contains(mark), "{path}: {mark}");
        }
    }
    let story = pages.iter().find(|path| path.ends_with("/compare"));
    assert!(story.is_some(), "two of them are one story: {pages:?}");
    assert!(
        site.get("/article/art_1")
            .text
            .contains("&lt;script&gt;alert(1)")
    );
}

#[test]
fn hostile_reports_do_nothing_in_tables_drawings_and_exports() {
    let site = Site::of(&HOSTILE);
    let mut n_forms = 0;
    for path in site.crawl() {
        let forms = links(&site.get(&path).text).into_iter();
        for form in forms.filter(|link| common::is_twin(link) || link.contains("/export/")) {
            let answer = site.get(&form);
            assert_eq!(answer.status, 200, "{form}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            let kind = answer.header("content-type");
            assert!(!kind.starts_with("text/html"), "{form}: {kind}");
            if kind.starts_with("application/json") {
                json(&answer.text);
            }
            if kind.starts_with("image/svg") {
                common::assert_drawing(&answer, &form);
            }
            n_forms += 1;
        }
    }
    assert!(n_forms > 10, "{n_forms}");
}

/// A file of a few kilobytes that would be hundreds of megabytes when it is opened, and a line of ten megabytes.
#[test]
fn what_would_grow_without_end_is_cut_and_the_server_goes_on() {
    let site = Site::of(&[]);
    let token = token(&site, "/add");
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..300 {
        bomb.write_all(&zeros).expect("it is written");
    }
    let bomb = bomb.finish().expect("it is written");
    let line = vec![b'x'; 10 << 20];
    let laughs = HOSTILE[2].1.as_bytes();
    let report = b"Strike in Orda\n\nAbout 300 port workers in Orda went on strike on Monday, the union said.";
    let files: [(&str, &[u8]); 4] = [
        ("bomb.txt.gz", &bomb),
        ("line.txt", &line),
        ("laughs.xml", laughs),
        ("report.txt", report),
    ];
    let answer = drop_in(&site, &token, &files);
    let job = finished(&site, &answer);
    assert_eq!(job["stage"], "done", "{job}");
    assert!(site.get("/search?q=strike").text.contains("Strike in Orda"));
    for path in site.crawl() {
        let page = site.get(&path);
        assert!(
            page.status == 200 && page.text.len() < 4 << 20,
            "{path}: {}",
            page.text.len()
        );
        assert!(
            !page.text.contains("lollollollollollollollollollol"),
            "{path}"
        );
    }
}
