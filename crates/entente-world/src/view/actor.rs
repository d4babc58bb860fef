//! Who is meant by a name, and what is known of them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use entente_types::{Article, Claim, Claims, Content, Role};
use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Evidence, View, int};
use crate::Error;
use crate::relation::{CONFLICT, sides};
use crate::store::OptionalExtension;
use crate::summary::NO_MINUTE;

/// Kinds of actors, as their ids begin.
const KINDS: [&str; 4] = ["person", "org", "group", "state"];

impl View<'_> {
    /// The actor that most acts call by a name, as `Maria Hill` or `Hill`: by the whole name, else by the end of it. An id
    /// stands for itself.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn actor_named(&self, name: &str) -> Result<Option<String>, Error> {
        if name.contains(':') {
            return Ok(Some(name.to_owned()));
        }
        let key = key_of(name);
        let ids = KINDS.map(|kind| format!("{kind}:{key}"));
        if let Some(id) = self.most_told(&ids)? {
            return Ok(Some(id));
        }
        let mut select = self
            .world
            .connection
            .prepare("SELECT id FROM called WHERE ending = ?1")?;
        let ids = select.query_map([key], |row| row.get(0))?;
        self.most_told(&ids.collect::<Result<Vec<_>, _>>()?)
    }

    /// Of some actors the one that most acts were told of; `None` if none was.
    fn most_told(&self, ids: &[String]) -> Result<Option<String>, Error> {
        let mut any = self.prepare(&format!(
            "SELECT EXISTS (SELECT 1 FROM appearance WHERE id = ?2 AND {})",
            *TOLD
        ))?;
        let mut there = Vec::new();
        for id in ids {
            if any.query_row((self.known.0, id), |row| row.get(0))? {
                there.push(id);
            }
        }
        // There is nothing to count where there is one.
        if let [id] = there[..] {
            return Ok(Some(id.clone()));
        }
        let n_articles = self.numbers_of_articles(&there)?;
        there.sort_by_key(|&id| (n_articles.get(id).copied(), id));
        let mut count = self.prepare(&format!(
            "SELECT CAST(coalesce(sum(CASE WHEN {IS_WHOLE} THEN n ELSE {LEFT} END), 0) AS BIGINT) \
             FROM (SELECT * FROM appearance WHERE id = ?2 LIMIT ?3) AS appearance"
        ))?;
        let mut count = |id: &String, most: i64| -> Result<i64, Error> {
            Ok(count.query_row((self.known.0, id, most), |row| row.get(0))?)
        };
        let Some((last, others)) = there.split_last() else {
            return Ok(None);
        };
        let mut best: Option<(i64, &String)> = None;
        for &id in others {
            let n = count(id, i64::MAX)?;
            if best.is_none_or(|(most, first)| n > most || n == most && id < first) {
                best = Some((n, id));
            }
        }
        // Of the one that is told of in most articles it is enough to know that it is told of more often than all others.
        let Some((most, first)) = best else {
            return Ok(Some((*last).clone()));
        };
        let is_last = count(last, most + 1)? > most || {
            let n = count(last, i64::MAX)?;
            n > most || n == most && *last < first
        };
        Ok(Some(if is_last { *last } else { first }.clone()))
    }

    /// In how many articles somebody acts or suffers, as it stands now.
    fn numbers_of_articles<'i>(
        &self,
        ids: &[&'i String],
    ) -> Result<HashMap<&'i String, i64>, Error> {
        let sql = "SELECT n FROM acting WHERE id = ?1";
        let mut select = self.world.connection.prepare(sql)?;
        let mut numbers = HashMap::new();
        for &id in ids {
            let n: Option<i64> = select.query_row([id], |row| row.get(0)).optional()?;
            numbers.extend(n.map(|n| (id, n)));
        }
        Ok(numbers)
    }
}

/// A name as it stands in an id.
fn key_of(name: &str) -> String {
    let name = name.trim().to_lowercase();
    name.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Does no review reject anything of the article of an appearance?
const IS_WHOLE: &str =
    "NOT EXISTS (SELECT 1 FROM rejected WHERE rejected.article = appearance.article)";
/// How many acts of an appearance are left where reviews reject some.
const LEFT: &str = "(SELECT count(CASE WHEN actor = ?2 THEN 1 END) + count(CASE WHEN recipient = ?2 THEN 1 END) \
    + count(CASE WHEN actor_home = ?2 THEN 1 END) + count(CASE WHEN recipient_home = ?2 THEN 1 END) \
    FROM event WHERE event.article = appearance.article)";
/// Is an act of an appearance left?
static TOLD: LazyLock<String> = LazyLock::new(|| format!("({IS_WHOLE} OR {LEFT} > 0)"));

/// What an actor is, as its id begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// `person:…`
    Person,
    /// `org:…`
    Organisation,
    /// `group:…`
    Group,
    /// A country: its code without a colon.
    Country,
}

