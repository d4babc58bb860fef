//! Acts of whole reports: pairs of them were drawn and judged by people (`xtask/data/identity`).
//!
//! What marked sentences teach of words and parties counts too, with less weight: they are chosen for telling one act, so
//! that nearly everything alike in them is one. Figures are by cross-validation over [`FOLDS`] parts of the stories.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use entente_story::Settings;
use entente_story::identity::model::Sum;
use entente_story::identity::{Mention, compared, pair};
use entente_types::SlotKind;

use super::{Story, sum};
use crate::audit::{acts, place};
use crate::eval::coreference::{Told, slots};
use crate::train::pairs;
use crate::train::stories::Example;

const JUDGED: &str = "xtask/data/identity";
/// What pairs were drawn from.
pub const SETS: [&str; 3] = ["ecbplus", "fnc", "gvc"];
/// Parts of the stories for cross-validation.
const FOLDS: usize = 4;
/// How much more a judged pair weighs than one of marked sentences.
const WEIGHT: f32 = 3.0;
/// How strongly weights are wished near 0, in examples.
const RIDGE: f64 = 300.0;

/// A verdict: two acts as article and byte, how many pairs it stands for, and whether they are one.
pub struct Verdict {
    pub ends: [(String, u32); 2],
    pub weight: f32,
    pub is_one: bool,
}

/// A judged pair of acts.
struct Answer {
    features: pair::Features,
    ends: (usize, usize),
    is_one: bool,
    weight: f32,
}

/// Reports of a story with what was judged of their acts.
pub struct Judged {
    told: Told,
    fold: usize,
    answers: Vec<Answer>,
}

/// The stories of all sets; one that marked sentences are from falls into the part of their topic.
pub fn read(marked: &[Story]) -> Result<Vec<Judged>> {
    let mut known: BTreeMap<&str, HashSet<&str>> = BTreeMap::new();
    for story in marked {
        let lines = known.entry(&story.told.topic).or_default();
        let documents = story.told.documents.iter();
        lines.extend(documents.flat_map(|document| document.text().lines()));
    }
    let mut judged = Vec::new();
    for set in SETS {
        let verdicts = verdicts(&Path::new(JUDGED).join(format!("{set}.tsv")))?;
        let ends = verdicts.iter().flat_map(|verdict| &verdict.ends);
        let named: BTreeSet<String> = ends.map(|(article, _)| article.clone()).collect();
        let folder = Path::new("../shared/eval/stories").join(set);
        for reports in acts::stories(&folder, "", Some(&named))? {
            let fold = fold(set, &reports, &known);
            judged.push(story(fold, reports, &verdicts));
        }
    }
    Ok(judged)
}

/// What was judged in a file.
pub fn verdicts(file: &Path) -> Result<Vec<Verdict>> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut verdicts = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let [one, other, weight, answer] = line.split('\t').collect::<Vec<_>>()[..] else {
            continue;
        };
        let end = |id: &str| -> Result<(String, u32)> {
            let (article, byte) = id.rsplit_once(':').context("an act has no place")?;
            Ok((article.to_owned(), byte.parse()?))
        };
        if answer != "unclear" {
            verdicts.push(Verdict {
                ends: [end(one)?, end(other)?],
                weight: weight.parse()?,
                is_one: answer == "yes",
            });
        }
    }
    Ok(verdicts)
}

fn fold(set: &str, reports: &acts::Reports, known: &BTreeMap<&str, HashSet<&str>>) -> usize {
    let has = |line: &str| {
        reports
            .documents
            .iter()
            .any(|one| one.text().contains(line))
    };
    let is_from = |lines: &HashSet<&str>| lines.iter().any(|line| line.len() > 40 && has(line));
    let marked = known.values().position(is_from);
    let part = place("part", &format!("{set} {}", reports.story))[0];
    marked.unwrap_or(part.into()) % FOLDS
}

fn story(fold: usize, reports: acts::Reports, verdicts: &[Verdict]) -> Judged {
    let mentions = acts::mentions(&reports);
    let pairs = compared(&reports.documents, &reports.claims, &mentions);
    let name = |mention: &Mention| (reports.names[mention.report].clone(), mention.span.start);
    let named = mentions.iter().enumerate();
    let place_of: BTreeMap<(String, u32), usize> =
        named.map(|(idx, mention)| (name(mention), idx)).collect();
    let features: BTreeMap<(usize, usize), pair::Features> = pairs
        .iter()
        .map(|pair| ((pair.one, pair.other), pair.features))
        .collect();
    let answer = |verdict: &Verdict| {
        let [one, other] = &verdict.ends;
        let (one, other) = (*place_of.get(one)?, *place_of.get(other)?);
        let ends = (one.min(other), one.max(other));
        Some(Answer {
            features: *features.get(&ends)?,
            ends,
            is_one: verdict.is_one,
            weight: verdict.weight,
        })
    };
    let ids = mentions
        .iter()
        .map(|mention| format!("{}:{}", name(mention).0, name(mention).1));
    Judged {
        answers: verdicts.iter().filter_map(answer).collect(),
        fold,
        told: Told {
            topic: reports.story.clone(),
            ids: ids.collect(),
            documents: reports.documents,
            claims: reports.claims,
            mentions,
        },
    }
}

