//! Trains how likely two dates of two reports date one thing (`date_identity.bin`).
//!
//! Pairs were drawn evenly from ranges of what the program of the day said of them, and judged by reading
//! (`xtask/data/identity/dates`). Figures are by cross-validation. The same data gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use entente_story::Settings;
use entente_story::identity::model::Sum;
use entente_story::when::alike::{self, Features, N_FEATURES};
use entente_story::when::model::Model;

use super::identity::judged::{Counts, SETS, Verdict, verdicts};
use super::identity::sum;
use crate::audit::{acts, place};
use crate::train::stories::Example;

const OUT: &str = "crates/entente-story/data/date_identity.bin";
const JUDGED: &str = "xtask/data/identity/dates";
/// Parts of the stories for cross-validation.
const FOLDS: usize = 5;
/// How strongly weights are wished near 0, in examples.
const RIDGE: f64 = 50.0;
/// Most that a pair weighs: in learning it stands for the root of the number of pairs that it was drawn from.
const HEAVIEST: f32 = 5.0;

/// A judged pair of dates.
struct Answer {
    features: Features,
    is_one: bool,
    weight: f32,
    fold: usize,
    set: &'static str,
}

/// `train dates`: learns, and prints how well.
pub fn run() -> Result<()> {
    let mut answers = Vec::new();
    for set in SETS {
        read(set, &mut answers)?;
    }
    let all = (0..FOLDS).map(|fold| counts(&answers, |answer| answer.fold == fold));
    let all = all.fold(Counts::default(), Counts::and);
    println!(
        "{} pairs, by what other stories teach: {all}",
        answers.len()
    );
    for set in SETS {
        let counts = counts(&answers, |answer| answer.set == set);
        println!("{set}, by what the other sets teach: {counts}");
    }
    let model = Model(learned(&answers, |_| true));
    for (name, weight) in alike::names().zip(model.0.weights) {
        println!("{name:30} {weight:.2}");
    }
    let bytes = model.to_bytes();
    std::fs::write(OUT, &bytes)?;
    println!("{} bytes to {OUT}", bytes.len());
    Ok(())
}

/// The judged pairs of a set.
fn read(set: &'static str, answers: &mut Vec<Answer>) -> Result<()> {
    let verdicts = verdicts(&Path::new(JUDGED).join(format!("{set}.tsv")))?;
    for reports in reports(set, &verdicts)? {
        let part = place("part", &format!("{set} {}", reports.story))[0];
        let end = |end: entente_story::identity::Mention| {
            (reports.names[end.report].clone(), end.span.start)
        };
        let known: BTreeMap<[(String, u32); 2], Features> =
            alike::pairs(&reports.documents, &reports.claims)
                .into_iter()
                .map(|pair| (sorted(pair.ends.map(end)), pair.features))
                .collect();
        let found = verdicts.iter().filter_map(|verdict| {
            Some(Answer {
                features: *known.get(&sorted(verdict.ends.clone()))?,
                is_one: verdict.is_one,
                weight: verdict.weight,
                fold: usize::from(part) % FOLDS,
                set,
            })
        });
        answers.extend(found);
    }
    Ok(())
}

/// The reports of a set of which something was judged.
pub fn reports(set: &str, verdicts: &[Verdict]) -> Result<Vec<acts::Reports>> {
    let ends = verdicts.iter().flat_map(|verdict| &verdict.ends);
    let named: BTreeSet<String> = ends.map(|(article, _)| article.clone()).collect();
    acts::stories(
        &Path::new("../shared/eval/stories").join(set),
        "",
        Some(&named),
    )
}

fn sorted(mut ends: [(String, u32); 2]) -> [(String, u32); 2] {
    ends.sort();
    ends
}

fn learned(answers: &[Answer], is_kept: impl Fn(&Answer) -> bool) -> Sum<N_FEATURES> {
    let example = |answer: &Answer| Example {
        features: answer.features.to_vec(),
        answer: answer.is_one,
        weight: answer.weight.sqrt().min(HEAVIEST),
    };
    let examples: Vec<Example> = answers
        .iter()
        .filter(|answer| is_kept(answer))
        .map(example)
        .collect();
    sum(&examples, RIDGE)
}

/// How some pairs come out that are likely enough, by what all others teach.
fn counts(answers: &[Answer], is_asked: impl Fn(&Answer) -> bool) -> Counts {
    let least = Settings::default().date_alike;
    let learned = learned(answers, |answer| !is_asked(answer));
    let mut counts = Counts::default();
    for answer in answers.iter().filter(|answer| is_asked(answer)) {
        let is_joined = f64::from(learned.probability(&answer.features)) >= least;
        counts.add(answer.weight, answer.is_one, is_joined);
    }
    counts
}
