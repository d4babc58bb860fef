//! The acts of two countries, and of whoever acts or suffers and everybody else, as they are counted. They are kept with every
//! change, in the same transaction, so that a relation reads numbers and no claims.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::days_since_1970;
use jiff::civil::Date;

use super::act::{Act, Quad, Same, Told, by_story, of_story, same, told, told_where};
use super::{Pair, Run, day_of, rows, small};
use crate::store::{self, Connection, Row, Transaction};
use crate::summary::{LEAST, around};
use crate::view::{at, int};
use crate::{Error, Id, Known, View};

/// Stands for the other side where everybody else is meant.
const ALL: &str = "";
/// Stories, and articles in none, that are looked at together when all are.
const BATCH: usize = 300;

/// An act as it is counted. They are ordered by their days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActRow {
    /// When.
    pub day: Date,
    /// When it was first published.
    pub told: Date,
    /// The article of the claim that tells it most surely.
    pub article: u32,
    /// The place of that claim in its article.
    pub claim: u32,
    /// The story.
    pub story: Option<u32>,
    /// What kind of act.
    pub quad: Quad,
}

impl Act {
    /// As it is counted.
    #[must_use]
    pub fn row(&self) -> Option<ActRow> {
        let Ok(Id::Claim(article, claim)) = self.id.parse() else {
            return None;
        };
        let story = match self.story.as_deref().map(str::parse) {
            Some(Ok(Id::Story(story))) => Some(story),
            _ => None,
        };
        Some(ActRow {
            day: self.day,
            told: self.told,
            article,
            claim,
            story,
            quad: self.quad,
        })
    }
}

/// Which acts come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Those of the earliest day.
    EarliestFirst,
    /// Those of the latest day.
    LatestFirst,
}

/// Acts of a pair until a day that were kept.
struct Asked<'p> {
    one: &'p str,
    other: &'p str,
    from: i64,
    until: i64,
}

impl View<'_> {
    /// What acts of a pair until a day are kept as; `None` for what was not.
    fn asked<'p>(&self, pair: &'p Pair, until: Option<Date>) -> Result<Option<Asked<'p>>, Error> {
        let is_country = |id: &String| !id.contains(':');
        let are_kept = match &pair.other {
            Some(other) => is_country(&pair.one) && is_country(other),
            None => true,
        };
        if !are_kept || !self.is_counted(pair.least)? {
            return Ok(None);
        }
        let (one, other) = match &pair.other {
            Some(other) => in_order(&pair.one, other),
            None => (pair.one.as_str(), ALL),
        };
        Ok(Some(Asked {
            one,
            other,
            from: pair.from.map_or(i64::MIN, number),
            until: until.map_or(i64::MAX, number),
        }))
    }

    /// The acts of a pair until a day, counted; `None` for what was not kept.
    pub(super) fn kept_runs(
        &self,
        pair: &Pair,
        until: Option<Date>,
    ) -> Result<Option<Vec<Run>>, Error> {
        let Some(asked) = self.asked(pair, until)? else {
            return Ok(None);
        };
        // In the order of the key, so that nothing is sorted; what belongs together is added here.
        let sql = "SELECT day, told, quad, n FROM tally WHERE one = ?2 AND other = ?3 AND day >= ?4 AND day <= ?5 \
                   ORDER BY day, told, quad";
        let arguments = (
            self.known.0,
            asked.one,
            asked.other,
            asked.from,
            asked.until,
        );
        let mut select = self.prepare(sql)?;
        let mut rows = select.query(arguments)?;
        let mut days: Vec<([i64; 2], [i64; 4])> = Vec::new();
        while let Some(row) = rows.next()? {
            let (day, quad): ([i64; 2], u32) = ([row.get(0)?, row.get(1)?], row.get(2)?);
            if days.last().is_none_or(|(last, _)| *last != day) {
                days.push((day, [0; 4]));
            }
            // A kind that no program wrote counts nothing.
            let acts = days
                .last_mut()
                .and_then(|(_, acts)| acts.get_mut(quad as usize));
            if let Some(acts) = acts {
                *acts += row.get::<i64>(3)?;
            }
        }
        let runs = days.into_iter().map(|([day, told], acts)| Run {
            day: day_of(day),
            told: day_of(told),
            acts: acts.map(|n| small(n.max(0))),
        });
        let is_known = |run: &Run| run.acts != [0; 4];
        Ok(Some(runs.filter(is_known).collect()))
    }

    /// Acts of a pair until a day as they were kept, without the first `skipped`, so many at most; `None` for what was not.
    pub(super) fn kept_acts(
        &self,
        pair: &Pair,
        until: Option<Date>,
        order: Order,
        [skipped, most]: [usize; 2],
    ) -> Result<Option<Vec<ActRow>>, Error> {
        let Some(asked) = self.asked(pair, until)? else {
            return Ok(None);
        };
        let way = match order {
            Order::EarliestFirst => "ASC",
            Order::LatestFirst => "DESC",
        };
        let sql = format!(
            "SELECT day, told, article, claim, story, quad FROM act WHERE one = ?2 AND other = ?3 AND day >= ?4 AND day <= ?5 \
             ORDER BY day {way}, told {way}, article {way}, claim {way} LIMIT ?6 OFFSET ?7"
        );
        let arguments = (
            self.known.0,
            asked.one,
            asked.other,
            asked.from,
            asked.until,
            int(most),
            int(skipped),
        );
        let mut select = self.prepare(&sql)?;
        let mut acts = Vec::new();
        for row in select.query_map(arguments, |row| act_row(row, 0))? {
            acts.extend(row?);
        }
        Ok(Some(acts))
    }

    /// Acts of a pair in full, in the order of `rows`.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn acts_of(&self, pair: &Pair, rows: &[ActRow]) -> Result<Vec<Act>, Error> {
        let stories: BTreeSet<u32> = rows.iter().filter_map(|act| act.story).collect();
        let mut articles: BTreeSet<u32> = rows.iter().map(|act| act.article).collect();
        let stories = serde_json::to_string(&stories).map_err(std::io::Error::from)?;
        let members =
            "SELECT article FROM membership WHERE story IN (SELECT value FROM json_each(?2))";
        let mut members = self.prepare(members)?;
        for article in members.query_map((self.known.0, stories), |row| row.get(0))? {
            articles.insert(article?);
        }
        let acts = self.acts(pair, Some(&articles))?.into_iter();
        let mut told: BTreeMap<ActRow, Act> =
            acts.filter_map(|act| Some((act.row()?, act))).collect();
        Ok(rows.iter().filter_map(|row| told.remove(row)).collect())
    }
}

