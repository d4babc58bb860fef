//! Who holds which office.

mod change;
mod spell;

use entente_types::{
    ActorKind, Actors, Document, Mention, MentionForm, Participant, Role, Span, TimeExpression,
};

use crate::Found;
use crate::actor::{self, OfficeAtName, OfficePhrase};

pub use self::spell::{Report, Spell, holders, spells};

/// Finds offices and their holders, in order of the text, without dates.
#[must_use]
pub fn find(document: &Document, actors: &Actors) -> Vec<Found<Role>> {
    find_dated(document, actors, &[])
}

/// Finds offices and their holders, in order of the text.
///
/// An office is claimed where it stands at a person's name: "Foreign Minister Ana Ruiz", "Ana Ruiz, a
/// researcher at the Coast Institute", and where a verb gives or takes it: "Ruiz was named foreign minister".
/// `former`, `acting` and `elect` come from the words before it, `new`, `left` and `died` from the verb, and
/// from it the period, where its sentence names one date.
#[must_use]
pub fn find_dated(
    document: &Document,
    actors: &Actors,
    times: &[TimeExpression],
) -> Vec<Found<Role>> {
    let kind = |mention: &Mention| actors.actor(&mention.actor).map(|actor| actor.kind);
    let is_person = |mention: &&Mention| {
        mention.form == MentionForm::Name && kind(mention) == Some(ActorKind::Person)
    };
    let persons: Vec<&Mention> = actors.mentions.iter().filter(is_person).collect();
    let names: Vec<_> = persons
        .iter()
        .map(|mention| document.tokens_in(mention.span))
        .collect();
    let (at_names, phrases) = actor::offices(document, &names);
    let finder = Finder {
        document,
        actors,
        times,
    };
    let mut found: Vec<Found<Role>> = Vec::new();
    for office in &at_names {
        let person = persons[office.name];
        found.push(finder.at_name(office, person));
        found.extend(finder.ended(office, person));
    }
    for phrase in &phrases {
        found.extend(finder.changed(phrase));
    }
    found.sort_by_key(|role| (role.span, role.value.office, role.rule));
    found
}

struct Finder<'a> {
    document: &'a Document,
    actors: &'a Actors,
    times: &'a [TimeExpression],
}

impl Finder<'_> {
    fn at_name(&self, office: &OfficeAtName, person: &Mention) -> Found<Role> {
        let rule = if office.is_title {
            "role/title"
        } else {
            "role/apposition"
        };
        Found {
            span: person.span.join(office.around),
            rule,
            value: Role {
                person: participant(person),
                office: office.words,
                body: body(self.actors, office.around, office.words),
                status: office.status.map(str::to_owned),
                period: None,
            },
        }
    }

    /// "Foreign Minister Ana Ruiz resigned": the office at the name is over.
    fn ended(&self, office: &OfficeAtName, person: &Mention) -> Option<Found<Role>> {
        let document = self.document;
        let verb = document.head(person.head as usize)?;
        let change = change::at(document, verb)?;
        let is_over = matches!(change.status, Some("left" | "died"));
        if !is_over || office.status.is_some() || change.person != person.head as usize {
            return None;
        }
        let span = person.span.join(office.around);
        Some(Found {
            span: span.join(document.tokens[verb].span),
            rule: "role/verb",
            value: Role {
                person: participant(person),
                office: office.words,
                body: body(self.actors, office.around, office.words),
                status: change.status.map(str::to_owned),
                period: self.period(verb, change.status),
            },
        })
    }

    /// "Ana Ruiz was named foreign minister", "Ruiz succeeded Costa as mayor".
    fn changed(&self, phrase: &OfficePhrase) -> Vec<Found<Role>> {
        let document = self.document;
        let change = change::governor(document, phrase.head)
            .and_then(|verb| change::at(document, verb))
            .filter(|change| change.person != phrase.head);
        let Some(change) = change else {
            return Vec::new();
        };
        let status = phrase.status.filter(|_| change.status.is_none());
        let mut told = vec![(change.person, status.or(change.status))];
        told.extend(change.successor.map(|person| (person, Some("new"))));
        let role = |(person, status): (usize, Option<&'static str>)| {
            let person = change::person(self.actors, person)?;
            let span = person.span.join(phrase.around);
            Some(Found {
                span: span.join(document.tokens[change.token].span),
                rule: "role/verb",
                value: Role {
                    person: participant(person),
                    office: phrase.words,
                    body: body(self.actors, phrase.around, phrase.words),
                    status: status.map(str::to_owned),
                    period: self.period(change.token, status),
                },
            })
        };
        told.into_iter().filter_map(role).collect()
    }

    fn period(&self, token: usize, status: Option<&str>) -> Option<entente_types::Period> {
        let sentence = &self.document.sentences[self.document.sentence_of(token)];
        change::period(self.times, self.document.span(sentence.tokens()), status)
    }
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
