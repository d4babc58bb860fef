//! Places that name a person.

use std::collections::BTreeSet;
use std::ops::Range;

use entente_types::{Dep, Entity, EntityKind, Pos, Tag};

use super::leader::{self, FULL_NAMES, Spell};
use super::name::folded;
use super::scan::Scan;
use super::table::{Known, OfficeKind, sector_of};

/// A place where the text names a person.
#[derive(Clone, Debug)]
pub struct PersonName {
    /// Its tokens, without titles.
    pub tokens: Range<usize>,
    /// Its words, folded, without "Jr.".
    pub words: Vec<String>,
    /// Does it end in "Jr.", so that the words alone can be those of a father?
    pub is_junior: bool,
}

/// Small words inside names.
const PARTICLES: [&str; 21] = [
    "e", "y", "al", "el", "bin", "bint", "ibn", "von", "van", "de", "da", "do", "dos", "del",
    "della", "der", "di", "la", "le", "den", "ben",
];

/// Finds the places that name persons, in order and without overlap.
#[must_use]
pub fn names(scan: &Scan<'_>) -> Vec<PersonName> {
    let document = scan.document;
    let mut taken = vec![false; document.tokens.len()];
    let mut names: Vec<PersonName> = Vec::new();
    let mut add = |names: &mut Vec<PersonName>, tokens: Option<Range<usize>>| {
        if let Some(tokens) = tokens
            && !tokens.clone().any(|idx| taken[idx])
        {
            taken[tokens.clone()].fill(true);
            names.push(name(scan, tokens));
        }
    };
    for tokens in known_in_full(scan) {
        add(&mut names, Some(tokens));
    }
    for entity in &document.entities {
        if entity.kind == EntityKind::Person {
            add(&mut names, from_entity(scan, entity.tokens()));
        }
    }
    for office in &scan.offices {
        add(
            &mut names,
            surname_after(scan, *office)
                .or_else(|| after_title(scan, office.end))
                .filter(|_| can_stand_before(office.office().kind)),
        );
    }
    for run in proper_runs(scan) {
        let is_leader = run.len() > 1
            && !leader::by_name(document.span(run.clone()).of(document.text())).is_empty();
        add(&mut names, Some(run).filter(|_| is_leader));
    }
    let known = surnames(&names);
    for idx in 0..document.tokens.len() {
        let is_known = known.contains(&folded(document.word(idx)));
        if is_alone(scan, idx) && (is_known || is_in_office(scan, idx)) {
            add(&mut names, Some(idx..idx + 1));
        }
    }
    names.sort_by_key(|name| name.tokens.start);
    names
}

/// Full names of the tables, which the parser may cut in two or take for something else.
fn known_in_full(scan: &Scan<'_>) -> Vec<Range<usize>> {
    let document = scan.document;
    let is_name = |idx: usize| {
        let word = document.word(idx);
        word.chars().next().is_some_and(char::is_uppercase)
    };
    let mut found = Vec::new();
    let mut idx = 0;
    while idx < document.tokens.len() {
        let hit = FULL_NAMES.at(document, idx).filter(|hit| {
            // "Grace Natalie Louisa" can be somebody else than Grace Natalie.
            let goes_on = document.tokens.get(hit.end).is_some_and(|next| {
                next.pos == Pos::Propn && is_name(hit.end) && scan.office(hit.end).is_none()
            });
            is_name(idx) && !goes_on
        });
        let end = hit.as_ref().map_or(idx + 1, |hit| hit.end);
        found.extend(hit.map(|hit| hit.start..hit.end));
        idx = end;
    }
    found
}

/// Which tokens belong to names of persons.
#[must_use]
pub fn taken(scan: &Scan<'_>, names: &[PersonName]) -> Vec<bool> {
    let mut taken = vec![false; scan.document.tokens.len()];
    for name in names {
        taken[name.tokens.clone()].fill(true);
    }
    taken
}

/// Is this the ending of a son's name?
pub fn is_junior(word: &str) -> bool {
    matches!(word, "jr." | "jr")
}

