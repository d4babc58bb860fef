//! Whatever lies in the files: a sensible account or a clear message, the right exit status, and no panic.

mod common;

use common::{Folder, Run, STRIKE, command, run, strike};

const GOOD: &str = "Miners walk out in Orda\n\nAbout 300 miners went on strike in Orda on Monday, the union said.\n";

/// No panic, and nothing but the account on standard output.
fn check(run: &Run, status: i32) {
    assert_eq!(run.status, status, "{}{}", run.err, run.out);
    assert!(!run.err.contains("panicked"), "{}", run.err);
    for word in ["error[", "problem[", "hint:"] {
        assert!(!run.out.contains(word), "messages belong to standard error");
    }
}

#[test]
fn an_empty_file_is_named_and_the_others_go_on() {
    let folder = strike();
    folder.write("empty.txt", b"");
    let all = folder.run(&["compare", "."]);
    check(&all, 4);
    assert!(all.err.contains("problem[empty-page]") && all.err.contains("empty.txt"));
    assert!(all.out.contains("3 reports"), "{}", all.out);
    let alone = folder.run(&["compare", "empty.txt"]);
    check(&alone, 4);
    assert!(alone.out.contains("Nothing to compare"));
}

#[test]
fn a_binary_file_is_named() {
    let picture: Vec<u8> = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0"
        .iter()
        .copied()
        .chain((0..40_000_u32).map(|byte| (byte.wrapping_mul(2_654_435_761) >> 24) as u8))
        .collect();
    let folder = Folder::new(&[("picture.txt", picture)]);
    folder.write("good.txt", GOOD.as_bytes());
    let found = folder.run(&["compare", "picture.txt", "good.txt"]);
    check(&found, 4);
    assert!(found.err.contains("problem[not-text]"), "{}", found.err);
}

#[test]
fn broken_utf8_is_shown_as_such_and_read() {
    let bytes = [
        GOOD.as_bytes(),
        "Caf\u{e9}s \u{2014} all \u{201c}caf\u{e9}s\u{201d} \u{2014} stayed shut: ".as_bytes(),
        b"\xff\xfe\xc3 all day, said Ana Ruiz.\n",
    ]
    .concat();
    let folder = Folder::new(&[("broken.txt", bytes)]);
    let found = folder.run(&["compare", "broken.txt"]);
    check(&found, 0);
    assert!(found.err.contains("problem[broken-utf8]"), "{}", found.err);
}

#[test]
fn one_long_line_is_read_as_far_as_the_limit() {
    let words = "The mayor of Orda met the miners on Monday and ";
    let folder = Folder::new(&[
        ("words.txt", words.repeat(1_000)),
        ("letters.txt", "x".repeat(5_000_000)),
    ]);
    for (name, is_cut) in [("words.txt", false), ("letters.txt", true)] {
        let found = folder.run(&["compare", name]);
        assert!(matches!(found.status, 0 | 1), "{}", found.err);
        check(&found, found.status);
        assert_eq!(found.err.contains("problem["), is_cut, "{}", found.err);
        assert!(found.out.len() < 100_000, "a brief stays a brief");
    }
}

#[test]
fn deeply_nested_html_is_read() {
    let depth = 200_000;
    let nested = format!(
        "<html><body>{}<p>{GOOD}</p>{}</body></html>",
        "<div>".repeat(depth),
        "</div>".repeat(depth)
    );
    let unclosed = format!(
        "<html><body>{}<p>{GOOD}",
        "<ul><li><b><table><tr><td>".repeat(depth / 8)
    );
    let folder = Folder::new(&[("nested.html", nested), ("unclosed.html", unclosed)]);
    for name in ["nested.html", "unclosed.html"] {
        let found = folder.run(&["compare", name]);
        check(&found, 0);
        assert!(found.out.contains("Orda"), "{}", found.out);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = strike();
    folder.write("closed/d.txt", GOOD.as_bytes());
    let closed = folder.path().join("closed");
    let allow = |mode| std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(mode));
    allow(0o000).expect("permissions can be set");
    let is_root = std::fs::read_dir(&closed).is_ok();
    let found = folder.run(&["compare", "."]);
    allow(0o700).expect("permissions can be set");
    if is_root {
        return;
    }
    check(&found, 4);
    assert!(found.err.contains("problem[cannot-read]"), "{}", found.err);
    assert!(found.out.contains("3 reports"), "{}", found.out);
}

#[test]
fn a_missing_path_is_named_and_the_others_go_on() {
    let folder = strike();
    let found = folder.run(&["compare", "a.txt", "gone.txt", "b.txt"]);
    check(&found, 4);
    assert!(
        found.err.contains("cannot read `gone.txt`"),
        "{}",
        found.err
    );
    assert!(found.out.contains("2 reports"), "{}", found.out);
    let alone = folder.run(&["compare", "gone.txt"]);
    check(&alone, 4);
    assert!(alone.err.contains("error[cannot-read]") && alone.err.contains("hint:"));
    assert!(alone.out.is_empty());
}

