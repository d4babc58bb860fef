//! Nouns that point at others: "this plan", "the two leaders", "the same day", "such a loss".

use entente_types::{Actor, Dep, Mention, MentionForm, Pos, Tag};

use super::{Shown, is_time};

impl Shown<'_, '_> {
    /// "this", "those plans": is it told after it what is meant, or in a clause or by a noun before it?
    pub(super) fn is_shown_what(&self, idx: usize) -> bool {
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
    pub(super) fn is_same_as_named(&self, idx: usize) -> bool {
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
    pub(super) fn is_like_named(&self, idx: usize) -> bool {
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
    pub(super) fn is_one_of_named(&self, idx: usize) -> bool {
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
    pub(super) fn is_the_named(&self, idx: usize) -> bool {
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
    pub(super) fn is_at_the(&self, idx: usize) -> bool {
        let document = self.document;
        let is_word = |at: Option<usize>, word: &str| {
            at.is_some_and(|at| document.word(at).eq_ignore_ascii_case(word))
        };
        is_word(idx.checked_sub(2), "at")
            && is_word(idx.checked_sub(1), "the")
            && !document.children(idx).any(|child| child > idx)
    }

    /// "the two leaders": are as many named in the words, or is it told behind the noun which ones?
    pub(super) fn are_all_named(&self, idx: usize) -> bool {
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
}
