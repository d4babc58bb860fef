//! The world as it was known at one moment.

use std::time::{Duration, Instant};

use entente_types::{Article, Claims, Comparison};
use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;
use serde_json::Value;

use crate::{Error, Id, Known, World, blob};

/// Most rows of an answer to a question in SQL.
const MAX_ROWS: usize = 10_000;
/// Longest time for a question in SQL.
const MAX_TIME: Duration = Duration::from_secs(20);

/// What was known at one moment. Whatever is added later, its answers stay the same.
#[derive(Clone, Copy)]
pub struct View<'w> {
    pub(crate) world: &'w World,
    pub(crate) known: Known,
}

/// What is told of an article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// The file that it came in, and the place there.
    pub place: String,
    /// The story that it tells.
    pub story: Option<String>,
    /// When it came in.
    pub known: String,
}

/// What is told of a story in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// An act in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventRow {
    /// `clm_17_4`.
    pub id: String,
    /// The article that tells it.
    pub article: String,
    /// The story of that article.
    pub story: Option<String>,
    /// PLOVER root.
    pub root: String,
    /// Who does it.
    pub actor: Option<String>,
    /// That actor's country.
    pub actor_home: Option<String>,
    /// To whom.
    pub recipient: Option<String>,
    /// That recipient's country.
    pub recipient_home: Option<String>,
    /// First day on which it was.
    pub from_day: Option<String>,
    /// Last day.
    pub to_day: Option<String>,
    /// In which way it is told.
    pub realis: String,
    /// Is it told that it was not?
    pub denied: bool,
    /// How surely it was read, 0 to 1.
    pub share: f64,
}

/// Whose acts towards whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// One side: an actor id, or a country as in ISO 3166-1 alpha-3.
    pub one: Option<String>,
    /// The other side; with both, acts in either direction.
    pub other: Option<String>,
    /// Acts on that day or later.
    pub from: Option<String>,
    /// Acts on that day or before.
    pub to: Option<String>,
}

/// What became known between two moments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Articles that came in.
    pub articles: Vec<ArticleRow>,
    /// Stories that began.
    pub new_stories: Vec<StoryRow>,
    /// Stories that are told otherwise: before, and after.
    pub changed_stories: Vec<(StoryRow, StoryRow)>,
    /// Stories that are gone, with the ones that have their articles now.
    pub gone_stories: Vec<(StoryRow, Vec<String>)>,
}

const ARTICLE: &str = "SELECT number, title, source, published, address, place, known, (SELECT story FROM membership \
    WHERE article = number AND membership.known <= ?1 AND coalesce(known_to, 9223372036854775807) > ?1) FROM article \
    WHERE known <= ?1";
const STORY: &str = "SELECT number, headline, first, last, n_articles, n_sources, known FROM story \
    WHERE known <= ?1 AND coalesce(known_to, 9223372036854775807) > ?1";

impl<'w> View<'w> {
    pub(crate) fn new(world: &'w World, known: Known) -> Self {
        // So that the end of time can be compared with.
        let known = known.min(Known(i64::MAX - 1));
        Self { world, known }
    }

