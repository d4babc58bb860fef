//! Who is who: actors and their mentions.
//!
//! Names come first, then descriptions, then pronouns, each resolved by what came before:
//!
//! ```text
//! tables ─► persons ─► organisations ─► offices at names ─► descriptions ─► pronouns
//! ```

mod chain;
mod describe;
mod gender;
mod group;
mod leader;
mod memory;
mod name;
mod organisation;
mod person;
mod phrase;
pub mod pronoun;
mod registry;
mod scan;
mod speech;
mod spelling;
mod table;
mod title;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use entente_types::{
    ActorId, ActorKind, Actors, Dep, Document, EntityKind, MentionForm, Pos, Span,
};

pub(crate) use self::name::folded;

use self::chain::Chain;
use self::describe::{Around, Attachment, Facts, attachments};
use self::leader::Spell;
use self::name::slug;
use self::organisation::OrganisationName;
use self::person::PersonName;
use self::registry::Registry;
use self::scan::{OfficeHit, Scan};
use self::table::{Known, OfficeKind, PlaceKind, city, state_name};

/// Finds the actors of a document and every place that names them.
///
/// Names are tied together inside the document; a description or pronoun that cannot be tied safely is
/// left out or stands for itself. Never fails.
#[must_use]
pub fn find(document: &Document) -> Actors {
    if document.tokens.is_empty() {
        return Actors::default();
    }
    let scan = Scan::new(document);
    let mut registry = named(&scan);
    pronoun::add(&scan, &mut registry);
    registry.finish(document)
}

/// The pronouns of one person in a document, each with the persons near it, for training.
#[derive(Debug, Default)]
pub struct Examples {
    /// In order of reading.
    pub told: Vec<pronoun::person::Told>,
    /// The ids of the actors that candidates name by their number.
    pub ids: Vec<ActorId>,
    /// The actors as they are read now.
    pub actors: Actors,
}

/// The pronouns of one person in a document, for training.
#[must_use]
pub fn examples(document: &Document) -> Examples {
    if document.tokens.is_empty() {
        return Examples::default();
    }
    let scan = Scan::new(document);
    let mut registry = named(&scan);
    let told = pronoun::examples(&scan, &mut registry);
    let ids = registry.drafts.iter();
    Examples {
        told,
        ids: ids.map(|draft| ActorId(draft.key.clone())).collect(),
        actors: registry.finish(document),
    }
}

/// All that names or describes actors.
fn named(scan: &Scan<'_>) -> Registry {
    let document = scan.document;
    let names = person::names(scan);
    let persons_at = person::taken(scan, &names);
    let around = Around::new(scan, &persons_at);
    let ranges: Vec<Range<usize>> = names.iter().map(|name| name.tokens.clone()).collect();
    let attachments = attachments(&around, &ranges);

    let mut registry = Registry::default();
    let persons = add_persons(scan, &names, &around, &attachments, &mut registry);
    add_organisations(scan, &around.organisations, &mut registry);
    add_places(scan, &around.organisation_at, &persons_at, &mut registry);
    let name_at = index(document.tokens.len(), ranges.into_iter());
    let people = People {
        names: &names,
        name_at: &name_at,
        actors: &persons,
    };
    add_offices(&around, &attachments, &people, &mut registry);
    group::add(&around, &attachments, &people, &mut registry);
    registry
}

/// The persons' names and who they are.
pub(crate) struct People<'a> {
    names: &'a [PersonName],
    name_at: &'a [Option<u32>],
    /// By name: index of the actor.
    actors: &'a [usize],
}

impl People<'_> {
    /// The person whose name holds a token.
    fn at(&self, token_idx: usize) -> Option<usize> {
        let name = (*self.name_at.get(token_idx)?)? as usize;
        self.actors.get(name).copied()
    }
}

