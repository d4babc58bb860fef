//! What is counted beforehand: who appears in which articles, what actors are called, and how many acts pairs of countries
//! have. It is kept with every change, in the same transaction, so that it is true at every moment of the past.

use std::collections::{BTreeMap, BTreeSet};

use crate::relation::{Counts, keep_all_acts, keep_rows, pair_counts};
use crate::store::{self, Connection, OptionalExtension, Row, Transaction};
use crate::{Error, Known, View};

/// Stands for the minute of an article without one.
pub(crate) const NO_MINUTE: i64 = i64::MIN;
/// Words of an ending that actors are found by, at most.
const MAX_WORDS: usize = 6;
/// Acts that are counted beforehand stand in at least this share of cases: what is asked for if nobody says otherwise.
pub(crate) const LEAST: f64 = 0.7_f32 as f64;

const INSERT_PAIR: &str =
    "INSERT INTO pair (one, other, known, n, n_conflicts) VALUES (?1, ?2, ?3, ?4, ?5)";

/// A share as shares are kept: they were reckoned in 32 bits, in which 0.7 is a little less.
pub(crate) fn as_kept(share: f64) -> f64 {
    f64::from(share as f32)
}

/// Keeps who appears in an article, in how many places.
pub(crate) fn appear(
    transaction: &Transaction,
    article: u32,
    all: &BTreeMap<String, u32>,
    known: Known,
) -> Result<(), Error> {
    let minute = minute(transaction, article)?;
    let mut insert = transaction.prepare(
        "INSERT INTO appearance (id, minute, article, known, n) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut act = transaction.prepare(
        "INSERT INTO acting (id, n) VALUES (?1, 1) ON CONFLICT (id) DO UPDATE SET n = acting.n + 1",
    )?;
    for (id, n) in all {
        insert.execute((id, minute, article, known.0, n))?;
        act.execute([id])?;
        call(transaction, id)?;
    }
    Ok(())
}

/// Closes the appearances of an article, before its acts are closed.
pub(crate) fn disappear(
    transaction: &Transaction,
    article: u32,
    known: Known,
) -> Result<(), Error> {
    let minute = minute(transaction, article)?;
    let sides = ["actor", "recipient", "actor_home", "recipient_home"];
    let sides = sides
        .map(|side| format!("SELECT {side} FROM event WHERE article = ?1 AND {side} IS NOT NULL"));
    let close = format!(
        "UPDATE appearance SET known_to = ?2 WHERE article = ?1 AND minute = ?3 AND known_to IS NULL AND id IN ({})",
        sides.join(" UNION ")
    );
    transaction
        .prepare(&close)?
        .execute((article, known.0, minute))?;
    Ok(())
}

fn minute(transaction: &Transaction, article: u32) -> Result<i64, Error> {
    let minute: Option<i64> = transaction
        .prepare("SELECT minute FROM article WHERE number = ?1")?
        .query_row([article], |row| row.get(0))?;
    Ok(minute.unwrap_or(NO_MINUTE))
}

