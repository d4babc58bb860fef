//! Runs the Markdown cases: reports in, slots out. `UPDATE_CASES=1` writes what comes out.

mod notation;

use std::fmt::Write as _;
use std::path::PathBuf;

use entente_story::{Settings, compare};
use entente_types::Comparison;

#[test]
fn cases() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "there are cases");
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a readable case");
        let renewed = renew(&text);
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&file, renewed).expect("a writable case");
        } else {
            assert_eq!(renewed, text, "{}", file.display());
        }
    }
}

/// The cases with what comes out now.
fn renew(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("```reports\n") {
        let (body, after) = after.split_once("```").expect("a block ends");
        let (between, after) = after.split_once("```slots\n").expect("reports have slots");
        let (_, after) = after.split_once("```").expect("a block ends");
        let (documents, claims) = notation::reports(body);
        let comparison = compare(&documents, &claims, &Settings::default());
        let slots = show(&comparison);
        let _ = write!(
            out,
            "{before}```reports\n{body}```{between}```slots\n{slots}```"
        );
        rest = after;
    }
    out + rest
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
    lines.iter().map(|line| format!("{line}\n")).collect()
}
