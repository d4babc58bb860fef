//! Reports of sagas that are made up of others: what goes on from day to day with the same people is rare where events are
//! known, and common in the news.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::sets::{Set, of_rows};
use crate::train::trees::Random;

/// Words of a report that tell what is new: at least so many, and up to so many more.
const LEAD: (u64, u64) = (50, 150);
/// Words of a report that tell what was before.
const BACKGROUND: usize = 400;
/// Events that have one background.
const CHAIN: usize = 3;
/// Reports that are made of one.
const REPORTS: u64 = 3;
/// In so many of a hundred words of title and lead another report uses the same.
const SAME_WORDS: u64 = 55;
/// So many of a hundred further paragraphs does a report hold that is not the one to tell them.
const TOLD_TWICE: u64 = 20;

/// The sets of sagas that are made of sets.
pub fn sagas(sets: &[Set]) -> Vec<Set> {
    let made = |set: &Set| match set.name {
        "quotes" => Some(shared_out(set, "quotes shared out")),
        "ecbplus" => Some(grafted(set, "ecbplus grafted")),
        "fnc" => Some(grafted(set, "fnc grafted")),
        "gvc" => Some(grafted(set, "gvc grafted")),
        _ => None,
    };
    sets.iter().filter_map(made).collect()
}

/// A report that was made: its row, event, kind and fold.
struct Made {
    row: Value,
    event: String,
    kind: String,
    fold: u64,
}

/// Every article becomes several reports that share some of what it tells, each in some of its words.
fn shared_out(set: &Set, name: &'static str) -> Set {
    let mut random = Random(7);
    let mut made = Vec::new();
    for (place, row) in set.rows.iter().enumerate() {
        let text = row["text"].as_str().unwrap_or_default();
        let paragraphs = text
            .split('\n')
            .map(str::trim)
            .filter(|text| text.len() > 3);
        let paragraphs: Vec<&str> = paragraphs.collect();
        let Some((title, rest)) = paragraphs.split_first() else {
            continue;
        };
        for report in 0..REPORTS {
            let mut thin = |text: &str| {
                let words = text.split_whitespace();
                let kept: Vec<&str> = words.filter(|_| random.below(100) < SAME_WORDS).collect();
                kept.join(" ")
            };
            let title = thin(title);
            let mut told: Vec<String> = rest.iter().take(2).map(|text| thin(text)).collect();
            for (nth, paragraph) in rest.iter().enumerate().skip(2) {
                let owner = (nth as u64).wrapping_mul(0x9E37_79B9) >> 7;
                if owner % REPORTS == report || random.below(100) < TOLD_TWICE {
                    told.push((*paragraph).to_owned());
                }
            }
            made.push(Made {
                row: json!({"id": made.len().to_string(), "title": title, "text": told.join("\n")}),
                event: set.events[place].to_string(),
                kind: set.kinds[place].to_string(),
                fold: set.folds[place],
            });
        }
    }
    set_of(set, name, made)
}

/// Reports of some events go on with what a report of another told: new leads on one background.
fn grafted(set: &Set, name: &'static str) -> Set {
    let mut random = Random(13);
    let mut of_event: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for place in 0..set.rows.len() {
        of_event.entry(set.events[place]).or_default().push(place);
    }
    let mut of_fold: BTreeMap<u64, Vec<&Vec<usize>>> = BTreeMap::new();
    for places in of_event.values() {
        of_fold
            .entry(set.folds[places[0]])
            .or_default()
            .push(places);
    }
    let mut made = Vec::new();
    for (fold, events) in &of_fold {
        for (nth, chain) in events.chunks(CHAIN).enumerate() {
            let first = chain[0];
            for (link, &place) in chain
                .iter()
                .enumerate()
                .flat_map(|(link, places)| places.iter().map(move |place| (link, place)))
            {
                let row = &set.rows[place];
                let text = if link == 0 {
                    words(row).join(" ")
                } else {
                    let n_new = LEAD.0 + random.below(LEAD.1);
                    let old = first[random.below(first.len() as u64) as usize];
                    graft(&words(row), n_new as usize, &words(&set.rows[old]))
                };
                made.push(Made {
                    row: json!({"id": made.len().to_string(), "title": row["title"], "text": text}),
                    event: set.events[place].to_string(),
                    kind: format!("{fold} {nth}"),
                    fold: *fold,
                });
            }
        }
    }
    set_of(set, name, made)
}

/// So many words of what is new, and after them what was told before, without its lead.
fn graft(new: &[&str], n_new: usize, old: &[&str]) -> String {
    let n_lead = (old.len() / 4).min(30);
    let background = old.iter().skip(n_lead).take(BACKGROUND);
    let text: Vec<&str> = new.iter().take(n_new).chain(background).copied().collect();
    text.join(" ")
}

fn words(row: &Value) -> Vec<&str> {
    let text = row["text"].as_str().unwrap_or_default();
    text.split_whitespace().collect()
}

/// The set of what was made, in the folds of what it was made of.
fn set_of(set: &Set, name: &'static str, made: Vec<Made>) -> Set {
    let by_id = |id: &str| &made[id.parse::<usize>().expect("ids are numbers")];
    let rows = made.iter().map(|made| made.row.clone()).collect();
    let event_and_kind = |id: &str| (by_id(id).event.clone(), by_id(id).kind.clone());
    let mut sagas = of_rows(name, set.weight, rows, event_and_kind, "");
    sagas.folds = made.iter().map(|made| made.fold).collect();
    sagas
}
