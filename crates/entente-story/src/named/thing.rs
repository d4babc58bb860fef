//! "it": is the thing that it means named in the words that are shown?

use entente_types::{ActorKind, Dep, Pos, Tag};

use super::{Shown, is_time};

impl Shown<'_, '_> {
    pub(super) fn is_thing_named(&self, idx: usize) -> bool {
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
}
