//! Who goes by a definite noun: "the senator", "the former Ohio governor", "the actor".

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{ActorKind, Dep, Document, Ground};

use super::leader::Spell;
use super::phrase::Phrase;
use super::pronoun::person::{Candidate, Context};
use super::registry::{Called, Draft, Registry};
use super::scan::Scan;
use super::table::OfficeKind;
use crate::table::rows;

/// How many mentions can stand in one phrase.
const PHRASE: usize = 12;
/// The share from which on a person is told.
const SURE: f32 = 0.5;
/// What it adds that the noun tells the known gender of a person.
const GENDER: f32 = 0.7;
/// What speaks for nobody near: always, for nouns that seldom speak of somebody again, with an owner or a body, with
/// words that tell it apart. Chosen on titles that were read by hand.
const NEW: f32 = -1.0;
const NOT_AGAIN: f32 = 2.5;
const OWNED: f32 = 1.5;
const LONG: f32 = 0.5;
const EXPLAINED: f32 = 1.5;

/// The classes of a noun, one bit each, whether it speaks of somebody named shortly before, and whether anyone can go by
/// it.
#[derive(Clone, Copy, Default)]
struct Classes {
    bits: u64,
    is_again: bool,
    is_anyone: bool,
}

static CLASSES: LazyLock<HashMap<&'static str, Classes>> = LazyLock::new(|| {
    let mut classes: HashMap<&'static str, Classes> = HashMap::new();
    let rows = rows(include_str!("../../data/person_classes.tsv"));
    for (number, row) in rows.enumerate().take(64) {
        let nouns = row.get(2).copied().unwrap_or_default();
        for noun in nouns.split('|') {
            let known = classes.entry(noun).or_default();
            known.bits |= 1 << number;
            let again = row.get(1).copied().unwrap_or_default();
            known.is_anyone |= again == "anyone";
            known.is_again |= !again.is_empty();
        }
    }
    classes
});

fn classes(noun: &str) -> Classes {
    let last = noun.rsplit(' ').next().unwrap_or(noun);
    let known = CLASSES.get(noun).or_else(|| CLASSES.get(last));
    known.copied().unwrap_or_default()
}

/// The person who goes by the noun of a definite phrase, and what ties the two.
///
/// What the text, the table of leaders and the classes of nouns tell of those who were near counts beside what makes a
/// pronoun mean one of them; that nobody of them is meant is one more choice.
pub fn meant(
    scan: &Scan<'_>,
    phrase: &Phrase,
    country: Option<&str>,
    context: &Context<'_>,
    registry: &Registry,
) -> Option<(usize, Ground)> {
    let head = phrase.office.end - 1;
    let gender = phrase.office.office().gender();
    let is_again = classes(phrase.office.office().words).is_again;
    let inside = |actor: usize| {
        let mut recent = context.seen.iter().rev().take(PHRASE);
        recent.any(|one| one.actor == actor && phrase.tokens.contains(&one.head))
    };
    let mut near = context.candidates(registry, head, gender);
    near.retain(|one| {
        let draft = &registry.drafts[one.actor];
        can_be(draft, phrase, country) && !inside(one.actor)
    });
    let read = near.iter().filter_map(|one| {
        let evidence = evidence(scan, &registry.drafts[one.actor], phrase)
            .filter(|evidence| is_again || *evidence >= Evidence::Kind)?;
        let is_known = gender.is_some() && one.gender == gender;
        let known = if is_known { GENDER } else { 0.0 };
        Some((
            one,
            evidence,
            context.score(one) + evidence.weight() + known,
        ))
    });
    let mut read: Vec<(&Candidate, Evidence, f32)> = read.collect();
    read.sort_by(|one, other| other.2.total_cmp(&one.2));
    let (best, evidence, most) = read.first()?;
    let nobody = (nobody(scan.document, phrase) - most).exp();
    let sum: f32 = read.iter().map(|(_, _, score)| (score - most).exp()).sum();
    (1.0 / (sum + nobody) > SURE).then_some((best.actor, evidence.ground()))
}

