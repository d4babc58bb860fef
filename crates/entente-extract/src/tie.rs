//! Who stands how with whom: ties that a text asserts as lasting.
//!
//! Two forms are read. *Roles*: "China is Russia's largest trading partner", "Belarus, a close ally of
//! Moscow". *Bonds*: "the alliance between A and B", "A's support for B", "sanctions on Russia".

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{Actors, Dep, Document, Participant, Pos, Realis, Tie, TieKind};

use crate::Found;
use crate::event::People;
use crate::event::act::{after_noun, lemma};
use crate::event::argument::{self, with_conjuncts};
use crate::event::manner;
use crate::event::noun::owners_of;
use crate::table::rows;

/// What a noun says about a tie.
struct Word {
    kind: TieKind,
    friendly: bool,
    is_role: bool,
    before: Option<&'static str>,
    prepositions: &'static str,
}

static WORDS: LazyLock<HashMap<&str, Vec<Word>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Vec<Word>> = HashMap::new();
    for row in rows(include_str!("../data/tie_noun.tsv")) {
        let &[lemma, kind, friendly, form, before, prepositions] = row.as_slice() else {
            continue;
        };
        let Some(kind) = kind_of(kind) else { continue };
        words.entry(lemma).or_default().push(Word {
            kind,
            friendly: friendly == "yes",
            is_role: form == "role",
            before: (before != "-").then_some(before),
            prepositions,
        });
    }
    words
});

fn kind_of(text: &str) -> Option<TieKind> {
    Some(match text {
        "alliance" => TieKind::Alliance,
        "trade" => TieKind::Trade,
        "sanction" => TieKind::Sanction,
        "conflict" => TieKind::Conflict,
        "support" => TieKind::Support,
        "membership" => TieKind::Membership,
        _ => return None,
    })
}

/// Finds ties between actors, in order of the text. What is denied, only possible or planned is left out.
#[must_use]
pub fn find(document: &Document, actors: &Actors) -> Vec<Found<Tie>> {
    let people = People::new(document, actors);
    let mut found: Vec<Found<Tie>> = Vec::new();
    for token in 0..document.tokens.len() {
        if !matches!(document.tokens[token].pos, Pos::Noun | Pos::Propn) {
            continue;
        }
        let lemma = lemma(document, token);
        let Some(words) = WORDS.get(&*lemma) else {
            continue;
        };
        let Some(word) = words.iter().find(|word| fits(document, token, word)) else {
            continue;
        };
        let sides = if word.is_role {
            role(document, &people, token, word)
        } else {
            bond(document, &people, token, word)
        };
        if let Some((from, to)) = sides {
            found.extend(tie(document, token, word, &from, &to));
        }
    }
    found
}

fn fits(document: &Document, noun: usize, word: &Word) -> bool {
    let Some(before) = word.before else {
        return true;
    };
    let mut children = document.children(noun).take(30);
    children.any(|child| before.split(' ').any(|one| one == lemma(document, child)))
}

/// "X is Y's partner", "X, Y's partner".
fn role(
    document: &Document,
    people: &People,
    noun: usize,
    word: &Word,
) -> Option<(Participant, Participant)> {
    let head = document.head(noun)?;
    let bearer = match document.tokens[noun].dep {
        Dep::Attr if is_asserted(document, head) => document.child(head, &[Dep::Nsubj])?,
        Dep::Appos => head,
        Dep::Pobj if document.tokens[head].lemma == "as" => {
            let verb = document.head(head)?;
            let arguments = argument::of_verb(document, verb);
            arguments
                .objects
                .first()
                .or(arguments.subjects.first())
                .copied()?
        }
        _ => return None,
    };
    let from = people.within(bearer).into_iter().next()?;
    let mut others: Vec<usize> = document.child(noun, &[Dep::Poss]).into_iter().collect();
    for preposition in word.prepositions.split(' ') {
        others.extend(after_noun(document, noun, preposition));
    }
    let to = people
        .all_of(&others, std::slice::from_ref(&from))
        .into_iter()
        .next()?;
    Some((from, to))
}

/// "the partnership between X and Y", "X's support for Y", "sanctions on Y by X".
fn bond(
    document: &Document,
    people: &People,
    noun: usize,
    word: &Word,
) -> Option<(Participant, Participant)> {
    let mut ones = owners_of(document, noun);
    ones.extend(after_noun(document, noun, "between"));
    let mut firsts = people.all_of(&ones, &[]);
    if firsts.is_empty() {
        firsts = with_subject(document, people, noun);
    }
    let mut others = Vec::new();
    for preposition in word.prepositions.split(' ').filter(|one| *one != "between") {
        others.extend(after_noun(document, noun, preposition));
    }
    let from = firsts.first()?.clone();
    let to = people
        .all_of(&others, std::slice::from_ref(&from))
        .into_iter()
        .next();
    let to = to.or_else(|| {
        (word.kind != TieKind::Sanction && word.kind != TieKind::Support)
            .then(|| firsts.get(1).cloned())
            .flatten()
    })?;
    (is_told(document, noun)).then_some((from, to))
}

/// "Russia has an alliance with Belarus": the subject of a verb of having.
fn with_subject(document: &Document, people: &People, noun: usize) -> Vec<Participant> {
    let verb = document
        .head(noun)
        .filter(|_| document.tokens[noun].dep == Dep::Dobj);
    let verb = verb.filter(|&verb| {
        matches!(
            &*lemma(document, verb),
            "have" | "maintain" | "keep" | "enjoy" | "wage" | "impose" | "provide"
        )
    });
    let subject = verb.and_then(|verb| document.child(verb, &[Dep::Nsubj]));
    subject.map_or_else(Vec::new, |subject| {
        people.all_of(&with_conjuncts(document, subject), &[])
    })
}

fn is_asserted(document: &Document, verb: usize) -> bool {
    let copular = matches!(&*lemma(document, verb), "be" | "remain" | "become" | "stay");
    copular && manner::is_plain(document, verb)
}

/// Is the clause around a noun told as plain fact?
fn is_told(document: &Document, noun: usize) -> bool {
    let verb = document
        .ancestors(noun)
        .take(6)
        .find(|&above| argument::is_verb(document, above));
    let plain = verb.is_none_or(|verb| manner::is_plain(document, verb));
    plain && manner::of_modifiers(document, noun).is_none_or(|realis| realis == Realis::UnderWay)
}

fn tie(
    document: &Document,
    noun: usize,
    word: &Word,
    from: &Participant,
    to: &Participant,
) -> Option<Found<Tie>> {
    let (from_id, to_id) = (from.actor.clone()?, to.actor.clone()?);
    let span = from.span.join(to.span).join(document.tokens[noun].span);
    (from_id != to_id).then_some(Found {
        value: Tie {
            from: from_id,
            to: to_id,
            kind: word.kind,
            friendly: word.friendly,
            period: None,
        },
        span,
        rule: if word.is_role { "tie/role" } else { "tie/bond" },
    })
}
