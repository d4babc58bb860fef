//! The words for what is counted, in the convention of NewsQuant.
//!
//! There the noun that a number counts is its unit. "Counted" is who has, does or holds it: the subject that
//! governs it ("Ford has 13,000 workers"), or the noun above it ("the brains of 13 people"), else nothing.

use entente_extract::figure::{Part, Reading};
use entente_types::{Dep, Document, Figure, Measure, Pos, Tag};

/// The words for what is counted; `-` for none. `unit` is the unit as predicted.
pub fn words(document: &Document, reading: &Reading, unit: &str, is_share: bool) -> String {
    let figure = &reading.found.value;
    let tokens = document.tokens_in(figure.written);
    let is_one_of = reading.part == Part::Mention
        && figure.nominal == 1.0
        && document
            .tokens
            .get(tokens.end)
            .is_some_and(|_| document.word(tokens.end) == "of");
    if is_one_of || reading.part == Part::Time && figure.measure == Measure::Duration {
        return "-".to_owned();
    }
    let Some(last) = document.tokens.len().checked_sub(1) else {
        return "-".to_owned();
    };
    let sentence = document.sentences[document.sentence_of(tokens.start.min(last))];
    let of_unit: Vec<&str> = unit.split([' ', '-']).collect();
    let is_told = |token: &usize| {
        let here = &document.tokens[*token];
        let lemma = here.lemma.to_lowercase();
        matches!(here.pos, Pos::Noun | Pos::Propn | Pos::Adj)
            && !tokens.contains(token)
            && figure.words.contains(&lemma)
            && !of_unit.contains(&lemma.as_str())
    };
    let holders = match figure.measure {
        Measure::Count => head(document, figure).map(|noun| holders(document, noun)),
        _ if is_share => head(document, figure).map(|noun| holders(document, noun)),
        _ => None,
    };
    let told = sentence.tokens().filter(is_told);
    let words: Vec<&str> = told
        .filter(|token| holders.as_ref().is_none_or(|held| held.contains(token)))
        .map(|token| whole_word(document, token))
        .collect();
    if words.is_empty() {
        "-".to_owned()
    } else {
        words.join(" ")
    }
}

/// The noun that a figure counts.
fn head(document: &Document, figure: &Figure) -> Option<usize> {
    let counted = document.tokens_in(figure.counted?);
    let is_head = |token: &usize| {
        let lemma = document.tokens[*token].lemma.to_lowercase();
        lemma == figure.property || lemma.strip_suffix('s') == Some(&figure.property)
    };
    counted.into_iter().find(is_head)
}

/// The tokens of those who have, do or hold the counted noun.
fn holders(document: &Document, noun: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = noun;
    let mut is_subject = false;
    for _ in 0..6 {
        let Some(above) = document.head(at) else {
            break;
        };
        let is_noun = matches!(document.tokens[above].pos, Pos::Noun | Pos::Propn);
        match document.tokens[at].dep {
            Dep::Nsubj | Dep::Nsubjpass => is_subject = true,
            Dep::Pobj if is_noun => {}
            _ if is_noun && document.tokens[at].dep != Dep::Conj => {
                found.extend(name(document, above));
            }
            _ => {}
        }
        if matches!(document.tokens[above].pos, Pos::Verb | Pos::Aux) {
            if !is_subject || at != noun {
                found.extend(subjects(document, above, noun));
            }
            break;
        }
        at = above;
    }
    if found.is_empty() {
        let of = document
            .children(noun)
            .filter(|&child| document.word(child) == "of");
        let parts = of.flat_map(|cue| document.children(cue).collect::<Vec<_>>());
        found.extend(parts.flat_map(|part| name(document, part)));
    }
    found
}

/// The subject of a verb, or of the clauses above if a pronoun or nothing stands there.
fn subjects(document: &Document, verb: usize, noun: usize) -> Vec<usize> {
    let mut at = verb;
    for _ in 0..5 {
        let subject = document.child(at, &[Dep::Nsubj, Dep::Nsubjpass]);
        let is_relative = subject.is_some_and(|subject| {
            matches!(document.tokens[subject].tag, Tag::Wdt | Tag::Wp | Tag::Prp)
        });
        match subject {
            Some(subject) if subject == noun => return Vec::new(),
            Some(subject) if !is_relative => return name(document, subject),
            _ => {}
        }
        let Some(above) = document.head(at) else {
            break;
        };
        let is_noun = matches!(document.tokens[above].pos, Pos::Noun | Pos::Propn);
        let is_purpose = subject.is_none()
            && document
                .children(at)
                .any(|child| document.word(child) == "to");
        let is_pronoun = subject.is_some_and(|subject| document.tokens[subject].tag == Tag::Prp);
        if is_noun && !is_purpose && !is_pronoun {
            return name(document, above);
        }
        at = above;
    }
    Vec::new()
}

/// A noun with its modifiers.
fn name(document: &Document, noun: usize) -> Vec<usize> {
    let parts = document.children(noun).filter(|&child| {
        matches!(
            document.tokens[child].dep,
            Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss
        )
    });
    parts.chain([noun]).collect()
}

/// The word around a token up to white space: the parts of "start-up" count as one.
fn whole_word(document: &Document, token: usize) -> &str {
    let text = document.text();
    let span = document.tokens[token].span;
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '&' | '.');
    let before = &text[..span.start as usize];
    let start = before.trim_end_matches(is_part).len();
    let after = &text[span.end as usize..];
    let end = text.len() - after.trim_start_matches(is_part).len();
    text.get(start..end)
        .map_or("", |word| word.trim_end_matches('.'))
}
