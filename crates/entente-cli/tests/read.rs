//! `entente read`: what is written can be read again, the order holds on any number of threads, and nothing in a page
//! steers a terminal.

mod common;

use common::{Folder, command, run, strike};
use serde_json::Value;

/// JSON lines of many articles, each with its number.
fn many(n_articles: usize) -> String {
    let line = |idx: usize| {
        let text = format!(
            "The ferry to Orda made its trip number {idx} on Monday, and the harbour was full of people."
        );
        let line = serde_json::json!({"title": format!("Trip {idx}"), "text": text, "date": "2025-03-03", "site": "The Post"});
        line.to_string() + "\n"
    };
    (0..n_articles).map(line).collect()
}

fn values(lines: &str) -> Vec<Value> {
    lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}

#[test]
fn a_table_shows_one_line_for_each_article() {
    let folder = strike();
    let found = folder.run(&["read", ".", "--width", "80"]);
    assert_eq!((found.status, found.err.as_str()), (0, ""));
    let lines: Vec<&str> = found.out.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(
        lines[1].contains("Miners walk out") && lines[1].contains("2025-03-03"),
        "{}",
        found.out
    );
    assert!(lines.iter().all(|line| line.chars().count() <= 80));
}

#[test]
fn what_is_written_can_be_read_again() {
    let folder = Folder::new(&[("news.jsonl", many(40))]);
    let lines = folder.run(&["read", "news.jsonl", "-f", "jsonl"]);
    assert_eq!((lines.status, lines.err.as_str()), (0, ""));
    let written = folder.run(&["read", "news.jsonl", "-f", "parquet", "-o", "news.parquet"]);
    assert_eq!(
        (written.status, written.out.as_str(), written.err.as_str()),
        (0, "", "")
    );
    folder.write("again.jsonl", lines.out.as_bytes());
    for name in ["again.jsonl", "news.parquet"] {
        let again = folder.run(&["read", name, "-f", "jsonl"]);
        assert_eq!((again.status, again.err.as_str()), (0, ""), "{name}");
        for (first, second) in values(&lines.out).iter().zip(values(&again.out)) {
            for field in ["title", "source", "published", "text", "words"] {
                assert_eq!(first[field], second[field], "{field} of {name}");
            }
        }
    }
    let from = folder.run(&["read", "news.parquet", "-f", "jsonl", "--from", "38"]);
    assert_eq!(values(&from.out).len(), 2);
}

#[test]
fn the_order_is_that_of_the_input_on_any_number_of_threads() {
    let folder = Folder::new(&[("news.jsonl", many(1500))]);
    let one = folder.run(&["read", "news.jsonl", "-f", "jsonl", "--threads", "1"]);
    let four = folder.run(&["read", "news.jsonl", "-f", "jsonl", "--threads", "4"]);
    assert_eq!(one.out, four.out);
    let places = values(&one.out);
    assert_eq!(places.len(), 1500);
    let from = places[700]["place"].to_string();
    let rest = folder.run(&["read", "news.jsonl", "-f", "jsonl", "--from", &from]);
    assert_eq!(values(&rest.out), places[700..]);
}

#[test]
fn problems_name_their_place_and_the_rest_goes_on() {
    let lines = many(3).replace("{\"date\":\"2025-03-03\",\"site\":\"The Post\",\"text\":\"The ferry to Orda made its trip number 1", "{broken");
    let folder = Folder::new(&[("news.jsonl", lines.as_str()), ("a.txt", "")]);
    let found = folder.run(&["read", "news.jsonl", "-f", "jsonl"]);
    assert_eq!(found.status, 4, "{}", found.err);
    assert_eq!(values(&found.out).len(), 2);
    let place = many(1).len();
    assert!(
        found
            .err
            .contains(&format!("problem[bad-record]: news.jsonl#{place}: ")),
        "{}",
        found.err
    );
    let empty = folder.run(&["read", "a.txt"]);
    assert_eq!(empty.status, 1);
    assert!(
        empty.err.contains("problem[empty-page]: a.txt: "),
        "{}",
        empty.err
    );
}

#[test]
fn wrong_use_is_told() {
    let folder = strike();
    for (arguments, status, code) in [
        (&["read", "gone.warc"][..], 4, "cannot-read"),
        (
            &["read", "a.txt", "b.txt", "--from", "3"],
            2,
            "no-such-place",
        ),
        (&["read", "a.txt", "--field", "words=body"], 2, "bad-field"),
        (
            &["read", "a.txt", "-o", "no/such/folder"],
            4,
            "cannot-write",
        ),
    ] {
        let found = folder.run(arguments);
        assert_eq!(found.status, status, "{}", found.err);
        assert!(
            found.err.contains(&format!("error[{code}]")) && found.err.contains("hint:"),
            "{}",
            found.err
        );
    }
}

#[test]
fn nothing_in_a_page_steers_a_terminal() {
    let hostile = "Strike \u{1b}[2J\u{1b}]0;owned\u{7} in Orda\n\nAbout 300 miners \u{202e}went on strike\u{202c} in Orda on Monday, \
                   the \u{9b}31m union <b>said</b>.\n";
    let folder = Folder::new(&[("a.txt", hostile)]);
    folder.write("\u{1b}[31mb.jsonl", b"{\"text\": 3}\nbroken \x1b[2J\n");
    for format in ["table", "text", "md", "jsonl"] {
        for extra in ["--evidence", "--color=always"] {
            let found = folder.run(&["read", ".", "--format", format, extra]);
            let is_bad =
                |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}');
            assert_eq!(
                found.out.chars().find(|&c| is_bad(c)),
                None,
                "{format}: {}",
                found.out
            );
            let messages = found
                .err
                .replace("\u{1b}[1m\u{1b}[33m", "")
                .replace("\u{1b}[0m", "");
            assert_eq!(
                messages.chars().find(|&c| is_bad(c)),
                None,
                "{format}: {}",
                found.err
            );
        }
    }
}

#[test]
fn compare_takes_reports_out_of_containers() {
    let folder = strike();
    let lines = folder.run(&["read", "a.txt", "b.txt", "c.html", "-f", "jsonl"]);
    folder.write("reports.jsonl", lines.out.as_bytes());
    let found = folder.run(&["compare", "reports.jsonl"]);
    assert_eq!(found.status, 0, "{}", found.err);
    assert!(found.out.contains("3 reports"), "{}", found.out);
    let piped = run(
        command(folder.path()).args(["read", "-", "-f", "jsonl"]),
        lines.out.as_bytes(),
    );
    assert_eq!(values(&piped.out).len(), 3);
}
