//! What can be checked of the publishers: how much they published, how soon, and how much of it goes back to others.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{View, int};
use crate::Error;

/// Latest stories of several articles from which lags and copies are told.
const MOST_STORIES: usize = 300;

/// A publisher.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct SourceRow {
    /// Its name; empty for articles without one.
    pub name: String,
    /// Articles.
    pub n_articles: u64,
    /// Articles in stories that others tell too.
    pub n_shared: u64,
    /// Day of its first article.
    pub first: Option<String>,
    /// Day of its last one.
    pub last: Option<String>,
    /// Its commonest language, as a primary tag of BCP 47.
    pub language: Option<String>,
    /// Of the latest stories: hours by which its report came after the first one of the story, half of them sooner, half later.
    pub lag_hours: Option<f64>,
    /// Of the latest stories: reports of it that were compared.
    pub n_compared: u64,
    /// Of those: reports that go back to the same text as another one.
    pub n_copies: u64,
}

impl View<'_> {
    /// Publishers, those of most articles first.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn sources(&self, most: usize) -> Result<Vec<SourceRow>, Error> {
        let mut sources = self.publishers()?;
        sources.sort_by(|a, b| {
            b.n_articles
                .cmp(&a.n_articles)
                .then_with(|| a.name.cmp(&b.name))
        });
        sources.truncate(most);
        let shared = self.shared()?;
        let lags = self.lags()?;
        let copies = self.copies()?;
        for source in &mut sources {
            source.n_shared = shared.get(&source.name).copied().unwrap_or(0);
            source.lag_hours = lags.get(&source.name).and_then(|lags| median(lags));
            if let Some(&(n_compared, n_copies)) = copies.get(&source.name) {
                (source.n_compared, source.n_copies) = (n_compared, n_copies);
            }
        }
        Ok(sources)
    }

    /// Every publisher with its articles, their first and last day, and the commonest of their languages.
    fn publishers(&self) -> Result<Vec<SourceRow>, Error> {
        let sql = "SELECT coalesce(source, '') AS name, language, count(*) AS n, min(substr(published, 1, 10)), \
                   max(substr(published, 1, 10)) FROM article GROUP BY source, language ORDER BY n DESC, language DESC";
        let mut select = self.prepare(sql)?;
        let mut rows = select.query([self.known.0])?;
        let mut publishers: BTreeMap<String, SourceRow> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            let (first, last): (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
            let known = publishers.entry(name.clone()).or_insert_with(|| SourceRow {
                name,
                ..SourceRow::default()
            });
            known.n_articles += row.get::<i64>(2)?.unsigned_abs();
            // The commonest language comes first.
            known.language = known.language.take().or(row.get(1)?);
            known.first = known.first.take().into_iter().chain(first).min();
            known.last = known.last.take().max(last);
        }
        Ok(publishers.into_values().collect())
    }

    /// Articles of each publisher in stories that others tell too.
    fn shared(&self) -> Result<BTreeMap<String, u64>, Error> {
        // Three looks at one table each are much faster than one at all of them together.
        let several = "SELECT number FROM story WHERE n_articles > 1";
        let mut several = self.prepare(several)?;
        let several = several.query_map([self.known.0], |row| row.get(0))?;
        let several: HashSet<u32> = several.collect::<Result<_, _>>()?;
        let mut told = self.prepare("SELECT article, story FROM membership")?;
        let mut rows = told.query([self.known.0])?;
        let mut shared: HashSet<u32> = HashSet::new();
        while let Some(row) = rows.next()? {
            if several.contains(&row.get::<u32>(1)?) {
                shared.insert(row.get(0)?);
            }
        }
        // In that order they stand beside each other (`article_source`).
        let published = "SELECT coalesce(source, ''), number FROM article ORDER BY source";
        let mut published = self.prepare(published)?;
        let mut rows = published.query([self.known.0])?;
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            if !shared.contains(&row.get::<u32>(1)?) {
                continue;
            }
            *found.entry(row.get(0)?).or_default() += 1;
        }
        Ok(found)
    }

    /// Minutes by which the reports of each publisher came after the first of their stories.
    fn lags(&self) -> Result<BTreeMap<String, Vec<i64>>, Error> {
        let sql = "SELECT coalesce(source, ''), minute - min(minute) OVER (PARTITION BY story) FROM membership \
                   JOIN article ON article.number = membership.article WHERE minute IS NOT NULL AND published LIKE '____-__-__T%' \
                   AND story IN (SELECT number FROM story WHERE n_articles > 1 ORDER BY last DESC NULLS LAST, number DESC LIMIT ?2)";
        let mut select = self.prepare(sql)?;
        let mut rows = select.query((self.known.0, int(MOST_STORIES)))?;
        let mut lags: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            lags.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        Ok(lags)
    }

    /// Reports of each publisher that were compared, and those that go back to the same text as another one.
    fn copies(&self) -> Result<BTreeMap<String, (u64, u64)>, Error> {
        let sql = "SELECT number FROM story WHERE n_articles > 1 ORDER BY last DESC NULLS LAST, number DESC LIMIT ?2";
        let mut select = self.prepare(sql)?;
        let stories = select.query_map((self.known.0, int(MOST_STORIES)), |row| row.get(0))?;
        let (mut compared, mut copies) = (BTreeSet::new(), BTreeSet::new());
        for story in stories {
            for reports in self.origins(story?)? {
                if reports.len() > 1 {
                    copies.extend(reports.iter().copied());
                }
                compared.extend(reports);
            }
        }
        let mut source =
            self.prepare("SELECT coalesce(source, '') FROM article WHERE number = ?2")?;
        let mut found: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for report in compared {
            let name = source.query_row((self.known.0, report), |row| row.get(0))?;
            let numbers = found.entry(name).or_default();
            numbers.0 += 1;
            numbers.1 += u64::from(copies.contains(&report));
        }
        Ok(found)
    }
}

/// Hours out of minutes: the middle one.
fn median(lags: &[i64]) -> Option<f64> {
    let mut lags = lags.to_vec();
    lags.sort_unstable();
    let middle = lags.get(lags.len() / 2)?;
    Some(*middle as f64 / 60.0)
}
