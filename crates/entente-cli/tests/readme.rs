//! The README shows what the command prints: each block that begins with `$ entente` is run in the root of the
//! repository. `UPDATE_CASES=1` writes what comes out.

mod common;

use common::{command, root, run};

#[test]
fn the_readme_shows_what_is_printed() {
    let path = root().join("README.md");
    let Ok(text) = std::fs::read_to_string(&path) else {
        return;
    };
    let renewed = renew(&text);
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, renewed).expect("the README can be written");
        return;
    }
    let mut lines = text.lines().zip(renewed.lines());
    if let Some((shown, printed)) = lines.find(|(shown, printed)| shown != printed) {
        panic!(
            "the README shows `{shown}`, the command prints `{printed}`; UPDATE_CASES=1 renews it"
        );
    }
    assert_eq!(
        text.len(),
        renewed.len(),
        "UPDATE_CASES=1 renews the README"
    );
}

/// The page with what its commands print now.
fn renew(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("```console\n") {
        let (block, after) = after.split_once("```").expect("a block ends");
        out.push_str(&format!("{before}```console\n{}```", renewed(block)));
        rest = after;
    }
    out + rest
}

/// A block of commands with their output; as it was if it runs anything but `entente`.
///
/// A last line `…` says that the block shows the beginning alone.
fn renewed(block: &str) -> String {
    let commands: Vec<&str> = block
        .lines()
        .filter(|line| line.starts_with("$ "))
        .collect();
    let is_ours = block.starts_with("$ entente ")
        && commands.iter().all(|line| line.starts_with("$ entente "));
    if !is_ours {
        return block.to_owned();
    }
    let parts = block.split("$ entente ").skip(1);
    parts.map(printed).collect()
}

/// One command with what it prints.
fn printed(part: &str) -> String {
    let (line, shown) = part.split_once('\n').unwrap_or((part, ""));
    let found = run(command(&root()).args(line.split_whitespace()), b"");
    let shown: Vec<&str> = shown.lines().collect();
    let mut lines: Vec<&str> = found.out.trim_end().lines().collect();
    if let [above @ .., "…"] = shown.as_slice() {
        lines.truncate(above.len());
        lines.push("…");
    }
    format!("$ entente {line}\n{}\n", lines.join("\n"))
}
