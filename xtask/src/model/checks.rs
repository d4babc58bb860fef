//! What the runtime covers, and a clear refusal of everything else.

use anyhow::{Result, bail, ensure};

use super::network::Network;
use super::wheel::Wheel;

/// Builders of networks that the runtime can run.
const ARCHITECTURES: &[&str] = &[
    "spacy.Tok2Vec.v2",
    "spacy.Tok2VecListener.v1",
    "spacy.Tagger.v2",
    "spacy.TransitionBasedParser.v2",
    "spacy.MultiHashEmbed.v2",
    "spacy.MaxoutWindowEncoder.v2",
];

/// Layers that these networks are made of.
const LAYERS: &[&str] = &[
    "extract_features",
    "list2ragged",
    "ragged2list",
    "list2array",
    "with_array",
    "ints-getitem",
    "hashembed",
    "static_vectors",
    "maxout",
    "layernorm",
    "dropout",
    "residual",
    "expand_window",
    "tok2vec-listener",
    "softmax",
    "parser_model",
    "precomputable_affine",
    "linear",
];

/// The order of the pipeline that the runtime follows.
const PIPELINE: &str =
    r#"["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "ner"]"#;

/// Refuses pipelines that the runtime does not cover.
pub fn check(wheel: &Wheel) -> Result<()> {
    let settings = wheel.text("config.cfg")?;
    for line in settings.lines() {
        let Some((key, value)) = line.split_once(" = ") else {
            continue;
        };
        let plain = value.trim_matches('"');
        match key {
            "@architectures" if !ARCHITECTURES.contains(&plain) => {
                bail!("the pipeline uses {plain}, which the runtime does not cover")
            }
            "pipeline" if value != PIPELINE => {
                bail!("the pipeline is {value}; only {PIPELINE} is covered")
            }
            "@vectors" if plain != "spacy.Vectors.v1" => {
                bail!("vectors of kind {plain} are not covered")
            }
            _ => {}
        }
    }
    let about = wheel.json("meta.json")?;
    ensure!(
        about["lang"] == "en",
        "the pipeline reads {}; only English is covered",
        about["lang"]
    );
    let mode = wheel.json("vocab/vectors.cfg")?;
    ensure!(
        mode["mode"] == "default",
        "vectors of mode {} are not covered",
        mode["mode"]
    );
    for component in ["parser", "ner"] {
        let settings = wheel.json(&format!("{component}/cfg"))?;
        ensure!(
            settings["beam_width"] == 1,
            "{component} searches with a beam, which is not covered"
        );
    }
    Ok(())
}

/// Refuses networks with layers that the runtime does not have.
pub fn check_layers(network: &Network) -> Result<()> {
    network.check_parts(LAYERS)?;
    for layer in network.all("expand_window") {
        ensure!(
            layer.setting("window_size")?.uint()? == 1,
            "only windows of one word on each side are covered"
        );
    }
    Ok(())
}
