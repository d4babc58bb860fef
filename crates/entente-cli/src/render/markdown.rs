//! An account as Markdown.

use entente_engine::Account;
use entente_engine::brief::{Brief, Group, Line, ReportLine, Section, ValueLine};
use entente_engine::types::Verdict;

use super::{numbers, plain, word};

/// The whole account, one brief after the other.
pub fn account(account: &Account, evidence: bool) -> String {
    let briefs = account
        .stories
        .iter()
        .map(|story| brief(&Brief::new(story, &account.articles), evidence));
    let briefs: Vec<String> = briefs.collect();
    if briefs.is_empty() {
        return "Nothing to compare: no report could be read.\n".to_owned();
    }
    briefs.join("\n---\n\n")
}

fn brief(brief: &Brief, evidence: bool) -> String {
    let mut out = format!("# {}\n", escape(&brief.headline));
    let tally: Vec<&str> = brief.tally.iter().map(|(_, told)| told.as_str()).collect();
    for part in [&brief.when_and_where, &brief.counts, &tally.join(" · ")] {
        if !part.is_empty() {
            out.push_str(&format!("\n{}\n", escape(part)));
        }
    }
    for section in &brief.sections {
        out.push_str(&self::section(section, evidence));
    }
    out.push_str("\n## Reports\n\n");
    for report in &brief.reports {
        out.push_str(&self::report(report));
    }
    out
}

fn report(report: &ReportLine) -> String {
    let about = [report.dated.as_str(), &report.name, &report.origin];
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    let about = escape(&about.join("; "));
    format!("{}. {} ({about})\n", report.id.0, escape(&report.title))
}

fn section(section: &Section, evidence: bool) -> String {
    let mut out = format!("\n## {}\n\n", section.title);
    for (group_idx, group) in section.groups.iter().enumerate() {
        out.push_str(&self::group(group, group_idx, evidence));
    }
    out.push_str(&more(section.n_more));
    out
}

fn group(group: &Group, group_idx: usize, evidence: bool) -> String {
    let mut out = String::new();
    if !group.label.is_empty() {
        let gap = if group_idx > 0 { "\n" } else { "" };
        out.push_str(&format!("{gap}**{}**\n\n", escape(&group.label)));
    }
    for line in &group.lines {
        out.push_str(&self::line(line, evidence));
    }
    out.push_str(&more(group.n_more));
    out
}

fn more(n_more: usize) -> String {
    if n_more == 0 {
        return String::new();
    }
    format!("\n… and {n_more} more\n")
}

fn line(line: &Line, evidence: bool) -> String {
    let is_quote = line
        .values
        .first()
        .is_some_and(|value| value.text == line.text);
    let values: Vec<String> = line.values.iter().map(value).collect();
    let mut out = if values.is_empty() || line.is_list {
        let status = if line.status.is_empty() {
            String::new()
        } else {
            format!(" ({})", line.status)
        };
        let told = escape(&format!("{}{status}", line.text));
        if values.is_empty() {
            format!("- {told} {}", escape(&numbers(&line.reports)))
        } else {
            format!("- {told}")
        }
    } else if is_quote {
        format!("- {}", values.join(" · "))
    } else {
        format!("- {}: {}", escape(&line.text), values.join(" · "))
    };
    if line.verdict == Verdict::Agree && !line.note.is_empty() {
        out.push_str(&format!(" — {}", escape(&line.note)));
    } else if !line.note.is_empty() {
        let (verdict, note) = (word(line.verdict), escape(&line.note));
        out.push_str(&format!(" — {verdict}: {note}"));
    }
    out.push('\n');
    for value in values.iter().filter(|_| line.is_list) {
        out.push_str(&format!("  - {value}\n"));
    }
    if let Some(tension) = &line.tension {
        out.push_str(&format!("  - *look twice: {}*\n", escape(tension)));
    }
    for one in line.evidence.iter().filter(|_| evidence) {
        let (before, words, after) = (escape(&one.before), escape(&one.words), escape(&one.after));
        // Emphasis does not hold on to blanks.
        let words = words.trim();
        out.push_str(&format!(
            "\n  > \\[{}\\] {before}**{words}**{after}\n",
            one.report.0
        ));
    }
    out
}

fn value(value: &ValueLine) -> String {
    let mut out = format!("**{}**", escape(&value.text).trim());
    if !value.meaning.is_empty() {
        out.push_str(&escape(&format!(" ({})", value.meaning)));
    }
    if !value.holders.is_empty() {
        out.push_str(&escape(&format!(", {}", value.holders)));
    }
    format!("{out} {}", escape(&numbers(&value.reports)))
}

/// Text in which nothing counts as Markdown or HTML, as a link, or as a line of its own.
pub fn escape(text: &str) -> String {
    let text = plain(text);
    let mut out = String::with_capacity(text.len());
    for (idx, character) in text.char_indices() {
        let is_mark = matches!(
            character,
            '\\' | '`'
                | '*'
                | '_'
                | '{'
                | '}'
                | '['
                | ']'
                | '<'
                | '>'
                | '#'
                | '|'
                | '~'
                | '&'
                | '!'
        );
        // At its start, a text could begin a list, a rule or a heading; a bare address becomes a link.
        let is_start = idx == 0 && matches!(character, '-' | '+' | '=');
        let is_numbered = matches!(character, '.' | ')')
            && idx > 0
            && text[..idx].bytes().all(|byte| byte.is_ascii_digit());
        let is_link = character == ':' && text[idx..].starts_with("://")
            || character == '.' && text[..idx].to_ascii_lowercase().ends_with("www")
            || character == '@';
        if is_mark || is_start || is_numbered || is_link {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
