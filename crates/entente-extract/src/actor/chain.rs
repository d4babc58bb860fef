//! Names that mean one person: full name, surname, leader of the table.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entente_types::Ground;

use super::gender;
use super::leader::{self, Spell};
use super::name::folded;
use super::person::PersonName;
use super::scan::{Scan, is_bare};

/// Names that mean one person.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// Words of the fullest name, folded.
    pub words: Vec<String>,
    /// Is this a son who has his father's name?
    pub is_junior: bool,
    /// Indices of its names, and what ties each of them to the person.
    pub names: Vec<(usize, Ground)>,
    /// Spells of office of the leader it is, if it is one.
    pub spells: Vec<&'static Spell>,
}

/// Puts the names that mean one person together, in order of their first names.
///
/// `offices` gives the words of office and the country that the text states for a name.
#[must_use]
pub fn chains(
    scan: &Scan<'_>,
    names: &[PersonName],
    offices: &BTreeMap<usize, Vec<(String, Option<String>)>>,
) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut single: Vec<usize> = Vec::new();
    for (idx, name) in names.iter().enumerate() {
        if name.words.len() < 2 {
            single.push(idx);
            continue;
        }
        let near: BTreeSet<usize> = name
            .words
            .iter()
            .filter_map(|word| by_word.get(word.as_str()))
            .flatten()
            .copied()
            .collect();
        let same = near.into_iter().find(|&chain| {
            let chain: &Chain = &chains[chain];
            chain.is_junior == is_son(name) && is_same(&chain.words, &name.words)
        });
        let chain = same.unwrap_or_else(|| {
            chains.push(Chain {
                is_junior: is_son(name),
                ..Chain::default()
            });
            chains.len() - 1
        });
        chains[chain].names.push((idx, Ground::FullName));
        if name.words.len() > chains[chain].words.len() {
            chains[chain].words = name.words.clone();
        }
        for word in &name.words {
            let list = by_word.entry(word).or_default();
            if list.last() != Some(&chain) {
                list.push(chain)
            }
        }
    }
    for chain in &mut chains {
        let name = chain.words.join(" ");
        let of_chain = chain.names.iter().map(|(name, _)| name);
        let stated = stated(offices, of_chain);
        let mut spells = leader::by_name(&name);
        spells.retain(|spell| !chain.is_junior && is_near(scan, spell, &stated));
        if spells.is_empty() && !stated.is_empty() && !chain.is_junior {
            spells = by_title(scan, &name, &stated);
        }
        let in_title = |spell: &&Spell| stated.iter().any(|(office, _)| spell.is_called(office));
        let titled: Vec<&'static Spell> = spells.iter().copied().filter(in_title).collect();
        if let Some(first) = titled.first()
            && titled.iter().all(|spell| spell.is_same_person(first))
        {
            spells.retain(|spell| spell.is_same_person(first));
        }
        chain.spells = one_person(spells, scan.day());
    }
    let titled = titled(scan, names, &single, offices);
    let mut alone: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for idx in single {
        let Some(word) = names[idx].words.first() else {
            continue;
        };
        if names[idx].is_junior {
            match chains
                .iter_mut()
                .find(|chain| chain.is_junior && chain.words.last() == Some(word))
            {
                Some(chain) => chain.names.push((idx, Ground::Surname)),
                None => chains.push(Chain {
                    words: names[idx].words.clone(),
                    is_junior: true,
                    names: vec![(idx, Ground::SingleName)],
                    spells: Vec::new(),
                }),
            }
            continue;
        }
        let title = scan.office_before(names[idx].tokens.start);
        let gender = title.and_then(|title| title.office().gender());
        match owner(&chains, by_word.get(word.as_str()), word, gender) {
            Some((chain, ground)) if is_or_has_no(titled.get(word.as_str()), &chains[chain]) => {
                chains[chain].names.push((idx, ground));
            }
            _ => alone.entry(word).or_default().push(idx),
        }
    }
    for (word, names) in alone {
        let spells = by_title(scan, word, &stated(offices, names.iter()));
        let spells = one_person(spells, scan.day());
        let same = chains.iter_mut().find(|chain| {
            !spells.is_empty()
                && chain
                    .spells
                    .first()
                    .is_some_and(|spell| spell.is_same_person(spells[0]))
        });
        let tied = |ground: Ground| names.iter().map(move |&name| (name, ground));
        match same {
            Some(chain) => chain.names.extend(tied(Ground::Surname)),
            None => chains.push(Chain {
                words: vec![word.to_owned()],
                is_junior: false,
                names: tied(alone_ground(&spells)).collect(),
                spells,
            }),
        }
    }
    for chain in &mut chains {
        chain.names.sort_unstable();
    }
    chains.sort_by_key(|chain| chain.names.first().copied());
    chains
}

