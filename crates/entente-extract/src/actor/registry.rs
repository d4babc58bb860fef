//! Actors and mentions while they are being found.

use std::collections::HashMap;
use std::ops::Range;

use entente_types::{Actor, ActorId, ActorKind, Actors, Country, Document, Ground, Mention};

use super::confidence::confidence;
use super::leader::Spell;
use super::scan::head_of;

/// What a text calls an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The word: office, occupation, title.
    pub word: &'static str,
    /// The names that tell it apart: "ohio" of "the Ohio governor", "democratic-party" of "the Democratic nominee".
    pub marks: Vec<String>,
}

/// An actor as known so far.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Kind and key.
    pub key: String,
    /// What it is.
    pub kind: ActorKind,
    /// Fullest name.
    pub name: String,
    /// Country code.
    pub country: Option<String>,
    /// Organisation, as the text names it.
    pub body: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Offices in order.
    pub offices: Vec<String>,
    /// Spells of office of the leader it is, if it is one.
    pub spells: Vec<&'static Spell>,
    /// What the text calls the actor: offices, occupations, titles.
    pub called: Vec<Called>,
    /// `m` or `f`, if a title or a pronoun told.
    pub gender: Option<char>,
    /// Several people.
    pub is_plural: bool,
    /// Held an office that the text calls former.
    pub is_former: bool,
}

impl Draft {
    /// Adds what the text calls the actor.
    pub fn call(&mut self, word: &'static str, marks: Vec<String>) {
        let called = Called { word, marks };
        if !self.called.contains(&called) {
            self.called.push(called);
        }
    }
}

/// One place that names an actor.
#[derive(Clone, Debug)]
pub struct Naming {
    /// Index of the draft.
    pub actor: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The token that heads them.
    pub head: usize,
    /// What ties it to the actor.
    pub ground: Ground,
    /// For how much of what is seen the actor accounts, where that was computed.
    pub share: f32,
}

/// Actors and mentions while they are being found.
#[derive(Default)]
pub struct Registry {
    /// In order of discovery.
    pub drafts: Vec<Draft>,
    /// In order of discovery.
    pub namings: Vec<Naming>,
    by_key: HashMap<String, usize>,
}

impl Registry {
    /// The actor with this key, made if it is new.
    pub fn actor(&mut self, key: &str, kind: ActorKind, name: &str) -> usize {
        if let Some(&actor) = self.by_key.get(key) {
            return actor;
        }
        let actor = self.drafts.len();
        self.by_key.insert(key.to_owned(), actor);
        self.drafts.push(Draft {
            key: key.to_owned(),
            kind,
            name: name.to_owned(),
            country: None,
            body: None,
            sector: None,
            offices: Vec::new(),
            spells: Vec::new(),
            called: Vec::new(),
            gender: None,
            is_plural: kind == ActorKind::Group,
            is_former: false,
        });
        actor
    }

    /// The actor with this key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// Is there an actor with this key?
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// Adds a mention.
    pub fn mention(
        &mut self,
        document: &Document,
        actor: usize,
        tokens: Range<usize>,
        ground: Ground,
    ) {
        self.mention_with(document, actor, tokens, (ground, 1.0));
    }

    /// Adds a mention on a ground for which a share was computed.
    pub fn mention_with(
        &mut self,
        document: &Document,
        actor: usize,
        tokens: Range<usize>,
        (ground, share): (Ground, f32),
    ) {
        if tokens.is_empty() {
            return;
        }
        let head = head_of(document, tokens.clone());
        self.namings.push(Naming {
            actor,
            tokens,
            head,
            ground,
            share,
        });
    }

    /// The actors and their mentions, in their final order.
    #[must_use]
    pub fn finish(self, document: &Document) -> Actors {
        let ids: Vec<ActorId> = self
            .drafts
            .iter()
            .map(|draft| ActorId(draft.key.clone()))
            .collect();
        let mut mentions: Vec<Mention> = self
            .namings
            .iter()
            .map(|naming| Mention {
                actor: ids[naming.actor].clone(),
                span: document.span(naming.tokens.clone()),
                head: naming.head as u32,
                form: naming.ground.form(),
                ground: naming.ground,
                confidence: confidence(naming.ground, naming.share),
            })
            .collect();
        mentions.sort_by(|a, b| (a.span, &a.actor).cmp(&(b.span, &b.actor)));
        mentions.dedup_by(|a, b| a.span == b.span);
        let mut surest = vec![0.0_f32; self.drafts.len()];
        for naming in &self.namings {
            let of = &mut surest[naming.actor];
            *of = of.max(confidence(naming.ground, naming.share));
        }
        let mut actors: Vec<Actor> = self
            .drafts
            .into_iter()
            .zip(surest)
            .filter(|(_, confidence)| *confidence > 0.0)
            .map(|(draft, confidence)| Actor {
                id: ActorId(draft.key),
                kind: draft.kind,
                name: draft.name,
                country: draft.country.map(Country),
                body: draft.body,
                sector: draft.sector,
                offices: draft.offices,
                confidence,
            })
            .collect();
        actors.sort_by(|a, b| a.id.cmp(&b.id));
        Actors { actors, mentions }
    }
}
