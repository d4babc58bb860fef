//! What speaks for a person as the one whom a pronoun means, and how much.
//!
//! The weights come from `cargo xtask train pronouns`; `data/pronoun_weights.md` tells from what.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::rows;

/// What is looked at, and how many values each has.
pub const GROUPS: [(&str, u8); 13] = [
    ("distance", 7),
    ("order", 4),
    ("role", 24),
    ("subject", 3),
    ("governs", 6),
    ("parallel", 9),
    ("form", 9),
    ("often", 4),
    ("topic", 4),
    ("paragraph", 3),
    ("quoted", 6),
    ("between", 4),
    ("named", 4),
];

/// All values of all groups.
pub const N_FEATURES: usize = {
    let (mut n, mut group) = (0, 0);
    while group < GROUPS.len() {
        n += GROUPS[group].1 as usize;
        group += 1;
    }
    n
};

/// One value of each group, as places in the list of weights.
pub type Features = [u8; GROUPS.len()];

/// The places of `values`, one of each group, in the list of weights.
#[must_use]
pub fn features(values: [u8; GROUPS.len()]) -> Features {
    let mut places = values;
    let mut first = 0;
    for (place, (_, n_values)) in places.iter_mut().zip(GROUPS) {
        *place = first + (*place).min(n_values - 1);
        first += n_values;
    }
    places
}

/// The weights that ship with Entente, by place.
static SHIPPED: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../../data/pronoun_weights.tsv"));
    let read = |row: Vec<&'static str>| {
        let key = (*row.first()?, row.get(1)?.parse::<u8>().ok()?);
        Some((key, row.get(2)?.parse::<f32>().ok()?))
    };
    let by_name: HashMap<(&str, u8), f32> = rows.filter_map(read).collect();
    let places = GROUPS
        .iter()
        .flat_map(|(name, n_values)| (0..*n_values).map(move |value| (*name, value)));
    let weight = |key: (&'static str, u8)| by_name.get(&key).copied().unwrap_or_default();
    places.map(weight).collect()
});

/// The weights that ship with Entente, by place.
#[must_use]
pub fn shipped() -> &'static [f32] {
    &SHIPPED
}

/// How much speaks for a candidate by these weights; what has no weight counts nothing.
#[must_use]
pub fn score(weights: &[f32], features: &Features) -> f32 {
    let weight = |&place: &u8| weights.get(place as usize).copied().unwrap_or_default();
    features.iter().map(weight).sum()
}