/// For each surname that stands alone the leader whose office the text states with it: where "President Roe" is named, "Roe"
/// is not his daughter.
fn titled<'n>(
    scan: &Scan<'_>,
    names: &'n [PersonName],
    single: &[usize],
    offices: &BTreeMap<usize, Vec<(String, Option<String>)>>,
) -> HashMap<&'n str, &'static Spell> {
    let mut of_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &idx in single {
        if let Some(word) = names[idx].words.first() {
            of_word.entry(word).or_default().push(idx);
        }
    }
    let leader = |(word, idxs): (&'n str, Vec<usize>)| {
        let stated = stated(offices, idxs.iter());
        let spells = (!stated.is_empty()).then(|| by_title(scan, word, &stated))?;
        Some((word, *one_person(spells, scan.day()).first()?))
    };
    of_word.into_iter().filter_map(leader).collect()
}

/// Is the person the titled leader of the name, or is there none?
fn is_or_has_no(leader: Option<&&'static Spell>, chain: &Chain) -> bool {
    let is_same = |leader: &&&'static Spell| {
        chain
            .spells
            .first()
            .is_some_and(|spell| spell.is_same_person(leader))
    };
    leader.is_none() || leader.as_ref().is_some_and(is_same)
}

/// What ties a name of one word to a person: the table of leaders, or nothing but the word.
fn alone_ground(spells: &[&Spell]) -> Ground {
    if spells.is_empty() {
        Ground::SingleName
    } else {
        Ground::Known
    }
}

/// The words of office and the country that the text states for some names.
fn stated<'a>(
    offices: &BTreeMap<usize, Vec<(String, Option<String>)>>,
    names: impl Iterator<Item = &'a usize>,
) -> Vec<(String, Option<String>)> {
    let stated = names.filter_map(|idx| offices.get(idx)).flatten();
    stated.cloned().collect()
}

/// Can the person be meant? Ministers and candidates have namesakes: the text must name their state or office.
fn is_near(scan: &Scan<'_>, spell: &Spell, stated: &[(String, Option<String>)]) -> bool {
    let is_called = || stated.iter().any(|(office, _)| spell.is_called(office));
    spell.is_leader
        || is_bare(scan.document)
        || scan.countries.contains(spell.country)
        || is_called()
}

/// Is it the name of a son whom no table knows by it? Who leads a state as "Roe Jr." is meant by "Roe" too.
fn is_son(name: &PersonName) -> bool {
    let is_known = || {
        let spells = leader::by_name(&name.words.join(" "));
        spells.iter().any(|spell| spell.is_called_junior())
    };
    name.is_junior && !is_known()
}

/// Do two full names mean one person?
fn is_same(one: &[String], other: &[String]) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let is_initial = |a: &str, b: &str| {
        a.trim_end_matches('.').chars().count() == 1 && b.starts_with(a.trim_end_matches('.'))
    };
    let fits = |a: &str, b: &str| a == b || is_initial(a, b) || is_initial(b, a);
    let ends = match (short.first(), long.first(), short.last(), long.last()) {
        (Some(a), Some(b), Some(y), Some(z)) => fits(a, b) && y == z,
        _ => false,
    };
    ends || long.windows(short.len()).any(|part| part == short)
}

/// The one chain that a single word can mean: by surname, else by first name.
///
/// A title tells men from women of one family: "Mrs. Ruiz". Of a family, the one whom the text names most often in full
/// goes by the surname alone.
fn owner(
    chains: &[Chain],
    near: Option<&Vec<usize>>,
    word: &str,
    gender: Option<char>,
) -> Option<(usize, Ground)> {
    let near = near?;
    let is_other = |chain: &Chain| {
        let known = gender::of_name(&chain.words);
        gender.is_some() && known.is_some() && known != gender
    };
    let is_first_surname = |chain: &Chain| {
        chain.words.first().is_some_and(|first| first == word)
            && chain.spells.first().is_some_and(|spell| {
                folded(&spell.name).starts_with(word)
                    && leader::by_surname(word)
                        .iter()
                        .any(|other| other.name == spell.name)
            })
    };
    // "Salman" is not Mohammed bin Salman, but his father.
    let is_patronym = |chain: &Chain| {
        let before = chain.words.iter().rev().nth(1).map(String::as_str);
        matches!(before, Some("bin" | "bint" | "ibn" | "ben"))
            && chain.words.last().is_some_and(|last| last == word)
    };
    let is_family =
        |chain: &Chain| chain.words.last().is_some_and(|last| last == word) && !is_patronym(chain);
    // Beside his father a son is never called by the surname alone.
    let has_father = near
        .iter()
        .any(|&chain| !chains[chain].is_junior && is_family(&chains[chain]));
    let can_be_meant =
        |chain: &Chain| !(is_patronym(chain) || is_other(chain) || has_father && chain.is_junior);
    let near: &Vec<usize> = &near
        .iter()
        .copied()
        .filter(|&chain| can_be_meant(&chains[chain]))
        .collect();
    let by = |fits: &dyn Fn(&Chain) -> bool| -> Vec<usize> {
        near.iter()
            .copied()
            .filter(|&chain| fits(&chains[chain]))
            .collect()
    };
    let family = by(&|chain| is_family(chain) || is_first_surname(chain));
    match family.as_slice() {
        [one] => return Some((*one, Ground::Surname)),
        [] => {}
        several => {
            let mut led = several
                .iter()
                .filter(|&&chain| !chains[chain].spells.is_empty());
            let likeliest = match (led.next(), led.next()) {
                (Some(&one), None) => Some(one),
                (None, _) => several.iter().copied().max_by_key(|&chain| {
                    let names = &chains[chain].names;
                    (
                        names.len(),
                        std::cmp::Reverse(names.first().map(|(name, _)| *name)),
                    )
                }),
                _ => None,
            };
            return likeliest.map(|one| (one, Ground::SharedSurname));
        }
    }
    match near.as_slice() {
        [one] => Some((*one, Ground::Surname)),
        _ => None,
    }
}

