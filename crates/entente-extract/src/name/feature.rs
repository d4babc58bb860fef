//! What speaks for a candidate being a name, and for what it names.

use std::collections::HashMap;
use std::ops::Range;

use entente_types::{Dep, Document, EntityKind, Pos, Tag};

use super::candidate::Candidate;
use super::model::Named;
use super::table::{self, Sort};
use crate::actor::known::{self, Standing};

/// Something that holds of a candidate: a question and its answer, which is empty where the question says all.
pub type Feature = (&'static str, &'static str);

/// What holds of each of the candidates of a document.
#[must_use]
pub fn features(document: &Document, candidates: &[Candidate]) -> Vec<Vec<Feature>> {
    let text = Text::new(document, candidates);
    candidates.iter().map(|one| text.features(one)).collect()
}

/// How often the parser took the same words for something.
#[derive(Clone, Copy, Default)]
struct Votes {
    /// As each of [`Named::ALL`].
    named: [u32; 3],
    /// As nothing.
    unmarked: u32,
    all: u32,
}

impl Votes {
    fn add(&mut self, kind: Option<EntityKind>) {
        self.all += 1;
        match kind.map(named) {
            None => self.unmarked += 1,
            Some(Some(named)) => self.named[named as usize] += 1,
            Some(None) => {}
        }
    }

    /// Without one of them.
    fn without(mut self, kind: Option<EntityKind>) -> Self {
        self.all = self.all.saturating_sub(1);
        let own = match kind.map(named) {
            None => &mut self.unmarked,
            Some(Some(named)) => &mut self.named[named as usize],
            Some(None) => return self,
        };
        *own = own.saturating_sub(1);
        self
    }
}

/// A document, and what its candidates say of each other.
struct Text<'a> {
    document: &'a Document,
    /// By the words of candidates in lower case.
    votes: HashMap<String, Votes>,
    /// By a word of a longer name: what that one names.
    part_of: HashMap<String, Named>,
    /// Words that stand in small letters.
    small: std::collections::HashSet<&'a str>,
}

/// What a kind of the parser names.
fn named(kind: EntityKind) -> Option<Named> {
    match kind {
        EntityKind::Person => Some(Named::Person),
        EntityKind::Org => Some(Named::Organisation),
        EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac => Some(Named::Place),
        _ => None,
    }
}

impl<'a> Text<'a> {
    fn new(document: &'a Document, candidates: &[Candidate]) -> Self {
        let mut votes: HashMap<String, Votes> = HashMap::new();
        let mut part_of = HashMap::new();
        for one in candidates {
            votes.entry(one.key(document)).or_default().add(one.kind);
            if one.tokens.len() < 2 {
                continue;
            }
            let mut words = one
                .tokens
                .clone()
                .map(|idx| document.word(idx).to_lowercase());
            match one.kind.and_then(named) {
                Some(Named::Person) => part_of.extend(words.map(|word| (word, Named::Person))),
                Some(named) => {
                    part_of
                        .entry(words.next().unwrap_or_default())
                        .or_insert(named);
                }
                None => {}
            }
        }
        let words = (0..document.tokens.len()).map(|idx| document.word(idx));
        let small = words
            .filter(|word| word.starts_with(char::is_lowercase))
            .collect();
        Self {
            document,
            votes,
            part_of,
            small,
        }
    }

    fn features(&self, candidate: &Candidate) -> Vec<Feature> {
        let mut found = Vec::with_capacity(40);
        self.shape(candidate, &mut found);
        self.tables(candidate, &mut found);
        self.grammar(candidate, &mut found);
        self.neighbours(candidate, &mut found);
        self.elsewhere(candidate, &mut found);
        found
    }

    /// What the parser said, and how the words are written.
    fn shape(&self, candidate: &Candidate, found: &mut Vec<Feature>) {
        let tokens = &candidate.tokens;
        let words = self.document.span(tokens.clone()).of(self.document.text());
        found.push(("kind", candidate.kind.map_or("", EntityKind::as_str)));
        found.push(("words", ["1", "2", "3", "4"][tokens.len().min(4) - 1]));
        found.push(("shape", shape(self.document.word(tokens.start))));
        if tokens.len() > 1 {
            found.push(("last shape", shape(self.document.word(tokens.end - 1))));
        }
        let is_address = [".com", ".org", ".net", ".edu", ".gov", "www.", "http"];
        let marks = [
            ("at", words.contains('@')),
            (
                "address",
                is_address.iter().any(|part| words.contains(part)),
            ),
            (
                "digit",
                words.contains(|letter: char| letter.is_ascii_digit()),
            ),
            ("and", words.contains('&')),
            (
                "joined",
                [" of ", " for ", " and "]
                    .iter()
                    .any(|word| words.contains(word)),
            ),
        ];
        found.extend(
            marks
                .iter()
                .filter(|(_, holds)| *holds)
                .map(|(name, _)| (*name, "")),
        );
    }