fn name(scan: &Scan<'_>, mut tokens: Range<usize>) -> PersonName {
    let document = scan.document;
    let goes_on =
        |idx: usize| idx < document.tokens.len() && is_junior(&folded(document.word(idx)));
    if goes_on(tokens.end) {
        tokens.end += 1;
    }
    let text = document.span(tokens.clone()).of(document.text());
    let words = text
        .split_whitespace()
        .map(|word| folded(word.trim_matches(['"', '“', '”', ',', '\''])));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    let is_son = words.len() > 1 && words.last().is_some_and(|last| is_junior(last));
    let is_ending = |word: &String| is_junior(word) || word == "sr.";
    PersonName {
        words: words.into_iter().filter(|word| !is_ending(word)).collect(),
        tokens,
        is_junior: is_son,
    }
}

fn can_stand_before(kind: OfficeKind) -> bool {
    matches!(
        kind,
        OfficeKind::Head | OfficeKind::Office | OfficeKind::Title
    )
}

fn is_name_word(scan: &Scan<'_>, idx: usize) -> bool {
    let word = scan.document.word(idx);
    let starts = word.chars().next().is_some_and(char::is_uppercase);
    (starts
        && word
            .chars()
            .all(|letter| letter.is_alphabetic() || "'’-.".contains(letter)))
        || PARTICLES.contains(&word)
        || super::scan::is_hyphen(scan.document, idx)
        || (idx > 0
            && super::scan::is_hyphen(scan.document, idx - 1)
            && word.chars().all(char::is_alphabetic))
}

/// The name inside an entity, without titles, countries and endings.
fn from_entity(scan: &Scan<'_>, tokens: Range<usize>) -> Option<Range<usize>> {
    let document = scan.document;
    let Range {
        mut start,
        end: limit,
    } = tokens;
    loop {
        let office = scan
            .office(start)
            .filter(|hit| hit.start <= start && hit.end < limit);
        let place = scan
            .hit(start)
            .filter(|hit| hit.end < limit && matches!(hit.value, Known::Place(..)));
        if start >= limit {
            return None;
        } else if let Some(office) = office {
            start = office.end;
        } else if let Some(place) = place {
            start = place.end;
        } else if is_name_word(scan, start) && !PARTICLES.contains(&document.word(start))
            || (PARTICLES.contains(&document.word(start))
                && start + 1 < limit
                && super::scan::is_hyphen(document, start + 1))
        {
            break;
        } else {
            start += 1;
        }
    }
    let mut end = start;
    while end < limit
        && is_name_word(scan, end)
        && !(end > start
            && scan
                .office(end)
                .is_some_and(|hit| hit.office().kind != OfficeKind::Head))
    {
        end += 1;
    }
    while end > start + 1
        && (PARTICLES.contains(&document.word(end - 1))
            || matches!(document.word(end - 1), "-" | "."))
    {
        end -= 1;
    }
    let (start, end) = widened(scan, start, end);
    let is_hit = scan
        .hit(start)
        .is_some_and(|hit| hit.start == start && hit.end >= end);
    let is_office = scan.office(start).is_some_and(|hit| hit.end >= end);
    let is_proper = (start..end).any(|idx| document.tokens[idx].pos == Pos::Propn);
    let has_letters = document
        .word(start)
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count()
        > 1
        || end > start + 1;
    let is_short = end - start <= 14;
    (is_proper && !is_hit && !is_office && has_letters && is_short).then_some(start..end)
}

