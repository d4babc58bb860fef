//! Measures a step: predictions for a folder of texts, judged by the folder's own scorer.
//!
//! A folder holds `documents.jsonl` (what may be read), `gold.jsonl` (what is right) and `score.py`, the
//! last one here or in the folder above. Predictions go to `target/eval/TASK.jsonl` in the form of the gold.

mod actors;
mod conflict;
mod copies;
pub mod coreference;
pub mod events;
mod figures;
mod main_event;
pub mod names;
mod pages;
pub mod persons;
pub mod quotes;
mod specs;
pub mod stories;
mod stream;
mod times;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use entente_types::{Article, ArticleId, BlockKind, Claims, Document, Span, Stated};
use serde_json::Value;

/// The names of the tasks.
const TASKS: &str =
    "quotes figures times main_event events actors names conflict coreference pages stories";

/// One text of a task, read.
pub struct Case {
    /// Its line of `documents.jsonl`.
    pub row: Value,
    /// The text as parsed.
    pub document: Document,
    /// What it claims.
    pub claims: Claims,
}

impl Case {
    /// `span` as a pair of code-point offsets, end exclusive, as the scorers count.
    pub fn offsets(&self, span: Span) -> [usize; 2] {
        offsets(self.document.text(), span)
    }
}

/// Parses the documents of a task once, for `--parsed` and for training. `arguments`: TASK OUT [DIR].
pub fn parse_to_file(arguments: &[String]) -> Result<()> {
    let [task, out, folder @ ..] = arguments else {
        bail!("name a task and the file to write")
    };
    let documents = folder_of(task, folder.first()).join("documents.jsonl");
    let parsed = parse(task, &rows(&documents)?);
    let lines: Vec<String> = parsed
        .iter()
        .map(serde_json::to_string)
        .collect::<Result<_, _>>()?;
    Ok(std::fs::write(out, lines.join("\n") + "\n")?)
}

/// Where a task's texts lie; `figures-specs` lie with `figures`.
fn folder_of(task: &str, given: Option<&String>) -> PathBuf {
    let name = task.split_once('-').map_or(task, |(name, _)| name);
    given.map_or_else(|| Path::new("../shared/eval").join(name), PathBuf::from)
}

/// `span` of a text as a pair of code-point offsets, end exclusive.
pub fn offsets(text: &str, span: Span) -> [usize; 2] {
    let start = text[..span.start as usize].chars().count();
    [start, start + span.of(text).chars().count()]
}

/// Runs one task. `arguments` are the words after `eval`.
pub fn run(arguments: &[String]) -> Result<()> {
    if let Some((task @ ("copies" | "stream"), rest)) = arguments
        .split_first()
        .map(|(task, rest)| (task.as_str(), rest))
    {
        let (folder, rest) = match rest.split_first() {
            Some((folder, rest)) if !folder.starts_with("--") => (folder.as_str(), rest),
            _ => ("../shared/eval/stories/allsides", rest),
        };
        return match task {
            "copies" => copies::run(Path::new(folder), rest),
            _ => stream::run(Path::new(folder), rest),
        };
    }
    let mut words = Vec::new();
    let (mut parsed, mut which) = (None, pages::Which::Shipped);
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        match word.as_str() {
            "--parsed" => {
                parsed = Some(PathBuf::from(rest.next().context("--parsed wants a file")?))
            }
            "--folds" => which = pages::Which::BySet,
            "--parts" => which = pages::Which::ByPart,
            _ => words.push(word),
        }
    }
    let Some(task) = words.first().map(|task| task.as_str()) else {
        bail!("name a task: {TASKS}")
    };
    let folder = folder_of(task, words.get(1).copied());
    let documents = folder.join("documents.jsonl");
    match task {
        "figures-specs" => return figures::specs(&folder),
        "stories" => return stories::run(&folder),
        "coreference" => return coreference::run(&folder, matches!(which, pages::Which::BySet)),
        "coreference-slots" => return coreference::slots::run(&folder),
        "times-specs" => return times::specs(&folder),
        "persons" => return persons::run(&words[1..], parsed.as_deref()),
        "events-open" => {
            let cases = read("events", &documents, parsed.as_deref())?;
            return events::open::run(&cases, &folder);
        }
        _ => {}
    }
    let predictions = match task {
        "names" => names::predict(&names::texts(&folder)?, entente_extract::name::find),
        "names-plain" => names::predict(&names::texts(&folder)?, |one| one.entities.clone()),
        "pages" => pages::predict(&documents, which)?,
        _ => predict(task, &read(task, &documents, parsed.as_deref())?)?,
    };

    std::fs::create_dir_all("target/eval")?;
    let out = PathBuf::from(format!("target/eval/{task}.jsonl"));
    let lines: Vec<String> = predictions.iter().map(Value::to_string).collect();
    std::fs::write(&out, lines.join("\n") + "\n")?;
    score(task, &folder, &out)
}

fn predict(task: &str, cases: &[Case]) -> Result<Vec<Value>> {
    let each: fn(&Case) -> Value = match task {
        "quotes" => quotes::predict,
        "figures" => figures::predict,
        "times" => times::predict,
        "main_event" => main_event::predict,
        "events" => events::predict,
        "actors" => actors::predict,
        "conflict" => return Ok(by_group(cases)),
        other => {
            bail!("there is no task `{other}`: {TASKS}")
        }
    };
    Ok(cases.iter().map(each).collect())
}

