//! An account as Markdown.

use entente_engine::Account;
use entente_engine::brief::{Brief, Line, Section};

use super::{numbers, plain, word};

/// The whole account, one brief after the other.
pub fn account(account: &Account, evidence: bool) -> String {
    let briefs = account
        .stories
        .iter()
        .map(|story| brief(&Brief::new(story, &account.articles), evidence));
    briefs.collect::<Vec<_>>().join("\n---\n\n")
}

fn brief(brief: &Brief, evidence: bool) -> String {
    let mut out = format!("# {}\n\n", escape(&brief.headline));
    for part in [&brief.when_and_where, &brief.counts]
        .into_iter()
        .filter(|part| !part.is_empty())
    {
        out.push_str(&format!("{}  \n", escape(part)));
    }
    for section in &brief.sections {
        out.push_str(&self::section(section, evidence));
    }
    out.push_str("\n## Reports\n\n");
    for report in &brief.reports {
        let origin = if report.origin.is_empty() {
            String::new()
        } else {
            format!("; {}", report.origin)
        };
        let about = escape(&format!(
            "{} ({}; {}{origin})",
            report.title, report.dated, report.name
        ));
        out.push_str(&format!("{}. {about}\n", report.id.0));
    }
    out
}

fn section(section: &Section, evidence: bool) -> String {
    let mut out = format!("\n## {}\n\n", section.title);
    for line in &section.lines {
        out.push_str(&self::line(line, evidence));
    }
    if section.n_more > 0 {
        out.push_str(&format!("\n… and {} more\n", section.n_more));
    }
    out
}

fn line(line: &Line, evidence: bool) -> String {
    let label = if line.label.is_empty() {
        String::new()
    } else {
        format!("**{}** ", escape(&line.label))
    };
    let note = if line.note.is_empty() {
        String::new()
    } else {
        format!(" — {}: {}", word(line.verdict), escape(&line.note))
    };
    let mut out = format!(
        "- {label}{} {}{note}\n",
        escape(&line.text),
        escape(&numbers(&line.reports))
    );
    for value in &line.values {
        let holders = if value.holders.is_empty() {
            String::new()
        } else {
            format!(" (says {})", value.holders)
        };
        out.push_str(&format!(
            "  - {}\n",
            escape(&format!("[{}] {}{holders}", value.report.0, value.text))
        ));
    }
    if let Some(tension) = &line.tension {
        out.push_str(&format!("  - *look twice: {}*\n", escape(tension)));
    }
    for one in line.evidence.iter().filter(|_| evidence) {
        let (before, words, after) = (escape(&one.before), escape(&one.words), escape(&one.after));
        out.push_str(&format!(
            "  > \\[{}\\] {before}**{words}**{after}\n",
            one.report.0
        ));
    }
    out
}

/// Text in which nothing counts as Markdown or HTML.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in plain(text).chars() {
        if matches!(
            character,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&'
        ) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
