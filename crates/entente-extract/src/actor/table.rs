//! What is known before reading: states, organisations, offices and their sectors, cities.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use super::name::{Names, Phrases, fold, folded};
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
    /// "Abkhazia": acts as a state, which few others say it is.
    Disputed,
}

/// What a known name names.
#[derive(Clone, Copy, Debug)]
pub enum Known {
    /// A state, or what stands for it; its code is empty for blocs and the past.
    Place(&'static str, PlaceKind),
    /// An entry of [`ORGANISATIONS`].
    Organisation(usize),
    /// An entry of [`NAMESAKES`]: several organisations of one name, or one that is meant only near its state.
    Namesakes(usize),
}

/// One of those that a name can mean.
#[derive(Clone, Copy, Debug)]
pub struct Namesake {
    /// Index in [`ORGANISATIONS`].
    pub organisation: usize,
    /// Is it meant only in texts that name its state: "PAN", "FDP"?
    pub needs_state: bool,
    /// Is it kept by hand, and so the first that comes to mind?
    pub is_first: bool,
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
    /// `m`, `f`, `p` for several people, or empty.
    gender: &'static str,
    /// Country that alone has this office, may be empty.
    pub country: &'static str,
    /// Is it a noun like any other, which a capital makes a name of?
    pub is_common: bool,
}

impl Office {
    /// `m` or `f`, where the word tells it.
    #[must_use]
    pub fn gender(&self) -> Option<char> {
        self.gender.chars().next().filter(|&gender| gender != 'p')
    }

    /// Does the word mean several people without an ending: "police", "the crowd"?
    #[must_use]
    pub fn is_several(&self) -> bool {
        self.gender == "p"
    }
}

/// Rows of organisations: the best known, then those that are meant near their state.
fn organisation_rows() -> impl Iterator<Item = (bool, Vec<&'static str>)> {
    let others = rows(include_str!("../../data/armed_groups.tsv"))
        .chain(rows(include_str!("../../data/agencies.tsv")))
        .chain(rows(include_str!("../../data/bodies.tsv")));
    rows(include_str!("../../data/organisations.tsv"))
        .map(|row| (true, row))
        .chain(others.map(|row| (false, row)))
}

/// Organisations by index.
pub static ORGANISATIONS: LazyLock<Vec<Organisation>> = LazyLock::new(|| {
    let read = |(_, row): (bool, Vec<&'static str>)| Organisation {
        name: row[0].split('|').next().unwrap_or_default(),
        country: row.get(1).copied().unwrap_or_default(),
        sector: row.get(2).copied().unwrap_or_default(),
    };
    organisation_rows().map(read).collect()
});

/// The names of organisations, and whom each can mean, the first that comes to mind first.
static ORGANISATION_NAMES: LazyLock<BTreeMap<String, Vec<Namesake>>> = LazyLock::new(|| {
    let mut found: BTreeMap<String, Vec<Namesake>> = BTreeMap::new();
    for (organisation, (is_first, row)) in organisation_rows().enumerate() {
        for name in row[0].split('|').filter(|name| !name.is_empty()) {
            let letters: String = name.chars().map(fold).collect();
            let list = found.entry(letters).or_default();
            let owner = |one: &Namesake| ORGANISATIONS[one.organisation].country;
            if !list
                .iter()
                .any(|one| owner(one) == ORGANISATIONS[organisation].country)
            {
                list.push(Namesake {
                    organisation,
                    needs_state: !is_first && !name.contains(' ') && is_state(&row),
                    is_first,
                });
            }
        }
    }
    found
});

/// Words for one member of an organisation, which with an "s" name all: "Democrat".
pub static MEMBERS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let names = organisation_rows().map(|(_, row)| row[0].split('|'));
    let members = names.flat_map(|names| {
        let all: Vec<&'static str> = names.collect();
        let is_one = |name: &&str| all.iter().any(|many| many.strip_suffix('s') == Some(*name));
        all.iter().copied().filter(is_one).collect::<Vec<_>>()
    });
    members.collect()
});

/// Is it the organisation of a state, and not one above the states?
fn is_state(row: &[&str]) -> bool {
    row.get(1).is_some_and(|code| state_name(code).is_some())
}

/// Names that several organisations bear, or that are meant only near their state, by index.
pub static NAMESAKES: LazyLock<Vec<&'static [Namesake]>> = LazyLock::new(|| {
    let all = ORGANISATION_NAMES.values().map(Vec::as_slice);
    all.filter(|list| is_unclear(list)).collect()
});

fn is_unclear(list: &[Namesake]) -> bool {
    list.len() > 1 || list.iter().any(|one| one.needs_state)
}

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
            "disputed" => PlaceKind::Disputed,
            _ => PlaceKind::Past,
        };
        names.insert(row[0], Known::Place(row.get(1).unwrap_or(&""), kind));
    }
    let mut n_unclear = 0;
    for (name, list) in ORGANISATION_NAMES.iter() {
        if is_unclear(list) {
            names.insert(name, Known::Namesakes(n_unclear));
            n_unclear += 1;
        } else {
            names.insert(name, Known::Organisation(list[0].organisation));
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
    let offices = rows(include_str!("../../data/offices.tsv")).map(|row| (false, row));
    let nouns = rows(include_str!("../../data/people_nouns.tsv")).map(|row| (true, row));
    let read = |(is_common, row): (bool, Vec<&'static str>)| Office {
        words: row[0],
        sector: row.get(1).copied().unwrap_or_default(),
        kind: kind(row.get(2).unwrap_or(&"")),
        gender: row.get(3).copied().unwrap_or_default(),
        country: row.get(4).copied().unwrap_or_default(),
        is_common,
    };
    offices.chain(nouns).map(read).collect()
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

/// Cities and first-level divisions by folded name.
static CITIES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let divisions = rows(include_str!("../../data/divisions.tsv"));
    let cities = rows(include_str!("../../data/cities.tsv"));
    let towns = rows(include_str!("../../data/towns.tsv"));
    divisions
        .chain(towns)
        .chain(cities)
        .filter_map(|row| Some((folded(row.first()?), *row.get(1)?)))
        .collect()
});

/// The country of a city or of a first-level division: "Kano", "Kano State", "Odesa region".
#[must_use]
pub fn city(name: &str) -> Option<&'static str> {
    let name = folded(name);
    let kinds = [
        " state",
        " province",
        " region",
        " oblast",
        " district",
        " county",
        " governorate",
        " prefecture",
        " city",
        " department",
        " canton",
        " emirate",
        " municipality",
        " krai",
    ];
    let bare = kinds.iter().find_map(|kind| name.strip_suffix(kind));
    CITIES
        .get(bare.unwrap_or(&name))
        .or_else(|| CITIES.get(&name))
        .copied()
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
