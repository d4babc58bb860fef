//! Which act stands between two given phrases.

use std::collections::BTreeMap;

use entente_types::{Document, Polarity, Realis, Root, Span};

use super::act::{self, Act};
use super::{argument, counted, learned, manner};

/// Longest walk from a phrase to the act over it.
const MAX_STEPS: usize = 10;

/// The PLOVER root of what `actor` does to `recipient`, both given by their words.
///
/// CONCEDE stands for RETREAT too.
#[must_use]
pub fn between(document: &Document, actor: &[Span], recipient: &[Span]) -> Option<Root> {
    if let Some(model) = learned::SHIPPED.as_ref() {
        return Some(model.best(&learned::features(document, actor, recipient)));
    }
    by_frames(document, actor, recipient)
}

/// The same by the frames alone.
#[must_use]
pub fn by_frames(document: &Document, actor: &[Span], recipient: &[Span]) -> Option<Root> {
    let acts = act::find(document);
    ranked(document, &acts, actor, recipient)
        .first()
        .map(|one| one.root)
}

/// An act and how well two phrases fill its slots.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranked {
    pub score: f32,
    pub token: usize,
    pub root: Root,
}

/// All acts by how well the two phrases fill their slots, the best first.
pub(crate) fn ranked(
    document: &Document,
    acts: &BTreeMap<usize, Act>,
    actor: &[Span],
    recipient: &[Span],
) -> Vec<Ranked> {
    let (actor, recipient) = (heads(document, actor), heads(document, recipient));
    let mut found = Vec::new();
    for act in acts.values() {
        let score = score(document, acts, act, &actor, &recipient);
        if score > 0.0 {
            found.push(Ranked {
                score,
                token: act.token,
                root: composed(document, acts, act),
            });
        }
    }
    found.sort_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then(one.token.cmp(&other.token))
    });
    found
}

/// The tokens of phrases that depend on something outside of them.
pub(crate) fn heads(document: &Document, spans: &[Span]) -> Vec<usize> {
    let mut found = Vec::new();
    for &span in spans {
        let tokens = document.tokens_in(span);
        let outside = tokens.clone().filter(|&token| {
            document
                .head(token)
                .is_none_or(|head| !tokens.contains(&head))
        });
        found.extend(outside);
    }
    found
}

fn score(
    document: &Document,
    acts: &BTreeMap<usize, Act>,
    act: &Act,
    actor: &[usize],
    recipient: &[usize],
) -> f32 {
    let subject = fill(document, &act.subjects, actor);
    let slots: Vec<usize> = act.recipients.iter().flatten().copied().collect();
    let mut object = fill(document, &slots, recipient);
    if let Some(inner) = act.inner {
        let arguments = argument::of_verb(document, inner);
        let inner_slots = acts
            .get(&inner)
            .map(|inner| inner.recipients.concat())
            .unwrap_or_default();
        let around: Vec<usize> = arguments
            .subjects
            .iter()
            .chain(&arguments.objects)
            .chain(&inner_slots)
            .copied()
            .collect();
        object = object.max(fill(document, &around, recipient)) + 0.1;
    }
    object = object.max(0.5 * fill(document, &[act.token], recipient));
    let subject = subject.max(0.3 * fill(document, &[act.token], actor));
    let swapped = fill(document, &act.subjects, recipient).max(fill(document, &slots, actor));
    let bonus = if act.nominal { -0.2 } else { 0.0 };
    subject + object + 0.4 * swapped + bonus
}

/// How well phrases fill a slot: 1 as its head, less the deeper they stand in it.
fn fill(document: &Document, slot: &[usize], phrase: &[usize]) -> f32 {
    let mut best = 0.0_f32;
    for &head in phrase {
        let mut at = head;
        for step in 0..MAX_STEPS {
            if slot.contains(&at) {
                best = best.max(1.0 - 0.08 * step as f32);
                break;
            }
            let Some(next) = document.head(at) else { break };
            at = next;
        }
    }
    best
}

/// The root of an act with what it is told to do: promised force is a threat, refused help a refusal.
fn composed(document: &Document, acts: &BTreeMap<usize, Act>, act: &Act) -> Root {
    let (realis, polarity) = manner::of(document, act);
    let mut root = act.frame.root;
    let mut realis = if realis == Realis::Planned {
        Realis::Planned
    } else {
        Realis::Happened
    };
    if let Some(inner) = act
        .inner
        .and_then(|inner| acts.get(&inner))
        .filter(|_| root == Root::Agree)
    {
        (root, realis) = (inner.frame.root, Realis::Planned);
    }
    match (root, realis, polarity) {
        // Counted apart from `counted`: whoever promises to give way has so far only agreed.
        (Root::Concede | Root::Retreat, Realis::Planned, Polarity::Did) => Root::Agree,
        _ => counted(root, realis, polarity).unwrap_or(root),
    }
}