/// The parser leaves out first or last names: "Theresa" of "Theresa May", "Lin" of "Pei-Lin".
fn widened(scan: &Scan<'_>, mut start: usize, mut end: usize) -> (usize, usize) {
    let document = scan.document;
    let is_free = |idx: usize| {
        document.tokens[idx].pos == Pos::Propn
            && is_name_word(scan, idx)
            && scan.hit(idx).is_none()
            && scan.office(idx).is_none()
            && document.entity_of(idx).is_none()
    };
    while end < document.tokens.len()
        && end - start < 6
        && is_free(end)
        && document.tokens[end - 1].dep == Dep::Compound
        && document.tokens[end - 1].head as usize >= end
    {
        end += 1;
    }
    let end = with_surname(scan, end);
    if start > 1 && super::scan::is_hyphen(document, start - 1) && is_free(start - 2) {
        start -= 2;
    }
    let is_given = |idx: usize| {
        is_free(idx)
            && document.tokens[idx].dep == Dep::Compound
            && (start..end).contains(&(document.tokens[idx].head as usize))
    };
    if start > 0 && end - start == 1 && is_given(start - 1) {
        start -= 1;
    }
    (start, end)
}

/// The end of a name with the surname that the parser parted from it: "Laura Mills" of "Laura Mills Lincoln".
fn with_surname(scan: &Scan<'_>, end: usize) -> usize {
    let document = scan.document;
    let is_surname = document.tokens.get(end).is_some_and(|last| {
        let before = &document.tokens[end - 1];
        let is_under = before.dep == Dep::Compound && before.head as usize == end;
        let is_person =
            |entity: Entity| entity.kind == EntityKind::Person && entity.start as usize == end;
        last.pos == Pos::Propn
            && is_under
            && before.pos == Pos::Propn
            && is_name_word(scan, end)
            && document.entity_of(end).is_none_or(is_person)
            && scan.office(end).is_none()
    });
    end + usize::from(is_surname)
}

/// The surname of a leader after the office, though it is the name of a place or firm too.
fn surname_after(scan: &Scan<'_>, office: super::scan::OfficeHit) -> Option<Range<usize>> {
    let idx = office.end;
    let hit = scan
        .hit(idx)
        .filter(|hit| hit.end == idx + 1 && office.office().kind == OfficeKind::Head)?;
    let is_called = |spell: &&'static Spell| {
        spell.is_called(office.office().words) && scan.day().is_some_and(|day| spell.holds(day))
    };
    let owns_or_ends = scan
        .document
        .tokens
        .get(idx + 1)
        .is_none_or(|next| next.pos != Pos::Propn);
    let is_leader = leader::by_surname(scan.document.word(hit.start))
        .iter()
        .any(is_called);
    (owns_or_ends && is_leader).then_some(idx..idx + 1)
}

/// The name that follows a title and that the parser took for something else.
fn after_title(scan: &Scan<'_>, start: usize) -> Option<Range<usize>> {
    let document = scan.document;
    let fits = |&idx: &usize| {
        let token = &document.tokens[idx];
        let is_joint =
            super::scan::is_hyphen(document, idx) || PARTICLES.contains(&document.word(idx));
        (token.pos == Pos::Propn || is_joint)
            && is_name_word(scan, idx)
            && scan.hit(idx).is_none()
            && scan.office(idx).is_none()
    };
    let end = (start..document.tokens.len().min(start + 6))
        .take_while(fits)
        .last()?
        + 1;
    let end = with_surname(scan, end);
    let entity = document.entity_of(start);
    let is_other = entity.is_some_and(|entity| {
        !matches!(
            entity.kind,
            EntityKind::Person | EntityKind::Org | EntityKind::Gpe | EntityKind::Norp
        )
    });
    let text = document.span(start..end).of(document.text());
    let follows = document
        .tokens
        .get(end)
        .is_some_and(|next| next.pos == Pos::Noun && document.tokens[end - 1].dep == Dep::Compound);
    let same = document.sentence_of(start) == document.sentence_of(end - 1);
    (!is_other && same && !follows && sector_of(text).is_none()).then_some(start..end)
}

/// Runs of proper nouns that the parser did not take for persons.
fn proper_runs(scan: &Scan<'_>) -> Vec<Range<usize>> {
    let document = scan.document;
    let mut runs = Vec::new();
    let mut start = 0;
    for idx in 0..=document.tokens.len() {
        let goes_on = idx < document.tokens.len()
            && is_name_word(scan, idx)
            && scan.hit(idx).is_none()
            && scan.office(idx).is_none()
            && (document.tokens[idx].pos != Pos::Det);
        if !goes_on {
            if idx > start + 1 && idx - start <= 8 {
                runs.push(start..idx);
            }
            start = idx + 1;
        }
    }
    runs
}

