//! Reviews: what a person says about stories and claims. They outlast every further article and every reading anew, later
//! ones hold before earlier ones, and each can be undone; what was known before them stays what it was.

mod reject;

use std::collections::BTreeSet;

pub(crate) use reject::carry_over;

use crate::comparison::make_void;
use crate::store::{OptionalExtension, Transaction};
use crate::story::{describe, next_number, settle};
use crate::summary::count_pairs;
use crate::world::log;
use crate::{Error, Id, Known, World};

/// What a person says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// These stories are one; it goes on as the first of them.
    Merge(Vec<u32>),
    /// These articles of a story are a story of their own.
    Split {
        /// The story that they are in.
        story: u32,
        /// The articles.
        articles: Vec<u32>,
    },
    /// A story is called so.
    Relabel {
        /// The story.
        story: u32,
        /// What it is called.
        headline: String,
    },
    /// An article or a claim is wrong: nothing is derived from it any more.
    Reject(Id),
    /// These claims were looked at and are read rightly: nobody need be asked again.
    Confirm(Vec<Id>),
}

/// What became of a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// The number of the review, by which it can be undone.
    pub number: u32,
    /// Stories of which other articles or claims count because of it.
    pub stories: Vec<u32>,
}

/// Longest headline and longest reason that a person may give, in characters.
const MAX_WORDS: usize = 1_000;

impl World {
    /// Keeps what a person says, and why if that is told. It holds from then on.
    ///
    /// # Errors
    ///
    /// If it speaks of what is not there or would change nothing, or the disk cannot be written.
    pub fn review(
        &mut self,
        correction: &Correction,
        why: Option<&str>,
        at: Known,
    ) -> Result<Reviewed, Error> {
        let (transaction, known) = self.write(at)?;
        let stories = match correction {
            Correction::Merge(stories) => merge(&transaction, stories, why, known)?,
            Correction::Split { story, articles } => {
                split(&transaction, *story, articles, why, known)?
            }
            Correction::Relabel { story, headline } => {
                relabel(&transaction, *story, headline, why, known)?
            }
            Correction::Reject(id) => reject::reject(&transaction, *id, why, known)?,
            Correction::Confirm(ids) => reject::confirm(&transaction, ids, why, known)?,
        };
        let number = last_review(&transaction)?;
        finish(&transaction, "review", number, &stories, known)?;
        transaction.commit()?;
        let stories = stories.into_iter().collect();
        Ok(Reviewed { number, stories })
    }

    /// Takes a review back: from then on all is as if it had not been made. Gives the stories that change.
    ///
    /// # Errors
    ///
    /// If there is none of that number, or it was undone already, or the disk cannot be written.
    pub fn undo(&mut self, number: u32, at: Known) -> Result<Vec<u32>, Error> {
        let (transaction, known) = self.write(at)?;
        let held: Option<(String, Option<u32>)> = transaction
            .prepare("SELECT what, story FROM review WHERE number = ?1 AND known_to IS NULL")?
            .query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((what, story)) = held else {
            return Err(wrong(format!("no review {number} holds")));
        };
        transaction
            .prepare("UPDATE review SET known_to = ?2 WHERE number = ?1")?
            .execute((number, known.0))?;
        let stories = match (what.as_str(), story) {
            ("reject", _) => reject::accept(&transaction, number, known)?,
            ("confirm", _) => BTreeSet::new(),
            ("relabel", Some(story)) => {
                describe(&transaction, story, None, known)?;
                BTreeSet::new()
            }
            _ => settle_pins(&transaction, number, known)?,
        };
        finish(&transaction, "undo", number, &stories, known)?;
        transaction.commit()?;
        Ok(stories.into_iter().collect())
    }
}

fn wrong(why: impl Into<String>) -> Error {
    Error::Review(why.into())
}

/// What was compared before is void, what was counted is counted anew, and the log tells of it.
fn finish(
    transaction: &Transaction,
    what: &str,
    number: u32,
    stories: &BTreeSet<u32>,
    known: Known,
) -> Result<(), Error> {
    for &story in stories {
        make_void(transaction, story, known)?;
    }
    let rejected: Option<u32> = transaction
        .prepare("SELECT article FROM review WHERE number = ?1")?
        .query_row([number], |row| row.get(0))?;
    count_pairs(transaction, stories, rejected, known)?;
    log(transaction, known, what, 1)
}

