//! What holds for texts that no parser has read: their figures and dates stand in sentences of the text.

use entente_extract::extract;
use entente_types::{Article, Content, Document, Stated};

const PIECES: [&str; 24] = [
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
