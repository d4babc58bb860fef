//! Runs the cases of roles: a text in, offices and their holders out. `UPDATE_CASES=1` renews them.

mod common;

use std::fmt::Write as _;

use entente_extract::role::{Report, holders, spells};
use entente_extract::{actor, extract, role, time};
use entente_types::{ActorId, Claims, Document, Participant};

use common::parse;

#[test]
fn cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");
    entente_cases::run(folder, "role", |case| show(&parse(&case.blocks[0].1)));
}

fn show(document: &Document) -> String {
    let actors = actor::find(document);
    let roles = role::find_dated(document, &actors, &time::find(document));
    let mut shown = String::new();
    for found in &roles {
        let id = |one: &Participant| {
            one.actor
                .as_ref()
                .map_or("-", |id| id.0.as_str())
                .to_owned()
        };
        let role = &found.value;
        let period = role.period.map_or("-".to_owned(), |period| {
            let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
            let (from, to) = (day(period.from), day(period.to));
            format!("{}/{}", from.unwrap_or_default(), to.unwrap_or_default())
        });
        let _ = writeln!(
            shown,
            "{} · {} · {} · {} · {period} · {} · {:?}",
            id(&role.person),
            role.office.of(document.text()),
            role.body.as_ref().map_or("-".to_owned(), id),
            role.status.as_deref().unwrap_or("-"),
            found.rule,
            found.span.of(document.text()),
        );
    }
    shown
}

/// Two independent reports make a spell firm, two copies of one report do not.
#[test]
fn spells_need_two_origins() {
    let texts = [
        "2024-05-06\nLena Brandt was named foreign minister of Norway on 2 May 2024.",
        "2024-05-07\nNorway's foreign minister, Lena Brandt, arrived in Oslo.",
        "2024-09-07\nLena Brandt resigned as foreign minister of Norway on 6 September 2024.",
    ];
    let documents: Vec<Document> = texts.iter().map(|text| parse(text)).collect();
    let claims: Vec<Claims> = documents.iter().map(extract).collect();
    let reports = |origins: [usize; 3]| -> Vec<Report<'_>> {
        let both = documents.iter().zip(&claims).zip(origins);
        let report = |((document, claims), origin)| Report {
            document,
            claims,
            origin,
        };
        both.map(report).collect()
    };
    let day = |text: &str| text.parse().expect("a day");
    let asked = |origins, on| {
        let told = spells(&reports(origins));
        holders(&told, "NOR", "foreign minister", day(on))
    };
    let lena = vec![ActorId("person:lena-brandt".to_owned())];
    assert_eq!(asked([0, 1, 2], "2024-06-01"), lena);
    assert!(!asked([0, 0, 0], "2024-06-01").contains(&lena[0]));
    assert!(!asked([0, 1, 2], "2024-10-01").contains(&lena[0]));
}

/// Without reports the table of leaders answers.
#[test]
fn leaders_are_known_without_reports() {
    let day = "2024-05-06".parse().expect("a day");
    let found = holders(&[], "FRA", "president", day);
    assert_eq!(found, [ActorId("person:emmanuel-macron".to_owned())]);
}
