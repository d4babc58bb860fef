//! Whose voice an utterance is in: two names of a speaker can be one voice.

use entente_types::{Actor, ActorId, ActorKind, Country};

use crate::actors::People;

/// Who speaks, as far as that tells two speakers apart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Voice {
    /// By story id.
    speaker: Option<ActorId>,
    /// A person with a full name: two of them are two voices.
    is_named_person: bool,
    /// The country that the speaker is or speaks for.
    country: Option<Country>,
}

/// How two voices stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voices {
    /// One speaker.
    Same,
    /// A speaker who is not named, a spokesman for a body, a paper, an agency that reports the words: the
    /// two can be one.
    MayBeSame,
    /// Two persons, or those who speak for two countries.
    Different,
}

impl Voice {
    /// The voice of a speaker by story id.
    pub(crate) fn of(people: &People, speaker: Option<&ActorId>) -> Self {
        let actor = speaker.and_then(|id| people.actor(id));
        let is_full = |actor: &Actor| actor.name.split_whitespace().nth(1).is_some();
        let is_named_person = actor.is_some_and(|actor| {
            actor.kind == ActorKind::Person && is_full(actor) && actor.has_name()
        });
        let is_party = actor.is_some_and(is_party);
        Self {
            speaker: speaker.cloned(),
            is_named_person,
            country: speaker
                .filter(|_| is_party)
                .and_then(|id| people.country(id)),
        }
    }

    /// How this voice stands to another.
    pub(crate) fn beside(&self, other: &Self) -> Voices {
        match (&self.country, &other.country) {
            _ if self.speaker.is_some() && self.speaker == other.speaker => Voices::Same,
            _ if self.is_named_person && other.is_named_person => Voices::Different,
            (Some(one), Some(other)) if one != other => Voices::Different,
            _ => Voices::MayBeSame,
        }
    }
}

/// Papers and news media pass on what others say.
fn is_party(actor: &Actor) -> bool {
    actor.kind != ActorKind::Text && actor.sector.as_deref() != Some("MED")
}
