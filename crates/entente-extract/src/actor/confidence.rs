//! How surely a mention names its actor, by what ties the two.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::Ground;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;

use crate::table::rows;

/// Log-odds of a ground, and how much the log-odds of the share add.
#[derive(Clone, Copy)]
struct Curve {
    level: f32,
    slope: f32,
}

/// By ground, as `data/actor_confidence.md` tells.
static CURVES: LazyLock<HashMap<Ground, Curve>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/actor_confidence.tsv"));
    rows.filter_map(|row| curve(&row)).collect()
});

fn curve(row: &[&'static str]) -> Option<(Ground, Curve)> {
    let [ground, _, _, level, slope] = row else {
        return None;
    };
    let name: serde::de::value::StrDeserializer<'_, Error> = (*ground).into_deserializer();
    let curve = Curve {
        level: level.parse().ok()?,
        slope: slope.parse().ok()?,
    };
    Some((Ground::deserialize(name).ok()?, curve))
}

/// The share of mentions on this ground that name their actor, given the share for which the actor accounts.
#[must_use]
pub fn confidence(ground: Ground, share: f32) -> f32 {
    const LEAST: f32 = 1e-3;
    let Some(curve) = CURVES.get(&ground) else {
        return 0.5;
    };
    let share = share.clamp(LEAST, 1.0 - LEAST);
    let odds = (share / (1.0 - share)).ln();
    1.0 / (1.0 + (-(curve.level + curve.slope * odds)).exp())
}
