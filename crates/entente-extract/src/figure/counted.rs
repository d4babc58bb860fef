//! Finds what a number counts or measures: the noun around it, or the phrase that it belongs to.

mod measured;
mod noun;
mod told;
mod tree;

use std::ops::Range;

use entente_types::{Dep, Document, Pos, Span, Tag};

use super::word;
use measured::measure;
use noun::{hyphened, last_of_compound, noun_run, plural_run};
use told::lemma;
use tree::{REACH, child, is_noun, is_parsed, is_verb, phrase, prepositional};
pub use tree::{subject, top, verb_above};

/// What a number counts or measures, and the words that tell.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// The phrase.
    pub span: Option<Span>,
    /// Lemma of its head.
    pub property: String,
    /// Lemmas that tell which property it is, sorted.
    pub words: Vec<String>,
    /// Tokens whose lemmas become words.
    said: Vec<usize>,
    /// Tokens that head the phrases they came from, for finding actors.
    pub heads: Vec<usize>,
    /// The head noun, if there is one.
    pub noun: Option<usize>,
    /// The verb above it.
    pub predicate: Option<usize>,
    /// "20 of the 27 countries".
    pub part_of: Option<Span>,
    /// Is the measured thing named by a pronoun alone?
    pub by_pronoun: bool,
    /// Is the number the object of "by" or stands bare behind the verb, and not behind "to" or "at"?
    pub is_step: bool,
    /// "met three times": how often something happened.
    pub is_times: bool,
    /// "6.5 times earnings": how many times as much.
    pub is_ratio: bool,
    /// "six-cylinder": the number is part of a word before another noun.
    pub is_hyphened: bool,
    /// "killing two": those counted are not named.
    pub is_party: bool,
}

/// What a rule wants to know of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It counts things.
    Count,
    /// It has a unit of its own.
    Measure,
    /// It has a unit of time.
    Time,
}

/// Finds what the number at `tokens` counts or measures. `tokens` holds number and unit; `taken` marks the
/// tokens of all numbers, units and times, which tell no property.
#[must_use]
pub fn find(document: &Document, tokens: Range<usize>, role: Role, taken: &[bool]) -> Counted {
    if tokens.is_empty() {
        return Counted::default();
    }
    if !is_parsed(document, tokens.start) {
        return by_order(document, &tokens, role);
    }
    let mut counted = match role {
        Role::Count => count(document, &tokens),
        Role::Measure => measure(document, &tokens),
        Role::Time => since(document, &tokens).unwrap_or_else(|| measure(document, &tokens)),
    };
    told::finish(document, &mut counted, &tokens, taken);
    counted
}

fn count(document: &Document, tokens: &Range<usize>) -> Counted {
    if let Some(times) = times(document, tokens) {
        return times;
    }
    let mut counted = Counted::default();
    if let Some(noun) = hyphened(document, tokens) {
        counted.noun = Some(noun);
        counted.is_hyphened = true;
        return counted;
    }
    let top = top(document, tokens);
    let of = prepositional(document, top, &["of", "among"]);
    let head = document.head(top);
    let counts_head = matches!(
        document.tokens[top].dep,
        Dep::Nummod
            | Dep::Quantmod
            | Dep::Compound
            | Dep::Amod
            | Dep::Nmod
            | Dep::Det
            | Dep::Predet
    );
    let head = head.filter(|&head| counts_head && head >= tokens.end && is_noun(document, head));
    let noun = head.or_else(|| noun_run(document, tokens.end));
    if let Some(noun) = noun {
        let noun = last_of_compound(document, noun);
        counted.noun = Some(noun);
        let is_part = noun > tokens.end && matches!(document.word(tokens.end), "of" | "among");
        counted.part_of = is_part.then(|| document.span(tokens.end + 1..noun + 1));
    } else if let Some((_, object)) = of {
        counted.noun = Some(object);
        counted.part_of = Some(phrase(document, object, tokens).0);
    } else {
        return people(document, tokens, top).unwrap_or_else(|| measure(document, tokens));
    }
    counted
}