#[test]
fn two_identical_files_are_one_origin() {
    let folder = Folder::new(&[("one.txt", STRIKE[0].1), ("two.txt", STRIKE[0].1)]);
    let found = folder.run(&["compare", "one.txt", "two.txt"]);
    check(&found, 0);
    assert!(
        found.out.contains("2 reports, all of one origin"),
        "{}",
        found.out
    );
    assert!(
        !found.out.contains("agree"),
        "copies never confirm: {}",
        found.out
    );
    let doubled = folder.run(&["compare", "one.txt", "./one.txt", "."]);
    check(&doubled, 0);
}

#[test]
fn a_single_report_gives_an_account_of_itself() {
    let found = strike().run(&["compare", "a.txt"]);
    check(&found, 0);
    assert!(
        found.out.contains("1 report; nothing to compare it with"),
        "{}",
        found.out
    );
    assert!(found.out.contains("We will not go back without a contract"));
}

#[test]
fn reports_of_different_events_are_different_stories() {
    let folder = strike();
    folder.write(
        "z.txt",
        b"River floods Tamsel\n\n5 June 2021\n\nThe river Nessa flooded the old town of Tamsel on Saturday. The mayor, Jon \
          Berg, closed three bridges. Two hundred people left their houses.\n",
    );
    let found = folder.run(&["compare", "."]);
    check(&found, 0);
    assert!(found.out.contains("2 different stories"), "{}", found.out);
}

#[test]
fn a_folder_without_reports_says_what_a_report_is() {
    let folder = Folder::new(&[("notes.pdf", "%PDF"), ("README.md", "about")]);
    let found = folder.run(&["compare", "."]);
    check(&found, 1);
    assert!(found.err.contains("error[no-reports]") && found.err.contains(".txt"));
}

#[test]
fn nothing_found_is_status_1() {
    let folder = Folder::new(&[("bare.txt", "Ha ha ha.\n")]);
    check(&folder.run(&["compare", "bare.txt"]), 1);
}

#[test]
fn wrong_use_is_status_2() {
    let folder = strike();
    let uses: [&[&str]; 8] = [
        &[],
        &["compare"],
        &["compare", "--format", "pdf", "a.txt"],
        &["compare", "--published", "yesterday", "a.txt"],
        &["compare", "--published", "x.txt=2025-01-01", "a.txt"],
        &["compare", "--source", "x.txt=Hill Wire", "a.txt"],
        &["compare", "--width", "wide", "a.txt"],
        &["explain", "no-code"],
    ];
    for arguments in uses {
        let found = folder.run(arguments);
        assert_eq!(found.status, 2, "{arguments:?}: {}", found.err);
        assert!(
            found.out.is_empty() && !found.err.is_empty(),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_sidecar_tells_what_a_report_does_not() {
    let folder = Folder::new(&[
        (
            "bare.txt",
            "About 300 miners went on strike in Orda on Monday, the union said.\n",
        ),
        (
            "bare.toml",
            "title = \"Walkout\"\nsource = \"Ridge Radio\"\nauthor = \"Mia Koh\"\npublished = \"2025-03-04\"\n",
        ),
    ]);
    let found = folder.run(&["compare", "bare.txt"]);
    check(&found, 0);
    assert!(
        found.out.contains("Ridge Radio: Walkout") && found.out.contains("4 March 2025"),
        "{}",
        found.out
    );
    let flags = [
        "compare",
        "bare.txt",
        "--published",
        "bare.txt=2025-03-05",
        "--source",
        "Hill Wire",
    ];
    let found = folder.run(&flags);
    check(&found, 0);
    assert!(
        found.out.contains("Hill Wire: Walkout") && found.out.contains("5 March 2025"),
        "{}",
        found.out
    );
}

#[test]
fn a_bad_sidecar_is_named_with_its_reason() {
    for sidecar in [
        "title = 3",
        "titel = \"x\"",
        "published = \"May\"",
        "= = =",
        "\u{1b}[31m",
    ] {
        let folder = Folder::new(&[("a.txt", GOOD), ("a.toml", sidecar)]);
        let found = folder.run(&["compare", "a.txt"]);
        check(&found, 4);
        assert!(
            found.err.contains("error[bad-sidecar]") && found.err.contains("a.toml"),
            "{}",
            found.err
        );
        assert!(!found.err.contains('\u{1b}'));
    }
}

#[test]
fn standard_input_is_a_report() {
    let folder = strike();
    let found = run(
        command(folder.path()).args(["compare", "-", "b.txt"]),
        STRIKE[0].1.as_bytes(),
    );
    check(&found, 0);
    assert!(found.out.contains("2 reports"), "{}", found.out);
    let nothing = run(command(folder.path()).args(["compare", "-"]), b"");
    check(&nothing, 4);
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let folder = strike();
    let script = "\"$0\" compare . --format json | head -c 10; exit ${PIPESTATUS[0]}";
    let shell = std::process::Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_entente")])
        .current_dir(folder.path())
        .output();
    let Ok(output) = shell else { return };
    assert_eq!(output.status.code(), Some(0));
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn every_code_can_be_explained() {
    let folder = strike();
    let found = folder.run(&["explain", "broken-utf8"]);
    assert_eq!(found.status, 0);
    assert!(found.out.contains("UTF-8"));
}
