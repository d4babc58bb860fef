//! What two articles have in common beside their words: when they came, from whom, and what else is like them.

use std::ops::Range;
use std::sync::LazyLock;

use entente_types::Moment;

use super::model::{Scorer, probability};
use super::sketch::Sketch;

/// What is asked, in the order of the numbers.
pub const NAMES: [&str; N_FEATURES] = [
    "words",
    "same day",
    "one day",
    "two days",
    "more days",
    "same outlet",
    "shared likely",
    "shared share",
    "nearest likely of one",
    "nearest likely of both",
    "few likely",
    "many likely",
    "shared alike",
    "shared share alike",
    "nearest alike of one",
    "nearest alike of both",
    "few alike",
    "many alike",
    "telling",
    "shared telling",
    "shared share telling",
    "nearest telling of one",
    "nearest telling of both",
    "few telling",
    "many telling",
    "words at least so",
];
/// How many numbers there are.
pub const N_FEATURES: usize = 26;
/// Most neighbours that one article keeps.
const MAX_EDGES: usize = 64;
/// From so much on, words do not make a join likelier that stands out among others: what reports of politics share in words
/// tells little of whether they are of one event.
const LEAST_WORDS: f32 = 0.35;
/// The log-odds that stand for 0 and for 1.
const MAX_ODDS: f32 = 8.0;

/// The probability for each of the log-odds that an edge can have: each is asked for hundreds of times for one article.
static PROBABILITIES: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let odds = (0..=u16::MAX).map(|bits| f32::from(bits as i16) / ODDS);
    odds.map(probability).collect()
});

/// Another article that is somewhat like this one. Packed, since there are millions of them.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, packed(2))]
pub(crate) struct Edge {
    /// Its number.
    pub other: u32,
    odds: i16,
    alike: u16,
    telling: u16,
}

/// What log-odds of 1 and a cosine of 1 are stored as.
const ODDS: f32 = 1024.0;
const ALIKE: f32 = 65_535.0;

impl Edge {
    pub fn new(other: u32, odds: f32, alike: f32, telling: f32) -> Self {
        Self {
            other,
            odds: (odds * ODDS).round() as i16,
            alike: (alike * ALIKE).round() as u16,
            telling: (telling * ALIKE).round() as u16,
        }
    }

    /// The same edge as the other article sees it.
    pub fn to(self, other: u32) -> Self {
        Self { other, ..self }
    }

    /// Log-odds that the two tell one event, from their words.
    pub fn odds(&self) -> f32 {
        f32::from(self.odds) / ODDS
    }

    /// How likely the two tell one event, from their words.
    fn likely(&self) -> f32 {
        PROBABILITIES[usize::from(self.odds as u16)]
    }

    /// Cosine of their texts.
    pub fn alike(&self) -> f32 {
        f32::from(self.alike) / ALIKE
    }

    /// The same, where a word counts less the more similar articles hold it.
    pub fn telling(&self) -> f32 {
        f32::from(self.telling) / ALIKE
    }
}

/// The neighbourhood of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Neighbours {
    /// In order of their numbers.
    pub edges: Vec<Edge>,
    likely: Sum,
    alike: Sum,
    telling: Sum,
}

/// What the weights of all neighbours come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sum {
    most: f32,
    sum: f32,
    squares: f32,
}

impl Sum {
    fn add(&mut self, weight: f32) {
        self.most = self.most.max(weight);
        self.sum += weight;
        self.squares += weight * weight;
    }
}

impl Neighbours {
    /// Adds a neighbour; beyond the most that are kept it only counts.
    pub fn add(&mut self, edge: Edge) {
        self.likely.add(edge.likely());
        self.alike.add(edge.alike());
        self.telling.add(edge.telling());
        if self.edges.len() < MAX_EDGES {
            let at = self.edges.partition_point(|known| known.other < edge.other);
            if self.edges.len() == self.edges.capacity() {
                self.edges.reserve_exact(self.edges.len() / 4 + 2);
            }
            self.edges.insert(at, edge);
        }
    }
}

/// When and by whom an article was published.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Imprint {
    published: Option<(i64, bool)>,
    moment: Option<Moment>,
    outlet: u32,
}

impl Imprint {
    pub fn new(sketch: &Sketch) -> Self {
        Self {
            published: sketch.published,
            moment: sketch.moment,
            outlet: sketch.outlet,
        }
    }

    /// Minutes since 1970 of publication, and whether the hour is known.
    pub fn published(&self) -> Option<(i64, bool)> {
        self.published
    }

    /// Publication as printed.
    pub fn moment(&self) -> Option<Moment> {
        self.moment
    }

