//! Runs whole accounts: the reports of a case, or a folder of the repository, in; the brief out.

mod common;

use common::{Folder, command, root, run};
use entente_cases::Case;

/// The account of the reports. A block named `folder` names one in the repository; every other block is a
/// report with that file name.
fn account(case: &Case) -> String {
    let (name, text) = case.blocks.first().expect("a case names its reports");
    let ran = if name == "folder" {
        let arguments = ["compare", text.trim(), "--evidence"];
        run(command(&root()).args(arguments), b"")
    } else {
        let files: Vec<(&str, &str)> = case
            .blocks
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        Folder::new(&files).run(&["compare", "."])
    };
    ran.out
}

#[test]
fn accounts_are_as_their_cases_say() {
    entente_cases::run("cases", "", account);
}
