//! Whether words are understood where they are shown: everybody and everything that they mean is named in them, and what
//! they say depends on nothing that stands outside.

pub(crate) mod introduced;
mod noun;
mod person;
mod thing;
mod torn;

use std::ops::Range;

use entente_types::{
    Actor, ActorId, ActorKind, Dep, Document, Entity, EntityKind, MentionForm, Span, Tag,
};

use crate::sentence::is_pointing;
use crate::story::Story;

/// Words of a report that are shown, under the name of who said them.
pub(crate) struct Shown<'s, 'a> {
    story: &'s Story<'a>,
    report: usize,
    document: &'a Document,
    /// By story id; nobody where no name stands above the words.
    speaker: Option<&'s ActorId>,
    /// What stands between quotation marks: there the speaker is "I".
    quoted: &'s [Span],
    tokens: Range<usize>,
}

impl<'s, 'a> Shown<'s, 'a> {
    pub(crate) fn new(
        story: &'s Story<'a>,
        report: usize,
        speaker: Option<&'s ActorId>,
        quoted: &'s [Span],
        span: Span,
    ) -> Self {
        let document = &story.documents[report];
        Self {
            story,
            report,
            document,
            speaker,
            quoted,
            tokens: document.tokens_in(span),
        }
    }

    /// Are the words understood without what stands around them?
    pub(crate) fn is_understood(&self) -> bool {
        let is_known = |idx: usize| self.is_named(idx) && self.is_no_stranger(idx);
        self.tokens.clone().all(is_known) && !self.is_torn()
    }

    /// Does the word name what it means, or is that named beside it?
    fn is_named(&self, idx: usize) -> bool {
        let token = &self.document.tokens[idx];
        match self.document.word(idx).to_lowercase().as_str() {
            "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => {
                self.is_person_named(idx)
            }
            "they" | "them" | "their" | "theirs" | "themselves" => self.are_several_named(idx),
            "it" | "its" | "itself" => self.is_thing_named(idx),
            "there" if token.dep == Dep::Advmod => self.has_before(idx, Self::is_place),
            "then" if self.is_after_preposition(idx) => self.has_before(idx, Self::is_day),
            "i" | "me" | "my" | "we" | "us" | "our" => {
                let is_pronoun = matches!(token.tag, Tag::Prp | Tag::PrpPoss);
                !is_pronoun || self.is_quoted(idx) || self.is_between_marks(idx)
            }
            "the" => self.is_the_named(idx),
            "same" => self.is_same_as_named(idx),
            "such" | "similar" => self.is_like_named(idx),
            "one" | "another" if token.dep == Dep::Nsubj => self.is_one_of_named(idx),
            "time" if self.is_at_the(idx) => self.has_before(idx, Self::is_day),
            word if is_pointing(word) => self.is_shown_what(idx),
            _ => token.dep != Dep::Nummod || self.are_all_named(idx),
        }
    }

    fn is_place(&self, idx: usize) -> bool {
        let is_place = |entity: Entity| {
            matches!(
                entity.kind,
                EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac
            )
        };
        self.document.entity_of(idx).is_some_and(is_place)
    }

    fn is_day(&self, idx: usize) -> bool {
        self.document.entity_of(idx).is_some_and(is_time)
    }

    fn is_after_preposition(&self, idx: usize) -> bool {
        let above = self.document.head(idx).filter(|above| *above < idx);
        above.is_some_and(|above| self.document.tokens[above].tag == Tag::In)
    }

    fn has_before(&self, idx: usize, fits: impl Fn(&Self, usize) -> bool) -> bool {
        (self.tokens.start..idx).any(|before| fits(self, before))
    }

    /// Who is named or described by the words that this token heads.
    fn actor_named_at(&self, idx: usize) -> Option<&Actor> {
        let mention = self.story.claims[self.report].actors.headed_by(idx)?;
        let id = self.story.people.id(self.report, &mention.actor);
        (mention.form != MentionForm::Pronoun)
            .then(|| self.story.people.actor(&id))
            .flatten()
    }

    fn has_speaker_that(&self, fits: impl Fn(ActorKind) -> bool) -> bool {
        let actor = self.speaker.and_then(|id| self.story.people.actor(id));
        actor.is_some_and(|actor| fits(actor.kind))
    }

    fn is_quoted(&self, idx: usize) -> bool {
        let token = self.document.tokens[idx].span;
        self.quoted.iter().any(|words| words.contains(token))
    }

    /// Does a mark of quotation stand open before the word in its paragraph? Else "I" is the writer.
    fn is_between_marks(&self, idx: usize) -> bool {
        /// A paragraph that is longer has forgotten a mark.
        const LONGEST: usize = 2000;
        let text = self.document.text();
        let before = &text[..self.document.tokens[idx].span.start as usize];
        let line = before.char_indices().rev().take(LONGEST);
        let start = line
            .take_while(|(_, letter)| *letter != '\n')
            .last()
            .map_or(before.len(), |(at, _)| at);
        let count = |mark: char| before[start..].matches(mark).count();
        count('“') > count('”') || count('"') % 2 == 1
    }
}

fn is_time(entity: Entity) -> bool {
    matches!(entity.kind, EntityKind::Date | EntityKind::Time)
}
