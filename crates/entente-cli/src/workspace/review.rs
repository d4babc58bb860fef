//! `entente review`: what a person says about stories and claims.

use std::process::ExitCode;

use entente_engine::Settings;
use entente_engine::workspace;
use entente_engine::world::{Correction, ReviewRow};

use super::{list, now, open, print, view};
use crate::arguments::{Because, ListReviews, Review};
use crate::failure::Failure;
use crate::render::{count, plain};

/// Keeps what a person says, takes it back, or lists it.
pub fn review(what: &Review) -> Result<ExitCode, Failure> {
    let (correction, because) = match what {
        Review::List(settings) => return list_all(settings),
        Review::Undo(settings) => {
            let mut world = open(&settings.place)?;
            workspace::undo(&mut world, settings.review, &Settings::default(), &now)?;
            print(&format!("review {} is undone\n", settings.review))?;
            return Ok(ExitCode::SUCCESS);
        }
        Review::Merge(said) => (Correction::Merge(said.stories.clone()), &said.because),
        Review::Split(said) => {
            let (story, articles) = (said.story, said.articles.clone());
            (Correction::Split { story, articles }, &said.because)
        }
        Review::Relabel(said) => {
            let (story, headline) = (said.story, said.headline.clone());
            (Correction::Relabel { story, headline }, &said.because)
        }
        Review::Reject(said) => (Correction::Reject(said.id), &said.because),
    };
    keep(&correction, because)
}

fn keep(correction: &Correction, because: &Because) -> Result<ExitCode, Failure> {
    let mut world = open(&because.place)?;
    let why = because.why.as_deref();
    let reviewed = workspace::review(&mut world, correction, why, &Settings::default(), &now)?;
    let reviews = world.at(None).reviews()?;
    let kept = reviews
        .iter()
        .find(|review| review.number == reviewed.number);
    print(&kept.map_or_else(String::new, |review| format!("review {}", line(review))))?;
    Ok(ExitCode::SUCCESS)
}

fn list_all(settings: &ListReviews) -> Result<ExitCode, Failure> {
    let world = open(&settings.at.place)?;
    let reviews = view(&world, &settings.at).reviews()?;
    let text = reviews.iter().map(line).collect();
    print(&list::shown(settings.format, &reviews, text)?)?;
    Ok(ExitCode::from(u8::from(reviews.is_empty())))
}

/// One line for a review.
pub fn line(review: &ReviewRow) -> String {
    let story = review.story.as_deref().unwrap_or_default();
    let headline = review.headline.as_deref().unwrap_or_default();
    let said = match review.what.as_str() {
        "merge" => format!("merges {} into {story}", review.from.join(", ")),
        "split" => {
            let articles = count(review.of.len() as u64, "article", "articles");
            format!(
                "splits {story} ({articles}) from {}",
                review.from.join(", ")
            )
        }
        "relabel" => format!("calls {story} “{}”", plain(headline)),
        "confirm" => format!("confirms {}", review.of.join(", ")),
        _ => format!("rejects {}", review.of.join(", ")),
    };
    let why = review.why.as_deref().map(|why| format!(": {}", plain(why)));
    let undone = review.undone.as_deref().map(|at| format!(", undone {at}"));
    format!(
        "{}  {}  {said}{}{}\n",
        review.number,
        review.known,
        why.unwrap_or_default(),
        undone.unwrap_or_default()
    )
}
