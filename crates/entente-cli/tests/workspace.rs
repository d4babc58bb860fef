//! A workspace from the command line: filled, asked, asked about the past, killed while it writes, and whole after that.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use entente_engine::world::Known;
use tempfile::TempDir;

fn entente(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1");
    command.output().expect("the command runs")
}

fn told(folder: &Path, arguments: &[&str]) -> String {
    let output = entente(folder, arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("text")
}

fn summit() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/summit");
    folder.to_str().expect("a path in UTF-8").to_owned()
}

fn workspace() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    assert!(told(folder.path(), &["init", "."]).starts_with("made a workspace"));
    folder
}

#[test]
fn from_a_folder_of_reports_to_the_sentence_behind_a_claim() {
    let folder = workspace();
    let at = folder.path();
    assert_eq!(told(at, &["add", &summit()]), "added 5 articles\n");
    assert_eq!(
        told(at, &["add", &summit()]),
        "added 0 articles, 5 were there already\n"
    );
    let updated = told(at, &["update", "--quiet"]);
    assert_eq!(
        updated,
        "read 5 articles, 1 story new or told otherwise, 1 compared\n"
    );
    assert_eq!(
        told(at, &["update", "--quiet"]),
        "read 0 articles, 0 stories new or told otherwise, 0 compared\n"
    );
    let stories = told(at, &["list", "stories"]);
    assert!(
        stories.starts_with("sty_1 ") && stories.contains("5 by 4"),
        "{stories}"
    );
    let account = told(at, &["compare", "sty_1"]);
    assert!(
        account.contains("Where the reports contradict each other"),
        "{account}"
    );
    let found = told(at, &["search", "guided", "bombs"]);
    assert!(found.starts_with("2 articles\n"), "{found}");
    std::fs::remove_dir_all(at.join("index")).expect("the index goes");
    let again = told(at, &["search", "guided", "bombs"]);
    assert_eq!(again, found);
    let acts = told(
        at,
        &["relation", "RUS", "--least", "0", "--format", "jsonl"],
    );
    let id = acts
        .split('"')
        .find(|word| word.starts_with("clm_"))
        .expect("an act")
        .to_owned();
    assert!(told(at, &["show", &id]).contains('“'));
    assert!(told(at, &["source-text", &id]).contains('»'));
    let rows = told(at, &["query", "SELECT count(*) AS n FROM articles"]);
    assert_eq!(rows, "n\n5\n");
    assert!(told(at, &["verify", "--quiet"]).ends_with("all whole\n"));
}

