//! An account as a brief for a terminal: plain when piped, with colour where it helps.

use anstyle::{AnsiColor, Style};
use entente_engine::Account;
use entente_engine::brief::{Brief, Line, ReportLine, Section};
use entente_engine::types::Verdict;
use textwrap::{Options, WordSplitter, wrap};

use super::{numbers, plain, word};

const TITLE: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// The whole account, one brief after the other, `width` columns wide.
pub fn account(account: &Account, evidence: bool, width: usize) -> String {
    let mut page = Page {
        out: String::new(),
        width,
    };
    if account.stories.is_empty() {
        page.line(
            "",
            &Style::new(),
            "Nothing to compare: no report could be read.",
        );
        return page.out;
    }
    if account.stories.len() > 1 {
        let n_stories = account.stories.len();
        page.line(
            "",
            &TITLE,
            &format!(
                "These reports tell {n_stories} different stories; each is compared by itself."
            ),
        );
        page.blank();
    }
    for story in &account.stories {
        page.brief(&Brief::new(story, &account.articles), evidence);
    }
    page.out
}

struct Page {
    out: String,
    width: usize,
}

impl Page {
    fn brief(&mut self, brief: &Brief, evidence: bool) {
        self.line("", &TITLE, &brief.headline);
        let below = [brief.when_and_where.as_str(), &brief.counts];
        let below: Vec<&str> = below.into_iter().filter(|part| !part.is_empty()).collect();
        self.line("", &QUIET, &below.join(" · "));
        for section in &brief.sections {
            self.section(section, evidence);
        }
        self.blank();
        self.heading("Reports");
        for report in &brief.reports {
            self.report(report);
        }
        self.blank();
    }

    fn section(&mut self, section: &Section, evidence: bool) {
        self.blank();
        self.heading(section.title);
        let mut label = "";
        for line in &section.lines {
            self.item(line, label);
            label = &line.label;
            if evidence {
                self.evidence(line);
            }
        }
        if section.n_more > 0 {
            self.line(
                "  ",
                &QUIET,
                &format!("… and {} more (--format json shows all)", section.n_more),
            );
        }
    }

    /// One line of the account: label where it changes, text, numbers of the reports; then values and notes.
    fn item(&mut self, line: &Line, label_before: &str) {
        if !line.label.is_empty() && line.label != label_before {
            self.line("  ", &TITLE, &line.label);
        }
        let indent = if line.label.is_empty() { "  " } else { "    " };
        let (mark, style) = mark(line.verdict);
        let head = format!("{mark} {} {}", plain(&line.text), numbers(&line.reports));
        self.wrapped(
            indent,
            &format!("{indent}  "),
            &style,
            &head,
            mark.chars().count(),
        );
        let below = format!("{indent}  ");
        for value in &line.values {
            let mut text = format!("[{}] {}", value.report.0, value.text);
            if !value.normalized.is_empty() && value.normalized != value.text {
                text.push_str(&format!("  = {}", value.normalized));
            }
            if !value.holders.is_empty() {
                text.push_str(&format!("  (says {})", value.holders));
            }
            self.line(&below, &Style::new(), &text);
        }
        if !line.note.is_empty() {
            let verdict = if line.verdict == Verdict::Single {
                String::new()
            } else {
                format!("{}: ", word(line.verdict))
            };
            self.line(&below, &QUIET, &format!("{verdict}{}", line.note));
        }
        if let Some(tension) = &line.tension {
            self.line(
                &below,
                &AnsiColor::Yellow.on_default(),
                &format!("look twice: {tension}"),
            );
        }
    }

    fn evidence(&mut self, line: &Line) {
        for evidence in &line.evidence {
            let sentence = format!(
                "[{}] “{}»{}«{}”",
                evidence.report.0, evidence.before, evidence.words, evidence.after
            );
            self.line("      ", &QUIET, &sentence);
        }
    }

    fn report(&mut self, report: &ReportLine) {
        self.line(
            "  ",
            &Style::new(),
            &format!("[{}] {}", report.id.0, report.title),
        );
        let below = [report.dated.as_str(), &report.name, &report.origin];
        let below: Vec<&str> = below.into_iter().filter(|part| !part.is_empty()).collect();
        self.line("      ", &QUIET, &below.join(" · "));
    }

    fn heading(&mut self, text: &str) {
        let rule = "─".repeat(
            self.width
                .saturating_sub(textwrap::core::display_width(text) + 1)
                .min(self.width),
        );
        self.out
            .push_str(&format!("{TITLE}{text}{TITLE:#} {QUIET}{rule}{QUIET:#}\n"));
    }

    fn line(&mut self, indent: &str, style: &Style, text: &str) {
        let hanging = if text.starts_with('[') {
            format!("{indent}    ")
        } else {
            indent.to_owned()
        };
        self.wrapped(indent, &hanging, style, &plain(text), usize::MAX);
    }

    /// Text that is broken at the page's width; the first `n_styled` characters carry the style.
    fn wrapped(&mut self, first: &str, hanging: &str, style: &Style, text: &str, n_styled: usize) {
        let options = Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(hanging)
            .word_splitter(WordSplitter::NoHyphenation);
        for (idx, line) in wrap(text, options).iter().enumerate() {
            let n_indent = if idx == 0 { first.len() } else { hanging.len() };
            let (indent, words) = line.split_at(n_indent.min(line.len()));
            let n_bytes = words
                .char_indices()
                .nth(n_styled)
                .map_or(words.len(), |(at, _)| at);
            let (styled, rest) = if idx == 0 || n_styled == usize::MAX {
                words.split_at(n_bytes)
            } else {
                ("", words)
            };
            self.out
                .push_str(&format!("{indent}{style}{styled}{style:#}{rest}\n"));
        }
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }
}

/// The mark before a line, and its colour. The mark alone tells the verdict where colour is missing.
fn mark(verdict: Verdict) -> (&'static str, Style) {
    match verdict {
        Verdict::Contradict => ("≠", AnsiColor::Red.on_default().bold()),
        Verdict::Disputed => ("⇄", AnsiColor::Magenta.on_default().bold()),
        Verdict::Updated => ("↑", AnsiColor::Blue.on_default().bold()),
        Verdict::Compatible => ("≈", AnsiColor::Cyan.on_default().bold()),
        Verdict::Agree => ("=", AnsiColor::Green.on_default().bold()),
        Verdict::Single => ("·", Style::new()),
    }
}
