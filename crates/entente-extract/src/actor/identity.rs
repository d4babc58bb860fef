//! Who the persons are whom a text names: their actors, leaders of states by the table, and the sector of the day.

use std::collections::BTreeMap;

use entente_types::ActorKind;

use super::chain::{self, Chain};
use super::describe::{Around, Attachment};
use super::gender;
use super::leader::Spell;
use super::name::slug;
use super::office::facts;
use super::person::PersonName;
use super::registry::Registry;
use super::scan::Scan;
use super::table::OfficeKind;

/// Adds persons with their offices; returns the actor of each name.
pub fn add(
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
        for (name, ground) in &chain.names {
            actors[*name] = actor;
            registry.mention(document, actor, names[*name].tokens.clone(), *ground);
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
    let words = |name: usize| {
        document
            .span(names[name].tokens.clone())
            .of(document.text())
    };
    let fullest = chain
        .names
        .iter()
        .map(|(name, _)| *name)
        .max_by_key(|&name| {
            let is_plain = !is_in_capitals(words(name));
            (names[name].words.len(), is_plain, std::cmp::Reverse(name))
        });
    let written = plain(fullest.map_or("", words));
    let leader = chain.spells.first();
    let is_full = fullest.is_some_and(|name| names[name].words.len() > 1);
    let known = leader.map(|spell| spell.name.clone());
    let name = known
        .clone()
        .filter(|_| !is_full)
        .unwrap_or_else(|| written.clone());
    let mut key = format!("person:{}", slug(&known.unwrap_or(written)));
    // Two chains with one key are two people all the same.
    if registry.has(&key) {
        key = format!("{key}-{}", chain.names.first().map_or(0, |(name, _)| *name));
    }
    let actor = registry.actor(&key, ActorKind::Person, &name);
    let draft = &mut registry.drafts[actor];
    draft.gender = gender::of_name(&chain.words);
    draft.spells.clone_from(&chain.spells);
    draft.country = leader.map(|spell| spell.country.to_owned());
    draft.sector = leader_sector(&chain.spells, scan);
    actor
}

/// "ANA RUIZ": is a name of several words written in capitals?
fn is_in_capitals(name: &str) -> bool {
    const SHORTEST: usize = 3;
    let mut words = name.split_whitespace();
    let is_long = words.any(|word| word.len() >= SHORTEST);
    is_long && words.next().is_some() && !name.contains(char::is_lowercase)
}

/// A name as it stands in running text, with single blanks.
fn plain(name: &str) -> String {
    let mut written = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if is_in_capitals(name) {
        let mut before = ' ';
        let small = |letter: char| {
            let is_inner = before.is_alphabetic();
            before = letter;
            let small = letter.to_lowercase().next().unwrap_or(letter);
            if is_inner { small } else { letter }
        };
        written = written.chars().map(small).collect();
    }
    written
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