/// Which actors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whom {
    /// Only of this kind.
    pub kind: Option<ActorKind>,
    /// Only those that are called so, by the whole name or the end of it: `hill` for `person:maria-hill`.
    pub name: Option<String>,
    /// Or this one, whatever it is called.
    pub id: Option<String>,
}

impl View<'_> {
    /// Actors and countries with the number of articles in which they act, or are acted upon: those of most articles first.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn actors(
        &self,
        whom: &Whom,
        skipped: usize,
        most: usize,
    ) -> Result<Vec<(String, u64)>, Error> {
        let mut exact = self.prepare(&format!(
            "SELECT count(*) FROM appearance WHERE id = ?2 AND ({IS_WHOLE} OR EXISTS (SELECT 1 FROM event \
             WHERE event.article = appearance.article AND appearance.id IN (actor, recipient, actor_home, recipient_home)))"
        ))?;
        let shown = skipped.saturating_add(most);
        // Those of most articles first, each with its number, for which the minus sorts.
        let mut best: BTreeSet<(i64, String)> = BTreeSet::new();
        let mut candidates = self.world.connection.prepare(&candidates(whom))?;
        let (first, last) = range(whom.kind);
        let key = whom.name.as_ref().map(|name| key_of(name));
        let mut rows = candidates.query((first, last, key, &whom.id))?;
        while let Some(row) = rows.next()? {
            let (id, at_most): (String, i64) = (row.get(0)?, row.get(1)?);
            let is_full = best.len() == shown;
            if is_full && best.last().is_none_or(|(n, _)| at_most < -n) {
                break;
            }
            let n: i64 = exact.query_row((self.known.0, &id), |row| row.get(0))?;
            if n > 0 {
                best.insert((-n, id));
            }
            if best.len() > shown {
                best.pop_last();
            }
        }
        let best = best.into_iter().skip(skipped);
        Ok(best.map(|(n, id)| (id, n.unsigned_abs())).collect())
    }
}

/// Who can be asked for, with a number of articles that none of them exceeds; those of the largest first.
fn candidates(whom: &Whom) -> String {
    // A country is told once: the articles in which the state itself acts are among those of its code.
    let is_called = match whom.name {
        Some(_) => {
            "AND id IN (SELECT ?4 UNION SELECT 'person:' || ?3 UNION SELECT 'org:' || ?3 UNION SELECT 'group:' || ?3 \
             UNION SELECT id FROM called WHERE ending = ?3)"
        }
        None => "",
    };
    let is_country = match whom.kind {
        Some(ActorKind::Country) => "AND id NOT LIKE '%:%'",
        _ => "",
    };
    format!(
        "SELECT id, n FROM acting WHERE id >= ?1 AND id < ?2 {is_country} AND (id NOT LIKE 'state:%' OR id = ?4) \
         {is_called} ORDER BY n DESC, id"
    )
}

/// Between which ids those of a kind lie.
fn range(kind: Option<ActorKind>) -> (&'static str, &'static str) {
    match kind {
        Some(ActorKind::Person) => ("person:", "person;"),
        Some(ActorKind::Organisation) => ("org:", "org;"),
        Some(ActorKind::Group) => ("group:", "group;"),
        Some(ActorKind::Country) | None => ("", "\u{10ffff}"),
    }
}

impl View<'_> {
    /// Actors whose name, or the end of it, begins so: those of most articles first, with the number of articles.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn actors_beginning(&self, begins: &str, most: usize) -> Result<Vec<(String, u64)>, Error> {
        let key = key_of(begins);
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let mut ids = BTreeSet::new();
        let whole =
            "SELECT DISTINCT id FROM appearance WHERE id >= ?2 AND id < ?3 ORDER BY id LIMIT ?4";
        let mut whole = self.prepare(whole)?;
        for kind in ["person", "org", "group"] {
            let start = format!("{kind}:{key}");
            let arguments = (self.known.0, &start, after(&start), int(MOST_BEGINNING));
            for id in whole.query_map(arguments, |row| row.get(0))? {
                ids.insert(id?);
            }
        }
        let ending =
            "SELECT id FROM called WHERE ending >= ?1 AND ending < ?2 ORDER BY ending, id LIMIT ?3";
        let mut ending = self.world.connection.prepare(ending)?;
        let arguments = (&key, after(&key), int(MOST_BEGINNING));
        for id in ending.query_map(arguments, |row| row.get(0))? {
            ids.insert(id?);
        }
        let mut count = self.prepare("SELECT count(*) FROM appearance WHERE id = ?2")?;
        let mut found: Vec<(String, u64)> = Vec::new();
        for id in ids {
            let id: String = id;
            let n: i64 = count.query_row((self.known.0, &id), |row| row.get(0))?;
            if n > 0 {
                found.push((id, n.unsigned_abs()));
            }
        }
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(most);
        Ok(found)
    }
}

