//! Men's and women's first names.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::rows;

/// `m` or `f` by folded first name.
static FIRST_NAMES: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/first_names.tsv"));
    let read = |row: Vec<&'static str>| Some((*row.first()?, row.get(1)?.chars().next()?));
    rows.filter_map(read).collect()
});

/// Is it, folded, a first name of men or of women?
#[must_use]
pub fn is_first_name(word: &str) -> bool {
    FIRST_NAMES.contains_key(word)
}

/// `m` or `f`, if the first name in full, of folded `words`, is one that men or women alone bear.
///
/// A single word is a surname more often than not, and tells nothing.
#[must_use]
pub fn of_name(words: &[String]) -> Option<char> {
    let (_surname, given) = words.split_last()?;
    let is_initial = |word: &&String| word.trim_end_matches('.').chars().count() == 1;
    let first = given.iter().find(|word| !is_initial(word))?;
    let parts = || first.split('-').next();
    let known = FIRST_NAMES.get(first.as_str());
    known.or_else(|| FIRST_NAMES.get(parts()?)).copied()
}
