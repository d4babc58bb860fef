//! Every decision about the golden texts is the one that spaCy takes.

use entente_language::parity::{Expected, differences};
use entente_language::{Precision, english};
use entente_types::Article;

/// Made by `parity/texts.py` and `parity/generate.py`.
const GOLDEN: &str = include_str!("../parity/golden.jsonl");

fn golden() -> Vec<Expected> {
    let line = |line| serde_json::from_str(line).expect("a line of the golden file is an answer");
    GOLDEN.lines().map(line).collect()
}

/// The text as spaCy reads it: nothing is known of its paragraphs.
fn unparted(text: &str) -> Article {
    Article {
        blocks: Vec::new(),
        ..Article::plain("golden", text)
    }
}

#[test]
fn documents_equal_those_of_spacy() {
    let golden = golden();
    let n_sentences: usize = golden.iter().map(|expected| expected.starts.len()).sum();
    assert!(
        n_sentences >= 400,
        "the golden file has only {n_sentences} sentences"
    );
    for precision in [Precision::Exact, Precision::Balanced] {
        for expected in &golden {
            let document = english()
                .parse_at(precision, unparted(&expected.text))
                .value;
            let found = differences(&document, expected);
            assert!(found.is_empty(), "in {:?}: {found:#?}", expected.text);
        }
    }
}

#[test]
fn a_difference_of_each_kind_is_found() {
    let mut expected = golden()
        .into_iter()
        .find(|expected| expected.ents.len() > 1)
        .expect("names occur");
    let document = english().parse(unparted(&expected.text));
    expected.tags[0].push('x');
    expected.pos[0].push('x');
    expected.heads[0] += 1;
    expected.deps[0].push('x');
    expected.lemmas[0].push('x');
    expected.starts.push(1);
    expected.ents.pop();
    let kinds: Vec<&str> = differences(&document, &expected)
        .iter()
        .map(|found| found.kind)
        .collect();
    assert_eq!(
        kinds,
        ["tag", "pos", "head", "label", "lemma", "sentence", "entity"]
    );
    expected.tokens[1].1 += 1;
    let kinds: Vec<&str> = differences(&document, &expected)
        .iter()
        .map(|found| found.kind)
        .collect();
    assert_eq!(kinds, ["token"]);
}
