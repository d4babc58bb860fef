//! Who goes by a definite noun: "the senator", "the former Ohio governor", "the actor".

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{ActorKind, Dep, Document, Ground};

use super::leader;
use super::phrase::Phrase;
use super::pronoun::person::is_other_party;
use super::registry::{Draft, Registry};
use super::scan::Scan;
use super::table::OfficeKind;
use crate::table::rows;

/// How many sentences back somebody is looked for.
const SENTENCES: usize = 8;
/// How many mentions of persons are looked at.
const MENTIONS: usize = 80;
/// The evidence of those whom the text or the table calls so, wherever they stand.
const CALLED: i32 = 3;
/// How many sentences back the only person stands of whom nothing is known but the name.
const NEAR: usize = 4;

/// The classes of a noun, one bit each, and whether it speaks of somebody named shortly before.
#[derive(Clone, Copy, Default)]
struct Classes {
    bits: u64,
    is_again: bool,
}

static CLASSES: LazyLock<HashMap<&'static str, Classes>> = LazyLock::new(|| {
    let mut classes: HashMap<&'static str, Classes> = HashMap::new();
    let rows = rows(include_str!("../../data/person_classes.tsv"));
    for (number, row) in rows.enumerate().take(64) {
        let nouns = row.get(2).copied().unwrap_or_default();
        for noun in nouns.split('|') {
            let known = classes.entry(noun).or_default();
            known.bits |= 1 << number;
            known.is_again |= row.get(1).is_some_and(|again| *again == "again");
        }
    }
    classes
});

fn classes(noun: &str) -> Classes {
    let last = noun.rsplit(' ').next().unwrap_or(noun);
    let known = CLASSES.get(noun).or_else(|| CLASSES.get(last));
    known.copied().unwrap_or_default()
}

/// A mention of a person by name or description, in order of the text.
#[derive(Clone, Copy)]
pub struct Mentioned {
    /// The token that heads it.
    pub head: usize,
    /// Index of the draft.
    pub actor: usize,
}

/// The person named before who goes by the noun of a definite phrase.
///
/// Somebody whom the text or the table of leaders calls so, or by a noun of the same class; else, for nouns by which
/// one speaks of somebody again, the only person who was near.
pub fn meant(
    scan: &Scan<'_>,
    phrase: &Phrase,
    country: Option<&str>,
    mentioned: &[Mentioned],
    registry: &Registry,
) -> Option<(usize, Ground)> {
    let document = scan.document;
    let sentence = document.sentence_of(phrase.tokens.start);
    let distance = |one: &Mentioned| sentence.saturating_sub(document.sentence_of(one.head));
    let mut near: Vec<(Mentioned, usize)> = Vec::new();
    for one in mentioned.iter().rev().take(MENTIONS) {
        match near.iter_mut().find(|(other, _)| other.actor == one.actor) {
            Some((_, n_mentions)) => *n_mentions += 1,
            None => near.push((*one, 1)),
        }
    }
    let head = phrase.office.end - 1;
    near.retain(|(one, _)| {
        can_be(&registry.drafts[one.actor], phrase, country)
            && !phrase.tokens.contains(&one.head)
            && !is_other_party(document, head, one.head)
    });
    let of = |one: &Mentioned| {
        let evidence = evidence(scan, &registry.drafts[one.actor], phrase);
        if evidence >= CALLED || distance(one) <= SENTENCES {
            evidence
        } else {
            -1
        }
    };
    let evidence: Vec<i32> = near.iter().map(|(one, _)| of(one)).collect();
    let most = evidence.iter().copied().max()?;
    let ranked = near.iter().zip(&evidence);
    let mut best = ranked.filter(|(_, of)| **of == most).map(|(one, _)| one);
    let (first, second) = (best.next()?, best.next());
    if most > 0 {
        let is_clear = second.is_none_or(|second| {
            distance(&second.0) > distance(&first.0) || first.1 >= 3 * second.1
        });
        let ground = if most > CALLED + 1 {
            Ground::Holder
        } else {
            Ground::Called
        };
        return is_clear.then_some((first.0.actor, ground));
    }
    let is_again = classes(phrase.office.office().words).is_again && is_told_apart(phrase);
    let mut here = near
        .iter()
        .map(|(one, _)| one)
        .filter(|one| distance(one) <= NEAR);
    let only = here.next().filter(|_| here.next().is_none())?;
    let is_fitting = is_again && most == 0 && is_named(&registry.drafts[only.actor]);
    is_fitting.then_some((only.actor, Ground::Nearest))
}

/// Is it no more than the noun, or an office of some place or party: "the actor", "the Ohio governor"?
fn is_told_apart(phrase: &Phrase) -> bool {
    let office = phrase.office.office();
    let is_office = matches!(office.kind, OfficeKind::Office | OfficeKind::Head);
    let is_bare = phrase.tokens.len() == phrase.office.end - phrase.office.start;
    is_bare != is_office && phrase.facts.owner.is_none() && phrase.tokens.end == phrase.office.end
}

/// Does the person have a name, and not only a description?
pub fn is_named(draft: &Draft) -> bool {
    draft.name.chars().next().is_some_and(char::is_uppercase)
}

/// Can the person go by the noun at all?
fn can_be(draft: &Draft, phrase: &Phrase, country: Option<&str>) -> bool {
    let gender = phrase.office.office().gender();
    let fits = |wanted: Option<char>| {
        wanted.is_none() || draft.gender.is_none_or(|own| Some(own) == wanted)
    };
    let same = match (country, draft.country.as_deref()) {
        (Some(country), Some(own)) => country == own,
        _ => true,
    };
    draft.kind == ActorKind::Person && !draft.is_plural && fits(gender) && same
}

/// How much speaks for the person: in office by the table of leaders, called so, in office before, called something
/// of the kind, called nothing, called something else.
fn evidence(scan: &Scan<'_>, draft: &Draft, phrase: &Phrase) -> i32 {
    let office = phrase.office.office();
    let wanted = office.words;
    let called = |spell: &&&leader::Spell| spell.is_called(wanted);
    let mut spells = draft.spells.iter().filter(called).peekable();
    let is_plain = phrase.words == wanted && wanted != "leader";
    let is_leader = office.kind == OfficeKind::Head && is_plain && spells.peek().is_some();
    if let Some(day) = scan.day().filter(|_| is_leader) {
        let holds = spells.any(|spell| spell.holds(day));
        return if holds == phrase.facts.status.is_none() {
            5
        } else {
            1
        };
    }
    let last = |words: &str| words.rsplit(' ').next().map(str::to_owned);
    let is_called = |called: &&'static str| *called == wanted || last(called) == last(wanted);
    if draft.called.iter().any(is_called) {
        return 4;
    }
    if is_leader {
        return CALLED;
    }
    let wanted = classes(wanted).bits;
    let shares = draft
        .called
        .iter()
        .any(|called| classes(called).bits & wanted != 0);
    match (shares, draft.called.is_empty()) {
        (true, _) => 2,
        (false, true) => 0,
        (false, false) => -1,
    }
}

/// The subject of whom the noun is told with a form of "be": "Ruiz is the chairwoman"; not where it is denied.
pub fn of_subject(document: &Document, noun: usize) -> Option<usize> {
    let verb = document
        .head(noun)
        .filter(|_| document.tokens[noun].dep == Dep::Attr)?;
    let is_told =
        document.tokens[verb].lemma == "be" && document.child(verb, &[Dep::Neg]).is_none();
    document.child(verb, &[Dep::Nsubj]).filter(|_| is_told)
}
