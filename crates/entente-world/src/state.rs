//! How a workspace stands: what waits to be done in it, and who writes to it.

use crate::{Error, Known, World, blob};

/// How a workspace stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Articles in it.
    pub n_articles: u64,
    /// Articles in which the reader did not look for claims yet.
    pub n_unread: u64,
    /// Of these, articles that another reader read before.
    pub n_read_by_others: u64,
    /// Articles that were not placed in a story yet.
    pub n_unplaced: u64,
    /// Stories that the reader did not compare as they are.
    pub n_uncompared: u64,
    /// Articles that the index of words does not hold yet; `None` if the index cannot be opened.
    pub n_unindexed: Option<u64>,
    /// Bytes of the database.
    pub n_bytes: u64,
    /// Blobs of the sample that are not what they were.
    pub n_bad_blobs: u64,
    /// Blobs in the sample.
    pub n_tried_blobs: u64,
    /// What is wrong with the structure of the database; `None` if it is whole.
    pub structure: Option<String>,
    /// The moment at which something became known last.
    pub last_known: Option<Known>,
    /// Articles that say they come out a day after now or later.
    pub n_future: u64,
    /// Does another process write now?
    pub is_locked: bool,
    /// Which process that is, where the system tells.
    pub writer: Option<u32>,
}

impl World {
    /// Looks how the workspace stands for a reader, at a moment; of the blobs it hashes `sample` at most.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn state(&self, reader: &str, now: Known, sample: u64) -> Result<State, Error> {
        let n = |sql: &str| -> Result<u64, Error> {
            let n: i64 = self.connection.query_row(sql, (), |row| row.get(0))?;
            Ok(n.unsigned_abs())
        };
        let read_by_others = "SELECT count(DISTINCT article) FROM reading AS other WHERE reader <> ?1 AND NOT EXISTS \
            (SELECT 1 FROM reading WHERE article = other.article AND reader = ?1)";
        let read_by_others: i64 = self
            .connection
            .query_row(read_by_others, [reader], |row| row.get(0))?;
        let (n_tried_blobs, n_bad_blobs) = self.try_blobs(sample)?;
        let n_articles = n("SELECT count(*) FROM article")?;
        let day_after = now.0 / 60_000_000 + 24 * 60;
        let locked = self.locked()?;
        Ok(State {
            n_articles,
            n_unread: self.n_unread(reader)?,
            n_read_by_others: read_by_others.unsigned_abs(),
            n_unplaced: n("SELECT count(*) FROM article WHERE NOT EXISTS \
                (SELECT 1 FROM membership WHERE article = number)")?,
            n_uncompared: self.uncompared(reader)?.len() as u64,
            n_unindexed: self.n_unindexed().ok(),
            n_bytes: self.connection.n_bytes()?,
            n_bad_blobs,
            n_tried_blobs,
            structure: self.connection.fault(1)?,
            last_known: self.last_known()?,
            n_future: n(&format!(
                "SELECT count(*) FROM article WHERE minute >= {day_after}"
            ))?,
            is_locked: locked.is_some(),
            writer: locked.flatten(),
        })
    }

    /// Hashes blobs that lie evenly over all of them: how many, and how many are not what they were.
    fn try_blobs(&self, sample: u64) -> Result<(u64, u64), Error> {
        let last: i64 =
            self.connection
                .query_row("SELECT coalesce(max(number), 0) FROM blob", (), |row| {
                    row.get(0)
                })?;
        let step = (last.unsigned_abs() / sample.max(1)).max(1);
        let (mut n_tried, mut n_bad) = (0, 0);
        for number in (1..=last)
            .rev()
            .step_by(usize::try_from(step).unwrap_or(usize::MAX))
        {
            let is_whole = blob::is_whole(&self.connection, number).unwrap_or(false);
            n_tried += 1;
            n_bad += u64::from(!is_whole);
        }
        Ok((n_tried, n_bad))
    }

    /// Is another process writing? Asks without waiting, and tells its number where the system does.
    ///
    /// # Errors
    ///
    /// If the database cannot be opened.
    pub fn locked(&self) -> Result<Option<Option<u32>>, Error> {
        Ok(self.connection.writer()?)
    }
}