    /// What the tables say of the words.
    fn tables(&self, candidate: &Candidate, found: &mut Vec<Feature>) {
        let document = self.document;
        let tokens = candidate.tokens.clone();
        let n_words = tokens.len();
        let lower: Vec<String> = tokens
            .clone()
            .map(|idx| document.word(idx).to_lowercase())
            .collect();
        let whole = document.span(tokens.clone()).of(document.text());
        let last = document.word(tokens.end - 1);
        let standing = known::at(document, tokens.start)
            .filter(|(end, _)| *end == tokens.end)
            .map(|(_, standing)| standing);
        let is_state = standing == Some(Standing::Place);
        let is_surname = known::is_surname(last);
        // Towns are named after people: "Obama" is one of Japan.
        let is_town = known::is_place(whole) && !(is_surname && n_words == 1);
        let inner = n_words > 1 && lower.iter().any(|word| known::is_place(word));
        let is_first_name = known::is_first_name(&lower[0]);
        let is_person = candidate.kind == Some(EntityKind::Person);
        let answers = [
            ("first name", is_first_name),
            ("full name", is_first_name && n_words > 1 && is_person),
            ("surname", is_surname),
            ("place", is_state || is_town),
            ("state", is_state),
            ("organisation", standing == Some(Standing::Organisation)),
            ("place within", inner),
            ("body", n_words > 1 && table::is(Sort::Body, last)),
            (
                "body within",
                lower[..n_words - 1]
                    .iter()
                    .any(|word| table::is(Sort::Body, word)),
            ),
            ("facility", n_words > 1 && table::is(Sort::Facility, last)),
            ("land", n_words > 1 && table::is(Sort::Land, last)),
            ("last is a name", !table::is_common(&last.to_lowercase())),
        ];
        found.extend(
            answers
                .iter()
                .filter(|(_, holds)| *holds)
                .map(|(name, _)| (*name, "")),
        );
        let is_word = |word: &&String| word.starts_with(char::is_alphabetic) && word.len() > 1;
        let n_all = lower.iter().filter(is_word).count();
        let n_common = lower
            .iter()
            .filter(is_word)
            .filter(|word| table::is_common(word))
            .count();
        let share = match n_common {
            n if n == n_all => "all",
            0 => "none",
            _ => "some",
        };
        found.push(("common", share));
    }

    /// What the words do in their sentence.
    fn grammar(&self, candidate: &Candidate, found: &mut Vec<Feature>) {
        let document = self.document;
        let tokens = candidate.tokens.clone();
        let own = &document.tokens[tokens.clone()];
        found.push(("tag", own[own.len() - 1].tag.as_str()));
        let is_proper = own
            .iter()
            .all(|token| matches!(token.tag, Tag::Nnp | Tag::Nnps));
        found.push(("proper", if is_proper { "yes" } else { "no" }));
        let leads = |idx: &usize| {
            let head = document.tokens[*idx].head as usize;
            head == *idx || !tokens.contains(&head)
        };
        let head = tokens.clone().rev().find(leads).unwrap_or(tokens.end - 1);
        let token = &document.tokens[head];
        found.push(("role", token.dep.as_str()));
        if token.dep == Dep::Pobj {
            let word = document.word(token.head as usize);
            found.push(("preposition", listed(&GOVERNING, word).unwrap_or("other")));
        }
    }

