//! Pronouns: he, she, they, it, who. Precision first: what is not clear stays unresolved.

use entente_types::{ActorKind, Dep, Document, MentionForm, Pos, Tag};

use super::registry::Registry;
use super::scan::Scan;
use super::speech::Speeches;

/// A mention that a pronoun may go back to.
#[derive(Clone, Copy)]
struct Seen {
    actor: usize,
    head: usize,
    sentence: usize,
}

/// What a pronoun asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    He,
    She,
    It,
    They,
}

impl Wanted {
    /// `m` or `f`, for pronouns of one person.
    fn gender(self) -> Option<char> {
        match self {
            Self::He => Some('m'),
            Self::She => Some('f'),
            Self::It | Self::They => None,
        }
    }
}

/// Adds pronouns whose actor is clear.
pub fn add(scan: &Scan<'_>, registry: &mut Registry) {
    let document = scan.document;
    let mut seen: Vec<Seen> = registry
        .namings
        .iter()
        .map(|naming| Seen {
            actor: naming.actor,
            head: naming.head,
            sentence: document.sentence_of(naming.head),
        })
        .collect();
    seen.sort_by_key(|one| one.head);
    relatives(scan, registry, &seen);
    let speeches = Speeches::new(scan);
    let mut resolved: Vec<Seen> = Vec::new();
    let mut next = 0;
    for idx in 0..document.tokens.len() {
        while seen.get(next).is_some_and(|one| one.head < idx) {
            resolved.push(seen[next]);
            next += 1;
        }
        let Some(wanted) = wanted(document, idx).filter(|_| !scan.is_quoted(idx)) else {
            continue;
        };
        let speaker = speaker(&speeches, scan, registry, &resolved, idx, wanted);
        let found = speaker.or_else(|| find(scan, registry, &resolved, idx, wanted));
        let Some(actor) = found else {
            continue;
        };
        registry.mention(document, actor, idx..idx + 1, MentionForm::Pronoun);
        resolved.push(Seen {
            actor,
            head: idx,
            sentence: document.sentence_of(idx),
        });
    }
}

fn wanted(document: &Document, idx: usize) -> Option<Wanted> {
    let token = &document.tokens[idx];
    if !matches!(token.tag, Tag::Prp | Tag::PrpPoss) {
        return None;
    }
    Some(match document.word(idx).to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Wanted::He,
        "she" | "her" | "hers" | "herself" => Wanted::She,
        "it" | "its" | "itself" => Wanted::It,
        "they" | "them" | "their" | "themselves" => Wanted::They,
        _ => return None,
    })
}

/// "who", "which", "that" at the head of a relative clause stand for the noun before it.
fn relatives(scan: &Scan<'_>, registry: &mut Registry, seen: &[Seen]) {
    let document = scan.document;
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
            registry.mention(document, found.actor, idx..idx + 1, MentionForm::Pronoun);
        }
    }
}

fn find(
    scan: &Scan<'_>,
    registry: &mut Registry,
    seen: &[Seen],
    idx: usize,
    wanted: Wanted,
) -> Option<usize> {
    let document = scan.document;
    match wanted {
        Wanted::He | Wanted::She => person(scan, registry, seen, idx, wanted),
        Wanted::It => thing(document, registry, seen, idx),
        Wanted::They => several(document, registry, seen, idx),
    }
}

/// How much a mention stands in front, by its place in the sentence.
fn weight(document: &Document, head: usize) -> f32 {
    match document.tokens[head].dep {
        Dep::Nsubj | Dep::Nsubjpass => {
            let verb = document.tokens[head].head as usize;
            let is_main = matches!(
                document.tokens[verb].dep,
                Dep::Root | Dep::Conj | Dep::Parataxis
            );
            if is_main { 1.0 } else { 0.8 }
        }
        Dep::Dobj | Dep::Dative | Dep::Attr => 0.4,
        Dep::Poss => 0.15,
        Dep::Conj => 0.4,
        Dep::Appos => 0.3,
        Dep::Compound | Dep::Amod | Dep::Nmod => 0.0,
        _ => 0.2,
    }
}

