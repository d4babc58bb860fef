//! Runs of words that may be a name.

use std::collections::HashSet;
use std::ops::Range;

use entente_types::{Dep, Document, EntityKind, Pos, Tag};

use super::table::{self, Sort};
use crate::actor::known;

/// A run of words that may be a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its tokens, without articles, titles like "Mr" and possessive endings.
    pub tokens: Range<usize>,
    /// What the parser took it for, if it took it for a name.
    pub kind: Option<EntityKind>,
}

impl Candidate {
    /// Did the parser take it for a person, an organisation or a place?
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.kind.is_some_and(super::is_judged)
    }

    /// Its words in lower case, parted by blanks.
    #[must_use]
    pub fn key(&self, document: &Document) -> String {
        let words = self.tokens.clone();
        let words: Vec<String> = words.map(|idx| document.word(idx).to_lowercase()).collect();
        words.join(" ")
    }
}

/// Most words of a name that is looked for elsewhere in the text.
const LONGEST: usize = 4;
/// Shorter words in small letters are not taken for names that stand elsewhere.
const SHORTEST: usize = 5;

/// The candidates of a document, in order and without overlap.
#[must_use]
pub fn candidates(document: &Document) -> Vec<Candidate> {
    let mut reader = Reader {
        document,
        taken: vec![false; document.tokens.len()],
        found: Vec::new(),
        marked: vec![false; document.tokens.len()],
    };
    for entity in document.entities.iter().filter(|one| !is_land(one.kind)) {
        reader.marked[entity.tokens()].fill(true);
    }
    for entity in &document.entities {
        reader.add_entity(entity.tokens(), entity.kind);
    }
    reader.add_runs();
    reader.add_known();
    reader.found.sort_by_key(|one| one.tokens.start);
    reader.found
}

struct Reader<'a> {
    document: &'a Document,
    /// By token: is it part of a candidate, or of a number or date?
    taken: Vec<bool>,
    found: Vec<Candidate>,
    /// By token: did the parser find something there that is no place?
    marked: Vec<bool>,
}

