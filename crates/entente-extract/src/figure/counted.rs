//! Finds what a number counts or measures: the noun around it, or the phrase that it belongs to.

use std::ops::Range;

use entente_types::{Dep, Document, Pos, Span, Tag};

use super::word;

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

/// How far the rules walk up or across a tree.
const REACH: usize = 12;
/// Children of one token that the rules look at.
const BREADTH: usize = 48;

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
    finish(document, &mut counted, &tokens, taken);
    counted
}

/// Has the sentence around a token a tree?
fn is_parsed(document: &Document, token: usize) -> bool {
    document.head(token).is_some() || document.children(token).next().is_some()
}

fn is_noun(document: &Document, token: usize) -> bool {
    matches!(document.tokens[token].pos, Pos::Noun | Pos::Propn)
}

fn is_verb(document: &Document, token: usize) -> bool {
    matches!(document.tokens[token].pos, Pos::Verb | Pos::Aux)
}

fn children(document: &Document, token: usize) -> impl Iterator<Item = usize> + '_ {
    document.children(token).take(BREADTH)
}

fn child(document: &Document, token: usize, deps: &[Dep]) -> Option<usize> {
    children(document, token).find(|&child| deps.contains(&document.tokens[child].dep))
}

/// The token of a range whose head lies outside of it; the last of several.
fn top(document: &Document, tokens: &Range<usize>) -> usize {
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
        return people(document, top).unwrap_or_else(|| measure(document, tokens));
    }
    counted
}

