//! Which words name a person, an organisation or a place: the parser's names, read once more with the whole text in view.
//!
//! The parser takes each sentence by itself. Here every name that it found, every other run of capitalised words, and every
//! word of its names that stands elsewhere unmarked is a candidate; a small model says what it names, if anything. It sees
//! what the parser said, tables of names, titles and places before it, and what the same words were taken for elsewhere.
//!
//! ```text
//! Document ─► candidate ─► feature ─► model ─► names
//! ```

mod candidate;
mod feature;
mod model;
mod rank;
mod table;

use entente_types::{Document, Entity, EntityKind};

pub use candidate::{Candidate, candidates};
pub use feature::{Feature, features};
pub use model::{ALWAYS, Named, Weights, settled};

use model::Model;

/// The names of a document, for [`Document::entities`], in order and without overlap.
///
/// Names of persons, organisations and places are judged anew, without articles, titles like "Mr" and possessive endings
/// around them; numbers, dates and other names stay as the parser found them unless they name one of the three.
#[must_use]
pub fn find(document: &Document) -> Vec<Entity> {
    let mut taken = vec![false; document.tokens.len()];
    let mut found = Vec::new();
    let candidates = candidates(document);
    let model = Model::shipped();
    let read = features(document, &candidates);
    let odds: Vec<Weights> = read.iter().map(|features| model.odds(features)).collect();
    let words: Vec<String> = candidates.iter().map(|one| one.key(document)).collect();
    let marked: Vec<bool> = candidates.iter().map(Candidate::is_marked).collect();
    for (candidate, named) in candidates.iter().zip(settled(&words, &marked, &odds)) {
        let Some(named) = named else {
            continue;
        };
        taken[candidate.tokens.clone()].fill(true);
        found.push(Entity {
            start: candidate.tokens.start as u32,
            end: candidate.tokens.end as u32,
            kind: kind(document, candidate, named),
        });
    }
    let is_kept = |entity: &&Entity| {
        !is_judged(entity.kind) && !entity.tokens().any(|token_idx| taken[token_idx])
    };
    found.extend(document.entities.iter().filter(is_kept));
    found.sort_by_key(|entity| entity.start);
    found
}

/// The document with its names judged anew, see [`find`], and without ends of sentences between a rank and its name.
#[must_use]
pub fn mark(document: Document) -> Document {
    let mut document = rank::joined(document);
    document.entities = find(&document);
    document
}

/// Does the model decide alone whether a name of this kind is one?
#[must_use]
pub fn is_judged(kind: EntityKind) -> bool {
    use EntityKind::{Fac, Gpe, Loc, Org, Person};
    matches!(kind, Person | Org | Gpe | Loc | Fac)
}

/// The kind of a name; a place stays the kind of place that the parser took it for.
fn kind(document: &Document, candidate: &Candidate, named: Named) -> EntityKind {
    use EntityKind::{Fac, Gpe, Loc, Org, Person};
    let last = document.word(candidate.tokens.end - 1);
    match (named, candidate.kind) {
        (Named::Person, _) => Person,
        (Named::Organisation, _) => Org,
        (Named::Place, Some(kind @ (Gpe | Loc | Fac))) => kind,
        (Named::Place, _) if table::is(table::Sort::Facility, last) => Fac,
        (Named::Place, _) if table::is(table::Sort::Land, last) => Loc,
        (Named::Place, _) => Gpe,
    }
}
