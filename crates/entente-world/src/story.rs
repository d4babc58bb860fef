//! Stories: which articles tell one event, as long as that is thought, and how their reports compare.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{Article, Comparison};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::world::log;
use crate::{Error, Known, World, blob};

/// Articles that tell one event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// Their numbers.
    pub articles: Vec<u32>,
    /// What the story is called.
    pub headline: String,
    /// Publication of the first and of the last of them.
    pub span: Option<(String, String)>,
    /// How many publishers are known to tell it.
    pub n_sources: u32,
}

impl World {
    /// The first minute of publication among the articles that are in no story yet; and is there any such article at all?
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn unplaced(&self) -> Result<(Option<i64>, bool), Error> {
        let sql = "SELECT min(minute), count(*) > 0 FROM article WHERE NOT EXISTS \
                   (SELECT 1 FROM membership WHERE article = number)";
        Ok(self
            .connection
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Shows every article that came out at a minute or later, and those without a date that are in no story yet: the
    /// dated in order of time, then the others.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn for_each_since(
        &self,
        minute: Option<i64>,
        mut each: impl FnMut(Article),
    ) -> Result<(), Error> {
        let mut select = self.connection.prepare_cached(
            "SELECT text FROM article WHERE minute >= ?1 OR minute IS NULL AND NOT EXISTS \
             (SELECT 1 FROM membership WHERE article = number) ORDER BY minute IS NULL, minute, number",
        )?;
        let mut rows = select.query([minute.unwrap_or(i64::MAX)])?;
        while let Some(row) = rows.next()? {
            each(self.article_of(row.get(0)?)?);
        }
        Ok(())
    }

    /// Keeps which articles tell one event. A group goes on as the story that most of its articles told; articles that no
    /// group names stay where they are. Gives the numbers of the stories, in order of the groups, and which of them changed.
    ///
    /// # Errors
    ///
    /// If the disk cannot be written, or another process writes for too long.
    pub fn place(&mut self, groups: &[Placed], at: Known) -> Result<Vec<(u32, bool)>, Error> {
        let (transaction, known) = self.write(at)?;
        let told = memberships(&transaction, groups)?;
        let numbers = numbers(&transaction, groups, &told)?;
        let mut touched = BTreeSet::new();
        for (group, number) in groups.iter().zip(&numbers) {
            for &article in &group.articles {
                let before = told.get(&article).copied();
                if before != Some(*number) {
                    touched.extend(before);
                    touched.insert(*number);
                    join(&transaction, article, *number, before.is_some(), known)?;
                }
            }
        }
        for (group, number) in groups.iter().zip(&numbers) {
            if touched.remove(number) {
                describe(&transaction, *number, Some(group), known)?;
                touched.insert(*number);
            }
        }
        for number in touched.iter().filter(|number| !numbers.contains(number)) {
            describe(&transaction, *number, None, known)?;
        }
        if !touched.is_empty() {
            log(&transaction, known, "place", touched.len())?;
        }
        transaction.commit()?;
        let changed = numbers
            .iter()
            .map(|number| (*number, touched.contains(number)));
        Ok(changed.collect())
    }

    /// Stories of several articles whose comparison by a reader is missing or older than they are.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn uncompared(&self, reader: &str) -> Result<Vec<u32>, Error> {
        let mut select = self.connection.prepare_cached(
            "SELECT number FROM story WHERE known_to IS NULL AND n_articles > 1 AND NOT EXISTS (SELECT 1 FROM comparison \
             WHERE story = number AND comparison.known >= story.known AND reader = ?1) ORDER BY number",
        )?;
        let numbers = select.query_map([reader], |row| row.get(0))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// Keeps how the reports of a story stand to each other.
    ///
    /// # Errors
    ///
    /// If the disk cannot be written, or another process writes for too long.
    pub fn record_comparison(
        &mut self,
        story: u32,
        reader: &str,
        comparison: &Comparison,
        at: Known,
    ) -> Result<(), Error> {
        let (transaction, known) = self.write(at)?;
        let json = serde_json::to_vec(comparison).map_err(std::io::Error::from)?;
        let kept = blob::keep(&transaction, &json, None)?;
        transaction
            .prepare_cached(
                "INSERT INTO comparison (story, known, reader, comparison) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![story, known.0, reader, kept])?;
        log(&transaction, known, "compare", 1)?;
        transaction.commit()?;
        Ok(())
    }
}

/// The stories that the articles of the groups are in now.
fn memberships(transaction: &Transaction, groups: &[Placed]) -> Result<BTreeMap<u32, u32>, Error> {
    let mut select = transaction
        .prepare_cached("SELECT story FROM membership WHERE article = ?1 AND known_to IS NULL")?;
    let mut told = BTreeMap::new();
    for &article in groups.iter().flat_map(|group| &group.articles) {
        let story: Option<u32> = select.query_row([article], |row| row.get(0)).optional()?;
        told.extend(story.map(|story| (article, story)));
    }
    Ok(told)
}

/// The number of each group: that of the story that gives it most articles, if no other group gets more of it.
fn numbers(
    transaction: &Transaction,
    groups: &[Placed],
    told: &BTreeMap<u32, u32>,
) -> Result<Vec<u32>, Error> {
    let mut offers: Vec<(usize, u32, usize)> = Vec::new();
    for (idx, group) in groups.iter().enumerate() {
        let mut shares: BTreeMap<u32, usize> = BTreeMap::new();
        for story in group
            .articles
            .iter()
            .filter_map(|article| told.get(article))
        {
            *shares.entry(*story).or_default() += 1;
        }
        offers.extend(shares.into_iter().map(|(story, n)| (n, story, idx)));
    }
    offers.sort_by_key(|&(n, story, idx)| (std::cmp::Reverse(n), story, idx));
    let mut numbers = vec![None; groups.len()];
    let mut taken = BTreeSet::new();
    for (_, story, idx) in offers {
        if numbers[idx].is_none() && taken.insert(story) {
            numbers[idx] = Some(story);
        }
    }
    let last = "SELECT coalesce(max(number), 0) FROM story";
    let mut last: u32 = transaction.query_row(last, [], |row| row.get(0))?;
    let given = numbers.into_iter().map(|number| {
        number.unwrap_or_else(|| {
            last += 1;
            last
        })
    });
    Ok(given.collect())
}

fn join(
    transaction: &Transaction,
    article: u32,
    story: u32,
    was_placed: bool,
    known: Known,
) -> Result<(), Error> {
    if was_placed {
        let close = "UPDATE membership SET known_to = ?2 WHERE article = ?1 AND known_to IS NULL";
        transaction
            .prepare_cached(close)?
            .execute((article, known.0))?;
    }
    transaction
        .prepare_cached("INSERT INTO membership (article, story, known) VALUES (?1, ?2, ?3)")?
        .execute((article, story, known.0))?;
    Ok(())
}

/// Writes what a story is from now on; its number of articles is counted, for some may be older than the group.
fn describe(
    transaction: &Transaction,
    number: u32,
    group: Option<&Placed>,
    known: Known,
) -> Result<(), Error> {
    let before: Option<(String, Option<String>, Option<String>, u32)> = transaction
        .prepare_cached("SELECT headline, first, last, n_sources FROM story WHERE number = ?1 AND known_to IS NULL")?
        .query_row([number], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    transaction
        .prepare_cached("UPDATE story SET known_to = ?2 WHERE number = ?1 AND known_to IS NULL")?
        .execute((number, known.0))?;
    let n_articles: u32 = transaction
        .prepare_cached("SELECT count(*) FROM membership WHERE story = ?1 AND known_to IS NULL")?
        .query_row([number], |row| row.get(0))?;
    if n_articles == 0 {
        return Ok(());
    }
    let (headline, first, last, n_sources) = match (group, before) {
        (Some(group), before) => {
            let (first, last) = group.span.clone().unzip();
            let (was_first, n_before) = before.map_or((None, 0), |before| (before.1, before.3));
            let first = [was_first, first].into_iter().flatten().min();
            let headline = group.headline.clone();
            (headline, first, last, group.n_sources.max(n_before))
        }
        (None, Some(before)) => before,
        (None, None) => return Ok(()),
    };
    transaction
        .prepare_cached(
            "INSERT INTO story (number, known, headline, first, last, n_articles, n_sources) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![number, known.0, headline, first, last, n_articles, n_sources])?;
    Ok(())
}
