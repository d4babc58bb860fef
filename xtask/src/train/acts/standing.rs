//! Trains how surely an act stands as it was read.

use anyhow::{Context, Result};
use entente_extract::event::cast::Model;
use entente_extract::event::confidence::{Confidence, Evidence, N_NUMBERS};
use entente_extract::{actor, event, time};
use entente_types::{Actors, Participant, Polarity, Realis, Root, Span};
use rayon::prelude::*;

use super::answers::{Answer, Answered, Manner};
use crate::train::events::fit;
use crate::train::{N_FOLDS, part};

const OUT: &str = "crates/entente-extract/data/event_confidence.bin";

/// An act as it was read, by a model that did not see its article.
struct Example {
    part: u64,
    evidence: Evidence,
    is_right: bool,
    faults: [bool; 3],
}

/// Tells how well right acts are known from wrong ones, and writes the table.
pub fn run(articles: &[Answered], folds: &[Model]) -> Result<()> {
    let read: Vec<(Vec<Example>, usize)> = articles
        .par_iter()
        .map(|one| of_article(one, folds))
        .collect();
    let n_wanted: usize = read.iter().map(|(_, n)| n).sum();
    let examples: Vec<Example> = read
        .into_iter()
        .flat_map(|(examples, _)| examples)
        .collect();
    let curve = cross_validate(&examples, n_wanted)?;
    let all: Vec<&Example> = examples.iter().collect();
    let bytes = model(&all, &curve);
    std::fs::write(OUT, &bytes)?;
    println!("{} bytes to {OUT}", bytes.len());
    Ok(())
}

/// The acts read of an article that were asked about, and how many PLOVER counts.
fn of_article(article: &Answered, folds: &[Model]) -> (Vec<Example>, usize) {
    let document = &article.document;
    let part = part(&document.article.name);
    let actors = actor::find(document);
    let times = time::find(document);
    let told = event::find_by(document, &actors, &times, folds.get(part as usize));
    let examples = told.into_iter().filter_map(|(found, evidence)| {
        let root = event::plover_root(&found.value)?;
        let answer = article.answers.get(&(found.value.trigger.start as usize))?;
        let faults = [
            counted(answer) != Some(root),
            !is_side(&actors, &found.value.actors, &answer.actors),
            !is_side(&actors, &found.value.recipients, &answer.recipients),
        ];
        Some(Example {
            part,
            evidence,
            is_right: faults == [false; 3],
            faults,
        })
    });
    let n = article
        .answers
        .values()
        .filter(|answer| counted(answer).is_some())
        .count();
    (examples.collect(), n)
}

/// The root under which PLOVER counts what was written down.
fn counted(answer: &Answer) -> Option<Root> {
    let (root, manner) = answer.act?;
    let (realis, polarity) = match manner {
        Manner::Done => (Realis::Happened, Polarity::Did),
        Manner::Planned => (Realis::Planned, Polarity::Did),
        Manner::Not => (Realis::Happened, Polarity::DidNot),
        Manner::Unreal => (Realis::Hypothetical, Polarity::Did),
    };
    event::counted(root, realis, polarity)
}

/// Are these the ones whose heads were written down, or other mentions of them?
fn is_side(actors: &Actors, side: &[Participant], wanted: &[usize]) -> bool {
    let holds = |span: Span| {
        let bytes = span.start as usize..span.end as usize;
        wanted.iter().any(|at| bytes.contains(at))
    };
    let is_same = |one: &Participant| {
        let mut mentions = actors.mentions.iter();
        mentions.any(|mention| one.actor.as_ref() == Some(&mention.actor) && holds(mention.span))
    };
    side.is_empty() == wanted.is_empty() && side.iter().all(|one| holds(one.span) || is_same(one))
}