/// What stands behind everything that begins so.
fn after(begins: &str) -> String {
    format!("{begins}\u{10ffff}")
}

/// Names of one kind that are looked at for how they begin.
const MOST_BEGINNING: usize = 200;
/// Articles that are looked through for what an actor is called and was.
const MOST_READ: usize = 60;
/// Articles over which it is counted whom an actor deals with.
const MOST_DEALT: usize = 1_000;

/// What is known of an actor.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Profile {
    /// Its id.
    pub id: String,
    /// What articles call it, the most frequent first, with the number of articles.
    pub names: Vec<(String, usize)>,
    /// Offices and other roles, in order of the first article that gives them.
    pub roles: Vec<RoleTold>,
    /// Whom it acts with and against in the newest thousand articles, the most frequent first.
    pub others: Vec<Other>,
    /// Articles that were looked through for names and roles, the newest ones.
    pub n_read: usize,
}

/// Articles in which somebody appears, the newest ones.
pub(crate) struct Newest {
    pub articles: BTreeSet<u32>,
    /// No article that was left out came out later; `None` if none was left out.
    pub before: Option<Date>,
}

/// A role of an actor, and the articles that give it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RoleTold {
    /// The office, as written.
    pub office: String,
    /// `former`, `acting`, `elect` …; `None` for plain office.
    pub status: Option<String>,
    /// Publication of the first article that gives it.
    pub first: Option<String>,
    /// Publication of the last one.
    pub last: Option<String>,
    /// Articles that give it.
    pub n_articles: usize,
    /// One of them, the first.
    pub evidence: Evidence,
}

/// Somebody whom an actor deals with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Other {
    /// Its id; a country by its code.
    pub id: String,
    /// Acts of cooperation between the two, each once for each story.
    pub cooperation: u32,
    /// Acts of conflict.
    pub conflict: u32,
}

