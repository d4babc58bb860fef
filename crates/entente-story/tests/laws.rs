//! Laws that hold for any story.

mod notation;

use std::collections::BTreeSet;

use entente_story::{Settings, compare, stories};
use entente_types::{ArticleId, Claims, Comparison, Document};
use proptest::prelude::*;

/// Verdicts with the words that they judge, without the numbers of reports.
fn verdicts(comparison: &Comparison) -> BTreeSet<String> {
    let slots = comparison.slots.iter().map(|slot| {
        let mut values: Vec<&str> = slot
            .values
            .iter()
            .map(|value| value.text.as_str())
            .collect();
        values.sort_unstable();
        values.dedup();
        format!(
            "{:?} {:?} {:?} {} {}",
            slot.kind,
            slot.verdict,
            slot.strength,
            slot.support,
            values.join(" / ")
        )
    });
    slots.collect()
}

fn sentence() -> impl Strategy<Value = String> {
    let thing = prop::sample::select(vec!["mayor", "boat", "tonne", "worker"]);
    let hedge = prop::sample::select(vec!["", "about ", "nearly ", "more than ", "at least "]);
    let place = prop::sample::select(vec!["harbour", "market", "station"]);
    let act = prop::sample::select(vec!["counted", "killed", "wounded", "carried"]);
    (thing, hedge, 1_u32..60, place, act).prop_map(|(thing, hedge, number, place, act)| {
        format!("Officials at the {place} {act} [{hedge}{number}|figure {thing}] {thing}s there.")
    })
}

fn story() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(prop::collection::vec(sentence(), 1..5), 2..5)
}

fn read(reports: &[Vec<String>]) -> (Vec<Document>, Vec<Claims>) {
    let text = reports
        .iter()
        .enumerate()
        .map(|(idx, lines)| format!("report {}\n{}\n", idx + 1, lines.join("\n")));
    notation::reports(&text.collect::<String>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_reports_changes_no_verdict(reports in story(), turn in 0_usize..4) {
        let (documents, claims) = read(&reports);
        let before = compare(&documents, &claims, &Settings::default());
        let mut turned = reports.clone();
        let n_reports = turned.len();
        turned.rotate_left(turn % n_reports);
        turned.swap(0, n_reports - 1);
        let (documents, claims) = read(&turned);
        let after = compare(&documents, &claims, &Settings::default());
        prop_assert_eq!(verdicts(&before), verdicts(&after));
    }

    #[test]
    fn a_copied_report_changes_no_verdict(reports in story()) {
        let (mut documents, mut claims) = read(&reports);
        let before = compare(&documents, &claims, &Settings::default());
        let mut copy = documents[0].clone();
        copy.article.id = ArticleId(99);
        let mut copied = claims[0].clone();
        copied.article = copy.article.id;
        documents.push(copy);
        claims.push(copied);
        let after = compare(&documents, &claims, &Settings::default());
        prop_assert_eq!(before.origins.len(), after.origins.len());
        prop_assert_eq!(verdicts(&before), verdicts(&after));
    }

    #[test]
    fn values_are_literal_and_every_claim_has_one_slot(reports in story()) {
        let (documents, claims) = read(&reports);
        let comparison = compare(&documents, &claims, &Settings::default());
        let mut seen = BTreeSet::new();
        for value in comparison.slots.iter().flat_map(|slot| &slot.values) {
            let document = documents.iter().find(|document| document.article.id == value.report);
            prop_assert_eq!(value.span.of(document.expect("a report").text()), value.text.as_str());
            for claim in &value.claims {
                prop_assert!(seen.insert(claim.clone()));
            }
        }
        prop_assert_eq!(seen.len(), claims.iter().map(|claims| claims.claims.len()).sum::<usize>());
    }

    #[test]
    fn every_report_is_in_one_story(reports in story()) {
        let (documents, claims) = read(&reports);
        let mut all: Vec<usize> = stories(&documents, &claims).into_iter().flatten().collect();
        all.sort_unstable();
        prop_assert_eq!(all, (0..documents.len()).collect::<Vec<_>>());
    }
}