/// By token: the index of the range that holds it.
fn index(n_tokens: usize, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Option<u32>> {
    let mut found = vec![None; n_tokens];
    for (idx, range) in ranges.enumerate() {
        found[range].fill(Some(idx as u32));
    }
    found
}

/// What the words at a name's office tell.
fn facts(around: &Around<'_, '_>, attachment: &Attachment) -> Facts {
    around.facts(attachment.start, attachment.office, attachment.end)
}

/// Adds persons with their offices; returns the actor of each name.
fn add_persons(
    scan: &Scan<'_>,
    names: &[PersonName],
    around: &Around<'_, '_>,
    attachments: &[Attachment],
    registry: &mut Registry,
) -> Vec<usize> {
    let document = scan.document;
    let mut stated: BTreeMap<usize, Vec<(String, Option<String>)>> = BTreeMap::new();
    for attachment in attachments {
        if matches!(
            attachment.office.office().kind,
            OfficeKind::Head | OfficeKind::Office
        ) {
            let country = facts(around, attachment).country;
            stated
                .entry(attachment.name)
                .or_default()
                .push((attachment.office.office().words.to_owned(), country));
        }
    }
    let chains = chain::chains(scan, names, &stated);
    let mut actors = vec![0; names.len()];
    for chain in &chains {
        let actor = add_person(scan, names, chain, registry);
        for &name in &chain.names {
            actors[name] = actor;
            registry.mention(
                document,
                actor,
                names[name].tokens.clone(),
                MentionForm::Name,
            );
        }
    }
    actors
}

fn add_person(
    scan: &Scan<'_>,
    names: &[PersonName],
    chain: &Chain,
    registry: &mut Registry,
) -> usize {
    let document = scan.document;
    let fullest = chain
        .names
        .iter()
        .max_by_key(|&&name| (names[name].words.len(), std::cmp::Reverse(name)));
    let written = fullest.map_or("", |&name| {
        document
            .span(names[name].tokens.clone())
            .of(document.text())
    });
    let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let leader = chain.spells.first();
    let is_full = fullest.is_some_and(|&name| names[name].words.len() > 1);
    let known = leader.map(|spell| spell.name.clone());
    let name = known
        .clone()
        .filter(|_| !is_full)
        .unwrap_or_else(|| written.clone());
    let mut key = format!("person:{}", slug(&known.unwrap_or(written)));
    // Two chains with one key are two people all the same.
    if registry.has(&key) {
        key = format!("{key}-{}", chain.names.first().copied().unwrap_or_default());
    }
    let actor = registry.actor(&key, ActorKind::Person, &name);
    let draft = &mut registry.drafts[actor];
    draft.gender = gender::of_name(&chain.words);
    draft.spells.clone_from(&chain.spells);
    draft.country = leader.map(|spell| spell.country.to_owned());
    draft.sector = leader_sector(&chain.spells, scan);
    actor
}

/// Sectors of offices, which one leaves, and not of occupations.
const OFFICIAL: [&str; 6] = ["GOV", "MIL", "LEG", "JUD", "SPY", "COP"];

/// In office: its sector. Out of it: `ELI`, as PLOVER has it.
fn leader_sector(spells: &[&Spell], scan: &Scan<'_>) -> Option<String> {
    let rank = |spell: &&&Spell| (spell.is_head, spell.from());
    let given = |spell: &Spell| Some(spell.sector.to_owned()).filter(|sector| !sector.is_empty());
    let Some(day) = scan.day() else {
        let first = spells.iter().max_by_key(rank)?;
        return given(first);
    };
    let is_pope = |spell: &&Spell| spell.country == "VAT" && spell.office == "Pope";
    if spells.iter().any(is_pope) {
        return Some("REL".to_owned());
    }
    // The leaders of parties are known by a year only; somebody who has left an office since is no longer one.
    let left = spells
        .iter()
        .filter(|spell| spell.is_leader && spell.is_over(day));
    let left = left.filter_map(|spell| spell.to()).max();
    let is_rough = |spell: &Spell| !spell.is_leader && spell.from() < left;
    let now = spells
        .iter()
        .filter(|spell| spell.holds(day) && !is_rough(spell))
        .max_by_key(rank);
    // Who led a state and now leads a party, or sits in parliament, is one of its elite.
    let is_lower = |spell: &Spell| left.is_some() && matches!(spell.sector, "PTY" | "OPP" | "LEG");
    if let Some(now) = now {
        return if is_lower(now) {
            Some("ELI".to_owned())
        } else {
            given(now)
        };
    }
    let past = spells
        .iter()
        .filter(|spell| spell.is_over(day) && !is_rough(spell));
    let last = past.max_by_key(|spell| spell.from())?;
    match last.sector {
        official if OFFICIAL.contains(&official) => Some("ELI".to_owned()),
        "PTY" => None,
        _ => given(last),
    }
}

fn add_organisations(scan: &Scan<'_>, organisations: &[OrganisationName], registry: &mut Registry) {
    let mut by_short: BTreeMap<String, usize> = BTreeMap::new();
    for one in organisations {
        let key = organisation::key(scan, one);
        // "Lowy" after "Lowy Institute" is the same; a name of one word is looked up among the longer ones.
        let earlier = by_short
            .get(&slug(&one.name))
            .copied()
            .filter(|_| !one.is_known && !registry.has(&key));
        let actor =
            earlier.unwrap_or_else(|| registry.actor(&key, ActorKind::Organisation, &one.name));
        let draft = &mut registry.drafts[actor];
        draft.country = draft.country.take().or(one.country.map(str::to_owned));
        draft.sector = draft.sector.take().or(one.sector.map(str::to_owned));
        registry.mention(scan.document, actor, one.tokens.clone(), MentionForm::Name);
        if let Some((first, _)) = one.name.split_once(' ').filter(|(first, _)| {
            first.len() > 3 && first.chars().next().is_some_and(char::is_uppercase)
        }) {
            by_short.entry(slug(first)).or_insert(actor);
        }
        if let Some(short) = acronym_after(scan, one) {
            by_short.entry(slug(&short)).or_insert(actor);
        }
    }
}

/// "Royal United Services Institute (RUSI)".
fn acronym_after(scan: &Scan<'_>, one: &OrganisationName) -> Option<String> {
    let document = scan.document;
    let end = one.tokens.end;
    let is_bracket = end + 2 < document.tokens.len()
        && document.word(end) == "("
        && document.word(end + 2) == ")";
    let word = is_bracket.then(|| document.word(end + 1))?;
    word.chars()
        .all(|letter| letter.is_uppercase())
        .then(|| word.to_owned())
}

fn add_places(
    scan: &Scan<'_>,
    organisation_at: &[Option<u32>],
    persons_at: &[bool],
    registry: &mut Registry,
) {
    let document = scan.document;
    let (mut by_name, mut by_government) = (BTreeSet::new(), BTreeSet::new());
    for hit in &scan.hits {
        let Known::Place(code, kind) = hit.value else {
            continue;
        };
        let tokens = hit.start..hit.end;
        if persons_at[hit.start] {
            continue;
        }
        let words = document.span(tokens.clone()).of(document.text());
        let actor = match kind {
            PlaceKind::Past => continue,
            PlaceKind::Bloc => registry.actor(
                &format!("group:{}", slug(bloc(words))),
                ActorKind::Group,
                bloc(words),
            ),
            PlaceKind::Part | PlaceKind::Disputed => {
                let actor =
                    registry.actor(&format!("group:{}", slug(words)), ActorKind::Group, words);
                let draft = &mut registry.drafts[actor];
                draft.country = Some(code.to_owned());
                draft.is_plural = false;
                if kind == PlaceKind::Disputed {
                    draft.sector = Some("PRE".to_owned());
                }
                actor
            }
            PlaceKind::People if are_some(document, hit.start) => {
                let actor =
                    registry.actor(&format!("group:{}", slug(words)), ActorKind::Group, words);
                let draft = &mut registry.drafts[actor];
                draft.country = Some(code.to_owned());
                draft.sector = Some("CVL".to_owned());
                draft.is_plural = true;
                actor
            }
            PlaceKind::Capital | PlaceKind::Seat => {
                by_government.insert(code);
                state(registry, code)
            }
            _ => {
                by_name.insert(code);
                state(registry, code)
            }
        };
        registry.mention(document, actor, tokens, MentionForm::Name);
    }
    // A state that is only called by its capital or seat acts as its government.
    for code in by_government.difference(&by_name) {
        let actor = state(registry, code);
        registry.drafts[actor].sector = Some("GOV".to_owned());
    }
    for entity in &document.entities {
        let is_whole = entity.tokens().len() == document.tokens.len();
        let is_free = entity
            .tokens()
            .all(|idx| scan.hit(idx).is_none() && organisation_at[idx].is_none());
        let words = document.span(entity.tokens()).of(document.text());
        let plural = entity.kind == EntityKind::Norp
            && entity
                .tokens()
                .all(|idx| matches!(document.tokens[idx].pos, Pos::Propn | Pos::Noun | Pos::Adj));
        if is_free && plural && words.ends_with('s') {
            let actor = registry.actor(&format!("group:{}", slug(words)), ActorKind::Group, words);
            registry.mention(document, actor, entity.tokens(), MentionForm::Name);
        } else if is_free && (is_whole || matches!(entity.kind, EntityKind::Gpe | EntityKind::Loc))
        {
            add_city(document, entity.tokens(), registry);
        }
    }
    // The parser can miss the name in a bare mention.
    let last = document
        .tokens
        .iter()
        .rposition(|token| token.pos != Pos::Punct);
    if let Some(last) = last.filter(|_| scan::is_bare(document) && registry.namings.is_empty()) {
        add_city(document, 0..last + 1, registry);
    }
}

/// "13 Russians", "Americans": some of a people, who are not its state as "the Russians" may be.
fn are_some(document: &Document, token: usize) -> bool {
    let is_counted = document.child(token, &[Dep::Nummod]).is_some();
    is_counted || document.child(token, &[Dep::Det]).is_none()
}

/// A city or a part of a state: whose it is, the people who live there.
fn add_city(document: &Document, tokens: Range<usize>, registry: &mut Registry) {
    let words = document.span(tokens.clone()).of(document.text());
    let Some(code) = city(words) else {
        return;
    };
    let actor = registry.actor(&format!("group:{}", slug(words)), ActorKind::Group, words);
    let draft = &mut registry.drafts[actor];
    draft.country = Some(code.to_owned());
    draft.sector = Some("CVL".to_owned());
    draft.is_plural = false;
    registry.mention(document, actor, tokens, MentionForm::Name);
}

fn bloc(words: &str) -> &str {
    if words.starts_with("Europe") {
        "Europe"
    } else {
        words
    }
}

/// The actor of a state.
fn state(registry: &mut Registry, code: &str) -> usize {
    let actor = registry.actor(
        &format!("state:{code}"),
        ActorKind::State,
        state_name(code).unwrap_or(code),
    );
    registry.drafts[actor].country = Some(code.to_owned());
    actor
}

/// Tells persons the offices that stand at their names, and adds appositions as mentions.
fn add_offices(
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
            attachment.office,
            &facts,
            inherited,
        );
        if !attachment.is_title {
            let tokens = attachment.start..attachment.end;
            registry.mention(
                around.scan.document,
                actor,
                tokens,
                MentionForm::Description,
            );
        }
    }
    for (name, person) in people.names.iter().enumerate() {
        let draft = &mut registry.drafts[people.actors[name]];
        if draft.is_former && draft.sector.is_none() {
            draft.sector = Some("ELI".to_owned());
        }
        if draft.country.is_none() {
            draft.country = owner_country(around.scan, person)
        }
        if draft.body.is_none() && draft.country.is_none() {
            let body = body_after(around, person);
            draft.body = body.map(|body| around.organisations[body].name.clone());
        }
    }
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
    office: OfficeHit,
    facts: &Facts,
    inherited: Option<String>,
) {
    let entry = office.office();
    draft.call(entry.words);
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
