//! Who is who: actors and their mentions.
//!
//! Names come first, then descriptions, then pronouns, each resolved by what came before:
//!
//! ```text
//! tables ─► persons ─► organisations ─► offices at names ─► descriptions ─► pronouns
//! ```

mod chain;
mod confidence;
mod describe;
mod gender;
mod group;
mod identity;
pub(crate) mod known;
mod leader;
mod memory;
mod name;
mod office;
mod organisation;
mod person;
mod phrase;
mod place;
pub mod pronoun;
mod registry;
mod scan;
mod speech;
mod spelling;
mod table;
mod title;

use std::ops::Range;

use entente_types::{ActorId, Actors, Document};

pub(crate) use self::name::folded;
pub(crate) use self::office::{OfficeAtName, OfficePhrase, in_office, offices};

use self::describe::{Around, attachments};
use self::person::PersonName;
use self::registry::Registry;
use self::scan::Scan;

/// Finds the actors of a document and every place that names them.
///
/// Names are tied together inside the document; a description or pronoun that cannot be tied safely is
/// left out or stands for itself. Never fails.
#[must_use]
pub fn find(document: &Document) -> Actors {
    if document.tokens.is_empty() {
        return Actors::default();
    }
    let scan = Scan::new(document);
    let weights = pronoun::rank::shipped();
    let mut registry = named(&scan, weights);
    pronoun::add(&scan, &mut registry, weights);
    registry.finish(document)
}

/// The pronouns of one person in a document, each with the persons near it, for training.
#[derive(Debug, Default)]
pub struct Examples {
    /// In order of reading.
    pub told: Vec<pronoun::person::Told>,
    /// The ids of the actors that candidates name by their number.
    pub ids: Vec<ActorId>,
    /// The actors as they are read now.
    pub actors: Actors,
}

/// The pronouns of one person in a document, for training; what comes before each is told by `weights`.
#[must_use]
pub fn examples(document: &Document, weights: &[f32]) -> Examples {
    if document.tokens.is_empty() {
        return Examples::default();
    }
    let scan = Scan::new(document);
    let mut registry = named(&scan, weights);
    let told = pronoun::examples(&scan, &mut registry, weights);
    let ids = registry.drafts.iter();
    Examples {
        told,
        ids: ids.map(|draft| ActorId(draft.key.clone())).collect(),
        actors: registry.finish(document),
    }
}

/// All that names or describes actors; titles are told by the weights of pronouns.
fn named(scan: &Scan<'_>, weights: &[f32]) -> Registry {
    let document = scan.document;
    let names = person::names(scan);
    let persons_at = person::taken(scan, &names);
    let around = Around::new(scan, &persons_at);
    let ranges: Vec<Range<usize>> = names.iter().map(|name| name.tokens.clone()).collect();
    let attachments = attachments(&around, &ranges);

    let mut registry = Registry::default();
    let persons = identity::add(scan, &names, &around, &attachments, &mut registry);
    organisation::add(scan, &around.organisations, &mut registry);
    place::add(scan, &around.organisation_at, &persons_at, &mut registry);
    let name_at = index(document.tokens.len(), ranges.into_iter());
    let people = People {
        names: &names,
        name_at: &name_at,
        actors: &persons,
    };
    office::add(&around, &attachments, &people, &mut registry);
    group::add(&around, &attachments, (&people, weights), &mut registry);
    registry
}

/// The persons' names and who they are.
pub(crate) struct People<'a> {
    names: &'a [PersonName],
    name_at: &'a [Option<u32>],
    /// By name: index of the actor.
    actors: &'a [usize],
}

impl People<'_> {
    /// The person whose name holds a token.
    fn at(&self, token_idx: usize) -> Option<usize> {
        let name = (*self.name_at.get(token_idx)?)? as usize;
        self.actors.get(name).copied()
    }
}

/// By token: the index of the range that holds it.
fn index(n_tokens: usize, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Option<u32>> {
    let mut found = vec![None; n_tokens];
    for (idx, range) in ranges.enumerate() {
        found[range].fill(Some(idx as u32));
    }
    found
}
