//! What became known between two moments.

use schemars::JsonSchema;
use serde::Serialize;

use super::articles::{ARTICLE, article_row};
use super::{ArticleRow, ReviewRow, StoryRow, View, int};
use crate::{Error, Known};

/// What became known between two moments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// Reviews that were made or undone.
    pub reviews: Vec<ReviewRow>,
    /// Articles that came in.
    pub articles: Vec<ArticleRow>,
    /// Stories that began.
    pub new_stories: Vec<StoryRow>,
    /// Stories that are told otherwise: before, and after.
    pub changed_stories: Vec<(StoryRow, StoryRow)>,
    /// Stories that are gone, with the ones that have their articles now.
    pub gone_stories: Vec<(StoryRow, Vec<String>)>,
}

/// Something that became known at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// When.
    pub known: String,
    /// What was done: `add`, `read`, `place`, `compare`, or a review by its name.
    pub what: String,
    /// With how many things.
    pub n: u64,
}

impl View<'_> {
    /// What was done after an earlier moment, in order of time, `most` at most.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn changes(&self, earlier: Known, most: usize) -> Result<Vec<Change>, Error> {
        let sql = "SELECT known, what, n FROM log WHERE known > ?2 AND known <= ?1 ORDER BY known LIMIT ?3";
        let mut select = self.prepare(sql)?;
        let rows = select.query_map((self.known.0, earlier.0, int(most)), |row| {
            Ok(Change {
                known: Known(row.get(0)?).to_string(),
                what: row.get(1)?,
                n: row.get::<i64>(2)?.unsigned_abs(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What became known after an earlier moment.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn since(&self, earlier: Known) -> Result<Difference, Error> {
        Ok(self.since_after(earlier, 0, usize::MAX)?.0)
    }

    /// A part of the same, so that nobody needs to hold all of it: `most` at most after the first `skipped` of everything, reviews
    /// first, then articles, then stories. With whether there is more.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn since_after(
        &self,
        earlier: Known,
        skipped: usize,
        most: usize,
    ) -> Result<(Difference, bool), Error> {
        let before = View::new(self.world, earlier);
        let mut part = Part {
            skipped,
            most,
            is_left: false,
        };
        let reviewed = "(known > ?2 OR known_to > ?2 AND known_to <= ?1)";
        let mut reviews = self.reviews_where(reviewed, earlier.0)?;
        let (from, n) = part.of(reviews.len());
        let mut found = Difference {
            reviews: reviews.drain(from..from + n).collect(),
            ..Difference::default()
        };
        let (from, n) = part.of(self.count_since(earlier, "article", "known > ?2")?);
        let page = format!("{ARTICLE} WHERE known > ?2 ORDER BY number LIMIT ?3 OFFSET ?4");
        let mut select = self.prepare(&page)?;
        let arguments = (self.known.0, earlier.0, int(n), int(from));
        let articles = select.query_map(arguments, article_row)?;
        found.articles = articles.collect::<Result<_, _>>()?;
        let touched = "(known > ?2 AND known <= ?1) OR (known_to > ?2 AND known_to <= ?1)";
        let (from, n) = part.of(self.count_since(earlier, "main.story", touched)?);
        let page = format!(
            "SELECT DISTINCT number FROM main.story WHERE {touched} ORDER BY number LIMIT ?3 OFFSET ?4"
        );
        let mut select = self.prepare(&page)?;
        let arguments = (self.known.0, earlier.0, int(n), int(from));
        let numbers = select.query_map(arguments, |row| row.get::<u32>(0))?;
        for number in numbers {
            let number = number?;
            match (before.story_row(number)?, self.story_row(number)?) {
                (None, Some(now)) => found.new_stories.push(now),
                (Some(was), Some(now)) => found.changed_stories.push((was, now)),
                (Some(was), None) => found.gone_stories.push((was, self.successors(number)?)),
                (None, None) => {}
            }
        }
        Ok((found, part.is_left))
    }

    /// How many different things of a table became known after a moment.
    fn count_since(&self, earlier: Known, table: &str, when: &str) -> Result<usize, Error> {
        let sql =
            format!("SELECT count(DISTINCT number) FROM {table} WHERE ({when}) AND ?1 IS NOT NULL");
        let mut select = self.prepare(&sql)?;
        let n: i64 = select.query_row((self.known.0, earlier.0), |row| row.get(0))?;
        Ok(usize::try_from(n).unwrap_or(0))
    }
}

/// How much of several lists, one behind the other, is still to be left out and to be given.
struct Part {
    skipped: usize,
    most: usize,
    is_left: bool,
}

impl Part {
    /// From where on and how much is given of the next list.
    fn of(&mut self, n_all: usize) -> (usize, usize) {
        let from = self.skipped.min(n_all);
        self.skipped -= from;
        let n = self.most.min(n_all - from);
        self.is_left |= n < n_all - from;
        self.most -= n;
        (from, n)
    }
}
