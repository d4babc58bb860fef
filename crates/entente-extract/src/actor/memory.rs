//! What a text has said so far: the last actor of each office and kind.

use std::collections::HashMap;

use entente_types::ActorKind;

use super::pronoun::Seen;
use super::pronoun::person::Context;
use super::registry::{Naming, Registry};

/// What was said so far: the last actor of each office and kind.
pub struct Memory<'a> {
    order: Vec<usize>,
    next: usize,
    last_by_office: HashMap<String, usize>,
    /// Where states were named, and which.
    last_states: Vec<(usize, usize)>,
    /// The mentions so far.
    pub context: Context<'a>,
    /// How many were introduced under a key.
    pub n_new: HashMap<String, usize>,
}

impl<'a> Memory<'a> {
    /// An empty memory before the first name.
    #[must_use]
    pub fn new(registry: &Registry, context: Context<'a>) -> Self {
        let mut order: Vec<usize> = (0..registry.namings.len()).collect();
        order.sort_by_key(|&idx| registry.namings[idx].tokens.start);
        Self {
            order,
            next: 0,
            last_by_office: HashMap::new(),
            last_states: Vec::new(),
            context,
            n_new: HashMap::new(),
        }
    }

    /// Takes in the names up to a token.
    pub fn pass(&mut self, registry: &Registry, until: usize) {
        while let Some(naming) = self
            .order
            .get(self.next)
            .map(|&idx| &registry.namings[idx])
            .filter(|naming| naming.tokens.start < until)
        {
            self.next += 1;
            self.see(registry, naming);
        }
    }

    /// Takes in one naming of an actor.
    pub fn see(&mut self, registry: &Registry, naming: &Naming) {
        let (actor, at) = (naming.actor, naming.tokens.start);
        let draft = &registry.drafts[actor];
        self.context.see(Seen::new(self.context.document(), naming));
        for office in &draft.offices {
            self.last_by_office.insert(office.clone(), actor);
        }
        if draft.kind == ActorKind::Organisation
            && let Some(word) = draft.name.to_lowercase().split(' ').next_back()
        {
            self.last_by_office.insert(word.to_owned(), actor);
        }
        if draft.kind == ActorKind::State {
            self.last_states.push((at, actor));
        }
    }

    /// Takes in the mention that was added last.
    pub fn see_last(&mut self, registry: &Registry) {
        if let Some(naming) = registry.namings.last() {
            self.see(registry, naming);
        }
    }

    /// The only state that was named from a token on.
    #[must_use]
    pub fn only_state(&self, from: usize) -> Option<usize> {
        let near = self.last_states.iter().rev();
        let mut near = near
            .take_while(|(at, _)| *at >= from)
            .map(|(_, actor)| *actor);
        let last = near.next()?;
        near.all(|actor| actor == last).then_some(last)
    }

    /// Who was last spoken of by this office or kind.
    #[must_use]
    pub fn last(&self, office: &str) -> Option<usize> {
        self.last_by_office.get(office).copied()
    }
}
