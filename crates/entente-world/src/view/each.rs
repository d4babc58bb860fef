//! Everything that is known, one article after the other: for exports, which must not hold a workspace in memory.

use entente_types::{Article, Claims, days_since_1970};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::articles::{ARTICLE, article_row};
use super::{ArticleRow, Rejected, StoryRow, View, int};
use crate::{Error, Id, Known};

/// Which articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Published on that day or later, as `2025-05-08`.
    pub from: Option<String>,
    /// Published on that day or before.
    pub to: Option<String>,
    /// By this publisher.
    pub source: Option<String>,
    /// In this story.
    pub story: Option<u32>,
    /// In which this actor or country acts, or is acted upon.
    pub actor: Option<String>,
}

impl Chosen {
    /// What makes an article a chosen one, with `?2` to `?6` in order of the fields. Only what is asked for stands there, so that it
    /// can be looked up.
    fn condition(&self) -> String {
        // The last number is named, so that there are as many as are given.
        let mut all = vec!["(?6 IS NULL OR TRUE)".to_owned()];
        let mut ask = |is_asked: bool, condition: &str| {
            all.extend(is_asked.then(|| condition.to_owned()));
        };
        ask(self.from.is_some(), "substr(published, 1, 10) >= ?2");
        ask(self.to.is_some(), "substr(published, 1, 10) <= ?3");
        ask(self.source.is_some(), "source = ?4");
        let in_story = "number IN (SELECT article FROM membership WHERE story = ?5)";
        ask(self.story.is_some(), in_story);
        let with_actor = "number IN (SELECT article FROM appearance WHERE id = ?6)";
        ask(self.actor.is_some(), with_actor);
        // A day as printed may be one away from that in UTC, by which articles are sorted.
        if let Some(first) = first_minute(&self.from) {
            all.push(format!("minute >= {}", first - MINUTES_OF_DAY));
        }
        if let Some(last) = first_minute(&self.to) {
            all.push(format!("minute < {}", last + 2 * MINUTES_OF_DAY));
        }
        all.join(" AND ")
    }
}

const MINUTES_OF_DAY: i64 = 24 * 60;

/// The first minute of a day, counted from 1970; `None` of what is no day.
fn first_minute(day: &Option<String>) -> Option<i64> {
    let day: Date = day.as_ref()?.parse().ok()?;
    Some(i64::from(days_since_1970(day)) * MINUTES_OF_DAY)
}

/// An article with everything that was read in it and not rejected.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What a list tells of it.
    pub row: ArticleRow,
    /// As it was read.
    pub article: Article,
    /// What was found in it; without claims if nobody has looked.
    pub claims: Claims,
}

impl Rejected {
    /// Is the claim at this place rejected?
    #[must_use]
    pub fn holds(&self, place: u32) -> bool {
        self.article.is_some() || self.claims.iter().any(|(claim, _)| *claim == place)
    }
}

