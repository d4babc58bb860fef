//! Draws mentions of actors at random, as many of each ground, for somebody to judge whom they name.
//!
//! What Entente took each for is shown: right or wrong is asked, not who it is. `train mentions` counts the verdicts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;
use entente_types::{Actors, Document, Ground, Mention};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::place;
use crate::eval;

/// Articles that are read at most.
const ARTICLES: usize = 150;
/// Most of one ground in one article.
const PER_ARTICLE: usize = 2;
/// Bytes that are shown before and after a mention.
const SHOWN: (u32, u32) = (260, 60);

struct Drawn {
    id: String,
    article: String,
    ground: Ground,
    shown: String,
    row: String,
}

/// Draws `n` mentions of each ground and writes them to `out`, and their ids beside it.
pub fn draw(documents: &Path, seed: &str, n: usize, out: &Path) -> Result<()> {
    let mut rows = eval::rows(documents)?;
    let name = |row: &serde_json::Value| row["id"].as_str().unwrap_or_default().to_owned();
    rows.sort_by_key(|row| place(seed, &name(row)));
    rows.truncate(ARTICLES);
    let read = rows.par_iter().map(|row| {
        let document = eval::parsed(eval::article(row));
        of_article(&name(row), &document)
    });
    let mut found: Vec<Drawn> = read.collect::<Vec<_>>().into_iter().flatten().collect();
    found.sort_by_key(|one| place(seed, &one.id));
    let mut n_of: BTreeMap<Ground, usize> = BTreeMap::new();
    let mut n_in: BTreeMap<(String, Ground), usize> = BTreeMap::new();
    let mut told = BTreeSet::new();
    found.retain(|one| {
        let of = n_of.entry(one.ground).or_default();
        let inside = n_in.entry((one.article.clone(), one.ground)).or_default();
        let is_drawn = *of < n && *inside < PER_ARTICLE && told.insert(one.row.clone());
        *of += usize::from(is_drawn);
        *inside += usize::from(is_drawn);
        is_drawn
    });
    found.sort_by_key(|one| one.ground);
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut text = String::new();
    let mut table =
        String::from("# id (article:start-end)\tground\tactor, hashed\tright or wrong\n");
    for (number, one) in found.iter().enumerate() {
        _ = writeln!(text, "\n## {number} {}", one.shown);
        _ = writeln!(table, "{}\t", one.row);
    }
    fs::write(out, text)?;
    fs::write(out.with_extension("tsv"), table)?;
    println!("{} mentions in {}", found.len(), out.display());
    Ok(())
}

/// The word by which a table of verdicts knows an actor.
pub fn hashed(id: &str) -> String {
    let hash = Sha256::digest(id);
    hash.iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn of_article(article: &str, document: &Document) -> Vec<Drawn> {
    let actors = entente_extract::actor::find(document);
    let drawn = actors.mentions.iter().map(|mention| {
        let id = format!("{article}:{}-{}", mention.span.start, mention.span.end);
        let (ground, actor) = (name(mention.ground), hashed(&mention.actor.0));
        Drawn {
            row: format!("{id}\t{ground}\t{actor}"),
            id,
            article: article.to_owned(),
            ground: mention.ground,
            shown: shown(document, &actors, mention),
        }
    });
    drawn.collect()
}

/// The ground as tables write it.
pub fn name(ground: Ground) -> String {
    let name = serde_json::to_value(ground).unwrap_or_default();
    name.as_str().unwrap_or_default().to_owned()
}

fn shown(document: &Document, actors: &Actors, mention: &Mention) -> String {
    let text = document.text();
    let near = |from: u32, until: u32| {
        let first = document
            .tokens
            .partition_point(|token| token.span.end <= from);
        let last = document
            .tokens
            .partition_point(|token| token.span.start < until);
        document.span(first..last).of(text).replace('\n', " ¶ ")
    };
    let span = mention.span;
    let actor = actors.actor(&mention.actor);
    let what = actor.map(|actor| {
        let place = actor
            .country
            .as_ref()
            .map_or("-", |country| country.0.as_str());
        let sector = actor.sector.as_deref().unwrap_or("-");
        format!("{} · {place} · {sector}", actor.id.0)
    });
    let others = actors.mentions.iter().filter(|other| {
        other.actor == mention.actor && other.span != span && other.span.end < span.start
    });
    let others: BTreeSet<&str> = others.map(|other| other.span.of(text)).take(6).collect();
    format!(
        "{} {} also {others:?}\n{}[[{}]]{}",
        name(mention.ground),
        what.unwrap_or_default(),
        near(span.start.saturating_sub(SHOWN.0), span.start),
        span.of(text),
        near(span.end, span.end + SHOWN.1),
    )
}
