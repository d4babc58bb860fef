//! Whom pronouns, titles and surnames are taken for, against what was read by hand (`xtask/data/persons`).
//!
//! A word is right if its actor is the one whose words hold the byte that the reader gave; silent if nobody
//! named in the text is told; else wrong. What stands for nobody in particular must stay without a name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use entente_types::{ActorId, Actors, Document, Mention, MentionForm};
use rayon::prelude::*;
use serde_json::Value;

use crate::audit::interval;

/// A word that was read by hand.
struct Read {
    article: String,
    at: u32,
    kind: String,
    meant: Meant,
}

/// Whom the word stands for.
#[derive(Clone, Copy)]
enum Meant {
    Named(u32),
    Described(u32),
    Nobody,
}

/// How it went.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Right,
    Silent,
    Wrong,
}

/// Runs `eval persons [--show] [--parsed DIR] SET …`, with sets as in `xtask/data/persons`; texts lie in
/// `../shared/eval`, those parsed before in `DIR`.
pub fn run(arguments: &[&String], parsed: Option<&Path>) -> Result<()> {
    let is_shown = arguments.iter().any(|word| *word == "--show");
    let sets = arguments.iter().filter(|word| !word.starts_with("--"));
    let mut counts: BTreeMap<(String, &str), [u32; 3]> = BTreeMap::new();
    for set in sets {
        for Measured {
            read,
            outcome,
            line,
            ..
        } in measure(set, parsed)?
        {
            let group = match read.meant {
                Meant::Named(_) => "named",
                Meant::Described(_) => "described",
                Meant::Nobody => "nobody",
            };
            for kind in [read.kind.as_str(), "he she title"] {
                if kind.contains(read.kind.as_str()) {
                    counts.entry((kind.to_owned(), group)).or_default()[outcome as usize] += 1;
                }
            }
            if is_shown && outcome != Outcome::Right {
                println!("{line}");
            }
        }
    }
    for ((kind, group), [right, silent, wrong]) in counts {
        let n = right + silent + wrong;
        let (low, high) = interval(right, n);
        let share = f64::from(right) / f64::from(n);
        println!(
            "{kind:13} {group:10} right {right:3} silent {silent:3} wrong {wrong:3} of {n:3}: {share:.3} ({low:.3} to {high:.3})"
        );
    }
    Ok(())
}

/// A word that was read by hand, what came of it, whom it was taken for, and a line to show.
pub struct Measured {
    /// The article.
    pub article: String,
    /// The byte where the word begins.
    pub at: u32,
    /// Right, wrong, or nothing that can be judged.
    pub verdict: Option<bool>,
    /// Whom it was taken for.
    pub told: Option<Mention>,
    read: Read,
    outcome: Outcome,
    line: String,
}

/// The words of a set and what came of each.
pub fn measure(set: &str, parsed: Option<&Path>) -> Result<Vec<Measured>> {
    let file = Path::new("xtask/data/persons")
        .join(set)
        .with_extension("tsv");
    let table = std::fs::read_to_string(&file).with_context(|| format!("no {}", file.display()))?;
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let mut by_article: BTreeMap<String, Vec<Read>> = BTreeMap::new();
    for read in lines.map(one) {
        let read = read?;
        by_article
            .entry(read.article.clone())
            .or_default()
            .push(read);
    }
    let articles: BTreeSet<String> = by_article.keys().cloned().collect();
    let mut found = Vec::new();
    for (id, document) in texts(set, &articles, parsed)? {
        let actors = entente_extract::actor::find(&document);
        for read in by_article.remove(&id).unwrap_or_default() {
            let told = at(&actors, read.at);
            let outcome = outcome(&actors, &document, &read, told);
            let is_open =
                told.is_none() || matches!(read.meant, Meant::Nobody) && outcome == Outcome::Right;
            found.push(Measured {
                article: id.clone(),
                at: read.at,
                verdict: (!is_open).then_some(outcome == Outcome::Right),
                line: line(&document, &actors, &read, told, outcome),
                told: told.cloned(),
                read,
                outcome,
            });
        }
    }
    Ok(found)
}

