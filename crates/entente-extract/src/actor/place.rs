//! Places that a text names: states, their capitals and peoples, parts of states, cities.

use std::collections::BTreeSet;
use std::ops::Range;

use entente_types::{ActorKind, Dep, Document, EntityKind, Ground, Pos};

use super::name::slug;
use super::registry::Registry;
use super::scan::{self, Scan};
use super::table::{Known, PlaceKind, city, state_name};

/// Adds the places that the tables know, then cities and peoples by the parser's names.
pub fn add(
    scan: &Scan<'_>,
    organisation_at: &[Option<u32>],
    persons_at: &[bool],
    registry: &mut Registry,
) {
    let document = scan.document;
    let (mut by_name, mut by_government) = (BTreeSet::new(), BTreeSet::new());
    for hit in scan.hits.iter().filter(|hit| !persons_at[hit.start]) {
        let Known::Place(code, kind) = hit.value else {
            continue;
        };
        let tokens = hit.start..hit.end;
        if let Some(actor) = known(document, tokens.clone(), (code, kind), registry) {
            registry.mention(document, actor, tokens, Ground::Known);
        }
        if matches!(kind, PlaceKind::Capital | PlaceKind::Seat) {
            by_government.insert(code);
        } else if registry.has(&format!("state:{code}")) {
            by_name.insert(code);
        }
    }
    // A state that is only called by its capital or seat acts as its government.
    for code in by_government.difference(&by_name) {
        let actor = state(registry, code);
        registry.drafts[actor].sector = Some("GOV".to_owned());
    }
    named_by_parser(scan, organisation_at, registry);
}

/// Whom the name of a place stands for: a state, or people of it.
fn known(
    document: &Document,
    tokens: Range<usize>,
    (code, kind): (&str, PlaceKind),
    registry: &mut Registry,
) -> Option<usize> {
    let words = document.span(tokens.clone()).of(document.text());
    let actor = match kind {
        PlaceKind::Past => return None,
        PlaceKind::Bloc => people(registry, bloc(words)),
        PlaceKind::Part | PlaceKind::Disputed => {
            let actor = people(registry, words);
            let draft = &mut registry.drafts[actor];
            draft.country = Some(code.to_owned());
            draft.is_plural = false;
            if kind == PlaceKind::Disputed {
                draft.sector = Some("PRE".to_owned());
            }
            actor
        }
        PlaceKind::People if are_some(document, tokens.start) => {
            let actor = people(registry, words);
            let draft = &mut registry.drafts[actor];
            draft.country = Some(code.to_owned());
            draft.sector = Some("CVL".to_owned());
            draft.is_plural = true;
            actor
        }
        _ => state(registry, code),
    };
    Some(actor)
}

/// The actor of people who go by a word.
fn people(registry: &mut Registry, words: &str) -> usize {
    registry.actor(&format!("group:{}", slug(words)), ActorKind::Group, words)
}

/// Adds the cities and peoples that the parser found and no table of states knows.
fn named_by_parser(scan: &Scan<'_>, organisation_at: &[Option<u32>], registry: &mut Registry) {
    let document = scan.document;
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
            let actor = people(registry, words);
            registry.mention(document, actor, entity.tokens(), Ground::Body);
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
    let actor = people(registry, words);
    let draft = &mut registry.drafts[actor];
    draft.country = Some(code.to_owned());
    draft.sector = Some("CVL".to_owned());
    draft.is_plural = false;
    registry.mention(document, actor, tokens, Ground::Town);
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
