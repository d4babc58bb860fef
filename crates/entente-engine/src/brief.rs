//! An account in the order in which a person reads it: sections, lines, and the sentences behind them.
//!
//! Every way of printing (terminal, Markdown, HTML) draws the same [`Brief`]; nothing is decided there.

use std::collections::BTreeMap;

use entente_types::{
    ActorId, Article, ArticleId, Comparison, Period, Precision, Realis, Slot, SlotKind, SlotValue,
    Strength, Verdict,
};

/// A story, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// In the reports' own words.
    pub headline: String,
    /// Period and place of the main event; empty if neither is known.
    pub when_and_where: String,
    /// How many reports and independent origins.
    pub counts: String,
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
    /// What stands before the text: a date, a speaker. Can be empty.
    pub label: String,
    /// The thing itself.
    pub text: String,
    /// How the reports stand to each other in it.
    pub verdict: Verdict,
    /// Why the verdict, or how the line is to be taken; can be empty.
    pub note: String,
    /// What makes the reader look twice.
    pub tension: Option<String>,
    /// Reports that say so.
    pub reports: Vec<ArticleId>,
    /// Independent origins that say so.
    pub support: u32,
    /// What each report says, where that differs.
    pub values: Vec<ValueLine>,
    /// The sentences behind the line.
    pub evidence: Vec<Evidence>,
}

/// What one report says.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueLine {
    /// The report.
    pub report: ArticleId,
    /// Its words, literally.
    pub text: String,
    /// What they mean, in words.
    pub normalized: String,
    /// Who vouches for it, if not the report itself.
    pub holders: String,
}

/// A sentence that carries a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
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
    /// Why it does not count as an origin of its own; empty if it does.
    pub origin: String,
    /// Where it was read.
    pub name: String,
}

/// Lines of a section that are shown before the rest is only counted.
const MAX_LINES: usize = 12;

impl Brief {
    /// Lays out a comparison. `articles` are the articles of the run; they hold the sentences.
    #[must_use]
    pub fn new(comparison: &Comparison, articles: &[Article]) -> Self {
        let writer = Writer {
            comparison,
            articles,
        };
        let sections = [
            writer.happened(),
            writer.by_verdict(
                "Where the reports contradict each other",
                &[Verdict::Contradict],
            ),
            writer.by_verdict("Disputed between the parties", &[Verdict::Disputed]),
            writer.by_verdict("Updated by a later report", &[Verdict::Updated]),
            writer.figures("Figures and dates on which they agree", &[Verdict::Agree]),
            writer.figures(
                "Figures and dates that fit together",
                &[Verdict::Compatible],
            ),
            writer.quotes(),
            writer.planned(),
            writer.ties(),
            writer.single(),
        ];
        Self {
            headline: comparison.headline.clone(),
            when_and_where: writer.when_and_where(),
            counts: writer.counts(),
            sections: sections
                .into_iter()
                .filter(|section| !section.lines.is_empty())
                .collect(),
            reports: comparison
                .reports
                .iter()
                .map(|report| writer.report(report))
                .collect(),
        }
    }
}

struct Writer<'a> {
    comparison: &'a Comparison,
    articles: &'a [Article],
}

