//! An account as a brief for a terminal: plain when piped, with colour where it helps.

use anstyle::{AnsiColor, Style};
use entente_engine::Account;
use entente_engine::brief::{Brief, Group, Labels, Line, ReportLine, Section, ValueLine};
use entente_engine::types::{ArticleId, Verdict};
use unicode_width::UnicodeWidthStr;

use super::paragraph::Paragraph;
use super::{numbers, plain, word};

const NORMAL: Style = Style::new();
const TITLE: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
/// Fewest columns of a page that has days in a column of their own.
const MIN_COLUMN_PAGE: usize = 72;

/// The whole account, one brief after the other, `width` columns wide.
pub fn account(account: &Account, evidence: bool, width: usize) -> String {
    let mut page = Page {
        out: String::new(),
        width,
        evidence,
    };
    let briefs: Vec<Brief> = account
        .stories
        .iter()
        .map(|story| Brief::new(story, &account.articles))
        .collect();
    match briefs.as_slice() {
        [] => page.text(0, NORMAL, "Nothing to compare: no report could be read."),
        [_] => {}
        many => page.contents(many),
    }
    for brief in &briefs {
        page.brief(brief);
    }
    if !briefs.is_empty() {
        page.legend(&briefs);
    }
    page.out
}

struct Page {
    out: String,
    width: usize,
    evidence: bool,
}

impl Page {
    /// The headlines, if there are several stories.
    fn contents(&mut self, briefs: &[Brief]) {
        let n_stories = briefs.len();
        let said = format!(
            "These reports tell {n_stories} different stories; each is compared by itself."
        );
        self.text(0, TITLE, &said);
        for brief in briefs {
            let ids: Vec<_> = brief.reports.iter().map(|report| report.id).collect();
            let paragraph = Paragraph::default()
                .text(NORMAL, &brief.headline)
                .joined(QUIET, &format!(" {}", numbers(&ids)));
            self.out.push_str(&paragraph.lines("  · ", 4, self.width));
        }
        self.blank();
    }

    fn brief(&mut self, brief: &Brief) {
        self.text(0, TITLE, &brief.headline);
        let below = [brief.when_and_where.as_str(), &brief.counts];
        let below: Vec<&str> = below.into_iter().filter(|part| !part.is_empty()).collect();
        self.text(0, NORMAL, &below.join(" · "));
        self.tally(brief);
        for section in &brief.sections {
            self.section(section);
        }
        self.blank();
        self.heading("Reports");
        for report in &brief.reports {
            self.report(report);
        }
        self.blank();
    }

    fn tally(&mut self, brief: &Brief) {
        let mut paragraph = Paragraph::default();
        for (idx, (verdict, counted)) in brief.tally.iter().enumerate() {
            let (mark, style) = mark(*verdict);
            let gap = if idx > 0 { " " } else { "" };
            paragraph = paragraph
                .unbroken(NORMAL, gap)
                .joined(style, mark)
                .joined(NORMAL, &format!(" {counted}"));
        }
        if !brief.tally.is_empty() {
            self.out.push_str(&paragraph.lines("", 0, self.width));
        }
    }

    fn section(&mut self, section: &Section) {
        self.blank();
        self.heading(section.title);
        let in_column = section.labels == Labels::Times && self.width >= MIN_COLUMN_PAGE;
        let n_label = section.groups.iter().map(|group| group.label.width()).max();
        for group in &section.groups {
            if in_column {
                self.group_beside(group, n_label.unwrap_or_default().min(24));
            } else {
                self.group_below(group, section.labels);
            }
        }
        self.more(2, section.n_more);
    }

    /// A group with its label in a column of `n_label` columns.
    fn group_beside(&mut self, group: &Group, n_label: usize) {
        let is_long = group.label.width() > n_label;
        if is_long {
            self.text(2, TITLE, &group.label);
        }
        for (idx, line) in group.lines.iter().enumerate() {
            let label = if idx == 0 && !is_long {
                plain(&group.label)
            } else {
                String::new()
            };
            let fill = " ".repeat(n_label.saturating_sub(label.width()));
            let beside = format!("  {TITLE}{label}{TITLE:#}{fill}  ");
            self.line(line, &told(line, true), &beside, n_label + 4);
        }
        self.more(n_label + 4, group.n_more);
    }

