//! Exports: every form is well-formed, names its claims, gives the same bytes again, and knows only what was known then.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

/// A report of a stranger who means no good.
const HOSTILE: &str = "=HYPERLINK(\"http://x\")\n\n\u{202e}Chile attacked Peru in Lima on 3 May 2031, \u{7}said <b>Ana Ruiz</b> & \
    \"Bob\"; ]]> --> 12 people were killed.\n\nPresident Gabriel Boric met Keiko Fujimori in Lima. “=1+1, we agreed,” Fujimori said.\n";

/// A workspace with the reports of the example and a hostile one, made once.
static WORKSPACE: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/summit");
    let reports = reports.to_str().expect("a path in UTF-8");
    std::fs::write(folder.path().join("hostile.txt"), HOSTILE).expect("a file");
    for arguments in [
        vec!["init", "ws"],
        vec!["add", reports, "hostile.txt", "-w", "ws", "--quiet"],
        vec!["update", "-w", "ws", "--quiet"],
    ] {
        let done = entente(folder.path(), &arguments);
        assert_eq!(
            done.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    folder
});

fn entente(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1");
    command.output().expect("the command runs")
}

/// The bytes of an export, which were written twice and were the same.
fn bytes(form: &[&str]) -> Vec<u8> {
    let write = |name: &str| -> PathBuf {
        let folder = WORKSPACE.path();
        let all = [&["export"], form, &["-w", "ws", "--least", "0", "-o", name]].concat();
        let done = entente(folder, &all);
        assert_eq!(
            done.status.code(),
            Some(0),
            "{form:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        folder.join(name)
    };
    let name = form.join("-");
    let read = |path: PathBuf| std::fs::read(path).expect("a file");
    let first = read(write(&name));
    assert!(first == read(write(&format!("{name}-again"))), "{form:?}");
    first
}

fn text(form: &[&str]) -> String {
    let text = String::from_utf8(bytes(form)).expect("UTF-8");
    let steers = |letter: char| {
        letter.is_control() && !matches!(letter, '\n' | '\r' | '\t') || letter == '\u{202e}'
    };
    assert!(!text.contains(steers), "{form:?} steers");
    text
}

fn rows(table: &str) -> Vec<Value> {
    let text = text(&["jsonl", table]);
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

#[test]
fn every_row_leads_back_to_its_sentence() {
    let articles = rows("articles");
    let text_of = |id: &Value| {
        let article = articles.iter().find(|article| &article["article"] == id);
        article
            .and_then(|article| article["text"].as_str())
            .expect("a text")
            .to_owned()
    };
    for table in ["claims", "events", "quotes", "figures"] {
        let rows = rows(table);
        assert!(!rows.is_empty(), "{table}");
        for row in rows {
            let text = text_of(&row["article"]);
            let at = |key: &str| row[key].as_u64().expect("a byte") as usize;
            assert_eq!(
                text.get(at("start")..at("end")),
                row["words"].as_str(),
                "{row}"
            );
            assert!(
                text.contains(row["sentence"].as_str().expect("a sentence")),
                "{row}"
            );
            assert!(
                row["claim"]
                    .as_str()
                    .is_some_and(|id| id.starts_with("clm_")),
                "{row}"
            );
        }
    }
    assert!(!rows("stories").is_empty());
}

#[test]
fn tables_have_as_many_rows_in_every_form() {
    for table in [
        "articles", "claims", "events", "quotes", "figures", "stories",
    ] {
        let n = rows(table).len();
        let csv = text(&["csv", table]);
        assert!(csv.lines().count() > n, "{table}");
        assert!(
            !csv.contains("\n=") && !csv.contains(",=") && !csv.contains("\"="),
            "{table}"
        );
        let parquet = bytes(&["parquet", table]);
        assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
        let arrow = bytes(&["arrow", table]);
        assert!(arrow.starts_with(b"ARROW1") && arrow.ends_with(b"ARROW1"));
    }
}

#[test]
fn event_data_have_their_columns() {
    for (form, n_columns) in [
        ("polecat", 41),
        ("icews", 21),
        ("gdelt", 62),
        ("gdelt-mentions", 16),
    ] {
        let text = text(&[form]);
        assert!(text.lines().count() > 1, "{form}");
        assert!(
            text.lines()
                .all(|line| line.split('\t').count() == n_columns),
            "{form}"
        );
    }
    for line in text(&["plover"]).lines() {
        let row: Value = serde_json::from_str(line).expect("JSON");
        assert!(row["claim"]["evidence"].is_array());
    }
}

#[test]
fn objects_refer_to_objects_that_are_there() {
    let bundle: Value = serde_json::from_str(&text(&["stix"])).expect("JSON");
    let objects = bundle["objects"].as_array().expect("objects");
    let ids: Vec<&str> = objects
        .iter()
        .filter_map(|object| object["id"].as_str())
        .collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len());
    for object in objects {
        let one = ["source_ref", "target_ref", "created_by_ref"].map(|name| object[name].as_str());
        let several = object["object_refs"]
            .as_array()
            .into_iter()
            .flatten()
            .map(Value::as_str);
        for id in one.into_iter().chain(several).flatten() {
            assert!(ids.contains(&id), "{id} of {object}");
        }
        assert_eq!(object["spec_version"], "2.1");
        let (kind, uuid) = object["id"]
            .as_str()
            .and_then(|id| id.split_once("--"))
            .expect("an id");
        assert_eq!(object["type"], kind);
        assert!(uuid.len() == 36 && uuid.as_bytes()[14] == b'5', "{uuid}");
    }
    for kind in ["report", "identity", "relationship", "note", "grouping"] {
        assert!(
            objects.iter().any(|object| object["type"] == kind),
            "{kind}"
        );
    }
    let entities = text(&["ftm"]);
    let entities: Vec<Value> = entities
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    for entity in &entities {
        for name in ["involved", "entity", "proof"] {
            for id in entity["properties"][name].as_array().into_iter().flatten() {
                assert!(
                    entities.iter().any(|other| &other["id"] == id),
                    "{id} of {entity}"
                );
            }
        }
    }
    assert!(text(&["ftm-statements"]).lines().count() > entities.len());
}

#[test]
fn documents_are_whole() {
    let features: Value = serde_json::from_str(&text(&["geojson"])).expect("JSON");
    assert_eq!(features["type"], "FeatureCollection");
    assert!(
        features["features"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    let items: Value = serde_json::from_str(&text(&["csl"])).expect("JSON");
    assert_eq!(items[0]["type"], "dataset");
    assert!(
        items[0]["note"]
            .as_str()
            .is_some_and(|note| note.contains("sha256 "))
    );
    for (form, tag) in [("graphml", "edge"), ("rss", "item"), ("atom", "entry")] {
        let text = text(&[form]);
        let count = |what: &str| text.matches(what).count();
        let opened = count(&format!("<{tag}>")) + count(&format!("<{tag} "));
        assert!(
            opened > 0 && opened == count(&format!("</{tag}>")),
            "{form}"
        );
        assert!(!text.contains("<b>"), "{form}");
    }
}

#[test]
fn before_anything_was_known_nothing_is_exported() {
    let early = [
        "export",
        "jsonl",
        "articles",
        "-w",
        "ws",
        "--as-of",
        "2020-01-01",
    ];
    let done = entente(WORKSPACE.path(), &early);
    assert_eq!((done.status.code(), done.stdout.len()), (Some(1), 0));
    let other = entente(
        WORKSPACE.path(),
        &[
            "export", "jsonl", "articles", "-w", "ws", "--source", "Nobody",
        ],
    );
    assert_eq!((other.status.code(), other.stdout.len()), (Some(1), 0));
}