impl<'a> Writer<'a> {
    fn slots(&self, keep: impl Fn(&Slot) -> bool) -> Vec<&'a Slot> {
        self.comparison
            .slots
            .iter()
            .filter(|slot| keep(slot))
            .collect()
    }

    fn section(&self, title: &'static str, slots: &[&Slot]) -> Section {
        let lines = slots
            .iter()
            .take(MAX_LINES)
            .map(|slot| self.line(slot))
            .collect();
        Section {
            title,
            lines,
            n_more: slots.len().saturating_sub(MAX_LINES),
        }
    }

    fn happened(&self) -> Section {
        let is_told = |slot: &Slot| {
            slot.kind == SlotKind::Event
                && has_happened(slot)
                && slot.support > 1
                && !is_at_odds(slot)
        };
        let mut slots = self.slots(is_told);
        slots.truncate(MAX_LINES);
        slots.sort_by_key(|slot| {
            slot.period
                .and_then(|period| period.from.or(period.to))
                .map_or((1, None), |day| (0, Some(day)))
        });
        self.section("What happened", &slots)
    }

    fn by_verdict(&self, title: &'static str, verdicts: &[Verdict]) -> Section {
        self.section(title, &self.slots(|slot| verdicts.contains(&slot.verdict)))
    }

    fn figures(&self, title: &'static str, verdicts: &[Verdict]) -> Section {
        let slots = self.slots(|slot| {
            matches!(slot.kind, SlotKind::Figure | SlotKind::Date)
                && verdicts.contains(&slot.verdict)
        });
        self.section(title, &slots)
    }

    /// Quotes, those of one speaker together; who is quoted by most reports first.
    fn quotes(&self) -> Section {
        let mut by_speaker: BTreeMap<Option<&ActorId>, Vec<&Slot>> = BTreeMap::new();
        for slot in self.slots(|slot| slot.kind == SlotKind::Quote && !is_at_odds(slot)) {
            by_speaker
                .entry(slot.actors.first())
                .or_default()
                .push(slot);
        }
        let mut speakers: Vec<Vec<&Slot>> = by_speaker.into_values().collect();
        let rank = |slots: &Vec<&Slot>| slots.iter().map(|slot| slot.support).sum::<u32>();
        speakers.sort_by_key(|slots| std::cmp::Reverse(rank(slots)));
        let slots: Vec<&Slot> = speakers.into_iter().flatten().collect();
        let lines = slots.iter().map(|slot| self.line(slot)).collect();
        Section {
            title: "Who said what",
            lines,
            n_more: 0,
        }
    }

    fn planned(&self) -> Section {
        let slots = self
            .slots(|slot| slot.kind == SlotKind::Event && !has_happened(slot) && !is_at_odds(slot));
        self.section("Planned, proposed or predicted", &slots)
    }

    fn ties(&self) -> Section {
        self.section(
            "Ties that the reports assert",
            &self.slots(|slot| slot.kind == SlotKind::Tie),
        )
    }

    fn single(&self) -> Section {
        let slots = self.slots(|slot| {
            slot.verdict == Verdict::Single
                && (slot.kind == SlotKind::Figure
                    || slot.kind == SlotKind::Date
                    || (slot.kind == SlotKind::Event && has_happened(slot)))
        });
        self.section("What only one report says", &slots)
    }

    fn line(&self, slot: &Slot) -> Line {
        let mut reports: Vec<ArticleId> = slot.values.iter().map(|value| value.report).collect();
        reports.sort_unstable();
        reports.dedup();
        let differs = !matches!(slot.verdict, Verdict::Agree | Verdict::Single)
            || matches!(slot.kind, SlotKind::Figure | SlotKind::Date) && slot.values.len() > 1;
        let values = if differs && slot.kind != SlotKind::Event || is_at_odds(slot) {
            slot.values.iter().map(|value| self.value(value)).collect()
        } else {
            Vec::new()
        };
        Line {
            slot: slot.id.clone(),
            label: self.label(slot),
            text: self.text(slot),
            verdict: slot.verdict,
            note: self.note(slot),
            tension: slot.tension.clone(),
            reports,
            support: slot.support,
            values,
            evidence: slot
                .values
                .iter()
                .filter_map(|value| self.evidence(value))
                .collect(),
        }
    }

    fn label(&self, slot: &Slot) -> String {
        match slot.kind {
            SlotKind::Quote => slot
                .actors
                .first()
                .map_or_else(String::new, |id| self.name(id)),
            SlotKind::Event => slot
                .period
                .map_or_else(String::new, |period| in_words(&period)),
            _ => String::new(),
        }
    }

    fn text(&self, slot: &Slot) -> String {
        match (slot.kind, slot.values.as_slice()) {
            (SlotKind::Quote, [value, ..]) => value.text.clone(),
            (SlotKind::Figure | SlotKind::Date, [value]) => {
                format!("{}: {}", slot.topic, value.text)
            }
            _ => slot.topic.clone(),
        }
    }

    fn note(&self, slot: &Slot) -> String {
        let how = match slot.realis {
            Some(Realis::Planned) => "planned",
            Some(Realis::Ordered) => "ordered",
            Some(Realis::Proposed) => "proposed",
            Some(Realis::Predicted) => "predicted",
            Some(Realis::Hypothetical) => "possible",
            _ => "",
        };
        let holders = self.holders(&slot.values);
        let by = if slot.kind == SlotKind::Event && !holders.is_empty() {
            format!("according to {holders}")
        } else {
            String::new()
        };
        let firm = match slot.strength {
            Some(Strength::Hard) => "hard",
            Some(Strength::Soft) => "soft",
            None => "",
        };
        let gap = slot
            .gap_percent
            .map_or_else(String::new, |gap| format!("{gap:.1} % apart"));
        let reason = if slot.verdict == Verdict::Single {
            ""
        } else {
            slot.reason.as_str()
        };
        let parts = [how, &by, firm, &gap, reason];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Those who vouch for a line, if every value has somebody.
    fn holders(&self, values: &[SlotValue]) -> String {
        if values.iter().any(|value| value.holders.is_empty()) {
            return String::new();
        }
        let mut names: Vec<String> = values
            .iter()
            .filter_map(|value| value.holders.last())
            .map(|id| self.name(id))
            .collect();
        names.sort();
        names.dedup();
        names.join(", ")
    }

    fn value(&self, value: &SlotValue) -> ValueLine {
        let names: Vec<String> = value.holders.iter().map(|id| self.name(id)).collect();
        ValueLine {
            report: value.report,
            text: value.text.clone(),
            normalized: value.normalized.clone(),
            holders: names.join(" ← "),
        }
    }

    fn evidence(&self, value: &SlotValue) -> Option<Evidence> {
        let article = self
            .articles
            .iter()
            .find(|article| article.id == value.report)?;
        let sentence = value.sentence.join(value.span);
        let cut = |start: u32, end: u32| {
            article
                .text
                .get(start as usize..end as usize)
                .unwrap_or_default()
        };
        Some(Evidence {
            report: value.report,
            before: cut(sentence.start, value.span.start).to_owned(),
            words: cut(value.span.start, value.span.end).to_owned(),
            after: cut(value.span.end, sentence.end).to_owned(),
        })
    }

    fn name(&self, id: &ActorId) -> String {
        let actors = &self.comparison.actors;
        let known = actors.binary_search_by(|actor| actor.id.cmp(id)).ok();
        known.map_or_else(
            || {
                id.0.rsplit(':')
                    .next()
                    .unwrap_or_default()
                    .replace('-', " ")
            },
            |idx| actors[idx].name.clone(),
        )
    }

    fn when_and_where(&self) -> String {
        let when = self.comparison.period.map(|period| in_words(&period));
        [when, self.comparison.place.clone()]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    fn counts(&self) -> String {
        let (n_reports, n_origins) = (self.comparison.reports.len(), self.comparison.origins.len());
        match (n_reports, n_origins) {
            (1, _) => "1 report; nothing to compare it with".to_owned(),
            (_, 1) => format!("{n_reports} reports, all of one origin"),
            _ => format!("{n_reports} reports, {n_origins} independent origins"),
        }
    }

    fn report(&self, report: &entente_types::Report) -> ReportLine {
        let title = match (&report.source, &report.title) {
            (Some(source), Some(title)) => format!("{source}: {title}"),
            (None, Some(title)) | (Some(title), None) => title.clone(),
            (None, None) => report.name.clone(),
        };
        let dated = match (report.published, report.written) {
            (Some(day), _) => in_words(&Period::day(day)),
            (None, Some(period)) => {
                let because = report
                    .written_because
                    .as_deref()
                    .unwrap_or("from the other reports");
                format!("written {} ({because})", in_words(&period))
            }
            (None, None) => "no date".to_owned(),
        };
        let shared = self
            .comparison
            .origins
            .iter()
            .find(|origin| origin.reports.len() > 1 && origin.reports.contains(&report.id));
        let origin = shared.map_or_else(String::new, |origin| origin.because.clone());
        ReportLine {
            id: report.id,
            title,
            dated,
            origin,
            name: report.name.clone(),
        }
    }
}

fn has_happened(slot: &Slot) -> bool {
    matches!(
        slot.realis,
        None | Some(Realis::Happened | Realis::UnderWay)
    )
}

fn is_at_odds(slot: &Slot) -> bool {
    matches!(
        slot.verdict,
        Verdict::Contradict | Verdict::Disputed | Verdict::Updated
    )
}

/// A period in words: "9 May 2025", "7–10 May 2025", "September 2025", "2022", "since 2022".
#[must_use]
pub fn in_words(period: &Period) -> String {
    let (Some(from), Some(to)) = (period.from, period.to) else {
        return match (period.from, period.to) {
            (Some(from), None) => format!("since {}", coarse(from, period.precision)),
            (None, Some(to)) => format!("until {}", coarse(to, period.precision)),
            _ => String::new(),
        };
    };
    if from == to {
        return coarse(from, Precision::Day);
    }
    match period.precision {
        Precision::Month if (from.year(), from.month()) == (to.year(), to.month()) => {
            coarse(from, Precision::Month)
        }
        Precision::Year | Precision::Vague if from.year() == to.year() => {
            coarse(from, Precision::Year)
        }
        _ if (from.year(), from.month()) == (to.year(), to.month()) => {
            format!("{}–{}", from.day(), coarse(to, Precision::Day))
        }
        precision => format!("{} – {}", coarse(from, precision), coarse(to, precision)),
    }
}

fn coarse(day: jiff::civil::Date, precision: Precision) -> String {
    let month = MONTHS[usize::try_from(day.month() - 1).unwrap_or_default()];
    match precision {
        Precision::Day | Precision::Week | Precision::Season => {
            format!("{} {month} {}", day.day(), day.year())
        }
        Precision::Month => format!("{month} {}", day.year()),
        Precision::Year | Precision::Vague => day.year().to_string(),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
