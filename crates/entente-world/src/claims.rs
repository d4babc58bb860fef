//! Claims: what a reader found in an article, and its acts as rows.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{
    ActorId, Actors, Article, City, Claim, Claims, Content, Country, Event, Participant, Polarity,
};
use serde::Serialize;

use crate::review::carry_over;
use crate::store::{Connection, OptionalExtension, Transaction};
use crate::summary::{appear, count_pairs, disappear};
use crate::world::log;
use crate::{Error, Known, World, blob};

/// What a reader found in an article.
#[derive(Clone, Copy, Debug)]
pub struct Read<'a> {
    /// The article.
    pub article: u32,
    /// Everything in it.
    pub claims: &'a Claims,
}

impl World {
    /// Articles in which a reader has not looked for claims yet, the oldest in the workspace first, `most` at most.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn unread(&self, reader: &str, most: usize) -> Result<Vec<Article>, Error> {
        self.unread_after(reader, 0, most)
    }

    /// The same among the articles with larger numbers: for going on without looking at all others again.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn unread_after(
        &self,
        reader: &str,
        article: u32,
        most: usize,
    ) -> Result<Vec<Article>, Error> {
        let mut select = self.connection.prepare(
            "SELECT text FROM article WHERE number > ?2 AND NOT EXISTS \
             (SELECT 1 FROM reading WHERE article = number AND reader = ?1) ORDER BY number LIMIT ?3",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let texts = select.query_map((reader, article, most), |row| row.get(0))?;
        texts.map(|text| self.article_of(text?)).collect()
    }

    /// Those of some articles in which a reader has not looked for claims yet, in their order.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn unread_among(&self, reader: &str, articles: &[u32]) -> Result<Vec<Article>, Error> {
        let mut select = self.connection.prepare(
            "SELECT text FROM article WHERE number = ?2 AND NOT EXISTS \
             (SELECT 1 FROM reading WHERE article = number AND reader = ?1)",
        )?;
        let mut unread = Vec::new();
        for article in articles {
            let text = select.query_row((reader, article), |row| row.get(0));
            if let Some(text) = text.optional()? {
                unread.push(self.article_of(text)?);
            }
        }
        Ok(unread)
    }

    /// How many articles [`World::unread`] would give in all.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn n_unread(&self, reader: &str) -> Result<u64, Error> {
        let n = "SELECT count(*) FROM article WHERE NOT EXISTS \
                 (SELECT 1 FROM reading WHERE article = number AND reader = ?1)";
        let n: i64 = self.connection.query_row(n, [reader], |row| row.get(0))?;
        Ok(n.unsigned_abs())
    }

    pub(crate) fn article_of(&self, text: i64) -> Result<Article, Error> {
        let bytes = blob::bytes_of(&self.connection, text)?;
        serde_json::from_slice(&bytes)
            .map_err(|error| Error::damaged(format!("blob {text}"), error))
    }

    /// Keeps what a reader found, all or nothing. What another reader had found is not known any more from then on.
    ///
    /// # Errors
    ///
    /// If the disk cannot be written, or another process writes for too long.
    pub fn record(&mut self, reader: &str, all: &[Read], at: Known) -> Result<(), Error> {
        let (transaction, known) = self.write(at)?;
        for read in all {
            record(&transaction, reader, read, known)?;
        }
        if !all.is_empty() {
            let articles = all.iter().map(|read| read.article);
            count_pairs(&transaction, &BTreeSet::new(), articles, known)?;
            log(&transaction, known, "read", all.len())?;
        }
        transaction.commit()?;
        Ok(())
    }
}

fn record(transaction: &Transaction, reader: &str, read: &Read, known: Known) -> Result<(), Error> {
    let other = "SELECT EXISTS (SELECT 1 FROM reading WHERE article = ?1 AND known_to IS NULL AND reader <> ?2)";
    let is_read: bool = transaction
        .prepare(other)?
        .query_row((read.article, reader), |row| row.get(0))?;
    if is_read {
        disappear(transaction, read.article, known)?;
    }
    for table in ["reading", "event"] {
        let close = format!(
            "UPDATE {table} SET known_to = ?2 WHERE article = ?1 AND known_to IS NULL AND reader <> ?3"
        );
        transaction
            .prepare(&close)?
            .execute((read.article, known.0, reader))?;
    }
    let json = serde_json::to_vec(read.claims).map_err(std::io::Error::from)?;
    let claims = blob::keep(transaction, &json, None)?;
    let n = transaction
        .prepare("INSERT INTO reading (article, reader, known, claims) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")?
        .execute((read.article, reader, known.0, claims))?;
    if n == 0 {
        return Ok(());
    }
    carry_over(transaction, read.article, (reader, read.claims), known)?;
    let mut appear_in = BTreeMap::new();
    for (place, claim) in read.claims.claims.iter().enumerate() {
        if let Claim {
            content: Content::Event(event),
            ..
        } = claim
        {
            let key = (read.article, place, reader);
            let sides = keep_event(transaction, key, event, &read.claims.actors, known)?;
            for id in sides.into_iter().flatten() {
                *appear_in.entry(id).or_default() += 1;
            }
        }
    }
    appear(transaction, read.article, &appear_in, known)
}

