//! Who: the actor that the event is told of.

use std::collections::BTreeMap;

use entente_types::{ActorId, ActorKind, Dep, Participant, Pos, Span};

use super::Reader;
use super::clause::Clause;

/// Tokens after the verb among which the one who acts is looked for.
const MAX_REACH: usize = 30;

/// The subject of the clause, or the one who acts on it; without either, the actor that the top names most.
pub(super) fn of(reader: &Reader, clause: &Clause) -> Option<Participant> {
    let agent = clause.passive.then(|| agent(reader, clause.verb)).flatten();
    let named = agent.or_else(|| subject(reader, clause));
    named
        .filter(|who| clause.is_verbal && (who.actor.is_some() || !clause.passive))
        .or_else(|| foremost(reader))
        .or_else(|| subject(reader, clause))
}

/// "by the rebels", also in "bombed in an attack by the rebels".
pub(super) fn agent(reader: &Reader, verb: usize) -> Option<Participant> {
    let document = reader.document;
    let below = verb + 1..(reader.edges[verb].1 + 1).min(verb + MAX_REACH);
    let mention = below
        .filter(|&idx| document.tokens[idx].lemma == "by")
        .filter_map(|by| document.child(by, &[Dep::Pobj]))
        .find_map(|head| reader.people.at(head))?;
    Some(Participant {
        actor: Some(mention.actor.clone()),
        span: mention.span,
    })
}

/// The subjects as one phrase; the first of them is the actor.
fn subject(reader: &Reader, clause: &Clause) -> Option<Participant> {
    let (&first, &last) = (clause.subjects.first()?, clause.subjects.last()?);
    let actor = clause
        .subjects
        .iter()
        .find_map(|&subject| reader.people.at(subject));
    if reader.document.tokens[first].pos == Pos::Pron {
        let known = actor.and_then(|mention| named(reader, &mention.actor));
        return known;
    }
    let span = match (actor, first == last) {
        (Some(mention), true) => mention.span,
        _ => phrase(reader, first, last),
    };
    Some(Participant {
        actor: actor.map(|mention| mention.actor.clone()),
        span,
    })
}

/// From the first word of one head to the last of another, without clauses behind it.
fn phrase(reader: &Reader, first: usize, last: usize) -> Span {
    let document = reader.document;
    let cut = document
        .children(last)
        .filter(|&child| child > last)
        .find(|&child| {
            matches!(
                document.tokens[child].dep,
                Dep::Relcl | Dep::Acl | Dep::Appos | Dep::Punct | Dep::Prep
            )
        });
    let end = cut.map_or(reader.edges[last].1, |cut| {
        reader.edges[cut].0.saturating_sub(1)
    });
    reader.span(reader.edges[first].0, end.max(last))
}

/// The first place that names an actor by name.
fn named(reader: &Reader, id: &ActorId) -> Option<Participant> {
    let mentions = reader
        .actors
        .mentions
        .iter()
        .filter(|mention| mention.actor == *id);
    let longest = mentions.take(40).max_by_key(|mention| {
        (
            mention.form == entente_types::MentionForm::Name,
            mention.span.len(),
        )
    })?;
    Some(Participant {
        actor: Some(id.clone()),
        span: longest.span,
    })
}

/// The actor that the top of the text names most: persons and bodies before states, which are places too.
fn foremost(reader: &Reader) -> Option<Participant> {
    let mut weights: BTreeMap<&ActorId, f64> = BTreeMap::new();
    for mention in &reader.actors.mentions {
        let Some(told) = reader.told(mention.head as usize) else {
            continue;
        };
        let Some(actor) = reader.actors.actor(&mention.actor) else {
            continue;
        };
        let kind = match actor.kind {
            ActorKind::Person => 1.0,
            ActorKind::Organisation => 0.8,
            ActorKind::Group => 0.6,
            ActorKind::State => 0.3,
            ActorKind::Text => 0.0,
        };
        let place = if told.is_title {
            2.0
        } else {
            1.0 / (told.rank as f64)
        };
        *weights.entry(&mention.actor).or_default() += kind * place;
    }
    let best = weights
        .into_iter()
        .max_by(|one, other| one.1.total_cmp(&other.1).then_with(|| other.0.cmp(one.0)))?;
    named(reader, best.0)
}
