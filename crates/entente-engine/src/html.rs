//! An account as one HTML page: no script, nothing fetched, readable in light and dark, by keyboard, in print.

use entente_types::{ArticleId, Verdict};

use crate::Account;
use crate::brief::{Brief, Evidence, Group, Labels, Line, ReportLine, Section, ValueLine};
use crate::clean::visible;

/// The whole account as one page. Evidence is behind a disclosure at each line.
#[must_use]
pub fn account(account: &Account) -> String {
    let briefs: Vec<Brief> = account
        .stories
        .iter()
        .map(|story| Brief::new(story, &account.articles))
        .collect();
    let (title, body) = match briefs.as_slice() {
        [] => (
            "Nothing to compare".to_owned(),
            "<h1>Nothing to compare</h1>\n<p>No report could be read.</p>\n".to_owned(),
        ),
        [one] => (one.headline.clone(), story(one, 0, 1)),
        many => (format!("{} stories", many.len()), stories(many)),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#account\">Skip to the account</a>\n\
         <main id=\"account\" tabindex=\"-1\">\n{body}</main>\n\
         <footer><p>Numbers in brackets are reports. Only reports that do not copy each other count as origins. \
         Made by Entente from the reports named here, without any other knowledge.</p></footer>\n</body>\n</html>\n",
        escape(&title),
        include_str!("html/account.css"),
    )
}

/// Several stories, with a list of their headlines above.
fn stories(briefs: &[Brief]) -> String {
    let contents: String = briefs
        .iter()
        .enumerate()
        .map(|(idx, brief)| {
            let ids: Vec<String> = brief
                .reports
                .iter()
                .map(|one| one.id.0.to_string())
                .collect();
            format!(
                "<li><a href=\"#s{idx}\">{}</a> <span class=\"reports\">[{}]</span></li>\n",
                escape(&brief.headline),
                ids.join(" ")
            )
        })
        .collect();
    let bodies: String = briefs
        .iter()
        .enumerate()
        .map(|(idx, brief)| story(brief, idx, 2))
        .collect();
    format!(
        "<h1>These reports tell {} different stories</h1>\n<p>Each is compared by itself.</p>\n\
         <nav aria-label=\"Stories\">\n<ol class=\"contents\">\n{contents}</ol>\n</nav>\n{bodies}",
        briefs.len()
    )
}

/// One story with its heading at `level`.
fn story(brief: &Brief, story_idx: usize, level: usize) -> String {
    let about: String = [&brief.when_and_where, &brief.counts]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| format!("<p class=\"about\">{}</p>\n", escape(part)))
        .collect();
    let sections: String = brief
        .sections
        .iter()
        .enumerate()
        .map(|(idx, section)| {
            self::section(
                section,
                &format!("s{story_idx}-{idx}"),
                story_idx,
                level + 1,
            )
        })
        .collect();
    let reports: String = brief.reports.iter().map(report).collect();
    let below = level + 1;
    format!(
        "<article id=\"s{story_idx}\" aria-labelledby=\"s{story_idx}-title\">\n<header>\n\
         <h{level} id=\"s{story_idx}-title\" dir=\"auto\">{}</h{level}>\n{about}{}</header>\n{}{sections}\
         <section aria-labelledby=\"s{story_idx}-reports\">\n\
         <h{below} id=\"s{story_idx}-reports\">Reports</h{below}>\n<ol class=\"sources\">\n{reports}</ol>\n\
         </section>\n</article>\n",
        escape(&brief.headline),
        tally(&brief.tally),
        contents(brief, story_idx),
    )
}

fn tally(tally: &[(Verdict, String)]) -> String {
    if tally.is_empty() {
        return String::new();
    }
    let counted: String = tally
        .iter()
        .map(|(verdict, told)| {
            format!(
                "<li class=\"{}\"><span class=\"chip\">{}</span></li>\n",
                word(*verdict),
                escape(told)
            )
        })
        .collect();
    format!(
        "<ul class=\"tally\" aria-label=\"How the reports stand to each other\">\n{counted}</ul>\n"
    )
}

/// Links to the sections.
fn contents(brief: &Brief, story_idx: usize) -> String {
    let links: String = brief
        .sections
        .iter()
        .enumerate()
        .map(|(idx, section)| {
            format!(
                "<li><a href=\"#s{story_idx}-{idx}\">{}</a></li>\n",
                section.title
            )
        })
        .collect();
    format!(
        "<nav aria-label=\"Sections\">\n<ul class=\"contents\">\n{links}\
         <li><a href=\"#s{story_idx}-reports\">Reports</a></li>\n</ul>\n</nav>\n"
    )
}

fn section(section: &Section, id: &str, story_idx: usize, level: usize) -> String {
    let class = match section.labels {
        Labels::None => "plain",
        Labels::Times => "times",
        Labels::Names => "names",
        Labels::Reports => "singles",
    };
    let groups: String = section
        .groups
        .iter()
        .map(|group| self::group(group, story_idx, level + 1))
        .collect();
    format!(
        "<section class=\"{class}\" aria-labelledby=\"{id}\">\n<h{level} id=\"{id}\">{}</h{level}>\n\
         {groups}{}</section>\n",
        section.title,
        more(section.n_more),
    )
}

