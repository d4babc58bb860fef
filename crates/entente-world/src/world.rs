//! A workspace: a folder with its database and what is derived from it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use crate::search::Words;
use crate::{Error, Known, View, claims, state, summary, view};

/// What leads from one form of the database to the next, beginning with none.
const FORMS: [&str; 4] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
];
/// The form since which things are counted beforehand.
const COUNTED: usize = 3;
/// The form since which the cities of acts are kept.
const PLACED: usize = 4;
const DATABASE: &str = "entente.db";
const INDEX: &str = "index";
/// Bytes of a page of the database: packed texts have two to four kilobytes, of which small pages would hold one each.
const PAGE_BYTES: i64 = 32_768;
/// Bytes of the database that are mapped into memory, at most; SQLite takes no more than two gigabytes.
const MAPPED_BYTES: i64 = 2_147_418_112;
/// Memory for other pages.
const CACHE_KILOBYTES: i64 = 16_384;
/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open workspace.
///
/// Several processes may have it open: writers wait for each other, readers never wait.
pub struct World {
    folder: PathBuf,
    pub(crate) connection: Connection,
}

impl World {
    /// Makes a workspace in a folder, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// If there is one already, or the disk cannot be written.
    pub fn init(folder: &Path) -> Result<Self, Error> {
        if folder.join(DATABASE).exists() {
            return Err(Error::IsWorkspace(folder.to_owned()));
        }
        std::fs::create_dir_all(folder)?;
        let connection = Connection::open(folder.join(DATABASE))?;
        connection.pragma_update(None, "page_size", PAGE_BYTES)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        prepare(&connection)?;
        bring_up(&connection)?;
        Words::create(&folder.join(INDEX))?;
        Ok(Self {
            folder: folder.to_owned(),
            connection,
        })
    }

    /// Opens the workspace of a folder.
    ///
    /// # Errors
    ///
    /// If there is none, or it was made by a newer program, or the disk cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let file = folder.join(DATABASE);
        if !file.is_file() {
            return Err(Error::NoWorkspace(folder.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags)?;
        prepare(&connection)?;
        match form(&connection)? {
            0 => return Err(Error::NoWorkspace(folder.to_owned())),
            found if found > FORMS.len() => {
                let known = FORMS.len();
                return Err(Error::Newer { found, known });
            }
            found if found < FORMS.len() => bring_up(&connection)?,
            _ => {}
        }
        Ok(Self {
            folder: folder.to_owned(),
            connection,
        })
    }

    /// The workspace that a folder lies in: itself or the nearest one above it.
    #[must_use]
    pub fn find(from: &Path) -> Option<PathBuf> {
        let mut folders = from.ancestors();
        let found = folders.find(|folder| folder.join(DATABASE).is_file());
        found.map(Path::to_owned)
    }

    /// Where it lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was known at a moment; without one, everything that is known.
    #[must_use]
    pub fn at(&self, known: Option<Known>) -> View<'_> {
        View::new(self, known.unwrap_or(Known::END))
    }

    /// Lets whatever is asked from now on end after so long with [`Error::TooLong`]; without a time, lets it go on.
    ///
    /// # Errors
    ///
    /// If the database does not take it.
    pub fn limit(&mut self, time: Option<Duration>) -> Result<(), Error> {
        const STEPS: i32 = 20_000;
        let start = Instant::now();
        let is_over = time.map(|most| move || start.elapsed() > most);
        Ok(self.connection.progress_handler(STEPS, is_over)?)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join(DATABASE)
    }

    pub(crate) fn index(&self) -> PathBuf {
        self.folder.join(INDEX)
    }

    /// Begins to write. What is written becomes known at `at`, or just after all that is known.
    pub(crate) fn write(&mut self, at: Known) -> Result<(Transaction<'_>, Known), Error> {
        let database = self.database();
        let begun = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(|error| match error.into() {
            Error::Locked(_) => Error::Locked(state::writer(&database)),
            other => other,
        })?;
        let last: Option<i64> = transaction
            .query_row("SELECT max(known) FROM log", [], |row| row.get(0))
            .optional()?
            .flatten();
        let known = last.map_or(at, |last| at.max(Known(last + 1)));
        Ok((transaction, known))
    }

    /// The moment at which something became known last.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub fn last_known(&self) -> Result<Option<Known>, Error> {
        let last = "SELECT max(known) FROM log";
        let last: Option<i64> = self.connection.query_row(last, [], |row| row.get(0))?;
        Ok(last.map(Known))
    }

    /// A connection that can only read, for questions by strangers.
    pub(crate) fn reader(&self) -> Result<Connection, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(self.folder.join(DATABASE), flags)?;
        connection.busy_timeout(PATIENCE)?;
        map(&connection)?;
        Ok(connection)
    }
}

/// Lets pages be read where the system holds them, instead of copying each.
fn map(connection: &Connection) -> Result<(), Error> {
    connection.pragma_update(None, "mmap_size", MAPPED_BYTES)?;
    Ok(connection.pragma_update(None, "cache_size", -CACHE_KILOBYTES)?)
}

fn prepare(connection: &Connection) -> Result<(), Error> {
    connection.busy_timeout(PATIENCE)?;
    map(connection)?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// How many of the [`FORMS`] a database has gone through.
fn form(connection: &Connection) -> Result<usize, Error> {
    let form: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(usize::try_from(form).unwrap_or(usize::MAX))
}

/// Brings a database to the newest form, all or nothing.
fn bring_up(connection: &Connection) -> Result<(), Error> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Exclusive)?;
    // Another process may have done so while this one waited.
    let before = form(&transaction)?;
    for step in FORMS.iter().skip(before) {
        transaction.execute_batch(step)?;
    }
    if before < COUNTED {
        summary::fill(&transaction)?;
    }
    if before < PLACED {
        claims::place_all(&transaction)?;
    }
    view::replace_views(&transaction)?;
    transaction.pragma_update(None, "user_version", FORMS.len() as i64)?;
    transaction.commit()?;
    Ok(())
}

/// Writes down what was done.
pub(crate) fn log(
    transaction: &Transaction,
    known: Known,
    what: &str,
    n: usize,
) -> Result<(), Error> {
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    transaction
        .prepare_cached("INSERT INTO log (known, what, n) VALUES (?1, ?2, ?3)")?
        .execute((known.0, what, n))?;
    Ok(())
}