impl View<'_> {
    /// What is known of an actor or a country.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn profile(&self, id: &str, least: f64) -> Result<Profile, Error> {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let mut roles: BTreeMap<(Option<String>, String), RoleTold> = BTreeMap::new();
        let mut n_read = 0;
        for (number, _) in self.articles_of(id, MOST_READ)? {
            let Some((_, claims)) = self.claims(number)? else {
                continue;
            };
            n_read += 1;
            let own = claims.actors.actors.iter().find(|actor| actor.id.0 == id);
            if let Some(actor) = own {
                *names.entry(actor.name.clone()).or_default() += 1;
            }
            let has_role =
                |claim: &Claim| matches!(&claim.content, Content::Role(role) if is_held(role, id));
            if !claims.claims.iter().any(has_role) {
                continue;
            }
            for role in roles_of(id, &self.article(number)?, &claims) {
                let key = (role.status.clone(), role.office.to_lowercase());
                match roles.entry(key) {
                    Entry::Vacant(free) => {
                        free.insert(role);
                    }
                    Entry::Occupied(mut there) => there.get_mut().join(role),
                }
            }
        }
        let mut names: Vec<(String, usize)> = names.into_iter().collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut roles: Vec<RoleTold> = roles.into_values().collect();
        roles.sort_by(|a, b| (&a.first, &a.office).cmp(&(&b.first, &b.office)));
        Ok(Profile {
            id: id.to_owned(),
            names,
            roles,
            others: self.others(id, least)?,
            n_read,
        })
    }

    /// Articles in which somebody acts or suffers, the newest first, with their stories.
    pub(super) fn articles_of(
        &self,
        id: &str,
        most: usize,
    ) -> Result<Vec<(u32, Option<u32>)>, Error> {
        let sql = format!(
            "SELECT article, (SELECT story FROM membership WHERE membership.article = appearance.article) FROM appearance \
             WHERE id = ?2 AND {} ORDER BY minute DESC, article DESC LIMIT ?3",
            *TOLD
        );
        let mut select = self.prepare(&sql)?;
        let rows = select.query_map((self.known.0, id, int(most)), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest articles in which somebody appears, with all that tell the same stories, and all without a date.
    pub(crate) fn newest(&self, id: &str, most: usize) -> Result<Newest, Error> {
        let mut articles: BTreeSet<u32> = BTreeSet::new();
        let mut before = None;
        let newest = "SELECT article, minute FROM appearance WHERE id = ?2 ORDER BY minute DESC, article DESC LIMIT ?3";
        let mut select = self.prepare(newest)?;
        let rows = select.query_map((self.known.0, id, int(most)), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        for (n, row) in (1..).zip(rows) {
            let (article, minute): (u32, i64) = row?;
            articles.insert(article);
            if n == most && minute != NO_MINUTE {
                // A day as printed may be one later than in UTC.
                let n_days = minute.div_euclid(1440) + 1;
                before = Some(Date::constant(1970, 1, 1).saturating_add(n_days.days()));
            }
        }
        let list = serde_json::to_string(&articles).map_err(std::io::Error::from)?;
        let around = "SELECT article FROM membership WHERE story IN (SELECT story FROM membership WHERE article IN \
                      (SELECT value FROM json_each(?2))) UNION SELECT article FROM appearance WHERE id = ?3 AND minute = ?4";
        let mut select = self.prepare(around)?;
        let rows = select.query_map((self.known.0, list, id, NO_MINUTE), |row| row.get(0))?;
        for row in rows {
            articles.insert(row?);
        }
        Ok(Newest { articles, before })
    }

    /// Whom somebody acts with and against.
    fn others(&self, id: &str, least: f64) -> Result<Vec<Other>, Error> {
        const MOST: i64 = 12;
        let (actor, recipient) = sides(id);
        let half = |own: &str, other: &str, home: &str| {
            format!(
                "SELECT coalesce((SELECT story FROM membership WHERE membership.article = event.article), -article) AS story, \
                 root, coalesce({home}, {other}) AS other, from_day FROM (SELECT value FROM json_each(?4)) AS near CROSS JOIN event \
                 WHERE article = near.value AND {own} = ?2 AND share >= ?3 AND NOT denied \
                 AND realis IN ('happened', 'under_way') AND root NOT IN ('STATEMENT', 'APPEAL')"
            )
        };
        let near = self.articles_of(id, MOST_DEALT)?;
        let near: Vec<u32> = near.into_iter().map(|(article, _)| article).collect();
        let near = serde_json::to_string(&near).map_err(std::io::Error::from)?;
        let sql = format!(
            "SELECT other, count(*) FILTER (WHERE NOT ({CONFLICT})), count(*) FILTER (WHERE {CONFLICT}) FROM ({} UNION {}) AS acts \
             WHERE other IS NOT NULL AND other <> ?2 GROUP BY other ORDER BY count(*) DESC, other LIMIT {MOST}",
            half(actor, "recipient", "recipient_home"),
            half(recipient, "actor", "actor_home")
        );
        let mut select = self.prepare(&sql)?;
        let rows = select.query_map((self.known.0, id, least, near), |row| {
            Ok(Other {
                id: row.get(0)?,
                cooperation: row.get(1)?,
                conflict: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl RoleTold {
    /// The same role in another article.
    fn join(&mut self, other: Self) {
        self.n_articles += 1;
        self.last = self.last.clone().max(other.last);
        if other.first.is_some() && (self.first.is_none() || other.first < self.first) {
            self.first = other.first;
            self.evidence = other.evidence;
        }
    }
}

/// Is it the role of somebody?
fn is_held(role: &Role, id: &str) -> bool {
    let person = role.person.actor.as_ref();
    person.is_some_and(|actor| actor.0 == id)
}

/// The roles of somebody in one article, each once.
fn roles_of(id: &str, article: &Article, claims: &Claims) -> Vec<RoleTold> {
    let mut found: Vec<RoleTold> = Vec::new();
    for (place, claim) in (0..).zip(&claims.claims) {
        let Content::Role(role) = &claim.content else {
            continue;
        };
        let is_own = is_held(role, id);
        let office = role
            .office
            .of(&article.text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let is_new = !found
            .iter()
            .any(|one| one.status == role.status && one.office.eq_ignore_ascii_case(&office));
        if let Some(evidence) = Evidence::of(article, claims, place).filter(|_| is_own && is_new) {
            found.push(RoleTold {
                office,
                status: role.status.clone(),
                first: evidence.published.clone(),
                last: evidence.published.clone(),
                n_articles: 1,
                evidence,
            });
        }
    }
    found
}
