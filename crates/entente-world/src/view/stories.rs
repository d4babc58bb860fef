//! Stories: which articles tell one event, and how their reports compare.

use entente_types::{Comparison, Slot, SlotKind, Verdict};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::articles::{ARTICLE, article_row};
use super::{ArticleRow, View, at, int};
use crate::store::{self, Connection, OptionalExtension, Row};
use crate::{Error, Id, Known, blob};

/// What is told of a story in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StoryRow {
    /// `sty_3`.
    pub id: String,
    /// What it is called: the headline of the report that is most like the others.
    pub headline: String,
    /// Publication of its first report.
    pub first: Option<String>,
    /// Publication of its last report.
    pub last: Option<String>,
    /// Reports.
    pub n_articles: u32,
    /// Publishers that are known.
    pub n_sources: u32,
    /// Since when it has been known as it stands here.
    pub known: String,
}

/// How a story was told for some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StoryVersion {
    /// What was told of it; `known` is since when.
    #[serde(flatten)]
    pub told: StoryRow,
    /// Until when it was told so; `None` if it still is.
    pub until: Option<String>,
}

/// Which stories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Among {
    /// Of at least so many articles.
    pub least: u32,
    /// With a report on that day or later, as `2025-05-08`.
    pub from: Option<String>,
    /// With a report on that day or before.
    pub to: Option<String>,
    /// In a report of which this actor or country acts, or is acted upon.
    pub actor: Option<String>,
}

/// The gist of how the reports of a story stand to each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gist {
    /// Independent origins.
    pub n_origins: usize,
    /// Things on which reports agree.
    pub n_agree: usize,
    /// What they contradict each other in, or parties dispute, the weightiest first.
    pub at_odds: Vec<AtOdds>,
}

/// Something on which reports are at odds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AtOdds {
    /// Names it inside its comparison: `slot_12`.
    pub slot: String,
    /// Kind of thing.
    pub kind: SlotKind,
    /// What it is about, in words from the reports.
    pub topic: String,
    /// Do parties dispute it, rather than reports contradict each other?
    pub is_disputed: bool,
    /// Why, in words.
    pub reason: String,
    /// What the reports say, each once.
    pub values: Vec<String>,
    /// The claims that say so.
    pub claims: Vec<String>,
}

impl Gist {
    /// The gist of a comparison.
    #[must_use]
    pub fn of(comparison: &Comparison) -> Self {
        let mut gist = Self {
            n_origins: comparison.origins.len(),
            ..Self::default()
        };
        for slot in &comparison.slots {
            match slot.verdict {
                Verdict::Agree => gist.n_agree += 1,
                Verdict::Contradict | Verdict::Disputed if slot.kind != SlotKind::Tie => {
                    gist.at_odds.push(at_odds(slot));
                }
                _ => {}
            }
        }
        gist
    }
}

/// What is kept of a comparison beside it.
#[derive(Deserialize)]
struct Beside {
    /// Comparisons that were made before gists were kept have none.
    #[serde(default)]
    gist: Option<Gist>,
}

/// What a row of a list is made of.
const STORY: &str = "SELECT number, headline, first, last, n_articles, n_sources, known FROM story";

