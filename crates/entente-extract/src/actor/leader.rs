//! Who held which office in which state when, as far as the tables tell.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use jiff::civil::Date;

use super::name::{Names, folded};
use super::person::is_junior;
use super::spelling::{
    has_given_name, is_same_person, is_spelling, plain, short_name, skeleton, skeletons,
};
use super::table::{OFFICES, OfficeKind};
use crate::table::rows;

/// One person in one office, once.
#[derive(Debug)]
pub struct Spell {
    /// Country code of the polity.
    pub country: &'static str,
    /// The name by which the person is known.
    pub name: String,
    /// The same, folded.
    key: String,
    /// Other full names, folded, the table's own among them.
    names: Vec<String>,
    /// The words of these names, each reduced by [`skeleton`].
    sounds: Vec<Vec<String>>,
    /// Office, may be empty.
    pub office: &'static str,
    /// PLOVER sector while in office.
    pub sector: &'static str,
    /// Is it the first or second office of the state (and not its vice president, a governor or minister)?
    pub is_head: bool,
    /// First day.
    from: Option<Date>,
    /// Upper bound of the last day; open if still in office in the last edition.
    to: Option<Date>,
    /// Belongs to another state first, or to a territory.
    is_secondary: bool,
    /// Is it from the timeline of leaders, whose names are rare enough to be known without their state?
    pub is_leader: bool,
}

impl Spell {
    /// Is one of the names that it goes by that of a son: "Mara Roe Jr."?
    pub fn is_called_junior(&self) -> bool {
        let ends = |name: &str| {
            let last = name.split_whitespace().last().map(str::to_lowercase);
            last.is_some_and(|last| is_junior(&last))
        };
        ends(&self.name) || self.names.iter().any(|name| ends(name))
    }

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

    /// First day in office, if known.
    #[must_use]
    pub fn from(&self) -> Option<Date> {
        self.from
    }

    /// Upper bound of the last day, if it is over.
    #[must_use]
    pub fn to(&self) -> Option<Date> {
        self.to
    }

