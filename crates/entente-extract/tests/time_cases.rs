//! Runs the cases of times: a day of publication and a text in, expressions out. `UPDATE_CASES=1` renews them.
//!
//! A `text` block is not parsed: what stands there holds for tokens of any origin, and for none. A `parsed`
//! block is, for what tense tells; a `note` block is a terse note. A language may stand behind the day.

use std::fmt::Write as _;

use entente_extract::time;
use entente_language::english;
use entente_types::{Article, Document, Stated, TimeExpression};

#[test]
fn cases() {
    entente_cases::run("cases", "time", |case| {
        let (kind, text) = case.blocks.first().expect("a block goes in");
        let (day, words) = text.split_once('\n').expect("a day stands first");
        let (day, language) = day.split_once(' ').unwrap_or((day, "en"));
        let document = document((day != "-").then_some(day), language, words);
        let document = if kind == "parsed" {
            english().parse(document.article)
        } else {
            document
        };
        match kind.as_str() {
            "note" => show(words, &time::scan_note(words, document.article.day())),
            _ => show(words, &time::find(&document)),
        }
    });
}

/// Every span is a slice of its text, in order and without overlap, whatever the text is.
#[test]
fn odd_texts_are_read_without_harm() {
    let pieces = [
        "May",
        "9",
        ",",
        " ",
        "the ",
        "-",
        "99999999999999999999",
        "1/2",
        "٣",
        "½",
        "’",
        "'s",
        "Q",
        "4th",
        "31",
        "February 30, 2023",
        "12:99",
        "in ",
        "two ",
        "hundred ",
        "years ",
        "ago",
        "\n",
        "é",
        "century",
        "of ",
        "every ",
        "a ",
        "early ",
        "0000",
        "2000",
        "last ",
        "Friday",
        " to ",
        "p.m.",
        "million ",
        "three hundred thousand centuries ago",
        " vor 9999 Jahrhunderten",
        "Ende ",
        "Mai ",
        " il y a ",
        "l'an dernier ",
        "hace ",
        "años ",
        "в ",
        "года назад",
        "XIX ",
        "BC ",
        "AD ",
        ": ",
        "h ",
    ];
    let mut state = 17_u64;
    for _ in 0..400 {
        let mut text = String::new();
        for _ in 0..60 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        let note = time::scan_note(&text, "2024-02-29".parse().ok());
        let ends: Vec<_> = note.iter().map(|found| found.span.end).collect();
        assert!(ends.is_sorted(), "in order: {text:?}");
        assert!(note.iter().all(|found| !found.span.of(&text).is_empty()));
        for (published, language) in [
            (None, "en"),
            (Some("2024-02-29"), "en"),
            (Some("9999-12-31"), "en"),
            (Some("-009999-01-01"), "en"),
            (Some("9999-12-31"), "de"),
            (Some("-009999-01-01"), "fr"),
            (None, "es"),
            (Some("2024-02-29"), "ru"),
        ] {
            let document = document(published, language, &text);
            let mut end = 0;
            for found in time::find(&document) {
                assert!(found.span.start >= end, "in order: {text:?}");
                assert!(!found.span.of(&text).is_empty(), "on borders: {text:?}");
                end = found.span.end;
            }
        }
    }
}

/// Time grows with the text and not with its square.
#[test]
fn long_texts_are_read() {
    let text = "on Friday, the first of two hundred and ".repeat(20_000);
    assert!(time::find(&document(Some("2025-05-07"), "en", &text)).len() >= 20_000);
    let pieces = [
        "1", "12-", "3/4/", "9:", "1.", "the ", "a few ", "–", "XIX", "im ", "\n1", "é",
    ];
    for piece in pieces {
        let text = piece.repeat(300_000 / piece.len());
        for language in ["en", "de", "ru"] {
            let found = time::scan(&text, language, "2025-05-07".parse().ok());
            assert!(found.len() <= text.len());
        }
        assert!(time::scan_note(&text, None).len() <= text.len());
    }
}

fn document(published: Option<&str>, language: &str, text: &str) -> Document {
    let article = Article {
        published: published.and_then(|day| day.parse().ok()).map(stated),
        language: Some(stated(language.to_owned())),
        ..Article::plain("case", text)
    };
    Document::new(article, Vec::new(), Vec::new(), Vec::new())
}

fn stated<T>(value: T) -> Stated<T> {
    Stated {
        value,
        from: "flag".to_owned(),
    }
}

fn show(text: &str, times: &[TimeExpression]) -> String {
    times.iter().fold(String::new(), |mut out, time| {
        let kind = format!("{:?}", time.kind).to_lowercase();
        let _ = write!(out, "{} · {kind} · {}", time.span.of(text), time.value);
        if let Some(modifier) = &time.modifier {
            let _ = write!(out, " · {modifier}");
        }
        if let Some(days) = time.days {
            let _ = write!(out, " · {days:.2} days");
        }
        let _ = writeln!(out, " · {:?}", time.anchor);
        out
    })
}
