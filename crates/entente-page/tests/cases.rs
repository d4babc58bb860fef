//! Runs the Markdown cases of `cases/`.

use std::fmt::Write;

use entente_cases::Case;
use entente_page::{Known, Page, read};

fn shown(case: &Case, name: &str) -> String {
    let page = Page {
        name,
        bytes: case.blocks[0].1.as_bytes(),
    };
    let outcome = read(&page, &Known::default());
    let article = outcome.value;
    let mut out = String::new();
    let mut line =
        |key: &str, value: &str| writeln!(out, "{key}: {value}").expect("a string takes text");
    if let Some(title) = &article.title {
        line("title", &format!("{} ({})", title.value, title.from));
    }
    if let Some(source) = &article.source {
        line("source", &format!("{} ({})", source.value, source.from));
    }
    for author in &article.authors {
        line("author", &format!("{} ({})", author.value, author.from));
    }
    if let Some(day) = &article.published {
        line("published", &format!("{} ({})", day.value, day.from));
    }
    for block in &article.blocks {
        line(&format!("{:?}", block.kind), block.span.of(&article.text));
    }
    for part in &article.left_out {
        line("left out", &format!("{} ({})", part.text, part.reason));
    }
    for problem in &outcome.problems {
        line("problem", &format!("{}: {}", problem.code, problem.message));
    }
    out
}

#[test]
fn text_is_read_as_its_cases_say() {
    entente_cases::run("cases", "text", |case| shown(case, "report.txt"));
}

#[test]
fn html_is_read_as_its_cases_say() {
    entente_cases::run("cases", "html", |case| shown(case, "report.html"));
}
