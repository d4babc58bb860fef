//! What actors and countries are called, and who is meant by a name.

use entente_world::{Error, View};

use crate::rows::{country_name, country_named};

/// The id of a country or actor by its id or its name; `None` if nobody is called so.
///
/// # Errors
///
/// If the workspace cannot be read.
pub fn named(view: &View, name: &str) -> Result<Option<String>, Error> {
    if let Some(country) = country_named(name.trim()) {
        return Ok(Some(country.0));
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
    match (country_name(key), id.starts_with("person:")) {
        (Some(name), _) => name.to_owned(),
        (None, true) => words(id)
            .split(' ')
            .map(capital)
            .collect::<Vec<_>>()
            .join(" "),
        (None, false) => words(id),
    }
}

/// The words of an id: `maria hill` for `person:maria-hill`.
#[must_use]
pub fn words(id: &str) -> String {
    id.rsplit(':').next().unwrap_or(id).replace('-', " ")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