/// Two countries in order of letters.
fn in_order<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    (one.min(other), one.max(other))
}

/// An act of a row, from a column on; `None` if no program wrote it.
fn act_row(row: &Row, first: usize) -> store::Result<Option<ActRow>> {
    let quad: u32 = row.get(first + 5)?;
    let Some(&quad) = Quad::ALL.get(quad as usize) else {
        return Ok(None);
    };
    Ok(Some(ActRow {
        day: day_of(row.get(first)?),
        told: day_of(row.get(first + 1)?),
        article: row.get(first + 2)?,
        claim: row.get(first + 3)?,
        story: row.get(first + 4)?,
        quad,
    }))
}

/// Two countries, or somebody and [`ALL`], and an act of theirs.
type Kept = (String, String, ActRow);

/// Keeps the acts of some articles, after something became known of them. All articles that tell a story are among them, or none.
pub(crate) fn keep_rows(
    transaction: &Transaction,
    articles: &BTreeSet<u32>,
    known: Known,
) -> Result<(), Error> {
    let list = serde_json::to_string(articles).map_err(std::io::Error::from)?;
    let now = kept(transaction, &list, known)?;
    let was = "SELECT one, other, day, told, article, claim, story, quad FROM act WHERE known_to IS NULL \
               AND article IN (SELECT value FROM json_each(?1))";
    let mut select = transaction.prepare(was)?;
    let rows = select.query_map([&list], |row| {
        Ok((row.get(0)?, row.get(1)?, act_row(row, 2)?))
    })?;
    let mut was = BTreeSet::new();
    for row in rows {
        let (one, other, act) = row?;
        was.extend(act.map(|act| (one, other, act)));
    }
    let close = "UPDATE act SET known_to = ?6 WHERE one = ?1 AND other = ?2 AND day = ?3 AND article = ?4 AND claim = ?5 \
                 AND known_to IS NULL";
    let mut close = transaction.prepare(close)?;
    for (one, other, act) in was.difference(&now) {
        let day = number(act.day);
        close.execute((one, other, day, act.article, act.claim, known.0))?;
    }
    let insert = "INSERT INTO act (one, other, day, told, article, claim, story, quad, known) \
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let mut insert = transaction.prepare(insert)?;
    for (one, other, act) in now.difference(&was) {
        insert.execute((
            one,
            other,
            number(act.day),
            number(act.told),
            act.article,
            act.claim,
            act.story,
            act.quad as u32,
            known.0,
        ))?;
    }
    let gone = was.difference(&now).map(|kept| (kept, -1));
    let come = now.difference(&was).map(|kept| (kept, 1));
    keep_tally(transaction, gone.chain(come), known)
}