/// Would the pronoun and the mention be two parts of one clause, which a reflexive would join?
fn is_same_clause(document: &Document, pronoun: usize, head: usize) -> bool {
    let token = &document.tokens[pronoun];
    if token.tag == Tag::PrpPoss
        || document.word(pronoun).ends_with("self")
        || document.word(pronoun).ends_with("selves")
    {
        return false;
    }
    let verb = |idx: usize| {
        document
            .ancestors(idx)
            .find(|&up| matches!(document.tokens[up].pos, Pos::Verb | Pos::Aux))
    };
    verb(pronoun).is_some() && verb(pronoun) == verb(head)
}

/// "he said": the person who spoke last goes on, unless another became the subject of a sentence since.
///
/// Persons who are only mentioned in what was said do not come in between.
fn speaker(
    speeches: &Speeches,
    scan: &Scan<'_>,
    registry: &mut Registry,
    seen: &[Seen],
    idx: usize,
    wanted: Wanted,
) -> Option<usize> {
    let document = scan.document;
    let gender = wanted.gender()?;
    if !speeches.speaks(idx) {
        return None;
    }
    let mut near = seen
        .iter()
        .rev()
        .take(200)
        .filter(|one| is_one_person(registry, one.actor, gender) && !scan.is_quoted(one.head));
    let last = near.find(|one| {
        let is_told = speeches.is_content(one.head);
        speeches.speaks(one.head) || (!is_told && weight(document, one.head) >= 1.0)
    })?;
    let is_speaker = speeches.speaks(last.head) && speeches.is_near(last.head, idx);
    if !is_speaker {
        return None;
    }
    let draft = &mut registry.drafts[last.actor];
    draft.gender = draft.gender.or(Some(gender));
    Some(last.actor)
}

/// Is the actor a single person who can have this gender?
fn is_one_person(registry: &Registry, actor: usize, gender: char) -> bool {
    let draft = &registry.drafts[actor];
    draft.kind == ActorKind::Person
        && !draft.is_plural
        && draft.gender.is_none_or(|known| known == gender)
}

/// Is the mention part of a participle clause whose subject the pronoun is: "Flanked by Xi, he spoke"?
fn is_in_own_participle(document: &Document, pronoun: usize, head: usize) -> bool {
    let token = &document.tokens[pronoun];
    let Some(verb) = document.head(pronoun).filter(|_| token.dep == Dep::Nsubj) else {
        return false;
    };
    let up = document.ancestors(head).take(12);
    let clause = up.filter(|&up| document.head(up) == Some(verb)).last();
    clause.is_some_and(|clause| {
        clause < pronoun
            && document.tokens[clause].dep == Dep::Advcl
            && matches!(document.tokens[clause].tag, Tag::Vbn | Tag::Vbg)
            && document
                .child(clause, &[Dep::Nsubj, Dep::Nsubjpass])
                .is_none()
    })
}

fn person(
    scan: &Scan<'_>,
    registry: &mut Registry,
    seen: &[Seen],
    idx: usize,
    wanted: Wanted,
) -> Option<usize> {
    let document = scan.document;
    let gender = wanted.gender()?;
    let sentence = document.sentence_of(idx);
    let nearest = nearest_subject(document, idx);
    let mut scores: Vec<(usize, f32)> = Vec::new();
    for one in seen
        .iter()
        .rev()
        .take_while(|one| one.sentence + 4 > sentence)
        .take(80)
    {
        let draft = &registry.drafts[one.actor];
        if !is_one_person(registry, one.actor, gender)
            || is_same_clause(document, idx, one.head)
            || is_in_own_participle(document, idx, one.head)
        {
            continue;
        }
        let distance = (sentence - one.sentence) as f32;
        let known = if draft.gender == Some(gender) {
            0.3
        } else {
            0.0
        };
        let named = if Some(one.head) == nearest { 0.6 } else { 0.0 };
        // What somebody else's words mention is seldom taken up by the reporter.
        let place = if scan.is_quoted(one.head) {
            0.1 * weight(document, one.head)
        } else {
            weight(document, one.head)
        };
        let score = place - 0.45 * distance + known + named;
        match scores.iter_mut().find(|(actor, _)| *actor == one.actor) {
            Some(entry) => entry.1 = entry.1.max(score),
            None => scores.push((one.actor, score)),
        }
    }
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let (best, score) = *scores.first()?;
    let gap = scores
        .get(1)
        .map_or(f32::INFINITY, |(_, next)| score - next);
    if gap < 0.25 {
        return None;
    }
    let draft = &mut registry.drafts[best];
    if gap > 0.5 {
        draft.gender = draft.gender.or(Some(gender))
    }
    Some(best)
}

