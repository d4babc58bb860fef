//! What became known between two moments.

use serde::Serialize;

use super::articles::{ARTICLE, article_row};
use super::{ArticleRow, ReviewRow, StoryRow, View};
use crate::{Error, Known};

/// What became known between two moments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
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

impl View<'_> {
    /// What became known after an earlier moment.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn since(&self, earlier: Known) -> Result<Difference, Error> {
        let before = View::new(self.world, earlier);
        let mut select = self.prepare(&format!("{ARTICLE} WHERE known > ?2 ORDER BY number"))?;
        let articles = select.query_map((self.known.0, earlier.0), article_row)?;
        let reviewed = "(known > ?2 OR known_to > ?2 AND known_to <= ?1)";
        let mut found = Difference {
            reviews: self.reviews_where(reviewed, earlier.0)?,
            articles: articles.collect::<Result<_, _>>()?,
            ..Difference::default()
        };
        let touched = "SELECT DISTINCT number FROM main.story WHERE (known > ?2 AND known <= ?1) \
                       OR (known_to > ?2 AND known_to <= ?1) ORDER BY number";
        let mut touched = self.prepare(touched)?;
        let numbers = touched.query_map((self.known.0, earlier.0), |row| row.get::<_, u32>(0))?;
        for number in numbers {
            let number = number?;
            match (before.story_row(number)?, self.story_row(number)?) {
                (None, Some(now)) => found.new_stories.push(now),
                (Some(was), Some(now)) => found.changed_stories.push((was, now)),
                (Some(was), None) => found.gone_stories.push((was, self.successors(number)?)),
                (None, None) => {}
            }
        }
        Ok(found)
    }
}
