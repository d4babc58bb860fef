//! The small word lists of the figure rules.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use entente_types::Realis;

use crate::table;

static WORDS: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    let pairs = |text| table::rows(text).filter_map(|row| Some((*row.first()?, *row.get(1)?)));
    pairs(include_str!("../../data/figure_word.tsv"))
        .chain(pairs(include_str!("../../data/figure_verb.tsv")))
        .collect()
});

static CHANGE_VERBS: LazyLock<HashMap<&'static str, i8>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/figure_change.tsv"));
    rows.flat_map(|row| {
        let direction = direction(row.first().copied());
        row.into_iter().skip(1).map(move |form| (form, direction))
    })
    .collect()
});

static CHANGE_NOUNS: LazyLock<HashMap<&'static str, i8>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/figure_change_noun.tsv"));
    rows.filter_map(|row| Some((*row.get(1)?, direction(row.first().copied()))))
        .collect()
});

static ORDINAL_NOUNS: LazyLock<HashMap<&'static str, (&'static str, bool)>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/ordinal_noun.tsv"));
    rows.filter_map(|row| {
        let [lemma, step, which] = row[..] else {
            return None;
        };
        Some((lemma, (if step == "-" { "" } else { step }, which == "any")))
    })
    .collect()
});

static REALIS: LazyLock<HashMap<(&'static str, &'static str), Realis>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/figure_realis.tsv"));
    rows.filter_map(|row| {
        let [lemma, realis, place] = row[..] else {
            return None;
        };
        Some(((place, lemma), realis_of(realis)?))
    })
    .collect()
});

fn direction(name: Option<&str>) -> i8 {
    match name {
        Some("up") => 1,
        Some("up_by") => 2,
        Some("down") => -1,
        _ => 0,
    }
}

fn realis_of(name: &str) -> Option<Realis> {
    Some(match name {
        "planned" => Realis::Planned,
        "predicted" => Realis::Predicted,
        "ordered" => Realis::Ordered,
        "proposed" => Realis::Proposed,
        "hypothetical" => Realis::Hypothetical,
        _ => return None,
    })
}

/// Is `word`, in lower case, in `class` of `data/figure_word.tsv` or `data/figure_verb.tsv`?
#[must_use]
pub fn is(class: &'static str, word: &str) -> bool {
    // The set is keyed by static strings; a short-lived key of the same words finds them.
    WORDS.contains(&(class, word))
}

static ACTS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/figure_verb.tsv"));
    let acts = rows.filter(|row| row.first() == Some(&"act"));
    acts.filter_map(|row| Some((*row.get(1)?, *row.get(2)?)))
        .collect()
});

/// The noun for an act: "meeting" for "meet"; a noun for itself.
#[must_use]
pub fn act_noun(lemma: &str) -> Option<&'static str> {
    ACTS.get(lemma).copied()
}

/// Where a form of a verb of change leads: 1 up, 2 up with "by" alone, -1 down, 0 either.
#[must_use]
pub fn change_verb(form: &str) -> Option<i8> {
    CHANGE_VERBS.get(form).copied()
}

/// Where a noun of change leads.
#[must_use]
pub fn change_noun(lemma: &str) -> Option<i8> {
    CHANGE_NOUNS.get(lemma).copied()
}

/// Does this noun make an ordinal a figure: what does one step last, and may the ordinal be in words?
#[must_use]
pub fn ordinal_noun(lemma: &str) -> Option<(&'static str, bool)> {
    ORDINAL_NOUNS.get(lemma).copied()
}

/// What an auxiliary (`aux`) or a governing verb (`to`) makes of its predicate.
#[must_use]
pub fn realis(place: &'static str, lemma: &str) -> Option<Realis> {
    REALIS.get(&(place, lemma)).copied()
}
