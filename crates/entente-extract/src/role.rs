//! Who holds which office.

use entente_types::{ActorKind, Actors, Document, Mention, MentionForm, Participant, Role, Span};

use crate::Found;
use crate::actor;

/// Finds offices and their holders, in order of the text.
///
/// An office is claimed where it stands at a person's name: "Foreign Minister Ana Ruiz", "Ana Ruiz, a
/// researcher at the Coast Institute". `former`, `acting` and `elect` come from the words before it.
#[must_use]
pub fn find(document: &Document, actors: &Actors) -> Vec<Found<Role>> {
    let kind = |mention: &Mention| actors.actor(&mention.actor).map(|actor| actor.kind);
    let is_person = |mention: &&Mention| {
        mention.form == MentionForm::Name && kind(mention) == Some(ActorKind::Person)
    };
    let persons: Vec<&Mention> = actors.mentions.iter().filter(is_person).collect();
    let names: Vec<_> = persons
        .iter()
        .map(|mention| document.tokens_in(mention.span))
        .collect();
    let mut found: Vec<Found<Role>> = Vec::new();
    for office in actor::offices(document, &names) {
        let person = persons[office.name];
        let around = person.span.join(office.around);
        found.push(Found {
            span: around,
            rule: if office.is_title {
                "role/title"
            } else {
                "role/apposition"
            },
            value: Role {
                person: participant(person),
                office: office.words,
                body: body(actors, office.around, office.words),
                status: office.status.map(str::to_owned),
                period: None,
            },
        });
    }
    found.sort_by_key(|role| (role.span, role.value.office));
    found
}

fn participant(mention: &Mention) -> Participant {
    Participant {
        actor: Some(mention.actor.clone()),
        span: mention.span,
    }
}

/// The organisation beside an office, or else the state: "Chinese" in "Chinese president".
fn body(actors: &Actors, around: Span, office: Span) -> Option<Participant> {
    let is_kind = |mention: &&Mention, kind: ActorKind| {
        let actor = actors.actor(&mention.actor);
        mention.form == MentionForm::Name
            && !mention.span.overlaps(office)
            && actor.is_some_and(|actor| actor.kind == kind)
    };
    let inside: Vec<&Mention> = actors.inside(around).collect();
    let of_kind = |kind| {
        inside
            .iter()
            .copied()
            .find(|mention| is_kind(mention, kind))
    };
    of_kind(ActorKind::Organisation)
        .or_else(|| of_kind(ActorKind::State))
        .map(participant)
}
