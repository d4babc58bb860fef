//! Draws pairs of acts that two reports of one story tell, for somebody to judge whether they are one act.
//!
//! As many are drawn from each range of what the model of the day said (`identity`), so that both ends are known; how many
//! pairs a drawn one stands for is kept with it. `train identity` learns from the verdicts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use entente_story::figures;
use entente_story::identity::model::Model;
use entente_story::identity::{Compared, Mention, compared};
use entente_story::when::alike;
use entente_types::{Claims, Content, Document, Root, Span};
use rayon::prelude::*;

use super::place;
use crate::eval;

/// Stories that are read at most.
const STORIES: usize = 60;
/// Reports of a story that are read at most.
const REPORTS: usize = 4;
/// The ends of the ranges that pairs are drawn from.
const RANGES: [f32; 6] = [0.02, 0.1, 0.3, 0.6, 0.85, 1.1];
/// Bytes that are shown before a sentence.
const BEFORE: u32 = 160;

/// Reports of one story, parsed and read.
pub struct Reports {
    pub story: String,
    pub names: Vec<String>,
    pub documents: Vec<Document>,
    pub claims: Vec<Claims>,
}

/// The stories of a folder with more than one report, or only these `reports` of them.
pub fn stories(
    folder: &Path,
    seed: &str,
    reports: Option<&BTreeSet<String>>,
) -> Result<Vec<Reports>> {
    let rows = eval::rows(&folder.join("documents.jsonl"))?;
    let gold = eval::rows(&folder.join("gold.jsonl"))?;
    let of = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let story_of: BTreeMap<String, String> = gold
        .iter()
        .map(|row| (of(row, "id"), of(row, "story")))
        .collect();
    let mut by_story: BTreeMap<&str, Vec<(String, &serde_json::Value)>> = BTreeMap::new();
    for row in &rows {
        let name = of(row, "id");
        if reports.is_some_and(|reports| !reports.contains(&name)) {
            continue;
        }
        if let Some(story) = story_of.get(&name) {
            by_story.entry(story).or_default().push((name, row));
        }
    }
    by_story.retain(|_, rows| rows.len() > 1);
    let mut chosen: Vec<(&str, Vec<(String, &serde_json::Value)>)> = by_story.into_iter().collect();
    if reports.is_none() {
        chosen.sort_by_key(|(story, _)| place(seed, story));
        chosen.truncate(STORIES);
        for (_, rows) in &mut chosen {
            rows.sort_by_key(|(name, _)| place(seed, name));
            rows.truncate(REPORTS);
        }
    }
    let read = |(story, rows): (&str, Vec<(String, &serde_json::Value)>)| {
        let mut documents: Vec<Document> = rows
            .iter()
            .map(|(_, row)| eval::parsed(eval::article(row)))
            .collect();
        for (number, document) in (1..).zip(&mut documents) {
            document.article.id.0 = number;
        }
        Reports {
            story: story.to_owned(),
            names: rows.into_iter().map(|(name, _)| name).collect(),
            claims: documents.iter().map(entente_extract::extract).collect(),
            documents,
        }
    };
    Ok(chosen.into_par_iter().map(read).collect())
}

/// The words of every act of a story that is more than a statement.
pub fn mentions(reports: &Reports) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for (report, claims) in reports.claims.iter().enumerate() {
        for claim in &claims.claims {
            if let Content::Event(event) = &claim.content
                && !matches!(event.root, Root::Statement | Root::Appeal)
            {
                mentions.push(Mention {
                    report,
                    span: event.trigger,
                });
            }
        }
    }
    mentions
}

struct Pair {
    key: String,
    row: String,
    shown: String,
    range: usize,
    group: String,
}

/// Draws `n` pairs of `what` and writes them to `out`, and their ids beside it.
pub fn draw(what: &str, folder: &Path, seed: &str, n: usize, out: &Path) -> Result<()> {
    let bytes = fs::read("crates/entente-story/data/event_identity.bin")?;
    let model = Model::from_bytes(&bytes).context("the shipped model is damaged")?;
    let stories = stories(folder, seed, None)?;
    let of_story = |one: &Reports| match what {
        "dates" => shown_pairs(one, dates(one)),
        "figures" => shown_pairs(one, figures(one, |_| true)),
        "figures-differ" => shown_pairs(one, figures(one, |pair| !pair.is_one_number)),
        "clauses" => shown_pairs(one, clauses(one)),
        _ => shown_pairs(one, acts(one, &model)),
    };
    let mut pairs: Vec<Pair> = stories.par_iter().flat_map(of_story).collect();
    pairs.sort_by_key(|pair| place(seed, &pair.key));
    let mut n_all = [0_usize; RANGES.len()];
    pairs.iter().for_each(|pair| n_all[pair.range] += 1);
    let each = n.div_ceil(RANGES.len());
    let (mut n_of, mut n_in) = ([0_usize; RANGES.len()], BTreeMap::new());
    pairs.retain(|pair| {
        let inside: &mut usize = n_in.entry((pair.group.clone(), pair.range)).or_default();
        let is_drawn = n_of[pair.range] < each && *inside < each.div_ceil(12);
        n_of[pair.range] += usize::from(is_drawn);
        *inside += usize::from(is_drawn);
        is_drawn
    });
    pairs.sort_by_key(|pair| place("order", &pair.key));
    let mut text = String::new();
    let mut table =
        String::from("# one act (article:byte)\tother\tstands for\tyes, part, no, or unclear\n");
    for (number, pair) in pairs.iter().enumerate() {
        let weight = n_all[pair.range] as f64 / n_of[pair.range].max(1) as f64;
        _ = writeln!(text, "\n## {number}\n{}", pair.shown);
        _ = writeln!(table, "{}\t{weight:.1}\t", pair.row);
    }
    fs::write(out, text)?;
    fs::write(out.with_extension("tsv"), table)?;
    println!(
        "{} of {} pairs, by range {n_all:?}",
        pairs.len(),
        n_all.iter().sum::<usize>()
    );
    Ok(())
}

