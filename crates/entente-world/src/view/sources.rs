//! What can be checked of the publishers: how much they published, how soon, and how much of it goes back to others.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{ArticleId, Origin};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// As much of a comparison as tells of copies.
#[derive(Deserialize)]
struct Origins {
    origins: Vec<Origin>,
}

impl View<'_> {
    /// Publishers, those of most articles first.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn sources(&self, most: usize) -> Result<Vec<SourceRow>, Error> {
        let sql = "SELECT coalesce(source, '') AS name, count(*) AS n, count((SELECT 1 FROM membership JOIN story ON story.number = membership.story \
                   WHERE membership.article = article.number AND story.n_articles > 1)), min(substr(published, 1, 10)), \
                   max(substr(published, 1, 10)), NULL FROM article GROUP BY name ORDER BY n DESC, name LIMIT ?2";
        let mut select = self.prepare(sql)?;
        let rows = select.query_map((self.known.0, int(most)), |row| {
            Ok(SourceRow {
                name: row.get(0)?,
                n_articles: row.get::<i64>(1)?.unsigned_abs(),
                n_shared: row.get::<i64>(2)?.unsigned_abs(),
                first: row.get(3)?,
                last: row.get(4)?,
                language: row.get(5)?,
                ..SourceRow::default()
            })
        })?;
        let mut sources: Vec<SourceRow> = rows.collect::<Result<_, _>>()?;
        let languages = self.languages()?;
        let lags = self.lags()?;
        let copies = self.copies()?;
        for source in &mut sources {
            source.language = languages.get(&source.name).cloned();
            source.lag_hours = lags.get(&source.name).and_then(|lags| median(lags));
            if let Some(&(n_compared, n_copies)) = copies.get(&source.name) {
                (source.n_compared, source.n_copies) = (n_compared, n_copies);
            }
        }
        Ok(sources)
    }

    /// The commonest language of each publisher.
    fn languages(&self) -> Result<BTreeMap<String, String>, Error> {
        let sql = "SELECT coalesce(source, ''), language FROM article WHERE language IS NOT NULL AND ?1 IS NOT NULL \
                   GROUP BY 1, 2 ORDER BY count(*), 2";
        let mut select = self.prepare(sql)?;
        // Of a publisher the last row counts, its commonest language.
        let rows = select.query_map([self.known.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
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
            for origin in self
                .comparison_as::<Origins>(story?)?
                .map_or_else(Vec::new, |one| one.origins)
            {
                if origin.reports.len() > 1 {
                    copies.extend(origin.reports.iter().copied());
                }
                compared.extend(origin.reports);
            }
        }
        let mut source =
            self.prepare("SELECT coalesce(source, '') FROM article WHERE number = ?2")?;
        let mut found: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for ArticleId(report) in compared {
            let name = source.query_row((self.known.0, report), |row| row.get(0))?;
            let numbers = found.entry(name).or_default();
            numbers.0 += 1;
            numbers.1 += u64::from(copies.contains(&ArticleId(report)));
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
