//! Whether words are understood where they are shown: everybody and everything that they mean is named in them, and what
//! they say depends on nothing that stands outside.

pub(crate) mod introduced;

use std::ops::Range;

use entente_types::{
    Actor, ActorId, ActorKind, Dep, Document, Entity, EntityKind, Ground, Mention, MentionForm,
    Pos, Span, Tag,
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

    /// "Garcia" alone says little of somebody whom this report alone introduces by a full name: that has to stand in the words, or
    /// an office before the surname.
    fn is_no_stranger(&self, idx: usize) -> bool {
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

    fn is_person_named(&self, idx: usize) -> bool {
        let is_person = |before: usize| {
            self.actor_named_at(before)
                .is_some_and(|actor| actor.kind == ActorKind::Person)
        };
        self.is_meant_named(idx)
            .unwrap_or_else(|| self.has_before(idx, |_, before| is_person(before)))
    }

    fn are_several_named(&self, idx: usize) -> bool {
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

    fn is_thing_named(&self, idx: usize) -> bool {
        // "a reason for it" is not the reason; "the age of reason and its ends" is.
        let document = self.document;
        let is_whole = document.word(idx).eq_ignore_ascii_case("it");
        let in_clause =
            |above: &usize| !matches!(document.tokens[*above].pos, Pos::Verb | Pos::Aux);
        let above = document.ancestors(idx).take(40).take_while(in_clause);
        let above: Vec<usize> = above.filter(|_| is_whole).collect();
        let is_thing = |before: usize| {
            let token = &self.document.tokens[before];
            let is_person = self
                .actor_named_at(before)
                .is_some_and(|actor| actor.kind == ActorKind::Person);
            matches!(token.tag, Tag::Nn | Tag::Nnp | Tag::Nnps)
                && !is_person
                && !above.contains(&before)
                && !self.document.entity_of(before).is_some_and(is_time)
        };
        let is_theirs =
            !self.is_quoted(idx) && self.has_speaker_that(|kind| kind != ActorKind::Person);
        let is_known = is_theirs || self.is_empty(idx) || self.is_told_behind(idx);
        is_known || self.has_before(idx, |_, before| is_thing(before))
    }

    /// "I cannot overstate it: the water rises": does what it means follow?
    fn is_told_behind(&self, idx: usize) -> bool {
        const SHORTEST: usize = 3;
        self.tokens.contains(&(idx + SHORTEST)) && self.document.word(idx + 1) == ":"
    }

    /// "it is clear that", "it takes years to": does the word stand for what follows?
    fn is_empty(&self, idx: usize) -> bool {
        let document = self.document;
        let token = &document.tokens[idx];
        if token.dep == Dep::Expl {
            return true;
        }
        let is_what = |child: usize| {
            child > idx
                && matches!(
                    document.tokens[child].dep,
                    Dep::Ccomp | Dep::Xcomp | Dep::Csubj | Dep::Advcl | Dep::Relcl | Dep::Acl
                )
        };
        let Some(verb) = document.head(idx).filter(|_| token.dep == Dep::Nsubj) else {
            return false;
        };
        let is_weak = ["be", "seem", "take", "appear", "become", "make", "look"]
            .contains(&document.tokens[verb].lemma.as_str());
        let parts = || document.children(verb).filter(|&child| child > verb);
        is_weak
            && (parts().any(is_what)
                || parts().any(|part| document.children(part).any(is_what))
                || parts().any(|part| document.entity_of(part).is_some_and(is_time)))
    }

    /// "this", "those plans": is it told after it what is meant, or in a clause or by a noun before it?
    fn is_shown_what(&self, idx: usize) -> bool {
        /// There is one of them, where and when somebody speaks.
        const PRESENT: [&str; 16] = [
            "country",
            "nation",
            "president",
            "administration",
            "government",
            "house",
            "city",
            "town",
            "state",
            "world",
            "room",
            "congress",
            "community",
            "campaign",
            "court",
            "building",
        ];
        let document = self.document;
        let token = &document.tokens[idx];
        let is_word = matches!(token.pos, Pos::Pron | Pos::Det)
            && !matches!(token.dep, Dep::Mark)
            && !matches!(token.tag, Tag::Wdt | Tag::Wp | Tag::In | Tag::Pdt | Tag::Rb);
        let ends = || {
            let next = document.tokens.get(idx + 1);
            next.is_none_or(|next| next.pos == Pos::Punct)
        };
        if !is_word && !ends() {
            return true;
        }
        let told_after =
            |noun: usize| self.is_told_by(noun, idx, &[Dep::Relcl, Dep::Acl, Dep::Prep]);
        if token.dep != Dep::Det {
            return told_after(idx) || self.has_clause_before(idx);
        }
        let noun = token.head as usize;
        let lemma = document.tokens[noun].lemma.to_lowercase();
        let is_same = |before: usize| document.tokens[before].lemma.to_lowercase() == lemma;
        let is_near = document.word(idx).eq_ignore_ascii_case("this");
        // "this week" is the reader's, "that day" another's.
        is_near && document.entity_of(noun).is_some_and(is_time)
            || told_after(noun)
            || is_near && PRESENT.contains(&lemma.as_str())
            || self.has_before(idx, |_, before| is_same(before))
            || self.has_clause_before(idx)
    }

    /// "a woman of the same name": does it stand before that, or behind an "as", the same as what?
    fn is_same_as_named(&self, idx: usize) -> bool {
        let document = self.document;
        let Some(noun) = document.head(idx).filter(|&noun| noun > idx) else {
            return true;
        };
        let lemma = &document.tokens[noun].lemma;
        let tells = [Dep::Prep, Dep::Relcl, Dep::Acl, Dep::Advcl];
        let is_time = document.entity_of(noun).is_some_and(is_time);
        // "at the same time", "in the same way": no thing.
        const MANNERS: [&str; 12] = [
            "time", "way", "day", "moment", "thing", "goal", "period", "year", "month", "week",
            "night", "morning",
        ];
        is_time
            || MANNERS.contains(&lemma.as_str())
            || self.is_told_by(noun, noun, &tells)
            || self.has_before(idx, |shown, before| {
                shown.document.tokens[before].lemma == *lemma
            })
    }

    /// "such a plan", "a similar drop": is it told before it, or behind an "as" or a "to", what it is like?
    fn is_like_named(&self, idx: usize) -> bool {
        let document = self.document;
        let token = &document.tokens[idx];
        let Some(noun) = document.head(idx).filter(|&noun| noun > idx) else {
            return true;
        };
        let is_before_noun = matches!(token.dep, Dep::Amod | Dep::Predet | Dep::Det | Dep::Nmod);
        let is_link =
            |at: usize| ["as", "to", "that"].contains(&document.word(at).to_lowercase().as_str());
        let lemma = &document.tokens[noun].lemma;
        !is_before_noun
            || is_link(idx + 1)
            || document.tokens.len() > noun + 1 && is_link(noun + 1)
            || self.has_clause_before(idx)
            || self.has_before(idx, |shown, before| {
                shown.document.tokens[before].lemma == *lemma
            })
    }

    /// "Another accused him": of whom is told behind an "of", or stands before it? "No one" is of nobody.
    fn is_one_of_named(&self, idx: usize) -> bool {
        let is_told = |child: usize| {
            let dep = self.document.tokens[child].dep;
            child < idx && dep == Dep::Det || child > idx && dep == Dep::Prep
        };
        let is_plural = |shown: &Self, before: usize| {
            matches!(shown.document.tokens[before].tag, Tag::Nns | Tag::Nnps)
        };
        self.document.children(idx).any(is_told) || self.has_before(idx, is_plural)
    }

    /// "the report": if a sentence before these words introduces one, is it told here which is meant?
    fn is_the_named(&self, idx: usize) -> bool {
        let document = self.document;
        let noun = idx + 1;
        let Some(token) = document.tokens.get(noun) else {
            return true;
        };
        let lemma = token.lemma.as_str();
        let tells = [
            Dep::Prep,
            Dep::Relcl,
            Dep::Acl,
            Dep::Appos,
            Dep::Ccomp,
            Dep::Nummod,
        ];
        document.tokens[idx].dep != Dep::Det
            || document.tokens[idx].head as usize != noun
            || self.is_told_by(noun, idx, &tells)
            || document.entity_of(noun).is_some()
            || self
                .story
                .introduced()
                .before(self.report, noun)
                .is_none_or(|first| self.tokens.contains(&first))
            || self.is_described_named(noun)
            || self.has_before(idx, |shown, before| {
                shown.document.tokens[before].lemma == lemma
            })
    }

    /// Of "the official": do the words have the name of whom that means, or does it stand above them?
    fn is_described_named(&self, noun: usize) -> bool {
        let actors = &self.story.claims[self.report].actors;
        let Some(meant) = actors.headed_by(noun).map(|mention| &mention.actor) else {
            return false;
        };
        let is_name = |mention: &Mention| {
            mention.form == MentionForm::Name
                && mention.actor == *meant
                && self.tokens.contains(&(mention.head as usize))
        };
        self.speaker == Some(&self.story.people.id(self.report, meant))
            || actors.mentions.iter().any(is_name)
    }

    /// "at the time", with nothing behind it that tells which?
    fn is_at_the(&self, idx: usize) -> bool {
        let document = self.document;
        let is_word = |at: Option<usize>, word: &str| {
            at.is_some_and(|at| document.word(at).eq_ignore_ascii_case(word))
        };
        is_word(idx.checked_sub(2), "at")
            && is_word(idx.checked_sub(1), "the")
            && !document.children(idx).any(|child| child > idx)
    }

    /// "the two leaders": are as many named in the words, or is it told behind the noun which ones?
    fn are_all_named(&self, idx: usize) -> bool {
        let document = self.document;
        let noun = document.tokens[idx].head as usize;
        let is_the = |child: usize| child < idx && document.word(child).eq_ignore_ascii_case("the");
        let tells = [Dep::Prep, Dep::Relcl, Dep::Acl, Dep::Appos];
        let is_small =
            ["two", "three", "four"].contains(&document.word(idx).to_lowercase().as_str());
        let is_plural = document.tokens[noun].tag == Tag::Nns;
        let is_meant = is_small && is_plural && document.children(noun).any(is_the);
        if !is_meant
            || self.is_told_by(noun, noun, &tells)
            || document.entity_of(noun).is_some_and(is_time)
        {
            return true;
        }
        let named = self
            .tokens
            .clone()
            .filter(|&at| self.actor_named_at(at).is_some_and(Actor::has_name));
        named.take(2).count() == 2
    }

    /// Does a part of the noun's phrase, behind a token, tell which one is meant?
    fn is_told_by(&self, noun: usize, from: usize, tells: &[Dep]) -> bool {
        let mut parts = self.document.children(noun);
        parts.any(|child| child > from && tells.contains(&self.document.tokens[child].dep))
    }

    /// Does another clause stand before the word, that it can point at?
    fn has_clause_before(&self, idx: usize) -> bool {
        let above: Vec<usize> = self.document.ancestors(idx).take(40).collect();
        self.has_before(idx, |shown, before| {
            let token = &shown.document.tokens[before];
            let is_verb = matches!(token.pos, Pos::Verb | Pos::Aux);
            let is_helper = matches!(token.dep, Dep::Aux | Dep::Auxpass);
            is_verb && !is_helper && !above.contains(&before)
        })
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

    /// Are the words torn out of their sentence: does a "not", an "if" or an "unless" stand outside, or who it is of whom they
    /// tell, or what that one does?
    fn is_torn(&self) -> bool {
        let document = self.document;
        let (Some(first), Some(last)) = (self.tokens.clone().next(), self.tokens.clone().last())
        else {
            return false;
        };
        let sentences = document.sentence_of(first)..=document.sentence_of(last);
        let around = sentences.flat_map(|number| document.sentences[number].tokens());
        let is_inside = |idx: usize| self.tokens.contains(&idx);
        let tears = |idx: usize| {
            let token = &document.tokens[idx];
            let is_above_inside = document.head(idx).is_some_and(is_inside);
            match token.dep {
                Dep::Nsubj | Dep::Nsubjpass => is_inside(idx) != is_above_inside,
                Dep::Advcl => is_inside(idx) && self.is_only_condition(idx),
                Dep::Neg => !is_inside(idx) && is_above_inside,
                Dep::Relcl => is_inside(idx) && !is_above_inside,
                Dep::Mark => {
                    let word = document.word(idx).to_lowercase();
                    !is_inside(idx) && ["if", "unless"].contains(&word.as_str())
                }
                _ => false,
            }
        };
        around.into_iter().any(tears) || self.is_list_cut()
    }

    /// "If the mayor agrees –": do the words begin with a clause that hangs on another, which stands outside?
    fn is_only_condition(&self, clause: usize) -> bool {
        let document = self.document;
        let is_outside = document
            .head(clause)
            .is_some_and(|above| !self.tokens.contains(&above));
        let marks = |child: usize| {
            self.tokens.contains(&child)
                && matches!(document.tokens[child].tag, Tag::In | Tag::Wrb)
                && matches!(document.tokens[child].dep, Dep::Mark | Dep::Advmod)
        };
        let is_first = |child: usize| {
            let mut before = self.tokens.start..child;
            before.all(|idx| matches!(document.tokens[idx].pos, Pos::Punct | Pos::Space))
        };
        let mut children = document.children(clause);
        is_outside && children.any(|child| marks(child) && is_first(child))
    }

    /// "in the following ways:": do the words announce what is not shown?
    fn is_list_cut(&self) -> bool {
        const NEAR: usize = 4;
        let word = |idx: usize| self.document.word(idx);
        let end = self.tokens.end;
        let last = if self.tokens.clone().last().map(word) == Some(":") {
            end - 1
        } else {
            end
        };
        let is_open = last < self.document.tokens.len() && word(last) == ":";
        is_open
            && (self.tokens.start.max(last.saturating_sub(NEAR))..last)
                .any(|idx| ["following", "follows"].contains(&word(idx)))
    }
}

fn is_time(entity: Entity) -> bool {
    matches!(entity.kind, EntityKind::Date | EntityKind::Time)
}
