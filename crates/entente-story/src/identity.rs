//! Which mentions of several reports tell one act.
//!
//! ```text
//! mentions ─► read: who, to whom, when, where ─► pair, neighbours, model: probabilities ─► groups by average link
//! ```
//!
//! Mentions come from one story. That its reports may tell two happenings of a kind is for `reports` to see.

pub(crate) mod hung;
pub mod model;
pub mod neighbours;
pub mod pair;
mod ranked;
pub(crate) mod read;
pub(crate) mod reports;
pub mod words;

use std::collections::BTreeMap;

use entente_types::{Claims, Document, Span};

use crate::Settings;
use crate::stories::group::{Linked, Node, average_link};
use crate::story::Story;

use model::Model;
use pair::{Features, Ground};

/// How likely two mentions must tell one act, 0 to 1, on average over two groups, for the groups to be one.
pub const LEAST: f32 = 0.35;

/// From so many mentions on, only those of one word are compared.
const MANY: usize = 2500;

/// Words of a report that name an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Index of the report.
    pub report: usize,
    /// The words.
    pub span: Span,
}

/// Groups mentions that tell one act: indices into `mentions`, each list in order, lists in order of their first.
///
/// `documents` and `claims` are those of one story, in the same order. Neither their order nor that of the mentions changes
/// who is grouped with whom.
#[must_use]
pub fn events(documents: &[Document], claims: &[Claims], mentions: &[Mention]) -> Vec<Vec<usize>> {
    let pairs = compared(documents, claims, mentions);
    groups(documents, mentions, &pairs, &model::SHIPPED)
}

/// Two mentions, and what they have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Index of the first.
    pub one: usize,
    /// Index of the second.
    pub other: usize,
    /// By [`pair::NAMES`].
    pub features: Features,
}

/// Every pair of mentions of one story, with what a model reads of them.
#[must_use]
pub fn compared(documents: &[Document], claims: &[Claims], mentions: &[Mention]) -> Vec<Compared> {
    let story = Story::new(documents, claims, &Settings::default());
    let known = read::read(&story, mentions);
    let ground = Ground::new(&story, &known);
    let is_large = mentions.len() > MANY;
    let mut found = Vec::new();
    for one in 0..known.len() {
        for other in one + 1..known.len() {
            if is_large && known[one].name != known[other].name {
                continue;
            }
            let features = pair::features(&ground, one, other);
            found.push(Compared {
                one,
                other,
                features,
            });
        }
    }
    found
}

/// How likely mentions of a story tell one act, pair by pair.
pub(crate) struct Likeness<'s, 'a> {
    ground: Ground<'s, 'a>,
}

impl<'s, 'a> Likeness<'s, 'a> {
    pub(crate) fn new(story: &'s Story<'a>, known: &'s [read::Known]) -> Self {
        Self {
            ground: Ground::new(story, known),
        }
    }

    /// Of two acts of whole reports, 0 to 1.
    pub(crate) fn of(&self, one: usize, other: usize) -> f32 {
        self.read(one, other).1
    }

    /// What two acts have in common, and how likely that makes them one.
    pub(crate) fn read(&self, one: usize, other: usize) -> (Features, f32) {
        let features = pair::features(&self.ground, one, other);
        (features, model::SHIPPED.told.probability(&features))
    }
}

/// Groups mentions by what a model says of their pairs.
#[must_use]
pub fn groups(
    documents: &[Document],
    mentions: &[Mention],
    pairs: &[Compared],
    model: &Model,
) -> Vec<Vec<usize>> {
    let places = places(documents, mentions);
    let link = |pair: &Compared| {
        let (one, other) = (places[pair.one], places[pair.other]);
        let likely = model.pair.probability(&pair.features);
        (one.min(other) as usize, one.max(other) as usize, likely)
    };
    let mut first: Vec<(usize, usize, f32)> = pairs.iter().map(link).collect();
    first.sort_by_key(|(one, other, _)| (*one, *other));
    let settled = neighbours::features(mentions.len(), &first);
    let likely = settled
        .iter()
        .map(|features| model.neighbours.probability(features));
    let ends = first
        .iter()
        .map(|(one, other, _)| (*one as u32, *other as u32));
    let links: Vec<Linked> = ends.zip(likely).collect();
    let nodes = vec![
        Node {
            size: 1,
            is_fixed: false
        };
        mentions.len()
    ];
    let firsts = average_link(&nodes, &links, LEAST);
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (mention, place) in places.iter().enumerate() {
        groups
            .entry(firsts[*place as usize])
            .or_default()
            .push(mention);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort();
    groups
}

/// For each mention its place in an order that depends on what is told and not on the numbers of reports.
fn places(documents: &[Document], mentions: &[Mention]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&idx| {
        let Mention { report, span } = mentions[idx];
        (documents.get(report).map_or("", Document::text), span, idx)
    });
    let mut places = vec![0; mentions.len()];
    for (place, idx) in order.into_iter().enumerate() {
        places[idx] = place as u32;
    }
    places
}
