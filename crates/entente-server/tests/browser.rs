//! In a real browser, if there is one: every page in light and dark, as narrow as a phone, without JavaScript and by keyboard
//! (`bench/pages.mjs`), and the way of a fact-checker from an empty workspace to a file with what was found (`bench/way.mjs`).
//! `.ci/browser` installs what it needs and runs it: Node, Chromium (`CHROMIUM`, else `/usr/bin/chromium`), and a folder with
//! playwright-core and axe-core, which the variable `BROWSER_MODULES` names. `BROWSER_SHOTS` names a folder for pictures.

#![allow(clippy::print_stdout, reason = "what is skipped is said")]

mod common;

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use common::Site;
use entente_server::example::REPORTS;

/// Runs a script of `bench/` against a site; what is not there is told.
fn look(site: &Site, script: &str, more: &[&str]) {
    let Some(modules) = std::env::var_os("BROWSER_MODULES") else {
        println!("skipped: BROWSER_MODULES names no folder with playwright-core and axe-core");
        return;
    };
    let (listener, server) = site.listen();
    let address = listener.local_addr().expect("it has an address");
    let (stop, stopped) = entente_server::stop();
    let serving = std::thread::spawn(move || entente_server::serve(listener, server, stopped));
    let bench = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench");
    let looked = Command::new("node")
        .arg(bench.join(script))
        .arg(format!("http://{address}"))
        .args(more)
        .args(shots(script, more))
        .current_dir(modules)
        .output();
    stop.now();
    serving.join().expect("it does not panic").expect("it ends");
    let Ok(looked) = looked else {
        println!("skipped: there is no Node");
        return;
    };
    let told = String::from_utf8_lossy(&looked.stdout);
    println!("{told}");
    match looked.status.code() {
        Some(77) => {}
        code => assert_eq!(
            code,
            Some(0),
            "{told}{}",
            String::from_utf8_lossy(&looked.stderr)
        ),
    }
}

/// Where pictures go, if they are asked for: a folder for each walk.
fn shots(script: &str, more: &[&str]) -> Vec<OsString> {
    let Some(folder) = std::env::var_os("BROWSER_SHOTS") else {
        return Vec::new();
    };
    let of_strangers = if more.contains(&"--most") {
        "-hostile"
    } else {
        ""
    };
    let name = format!("{}{of_strangers}", script.trim_end_matches(".mjs"));
    vec!["--shots".into(), Path::new(&folder).join(name).into()]
}

#[test]
fn every_page_is_well_in_a_browser() {
    look(&Site::example(), "pages.mjs", &[]);
}

/// Ten actions at most, without a script.
#[test]
fn a_fact_checker_comes_from_five_files_to_a_contradiction_and_its_sentence() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let files = REPORTS.map(|(name, text)| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("a file can be written");
        file.display().to_string()
    });
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    look(&Site::of(&[]), "way.mjs", &files);
}

/// What strangers can send does nothing in a browser: no script runs, nothing is asked elsewhere.
#[test]
fn hostile_reports_are_text_in_a_browser() {
    look(&Site::of(&common::HOSTILE), "pages.mjs", &["--most", "2"]);
}
