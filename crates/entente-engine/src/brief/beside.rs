//! What shows only when reports lie beside each other: other words for the same, and what one leaves out.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{Slot, WordChoice, Wording, WordingOf};

use super::line::Writer;
use super::once::told_once;
use super::section::{MAX_GROUP_LINES, MAX_LINES, named};
use super::words::clipped;
use super::{Group, Labels, Line, Section, ValueLine};

/// What sections tell.
struct Told<'s>(BTreeSet<&'s str>);

impl<'s> Told<'s> {
    fn new(sections: &'s [Section]) -> Self {
        let groups = sections.iter().flat_map(|section| &section.groups);
        let lines = groups.flat_map(|group| &group.lines);
        Self(
            lines
                .flat_map(|line| [line.slot.as_str(), line.text.as_str()])
                .collect(),
        )
    }

    /// Is the slot of a line told, or its words?
    fn has(&self, line: &Line) -> bool {
        self.0.contains(line.slot.as_str()) || self.0.contains(line.text.as_str())
    }
}

/// Different words of several reports for the same that the sections above show, side by side and without a judgement.
pub fn wordings(writer: &Writer, above: &[Section]) -> Section {
    let shown = Told::new(above);
    let slots = by_id(writer);
    let all = &writer.comparison.wordings;
    let lines = all.iter().filter_map(|one| {
        let line = writer.line(slots.get(one.slot.as_str())?);
        shown.has(&line).then(|| wording(line, one))
    });
    let mut lines: Vec<Line> = lines.collect();
    let n_more = lines.len().saturating_sub(MAX_LINES);
    lines.truncate(MAX_LINES);
    let group = Group {
        label: String::new(),
        lines,
        n_more,
    };
    Section {
        title: "Different words for the same",
        labels: Labels::None,
        groups: Some(group)
            .filter(|group| !group.lines.is_empty())
            .into_iter()
            .collect(),
        n_more: 0,
    }
}

fn wording(line: Line, wording: &Wording) -> Line {
    let of = match wording.of {
        WordingOf::Act => "the act",
        WordingOf::Doer => "who does it",
        WordingOf::Sufferer => "to whom",
        WordingOf::Counted => "who or what is counted",
    };
    let mut reports: Vec<_> = wording.choices.iter().map(|choice| choice.report).collect();
    reports.dedup();
    Line {
        is_aside: true,
        text: format!("{} ({of})", line.text),
        status: String::new(),
        note: String::new(),
        values: values(&wording.choices),
        reports,
        ..line
    }
}

/// The words, those of several reports once.
fn values(choices: &[WordChoice]) -> Vec<ValueLine> {
    let mut values: Vec<ValueLine> = Vec::new();
    for choice in choices {
        let text = clipped(&choice.text);
        let same = |known: &&mut ValueLine| known.text.to_lowercase() == text.to_lowercase();
        match values.iter_mut().find(same) {
            Some(known) => known.reports.push(choice.report),
            None => values.push(ValueLine {
                reports: vec![choice.report],
                text,
                meaning: String::new(),
                holders: String::new(),
            }),
        }
    }
    values
}

/// What most other reports tell and the sections above show, report by report.
pub fn left_out(writer: &Writer, above: &[Section]) -> Section {
    let shown = Told::new(above);
    let slots = by_id(writer);
    let groups = writer.comparison.left_out.iter().filter_map(|one| {
        let report = writer
            .comparison
            .reports
            .iter()
            .find(|report| report.id == one.report)?;
        let missing = one.slots.iter().filter_map(|id| slots.get(id.as_str()));
        let lines = missing.map(|slot| briefly(writer.line(slot)));
        let lines = lines.filter(|line| shown.has(line)).collect();
        let lines: Vec<Line> = told_once(vec![lines]).into_iter().flatten().collect();
        let n_more = lines.len().saturating_sub(MAX_GROUP_LINES);
        Some(Group {
            label: format!("[{}] {}", one.report.0, named(report)),
            lines: lines.into_iter().take(MAX_GROUP_LINES).collect(),
            n_more,
        })
    });
    Section {
        title: "Not found in one report",
        labels: Labels::Reports,
        groups: groups.filter(|group| !group.lines.is_empty()).collect(),
        n_more: 0,
    }
}

/// A line without what its own section tells of it already.
fn briefly(line: Line) -> Line {
    let values = if line.is_list {
        Vec::new()
    } else {
        line.values
    };
    Line {
        is_aside: true,
        values,
        note: String::new(),
        tension: None,
        ..line
    }
}

fn by_id<'a>(writer: &Writer<'a>) -> BTreeMap<&'a str, &'a Slot> {
    let slots = writer.comparison.slots.iter();
    slots.map(|slot| (slot.id.as_str(), slot)).collect()
}
