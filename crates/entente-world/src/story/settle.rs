//! Which story an article tells: what placing says, and what persons say of it.
//!
//! Every article has a story that placing alone gives it (`placed`). From these and from the reviews that hold, and from
//! nothing else, follows the story that it tells (`story`):
//!
//! 1. What a review put somewhere is there; of several reviews the last one holds.
//! 2. An article that came into its story after such a review follows it if most of the articles that were in that story
//!    then are where the review put them.
//! 3. Every other article tells the story that placing gives it.
//!
//! So a review outlasts every further article and every placing anew, and when it is undone, all is as if it had not been.

use std::collections::{BTreeMap, BTreeSet};

use crate::store::{OptionalExtension, Row, Transaction};
use crate::{Error, Known};

/// An article and what is thought of it now.
struct Member {
    article: u32,
    /// The story that it tells; `None` if it was in none.
    story: Option<u32>,
    /// The one that placing gave it until now.
    was_placed: Option<u32>,
    /// The one that placing gives it.
    placed: u32,
    /// When it was placed first.
    since: i64,
}

/// Where reviews put articles, and when.
type Pins = BTreeMap<u32, (u32, i64)>;

/// Writes which stories articles tell, after placing moved some (`moved`: article to story), or what reviews say about those
/// of some stories of placing (`said_of`) changed. Gives the stories that are new, gone or told otherwise.
pub(crate) fn settle(
    transaction: &Transaction,
    moved: &BTreeMap<u32, u32>,
    said_of: &BTreeSet<u32>,
    headlines: &BTreeMap<u32, &str>,
    known: Known,
) -> Result<BTreeSet<u32>, Error> {
    let pins = pins(transaction)?;
    let members = members(transaction, moved, said_of, !pins.is_empty(), known)?;
    let mut of_story: BTreeMap<u32, Vec<&Member>> = BTreeMap::new();
    for member in members.values() {
        of_story.entry(member.placed).or_default().push(member);
    }
    let mut touched = BTreeSet::new();
    for (&placed, members) in &of_story {
        let follows = followed(members, &pins);
        for member in members {
            let story = match (pins.get(&member.article), follows) {
                (Some(&(story, _)), _) => story,
                (None, Some((story, since))) if member.since > since => story,
                _ => placed,
            };
            if (member.story, member.was_placed) != (Some(story), Some(placed)) {
                join(transaction, member, story, known)?;
            }
            if member.story != Some(story) {
                touched.extend(member.story);
                touched.insert(story);
            }
        }
    }
    for &number in &touched {
        describe(transaction, number, headlines.get(&number).copied(), known)?;
    }
    Ok(touched)
}