fn model(examples: &[&Example], curve: &[f32; N_NUMBERS]) -> Vec<u8> {
    let questions: Vec<fit::Question> = examples
        .iter()
        .map(|one| fit::Question::new(&one.evidence.act, !one.faults[0], 1.0))
        .collect();
    let weights = fit::machine(&questions);
    let scale = fit::scale(&weights);
    let numbers = std::iter::once(scale).chain(*curve);
    let mut bytes: Vec<u8> = numbers.flat_map(f32::to_le_bytes).collect();
    let in_steps = |weight: &f32| (weight / scale).round() as i8 as u8;
    bytes.extend(weights.iter().map(in_steps));
    bytes
}

type Scored<'a> = Vec<([f32; N_NUMBERS], &'a Example)>;

/// Scores the acts of every part by a model that did not see it, tells how good it is, and gives the curve that turns
/// scores into a share.
fn cross_validate(examples: &[Example], n_wanted: usize) -> Result<[f32; N_NUMBERS]> {
    let mut scored = Scored::new();
    for fold in 0..N_FOLDS {
        let (held, seen): (Vec<&Example>, Vec<&Example>) =
            examples.iter().partition(|one| one.part == fold);
        let model = Confidence::from_bytes(&model(&seen, &[0.0; N_NUMBERS]))
            .context("a model of another size")?;
        scored.extend(
            held.into_iter()
                .map(|one| (model.numbers(&one.evidence), one)),
        );
    }
    let n_faults = [0, 1, 2].map(|idx| examples.iter().filter(|one| one.faults[idx]).count());
    let n_right = examples.iter().filter(|one| one.is_right).count();
    println!(
        "of {} acts read {n_right} are right; wrong act {}, actor {}, recipient {}; {n_wanted} are told",
        examples.len(),
        n_faults[0],
        n_faults[1],
        n_faults[2]
    );
    let mut judged: Vec<(f32, &Example)> = Vec::new();
    for fold in 0..N_FOLDS {
        let (held, seen): (Scored, Scored) = scored
            .iter()
            .copied()
            .partition(|(_, one)| one.part == fold);
        let curve = curve(&seen);
        judged.extend(
            held.iter()
                .map(|(numbers, one)| (share(&curve, numbers), *one)),
        );
    }
    tell(&judged, n_wanted);
    Ok(curve(&scored))
}

fn tell(judged: &[(f32, &Example)], n_wanted: usize) {
    for least in [0.0_f32, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] {
        let kept: Vec<&Example> = judged
            .iter()
            .filter(|(share, _)| *share >= least)
            .map(|(_, one)| *one)
            .collect();
        let n_act = kept.iter().filter(|one| !one.faults[0]).count() as f64;
        let n_right = kept.iter().filter(|one| one.is_right).count() as f64;
        let (n_kept, n_wanted) = (kept.len().max(1) as f64, n_wanted.max(1) as f64);
        println!(
            "share ≥ {least:.1}: {} kept, act right {:.3}, all right {:.3}; of all told found {:.3}, right {:.3}",
            kept.len(),
            n_act / n_kept,
            n_right / n_kept,
            n_act / n_wanted,
            n_right / n_wanted
        );
    }
}

fn share(curve: &[f32; N_NUMBERS], numbers: &[f32; N_NUMBERS]) -> f32 {
    let products = curve.iter().zip(numbers).map(|(one, other)| one * other);
    1.0 / (1.0 + (-products.sum::<f32>()).exp())
}

/// The logistic curve through scores, by gradient descent.
fn curve(scored: &Scored) -> [f32; N_NUMBERS] {
    const STEP: f32 = 0.5;
    let mut curve = [0.0_f32; N_NUMBERS];
    for _ in 0..3000 {
        let mut slopes = [0.0_f32; N_NUMBERS];
        for (numbers, one) in scored {
            let error = share(&curve, numbers) - f32::from(u8::from(one.is_right));
            for (slope, number) in slopes.iter_mut().zip(numbers) {
                *slope += error * number;
            }
        }
        for (own, slope) in curve.iter_mut().zip(slopes) {
            *own -= STEP * slope / scored.len().max(1) as f32;
        }
    }
    curve
}
