//! Copies over a stream of articles: recall against the comparison of all pairs, verdicts by readers.
//!
//! ```text
//! cargo xtask eval copies                      recall, verdicts of xtask/data/copies
//! cargo xtask eval copies DIR --draw SEED N OUT.md   draw N edges for reading; OUT.tsv takes the verdicts
//! ```
//!
//! The brute force knows nothing of the step: it has its own words and its own runs of five, and counts for
//! every two articles what share of the smaller set the other has (containment). A drawn edge is read by a
//! person, who says whether both really share that text (`edge`), whether its kind is right (`kind`), and
//! whether the words went the way that is told (`direction`); only ids and verdicts are kept.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use entente_story::copies::{Found, Index, IndexSettings, Item, Text};
use entente_types::{Article, ArticleId, CopyEdge, CopyKind};
use serde_json::Value;

/// Verdicts on edges, one file for each set.
const VERDICTS: &str = "xtask/data/copies";
/// Runs of words of the brute force.
const SHINGLE: usize = 5;
/// Runs of words that more articles have are no sign of a copy; they would make the brute force quadratic.
const MAX_HOLDERS: usize = 400;

/// Runs `eval copies`. `arguments` are the words after it.
pub fn run(folder: &Path, arguments: &[String]) -> Result<()> {
    let rows = super::rows(&folder.join("documents.jsonl"))?;
    let articles: Vec<Article> = rows.iter().enumerate().map(article).collect();
    let found = stream(&articles);
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--draw", seed, n, out] => {
            return draw(&articles, &found, seed, n.parse()?, Path::new(out));
        }
        [] => {}
        _ => bail!("eval copies [DIR] [--draw SEED N OUT.md]"),
    }
    recall(&articles, &found);
    kinds(&found);
    verdicts(folder, &articles, &found)?;
    Ok(())
}

fn article((idx, row): (usize, &Value)) -> Article {
    let mut article = super::article(row);
    article.id = ArticleId(idx as u32);
    article
}

/// What one pass over all articles finds.
fn stream(articles: &[Article]) -> Vec<Found> {
    let mut index = Index::new(IndexSettings::default());
    let found = articles.iter().map(|article| index.add(&Item::of(article)));
    found.flatten().collect()
}

fn pair(edge: &CopyEdge) -> (u32, u32) {
    (edge.from.0.min(edge.to.0), edge.from.0.max(edge.to.0))
}

type Fixed = BuildHasherDefault<DefaultHasher>;

/// Containment of every two articles that have at least three runs in common.
fn brute_force(articles: &[Article]) -> BTreeMap<(u32, u32), f64> {
    let mut holders: HashMap<u64, Vec<u32>, Fixed> = HashMap::default();
    let mut sizes = Vec::new();
    for (idx, article) in articles.iter().enumerate() {
        let runs = shingles(&article.text);
        sizes.push(runs.len());
        for run in runs {
            holders.entry(run).or_default().push(idx as u32);
        }
    }
    let mut common: HashMap<(u32, u32), usize, Fixed> = HashMap::default();
    for list in holders.values().filter(|list| list.len() <= MAX_HOLDERS) {
        for (place, &one) in list.iter().enumerate() {
            for &other in &list[place + 1..] {
                *common.entry((one, other)).or_default() += 1;
            }
        }
    }
    let share = |(one, other): (u32, u32), n: usize| {
        n as f64 / sizes[one as usize].min(sizes[other as usize]) as f64
    };
    let pairs = common.into_iter().filter(|&(_, n)| n >= 3);
    pairs.map(|(pair, n)| (pair, share(pair, n))).collect()
}

fn shingles(text: &str) -> Vec<u64> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut runs: Vec<u64> = words
        .windows(SHINGLE)
        .map(|run| {
            let mut hasher = DefaultHasher::new();
            run.hash(&mut hasher);
            hasher.finish()
        })
        .collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

fn recall(articles: &[Article], found: &[Found]) {
    let truth = brute_force(articles);
    let edges: BTreeMap<(u32, u32), CopyKind> = found
        .iter()
        .map(|one| (pair(&one.edge), one.edge.kind))
        .collect();
    let day = |idx: u32| articles[idx as usize].day();
    let source = |idx: u32| {
        articles[idx as usize]
            .source
            .as_ref()
            .map(|source| &source.value)
    };
    let window = i64::from(IndexSettings::default().days);
    let is_near = |one: u32, other: u32| match (day(one), day(other)) {
        (Some(one), Some(other)) => (other - one).get_days().abs() as i64 <= window,
        _ => true,
    };
    println!("recall against all pairs, within {window} days");
    for least in [0.8, 0.5, 0.3, 0.2] {
        let pairs: Vec<(u32, u32)> = truth
            .iter()
            .filter(|&(&(one, other), &share)| share >= least && is_near(one, other))
            .map(|(&pair, _)| pair)
            .collect();
        let count = |pairs: &[(u32, u32)]| {
            let n_found = pairs.iter().filter(|pair| edges.contains_key(pair)).count();
            format!(
                "{n_found}/{} {:.3}",
                pairs.len(),
                n_found as f64 / pairs.len().max(1) as f64
            )
        };
        let across: Vec<(u32, u32)> = pairs
            .iter()
            .copied()
            .filter(|&(one, other)| source(one) != source(other))
            .collect();
        println!(
            "  containment >= {least}: {} · across newsrooms {}",
            count(&pairs),
            count(&across)
        );
        for pair in pairs
            .iter()
            .filter(|pair| least >= 0.3 && !edges.contains_key(pair))
        {
            let name = |idx: u32| &articles[idx as usize].name;
            println!(
                "    missed {} {} {:.2}",
                name(pair.0),
                name(pair.1),
                truth[pair]
            );
        }
    }
}