/// The claims of a reading.
pub(crate) fn read_claims(connection: &Connection, blob: i64) -> Result<Claims, Error> {
    let bytes = blob::bytes_of(connection, blob)?;
    serde_json::from_slice(&bytes).map_err(|error| Error::damaged(format!("blob {blob}"), error))
}

/// Keeps an act; gives the actors and countries on both sides.
fn keep_event(
    transaction: &Transaction,
    (article, place, reader): (u32, usize, &str),
    event: &Event,
    actors: &Actors,
    known: Known,
) -> Result<[Option<String>; 4], Error> {
    let first = |side: &[Participant]| side.iter().find_map(|one| one.actor.clone());
    let actor = first(&event.actors);
    // Several who act on each other, as those who meet: the first of them stands against the next.
    let is_other = |one: &&Participant| one.actor.is_some() && one.actor != actor;
    let next = || event.actors.iter().find(is_other)?.actor.clone();
    let recipient = match event.recipients.is_empty() {
        true => next(),
        false => first(&event.recipients),
    };
    let home = |side: &Option<ActorId>, told: &Option<Country>| {
        let own = side
            .as_ref()
            .and_then(|id| actors.actor(id)?.country.clone());
        own.or_else(|| told.clone()).map(|country| country.0)
    };
    let homes = [
        home(&actor, &event.actor_home),
        home(&recipient, &event.recipient_home),
    ];
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let period = event.period;
    transaction
        .prepare(
            "INSERT INTO event (article, claim, reader, known, root, actor, actor_home, recipient, recipient_home, \
             from_day, to_day, realis, denied, share, city) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute((
            article,
            i64::try_from(place).unwrap_or(i64::MAX),
            reader,
            known.0,
            label(&event.root),
            actor.as_ref().map(|id| &id.0),
            &homes[0],
            recipient.as_ref().map(|id| &id.0),
            &homes[1],
            period.and_then(|period| day(period.from)),
            period.and_then(|period| day(period.to)),
            label(&event.realis),
            event.polarity == Polarity::DidNot,
            f64::from(event.confidence),
            event.city.as_ref().map(|city| city.geonames),
        ))?;
    if let Some(city) = &event.city {
        keep_city(transaction, city)?;
    }
    let [one, other] = homes;
    Ok([actor.map(|id| id.0), recipient.map(|id| id.0), one, other])
}

fn keep_city(transaction: &Transaction, city: &City) -> Result<(), Error> {
    transaction
        .prepare(
            "INSERT INTO city (number, name, country, latitude, longitude) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        )?
        .execute((
            city.geonames,
            &city.name,
            &city.country.0,
            city.latitude,
            city.longitude,
        ))?;
    Ok(())
}

/// Keeps the cities of all acts that were read before cities were kept.
pub(crate) fn place_all(transaction: &Transaction) -> Result<(), Error> {
    let mut readings = transaction.prepare("SELECT article, reader, claims FROM reading")?;
    let mut place = transaction
        .prepare("UPDATE event SET city = ?4 WHERE article = ?1 AND claim = ?2 AND reader = ?3")?;
    let mut rows = readings.query(())?;
    while let Some(row) = rows.next()? {
        let (article, reader): (u32, String) = (row.get(0)?, row.get(1)?);
        let claims = read_claims(transaction, row.get(2)?)?;
        for (claim, one) in claims.claims.iter().enumerate() {
            if let Content::Event(event) = &one.content
                && let Some(city) = &event.city
            {
                let claim = i64::try_from(claim).unwrap_or(i64::MAX);
                place.execute((article, claim, &reader, city.geonames))?;
                keep_city(transaction, city)?;
            }
        }
    }
    Ok(())
}

/// A unit variant as it is written in JSON.
fn label(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(label)) => label,
        _ => String::new(),
    }
}