    /// A group under its label.
    fn group_below(&mut self, group: &Group, labels: Labels) {
        let n_indent = if group.label.is_empty() { 2 } else { 4 };
        if !group.label.is_empty() {
            self.text(2, TITLE, &group.label);
        }
        for line in &group.lines {
            let is_numbered = labels != Labels::Reports || line.reports.len() > 1;
            let told = told(line, is_numbered);
            self.line(line, &told, &" ".repeat(n_indent), n_indent);
        }
        self.more(n_indent, group.n_more);
    }

    /// One line of the account: mark and what is `told`; then values, notes and sentences.
    ///
    /// `beside` stands left of the mark, ready to be printed; it takes `n_indent` columns.
    fn line(&mut self, line: &Line, told: &Paragraph, beside: &str, n_indent: usize) {
        let (mark, style) = mark(line.verdict);
        let first = format!("{beside}{style}{mark}{style:#} ");
        self.out
            .push_str(&told.lines(&first, n_indent + 2, self.width));
        if line.is_list {
            self.values(&line.values, n_indent + 4);
        }
        if !line.note.is_empty() {
            self.text(n_indent + 2, QUIET, &line.note);
        }
        if let Some(tension) = &line.tension {
            let yellow = AnsiColor::Yellow.on_default();
            self.text(n_indent + 2, yellow, &format!("look twice: {tension}"));
        }
        if self.evidence {
            self.sentences(line, n_indent + 2);
        }
    }

    /// Values under each other, so that they can be compared.
    fn values(&mut self, values: &[ValueLine], n_indent: usize) {
        for value in values {
            let paragraph = said(Paragraph::default(), std::slice::from_ref(value), true);
            let first = " ".repeat(n_indent);
            self.out
                .push_str(&paragraph.lines(&first, n_indent, self.width));
        }
    }

    /// The sentences behind a line, the words that carry the value underlined or between marks.
    fn sentences(&mut self, line: &Line, n_indent: usize) {
        if line.note != line.reason && line.verdict != Verdict::Single {
            self.text(n_indent, QUIET, &line.reason);
        }
        let strong = Style::new().underline();
        for one in &line.evidence {
            let paragraph = Paragraph::default()
                .text(QUIET, &one.before)
                .text(
                    QUIET,
                    if one.before.ends_with(' ') {
                        " »"
                    } else {
                        "»"
                    },
                )
                .text(strong, &one.words)
                .text(QUIET, "«")
                .text(QUIET, &one.after);
            let number = format!("[{}] ", one.report.0);
            self.item(n_indent, &number, &paragraph);
        }
    }

    fn report(&mut self, report: &ReportLine) {
        let number = format!("[{}] ", report.id.0);
        let title = Paragraph::default().text(NORMAL, &report.title);
        self.item(2, &number, &title);
        let below = [report.dated.as_str(), &report.name, &report.origin];
        let below: Vec<&str> = below.into_iter().filter(|part| !part.is_empty()).collect();
        self.text(number.width() + 2, QUIET, &below.join(" · "));
    }

    /// What the marks mean, as far as they were used.
    fn legend(&mut self, briefs: &[Brief]) {
        let mut verdicts: Vec<Verdict> = briefs
            .iter()
            .flat_map(|brief| &brief.sections)
            .flat_map(|section| &section.groups)
            .flat_map(|group| &group.lines)
            .map(|line| line.verdict)
            .collect();
        verdicts.sort_unstable();
        verdicts.dedup();
        let mut legend = Paragraph::default();
        for verdict in verdicts {
            let (mark, _) = mark(verdict);
            let word = match verdict {
                Verdict::Single => "from one origin",
                other => word(other),
            };
            legend = legend.unbroken(QUIET, &format!("{mark} {word} "));
        }
        legend = legend.unbroken(QUIET, "[1] report 1");
        self.out.push_str(&legend.lines("", 0, self.width));
    }

