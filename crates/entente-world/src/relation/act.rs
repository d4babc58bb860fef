//! Acts as stories tell them: one for each act, however many reports tell it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use entente_types::{ClaimId, Comparison, SlotKind, days_since_1970};
use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Pair, small};
use crate::store::{self, Connection, OptionalExtension, Row};
use crate::summary::as_kept;
use crate::view::{at, beside};
use crate::{Error, Gist, Id, Known, View, blob};

/// Longest stretch of days that stands for its first one; of a longer one the middle is taken.
const MAX_DAYS: i32 = 31;

/// What kind of act, by its PLOVER root.
///
/// # Source
///
/// PLOVER manual, draft 0.8 (2021), with SANCTION as material conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quad {
    /// AGREE, CONSULT, SUPPORT, CONCEDE.
    VerbalCooperation,
    /// COOPERATE, AID, RETREAT.
    MaterialCooperation,
    /// REQUEST, ACCUSE, REJECT, THREATEN.
    VerbalConflict,
    /// PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT.
    MaterialConflict,
}

impl Quad {
    /// All of them, in order.
    pub(super) const ALL: [Self; 4] = [
        Self::VerbalCooperation,
        Self::MaterialCooperation,
        Self::VerbalConflict,
        Self::MaterialConflict,
    ];

    /// The quadrant of a root; `None` for one that PLOVER does not count.
    #[must_use]
    pub fn of(root: &str) -> Option<Self> {
        Some(match root {
            "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => Self::VerbalCooperation,
            "COOPERATE" | "AID" | "RETREAT" => Self::MaterialCooperation,
            "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => Self::VerbalConflict,
            "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => Self::MaterialConflict,
            _ => return None,
        })
    }

    /// Is it conflict, in words or deeds?
    #[must_use]
    pub fn is_conflict(self) -> bool {
        matches!(self, Self::VerbalConflict | Self::MaterialConflict)
    }
}

/// Where the day of an act is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dated {
    /// The text names it.
    Text,
    /// The text names none; the first report came out on it.
    Published,
}

/// How two countries deal with each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Dealing {
    /// One country, as in ISO 3166-1 alpha-3; the first of the two in order of letters.
    pub one: String,
    /// The other.
    pub other: String,
    /// Acts of cooperation.
    pub cooperation: u32,
    /// Acts of conflict.
    pub conflict: u32,
}

/// An act that took place, as the reports of one story tell it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Act {
    /// The claim that tells it most surely: `clm_17_4`.
    pub id: String,
    /// All claims that tell it, in order of articles.
    pub claims: Vec<String>,
    /// The story.
    pub story: Option<String>,
    /// PLOVER root.
    pub root: String,
    /// Its quadrant.
    pub quad: Quad,
    /// Who does it.
    pub actor: Option<String>,
    /// That actor's country.
    pub actor_home: Option<String>,
    /// To whom.
    pub recipient: Option<String>,
    /// That recipient's country.
    pub recipient_home: Option<String>,
    /// When.
    pub day: Date,
    /// Where the day is from.
    pub dated: Dated,
    /// When it was first published.
    pub told: Date,
    /// Reports that tell it.
    pub n_reports: usize,
    /// Independent origins of these reports.
    pub n_origins: usize,
    /// How surely it was read, 0 to 1: that of the surest claim.
    pub share: f64,
}

/// One claim of an act.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub article: u32,
    pub claim: u32,
    pub story: Option<u32>,
    pub root: String,
    pub actor: Option<String>,
    pub actor_home: Option<String>,
    pub recipient: Option<String>,
    pub recipient_home: Option<String>,
    pub day: Date,
    pub dated: Dated,
    pub told: Date,
    pub share: f64,
}

/// What is known of the reports of a story: which claims tell one act, and which reports go back to one text.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Same {
    acts: Vec<Vec<String>>,
    origins: Vec<Vec<u32>>,
}