fn group(group: &Group, story_idx: usize, level: usize) -> String {
    let lines: String = group.lines.iter().map(|one| line(one, story_idx)).collect();
    let label = match group.label.as_str() {
        "" => String::new(),
        label => format!("<h{level} dir=\"auto\">{}</h{level}>\n", escape(label)),
    };
    format!(
        "<div class=\"group\">\n{label}<div>\n<ul>\n{lines}</ul>\n{}</div>\n</div>\n",
        more(group.n_more)
    )
}

fn more(n_more: usize) -> String {
    if n_more == 0 {
        return String::new();
    }
    format!("<p class=\"about\">… and {n_more} more</p>\n")
}

fn line(line: &Line, story_idx: usize) -> String {
    let verdict = word(line.verdict);
    // Elsewhere the section's heading or the numbers of the reports tell the verdict.
    let chip = if line.verdict == Verdict::Compatible {
        format!(" <span class=\"chip\">{verdict}</span>")
    } else {
        String::new()
    };
    let status = small("status", &line.status);
    let note = small("note", &line.note);
    let tension = line.tension.as_ref().map_or_else(String::new, |tension| {
        small("tension", &format!("look twice: {tension}"))
    });
    // What another section tells has its name there.
    let id = if line.is_aside {
        String::new()
    } else {
        format!(" id=\"s{story_idx}-{}\"", escape(&line.slot))
    };
    format!(
        "<li{id} class=\"{verdict}\">\n<p>{}{status}{chip}</p>\n{}{note}{tension}{}</li>\n",
        told(line),
        if line.is_list {
            at_odds(line)
        } else {
            String::new()
        },
        evidence(line),
    )
}

fn small(class: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!(
        " <small class=\"{class}\" dir=\"auto\">{}</small>\n",
        escape(text)
    )
}

/// What a line says, with the numbers of the reports that say so.
fn told(line: &Line) -> String {
    let text = format!("<bdi>{}</bdi>", escape(&line.text));
    if line.values.is_empty() {
        return format!("{text} {}", links(&line.reports));
    }
    if line.is_list {
        return text;
    }
    let values: Vec<String> = line.values.iter().map(value).collect();
    let values = values.join(" · ");
    if line.is_its_first_value() {
        values
    } else {
        format!("{text}: {values}")
    }
}

fn at_odds(line: &Line) -> String {
    let values: String = line
        .values
        .iter()
        .map(|one| format!("<li>{}</li>\n", value(one)))
        .collect();
    format!("<ul class=\"values\">\n{values}</ul>\n")
}

fn value(value: &ValueLine) -> String {
    let mut out = format!("<b><bdi>{}</bdi></b>", escape(&value.text));
    if !value.meaning.is_empty() {
        out.push_str(&format!(" ({})", escape(&value.meaning)));
    }
    if !value.holders.is_empty() {
        out.push_str(&format!(
            "<span class=\"holders\">, {}</span>",
            escape(&value.holders)
        ));
    }
    format!("{out} {}", links(&value.reports))
}

/// Numbers of reports that lead to the list of reports.
fn links(reports: &[ArticleId]) -> String {
    let links: Vec<String> = reports
        .iter()
        .map(|id| format!("<a href=\"#r{0}\" aria-label=\"report {0}\">{0}</a>", id.0))
        .collect();
    format!("<span class=\"reports\">[{}]</span>", links.join(" "))
}

fn evidence(line: &Line) -> String {
    if line.evidence.is_empty() {
        return String::new();
    }
    let n_sentences = line.evidence.len();
    let sentences = if n_sentences == 1 {
        "sentence"
    } else {
        "sentences"
    };
    let reason = if line.reason == line.note || line.verdict == Verdict::Single {
        String::new()
    } else {
        small("note", &line.reason)
    };
    let quotes: String = line.evidence.iter().map(quote).collect();
    format!("<details><summary>{n_sentences} {sentences}</summary>\n{reason}{quotes}</details>\n")
}

fn quote(evidence: &Evidence) -> String {
    format!(
        "<blockquote><p>{} <span dir=\"auto\">{}<mark>{}</mark>{}</span></p></blockquote>\n",
        links(&[evidence.report]),
        escape(&evidence.before),
        escape(&evidence.words),
        escape(&evidence.after)
    )
}

fn report(report: &ReportLine) -> String {
    let about = [report.dated.as_str(), &report.name, &report.origin];
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    format!(
        "<li id=\"r{0}\" value=\"{0}\"><bdi>{1}</bdi>{2}</li>\n",
        report.id.0,
        escape(&report.title),
        small("note", &about.join(" · "))
    )
}

/// The word for a verdict.
#[must_use]
pub fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Contradict => "contradict",
        Verdict::Disputed => "disputed",
        Verdict::Updated => "updated",
        Verdict::Compatible => "compatible",
        Verdict::Agree => "agree",
        Verdict::Single => "single",
    }
}

/// Text in which nothing counts as HTML, neither among elements nor in a value between quotation marks.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible(text).chars() {
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
