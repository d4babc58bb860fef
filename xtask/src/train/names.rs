//! Trains what speaks for words being a name (`name_model.tsv`): softmax regression with a wish for weights near 0.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use entente_extract::name::{
    ALWAYS, Feature, Named, Weights, candidates, features, is_judged, settled,
};
use entente_types::EntityKind;

use crate::eval::{self, names};

const OUT: &str = "crates/entente-extract/data/name_model.tsv";
/// Rarer features are left out.
const RARE: usize = 4;
/// How strong the wish for weights near 0 is, in examples.
const RIDGE: f64 = 5.0;
/// How much likelier than a name, in log-odds, nothing must be before words are no name; and how much more so where the parser
/// found one: the texts of the data are rougher than news.
const DOUBT: [f64; 2] = [0.5, 0.5];
const N_STEPS: usize = 1_000;
/// Persons, organisations, places, nothing.
const N_ANSWERS: usize = 4;

/// A candidate: the text it stands in, what holds of it, and what it names.
struct Example {
    text: String,
    at: (String, [usize; 2]),
    words: String,
    /// Did the parser take it for a name?
    is_marked: bool,
    features: Vec<Feature>,
    answer: Option<Named>,
}

type Fitted = BTreeMap<Feature, [f64; N_ANSWERS]>;

/// `train names [DIR]`: says how well fifths of the texts are read by the model of the others, and writes the model of all.
pub fn run(arguments: &[String]) -> Result<()> {
    let folder = arguments
        .first()
        .map_or_else(|| PathBuf::from("../shared/eval/names"), PathBuf::from);
    let gold = gold(&folder)?;
    let examples = examples(&folder, &gold)?;
    let n_gold = gold.values().map(BTreeMap::len).sum::<usize>();
    println!("{} candidates, {n_gold} names", examples.len());
    for doubt in [[0.0, 0.0], DOUBT, [0.5, 1.5]] {
        told(&examples, n_gold, doubt);
    }
    let all: Vec<&Example> = examples.iter().collect();
    Ok(std::fs::write(OUT, table(&fit(&all), DOUBT))?)
}

/// How well fifths of the texts are read by the model of the others, with so much doubt.
fn told(examples: &[Example], n_gold: usize, doubt: [f64; 2]) {
    let mut told = Vec::new();
    for part in 0..super::N_FOLDS {
        let (own, others): (Vec<&Example>, Vec<&Example>) = examples
            .iter()
            .partition(|example| super::part(&example.text) == part);
        let weights = against(&fit(&others), doubt);
        let odds: Vec<Weights> = own.iter().map(|one| odds(&weights, one)).collect();
        let words: Vec<String> = own
            .iter()
            .map(|one| format!("{} {}", one.text, one.words))
            .collect();
        let marked: Vec<bool> = own.iter().map(|one| one.is_marked).collect();
        let said = settled(&words, &marked, &odds);
        told.extend(own.into_iter().zip(said));
    }
    let said = told.iter().filter(|(_, said)| said.is_some()).count();
    let right = told
        .iter()
        .filter(|(one, said)| said.is_some() && *said == one.answer)
        .count();
    let (precision, recall) = (right as f64 / said as f64, right as f64 / n_gold as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("doubt {doubt:?}, by fifths: precision {precision:.4} recall {recall:.4} f1 {f1:.4}");
}

type Gold = BTreeMap<String, BTreeMap<[usize; 2], Named>>;

/// By sentence: places of names and what they name.
fn gold(folder: &Path) -> Result<Gold> {
    let documents = eval::rows(&folder.join("documents.jsonl"))?;
    let text =
        |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let texts: BTreeMap<String, String> = documents
        .iter()
        .map(|row| (text(row, "id"), text(row, "text")))
        .collect();
    let mut gold = Gold::new();
    for row in eval::rows(&folder.join("gold.jsonl"))? {
        let names = gold.entry(text(&row, "id")).or_default();
        for name in row["names"].as_array().into_iter().flatten() {
            let named = match name["type"].as_str() {
                Some("PER") => Named::Person,
                Some("ORG") => Named::Organisation,
                _ => Named::Place,
            };
            let at = ["start", "end"].map(|key| name[key].as_u64().unwrap_or_default() as usize);
            names.insert(trimmed(&texts[&text(&row, "id")], at), named);
        }
    }
    Ok(gold)
}

/// Without "the" and "'s", as the scorer counts, and without a blank that is left.
fn trimmed(text: &str, [start, end]: [usize; 2]) -> [usize; 2] {
    let letters: Vec<char> = text.chars().skip(start).take(end - start).collect();
    let words: String = letters.iter().collect();
    let n_before = if words.to_lowercase().starts_with("the ") {
        4
    } else {
        0
    };
    let bare = words
        .strip_suffix("'s")
        .or(words.strip_suffix("’s"))
        .unwrap_or(&words);
    [start + n_before, start + bare.trim_end().chars().count()]
}

fn examples(folder: &Path, gold: &Gold) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for text in names::texts(folder)? {
        let found = candidates(&text.document);
        for (candidate, features) in found.iter().zip(features(&text.document, &found)) {
            let span = text.document.span(candidate.tokens.clone());
            let Some((id, at)) = text.place(span) else {
                continue;
            };
            examples.push(Example {
                text: text.id.clone(),
                answer: gold.get(id).and_then(|names| names.get(&at)).copied(),
                at: (id.to_owned(), at),
                words: candidate.key(&text.document),
                is_marked: candidate.is_marked(),
                features,
            });
        }
    }
    examples.sort_by(|one, other| one.at.cmp(&other.at));
    Ok(examples)
}