/// What speaks for it that a noun speaks of nobody near.
fn nobody(document: &Document, phrase: &Phrase) -> f32 {
    let is_again = classes(phrase.office.office().words).is_again;
    let is_owned = phrase.facts.owner.is_some() || phrase.facts.body.is_some();
    let is_long = phrase.tokens.len() > phrase.office.end - phrase.office.start;
    let explains = [Dep::Relcl, Dep::Acl, Dep::Prep];
    let is_explained = document.child(phrase.office.end - 1, &explains).is_some();
    let add = |is_so: bool, weight: f32| if is_so { weight } else { 0.0 };
    NEW + add(!is_again, NOT_AGAIN)
        + add(is_owned, OWNED)
        + add(is_long, LONG)
        + add(is_explained, EXPLAINED)
}

/// The only one of the text who holds the office by the table of leaders: "the president".
pub fn leader(scan: &Scan<'_>, phrase: &Phrase, registry: &Registry) -> Option<usize> {
    let is_leader = |&actor: &usize| {
        let draft = &registry.drafts[actor];
        !draft.spells.is_empty() && evidence(scan, draft, phrase) == Some(Evidence::Same)
    };
    let mut leaders = (0..registry.drafts.len()).filter(is_leader);
    leaders.next().filter(|_| leaders.next().is_none())
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

/// What is known of a person that has to do with a noun, from the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    /// The text calls the person something else.
    Other,
    /// The text calls the person nothing.
    Nothing,
    /// Called something of the kind.
    Kind,
    /// Called so.
    Called,
    /// Called so, and told apart by the same name, or in office by the table of leaders.
    Same,
}

impl Evidence {
    /// What it adds to the score of a person.
    fn weight(self) -> f32 {
        match self {
            Self::Other => -2.0,
            Self::Nothing => 0.0,
            Self::Kind => 1.5,
            Self::Called => 3.0,
            Self::Same => 5.0,
        }
    }

    fn ground(self) -> Ground {
        match self {
            Self::Other | Self::Nothing => Ground::Nearest,
            Self::Kind | Self::Called => Ground::Called,
            Self::Same => Ground::Holder,
        }
    }
}

/// What is known of the person that has to do with the noun; `None` if it must be somebody else.
fn evidence(scan: &Scan<'_>, draft: &Draft, phrase: &Phrase) -> Option<Evidence> {
    let office = phrase.office.office();
    let wanted = office.words;
    let called = |spell: &&&Spell| spell.is_called(wanted);
    let mut spells = draft.spells.iter().filter(called).peekable();
    let is_plain = phrase.words == wanted && wanted != "leader";
    let is_leader = office.kind == OfficeKind::Head && is_plain && spells.peek().is_some();
    if let Some(day) = scan.day().filter(|_| is_leader) {
        let holds = spells.any(|spell| spell.holds(day));
        let fits = holds == phrase.facts.status.is_none();
        return Some(if fits {
            Evidence::Same
        } else {
            Evidence::Nothing
        });
    }
    let called = draft.called.iter().map(|called| likeness(called, phrase));
    match called.max() {
        None if is_leader => Some(Evidence::Called),
        None => Some(Evidence::Nothing),
        Some(Likeness::Opposed) => None,
        Some(Likeness::Other) if classes(wanted).is_anyone => Some(Evidence::Nothing),
        Some(Likeness::Other) => Some(Evidence::Other),
        Some(Likeness::Kind) => Some(Evidence::Kind),
        Some(Likeness::Called) => Some(Evidence::Called),
        Some(Likeness::Same) => Some(Evidence::Same),
    }
}

/// How what somebody is called compares with a noun, from the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// The same office of another place or party.
    Opposed,
    Other,
    Kind,
    Called,
    /// The same of the same place or party.
    Same,
}

fn likeness(called: &Called, phrase: &Phrase) -> Likeness {
    let wanted = phrase.office.office().words;
    let last = |words: &'static str| words.rsplit(' ').next();
    let is_word = called.word == wanted || last(called.word) == last(wanted);
    let is_kind = classes(called.word).bits & classes(wanted).bits != 0;
    let is_marked = !called.marks.is_empty() && !phrase.marks.is_empty();
    let shares = called.marks.iter().any(|mark| phrase.marks.contains(mark));
    match (is_word, is_kind) {
        (true, _) if shares => Likeness::Same,
        (true, _) if is_marked => Likeness::Opposed,
        (true, _) if !phrase.marks.is_empty() => Likeness::Kind,
        (true, _) => Likeness::Called,
        (false, true) if shares => Likeness::Called,
        (false, true) if is_marked => Likeness::Other,
        (false, true) => Likeness::Kind,
        (false, false) => Likeness::Other,
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
