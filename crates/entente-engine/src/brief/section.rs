//! Sections: what happened, the figures, who said what, what is planned, what one report alone tells.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{Period, Precision, Realis, Report, Slot, SlotKind, Verdict};

use super::line::Writer;
use super::words::{self, in_words};
use super::{Group, Labels, Line, Section, beside, is_at_odds, once};

/// Lines of a section without groups that are shown before the rest is only counted.
pub(super) const MAX_LINES: usize = 12;
/// Lines of a speaker or a report that are shown before the rest is only counted.
pub(super) const MAX_GROUP_LINES: usize = 6;
/// Speakers that are shown.
const MAX_GROUPS: usize = 24;

/// All sections that hold a line, in the order in which they are read.
pub(super) fn all(writer: &Writer) -> Vec<Section> {
    let contradicting = "Where the reports contradict each other";
    let fitting = "Figures and dates that fit together";
    let mut sections = vec![
        happened(writer),
        by_verdict(writer, contradicting, Verdict::Contradict),
        by_verdict(writer, "Disputed between the parties", Verdict::Disputed),
        by_verdict(writer, "Updated by a later report", Verdict::Updated),
        figures(
            writer,
            "Figures and dates on which they agree",
            Verdict::Agree,
        ),
        figures(writer, fitting, Verdict::Compatible),
        quotes(writer),
        planned(writer),
    ];
    let single = once::told_nowhere_else(single(writer), &sections);
    let wordings = beside::wordings(writer, &sections);
    sections.extend([ties(writer), wordings, single]);
    sections.push(beside::left_out(writer, &sections));
    let has_lines = |section: &Section| !section.groups.is_empty();
    sections.into_iter().filter(has_lines).collect()
}

fn happened(writer: &Writer) -> Section {
    let is_told = |slot: &Slot| {
        slot.kind == SlotKind::Clause && has_happened(slot) && !is_at_odds(slot.verdict)
    };
    timeline(writer, "What happened", writer.slots(is_told))
}

fn planned(writer: &Writer) -> Section {
    // What is only possible or proposed is too often a question or a condition.
    let is_to_come = |slot: &Slot| {
        matches!(
            slot.realis,
            Some(Realis::Planned | Realis::Ordered | Realis::Predicted)
        )
    };
    let is_planned = |slot: &Slot| match slot.kind {
        SlotKind::Clause => slot.support > 1 && is_to_come(slot),
        SlotKind::Event => {
            slot.is_literal && is_to_come(slot) && !slot.elsewhere && !is_at_odds(slot.verdict)
        }
        _ => false,
    };
    timeline(
        writer,
        "Planned, proposed or predicted",
        writer.slots(is_planned),
    )
}

/// The weightiest events: what the reports are there to tell, and the others in the order of their days; those without a day come
/// last.
fn timeline(writer: &Writer, title: &'static str, mut slots: Vec<&Slot>) -> Section {
    let n_more = slots.len().saturating_sub(MAX_LINES);
    slots.truncate(MAX_LINES);
    let day = |slot: &Slot| slot.period.and_then(|period| period.from.or(period.to));
    let end = |slot: &Slot| slot.period.and_then(|period| period.to);
    slots.sort_by_key(|slot| (!slot.is_main, day(slot).is_none(), day(slot), end(slot)));
    let mut groups: Vec<Group> = Vec::new();
    for slot in slots {
        let label = slot.period.map_or_else(String::new, |at| in_words(&at));
        let line = writer.line(slot);
        match groups.last_mut().filter(|group| group.label == label) {
            Some(group) => group.lines.push(line),
            None => groups.push(Group {
                label,
                lines: vec![line],
                n_more: 0,
            }),
        }
    }
    let is_bare = groups.iter().all(|group| group.label.is_empty());
    let labels = if is_bare { Labels::None } else { Labels::Times };
    let n_groups = groups.len();
    for (nth, group) in groups.iter_mut().enumerate() {
        let is_last = nth + 1 == n_groups;
        if group.label.is_empty() && !is_bare && is_last {
            "undated".clone_into(&mut group.label);
        }
    }
    Section {
        title,
        labels,
        groups,
        n_more,
    }
}

