//! Laws of rows: every field has its words, and no text can break a row.

use entente_engine::claims_of;
use entente_engine::rows::{self, Columns, Format, Row};
use entente_engine::types::{Article, Claims, Document, Stated};
use serde_json::Value;

/// Invented reports: acts of many kinds, places, days, numbers, claims of others, and odd letters.
const REPORTS: [&str; 5] = [
    "Chilean police arrested two Peruvian pilots in Arica on Monday. President Gabriel Boric met Keiko Fujimori in Lima on \
     Tuesday. Peru threatened Chile with sanctions and demanded the release of the pilots.",
    "KABUL. A suicide bomber killed at least 12 people and wounded 30 in Kabul on 3 May 2031, officials said. The United \
     Nations condemned the attack. Pakistan rejected a request for aid, while Iran sent doctors to Afghanistan.",
    "Some 2,000 teachers marched in Lima against the government. Ukraine says Russia broke the truce. France, Germany and \
     Italy met in Rome. Poland will send tanks to Ukraine. Japan expelled three Russian diplomats.",
    "“Chile\tattacked\r\nPeru”, the minister\u{202e} said. İstanbul’da — Turkey’s army bombed\u{0007} Kurdish rebels near Mosul.",
    "China\u{2028}imposed tariffs on Australia\u{0085}. \u{1b}[31mKenya\u{1b}[0m accused Somalia of attacking\tpolice in Mandera.",
];

const TABLES: [(Format, usize); 4] = [
    (Format::Polecat, 40),
    (Format::Icews, 20),
    (Format::Gdelt, 61),
    (Format::GdeltMentions, 16),
];

fn read(text: &str) -> (Document, Claims) {
    let stated = |value: &str| {
        Some(Stated {
            value: value.to_owned(),
            from: "test".to_owned(),
        })
    };
    let day = "2031-05-06".parse().expect("a day");
    claims_of(Article {
        source: stated("The\tDaily\nTab"),
        title: stated("A\r\nheadline"),
        address: stated("https://example.org/a\tb\n"),
        published: Some(Stated {
            value: day,
            from: "test".to_owned(),
        }),
        ..Article::plain("odd\tname\n.txt", text)
    })
}

/// The reports, whole, cut at every few letters, and with their words in other orders.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = REPORTS.iter().map(|&text| text.to_owned()).collect();
    for text in REPORTS {
        let cuts = text.char_indices().map(|(at, _)| at).step_by(23);
        texts.extend(cuts.map(|at| text[at..].to_owned()));
        let mut words: Vec<&str> = text.split(' ').collect();
        for turn in 1..8 {
            let n_words = words.len();
            words.rotate_left(turn);
            words.swap(turn % n_words, (turn * 7) % n_words);
            texts.push(words.join(" "));
        }
    }
    texts
}

fn each_row(check: impl Fn(&Row)) -> usize {
    let mut n_rows = 0;
    for text in texts() {
        let (document, claims) = read(&text);
        let rows = rows::of(&document, &claims);
        n_rows += rows.len();
        rows.iter().for_each(&check);
    }
    n_rows
}