/// The leader that a surname means, given the offices stated with it.
fn by_title(
    scan: &Scan<'_>,
    surname: &str,
    stated: &[(String, Option<String>)],
) -> Vec<&'static Spell> {
    let spells = leader::by_surname(surname);
    let mentioned = |country: &str| scan.countries.contains(country);
    let is_bare = is_bare(scan.document);
    let day = scan.day();
    let fits = |spell: &&&Spell| {
        let called = stated.iter().any(|(office, country)| {
            spell.is_called(office)
                && country
                    .as_ref()
                    .is_none_or(|country| country == spell.country)
        });
        if !stated.is_empty() {
            return called
                && day.is_none_or(|day| spell.holds(day) || is_bare)
                && (mentioned(spell.country) || is_bare || (day.is_some() && spell.is_head));
        }
        (mentioned(spell.country) || is_bare)
            && (spell.is_head || spell.is_whole(surname))
            && day.is_none_or(|day| spell.holds(day) || (is_bare && spell.is_over(day)))
    };
    let n_called = |spell: &&Spell| {
        let called = stated.iter().filter(|(office, _)| spell.is_called(office));
        called.count()
    };
    let mut fitting: Vec<&'static Spell> = spells.iter().filter(fits).copied().collect();
    let most = fitting.iter().map(n_called).max().unwrap_or_default();
    fitting.retain(|spell| n_called(spell) == most);
    fitting
}

/// The spells of one person, or none if several persons are meant and none of them alone is in office.
fn one_person(spells: Vec<&'static Spell>, day: Option<jiff::civil::Date>) -> Vec<&'static Spell> {
    let person = |spell: &Spell| (spell.country, folded(&spell.name));
    let people: BTreeSet<_> = spells.iter().map(|spell| person(spell)).collect();
    if people.len() <= 1 {
        return spells;
    }
    let names: BTreeSet<_> = people.iter().map(|(_, name)| name).collect();
    if let (1, Some(day)) = (names.len(), day) {
        return of_one_name(spells, day);
    }
    let now: BTreeSet<_> = spells
        .iter()
        .filter(|spell| day.is_some_and(|day| spell.holds(day)))
        .map(|spell| person(spell))
        .collect();
    let chosen = match (now.len(), day) {
        (1, _) => now.into_iter().next(),
        (_, None) => only(
            spells
                .iter()
                .filter(|spell| spell.is_last())
                .map(|spell| person(spell))
                .collect(),
        ),
        _ => None,
    };
    spells
        .into_iter()
        .filter(|spell| Some(person(spell)) == chosen)
        .collect()
}

/// Of somebody who served several states, or a state and a union, the spells for the one of that day, or else of
/// the last before.
fn of_one_name(spells: Vec<&'static Spell>, day: jiff::civil::Date) -> Vec<&'static Spell> {
    let now = spells.iter().filter(|spell| spell.holds(day));
    let now: BTreeSet<&str> = now.map(|spell| spell.country).collect();
    let past = spells.iter().filter(|spell| spell.is_over(day));
    let last = past
        .max_by_key(|spell| spell.to())
        .map(|spell| spell.country);
    let country = if now.is_empty() { last } else { only(now) };
    let of_country = spells
        .into_iter()
        .filter(|spell| Some(spell.country) == country);
    of_country.collect()
}

/// The only one of a set.
fn only<T: Ord>(set: BTreeSet<T>) -> Option<T> {
    let n_found = set.len();
    set.into_iter().next().filter(|_| n_found == 1)
}