/// The articles of a set that bear these ids, parsed, each once; those that `parsed` holds are read from there.
pub fn texts(
    set: &str,
    articles: &BTreeSet<String>,
    parsed: Option<&Path>,
) -> Result<Vec<(String, Document)>> {
    let rows = super::rows(&documents(set))?;
    let base = set.split('-').next().unwrap_or_default();
    let mut known = match parsed.map(|folder| folder.join(base).with_extension("jsonl")) {
        Some(file) if file.exists() => super::documents(&file, &rows)?
            .into_iter()
            .map(Some)
            .collect(),
        _ => vec![None; rows.len()],
    };
    let mut seen = BTreeSet::new();
    let name = |row: &Value| row["id"].as_str().unwrap_or_default().to_owned();
    let wanted: Vec<(String, &Value, Option<Document>)> = rows
        .iter()
        .zip(&mut known)
        .map(|(row, document)| (name(row), row, document.take()))
        .filter(|(id, ..)| articles.contains(id) && seen.insert(id.clone()))
        .collect();
    let parse = |(id, row, document): (String, &Value, Option<Document>)| {
        let parse = || super::parsed(super::article(row));
        (id, document.unwrap_or_else(parse))
    };
    Ok(wanted.into_par_iter().map(parse).collect())
}

fn documents(set: &str) -> PathBuf {
    let folder = if set.starts_with("quotes") {
        "quotes".to_owned()
    } else {
        format!("stories/{}", set.split('-').next().unwrap_or_default())
    };
    Path::new("../shared/eval")
        .join(folder)
        .join("documents.jsonl")
}

fn one(line: &str) -> Result<Read> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [id, kind, form, byte] = fields[..] else {
        bail!("four fields are wanted: {line}")
    };
    let (article, at) = id.rsplit_once(':').context("article:byte is wanted")?;
    let meant = match form {
        "named" => Meant::Named(byte.parse()?),
        "described" => Meant::Described(byte.parse()?),
        "nobody" => Meant::Nobody,
        other => bail!("`{other}` is not named, described or nobody"),
    };
    Ok(Read {
        article: article.to_owned(),
        at: at.parse()?,
        kind: kind.to_owned(),
        meant,
    })
}

/// The shortest mention that holds a byte and no more than a few words.
fn at(actors: &Actors, byte: u32) -> Option<&Mention> {
    let holding = actors
        .mentions
        .iter()
        .filter(|mention| mention.span.start <= byte && byte < mention.span.end);
    holding.min_by_key(|mention| mention.span.len())
}

fn outcome(actors: &Actors, document: &Document, read: &Read, told: Option<&Mention>) -> Outcome {
    let is_named = |id: &ActorId| {
        let mentions = actors.mentions.iter();
        mentions
            .into_iter()
            .any(|mention| mention.actor == *id && mention.form == MentionForm::Name)
    };
    let byte = match read.meant {
        Meant::Named(byte) | Meant::Described(byte) => byte,
        Meant::Nobody => {
            let is_wrong = told.is_some_and(|mention| is_named(&mention.actor));
            return if is_wrong {
                Outcome::Wrong
            } else {
                Outcome::Right
            };
        }
    };
    let Some(told) = told else {
        return Outcome::Silent;
    };
    let mut meant = actors.mentions.iter().filter(|mention| {
        mention.span.start <= byte
            && byte < mention.span.end
            && mention.form != MentionForm::Pronoun
    });
    if meant.any(|mention| mention.actor == told.actor)
        || is_same_name(actors, document, told, byte)
    {
        Outcome::Right
    } else if is_named(&told.actor) {
        Outcome::Wrong
    } else {
        Outcome::Silent
    }
}

/// Where the reader's byte is in no mention: does the name of the actor hold the word that stands there?
fn is_same_name(actors: &Actors, document: &Document, told: &Mention, byte: u32) -> bool {
    let token = document
        .tokens
        .partition_point(|token| token.span.end <= byte);
    let is_free = at(actors, byte).is_none();
    let actor = actors.actor(&told.actor);
    let word = (token < document.tokens.len()).then(|| document.word(token));
    word.zip(actor).is_some_and(|(word, actor)| {
        is_free && actor.name.split_whitespace().any(|part| part == word)
    })
}

fn line(
    document: &Document,
    actors: &Actors,
    read: &Read,
    told: Option<&Mention>,
    outcome: Outcome,
) -> String {
    let name = |mention: Option<&Mention>| {
        let id = mention.map_or("-", |mention| mention.actor.0.as_str());
        id.to_owned()
    };
    let meant = match read.meant {
        Meant::Named(byte) | Meant::Described(byte) => name(at(actors, byte)),
        Meant::Nobody => "nobody".to_owned(),
    };
    let start = document
        .tokens
        .partition_point(|token| token.span.end <= read.at.saturating_sub(220));
    let end = document
        .tokens
        .partition_point(|token| token.span.end <= read.at + 60);
    let text = document
        .span(start..end)
        .of(document.text())
        .replace('\n', " ¶ ");
    let word = match outcome {
        Outcome::Right => "right",
        Outcome::Silent => "silent",
        Outcome::Wrong => "WRONG",
    };
    format!(
        "{word} {} {}:{} told {} meant {meant}\n    {text}",
        read.kind,
        read.article,
        read.at,
        name(told)
    )
}
