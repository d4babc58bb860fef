//! Rejected articles and claims.
//!
//! A claim is named by its place in a reading. When another reader reads the article anew, the review goes over to the claim
//! of the same kind with the same words, or else to the one that has most of them, if that is the greater part.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use entente_types::{ClaimKind, Claims, Span};

use super::{keep, wrong};
use crate::claims::read_claims;
use crate::store::{OptionalExtension, Transaction};
use crate::story::describe;
use crate::{Error, Id, Known};

/// Stands for all claims of an article.
const ALL: i64 = -1;

/// Keeps that an article or a claim is rejected. Gives the stories that change.
pub(super) fn reject(
    transaction: &Transaction,
    id: Id,
    why: Option<&str>,
    known: Known,
) -> Result<BTreeSet<u32>, Error> {
    let (article, claim, reader) = match id {
        Id::Article(article) => {
            let there = "SELECT EXISTS (SELECT 1 FROM article WHERE number = ?1)";
            match transaction.query_row(there, [article], |row| row.get(0))? {
                true => (article, ALL, String::new()),
                false => return Err(Error::NoSuch(id.to_string())),
            }
        }
        Id::Claim(article, place) => {
            let reading = current(transaction, article)?;
            let found = reading.filter(|(_, claims)| claims.claims.len() > place as usize);
            let (reader, _) = found.ok_or_else(|| Error::NoSuch(id.to_string()))?;
            (article, i64::from(place), reader)
        }
        Id::Story(_) => {
            return Err(wrong(
                "a story cannot be rejected; reject its articles, or split it",
            ));
        }
    };
    let there = "SELECT EXISTS (SELECT 1 FROM rejected WHERE article = ?1 AND claim = ?2 AND reader = ?3 AND known_to IS NULL)";
    if transaction.query_row(there, (article, claim, &reader), |row| row.get(0))? {
        return Err(wrong(format!("`{id}` is rejected already")));
    }
    let number = keep(transaction, "reject", None, why, known)?;
    transaction
        .prepare("UPDATE review SET article = ?2, claim = ?3 WHERE number = ?1")?
        .execute((number, article, claim))?;
    insert(transaction, number, (article, claim, &reader), known)?;
    changed(transaction, article, claim == ALL, known)
}

/// Keeps that claims were looked at and are right, each as a review of its own. No story changes by it.
pub(super) fn confirm(
    transaction: &Transaction,
    ids: &[Id],
    why: Option<&str>,
    known: Known,
) -> Result<BTreeSet<u32>, Error> {
    if ids.is_empty() {
        return Err(wrong("name the claims that are right"));
    }
    for id in ids {
        let Id::Claim(article, place) = *id else {
            return Err(wrong(format!("`{id}` is no claim")));
        };
        let found = current(transaction, article)?
            .filter(|(_, claims)| claims.claims.len() > place as usize);
        found.ok_or_else(|| Error::NoSuch(id.to_string()))?;
        let number = keep(transaction, "confirm", None, why, known)?;
        transaction
            .prepare("UPDATE review SET article = ?2, claim = ?3 WHERE number = ?1")?
            .execute((number, article, place))?;
    }
    Ok(BTreeSet::new())
}

/// Closes what a review rejects. Gives the stories that change.
pub(super) fn accept(
    transaction: &Transaction,
    review: u32,
    known: Known,
) -> Result<BTreeSet<u32>, Error> {
    transaction
        .prepare("UPDATE rejected SET known_to = ?2 WHERE review = ?1 AND known_to IS NULL")?
        .execute((review, known.0))?;
    let (article, claim): (u32, i64) = transaction
        .prepare("SELECT article, claim FROM review WHERE number = ?1")?
        .query_row([review], |row| Ok((row.get(0)?, row.get(1)?)))?;
    changed(transaction, article, claim == ALL, known)
}

/// The story of an article whose claims count otherwise now; if all of it does, the story is described anew.
fn changed(
    transaction: &Transaction,
    article: u32,
    is_all: bool,
    known: Known,
) -> Result<BTreeSet<u32>, Error> {
    let story: Option<u32> = transaction
        .prepare("SELECT story FROM membership WHERE article = ?1 AND known_to IS NULL")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    if let Some(story) = story.filter(|_| is_all) {
        describe(transaction, story, None, known)?;
    }
    Ok(story.into_iter().collect())
}

fn insert(
    transaction: &Transaction,
    review: u32,
    (article, claim, reader): (u32, i64, &str),
    known: Known,
) -> Result<(), Error> {
    transaction
        .prepare(
            "INSERT INTO rejected (article, claim, reader, review, known) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        )?
        .execute((article, claim, reader, review, known.0))?;
    Ok(())
}

/// The reading of an article that holds now.
fn current(transaction: &Transaction, article: u32) -> Result<Option<(String, Claims)>, Error> {
    let found: Option<(String, i64)> = transaction
        .prepare("SELECT reader, claims FROM reading WHERE article = ?1 AND known_to IS NULL")?
        .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((reader, blob)) = found else {
        return Ok(None);
    };
    Ok(Some((reader, read_claims(transaction, blob)?)))
}

/// Lets the reviews that reject claims of an article hold for a new reading of it.
pub(crate) fn carry_over(
    transaction: &Transaction,
    article: u32,
    (reader, claims): (&str, &Claims),
    known: Known,
) -> Result<(), Error> {
    let mut select = transaction.prepare(
        "SELECT review, claim, claims FROM rejected JOIN reading USING (article, reader) \
         WHERE article = ?1 AND claim >= 0 AND rejected.known_to IS NULL AND reader <> ?2 ORDER BY review, rejected.known",
    )?;
    let rows = select.query_map((article, reader), |row| {
        Ok((row.get(0)?, row.get::<u32>(1)?, row.get(2)?))
    })?;
    let rejected: Vec<(u32, u32, i64)> = rows.collect::<Result<_, _>>()?;
    for (review, place, blob) in rejected {
        let before = read_claims(transaction, blob)?;
        if let Some(place) = same(&before, place as usize, claims) {
            let place = i64::try_from(place).unwrap_or(i64::MAX);
            insert(transaction, review, (article, place, reader), known)?;
        }
    }
    Ok(())
}

/// Where the claim of one reading stands in another.
fn same(before: &Claims, place: usize, after: &Claims) -> Option<usize> {
    let key = |claims: &Claims, place: usize| -> Option<(ClaimKind, Span)> {
        let claim = claims.claims.get(place)?;
        Some((claim.content.kind(), claim.span))
    };
    let sought = key(before, place)?;
    let alike = |claims: &Claims, to: usize| -> Vec<usize> {
        let is_alike = |place: &usize| key(claims, *place) == Some(sought);
        (0..to).filter(is_alike).collect()
    };
    let exact = alike(after, after.claims.len());
    // Of several on the same words, the one with as many before it.
    let turn = alike(before, place).len();
    if let Some(&last) = exact.last() {
        return Some(exact.get(turn).copied().unwrap_or(last));
    }
    let shared = |place: usize| {
        let (kind, span) = key(after, place)?;
        let n = span.end.min(sought.1.end);
        let n = n.checked_sub(span.start.max(sought.1.start))?;
        let longer = span.range().len().max(sought.1.range().len());
        (kind == sought.0 && 2 * n as usize > longer).then_some((n, Reverse(place)))
    };
    let best = (0..after.claims.len()).filter_map(shared).max();
    best.map(|(_, Reverse(place))| place)
}