/// Acts that took place and that PLOVER counts.
const COUNTED: &str = "share >= ?2 AND NOT denied AND realis IN ('happened', 'under_way') AND root NOT IN ('STATEMENT', 'APPEAL')";
/// Acts of conflict.
pub(crate) const CONFLICT: &str = "root IN ('REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'PROTEST', 'SANCTION', 'MOBILIZE', \
    'COERCE', 'ASSAULT')";
/// The two countries of an act, in order of letters.
const ONE: &str = "CASE WHEN actor_home < recipient_home THEN actor_home ELSE recipient_home END";
const OTHER: &str = "CASE WHEN actor_home < recipient_home THEN recipient_home ELSE actor_home END";
/// Those between two countries. The condition of the index `event_pair` stands there in its words.
const DEALT: &str = "actor_home <> recipient_home AND share >= ?2 AND NOT denied \
    AND realis IN ('happened', 'under_way') AND root NOT IN ('STATEMENT', 'APPEAL')";
const STORY: &str = "(SELECT story FROM membership WHERE membership.article = event.article)";

impl View<'_> {
    /// The acts of a pair, in order; only those that some articles tell, if any are named.
    pub(super) fn acts(
        &self,
        pair: &Pair,
        among: Option<&BTreeSet<u32>>,
    ) -> Result<Vec<Act>, Error> {
        let (columns, other) = (sides(&pair.one), pair.other.as_deref());
        let others = other.map(sides);
        let among = among.map(serde_json::to_string).transpose();
        let among = among.map_err(std::io::Error::from)?;
        let near = near(pair, among.is_some());
        let towards = |one: &str, to: Option<&str>| {
            let to = to.map_or(String::new(), |to| format!(" AND {to} = ?4"));
            told_where(
                near,
                &format!("{one} = ?3 AND (?4 IS NULL OR TRUE) AND (?5 IS NULL OR TRUE){to}"),
            )
        };
        let given = towards(columns.0, others.map(|others| others.1));
        let taken = towards(columns.1, others.map(|others| others.0));
        let mut select = self.prepare(&format!("{given} UNION {taken}"))?;
        let arguments = (self.known.0, as_kept(pair.least), &pair.one, other, &among);
        let rows = select.query_map(arguments, told)?;
        let mut all = Vec::new();
        for row in rows {
            all.extend(row?);
        }
        let same = same(&self.world.connection, &all, self.known)?;
        let mut acts = folded(all, &same);
        acts.sort_by_cached_key(Act::row);
        Ok(acts)
    }

    /// Acts and acts of conflict of each pair of different countries, each act of a story counted once.
    pub(super) fn pairs(&self, least: f64) -> Result<Counts, Error> {
        match self.counted_pairs(least)? {
            Some(counted) => Ok(counted),
            None => pair_counts(&self.world.connection, self.known, least, None),
        }
    }

    /// The same of acts on that day or later, and that day or before.
    fn pairs_within(
        &self,
        least: f64,
        (from, to): (Option<Date>, Option<Date>),
    ) -> Result<Counts, Error> {
        // An act without a day is one of the day of its article.
        let sql = format!(
            "SELECT one, other, count(*), count(*) FILTER (WHERE {CONFLICT}) FROM (SELECT DISTINCT coalesce({STORY}, -event.article), \
             root, {ONE} AS one, {OTHER} AS other, day FROM \
             (SELECT article, root, actor_home, recipient_home, from_day AS day FROM event WHERE {DEALT} AND from_day >= ?3 \
             AND from_day <= ?4 UNION ALL SELECT article, root, actor_home, recipient_home, substr(published, 1, 10) AS day \
             FROM event JOIN article ON number = article WHERE {DEALT} AND from_day IS NULL \
             AND substr(published, 1, 10) >= ?3 AND substr(published, 1, 10) <= ?4) AS event) AS told GROUP BY one, other"
        );
        let from = from.map_or_else(String::new, |day| day.to_string());
        let to = to.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string());
        let mut select = self.prepare(&sql)?;
        let rows = select.query_map((self.known.0, as_kept(least), from, to), counted)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Countries that deal with each other, the busiest pairs first, each act of a story counted once; of acts on that day or
    /// later, and that day or before.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn dealings(
        &self,
        least: f64,
        days: (Option<Date>, Option<Date>),
        most: usize,
    ) -> Result<Vec<Dealing>, Error> {
        let counts = match days {
            (None, None) => self.pairs(least)?,
            days => self.pairs_within(least, days)?,
        };
        let dealings = counts
            .into_iter()
            .map(|((one, other), [n, conflict])| Dealing {
                one,
                other,
                cooperation: small(n - conflict.min(n)),
                conflict: small(conflict),
            });
        let mut dealings: Vec<Dealing> = dealings.collect();
        // They are in order of their names; the sort is stable.
        dealings.sort_by_key(|one| Reverse(u64::from(one.cooperation) + u64::from(one.conflict)));
        dealings.truncate(most);
        Ok(dealings)
    }

    /// The last day on which an article came out.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn last_day(&self) -> Result<Option<Date>, Error> {
        let sql =
            "SELECT minute / 1440 FROM article WHERE minute >= 0 ORDER BY minute DESC LIMIT 1";
        let mut select = self.prepare(sql)?;
        let day = select.query_row([self.known.0], |row| row.get(0));
        Ok(day.optional()?.map(day_of))
    }

    /// Days on which articles came out, in order, with their number.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn published_by_day(&self) -> Result<Vec<(Date, u64)>, Error> {
        let sql = "SELECT day, CAST(sum(n) AS BIGINT) FROM published GROUP BY day ORDER BY day";
        let mut select = self.prepare(sql)?;
        let days = select.query_map([self.known.0], |row| {
            let n: i64 = row.get(1)?;
            Ok((day_of(row.get(0)?), n.unsigned_abs()))
        })?;
        Ok(days.collect::<Result<_, _>>()?)
    }
}

