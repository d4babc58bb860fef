//! Who led which state when, as far as the table of leaders tells.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::name::folded;
use crate::table::rows;

/// One person in one office, once.
#[derive(Debug)]
pub struct Spell {
    /// Country code of the polity.
    pub country: &'static str,
    /// The name by which the person is known.
    pub name: String,
    /// Other full names, folded, the table's own among them.
    names: Vec<String>,
    /// Office, may be empty.
    pub office: &'static str,
    /// Is it the first or second office of the state (and not its vice president or a governor)?
    pub is_head: bool,
    /// First day.
    from: Option<Date>,
    /// Upper bound of the last day; open if still in office in the last edition.
    to: Option<Date>,
    /// Belongs to another state first, or to a territory.
    is_secondary: bool,
}

impl Spell {
    /// In office at that day?
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }

    /// In office in the last edition of the table?
    #[must_use]
    pub fn is_last(&self) -> bool {
        self.to.is_none()
    }

    /// Was in office before that day, and no longer is?
    #[must_use]
    pub fn is_over(&self, day: Date) -> bool {
        self.to.is_some_and(|to| to <= day)
    }

    /// Do these words name the office: "president" for "President of the Republic"?
    #[must_use]
    pub fn is_called(&self, office: &str) -> bool {
        let own = folded(self.office);
        let words = folded(office);
        let is_general = matches!(
            words.as_str(),
            "leader" | "ruler" | "strongman" | "dictator"
        );
        if is_general {
            return self.is_head;
        }
        let premier = |text: &str| text.contains("premier") || text.contains("prime minister");
        own.starts_with(&words)
            || own.contains(&format!(" {words}"))
            || own.trim_end_matches('s') == words
            || (premier(&own) && premier(&words) && !words.contains("deputy"))
            || (words == "monarch" && (own.starts_with("king") || own.starts_with("queen")))
            || (own.is_empty() && self.is_head && premier(&words))
    }
}

struct Leaders {
    spells: Vec<Spell>,
    by_surname: HashMap<String, Vec<usize>>,
    by_sound: HashMap<String, Vec<usize>>,
    by_country: HashMap<&'static str, Vec<usize>>,
}

static LEADERS: LazyLock<Leaders> = LazyLock::new(|| {
    let mut known: HashMap<(&str, String), (&str, Vec<&str>)> = HashMap::new();
    for row in rows(include_str!("../../data/leader_names.tsv")) {
        if let [country, surname, name, rest @ ..] = row.as_slice() {
            let others = rest.iter().flat_map(|list| list.split('|'));
            let others = others.filter(|other| !other.is_empty()).collect();
            known.insert((country, folded(surname)), (name, others));
        }
    }
    let mut leaders = Leaders {
        spells: Vec::new(),
        by_surname: HashMap::new(),
        by_sound: HashMap::new(),
        by_country: HashMap::new(),
    };
    for row in rows(include_str!("../../data/leaders.tsv")) {
        leaders.add(&row, &known);
    }
    leaders
});

