//! What the model learns from: the numbers that a stream would see, for articles that are all at hand.

use super::index::Index;
use super::model::Model;
use super::neighbours::{self, Asked, Edge, Imprint, Neighbours};
use super::pair::{self, Known};
use super::rarity::Rarity;
use super::sketch::{Field, Sketch};
use super::stream::{CANDIDATES, LEAST_ALIKE, LEAST_ODDS};
use super::telling;
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
    let known = known(model, sketches);
    let mut index = Index::new(sketches.len());
    let mut found = Vec::new();
    for (one, article) in known.iter().enumerate() {
        let laid = article.lay();
        for other in index.look_up(&article.weighed, 1, one as u32 + 1, CANDIDATES) {
            let other = other as usize - 1;
            let alike = laid.alike(&known[other], Field::Body);
            if alike >= LEAST_ALIKE {
                let features = pair::features(&laid, &known[other], alike);
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

/// Two neighbours in a stream, and what their join is decided by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joined {
    /// The place of the one that came later.
    pub one: usize,
    /// The place of the other.
    pub other: usize,
    /// What they have in common, by [`neighbours::NAMES`].
    pub features: [f32; neighbours::N_FEATURES],
}

/// What a stream of the articles, in their order, would decide joins by: all pairs of neighbours that are not more than
/// `window` minutes apart. `odds` says how likely two articles tell one event by their words; `model` gives the background.
pub fn joined(
    model: &Model,
    sketches: &[Sketch],
    window: u64,
    odds: impl Fn(usize, usize, &[f32; pair::N_FEATURES]) -> f32,
) -> Vec<Joined> {
    let known = known(model, sketches);
    let imprints: Vec<Imprint> = sketches.iter().map(Imprint::new).collect();
    let mut all = vec![Neighbours::default(); sketches.len()];
    let mut index = Index::new(sketches.len());
    let mut pairs = Vec::new();
    let is_near = |one: usize, other: usize| {
        let minutes = sketches[one].minute().zip(sketches[other].minute());
        minutes.is_none_or(|(one, other)| one.abs_diff(other) <= window)
    };
    for (one, article) in known.iter().enumerate() {
        let number = one as u32 + 1;
        let found = index.look_up(&article.weighed, 1, number, CANDIDATES);
        let found: Vec<usize> = found
            .into_iter()
            .map(|number| number as usize - 1)
            .filter(|other| is_near(one, *other))
            .collect();
        let others = found.iter().map(|other| &known[*other]);
        let laid = article.lay();
        let shared = telling::compare(&laid, others, LEAST_ALIKE);
        let is_same = |shared: &telling::Shared| {
            pair::is_same_text(&laid, &known[found[shared.place]], shared.alike)
        };
        if shared.iter().any(is_same) {
            continue;
        }
        for shared in shared {
            let other = found[shared.place];
            let features = pair::features(&laid, &known[other], shared.alike);
            let odds = odds(one, other, &features);
            if odds >= LEAST_ODDS {
                let edge = Edge::new(other as u32, odds, shared.alike, shared.telling);
                all[one].add(edge);
                all[other].add(edge.to(one as u32));
                pairs.push((one, edge));
            }
        }
        index.add(number, &article.weighed);
    }
    let side = |place: usize| (&all[place], &imprints[place]);
    let joined = |(one, edge): (usize, Edge)| Joined {
        one,
        other: edge.other as usize,
        features: neighbours::features(&edge, side(one), side(edge.other as usize), Asked::ALL),
    };
    pairs.into_iter().map(joined).collect()
}

fn known(model: &Model, sketches: &[Sketch]) -> Vec<Known> {
    let mut rarity = Rarity::new(model.n_reports, &model.background);
    sketches.iter().for_each(|sketch| rarity.note(sketch));
    let known = |sketch: &Sketch| Known::new(sketch, Weighed::new(sketch, &rarity));
    sketches.iter().map(known).collect()
}