#[test]
fn every_field_has_its_words() {
    let n_rows = each_row(|row| {
        for one in row.evidence() {
            let words = one.span.of(row.document.text());
            assert!(!words.trim().is_empty(), "{} of {}", one.field, row.id);
        }
        let line = rows::lines(Format::Plover, Columns::Own, row).concat();
        let line: Value = serde_json::from_str(&line).expect("a line is JSON");
        let evidence = line["claim"]["evidence"]
            .as_array()
            .expect("there is evidence");
        let count = |field: &str| evidence.iter().filter(|one| one["field"] == field).count();
        let length = |value: &Value| value.as_array().map_or(0, Vec::len);
        assert_eq!((count("text"), count("event")), (1, 1));
        for field in ["mode", "context", "actor", "recipient"] {
            assert_eq!(count(field), length(&line[field]), "{field} in {line}");
        }
        assert_eq!(count("claimant"), length(&line["claim"]["claimant"]));
        assert_eq!(
            count("event_loc"),
            usize::from(!line["event_loc"].is_null())
        );
        for field in ["dead", "injured", "arrested", "size"] {
            assert_eq!(
                count(field) > 0,
                !line[field].is_null(),
                "{field} in {line}"
            );
        }
        if line["claim"]["date_from"] == "text" {
            assert_eq!(count("date"), 1, "{line}");
        }
        for one in evidence {
            let at = |end: &str| one[end].as_u64().map_or(0, |at| at as usize);
            let words = row.document.text().get(at("start")..at("end"));
            assert_eq!(words, one["text"].as_str());
        }
    });
    assert!(n_rows > 100, "only {n_rows} rows");
}

#[test]
fn no_text_breaks_a_row() {
    each_row(|row| {
        for (format, n_columns) in TABLES {
            let extra = usize::from(format != Format::GdeltMentions);
            check(row, format, Columns::Own, n_columns);
            check(row, format, Columns::WithSentence, n_columns + extra);
        }
        let json = rows::lines(Format::Plover, Columns::Own, row).concat();
        assert_eq!(json.matches('\n').count(), 1);
    });
}

fn check(row: &Row, format: Format, columns: Columns, n_columns: usize) {
    let lines = rows::lines(format, columns, row);
    let is_joined = format == Format::Polecat;
    assert_eq!(lines.len(), if is_joined { 1 } else { row.pairs().len() });
    for line in lines {
        let body = line.strip_suffix('\n').expect("a line ends");
        assert_eq!(body.split('\t').count(), n_columns, "{format:?} {body:?}");
        let is_odd = |letter: char| letter != '\t' && letter.is_control();
        assert!(!body.contains(is_odd), "{body:?}");
        assert!(!body.contains(['\u{2028}', '\u{202e}']), "{body:?}");
    }
    if let Some(heading) = rows::heading(format, columns) {
        assert_eq!(heading.trim_end().split('\t').count(), n_columns);
    }
}

#[test]
fn mentions_count_letters() {
    let filler = "İstanbul’da — ".repeat(200);
    for n_bytes in [0, 1, 500, 2000] {
        let start = filler.floor_char_boundary(n_bytes);
        let text = format!("{}\n\n{}", &filler[..start], REPORTS[0]);
        let (document, claims) = read(&text);
        for row in rows::of(&document, &claims) {
            let before = &text[..row.event.trigger.start as usize];
            let line = rows::lines(Format::GdeltMentions, Columns::Own, &row).concat();
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields[9], before.chars().count().to_string());
            assert_eq!(fields[12], text.chars().count().to_string());
        }
    }
}

/// A text without stops does not come back with every act.
#[test]
fn rows_stay_short() {
    let (document, claims) = read(&"Russia attacked Ukraine with drones and ".repeat(200));
    let rows = rows::of(&document, &claims);
    assert!(rows.len() > 50);
    for row in &rows {
        let lines = rows::lines(Format::Plover, Columns::Own, row).concat();
        assert!(lines.len() < 10_000, "{lines}");
    }
}

#[test]
fn rows_are_the_same_on_every_run() {
    let lines = || -> Vec<String> {
        let (document, claims) = read(REPORTS[0]);
        let rows = rows::of(&document, &claims);
        let lines = rows
            .iter()
            .flat_map(|row| rows::lines(Format::Gdelt, Columns::Own, row));
        lines.collect()
    };
    assert_eq!(lines(), lines());
    let (document, claims) = read(&REPORTS.join("\n"));
    let rows = rows::of(&document, &claims);
    let mut ids: Vec<String> = rows.into_iter().map(|row| row.id).collect();
    let n_rows = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), n_rows, "ids tell rows apart");
}
