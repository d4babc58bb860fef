//! The articles that are learned from, with the events that they tell.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use entente_story::stories::model::Model;
use entente_story::stories::{Sketch, lesson, pair};
use serde_json::Value;

use super::super::N_FOLDS;
use crate::eval;

/// Events of articles that were judged by reading them.
const JUDGED: &str = "xtask/data/story_groups.tsv";

/// Articles of one origin.
pub struct Set {
    pub name: &'static str,
    pub sketches: Vec<Sketch>,
    /// The articles as they were read.
    pub rows: Vec<Value>,
    /// The event of each, by a number.
    pub events: Vec<u32>,
    /// For each event, a number of the kind: events of one kind are held out together.
    pub kinds: Vec<u32>,
    /// The part of each article.
    pub folds: Vec<u64>,
    /// How much a pair counts.
    pub weight: f32,
    pub pairs: Vec<Pair>,
    /// How many articles hold each term.
    pub background: Model,
    unsure: BTreeSet<(usize, usize)>,
}

/// Two articles that a stream would compare.
pub struct Pair {
    pub one: usize,
    pub other: usize,
    pub features: [f32; pair::N_FEATURES],
    pub answer: bool,
}

/// All sets.
pub fn read(folder: &Path) -> Result<Vec<Set>> {
    let judged =
        std::fs::read_to_string(JUDGED).with_context(|| format!("cannot read {JUDGED}"))?;
    let stories = |name: &'static str, weight: f32, per_kind: u32| -> Result<Set> {
        let folder = folder.join("stories").join(name);
        let gold = eval::rows(&folder.join("gold.jsonl"))?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let of: BTreeMap<String, String> = gold
            .iter()
            .map(|row| (text(&row["id"]), text(&row["story"])))
            .collect();
        read_set(
            name,
            weight,
            &folder,
            |id| {
                let story = of.get(id).cloned().unwrap_or_else(|| id.to_owned());
                let digits: String = story.chars().filter(char::is_ascii_digit).collect();
                let kind = digits.parse::<u32>().unwrap_or(0) / per_kind;
                (story, format!("{name} {kind}"))
            },
            "",
        )
    };
    let read = |name: &'static str, weight: f32| {
        let events = judged_events(&judged, name);
        read_set(
            name,
            weight,
            &folder.join(name),
            |id| {
                let event = events.get(id).cloned().unwrap_or_else(|| id.to_owned());
                (event.clone(), event)
            },
            &judged,
        )
    };
    // ECB+ holds two events of each kind, with neighbouring numbers.
    Ok(vec![
        stories("ecbplus", 1.0, 2)?,
        stories("fnc", 1.0, 1)?,
        stories("gvc", 4.0, 1)?,
        read("quotes", 1.0)?,
        read("main_event", 1.0)?,
    ])
}

fn judged_events(judged: &str, name: &str) -> BTreeMap<String, String> {
    let mut events = BTreeMap::new();
    for row in rows(judged, name, "group") {
        for id in row[3].split_whitespace() {
            events.insert(id.to_owned(), row[2].to_owned());
        }
    }
    events
}

fn rows<'a>(judged: &'a str, name: &'a str, what: &'a str) -> impl Iterator<Item = Vec<&'a str>> {
    let lines = judged.lines().filter(|line| !line.starts_with('#'));
    let rows = lines.map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(move |row| row.len() == 4 && row[0] == name && row[1] == what)
}

fn read_set(
    name: &'static str,
    weight: f32,
    folder: &Path,
    event_and_kind: impl Fn(&str) -> (String, String),
    judged: &str,
) -> Result<Set> {
    let documents = eval::rows(&folder.join("documents.jsonl"))?;
    Ok(of_rows(name, weight, documents, event_and_kind, judged))
}

/// A set of the articles that the rows describe.
pub fn of_rows(
    name: &'static str,
    weight: f32,
    documents: Vec<Value>,
    event_and_kind: impl Fn(&str) -> (String, String),
    judged: &str,
) -> Set {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut set = Set {
        name,
        sketches: Vec::new(),
        rows: Vec::new(),
        events: Vec::new(),
        kinds: Vec::new(),
        folds: Vec::new(),
        weight,
        background: Model::default(),
        pairs: Vec::new(),
        unsure: BTreeSet::new(),
    };
    let mut places = BTreeMap::new();
    for (place, row) in documents.iter().enumerate() {
        let id = row["id"].as_str().unwrap_or_default();
        places.insert(id, place);
        let (event, kind) = event_and_kind(id);
        let mut number = |name: String| {
            let next = numbers.len() as u32;
            *numbers.entry(name).or_insert(next)
        };
        set.events.push(number(format!("event {event}")));
        let kind = number(format!("kind {kind}"));
        set.kinds.push(kind);
        set.folds.push(u64::from(kind).wrapping_mul(7919) % N_FOLDS);
        set.sketches.push(Sketch::new(&eval::article(row)));
    }
    for row in rows(judged, name, "unsure") {
        let ends: Vec<usize> = row[3]
            .split_whitespace()
            .filter_map(|id| places.get(id).copied())
            .collect();
        if let [one, other] = ends[..] {
            set.unsure.insert((one.min(other), one.max(other)));
        }
    }
    set.rows = documents;
    set
}

impl Set {
    /// Finds the pairs that a stream would compare.
    pub fn compare(&mut self, model: &Model) {
        self.background = model.clone();
        for compared in lesson::compared(model, &self.sketches) {
            if !self.is_unsure(compared.one, compared.other) {
                self.pairs.push(Pair {
                    one: compared.one,
                    other: compared.other,
                    features: compared.features,
                    answer: self.events[compared.one] == self.events[compared.other],
                });
            }
        }
    }

    /// Is it not clear whether two articles tell one event?
    pub fn is_unsure(&self, one: usize, other: usize) -> bool {
        self.unsure.contains(&(one.min(other), one.max(other)))
    }

    pub fn n_yes(&self) -> usize {
        self.pairs.iter().filter(|pair| pair.answer).count()
    }
}