    /// What stands before and after, in the same sentence.
    fn neighbours(&self, candidate: &Candidate, found: &mut Vec<Feature>) {
        let document = self.document;
        let Range { start, end } = candidate.tokens;
        let sentence = document.sentences[document.sentence_of(start)].tokens();
        let before = (start > sentence.start).then(|| document.word(start - 1));
        let after = (end < sentence.end).then(|| document.word(end));
        match before {
            None => found.push(("first", "")),
            Some(word) if table::is(Sort::Preposition, word) => {
                found.push(("before", "preposition"))
            }
            Some(word) => found.extend(listed(&BEFORE, word).map(|word| ("before", word))),
        }
        if before.is_some_and(|word| table::is(Sort::Title, word) || known::is_title(word)) {
            found.push(("title", ""));
        }
        match after {
            None => found.push(("after", "")),
            Some(word) => found.extend(listed(&AFTER, word).map(|word| ("after", word))),
        }
        let kind = (end < document.tokens.len()).then(|| document.tokens[end].tag);
        match kind {
            Some(Tag::Vbd | Tag::Vbz) => found.push(("after", "verb")),
            Some(Tag::Nn | Tag::Nns) => found.push(("after", "noun")),
            _ => {}
        }
        if before.is_none() && after.is_none() {
            found.push(("alone", ""));
        }
        if before.is_none() && matches!(after, None | Some("," | "!" | "-" | ":")) {
            found.push(("called", ""));
        }
        let long = sentence.filter(|&idx| {
            let word = document.word(idx);
            document.tokens[idx].pos != Pos::Space
                && word.len() > 3
                && word.starts_with(char::is_alphabetic)
        });
        let is_capital = |idx: usize| document.word(idx).starts_with(char::is_uppercase);
        let (n_long, n_capital) = long.fold((0, 0), |(n_long, n_capital), idx| {
            (n_long + 1, n_capital + usize::from(is_capital(idx)))
        });
        if n_long > 3 && n_capital * 4 > n_long * 3 {
            found.push(("headline", ""));
        }
    }

    /// What the same words were taken for elsewhere.
    fn elsewhere(&self, candidate: &Candidate, found: &mut Vec<Feature>) {
        let tokens = &candidate.tokens;
        let own = candidate.key(self.document);
        let votes = self.votes.get(&own).copied().unwrap_or_default();
        let others = votes.without(candidate.kind);
        for (named, count) in Named::ALL.into_iter().zip(others.named) {
            if count > 0 {
                found.push(("also", named.as_str()));
            }
            if count * 2 > others.all {
                found.push(("mostly", named.as_str()));
            }
        }
        if others.unmarked > 0 {
            found.push(("also", "unmarked"));
        }
        if tokens.len() == 1 {
            found.extend(self.part_of.get(&own).map(|named| ("part", named.as_str())));
            let is_small = self.small.contains(own.as_str());
            let is_capital = self
                .document
                .word(tokens.start)
                .starts_with(char::is_uppercase);
            if is_small && is_capital {
                found.push(("also", "small"));
            }
        }
    }
}

/// Words that govern names, of which others are known by none.
const GOVERNING: [&str; 20] = [
    "in",
    "at",
    "near",
    "from",
    "to",
    "around",
    "across",
    "outside",
    "inside",
    "through",
    "toward",
    "towards",
    "via",
    "throughout",
    "into",
    "within",
    "by",
    "with",
    "of",
    "for",
];
const BEFORE: [&str; 13] = [
    "by", "with", "of", "for", "the", "a", "an", "and", "or", ",", "(", "\"", "-",
];
const AFTER: [&str; 21] = [
    ",", ".", ")", "(", "!", "?", ":", "\"", "-", "/", "and", "of", "'s", "’s", "@", "is", "was",
    "has", "s", "said", "says",
];

/// The word of the list that this is, in whatever case.
fn listed(list: &[&'static str], word: &str) -> Option<&'static str> {
    list.iter()
        .copied()
        .find(|listed| listed.eq_ignore_ascii_case(word))
}

/// How a word is written.
fn shape(word: &str) -> &'static str {
    let has_small = word.contains(char::is_lowercase);
    let has_capital = word.contains(char::is_uppercase);
    let rest = word
        .chars()
        .next()
        .map_or("", |first| &word[first.len_utf8()..]);
    let rest_is_small = rest.chars().all(|letter| !letter.is_uppercase());
    match () {
        () if has_capital && !has_small && !rest.is_empty() => "capitals",
        () if has_capital && !rest.is_empty() && rest_is_small => "capital first",
        () if has_small && !has_capital => "small",
        () if word.contains(|letter: char| letter.is_ascii_digit()) => "digits",
        () => "other",
    }
}
