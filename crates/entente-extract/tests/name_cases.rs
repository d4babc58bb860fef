//! Runs the cases of names: a text in, names out. `UPDATE_CASES=1` renews them.

mod common;

use std::fmt::Write as _;

use entente_types::{Article, Document};
use proptest::prelude::*;

#[test]
fn cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");
    entente_cases::run(folder, "name", |case| {
        show(&common::parse(&case.blocks[0].1))
    });
}

fn show(document: &Document) -> String {
    let mut shown = String::new();
    for entity in &document.entities {
        let words = document.span(entity.tokens()).of(document.text());
        _ = writeln!(shown, "{words} = {}", entity.kind.as_str());
    }
    shown
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Names lie in order, without overlap, in the text and in one sentence each, whatever the text.
    #[test]
    fn names_lie_in_their_sentences(text in "([A-Z][a-z]{0,6}|the|Mr\\.|'s|/|,|\\.|Inc\\.|of|\n\n|é|12|\"| ){0,60}") {
        let document = common::parse(&text);
        let mut last = 0;
        for entity in &document.entities {
            prop_assert!(entity.start >= last && entity.end > entity.start);
            prop_assert!(entity.end as usize <= document.tokens.len());
            last = entity.end;
        }
    }

    /// The word for a company's form goes to one name alone.
    #[test]
    fn a_form_between_two_names_belongs_to_one(rest in "(Mr\\.|of|Kord){0,3}") {
        let document = common::parse(&format!("'sMr.Ltjt,Inc.{rest}"));
        for pair in document.entities.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
    }

    /// A text without letters has no names of persons, organisations or places.
    #[test]
    fn marks_are_no_names(text in "[ .,;:!?()\"'-]{0,80}") {
        let document = entente_language::english().parse(Article::plain("text", &text));
        prop_assert!(entente_extract::name::find(&document).iter().all(|one| !entente_extract::name::is_judged(one.kind)));
    }
}
