//! Articles: how they were read, and what was found in them.

use entente_types::{Article, Claims};
use schemars::JsonSchema;
use serde::Serialize;

use super::{View, int};
use crate::claims::read_claims;
use crate::store::{self, OptionalExtension, Row};
use crate::{Error, Id, Known, blob};

/// What is told of an article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ArticleRow {
    /// `art_17`.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Publisher.
    pub source: Option<String>,
    /// Publication, as printed.
    pub published: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// The name of the file that it came in, without its folders, and the place there.
    pub place: String,
    /// The story that it tells.
    pub story: Option<String>,
    /// When it came in.
    pub known: String,
}

/// What a row of a list is made of.
pub(super) const ARTICLE: &str = "SELECT number, title, source, published, address, place, known, \
    (SELECT story FROM membership WHERE article = number) FROM article";

impl View<'_> {
    /// Articles, the newest first, `most` at most after the first `skipped`.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn articles(&self, skipped: usize, most: usize) -> Result<Vec<ArticleRow>, Error> {
        // Those without a date come last.
        let order = " ORDER BY minute DESC NULLS LAST, number DESC LIMIT ?2 OFFSET ?3";
        let mut select = self.prepare(&format!("{ARTICLE}{order}"))?;
        let rows = select.query_map((self.known.0, int(most), int(skipped)), article_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What a list tells of one article.
    ///
    /// # Errors
    ///
    /// If it was not known, or the workspace cannot be read.
    pub fn article_row(&self, number: u32) -> Result<ArticleRow, Error> {
        let mut select = self.prepare(&format!("{ARTICLE} WHERE number = ?2"))?;
        let row = select.query_row((self.known.0, number), article_row);
        row.optional()?
            .ok_or_else(|| Error::NoSuch(Id::Article(number).to_string()))
    }

    /// The file that an article came in, with its folders, and the place there.
    ///
    /// # Errors
    ///
    /// If it was not known, or the workspace cannot be read.
    pub fn place(&self, number: u32) -> Result<String, Error> {
        let mut select = self.prepare("SELECT place FROM article WHERE number = ?2")?;
        let place = select.query_row((self.known.0, number), |row| row.get(0));
        place
            .optional()?
            .ok_or_else(|| Error::NoSuch(Id::Article(number).to_string()))
    }

    /// An article as it was read.
    ///
    /// # Errors
    ///
    /// If it was not known, or the workspace cannot be read.
    pub fn article(&self, number: u32) -> Result<Article, Error> {
        let mut select = self.prepare("SELECT text FROM article WHERE number = ?2")?;
        let text = select.query_row((self.known.0, number), |row| row.get(0));
        let missing = || Error::NoSuch(Id::Article(number).to_string());
        self.world.article_of(text.optional()?.ok_or_else(missing)?)
    }

    /// The bytes that an article was read from.
    ///
    /// # Errors
    ///
    /// If it was not known, or the workspace cannot be read.
    pub fn page(&self, number: u32) -> Result<Vec<u8>, Error> {
        let mut select = self.prepare("SELECT page FROM article WHERE number = ?2")?;
        let page: Option<i64> = select
            .query_row((self.known.0, number), |row| row.get(0))
            .optional()?;
        let page = page.ok_or_else(|| Error::NoSuch(Id::Article(number).to_string()))?;
        blob::bytes_of(&self.world.connection, page)
    }

    /// What was read in an article, with the name of the reader; `None` if nobody had read it.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn claims(&self, number: u32) -> Result<Option<(String, Claims)>, Error> {
        let sql =
            "SELECT reader, claims FROM reading WHERE article = ?2 ORDER BY known DESC LIMIT 1";
        let mut select = self.prepare(sql)?;
        let found: Option<(String, i64)> = select
            .query_row((self.known.0, number), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((reader, claims)) = found else {
            return Ok(None);
        };
        Ok(Some((reader, read_claims(&self.world.connection, claims)?)))
    }
}

/// A place without the folders in front, which tell readers from elsewhere about this computer.
fn file_name(place: &str) -> &str {
    let file = place.split('#').next().unwrap_or(place);
    file.rfind(['/', '\\'])
        .map_or(place, |end| &place[end + 1..])
}

pub(super) fn article_row(row: &Row) -> store::Result<ArticleRow> {
    let story: Option<u32> = row.get(7)?;
    Ok(ArticleRow {
        id: Id::Article(row.get(0)?).to_string(),
        title: row.get(1)?,
        source: row.get(2)?,
        published: row.get(3)?,
        address: row.get(4)?,
        place: file_name(row.get_ref(5)?.as_str()?).to_owned(),
        known: Known(row.get(6)?).to_string(),
        story: story.map(|story| Id::Story(story).to_string()),
    })
}
