//! Languages: the cases, and what holds for every text.

use entente_page::language::identify;
use proptest::prelude::*;

#[test]
fn languages_are_told_as_their_cases_say() {
    entente_cases::run("cases", "language", |case| {
        let lines = case.blocks[0].1.lines().map(|line| {
            let tag = identify(line).map_or("-", |found| found.tag);
            let words: Vec<&str> = line.split(' ').take(3).collect();
            format!("{tag}  {}\n", words.join(" "))
        });
        lines.collect()
    });
}

#[test]
fn a_long_text_is_its_parts() {
    let line =
        "De veerboot liep maandagavond bij het eiland aan de grond en niemand raakte gewond. ";
    let foreign = "Share this story with your friends and subscribe to our newsletter today. ";
    let text = [foreign, &line.repeat(2000), foreign].concat();
    let found = identify(&text).expect("it has letters");
    assert_eq!(found.tag, "nl");
    assert!(found.confidence > 0.9);
}

#[test]
fn capitals_and_line_breaks_change_nothing() {
    let line =
        "Die Fähre lief am Montagabend vor der Insel auf Grund, wie die Küstenwache erklärte.";
    for text in [
        line.to_uppercase(),
        line.replace(' ', "\n"),
        format!("\u{FEFF}{line}"),
    ] {
        assert_eq!(identify(&text).map(|found| found.tag), Some("de"), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_has_a_sound_answer(text in "(\\PC|\n|[a-z ]){0,400}", n_times in 1..40_usize) {
        let text = text.repeat(n_times);
        let found = identify(&text);
        if let Some(found) = found {
            assert!((0.0..=1.0).contains(&found.confidence));
            assert!(found.tag.len() <= 3 && found.tag.is_ascii());
        }
        assert_eq!(found, identify(&text), "the same text has the same answer");
    }
}
