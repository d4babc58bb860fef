//! What makes text clean, the same out of plain text and out of HTML, and the way back from each character.

use entente_page::{Known, Page, read};
use entente_types::{Article, Span};

fn article(name: &str, bytes: &[u8]) -> Article {
    read(&Page { name, bytes }, &Known::default()).value
}

/// What is written, and what is read.
const PAIRS: [(&str, &str); 14] = [
    (
        "The Donau\u{AD}dampf\u{AD}schiff sails again.",
        "The Donaudampfschiff sails again.",
    ),
    (
        "Zero\u{200B}width blanks and \u{2060}joiners go.",
        "Zerowidth blanks and joiners go.",
    ),
    (
        "A mark \u{FEFF}inside is no blank.",
        "A mark inside is no blank.",
    ),
    (
        "The o\u{FB03}ce \u{FB01}led its \u{FB00}ects.",
        "The office filed its ffects.",
    ),
    (
        "Hard\u{A0}blanks\u{202F}of\u{2009}all\u{3000}widths are one.",
        "Hard blanks of all widths are one.",
    ),
    (
        "Text \u{202E}turned\u{202C} around \u{2066}by\u{2069} marks\u{200E}.",
        "Text turned around by marks.",
    ),
    (
        "No \u{1B}[31mcolour\u{1B}[0m and no \u{7}bell.",
        "No [31mcolour [0m and no bell.",
    ),
    (
        "A window\u{9D}s control is a blank.",
        "A window s control is a blank.",
    ),
    (
        "این کار را می\u{200C}کند و نمی\u{200C}شود.",
        "این کار را می\u{200C}کند و نمی\u{200C}شود.",
    ),
    (
        "क्\u{200D}ष is kept in Hindi.",
        "क्\u{200D}ष is kept in Hindi.",
    ),
    (
        "The family 👨\u{200D}👩\u{200D}👧 stays one.",
        "The family 👨\u{200D}👩\u{200D}👧 stays one.",
    ),
    (
        "Plain\u{200D} words\u{200C} need none.",
        "Plain words need none.",
    ),
    ("Secret\u{E0041}\u{E0042} letters go.", "Secret letters go."),
    (
        "Wales 🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F} won.",
        "Wales 🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F} won.",
    ),
];

#[test]
fn text_is_made_clean() {
    for (written, clean) in PAIRS {
        let report = format!("Quite a headline\n\n{written} Nothing else happened on that day.\n");
        let text = article("report.txt", report.as_bytes()).text;
        assert!(text.contains(clean), "{written:?} is {text:?}");
    }
}

#[test]
fn every_character_leads_back() {
    for (written, _) in PAIRS {
        let report = format!("Quite a headline\n\n{written} Nothing else happened on that day.\n");
        leads_back(&report);
    }
    leads_back("Ein Titel\r\n\r\nGrüße  \t aus \u{FB01}nnischen Häfen,\u{A0} 東京 und Орда.\r\n");
}

/// Each character of the article stands in the page as it is, or the page has there what is read as it.
fn leads_back(page: &str) {
    let article = article("report.txt", page.as_bytes());
    for (at, character) in article.text.char_indices() {
        let origin = article
            .origin
            .page(Span::new(at, at + character.len_utf8()));
        let there = page
            .get(origin.range())
            .expect("it begins and ends between characters");
        let is_read = match character {
            ' ' | '\n' => there.chars().all(|c| c.is_whitespace() || c.is_control()),
            _ => there.contains(character) || there.contains(['\u{FB00}', '\u{FB01}', '\u{FB03}']),
        };
        assert!(is_read, "{character:?} stands in {there:?}");
    }
}

#[test]
fn old_charsets_lead_back_too() {
    let page = b"Un titre de jour\n\nLe caf\xE9 \xAB de l'\xEEle \xBB a \xE9t\xE9 ferm\xE9 lundi, dit-on.\n";
    let known = Known {
        charset: Some("iso-8859-1".to_owned()),
        ..Known::default()
    };
    let article = read(
        &Page {
            name: "report.txt",
            bytes: page,
        },
        &known,
    )
    .value;
    for (at, character) in article.text.char_indices() {
        let origin = article
            .origin
            .page(Span::new(at, at + character.len_utf8()));
        if character.is_alphanumeric() {
            assert_eq!(
                page[origin.range()],
                [character as u32 as u8],
                "{character}"
            );
        }
    }
    assert!(article.text.contains("Le café « de l'île » a été fermé"));
}