    /// Stands for the publisher; 0 if it is not known.
    pub fn outlet(&self) -> u32 {
        self.outlet
    }

    /// Days between two articles, to the nearest; by the days as printed where an hour is not known.
    pub fn days_apart(&self, other: &Self) -> Option<u32> {
        let ((one, one_has_hour), (other, other_has_hour)) = (self.published?, other.published?);
        let days = if one_has_hour && other_has_hour {
            (one.abs_diff(other) + 720) / 1440
        } else {
            one.div_euclid(1440).abs_diff(other.div_euclid(1440))
        };
        Some(u32::try_from(days).unwrap_or(u32::MAX))
    }
}

/// Which of the numbers that take long to find are asked for; the others are left at 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Those of the neighbours that two articles share.
    shared: bool,
    /// Those of how many neighbours there are.
    counts: bool,
}

impl Asked {
    pub const ALL: Self = Self {
        shared: true,
        counts: true,
    };

    /// What a scorer asks for.
    pub fn by(scorer: &Scorer) -> Self {
        let asks = |places: Range<usize>| {
            let mut starts = STANDINGS.iter();
            starts.any(|start| places.clone().any(|place| scorer.asks(start + place)))
        };
        Self {
            shared: asks(0..2),
            counts: asks(4..6),
        }
    }
}

/// Where the numbers of [`standing`] begin: those by likeliness, by cosine, and by what is telling.
const STANDINGS: [usize; 3] = [6, 12, 19];

/// Is the time between the two known?
pub(crate) fn are_dated(one: &Imprint, other: &Imprint) -> bool {
    one.published.is_some() && other.published.is_some()
}

/// What the join is decided by, as numbers from 0 to 1.
pub(crate) fn features(
    edge: &Edge,
    (one, one_imprint): (&Neighbours, &Imprint),
    (other, other_imprint): (&Neighbours, &Imprint),
    asked: Asked,
) -> [f32; N_FEATURES] {
    let mut found = [0.0; N_FEATURES];
    found[0] = (edge.odds() / MAX_ODDS / 2.0 + 0.5).clamp(0.0, 1.0);
    if let Some(days) = one_imprint.days_apart(other_imprint) {
        found[1 + days.min(3) as usize] = 1.0;
    }
    let same_outlet = one_imprint.outlet != 0 && one_imprint.outlet == other_imprint.outlet;
    found[5] = f32::from(u8::from(same_outlet));
    let mut shared = [0.0; 3];
    if asked.shared {
        for_shared(&one.edges, &other.edges, |a, b| {
            shared[0] += a.likely() * b.likely();
            shared[1] += a.alike() * b.alike();
            shared[2] += a.telling() * b.telling();
        });
    }
    let standings = [
        (edge.likely(), &one.likely, &other.likely),
        (edge.alike(), &one.alike, &other.alike),
        (edge.telling(), &one.telling, &other.telling),
    ];
    for ((start, shared), (weight, one, other)) in STANDINGS.iter().zip(shared).zip(standings) {
        found[*start..start + 6].copy_from_slice(&standing(weight, shared, one, other, asked));
    }
    found[18] = edge.telling().sqrt();
    found[25] = (found[0] / LEAST_WORDS).min(1.0);
    found
}

/// How a weight stands beside the other weights of two articles; `shared` sums the products for shared neighbours.
fn standing(weight: f32, shared: f32, one: &Sum, other: &Sum, asked: Asked) -> [f32; 6] {
    let of_one = weight / one.most.max(1e-3);
    let of_other = weight / other.most.max(1e-3);
    let mut found = [
        0.0,
        0.0,
        of_one.max(of_other),
        of_one.min(of_other),
        0.0,
        0.0,
    ];
    if asked.shared {
        let length = ((1.0 + one.squares) * (1.0 + other.squares)).sqrt();
        let rest = (one.sum - weight).min(other.sum - weight).max(0.0) + 0.5;
        found[0] = (shared + 2.0 * weight) / length;
        found[1] = shared / rest;
    }
    if asked.counts {
        let count = |sum: f32| (1.0 + sum).ln() / 5.0;
        found[4] = count(one.sum.min(other.sum));
        found[5] = count(one.sum.max(other.sum));
    }
    found.map(|number| number.clamp(0.0, 1.0))
}

/// Shows the pairs of edges that lead to the same article.
fn for_shared(one: &[Edge], other: &[Edge], mut each: impl FnMut(&Edge, &Edge)) {
    let (mut a, mut b) = (0, 0);
    while a < one.len() && b < other.len() {
        let (left, right) = (&one[a], &other[b]);
        if left.other == right.other {
            each(left, right);
        }
        a += usize::from(left.other <= right.other);
        b += usize::from(right.other <= left.other);
    }
}