impl Leaders {
    fn add(&mut self, row: &[&'static str], known: &HashMap<(&str, String), (&str, Vec<&str>)>) {
        let [
            country,
            full,
            surname,
            office,
            role,
            from,
            to,
            _,
            sovereign,
            shared,
            ..,
        ] = *row
        else {
            return;
        };
        let variants = row.get(10).copied().unwrap_or_default();
        let everyday = known.get(&(country, folded(surname)));
        // Several people of one state can share a surname: the everyday name must have a word in common.
        let everyday = everyday.filter(|(name, others)| {
            let all = std::iter::once(name).chain(others);
            all.into_iter()
                .any(|name| is_same_person(&folded(name), &folded(full)))
        });
        let mut names = vec![folded(full)];
        names.extend(
            variants
                .split([',', ';', '|'])
                .map(|name| folded(name.trim())),
        );
        names.retain(|name| !name.is_empty());
        let mut surnames = vec![folded(surname)];
        if let Some((name, others)) = everyday {
            names.push(folded(name));
            for other in others {
                let words = folded(other);
                if words.contains(' ') {
                    names.push(words)
                } else {
                    surnames.push(words)
                }
            }
            let last = folded(name.rsplit(' ').next().unwrap_or(name));
            let is_surname_last = !folded(name).starts_with(&folded(surname));
            if is_surname_last {
                surnames.push(last)
            }
        }
        for short in surnames.clone().iter().filter(|short| !short.contains(' ')) {
            let parts = short.split('-');
            surnames.extend(parts.filter(|part| part.len() > 3).map(str::to_owned));
        }
        surnames.sort();
        surnames.dedup();
        let idx = self.spells.len();
        self.spells.push(Spell {
            country,
            name: everyday
                .map_or_else(|| short_name(full, surname), |(name, _)| (*name).to_owned()),
            names,
            office,
            is_head: matches!(role, "chief_of_state" | "head_of_government"),
            from: from.parse().ok(),
            to: to.parse().ok(),
            is_secondary: !sovereign.is_empty() || (!shared.is_empty() && shared != country),
        });
        for word in surnames.iter().flat_map(|name| name.split([' ', '-'])) {
            self.by_sound.entry(skeleton(word)).or_default().push(idx);
        }
        for short in surnames {
            self.by_surname.entry(short).or_default().push(idx);
        }
        self.by_country.entry(country).or_default().push(idx);
    }
}

/// Given name and surname, without what stands between: "Vladimir Putin".
fn short_name(full: &str, surname: &str) -> String {
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
fn is_same_person(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let words = name.split([' ', '-', '.']);
        words.filter(|word| word.len() > 1).map(skeleton).collect()
    };
    let (one, other) = (words(one), words(other));
    let n_shared = one.iter().filter(|word| other.contains(word)).count();
    n_shared >= 2 || n_shared >= one.len().min(other.len())
}

/// A name reduced to what all its transliterations share: consonants, with the usual pairs made one.
fn skeleton(word: &str) -> String {
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
        plain = plain.replace(from, to);
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

/// The spells of the persons that a full name can mean.
pub fn by_name(name: &str) -> Vec<&'static Spell> {
    let words = folded(name);
    if !words.contains(' ') {
        return Vec::new();
    }
    let leaders = &*LEADERS;
    let mut found: Vec<usize> = Vec::new();
    let parts: Vec<&str> = words.split(' ').take(12).collect();
    let ranges =
        (0..parts.len()).flat_map(|start| (start + 1..=parts.len()).map(move |end| start..end));
    for part in ranges.map(|range| parts[range].join(" ")) {
        found.extend(leaders.by_surname.get(&part).into_iter().flatten());
        let last = part
            .rsplit('-')
            .next()
            .filter(|last| last.len() > 3 && *last != part);
        found.extend(
            last.and_then(|last| leaders.by_surname.get(last))
                .into_iter()
                .flatten(),
        );
    }
    found.sort_unstable();
    found.dedup();
    let spells = found.iter().map(|&idx| &leaders.spells[idx]);
    let fits = |spell: &&Spell| {
        spell.names.contains(&words) || spell.names.iter().any(|name| has_given_name(name, &words))
    };
    let mut spells: Vec<&Spell> = spells.filter(fits).collect();
    if spells.is_empty() {
        let sounds = words.split([' ', '-']).map(skeleton);
        let mut alike: Vec<usize> = sounds
            .filter_map(|sound| leaders.by_sound.get(&sound))
            .flatten()
            .copied()
            .collect();
        alike.sort_unstable();
        alike.dedup();
        let alike = alike.iter().map(|&idx| &leaders.spells[idx]);
        spells = alike
            .filter(|spell| spell.names.iter().any(|name| is_spelling(name, &words)))
            .collect();
    }
    only_first(spells)
}

/// Does the name hold a given name of the known one, or its short form, beside the surname?
fn has_given_name(known: &str, words: &str) -> bool {
    let (known, words): (Vec<&str>, Vec<&str>) =
        (known.split(' ').collect(), words.split(' ').collect());
    let small = [
        "bin", "ibn", "ben", "al", "el", "de", "da", "do", "van", "von", "abd",
    ];
    let distinct: std::collections::BTreeSet<&&str> =
        words.iter().filter(|word| !small.contains(*word)).collect();
    let n_shared = distinct
        .iter()
        .filter(|word| known.contains(**word))
        .count();
    // "Juan Carlos Ruiz" is not Juan Carlos.
    let ends = words.last().is_some_and(|last| known.contains(last))
        || words.first() == known.first() && known.len() > 2;
    let is_short = |one: &str, other: &str| one.len() > 2 && one != other && other.starts_with(one);
    let first = (words.first(), known.first());
    let is_nick =
        matches!(first, (Some(one), Some(other)) if is_short(one, other) || is_short(other, one));
    ends && (n_shared >= 2 || (n_shared == 1 && is_nick && words.len() == 2))
}

/// Are these two spellings of one full name?
fn is_spelling(known: &str, words: &str) -> bool {
    let skeletons = |name: &str| -> Vec<String> {
        name.split([' ', '-'])
            .map(skeleton)
            .filter(|word| !word.is_empty())
            .collect()
    };
    let (known, words) = (skeletons(known), skeletons(words));
    let n_letters: usize = words.iter().map(String::len).sum();
    n_letters > 4 && words.len() >= 2 && words.iter().all(|word| known.contains(word))
}

/// The spells of those who go by this surname.
pub fn by_surname(surname: &str) -> Vec<&'static Spell> {
    let leaders = &*LEADERS;
    let found = leaders
        .by_surname
        .get(&folded(surname))
        .into_iter()
        .flatten();
    only_first(found.map(|&idx| &leaders.spells[idx]).collect())
}

/// The leaders of a state who go by this word for an office, at a day.
pub fn in_office(country: &str, office: &str, day: Date) -> Vec<&'static Spell> {
    let leaders = &*LEADERS;
    let found = leaders.by_country.get(country).into_iter().flatten();
    let spells = found.map(|&idx| &leaders.spells[idx]);
    spells
        .filter(|spell| spell.holds(day) && !spell.is_secondary && spell.is_called(office))
        .collect()
}

/// Leaves a monarch of many realms and the governors of territories to their first state.
fn only_first(spells: Vec<&'static Spell>) -> Vec<&'static Spell> {
    let has_first = spells.iter().any(|spell| !spell.is_secondary);
    let keep = |spell: &&&Spell| !spell.is_secondary || !has_first;
    spells.iter().filter(keep).copied().collect()
}
