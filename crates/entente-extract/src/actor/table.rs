//! What is known before reading: states, organisations, offices and their sectors, cities.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::name::{Names, Phrases, folded};
use crate::table::rows;

/// How a known name stands for a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// "China".
    Name,
    /// "Chinese", also as a noun.
    Adjective,
    /// "Chileans".
    People,
    /// "Beijing".
    Capital,
    /// "the Kremlin".
    Seat,
    /// "Crimea", "Texas", "Sydney".
    Part,
    /// "Europe".
    Bloc,
    /// "Soviet Union": known, and nobody's.
    Past,
}

/// What a known name names.
#[derive(Clone, Copy, Debug)]
pub enum Known {
    /// A state, or what stands for it; its code is empty for blocs and the past.
    Place(&'static str, PlaceKind),
    /// An entry of [`ORGANISATIONS`].
    Organisation(usize),
}

/// An organisation of the table.
#[derive(Debug)]
pub struct Organisation {
    /// Its common name.
    pub name: &'static str,
    /// Country code, may be empty.
    pub country: &'static str,
    /// PLOVER sector, may be empty.
    pub sector: &'static str,
}

/// What kind of word an office is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficeKind {
    /// Head of state or government.
    Head,
    /// Any other office.
    Office,
    /// What somebody does.
    Occupation,
    /// People by their situation.
    People,
    /// "ministry", "government".
    Body,
    /// "military", "police".
    Force,
    /// "nation", "side".
    State,
    /// "statement", "report".
    Text,
    /// Only before names: "Mr."
    Title,
}

/// A word for people or bodies.
#[derive(Debug)]
pub struct Office {
    /// In lower case.
    pub words: &'static str,
    /// PLOVER sector, may be empty.
    pub sector: &'static str,
    /// What kind of word.
    pub kind: OfficeKind,
    /// `m`, `f` or empty.
    pub gender: &'static str,
    /// Country that alone has this office, may be empty.
    pub country: &'static str,
}

/// Organisations by index.
pub static ORGANISATIONS: LazyLock<Vec<Organisation>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/organisations.tsv"));
    let read = |row: Vec<&'static str>| Organisation {
        name: row[0].split('|').next().unwrap_or_default(),
        country: row.get(1).copied().unwrap_or_default(),
        sector: row.get(2).copied().unwrap_or_default(),
    };
    rows.map(read).collect()
});

/// States, what stands for them, and organisations by name.
pub static KNOWN: LazyLock<Names<Known>> = LazyLock::new(|| {
    let mut names = Names::new();
    let split =
        |row: &[&'static str], at: usize| row.get(at).copied().unwrap_or_default().split('|');
    for row in rows(include_str!("../../data/countries.tsv")) {
        let kinds = [
            (5, PlaceKind::Capital),
            (4, PlaceKind::People),
            (3, PlaceKind::Adjective),
            (2, PlaceKind::Name),
        ];
        for (column, kind) in kinds {
            for name in split(&row, column).filter(|name| !name.is_empty()) {
                names.insert(name, Known::Place(row[0], kind));
            }
        }
    }
    for row in rows(include_str!("../../data/places.tsv")) {
        let kind = match *row.get(2).unwrap_or(&"") {
            "name" => PlaceKind::Name,
            "adjective" => PlaceKind::Adjective,
            "people" => PlaceKind::People,
            "capital" => PlaceKind::Capital,
            "seat" => PlaceKind::Seat,
            "part" => PlaceKind::Part,
            "bloc" => PlaceKind::Bloc,
            _ => PlaceKind::Past,
        };
        names.insert(row[0], Known::Place(row.get(1).unwrap_or(&""), kind));
    }
    for (idx, row) in rows(include_str!("../../data/organisations.tsv")).enumerate() {
        for name in split(&row, 0) {
            names.insert(name, Known::Organisation(idx));
        }
    }
    names.sort();
    names
});

/// Offices by index.
pub static OFFICES: LazyLock<Vec<Office>> = LazyLock::new(|| {
    let kind = |text: &str| match text {
        "head" => OfficeKind::Head,
        "office" => OfficeKind::Office,
        "occupation" => OfficeKind::Occupation,
        "people" => OfficeKind::People,
        "body" => OfficeKind::Body,
        "force" => OfficeKind::Force,
        "state" => OfficeKind::State,
        "text" => OfficeKind::Text,
        _ => OfficeKind::Title,
    };
    let rows = rows(include_str!("../../data/offices.tsv"));
    let read = |row: Vec<&'static str>| Office {
        words: row[0],
        sector: row.get(1).copied().unwrap_or_default(),
        kind: kind(row.get(2).unwrap_or(&"")),
        gender: row.get(3).copied().unwrap_or_default(),
        country: row.get(4).copied().unwrap_or_default(),
    };
    rows.map(read).collect()
});

/// Offices by their words.
pub static OFFICE_WORDS: LazyLock<Phrases<usize>> = LazyLock::new(|| {
    let words = OFFICES.iter().enumerate();
    let words = words.map(|(idx, office)| (office.words.to_owned(), idx));
    // The tokenizer parts "Lt." into two.
    let apart = words.clone().filter(|(words, _)| words.contains("lt."));
    let apart = apart.map(|(words, idx)| (words.replace("lt.", "lt ."), idx));
    Phrases::new(words.chain(apart))
});

/// Common names of states by code.
static STATES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/countries.tsv"));
    rows.filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .collect()
});

/// The common name of a state.
#[must_use]
pub fn state_name(code: &str) -> Option<&'static str> {
    STATES.get(code).copied()
}

/// Cities by folded name.
static CITIES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/cities.tsv"));
    rows.filter_map(|row| Some((folded(row.first()?), *row.get(1)?)))
        .collect()
});

/// The country of a city.
#[must_use]
pub fn city(name: &str) -> Option<&'static str> {
    CITIES.get(&folded(name)).copied()
}

/// Words of organisation names and the sectors that they tell.
static ORGANISATION_WORDS: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/organisation_words.tsv"));
    rows.filter_map(|row| Some((format!(" {} ", row.first()?), *row.get(1)?)))
        .collect()
});

/// Most bytes of a name; what is longer is a run of words that the parser took for one.
const LONGEST_NAME: usize = 200;

/// The sector that an organisation's name tells.
#[must_use]
pub fn sector_of(name: &str) -> Option<&'static str> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let name = format!(" {} ", folded(name).replace(['-', ','], " "));
    let found = ORGANISATION_WORDS
        .iter()
        .find(|(words, _)| name.contains(words));
    found.map(|(_, sector)| *sector)
}
