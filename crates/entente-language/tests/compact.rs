//! The compact model decides nearly as the shipped one does, and bytes nearly as fp32, on the texts of the parity test.

use entente_language::{Error, Model, Precision, compact, english, files, kernels};
use entente_types::{Article, Document};

/// Texts of `parity/golden.jsonl` that are read.
const N_TEXTS: usize = 120;

fn texts() -> Vec<String> {
    let lines = include_str!("../parity/golden.jsonl").lines().take(N_TEXTS);
    let text = |line| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        row["text"].as_str().expect("it has a text").to_owned()
    };
    lines.map(text).collect()
}

/// The shares of tags and of heads with their relation that are those of the shipped model in fp32.
fn agreement(model: &Model, precision: Precision) -> [f64; 2] {
    let (mut n_tokens, mut same) = (0_usize, [0_usize; 2]);
    for text in texts() {
        let article = || Article::plain("text", &text);
        let wanted: Document = english().parse(article());
        let found = model.parse_at(precision, article()).value;
        assert_eq!(found.tokens.len(), wanted.tokens.len());
        n_tokens += wanted.tokens.len();
        for (found, wanted) in found.tokens.iter().zip(&wanted.tokens) {
            same[0] += usize::from(found.tag == wanted.tag);
            same[1] += usize::from((found.head, found.dep) == (wanted.head, wanted.dep));
        }
    }
    assert!(n_tokens > 1_000, "there are texts");
    same.map(|same| same as f64 / n_tokens as f64)
}

#[test]
fn a_compact_model_takes_half_the_room_and_reads_nearly_the_same() {
    let file = compact(&files()).expect("the shipped model can be made compact");
    assert!(file.len() <= 17_000_000, "{} bytes", file.len());
    let file: &'static [u8] = file.leak();
    let model = Model::from_bytes(file).expect("a compact model is a model");
    let [tags, arcs] = agreement(&model, Precision::Balanced);
    assert!(tags >= 0.999 && arcs >= 0.998, "{tags} {arcs}");
    assert!(matches!(compact(&[file]), Err(Error::Section { .. })));
}

#[test]
fn fast_reads_nearly_the_same() {
    let [tags, arcs] = agreement(english(), Precision::Fast);
    let kernels = kernels(Precision::Fast);
    assert!(tags >= 0.998 && arcs >= 0.99, "{tags} {arcs} ({kernels})");
}
