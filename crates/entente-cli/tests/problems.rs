//! Every code that the program can print is explained in `docs/problems.md`, and nothing else is.

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use common::root;

#[test]
fn the_codes_and_their_explanations_are_the_same() {
    let page = std::fs::read_to_string(root().join("docs/problems.md")).expect("a readable page");
    let headings = page.lines().filter_map(|line| line.strip_prefix("## "));
    let explained: BTreeSet<String> = headings.map(str::to_owned).collect();
    let mut used = BTreeSet::new();
    for folder in std::fs::read_dir(root().join("crates")).expect("a readable folder") {
        collect(
            &folder.expect("a readable folder").path().join("src"),
            &mut used,
        );
    }
    assert_eq!(used, explained);
}

/// Reads the codes out of every Rust file below a folder.
fn collect(folder: &Path, codes: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, codes);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).expect("a readable file");
            codes.extend(codes_in(&text));
        }
    }
}

/// The first text behind each place that takes a code.
fn codes_in(text: &str) -> Vec<String> {
    let takers = ["Problem::new(", "warn(", "code(", "code: \""];
    let mut codes = Vec::new();
    for taker in takers {
        for rest in text.split(taker).skip(1) {
            let rest = if taker.ends_with('"') {
                rest
            } else {
                match rest.trim_start().strip_prefix('"') {
                    Some(rest) => rest,
                    None => continue,
                }
            };
            let code = rest.split('"').next().unwrap_or_default();
            let is_code = code.contains('-')
                && code
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            if is_code {
                codes.push(code.to_owned());
            }
        }
    }
    codes
}
