//! Which articles tell one event, for each set of articles in the folder.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use entente_story::stories::{Settings, Sketch, Stream};
use serde_json::{Value, json};

/// Places the articles of every set below the folder and scores them.
pub fn run(folder: &Path) -> Result<()> {
    std::fs::create_dir_all("target/eval")?;
    for set in ["allsides", "ecbplus", "gvc", "fnc"] {
        let documents = super::rows(&folder.join(set).join("documents.jsonl"))?;
        let out = Path::new("target/eval").join(format!("stories-{set}.jsonl"));
        let lines: Vec<String> = place(&documents).iter().map(Value::to_string).collect();
        std::fs::write(&out, lines.join("\n") + "\n")?;
        println!("{set}");
        super::score("stories", &folder.join(set), &out)?;
    }
    Ok(())
}

/// The episode of every article, in the order of the file.
fn place(documents: &[Value]) -> Vec<Value> {
    let mut stream = Stream::new(Settings::default());
    for (place, row) in documents.iter().enumerate() {
        stream.push(place as u64, Sketch::new(&super::article(row)));
    }
    stream.finish();
    let mut placed = Vec::new();
    for episode in stream.take_over() {
        for place in &episode.articles {
            let id = &documents[*place as usize]["id"];
            placed.push(json!({"id": id, "story": episode.id, "saga": episode.saga}));
        }
    }
    placed
}

/// BCubed F1 and pairwise F1.
pub fn score(gold: &[u32], found: &[u64]) -> (f64, f64) {
    let mut both: BTreeMap<(u32, u64), f64> = BTreeMap::new();
    let (mut golds, mut founds) = (BTreeMap::new(), BTreeMap::new());
    for (gold, found) in gold.iter().zip(found) {
        *both.entry((*gold, *found)).or_default() += 1.0;
        *golds.entry(*gold).or_default() += 1.0;
        *founds.entry(*found).or_default() += 1.0;
    }
    let n = gold.len() as f64;
    let precision: f64 = both
        .iter()
        .map(|((_, found), c)| c * c / founds[found])
        .sum::<f64>()
        / n;
    let recall: f64 = both
        .iter()
        .map(|((gold, _), c)| c * c / golds[gold])
        .sum::<f64>()
        / n;
    let pairs =
        |counts: &mut dyn Iterator<Item = f64>| counts.map(|c| c * (c - 1.0) / 2.0).sum::<f64>();
    let hit = pairs(&mut both.values().copied());
    let (said, truth) = (
        pairs(&mut founds.values().copied()),
        pairs(&mut golds.values().copied()),
    );
    let f1 = |p: f64, r: f64| {
        if p + r > 0.0 {
            2.0 * p * r / (p + r)
        } else {
            0.0
        }
    };
    (
        f1(precision, recall),
        f1(hit / f64::max(said, 1.0), hit / f64::max(truth, 1.0)),
    )
}
