//! Runs test cases that are written in Markdown, so that they read as the specification of a step.
//!
//! A file holds cases. A heading `## …` names a case, sentences say why it matters, fenced blocks go in,
//! and the last fenced block is what must come out. `UPDATE_CASES=1 cargo test` writes the answers anew.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// One case of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The heading.
    pub name: String,
    /// The blocks that go in, in order: the word behind the fence, and the lines.
    pub blocks: Vec<(String, String)>,
    /// What must come out.
    pub expected: String,
}

/// Runs every case of every `*.md` file whose name begins with `prefix` in `folder`.
///
/// # Panics
///
/// If a case gives another answer than its last block, after all cases have run, with a list of
/// differences; if a file cannot be read, or if there is no case at all.
pub fn run(folder: impl AsRef<Path>, prefix: &str, answer: impl Fn(&Case) -> String) {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut wrong = String::new();
    let mut n_cases = 0;
    for path in files(folder.as_ref(), prefix) {
        let text = std::fs::read_to_string(&path).expect("a case file can be read");
        let mut renewed = text.clone();
        for case in parse(&text) {
            n_cases += 1;
            let found = answer(&case).trim_end().to_owned();
            if found == case.expected.trim_end() {
                continue;
            }
            if update {
                renewed = replace(&renewed, &case, &found);
            } else {
                let (name, expected) = (&case.name, &case.expected);
                write!(
                    wrong,
                    "\n{}: {name}\n--- expected\n{expected}\n--- found\n{found}\n",
                    path.display()
                )
                .expect("a string takes text");
            }
        }
        if renewed != text {
            std::fs::write(&path, renewed).expect("a case file can be written");
        }
    }
    assert!(
        n_cases > 0,
        "no case in {} begins with `{prefix}`",
        folder.as_ref().display()
    );
    assert!(wrong.is_empty(), "{wrong}");
}

fn files(folder: &Path, prefix: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of cases can be read");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry can be read").path())
        .collect();
    files.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(prefix) && name.ends_with(".md")
    });
    files.sort();
    files
}

/// The cases of a file.
#[must_use]
pub fn parse(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match &fence {
            Some(mark) => {
                if line == mark {
                    fence = None;
                } else if let Some((_, lines)) =
                    cases.last_mut().and_then(|case| case.blocks.last_mut())
                {
                    lines.push_str(line);
                    lines.push('\n');
                }
            }
            None if ticks >= 3 => {
                fence = Some("`".repeat(ticks));
                if let Some(case) = cases.last_mut() {
                    case.blocks
                        .push((line[ticks..].trim().to_owned(), String::new()));
                }
            }
            None => {
                if let Some(name) = line.strip_prefix("## ") {
                    cases.push(Case {
                        name: name.to_owned(),
                        blocks: Vec::new(),
                        expected: String::new(),
                    });
                }
            }
        }
    }
    for case in &mut cases {
        case.expected = case
            .blocks
            .pop()
            .map(|(_, lines)| lines)
            .unwrap_or_default();
    }
    cases
}

/// The file with another last block for one case.
fn replace(text: &str, case: &Case, found: &str) -> String {
    let heading = format!("## {}\n", case.name);
    let Some(at) = text.find(&heading) else {
        return text.to_owned();
    };
    let end = text[at + heading.len()..]
        .find("\n## ")
        .map_or(text.len(), |end| at + heading.len() + end);
    let section = &text[at..end];
    let Some(block_at) = section.rfind(&format!("\n{}```", case.expected)) else {
        return text.to_owned();
    };
    let start = at + block_at + 1;
    let found = if found.is_empty() {
        String::new()
    } else {
        format!("{found}\n")
    };
    format!(
        "{}{found}{}",
        &text[..start],
        &text[start + case.expected.len()..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Head\n\n## One\n\nWhy.\n\n```text\na\n```\n\n```out\nb\n```\n\n## Two\n\n````text\n```\n````\n\n```out\n```\n";

    #[test]
    fn a_file_holds_cases() {
        let cases = parse(FILE);
        let names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
        assert_eq!(names, ["One", "Two"]);
        assert_eq!(cases[0].blocks, [("text".to_owned(), "a\n".to_owned())]);
        assert_eq!(cases[0].expected, "b\n");
        assert_eq!(cases[1].blocks[0].1, "```\n");
        assert_eq!(cases[1].expected, "");
    }

    #[test]
    fn answers_are_renewed_in_their_place() {
        let cases = parse(FILE);
        let renewed = replace(FILE, &cases[1], "c\nd");
        assert_eq!(parse(&renewed)[1].expected, "c\nd\n");
        assert_eq!(parse(&renewed)[0], cases[0]);
        assert_eq!(replace(&renewed, &parse(&renewed)[1], ""), FILE);
    }
}