/// Two places of two reports, what is shown of them, and how likely they tell one thing.
type Likely = ([Mention; 2], [Span; 2], f32);

/// Pairs of dates that two reports give, by what they have in common.
fn dates(reports: &Reports) -> Vec<Likely> {
    let pairs = alike::pairs(&reports.documents, &reports.claims);
    let place = |asked: &str| alike::names().position(|name| name == asked);
    let shares = [
        ("dated things contained", 0.4),
        ("sentences alike", 0.4),
        ("same days", 0.25),
    ];
    let shares = shares.map(|(name, share)| (place(name), share));
    let likely = |pair: &alike::Pair| -> f32 {
        let part = |(place, share): &(Option<usize>, f32)| {
            share * place.map_or(0.0, |place| pair.features[place])
        };
        shares.iter().map(part).sum()
    };
    let pair = |pair: &alike::Pair| (pair.ends, pair.ends.map(|end| end.span), likely(pair));
    pairs.iter().map(pair).collect()
}

/// Pairs of figures that two reports give, by what the learned sum says of them; or only those of other numbers, of which few are
/// one question.
fn figures(reports: &Reports, is_kept: fn(&figures::alike::Pair) -> bool) -> Vec<Likely> {
    let pairs = figures::alike::pairs(&reports.documents, &reports.claims);
    let likely =
        |pair: &figures::alike::Pair| (pair.ends, pair.ends.map(|end| end.span), pair.likely);
    pairs
        .iter()
        .filter(|pair| is_kept(pair))
        .map(likely)
        .collect()
}

/// Pairs of clauses that two reports tell, by the words that they have in common.
fn clauses(reports: &Reports) -> Vec<Likely> {
    let pairs = entente_story::clauses::alike::pairs(&reports.documents, &reports.claims);
    let likely = |pair: &entente_story::clauses::alike::Pair| {
        let likely = pair.features[0] * pair.features[1].max(0.5);
        (pair.ends, pair.spans, likely)
    };
    pairs.iter().map(likely).collect()
}

/// Pairs of acts that two reports tell.
fn acts(reports: &Reports, model: &Model) -> Vec<Likely> {
    let mentions = mentions(reports);
    let pairs = compared(&reports.documents, &reports.claims, &mentions);
    let pair = |pair: &Compared| {
        let ends = [mentions[pair.one], mentions[pair.other]];
        let likely = model.pair.probability(&pair.features);
        (ends, ends.map(|end| end.span), likely)
    };
    pairs
        .iter()
        .map(pair)
        .filter(|([one, other], ..)| one.report != other.report)
        .collect()
}

fn shown_pairs(reports: &Reports, pairs: Vec<Likely>) -> Vec<Pair> {
    let pair = |(ends, spans, likely): Likely| {
        let [one, other] = &ends;
        let words = |mention: &Mention, span| shown(reports, mention.report, span);
        let id =
            |mention: &Mention| format!("{}:{}", reports.names[mention.report], mention.span.start);
        let (a, b) = (&reports.names[one.report], &reports.names[other.report]);
        Pair {
            key: format!("{} {}", id(one), id(other)),
            row: format!("{}\t{}", id(one), id(other)),
            shown: format!("A: {}\nB: {}", words(one, spans[0]), words(other, spans[1])),
            range: RANGES.iter().position(|end| likely < *end).unwrap_or(0),
            group: format!("{a} {b}"),
        }
    };
    pairs.into_iter().map(pair).collect()
}

fn shown(reports: &Reports, report: usize, span: Span) -> String {
    let document = &reports.documents[report];
    let text = document.text();
    let tokens = document.tokens_in(span);
    let sentence = document.sentence_span(document.sentence_of(tokens.start));
    let from = document
        .tokens
        .partition_point(|token| token.span.end + BEFORE < sentence.start);
    let first = document
        .tokens
        .get(from)
        .map_or(sentence.start, |token| token.span.start);
    let part = |start: u32, end: u32| {
        Span {
            start: start.min(end),
            end,
        }
        .of(text)
        .replace('\n', " ¶ ")
    };
    let title = document
        .article
        .title
        .as_ref()
        .map_or("", |title| title.value.as_str());
    format!(
        "({title}) … {}| {}»{}«{}",
        part(first, sentence.start),
        part(sentence.start, span.start),
        span.of(text),
        part(span.end, sentence.end)
    )
}