/// A day by its number since 1970.
pub(super) fn day_of(number: i64) -> Date {
    Date::constant(1970, 1, 1).saturating_add(number.days())
}

impl View<'_> {
    /// The reports of each independent origin of a story, as it was compared last; none if it was not.
    pub(crate) fn origins(&self, story: u32) -> Result<Vec<Vec<u32>>, Error> {
        let same: Option<Same> = beside(&self.world.connection, story, self.known)?;
        Ok(same.map_or_else(Vec::new, |same| same.origins))
    }
}

/// Which claims of the stories of some claims tell one act, as these stories were compared last.
pub(super) fn same(
    connection: &Connection,
    all: &[Told],
    known: Known,
) -> Result<BTreeMap<u32, Same>, Error> {
    let stories: BTreeSet<u32> = all.iter().filter_map(|told| told.story).collect();
    let mut same = BTreeMap::new();
    for story in stories {
        same.extend(beside(connection, story, known)?.map(|one| (story, one)));
    }
    Ok(same)
}

/// Asks for the claims of acts that count, of some articles if `near` names them.
pub(super) fn told_where(near: Option<&str>, condition: &str) -> String {
    let (from, are_near) = match near {
        // The articles first: of a country there are many acts, and of these few are asked for.
        Some(near) => (
            format!("{near} AS near CROSS JOIN event"),
            " AND event.article = near.value",
        ),
        None => ("event".to_owned(), ""),
    };
    format!(
        "SELECT event.article, claim, {STORY}, root, actor, actor_home, recipient, recipient_home, from_day, to_day, realis, share, \
         article.published FROM {from} JOIN article ON article.number = event.article WHERE {COUNTED} AND {condition}{are_near}"
    )
}

/// Which articles are looked through for the acts of a pair. Two countries are found by themselves (`event_homes`).
fn near(pair: &Pair, are_named: bool) -> Option<&'static str> {
    let is_actor = |id: &str| id.contains(':');
    match (is_actor(&pair.one), pair.other.as_deref().map(is_actor)) {
        _ if are_named => Some("(SELECT value FROM json_each(?5))"),
        (false, Some(false)) => None,
        (true, Some(true)) => Some(
            "(SELECT article AS value FROM appearance WHERE id = ?3 \
             INTERSECT SELECT article FROM appearance WHERE id = ?4)",
        ),
        (false, Some(true)) => Some("(SELECT article AS value FROM appearance WHERE id = ?4)"),
        (_, None) | (true, Some(false)) => {
            Some("(SELECT article AS value FROM appearance WHERE id = ?3)")
        }
    }
}

