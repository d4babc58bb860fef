//! An account as one HTML page: no script, nothing fetched, readable in light and dark, by keyboard, in print.

use entente_engine::Account;
use entente_engine::brief::{Brief, Line, Section};

use super::{numbers, plain, word};

/// The whole account as one page. Evidence is behind a disclosure at each line.
pub fn account(account: &Account) -> String {
    let briefs: Vec<Brief> = account
        .stories
        .iter()
        .map(|story| Brief::new(story, &account.articles))
        .collect();
    let title = briefs
        .first()
        .map_or("Nothing to compare", |brief| brief.headline.as_str());
    let body: String = briefs.iter().map(brief).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escape(title),
        include_str!("account.css"),
    )
}

fn brief(brief: &Brief) -> String {
    let sections: String = brief.sections.iter().map(section).collect();
    let reports: String = brief
        .reports
        .iter()
        .map(|report| {
            let about = [report.dated.as_str(), &report.name, &report.origin];
            let about: Vec<String> = about
                .iter()
                .filter(|part| !part.is_empty())
                .map(|part| escape(part))
                .collect();
            format!(
                "<li value=\"{}\">{}<small>{}</small></li>\n",
                report.id.0,
                escape(&report.title),
                about.join(" · ")
            )
        })
        .collect();
    format!(
        "<article>\n<h1>{}</h1>\n<p class=\"about\">{}</p>\n<p class=\"about\">{}</p>\n{sections}\
         <section>\n<h2>Reports</h2>\n<ol>\n{reports}</ol>\n</section>\n</article>\n",
        escape(&brief.headline),
        escape(&brief.when_and_where),
        escape(&brief.counts),
    )
}

fn section(section: &Section) -> String {
    let lines: String = section.lines.iter().map(line).collect();
    let more = if section.n_more > 0 {
        format!("<p class=\"about\">… and {} more</p>\n", section.n_more)
    } else {
        String::new()
    };
    format!(
        "<section>\n<h2>{}</h2>\n<ul>\n{lines}</ul>\n{more}</section>\n",
        section.title
    )
}

fn line(line: &Line) -> String {
    let label = if line.label.is_empty() {
        String::new()
    } else {
        format!("<b>{}</b> ", escape(&line.label))
    };
    let note = if line.note.is_empty() {
        String::new()
    } else {
        format!("<small>{}</small>", escape(&line.note))
    };
    let tension = line.tension.as_ref().map_or_else(String::new, |tension| {
        format!(
            "<small class=\"tension\">look twice: {}</small>",
            escape(tension)
        )
    });
    let values: String = line
        .values
        .iter()
        .map(|value| {
            let holders = if value.holders.is_empty() {
                String::new()
            } else {
                format!(" <small>says {}</small>", escape(&value.holders))
            };
            format!(
                "<li>[{}] {}{holders}</li>",
                value.report.0,
                escape(&value.text)
            )
        })
        .collect();
    let values = if values.is_empty() {
        values
    } else {
        format!("<ul>{values}</ul>")
    };
    let evidence: String = line
        .evidence
        .iter()
        .map(|one| {
            format!(
                "<blockquote>[{}] {}<mark>{}</mark>{}</blockquote>",
                one.report.0,
                escape(&one.before),
                escape(&one.words),
                escape(&one.after)
            )
        })
        .collect();
    let verdict = word(line.verdict);
    format!(
        "<li id=\"{}\" class=\"{verdict}\"><span class=\"verdict\">{verdict}</span> {label}{} \
         <span class=\"reports\">{}</span>{note}{tension}{values}<details><summary>evidence</summary>{evidence}</details></li>\n",
        escape(&line.slot),
        escape(&line.text),
        numbers(&line.reports),
    )
}

/// Text in which nothing counts as HTML.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in plain(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
