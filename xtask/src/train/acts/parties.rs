//! Trains who acts and whom it is done to.

use std::path::Path;

use anyhow::{Context, Result};
use entente_extract::event::cast::{Candidate, Model, Question};
use entente_extract::{actor, event, time};
use entente_types::{Article, Document, Root, Span};
use rayon::prelude::*;
use serde_json::Value;

use super::answers::{Answer, Answered};
use super::rank;
use crate::eval::{self, events::spans};
use crate::train::events::{fit, written};
use crate::train::{N_FOLDS, part};

const WRITTEN: &str = "xtask/data/events";
const OUT: &str = "crates/entente-extract/data/event_cast.bin";
/// Where a lesson comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// Articles whose acts people wrote down.
    Articles,
    /// Sentences written for Entente.
    Written,
    /// Pairs of the visible PLV set.
    Plv,
}

impl Source {
    /// How much a choice counts.
    fn weight(self) -> f32 {
        match self {
            Self::Articles => 1.0,
            Self::Written => 0.6,
            Self::Plv => 1.2,
        }
    }
}

/// An act with all who may take part, and who does.
struct Lesson {
    part: u64,
    question: Question,
    /// For each candidate: does it act, is it done to it?
    roles: Vec<[bool; 2]>,
    /// Is a side named in the sentence by a word that is no candidate?
    is_missed: [bool; 2],
    source: Source,
}

impl Lesson {
    /// Does a candidate play a role, by itself or as another mention of who does?
    fn is_of(&self, idx: usize, side: usize) -> bool {
        let candidates = &self.question.candidates;
        let own = &candidates[idx].participant.actor;
        let is_same = |other: &Candidate| own.is_some() && *own == other.participant.actor;
        let mut all = candidates.iter().zip(&self.roles);
        self.roles[idx][side] || all.any(|(other, roles)| roles[side] && is_same(other))
    }
}

/// Tells how good the choice is, writes the table, and gives the models of each part that did not see it.
pub fn run(articles: &[Answered], events: &Path, parsed: Option<&Path>) -> Result<Vec<Model>> {
    let mut lessons: Vec<Lesson> = articles.par_iter().map(of_article).flatten().collect();
    lessons.extend(of_marked(
        written::read(Path::new(WRITTEN))?,
        Source::Written,
    ));
    lessons.extend(of_plv(events, parsed)?);
    let folds = (0..N_FOLDS).into_par_iter().map(|fold| {
        let seen: Vec<&Lesson> = lessons.iter().filter(|one| one.part != fold).collect();
        Model::from_bytes(&model(&seen)).context("a model of another size")
    });
    let folds: Vec<Model> = folds.collect::<Result<_>>()?;
    for source in [Source::Articles, Source::Written, Source::Plv] {
        let own: Vec<&Lesson> = lessons.iter().filter(|one| one.source == source).collect();
        println!("{source:?}");
        tell("frames", &own, |one| {
            [0, 1].map(|side| {
                let all = one.question.candidates.iter().enumerate();
                let proposed = all.filter(|(_, candidate)| candidate.is_proposed[side]);
                proposed.map(|(idx, _)| idx).collect()
            })
        });
        tell("learned", &own, |one| {
            let question = &one.question;
            folds[one.part as usize]
                .decide(&question.candidates, &question.nobody)
                .0
        });
    }
    let all: Vec<&Lesson> = lessons.iter().collect();
    let bytes = model(&all);
    std::fs::write(OUT, &bytes)?;
    println!("{} bytes to {OUT}", bytes.len());
    Ok(folds)
}

fn questions(document: &Document) -> Vec<Question> {
    let actors = actor::find(document);
    let times = time::find(document);
    event::questions(document, &actors, &times)
}

fn of_article(article: &Answered) -> Vec<Lesson> {
    let name = article.document.article.name.clone();
    let lesson = |question: Question| {
        let answer = article.answers.get(&(question.trigger.start as usize))?;
        answer.act?;
        Some(lesson(part(&name), question, answer))
    };
    questions(&article.document)
        .into_iter()
        .filter_map(lesson)
        .collect()
}

fn lesson(part: u64, question: Question, answer: &Answer) -> Lesson {
    let mut roles = vec![[false; 2]; question.candidates.len()];
    let mut is_missed = [false; 2];
    for (side, heads) in [&answer.actors, &answer.recipients].into_iter().enumerate() {
        for &head in heads {
            match meant(&question.candidates, head) {
                Some(idx) => roles[idx][side] = true,
                None => is_missed[side] = true,
            }
        }
    }
    Lesson {
        part,
        question,
        roles,
        is_missed,
        source: Source::Articles,
    }
}

/// The candidate that a word heads, else the shortest that holds it.
fn meant(candidates: &[Candidate], head: usize) -> Option<usize> {
    let all = || candidates.iter().enumerate();
    let heads = all().find(|(_, one)| one.at.start as usize == head);
    let holds = || {
        let holding = all().filter(|(_, one)| {
            let span = one.participant.span;
            (span.start as usize..span.end as usize).contains(&head)
        });
        holding.min_by_key(|(_, one)| one.participant.span.len())
    };
    heads.or_else(holds).map(|(idx, _)| idx)
}

/// Of each marked sentence the one act that has its root.
fn of_marked(marked: Vec<written::Marked>, source: Source) -> Vec<Lesson> {
    let language = entente_language::english();
    let read = marked
        .into_par_iter()
        .filter(|one| one.root != "NONE")
        .map(|one| {
            let document = language.parse(Article::plain(&one.id, &one.text));
            of_pair(&document, &one.root, &one.actor, &one.recipient, source)
        });
    read.collect::<Vec<_>>().into_iter().flatten().collect()
}

