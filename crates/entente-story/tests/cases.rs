//! Runs the Markdown cases: reports in, slots out. `UPDATE_CASES=1` writes what comes out.

mod notation;

use entente_story::{Settings, compare};
use entente_types::Comparison;

#[test]
fn cases() {
    entente_cases::run("cases", "", |case| {
        let reports = case.blocks.first().map_or("", |(_, reports)| reports);
        let (documents, claims) = notation::reports(reports);
        show(&compare(&documents, &claims, &Settings::default()))
    });
}

fn show(comparison: &Comparison) -> String {
    let mut lines = Vec::new();
    for report in comparison
        .reports
        .iter()
        .filter(|report| report.written.is_some())
    {
        let period = report.written.expect("filtered");
        let day =
            |day: Option<jiff::civil::Date>| day.map_or("?".to_owned(), |day| day.to_string());
        let because = report.written_because.as_deref().unwrap_or_default();
        lines.push(format!(
            "report {} written {} to {}: {because}",
            report.id.0,
            day(period.from),
            day(period.to)
        ));
    }
    for origin in comparison
        .origins
        .iter()
        .filter(|origin| !origin.because.is_empty())
    {
        lines.push(format!("one origin: {}", origin.because));
    }
    for edge in &comparison.copies {
        let arrow = if edge.directed { "to" } else { "and" };
        let kind = format!("{:?}", edge.kind).to_lowercase();
        let (from, to) = (edge.from.0, edge.to.0);
        lines.push(format!("{from} {arrow} {to} · {kind} · {}", edge.because));
    }
    for claims in &comparison.same_acts {
        let values = comparison.slots.iter().flat_map(|slot| &slot.values);
        let is_told =
            |value: &&entente_types::SlotValue| value.claims.iter().any(|id| claims.contains(id));
        let mut words: Vec<String> = values
            .filter(is_told)
            .map(|value| format!("{} “{}”", value.report.0, value.text))
            .collect();
        words.sort();
        words.dedup();
        lines.push(format!("one act: {}", words.join(" | ")));
    }
    for slot in &comparison.slots {
        let values: Vec<String> = slot
            .values
            .iter()
            .map(|value| format!("{} “{}”", value.report.0, value.text))
            .collect();
        let strength = slot
            .strength
            .map(|strength| format!(" {strength:?}").to_lowercase())
            .unwrap_or_default();
        let gap = slot
            .gap_percent
            .map(|gap| format!(" {gap} %"))
            .unwrap_or_default();
        let verdict = format!("{:?}", slot.verdict).to_lowercase();
        lines.push(format!(
            "{} · {verdict}{strength}{gap} · origins {} · {}",
            format!("{:?}", slot.kind).to_lowercase(),
            slot.support,
            values.join(" · "),
        ));
        lines.push(format!("  {}", slot.reason));
        lines.extend(
            slot.tension
                .iter()
                .map(|tension| format!("  tension: {tension}")),
        );
    }
    lines.extend(beside(comparison));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Other words for the same, and what a report leaves out.
fn beside(comparison: &Comparison) -> Vec<String> {
    let mut lines = Vec::new();
    for wording in &comparison.wordings {
        let choices = wording.choices.iter();
        let choices: Vec<String> = choices
            .map(|choice| format!("{} “{}”", choice.report.0, choice.text))
            .collect();
        let of = format!("{:?}", wording.of).to_lowercase();
        lines.push(format!("other words, {of} · {}", choices.join(" · ")));
    }
    for left_out in &comparison.left_out {
        for id in &left_out.slots {
            let slot = comparison.slots.iter().find(|slot| slot.id == *id);
            let value = slot.and_then(|slot| slot.values.first());
            let text = value.map(|value| value.text.as_str()).unwrap_or_default();
            lines.push(format!("report {} leaves out “{text}”", left_out.report.0));
        }
    }
    lines
}
