//! Feeds and sitemaps: what their cases say, and laws that hold for any bytes.

use std::fmt::Write;

use entente_cases::Case;
use entente_page::container::feed::{self, Body, Feed};
use entente_page::container::{Record, sitemap};
use entente_types::{Outcome, Problem};
use proptest::prelude::*;

fn shown(outcome: &Outcome<Feed>) -> String {
    let mut out = String::new();
    let feed = &outcome.value;
    let mut line = |key: &str, value: &Option<String>| {
        if let Some(value) = value {
            writeln!(out, "{key}: {value}").expect("a string takes text");
        }
    };
    line("feed", &feed.title);
    line(
        "publisher",
        &feed
            .publisher()
            .filter(|name| Some(name) != feed.title.as_ref()),
    );
    line("page", &feed.page);
    line("language", &feed.language);
    for item in &feed.items {
        line("- title", &item.title.clone().or(Some(String::new())));
        line("  address", &item.address);
        for author in &item.authors {
            line("  author", &Some(author.clone()));
        }
        line(
            "  published",
            &item.published.map(|moment| moment.to_string()),
        );
        line("  updated", &item.updated.map(|moment| moment.to_string()));
        line("  source", &item.source);
        line("  language", &item.language);
        let extent = format!("{:?}", item.extent).to_lowercase();
        match &item.body {
            Some(Body::Html(html)) => {
                line(&format!("  {extent}, html"), &Some(html.trim().to_owned()))
            }
            Some(Body::Text(text)) => {
                line(&format!("  {extent}, text"), &Some(text.trim().to_owned()))
            }
            None => line("  holds", &Some(extent)),
        }
    }
    for address in &feed.sitemaps {
        line("sitemap", &Some(address.clone()));
    }
    for problem in &outcome.problems {
        line(
            "problem",
            &Some(format!("{}: {}", problem.code, problem.message)),
        );
    }
    out
}

/// What a case gives: its `text` is repeated where it says `{LONG}`.
fn answer(case: &Case) -> String {
    let long = "The council of Orda met until midnight and heard eleven speakers from both banks. "
        .repeat(6);
    let text = case.blocks[0].1.replace("{LONG}", long.trim_end());
    let bytes = text.as_bytes();
    let is_sitemap = sitemap::is_sitemap(bytes);
    let outcome = if is_sitemap {
        sitemap::read(bytes)
    } else {
        feed::read(bytes, None)
    };
    let recognised = if is_sitemap || feed::is_feed(bytes) {
        ""
    } else {
        "not recognised\n"
    };
    format!("{recognised}{}", shown(&outcome)).replace(long.trim_end(), "{LONG}")
}

#[test]
fn feeds_are_read_as_their_cases_say() {
    entente_cases::run("cases", "feed", answer);
}

#[test]
fn sitemaps_are_read_as_their_cases_say() {
    entente_cases::run("cases", "sitemap", answer);
}

type ToRecords = fn(&str, &[u8], &mut Vec<Problem>) -> Vec<Record>;

/// What must hold for any bytes.
fn check(bytes: &[u8]) {
    for outcome in [
        feed::read(bytes, None),
        feed::read(bytes, Some("windows-1251")),
        sitemap::read(bytes),
    ] {
        let mut end = 0;
        for item in &outcome.value.items {
            assert!(item.place.start >= end, "items do not overlap");
            assert!(item.place.end <= bytes.len(), "items stay inside the feed");
            end = item.place.end;
        }
        assert!(outcome.problems.len() <= 60);
    }
    for read in [feed::items as ToRecords, sitemap::entries] {
        let mut problems = Vec::new();
        let records = read("feed", bytes, &mut problems);
        let places = records.iter().map(|record| record.place);
        assert!(places.eq(0..records.len() as u64), "places count from 0");
    }
}

