//! `entente stories`: articles of several events are told apart, in every format and whatever the order of files.

mod common;

use common::{Folder, STRIKE, check_json, strike};

const FLOOD: &[u8] = b"River floods Tamsel\n\n5 March 2025\n\nThe river Nessa flooded the old town of Tamsel on Tuesday. \
    The mayor, Jon Berg, closed three bridges. Two hundred people left their houses.\n";

fn two_events() -> Folder {
    let folder = strike();
    folder.write("z.txt", FLOOD);
    folder
}

#[test]
fn events_are_told_apart_for_people() {
    let found = two_events().run(&["stories", "."]);
    assert_eq!((found.status, found.err.as_str()), (0, ""));
    assert!(
        found.out.starts_with("2 stories, 4 articles\n"),
        "{}",
        found.out
    );
    let (several, once) = found
        .out
        .split_once("Told once")
        .expect("one article is alone");
    assert!(
        several.contains("3 articles") && several.contains("2025-03-03 to 2025-03-04"),
        "{several}"
    );
    assert!(once.contains("River floods Tamsel"), "{once}");
}

#[test]
fn data_holds_every_article_once() {
    let folder = two_events();
    let lines = folder.run(&["stories", ".", "-f", "jsonl"]).out;
    let n_articles: usize = lines
        .lines()
        .map(|line| check_json(line)["articles"].as_array().map_or(0, Vec::len))
        .sum();
    assert_eq!((lines.lines().count(), n_articles), (2, 4));
    let all = check_json(
        &folder
            .run(&["stories", ".", "-f", "json", "--least", "2"])
            .out,
    );
    let story = &all["stories"][0];
    assert_eq!(all["stories"].as_array().map(Vec::len), Some(1));
    assert_eq!(story["articles"][0]["published"], "2025-03-03");
    assert!(
        STRIKE
            .iter()
            .any(|(_, text)| text.contains(story["headline"].as_str().expect("a headline")))
    );
}

#[test]
fn the_order_of_files_changes_nothing() {
    let folder = two_events();
    let run = |names: [&str; 4]| {
        folder
            .run(&[&["stories", "-f", "json"][..], &names[..]].concat())
            .out
    };
    assert_eq!(
        run(["a.txt", "b.txt", "c.html", "z.txt"]),
        run(["z.txt", "c.html", "a.txt", "b.txt"])
    );
}

/// A month of reports, each event told twice on one day; one event is dated in the year 2039.
fn month() -> String {
    let mut lines = String::new();
    for day in 1..=28 {
        let town = format!(
            "Town{}",
            ["ek", "om", "ur", "il"][day % 4].repeat(day / 4 + 1)
        );
        let date = if day == 9 {
            "2039-01-01".to_owned()
        } else {
            format!("2031-05-{day:02}")
        };
        let told = [
            (
                "Hill Wire",
                format!("Flood number {day} hits {town}"),
                format!(
                    "The river at {town} rose {day}7 centimetres in a night and flooded the market of {town}. Mayor {town}son closed \
                     {day} streets of {town}."
                ),
            ),
            (
                "Valley Post",
                format!("Market of {town} under water"),
                format!(
                    "Traders in {town} lost their stalls when the river rose by {day}7 centimetres. {day} streets of {town} stay closed, \
                     said mayor {town}son."
                ),
            ),
        ];
        for (outlet, title, text) in told {
            lines += &format!(
                "{{\"title\": \"{title}\", \"source\": \"{outlet}\", \"published\": \"{date}\", \"text\": \"{text}\"}}\n"
            );
        }
    }
    lines
}

#[test]
fn a_stream_is_followed_with_the_stories_of_a_file() {
    let folder = Folder::new(&[("month.jsonl", month())]);
    let run = |arguments: &[&str]| {
        common::run(
            common::command(folder.path()).args(arguments),
            month().as_bytes(),
        )
    };
    let told = |out: &str| {
        let titles = |line: &str| {
            let articles = check_json(line)["articles"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            articles
                .iter()
                .map(|article| article["title"].to_string())
                .collect::<Vec<_>>()
        };
        let mut stories: Vec<Vec<String>> = out.lines().map(titles).collect();
        stories.sort();
        stories
    };
    let (file, stream) = (
        run(&["stories", "month.jsonl", "-f", "jsonl"]),
        run(&["stories", "-", "-f", "jsonl"]),
    );
    assert_eq!((stream.status, stream.err.as_str()), (0, ""));
    assert_eq!(told(&stream.out), told(&file.out));
    assert_eq!(stream.out, run(&["stories", "-", "-f", "jsonl"]).out);
    let last = stream.out.lines().last().expect("stories were told");
    assert!(last.contains("2039-01-01"), "{last}");
    assert!(
        run(&["stories", "-"])
            .out
            .contains("2 articles · 2 outlets · 2031-05-03")
    );
}

#[test]
fn nothing_to_group_is_said_by_the_status() {
    let folder = Folder::new(&[("a.txt", "")]);
    assert_eq!(folder.run(&["stories", "missing.txt"]).status, 4);
    assert_eq!(folder.run(&["stories", "a.txt"]).status, 1);
    assert_eq!(
        folder.run(&["stories", "a.txt", "--least", "many"]).status,
        2
    );
}
