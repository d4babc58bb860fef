//! Which of the credits of a page name those who wrote the article.

use entente_types::{Article, Field, Span, Stated};

use super::byline;
use super::credit::{After, Part, is_full_name, parts, pieces};
use crate::metadata::{Metadata, Place, site, title};

/// How far from each other in the page two links to authors of one article stand.
const MAX_BESIDE_BYTES: u32 = 600;

/// A name for which less speaks is somebody else's on the page.
const MIN_STRENGTH: f32 = 0.35;

/// A candidate with the names in it.
struct Credit {
    idx: usize,
    place: Place,
    weight: f32,
    page: Span,
    names: Vec<(String, String)>,
    /// Does it hold nothing but names?
    is_clean: bool,
}

/// Weighs the candidates, and writes authors and agencies.
pub fn choose(metadata: &mut Metadata, article: &mut Article) {
    let source = article.source.as_ref().map(|source| source.value.as_str());
    let sites = site::outlets(metadata, source);
    let mut credits: Vec<Credit> = Vec::new();
    let mut agencies: Vec<(usize, &'static str)> = Vec::new();
    for (idx, said) in metadata.of(Field::Author) {
        let mut names = Vec::new();
        for part in parts(&said.value, &sites) {
            match part {
                Part::Agency(agency) => agencies.push((idx, agency)),
                Part::Name(name) => names.push((title::key(&name), name)),
            }
        }
        let n_bytes: usize = names.iter().map(|(_, name)| name.len() + 5).sum();
        let credit = byline(&said.value).unwrap_or(&said.value);
        let is_clean = n_bytes >= credit.len() && pieces(credit).len() == names.len();
        credits.push(Credit {
            idx,
            place: said.place,
            weight: said.weight,
            page: said.page,
            names,
            is_clean,
        });
    }
    note_agencies(metadata, &agencies);
    let chosen = best(&credits);
    decide(metadata, &credits, &agencies, &chosen);
    article.authors = chosen
        .into_iter()
        .map(|(value, idx)| Stated {
            value,
            from: metadata.said[idx].from.to_owned(),
        })
        .collect();
}

fn decide(
    metadata: &mut Metadata,
    credits: &[Credit],
    agencies: &[(usize, &'static str)],
    chosen: &[(String, usize)],
) {
    let keys: Vec<String> = chosen.iter().map(|(name, _)| title::key(name)).collect();
    for credit in credits {
        let is_named = credit.names.iter().any(|(key, _)| keys.contains(key));
        let is_chosen = chosen.iter().any(|(_, from)| *from == credit.idx);
        let is_agency = agencies.iter().any(|(idx, _)| *idx == credit.idx);
        let because = match (is_chosen, is_named, credit.names.is_empty()) {
            (true, ..) => "the surest place that names persons",
            (_, true, _) => "it says the same as the chosen one",
            (_, _, false) => "a surer place names others",
            _ if is_agency => "it names an agency, no person",
            _ => "it names no person",
        };
        let confidence = match (is_named, credit.names.is_empty()) {
            (true, _) => credit.weight + 0.05,
            (false, false) => credit.weight * 0.3,
            (false, true) => 0.0,
        };
        metadata.decide(credit.idx, is_chosen, confidence, because);
    }
}

/// The names that stand with the name for which most speaks.
fn best(credits: &[Credit]) -> Vec<(String, usize)> {
    let Some(first) = strongest(credits) else {
        return Vec::new();
    };
    let has = |credit: &&Credit| credit.names.iter().any(|(key, _)| *key == first);
    // The surest place that has it names the others too.
    let Some(leader) = credits.iter().filter(has).reduce(|best, other| {
        if other.weight > best.weight + 1e-6 {
            other
        } else {
            best
        }
    }) else {
        return Vec::new();
    };
    let is_list = matches!(
        leader.place,
        Place::Linked | Place::LinkedPage | Place::Meta
    );
    let mut names: Vec<(String, String, usize)> = Vec::new();
    for credit in credits.iter().filter(|credit| credit.place == leader.place) {
        let is_same =
            credit.idx == leader.idx || is_list && (credit.weight - leader.weight).abs() < 0.01;
        // Links to several authors beside each other are candidates of their own.
        let is_beside = !is_list
            && credit.is_clean
            && credit.page.start.abs_diff(leader.page.start) < MAX_BESIDE_BYTES
            && credit.weight >= 0.69
            && credit
                .names
                .iter()
                .all(|(_, name)| is_full_name(name, After::Comma));
        if is_same || is_beside {
            enter(&mut names, credit);
        }
    }
    if let Some(more) = credits.iter().find(|credit| names_more(credit, &names)) {
        names.clear();
        enter(&mut names, more);
    }
    names
        .into_iter()
        .map(|(_, name, idx)| (name, idx))
        .collect()
}

/// Does one credit name all of these and others?
fn names_more(credit: &Credit, names: &[(String, String, usize)]) -> bool {
    let all = names
        .iter()
        .all(|(key, _, _)| credit.names.iter().any(|(other, _)| other == key));
    let is_full = |name: &str| (2..=4).contains(&name.split_whitespace().count());
    all && credit.is_clean
        && credit.weight >= 0.6
        && credit.names.len() > names.len()
        && credit.names.len() <= 6
        && credit.names.iter().all(|(_, name)| is_full(name))
}

fn enter(names: &mut Vec<(String, String, usize)>, credit: &Credit) {
    for (key, name) in &credit.names {
        if !names.iter().any(|(other, _, _)| other == key) {
            names.push((key.clone(), name.clone(), credit.idx));
        }
    }
}

/// The key of a name, the places that have it with their weights, and what its form takes away.
type Named = (String, Vec<(Place, f32)>, f32);

/// The key of the name that the surest places agree on, as the chance that not all of them are wrong.
fn strongest(credits: &[Credit]) -> Option<String> {
    let mut found: Vec<Named> = Vec::new();
    for credit in credits {
        for (key, name) in &credit.names {
            let form = if name.contains(' ') || !name.is_ascii() {
                0.0
            } else {
                -0.3
            };
            let entry = match found.iter().position(|(other, ..)| other == key) {
                Some(entry) => entry,
                None => {
                    found.push((key.clone(), Vec::new(), form));
                    found.len() - 1
                }
            };
            let places = &mut found[entry].1;
            match places.iter_mut().find(|(place, _)| *place == credit.place) {
                Some((_, best)) => *best = best.max(credit.weight),
                None => places.push((credit.place, credit.weight)),
            }
        }
    }
    let strength = |(_, places, form): &Named| {
        1.0 - places
            .iter()
            .map(|(_, weight)| 1.0 - weight.clamp(0.0, 0.99))
            .product::<f32>()
            + form
    };
    let best = found.iter().reduce(|best, other| {
        if strength(other) > strength(best) + 1e-6 {
            other
        } else {
            best
        }
    })?;
    (strength(best) >= MIN_STRENGTH).then(|| best.0.clone())
}

fn note_agencies(metadata: &mut Metadata, agencies: &[(usize, &'static str)]) {
    for &(idx, agency) in agencies {
        let said = metadata.said[idx].clone();
        metadata.say(
            Field::Agency,
            agency,
            (said.from, said.place),
            said.page,
            said.weight,
            None,
        );
    }
}
