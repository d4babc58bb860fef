//! Tells words that somebody said from titles, names and words held at a distance.

use entente_types::{Dep, EntityKind, Pos};

use super::reader::Reader;
use super::source::Source;

/// Is the string a title or a name: every word of weight begins with a capital?
#[must_use]
pub fn is_title(reader: &Reader, string: usize) -> bool {
    let tokens = reader.string_tokens[string].clone();
    let last = tokens.clone().next_back();
    if last.is_some_and(|last| matches!(reader.document.word(last), "!")) || tokens.len() > 14 {
        return false;
    }
    let weighty = tokens.filter(|&token| {
        matches!(
            reader.pos(token),
            Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj | Pos::Adv | Pos::Num | Pos::Pron
        )
    });
    let words: Vec<&str> = weighty
        .map(|token| reader.document.word(token))
        .filter(|word| word.len() > 3 || word.starts_with(char::is_uppercase))
        .collect();
    let is_capital =
        |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let one = words.len() == 1
        && reader
            .document
            .entity_of(reader.string_tokens[string].start)
            .is_some_and(|name| matches!(name.kind, EntityKind::WorkOfArt | EntityKind::Event));
    (words.len() >= 2 && words.iter().all(is_capital)) || one
}

/// Does the string stand alone on a short line that no mark ends, as the heading of what follows?
#[must_use]
pub fn is_heading(reader: &Reader, string: usize) -> bool {
    const MOST_WORDS: usize = 10;
    let text = reader.document.text();
    let quoted = &reader.strings[string];
    let (start, end) = (quoted.outer.start as usize, quoted.outer.end as usize);
    let before = text[..start].rsplit('\n').next().unwrap_or_default();
    let after = text[end..].split('\n').next().unwrap_or_default();
    let is_open = quoted.inner.of(text).ends_with(char::is_alphanumeric);
    let is_alone = before.trim().is_empty() && after.trim().is_empty();
    is_alone && is_open && reader.n_words(string) <= MOST_WORDS
}

/// Does the string name the kind of the noun after it: “no limits” partnership?
#[must_use]
pub fn is_label(reader: &Reader, string: usize) -> bool {
    let tokens = reader.string_tokens[string].clone();
    if reader.n_words(string) > 4 {
        return false;
    }
    let document = reader.document;
    let ahead = |token: usize| {
        document
            .head(token)
            .is_some_and(|head| head >= tokens.end && head < tokens.end + 6)
    };
    tokens.clone().any(|token| {
        ahead(token)
            && matches!(
                reader.dep(token),
                Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss | Dep::Nummod
            )
    }) || reader.n_words(string) == 0
}

/// Does the string stand for itself as speech: it begins like a sentence?
#[must_use]
pub fn is_sentence(reader: &Reader, string: usize) -> bool {
    let words = reader.strings[string].inner.of(reader.document.text());
    let begins = words
        .trim_start_matches(['[', '(', '…', '.', ' ', '‘', '\''])
        .starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let ends = words.ends_with(['.', '?', '!', ',', '…', '—', '-', '’', '\'']);
    begins && (ends || reader.n_words(string) >= 4)
}

/// The name in capitals that a transcript puts before somebody's words: “SMITH: Good evening.”
///
/// One alone is no transcript: “BREAKING: …” has no speaker in it.
#[must_use]
pub fn of_transcript(reader: &Reader, string: usize) -> Option<Source> {
    const REACH: usize = 4;
    let own = turn(reader, string)?;
    let last = (string + REACH).min(reader.strings.len().saturating_sub(1));
    let mut near = (string.saturating_sub(REACH)..=last).filter(|&other| other != string);
    near.any(|other| turn(reader, other).is_some())
        .then_some(own)
}

/// The words in capitals that a string begins with, up to a colon.
fn turn(reader: &Reader, string: usize) -> Option<Source> {
    const MOST_WORDS: usize = 4;
    let document = reader.document;
    let tokens = reader.string_tokens[string].clone();
    let colon = tokens
        .clone()
        .take(MOST_WORDS + 1)
        .find(|&token| document.word(token) == ":")?;
    let is_name = |token: usize| {
        let word = document.word(token);
        let has_letter = word.contains(char::is_alphabetic);
        (has_letter || word == ".") && !word.contains(char::is_lowercase)
    };
    let name = tokens.start..colon;
    let is_label = !name.is_empty() && name.clone().all(is_name) && colon + 1 < tokens.end;
    is_label.then(|| Source {
        head: colon - 1,
        tokens: name,
    })
}

/// Can the one that this token names speak: a person, a body, a people, a paper?
#[must_use]
pub fn can_speak(reader: &Reader, token: usize) -> bool {
    let named = reader.document.entity_of(token).is_some_and(|name| {
        matches!(
            name.kind,
            EntityKind::Person | EntityKind::Org | EntityKind::Gpe | EntityKind::Norp
        )
    });
    let pronoun = matches!(reader.lower(token).as_str(), "he" | "she" | "they" | "who");
    named
        || pronoun
        || reader.pos(token) == Pos::Propn
        || super::words::noun(reader.lemma(token)).is_some()
}
