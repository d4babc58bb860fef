//! Stories as a list for people.

use std::cmp::Reverse;

use super::{Story, Told};
use crate::read::table::{cell, fit};
use crate::render::{count, plain};

/// Columns of the day and of the outlet.
const DAY: usize = 10;
const OUTLET: usize = 18;

/// The stories that several articles tell, the most reported first, then what is told once.
pub fn text(stories: Vec<Story>, width: usize) -> String {
    let n_articles: usize = stories.iter().map(|story| story.articles.len()).sum();
    let (mut several, once): (Vec<Story>, Vec<Story>) = stories
        .into_iter()
        .partition(|story| story.articles.len() > 1);
    several.sort_by_key(|story| Reverse((story.outlets.len(), story.articles.len())));
    let n_told = several.len() + once.len();
    let mut out = format!(
        "{}, {}\n",
        count(n_told as u64, "story", "stories"),
        count(n_articles as u64, "article", "articles")
    );
    for story in &several {
        out += "\n";
        out += &block(story, &several, width);
    }
    if !once.is_empty() {
        out += "\nTold once\n";
        for story in &once {
            for told in &story.articles {
                out += &line(told, width);
            }
        }
    }
    out
}

/// A story of a stream: what several articles tell as in the list, what is told once as its line.
pub fn over(story: &Story, width: usize) -> String {
    match story.articles.as_slice() {
        [only] => line(only, width),
        _ => format!("\n{}\n", block(story, &[], width)),
    }
}

fn block(story: &Story, all: &[Story], width: usize) -> String {
    let mut facts = vec![count(story.articles.len() as u64, "article", "articles")];
    if !story.outlets.is_empty() {
        facts.push(count(story.outlets.len() as u64, "outlet", "outlets"));
    }
    if let (Some(first), Some(last)) = (story.first, story.last) {
        facts.push(if first.day == last.day {
            first.day.to_string()
        } else {
            format!("{} to {}", first.day, last.day)
        });
    }
    if let Some(before) = all
        .iter()
        .find(|other| other.id.0 == story.saga.0 && other.id != story.id)
    {
        facts.push(format!("follows “{}”", plain(&before.headline)));
    }
    let mut out = fit(&plain(&story.headline), width) + "\n";
    out += &(fit(&format!("  {}", facts.join(" · ")), width) + "\n");
    for told in &story.articles {
        out += &line(told, width);
    }
    out
}

fn line(told: &Told, width: usize) -> String {
    let day = told
        .published
        .map(|moment| moment.day.to_string())
        .unwrap_or_default();
    let outlet = plain(told.source.as_deref().unwrap_or_default());
    let title = fit(&plain(told.shown()), width.saturating_sub(DAY + OUTLET + 6));
    let line = format!("  {}  {}  {title}", cell(&day, DAY), cell(&outlet, OUTLET));
    line.trim_end().to_owned() + "\n"
}
