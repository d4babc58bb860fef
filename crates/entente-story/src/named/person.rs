//! Persons: is whom "he", "they" or a surname means named in the words that are shown, or above them?

use entente_types::{ActorKind, Dep, Ground, Mention, MentionForm, Tag};

use super::Shown;

impl Shown<'_, '_> {
    /// "Garcia" alone says little of somebody whom this report alone introduces by a full name: that has to stand in the words, or
    /// an office before the surname.
    pub(super) fn is_no_stranger(&self, idx: usize) -> bool {
        let (people, claims) = (&self.story.people, self.story.claims[self.report]);
        let mention = claims.actors.headed_by(idx);
        let is_part =
            |mention: &&Mention| matches!(mention.ground, Ground::Surname | Ground::SharedSurname);
        // Who is only mentioned beside what is told can stay unknown.
        let dep = self.document.tokens[idx].dep;
        let is_told_of = matches!(dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Poss);
        let mention = mention.filter(|_| is_told_of && !self.is_quoted(idx));
        let Some(mention) = mention.filter(is_part) else {
            return true;
        };
        let id = people.id(self.report, &mention.actor);
        let is_stranger = people.actor(&id).is_some_and(|actor| {
            actor.kind == ActorKind::Person && actor.country.is_none() && people.n_reports(&id) < 2
        });
        let is_whole = |other: &Mention| {
            other.actor == mention.actor
                && other.ground == Ground::FullName
                && self.tokens.contains(&(other.head as usize))
        };
        !is_stranger
            || self.story.documents.len() < 2
            || self.speaker == Some(&id)
            || self.has_office_before(mention)
            || claims.actors.mentions.iter().any(is_whole)
    }

    /// "Senator Garcia", but not "Mr. Garcia".
    fn has_office_before(&self, mention: &Mention) -> bool {
        const PLAIN: [&str; 6] = ["mr", "mr.", "mrs", "mrs.", "ms", "ms."];
        let first = self.document.tokens_in(mention.span).start;
        first.checked_sub(1).is_some_and(|before| {
            let word = self.document.word(before).to_lowercase();
            let is_title = self.document.tokens[before].tag == Tag::Nnp;
            is_title && !PLAIN.contains(&word.as_str())
        })
    }

    pub(super) fn is_person_named(&self, idx: usize) -> bool {
        let is_person = |before: usize| {
            self.actor_named_at(before)
                .is_some_and(|actor| actor.kind == ActorKind::Person)
        };
        self.is_meant_named(idx)
            .unwrap_or_else(|| self.has_before(idx, |_, before| is_person(before)))
    }

    pub(super) fn are_several_named(&self, idx: usize) -> bool {
        let are_several = |before: usize| {
            let token = &self.document.tokens[before];
            matches!(token.tag, Tag::Nns | Tag::Nnps)
                || self
                    .actor_named_at(before)
                    .is_some_and(|actor| actor.kind != ActorKind::Person)
        };
        let is_theirs =
            !self.is_quoted(idx) && self.has_speaker_that(|kind| kind != ActorKind::Person);
        is_theirs || self.has_before(idx, |_, before| are_several(before))
    }

    /// Of a pronoun that is known to mean somebody: do these words or the name above them name whom?
    fn is_meant_named(&self, idx: usize) -> Option<bool> {
        let actors = &self.story.claims[self.report].actors;
        let meant = &actors.headed_by(idx)?.actor;
        let id = self.story.people.id(self.report, meant);
        let is_speaker = self.speaker == Some(&id) && !self.is_quoted(idx);
        let names = |mention: &Mention| {
            mention.form != MentionForm::Pronoun
                && self.tokens.contains(&(mention.head as usize))
                && (mention.actor == *meant
                    || self.story.people.id(self.report, &mention.actor) == id)
        };
        Some(is_speaker || actors.mentions.iter().any(names))
    }
}