impl View<'_> {
    /// Shows every article that is chosen, in order of their numbers, one at a time. What reviews reject is left out.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read, or `each` fails.
    pub fn for_each_reading<E: From<Error>>(
        &self,
        chosen: &Chosen,
        mut each: impl FnMut(Reading) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut select = self.prepare(&format!(
            "{ARTICLE} WHERE {} ORDER BY number",
            chosen.condition()
        ))?;
        let Chosen {
            from,
            to,
            source,
            story,
            actor,
        } = chosen;
        let arguments = (self.known.0, from, to, source, story, actor);
        let rows = select.query_map(arguments, article_row);
        for row in rows.map_err(Error::from)? {
            if let Some(reading) = self.reading(row.map_err(Error::from)?)? {
                each(reading)?;
            }
        }
        Ok(())
    }

    /// Chosen articles, the newest first, `most` at most after the first `skipped`; those without a date come last.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn chosen(
        &self,
        chosen: &Chosen,
        skipped: usize,
        most: usize,
    ) -> Result<Vec<ArticleRow>, Error> {
        let order = "ORDER BY minute DESC NULLS LAST, number DESC LIMIT ?7 OFFSET ?8";
        let mut select =
            self.prepare(&format!("{ARTICLE} WHERE {} {order}", chosen.condition()))?;
        let Chosen {
            from,
            to,
            source,
            story,
            actor,
        } = chosen;
        let page = (int(most), int(skipped));
        let arguments = (self.known.0, from, to, source, story, actor, page.0, page.1);
        let rows = select.query_map(arguments, article_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was read in chosen articles, those that came in last first: `most` of them, of those whose number is at most `until`.
    /// With the number of the last one that was looked at, unless there are no more. What reviews reject is left out.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn readings(
        &self,
        chosen: &Chosen,
        until: u32,
        most: usize,
    ) -> Result<(Vec<Reading>, Option<u32>), Error> {
        let order = "AND number <= ?7 ORDER BY number DESC LIMIT ?8";
        let mut select =
            self.prepare(&format!("{ARTICLE} WHERE {} {order}", chosen.condition()))?;
        let Chosen {
            from,
            to,
            source,
            story,
            actor,
        } = chosen;
        let arguments = (
            self.known.0,
            from,
            to,
            source,
            story,
            actor,
            until,
            int(most),
        );
        let rows = select.query_map(arguments, article_row)?;
        let (mut readings, mut last, mut n) = (Vec::new(), None, 0);
        for row in rows {
            let row = row?;
            n += 1;
            if let Ok(Id::Article(number)) = row.id.parse() {
                last = Some(number);
            }
            readings.extend(self.reading(row)?);
        }
        Ok((readings, last.filter(|_| n == most)))
    }

    /// What was read in an article and not rejected; `None` if all of it is.
    fn reading(&self, row: ArticleRow) -> Result<Option<Reading>, Error> {
        let Ok(Id::Article(number)) = row.id.parse() else {
            return Ok(None);
        };
        let rejected = self.rejected(number)?;
        if rejected.article.is_some() {
            return Ok(None);
        }
        let article = self.article(number)?;
        let mut claims = self
            .claims(number)?
            .map_or_else(Claims::default, |(_, claims)| claims);
        let mut places = 0..;
        claims
            .claims
            .retain(|_| places.next().is_some_and(|place| !rejected.holds(place)));
        Ok(Some(Reading {
            row,
            article,
            claims,
        }))
    }

    /// Shows every story of at least so many articles, in order of their numbers, with its articles.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read, or `each` fails.
    pub fn for_each_story<E: From<Error>>(
        &self,
        least: u32,
        mut each: impl FnMut(StoryRow, Vec<ArticleRow>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut select =
            self.prepare("SELECT number FROM story WHERE n_articles >= ?2 ORDER BY number")?;
        let numbers = select.query_map((self.known.0, least), |row| row.get::<u32>(0));
        for number in numbers.map_err(Error::from)? {
            let (row, articles) = self.story(number.map_err(Error::from)?)?;
            each(row, articles)?;
        }
        Ok(())
    }

    /// The moment of this view: the one that it was asked for, or when something became known last.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn moment(&self) -> Result<Option<Known>, Error> {
        let last = self.world.last_known()?;
        Ok(last.map(|last| last.min(self.known)))
    }

    /// SHA-256 over everything that was known: articles, what was read in them, stories, comparisons, reviews. The same for
    /// the same knowledge, whatever came in later.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn fingerprint(&self) -> Result<String, Error> {
        const PARTS: [&str; 5] = [
            "SELECT hex(identity) || ' ' || known FROM article ORDER BY number",
            "SELECT article || ' ' || reader || ' ' || hex((SELECT hash FROM blob WHERE blob.number = claims)) \
             FROM reading ORDER BY article, reader",
            "SELECT article || ' ' || story FROM membership ORDER BY article",
            "SELECT story || ' ' || known || ' ' || hex((SELECT hash FROM blob WHERE blob.number = comparison)) \
             FROM comparison ORDER BY story, known",
            "SELECT article || ' ' || claim || ' ' || reader FROM rejected ORDER BY article, claim, reader",
        ];
        let mut hash = Sha256::new();
        for part in PARTS {
            let mut select = self.prepare(part)?;
            let mut rows = select.query([self.known.0])?;
            while let Some(row) = rows.next()? {
                let text: String = row.get(0)?;
                hash.update(text.as_bytes());
                hash.update(b"\n");
            }
            hash.update(b"\0");
        }
        let bytes = hash.finalize();
        Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}
