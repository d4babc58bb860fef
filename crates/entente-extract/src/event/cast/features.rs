//! What tells whether somebody takes part in an act.

use std::collections::BTreeMap;

use entente_types::{ActorKind, Dep, Document, MentionForm, Participant, Pos};

use super::Candidate;
use crate::cluster;
use crate::event::act::{self, Act};
use crate::event::learned::{Bag, Features};
use crate::event::participant::People;
use crate::event::{Sides, argument};

/// Longest walk towards the root of the sentence.
const MAX_STEPS: usize = 8;

/// Looks at one act and those around it.
pub(super) struct Reader<'a> {
    document: &'a Document,
    people: &'a People<'a>,
    act: &'a Act,
    proposed: &'a Sides,
    /// From the act's word up to the root of its sentence.
    above: Vec<usize>,
    /// The words of the slots, by the slot's name.
    slots: Vec<(&'static str, Vec<usize>)>,
    root: String,
    lemma: String,
    kind: &'static str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        document: &'a Document,
        people: &'a People<'a>,
        acts: &BTreeMap<usize, Act>,
        act: &'a Act,
        proposed: &'a Sides,
    ) -> Self {
        let is_passive = !act.nominal && argument::of_verb(document, act.token).passive;
        Self {
            document,
            people,
            act,
            proposed,
            above: upward(document, act.token),
            slots: slots(document, acts, act),
            root: format!("{:?}", act.frame.root),
            lemma: act::lemma(document, act.token).into_owned(),
            kind: match (act.nominal, is_passive) {
                (true, _) => "noun",
                (_, true) => "passive",
                _ => "active",
            },
        }
    }

    /// What tells whether the phrase with this head takes part.
    pub(super) fn features(&self, head: usize, participant: &Participant) -> Features {
        let mut bag = Bag::default();
        bag.add_all(&["bias"], 1.0);
        bag.add_all(&["bias", &self.root], 0.5);
        bag.add_all(&["bias", self.kind], 0.5);
        self.of_proposal(&mut bag, participant);
        self.of_slots(&mut bag, head);
        self.of_path(&mut bag, head);
        self.of_party(&mut bag, head, participant);
        self.of_place(&mut bag, head);
        bag.pairs()
    }

    /// What tells whether a side stays empty.
    pub(super) fn nobody(&self, candidates: &[Candidate]) -> Features {
        let mut bag = Bag::default();
        let number = |n: usize| ["0", "1", "2", "3"][n.min(3)];
        let n_candidates = number(candidates.len());
        let n_actors = number(self.proposed.actors.len());
        let n_recipients = number(self.proposed.recipients.len());
        let mode = self.act.frame.mode.unwrap_or("-");
        bag.add_all(&["nobody"], 1.0);
        bag.add_all(&["nobody", &self.root, self.kind], 1.0);
        bag.add_all(&["nobody", &self.lemma, self.kind], 1.0);
        bag.add_all(&["nobody", mode, self.kind], 0.7);
        bag.add_all(&["nobody", "among", n_candidates], 0.7);
        bag.add_all(&["nobody", "proposed", n_actors, n_recipients], 1.0);
        bag.add_all(
            &[
                "nobody",
                "proposed",
                n_actors,
                n_recipients,
                self.kind,
                &self.root,
            ],
            0.7,
        );
        for (name, words) in &self.slots {
            let filled = if words.is_empty() { "empty" } else { "filled" };
            bag.add_all(&["nobody", name, filled, self.kind], 0.7);
            bag.add_all(&["nobody", name, filled, &self.root], 0.5);
            if let (Some(&word), "object" | "subject" | "recipient 1") = (words.first(), *name) {
                learned_like(&mut bag, self.document, name, word);
            }
        }
        let trigger = &self.document.tokens[self.act.token];
        bag.add_all(&["nobody", "dep", trigger.dep.as_str(), self.kind], 0.7);
        bag.add_all(&["nobody", "tag", trigger.tag.as_str()], 0.5);
        bag.pairs()
    }

    fn of_proposal(&self, bag: &mut Bag, participant: &Participant) {
        let place = |side: &[Participant]| match side
            .iter()
            .position(|one| one.span.overlaps(participant.span))
        {
            Some(0) => "first",
            Some(_) => "later",
            None if side.is_empty() => "nobody",
            None => "other",
        };
        let actor = place(&self.proposed.actors);
        let recipient = place(&self.proposed.recipients);
        bag.add_all(&["proposed", actor, recipient], 1.0);
        bag.add_all(&["proposed", actor, recipient, &self.root], 1.0);
        bag.add_all(&["proposed", actor, recipient, self.kind], 1.0);
        bag.add_all(&["proposed", actor, recipient, &self.lemma], 0.7);
        if let Some(mode) = self.act.frame.mode {
            bag.add_all(&["proposed", actor, recipient, mode], 0.5);
        }
    }

    fn of_slots(&self, bag: &mut Bag, head: usize) {
        let above = upward(self.document, head);
        let mut is_any = false;
        for (name, words) in &self.slots {
            let Some(depth) = above.iter().take(5).position(|token| words.contains(token)) else {
                continue;
            };
            is_any = true;
            let depth = ["0", "1", "2", "3", "4"][depth];
            bag.add_all(&["slot", name], 0.5);
            bag.add_all(&["slot", name, depth], 0.7);
            bag.add_all(&["slot", name, &self.root], 0.7);
            bag.add_all(&["slot", name, depth, self.kind, &self.root], 0.7);
            bag.add_all(&["slot", name, &self.lemma], 0.7);
        }
        if !is_any {
            bag.add_all(&["slot", "none"], 1.0);
            bag.add_all(&["slot", "none", &self.root], 0.5);
        }
    }

    fn of_path(&self, bag: &mut Bag, head: usize) {
        let document = self.document;
        let own = upward(document, head);
        let meet = own.iter().position(|token| self.above.contains(token));
        let Some(meet) = meet else {
            bag.add_all(&["path", "far"], 1.0);
            return;
        };
        let back = self.above.iter().position(|token| *token == own[meet]);
        let back = back.unwrap_or_default();
        let mut path = String::new();
        for &token in &own[..meet] {
            path.push_str(document.tokens[token].dep.as_str());
            if matches!(document.tokens[token].dep, Dep::Prep | Dep::Agent) {
                path.push(':');
                path.push_str(&document.tokens[token].lemma);
            }
            path.push('^');
        }
        for &token in self.above[..back].iter().rev() {
            path.push_str(document.tokens[token].dep.as_str());
            path.push('_');
        }
        let length = ["0", "1", "2", "3", "4", "5", "6", "7"][(meet + back).min(7)];
        bag.add_all(&["path", &path], 1.0);
        bag.add_all(&["path", &path, self.kind], 1.0);
        bag.add_all(&["path", &path, &self.root], 1.0);
        bag.add_all(&["path", &path, &self.lemma], 0.7);
        bag.add_all(&["length", length], 0.5);
        bag.add_all(
            &[
                "up",
                ["0", "1", "2", "3", "4", "5", "6", "7"][meet.min(7)],
                self.kind,
            ],
            0.5,
        );
        bag.add_all(
            &[
                "down",
                ["0", "1", "2", "3", "4", "5", "6", "7"][back.min(7)],
                self.kind,
            ],
            0.5,
        );
        // The verbs on the way say who controls whom.
        for &token in own[..=meet]
            .iter()
            .skip(1)
            .chain(&self.above[1.min(back)..back])
        {
            if argument::is_verb(document, token) && token != self.act.token {
                let verb = act::lemma(document, token);
                bag.add_all(&["over", &verb, side_of(document, &own, token)], 0.7);
                if let Some((fine, _)) = cluster::of(&verb) {
                    bag.add_all(
                        &[
                            "over like",
                            &fine.to_string(),
                            side_of(document, &own, token),
                        ],
                        0.4,
                    );
                }
            }
        }
        let last = own[..meet].last().copied().unwrap_or(head);
        let joint = document.tokens[last].dep.as_str();
        bag.add_all(&["joint", joint, self.kind], 0.7);
        bag.add_all(&["joint", joint, &self.root], 0.5);
        if meet > 0 && back == 0 {
            let word = &document.tokens[last].lemma;
            if matches!(document.tokens[last].dep, Dep::Prep | Dep::Agent) {
                bag.add_all(&["by", word, &self.root], 0.7);
                bag.add_all(&["by", word, &self.lemma], 0.7);
            }
        }
        // What stands between: "the government's [tanker]".
        for &token in own[..meet].iter().skip(1).take(2) {
            if document.tokens[token].pos == Pos::Noun {
                learned_like(bag, document, "through", token);
            }
        }
    }

    fn of_party(&self, bag: &mut Bag, head: usize, participant: &Participant) {
        let document = self.document;
        let actor = self.people.actor(participant);
        let kind = match actor.map(|actor| actor.kind) {
            Some(ActorKind::State) => "state",
            Some(ActorKind::Person) => "person",
            Some(ActorKind::Organisation) => "organisation",
            Some(ActorKind::Group) => "group",
            Some(_) => "other",
            None => "unknown",
        };
        let sector = actor
            .and_then(|actor| actor.sector.as_deref())
            .unwrap_or("-");
        let form = match self.people.headed_by(head).map(|mention| mention.form) {
            Some(MentionForm::Pronoun) => "pronoun",
            Some(_) => "words",
            None => "unknown",
        };
        let entity = document
            .entity_of(head)
            .map_or("none", |entity| entity.kind.as_str());
        let word = &document.tokens[head];
        bag.add_all(&["kind", kind], 0.5);
        bag.add_all(&["kind", kind, &self.root, self.kind], 0.7);
        bag.add_all(&["sector", sector, &self.root], 0.7);
        bag.add_all(&["form", form, self.kind], 0.5);
        bag.add_all(&["entity", entity, kind], 0.5);
        bag.add_all(&["entity", entity, &self.root], 0.5);
        bag.add_all(&["dep", word.dep.as_str(), kind], 0.7);
        bag.add_all(&["dep", word.dep.as_str(), word.pos.as_str()], 0.5);
        if word.pos == Pos::Noun {
            learned_like(bag, document, "party", head);
        }
        if let Some(over) = document.head(head) {
            let over_word = &document.tokens[over];
            bag.add_all(&["under", over_word.pos.as_str(), word.dep.as_str()], 0.5);
            if matches!(over_word.dep, Dep::Prep | Dep::Agent) {
                bag.add_all(&["under", &over_word.lemma, self.kind], 0.7);
                bag.add_all(&["under", &over_word.lemma, entity], 0.5);
            }
        }
    }

    fn of_place(&self, bag: &mut Bag, head: usize) {
        let document = self.document;
        let (first, last) = (head.min(self.act.token), head.max(self.act.token));
        let side = if head < self.act.token {
            "before"
        } else {
            "after"
        };
        let far = match last - first {
            0..=2 => "near",
            3..=6 => "some",
            7..=14 => "far",
            _ => "very far",
        };
        let n_verbs = (first + 1..last)
            .take(60)
            .filter(|&token| argument::is_verb(document, token))
            .count();
        let n_verbs = ["0", "1", "2", "3"][n_verbs.min(3)];
        bag.add_all(&["side", side, self.kind], 0.7);
        bag.add_all(&["side", side, &self.root], 0.5);
        bag.add_all(&["side", side, far, self.kind], 0.7);
        bag.add_all(&["between", side, n_verbs, self.kind], 0.7);
        if self.act.consumed.contains(&head) {
            bag.add_all(&["consumed"], 1.0);
            bag.add_all(&["consumed", &self.root], 0.5);
        }
        if head == self.act.token {
            bag.add_all(&["self"], 1.0);
        }
    }
}