    /// Articles, the newest first, `most` at most after the first `skipped`.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn articles(&self, skipped: usize, most: usize) -> Result<Vec<ArticleRow>, Error> {
        let order = " ORDER BY minute IS NULL, minute DESC, number DESC LIMIT ?2 OFFSET ?3";
        let mut select = self
            .world
            .connection
            .prepare_cached(&format!("{ARTICLE}{order}"))?;
        let rows = select.query_map((self.known.0, int(most), int(skipped)), article_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What a list tells of one article.
    ///
    /// # Errors
    ///
    /// If it was not known, or the workspace cannot be read.
    pub fn article_row(&self, number: u32) -> Result<ArticleRow, Error> {
        let sql = format!("{ARTICLE} AND number = ?2");
        let mut select = self.world.connection.prepare_cached(&sql)?;
        let row = select.query_row((self.known.0, number), article_row);
        row.optional()?
            .ok_or_else(|| Error::NoSuch(Id::Article(number).to_string()))
    }

    /// An article as it was read.
    ///
    /// # Errors
    ///
    /// If it was not known, or the workspace cannot be read.
    pub fn article(&self, number: u32) -> Result<Article, Error> {
        let sql = "SELECT text FROM article WHERE number = ?2 AND known <= ?1";
        let mut select = self.world.connection.prepare_cached(sql)?;
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
        let sql = "SELECT page FROM article WHERE number = ?2 AND known <= ?1";
        let mut select = self.world.connection.prepare_cached(sql)?;
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
        let sql = "SELECT reader, claims FROM reading WHERE article = ?2 AND known <= ?1 \
                   AND coalesce(known_to, 9223372036854775807) > ?1 ORDER BY known DESC LIMIT 1";
        let mut select = self.world.connection.prepare_cached(sql)?;
        let found: Option<(String, i64)> = select
            .query_row((self.known.0, number), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((reader, claims)) = found else {
            return Ok(None);
        };
        let bytes = blob::bytes_of(&self.world.connection, claims)?;
        let read = serde_json::from_slice(&bytes);
        let read = read.map_err(|error| Error::damaged(format!("blob {claims}"), error))?;
        Ok(Some((reader, read)))
    }

    /// Stories of at least so many articles, the latest first, `most` at most after the first `skipped`.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn stories(&self, least: u32, skipped: usize, most: usize) -> Result<Vec<StoryRow>, Error> {
        let order = " AND n_articles >= ?2 ORDER BY last IS NULL, last DESC, n_articles DESC, number LIMIT ?3 OFFSET ?4";
        let mut select = self
            .world
            .connection
            .prepare_cached(&format!("{STORY}{order}"))?;
        let rows = select.query_map((self.known.0, least, int(most), int(skipped)), story_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A story and its articles, in order of publication. Of a story that became part of others, the error names them.
    ///
    /// # Errors
    ///
    /// If it was not known, or the workspace cannot be read.
    pub fn story(&self, number: u32) -> Result<(StoryRow, Vec<ArticleRow>), Error> {
        let mut select = self
            .world
            .connection
            .prepare_cached(&format!("{STORY} AND number = ?2"))?;
        let row = select
            .query_row((self.known.0, number), story_row)
            .optional()?;
        let Some(row) = row else {
            let id = Id::Story(number);
            let now: Vec<String> = self.successors(number)?;
            return Err(Error::NoSuch(match now.is_empty() {
                true => id.to_string(),
                false => format!("{id}` any more: its articles are in `{}", now.join("`, `")),
            }));
        };
        Ok((row, self.members(number)?))
    }

    fn members(&self, story: u32) -> Result<Vec<ArticleRow>, Error> {
        let sql = format!(
            "{ARTICLE} AND number IN (SELECT article FROM membership WHERE story = ?2 AND membership.known <= ?1 \
             AND coalesce(known_to, 9223372036854775807) > ?1) ORDER BY minute IS NULL, minute, number"
        );
        let mut select = self.world.connection.prepare_cached(&sql)?;
        let rows = select.query_map((self.known.0, story), article_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The stories that have the articles of one that is gone.
    fn successors(&self, story: u32) -> Result<Vec<String>, Error> {
        let sql = "SELECT DISTINCT now.story FROM membership AS was JOIN membership AS now USING (article) \
                   WHERE was.story = ?2 AND was.known <= ?1 AND now.known <= ?1 \
                   AND coalesce(now.known_to, 9223372036854775807) > ?1 ORDER BY now.story";
        let mut select = self.world.connection.prepare_cached(sql)?;
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
        let sql = "SELECT comparison FROM comparison WHERE story = ?2 AND known <= ?1 ORDER BY known DESC LIMIT 1";
        let mut select = self.world.connection.prepare_cached(sql)?;
        let kept: Option<i64> = select
            .query_row((self.known.0, story), |row| row.get(0))
            .optional()?;
        let Some(kept) = kept else { return Ok(None) };
        let bytes = blob::bytes_of(&self.world.connection, kept)?;
        let comparison = serde_json::from_slice(&bytes);
        Ok(Some(comparison.map_err(|error| {
            Error::damaged(format!("blob {kept}"), error)
        })?))
    }

    /// Acts, in order of their days; those without one come last.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn events(
        &self,
        between: &Between,
        least: f64,
        most: usize,
    ) -> Result<Vec<EventRow>, Error> {
        let sql = "SELECT article, claim, (SELECT story FROM membership WHERE membership.article = event.article \
              AND membership.known <= ?1 AND coalesce(membership.known_to, 9223372036854775807) > ?1), root, actor, \
              actor_home, recipient, recipient_home, from_day, to_day, realis, denied, share FROM event \
            WHERE known <= ?1 AND coalesce(known_to, 9223372036854775807) > ?1 AND share >= ?2 \
              AND (?3 IS NULL OR ?3 IN (actor, actor_home) AND (?4 IS NULL OR ?4 IN (recipient, recipient_home)) \
                OR ?3 IN (recipient, recipient_home) AND (?4 IS NULL OR ?4 IN (actor, actor_home))) \
              AND (?5 IS NULL OR to_day >= ?5) AND (?6 IS NULL OR from_day <= ?6) \
            ORDER BY from_day IS NULL, from_day, article, claim LIMIT ?7";
        let mut select = self.world.connection.prepare_cached(sql)?;
        let Between {
            one,
            other,
            from,
            to,
        } = between;
        let rows = select.query_map(
            (self.known.0, least, one, other, from, to, int(most)),
            event_row,
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What became known after an earlier moment.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn since(&self, earlier: Known) -> Result<Difference, Error> {
        let before = View::new(self.world, earlier);
        let sql = format!("{ARTICLE} AND known > ?2 ORDER BY number");
        let mut select = self.world.connection.prepare_cached(&sql)?;
        let articles = select.query_map((self.known.0, earlier.0), article_row)?;
        let mut found = Difference {
            articles: articles.collect::<Result<_, _>>()?,
            ..Difference::default()
        };
        let touched = "SELECT DISTINCT number FROM story WHERE (known > ?2 AND known <= ?1) \
                       OR (known_to > ?2 AND known_to <= ?1) ORDER BY number";
        let mut touched = self.world.connection.prepare_cached(touched)?;
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

    fn story_row(&self, number: u32) -> Result<Option<StoryRow>, Error> {
        let sql = format!("{STORY} AND number = ?2");
        let mut select = self.world.connection.prepare_cached(&sql)?;
        Ok(select
            .query_row((self.known.0, number), story_row)
            .optional()?)
    }

    /// How many articles, stories and acts were known.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn counts(&self) -> Result<[u64; 3], Error> {
        let count = |sql: &str| -> Result<u64, Error> {
            let n: i64 = self
                .world
                .connection
                .query_row(sql, [self.known.0], |row| row.get(0))?;
            Ok(n.unsigned_abs())
        };
        let open = "known <= ?1 AND coalesce(known_to, 9223372036854775807) > ?1";
        Ok([
            count("SELECT count(*) FROM article WHERE known <= ?1")?,
            count(&format!("SELECT count(*) FROM story WHERE {open}"))?,
            count(&format!("SELECT count(*) FROM event WHERE {open}"))?,
        ])
    }
}

impl World {
    /// Answers a question in SQL over the views `articles`, `stories`, `memberships` and `events`: the names of the columns,
    /// and the rows. Nothing can be written; time and rows are bounded.
    ///
    /// # Errors
    ///
    /// If it cannot be understood, or takes too long, or would write.
    pub fn query(&self, sql: &str) -> Result<(Vec<String>, Vec<Vec<Value>>), Error> {
        let mut reader = self.reader()?;
        let start = Instant::now();
        reader.progress_handler(10_000, Some(move || start.elapsed() > MAX_TIME))?;
        let wrong = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => Error::Question(format!(
                "the question took longer than {} s",
                MAX_TIME.as_secs()
            )),
            _ => Error::Question(error.to_string()),
        };
        let mut select = reader.prepare(sql).map_err(wrong)?;
        let names: Vec<String> = select.column_names().map(str::to_owned).collect();
        let mut rows = select.query([]).map_err(wrong)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(wrong)? {
            if found.len() == MAX_ROWS {
                break;
            }
            let values = (0..names.len()).map(|idx| row.get_ref(idx).map(value));
            found.push(values.collect::<Result<_, _>>().map_err(wrong)?);
        }
        drop(rows);
        Ok((names, found))
    }
}

fn value(value: ValueRef) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()).into(),
    }
}

fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn article_row(row: &Row) -> rusqlite::Result<ArticleRow> {
    let story: Option<u32> = row.get(7)?;
    Ok(ArticleRow {
        id: Id::Article(row.get(0)?).to_string(),
        title: row.get(1)?,
        source: row.get(2)?,
        published: row.get(3)?,
        address: row.get(4)?,
        place: row.get(5)?,
        known: Known(row.get(6)?).to_string(),
        story: story.map(|story| Id::Story(story).to_string()),
    })
}

fn story_row(row: &Row) -> rusqlite::Result<StoryRow> {
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

fn event_row(row: &Row) -> rusqlite::Result<EventRow> {
    let article: u32 = row.get(0)?;
    let story: Option<u32> = row.get(2)?;
    Ok(EventRow {
        id: Id::Claim(article, row.get(1)?).to_string(),
        article: Id::Article(article).to_string(),
        story: story.map(|story| Id::Story(story).to_string()),
        root: row.get(3)?,
        actor: row.get(4)?,
        actor_home: row.get(5)?,
        recipient: row.get(6)?,
        recipient_home: row.get(7)?,
        from_day: row.get(8)?,
        to_day: row.get(9)?,
        realis: row.get(10)?,
        denied: row.get(11)?,
        share: row.get(12)?,
    })
}