/// "killing two", "three were hurt": a number that acts or suffers stands for those it counts.
fn people(document: &Document, top: usize) -> Option<Counted> {
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

/// "six-cylinder", "27-nation": the noun that a hyphen ties to the number.
fn hyphened(document: &Document, tokens: &Range<usize>) -> Option<usize> {
    let (dash, noun) = (tokens.end, tokens.end + 1);
    let is_tied = noun < document.tokens.len()
        && matches!(document.word(dash), "-" | "‑")
        && document.tokens[dash].span.start == document.tokens[tokens.end - 1].span.end
        && document.tokens[dash].span.end == document.tokens[noun].span.start;
    (is_tied && is_noun(document, noun)).then_some(noun)
}

/// The noun that a chain of compounds leads to: "phone" to "calls" in "two phone calls".
fn last_of_compound(document: &Document, noun: usize) -> usize {
    let mut at = noun;
    for _ in 0..4 {
        let is_part = matches!(document.tokens[at].dep, Dep::Compound | Dep::Nmod);
        match document
            .head(at)
            .filter(|&head| is_part && head > at && is_noun(document, head))
        {
            Some(head) if head - at <= 3 => at = head,
            _ => break,
        }
    }
    at
}

/// The last noun of the run of adjectives and nouns that starts at a token.
fn noun_run(document: &Document, start: usize) -> Option<usize> {
    let mut found = None;
    for token in start..document.tokens.len().min(start + 7) {
        let Some(here) = document.tokens.get(token) else {
            break;
        };
        match here.pos {
            Pos::Noun | Pos::Propn => found = Some(token),
            Pos::Adj => {}
            Pos::Verb
                if found.is_none() && matches!(here.tag, Tag::Vbn | Tag::Vbg) && token > start => {}
            Pos::Punct if matches!(document.word(token), "-" | "‑") => {}
            _ => break,
        }
    }
    found
}

/// "met three times": the verb or noun of the happening.
fn times(document: &Document, tokens: &Range<usize>) -> Option<Counted> {
    let times = (tokens.end..tokens.end + 2).find(|&token| {
        token < document.tokens.len() && document.word(token).eq_ignore_ascii_case("times")
    })?;
    let next = document.tokens.get(times + 1);
    let is_ratio = next.is_some_and(|next| {
        matches!(next.tag, Tag::Jjr | Tag::Rbr | Tag::Nn | Tag::Nns)
            || matches!(
                document.word(times + 1),
                "as" | "the" | "that" | "its" | "their" | "more"
            )
    });
    let range = tokens.start..times + 1;
    if is_ratio {
        let mut counted = measure(document, &range);
        counted.is_ratio = true;
        return Some(counted);
    }
    let mut at = top(document, &range);
    for _ in 0..REACH {
        at = document.head(at)?;
        if range.contains(&at) {
            continue;
        }
        let is_act = is_verb(document, at) || is_noun(document, at);
        if is_act {
            let verb = is_verb(document, at);
            return Some(Counted {
                noun: Some(at),
                predicate: verb.then_some(at),
                is_times: true,
                ..Counted::default()
            });
        }
    }
    None
}

/// "marking 80 years since the end of the war": the event behind "since".
fn since(document: &Document, tokens: &Range<usize>) -> Option<Counted> {
    let cue = tokens.end;
    let says =
        |word: &str| cue < document.tokens.len() && document.word(cue).eq_ignore_ascii_case(word);
    if !says("since") && !says("after") && !says("of") && !says("from") {
        return None;
    }
    let object = child(document, cue, &[Dep::Pobj]);
    let verb = document
        .head(top(document, tokens))
        .filter(|&head| is_verb(document, head));
    let marks = verb.is_some_and(|verb| word::is("since", &document.tokens[verb].lemma))
        || document.tokens[..tokens.start]
            .iter()
            .rev()
            .take(3)
            .any(|token| word::is("since", &token.lemma));
    if !marks && !says("since") {
        return None;
    }
    let object = object.or_else(|| noun_run(document, cue + 1))?;
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

/// What a number with a unit belongs to.
fn measure(document: &Document, tokens: &Range<usize>) -> Counted {
    let mut counted = Counted::default();
    let mut at = top(document, tokens);
    if let Some((_, object)) =
        prepositional(document, at, &["of"]).or_else(|| of_behind(document, tokens))
    {
        counted.noun = Some(object);
        counted.part_of = Some(phrase(document, object, tokens).0);
        counted.predicate = verb_above(document, at);
        return counted;
    }
    let mut is_step = true;
    for _ in 0..REACH {
        let token = &document.tokens[at];
        let Some(head) = document.head(at) else { break };
        match token.dep {
            Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Nummod | Dep::Poss | Dep::Quantmod
                if is_noun(document, head) =>
            {
                counted.noun = Some(
                    lasting(document, tokens).unwrap_or_else(|| last_of_compound(document, head)),
                );
                return counted;
            }
            Dep::Pobj => {
                let cue = document.tokens[head].lemma.as_str();
                is_step = matches!(cue, "by");
                let Some(above) = document.head(head) else {
                    break;
                };
                if is_noun(document, above) && !tokens.contains(&above) {
                    counted.noun = Some(above);
                    counted.is_step = is_step;
                    return counted;
                }
                at = above;
                if is_verb(document, at) {
                    return by_verb(document, at, is_step, false);
                }
                continue;
            }
            Dep::Appos if is_noun(document, head) => {
                counted.noun = Some(head);
                return counted;
            }
            _ => {}
        }
        if is_verb(document, head) {
            return by_verb(
                document,
                head,
                is_step,
                matches!(token.dep, Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass),
            );
        }
        at = head;
    }
    if is_verb(document, at) {
        return by_verb(document, at, is_step, false);
    }
    counted
}

/// "four-day visit": the first noun behind that can last so long.
fn lasting(document: &Document, tokens: &Range<usize>) -> Option<usize> {
    let end = document.tokens.len().min(tokens.end + 4);
    (tokens.end..end)
        .take_while(|&token| document.tokens[token].pos != Pos::Punct)
        .find(|&token| {
            is_noun(document, token) && word::is("lasting", &document.tokens[token].lemma)
        })
}

/// "80% of voters" where the tree hangs "of" elsewhere.
fn of_behind(document: &Document, tokens: &Range<usize>) -> Option<(usize, usize)> {
    let cue = tokens.end;
    let says_of = cue < document.tokens.len() && document.word(cue).eq_ignore_ascii_case("of");
    let object =
        child(document, cue.min(document.tokens.len() - 1), &[Dep::Pobj]).filter(|_| says_of)?;
    Some((cue, object))
}

/// A number that hangs on a verb: of verbs of measuring and change the subject is measured.
fn by_verb(document: &Document, verb: usize, is_step: bool, is_object: bool) -> Counted {
    let lemma = document.tokens[verb].lemma.as_str();
    let measures = word::is("measure", lemma) || word::change_verb(lemma).is_some();
    let mut counted = Counted {
        predicate: Some(verb),
        is_step,
        ..Counted::default()
    };
    let is_copula = matches!(lemma, "be" | "become" | "remain");
    if let Some(attribute) = child(document, verb, &[Dep::Attr])
        .filter(|&token| !is_object && is_copula && is_plain_noun(document, token))
    {
        counted.noun = Some(attribute);
        return counted;
    }
    // "raised rates by 1%" measures the object.
    let is_level = word::is("measure", lemma);
    let object = child(document, verb, &[Dep::Dobj])
        .filter(|&token| !is_object && !is_level && is_plain_noun(document, token));
    if let Some(object) = object {
        counted.noun = Some(object);
        return counted;
    }
    match subject(document, verb) {
        Some(subject) if is_noun(document, subject) => {
            if measures || lemma == "be" {
                counted.noun = Some(subject);
            } else {
                counted.heads.push(subject);
                counted.property = lemma.to_lowercase();
            }
        }
        Some(_) => {
            counted.by_pronoun = true;
            if !measures {
                counted.property = lemma.to_lowercase();
            }
        }
        None => counted.property = lemma.to_lowercase(),
    }
    counted
}

fn is_plain_noun(document: &Document, token: usize) -> bool {
    is_noun(document, token)
        && child(document, token, &[Dep::Nummod]).is_none()
        && !document.word(token).contains('%')
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
            Dep::Relcl | Dep::Acl => return Some(head),
            Dep::Xcomp | Dep::Conj | Dep::Advcl | Dep::Auxpass | Dep::Aux => at = head,
            Dep::Pcomp => at = document.head(head)?,
            _ => return None,
        }
    }
    None
}