    /// Are both spells of one person?
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        self.country == other.country && self.key == other.key
    }

    /// Is this one word the whole name: "Shakira"?
    #[must_use]
    pub fn is_whole(&self, word: &str) -> bool {
        !self.is_leader && self.names.iter().any(|name| name == word)
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
        let is_second = |text: &str| text.contains("vice") || text.contains("deputy");
        if is_second(&own) && !is_second(&words) {
            return false;
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

/// A row of one of the tables, before its names are known.
struct Entry {
    country: &'static str,
    name: &'static str,
    surname: &'static str,
    variants: Vec<&'static str>,
    office: &'static str,
    sector: &'static str,
    from: &'static str,
    to: &'static str,
    is_head: bool,
    is_secondary: bool,
    is_leader: bool,
}

/// Everyday names of leaders and their other spellings, by country and folded surname.
type Everyday = HashMap<(&'static str, String), (&'static str, Vec<&'static str>)>;

struct Leaders {
    spells: Vec<Spell>,
    by_surname: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    by_sound: HashMap<String, Vec<usize>>,
    by_country: BTreeMap<&'static str, Vec<usize>>,
    /// First words of surnames.
    starts: HashSet<String>,
}

static LEADERS: LazyLock<Leaders> = LazyLock::new(|| {
    let mut known: Everyday = HashMap::new();
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
        by_name: HashMap::new(),
        by_sound: HashMap::new(),
        by_country: BTreeMap::new(),
        starts: HashSet::new(),
    };
    let of_leaders = rows(include_str!("../../data/leaders.tsv")).filter_map(leader_entry);
    let by_hand = rows(include_str!("../../data/people.tsv")).filter_map(person_entry);
    let others = rows(include_str!("../../data/politicians.tsv")).filter_map(person_entry);
    for entry in of_leaders.chain(by_hand).chain(others) {
        leaders.add(&entry, &known);
    }
    leaders.starts = leaders
        .by_surname
        .keys()
        .filter_map(|surname| surname.split(' ').next())
        .map(str::to_owned)
        .collect();
    leaders
});

/// The full names of everybody in the tables, as they are written.
pub static FULL_NAMES: LazyLock<Names<()>> = LazyLock::new(|| {
    let mut names = Names::new();
    let of_leaders = rows(include_str!("../../data/leaders.tsv")).filter_map(leader_entry);
    let by_hand = rows(include_str!("../../data/people.tsv")).filter_map(person_entry);
    let others = rows(include_str!("../../data/politicians.tsv")).filter_map(person_entry);
    for entry in of_leaders.chain(by_hand).chain(others) {
        for name in std::iter::once(entry.name).chain(entry.variants) {
            let name = name.trim().trim_start_matches(['\'', '’', '‘']);
            if name.contains(' ') {
                names.insert(name, ());
            }
        }
    }
    names.sort();
    names
});

/// A row of `leaders.tsv`.
fn leader_entry(row: Vec<&'static str>) -> Option<Entry> {
    let [
        country,
        name,
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
        return None;
    };
    let variants = row.get(10).copied().unwrap_or_default();
    Some(Entry {
        country,
        name,
        surname,
        variants: variants.split([',', ';', '|']).map(str::trim).collect(),
        office,
        sector: "GOV",
        from,
        to,
        is_head: matches!(role, "chief_of_state" | "head_of_government"),
        is_secondary: !sovereign.is_empty() || (!shared.is_empty() && shared != country),
        is_leader: true,
    })
}

/// Where the surname stands before the given name.
const SURNAME_FIRST: [&str; 7] = ["CHN", "TWN", "KOR", "PRK", "VNM", "KHM", "HKG"];

/// A row of `people.tsv` or `politicians.tsv`.
fn person_entry(row: Vec<&'static str>) -> Option<Entry> {
    let [country, names, sector, ref rest @ ..] = *row else {
        return None;
    };
    let field = |idx: usize| rest.get(idx).copied().unwrap_or_default();
    let office = field(0);
    let mut names = names.split('|');
    let name = names.next()?;
    let mut words = name.split(' ');
    let surname = if SURNAME_FIRST.contains(&country) {
        words.next()
    } else {
        words.next_back()
    };
    let is_head = |kind: &OfficeKind| *kind == OfficeKind::Head;
    let known = OFFICES.iter().find(|one| one.words == office);
    Some(Entry {
        country,
        name,
        surname: surname?,
        variants: names.collect(),
        office,
        sector,
        from: field(1),
        to: field(2),
        is_head: known.is_some_and(|one| is_head(&one.kind)),
        is_secondary: false,
        is_leader: false,
    })
}

impl Leaders {
    fn add(&mut self, entry: &Entry, known: &Everyday) {
        let (country, full, surname) = (entry.country, entry.name, entry.surname);
        let everyday = known.get(&(country, folded(surname)));
        let everyday = everyday.filter(|_| entry.is_leader);
        // Several people of one state can share a surname: the everyday name must have a word in common.
        let everyday = everyday.filter(|(name, others)| {
            let all = std::iter::once(name).chain(others);
            all.into_iter()
                .any(|name| is_same_person(&folded(name), &folded(full)))
        });
        let mut names = vec![plain(full)];
        names.extend(entry.variants.iter().map(|name| plain(name)));
        let mut surnames = vec![folded(surname)];
        if let Some((name, others)) = everyday {
            names.push(plain(name));
            for other in others {
                let words = plain(other);
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
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        for short in surnames.clone().iter().filter(|short| !short.contains(' ')) {
            let parts = short.split('-');
            surnames.extend(parts.filter(|part| part.len() > 3).map(str::to_owned));
        }
        surnames.sort();
        surnames.dedup();
        let idx = self.spells.len();
        let earlier = self.earlier(entry, &names);
        let earlier = earlier.map(|spell| spell.name.clone());
        let name = match (earlier, everyday) {
            (Some(earlier), _) => earlier,
            (None, Some((name, _))) => (*name).to_owned(),
            (None, None) if entry.is_leader => short_name(full, surname),
            (None, None) => full.to_owned(),
        };
        for name in &names {
            self.by_name.entry(name.clone()).or_default().push(idx);
        }
        self.spells.push(Spell {
            country,
            key: folded(&name),
            name,
            sounds: names.iter().map(|name| skeletons(name)).collect(),
            names,
            office: entry.office,
            sector: entry.sector,
            is_head: entry.is_head,
            from: entry.from.parse().ok(),
            to: entry.to.parse().ok(),
            is_secondary: entry.is_secondary,
            is_leader: entry.is_leader,
        });
        for word in surnames.iter().flat_map(|name| name.split([' ', '-'])) {
            let list = self.by_sound.entry(skeleton(word)).or_default();
            if list.last() != Some(&idx) {
                list.push(idx)
            }
        }
        for short in surnames {
            self.by_surname.entry(short).or_default().push(idx);
        }
        self.by_country.entry(country).or_default().push(idx);
    }

    /// Somebody whom an earlier table knows, and who keeps the name that stands there.
    fn earlier(&self, entry: &Entry, names: &[String]) -> Option<&Spell> {
        let of_country = self.by_country.get(entry.country)?;
        let mut spells = of_country.iter().map(|&idx| &self.spells[idx]);
        let is_named = |spell: &&Spell| names.iter().any(|name| spell.names.contains(name));
        let is_longer = |spell: &&Spell| {
            let is_other =
                |name: &String| spell.names.iter().any(|known| has_given_name(known, name));
            spell.is_leader && names.iter().any(is_other)
        };
        let exact = spells.clone().find(is_named);
        exact.or_else(|| spells.find(is_longer).filter(|_| !entry.is_leader))
    }
}

/// The spells of the persons that a full name can mean.
///
/// Whoever is called exactly so goes before those whose name has more or other words.
pub fn by_name(name: &str) -> Vec<&'static Spell> {
    let words = plain(name);
    if !words.contains(' ') {
        return Vec::new();
    }
    let leaders = &*LEADERS;
    let of = |found: &[usize]| found.iter().map(|&idx| &leaders.spells[idx]).collect();
    if let Some(exact) = leaders.by_name.get(&words) {
        let people: Vec<&Spell> = of(exact);
        let others = people
            .iter()
            .flat_map(|person| &leaders.by_country[person.country]);
        let mut all: Vec<usize> = others
            .copied()
            .filter(|&idx| {
                people
                    .iter()
                    .any(|one| one.is_same_person(&leaders.spells[idx]))
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        return only_first(of(&all));
    }
    let mut spells: Vec<&Spell> = of(&with_surname(&words));
    let has_name = |spell: &Spell| spell.names.iter().any(|name| has_given_name(name, &words));
    spells.retain(|spell| spell.is_leader && has_name(spell));
    if spells.is_empty() {
        spells = of(&alike(&words));
    }
    only_first(spells)
}

/// Those whose surname is among the words.
fn with_surname(words: &str) -> Vec<usize> {
    const LONGEST: usize = 4;
    let leaders = &*LEADERS;
    let mut found: Vec<usize> = Vec::new();
    let parts: Vec<&str> = words.split(' ').take(12).collect();
    for start in 0..parts.len() {
        let last = parts[start].rsplit('-').next().unwrap_or_default();
        if last.len() > 3 && last.len() < parts[start].len() {
            found.extend(leaders.by_surname.get(last).into_iter().flatten());
        }
        if leaders.starts.contains(parts[start]) {
            for end in start + 1..=parts.len().min(start + LONGEST) {
                let part = parts[start..end].join(" ");
                found.extend(leaders.by_surname.get(&part).into_iter().flatten());
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Those whose name sounds alike in another spelling.
fn alike(words: &str) -> Vec<usize> {
    let leaders = &*LEADERS;
    let sounds = skeletons(words);
    let mut alike: Vec<usize> = sounds
        .iter()
        .filter_map(|sound| leaders.by_sound.get(sound))
        .flatten()
        .copied()
        .collect();
    alike.sort_unstable();
    alike.dedup();
    // Of those who are no leaders many people bear a name that sounds alike.
    alike.retain(|&idx| {
        let known = &leaders.spells[idx];
        known.is_leader && known.sounds.iter().any(|name| is_spelling(name, &sounds))
    });
    alike
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
