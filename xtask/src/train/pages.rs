//! Trains the model that tells article from furniture (`entente-page/models/blocks.bin`).
//!
//! Blocks are labelled by finding their words in the gold text. The second stage learns from what first stages
//! said that had not seen the page. For measuring, one model is trained without each set, and one without each fifth
//! of the pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use entente_page::blocks::{
    Counted, Model, PageSays, Scan, Stage, Table, add_context, count, features, n_features,
    n_second, scan,
};
use serde_json::Value;

use super::trees::{Examples, Settings, train};

const OUT: &str = "crates/entente-page/models/blocks.bin";
/// Parts of the pages for the first stages that have not seen a page.
const N_FOLDS: usize = 3;

const FIRST: Settings = Settings {
    n_trees: 150,
    depth: 6,
    rate: 0.1,
    shrink: 20.0,
    row_share: 0.5,
    column_share: 0.4,
};
const SECOND: Settings = Settings {
    n_trees: 120,
    ..FIRST
};

/// A page with the labels of its blocks.
struct Labelled {
    id: String,
    set: String,
    html: String,
    /// For each block: is it article?
    is_article: Vec<bool>,
    /// For each block: how much it counts.
    weights: Vec<f32>,
}

/// `train pages [DIR] [--folds-only]`.
pub fn run(arguments: &[String]) -> Result<()> {
    let is_only_folds = arguments.iter().any(|word| word == "--folds-only");
    let folder = arguments.iter().find(|word| !word.starts_with("--"));
    let folder = folder.map_or_else(|| PathBuf::from("../shared/eval/pages"), PathBuf::from);
    let pages = read(&folder)?;
    std::fs::create_dir_all("target/eval")?;
    let groups: BTreeSet<String> = pages
        .iter()
        .flat_map(|page| [page.set.clone(), part(&page.id)])
        .collect();
    for group in &groups {
        let is_other = |page: &&Labelled| page.set != *group && part(&page.id) != *group;
        let others: Vec<&Labelled> = pages.iter().filter(is_other).collect();
        let model = two_stages(&others);
        std::fs::write(format!("target/eval/pages.{group}.bin"), model.write())?;
        println!("without {group}: {} pages", others.len());
    }
    if !is_only_folds {
        let all: Vec<&Labelled> = pages.iter().collect();
        let bytes = two_stages(&all).write();
        std::fs::write(OUT, &bytes)?;
        println!("{} pages, {} bytes to {OUT}", all.len(), bytes.len());
    }
    Ok(())
}

/// The fifth of the pages that a page belongs to, by its id.
pub fn part(id: &str) -> String {
    let hash = id.bytes().fold(0x811C_9DC5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("part-{}", hash % 5)
}

/// A page, counted.
struct Prepared<'a> {
    scan: Scan<'a>,
    counted: Counted,
    table: Table,
}

fn prepare(html: &str) -> Prepared<'_> {
    let scan = scan(html);
    let counted = count(&scan);
    let table = features(&scan, &counted, &PageSays::read(&scan), n_second());
    Prepared {
        scan,
        counted,
        table,
    }
}

fn two_stages(pages: &[&Labelled]) -> Model {
    let mut prepared: Vec<Prepared<'_>> = pages.iter().map(|page| prepare(&page.html)).collect();
    let first = first_stage(pages, &prepared, |_| true);
    let mut contexts = Vec::new();
    for fold in 0..N_FOLDS {
        let unseen = first_stage(pages, &prepared, |idx| idx % N_FOLDS != fold);
        for idx in (fold..pages.len()).step_by(N_FOLDS) {
            contexts.push((idx, unseen.probabilities(&prepared[idx].table)));
        }
    }
    for (idx, found) in contexts {
        let Prepared {
            scan,
            counted,
            table,
        } = &mut prepared[idx];
        add_context(scan, counted, &found, table);
    }
    let mut examples = Examples::new(n_second());
    for (page, prepared) in pages.iter().zip(&prepared) {
        examples.push(&prepared.table, &page.is_article, &page.weights);
    }
    let second = train(&examples, &SECOND);
    Model {
        stages: vec![first, second],
    }
}

