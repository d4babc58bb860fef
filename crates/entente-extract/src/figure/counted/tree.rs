//! The tree around a number: nouns, verbs, their phrases and subjects.

use std::ops::Range;

use entente_types::{Dep, Document, EntityKind, Pos, Span, Tag};

/// How far the rules walk up or across a tree.
pub const REACH: usize = 12;
/// Children of one token that the rules look at.
const BREADTH: usize = 48;

/// Has the sentence around a token a tree?
pub fn is_parsed(document: &Document, token: usize) -> bool {
    document.head(token).is_some() || document.children(token).next().is_some()
}

pub fn is_noun(document: &Document, token: usize) -> bool {
    matches!(document.tokens[token].pos, Pos::Noun | Pos::Propn)
}

pub fn is_verb(document: &Document, token: usize) -> bool {
    matches!(document.tokens[token].pos, Pos::Verb | Pos::Aux)
}

pub fn children(document: &Document, token: usize) -> impl Iterator<Item = usize> + '_ {
    document.children(token).take(BREADTH)
}

pub fn child(document: &Document, token: usize, deps: &[Dep]) -> Option<usize> {
    children(document, token).find(|&child| deps.contains(&document.tokens[child].dep))
}

/// The token of a range whose head lies outside of it; the last of several.
pub fn top(document: &Document, tokens: &Range<usize>) -> usize {
    let is_top = |&token: &usize| {
        document
            .head(token)
            .is_none_or(|head| !tokens.contains(&head))
    };
    let is_mark = |token: &usize| document.tokens[*token].pos == Pos::Punct;
    let tops = tokens.clone().rev().filter(is_top);
    let mut tops = tops.filter(|token| !is_mark(token));
    tops.next().unwrap_or(tokens.end - 1)
}

/// The first preposition of `words` under a token, with its object.
pub fn prepositional(document: &Document, token: usize, words: &[&str]) -> Option<(usize, usize)> {
    let cue = children(document, token).find(|&child| {
        child > token
            && matches!(document.tokens[child].dep, Dep::Prep)
            && words.contains(&document.tokens[child].lemma.to_lowercase().as_str())
    })?;
    Some((cue, child(document, cue, &[Dep::Pobj])?))
}

/// The nearest verb above a token.
#[must_use]
pub fn verb_above(document: &Document, token: usize) -> Option<usize> {
    document
        .ancestors(token)
        .take(REACH)
        .find(|&token| is_verb(document, token))
}

/// The subject of a verb, through relative clauses, infinitives and joined verbs.
#[must_use]
pub fn subject(document: &Document, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..REACH {
        if let Some(found) = child(document, at, &[Dep::Nsubj, Dep::Nsubjpass]) {
            let is_relative = matches!(document.tokens[found].tag, Tag::Wdt | Tag::Wp)
                || prepositional(document, found, &["of"]).is_some_and(|(_, object)| {
                    matches!(document.tokens[object].tag, Tag::Wdt | Tag::Wp)
                });
            if !is_relative {
                return Some(found);
            }
            let clause = std::iter::once(at).chain(document.ancestors(at).take(REACH));
            return clause
                .into_iter()
                .find(|&token| document.tokens[token].dep == Dep::Relcl)
                .and_then(|token| document.head(token));
        }
        let head = document.head(at)?;
        match document.tokens[at].dep {
            // "Northwind announced plans to cut 500 jobs": the plans cut nothing.
            Dep::Acl if has_to(document, at) => match child(document, head, &[Dep::Poss]) {
                Some(owner) => return Some(owner),
                None => at = verb_above(document, head)?,
            },
            Dep::Relcl | Dep::Acl => return Some(head),
            Dep::Xcomp | Dep::Conj | Dep::Advcl | Dep::Auxpass | Dep::Aux => at = head,
            Dep::Pcomp => at = document.head(head)?,
            _ => return None,
        }
    }
    None
}

/// Is a verb an infinitive with "to"?
fn has_to(document: &Document, verb: usize) -> bool {
    children(document, verb).any(|child| {
        document.tokens[child].dep == Dep::Aux && document.word(child).eq_ignore_ascii_case("to")
    })
}