/// The same of the visible PLV set.
fn of_plv(folder: &Path, parsed: Option<&Path>) -> Result<Vec<Lesson>> {
    let gold: Vec<Value> = eval::rows(&folder.join("gold.jsonl"))?;
    let documents = match parsed.map(|parsed| parsed.join("events.jsonl")) {
        Some(file) if file.exists() => eval::documents(&file, &gold)?,
        _ => eval::rows(&folder.join("documents.jsonl"))?
            .par_iter()
            .map(|row| eval::parsed(eval::article(row)))
            .collect(),
    };
    let pairs = documents
        .iter()
        .zip(&gold)
        .filter(|(_, gold)| gold["set"] == "plv");
    let lessons = pairs.filter_map(|(document, gold)| {
        let event = &gold["events"][0];
        let side = |name: &str| spans(document, &event[name]);
        let root = event["root"].as_str()?;
        of_pair(
            document,
            root,
            &side("actor_spans"),
            &side("recipient_spans"),
            Source::Plv,
        )
    });
    Ok(lessons.collect())
}

/// The one act of a text that counts under a root, with the two sides that are given.
fn of_pair(
    document: &Document,
    root: &str,
    actor: &[Span],
    recipient: &[Span],
    source: Source,
) -> Option<Lesson> {
    let name = |root: Root| match format!("{root:?}").to_uppercase().as_str() {
        "CONCEDE" | "RETREAT" => "YIELD".to_owned(),
        root => root.to_owned(),
    };
    let root = match root {
        "CONCEDE" | "RETREAT" => "YIELD",
        root => root,
    };
    let mut own = questions(document).into_iter().filter(|question| {
        question
            .counted
            .is_some_and(|counted| name(counted) == root)
    });
    let question = own.next().filter(|_| own.next().is_none())?;
    let holds = |spans: &[Span], candidate: &Candidate| {
        spans.iter().any(|span| span.contains(candidate.at))
    };
    let roles: Vec<[bool; 2]> = question
        .candidates
        .iter()
        .map(|candidate| [holds(actor, candidate), holds(recipient, candidate)])
        .collect();
    let is_missed = [0, 1].map(|side| !roles.iter().any(|roles| roles[side]));
    Some(Lesson {
        part: part(&document.article.name),
        roles,
        is_missed,
        source,
        question,
    })
}

fn model(lessons: &[&Lesson]) -> Vec<u8> {
    let columns = [0, 1].map(|side| rank::weights(&choices(lessons, side)));
    let scales = [fit::scale(&columns[0]), fit::scale(&columns[1])];
    let mut bytes: Vec<u8> = scales
        .iter()
        .flat_map(|scale| scale.to_le_bytes())
        .collect();
    for (one, other) in columns[0].iter().zip(&columns[1]) {
        bytes.push((one / scales[0]).round() as i8 as u8);
        bytes.push((other / scales[1]).round() as i8 as u8);
    }
    bytes
}

/// Of each act the choice of one side; not where people chose a word that is no candidate.
fn choices<'a>(lessons: &[&'a Lesson], side: usize) -> Vec<rank::Choice<'a>> {
    let choice = |one: &&'a Lesson| {
        let question = &one.question;
        let mut wanted: Vec<usize> = (0..question.candidates.len())
            .filter(|&idx| one.roles[idx][side])
            .collect();
        if wanted.is_empty() && one.is_missed[side] {
            return None;
        }
        if wanted.is_empty() {
            wanted.push(question.candidates.len());
        }
        let offered = question
            .candidates
            .iter()
            .map(|candidate| &candidate.features);
        Some(rank::Choice {
            offered: offered.chain([&question.nobody]).collect(),
            wanted,
            weight: one.source.weight(),
        })
    };
    lessons.iter().filter_map(choice).collect()
}

/// What became of one side of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Right,
    /// Nobody was chosen, though somebody is named.
    Silent,
    /// Somebody else was chosen.
    Other,
    /// Somebody was chosen, though nobody is named.
    Invented,
}

impl Lesson {
    fn outcome(&self, side: usize, chosen: &[usize]) -> Outcome {
        let is_named = self.is_missed[side] || self.roles.iter().any(|roles| roles[side]);
        match (chosen.is_empty(), is_named) {
            (true, true) => Outcome::Silent,
            (true, false) => Outcome::Right,
            (false, true) if chosen.iter().all(|&idx| self.is_of(idx, side)) => Outcome::Right,
            (false, true) => Outcome::Other,
            (false, false) => Outcome::Invented,
        }
    }
}

/// How often a way to choose gives the sides that people wrote down.
fn tell(name: &str, lessons: &[&Lesson], choose: impl Fn(&Lesson) -> [Vec<usize>; 2]) {
    let outcomes: Vec<[Outcome; 2]> = lessons
        .iter()
        .map(|one| {
            let chosen = choose(one);
            [0, 1].map(|side| one.outcome(side, &chosen[side]))
        })
        .collect();
    let share = |side: usize, outcome: Outcome| {
        let n = outcomes.iter().filter(|one| one[side] == outcome).count();
        n as f64 / outcomes.len().max(1) as f64
    };
    let n_right = outcomes
        .iter()
        .filter(|one| **one == [Outcome::Right; 2])
        .count();
    let both = n_right as f64 / outcomes.len().max(1) as f64;
    print!(
        "  {name}: of {} acts both sides right {both:.3}",
        outcomes.len()
    );
    for (side, word) in ["actor", "recipient"].into_iter().enumerate() {
        let [right, silent, other, invented] = [
            Outcome::Right,
            Outcome::Silent,
            Outcome::Other,
            Outcome::Invented,
        ]
        .map(|outcome| share(side, outcome));
        print!(
            "; {word} right {right:.3}, silent {silent:.3}, other {other:.3}, invented {invented:.3}"
        );
    }
    println!();
}
