//! How alike the reports of a story are: whether they tell the very same happening, or another of its kind.

use entente_types::{Document, Span};

use super::ranked::{Ranks, Words};
use crate::stories::Sketch;
use crate::stories::model::{SHIPPED, probability};
use crate::stories::pair::{self, Known};
use crate::stories::rarity::NEWS;
use crate::stories::sketch::Field;
use crate::stories::weighed::Weighed;
use crate::words::{Rarity, WordSet, content};

/// So many reports and more are not compared: all are taken to tell the same.
const MANY: usize = 400;

/// How alike two reports are, each 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Alike {
    /// By their words alone.
    pub pair: f32,
    /// Where the groups that they belong to meet, if the likest are joined first.
    pub group: f32,
    /// The same, beside where each of them first meets another.
    pub inside: f32,
}

const SAME: Alike = Alike {
    pair: 1.0,
    group: 1.0,
    inside: 1.0,
};

/// Measures for each pair of reports: how many of their words and names they share, and how likely they tell one event by
/// the model that places reports in stories.
pub(crate) struct Reports {
    /// Share of the words that both have, by their rarity in the story.
    words: Vec<Vec<f32>>,
    n: usize,
    /// For each report its place in an order that depends on its words alone.
    places: Vec<usize>,
    shared: Vec<Alike>,
    likely: Vec<Alike>,
}

impl Reports {
    pub(crate) fn new(documents: &[Document], rarity: &Rarity) -> Self {
        let know = |document: &Document| {
            let sketch = Sketch::new(&document.article);
            Known::new(&sketch, Weighed::new(&sketch, &NEWS))
        };
        let n = if documents.len() < MANY {
            documents.len()
        } else {
            0
        };
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by_key(|&report| (documents[report].text(), report));
        let known: Vec<Known> = order
            .iter()
            .map(|&report| know(&documents[report]))
            .collect();
        let mut places = vec![0; documents.len()];
        for (place, report) in order.into_iter().enumerate() {
            places[report] = place;
        }
        let (mut shared, mut likely) = (vec![1.0; n * n], vec![1.0; n * n]);
        for (one, report) in known.iter().enumerate() {
            let laid = report.lay();
            for (other, report) in known.iter().enumerate().skip(one + 1) {
                let found = pair::features(&laid, report, laid.alike(report, Field::Body));
                let [_, _, body, names, ..] = found;
                for at in [one * n + other, other * n + one] {
                    shared[at] = (body + names) / 2.0;
                    likely[at] = probability(SHIPPED.words.odds(&found));
                }
            }
        }
        let text = |document: &Document| content(document, Span::new(0, document.text().len()));
        let texts: Vec<WordSet> = documents.iter().map(text).collect();
        let ranks = Ranks::new(texts.iter(), rarity);
        let texts: Vec<Words> = texts.iter().map(|text| ranks.words(text)).collect();
        let row = |one: &Words| -> Vec<f32> {
            let others = texts.iter();
            others
                .map(|other| ranks.shared(one, other) as f32)
                .collect()
        };
        Self {
            words: texts.iter().map(row).collect(),
            n,
            places,
            shared: alike(n, &shared),
            likely: alike(n, &likely),
        }
    }

    /// Share of the words of two reports that both have.
    pub(crate) fn words(&self, one: usize, other: usize) -> f32 {
        let row = self.words.get(one);
        row.and_then(|row| row.get(other)).copied().unwrap_or(0.0)
    }

    /// Of two reports, by their words and names, and by the model.
    pub(crate) fn of(&self, one: usize, other: usize) -> [Alike; 2] {
        let places = self.places.get(one).zip(self.places.get(other));
        let at = places.map_or(usize::MAX, |(one, other)| one * self.n + other);
        [&self.shared, &self.likely].map(|table| table.get(at).copied().unwrap_or(SAME))
    }
}

/// All three numbers for each pair.
fn alike(n: usize, pairs: &[f32]) -> Vec<Alike> {
    let groups = meetings(n, pairs);
    let first = |one: usize| {
        let others = (0..n).filter(|other| *other != one);
        others
            .map(|other| groups[one * n + other])
            .fold(1e-3_f32, f32::max)
    };
    let firsts: Vec<f32> = (0..n).map(first).collect();
    let number = |at: usize| {
        let (one, other) = (at / n, at % n);
        let inside = groups[at] / (firsts[one] * firsts[other]).sqrt();
        let inside = if one == other { 1.0 } else { inside.min(1.0) };
        Alike {
            pair: pairs[at],
            group: groups[at],
            inside,
        }
    };
    (0..n * n).map(number).collect()
}

/// For each pair the average likeness of the two groups by whose joining they meet.
fn meetings(n: usize, pairs: &[f32]) -> Vec<f32> {
    let mut sums = pairs.to_vec();
    let mut members: Vec<Vec<usize>> = (0..n).map(|one| vec![one]).collect();
    let mut met = vec![1.0; n * n];
    for _ in 1..n {
        let average = |one: usize, other: usize| {
            sums[one * n + other] / (members[one].len() * members[other].len()) as f32
        };
        let mut best = (f32::MIN, 0, 0);
        for one in (0..n).filter(|one| !members[*one].is_empty()) {
            for other in (one + 1..n).filter(|other| !members[*other].is_empty()) {
                let height = average(one, other);
                if height > best.0 {
                    best = (height, one, other);
                }
            }
        }
        let (height, one, other) = best;
        let joined = std::mem::take(&mut members[other]);
        for &a in &members[one] {
            for &b in &joined {
                met[a * n + b] = height;
                met[b * n + a] = height;
            }
        }
        members[one].extend(joined);
        for third in 0..n {
            sums[one * n + third] += sums[other * n + third];
            sums[third * n + one] = sums[one * n + third];
        }
    }
    met
}