/// The first preposition of `words` under a token, with its object.
fn prepositional(document: &Document, token: usize, words: &[&str]) -> Option<(usize, usize)> {
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

/// The tokens of the noun phrase around a noun, without clauses, asides and joined phrases that have
/// numbers of their own; and its span.
fn phrase(document: &Document, noun: usize, number: &Range<usize>) -> (Span, Vec<usize>) {
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
    let here = inside.binary_search(&noun).unwrap_or(0);
    let (mut first, mut last) = (here, here);
    while first > 0 && inside[first - 1] + 1 == inside[first] {
        first -= 1;
    }
    while last + 1 < inside.len() && inside[last] + 1 == inside[last + 1] {
        last += 1;
    }
    let mut run = inside[first..=last].to_vec();
    while run.len() > 1
        && matches!(
            document.tokens[run[0]].pos,
            Pos::Det | Pos::Punct | Pos::Space
        )
        && run[0] != noun
    {
        run.remove(0);
    }
    while run.len() > 1
        && run.last().is_some_and(|&token| {
            token != noun
                && matches!(
                    document.tokens[token].pos,
                    Pos::Punct | Pos::Space | Pos::Adp | Pos::Cconj
                )
        })
    {
        run.pop();
    }
    let span = document.span(run[0]..run[run.len() - 1] + 1);
    (span, run)
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

/// Gathers phrase, property, words and heads.
fn finish(document: &Document, counted: &mut Counted, tokens: &Range<usize>, taken: &[bool]) {
    if let Some(noun) = counted.noun {
        let (span, inside) = phrase(document, noun, tokens);
        if !counted.is_times {
            counted.span = Some(counted.span.map_or(span, |before| before.join(span)));
        }
        if counted.is_times {
            let act = lemma(document, noun);
            counted.span =
                Some(document.span(tokens.start..(tokens.end + 1).min(document.tokens.len())));
            counted.property = word::act_noun(&act).map_or(act, str::to_owned);
        } else if counted.property.is_empty() {
            counted.property = lemma(document, noun);
        }
        for token in inside
            .iter()
            .copied()
            .filter(|token| !tokens.contains(token))
        {
            push_word(document, counted, token);
        }
        counted.heads.extend(
            inside
                .iter()
                .copied()
                .filter(|token| !tokens.contains(token)),
        );
        push_word(document, counted, noun);
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
    let noun = document
        .head(verb)
        .filter(|_| document.tokens[verb].dep == Dep::Acl);
    let is_with = |noun: usize| {
        document
            .head(noun)
            .is_some_and(|cue| document.word(cue).eq_ignore_ascii_case("with"))
    };
    if document.tokens[verb].dep == Dep::Pcomp || noun.is_some_and(is_with) {
        // "Russia did this, with trade reaching $5bn": the trade is Russia's too.
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
        let mut heads: Vec<usize> = Vec::new();
        for below in children(document, at) {
            match document.tokens[below].dep {
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr | Dep::Dative | Dep::Oprd => {
                    heads.push(below)
                }
                Dep::Prep | Dep::Agent => heads.extend(child(document, below, &[Dep::Pobj])),
                _ => {}
            }
        }
        for head in heads.into_iter().filter(|head| !tokens.contains(head)) {
            push_word(document, counted, head);
            counted.heads.push(head);
            counted.heads.extend(child(document, head, &[Dep::Conj]));
        }
    }
    if let Some(subject) = subject(document, verb).filter(|&subject| is_noun(document, subject)) {
        push_word(document, counted, subject);
        counted.heads.push(subject);
        counted.heads.extend(child(document, subject, &[Dep::Conj]));
    }
}

fn lemma(document: &Document, token: usize) -> String {
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
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '.' | '\''));
    let is_digit = lemma.chars().any(|letter| letter.is_ascii_digit());
    if is_content && is_word && !is_digit {
        counted.said.push(token);
    }
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

/// The first word within reach that looks like a plural.
fn plural_run(document: &Document, start: usize) -> Option<usize> {
    for token in start..document.tokens.len().min(start + 4) {
        let word = document.word(token);
        if !word
            .chars()
            .all(|letter| letter.is_alphabetic() || letter == '-')
        {
            return None;
        }
        let is_plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
        if is_plural || matches!(word, "people" | "men" | "women" | "children") {
            return Some(token);
        }
    }
    None
}
