//! Names in several spellings: which of them are one, and which words of a name tell people apart.

use std::collections::BTreeSet;

use super::name::folded;

/// Small words of names, which many people share.
pub const SMALL: [&str; 15] = [
    "bin", "ibn", "ben", "bint", "al", "el", "de", "da", "do", "dos", "del", "van", "von", "abd",
    "ul",
];

/// A name folded, without an apostrophe at its start.
pub fn plain(name: &str) -> String {
    folded(name.trim()).trim_start_matches('\'').to_owned()
}

/// Given name and surname, without what stands between: "Vladimir Putin".
pub fn short_name(full: &str, surname: &str) -> String {
    let Some(at) = full.rfind(surname).filter(|at| *at > 0) else {
        return full.to_owned();
    };
    let given = full[..at]
        .split_whitespace()
        .find(|word| !word.ends_with('.'));
    match given {
        Some(given) => format!("{given} {surname}"),
        None => full[..at + surname.len()].to_owned(),
    }
}

/// Do two folded full names share a given name, or a spelling of one?
pub fn is_same_person(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let words = name.split([' ', '-', '.']);
        words.filter(|word| word.len() > 1).map(skeleton).collect()
    };
    let (one, other) = (words(one), words(other));
    let n_shared = one.iter().filter(|word| other.contains(word)).count();
    n_shared >= 2 || n_shared >= one.len().min(other.len())
}

/// A name reduced to what all its transliterations share: consonants, with the usual pairs made one.
pub fn skeleton(word: &str) -> String {
    let mut plain = word.to_lowercase();
    for (from, to) in [
        ("kh", "h"),
        ("zh", "j"),
        ("sh", "s"),
        ("ch", "c"),
        ("ph", "f"),
        ("ts", "c"),
        ("x", "ks"),
        ("dj", "j"),
        ("ou", "w"),
        ("q", "k"),
        ("v", "f"),
        ("w", "f"),
        ("z", "s"),
        ("g", "h"),
    ] {
        if plain.contains(from) {
            plain = plain.replace(from, to);
        }
    }
    let mut kept = String::new();
    for (idx, letter) in plain.chars().enumerate() {
        let is_vowel = "aeiouyj'’".contains(letter);
        if (idx == 0 || !is_vowel) && !kept.ends_with(letter) {
            kept.push(if idx == 0 && "aeiouy".contains(letter) {
                'a'
            } else {
                letter
            });
        }
    }
    kept
}

/// Does the name hold a given name of the known one, or its short form, beside the surname?
pub fn has_given_name(known: &str, words: &str) -> bool {
    let (known, words): (Vec<&str>, Vec<&str>) =
        (known.split(' ').collect(), words.split(' ').collect());
    let distinct: BTreeSet<&&str> = words.iter().filter(|word| !SMALL.contains(*word)).collect();
    let n_shared = distinct
        .iter()
        .filter(|word| known.contains(**word))
        .count();
    // "Juan Carlos Ruiz" is not Juan Carlos.
    let ends = words.last().is_some_and(|last| known.contains(last))
        || words.first() == known.first() && known.last().is_some_and(|last| words.contains(last));
    let is_short = |one: &str, other: &str| one.len() > 2 && one != other && other.starts_with(one);
    let first = (words.first(), known.first());
    let is_nick =
        matches!(first, (Some(one), Some(other)) if is_short(one, other) || is_short(other, one));
    ends && (n_shared >= 2 || (n_shared == 1 && is_nick && words.len() == 2))
}

/// Are these two spellings of one full name, whole in any order, or its parts in theirs? Both by their skeletons.
pub fn is_spelling(known: &[String], words: &[String]) -> bool {
    let n_letters: usize = words.iter().map(String::len).sum();
    let is_whole = known.len() == words.len() && words.iter().all(|word| known.contains(word));
    let mut rest = known.iter();
    let mut in_order = || words.iter().all(|word| rest.any(|other| other == word));
    n_letters > 4 && words.len() >= 2 && (is_whole || in_order())
}

/// The words of a name, reduced.
pub fn skeletons(name: &str) -> Vec<String> {
    let words = name.split([' ', '-']);
    let words = words.filter(|word| !SMALL.contains(word)).map(skeleton);
    words.filter(|word| !word.is_empty()).collect()
}