const PARTS: [&str; 44] = [
    "<rss version=\"2.0\">",
    "<channel>",
    "</channel>",
    "</rss>",
    "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
    "</feed>",
    "<item>",
    "</item>",
    "<entry>",
    "</entry>",
    "<title>",
    "</title>",
    "<link>",
    "</link>",
    "<link href=\"/a\"/>",
    "<author>",
    "</author>",
    "<name>",
    "</name>",
    "<source>",
    "</source>",
    "<description>",
    "</description>",
    "<content type=\"xhtml\">",
    "</content>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "&amp;",
    "&x;",
    "&",
    "<",
    ">",
    "<p>",
    "</p>",
    "rain",
    "\u{e9}\u{4e00}",
    "<pubDate>Mon, 3 Mar 2025 10:00:00 GMT</pubDate>",
    "<urlset>",
    "<url>",
    "<loc>https://a.example/</loc>",
    "<?xml version=\"1.0\" encoding=\"windows-1252\"?>",
    "\"",
];
const JSON_PARTS: [&str; 14] = [
    "{",
    "}",
    "[",
    "]",
    "\"items\":",
    "\"version\":\"https://jsonfeed.org/version/1\"",
    ",",
    "\"title\":",
    "\"rain\"",
    "\"url\":\"https://a.example/\"",
    "\\",
    "\"",
    "1",
    " ",
];

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        check(&bytes);
    }

    #[test]
    fn any_markup_is_read(parts in prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..60)) {
        check(parts.concat().as_bytes());
        let wide: Vec<u8> = parts.concat().encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&[b"\xff\xfe".to_vec(), wide].concat());
    }

    #[test]
    fn any_json_is_read(parts in prop::collection::vec(prop::sample::select(JSON_PARTS.to_vec()), 0..40)) {
        check(format!("{{\"version\":\"https://jsonfeed.org/version/1\",{}", parts.concat()).as_bytes());
    }

    #[test]
    fn a_feed_that_was_written_is_read_back(
        titles in prop::collection::vec("[a-zA-Z0-9\u{430}-\u{44f}&<\"]{1,20}", 1..8)
    ) {
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let items: String = titles.iter().map(|title| format!("<item><title>x {}</title></item>", escape(title))).collect();
        let feed = feed::read(format!("<rss><channel>{items}</channel></rss>").as_bytes(), None).value;
        prop_assert_eq!(feed.items.len(), titles.len());
    }
}

#[test]
fn every_charset_is_read() {
    let rss = |title: &[u8], head: &str| {
        let head =
            format!("{head}<rss><channel><item><title>caf\u{e9}</title></item><item><title>");
        [head.as_bytes(), title, b"</title></item></channel></rss>"].concat()
    };
    let titles = |bytes: &[u8], said: Option<&str>| -> Vec<String> {
        let outcome = feed::read(bytes, said);
        outcome
            .value
            .items
            .into_iter()
            .filter_map(|item| item.title)
            .collect()
    };
    let declared = "<?xml version='1.0' encoding='windows-1251'?>";
    let marked = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>";
    // One feed, two charsets: what is UTF-8 is read as such.
    assert_eq!(
        titles(&rss(b"\xcf\xe0\xf0\xee\xec", declared), None),
        ["caf\u{e9}", "\u{41f}\u{430}\u{440}\u{43e}\u{43c}"]
    );
    assert_eq!(
        titles(&rss(b"\xcf\xe0\xf0", ""), Some("windows-1251")),
        ["caf\u{e9}", "\u{41f}\u{430}\u{440}"]
    );
    assert_eq!(
        titles(&rss(b"caf\xe9", marked), None),
        ["caf\u{e9}", "caf\u{e9}"]
    );
    let text = String::from_utf8(rss("\u{96e8}".as_bytes(), "")).expect("UTF-8");
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let wide = [b"\xfe\xff".to_vec(), wide].concat();
    assert!(feed::is_feed(&wide));
    assert_eq!(titles(&wide, None), ["caf\u{e9}", "\u{96e8}"]);
    let place = feed::read(&wide, None).value.items[1].place.clone();
    assert_eq!(&wide[place][..10], b"\0<\0i\0t\0e\0m");
}

#[test]
fn hostile_feeds_stay_cheap() {
    let n = 200_000;
    let start = std::time::Instant::now();
    for (before, piece) in [
        ("<rss><channel>", "<item>"),
        ("<rss><channel><item>", "<title>"),
        ("<rss><channel><item><description>", "<description>"),
        ("<rss><channel><item><source>", "<source>"),
        ("<rss>", "<channel>"),
        ("<rss><channel><item>", "<![CDATA["),
        ("<rss><channel><item>", "<!--"),
        ("<rss><channel><item>", "<!["),
        ("<rss><channel><item>", "<?"),
        ("<rss><channel><item>", "<a b=\""),
        ("<rss><channel><item>", "<a b=\"<a b='"),
        ("<rss><channel><item><a ", "b=c "),
        ("<rss><channel><item><title>", "&lt;&amp;"),
        ("<!DOCTYPE x [", "<!ENTITY a \"&a;&a;\">"),
        (
            "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[",
            "{",
        ),
        (
            "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[",
            "[}",
        ),
        (
            "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[",
            "\"\\",
        ),
        (
            "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[",
            "}",
        ),
        ("<urlset>", "<url><loc>a"),
    ] {
        check(format!("{before}{}", piece.repeat(n)).as_bytes());
    }
    // A quadratic reading would take hours.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