/// A first stage from the pages with the numbers that `keep` keeps.
fn first_stage(
    pages: &[&Labelled],
    prepared: &[Prepared<'_>],
    keep: impl Fn(usize) -> bool,
) -> Stage {
    let mut examples = Examples::new(n_features());
    for (idx, (page, prepared)) in pages.iter().zip(prepared).enumerate() {
        if keep(idx) {
            examples.push(&prepared.table, &page.is_article, &page.weights);
        }
    }
    train(&examples, &FIRST)
}

fn read(folder: &Path) -> Result<Vec<Labelled>> {
    let lines = |name: &str| -> Result<Vec<Value>> {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        text.lines()
            .map(|line| Ok(serde_json::from_str(line)?))
            .collect()
    };
    let gold: BTreeMap<String, String> = lines("gold.jsonl")?
        .into_iter()
        .map(|row| (text_of(&row, "id"), text_of(&row, "text")))
        .collect();
    let mut pages = Vec::new();
    let (mut n_unreached, mut n_blocks, mut n_yes) = (0, 0, 0);
    for row in lines("documents.jsonl")? {
        let id = text_of(&row, "id");
        let html = text_of(&row, "html");
        let Some(gold) = gold.get(&id) else { continue };
        let Some((is_article, weights)) = labels(&html, gold) else {
            n_unreached += 1;
            continue;
        };
        n_blocks += is_article.len();
        n_yes += is_article.iter().filter(|yes| **yes).count();
        pages.push(Labelled {
            id,
            set: text_of(&row, "set"),
            html,
            is_article,
            weights,
        });
    }
    pages.sort_by(|one, other| one.id.cmp(&other.id));
    println!(
        "{} pages with {n_blocks} blocks, {n_yes} of them article; {n_unreached} pages whose blocks do not hold the gold text",
        pages.len()
    );
    Ok(pages)
}

fn text_of(row: &Value, key: &str) -> String {
    row[key].as_str().unwrap_or_default().to_owned()
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Words of a run that is looked for.
const N_RUN: usize = 4;
/// A block of *n* words counts as *n* to this power: long ones decide the score, short ones whether a page is
/// exactly right.
const WEIGHT_POWER: f32 = 0.8;
/// Places in the gold text that are tried for one block.
const MAX_PLACES: usize = 4;
/// Least share of the gold text that the blocks must hold.
const MIN_REACHED: f64 = 0.5;

/// Which blocks are article, and how much each counts; `None` if most of the gold text is not in the page.
fn labels(html: &str, gold: &str) -> Option<(Vec<bool>, Vec<f32>)> {
    let scan = scan(html);
    let gold_words = words(gold);
    let lines: BTreeSet<Vec<String>> = gold.lines().map(words).collect();
    let mut runs: HashMap<&[String], Vec<usize>> = HashMap::new();
    for (at, run) in gold_words.windows(N_RUN).enumerate() {
        runs.entry(run).or_default().push(at);
    }
    let mut candidates = Vec::new();
    let mut weights = Vec::new();
    for (idx, block) in scan.blocks.iter().enumerate() {
        let words = words(block.text.of(&scan.text));
        weights.push((words.len() as f32).powf(WEIGHT_POWER).clamp(1.0, 30.0));
        for at in places(&words, &runs, &lines, &gold_words) {
            candidates.push((idx, at, words.len()));
        }
    }
    let chosen = heaviest_chain(&candidates);
    let n_reached: usize = chosen.iter().map(|&(_, n_words)| n_words).sum();
    if (n_reached as f64) < MIN_REACHED * gold_words.len() as f64 {
        return None;
    }
    let mut is_article = vec![false; scan.blocks.len()];
    for (idx, _) in chosen {
        is_article[idx] = true;
    }
    Some((is_article, weights))
}

/// Where in the gold text a block can stand.
fn places(
    words: &[String],
    runs: &HashMap<&[String], Vec<usize>>,
    lines: &BTreeSet<Vec<String>>,
    gold: &[String],
) -> Vec<usize> {
    if words.is_empty() {
        return Vec::new();
    }
    if words.len() < N_RUN {
        if !lines.contains(words) {
            return Vec::new();
        }
        let found = gold
            .windows(words.len())
            .enumerate()
            .filter(|(_, run)| *run == words);
        return found.map(|(at, _)| at).take(MAX_PLACES).collect();
    }
    let mut is_found = vec![false; words.len()];
    let mut places = Vec::new();
    for (at, run) in words.windows(N_RUN).enumerate() {
        if let Some(found) = runs.get(run) {
            is_found[at..at + N_RUN].fill(true);
            if places.is_empty() {
                places = found
                    .iter()
                    .map(|place| place.saturating_sub(at))
                    .take(MAX_PLACES)
                    .collect();
            }
        }
    }
    let n_found = is_found.iter().filter(|found| **found).count();
    if 2 * n_found < words.len() {
        places.clear();
    }
    places
}

/// The blocks with the most words that stand in the same order in the page and in the gold text.
fn heaviest_chain(candidates: &[(usize, usize, usize)]) -> Vec<(usize, usize)> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(candidates.len());
    for (at, &(idx, place, n_words)) in candidates.iter().enumerate() {
        let mut most = (n_words, None);
        for (before, &(earlier, earlier_place, earlier_words)) in
            candidates[..at].iter().enumerate()
        {
            // Places may be off by a few words where only the middle of a block was found.
            let is_before = earlier < idx && earlier_place + earlier_words <= place + 3;
            if is_before && best[before].0 + n_words > most.0 {
                most = (best[before].0 + n_words, Some(before));
            }
        }
        best.push(most);
    }
    let mut at = (0..best.len()).max_by_key(|&at| (best[at].0, std::cmp::Reverse(at)));
    let mut chosen = Vec::new();
    while let Some(here) = at {
        chosen.push((candidates[here].0, candidates[here].2));
        at = best[here].1;
    }
    chosen
}
