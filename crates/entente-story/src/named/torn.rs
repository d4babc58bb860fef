//! Words that are no whole: they end in the midst, or what they hang on is missing.

use entente_types::{Dep, Pos, Tag};

use super::Shown;

impl Shown<'_, '_> {
    /// Are the words torn out of their sentence: does a "not", an "if" or an "unless" stand outside, or who it is of whom they
    /// tell, or what that one does?
    pub(super) fn is_torn(&self) -> bool {
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