#[test]
fn what_a_person_says_holds_and_the_past_stays() {
    let folder = workspace();
    let at = folder.path();
    told(at, &["add", &summit()]);
    told(at, &["update", "--quiet"]);
    let moment = told(at, &["query", "SELECT max(known) FROM log"]);
    let moment: i64 = moment
        .lines()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .expect("a number");
    let then = Known(moment).to_string();
    let before = told(at, &["compare", "sty_1", "--as-of", &then]);
    let split = told(
        at,
        &[
            "review",
            "split",
            "sty_1",
            "art_4",
            "--why",
            "another visit",
        ],
    );
    assert!(
        split.contains("splits sty_2 (1 article) from sty_1: another visit"),
        "{split}"
    );
    let now = told(at, &["compare", "sty_1"]);
    assert!(now.contains("4 reports") && now != before, "{now}");
    assert_eq!(told(at, &["compare", "sty_1", "--as-of", &then]), before);
    let wrong = entente(at, &["review", "split", "sty_1", "art_4"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("bad-review"));
    told(at, &["review", "merge", "sty_1", "sty_2"]);
    let tombstone = told(at, &["show", "sty_2"]);
    assert!(
        tombstone.starts_with("sty_2  is part of sty_1"),
        "{tombstone}"
    );
    let merged = told(at, &["compare", "sty_1"]);
    assert!(merged.contains("5 reports"), "{merged}");
    told(at, &["review", "relabel", "sty_1", "A day in Moscow"]);
    assert!(told(at, &["compare", "sty_1"]).starts_with("A day in Moscow\n"));
    let acts = told(
        at,
        &["relation", "RUS", "--least", "0", "--format", "jsonl"],
    );
    let id = acts
        .split('"')
        .find(|word| word.starts_with("clm_"))
        .expect("an act");
    told(at, &["review", "reject", id]);
    let left = told(
        at,
        &["relation", "RUS", "--least", "0", "--format", "jsonl"],
    );
    assert!(
        !left.contains(&format!("\"{id}\"")) && left.lines().count() + 1 == acts.lines().count()
    );
    assert!(told(at, &["show", id]).contains("rejected by review 4"));
    assert!(told(at, &["diff", "--from", &then]).starts_with("4 reviews\n"));
    for review in ["3", "1", "4", "2"] {
        told(at, &["review", "undo", review]);
    }
    assert_eq!(told(at, &["compare", "sty_1"]), before);
    assert!(told(at, &["verify", "--quiet"]).ends_with("all whole\n"));
}

#[test]
fn what_was_not_known_yet_is_not_told() {
    let folder = workspace();
    let at = folder.path();
    told(at, &["add", &summit()]);
    told(at, &["update", "--quiet"]);
    let before = entente(at, &["list", "articles", "--as-of", "2020-01-01"]);
    assert_eq!((before.status.code(), before.stdout.len()), (Some(1), 0));
    let missing = entente(at, &["show", "sty_1", "--as-of", "2020-01-01"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("there is no `sty_1`"));
    let changes = told(at, &["diff", "--from", "2020-01-01"]);
    assert!(
        changes.contains("5 new articles") && changes.contains("1 new story"),
        "{changes}"
    );
}

#[test]
fn wrong_use_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (arguments, code, hint) in [
        (vec!["list", "stories"], "no-workspace", "entente init"),
        (vec!["show", "art_1"], "no-workspace", "entente init"),
    ] {
        let output = entente(folder.path(), &arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(code) && errors.contains(hint), "{errors}");
    }
    let folder = workspace();
    for (arguments, code) in [
        (vec!["init", "."], "is-workspace"),
        (vec!["show", "art_7"], "no-such-thing"),
        (vec!["query", "DROP TABLE article"], "bad-question"),
        (vec!["search", "x", "--from", "soon"], "bad-question"),
    ] {
        let output = entente(folder.path(), &arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(code), "{errors}");
    }
}

#[test]
fn whoever_is_killed_while_adding_loses_nothing_that_was_kept() {
    const N: usize = 1500;
    let folder = workspace();
    let at = folder.path();
    let mut lines = String::new();
    for n in 0..N {
        let text = format!(
            "Report {n}: the ferry to Orda was late by {n} minutes. Nobody was hurt. The mayor waited."
        );
        _ = writeln!(
            lines,
            "{{\"title\":\"Ferry {n}\",\"published\":\"2031-03-01\",\"text\":\"{text}\"}}"
        );
    }
    std::fs::write(at.join("reports.jsonl"), lines).expect("the reports");
    let mut n_before = 0;
    for pause_ms in [5, 20, 35, 50, 80, 120] {
        let mut adding = Command::new(env!("CARGO_BIN_EXE_entente"))
            .args(["add", "--quiet", "reports.jsonl"])
            .current_dir(at)
            .stdout(Stdio::null())
            .spawn()
            .expect("the command runs");
        std::thread::sleep(Duration::from_millis(pause_ms));
        adding.kill().expect("it can be killed");
        adding.wait().expect("it ends");
        let counted = told(at, &["query", "SELECT count(*) FROM articles"]);
        let n: usize = counted
            .lines()
            .nth(1)
            .and_then(|n| n.parse().ok())
            .expect("a count");
        assert!(
            n >= n_before && (n.is_multiple_of(256) || n == N),
            "{n} after {n_before}"
        );
        n_before = n;
        assert!(told(at, &["verify", "--quiet"]).ends_with("all whole\n"));
    }
    told(at, &["add", "--quiet", "reports.jsonl"]);
    assert_eq!(
        told(at, &["query", "SELECT count(*) FROM articles"]),
        format!("count(*)\n{N}\n")
    );
}

#[test]
fn settings_come_from_the_file_and_the_environment_and_flags_win() {
    let folder = workspace();
    let at = folder.path();
    let settings = "[list]\nmost = 1\n[relation]\nhalf_life = 30\n[serach]\nmost = 3\n";
    std::fs::write(at.join("entente.toml"), settings).expect("settings");
    let output = entente(at, &["config", "--width", "200"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("unknown-setting") && errors.contains("did you mean `search.most`?"));
    let text = String::from_utf8_lossy(&output.stdout);
    let line = |name: &str| text.lines().find(|line| line.starts_with(name));
    let half_life = line("relation.half-life").expect("a setting");
    assert!(
        half_life.contains("30 ") && half_life.contains("entente.toml"),
        "{half_life}"
    );
    assert!(line("feed.gap").expect("a setting").contains("default"));
    told(at, &["add", &summit()]);
    let n_lines = |arguments: &[&str]| told(at, arguments).lines().count();
    assert_eq!(n_lines(&["list", "articles"]), 1);
    assert_eq!(n_lines(&["list", "articles", "--most", "3"]), 3);
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command.args(["list", "articles"]).current_dir(at);
    let output = command
        .env("ENTENTE_LIST_MOST", "2")
        .output()
        .expect("it runs");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
    std::fs::write(at.join("entente.toml"), "[list]\nmost = \"some\"\n").expect("settings");
    let output = entente(at, &["list", "articles"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("bad-setting"));
    std::fs::write(at.join("entente.toml"), "[list\n").expect("settings");
    let output = entente(at, &["list", "articles"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("bad-settings"));
}

#[test]
fn the_doctor_says_what_waits_and_what_is_wrong() {
    let folder = workspace();
    let at = folder.path();
    told(at, &["add", &summit()]);
    let waits = told(at, &["doctor"]);
    assert!(
        waits.contains("5 articles wait to be read") && waits.contains("run `entente update`"),
        "{waits}"
    );
    let database = at.join("entente.db");
    let writer = rusqlite::Connection::open(&database).expect("the database");
    writer.execute_batch("BEGIN IMMEDIATE").expect("a writer");
    let locked = told(at, &["doctor"]);
    assert!(locked.contains("is writing"), "{locked}");
    let turn = "UPDATE blob SET packed = zeroblob(length(packed)); \
                UPDATE log SET known = 32503680000000000; COMMIT";
    writer.execute_batch(turn).expect("damage");
    let output = entente(at, &["doctor"]);
    let ill = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{ill}");
    assert!(
        ill.contains("are not what was kept") && ill.contains("set the clock"),
        "{ill}"
    );
}

#[test]
fn watching_adds_what_comes_and_others_read_meanwhile() {
    let folder = workspace();
    let at = folder.path();
    std::fs::create_dir(at.join("in")).expect("a folder");
    let report =
        |name: &str, text: &str| std::fs::write(at.join("in").join(name), text).expect("a report");
    report(
        "a.txt",
        "The ferry to Orda was late on Monday. Nobody was hurt.",
    );
    assert!(told(at, &["watch", "in", "--once"]).contains("1 new article"));
    assert_eq!(told(at, &["watch", "in", "--once"]), "");
    let mut watching = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["watch", "in", "--every", "0.1", "--quiet"])
        .current_dir(at)
        .stdout(Stdio::null())
        .spawn()
        .expect("the command runs");
    report(
        "b.txt",
        "Two miners of Orda went on strike on Tuesday, the union said.",
    );
    let is_there = || told(at, &["query", "SELECT count(*) FROM memberships"]) == "count(*)\n2\n";
    let came = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        is_there()
    });
    watching.kill().expect("it can be killed");
    watching.wait().expect("it ends");
    assert!(came, "the second report came in");
    let missing = entente(at, &["watch", "nowhere"]);
    assert_eq!(missing.status.code(), Some(4));
}
