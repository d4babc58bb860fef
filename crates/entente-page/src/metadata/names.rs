//! The tables of names: meta tags, words around authors, agencies.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use entente_types::Field;

/// What a meta tag or property states, and how much it is believed.
pub fn field(name: &str) -> Option<(Field, f32)> {
    static FIELDS: LazyLock<HashMap<&'static str, (Field, f32)>> = LazyLock::new(|| {
        let rows = rows(include_str!("../../data/metadata.tsv"));
        let entry = |row: [&'static str; 3]| Some((row[0], (named(row[1])?, row[2].parse().ok()?)));
        rows.filter_map(entry).collect()
    });
    let mut lower = [0; 40];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let lower = std::str::from_utf8(lower).ok()?;
    FIELDS.get(lower).copied().or_else(|| sounds_like(lower))
}

/// Names of a page's own making: `x-publish-date`.
fn sounds_like(name: &str) -> Option<(Field, f32)> {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if !has(&["date", "time", "_at", "-at"]) {
        return None;
    }
    if has(&["modif", "updat", "revis"]) {
        return Some((Field::Modified, 0.5));
    }
    has(&["publi", "posted", "issued"]).then_some((Field::Published, 0.6))
}

fn named(name: &str) -> Option<Field> {
    Some(match name {
        "title" => Field::Title,
        "source" => Field::Source,
        "author" => Field::Author,
        "published" => Field::Published,
        "modified" => Field::Modified,
        "section" => Field::Section,
        "address" => Field::Address,
        "language" => Field::Language,
        _ => return None,
    })
}

/// Words around the names of authors.
pub struct Bylines {
    /// Words before names: "written by", "von".
    pub by: HashSet<&'static str>,
    /// The same by their first character, longest first.
    pub by_first: HashMap<char, Vec<&'static str>>,
    /// Words that tell what somebody does.
    pub roles: HashSet<&'static str>,
    /// What stands where a name should.
    pub no_names: HashSet<&'static str>,
    /// How lines begin that stand where a name should: "read more".
    pub no_starts: Vec<&'static str>,
    /// Words between two names.
    pub ands: HashSet<&'static str>,
}

/// Words around the names of authors.
pub static BYLINES: LazyLock<Bylines> = LazyLock::new(|| {
    let mut bylines = Bylines {
        by: HashSet::new(),
        by_first: HashMap::new(),
        roles: HashSet::new(),
        no_names: HashSet::new(),
        no_starts: Vec::new(),
        ands: HashSet::new(),
    };
    for [kind, words, _] in rows(include_str!("../../data/byline.tsv")) {
        match kind {
            "by" => {
                let first = words.chars().next().unwrap_or_default();
                if bylines.by.insert(words) {
                    bylines.by_first.entry(first).or_default().push(words);
                }
            }
            "role" => drop(bylines.roles.insert(words)),
            "no-start" => bylines.no_starts.push(words),
            "no-name" => drop(bylines.no_names.insert(words)),
            _ => drop(bylines.ands.insert(words)),
        }
    }
    for words in bylines.by_first.values_mut() {
        words.sort_by_key(|words| (Reverse(words.len()), *words));
    }
    bylines
});

/// The name of the agency that a credit names, as "Reuters" for "Thomson Reuters".
pub fn agency(credit: &str) -> Option<&'static str> {
    static AGENCIES: LazyLock<HashMap<String, (&'static str, &'static str)>> =
        LazyLock::new(|| {
            let mut agencies = HashMap::new();
            for [name, credits, _] in rows(include_str!("../../data/agency.tsv")) {
                for credit in credits.split('|') {
                    agencies.entry(fold(credit)).or_insert((name, credit));
                }
            }
            agencies
        });
    let (name, written) = AGENCIES.get(&fold(credit))?;
    // Short names are words in some language, unless they are written as the agency writes them.
    (written.chars().count() > 4 || credit.trim() == *written).then_some(*name)
}

/// Letters and digits in lower case.
pub fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The first three fields of each row of a table; missing ones are empty.
fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 3]> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let mut fields = line.split('\t');
            let mut next = || fields.next().unwrap_or_default();
            [next(), next(), next()]
        })
}