/// Learns from all but one part.
pub fn learn(
    marked: &[Story],
    judged: &[Judged],
    without: Option<usize>,
) -> Sum<{ pair::N_FEATURES }> {
    let topics: BTreeSet<&str> = marked
        .iter()
        .map(|story| story.told.topic.as_str())
        .collect();
    let fold = |story: &Story| topics.iter().position(|topic| *topic == story.told.topic);
    let is_kept =
        |fold: Option<usize>| fold.map(|fold| fold % FOLDS) != without || without.is_none();
    let mut examples = Vec::new();
    for story in marked.iter().filter(|story| is_kept(fold(story))) {
        examples.extend(
            story
                .pairs
                .iter()
                .zip(&story.answers)
                .map(|(pair, answer)| Example {
                    features: pair.features.to_vec(),
                    answer: *answer,
                    weight: 1.0,
                }),
        );
    }
    for answer in judged
        .iter()
        .filter(|story| is_kept(Some(story.fold)))
        .flat_map(|story| &story.answers)
    {
        examples.push(Example {
            features: answer.features.to_vec(),
            answer: answer.is_one,
            weight: WEIGHT * answer.weight,
        });
    }
    sum(&examples, RIDGE)
}

/// Prints how judged pairs come out that are likely enough, each part by what was learned of the others.
pub fn score(marked: &[Story], judged: &[Judged]) {
    let least = Settings::default().event_alike;
    for fold in 0..FOLDS {
        let learned = learn(marked, judged, Some(fold));
        let answers = judged
            .iter()
            .filter(|story| story.fold == fold)
            .flat_map(|story| &story.answers);
        let mut counts = Counts::default();
        answers.for_each(|answer| {
            let is_joined = f64::from(learned.probability(&answer.features)) >= least;
            counts.add(answer.weight, answer.is_one, is_joined);
        });
        println!("judged pairs, part {fold}, from {least} on: {counts}");
    }
}

/// Prints which judged pairs `compare` takes for one, by the model that ships.
pub fn slots() -> Result<()> {
    let mut by_set: BTreeMap<&str, Counts> = BTreeMap::new();
    let judged = read(&[])?;
    for story in &judged {
        let slots = slots::slots_of(&story.told);
        let set = story.told.ids.first().and_then(|id| id.split_once('-'));
        for answer in &story.answers {
            let (one, other) = (slots[answer.ends.0], slots[answer.ends.1]);
            for set in [set.map_or("", |(set, _)| set), "all"] {
                by_set.entry(set).or_default().add(
                    answer.weight,
                    answer.is_one,
                    one.is_some() && one == other,
                );
            }
        }
    }
    for (set, counts) in by_set {
        println!("judged acts, {set}: {counts}");
    }
    values("figures", SlotKind::Figure)?;
    values("dates", SlotKind::Date)
}

/// Prints which judged pairs of figures or dates `compare` takes for one.
fn values(name: &str, kind: SlotKind) -> Result<()> {
    let mut all = Counts::default();
    for set in SETS {
        let verdicts = verdicts(&Path::new(JUDGED).join(name).join(format!("{set}.tsv")))?;
        for reports in pairs::reports(set, &verdicts)? {
            let slots = slots::of_values(&reports, kind);
            for verdict in &verdicts {
                let known = verdict
                    .ends
                    .iter()
                    .all(|(name, _)| reports.names.contains(name));
                let [one, other] = verdict.ends.each_ref().map(|end| slots.get(end));
                if known {
                    all.add(
                        verdict.weight,
                        verdict.is_one,
                        one.is_some() && one == other,
                    );
                }
            }
        }
    }
    println!("judged {name}: {all}");
    Ok(())
}

/// Pairs by weight.
#[derive(Default)]
pub struct Counts {
    right: f32,
    joined: f32,
    one: f32,
}

impl Counts {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            joined: self.joined + other.joined,
            one: self.one + other.one,
        }
    }

    /// Adds what stands for `weight` pairs.
    pub fn add(&mut self, weight: f32, is_one: bool, is_joined: bool) {
        let counted = |is: bool| if is { weight } else { 0.0 };
        self.right += counted(is_joined && is_one);
        self.joined += counted(is_joined);
        self.one += counted(is_one);
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (precision, recall) = (
            self.right / self.joined.max(1.0),
            self.right / self.one.max(1.0),
        );
        let f1 = 2.0 * precision * recall / (precision + recall).max(f32::MIN_POSITIVE);
        write!(
            out,
            "precision {precision:.3} recall {recall:.3} F1 {f1:.3}"
        )
    }
}
