//! `entente events`: every format has its columns, the order holds on any number of threads, and odd input is told.

mod common;

use common::{Folder, strike};

const SUMMIT: &str = "Chilean police arrested two Peruvian pilots in Arica on Monday. Peru threatened Chile with sanctions.";

#[test]
fn each_format_has_its_columns() {
    let folder = Folder::new(&[("a.txt", SUMMIT)]);
    for (format, n_columns) in [
        ("polecat", 40),
        ("icews", 20),
        ("gdelt", 61),
        ("gdelt-mentions", 16),
    ] {
        let bare = folder.run(&["events", "a.txt", "-f", format, "--bare"]);
        assert_eq!((bare.status, bare.err.as_str()), (0, ""), "{format}");
        assert!(
            bare.out
                .lines()
                .all(|line| line.split('\t').count() == n_columns),
            "{}",
            bare.out
        );
        let has_heading = !format.starts_with("gdelt");
        assert_eq!(
            bare.out.lines().count(),
            2 + usize::from(has_heading),
            "{}",
            bare.out
        );
        let full = folder.run(&["events", "a.txt", "-f", format]);
        let extra = usize::from(format != "gdelt-mentions");
        assert!(
            full.out
                .lines()
                .all(|line| line.split('\t').count() == n_columns + extra)
        );
        assert!(
            full.out
                .lines()
                .nth(1)
                .is_some_and(|line| line.contains("Chilean police arrested"))
        );
    }
}

#[test]
fn rows_keep_the_order_of_the_input() {
    let folder = strike();
    let run = |threads: &str| {
        folder.run(&[
            "events",
            ".",
            "-f",
            "plover",
            "--least",
            "0",
            "--threads",
            threads,
        ])
    };
    let (one, four) = (run("1"), run("4"));
    assert_eq!((one.status, one.err.as_str()), (0, ""));
    assert_eq!(one.out, four.out);
    assert!(
        one.out
            .lines()
            .all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
    );
}

#[test]
fn a_text_without_acts_is_said_by_the_status() {
    let folder = Folder::new(&[("a.txt", "The hills are green and the sea is wide here.")]);
    let found = folder.run(&["events", "a.txt"]);
    assert_eq!(
        (found.status, found.out.as_str(), found.err.as_str()),
        (1, "", "")
    );
    assert_eq!(folder.run(&["events", "missing.txt"]).status, 4);
    let written = folder.run(&["events", "a.txt", "-f", "icews", "-o", "acts.tsv"]);
    assert_eq!((written.status, written.out.as_str()), (1, ""));
    let table = std::fs::read_to_string(folder.path().join("acts.tsv")).expect("a table");
    assert_eq!(table.lines().count(), 1);
}
