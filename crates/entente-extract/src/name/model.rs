//! Judges candidates: the sum of what speaks for each answer.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::feature::Feature;
use crate::table::rows;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// A person.
    Person,
    /// An organisation: a company, a party, a body of a state.
    Organisation,
    /// A state, a city, a part of the land, a building.
    Place,
}

impl Named {
    /// In the order of weights.
    pub const ALL: [Self; 3] = [Self::Person, Self::Organisation, Self::Place];

    /// `person`, `organisation` or `place`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
        }
    }
}

/// Log-odds of the three against nothing at all.
pub type Weights = [f32; 3];

/// What each feature adds.
pub struct Model(HashMap<Feature, Weights>);

impl Model {
    /// The model of `data/name_model.tsv`; `data/name_model.md` tells what it was trained on.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
            let rows = rows(include_str!("../../data/name_model.tsv"));
            Model(rows.filter_map(|row| weights(&row)).collect())
        });
        &SHIPPED
    }

    /// The log-odds of a candidate of which all this holds.
    pub fn odds(&self, features: &[Feature]) -> Weights {
        let mut sums = [0.0_f32; 3];
        let known = features
            .iter()
            .chain([&ALWAYS])
            .filter_map(|one| self.0.get(one));
        for weights in known {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += weight;
            }
        }
        sums
    }
}

/// What each candidate names, with the same words elsewhere in the text in view. Where the parser found a name (`marked`)
/// and the same words name something elsewhere, they do here too.
#[must_use]
pub fn settled(words: &[String], marked: &[bool], odds: &[Weights]) -> Vec<Option<Named>> {
    let alone: Vec<Option<Named>> = agreed(words, odds).into_iter().map(likeliest).collect();
    let mut elsewhere: HashMap<&str, [u32; 3]> = HashMap::new();
    for (words, named) in words.iter().zip(&alone) {
        if let Some(named) = named {
            elsewhere.entry(words).or_default()[*named as usize] += 1;
        }
    }
    let commonest = |words: &String| {
        let counts = elsewhere.get(words.as_str())?;
        let most = counts.iter().max()?;
        Named::ALL
            .into_iter()
            .find(|named| counts[*named as usize] == *most)
    };
    let settled = |((words, marked), alone): ((&String, &bool), Option<Named>)| match alone {
        None if *marked => commonest(words),
        alone => alone,
    };
    words.iter().zip(marked).zip(alone).map(settled).collect()
}

/// What is likeliest, if it is rather something than nothing.
fn likeliest(odds: Weights) -> Option<Named> {
    let mut best = (None, 0.0);
    for (named, odds) in Named::ALL.into_iter().zip(odds) {
        if odds > best.1 {
            best = (Some(named), odds);
        }
    }
    best.0
}

/// Log-odds of candidates drawn towards those of the same words elsewhere in the text: a name names one thing in one text.
fn agreed(words: &[String], odds: &[Weights]) -> Vec<Weights> {
    let mut sums: HashMap<&str, (Weights, f32)> = HashMap::new();
    for (words, odds) in words.iter().zip(odds) {
        let (sum, count) = sums.entry(words).or_default();
        sum.iter_mut()
            .zip(odds)
            .for_each(|(sum, odds)| *sum += odds);
        *count += 1.0;
    }
    let drawn = |(words, odds): (&String, &Weights)| {
        let (sum, count) = sums[words.as_str()];
        std::array::from_fn(|idx| (1.0 - AGREE) * odds[idx] + AGREE * sum[idx] / count)
    };
    words.iter().zip(odds).map(drawn).collect()
}

/// How far candidates are drawn to the mean. Chosen by cross-validation.
const AGREE: f32 = 0.5;

/// Holds of every candidate.
pub const ALWAYS: Feature = ("always", "");

fn weights(row: &[&'static str]) -> Option<(Feature, Weights)> {
    let [question, answer, rest @ ..] = row else {
        return None;
    };
    let mut weights = [0.0; 3];
    for (weight, text) in weights.iter_mut().zip(rest) {
        *weight = text.parse().ok()?;
    }
    let question = question.trim();
    Some(((question, answer), weights))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_the_parser_stays_where_the_same_words_name_something_elsewhere() {
        let words = ["kord", "kord", "marlow"].map(str::to_owned);
        let odds = [[4.0, 0.0, 0.0], [-6.0, -1.0, -1.0], [-3.0, -3.0, -3.0]];
        let person = Some(Named::Person);
        assert_eq!(
            settled(&words, &[true, true, true], &odds),
            [person, person, None]
        );
        assert_eq!(
            settled(&words, &[true, false, true], &odds),
            [person, None, None]
        );
    }
}
