//! Which mentions tell one act: cases, and laws that hold for any mentions. `UPDATE_CASES=1` writes what comes out.

mod notation;

use std::collections::BTreeSet;

use entente_story::identity::{Mention, events};
use entente_types::{Claims, Content, Document};
use proptest::prelude::*;

#[test]
fn cases() {
    entente_cases::run("cases/identity", "", |case| {
        let reports = case.blocks.first().map_or("", |(_, reports)| reports);
        let (documents, claims) = notation::reports(reports);
        let mentions = mentions(&claims);
        let line = |group: &Vec<usize>| {
            let told = group.iter().map(|&idx| told(&documents, &mentions[idx]));
            told.collect::<Vec<_>>().join(" · ") + "\n"
        };
        events(&documents, &claims, &mentions)
            .iter()
            .map(line)
            .collect()
    });
}

/// The words that name acts, report by report.
fn mentions(claims: &[Claims]) -> Vec<Mention> {
    let acts = claims.iter().enumerate().flat_map(|(report, claims)| {
        claims
            .claims
            .iter()
            .filter_map(move |claim| match &claim.content {
                Content::Event(event) => Some(Mention {
                    report,
                    span: event.trigger,
                }),
                _ => None,
            })
    });
    acts.collect()
}

fn told(documents: &[Document], mention: &Mention) -> String {
    let document = &documents[mention.report];
    format!(
        "{} {}",
        document.article.id.0,
        mention.span.of(document.text())
    )
}

fn sentence() -> impl Strategy<Value = String> {
    let who = prop::sample::select(vec!["Odell", "Tamm", "the guards"]);
    let act = prop::sample::select(vec![
        "[arrested|event arrest root=coerce object=smuggler]",
        "[detained|event detain root=coerce object=smuggler]",
        "[killed|event kill root=assault object=guard]",
        "[met|event meet root=consult]",
    ]);
    let place = prop::sample::select(vec!["Karsa", "the harbour", "Westmark"]);
    (who, act, place)
        .prop_map(|(who, act, place)| format!("On Monday {who} {act} them in {place}."))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_reports_and_mentions_changes_no_group(
        reports in prop::collection::vec(prop::collection::vec(sentence(), 1..4), 2..5),
        turn in 0_usize..4,
    ) {
        let grouped = |reports: &[(usize, Vec<String>)], turn: usize| {
            let text = reports.iter().map(|(number, lines)| format!("report {number}\n{}\n", lines.join("\n")));
            let (documents, claims) = notation::reports(&text.collect::<String>());
            let mut mentions = mentions(&claims);
            let n = mentions.len();
            mentions.rotate_left(turn % n);
            let groups = events(&documents, &claims, &mentions);
            let tell = |group: Vec<usize>| {
                group.into_iter().map(|idx| (told(&documents, &mentions[idx]), mentions[idx].span)).collect::<BTreeSet<_>>()
            };
            groups.into_iter().map(tell).collect::<BTreeSet<_>>()
        };
        // Reports that are told apart by their first words: of equal ones it is the number that tells.
        let named = reports.into_iter().enumerate().map(|(idx, mut lines)| {
            lines.insert(0, format!("Paper number {idx} writes this."));
            (idx + 1, lines)
        });
        let mut reports: Vec<(usize, Vec<String>)> = named.collect();
        let before = grouped(&reports, 0);
        let n = reports.len();
        reports.rotate_left(turn % n);
        prop_assert_eq!(before, grouped(&reports, turn));
    }

    #[test]
    fn every_mention_is_in_one_group(reports in prop::collection::vec(prop::collection::vec(sentence(), 1..4), 1..4)) {
        let text = reports.iter().enumerate().map(|(idx, lines)| format!("report {}\n{}\n", idx + 1, lines.join("\n")));
        let (documents, claims) = notation::reports(&text.collect::<String>());
        let mentions = mentions(&claims);
        let mut found: Vec<usize> = events(&documents, &claims, &mentions).concat();
        found.sort_unstable();
        prop_assert_eq!(found, (0..mentions.len()).collect::<Vec<_>>());
    }
}

#[test]
fn a_mention_outside_its_text_stands_alone() {
    let (documents, claims) =
        notation::reports("report 1\nOdell [met|event meet root=consult] Tamm.\n");
    let stray = |report, start, end| Mention {
        report,
        span: entente_types::Span::new(start, end),
    };
    let mentions = [
        stray(0, 0, 0),
        stray(0, 900, 901),
        stray(7, 0, 5),
        stray(0, 6, 9),
    ];
    let n_grouped: usize = events(&documents, &claims, &mentions)
        .iter()
        .map(Vec::len)
        .sum();
    assert_eq!(n_grouped, mentions.len());
    assert_eq!(events(&[], &[], &mentions).concat().len(), mentions.len());
}
