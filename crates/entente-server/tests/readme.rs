//! The README shows what the server answers: each block that begins with `$ curl -s` is asked of the shipped reports, and what is
//! behind `| jq` is done to it, as far as picking and naming fields goes. `UPDATE_CASES=1` writes what comes out.

mod common;

use std::path::Path;

use common::{Site, json};
use serde_json::Value;

const START: &str = "$ curl -s 'http://127.0.0.1:7300";

#[test]
fn the_readme_shows_what_is_answered() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let Ok(text) = std::fs::read_to_string(&path) else {
        return;
    };
    let site = Site::example();
    let (mut renewed, mut rest) = (String::new(), text.as_str());
    let mut n_blocks = 0;
    while let Some((before, after)) = rest.split_once(START) {
        let (block, after) = after.split_once("```").expect("a block ends");
        let line = block.lines().next().unwrap_or_default();
        let (address, filter) = line
            .split_once("' | jq '")
            .expect("an address and a filter");
        let filter = filter.trim_end_matches('\'');
        let answer = site.get(address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.text);
        let picked = picked(&json(&answer.text), filter);
        renewed.push_str(&format!("{before}{START}{line}\n{picked}\n```"));
        rest = after;
        n_blocks += 1;
    }
    renewed.push_str(rest);
    assert!(n_blocks > 0);
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, renewed).expect("the README can be written");
        return;
    }
    assert!(
        text == renewed,
        "UPDATE_CASES=1 renews the README: {renewed}"
    );
}

/// What jq prints for `.items[0] | {kind, what}`.
fn picked(answer: &Value, filter: &str) -> String {
    let (path, fields) = filter.split_once(" | {").expect("a path and fields");
    let pointer = path.replace(['.', '['], "/").replace(']', "");
    let thing = answer.pointer(&pointer).expect("it is there");
    let fields = fields.trim_end_matches('}').split(',').map(str::trim);
    let lines = fields.map(|field| {
        let value = serde_json::to_string_pretty(&thing[field]).expect("it is JSON");
        format!("  \"{field}\": {}", value.replace('\n', "\n  "))
    });
    format!("{{\n{}\n}}", lines.collect::<Vec<_>>().join(",\n"))
}
