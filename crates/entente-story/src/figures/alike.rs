//! Which figures answer one question.

use crate::Settings;
use crate::figures::judge::is_dispute;
use crate::figures::read::Stated;
use crate::interval::{Amount, Relation};
use crate::story::Story;
use crate::words::{is_kind_of, set_apart};

/// From so many figures of one dimension on, only those of one property are compared.
const MANY: usize = 2000;

/// Two numbers that exclude each other and differ by more than this factor count different things.
const LARGEST_RATIO: f64 = 1.75;

/// What makes two figures one question, each from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Likeness {
    /// The same thing is counted or measured.
    pub property: f64,
    /// The words around the number.
    pub words: f64,
    /// The words of the sentences.
    pub context: f64,
    /// The actors.
    pub about: f64,
    /// The numbers themselves: telling digits that are the same.
    pub value: f64,
    /// The time that both are limited to.
    pub scope: f64,
    /// Each is the only figure of its report that counts this.
    pub only: f64,
}

impl Likeness {
    /// How likely the two answer one question, 0 to 1; `is_apart`: their values exclude each other.
    ///
    /// # Source
    ///
    /// Weights of a logistic regression over 2,070 pairs of figures from 21 sets of news reports on one
    /// event each, 179 of them marked as one question by a careful reader. Checked by leaving out one
    /// set at a time.
    pub(crate) fn score(&self, is_apart: bool) -> f64 {
        let sum = 0.73 * self.property
            + 1.18 * self.words
            + 1.95 * self.context
            + 0.12 * self.about
            + 3.62 * self.value
            + 0.59 * self.scope
            + 1.58 * self.only
            - if is_apart { 0.59 } else { 0.0 }
            - 2.97;
        1.0 / (1.0 + (-sum).exp())
    }
}

pub(crate) fn pairs(
    story: &Story,
    stated: &[Stated],
    settings: &Settings,
) -> Vec<(f64, usize, usize)> {
    let is_large = stated.len() > MANY;
    let mut pairs = Vec::new();
    for one in 0..stated.len() {
        for other in one + 1..stated.len() {
            let (a, b) = (&stated[one], &stated[other]);
            if a.amount.dimension != b.amount.dimension || (is_large && a.property != b.property) {
                continue;
            }
            let relation = relation(a, b);
            let Some(likeness) = likeness(story, a, b, relation) else {
                continue;
            };
            let score = likeness.score(matches!(relation, Relation::Apart { .. }));
            if score >= threshold(a, b, relation, &likeness, settings) {
                pairs.push((score, one, other));
            }
        }
    }
    pairs
}

/// How alike two figures must be to be one question. Where they exclude each other, both must be the
/// only ones of their reports that count this very thing; parties that give other numbers need less in common.
fn threshold(
    one: &Stated,
    other: &Stated,
    relation: Relation,
    likeness: &Likeness,
    settings: &Settings,
) -> f64 {
    if is_toll(one, other) {
        return settings.figure_alike_toll;
    }
    // Small counts are everywhere in a text ("two cars", "three children") and mostly count parts.
    let is_small = one.amount.nominal.abs() < 10.0 && other.amount.nominal.abs() < 10.0;
    let is_small = is_small && one.is_count;
    let Relation::Apart { is_hard, .. } = relation else {
        let is_one_number = one.amount.nominal == other.amount.nominal;
        return match (is_small, is_one_number) {
            (true, false) => settings.figure_alike_small,
            (false, true) => settings.figure_alike,
            _ => settings.figure_alike_far,
        };
    };
    if one.told.report != other.told.report && is_slip(one.amount.nominal, other.amount.nominal) {
        return settings.figure_alike_far;
    }
    let is_this = likeness.property == 1.0 && likeness.only == 1.0;
    if !is_this || one.told.report == other.told.report {
        return f64::INFINITY;
    }
    match (is_small, is_hard && !is_dispute(one, other)) {
        (true, _) => settings.figure_alike_small,
        (_, true) => settings.figure_alike_apart,
        (_, false) => settings.figure_alike_soft,
    }
}

/// Two tolls of one kind, each the largest of its report: they may differ, since tolls grow.
fn is_toll(one: &Stated, other: &Stated) -> bool {
    const LARGEST_GROWTH: f64 = 4.0;
    one.told.report != other.told.report
        && !one.tolls.is_disjoint(&other.tolls)
        && one.amount.ratio(&other.amount) <= LARGEST_GROWTH
}

/// Things that must not meet in one slot, not even by way of a third: figures that words set apart, and
/// figures that exclude each other without being alike enough for it.
pub(crate) fn stand_apart(
    story: &Story,
    one: &Stated,
    other: &Stated,
    settings: &Settings,
) -> bool {
    if set_apart(&one.words, &other.words) {
        return true;
    }
    let relation = relation(one, other);
    if !matches!(relation, Relation::Apart { .. }) {
        return false;
    }
    likeness(story, one, other, relation).is_none_or(|likeness| {
        let is_far = one.amount.ratio(&other.amount) > LARGEST_RATIO && !is_toll(one, other);
        is_far || likeness.score(true) < threshold(one, other, relation, &likeness, settings)
    })
}

