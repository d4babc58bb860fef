//! Descriptions: "the Chinese president", "the Russian military", "analysts", "two officials", "the West".

use entente_types::{ActorKind, Dep, Document, Ground, Pos};

use super::People;
use super::describe::{Around, Attachment};
use super::leader;
use super::memory::Memory;
use super::name::slug;
use super::phrase::{self, Article, Phrase};
use super::pronoun::mentions;
use super::pronoun::person::Context;
use super::registry::Registry;
use super::speech::Speeches;
use super::table::OfficeKind;
use super::title;

/// Verbs whose subject a paper can be.
const TELLING: [&str; 26] = [
    "say",
    "show",
    "find",
    "suggest",
    "note",
    "warn",
    "state",
    "describe",
    "conclude",
    "indicate",
    "reveal",
    "claim",
    "add",
    "report",
    "accuse",
    "call",
    "cite",
    "detail",
    "allege",
    "read",
    "estimate",
    "argue",
    "urge",
    "confirm",
    "recommend",
    "condemn",
];

/// Adds the descriptions that are no titles or appositions of names.
pub fn add(
    around: &Around<'_, '_>,
    attachments: &[Attachment],
    (people, weights): (&People<'_>, &[f32]),
    registry: &mut Registry,
) {
    let scan = around.scan;
    let mut told: Vec<bool> = vec![false; scan.document.tokens.len()];
    for attachment in attachments {
        told[attachment.office.start..attachment.office.end].fill(true);
    }
    let all = mentions(scan.document, registry);
    let speeches = Speeches::new(scan);
    let context = Context::new(scan, (&speeches, weights), &all);
    let mut memory = Memory::new(registry, context);
    for office in &scan.offices {
        memory.pass(registry, office.start);
        let is_part = told[office.start]
            || scan.hit(office.end - 1).is_some()
            || people.at(office.end - 1).is_some()
            || around.organisation(office.end - 1).is_some_and(|number| {
                around.organisations[number].is_known
                    || around.organisations[number].tokens.end != office.end
                    || around.organisations[number].tokens.start != office.start
            });
        if is_part
            || office.office().kind == OfficeKind::Title
            || phrase::is_modifier(around, *office)
        {
            continue;
        }
        let phrase = phrase::read(around, *office);
        if let Some(subject) = title::of_subject(scan.document, office.end - 1) {
            // "Ruiz is a lawyer" tells what she is, and speaks of nobody else.
            let named = people.at(subject).filter(|_| !office.is_plural);
            if let Some(actor) = named {
                registry.drafts[actor].call(office.office().words, phrase.marks.clone());
            }
            let is_definite = phrase.article == Article::Definite && !office.is_plural;
            if let Some(actor) = named.filter(|_| is_definite) {
                let tokens = phrase.tokens.clone();
                registry.mention(scan.document, actor, tokens, Ground::Apposition);
            }
            if named.is_some() || !office.is_plural && is_pronoun(scan.document, subject) {
                continue;
            }
        }
        if let Some((actor, ground)) = resolve(around, &phrase, people, registry, &mut memory) {
            registry.mention(scan.document, actor, phrase.tokens.clone(), ground);
            memory.see_last(registry);
        }
    }
    the_west(around, registry);
}

/// Is the word "he" or "she"?
fn is_pronoun(document: &Document, idx: usize) -> bool {
    matches!(
        document.word(idx).to_lowercase().as_str(),
        "he" | "she" | "who" | "i" | "you"
    )
}

fn resolve(
    around: &Around<'_, '_>,
    phrase: &Phrase,
    people: &People<'_>,
    registry: &mut Registry,
    memory: &mut Memory<'_>,
) -> Option<(usize, Ground)> {
    let country = phrase.facts.country.clone().or_else(|| {
        let inside =
            (phrase.tokens.start..phrase.office.start).find(|&idx| people.at(idx).is_some());
        let owner = people.at(phrase.facts.owner.or(inside)?)?;
        registry.drafts[owner].country.clone()
    });
    let itself = |actor: usize| (actor, Ground::Itself);
    match phrase.office.office().kind {
        OfficeKind::Title => None,
        OfficeKind::Text => paper(around, phrase, registry).map(itself),
        OfficeKind::State => state_phrase(around, phrase, registry, memory),
        OfficeKind::Body | OfficeKind::Force if phrase.office.is_plural => {
            let is_telling = !phrase.office.office().sector.is_empty();
            is_telling.then(|| itself(group(around, phrase, country, registry)))
        }
        OfficeKind::Body | OfficeKind::Force => {
            body(around, phrase, country, people, registry, memory)
        }
        _ if phrase.office.is_plural => Some(itself(group(around, phrase, country, registry))),
        _ => individual(around, phrase, country, registry, memory),
    }
}

/// "The statement said": a paper that speaks.
fn paper(around: &Around<'_, '_>, phrase: &Phrase, registry: &mut Registry) -> Option<usize> {
    let document = around.scan.document;
    let head = phrase.office.end - 1;
    let governor = document.head(head);
    let tells = document.tokens[head].dep == Dep::Nsubj
        && governor.is_some_and(|verb| TELLING.contains(&document.tokens[verb].lemma.as_str()));
    let accords = document.tokens[head].dep == Dep::Pobj
        && governor.is_some_and(|to| {
            document.word(to) == "to"
                && to > 0
                && document.tokens[to - 1].lemma.eq_ignore_ascii_case("accord")
        });
    (tells || accords).then(|| {
        registry.actor(
            &format!("text:{}", slug(&phrase.words)),
            ActorKind::Text,
            &phrase.words,
        )
    })
}

/// "Western nations", "both countries"; "the country" where only one was spoken of.
fn state_phrase(
    around: &Around<'_, '_>,
    phrase: &Phrase,
    registry: &mut Registry,
    memory: &Memory<'_>,
) -> Option<(usize, Ground)> {
    let document = around.scan.document;
    if phrase.office.is_plural {
        return Some((group(around, phrase, None, registry), Ground::Itself));
    }
    if phrase.article != Article::Definite
        || phrase.tokens.len() > 1
        || !matches!(phrase.words.as_str(), "country" | "nation" | "republic")
    {
        return None;
    }
    let sentence = document.sentence_of(phrase.tokens.start);
    let from = document.sentences[sentence.saturating_sub(1)].start as usize;
    memory.only_state(from).map(|one| (one, Ground::Nearest))
}

fn group(
    around: &Around<'_, '_>,
    phrase: &Phrase,
    country: Option<String>,
    registry: &mut Registry,
) -> usize {
    let words = if phrase.words.is_empty() {
        phrase.office.office().words
    } else {
        &phrase.words
    };
    let key = match (&country, phrase.facts.body) {
        (_, Some(body)) => format!(
            "group:{}-{}",
            slug(&around.organisations[body].name),
            slug(phrase.office.office().words)
        ),
        (Some(country), None) => {
            format!("group:{}-{}", country.to_lowercase(), slug(words))
        }
        (None, None) => format!("group:{}", slug(words)),
    };
    let written = around.words(phrase.tokens.clone());
    let actor = registry.actor(&key, ActorKind::Group, written);
    fill(around, registry, actor, phrase, country);
    actor
}

fn body(
    around: &Around<'_, '_>,
    phrase: &Phrase,
    country: Option<String>,
    people: &People<'_>,
    registry: &mut Registry,
    memory: &mut Memory<'_>,
) -> Option<(usize, Ground)> {
    let document = around.scan.document;
    let is_bare = phrase.words == phrase.office.office().words
        && phrase.facts.body.is_none()
        && phrase.facts.owner.is_none();
    let is_again = country.is_none() && is_bare && phrase.article == Article::Definite;
    let before = is_again.then(|| body_before(document, phrase, registry, memory));
    if let Some(actor) = before.flatten() {
        return Some((actor, Ground::Nearest));
    }
    let owner = phrase.facts.owner.or_else(|| {
        (phrase.tokens.start..phrase.office.start).find(|&idx| people.at(idx).is_some())
    });
    let owner = owner.and_then(|token| people.at(token));
    let country = country.or_else(|| registry.drafts[owner?].country.clone());
    // "an alliance", "force", "the authority" are mostly no bodies at all.
    let is_told = country.is_some() || owner.is_some() || phrase.facts.body.is_some();
    let is_plain = phrase.office.office().sector.is_empty() || phrase.article != Article::Definite;
    if !is_told && is_plain && document.tokens.len() > 12 {
        return None;
    }
    let words = if phrase.words.is_empty() {
        phrase.office.office().words.to_owned()
    } else {
        phrase.words.clone()
    };
    let key = match &country {
        Some(country) => format!("org:{}-{}", country.to_lowercase(), slug(&words)),
        None => format!("org:{}", slug(&words)),
    };
    let written = document.span(phrase.tokens.clone()).of(document.text());
    let actor = registry.actor(&key, ActorKind::Organisation, written);
    fill(around, registry, actor, phrase, country);
    Some((actor, Ground::Itself))
}

/// The body that a definite noun speaks of again: one of its name, or the one of its kind for which most speaks.
fn body_before(
    document: &Document,
    phrase: &Phrase,
    registry: &Registry,
    memory: &Memory<'_>,
) -> Option<usize> {
    let sector = phrase.office.office().sector;
    let fits = |actor: usize| {
        let own = registry.drafts[actor].sector.as_deref().unwrap_or_default();
        own.is_empty() || sector.is_empty() || own == sector
    };
    let head = phrase.office.end - 1;
    let of_name = memory.last(&document.word(head).to_lowercase());
    of_name
        .filter(|&actor| fits(actor))
        .or_else(|| memory.context.body(registry, head, sector))
}

/// One person by office: somebody named before, the leader of a state, or somebody without a name.
fn individual(
    around: &Around<'_, '_>,
    phrase: &Phrase,
    country: Option<String>,
    registry: &mut Registry,
    memory: &mut Memory<'_>,
) -> Option<(usize, Ground)> {
    if phrase.is_open {
        return None;
    }
    let office = phrase.office.office();
    let place = country.as_deref();
    let found = in_country(around, phrase, place, registry)
        .or_else(|| named_before(around, phrase, place, registry, memory));
    if found.is_some() {
        return found;
    }
    let body = phrase
        .facts
        .body
        .map(|body| slug(&around.organisations[body].name));
    let words = if body.is_some() {
        office.words
    } else {
        &phrase.words
    };
    let place = body.or(country.as_ref().map(|country| country.to_lowercase()));
    let mut key = format!(
        "person:{}",
        slug(&[place.unwrap_or_default(), words.to_owned()].join(" "))
    );
    // "Mr. Cook" is not "the cook".
    let is_name = |actor: &usize| title::is_named(&registry.drafts[*actor]);
    if registry.find(&key).as_ref().is_some_and(is_name) {
        key = format!("{key}-unnamed");
    }
    let n_new = memory.n_new.entry(key.clone()).or_insert(0);
    if phrase.article == Article::Indefinite || *n_new == 0 {
        *n_new += 1
    }
    if *n_new > 1 {
        key = format!("{key}-{n_new}")
    }
    let written = around.words(phrase.tokens.clone());
    let actor = registry.actor(&key, ActorKind::Person, written);
    fill(around, registry, actor, phrase, country);
    let draft = &mut registry.drafts[actor];
    draft.gender = draft.gender.or(office.gender());
    draft.call(office.words, phrase.marks.clone());
    let words = office.words.to_owned();
    if !draft.offices.contains(&words) {
        draft.offices.push(words)
    }
    Some((actor, Ground::Itself))
}

/// Who holds the office in a country, by the text or by the table of leaders.
fn in_country(
    around: &Around<'_, '_>,
    phrase: &Phrase,
    country: Option<&str>,
    registry: &mut Registry,
) -> Option<(usize, Ground)> {
    let office = phrase.office.office();
    let is_now = phrase.article != Article::Indefinite && phrase.facts.status.is_none();
    let country =
        country.filter(|_| is_now && phrase.facts.body.is_none() && phrase.marks.is_empty())?;
    let stated = holder(around, registry, office.words, office.kind, country);
    let is_head = office.kind == OfficeKind::Head;
    let found = match stated {
        None if is_head => leader_now(around, registry, office.words, country),
        _ => stated,
    };
    found.map(|actor| (actor, Ground::Holder))
}

/// Whom a definite noun speaks of again: by what is told of those near, by the office, by the noun alone.
fn named_before(
    around: &Around<'_, '_>,
    phrase: &Phrase,
    country: Option<&str>,
    registry: &Registry,
    memory: &Memory<'_>,
) -> Option<(usize, Ground)> {
    let office = phrase.office.office();
    if phrase.article != Article::Definite {
        return None;
    }
    let is_bare = country.is_none() && phrase.words == office.words && phrase.facts.body.is_none();
    let leader = || title::leader(around.scan, phrase, registry).map(|one| (one, Ground::Holder));
    let last = || memory.last(office.words).map(|one| (one, Ground::Called));
    let is_last = is_bare && phrase.facts.status.is_none();
    title::meant(around.scan, phrase, country, &memory.context, registry)
        .or_else(|| leader().filter(|_| is_bare))
        .or_else(|| last().filter(|_| is_last))
}

/// The one person of the text who holds this office in this country.
fn holder(
    around: &Around<'_, '_>,
    registry: &Registry,
    office: &str,
    kind: OfficeKind,
    country: &str,
) -> Option<usize> {
    let of_country = |&idx: &usize| {
        registry.drafts[idx].kind == ActorKind::Person
            && registry.drafts[idx].country.as_deref() == Some(country)
    };
    let persons: Vec<usize> = (0..registry.drafts.len()).filter(of_country).collect();
    let stated: Vec<usize> = persons
        .iter()
        .copied()
        .filter(|&idx| registry.drafts[idx].offices.iter().any(|one| one == office))
        .collect();
    if let [one] = stated.as_slice() {
        return Some(*one);
    }
    if kind != OfficeKind::Head || !stated.is_empty() {
        return None;
    }
    let leads = |&idx: &usize| {
        let draft = &registry.drafts[idx];
        draft.spells.iter().any(|spell| {
            spell.country == country
                && spell.is_called(office)
                && around.scan.day().is_none_or(|day| spell.holds(day))
        })
    };
    let leading: Vec<usize> = persons.into_iter().filter(leads).collect();
    match leading.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The leader by the table, at the day of the text.
fn leader_now(
    around: &Around<'_, '_>,
    registry: &mut Registry,
    office: &str,
    country: &str,
) -> Option<usize> {
    let spells = leader::in_office(country, office, around.scan.day()?);
    let first = spells.first()?;
    if spells.iter().any(|spell| spell.name != first.name) {
        return None;
    }
    let actor = registry.actor(
        &format!("person:{}", slug(&first.name)),
        ActorKind::Person,
        &first.name,
    );
    let draft = &mut registry.drafts[actor];
    draft.country = Some(country.to_owned());
    draft.sector = Some("GOV".to_owned());
    draft.spells = spells;
    Some(actor)
}

fn fill(
    around: &Around<'_, '_>,
    registry: &mut Registry,
    actor: usize,
    phrase: &Phrase,
    country: Option<String>,
) {
    let is_former = phrase.facts.status == Some("former");
    let sector = if is_former {
        Some("ELI".to_owned())
    } else {
        phrase.facts.sector.clone()
    };
    let body = phrase
        .facts
        .body
        .map(|body| around.organisations[body].name.clone());
    let draft = &mut registry.drafts[actor];
    draft.country = draft.country.take().or(country);
    draft.sector = draft.sector.take().or(sector);
    draft.body = draft.body.take().or(body);
    draft.is_plural |= phrase.office.is_plural;
}

/// "the West", which the parser often leaves without a name.
fn the_west(around: &Around<'_, '_>, registry: &mut Registry) {
    let document = around.scan.document;
    for idx in 1..document.tokens.len() {
        let is_west = document.word(idx) == "West"
            && document.word(idx - 1).eq_ignore_ascii_case("the")
            && around.scan.hit(idx).is_none()
            && around.organisation(idx).is_none();
        let goes_on = document
            .tokens
            .get(idx + 1)
            .is_some_and(|next| next.pos == Pos::Propn && next.head as usize != idx);
        if is_west && !goes_on && document.tokens[idx].dep != Dep::Compound {
            let actor = registry.actor("group:west", ActorKind::Group, "West");
            registry.mention(document, actor, idx..idx + 1, Ground::Known);
        }
    }
}
