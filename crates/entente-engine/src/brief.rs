//! An account in the order in which a person reads it: sections, groups, lines, and the sentences behind them.
//!
//! Every way of printing (terminal, Markdown, HTML) draws the same [`Brief`]; nothing is decided there.
//! A brief is bounded: long texts are cut, long lists end in the number of lines that were left away. The
//! account itself holds everything.

mod beside;
mod line;
mod once;
mod report;
mod section;
mod words;

use entente_types::{Article, ArticleId, ClaimId, Comparison, Verdict};

use line::Writer;
pub use words::in_words;

/// A story, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// In the reports' own words.
    pub headline: String,
    /// Period and place of the main event; empty if neither is known.
    pub when_and_where: String,
    /// How many reports and independent origins.
    pub counts: String,
    /// How many things the reports say in each way, firmest disagreement first. Only what there is.
    pub tally: Vec<(Verdict, String)>,
    /// Sections that hold at least one line.
    pub sections: Vec<Section>,
    /// The reports, in order of their numbers.
    pub reports: Vec<ReportLine>,
}

/// Lines that answer one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The question, as a heading.
    pub title: &'static str,
    /// What the labels of its groups are.
    pub labels: Labels,
    /// At least one.
    pub groups: Vec<Group>,
    /// How many more lines were left away with their groups.
    pub n_more: usize,
}

/// What the labels of a section's groups are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// There are none: one group without a label.
    None,
    /// Days and periods, short enough for a column.
    Times,
    /// Speakers.
    Names,
    /// Reports, with their numbers: a line that has the same number does not need to repeat it.
    Reports,
}

/// Lines that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// A period, a speaker, a report; can be empty.
    pub label: String,
    /// At least one.
    pub lines: Vec<Line>,
    /// How many more lines were left away.
    pub n_more: usize,
}

/// One thing that the reports say.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Names the slot: `slot_12`.
    pub slot: String,
    /// Does another section tell the slot, and this line something beside it?
    pub is_aside: bool,
    /// What it is about, or the thing itself if there are no `values`.
    pub text: String,
    /// In which way it is told, and who vouches for it; can be empty: "planned, according to Ana Ruiz".
    pub status: String,
    /// How the reports stand to each other in it.
    pub verdict: Verdict,
    /// Why that verdict, as far as a reader has to be told, or the sentence of a report that tells what an agreed number or day is
    /// of; can be empty.
    pub note: String,
    /// Why that verdict.
    pub reason: String,
    /// What makes the reader look twice.
    pub tension: Option<String>,
    /// Reports that say so.
    pub reports: Vec<ArticleId>,
    /// Independent origins that say so.
    pub support: u32,
    /// What the reports say, where `text` does not already tell it; the same words stand together.
    pub values: Vec<ValueLine>,
    /// Do the values belong under each other, as the reports stand against each other, or each tells it in its own words?
    pub is_list: bool,
    /// The sentences behind the line.
    pub evidence: Vec<Evidence>,
}

impl Line {
    /// Does the first value say the same as the text, so that one of them is enough?
    #[must_use]
    pub fn is_its_first_value(&self) -> bool {
        self.values
            .first()
            .is_some_and(|value| value.text == self.text)
    }
}

/// What some reports say in the same words.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueLine {
    /// The reports, in order.
    pub reports: Vec<ArticleId>,
    /// Their words.
    pub text: String,
    /// What the words mean, where that is not plain from them; can be empty.
    pub meaning: String,
    /// Who vouches for it, if not the reports themselves: "according to the ministry".
    pub holders: String,
}

/// A sentence that carries a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The claim that the sentence carries.
    pub claim: ClaimId,
    /// The report.
    pub report: ArticleId,
    /// The sentence before the value.
    pub before: String,
    /// The words that carry the value.
    pub words: String,
    /// The sentence after the value.
    pub after: String,
}

/// One report of the account.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportLine {
    /// Its number.
    pub id: ArticleId,
    /// Publisher and title, or the name of the file.
    pub title: String,
    /// When it was published or must have been written, and how that is known.
    pub dated: String,
    /// Whether it came first, who goes back to it, and why it does not count as an origin of its own or what it took over; can be
    /// empty.
    pub origin: String,
    /// Where it was read.
    pub name: String,
}

impl Brief {
    /// Lays out a comparison. `articles` are the articles of the run, in order of their numbers; they hold
    /// the sentences.
    #[must_use]
    pub fn new(comparison: &Comparison, articles: &[Article]) -> Self {
        let writer = Writer {
            comparison,
            articles,
        };
        let sections = section::all(&writer);
        let mut counts = counts(comparison);
        if sections.is_empty() {
            counts.push_str("; no act, figure or quote was found");
        }
        Self {
            headline: headline(comparison),
            when_and_where: when_and_where(comparison),
            counts,
            tally: tally(comparison),
            sections,
            reports: report::lines(comparison, articles),
        }
    }
}

fn headline(comparison: &Comparison) -> String {
    if comparison.headline.is_empty() {
        return "A story without a headline".to_owned();
    }
    words::clipped(&comparison.headline)
}

fn when_and_where(comparison: &Comparison) -> String {
    let when = comparison.period.map(|period| in_words(&period));
    let parts = [when, comparison.place.clone()].into_iter().flatten();
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn counts(comparison: &Comparison) -> String {
    match (comparison.reports.len(), comparison.origins.len()) {
        (1, _) => "1 report; nothing to compare it with".to_owned(),
        (n_reports, 1) => format!("{n_reports} reports, all of one origin"),
        (n_reports, n_origins) => format!("{n_reports} reports, {n_origins} independent origins"),
    }
}

/// How often each verdict was given, in words. Nothing for a report on its own.
fn tally(comparison: &Comparison) -> Vec<(Verdict, String)> {
    let kinds = [
        (Verdict::Contradict, "contradiction", "contradictions"),
        (Verdict::Disputed, "dispute", "disputes"),
        (Verdict::Updated, "update", "updates"),
        (Verdict::Compatible, "compatible", "compatible"),
        (Verdict::Agree, "agreement", "agreements"),
        (Verdict::Single, "from one origin", "from one origin"),
    ];
    let count = |verdict: Verdict| {
        let slots = comparison.slots.iter();
        slots.filter(|slot| slot.verdict == verdict).count()
    };
    let told = kinds.map(|(verdict, one, many)| match count(verdict) {
        1 => (verdict, format!("1 {one}")),
        n_slots => (verdict, format!("{n_slots} {many}")),
    });
    let is_there = |(verdict, _): &(Verdict, String)| count(*verdict) > 0;
    if comparison.reports.len() < 2 {
        return Vec::new();
    }
    told.into_iter().filter(is_there).collect()
}

fn is_at_odds(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::Contradict | Verdict::Disputed | Verdict::Updated
    )
}
