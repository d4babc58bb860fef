//! Reviews: what persons said, and what they took back.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::{View, int};
use crate::store::{self, Row};
use crate::{Error, Id, Known};

/// What is told of a review in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReviewRow {
    /// By which it can be undone.
    pub number: u32,
    /// `merge`, `split`, `relabel`, `reject` or `confirm`.
    pub what: String,
    /// The story that it made, let go on or named.
    pub story: Option<String>,
    /// The stories whose articles it put there, besides that one.
    pub from: Vec<String>,
    /// The articles that it put there, or the article or claim that it rejects or confirms.
    pub of: Vec<String>,
    /// What it calls the story.
    pub headline: Option<String>,
    /// Why, in the words of who said so.
    pub why: Option<String>,
    /// When it was said.
    pub known: String,
    /// When it was taken back.
    pub undone: Option<String>,
}

/// A story that there was, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gone {
    /// Its id.
    pub story: String,
    /// `merged` if its articles are in other stories, else `gone`.
    pub status: String,
    /// The stories that have its articles.
    pub now: Vec<String>,
    /// The review that merged it, if a person did.
    pub review: Option<ReviewRow>,
}

/// An act of which it is least sure that it was read rightly.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Unsure {
    /// `clm_17_4`.
    pub claim: String,
    /// How surely it was read, 0 to 1.
    pub share: f64,
}

/// Newest articles whose acts are looked through.
const NEWEST: u32 = 400;

/// What a row of a list is made of.
const REVIEW: &str =
    "SELECT number, what, story, headline, article, claim, why, known, known_to FROM review";