impl View<'_> {
    /// Stories of at least so many articles, the latest first, `most` at most after the first `skipped`.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn stories(&self, least: u32, skipped: usize, most: usize) -> Result<Vec<StoryRow>, Error> {
        let order = " WHERE n_articles >= ?2 ORDER BY last DESC NULLS LAST, n_articles DESC, number LIMIT ?3 OFFSET ?4";
        let mut select = self.prepare(&format!("{STORY}{order}"))?;
        let rows = select.query_map((self.known.0, least, int(most), int(skipped)), story_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The same of those that are asked for.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn stories_among(
        &self,
        among: &Among,
        skipped: usize,
        most: usize,
    ) -> Result<Vec<StoryRow>, Error> {
        let asked = " WHERE n_articles >= ?2 AND (?3 IS NULL OR substr(last, 1, 10) >= ?3) \
                     AND (?4 IS NULL OR substr(first, 1, 10) <= ?4) AND (?5 IS NULL OR number IN (SELECT story FROM membership \
                     WHERE article IN (SELECT article FROM appearance WHERE id = ?5))) \
                     ORDER BY last DESC NULLS LAST, n_articles DESC, number LIMIT ?6 OFFSET ?7";
        let mut select = self.prepare(&format!("{STORY}{asked}"))?;
        let Among {
            least,
            from,
            to,
            actor,
        } = among;
        let arguments = (
            self.known.0,
            least,
            from,
            to,
            actor,
            int(most),
            int(skipped),
        );
        let rows = select.query_map(arguments, story_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How a story was told from the moment on when it became known, in order of time.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn versions(&self, story: u32) -> Result<Vec<StoryVersion>, Error> {
        let sql = "SELECT number, headline, first, last, n_articles, n_sources, known, known_to FROM main.story \
                   WHERE number = ?2 AND known <= ?1 ORDER BY known";
        let mut select = self.prepare(sql)?;
        let rows = select.query_map((self.known.0, story), |row| {
            let until: Option<i64> = row.get(7)?;
            Ok(StoryVersion {
                told: story_row(row)?,
                until: until
                    .filter(|until| *until <= self.known.0)
                    .map(|until| Known(until).to_string()),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A story and its articles, in order of publication. Of a story that became part of others, the error names them.
    ///
    /// # Errors
    ///
    /// If it was not known, or the workspace cannot be read.
    pub fn story(&self, number: u32) -> Result<(StoryRow, Vec<ArticleRow>), Error> {
        let Some(row) = self.story_row(number)? else {
            let now = self.gone(number)?.map_or_else(Vec::new, |gone| gone.now);
            let id = Id::Story(number);
            return Err(Error::NoSuch(match now.is_empty() {
                true => id.to_string(),
                false => format!("{id}` any more: its articles are in `{}", now.join("`, `")),
            }));
        };
        Ok((row, self.members(number)?))
    }

    pub(super) fn story_row(&self, number: u32) -> Result<Option<StoryRow>, Error> {
        let mut select = self.prepare(&format!("{STORY} WHERE number = ?2"))?;
        Ok(select
            .query_row((self.known.0, number), story_row)
            .optional()?)
    }

    fn members(&self, story: u32) -> Result<Vec<ArticleRow>, Error> {
        let sql = format!(
            "{ARTICLE} WHERE number IN (SELECT article FROM membership WHERE story = ?2) \
             ORDER BY minute IS NULL, minute, number"
        );
        let mut select = self.prepare(&sql)?;
        let rows = select.query_map((self.known.0, story), article_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The stories that have the articles of one that is gone.
    pub(super) fn successors(&self, story: u32) -> Result<Vec<String>, Error> {
        let sql = "SELECT DISTINCT now.story FROM main.membership AS was JOIN membership AS now USING (article) \
                   WHERE was.story = ?2 AND was.known <= ?1 ORDER BY now.story";
        let mut select = self.prepare(sql)?;
        let rows = select.query_map((self.known.0, story), |row| {
            Ok(Id::Story(row.get(0)?).to_string())
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How the reports of a story stood to each other when they were compared last.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn comparison(&self, story: u32) -> Result<Option<Comparison>, Error> {
        let Some(mut comparison) =
            compared::<Comparison>(&self.world.connection, (story, "comparison"), self.known)?
        else {
            return Ok(None);
        };
        let mut named =
            self.prepare("SELECT headline FROM story WHERE number = ?2 AND told IS NOT NULL")?;
        let named = named.query_row((self.known.0, story), |row| row.get(0));
        if let Some(named) = named.optional()? {
            comparison.headline = named;
        }
        Ok(Some(comparison))
    }

    /// The gist of the same; `None` if its reports were not compared.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn gist(&self, story: u32) -> Result<Option<Gist>, Error> {
        let connection = &self.world.connection;
        if let Some(Beside { gist: Some(gist) }) = beside(connection, story, self.known)? {
            return Ok(Some(gist));
        }
        let comparison = compared(connection, (story, "comparison"), self.known)?;
        Ok(comparison.as_ref().map(Gist::of))
    }
}

/// What is kept beside the comparison of a story; `None` if its reports were not compared.
pub(crate) fn beside<T: DeserializeOwned>(
    connection: &Connection,
    story: u32,
    known: Known,
) -> Result<Option<T>, Error> {
    compared(connection, (story, "acts"), known)
}

/// What a column holds of the last comparison of a story.
fn compared<T: DeserializeOwned>(
    connection: &Connection,
    (story, column): (u32, &str),
    known: Known,
) -> Result<Option<T>, Error> {
    let sql =
        format!("SELECT {column} FROM comparison WHERE story = ?2 ORDER BY known DESC LIMIT 1");
    let mut select = connection.prepare(&at(&sql))?;
    let kept: Option<Option<i64>> = select
        .query_row((known.0, story), |row| row.get(0))
        .optional()?;
    let Some(kept) = kept.flatten() else {
        return Ok(None);
    };
    let bytes = blob::bytes_of(connection, kept)?;
    let read = serde_json::from_slice(&bytes);
    Ok(Some(read.map_err(|error| {
        Error::damaged(format!("blob {kept}"), error)
    })?))
}

fn at_odds(slot: &Slot) -> AtOdds {
    let (mut values, mut claims): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for value in &slot.values {
        claims.extend(value.claims.iter().map(|claim| claim.0.clone()));
        if !values.contains(&value.text) {
            values.push(value.text.clone());
        }
    }
    AtOdds {
        slot: slot.id.clone(),
        kind: slot.kind,
        topic: slot.topic.clone(),
        is_disputed: slot.verdict == Verdict::Disputed,
        reason: slot.reason.clone(),
        values,
        claims,
    }
}

fn story_row(row: &Row) -> store::Result<StoryRow> {
    Ok(StoryRow {
        id: Id::Story(row.get(0)?).to_string(),
        headline: row.get(1)?,
        first: row.get(2)?,
        last: row.get(3)?,
        n_articles: row.get(4)?,
        n_sources: row.get(5)?,
        known: Known(row.get(6)?).to_string(),
    })
}
