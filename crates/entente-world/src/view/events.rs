//! Acts: who did what to whom.

use schemars::JsonSchema;
use serde::Serialize;

use super::{View, int};
use crate::store::{self, Row};
use crate::{Error, Id};

/// An act in a list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
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

/// Acts of at least this share are sorted by their days beforehand (`event_day`).
const LISTED: f64 = 0.7;
/// Those without a day come last.
const BY_DAY: &str = "ORDER BY from_day ASC NULLS LAST, article, claim";
const BOTH_WAYS: [&str; 2] = [
    "actor_home = ?3 AND recipient_home = ?4",
    "actor_home = ?4 AND recipient_home = ?3",
];
const SIDES: &str = "(?3 IN (actor, actor_home) AND (?4 IS NULL OR ?4 IN (recipient, recipient_home)) \
    OR ?3 IN (recipient, recipient_home) AND (?4 IS NULL OR ?4 IN (actor, actor_home)))";
/// A database that wants to know what is asked with is told, whatever of it is asked.
const TYPED: &str = "(?3 IS NULL OR TRUE) AND (?4 IS NULL OR TRUE) AND (?5 IS NULL OR TRUE) AND (?6 IS NULL OR TRUE)";

impl View<'_> {
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
        self.events_after(between, least, 0, most)
    }

    /// The same without the first `skipped`.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn events_after(
        &self,
        between: &Between,
        least: f64,
        skipped: usize,
        most: usize,
    ) -> Result<Vec<EventRow>, Error> {
        let parts = self.parts(between, least)?;
        // Which ones first, out of what is sorted beforehand; then what is told of each of them.
        let sql = format!(
            "SELECT article, claim, (SELECT story FROM membership WHERE membership.article = event.article), \
             root, actor, actor_home, recipient, recipient_home, from_day, to_day, realis, denied, share \
             FROM ({}) AS key CROSS JOIN event \
             WHERE event.article = key.of AND event.claim = key.place AND event.reader = key.who \
             {BY_DAY} LIMIT ?7 OFFSET ?8",
            parts.join(" UNION ")
        );
        let mut select = self.prepare(&sql)?;
        let Between {
            one,
            other,
            from,
            to,
        } = between;
        let rows = select.query_map(
            (
                self.known.0,
                least,
                one,
                other,
                from,
                to,
                int(most),
                int(skipped),
            ),
            event_row,
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl View<'_> {
    /// Asks where the first acts stand. Two countries are found by themselves (`event_between`, `event_homes`), one direction after
    /// the other, as each is in order of its days. Of whoever is in few articles, those are looked through. Else acts come in
    /// order, until there are enough.
    fn parts(&self, between: &Between, least: f64) -> Result<Vec<String>, Error> {
        let Between { one, other, .. } = between;
        let is_country = |side: &Option<String>| side.as_ref().is_some_and(|id| !id.contains(':'));
        let (whose, is_in_few): (&[&str], bool) = match one {
            None => (&["TRUE"], false),
            Some(_) if is_country(one) && is_country(other) => (&BOTH_WAYS, false),
            Some(one) => (&[SIDES], !self.is_everywhere(one)?),
        };
        // What nobody asks for must not stand there: it would be looked up for every act.
        let few = "article IN (SELECT article FROM appearance WHERE id = ?3)";
        let conditions = [
            (is_in_few, few),
            (least >= LISTED, "share >= 0.7"),
            (between.from.is_some(), "to_day >= ?5"),
            (between.to.is_some(), "from_day <= ?6"),
        ];
        let conditions = conditions.iter().filter(|(is_asked, _)| *is_asked);
        let conditions: Vec<&str> = conditions.map(|(_, condition)| *condition).collect();
        let part = |whose: &&str| {
            let all = [&[*whose], &conditions[..]].concat().join(" AND ");
            format!(
                "SELECT * FROM (SELECT article AS of, claim AS place, reader AS who FROM event WHERE {all} AND share >= ?2 \
                 AND {TYPED} {BY_DAY} LIMIT ?7 + ?8) AS part"
            )
        };
        Ok(whose.iter().map(part).collect())
    }

    /// Is somebody in so many articles that every look finds them?
    fn is_everywhere(&self, id: &str) -> Result<bool, Error> {
        const MANY: i64 = 2_000;
        let sql = "SELECT count(*) FROM (SELECT 1 FROM appearance WHERE id = ?2 LIMIT ?3) AS found";
        let n: i64 = self
            .prepare(sql)?
            .query_row((self.known.0, id, MANY), |row| row.get(0))?;
        Ok(n == MANY)
    }
}

fn event_row(row: &Row) -> store::Result<EventRow> {
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
