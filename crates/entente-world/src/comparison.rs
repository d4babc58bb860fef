//! Comparisons: how the reports of a story stand to each other.

use std::collections::BTreeSet;

use entente_types::Comparison;

use crate::relation::{keep_acts, keep_rows};
use crate::store::Transaction;
use crate::summary::around;
use crate::world::log;
use crate::{Error, Known, World, blob};

/// A story that was compared.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// The story.
    pub story: u32,
    /// How its reports stand to each other.
    pub comparison: &'a Comparison,
    /// What was known when its reports were read.
    pub seen: Known,
}

impl World {
    /// Stories of several articles whose comparison by a reader is missing or older than they are.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn uncompared(&self, reader: &str) -> Result<Vec<u32>, Error> {
        let mut select = self.connection.prepare(
            "SELECT number FROM story WHERE known_to IS NULL AND n_articles > 1 AND ?1 IS DISTINCT FROM (SELECT reader FROM comparison \
             WHERE story = number AND comparison.known >= story.known ORDER BY comparison.known DESC LIMIT 1) \
             ORDER BY number",
        )?;
        let numbers = select.query_map([reader], |row| row.get(0))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// Keeps how the reports of a story stand to each other, unless the story changed after they were read.
    ///
    /// # Errors
    ///
    /// If the disk cannot be written, or another process writes for too long.
    pub fn record_comparison(
        &mut self,
        reader: &str,
        compared: &Compared,
        at: Known,
    ) -> Result<(), Error> {
        let (transaction, known) = self.write(at)?;
        let story = compared.story;
        let is_old: bool = transaction
            .prepare(
                "SELECT NOT EXISTS (SELECT 1 FROM story WHERE number = ?1 AND known_to IS NULL AND known <= ?2) \
                 OR EXISTS (SELECT 1 FROM comparison WHERE story = ?1 AND comparison IS NULL AND known > ?2)",
            )?
            .query_row((story, compared.seen.0), |row| row.get(0))?;
        if is_old {
            return Ok(());
        }
        let json = serde_json::to_vec(compared.comparison).map_err(std::io::Error::from)?;
        let kept = blob::keep(&transaction, &json, None)?;
        let acts = keep_acts(&transaction, compared.comparison)?;
        transaction
            .prepare(
                "INSERT INTO comparison (story, known, reader, comparison, acts) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((story, known.0, reader, kept, acts))?;
        let articles = around(&transaction, &BTreeSet::from([story]), [], known)?;
        keep_rows(&transaction, &articles, known)?;
        log(&transaction, known, "compare", 1)?;
        transaction.commit()?;
        Ok(())
    }
}

/// Makes the comparison of a story void: a review says that it is wrong.
pub(crate) fn make_void(transaction: &Transaction, story: u32, known: Known) -> Result<(), Error> {
    transaction
        .prepare(
            "INSERT INTO comparison (story, known, reader) \
             SELECT ?1, ?2, '' WHERE EXISTS (SELECT 1 FROM comparison WHERE story = ?1)",
        )?
        .execute((story, known.0))?;
    Ok(())
}