/// One group without a label.
fn plain(writer: &Writer, title: &'static str, slots: &[&Slot]) -> Section {
    Section {
        title,
        labels: Labels::None,
        groups: group(writer, String::new(), slots, MAX_LINES)
            .into_iter()
            .collect(),
        n_more: 0,
    }
}

/// Lines of slots; what a line above tells already, as two sayings of one sentence, is told once.
fn group(writer: &Writer, label: String, slots: &[&Slot], n_most: usize) -> Option<Group> {
    let lines = slots.iter().map(|slot| writer.line(slot)).collect();
    let lines = once::told_once(vec![lines]).into_iter().flatten();
    bounded(label, lines.collect(), n_most)
}

fn bounded(label: String, mut lines: Vec<Line>, n_most: usize) -> Option<Group> {
    let n_more = lines.len().saturating_sub(n_most);
    lines.truncate(n_most);
    (!lines.is_empty()).then_some(Group {
        label,
        lines,
        n_more,
    })
}

fn by_verdict(writer: &Writer, title: &'static str, verdict: Verdict) -> Section {
    plain(
        writer,
        title,
        &writer.slots(|slot| slot.verdict == verdict && slot.kind != SlotKind::Tie),
    )
}

fn figures(writer: &Writer, title: &'static str, verdict: Verdict) -> Section {
    // An office tells nothing as long as nobody disputes it, nor a day of which it is not known what was on it.
    // One word says too little of what is counted, and in one year much happens that is not the same, unless many tell it.
    const MANY: u32 = 3;
    let is_figure = |slot: &Slot| match slot.kind {
        SlotKind::Figure => {
            let is_phrase = slot.topic.split_whitespace().nth(1).is_some();
            let is_agreed = verdict == Verdict::Agree;
            let is_told = is_phrase && !(is_agreed && (is_vague(slot) || is_owned(slot)));
            slot.is_literal || is_told || slot.support >= MANY
        }
        SlotKind::Date => {
            let is_fine = |period: Period| period.precision <= Precision::Week;
            !slot.topic.trim().is_empty()
                && (slot.is_literal || names_act(&slot.topic))
                && (slot.period.is_some_and(is_fine) || slot.support >= MANY)
        }
        _ => false,
    };
    let clauses = writer.slots(|slot| slot.kind == SlotKind::Clause && has_happened(slot));
    // What happened tells the number already.
    let is_repeated = |slot: &Slot| {
        let is_in = |clause: &&Slot| {
            clause.topic.contains(&slot.topic) || slot.topic.contains(&clause.topic)
        };
        slot.is_literal
            && clauses.iter().take(MAX_LINES).any(is_in)
            && writer.line(slot).values.is_empty()
    };
    plain(
        writer,
        title,
        &writer.slots(|slot| is_figure(slot) && slot.verdict == verdict && !is_repeated(slot)),
    )
}

/// "votes in its favour": do the words for what is counted leave open whose it is?
fn is_owned(slot: &Slot) -> bool {
    const OWN: [&str; 6] = ["its", "his", "her", "their", "our", "my"];
    slot.topic
        .split_whitespace()
        .any(|word| OWN.contains(&word))
}

/// Do all reports give no more than "millions", which may be other ones?
fn is_vague(slot: &Slot) -> bool {
    let mut values = slot.values.iter();
    values.all(|value| {
        let has_digit = value.text.contains(|letter: char| letter.is_ascii_digit());
        !has_digit && value.normalized.contains(" to ")
    })
}

/// Do the words for what was on a day say it: "storm hit the coast", but not "the ministry", "ministry said" or "they met"?
fn names_act(topic: &str) -> bool {
    const FEWEST: usize = 3;
    const SPEECH: [&str; 5] = ["said", "says", "told", "reported", "wrote"];
    const OPEN: [&str; 10] = [
        "i", "we", "he", "she", "it", "they", "who", "which", "that", "this",
    ];
    let words: Vec<&str> = topic.split_whitespace().collect();
    let is_named = words.first().is_some_and(|first| !OPEN.contains(first));
    is_named && words.len() >= FEWEST && words.last().is_some_and(|last| !SPEECH.contains(last))
}