impl View<'_> {
    /// All reviews, also those that were undone, in order of time.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn reviews(&self) -> Result<Vec<ReviewRow>, Error> {
        self.reviews_where("TRUE", 0)
    }

    /// Acts in stories of several reports that nobody has confirmed, the least sure ones first, among the articles that came in
    /// last. `least` is how surely an act must be read to be told at all.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn unsure(&self, least: f64, most: usize) -> Result<Vec<Unsure>, Error> {
        let sql = format!(
            "SELECT article, claim, share FROM event \
             WHERE article > (SELECT coalesce(max(number), 0) - {NEWEST} FROM article) AND share >= ?2 \
             AND root NOT IN ('STATEMENT', 'APPEAL') \
             AND article IN (SELECT article FROM membership WHERE article > (SELECT coalesce(max(number), 0) - {NEWEST} FROM article) \
               AND EXISTS (SELECT 1 FROM story WHERE story.number = membership.story AND n_articles >= 2)) \
             AND NOT EXISTS (SELECT 1 FROM review WHERE what = 'confirm' AND review.article = event.article \
               AND review.claim = event.claim AND review.known >= event.known AND coalesce(review.known_to, ?1 + 1) > ?1) \
             ORDER BY share, article, claim LIMIT ?3"
        );
        let mut select = self.prepare(&sql)?;
        let rows = select.query_map((self.known.0, least, int(most)), |row| {
            Ok(Unsure {
                claim: Id::Claim(row.get(0)?, row.get(1)?).to_string(),
                share: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The claims that somebody confirmed.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn confirmed(&self) -> Result<BTreeSet<String>, Error> {
        let sql = "SELECT article, claim FROM review WHERE what = 'confirm' AND coalesce(known_to, ?1 + 1) > ?1 \
                   AND known >= coalesce((SELECT max(known) FROM reading WHERE reading.article = review.article), 0)";
        let mut select = self.prepare(sql)?;
        let rows = select.query_map([self.known.0], |row| {
            Ok(Id::Claim(row.get(0)?, row.get(1)?).to_string())
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Reviews for which a condition on `?2` is true.
    pub(super) fn reviews_where(
        &self,
        condition: &str,
        with: i64,
    ) -> Result<Vec<ReviewRow>, Error> {
        let sql = format!("{REVIEW} WHERE {condition} AND ?2 IS NOT NULL ORDER BY number");
        let mut select = self.prepare(&sql)?;
        let rows = select.query_map((self.known.0, with), |row| self.review_row(row))?;
        let mut reviews: Vec<ReviewRow> = rows.collect::<Result<_, _>>()?;
        for review in reviews.iter_mut().filter(|review| review.of.is_empty()) {
            self.tell_pins(review)?;
        }
        Ok(reviews)
    }

    fn review_row(&self, row: &Row) -> store::Result<ReviewRow> {
        let story: Option<u32> = row.get(2)?;
        let article: Option<u32> = row.get(4)?;
        let claim: Option<i64> = row.get(5)?;
        let claim = claim.and_then(|claim| u32::try_from(claim).ok());
        let id = article.map(|article| match claim {
            Some(place) => Id::Claim(article, place),
            None => Id::Article(article),
        });
        let undone: Option<i64> = row.get(8)?;
        Ok(ReviewRow {
            number: row.get(0)?,
            what: row.get(1)?,
            story: story.map(|story| Id::Story(story).to_string()),
            from: Vec::new(),
            of: id.map(|id| id.to_string()).into_iter().collect(),
            headline: row.get(3)?,
            why: row.get(6)?,
            known: Known(row.get(7)?).to_string(),
            undone: undone
                .filter(|undone| *undone <= self.known.0)
                .map(|undone| Known(undone).to_string()),
        })
    }

    fn tell_pins(&self, review: &mut ReviewRow) -> Result<(), Error> {
        let sql =
            "SELECT article, story FROM pin WHERE review = ?2 AND ?1 IS NOT NULL ORDER BY article";
        let mut select = self.prepare(sql)?;
        let pins = select.query_map((self.known.0, review.number), |row| {
            Ok((row.get::<u32>(0)?, row.get::<u32>(1)?))
        })?;
        let pins: Vec<(u32, u32)> = pins.collect::<Result<_, _>>()?;
        let mut from: Vec<u32> = pins.iter().map(|(_, story)| *story).collect();
        from.sort_unstable();
        from.dedup();
        let from = from.into_iter().map(|story| Id::Story(story).to_string());
        review.from = from
            .filter(|story| review.story.as_ref() != Some(story))
            .collect();
        let articles = pins
            .iter()
            .map(|(article, _)| Id::Article(*article).to_string());
        review.of = articles.collect();
        Ok(())
    }

    /// Claims of an article that reviews reject, by their places; all of them if the article is rejected.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn rejected(&self, article: u32) -> Result<Rejected, Error> {
        let sql = "SELECT claim, review FROM rejected WHERE article = ?2 AND (claim = -1 OR reader = (SELECT reader FROM reading \
                   WHERE article = ?2 ORDER BY known DESC LIMIT 1)) ORDER BY claim, review";
        let mut select = self.prepare(sql)?;
        let rows = select.query_map((self.known.0, article), |row| {
            Ok((row.get::<i64>(0)?, row.get::<u32>(1)?))
        })?;
        let mut rejected = Rejected::default();
        for row in rows {
            let (claim, review) = row?;
            match u32::try_from(claim) {
                Ok(place) => rejected.claims.push((place, review)),
                Err(_) => rejected.article = Some(review),
            }
        }
        Ok(rejected)
    }

    /// What became of a story that is not there any more; `None` if there was none.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn gone(&self, story: u32) -> Result<Option<Gone>, Error> {
        let there = "SELECT EXISTS (SELECT 1 FROM main.story WHERE number = ?2 AND known <= ?1)";
        let there: bool = self
            .prepare(there)?
            .query_row((self.known.0, story), |row| row.get(0))?;
        if !there || self.story_row(story)?.is_some() {
            return Ok(None);
        }
        let now = self.successors(story)?;
        let merged = "what = 'merge' AND coalesce(known_to, 9223372036854775807) > ?1 AND story <> ?2 \
                      AND EXISTS (SELECT 1 FROM pin WHERE review = number AND pin.story = ?2)";
        let mut reviews = self.reviews_where(merged, i64::from(story))?;
        let status = if now.is_empty() { "gone" } else { "merged" };
        Ok(Some(Gone {
            story: Id::Story(story).to_string(),
            status: status.to_owned(),
            now,
            review: reviews.pop(),
        }))
    }

    /// The review that rejects a claim or its article.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn rejection(&self, article: u32, place: Option<u32>) -> Result<Option<ReviewRow>, Error> {
        let rejected = self.rejected(article)?;
        let of_claim = place.and_then(|place| {
            let claims = rejected.claims.iter();
            claims
                .filter(|(claim, _)| *claim == place)
                .map(|(_, review)| *review)
                .next()
        });
        let Some(review) = rejected.article.or(of_claim) else {
            return Ok(None);
        };
        Ok(self.reviews_where("number = ?2", i64::from(review))?.pop())
    }
}

/// What reviews reject of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejected {
    /// The review that rejects all of it.
    pub article: Option<u32>,
    /// Places of rejected claims in the reading that holds, each with its review.
    pub claims: Vec<(u32, u32)>,
}