fn answer(example: &Example) -> usize {
    example.answer.map_or(N_ANSWERS - 1, |named| named as usize)
}

/// What speaks for each answer.
fn fit(examples: &[&Example]) -> Fitted {
    let mut counts: BTreeMap<Feature, usize> = BTreeMap::new();
    for example in examples {
        for feature in example.features.iter().collect::<BTreeSet<_>>() {
            *counts.entry(*feature).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= RARE);
    let places: BTreeMap<Feature, usize> = counts
        .into_keys()
        .chain([ALWAYS])
        .enumerate()
        .map(|(place, feature)| (feature, place))
        .collect();
    let rows: Vec<(Vec<usize>, usize)> = examples
        .iter()
        .map(|example| {
            let known = example.features.iter().chain([&ALWAYS]);
            let known: BTreeSet<usize> = known.filter_map(|one| places.get(one).copied()).collect();
            (known.into_iter().collect(), answer(example))
        })
        .collect();
    let weights = descend(&rows, places.len(), places[&ALWAYS]);
    places
        .into_iter()
        .map(|(feature, place)| (feature, weights[place]))
        .collect()
}

/// Descent with momentum (Y. Nesterov, 1983); the step is one over a bound of the bend.
fn descend(rows: &[(Vec<usize>, usize)], n_features: usize, free: usize) -> Vec<[f64; N_ANSWERS]> {
    let most = rows.iter().map(|(known, _)| known.len()).max().unwrap_or(1);
    let step = 1.0 / (0.5 * (most * rows.len()) as f64 + RIDGE);
    let mut weights = vec![[0.0; N_ANSWERS]; n_features];
    let mut before = weights.clone();
    for round in 0..N_STEPS {
        let push = round as f64 / (round as f64 + 3.0);
        let ahead: Vec<[f64; N_ANSWERS]> = weights
            .iter()
            .zip(&before)
            .map(|(now, before)| {
                std::array::from_fn(|idx| now[idx] + push * (now[idx] - before[idx]))
            })
            .collect();
        let mut slope = vec![[0.0; N_ANSWERS]; n_features];
        for (place, slope) in slope
            .iter_mut()
            .enumerate()
            .filter(|(place, _)| *place != free)
        {
            *slope = ahead[place].map(|weight| RIDGE * weight);
        }
        for (known, answer) in rows {
            let shares = shares(known.iter().map(|&place| &ahead[place]));
            for &place in known {
                for (idx, share) in shares.iter().enumerate() {
                    slope[place][idx] += share - f64::from(u8::from(idx == *answer));
                }
            }
        }
        before = weights;
        weights = ahead;
        for (weights, slope) in weights.iter_mut().zip(slope) {
            for (weight, slope) in weights.iter_mut().zip(slope) {
                *weight -= step * slope;
            }
        }
    }
    weights
}

fn shares<'a>(weights: impl Iterator<Item = &'a [f64; N_ANSWERS]>) -> [f64; N_ANSWERS] {
    let mut sums = [0.0_f64; N_ANSWERS];
    for weights in weights {
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum += weight;
        }
    }
    let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sums = sums.map(|sum| (sum - most).exp());
    let all: f64 = sums.iter().sum();
    sums.map(|sum| sum / all)
}

/// Weights against nothing, with doubt added to what always holds and to names that the parser found.
fn against(fitted: &Fitted, [always, marked]: [f64; 2]) -> BTreeMap<Feature, Weights> {
    let one = |(feature, weights): (&Feature, &[f64; N_ANSWERS])| {
        let is_marked = feature.0 == "kind" && is_judged(EntityKind::from_text(feature.1));
        let doubt = match *feature {
            ALWAYS => always,
            _ if is_marked => marked,
            _ => 0.0,
        };
        let [person, organisation, place, nothing] = *weights;
        let named = [person, organisation, place].map(|weight| (weight - nothing + doubt) as f32);
        (*feature, named)
    };
    fitted.iter().map(one).collect()
}

fn odds(weights: &BTreeMap<Feature, Weights>, example: &Example) -> Weights {
    let mut sums = [0.0; 3];
    let known = example.features.iter().chain([&ALWAYS]);
    for weights in known.filter_map(|one| weights.get(one)) {
        sums.iter_mut()
            .zip(weights)
            .for_each(|(sum, weight)| *sum += weight);
    }
    sums
}

fn table(fitted: &Fitted, doubt: [f64; 2]) -> String {
    let mut table = String::from(
        "# What speaks for words naming a person, an organisation or a place; written by `cargo xtask train names`, see name_model.md.\n\
         # question, answer, log-odds for person, organisation, place\n",
    );
    for ((question, answer), [person, organisation, place]) in against(fitted, doubt) {
        _ = writeln!(
            table,
            "{question}\t{answer}\t{person:.3}\t{organisation:.3}\t{place:.3}"
        );
    }
    table
}