fn ties(writer: &Writer) -> Section {
    plain(
        writer,
        "Ties that the reports assert",
        &writer.slots(|slot| {
            // "nations" may be anybody.
            let is_told = |id| writer.has_name(id) || writer.name(id).contains(' ');
            slot.kind == SlotKind::Tie && slot.actors.iter().all(is_told)
        }),
    )
}

/// Quotes of this weight or less are no more than a guess at what was said; JSON alone has them.
const FAINT: f64 = 0.02;

/// Fewest words of a quotation that one origin alone gives: fewer are often a name or a term between marks.
const FEWEST_WORDS: usize = 4;

/// Quotes, those of one speaker together; who is quoted most comes first, nameless speakers last.
fn quotes(writer: &Writer) -> Section {
    let mut by_speaker: BTreeMap<_, Vec<&Slot>> = BTreeMap::new();
    let is_told = |slot: &Slot| {
        let n_words = slot
            .values
            .iter()
            .map(|value| value.text.split_whitespace().count());
        let is_long = slot.support > 1 || n_words.max() >= Some(FEWEST_WORDS);
        slot.kind == SlotKind::Quote && slot.weight > FAINT && is_long
    };
    for slot in writer.slots(|slot| is_told(slot) && !is_at_odds(slot.verdict)) {
        let speaker = slot.actors.first().filter(|id| writer.has_name(id));
        by_speaker.entry(speaker).or_default().push(slot);
    }
    let mut speakers: Vec<_> = by_speaker.into_iter().collect();
    let rank = |slots: &[&Slot]| slots.iter().map(|slot| slot.support).sum::<u32>();
    speakers.sort_by_key(|(id, slots)| (id.is_none(), std::cmp::Reverse(rank(slots))));
    let left = speakers.iter().skip(MAX_GROUPS);
    let n_more = left.map(|(_, slots)| slots.len()).sum();
    let shown = &speakers[..speakers.len().min(MAX_GROUPS)];
    let lines = shown
        .iter()
        .map(|(_, slots)| slots.iter().map(|slot| writer.line(slot)).collect());
    let lines = once::told_once(lines.collect());
    let names = shown
        .iter()
        .map(|(id, _)| id.map_or_else(|| "others".to_owned(), |id| writer.name(id)));
    let groups = names
        .zip(lines)
        .filter_map(|(name, lines)| bounded(words::capital(&name), lines, MAX_GROUP_LINES))
        .collect();
    Section {
        title: "Who said what",
        labels: Labels::Names,
        groups,
        n_more,
    }
}

/// Figures and acts that one report alone tells, report by report. Its days stand with its acts.
fn single(writer: &Writer) -> Section {
    let is_kind = |slot: &Slot| match slot.kind {
        SlotKind::Figure => true,
        SlotKind::Event => has_happened(slot),
        _ => false,
    };
    let is_told = |slot: &Slot| {
        slot.verdict == Verdict::Single && slot.is_literal && !slot.elsewhere && is_kind(slot)
    };
    // An act and the figures in it are told in one clause; what the news is stands above.
    let clauses = writer.slots(|slot| slot.kind == SlotKind::Clause);
    let mut seen: BTreeSet<&str> = clauses.iter().map(|slot| slot.topic.as_str()).collect();
    let mut slots = writer.slots(is_told);
    slots.retain(|slot| seen.insert(slot.topic.as_str()));
    let groups = writer.comparison.reports.iter().filter_map(|one| {
        let own: Vec<&Slot> = slots
            .iter()
            .filter(|slot| slot.values.first().map(|value| value.report) == Some(one.id))
            .copied()
            .collect();
        let label = format!("[{}] {}", one.id.0, named(one));
        group(writer, label, &own, MAX_GROUP_LINES)
    });
    Section {
        title: "Found in one report only",
        labels: Labels::Reports,
        groups: groups.collect(),
        n_more: 0,
    }
}

/// A report's publisher, else its headline, else its file.
pub(super) fn named(report: &Report) -> String {
    let name = report.source.as_ref().or(report.title.as_ref());
    words::clipped(name.unwrap_or(&report.name))
}

fn has_happened(slot: &Slot) -> bool {
    matches!(
        slot.realis,
        None | Some(Realis::Happened | Realis::UnderWay)
    )
}
