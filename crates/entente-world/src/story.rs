//! Stories: which articles tell one event, as long as that is thought.

mod settle;

use std::collections::{BTreeMap, BTreeSet};

use entente_types::Article;

pub(crate) use settle::{describe, settle};

use crate::store::{OptionalExtension, Transaction};
use crate::summary::count_pairs;
use crate::world::log;
use crate::{Error, Known, World};

/// Articles that tell one event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// Their numbers.
    pub articles: Vec<u32>,
    /// What the story is called.
    pub headline: String,
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
            .query_row(sql, (), |row| Ok((row.get(0)?, row.get(1)?)))?)
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
        let mut select = self.connection.prepare(
            "SELECT text FROM article WHERE minute >= ?1 OR minute IS NULL AND NOT EXISTS \
             (SELECT 1 FROM membership WHERE article = number) ORDER BY minute IS NULL, minute, number",
        )?;
        let mut rows = select.query([minute.unwrap_or(i64::MAX)])?;
        while let Some(row) = rows.next()? {
            each(self.article_of(row.get(0)?)?);
        }
        Ok(())
    }

    /// Keeps which articles tell one event, as far as no review says otherwise. A group goes on as the story that most of
    /// its articles told; articles that no group names stay where they are. Gives the numbers of the groups' own stories, and
    /// which of them changed.
    ///
    /// # Errors
    ///
    /// If the disk cannot be written, or another process writes for too long.
    pub fn place(&mut self, groups: &[Placed], at: Known) -> Result<Vec<(u32, bool)>, Error> {
        let (transaction, known) = self.write(at)?;
        let told = memberships(&transaction, groups)?;
        let numbers = numbers(&transaction, groups, &told)?;
        let mut moved = BTreeMap::new();
        for (group, &number) in groups.iter().zip(&numbers) {
            let away = group.articles.iter().copied();
            moved.extend(
                away.map(|article| (article, number))
                    .filter(|(article, number)| told.get(article) != Some(number)),
            );
        }
        let headlines = groups.iter().map(|group| group.headline.as_str());
        let headlines = numbers.iter().copied().zip(headlines).collect();
        let touched = settle(&transaction, &moved, &BTreeSet::new(), &headlines, known)?;
        if !touched.is_empty() {
            count_pairs(&transaction, &touched, moved.keys().copied(), known)?;
            log(&transaction, known, "place", touched.len())?;
        }
        transaction.commit()?;
        let changed = numbers
            .iter()
            .map(|number| (*number, touched.contains(number)));
        Ok(changed.collect())
    }
}

/// The stories that placing alone put the articles of the groups into.
fn memberships(transaction: &Transaction, groups: &[Placed]) -> Result<BTreeMap<u32, u32>, Error> {
    let mut select = transaction.prepare(
        "SELECT coalesce(placed, story) FROM membership WHERE article = ?1 AND known_to IS NULL",
    )?;
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
    let mut next = next_number(transaction)?;
    let given = numbers.into_iter().map(|number| {
        number.unwrap_or_else(|| {
            next += 1;
            next - 1
        })
    });
    Ok(given.collect())
}

/// A number that no story has had.
pub(crate) fn next_number(transaction: &Transaction) -> Result<u32, Error> {
    let next = "SELECT 1 + coalesce(max(given), 0) FROM (SELECT max(story) AS given FROM membership \
                UNION ALL SELECT max(placed) FROM membership WHERE placed IS NOT NULL) AS numbers";
    Ok(transaction.query_row(next, (), |row| row.get(0))?)
}