/// Counts acts that came to be known, or are not told any more.
fn keep_tally<'k>(
    transaction: &Transaction,
    changes: impl Iterator<Item = (&'k Kept, i64)>,
    known: Known,
) -> Result<(), Error> {
    let mut tally: BTreeMap<_, i64> = BTreeMap::new();
    for ((one, other, act), n) in changes {
        let key = (one, other, act.day, act.told, act.quad);
        *tally.entry(key).or_default() += n;
    }
    let add = "INSERT INTO tally (one, other, day, told, quad, known, n) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
               ON CONFLICT (one, other, day, told, quad, known) DO UPDATE SET n = tally.n + excluded.n";
    let mut add = transaction.prepare(add)?;
    for ((one, other, day, told, quad), n) in tally.into_iter().filter(|(_, n)| *n != 0) {
        let (day, told) = (number(day), number(told));
        add.execute((one, other, day, told, quad as u32, known.0, n))?;
    }
    Ok(())
}

/// A day by its number since 1970.
fn number(day: Date) -> i64 {
    i64::from(days_since_1970(day))
}

/// What is to be kept of some articles.
fn kept(connection: &Connection, list: &str, known: Known) -> Result<BTreeSet<Kept>, Error> {
    let sql = at(&told_where(
        Some("(SELECT value FROM json_each(?3))"),
        "coalesce(actor, actor_home, recipient, recipient_home) IS NOT NULL",
    ));
    let mut select = connection.prepare(&sql)?;
    let mut all = Vec::new();
    for row in select.query_map((known.0, LEAST, list), told)? {
        all.extend(row?);
    }
    let same = same(connection, &all, known)?;
    let stories = by_story(all).into_iter();
    let kept = stories.flat_map(|(story, told)| of_sides(told, story.and_then(|id| same.get(&id))));
    Ok(kept.collect())
}

/// The acts of a story for each two countries, and for whoever is on a side and everybody else, as each would be asked for.
fn of_sides(all: Vec<Told>, same: Option<&Same>) -> Vec<Kept> {
    let mut of_sides: BTreeMap<(String, String), Vec<Told>> = BTreeMap::new();
    for told in all {
        let homes = [&told.actor_home, &told.recipient_home];
        let mut keys: BTreeSet<(String, String)> = [&told.actor, &told.recipient]
            .into_iter()
            .chain(homes)
            .flatten()
            .map(|id| (id.clone(), ALL.to_owned()))
            .collect();
        if let [Some(one), Some(other)] = homes {
            let (one, other) = in_order(one, other);
            keys.insert((one.to_owned(), other.to_owned()));
        }
        for key in keys {
            of_sides.entry(key).or_default().push(told.clone());
        }
    }
    let mut found = Vec::new();
    for ((one, other), told) in of_sides {
        let acts = rows(&of_story(told, same)).into_iter();
        found.extend(acts.map(|act| (one.clone(), other.clone(), act)));
    }
    found
}

/// Keeps the acts of everything that was there before this was done with every change.
pub(crate) fn keep_all_rows(transaction: &Transaction) -> Result<(), Error> {
    let since: Option<i64> =
        transaction.query_row("SELECT max(known) FROM log", (), |row| row.get(0))?;
    let since = Known(since.unwrap_or(0));
    // What was known before is counted when it is asked for.
    transaction.execute("UPDATE counted SET since = ?1", [since.0])?;
    let numbers = |sql: &str| -> Result<Vec<u32>, Error> {
        let mut select = transaction.prepare(sql)?;
        let numbers = select.query_map((), |row| row.get(0))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    };
    let stories = "SELECT DISTINCT story FROM membership WHERE known_to IS NULL ORDER BY story";
    for stories in numbers(stories)?.chunks(BATCH) {
        let stories = stories.iter().copied().collect();
        let articles = around(transaction, &stories, [], since)?;
        keep_rows(transaction, &articles, since)?;
    }
    let alone = "SELECT number FROM article WHERE NOT EXISTS (SELECT 1 FROM membership \
                 WHERE membership.article = number AND known_to IS NULL) ORDER BY number";
    for articles in numbers(alone)?.chunks(BATCH) {
        keep_rows(transaction, &articles.iter().copied().collect(), since)?;
    }
    Ok(())
}
