//! What actors and countries are called, and who is meant by a name.

use std::sync::LazyLock;

use entente_world::{Error, View};

use crate::rows::{country_name, country_named};

/// Codes that stand for no country, and their names.
static BLOCS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = include_str!("../data/bloc.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).collect()
});

/// Words that stay small inside of a name.
const SMALL: [&str; 9] = ["and", "for", "in", "of", "on", "or", "the", "to", "with"];

/// The id of a country or actor by its id or its name; `None` if nobody is called so.
///
/// # Errors
///
/// If the workspace cannot be read.
pub fn named(view: &View, name: &str) -> Result<Option<String>, Error> {
    if let Some(country) = country_named(name.trim()) {
        return Ok(Some(country.0));
    }
    let bloc = BLOCS
        .iter()
        .find(|(_, known)| known.eq_ignore_ascii_case(name.trim()));
    if let Some((code, _)) = bloc {
        return Ok(Some((*code).to_owned()));
    }
    // Also what stands for no country: `EUR`, `UNO`, `NGO`.
    if name.len() == 3 && name.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Ok(Some(name.to_owned()));
    }
    view.actor_named(name)
}

/// An actor or a country as people read it: `Maria Hill` for `person:maria-hill`, `China` for `CHN`.
#[must_use]
pub fn called(id: &str) -> String {
    let key = id.strip_prefix("state:").unwrap_or(id);
    let bloc = || BLOCS.iter().find(|(code, _)| *code == key);
    if let Some(name) = country_name(key).or_else(|| bloc().map(|(_, name)| *name)) {
        return name.to_owned();
    }
    let words = words(id);
    let all = words.split(' ');
    let capitals: Vec<String> = match id.split(':').next() {
        Some("person") => all.map(capital).collect(),
        Some("org") => (0..)
            .zip(all)
            .map(|(place, word)| of_a_name(place, word))
            .collect(),
        _ => return words,
    };
    capitals.join(" ")
}

/// Codes of countries whose name begins so, in any case, in order of their names.
#[must_use]
pub fn countries_beginning(begins: &str) -> Vec<&'static str> {
    let begins = begins.trim().to_lowercase();
    let all = crate::rows::countries();
    let mut found: Vec<_> = all
        .filter(|(_, name)| !begins.is_empty() && name.to_lowercase().starts_with(&begins))
        .collect();
    found.sort_unstable_by_key(|(_, name)| *name);
    found.into_iter().map(|(code, _)| code).collect()
}

/// The words of an id: `maria hill` for `person:maria-hill`.
#[must_use]
pub fn words(id: &str) -> String {
    id.rsplit(':').next().unwrap_or(id).replace('-', " ")
}

/// A word of the name of an organisation: `of` stays small, letters that cannot be spoken are all large, as in `CNN`.
fn of_a_name(place: usize, word: &str) -> String {
    let is_spoken = word.contains(['a', 'e', 'i', 'o', 'u', 'y']) || word.len() > 4;
    match (place > 0 && SMALL.contains(&word), is_spoken) {
        (true, _) => word.to_owned(),
        (false, true) => capital(word),
        (false, false) => word.to_uppercase(),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn ids_are_called_as_people_write_them() {
        for (id, name) in [
            ("person:maria-hill", "Maria Hill"),
            ("CHN", "China"),
            ("state:CHN", "China"),
            ("EUR", "European Union"),
            ("org:bank-of-orda", "Bank of Orda"),
            ("org:cnn", "CNN"),
            ("group:port-workers", "port workers"),
        ] {
            assert_eq!(called(id), name);
        }
    }
}
