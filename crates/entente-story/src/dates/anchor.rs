//! The date that a story hangs on: a weekday here and a day of the month there for the same thing.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::Document;
use jiff::Span as Days;
use jiff::civil::{Date, Weekday};

use crate::dates::mention::Mention;
use crate::words::Rarity;

/// So many weekdays and days of the month are enough to date a story.
const MANY: usize = 500;

/// A date that the reports together name, and how.
pub(crate) struct Anchor {
    pub(crate) date: Date,
    pub(crate) because: String,
    pub(crate) topics: BTreeSet<String>,
}

/// The date on which the story's days hang: most pairs of mentions speak for it.
pub(crate) fn anchor(
    documents: &[Document],
    mentions: &[Mention],
    rarity: &Rarity,
) -> Option<Anchor> {
    if documents
        .iter()
        .all(|document| document.article.published.is_some())
    {
        return None;
    }
    let years = years(documents, mentions);
    let mut votes: BTreeMap<Date, (u32, Anchor)> = BTreeMap::new();
    let is_open = |mention: &&Mention| mention.date.is_none() && mention.weekday.is_some();
    let is_placed = |mention: &&Mention| mention.month_day.is_some();
    for one in mentions.iter().filter(is_open).take(MANY) {
        let Some(weekday) = one.weekday else { continue };
        for other in mentions.iter().filter(is_placed).take(MANY) {
            let topics: BTreeSet<String> = one
                .frame
                .topics
                .intersection(&other.frame.topics)
                .cloned()
                .collect();
            let is_telling = topics.iter().any(|topic| rarity.weight(topic) > 0.8);
            let Some(date) = candidate(weekday, other, &years).filter(|_| is_telling) else {
                continue;
            };
            let topic = topics.first().cloned().unwrap_or_default();
            let because = format!(
                "the {topic} is on “{}” in report {} and on “{}” in report {}, which makes it {date}",
                one.words.trim(),
                documents[one.report].article.id.0,
                other.words.trim(),
                documents[other.report].article.id.0,
            );
            let anchor = || {
                (
                    0,
                    Anchor {
                        date,
                        because,
                        topics: BTreeSet::new(),
                    },
                )
            };
            let vote = votes.entry(date).or_insert_with(anchor);
            vote.0 += 1;
            vote.1.topics.extend(topics);
        }
    }
    let most = votes.values().map(|vote| vote.0).max();
    let mut best = votes.into_values().filter(|vote| Some(vote.0) == most);
    match (best.next(), best.next()) {
        (Some((_, anchor)), None) => Some(anchor),
        (None, _) => dated_sibling(documents),
        _ => None,
    }
}

/// Without a date in common, the day of publication of the only dated reports places the others.
fn dated_sibling(documents: &[Document]) -> Option<Anchor> {
    let dated = documents
        .iter()
        .filter_map(|document| Some((document.article.day()?, document.article.id.0)));
    let dated: BTreeSet<(Date, u32)> = dated.collect();
    let (first, last) = (dated.first()?, dated.last()?);
    let because = format!("report {} came out on {}", first.1, first.0);
    let days = first.0.until(last.0).ok()?.get_days();
    (days <= 3).then(|| Anchor {
        date: first.0,
        because,
        topics: BTreeSet::new(),
    })
}

/// Years that the story names, and the one after the last.
fn years(documents: &[Document], mentions: &[Mention]) -> BTreeSet<i16> {
    let mut years: BTreeSet<i16> = mentions
        .iter()
        .filter_map(|mention| Some(mention.date?.year()))
        .collect();
    for document in documents {
        for token in document.tokens.iter() {
            let word = token.span.of(document.text());
            let year: Option<i16> = word.parse().ok().filter(|year| (1900..2100).contains(year));
            years.extend(year.filter(|_| word.len() == 4));
        }
        years.extend(document.article.day().map(|day| day.year()));
    }
    let last = years.last().copied();
    last.map(|last| [last, last + 1].into_iter().collect())
        .unwrap_or_default()
}

/// The one date that has both the weekday and the other mention's month and day.
fn candidate(weekday: Weekday, other: &Mention, years: &BTreeSet<i16>) -> Option<Date> {
    if let Some(date) = other.date {
        return (date.weekday() == weekday).then_some(date);
    }
    let (month, day) = other.month_day?;
    let dates = years
        .iter()
        .filter_map(|&year| Date::new(year, month, day).ok());
    let mut fitting = dates.filter(|date| date.weekday() == weekday);
    match (fitting.next(), fitting.next()) {
        (Some(date), None) => Some(date),
        _ => None,
    }
}

/// The day that a mention means when the story hangs on `anchor`.
pub(crate) fn day_of(mention: &Mention, anchor: &Anchor) -> Option<Date> {
    if let (None, Some((month, day))) = (mention.weekday, mention.month_day) {
        return nearest_year(month, day, anchor.date);
    }
    nearest_weekday(mention.weekday?, anchor.date)
}

fn nearest_weekday(weekday: Weekday, date: Date) -> Option<Date> {
    (-3..=3).find_map(|days| {
        let near = date.checked_add(Days::new().days(days)).ok()?;
        (near.weekday() == weekday).then_some(near)
    })
}

fn nearest_year(month: i8, day: i8, near: Date) -> Option<Date> {
    let years = [near.year() - 1, near.year(), near.year() + 1];
    let dates = years
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok());
    dates.min_by_key(|date| {
        near.until(*date)
            .map_or(i32::MAX, |span| span.get_days().abs())
    })
}