fn pins(transaction: &Transaction) -> Result<Pins, Error> {
    let mut select = transaction.prepare(
        "SELECT pin.article, review.story, review.known FROM review JOIN pin ON review = number \
         WHERE known_to IS NULL ORDER BY number",
    )?;
    let rows = select.query_map((), |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    // The last one of each article stays.
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The articles whose story may change: those that moved, and if there are reviews, all that share a story of placing with
/// them before or after.
fn members(
    transaction: &Transaction,
    moved: &BTreeMap<u32, u32>,
    said_of: &BTreeSet<u32>,
    is_reviewed: bool,
    known: Known,
) -> Result<BTreeMap<u32, Member>, Error> {
    const MEMBER: &str = "SELECT article, story, coalesce(placed, story), (SELECT min(known) FROM membership AS other \
        WHERE other.article = membership.article) FROM membership WHERE known_to IS NULL";
    let member = |row: &Row| {
        let article = row.get(0)?;
        let was_placed: u32 = row.get(2)?;
        Ok(Member {
            article,
            story: row.get(1)?,
            was_placed: Some(was_placed),
            placed: moved.get(&article).copied().unwrap_or(was_placed),
            since: row.get(3)?,
        })
    };
    let mut members = BTreeMap::new();
    let mut one = transaction.prepare(&format!("{MEMBER} AND article = ?1"))?;
    for (&article, &placed) in moved {
        let found = one.query_row([article], member).optional()?;
        let new = || Member {
            article,
            story: None,
            was_placed: None,
            placed,
            since: known.0,
        };
        members.insert(article, found.unwrap_or_else(new));
    }
    let mut stories = said_of.clone();
    if is_reviewed {
        stories.extend(moved.values());
        stories.extend(members.values().filter_map(|member| member.was_placed));
    }
    let all = format!("{MEMBER} AND (story = ?1 AND placed IS NULL OR placed = ?1)");
    let mut all = transaction.prepare(&all)?;
    for story in stories {
        for found in all.query_map([story], member)? {
            let found = found?;
            members.entry(found.article).or_insert(found);
        }
    }
    Ok(members)
}

/// The story that those follow who come to the articles of a story of placing later than a review, and when that was.
fn followed(members: &[&Member], pins: &Pins) -> Option<(u32, i64)> {
    let mut votes: BTreeMap<u32, (usize, i64)> = BTreeMap::new();
    for &(story, at) in members.iter().filter_map(|one| pins.get(&one.article)) {
        let (n, since) = votes.entry(story).or_insert((0, at));
        (*n, *since) = (*n + 1, at.max(*since));
    }
    let most = votes
        .iter()
        .max_by_key(|(story, (n, _))| (*n, std::cmp::Reverse(**story)));
    let (&story, &(n, since)) = most?;
    let is_free = |one: &&&Member| !pins.contains_key(&one.article) && one.since <= since;
    let n_free = members.iter().filter(is_free).count();
    (n > n_free).then_some((story, since))
}

fn join(transaction: &Transaction, member: &Member, story: u32, known: Known) -> Result<(), Error> {
    if member.story.is_some() {
        let close = "UPDATE membership SET known_to = ?2 WHERE article = ?1 AND known_to IS NULL";
        transaction
            .prepare(close)?
            .execute((member.article, known.0))?;
    }
    let placed = (member.placed != story).then_some(member.placed);
    transaction
        .prepare("INSERT INTO membership (article, story, known, placed) VALUES (?1, ?2, ?3, ?4)")?
        .execute((member.article, story, known.0, placed))?;
    Ok(())
}

/// Articles of a story that no review rejects.
const MEMBERS: &str = "FROM article JOIN membership ON article = number WHERE story = ?1 AND known_to IS NULL AND NOT EXISTS \
    (SELECT 1 FROM rejected WHERE rejected.article = number AND claim = -1 AND rejected.known_to IS NULL)";

/// Writes what a story is from now on, counted over its articles. What it is called is what a review says, else `headline`,
/// else what it was called before, else the title of its first article.
pub(crate) fn describe(
    transaction: &Transaction,
    number: u32,
    headline: Option<&str>,
    known: Known,
) -> Result<(), Error> {
    let before: Option<String> = transaction
        .prepare(
            "SELECT coalesce(told, headline) FROM story WHERE number = ?1 ORDER BY known DESC LIMIT 1",
        )?
        .query_row([number], |row| row.get(0))
        .optional()?;
    transaction
        .prepare("UPDATE story SET known_to = ?2 WHERE number = ?1 AND known_to IS NULL")?
        .execute((number, known.0))?;
    let (n_articles, n_sources): (u32, u32) = transaction
        .prepare(&format!(
            "SELECT count(*), count(DISTINCT source) {MEMBERS}"
        ))?
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if n_articles == 0 {
        return Ok(());
    }
    let told = match headline.map(str::to_owned).or(before) {
        Some(told) => told,
        None => at_end(transaction, number, "coalesce(title, place)", "ASC")?.unwrap_or_default(),
    };
    let named: Option<String> = transaction
        .prepare(
            "SELECT headline FROM review WHERE story = ?1 AND what = 'relabel' AND known_to IS NULL \
             ORDER BY number DESC LIMIT 1",
        )?
        .query_row([number], |row| row.get(0))
        .optional()?;
    let (headline, told) = match named {
        Some(named) => (named, Some(told)),
        None => (told, None),
    };
    transaction
        .prepare(
            "INSERT INTO story (number, known, headline, first, last, n_articles, n_sources, told) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            number,
            known.0,
            headline,
            at_end(transaction, number, "published", "ASC")?,
            at_end(transaction, number, "published", "DESC")?,
            n_articles,
            n_sources,
            told,
        ))?;
    Ok(())
}

/// A column of the first article of a story in order of publication, or of the last.
fn at_end(
    transaction: &Transaction,
    story: u32,
    column: &str,
    order: &str,
) -> Result<Option<String>, Error> {
    let sql = format!(
        "SELECT {column} {MEMBERS} ORDER BY minute IS NULL, minute {order}, number {order} LIMIT 1"
    );
    Ok(transaction
        .prepare(&sql)?
        .query_row([story], |row| row.get(0))
        .optional()?
        .flatten())
}