/// "it", "its": the subject of the clause or of the sentence before, if that is a state or body.
fn thing(document: &Document, registry: &Registry, seen: &[Seen], idx: usize) -> Option<usize> {
    let sentence = document.sentence_of(idx);
    let token = &document.tokens[idx];
    let is_possessive = token.tag == Tag::PrpPoss;
    let verb = document
        .head(idx)
        .map(|verb| document.tokens[verb].lemma.as_str());
    let acts = token.dep == Dep::Nsubj
        && verb.is_some_and(|verb| {
            !matches!(
                verb,
                "be" | "seem"
                    | "appear"
                    | "take"
                    | "remain"
                    | "happen"
                    | "come"
                    | "become"
                    | "make"
                    | "mean"
                    | "rain"
                    | "turn"
                    | "look"
            )
        });
    if !is_possessive && !acts {
        return None;
    }
    let is_thing = |one: &&Seen| {
        let draft = &registry.drafts[one.actor];
        let kind = draft.kind;
        matches!(kind, ActorKind::State | ActorKind::Organisation) && !draft.is_plural
    };
    if let Some(subject) = nearest_subject(document, idx) {
        // "sanctions imposed on Moscow since its invasion": the subject of "imposed" is not told.
        let mut between = document.ancestors(idx).take(30);
        let is_cut = between
            .by_ref()
            .take_while(|&up| document.head(subject) != Some(up))
            .any(|up| matches!(document.tokens[up].dep, Dep::Acl | Dep::Pcomp));
        let found = seen.iter().rev().take(60).find(|one| one.head == subject);
        return found
            .filter(is_thing)
            .filter(|_| !is_cut)
            .map(|one| one.actor);
    }
    let is_subject =
        |one: &&Seen| matches!(document.tokens[one.head].dep, Dep::Nsubj | Dep::Nsubjpass);
    let before: Vec<usize> = seen
        .iter()
        .rev()
        .take_while(|one| one.sentence + 2 > sentence)
        .take(40)
        .filter(is_thing)
        .filter(|one| one.sentence + 1 == sentence && is_subject(one))
        .map(|one| one.actor)
        .collect();
    one(&before)
}

/// "they", "their": the subject of the clause, or of the sentence before, if that is several people or a body.
fn several(document: &Document, registry: &Registry, seen: &[Seen], idx: usize) -> Option<usize> {
    let sentence = document.sentence_of(idx);
    let fits = |one: &&Seen| {
        let draft = &registry.drafts[one.actor];
        draft.is_plural
            || (draft.kind == ActorKind::Organisation
                && draft
                    .sector
                    .as_deref()
                    .is_some_and(|sector| matches!(sector, "COP" | "MIL" | "UAF" | "REB" | "PTY")))
    };
    let is_subject = |one: &&Seen| {
        matches!(document.tokens[one.head].dep, Dep::Nsubj | Dep::Nsubjpass)
            && document.child(one.head, &[Dep::Conj]).is_none()
    };
    let recent = || {
        seen.iter()
            .rev()
            .take_while(|one| one.sentence + 2 > sentence)
            .take(40)
            .filter(fits)
    };
    let here: Vec<usize> = recent()
        .filter(|one| {
            one.sentence == sentence && is_subject(one) && !is_same_clause(document, idx, one.head)
        })
        .map(|one| one.actor)
        .collect();
    if let Some(actor) = one(&here) {
        return Some(actor);
    }
    let has_other = nearest_subject(document, idx).is_some_and(|subject| subject < idx);
    if !here.is_empty() || has_other {
        return None;
    }
    let before: Vec<usize> = recent()
        .filter(|one| one.sentence + 1 == sentence && is_subject(one))
        .map(|one| one.actor)
        .collect();
    one(&before)
}

/// The subject of the clause that holds a token, or of a clause around it, other than the token itself.
fn nearest_subject(document: &Document, idx: usize) -> Option<usize> {
    document.ancestors(idx).take(30).find_map(|up| {
        document
            .child(up, &[Dep::Nsubj, Dep::Nsubjpass])
            .filter(|&subject| subject != idx)
    })
}

/// The only actor of a list, however often it comes.
fn one(actors: &[usize]) -> Option<usize> {
    let first = *actors.first()?;
    actors.iter().all(|&actor| actor == first).then_some(first)
}
