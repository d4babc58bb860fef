//! What the model learns from: the numbers that a stream would see, for articles that are all at hand.

use super::index::Index;
use super::model::Model;
use super::neighbours::{self, Edge, Imprint, Neighbours};
use super::pair::{self, Known};
use super::rarity::Rarity;
use super::sketch::Sketch;
use super::stream::{CANDIDATES, LEAST_ALIKE};
use super::weighed::Weighed;

/// Two articles that a stream would compare.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The place of the one that came later.
    pub one: usize,
    /// The place of the other.
    pub other: usize,
    /// Cosine of their texts.
    pub alike: f32,
    /// What they have in common, by [`pair::NAMES`].
    pub features: [f32; pair::N_FEATURES],
}

/// The pairs that are compared if all articles come in one lot; `model` gives the background.
#[must_use]
pub fn compared(model: &Model, sketches: &[Sketch]) -> Vec<Compared> {
    let mut rarity = Rarity::new(model.n_reports, &model.background);
    sketches.iter().for_each(|sketch| rarity.note(sketch));
    let weighed = sketches
        .iter()
        .map(|sketch| Known::new(sketch, Weighed::new(sketch, &rarity)));
    let known: Vec<Known> = weighed.collect();
    let mut index = Index::new(sketches.len());
    let mut found = Vec::new();
    for (one, article) in known.iter().enumerate() {
        for other in index.look_up(&article.weighed, 1, one as u32 + 1, CANDIDATES) {
            let other = other as usize - 1;
            let alike = article.body(&known[other]);
            if alike >= LEAST_ALIKE {
                let features = pair::features(article, &known[other], alike);
                found.push(Compared {
                    one,
                    other,
                    alike,
                    features,
                });
            }
        }
        index.add(one as u32 + 1, &article.weighed);
    }
    found
}

/// Two neighbours, with what their words say of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The place of the one that came later.
    pub one: usize,
    /// The place of the other.
    pub other: usize,
    /// Log-odds from the words.
    pub odds: f32,
    /// Cosine of their texts.
    pub alike: f32,
}

/// For each pair what its join is decided by, by [`neighbours::NAMES`]; `sketches` say when and by whom the articles were
/// published.
#[must_use]
pub fn joined(sketches: &[Sketch], pairs: &[Pair]) -> Vec<[f32; neighbours::N_FEATURES]> {
    let imprints: Vec<Imprint> = sketches.iter().map(Imprint::new).collect();
    let mut all = vec![Neighbours::default(); sketches.len()];
    let edge = |other: usize, pair: &Pair| Edge::new(other as u32, pair.odds, pair.alike);
    for pair in pairs {
        all[pair.one].add(edge(pair.other, pair));
        all[pair.other].add(edge(pair.one, pair));
    }
    let features = |pair: &Pair| {
        let side = |place: usize| (&all[place], &imprints[place]);
        neighbours::features(&edge(pair.other, pair), side(pair.one), side(pair.other))
    };
    pairs.iter().map(features).collect()
}
