//! The small words that lead to an answer, from `data/main_event.tsv`.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::table::rows;

static WORDS: LazyLock<HashSet<(&str, &str)>> = LazyLock::new(|| {
    rows(include_str!("../../data/main_event.tsv"))
        .filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .collect()
});

/// Does this word lead to the answer of that question: `where`, `why`, `how`, or `beside`?
pub(super) fn leads(word: &str, question: &'static str) -> bool {
    WORDS.contains(&(question, word))
}