/// Lets an actor be found by the ends of its name.
fn call(connection: &Connection, id: &str) -> Result<(), Error> {
    let mut insert = connection
        .prepare("INSERT INTO called (ending, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
    for ending in endings(id) {
        insert.execute((ending.to_ascii_lowercase(), id))?;
    }
    Ok(())
}

/// `maria-hill` and `hill` of `person:anna-maria-hill`.
fn endings(id: &str) -> impl Iterator<Item = &str> {
    let name = id.split_once(':').map_or("", |(_, name)| name);
    let breaks = name.rmatch_indices('-').take(MAX_WORDS);
    breaks.map(|(place, _)| &name[place + 1..])
}

/// Counts the acts of countries anew after something became known of some stories and articles.
pub(crate) fn count_pairs(
    transaction: &Transaction,
    stories: &BTreeSet<u32>,
    articles: impl IntoIterator<Item = u32>,
    known: Known,
) -> Result<(), Error> {
    let all = around(transaction, stories, articles, known)?;
    let mut now = pair_counts(transaction, known, LEAST, Some(&all))?;
    let before = Known(known.0 - 1);
    let was: Counts = pair_counts(transaction, before, LEAST, Some(&all))?;
    for (pair, [n, n_conflicts]) in was {
        let counts = now.entry(pair).or_default();
        counts[0] -= n;
        counts[1] -= n_conflicts;
    }
    let mut last = transaction.prepare(
        "SELECT n, n_conflicts FROM pair WHERE one = ?1 AND other = ?2 ORDER BY known DESC LIMIT 1",
    )?;
    let mut insert = transaction.prepare(INSERT_PAIR)?;
    for ((one, other), more) in now.iter().filter(|(_, more)| **more != [0, 0]) {
        let mut rows = last.query((one, other))?;
        let before: [i64; 2] = match rows.next()? {
            Some(row) => [row.get(0)?, row.get(1)?],
            None => [0, 0],
        };
        let [n, n_conflicts] = [before[0] + more[0], before[1] + more[1]];
        insert.execute((one, other, known.0, n, n_conflicts))?;
    }
    keep_rows(transaction, &all, known)
}

/// Articles, and all that were or are in a story with them: an act that a story tells twice counts once.
pub(crate) fn around(
    transaction: &Transaction,
    stories: &BTreeSet<u32>,
    articles: impl IntoIterator<Item = u32>,
    known: Known,
) -> Result<BTreeSet<u32>, Error> {
    const OPEN: &str = "known <= ?2 AND coalesce(known_to, 9223372036854775807) > ?2 - 1";
    let mut all: BTreeSet<u32> = articles.into_iter().collect();
    let mut stories = stories.clone();
    let told = format!("SELECT story FROM membership WHERE article = ?1 AND {OPEN}");
    let mut told = transaction.prepare(&told)?;
    for article in &all {
        for story in told.query_map((article, known.0), |row| row.get(0))? {
            stories.insert(story?);
        }
    }
    let members = format!("SELECT article FROM membership WHERE story = ?1 AND {OPEN}");
    let mut members = transaction.prepare(&members)?;
    for story in &stories {
        for article in members.query_map((story, known.0), |row| row.get(0))? {
            all.insert(article?);
        }
    }
    Ok(all)
}

impl View<'_> {
    /// Were acts that stand in this share of cases counted when this was known?
    pub(crate) fn is_counted(&self, least: f64) -> Result<bool, Error> {
        let since = "SELECT since <= ?1 FROM counted";
        let connection = &self.world.connection;
        let is_counted: Option<bool> = connection
            .query_row(since, [self.known.0], |row| row.get(0))
            .optional()?;
        Ok(as_kept(least) == LEAST && is_counted == Some(true))
    }

    /// Acts and acts of conflict of each pair of countries, as they were counted; `None` for what was not.
    pub(crate) fn counted_pairs(&self, least: f64) -> Result<Option<Counts>, Error> {
        if !self.is_counted(least)? {
            return Ok(None);
        }
        let connection = &self.world.connection;
        // Of each pair the last row that was known counts.
        let sql = "SELECT one, other, n, n_conflicts FROM pair WHERE known <= ?1 ORDER BY one, other, known";
        let mut select = connection.prepare(sql)?;
        let mut rows = select.query([self.known.0])?;
        let mut found: Vec<((String, String), [i64; 2])> = Vec::new();
        while let Some(row) = rows.next()? {
            let (one, other) = (text(&row, 0)?, text(&row, 1)?);
            let counts = [row.get(2)?, row.get(3)?];
            match found.last_mut() {
                Some((pair, last)) if pair.0 == one && pair.1 == other => *last = counts,
                _ => found.push(((one.to_owned(), other.to_owned()), counts)),
            }
        }
        found.retain(|(_, [n, _])| *n > 0);
        Ok(Some(found.into_iter().collect()))
    }
}

/// A column of a row that holds text.
fn text<'r>(row: &'r Row, column: usize) -> store::Result<&'r str> {
    Ok(row.get_ref(column)?.as_str()?)
}

/// Counts everything that was there before this was done with every change.
pub(crate) fn fill(transaction: &Transaction) -> Result<(), Error> {
    let since: Option<i64> =
        transaction.query_row("SELECT max(known) FROM log", (), |row| row.get(0))?;
    let since = Known(since.unwrap_or(0));
    transaction.execute("INSERT INTO counted (since) VALUES (?1)", [since.0])?;
    let mut ids = transaction.prepare("SELECT DISTINCT id FROM appearance")?;
    let mut rows = ids.query(())?;
    while let Some(row) = rows.next()? {
        call(transaction, row.get_ref(0)?.as_str().unwrap_or_default())?;
    }
    drop(rows);
    let mut insert = transaction.prepare(INSERT_PAIR)?;
    for ((one, other), [n, n_conflicts]) in pair_counts(transaction, since, LEAST, None)? {
        insert.execute((one, other, since.0, n, n_conflicts))?;
    }
    keep_all_acts(transaction)
}