fn merge(
    transaction: &Transaction,
    stories: &[u32],
    why: Option<&str>,
    known: Known,
) -> Result<BTreeSet<u32>, Error> {
    let all: BTreeSet<u32> = stories.iter().copied().collect();
    let Some(&into) = stories.first().filter(|_| all.len() > 1) else {
        return Err(wrong("two different stories at least are needed"));
    };
    let mut pinned = Vec::new();
    for &story in &all {
        let articles = articles_of(transaction, story)?;
        pinned.extend(articles.into_iter().map(|article| (article, story)));
    }
    let number = keep(transaction, "merge", Some(into), why, known)?;
    pin(transaction, number, &pinned)?;
    settle_pins(transaction, number, known)
}

fn split(
    transaction: &Transaction,
    story: u32,
    articles: &[u32],
    why: Option<&str>,
    known: Known,
) -> Result<BTreeSet<u32>, Error> {
    let all: BTreeSet<u32> = articles_of(transaction, story)?.into_iter().collect();
    let apart: BTreeSet<u32> = articles.iter().copied().collect();
    if let Some(&other) = apart.difference(&all).next() {
        let (article, story) = (Id::Article(other), Id::Story(story));
        return Err(wrong(format!("`{article}` is not in `{story}`")));
    }
    if apart.is_empty() || apart.len() == all.len() {
        return Err(wrong(format!(
            "some articles of `{}` must go, and some must stay",
            Id::Story(story)
        )));
    }
    let into = next_number(transaction)?;
    let number = keep(transaction, "split", Some(into), why, known)?;
    let pinned: Vec<(u32, u32)> = apart.into_iter().map(|article| (article, story)).collect();
    pin(transaction, number, &pinned)?;
    settle_pins(transaction, number, known)
}

fn relabel(
    transaction: &Transaction,
    story: u32,
    headline: &str,
    why: Option<&str>,
    known: Known,
) -> Result<BTreeSet<u32>, Error> {
    let headline = headline.trim();
    if headline.is_empty() || headline.chars().count() > MAX_WORDS {
        return Err(wrong(format!("a headline has 1 to {MAX_WORDS} characters")));
    }
    articles_of(transaction, story)?;
    let number = keep(transaction, "relabel", Some(story), why, known)?;
    transaction
        .prepare("UPDATE review SET headline = ?2 WHERE number = ?1")?
        .execute((number, headline))?;
    describe(transaction, story, None, known)?;
    Ok(BTreeSet::new())
}

/// The articles of a story that is there, also the rejected ones.
fn articles_of(transaction: &Transaction, story: u32) -> Result<Vec<u32>, Error> {
    let mut select = transaction.prepare(
        "SELECT article FROM membership WHERE story = ?1 AND known_to IS NULL ORDER BY article",
    )?;
    let articles = select.query_map([story], |row| row.get(0))?;
    let articles: Vec<u32> = articles.collect::<Result<_, _>>()?;
    match articles.is_empty() {
        true => Err(Error::NoSuch(Id::Story(story).to_string())),
        false => Ok(articles),
    }
}

/// Keeps a review and gives its number.
fn keep(
    transaction: &Transaction,
    what: &str,
    story: Option<u32>,
    why: Option<&str>,
    known: Known,
) -> Result<u32, Error> {
    let why = why.map(str::trim).filter(|why| !why.is_empty());
    if why.is_some_and(|why| why.chars().count() > MAX_WORDS) {
        return Err(wrong(format!(
            "a reason has at most {MAX_WORDS} characters"
        )));
    }
    transaction
        .prepare(
            "INSERT INTO review (number, known, what, story, why) \
             VALUES ((SELECT coalesce(max(number), 0) + 1 FROM review), ?1, ?2, ?3, ?4)",
        )?
        .execute((known.0, what, story, why))?;
    last_review(transaction)
}

fn last_review(transaction: &Transaction) -> Result<u32, Error> {
    Ok(transaction.query_row("SELECT max(number) FROM review", (), |row| row.get(0))?)
}

fn pin(transaction: &Transaction, review: u32, articles: &[(u32, u32)]) -> Result<(), Error> {
    let mut insert =
        transaction.prepare("INSERT INTO pin (review, article, story) VALUES (?1, ?2, ?3)")?;
    for (article, story) in articles {
        insert.execute((review, article, story))?;
    }
    Ok(())
}

/// Puts the articles that a review speaks of, and those around them, where all reviews together say.
fn settle_pins(
    transaction: &Transaction,
    review: u32,
    known: Known,
) -> Result<BTreeSet<u32>, Error> {
    let mut select = transaction.prepare(
        "SELECT DISTINCT coalesce(membership.placed, membership.story) FROM pin JOIN membership USING (article) \
         WHERE review = ?1 AND membership.known_to IS NULL",
    )?;
    let around = select.query_map([review], |row| row.get(0))?;
    let around = around.collect::<Result<_, _>>()?;
    settle(
        transaction,
        &Default::default(),
        &around,
        &Default::default(),
        known,
    )
}