/// What makes two figures of one dimension one question; `None` if something sets them apart.
fn likeness(story: &Story, one: &Stated, other: &Stated, relation: Relation) -> Option<Likeness> {
    if one.amount.dimension != other.amount.dimension || set_apart(&one.words, &other.words) {
        return None;
    }
    let property = if one.property.is_empty() || other.property.is_empty() {
        let (named, words) = if one.property.is_empty() {
            (&other.property, &one.words)
        } else {
            (&one.property, &other.words)
        };
        if words.contains(named) { 0.9 } else { 0.3 }
    } else if one.property == other.property {
        let is_elsewhere = one.property == "distance" && one.words.is_disjoint(&other.words);
        if is_elsewhere { 0.0 } else { 1.0 }
    } else if is_kind_of(&one.property, &other.property) {
        let shared = one.words.contains(&other.property) || other.words.contains(&one.property);
        if shared { 0.9 } else { 0.7 }
    } else if one.words.contains(&other.property) || other.words.contains(&one.property) {
        0.6
    } else {
        0.0
    };
    let rarity = &story.rarity;
    let words = rarity
        .shared(&one.words, &other.words)
        .max(0.8 * rarity.contained(&one.words, &other.words));
    let about = if one.about.is_empty() || other.about.is_empty() {
        0.5
    } else if one.about.is_disjoint(&other.about) {
        0.0
    } else {
        1.0
    };
    let context = rarity.shared(&one.context, &other.context);
    let scope = match (one.period, other.period) {
        (Some(one), Some(other)) if one == other => 1.0,
        (Some(one), Some(other)) if one.overlaps(&other) => 0.5,
        (Some(_), Some(_)) => -1.0,
        _ => 0.0,
    };
    let is_only = one.is_only && other.is_only && property >= 0.7;
    let only = if is_only && one.amount.ratio(&other.amount) <= LARGEST_RATIO {
        1.0
    } else {
        0.0
    };
    let value = value_likeness(one, other, relation);
    Some(Likeness {
        property,
        words,
        context,
        about,
        value,
        scope,
        only,
    })
}

/// The same telling digits are themselves a sign that one thing is meant.
fn value_likeness(one: &Stated, other: &Stated, relation: Relation) -> f64 {
    let (a, b) = (one.amount.nominal, other.amount.nominal);
    let by_digits = |scores: [f64; 5]| scores[telling_digits(a).min(telling_digits(b)).min(4)];
    let is_one_number = a == b && !one.is_part && !other.is_part;
    match relation {
        Relation::Overlaps if is_one_number => by_digits([0.3, 0.3, 0.5, 0.9, 1.0]),
        Relation::Apart { .. } if is_slip(a, b) => 0.85,
        Relation::Same | Relation::Touches => by_digits([0.3, 0.3, 0.65, 0.95, 1.0]),
        Relation::Rounds => by_digits([0.2, 0.2, 0.5, 0.8, 0.8]),
        Relation::Overlaps => 0.15,
        Relation::Apart { .. } => 0.0,
    }
}

/// Long numbers that differ in one digit are one number, wrongly copied: $5,687.75 and $5,587.75.
fn is_slip(one: f64, other: f64) -> bool {
    const FEWEST_DIGITS: usize = 5;
    let is_short = |number: f64| number.fract() == 0.0 && number.abs() < 10_000.0;
    if is_short(one) || is_short(other) {
        return false;
    }
    let (one, other) = (format!("{one}"), format!("{other}"));
    let n_other = one
        .bytes()
        .zip(other.bytes())
        .filter(|(a, b)| a != b)
        .count();
    let is_long = |number: &str| {
        number
            .trim_end_matches('0')
            .bytes()
            .filter(u8::is_ascii_digit)
            .count()
            >= FEWEST_DIGITS
    };
    one.len() == other.len() && n_other == 1 && is_long(&one) && is_long(&other)
}

fn telling_digits(number: f64) -> usize {
    let text = format!("{:e}", number.abs());
    let digits = text.split('e').next().unwrap_or_default();
    digits.chars().filter(char::is_ascii_digit).count().min(9)
}

/// The amount of `one` as it compares with `other`: one who is left out of only one of them is added.
pub(crate) fn shifted(one: &Stated, other: &Stated) -> Amount {
    if one.excludes && !other.excludes && one.is_count {
        one.amount.clone().with_more(1.0)
    } else {
        one.amount.clone()
    }
}

pub(crate) fn relation(one: &Stated, other: &Stated) -> Relation {
    let plain = one.amount.relation(&other.amount);
    if plain == Relation::Same {
        return plain;
    }
    shifted(one, other).relation(&shifted(other, one))
}
