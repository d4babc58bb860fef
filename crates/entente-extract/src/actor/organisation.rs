//! Names of organisations, by table and by the parser.

use std::collections::BTreeMap;
use std::ops::Range;

use entente_types::{ActorKind, Dep, EntityKind, Ground, Pos, Tag};

use super::name::slug;
use super::registry::Registry;
use super::scan::Scan;
use super::table::{Known, ORGANISATIONS, PlaceKind, sector_of};

/// An organisation that the text names.
#[derive(Clone, Debug)]
pub struct OrganisationName {
    /// Its tokens, without article.
    pub tokens: Range<usize>,
    /// Its name.
    pub name: String,
    /// Its country, if table or name tell.
    pub country: Option<&'static str>,
    /// Its PLOVER sector, if table or name tell.
    pub sector: Option<&'static str>,
    /// Is it an entry of the table?
    pub is_known: bool,
}

/// The organisations in order of the text, without overlap. `taken` tells which tokens name persons.
#[must_use]
pub fn names(scan: &Scan<'_>, taken: &[bool]) -> Vec<OrganisationName> {
    let mut found: Vec<OrganisationName> = Vec::new();
    for entity in &scan.document.entities {
        let is_candidate = matches!(
            entity.kind,
            EntityKind::Org
                | EntityKind::Fac
                | EntityKind::Gpe
                | EntityKind::WorkOfArt
                | EntityKind::Product
        );
        if is_candidate && !entity.tokens().any(|idx| taken[idx]) {
            found.extend(from_entity(scan, entity.tokens(), entity.kind, taken));
        }
    }
    for hit in &scan.hits {
        let Known::Organisation(idx) = hit.value else {
            continue;
        };
        let tokens = hit.start..hit.end;
        if !tokens.clone().any(|idx| taken[idx]) {
            found.push(from_table(idx, tokens));
        }
    }
    found.sort_by_key(|name| (name.tokens.start, std::cmp::Reverse(name.tokens.end)));
    let mut end = 0;
    found.retain(|name| {
        let is_free = name.tokens.start >= end;
        end = end.max(name.tokens.end);
        is_free
    });
    for name in &mut found {
        if let Some(code) = owner(scan, name.tokens.start) {
            name.country = Some(code);
        }
    }
    join_parts(scan, found)
}

