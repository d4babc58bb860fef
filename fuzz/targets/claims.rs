//! A text that no parser has read, in some language and with some day: claims that lie inside of it.

#![no_main]

use entente_types::{Article, Document, Stated};
use libfuzzer_sys::fuzz_target;

const LANGUAGES: [&str; 7] = ["en", "de", "fr", "es", "ru", "zh", ""];
const DAYS: [&str; 3] = ["2024-02-29", "1815-06-18", "9999-12-31"];

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let stated = |value: &str| Stated {
        value: value.to_owned(),
        from: "fuzz".to_owned(),
    };
    let day = DAYS.get(usize::from(choice / 8) % 4);
    let article = Article {
        language: Some(stated(LANGUAGES[usize::from(choice) % LANGUAGES.len()])),
        published: day.map(|day| Stated {
            value: day.parse().expect("a day"),
            from: "fuzz".to_owned(),
        }),
        ..Article::plain("fuzz", text)
    };
    let document = Document::new(article, Vec::new(), Vec::new(), Vec::new());
    for claim in entente_extract::extract(&document).claims {
        assert!(claim.sentence.contains(claim.span));
        assert!(text.get(claim.span.range()).is_some_and(|words| !words.is_empty()));
    }
});
