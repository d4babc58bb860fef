//! The verbs of a workspace on a PostgreSQL server: what each of them tells is what it tells of one in a file. `.ci/postgres`
//! starts a server for this test.

#![cfg(feature = "postgres")]

use std::path::Path;
use std::process::Command;

const SUMMIT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/summit");

fn told(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1");
    let output = command.output().expect("the command runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    assert!(!errors.contains("unknown-setting"), "{errors}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn every_verb_tells_of_a_server_what_it_tells_of_a_file() {
    let Ok(server) = std::env::var("TEST_POSTGRES") else {
        return;
    };
    let database = format!("entente_verbs_{}", std::process::id());
    let maintenance = format!("--maintenance-db={server} dbname=postgres");
    let made = Command::new("createdb")
        .args([&maintenance, &database])
        .status();
    assert!(made.expect("createdb runs").success());
    let file = tempfile::tempdir().expect("a folder");
    let remote = tempfile::tempdir().expect("a folder");
    let address = format!("{server} dbname={database}");
    told(file.path(), &["init", "."]);
    told(remote.path(), &["init", ".", "--database", &address]);
    assert!(!remote.path().join("entente.db").exists());
    for verb in [
        "add SUMMIT",
        "add SUMMIT",
        "update --quiet",
        "update --quiet",
        "list articles",
        "list stories",
        "list events --format jsonl",
        "compare sty_1",
        "search guided bombs",
        "timeline sty_1",
        "timeline --actor RUS",
        "quotes",
        "figures",
        "actor RUS",
        "relation RUS --least 0 --format jsonl",
        "source-text art_2",
        "review reject art_3 --why test",
        "list stories",
        "review undo 1",
        "review list",
        "export csv",
        "export ftm",
        "verify",
    ] {
        let arguments: Vec<&str> = verb
            .split(' ')
            .map(|word| match word {
                "SUMMIT" => SUMMIT,
                word => word,
            })
            .collect();
        let (here, there) = (
            told(file.path(), &arguments),
            told(remote.path(), &arguments),
        );
        assert_eq!(without_clock(&here), without_clock(&there), "{verb}");
    }
    let asked = "SELECT root, count(*) AS n, max(share) AS most FROM events GROUP BY root ORDER BY n DESC, root";
    for sql in [asked, "SELECT id, source FROM articles ORDER BY id;"] {
        let question = ["query", sql, "--format", "json"];
        assert_eq!(told(file.path(), &question), told(remote.path(), &question));
    }
    let dropped = Command::new("dropdb")
        .args([&maintenance, "--force", &database])
        .status();
    assert!(dropped.expect("dropdb runs").success());
}

/// What is told without the moments at which it became known: the two came to be one after the other.
fn without_clock(text: &str) -> String {
    let is_clock = |word: &str| word.contains("T") && word.contains(':') && word.contains('Z');
    let words = text.split_inclusive([' ', '\n', ',']);
    words.filter(|word| !is_clock(word)).collect()
}
