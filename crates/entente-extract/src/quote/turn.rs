//! Transcripts of talks: "ANA RUIZ: We are on our way." No marks and no word of speech stand with the words.

use std::collections::HashSet;

use entente_types::{CueKind, Participant, Quote, Span};

use super::{in_full, marks};
use crate::Found;
use crate::event::People;

/// The longest name with its title, in bytes and in words.
const LONGEST_NAME: usize = 40;
const MOST_WORDS: usize = 5;
/// Shortest and longest turn, in bytes.
const SHORTEST: usize = 15;
const LONGEST: usize = 4_000;
/// Fewest words of a turn that somebody cuts short.
const FEWEST_WORDS: usize = 12;
/// Paragraphs within which another turn stands.
const NEAR: usize = 3;
/// Turns that are read of one text.
const MOST: usize = 500;

/// A paragraph that begins with a name in capitals and a colon.
struct Turn {
    /// The paragraph's number.
    at: usize,
    name: Span,
    words: Span,
}

/// The turns of a text in which persons talk who are named in it, in order. A name with a colon that stands alone is none.
pub(super) fn find(people: &People) -> Vec<Found<Quote>> {
    let document = people.document();
    let text = document.text();
    let paragraphs = marks::paragraphs(text);
    let turns = paragraphs.iter().enumerate();
    let turns: Vec<Turn> = turns
        .filter_map(|(at, paragraph)| turn(text, at, *paragraph))
        .take(MOST)
        .collect();
    let names: HashSet<&str> = turns.iter().map(|turn| turn.name.of(text)).collect();
    if names.len() < 2 {
        return Vec::new();
    }
    let is_near = |one: &Turn, other: &Turn| one.at.abs_diff(other.at) <= NEAR;
    let is_talk = |nth: usize| {
        let (before, after) = (nth.checked_sub(1), nth + 1);
        let other = |other: usize| turns.get(other).is_some_and(|it| is_near(&turns[nth], it));
        before.is_some_and(other) || other(after)
    };
    let talk = (0..turns.len()).filter(|&nth| is_talk(nth));
    talk.filter_map(|nth| quote(people, &turns[nth])).collect()
}

fn turn(text: &str, at: usize, paragraph: Span) -> Option<Turn> {
    let whole = paragraph.of(text);
    let colon = whole.find(": ")?;
    let name = &whole[..colon];
    let is_name = name.len() <= LONGEST_NAME
        && name.split_whitespace().count() <= MOST_WORDS
        && name.chars().filter(|letter| letter.is_uppercase()).count() > 1
        && !name.contains(char::is_lowercase)
        && name.ends_with(char::is_alphabetic);
    let is_dash = |letter: char| letter.is_whitespace() || matches!(letter, '-' | '–' | '—');
    let behind = whole[colon + 1..].trim_start_matches(is_dash);
    let said = behind.trim_end();
    let is_cut = said.ends_with(is_dash) && said.split_whitespace().count() < FEWEST_WORDS;
    let is_turn = is_name && !is_cut && (SHORTEST..=LONGEST).contains(&said.len());
    let start = paragraph.start as usize;
    let from = start + whole.len() - behind.len();
    is_turn.then(|| Turn {
        at,
        name: Span::new(start, start + colon),
        words: Span::new(from, from + said.len()),
    })
}

fn quote(people: &People, turn: &Turn) -> Option<Found<Quote>> {
    let text = people.document().text();
    let surname = turn.name.of(text).split_whitespace().last()?;
    let actor = people.person_called(surname)?;
    let speaker = Participant {
        actor: Some(actor),
        span: turn.name,
    };
    Some(Found {
        value: in_full(turn.words, speaker, ("say", CueKind::Say)),
        span: turn.name.join(turn.words),
        rule: "quote/turn",
    })
}
