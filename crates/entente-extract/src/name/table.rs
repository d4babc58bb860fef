//! Words that tell what a name names, and ordinary words.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::table::rows;

/// What a word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Ends the name of a building, a street or a house that serves guests.
    Facility,
    /// Ends the name of a part of the land.
    Land,
    /// Ends the name of a body or company.
    Body,
    /// Follows the name of a company: "Inc."
    Form,
    /// Stands before a person's name and is no part of it.
    Title,
    /// Stands before places.
    Preposition,
    /// Follows the name of a place and is no part of it in small letters: "district".
    District,
}

/// By word in lower case.
static WORDS: LazyLock<HashMap<&'static str, Vec<Sort>>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Vec<Sort>> = HashMap::new();
    for row in rows(include_str!("../../data/name_words.tsv")) {
        let sort = match row.get(1).copied() {
            Some("facility") => Sort::Facility,
            Some("land") => Sort::Land,
            Some("body") => Sort::Body,
            Some("form") => Sort::Form,
            Some("title") => Sort::Title,
            Some("preposition") => Sort::Preposition,
            Some("district") => Sort::District,
            _ => continue,
        };
        for word in row[0].split(' ') {
            words.entry(word).or_default().push(sort);
        }
    }
    words
});

/// Is it a word of this sort, in whatever case?
pub fn is(sort: Sort, word: &str) -> bool {
    const LONGEST: usize = 24;
    if word.len() > LONGEST {
        return false;
    }
    let word = word.to_lowercase();
    let known = WORDS.get(word.as_str());
    known.is_some_and(|sorts| sorts.contains(&sort))
}

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/common_words.tsv"));
    rows.flat_map(|row| row.into_iter().flat_map(str::split_whitespace))
        .collect()
});

/// Is it, in lower case, an ordinary English word?
pub fn is_common(word: &str) -> bool {
    COMMON.contains(word)
}
