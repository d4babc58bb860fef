//! Which articles tell one event, for each set of articles in the folder.

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