/// What a pronoun that is the subject of a verb stands for: the subject of a clause above that agrees with
/// it ("the company said it has 1,000 customers").
#[must_use]
pub fn antecedent(document: &Document, verb: usize) -> Option<usize> {
    let pronoun =
        subject(document, verb).filter(|&token| document.tokens[token].tag == Tag::Prp)?;
    let mut at = verb;
    for _ in 0..3 {
        at = verb_above(document, at)?;
        let above = subject(document, at)?;
        if above != pronoun && is_noun(document, above) {
            return agrees(document, pronoun, above).then_some(above);
        }
    }
    None
}

/// Can this pronoun of the third person stand for this noun?
fn agrees(document: &Document, pronoun: usize, noun: usize) -> bool {
    let is_plural = matches!(document.tokens[noun].tag, Tag::Nns | Tag::Nnps);
    let kind = document.entity_of(noun).map(|entity| entity.kind);
    match document.word(pronoun).to_lowercase().as_str() {
        "it" => !is_plural && kind != Some(EntityKind::Person),
        "they" => kind != Some(EntityKind::Person),
        "he" | "she" => !is_plural && kind.is_none_or(|kind| kind == EntityKind::Person),
        _ => false,
    }
}

/// The tokens of the noun phrase around a noun, without clauses, asides and joined phrases that have
/// numbers of their own; and its span.
pub fn phrase(document: &Document, noun: usize, number: &Range<usize>) -> (Span, Vec<usize>) {
    let mut inside = vec![noun];
    let mut next = 0;
    while next < inside.len() && inside.len() < 40 {
        let at = inside[next];
        inside.extend(
            children(document, at).filter(|&child| belongs(document, at, child, noun, number)),
        );
        next += 1;
    }
    inside.sort_unstable();
    let run = trimmed(document, unbroken(&inside, noun), noun);
    let span = document.span(run[0]..run[run.len() - 1] + 1);
    (span, run.to_vec())
}

/// The tokens that stand together with `noun`, without a gap.
fn unbroken(inside: &[usize], noun: usize) -> &[usize] {
    let here = inside.binary_search(&noun).unwrap_or(0);
    let (mut first, mut last) = (here, here);
    while first > 0 && inside[first - 1] + 1 == inside[first] {
        first -= 1;
    }
    while last + 1 < inside.len() && inside[last] + 1 == inside[last + 1] {
        last += 1;
    }
    &inside[first..=last]
}

/// A run without articles and marks before it, and without marks and joints behind it.
fn trimmed<'a>(document: &Document, mut run: &'a [usize], noun: usize) -> &'a [usize] {
    let pos = |token: usize| document.tokens[token].pos;
    while let [first, rest @ ..] = run
        && !rest.is_empty()
        && *first != noun
        && matches!(pos(*first), Pos::Det | Pos::Punct | Pos::Space)
    {
        run = rest;
    }
    while let [rest @ .., last] = run
        && !rest.is_empty()
        && *last != noun
        && matches!(pos(*last), Pos::Punct | Pos::Space | Pos::Adp | Pos::Cconj)
    {
        run = rest;
    }
    run
}

fn belongs(
    document: &Document,
    at: usize,
    child: usize,
    noun: usize,
    number: &Range<usize>,
) -> bool {
    let token = &document.tokens[child];
    let numbered = || {
        children(document, child)
            .any(|below| document.tokens[below].dep == Dep::Nummod && !number.contains(&below))
    };
    match token.dep {
        Dep::Relcl | Dep::Acl | Dep::Appos | Dep::Advcl | Dep::Parataxis | Dep::Ccomp => false,
        Dep::Punct => matches!(
            document.word(child),
            "-" | "‑" | "\"" | "“" | "”" | "%" | "$" | "'s"
        ),
        Dep::Prep => {
            at != noun
                || !matches!(
                    token.lemma.as_str(),
                    "since" | "until" | "by" | "as" | "including" | "after" | "before"
                )
        }
        Dep::Conj | Dep::Cc => at != noun && !numbered(),
        _ => token.pos != Pos::Space,
    }
}