fn by_group(cases: &[Case]) -> Vec<Value> {
    let mut groups: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        groups
            .entry(case.row["group_id"].as_str().unwrap_or_default())
            .or_default()
            .push(case);
    }
    let compared = groups.into_iter().map(|(group, cases)| {
        let mut documents: Vec<Document> = cases.iter().map(|case| case.document.clone()).collect();
        for (idx, document) in documents.iter_mut().enumerate() {
            document.article.id = ArticleId(idx as u32 + 1);
        }
        let claims: Vec<Claims> = documents.iter().map(entente_extract::extract).collect();
        let comparison =
            entente_story::compare(&documents, &claims, &entente_story::Settings::default());
        conflict::predict(group, &documents, &comparison)
    });
    compared.collect()
}

/// The lines of a file of JSON.
pub fn rows(path: &Path) -> Result<Vec<Value>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn read(task: &str, path: &Path, parsed: Option<&Path>) -> Result<Vec<Case>> {
    let rows = rows(path)?;
    let documents = match parsed {
        Some(file) => documents(file, &rows)?,
        None => parse(task, &rows),
    };
    let cases = rows.into_iter().zip(documents).map(|(row, document)| {
        let claims = entente_extract::extract(&document);
        Case {
            row,
            document,
            claims,
        }
    });
    Ok(cases.collect())
}

/// Documents that were parsed before, one for each of `rows`.
pub fn documents(parsed: &Path, rows: &[Value]) -> Result<Vec<Document>> {
    let text = std::fs::read_to_string(parsed)
        .with_context(|| format!("cannot read {}", parsed.display()))?;
    let documents: Vec<Document> = text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    ensure!(
        documents.len() == rows.len(),
        "{} parsed documents for {} rows",
        documents.len(),
        rows.len()
    );
    Ok(documents)
}

fn parse(task: &str, rows: &[Value]) -> Vec<Document> {
    let article = if task == "main_event" {
        titled
    } else {
        article
    };
    rows.iter().map(|row| parsed(article(row))).collect()
}

/// An article as the pipeline parses it, with its names judged anew.
pub fn parsed(article: Article) -> Document {
    entente_extract::name::mark(entente_language::english().parse(article))
}

/// The article that a row describes, with its title above the text, as pages print it.
fn titled(row: &Value) -> Article {
    let mut row = row.clone();
    let title = row["title"].as_str().unwrap_or_default();
    let text = row["text"].as_str().unwrap_or_default();
    row["text"] = Value::from(format!("{title}\n\n{text}"));
    let mut article = article(&row);
    if let Some(first) = article.blocks.first_mut() {
        first.kind = BlockKind::Title;
    }
    article
}

/// The article that a row of `documents.jsonl` describes. Its text stays as it is, so that offsets hold.
pub fn article(row: &Value) -> Article {
    let text = |key: &str| row[key].as_str().map(str::to_owned);
    let stated = |value: String| Stated {
        value,
        from: "flag".to_owned(),
    };
    let published = text("published").or(text("date"));
    Article {
        source: text("source").or(text("publisher")).map(stated),
        title: text("title").map(stated),
        published: published
            .and_then(|day| day.get(..10)?.parse().ok())
            .map(|value| Stated {
                value,
                from: "flag".to_owned(),
            }),
        ..Article::plain(
            &text("id").unwrap_or_default(),
            &text("text").unwrap_or_default(),
        )
    }
}

pub fn score(task: &str, folder: &Path, predictions: &Path) -> Result<()> {
    let here = folder.join("score.py");
    let scorer = if here.exists() {
        here
    } else {
        folder.join("../score.py")
    };
    let gold = folder.join("gold.jsonl");
    let mut command = Command::new("python3");
    command.arg(&scorer);
    if task == "conflict" {
        command.arg(&gold).arg(predictions);
    } else {
        command.arg(predictions).arg("--gold").arg(&gold);
    }
    let printed = printed(&mut command)?;
    print!("{printed}");
    println!("{}", numbers(&printed));
    Ok(())
}

/// What a scorer prints.
fn printed(scorer: &mut Command) -> Result<String> {
    let output = scorer.output().context("cannot run the scorer")?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(
        output.status.success(),
        "the scorer failed: {printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(printed)
}

/// The scorer's table as one line of `name number` pairs. Of a row of precision, recall and F1 the F1;
/// of a row that names its numbers (`R 0.4 F1 0.5`) each.
fn numbers(table: &str) -> String {
    table.lines().flat_map(row).collect::<Vec<_>>().join(" ")
}

fn row(line: &str) -> Vec<String> {
    let is_number = |word: &&str| word.parse::<f64>().is_ok();
    let words: Vec<&str> = line.split_whitespace().collect();
    let n_label = words
        .iter()
        .position(|word| is_number(word) && !word.starts_with('.'));
    let Some(n_label) = n_label.filter(|&n_label| n_label > 0) else {
        return Vec::new();
    };
    let (label, rest) = words.split_at(n_label);
    let name = |words: &[&str]| words.join("-").replace(':', "");
    if rest.len() >= 3 && rest[..3].iter().all(is_number) {
        return vec![format!("{} {}", name(label), rest[2])];
    }
    let mut pairs = vec![format!("{} {}", name(label), rest[0])];
    for pair in rest[1..].windows(2) {
        if !is_number(&pair[0]) && is_number(&pair[1]) {
            pairs.push(format!(
                "{}-{} {}",
                label[0],
                pair[0].replace(':', ""),
                pair[1]
            ));
        }
    }
    pairs
}