fn kinds(found: &[Found]) {
    let mut counts: BTreeMap<CopyKind, (usize, usize)> = BTreeMap::new();
    for Found { edge, .. } in found {
        let count = counts.entry(edge.kind).or_default();
        count.0 += 1;
        count.1 += usize::from(edge.directed);
    }
    println!("{} edges", found.len());
    for (kind, (n, n_directed)) in counts {
        println!("  {kind:?}: {n}, {n_directed} with a direction");
    }
}

/// The name of an edge in the tables of verdicts: what was told, so that a verdict holds only for that.
fn name(articles: &[Article], edge: &CopyEdge) -> String {
    let of = |id: ArticleId| articles[id.0 as usize].name.as_str();
    let arrow = if edge.directed { ">" } else { "-" };
    let (mut from, mut to) = (of(edge.from), of(edge.to));
    if !edge.directed && to < from {
        std::mem::swap(&mut from, &mut to);
    }
    format!("{from}{arrow}{to}:{:?}", edge.kind)
}

fn draw(articles: &[Article], found: &[Found], seed: &str, n: usize, out: &Path) -> Result<()> {
    let mut order: Vec<&Found> = found.iter().collect();
    let place = |found: &Found| {
        let mut hasher = DefaultHasher::new();
        (seed, name(articles, &found.edge)).hash(&mut hasher);
        hasher.finish()
    };
    order.sort_by_cached_key(|found| (place(found), name(articles, &found.edge)));
    order.truncate(n);
    let mut shown = format!("# {} of {} edges, seed {seed}\n", order.len(), found.len());
    let mut table =
        String::from("# edge\tedge\tkind\tdirection: each right, wrong, or - for none\n");
    for found in order {
        show(&mut shown, articles, found);
        _ = writeln!(table, "{}\t\t\t", name(articles, &found.edge));
    }
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(out, shown)?;
    fs::write(out.with_extension("tsv"), table)?;
    Ok(())
}

fn show(shown: &mut String, articles: &[Article], found: &Found) {
    let edge = &found.edge;
    _ = writeln!(
        shown,
        "\n## {} · {:.2} · {}",
        name(articles, edge),
        edge.share,
        edge.because
    );
    for id in [edge.from, edge.to] {
        let one = &articles[id.0 as usize];
        let stated = |stated: &Option<entente_types::Stated<String>>| {
            stated
                .as_ref()
                .map(|stated| stated.value.clone())
                .unwrap_or_default()
        };
        let day = one.day().map(|day| day.to_string()).unwrap_or_default();
        let n_words = one.text.split_whitespace().count();
        let head: String = one.text.chars().take(160).collect();
        let (source, title) = (stated(&one.source), stated(&one.title));
        _ = writeln!(
            shown,
            "{day} {source} · {title} · {n_words} words\n  {}",
            head.replace('\n', " ¶ ")
        );
    }
    let later = edge.from.0.max(edge.to.0);
    let text = &articles[later as usize].text;
    let mut passages: Vec<_> = found.passages.iter().collect();
    passages.sort_by_key(|passage| std::cmp::Reverse(passage.here.len()));
    for passage in passages.iter().take(8) {
        let before: String = text[..passage.here.start as usize]
            .chars()
            .rev()
            .take(30)
            .collect();
        let before: String = before.chars().rev().collect();
        let words: String = passage.here.of(text).chars().take(260).collect();
        let (before, words) = (before.replace('\n', "¶"), words.replace('\n', "¶"));
        let n_words = Text::read(passage.here.of(text)).len();
        _ = writeln!(shown, "- {:?} {n_words}: …{before}[{words}]", passage.kind);
    }
}

/// Verdicts of readers, on the edges that are still told in the same way.
fn verdicts(folder: &Path, articles: &[Article], found: &[Found]) -> Result<()> {
    let set = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let path = Path::new(VERDICTS).join(format!("{}.tsv", set.unwrap_or_default()));
    if !path.exists() {
        return Ok(());
    }
    let told: Vec<String> = found
        .iter()
        .map(|found| name(articles, &found.edge))
        .collect();
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    ensure!(
        rows.iter().all(|row| row.len() == 4),
        "four columns in {}",
        path.display()
    );
    let rows: Vec<&Vec<&str>> = rows
        .iter()
        .filter(|row| told.iter().any(|name| name == row[0]))
        .collect();
    println!("{} verdicts by readers on these edges", rows.len());
    for (column, title) in [(1, "edge"), (2, "kind"), (3, "direction")] {
        let judged: Vec<&str> = rows
            .iter()
            .map(|row| row[column])
            .filter(|cell| *cell != "-")
            .collect();
        let n_right = judged.iter().filter(|cell| **cell == "right").count();
        println!(
            "  {title} right: {n_right}/{} {:.3}",
            judged.len(),
            n_right as f64 / judged.len().max(1) as f64
        );
    }
    Ok(())
}