impl Reader<'_> {
    fn add_entity(&mut self, tokens: Range<usize>, kind: EntityKind) {
        // "Ltjt, Inc." may have taken the first words of the next.
        let end_before = self.found.last().map_or(0, |before| before.tokens.end);
        let tokens = tokens.start.max(end_before)..tokens.end;
        if tokens.is_empty() {
            return;
        }
        self.taken[tokens.clone()].fill(true);
        let Some(tokens) = self.trimmed(tokens).filter(|_| can_name(kind)) else {
            return;
        };
        let parts = self.parts(self.without_district(tokens, kind), kind);
        for tokens in parts {
            let tokens = self.with_form(self.with_body(tokens, kind), kind);
            self.taken[tokens.clone()].fill(true);
            let before = self.found.last_mut();
            match before.filter(|before| is_first_name(self.document, before, &tokens, kind)) {
                Some(before) => before.tokens.end = tokens.end,
                None => self.found.push(Candidate {
                    tokens,
                    kind: Some(kind),
                }),
            }
        }
    }

    /// "Doda district" without its last word.
    fn without_district(&self, mut tokens: Range<usize>, kind: EntityKind) -> Range<usize> {
        let is_place = matches!(kind, EntityKind::Gpe | EntityKind::Loc) && tokens.len() > 1;
        let last = self.document.word(tokens.end - 1);
        if is_place
            && self.is_capital(tokens.start)
            && last.starts_with(char::is_lowercase)
            && table::is(Sort::District, last)
        {
            tokens.end -= 1;
        }
        tokens
    }

    /// "Enron / Azurix" are two.
    fn parts(&self, tokens: Range<usize>, kind: EntityKind) -> Vec<Range<usize>> {
        if kind == EntityKind::Product {
            return vec![tokens];
        }
        let mut parts = Vec::new();
        let mut start = tokens.start;
        for token_idx in tokens.start + 1..tokens.end {
            if self.document.word(token_idx) == "/" && start < token_idx {
                parts.push(start..token_idx);
                start = token_idx + 1;
            }
        }
        parts.push(start..tokens.end);
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// An organisation with the capitalised words up to the one that tells that it is a body, where the parser took the first
    /// of them alone, and perhaps a place among the others: "Marlow" of "the Marlow Norway Studies Center".
    fn with_body(&self, mut tokens: Range<usize>, kind: EntityKind) -> Range<usize> {
        let document = self.document;
        let sentence = document.sentences[document.sentence_of(tokens.start)].tokens();
        let goes_on = |&at: &usize| {
            let is_proper = matches!(document.tokens[at].tag, Tag::Nnp | Tag::Nnps);
            !self.marked[at] && is_proper && self.is_capital(at)
        };
        let after = (tokens.end..sentence.end).take_while(goes_on);
        let body = after.filter(|&at| table::is(Sort::Body, document.word(at)));
        if let Some(body) = body.last().filter(|_| kind == EntityKind::Org) {
            tokens.end = body + 1;
        }
        tokens
    }

    /// A company with the word for its form: "Broadband Services, Inc."
    fn with_form(&self, mut tokens: Range<usize>, kind: EntityKind) -> Range<usize> {
        let n_tokens = self.document.tokens.len();
        let comma = tokens.end < n_tokens && self.document.word(tokens.end) == ",";
        let at = tokens.end + usize::from(comma);
        let is_free = at < n_tokens && !self.taken[tokens.end..=at].contains(&true);
        if kind == EntityKind::Org && is_free && table::is(Sort::Form, self.document.word(at)) {
            tokens.end = at + 1;
        }
        tokens
    }

    /// Capitalised names that the parser marked as nothing.
    fn add_runs(&mut self) {
        let document = self.document;
        let n_tokens = document.tokens.len();
        let mut start = 0;
        while start < n_tokens {
            let sentence = document.sentence_of(start);
            let goes_on = |&at: &usize| {
                !self.taken[at]
                    && matches!(document.tokens[at].tag, Tag::Nnp | Tag::Nnps)
                    && self.is_capital(at)
                    && document.sentence_of(at) == sentence
            };
            let end = start + (start..n_tokens).take_while(goes_on).count();
            if end > start {
                self.taken[start..end].fill(true);
                let tokens = self.trimmed(start..end);
                self.found
                    .extend(tokens.map(|tokens| Candidate { tokens, kind: None }));
            }
            start = end.max(start + 1);
        }
    }

    /// Words that are a name elsewhere in the text or in a table, and single words that address somebody.
    fn add_known(&mut self) {
        let document = self.document;
        let lower: Vec<String> = (0..document.tokens.len())
            .map(|idx| document.word(idx).to_lowercase())
            .collect();
        let names: HashSet<&[String]> = self
            .found
            .iter()
            .filter(|one| one.kind.is_some() && one.tokens.len() <= LONGEST)
            .map(|one| &lower[one.tokens.clone()])
            .collect();
        let mut start = 0;
        let mut more = Vec::new();
        while start < lower.len() {
            let n_free = (start..lower.len().min(start + LONGEST))
                .take_while(|&idx| !self.taken[idx])
                .count();
            let is_word = !matches!(
                document.tokens[start].pos,
                Pos::Punct | Pos::Space | Pos::Det | Pos::Adp
            );
            let n_free = if is_word { n_free } else { 0 };
            let is_name = |n_words: &usize| {
                let words = &lower[start..start + n_words];
                let n_letters: usize = words.iter().map(String::len).sum();
                let is_long = n_letters >= SHORTEST;
                (self.is_capital(start) || is_long) && names.contains(words)
                    || self.is_place(start, *n_words)
            };
            let known = (1..=n_free).rev().find(is_name);
            let alone = || (n_free > 0 && self.is_person(start)).then_some(1);
            if let Some(n_words) = known.or_else(alone) {
                more.push(start..start + n_words);
                start += n_words;
            } else {
                start += 1;
            }
        }
        let candidate = |tokens| Candidate { tokens, kind: None };
        self.found.extend(more.into_iter().map(candidate));
    }

    /// Are the words a place of the tables, used as a name?
    fn is_place(&self, start: usize, n_words: usize) -> bool {
        let document = self.document;
        let token = &document.tokens[start];
        let words = document.span(start..start + n_words).of(document.text());
        let is_used = || {
            use entente_types::Dep::{Dobj, Nsubj, Pobj};
            let is_named = matches!(token.tag, Tag::Nn | Tag::Nnp);
            is_named
                && words.len() >= SHORTEST
                && (n_words > 1 || matches!(token.dep, Pobj | Nsubj | Dobj))
        };
        (self.is_capital(start) || is_used()) && known::is_place(words)
    }

    /// Is it a first name, or the one word before a comma with which a letter begins?
    fn is_person(&self, token_idx: usize) -> bool {
        let document = self.document;
        let word = document.word(token_idx);
        if !self.is_capital(token_idx) || word.len() < 2 {
            return false;
        }
        let sentence = document.sentences[document.sentence_of(token_idx)].tokens();
        let is_greeting = sentence.start == token_idx
            && sentence.len() <= 2
            && document.tokens.get(token_idx + 1).is_some()
            && document.word(token_idx + 1) == ",";
        let lower = word.to_lowercase();
        is_greeting || known::is_first_name(&lower) && !NOT_ALONE.contains(&lower.as_str())
    }

    fn is_capital(&self, token_idx: usize) -> bool {
        self.document
            .word(token_idx)
            .starts_with(char::is_uppercase)
    }

    /// Without articles, pronouns, titles, marks and endings around; nothing if no letter or digit is left.
    fn trimmed(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        let document = self.document;
        let Range { mut start, mut end } = tokens;
        let is_before = |at: usize| {
            let token = &document.tokens[at];
            token.tag == Tag::PrpPoss
                || is_article(document.word(at))
                || matches!(token.pos, Pos::Punct | Pos::Space) && document.word(at) != "\""
                || end - at > 1 && table::is(Sort::Title, document.word(at))
        };
        while start < end && is_before(start) {
            start += 1;
        }
        while start < end && is_after(document, end - 1) {
            end -= 1;
        }
        let words = document.span(start..end).of(document.text());
        words.contains(char::is_alphanumeric).then_some(start..end)
    }
}

