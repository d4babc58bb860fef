//! Which of many reports tell the same event.

use std::collections::BTreeMap;

use entente_types::{Claims, Document, Pos};

use crate::groups::join_alike;
use crate::words::{canonical, content_of_text, is_light};

/// From this likeness on two reports tell one event, on average over their groups.
const ALIKE: f64 = 0.18;
/// Words at the start of a report that sum it up and count twice.
const LEAD_TOKENS: usize = 120;

type Features = BTreeMap<String, f64>;

/// Groups reports that tell the same event: indices into `documents`, each list in order, lists in order
/// of their first report.
///
/// Reports are alike by the names, things and numbers that they share, those of title and lead twice.
/// Measured pair by pair on 63 reports of 22 events, `ALIKE` joins no two events and parts four pairs of
/// one event.
#[must_use]
pub fn stories(documents: &[Document], claims: &[Claims]) -> Vec<Vec<usize>> {
    let _ = claims;
    let mut features: Vec<Features> = documents.iter().map(features).collect();
    weigh_by_rarity(&mut features);
    let alike = |one: usize, other: usize| cosine(&features[one], &features[other]);
    let mut pairs = Vec::new();
    for one in 0..documents.len() {
        for other in one + 1..documents.len() {
            let score = alike(one, other);
            if score >= ALIKE {
                pairs.push((score, one, other));
            }
        }
    }
    join_alike(documents.len(), pairs, |one, other| {
        alike(one, other) < ALIKE / 3.0
    })
}

fn features(document: &Document) -> Features {
    let mut counts: Features = BTreeMap::new();
    for (idx, token) in document.tokens.iter().enumerate() {
        let weight = match token.pos {
            Pos::Propn => 2.0,
            Pos::Noun | Pos::Num | Pos::X | Pos::Unknown => 1.0,
            _ => continue,
        };
        let lemma = token.lemma.to_lowercase();
        if !is_light(&lemma) && lemma.chars().count() > 2 {
            let front = if idx < LEAD_TOKENS { 2.0 } else { 1.0 };
            *counts.entry(canonical(&lemma).to_owned()).or_default() += weight * front;
        }
    }
    if let Some(title) = &document.article.title {
        for word in content_of_text(&title.value) {
            *counts.entry(word).or_default() += 2.0;
        }
    }
    counts
        .values_mut()
        .for_each(|count| *count = (1.0 + *count).ln());
    counts
}

/// Words that few of the reports have tell more.
fn weigh_by_rarity(features: &mut [Features]) {
    let mut n_with: BTreeMap<String, f64> = BTreeMap::new();
    for word in features.iter().flat_map(Features::keys) {
        *n_with.entry(word.clone()).or_default() += 1.0;
    }
    let n_reports = features.len() as f64;
    for (word, weight) in features.iter_mut().flatten() {
        *weight *= (1.0 + n_reports / n_with[word]).ln();
    }
}

fn cosine(one: &Features, other: &Features) -> f64 {
    let norm = |features: &Features| {
        features
            .values()
            .map(|weight| weight * weight)
            .sum::<f64>()
            .sqrt()
    };
    let product: f64 = one
        .iter()
        .filter_map(|(word, weight)| Some(weight * other.get(word)?))
        .sum();
    let norms = norm(one) * norm(other);
    if norms > 0.0 { product / norms } else { 0.0 }
}
