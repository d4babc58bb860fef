//! Offices at the names of persons: what they tell of who holds them, and where they stand.

use std::collections::BTreeSet;
use std::ops::Range;

use entente_types::{ActorId, Document, Ground, Pos, Span};

use super::describe::{Around, Attachment, Facts, attachments};
use super::leader::{self, Spell};
use super::name::slug;
use super::person::{self, PersonName};
use super::registry::{self, Registry};
use super::scan::{OfficeHit, Scan};
use super::table::{OfficeKind, PlaceKind};
use super::{People, index};

/// Tells persons the offices that stand at their names, and adds appositions as mentions.
pub fn add(
    around: &Around<'_, '_>,
    attachments: &[Attachment],
    people: &People<'_>,
    registry: &mut Registry,
) {
    for attachment in attachments {
        let facts = facts(around, attachment);
        let actor = people.actors[attachment.name];
        // "Trump's envoy" serves the country of Trump; the owner may get its country further down.
        let owner = facts
            .owner
            .and_then(|token| people.at(token))
            .filter(|owner| *owner != actor);
        let inherited = owner.and_then(|owner| registry.drafts[owner].country.clone());
        tell(
            around,
            &mut registry.drafts[actor],
            attachment,
            &facts,
            inherited,
        );
        if !attachment.is_title {
            let tokens = attachment.start..attachment.end;
            registry.mention(around.scan.document, actor, tokens, Ground::Apposition);
        }
    }
    for (name, person) in people.names.iter().enumerate() {
        let draft = &mut registry.drafts[people.actors[name]];
        if draft.is_former && draft.sector.is_none() {
            draft.sector = Some("ELI".to_owned());
        }
        if draft.country.is_none() {
            draft.country = owner_country(around.scan, person);
        }
        if draft.body.is_none() && draft.country.is_none() {
            let body = body_after(around, person);
            draft.body = body.map(|body| around.organisations[body].name.clone());
        }
    }
}

/// What the words at a name's office tell.
pub fn facts(around: &Around<'_, '_>, attachment: &Attachment) -> Facts {
    around.facts(attachment.start, attachment.office, attachment.end)
}

/// "China's Xi".
fn owner_country(scan: &Scan<'_>, person: &PersonName) -> Option<String> {
    let idx = person.tokens.start.checked_sub(2)?;
    let (code, kind) = scan.place(idx)?;
    let owns = person::owns_next(scan, idx + 1) && kind != PlaceKind::Bloc && !code.is_empty();
    owns.then(|| code.to_owned())
}

/// "Patricia Kim of the Brookings Institution".
fn body_after(around: &Around<'_, '_>, person: &PersonName) -> Option<usize> {
    let document = around.scan.document;
    let end = person.tokens.end;
    let is_of = end + 1 < document.tokens.len()
        && matches!(document.word(end), "of" | "from" | "at" | "with");
    let first = if document.tokens.get(end + 1)?.pos == Pos::Det {
        end + 2
    } else {
        end + 1
    };
    around.organisation(first).filter(|_| is_of)
}

fn tell(
    around: &Around<'_, '_>,
    draft: &mut registry::Draft,
    attachment: &Attachment,
    facts: &Facts,
    inherited: Option<String>,
) {
    let entry = attachment.office.office();
    let marks = around.marks(attachment.start..attachment.end, attachment.office);
    draft.call(entry.words, marks);
    draft.gender = entry.gender().or(draft.gender);
    draft.country = draft.country.take().or(facts.country.clone()).or(inherited);
    draft.body = draft.body.take().or(facts
        .body
        .map(|body| around.organisations[body].name.clone()));
    if entry.kind != OfficeKind::Title {
        let words = entry.words.to_owned();
        if !draft.offices.contains(&words) {
            draft.offices.push(words)
        }
    }
    let is_former = facts.status == Some("former");
    draft.is_former |= is_former;
    let sector = facts.sector.clone().filter(|_| !is_former);
    draft.sector = draft.sector.take().or(sector);
}

/// An office at a person's name.
pub(crate) struct OfficeAtName {
    /// Index of the name.
    pub name: usize,
    /// The office alone: "foreign minister".
    pub words: Span,
    /// The noun phrase around it: "China's foreign minister".
    pub around: Span,
    /// `former`, `acting`, `elect`.
    pub status: Option<&'static str>,
    /// Before the name, and not in apposition.
    pub is_title: bool,
}

/// A noun phrase for one person by office.
pub(crate) struct OfficePhrase {
    /// Token of the noun that heads it.
    pub head: usize,
    /// The office alone: "foreign minister".
    pub words: Span,
    /// The noun phrase around it: "China's foreign minister".
    pub around: Span,
    /// `former`, `acting`, `elect`.
    pub status: Option<&'static str>,
}

/// The offices that stand at the names of persons, and those that stand elsewhere. `names` are token ranges in
/// order.
pub(crate) fn offices(
    document: &Document,
    names: &[Range<usize>],
) -> (Vec<OfficeAtName>, Vec<OfficePhrase>) {
    let scan = Scan::new(document);
    let taken = index(document.tokens.len(), names.iter().cloned());
    let taken: Vec<bool> = taken.iter().map(Option::is_some).collect();
    let around = Around::new(&scan, &taken);
    let found = attachments(&around, names);
    let at_name = |one: &Attachment| OfficeAtName {
        name: one.name,
        words: document.span(one.office.start..one.office.end),
        around: document.span(one.start..one.end),
        status: facts(&around, one).status,
        is_title: one.is_title,
    };
    let at_names: BTreeSet<usize> = found.iter().map(|one| one.office.start).collect();
    let is_office = |hit: &&OfficeHit| {
        let kind = hit.office().kind;
        matches!(kind, OfficeKind::Head | OfficeKind::Office) && !hit.is_plural
    };
    let free = scan.offices.iter().filter(is_office);
    let phrase = |hit: &OfficeHit| {
        let start = scan.left_edge(hit.end).min(hit.start);
        let end = around.complement_end(*hit, document.tokens.len());
        OfficePhrase {
            head: hit.end - 1,
            words: document.span(hit.start..hit.end),
            around: document.span(start..end),
            status: around.facts(start, *hit, end).status,
        }
    };
    let phrases = free
        .filter(|hit| !at_names.contains(&hit.start))
        .map(phrase)
        .collect();
    let is_told = |one: &&Attachment| one.office.office().kind != OfficeKind::Title;
    (found.iter().filter(is_told).map(at_name).collect(), phrases)
}

/// The leaders of a state who go by a word for an office, at a day.
pub(crate) fn in_office(country: &str, office: &str, day: jiff::civil::Date) -> Vec<ActorId> {
    let found = leader::in_office(country, office, day);
    let id = |spell: &&Spell| ActorId(format!("person:{}", slug(&spell.name)));
    found.iter().map(id).collect()
}
