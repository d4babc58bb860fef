//! Trains how likely two places of two reports tell one thing: dates (`date_identity.bin`), figures
//! (`figure_identity.bin`), clauses (`clause_identity.bin`).
//!
//! Pairs were drawn evenly from ranges of what the program of the day said of them, and judged by reading
//! (`xtask/data/identity`). Figures are by cross-validation. The same data gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use entente_story::identity::Mention;
use entente_story::identity::model::{Sum, sums_to_bytes};
use entente_story::{Settings, clauses, figures, when};
use entente_types::{Claims, Document};

use super::identity::judged::{Counts, SETS, Verdict, verdicts};
use super::identity::sum;
use crate::audit::{acts, place};
use crate::train::stories::Example;

/// Parts of the stories for cross-validation.
const FOLDS: usize = 5;
/// How strongly weights are wished near 0, in examples.
const RIDGE: f64 = 50.0;
/// Most that a pair weighs: in learning it stands for the root of the number of pairs that it was drawn from.
const HEAVIEST: f32 = 5.0;

/// What is learned.
struct Task<const N: usize> {
    judged: &'static str,
    out: &'static str,
    names: Vec<&'static str>,
    pairs: fn(&[Document], &[Claims]) -> Vec<Pair<N>>,
    /// What is learned of the pairs, each in a sum of its own.
    lessons: Vec<Lesson<N>>,
    /// Marks the file.
    magic: &'static [u8; 4],
}

/// One sum.
struct Lesson<const N: usize> {
    about: &'static str,
    /// What of the features it may look at.
    look: fn(&[f32; N]) -> [f32; N],
    /// Which pairs it is asked about.
    is_asked: fn(&[f32; N]) -> bool,
    /// From how likely on two are one.
    least: f64,
}

impl<const N: usize> Lesson<N> {
    /// Of all pairs, by everything.
    fn of_all(least: f64) -> Self {
        Self {
            about: "all pairs",
            look: |features| *features,
            is_asked: |_| true,
            least,
        }
    }
}

/// Two places of two reports, and what they have in common.
type Pair<const N: usize> = ([Mention; 2], [f32; N]);

/// `train dates`: learns, and prints how well.
pub fn dates() -> Result<()> {
    run(&Task {
        judged: "xtask/data/identity/dates",
        out: "crates/entente-story/data/date_identity.bin",
        names: when::alike::names().collect(),
        pairs: |documents, claims| {
            let pairs = when::alike::pairs(documents, claims).into_iter();
            pairs.map(|pair| (pair.ends, pair.features)).collect()
        },
        lessons: vec![Lesson::of_all(Settings::default().date_alike)],
        magic: when::alike::MAGIC,
    })
}

/// `train figures`: learns, and prints how well.
pub fn figures() -> Result<()> {
    let apart = Lesson {
        about: "pairs whose values exclude each other and that may be one question",
        look: figures::alike::without_values,
        is_asked: figures::alike::may_exclude,
        least: Settings::default().figure_alike_other,
    };
    run(&Task {
        judged: "xtask/data/identity/figures",
        out: "crates/entente-story/data/figure_identity.bin",
        names: figures::alike::names().collect(),
        pairs: |documents, claims| {
            let pairs = figures::alike::pairs(documents, claims).into_iter();
            pairs.map(|pair| (pair.ends, pair.features)).collect()
        },
        lessons: vec![Lesson::of_all(Settings::default().figure_alike), apart],
        magic: figures::alike::MAGIC,
    })
}

/// `train clauses`: learns, and prints how well.
pub fn clauses() -> Result<()> {
    run(&Task {
        judged: "xtask/data/identity/clauses",
        out: "crates/entente-story/data/clause_identity.bin",
        names: clauses::alike::names().collect(),
        pairs: |documents, claims| {
            let pairs = clauses::alike::pairs(documents, claims).into_iter();
            pairs.map(|pair| (pair.ends, pair.features)).collect()
        },
        lessons: vec![Lesson::of_all(Settings::default().clause_alike)],
        magic: clauses::alike::MAGIC,
    })
}

/// A judged pair.
struct Answer<const N: usize> {
    features: [f32; N],
    is_one: bool,
    weight: f32,
    fold: usize,
    set: &'static str,
}

fn run<const N: usize>(task: &Task<N>) -> Result<()> {
    let mut answers = Vec::new();
    for set in SETS {
        read(task, set, &mut answers)?;
    }
    let mut sums = Vec::new();
    for lesson in &task.lessons {
        let asked: Vec<&Answer<N>> = answers
            .iter()
            .filter(|answer| (lesson.is_asked)(&answer.features))
            .collect();
        let n_one = asked.iter().filter(|answer| answer.is_one).count();
        println!("{}: {} judged, {n_one} one", lesson.about, asked.len());
        let all = (0..FOLDS).map(|fold| counts(lesson, &answers, |answer| answer.fold == fold));
        let all = all.fold(Counts::default(), Counts::and);
        println!("by what other stories teach: {all}");
        for set in SETS {
            let counts = counts(lesson, &answers, |answer| answer.set == set);
            println!("{set}, by what the other sets teach: {counts}");
        }
        let sum = learned(lesson, &answers, |_| true);
        for (name, weight) in task.names.iter().zip(sum.weights) {
            println!("{name:30} {weight:.2}");
        }
        sums.push(sum);
    }
    let bytes = sums_to_bytes(task.magic, &sums);
    std::fs::write(task.out, &bytes)?;
    println!("{} bytes to {}", bytes.len(), task.out);
    Ok(())
}

/// The judged pairs of a set.
fn read<const N: usize>(
    task: &Task<N>,
    set: &'static str,
    answers: &mut Vec<Answer<N>>,
) -> Result<()> {
    let verdicts = verdicts(&Path::new(task.judged).join(format!("{set}.tsv")))?;
    for reports in reports(set, &verdicts)? {
        let part = place("part", &format!("{set} {}", reports.story))[0];
        let end = |end: Mention| (reports.names[end.report].clone(), end.span.start);
        let known: BTreeMap<[(String, u32); 2], [f32; N]> =
            (task.pairs)(&reports.documents, &reports.claims)
                .into_iter()
                .map(|(ends, features)| (sorted(ends.map(end)), features))
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

fn learned<const N: usize>(
    lesson: &Lesson<N>,
    answers: &[Answer<N>],
    is_kept: impl Fn(&Answer<N>) -> bool,
) -> Sum<N> {
    let example = |answer: &Answer<N>| Example {
        features: (lesson.look)(&answer.features).to_vec(),
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

/// How those of some pairs come out that a lesson is asked about, by what all others teach.
fn counts<const N: usize>(
    lesson: &Lesson<N>,
    answers: &[Answer<N>],
    is_held: impl Fn(&Answer<N>) -> bool,
) -> Counts {
    let learned = learned(lesson, answers, |answer| !is_held(answer));
    let mut counts = Counts::default();
    let asked = answers
        .iter()
        .filter(|answer| is_held(answer) && (lesson.is_asked)(&answer.features));
    for answer in asked {
        let features = (lesson.look)(&answer.features);
        let is_joined = f64::from(learned.probability(&features)) >= lesson.least;
        counts.add(answer.weight, answer.is_one, is_joined);
    }
    counts
}
