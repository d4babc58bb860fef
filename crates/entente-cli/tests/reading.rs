//! What a workspace tells: every verb names its claims, and every claim is a literal slice of its article.

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

/// A workspace with the reports of the example, made once.
static WORKSPACE: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/summit");
    let reports = reports.to_str().expect("a path in UTF-8");
    for arguments in [
        vec!["init", "."],
        vec!["add", reports, "--quiet"],
        vec!["update", "--quiet"],
    ] {
        run(folder.path(), &arguments, 0);
    }
    folder
});

fn run(folder: &Path, arguments: &[&str], status: i32) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    let output = command
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the command runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        output.status.code(),
        Some(status),
        "{arguments:?}: {errors}"
    );
    String::from_utf8(output.stdout).expect("text")
}

fn told(arguments: &[&str]) -> String {
    run(WORKSPACE.path(), arguments, 0)
}

fn read(arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.extend(["--format", "json"]);
    serde_json::from_str(&told(&all)).expect("JSON")
}

/// Every object with words and a sentence, wherever it stands.
fn evidence<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    if value.get("claim").is_some() && value.get("words").is_some() {
        found.push(value);
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| evidence(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| evidence(value, found)),
        _ => {}
    }
}

/// Looks up the words of every piece of evidence in the text of its article; gives how many there were.
fn walk_back(answer: &Value) -> usize {
    let mut found = Vec::new();
    evidence(answer, &mut found);
    for one in &found {
        let article = one["article"].as_str().expect("an article");
        let text = told(&["source-text", article]);
        let at = |key: &str| one[key].as_u64().expect("a byte") as usize;
        assert_eq!(
            text.get(at("start")..at("end")),
            one["words"].as_str(),
            "{one}"
        );
        assert!(
            one["sentence"]
                .as_str()
                .is_some_and(|sentence| text.contains(sentence)),
            "{one}"
        );
    }
    found.len()
}

#[test]
fn every_answer_leads_back_to_its_sentence() {
    for (arguments, least) in [
        (vec!["timeline", "sty_1"], 3),
        (vec!["timeline", "--actor", "Russia"], 1),
        (vec!["quotes", "sty_1", "--most", "6"], 6),
        (vec!["quotes", "--by", "Xi Jinping", "--most", "4"], 1),
        (vec!["figures", "sty_1", "--most", "6"], 6),
        (vec!["figures"], 2),
        (vec!["actor", "Russia"], 1),
    ] {
        let n = walk_back(&read(&arguments));
        assert!(n >= least, "{arguments:?}: {n}");
        let text = told(&arguments);
        assert!(text.contains("clm_") && !text.contains('\u{1b}'), "{text}");
    }
}

#[test]
fn an_act_of_several_reports_is_one_act() {
    let relation = read(&["relation", "China", "Russia", "--least", "0"]);
    let acts = relation["acts"].as_array().expect("acts");
    assert!(!acts.is_empty());
    let n_claims: usize = acts
        .iter()
        .filter_map(|act| Some(act["claims"].as_array()?.len()))
        .sum();
    assert!(
        n_claims > acts.len(),
        "{n_claims} claims tell {} acts",
        acts.len()
    );
    let index = &relation["index"];
    let share = |key: &str| index[key].as_f64().expect("a share");
    assert!(share("low") < share("share") && share("share") < share("high"));
    let nobody = run(WORKSPACE.path(), &["relation", "Nobody Atall", "Russia"], 2);
    assert!(nobody.is_empty());
}

#[test]
fn charts_are_drawn_and_have_their_tables() {
    let relation = ["chart", "relation", "China", "Russia", "--least", "0"];
    for (arguments, column) in [
        (relation.to_vec(), "conflict_share"),
        (vec!["chart", "activity"], "articles"),
        (vec!["chart", "timeline", "sty_1"], "sentence"),
        (vec!["chart", "figures", "sty_1"], "number"),
    ] {
        let svg = told(&arguments);
        assert!(
            svg.starts_with("<svg ") && svg.contains("<desc>") && !svg.contains("<script"),
            "{svg}"
        );
        let csv = told(&[arguments.clone(), vec!["--as", "csv"]].concat());
        assert!(
            csv.lines()
                .next()
                .is_some_and(|heading| heading.contains(column)),
            "{csv}"
        );
        let file = WORKSPACE.path().join("table.json");
        let path = file.to_str().expect("a path in UTF-8");
        told(&[arguments, vec!["-o", path]].concat());
        let table: Value =
            serde_json::from_slice(&std::fs::read(&file).expect("a file")).expect("JSON");
        assert!(table[0].get(column).is_some(), "{table}");
    }
}

#[test]
fn before_anything_was_known_nothing_is_told() {
    let folder = WORKSPACE.path();
    let early = ["--as-of", "2020-01-01"];
    assert_eq!(run(folder, &[&["figures"], &early[..]].concat(), 1), "");
    run(folder, &[&["timeline", "sty_1"], &early[..]].concat(), 2);
    run(
        folder,
        &[&["relation", "China", "Russia"], &early[..]].concat(),
        1,
    );
    let empty = run(folder, &[&["chart", "activity"], &early[..]].concat(), 1);
    assert!(empty.contains("Nothing is known"), "{empty}");
    run(folder, &["timeline", "art_1"], 2);
    run(folder, &["timeline"], 2);
}
