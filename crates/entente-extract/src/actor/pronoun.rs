//! Pronouns: he, she, they, it, who. Precision first: what is not clear stays unresolved.

pub mod person;
pub mod rank;
mod thing;

use entente_types::{ActorKind, Dep, Document, Ground, MentionForm, Tag};

use super::registry::{Naming, Registry};
use super::scan::Scan;
use super::speech::Speeches;

/// A mention that a pronoun may go back to.
#[derive(Clone, Copy)]
pub struct Seen {
    /// Index of the draft.
    pub actor: usize,
    /// The token that heads it.
    pub head: usize,
    /// The sentence that holds it.
    pub sentence: usize,
    /// How it names the actor.
    pub form: MentionForm,
}

impl Seen {
    /// A mention as it is seen by those that come after it.
    #[must_use]
    pub fn new(document: &Document, naming: &Naming) -> Self {
        Self {
            actor: naming.actor,
            head: naming.head,
            sentence: document.sentence_of(naming.head),
            form: naming.ground.form(),
        }
    }
}

/// What a pronoun asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// One man or one woman.
    Person(char),
    It,
    They,
    /// Who speaks.
    Own,
}

/// Adds pronouns whose actor is clear.
///
/// What stands between quotation marks comes after the rest: who speaks must be known by then.
pub fn add(scan: &Scan<'_>, registry: &mut Registry, weights: &[f32]) {
    relatives(scan, registry);
    let speeches = Speeches::new(scan);
    pass(scan, registry, (&speeches, weights), false, &mut None);
    pass(scan, registry, (&speeches, weights), true, &mut None);
}

/// How pronouns of one person are told by these weights, for training: with what each candidate shows, and the gender
/// it has.
pub fn examples(scan: &Scan<'_>, registry: &mut Registry, weights: &[f32]) -> Vec<person::Told> {
    relatives(scan, registry);
    let speeches = Speeches::new(scan);
    let mut told = Some(Vec::new());
    pass(scan, registry, (&speeches, weights), false, &mut told);
    pass(scan, registry, (&speeches, weights), true, &mut told);
    told.unwrap_or_default()
}

/// Adds the pronouns that stand between quotation marks, or those that do not.
fn pass(
    scan: &Scan<'_>,
    registry: &mut Registry,
    (speeches, weights): (&Speeches, &[f32]),
    is_quoted: bool,
    told: &mut Option<Vec<person::Told>>,
) {
    let document = scan.document;
    let seen = mentions(document, registry);
    let mut context = person::Context::new(scan, (speeches, weights), &seen);
    let mut next = 0;
    for idx in 0..document.tokens.len() {
        while seen.get(next).is_some_and(|one| one.head < idx) {
            context.see(seen[next]);
            next += 1;
        }
        let Some(wanted) = wanted(document, idx).filter(|_| scan.is_quoted(idx) == is_quoted)
        else {
            continue;
        };
        let found = match wanted {
            Wanted::Person(gender) => context.resolve(registry, idx, gender, told.as_mut()),
            Wanted::It if !is_quoted => thing::thing(document, registry, &context.seen, idx)
                .map(|actor| (actor, (Ground::Subject, 1.0))),
            Wanted::They => context
                .several(registry, idx)
                .map(|(actor, _)| (actor, (Ground::Subject, 1.0))),
            Wanted::Own => context
                .quoted_person(registry, idx)
                .filter(|_| is_quoted)
                .map(|actor| (actor, (Ground::OwnWords, 1.0))),
            Wanted::It => None,
        };
        let Some((actor, ground)) = found else {
            continue;
        };
        registry.mention_with(document, actor, idx..idx + 1, ground);
        context.see(Seen {
            actor,
            head: idx,
            sentence: document.sentence_of(idx),
            form: MentionForm::Pronoun,
        });
    }
}

/// The mentions so far, in order of their heads.
#[must_use]
pub fn mentions(document: &Document, registry: &Registry) -> Vec<Seen> {
    let namings = registry.namings.iter();
    let mut seen: Vec<Seen> = namings.map(|naming| Seen::new(document, naming)).collect();
    seen.sort_by_key(|one| one.head);
    seen
}

fn wanted(document: &Document, idx: usize) -> Option<Wanted> {
    let token = &document.tokens[idx];
    if !matches!(token.tag, Tag::Prp | Tag::PrpPoss) {
        return None;
    }
    Some(match document.word(idx).to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Wanted::Person('m'),
        "she" | "her" | "hers" | "herself" => Wanted::Person('f'),
        "it" | "its" | "itself" => Wanted::It,
        "they" | "them" | "their" | "themselves" => Wanted::They,
        "i" | "me" | "my" | "mine" | "myself" => Wanted::Own,
        _ => return None,
    })
}

/// "who", "which", "that" at the head of a relative clause stand for the noun before it.
fn relatives(scan: &Scan<'_>, registry: &mut Registry) {
    let document = scan.document;
    let seen = mentions(document, registry);
    for idx in 0..document.tokens.len() {
        let token = &document.tokens[idx];
        if !matches!(token.tag, Tag::Wp | Tag::Wdt | Tag::WpPoss) {
            continue;
        }
        let verb = document
            .ancestors(idx)
            .take(4)
            .find(|&verb| document.tokens[verb].dep == Dep::Relcl);
        let Some(noun) = verb
            .and_then(|verb| document.head(verb))
            .filter(|&noun| noun < idx)
        else {
            continue;
        };
        let at = seen.partition_point(|one| one.head < noun);
        if let Some(found) = seen.get(at).filter(|one| one.head == noun) {
            registry.mention(document, found.actor, idx..idx + 1, Ground::Relative);
        }
    }
}

/// Is the actor a single person who can have this gender?
fn is_one_person(registry: &Registry, actor: usize, gender: char) -> bool {
    let draft = &registry.drafts[actor];
    draft.kind == ActorKind::Person
        && !draft.is_plural
        && draft.gender.is_none_or(|known| known == gender)
}

/// The only actor of a list, however often it comes.
fn one(actors: &[usize]) -> Option<usize> {
    let first = *actors.first()?;
    actors.iter().all(|&actor| actor == first).then_some(first)
}
