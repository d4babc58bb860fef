//! What holds for texts that no parser has read: their figures, dates and quotations stand in sentences of the text.

use entente_extract::extract;
use entente_types::{Article, Content, Document, Stated};

const PIECES: [&str; 28] = [
    "Rund 2,3 Millionen Euro",
    "6. März 2025",
    "il y a deux ans",
    "veintidós",
    "два года назад",
    "12 %",
    "U.S. 5 km",
    "am Mittwoch",
    "hier",
    " ",
    ". ",
    ".",
    "! ",
    "\n",
    "…",
    "é",
    "،",
    "“",
    "„",
    "«",
    "»",
    "」",
    "99999999999999999999",
    "1.234.567,89",
    "-",
    "\u{200b}",
    "日本",
    "ß",
];

fn unparsed(text: &str, language: &str) -> Document {
    let article = Article {
        language: Some(Stated {
            value: language.to_owned(),
            from: "case".to_owned(),
        }),
        ..Article::plain("case", text)
    };
    Document::new(article, Vec::new(), Vec::new(), Vec::new())
}

#[test]
fn claims_lie_in_their_sentences() {
    let mut state = 11_u64;
    for round in 0..400 {
        let mut text = String::new();
        for _ in 0..50 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(PIECES[(state >> 33) as usize % PIECES.len()]);
        }
        let language = ["de", "fr", "es", "ru", "en", "zh"][round % 6];
        for claim in extract(&unparsed(&text, language)).claims {
            assert!(claim.sentence.contains(claim.span), "{text:?}");
            assert!(!claim.span.of(&text).is_empty(), "{text:?}");
        }
    }
}

#[test]
fn a_sentence_ends_at_its_stop_and_not_at_an_ordinal() {
    let text = "Es begann am 6. März. Danach waren 40 Orte ohne Strom. Am Abend kam Hilfe.";
    let claims = extract(&unparsed(text, "de")).claims;
    let told = claims.iter().filter_map(|claim| match &claim.content {
        Content::Figure(_) | Content::Date(_) => Some(claim.sentence.of(text)),
        _ => None,
    });
    let told: Vec<&str> = told.collect();
    assert!(told.contains(&"Es begann am 6. März."), "{told:?}");
    assert!(
        told.contains(&"Danach waren 40 Orte ohne Strom."),
        "{told:?}"
    );
}

#[test]
fn strings_between_marks_are_quotations_and_titles_are_not() {
    let quoted = |text: &str, language: &str| {
        let claims = extract(&unparsed(text, language)).claims.into_iter();
        let words = claims.filter_map(|claim| match claim.content {
            Content::Quote(quote) => Some(quote.words[0].of(text).to_owned()),
            _ => None,
        });
        words.collect::<Vec<String>>()
    };
    let german = "„Wir haben die Brücke heute früh gesperrt“, sagte Odell. Der Film „Die lange Nacht“ lief weiter.";
    assert_eq!(
        quoted(german, "de"),
        ["Wir haben die Brücke heute früh gesperrt"]
    );
    let french =
        "« Nous avons fermé le pont ce matin », a dit Mme Odell.\nLe « pont neuf » reste fermé.";
    assert_eq!(quoted(french, "fr"), ["Nous avons fermé le pont ce matin"]);
    let russian = "«Мост закрыт!» — сказал Оделл. «Мост закрыт до утра!» — повторил он.";
    assert_eq!(quoted(russian, "ru"), ["Мост закрыт до утра!"]);
    assert_eq!(
        quoted(
            "市長は「橋は今朝から明日の夜まで閉鎖される」と述べた。",
            "ja"
        ),
        ["橋は今朝から明日の夜まで閉鎖される"]
    );
}
