//! The country of those who have none by themselves: "police in Lagos", "killed five people in Kabul".

use entente_types::{Country, Document, Participant, Root};

use super::act::Act;
use super::participant::People;
use super::{dateline, weight};

/// What tells where the participants of a document's acts are at home.
pub(super) struct Homes<'a> {
    people: &'a People<'a>,
    /// The country of the dateline.
    dateline: Option<Country>,
}

impl<'a> Homes<'a> {
    pub(super) fn new(document: &Document, people: &'a People<'a>) -> Self {
        let dateline = dateline::tokens(document)
            .filter_map(|token| people.country(people.at(token)?))
            .next();
        Self { people, dateline }
    }

    /// The country of one side of an act, if nobody on it has one: that of a place in the phrase, of the place of
    /// the act, or, for police, courts and governments, of the dateline.
    pub(super) fn of(
        &self,
        side: &[Participant],
        act: &Act,
        place: Option<&Country>,
    ) -> Option<Country> {
        let people = self.people;
        let has_own = |one: &Participant| {
            people
                .actor(one)
                .is_some_and(|actor| actor.country.is_some())
        };
        if side.is_empty() || side.iter().any(has_own) {
            return None;
        }
        let below = side.iter().find_map(|one| people.home_below(one.span));
        let here = || place.filter(|_| is_local(act.frame.root)).cloned();
        let rules = || side.iter().any(|one| weight::rules(people, one));
        below
            .or_else(here)
            .or_else(|| self.dateline.clone().filter(|_| rules()))
    }
}

/// Acts that touch those who are where they take place.
fn is_local(root: Root) -> bool {
    use Root::{Aid, Assault, Coerce, Mobilize, Protest, Retreat};
    matches!(root, Aid | Assault | Coerce | Mobilize | Protest | Retreat)
}
