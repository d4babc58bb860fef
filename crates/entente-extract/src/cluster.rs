//! Groups of words that news uses alike, from `data/event_cluster.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::rows;

static CLUSTERS: LazyLock<HashMap<&str, (u64, u64)>> = LazyLock::new(|| {
    rows(include_str!("../data/event_cluster.tsv"))
        .filter_map(|row| {
            let number = |field: &str| field.parse::<u64>().ok();
            Some((*row.first()?, (number(row.get(1)?)?, number(row.get(2)?)?)))
        })
        .collect()
});

/// The fine and the coarse group of a lemma in small letters.
pub(crate) fn of(lemma: &str) -> Option<(u64, u64)> {
    CLUSTERS.get(lemma).copied()
}