/// First names that are ordinary words more often.
const NOT_ALONE: [&str; 12] = [
    "may", "will", "so", "an", "my", "see", "do", "hope", "grant", "mark", "bill", "in",
];

fn is_article(word: &str) -> bool {
    ["the", "a", "an", "this", "that"]
        .iter()
        .any(|article| word.eq_ignore_ascii_case(article))
}

fn is_after(document: &Document, at: usize) -> bool {
    let token = &document.tokens[at];
    let word = document.word(at);
    token.tag == Tag::Pos
        || matches!(word, "'s" | "’s" | "'" | "’")
        || matches!(token.pos, Pos::Punct | Pos::Space | Pos::Cconj)
            && !matches!(word, "." | ")" | "!")
}

fn is_land(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Gpe | EntityKind::Loc | EntityKind::Norp)
}

/// Is the name before the first part of a person's, which the parser parted: "Lynda" before "Mcmanus"?
fn is_first_name(
    document: &Document,
    before: &Candidate,
    tokens: &Range<usize>,
    kind: EntityKind,
) -> bool {
    let are_persons = [before.kind, Some(kind)] == [Some(EntityKind::Person); 2];
    let are_words = before.tokens.len() == 1 && tokens.len() == 1;
    let last = &document.tokens[before.tokens.end - 1];
    let is_under = last.dep == Dep::Compound && last.head as usize == tokens.start;
    are_persons && before.tokens.end == tokens.start && (are_words || is_under)
}

/// Is it a kind of names, and not of numbers or times?
fn can_name(kind: EntityKind) -> bool {
    use EntityKind::{Event, Fac, Gpe, Language, Law, Loc, Norp, Org, Person, Product, WorkOfArt};
    matches!(
        kind,
        Person | Org | Gpe | Loc | Fac | Norp | Product | Event | WorkOfArt | Law | Language
    )
}