/// The state before a name: "Chile's Ministry of Mines", "the Philippine Senate".
fn owner(scan: &Scan<'_>, start: usize) -> Option<&'static str> {
    let before = start.checked_sub(1)?;
    let at = if scan.document.tokens[before].tag == Tag::Pos {
        before.checked_sub(1)?
    } else {
        before
    };
    let (code, kind) = scan.place(at)?;
    let fits = at < before || kind == PlaceKind::Adjective;
    (fits && !code.is_empty() && !matches!(kind, PlaceKind::Past | PlaceKind::Bloc)).then_some(code)
}

fn from_table(idx: usize, tokens: Range<usize>) -> OrganisationName {
    let entry = &ORGANISATIONS[idx];
    let given = |text: &'static str| (!text.is_empty()).then_some(text);
    OrganisationName {
        tokens,
        name: entry.name.to_owned(),
        country: given(entry.country),
        sector: given(entry.sector),
        is_known: true,
    }
}

fn from_entity(
    scan: &Scan<'_>,
    tokens: Range<usize>,
    kind: EntityKind,
    taken: &[bool],
) -> Option<OrganisationName> {
    let document = scan.document;
    let tokens = trim(scan, tokens)?;
    let tokens = widened(scan, tokens, taken);
    let text = document.span(tokens.clone()).of(document.text());
    let is_adjective = tokens.len() == 1 && document.tokens[tokens.start].pos != Pos::Propn;
    if is_adjective {
        return None;
    }
    let has_name = tokens
        .clone()
        .any(|idx| document.tokens[idx].pos == Pos::Propn)
        || text.chars().next().is_some_and(char::is_uppercase);
    let is_whole_hit = scan
        .hit(tokens.start)
        .is_some_and(|hit| hit.end == tokens.end);
    let is_office = scan
        .office(tokens.start)
        .is_some_and(|hit| hit.end == tokens.end);
    if !has_name || is_whole_hit || is_office || text.len() > 120 || text.contains('\n') {
        return None;
    }
    let owner = owning(scan, &tokens);
    let sector = owner
        .map(|owner| ORGANISATIONS[owner].sector)
        .filter(|sector| !sector.is_empty())
        .or_else(|| sector_of(text));
    if kind != EntityKind::Org && sector.is_none() {
        return None;
    }
    if sector.is_none() && is_headline(scan, tokens.start) {
        return None;
    }
    let place = tokens
        .clone()
        .rev()
        .find_map(|idx| scan.place(idx))
        .filter(|(code, kind)| !code.is_empty() && *kind != PlaceKind::Past);
    let country = owner
        .map(|owner| ORGANISATIONS[owner].country)
        .filter(|code| !code.is_empty());
    Some(OrganisationName {
        name: text.replace('’', "'"),
        tokens,
        country: place.map(|(code, _)| code).or(country),
        sector,
        is_known: false,
    })
}

/// The known organisation that a longer name begins with: "Northern Fleet's Air Group".
fn owning(scan: &Scan<'_>, tokens: &Range<usize>) -> Option<usize> {
    let hit = scan.hit(tokens.start).filter(|hit| hit.end < tokens.end)?;
    let owns = scan.document.tokens[hit.end].tag == Tag::Pos;
    match hit.value {
        Known::Organisation(idx) if owns => Some(idx),
        _ => None,
    }
}

/// Is the sentence written like a headline, where the parser takes any words for a name?
fn is_headline(scan: &Scan<'_>, idx: usize) -> bool {
    let document = scan.document;
    let is_break =
        |at: usize| document.tokens[at].pos == Pos::Space && document.word(at).contains('\n');
    let first = (idx.saturating_sub(40)..idx)
        .rev()
        .find(|&at| is_break(at))
        .map_or(idx.saturating_sub(40), |at| at + 1);
    let words =
        (first..document.tokens.len().min(idx + 40)).take_while(|&at| at < idx || !is_break(at));
    let long: Vec<&str> = words
        .map(|idx| document.word(idx))
        .filter(|word| word.len() > 3 && word.chars().all(char::is_alphabetic))
        .collect();
    let n_capital = long
        .iter()
        .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
        .count();
    long.len() > 3 && n_capital * 4 > long.len() * 3
}

/// The parser stops too early: "Carnegie" of "Carnegie Eurasia Center". An office or a person after the name is no part
/// of it: "House Speaker Jane Roe".
fn widened(scan: &Scan<'_>, tokens: Range<usize>, taken: &[bool]) -> Range<usize> {
    let document = scan.document;
    let Range { start, mut end } = tokens;
    while end < document.tokens.len() && end - start < 10 {
        let last = &document.tokens[end - 1];
        let goes_on = last.dep == Dep::Compound
            && last.head as usize >= end
            && document.tokens[end].pos == Pos::Propn
            && !taken[end]
            && scan.office(end).is_none();
        if !goes_on {
            break;
        }
        end += 1;
    }
    start..end
}

/// Without article, possessive ending and marks around it.
fn trim(scan: &Scan<'_>, tokens: Range<usize>) -> Option<Range<usize>> {
    let document = scan.document;
    let is_edge = |idx: usize| {
        let token = &document.tokens[idx];
        matches!(
            token.pos,
            Pos::Det | Pos::Part | Pos::Punct | Pos::Space | Pos::Adp | Pos::Cconj
        ) || token.tag == Tag::Pos
    };
    let Range { mut start, mut end } = tokens;
    while start < end && is_edge(start) {
        start += 1;
    }
    while start < end
        && is_edge(end - 1)
        && document.word(end - 1) != "."
        && document.word(end - 1) != ")"
    {
        end -= 1;
    }
    (start < end).then_some(start..end)
}

/// "Center for Russian Studies" and "East China Normal University" with "of" between are one name.
fn join_parts(scan: &Scan<'_>, names: Vec<OrganisationName>) -> Vec<OrganisationName> {
    let document = scan.document;
    let mut joined: Vec<OrganisationName> = Vec::new();
    for name in names {
        let is_part = joined.last().is_some_and(|last| {
            let gap = last.tokens.end..name.tokens.start;
            let is_of = gap.start < document.tokens.len()
                && document.word(gap.start) == "of"
                && gap.len() <= 2;
            is_of
                && !last.is_known
                && last.sector.is_some()
                && gap.skip(1).all(|idx| document.word(idx) == "the")
        });
        match joined.last_mut().filter(|_| is_part) {
            Some(last) => {
                last.tokens.end = name.tokens.end;
                last.name = document
                    .span(last.tokens.clone())
                    .of(document.text())
                    .to_owned();
                last.country = last.country.or(name.country);
            }
            None => joined.push(name),
        }
    }
    joined
}

/// The key of an organisation: its name with its country's code in place of the country's name.
#[must_use]
pub fn key(scan: &Scan<'_>, name: &OrganisationName) -> String {
    if name.is_known {
        return format!("org:{}", slug(&name.name));
    }
    let is_office = name
        .tokens
        .clone()
        .find_map(|idx| scan.office(idx))
        .is_some_and(|hit| hit.end == name.tokens.end);
    let rest = name
        .tokens
        .clone()
        .filter(|&idx| scan.place(idx).is_none() && scan.document.tokens[idx].pos != Pos::Part);
    let words: Vec<&str> = rest.map(|idx| scan.document.word(idx)).collect();
    match name.country {
        Some(country) if is_office && scan.place(name.tokens.start).is_some() => {
            format!("org:{}-{}", country.to_lowercase(), slug(&words.join(" ")))
        }
        _ => format!("org:{}", slug(&name.name)),
    }
}

/// Adds the organisations and tells which short names go back to them.
pub fn add(scan: &Scan<'_>, organisations: &[OrganisationName], registry: &mut Registry) {
    let mut by_short: BTreeMap<String, usize> = BTreeMap::new();
    for one in organisations {
        let key = key(scan, one);
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
        let ground = if one.is_known {
            Ground::Known
        } else {
            Ground::Body
        };
        registry.mention(scan.document, actor, one.tokens.clone(), ground);
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
