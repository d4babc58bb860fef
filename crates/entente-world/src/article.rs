//! Articles: what came in, with the bytes that it was read from.

use entente_types::{Article, ArticleId, Stated};

use crate::blob::{self, Hash};
use crate::store::{OptionalExtension, Transaction};
use crate::world::log;
use crate::{Error, Known, World};

const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// An article to be kept; its name says where it came from.
#[derive(Clone, Debug)]
pub struct NewArticle {
    /// As read.
    pub article: Article,
    /// The bytes that it was read from.
    pub page: Vec<u8>,
}

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its number.
    pub number: u32,
    /// Did it come in now? Otherwise it was there.
    pub is_new: bool,
}

impl World {
    /// Keeps articles, all or none; one that was there already is not kept twice.
    ///
    /// Once this returns, they stay, whatever happens to the process.
    ///
    /// # Errors
    ///
    /// If the disk cannot be written, or another process writes for too long.
    pub fn add(&mut self, articles: &[NewArticle], at: Known) -> Result<Vec<Added>, Error> {
        let (transaction, known) = self.write(at)?;
        let mut all_added = Vec::with_capacity(articles.len());
        for new in articles {
            all_added.push(add(&transaction, new, known)?);
        }
        let n_new = all_added.iter().filter(|added| added.is_new).count();
        if n_new > 0 {
            log(&transaction, known, "add", n_new)?;
        }
        transaction.commit()?;
        Ok(all_added)
    }
}

fn add(transaction: &Transaction, new: &NewArticle, known: Known) -> Result<Added, Error> {
    let article = &new.article;
    let identity = identity(article);
    let there: Option<u32> = transaction
        .prepare("SELECT number FROM article WHERE identity = ?1")?
        .query_row([&identity[..]], |row| row.get(0))
        .optional()?;
    if let Some(number) = there {
        return Ok(Added {
            number,
            is_new: false,
        });
    }
    let next = "SELECT coalesce(max(number), 0) + 1 FROM article";
    let number: u32 = transaction.prepare(next)?.query_row((), |row| row.get(0))?;
    let page = blob::keep(transaction, &new.page, None)?;
    let numbered = Article {
        id: ArticleId(number),
        ..article.clone()
    };
    let json = serde_json::to_vec(&numbered).map_err(std::io::Error::from)?;
    let text = blob::keep(transaction, &json, Some(page))?;
    let published = article.published.as_ref().map(|stated| stated.value);
    transaction
        .prepare(
            "INSERT INTO article (number, identity, known, place, title, source, published, minute, address, language, \
             page, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute((
            number,
            &identity[..],
            known.0,
            &article.name,
            value(&article.title),
            value(&article.source),
            published.map(|published| published.to_string()),
            published.map(|published| published.minute()),
            value(&article.address),
            value(&article.language),
            page,
            text,
        ))?;
    if let Some(published) = published {
        count(transaction, published.minute(), known)?;
    }
    Ok(Added {
        number,
        is_new: true,
    })
}

/// Counts an article among those of its day.
fn count(transaction: &Transaction, minute: i64, known: Known) -> Result<(), Error> {
    let count = "INSERT INTO published (day, known, n) VALUES (?1, ?2, 1) \
                 ON CONFLICT (day, known) DO UPDATE SET n = published.n + 1";
    if minute >= 0 {
        let day = minute / MINUTES_OF_A_DAY;
        transaction.prepare(count)?.execute((day, known.0))?;
    }
    Ok(())
}

/// Stands for the words of an article and for what is known of it, but not for the file it came in.
fn identity(article: &Article) -> Hash {
    let published = article.published.as_ref();
    let parts = [
        Some(article.text.clone()),
        value(&article.title),
        value(&article.source),
        published.map(|stated| stated.value.to_string()),
        value(&article.address),
    ];
    let mut bytes = Vec::new();
    for part in parts {
        let part = part.unwrap_or_default();
        bytes.extend((part.len() as u64).to_le_bytes());
        bytes.extend(part.as_bytes());
    }
    blob::hash(&bytes)
}

fn value(stated: &Option<Stated<String>>) -> Option<String> {
    stated.as_ref().map(|stated| stated.value.clone())
}
