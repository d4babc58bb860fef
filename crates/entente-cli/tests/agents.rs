//! `entente mcp`: what an agent says on standard input is answered on standard output, line by line.

mod common;

use common::{command, run};
use serde_json::Value;

const TALK: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"summarize","arguments":{}}}
"#;

#[test]
fn an_agent_is_answered_and_the_end_of_its_words_ends_the_program() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let made = run(command(folder.path()).args(["init", "world"]), b"");
    assert_eq!(made.status, 0, "{}", made.err);
    let told = run(
        command(folder.path()).args(["mcp", "world"]),
        TALK.as_bytes(),
    );
    assert_eq!(told.status, 0, "{}", told.err);
    let lines: Vec<Value> = told
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("every line is JSON"))
        .collect();
    let [hello, answer] = lines.as_slice() else {
        panic!("one line for each request: {}", told.out)
    };
    assert_eq!(hello["result"]["serverInfo"]["name"], "entente");
    assert_eq!(answer["id"], 2);
    assert_eq!(
        answer["result"]["structuredContent"]["about"]["n_articles"],
        0
    );
}

#[test]
fn whoever_is_no_agent_or_has_no_workspace_is_told() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let none = run(
        command(folder.path()).args(["mcp", "world"]),
        TALK.as_bytes(),
    );
    assert!(
        none.status != 0 && none.out.is_empty() && none.err.contains("no-workspace"),
        "{}",
        none.err
    );
    run(command(folder.path()).args(["init", "world"]), b"");
    let noise = run(command(folder.path()).args(["mcp", "world"]), b"hello\n");
    assert!(
        noise.status == 2 && noise.err.contains("no-agent"),
        "{}",
        noise.err
    );
}