/// Words by which persons named in full, or alone, can be named again.
fn surnames(names: &[PersonName]) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let distinct: BTreeSet<&[String]> = names.iter().map(|name| name.words.as_slice()).collect();
    for words in distinct {
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            continue;
        };
        known.insert(last.clone());
        if leader::by_name(&words.join(" ")).iter().any(|spell| {
            folded(&spell.name).starts_with(first.as_str()) && !leader::by_surname(first).is_empty()
        }) {
            known.insert(first.clone());
        }
    }
    known.retain(|word| word.chars().count() > 1);
    known
}

/// Can this proper noun be somebody's surname, standing alone?
fn is_alone(scan: &Scan<'_>, idx: usize) -> bool {
    let document = scan.document;
    let token = &document.tokens[idx];
    let is_bare = document.tokens.len() <= 3;
    if !(token.pos == Pos::Propn || is_bare || is_mistagged(scan, idx))
        || !is_name_word(scan, idx)
        || scan.hit(idx).is_some()
        || scan.office(idx).is_some()
    {
        return false;
    }
    let entity = document.entity_of(idx);
    let is_in_name = entity.is_some_and(|entity| {
        let text = document.span(entity.tokens()).of(document.text());
        entity.tokens().len() > 1
            && (sector_of(text).is_some()
                || matches!(
                    entity.kind,
                    EntityKind::Event | EntityKind::Law | EntityKind::Fac
                ))
    });
    let next = document.tokens.get(idx + 1);
    let is_part = token.dep == Dep::Compound
        && next.is_some_and(|next| next.pos == Pos::Propn && scan.office(idx + 1).is_none());
    !is_in_name && !is_part
}

/// Can the tag be wrong: a capital inside a sentence, or before a verb or an ending of possession?
fn is_mistagged(scan: &Scan<'_>, idx: usize) -> bool {
    let document = scan.document;
    let token = &document.tokens[idx];
    let can_be_wrong = match token.pos {
        Pos::Verb | Pos::Noun | Pos::Adj | Pos::X | Pos::Intj | Pos::Adv => true,
        Pos::Pron => document.word(idx).len() > 4,
        _ => false,
    };
    if !can_be_wrong {
        return false;
    }
    let first = document.sentences[document.sentence_of(idx)].start as usize;
    let is_inside =
        (first..idx).any(|before| document.word(before).chars().any(char::is_alphanumeric));
    let next = document.tokens.get(idx + 1);
    let acts = next.is_some_and(|next| {
        next.tag == Tag::Pos
            || matches!(next.pos, Pos::Verb | Pos::Aux)
            || document.word(idx + 1).starts_with(['’', '\''])
    });
    let before = idx.checked_sub(1).map(|before| document.tokens[before].pos);
    acts || (is_inside && !matches!(before, Some(Pos::Det | Pos::Adj)))
}

/// Is it the surname of somebody who leads a state that the text is about?
fn is_in_office(scan: &Scan<'_>, idx: usize) -> bool {
    let document = scan.document;
    let spells = leader::by_surname(document.word(idx));
    let is_about =
        |spell: &&Spell| document.tokens.len() <= 12 || scan.countries.contains(spell.country);
    let is_bare = document.tokens.len() <= 12;
    let holds = |spell: &Spell| {
        scan.day()
            .map_or_else(|| spell.is_last(), |day| spell.holds(day))
    };
    spells
        .iter()
        .any(|spell| spell.is_head && (holds(spell) || is_bare) && is_about(spell))
}

/// Does an ending that marks possession follow?
#[must_use]
pub fn owns_next(scan: &Scan<'_>, end: usize) -> bool {
    scan.document
        .tokens
        .get(end)
        .is_some_and(|next| next.tag == Tag::Pos)
}