    fn more(&mut self, n_indent: usize, n_more: usize) {
        if n_more > 0 {
            let more = format!("… and {n_more} more; --format json has all");
            self.text(n_indent, QUIET, &more);
        }
    }

    fn heading(&mut self, text: &str) {
        let n_rule = self.width.saturating_sub(text.width() + 1);
        let rule = "─".repeat(n_rule);
        self.out
            .push_str(&format!("{TITLE}{text}{TITLE:#} {QUIET}{rule}{QUIET:#}\n"));
    }

    fn text(&mut self, n_indent: usize, style: Style, text: &str) {
        let first = " ".repeat(n_indent);
        let paragraph = Paragraph::default().text(style, text);
        self.out
            .push_str(&paragraph.lines(&first, n_indent, self.width));
    }

    /// A paragraph that hangs beside a number.
    fn item(&mut self, n_indent: usize, number: &str, paragraph: &Paragraph) {
        let first = format!("{}{QUIET}{number}{QUIET:#}", " ".repeat(n_indent));
        let lines = paragraph.lines(&first, n_indent + number.width(), self.width);
        self.out.push_str(&lines);
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }
}

/// What a line says, with the numbers of the reports that say so if they are asked for.
fn told(line: &Line, is_numbered: bool) -> Paragraph {
    let values = line.values.as_slice();
    if line.is_its_first_value() && !line.is_list {
        return said(Paragraph::default(), values, is_numbered);
    }
    let text = if values.is_empty() || line.is_list {
        line.text.clone()
    } else {
        format!("{}:", line.text)
    };
    let mut paragraph = Paragraph::default().text(NORMAL, &text);
    if !line.status.is_empty() {
        paragraph = paragraph.text(QUIET, &format!(" ({})", line.status));
    }
    match (values.is_empty(), line.is_list) {
        (true, _) => numbered(paragraph, &line.reports, is_numbered),
        (false, true) => paragraph,
        (false, false) => said(paragraph, values, is_numbered),
    }
}

/// Values beside each other, each with its meaning, holder and reports.
fn said(mut paragraph: Paragraph, values: &[ValueLine], is_numbered: bool) -> Paragraph {
    for (idx, value) in values.iter().enumerate() {
        if idx > 0 {
            paragraph = paragraph.joined(QUIET, " ·");
        }
        paragraph = paragraph.text(TITLE, &format!(" {}", value.text));
        if !value.meaning.is_empty() {
            paragraph = paragraph.text(NORMAL, &format!(" ({})", value.meaning));
        }
        if !value.holders.is_empty() {
            paragraph = paragraph.text(QUIET, &format!(", {}", value.holders));
        }
        paragraph = numbered(paragraph, &value.reports, is_numbered);
    }
    paragraph
}

fn numbered(paragraph: Paragraph, reports: &[ArticleId], is_numbered: bool) -> Paragraph {
    if !is_numbered {
        return paragraph;
    }
    paragraph.joined(QUIET, &format!(" {}", numbers(reports)))
}

/// The mark before a line, and its colour. The mark alone tells the verdict where colour is missing.
fn mark(verdict: Verdict) -> (&'static str, Style) {
    match verdict {
        Verdict::Contradict => ("≠", AnsiColor::Red.on_default().bold()),
        Verdict::Disputed => ("⇄", AnsiColor::Magenta.on_default().bold()),
        Verdict::Updated => ("↑", AnsiColor::Blue.on_default().bold()),
        Verdict::Compatible => ("≈", AnsiColor::Cyan.on_default().bold()),
        Verdict::Agree => ("=", AnsiColor::Green.on_default().bold()),
        Verdict::Single => ("·", QUIET),
    }
}