/// "killing two", "three were hurt", "16 injured": a number that acts or suffers stands for those it counts.
fn people(document: &Document, tokens: &Range<usize>, top: usize) -> Option<Counted> {
    let next = tokens.end;
    let has_fate = document
        .tokens
        .get(next)
        .is_some_and(|_| word::is("fate", &document.word(next).to_lowercase()));
    if has_fate {
        return Some(Counted {
            property: document.tokens[next].lemma.to_lowercase(),
            predicate: Some(next),
            is_party: true,
            ..Counted::default()
        });
    }
    let token = &document.tokens[top];
    let is_party = matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj);
    let verb = document
        .head(top)
        .filter(|&verb| is_party && document.tokens[verb].pos == Pos::Verb)?;
    let lemma = document.tokens[verb].lemma.to_lowercase();
    let is_level = word::is("measure", &lemma) || word::change_verb(&lemma).is_some();
    (!is_level).then(|| Counted {
        property: lemma,
        predicate: Some(verb),
        is_party: true,
        ..Counted::default()
    })
}

/// "met three times": the verb or noun of the happening.
fn times(document: &Document, tokens: &Range<usize>) -> Option<Counted> {
    let times = (tokens.end..tokens.end + 2).find(|&token| {
        token < document.tokens.len() && document.word(token).eq_ignore_ascii_case("times")
    })?;
    let range = tokens.start..times + 1;
    if is_ratio(document, times + 1) {
        return Some(Counted {
            is_ratio: true,
            ..measure(document, &range)
        });
    }
    let ancestors = document.ancestors(top(document, &range)).take(REACH);
    let mut acts = ancestors
        .filter(|&at| !range.contains(&at) && (is_verb(document, at) || is_noun(document, at)));
    let act = acts.next()?;
    Some(Counted {
        noun: Some(act),
        predicate: is_verb(document, act).then_some(act),
        is_times: true,
        ..Counted::default()
    })
}

/// "times higher", "times earnings", "times as many": does the word behind "times" compare?
fn is_ratio(document: &Document, next: usize) -> bool {
    document.tokens.get(next).is_some_and(|token| {
        matches!(token.tag, Tag::Jjr | Tag::Rbr | Tag::Nn | Tag::Nns)
            || matches!(
                document.word(next),
                "as" | "the" | "that" | "its" | "their" | "more"
            )
    })
}

/// "marking 80 years since the end of the war": the event behind "since".
fn since(document: &Document, tokens: &Range<usize>) -> Option<Counted> {
    let cue = tokens.end;
    let says =
        |word: &str| cue < document.tokens.len() && document.word(cue).eq_ignore_ascii_case(word);
    let verb = document
        .head(top(document, tokens))
        .filter(|&head| is_verb(document, head));
    let marks = marks(document, tokens, verb);
    let is_cue = says("since") || marks && ["after", "of", "from"].into_iter().any(says);
    if !is_cue {
        return None;
    }
    let object = child(document, cue, &[Dep::Pobj]).or_else(|| noun_run(document, cue + 1))?;
    let mut counted = Counted {
        noun: Some(object),
        predicate: verb,
        ..Counted::default()
    };
    if marks {
        counted.property = "anniversary".to_owned();
        counted.words.push("anniversary".to_owned());
    }
    Some(counted)
}

/// Does a verb or noun of remembering lead to the number?
fn marks(document: &Document, tokens: &Range<usize>, verb: Option<usize>) -> bool {
    let remembers = |lemma: &str| word::is("since", lemma);
    let before = document.tokens[..tokens.start].iter().rev().take(3);
    verb.is_some_and(|verb| remembers(&document.tokens[verb].lemma))
        || before.into_iter().any(|token| remembers(&token.lemma))
}

/// What follows the number, for a text without a tree.
fn by_order(document: &Document, tokens: &Range<usize>, role: Role) -> Counted {
    let mut counted = Counted::default();
    let mut start = tokens.end;
    if document.tokens.get(start).is_some() && document.word(start).eq_ignore_ascii_case("of") {
        start += 1;
    }
    let noun = noun_run(document, start).or_else(|| plural_run(document, start));
    let Some(noun) = noun.filter(|_| role == Role::Count || start > tokens.end) else {
        return counted;
    };
    counted.noun = Some(noun);
    counted.span = Some(document.span(tokens.start..noun + 1));
    counted.property = lemma(document, noun);
    counted.words = (start..=noun)
        .map(|token| lemma(document, token))
        .filter(|word| word.chars().all(char::is_alphabetic))
        .collect();
    counted.words.sort_unstable();
    counted.words.dedup();
    counted.heads = (start..=noun).collect();
    counted
}
