//! Gathers the words that tell which property a number states, and the heads that name its actors.

use std::ops::Range;

use entente_types::{Dep, Document, Pos, Tag};

use super::Counted;
use super::tree::{
    REACH, antecedent, child, children, is_noun, is_verb, phrase, subject, verb_above,
};
use crate::figure::word;

/// Gathers phrase, property, words and heads.
pub fn finish(document: &Document, counted: &mut Counted, tokens: &Range<usize>, taken: &[bool]) {
    if let Some(noun) = counted.noun {
        around(document, counted, noun, tokens);
        climb(document, counted, noun, tokens);
    }
    if let Some(verb) = counted.predicate {
        arguments(document, counted, verb, tokens);
    }
    let said = std::mem::take(&mut counted.said);
    let free = said.into_iter().filter(|&token| {
        Some(token) == counted.noun || !taken.get(token).is_some_and(|taken| *taken)
    });
    counted
        .words
        .extend(free.map(|token| lemma(document, token)));
    if !counted.property.is_empty() && counted.property.chars().all(char::is_alphabetic) {
        counted.words.push(counted.property.clone());
    }
    counted.words.sort_unstable();
    counted.words.dedup();
    counted.heads.sort_unstable();
    counted.heads.dedup();
}

/// The phrase around the noun: its span, its property, its words.
fn around(document: &Document, counted: &mut Counted, noun: usize, tokens: &Range<usize>) {
    let (span, inside) = phrase(document, noun, tokens);
    if counted.is_times {
        let act = lemma(document, noun);
        let times = tokens.start..(tokens.end + 1).min(document.tokens.len());
        counted.span = Some(document.span(times));
        counted.property = word::act_noun(&act).map_or(act, str::to_owned);
    } else {
        counted.span = Some(counted.span.map_or(span, |before| before.join(span)));
        if counted.property.is_empty() {
            counted.property = lemma(document, noun);
        }
    }
    for token in inside.into_iter().filter(|token| !tokens.contains(token)) {
        push_word(document, counted, token);
        counted.heads.push(token);
    }
    push_word(document, counted, noun);
}

/// The nouns above a noun ("leaders of 24 countries") up to the verb that governs them.
fn climb(document: &Document, counted: &mut Counted, noun: usize, tokens: &Range<usize>) {
    for at in document.ancestors(noun).take(REACH) {
        if tokens.contains(&at) {
            continue;
        }
        if is_verb(document, at) {
            counted.predicate = counted.predicate.or(Some(at));
            return;
        }
        if is_noun(document, at) {
            push_word(document, counted, at);
            counted.heads.push(at);
            for part in children(document, at) {
                if matches!(
                    document.tokens[part].dep,
                    Dep::Compound | Dep::Amod | Dep::Poss | Dep::Nmod
                ) && !tokens.contains(&part)
                {
                    push_word(document, counted, part);
                    counted.heads.push(part);
                }
            }
        }
    }
}

/// The subject and the attribute of the clause above, for finding actors.
fn main_clause(document: &Document, counted: &mut Counted, verb: usize) {
    let Some(above) = verb_above(document, verb) else {
        return;
    };
    let named = subject(document, above)
        .into_iter()
        .chain(child(document, above, &[Dep::Attr]));
    for head in named.collect::<Vec<_>>() {
        counted.heads.push(head);
        counted.heads.extend(child(document, head, &[Dep::Conj]));
        counted.heads.extend(child(document, head, &[Dep::Poss]));
    }
}

/// The predicate's lemma and the heads of its arguments, also of an infinitive below it.
fn arguments(document: &Document, counted: &mut Counted, verb: usize, tokens: &Range<usize>) {
    push_word(document, counted, verb);
    if is_aside(document, verb) {
        main_clause(document, counted, verb);
    }
    let mut verbs = vec![verb];
    let above = document
        .head(verb)
        .filter(|_| document.tokens[verb].dep == Dep::Xcomp);
    verbs.extend(above);
    verbs.extend(child(document, verb, &[Dep::Xcomp]));
    for at in verbs {
        push_word(document, counted, at);
        for head in parties(document, at) {
            if !tokens.contains(&head) {
                push_party(document, counted, head);
            }
        }
    }
    let subject = subject(document, verb).filter(|&subject| is_noun(document, subject));
    if let Some(subject) = subject.or_else(|| antecedent(document, verb)) {
        push_party(document, counted, subject);
    }
}

/// "Russia did this, with trade reaching $5bn": the trade is Russia's too.
fn is_aside(document: &Document, verb: usize) -> bool {
    let noun = document
        .head(verb)
        .filter(|_| document.tokens[verb].dep == Dep::Acl);
    let cue = noun.and_then(|noun| document.head(noun));
    document.tokens[verb].dep == Dep::Pcomp
        || cue.is_some_and(|cue| document.word(cue).eq_ignore_ascii_case("with"))
}

/// The heads of a verb's subject, objects and prepositional phrases.
fn parties(document: &Document, verb: usize) -> Vec<usize> {
    let mut heads: Vec<usize> = Vec::new();
    for below in children(document, verb) {
        match document.tokens[below].dep {
            Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr | Dep::Dative | Dep::Oprd => {
                heads.push(below);
            }
            Dep::Prep | Dep::Agent => heads.extend(child(document, below, &[Dep::Pobj])),
            _ => {}
        }
    }
    heads
}

fn push_party(document: &Document, counted: &mut Counted, head: usize) {
    push_word(document, counted, head);
    counted.heads.push(head);
    counted.heads.extend(child(document, head, &[Dep::Conj]));
}

pub fn lemma(document: &Document, token: usize) -> String {
    let here = &document.tokens[token];
    let lemma = here.lemma.to_lowercase();
    match lemma.strip_suffix('s') {
        _ if lemma.is_empty() => document.word(token).to_lowercase(),
        // Plural names keep their ending in the parser's dictionary form.
        Some(singular) if here.tag == Tag::Nnps && !singular.ends_with('s') => singular.to_owned(),
        _ => lemma,
    }
}

fn push_word(document: &Document, counted: &mut Counted, token: usize) {
    let here = &document.tokens[token];
    let is_content = matches!(here.pos, Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj);
    let lemma = lemma(document, token);
    let is_word = lemma.chars().count() > 1
        && lemma
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '.' | '\'' | '&'));
    let is_digit = lemma.starts_with(|first: char| first.is_ascii_digit());
    if is_content && is_word && !is_digit {
        counted.said.push(token);
    }
}
