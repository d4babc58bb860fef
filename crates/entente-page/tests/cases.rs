//! Runs the Markdown cases of `cases/`.

use std::fmt::Write;

use entente_cases::Case;
use entente_page::date::{self, Found, Setting};
use entente_page::{Known, Page, read};
use entente_types::Candidate;

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

/// Each line of the block, read as a date and shown as `moment? (label)`.
fn dates(case: &Case) -> String {
    let mut fetched = None;
    let mut out = String::new();
    for line in case.blocks[0].1.lines() {
        if let Some(moment) = line.strip_prefix("fetched ") {
            fetched = moment.parse().ok();
            continue;
        }
        let (language, text) = line.split_once('\t').unwrap_or(("", line));
        let setting = Setting {
            fetched,
            ..Setting::language(language)
        };
        let found = match case.blocks[0].0.as_str() {
            "stamps" => date::stamp(text, &setting).into_iter().collect(),
            "addresses" => date::in_address(text).into_iter().collect(),
            _ => date::find_all(text, &setting),
        };
        let shown: Vec<String> = found.iter().map(shown_date).collect();
        let shown = if shown.is_empty() {
            "-".to_owned()
        } else {
            shown.join(" · ")
        };
        writeln!(out, "{shown}\t{text}").expect("a string takes text");
    }
    out
}

fn shown_date(found: &Found) -> String {
    let doubt = if found.confidence < 0.5 { "?" } else { "" };
    let label = found
        .label
        .map(|label| format!(" ({label:?})").to_lowercase());
    format!("{}{doubt}{}", found.moment, label.unwrap_or_default())
}

#[test]
fn dates_are_found_as_their_cases_say() {
    entente_cases::run("cases", "dates", dates);
}

/// A page whose first line is its address, and `fetched` with a moment: its candidates, the chosen ones with a star.
fn candidates(case: &Case) -> String {
    let (first, html) = case.blocks[0].1.split_once('\n').unwrap_or_default();
    let (address, fetched) = first.split_once(" fetched ").unwrap_or((first, ""));
    let known = Known {
        address: Some(address.to_owned()),
        fetched: fetched.parse().ok(),
        ..Known::default()
    };
    let page = Page {
        name: "report.html",
        bytes: html.as_bytes(),
    };
    let outcome = read(&page, &known);
    let article = outcome.value;
    let mut out = String::new();
    // Which of so few words are text is the model's to say; what it says elsewhere is no matter here.
    let heard = |one: &&Candidate| one.chosen || one.from != "text";
    for one in article.candidates.iter().filter(heard) {
        let star = if one.chosen { "*" } else { " " };
        let field = format!("{:?}", one.field).to_lowercase();
        let line = format!(
            "{star} {field}: {} ({}: {})",
            one.value, one.from, one.because
        );
        writeln!(out, "{}", line.trim_end()).expect("a string takes text");
    }
    let authors: Vec<&str> = article
        .authors
        .iter()
        .map(|author| author.value.as_str())
        .collect();
    let line = format!("authors: {}", authors.join("; "));
    writeln!(out, "{}", line.trim_end()).expect("a string takes text");
    for problem in outcome
        .problems
        .iter()
        .filter(|problem| problem.code == "unsure-day")
    {
        writeln!(out, "problem: {}", problem.message).expect("a string takes text");
    }
    out
}

#[test]
fn metadata_is_fused_as_its_cases_say() {
    entente_cases::run("cases", "metadata", candidates);
}