/// Acts, and acts of conflict, by pairs of countries.
pub(crate) type Counts = BTreeMap<(String, String), [i64; 2]>;

/// Counts the acts that pairs of countries had as of a moment, of some articles or of all; an act of a story counts once.
pub(crate) fn pair_counts(
    connection: &Connection,
    known: Known,
    least: f64,
    articles: Option<&BTreeSet<u32>>,
) -> Result<Counts, Error> {
    let (only, list) = match articles {
        None => ("", String::new()),
        Some(articles) => {
            let list = serde_json::to_string(articles).map_err(std::io::Error::from)?;
            (
                "AND event.article IN (SELECT value FROM json_each(?3))",
                list,
            )
        }
    };
    let sql = at(&format!(
        "SELECT one, other, count(*), count(*) FILTER (WHERE {CONFLICT}) FROM (SELECT DISTINCT coalesce({STORY}, -event.article), root, \
         {ONE} AS one, {OTHER} AS other, coalesce(from_day, substr(article.published, 1, 10)) \
         FROM event JOIN article ON article.number = event.article \
         WHERE {DEALT} AND ?3 IS NOT NULL {only}) AS told GROUP BY one, other"
    ));
    let mut select = connection.prepare(&sql)?;
    let rows = select.query_map((known.0, as_kept(least), list), counted)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A row of two countries, their acts, and their acts of conflict.
fn counted(row: &Row) -> store::Result<((String, String), [i64; 2])> {
    Ok(((row.get(0)?, row.get(1)?), [row.get(2)?, row.get(3)?]))
}

impl Same {
    /// The part of a comparison that relations are made from.
    fn of(comparison: &Comparison) -> Self {
        let names = |claims: &mut dyn Iterator<Item = &ClaimId>| -> Vec<String> {
            claims.map(|claim| claim.0.clone()).collect()
        };
        let joined = comparison.same_acts.iter();
        let joined = joined.map(|claims| names(&mut claims.iter()));
        // Comparisons made before acts were kept apart from what reports agree in have them in slots.
        let slots = comparison.slots.iter();
        let acts = slots.filter(|slot| slot.kind == SlotKind::Event);
        let in_slots = acts.map(|slot| {
            let mut claims = slot.values.iter().flat_map(|value| &value.claims);
            names(&mut claims)
        });
        let is_old = comparison.same_acts.is_empty();
        let acts = joined.chain(in_slots.filter(|_| is_old));
        let origins = comparison.origins.iter();
        Self {
            acts: acts.filter(|claims| claims.len() > 1).collect(),
            origins: origins
                .map(|origin| origin.reports.iter().map(|report| report.0).collect())
                .collect(),
        }
    }
}

/// What is kept beside a comparison, so that it need not be read for a list.
#[derive(Serialize)]
struct Kept {
    #[serde(flatten)]
    same: Same,
    gist: Gist,
}

/// Keeps the part of a comparison that relations are made from, and its gist.
pub(crate) fn keep_acts(connection: &Connection, comparison: &Comparison) -> Result<i64, Error> {
    let kept = Kept {
        same: Same::of(comparison),
        gist: Gist::of(comparison),
    };
    let json = serde_json::to_vec(&kept).map_err(std::io::Error::from)?;
    blob::keep(connection, &json, None)
}

/// Keeps that part of all comparisons that are there.
pub(crate) fn keep_all_acts(connection: &Connection) -> Result<(), Error> {
    let sql = "SELECT story, known, comparison FROM comparison WHERE comparison IS NOT NULL AND acts IS NULL";
    let mut select = connection.prepare(sql)?;
    let rows = select.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let all: Vec<(u32, i64, i64)> = rows.collect::<Result<_, _>>()?;
    let mut update =
        connection.prepare("UPDATE comparison SET acts = ?3 WHERE story = ?1 AND known = ?2")?;
    for (story, known, kept) in all {
        // `verify` tells of those that are damaged.
        let Ok(bytes) = blob::bytes_of(connection, kept) else {
            continue;
        };
        let Ok(comparison) = serde_json::from_slice::<Comparison>(&bytes) else {
            continue;
        };
        update.execute((story, known, keep_acts(connection, &comparison)?))?;
    }
    Ok(())
}

/// The columns of an actor, or of a country, on both sides of an act.
pub(crate) fn sides(id: &str) -> (&'static str, &'static str) {
    match id.contains(':') {
        true => ("actor", "recipient"),
        false => ("actor_home", "recipient_home"),
    }
}

/// An act of a row; `None` if neither the text nor its publication tells a day.
pub(super) fn told(row: &Row) -> store::Result<Option<Told>> {
    let date = |column: usize| -> store::Result<Option<Date>> {
        let text: Option<String> = row.get(column)?;
        Ok(text.and_then(|text| text.get(..10)?.parse().ok()))
    };
    let (from, to, published) = (date(8)?, date(9)?, date(12)?);
    let realis: String = row.get(10)?;
    let named = day(from, to, realis == "under_way");
    // What is told as done was done by the day of its publication.
    let named = named.map(|day| published.map_or(day, |published| day.min(published)));
    let Some(day) = named.or(published) else {
        return Ok(None);
    };
    Ok(Some(Told {
        article: row.get(0)?,
        claim: row.get(1)?,
        story: row.get(2)?,
        root: row.get(3)?,
        actor: row.get(4)?,
        actor_home: row.get(5)?,
        recipient: row.get(6)?,
        recipient_home: row.get(7)?,
        day,
        dated: match named {
            Some(_) => Dated::Text,
            None => Dated::Published,
        },
        told: published.unwrap_or(day),
        share: row.get(11)?,
    }))
}

/// The day that stands for a period. Of what goes on since a day that is all that is known: it goes on.
fn day(from: Option<Date>, to: Option<Date>, goes_on: bool) -> Option<Date> {
    match (from, to) {
        (Some(from), Some(to)) => {
            let n_days = days_since_1970(to) - days_since_1970(from);
            let half = i64::from(n_days / 2).days();
            Some(match n_days > MAX_DAYS {
                true => from.saturating_add(half),
                false => from,
            })
        }
        (Some(from), None) => Some(from).filter(|_| !goes_on),
        (None, to) => to,
    }
}

/// Claims that tell one act, as one act. Stories share none, also where a comparison names a claim whose article tells another
/// story by now.
pub(super) fn folded(all: Vec<Told>, same: &BTreeMap<u32, Same>) -> Vec<Act> {
    let stories = by_story(all).into_iter();
    let acts = stories.flat_map(|(story, told)| of_story(told, story.and_then(|id| same.get(&id))));
    acts.collect()
}

/// The claims of each story, and of each article that is in none.
pub(super) fn by_story(all: Vec<Told>) -> Vec<(Option<u32>, Vec<Told>)> {
    let mut stories: BTreeMap<(Option<u32>, u32), Vec<Told>> = BTreeMap::new();
    for told in all {
        let alone = told.story.map_or(told.article, |_| 0);
        stories.entry((told.story, alone)).or_default().push(told);
    }
    let stories = stories.into_iter();
    stories.map(|((story, _), told)| (story, told)).collect()
}

/// The acts that one story tells: claims are one act that its comparison says are, and those with the same root, sides and day.
pub(super) fn of_story(mut all: Vec<Told>, same: Option<&Same>) -> Vec<Act> {
    all.sort_by_key(|told| (told.article, told.claim));
    let mut groups = Groups::new(all.len());
    let claims: BTreeMap<String, usize> = all
        .iter()
        .enumerate()
        .map(|(idx, told)| (Id::Claim(told.article, told.claim).to_string(), idx))
        .collect();
    let mut beside: Vec<(usize, Vec<u32>)> = Vec::new();
    for act in same.iter().flat_map(|same| &same.acts) {
        let told: Vec<usize> = act
            .iter()
            .filter_map(|id| claims.get(id).copied())
            .collect();
        for pair in told.windows(2) {
            groups.join(pair[0], pair[1]);
        }
        // Reports tell an act too that do not name both sides, or not as surely.
        let of = |id: &String| id.split('_').nth(1)?.parse().ok();
        let articles: Vec<u32> = act.iter().filter_map(of).collect();
        beside.extend(told.first().map(|&idx| (idx, articles)));
    }
    let mut first: BTreeMap<_, usize> = BTreeMap::new();
    for (idx, told) in all.iter().enumerate() {
        let sides = [
            side(&told.actor_home, &told.actor),
            side(&told.recipient_home, &told.recipient),
        ];
        let before = *first.entry((&told.root, sides, told.day)).or_insert(idx);
        groups.join(before, idx);
    }
    let mut reports: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    for (idx, articles) in beside {
        let known = reports.entry(groups.root(idx)).or_default();
        known.extend(articles);
    }
    let mut members: BTreeMap<usize, Vec<&Told>> = BTreeMap::new();
    for (idx, told) in all.iter().enumerate() {
        members.entry(groups.root(idx)).or_default().push(told);
    }
    let acts = members.iter().filter_map(|(root, told)| {
        let beside = reports.remove(root).unwrap_or_default();
        act(told, beside, same)
    });
    acts.collect()
}

/// Who stands on a side: the country, else the actor.
fn side<'a>(home: &'a Option<String>, actor: &'a Option<String>) -> Option<&'a str> {
    home.as_deref().or(actor.as_deref())
}

/// One act; `articles` are those that tell it besides.
fn act(told: &[&Told], mut articles: BTreeSet<u32>, same: Option<&Same>) -> Option<Act> {
    let surest = told.iter().max_by(|a, b| {
        let key = |told: &Told| (told.dated == Dated::Text, told.share);
        let by_share = key(a)
            .partial_cmp(&key(b))
            .unwrap_or(std::cmp::Ordering::Equal);
        by_share.then((b.article, b.claim).cmp(&(a.article, a.claim)))
    })?;
    articles.extend(told.iter().map(|told| told.article));
    let id = |told: &Told| Id::Claim(told.article, told.claim).to_string();
    let first_told = told.iter().map(|told| told.told).min()?;
    Some(Act {
        id: id(surest),
        claims: told.iter().map(|told| id(told)).collect(),
        story: surest.story.map(|story| Id::Story(story).to_string()),
        root: surest.root.clone(),
        quad: Quad::of(&surest.root)?,
        actor: surest.actor.clone(),
        actor_home: surest.actor_home.clone(),
        recipient: surest.recipient.clone(),
        recipient_home: surest.recipient_home.clone(),
        day: match surest.dated {
            Dated::Text => surest.day,
            Dated::Published => first_told,
        },
        dated: surest.dated,
        told: first_told,
        n_reports: articles.len(),
        n_origins: n_origins(&articles, same),
        share: told.iter().map(|told| told.share).fold(0.0, f64::max),
    })
}

/// Independent origins of reports, as their comparison tells; without one, what is not known to be apart counts once.
fn n_origins(articles: &BTreeSet<u32>, same: Option<&Same>) -> usize {
    let Some(same) = same else { return 1 };
    let holds = |origin: &&Vec<u32>| origin.iter().any(|report| articles.contains(report));
    same.origins.iter().filter(holds).count().max(1)
}

/// Which of many things are one.
struct Groups(Vec<usize>);

impl Groups {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&mut self, mut idx: usize) -> usize {
        while self.0[idx] != idx {
            self.0[idx] = self.0[self.0[idx]];
            idx = self.0[idx];
        }
        idx
    }

    /// The earlier one leads.
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}
