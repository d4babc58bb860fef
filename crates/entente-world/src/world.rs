//! A workspace: a folder with its database and what is derived from it.

mod place;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::search::Words;
use crate::store::{Connection, N_FORMS, OptionalExtension, Transaction};
use crate::{Error, Known, View, claims, relation, summary, view};

/// The form since which things are counted beforehand.
const COUNTED: usize = 3;
/// The form since which the cities of acts are kept.
const PLACED: usize = 4;
/// The form since which the acts of countries are kept as they are counted.
const KEPT: usize = 6;
const DATABASE: &str = "entente.db";
const INDEX: &str = "index";

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
        if is_workspace(folder)? {
            return Err(Error::IsWorkspace(folder.to_owned()));
        }
        std::fs::create_dir_all(folder)?;
        let connection = Connection::file(&folder.join(DATABASE), true)?;
        bring_up(&connection)?;
        Words::create(&folder.join(INDEX))?;
        Ok(Self {
            folder: folder.to_owned(),
            connection,
        })
    }

    /// Makes a workspace whose database is on a PostgreSQL server, named by its address (`postgresql://user@host/name`); the
    /// folder keeps the address and the index of words. If the database holds a workspace already, this folder is one more
    /// way to it.
    ///
    /// # Errors
    ///
    /// If there is a workspace in the folder, the server cannot be reached, or this program was built without `postgres`.
    pub fn init_on(folder: &Path, address: &str) -> Result<Self, Error> {
        if is_workspace(folder)? {
            return Err(Error::IsWorkspace(folder.to_owned()));
        }
        let connection = Connection::server(address)?;
        check(&connection)?;
        std::fs::create_dir_all(folder)?;
        Words::create(&folder.join(INDEX))?;
        place::keep(folder, address)?;
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
        let connection = match file.is_file() {
            true => Connection::file(&file, false)?,
            false => {
                let address = place::address(folder)?;
                let missing = || Error::NoWorkspace(folder.to_owned());
                Connection::server(&address.ok_or_else(missing)?)?
            }
        };
        if connection.form()? == 0 {
            return Err(Error::NoWorkspace(folder.to_owned()));
        }
        check(&connection)?;
        Ok(Self {
            folder: folder.to_owned(),
            connection,
        })
    }

    /// The workspace that a folder lies in: itself or the nearest one above it.
    #[must_use]
    pub fn find(from: &Path) -> Option<PathBuf> {
        let mut folders = from.ancestors();
        let found = folders.find(|folder| is_workspace(folder).unwrap_or(false));
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
        Ok(self.connection.limit(time)?)
    }

    pub(crate) fn index(&self) -> PathBuf {
        self.folder.join(INDEX)
    }

    /// Begins to write. What is written becomes known at `at`, or just after all that is known.
    pub(crate) fn write(&mut self, at: Known) -> Result<(Transaction<'_>, Known), Error> {
        let transaction = self
            .connection
            .begin()
            .map_err(|error| match error.into() {
                Error::Locked(_) => {
                    Error::Locked(self.connection.writer().ok().flatten().flatten())
                }
                other => other,
            })?;
        let last: Option<i64> = transaction
            .query_row("SELECT max(known) FROM log", (), |row| row.get(0))
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
        let last: Option<i64> = self.connection.query_row(last, (), |row| row.get(0))?;
        Ok(last.map(Known))
    }
}

/// Is there a workspace in a folder?
fn is_workspace(folder: &Path) -> Result<bool, Error> {
    Ok(folder.join(DATABASE).is_file() || place::address(folder)?.is_some())
}

/// Lets a database have the form that this program knows.
fn check(connection: &Connection) -> Result<(), Error> {
    match connection.form()? {
        found if found > N_FORMS => Err(Error::Newer {
            found,
            known: N_FORMS,
        }),
        found if found < N_FORMS => bring_up(connection),
        _ => Ok(()),
    }
}

/// Brings a database to the newest form, all or nothing.
fn bring_up(connection: &Connection) -> Result<(), Error> {
    let transaction = connection.begin()?;
    // Another process may have done so while this one waited.
    let before = transaction.form()?;
    for step in transaction.forms().iter().skip(before) {
        transaction.execute_batch(step)?;
    }
    if before < COUNTED {
        summary::fill(&transaction)?;
    }
    if before < PLACED {
        claims::place_all(&transaction)?;
    }
    if before < KEPT {
        relation::keep_all_rows(&transaction)?;
    }
    view::replace_views(&transaction)?;
    transaction.set_form(N_FORMS)?;
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
        .prepare("INSERT INTO log (known, what, n) VALUES (?1, ?2, ?3)")?
        .execute((known.0, what, n))?;
    Ok(())
}