/// Is the phrase below the verb as its subject, its object, or otherwise?
fn side_of(document: &Document, own: &[usize], verb: usize) -> &'static str {
    let below = own
        .windows(2)
        .find(|pair| pair[1] == verb)
        .map(|pair| pair[0]);
    below.map_or("none", |below| document.tokens[below].dep.as_str())
}

/// The groups of like words that a word stands in.
fn learned_like(bag: &mut Bag, document: &Document, kind: &str, token: usize) {
    let lemma = act::lemma(document, token);
    bag.add_all(&[kind, &lemma], 0.5);
    if let Some((fine, coarse)) = cluster::of(&lemma) {
        bag.add_all(&[kind, "fine", &fine.to_string()], 0.5);
        bag.add_all(&[kind, "coarse", &coarse.to_string()], 0.4);
    }
}

/// A token and those above it.
fn upward(document: &Document, token: usize) -> Vec<usize> {
    std::iter::once(token)
        .chain(document.ancestors(token))
        .take(MAX_STEPS)
        .collect()
}

fn slots(
    document: &Document,
    acts: &BTreeMap<usize, Act>,
    act: &Act,
) -> Vec<(&'static str, Vec<usize>)> {
    const NAMES: [&str; 4] = ["recipient 1", "recipient 2", "recipient 3", "recipient 4"];
    let mut found = vec![("subject", act.subjects.clone())];
    for (name, words) in NAMES.into_iter().zip(&act.recipients) {
        found.push((name, words.clone()));
    }
    found.push(("object", act.object.into_iter().collect()));
    if let Some(inner) = act.inner {
        let arguments = argument::of_verb(document, inner);
        found.push(("inner subject", arguments.subjects));
        found.push(("inner object", arguments.objects));
        if let Some(inner) = acts.get(&inner) {
            found.push(("inner recipient", inner.recipients.concat()));
        }
    }
    if let Some(done) = act.object.and_then(|object| acts.get(&object)) {
        found.push(("object's subject", done.subjects.clone()));
        found.push(("object's recipient", done.recipients.concat()));
    }
    if act.nominal && act.governor != act.token {
        let arguments = argument::of_verb(document, act.governor);
        found.push(("lent subject", arguments.subjects));
        found.push(("lent object", arguments.objects));
    }
    found
}
