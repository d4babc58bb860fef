//! Makes the table of words that name acts (`act_words.bin`): what they mean by WordNet.
//!
//! `train words DICT`: `DICT` is the folder of WordNet's database files. Nothing is random; the same files give the same
//! bytes.

mod meanings;

use std::path::Path;

use anyhow::{Context, Result, bail};
use entente_story::identity::words::{Entry, Words};

use meanings::Meanings;

const OUT: &str = "crates/entente-story/data/act_words.bin";

/// Makes the table. `arguments` are the words after `train words`.
pub fn run(arguments: &[String]) -> Result<()> {
    let [dict] = arguments else {
        bail!("name the folder of WordNet's files")
    };
    let meanings = Meanings::read(Path::new(dict))?;
    let entry = |lemma: &str| {
        let (own, wider) = meanings.of(lemma);
        Entry {
            lemma: lemma.to_owned(),
            own,
            wider,
        }
    };
    let entries: Vec<Entry> = meanings.lemmas().map(entry).collect();
    let n_words = entries.len();
    let bytes = Words::new(entries).to_bytes();
    std::fs::write(OUT, &bytes).with_context(|| format!("cannot write {OUT}"))?;
    println!("{n_words} words, {} bytes to {OUT}", bytes.len());
    Ok(())
}
