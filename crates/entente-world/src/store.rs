//! The database of a workspace: SQLite in its folder, or PostgreSQL on a server (feature `postgres`).
//!
//! Every question is written once, in the SQL that both understand, with `?1` for the first argument. Values are those of
//! SQLite: whole numbers, fractions, texts and bytes. What only one of the two has stands in `sqlite` and `postgres`, and
//! nobody else asks which of them it is.

#[cfg(feature = "postgres")]
mod postgres;
mod sqlite;

use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

#[cfg(not(feature = "postgres"))]
pub(crate) use rusqlite::Params;
pub(crate) use rusqlite::types::{FromSql, FromSqlError, ValueRef};
use serde_json::Value;

#[cfg(feature = "postgres")]
pub(crate) use postgres::Params;

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) type Result<T> = std::result::Result<T, Refusal>;

/// What a database says when it does not do what it is asked.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// SQLite says so.
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL says so, or the way to it.
    #[cfg(feature = "postgres")]
    #[error("{}", postgres::words(.0))]
    Postgres(#[from] ::postgres::Error),
    /// A row was asked for, and there is none.
    #[error("there is no such row")]
    NoRow,
    /// The time that was given is over.
    #[error("it took too long")]
    TooLong,
    /// What was asked cannot be done there.
    #[error("{0}")]
    Cannot(String),
}

impl Refusal {
    /// Is it that another process writes?
    pub(crate) fn is_busy(&self) -> bool {
        match self {
            Self::Sqlite(error) => sqlite::is_busy(error),
            #[cfg(feature = "postgres")]
            Self::Postgres(error) => postgres::is_busy(error),
            _ => false,
        }
    }

    /// Is it that the time was over?
    pub(crate) fn is_over(&self) -> bool {
        match self {
            Self::Sqlite(error) => sqlite::is_over(error),
            #[cfg(feature = "postgres")]
            Self::Postgres(error) => postgres::is_over(error),
            Self::TooLong => true,
            _ => false,
        }
    }
}

impl From<FromSqlError> for Refusal {
    fn from(error: FromSqlError) -> Self {
        Self::Sqlite(error.into())
    }
}

/// Lets a row be missing.
pub(crate) trait OptionalExtension<T> {
    /// The row, or none.
    fn optional(self) -> Result<Option<T>>;
}

impl<T> OptionalExtension<T> for Result<T> {
    fn optional(self) -> Result<Option<T>> {
        match self {
            Ok(row) => Ok(Some(row)),
            Err(Refusal::NoRow) => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }
}

/// An open database.
pub(crate) enum Connection {
    Sqlite(sqlite::Connection),
    #[cfg(feature = "postgres")]
    Postgres(Box<postgres::Connection>),
}

/// A question that can be asked several times.
pub(crate) enum Statement<'c> {
    Sqlite(rusqlite::CachedStatement<'c>),
    #[cfg(feature = "postgres")]
    Postgres(postgres::Statement<'c>),
}

/// The rows of an answer. SQLite finds each when it is asked for, PostgreSQL sends all of them at once.
pub(crate) enum Rows<'s> {
    Sqlite(rusqlite::Rows<'s>),
    #[cfg(feature = "postgres")]
    Postgres(postgres::Rows),
}

/// One row of an answer.
pub(crate) enum Row<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    #[cfg(feature = "postgres")]
    Postgres(&'r ::postgres::Row),
}

impl Connection {
    /// Opens the file of a database, which is made if `is_new`.
    pub fn file(file: &Path, is_new: bool) -> Result<Self> {
        Ok(Self::Sqlite(match is_new {
            true => sqlite::Connection::create(file)?,
            false => sqlite::Connection::open(file)?,
        }))
    }

    /// Opens a database on a server by its address.
    #[cfg(feature = "postgres")]
    pub fn server(address: &str) -> Result<Self> {
        Ok(Self::Postgres(Box::new(postgres::Connection::open(
            address,
        )?)))
    }

    /// Opens a database on a server by its address.
    #[cfg(not(feature = "postgres"))]
    pub fn server(_: &str) -> Result<Self> {
        Err(Refusal::Cannot(
            "the workspace is on a server, and this program was built without `postgres`"
                .to_owned(),
        ))
    }

    /// Prepares a question, unless it was before.
    pub fn prepare(&self, sql: &str) -> Result<Statement<'_>> {
        Ok(match self {
            Self::Sqlite(sqlite) => Statement::Sqlite(sqlite.prepare(sql)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => Statement::Postgres(postgres.prepare(sql)),
        })
    }

    /// The first row of an answer.
    pub fn query_row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.prepare(sql)?.query_row(params, read)
    }

    /// Does something, and tells with how many rows.
    pub fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.prepare(sql)?.execute(params)
    }

    /// Does several things without arguments.
    pub fn execute_batch(&self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => Ok(sqlite.execute_batch(sql)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => postgres.execute_batch(sql),
        }
    }

    /// Begins to write, as soon as nobody else does.
    pub fn begin(&self) -> Result<Transaction<'_>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.execute_batch("BEGIN IMMEDIATE")?,
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => postgres.begin()?,
        }
        Ok(Transaction {
            connection: self,
            is_open: true,
        })
    }

    /// What leads from one form of the database to the next, beginning with none.
    pub fn forms(&self) -> [&'static str; N_FORMS] {
        match self {
            Self::Sqlite(_) => sqlite::FORMS,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => postgres::FORMS,
        }
    }

    /// How many of the forms it has gone through.
    pub fn form(&self) -> Result<usize> {
        match self {
            Self::Sqlite(sqlite) => Ok(sqlite.form()?),
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => postgres.form(),
        }
    }

    /// Writes down how many of the forms it has gone through.
    pub fn set_form(&self, form: usize) -> Result<()> {
        self.execute_batch(&match self {
            Self::Sqlite(_) => format!("PRAGMA user_version = {form}"),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => format!("UPDATE form SET number = {form}"),
        })
    }

    /// Lets whatever is asked from now on end after so long; without a time, lets it go on.
    pub fn limit(&mut self, time: Option<Duration>) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => Ok(sqlite.limit(time)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => postgres.limit(time),
        }
    }

    /// What is wrong with the structure of the database, of which it tells `most` things; `None` if it is whole.
    pub fn fault(&self, most: u32) -> Result<Option<String>> {
        match self {
            Self::Sqlite(sqlite) => Ok(sqlite.fault(most)?),
            // A server looks after its own.
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Ok(None),
        }
    }

    /// Bytes of the database.
    pub fn n_bytes(&self) -> Result<u64> {
        let n: i64 = match self {
            Self::Sqlite(_) => self.query_row(sqlite::N_BYTES, (), |row| row.get(0))?,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => self.query_row(postgres::N_BYTES, (), |row| row.get(0))?,
        };
        Ok(n.unsigned_abs())
    }

    /// Is another process writing? Asks without waiting, and tells its number where the system does.
    pub fn writer(&self) -> Result<Option<Option<u32>>> {
        match self {
            Self::Sqlite(sqlite) => Ok(sqlite.writer()?),
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => postgres.writer(),
        }
    }

    /// Answers a question by a stranger over some views, given by their names and what they select: the names of the columns,
    /// and at most so many rows. Nothing can be written.
    pub fn ask(
        &self,
        views: &[(&str, String)],
        sql: &str,
        most: usize,
        time: Duration,
    ) -> Result<(Vec<String>, Vec<Vec<Value>>)> {
        match self {
            Self::Sqlite(sqlite) => Ok(sqlite.ask(views, sql, most, time)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => postgres.ask(views, sql, most, time),
        }
    }
}

/// Forms that databases have had.
pub(crate) const N_FORMS: usize = 7;

/// What is written together or not at all: without [`Transaction::commit`], it is as if nothing had been.
pub(crate) struct Transaction<'c> {
    connection: &'c Connection,
    is_open: bool,
}

impl Transaction<'_> {
    /// Lets everybody see what was written.
    pub fn commit(mut self) -> Result<()> {
        self.connection.execute_batch("COMMIT")?;
        self.is_open = false;
        Ok(())
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.is_open {
            // If that fails too, whoever opens the database next takes it back.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

impl Statement<'_> {
    /// Does something, and tells with how many rows.
    pub fn execute(&mut self, params: impl Params) -> Result<usize> {
        match self {
            Self::Sqlite(sqlite) => Ok(sqlite.execute(params)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => postgres.execute(&params),
        }
    }

    /// The rows of an answer.
    pub fn query(&mut self, params: impl Params) -> Result<Rows<'_>> {
        Ok(match self {
            Self::Sqlite(sqlite) => Rows::Sqlite(sqlite.query(params)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => Rows::Postgres(postgres.query(&params)?),
        })
    }

    /// What is read out of each row of an answer.
    pub fn query_map<T, F>(&mut self, params: impl Params, read: F) -> Result<Mapped<'_, F>>
    where
        F: FnMut(&Row<'_>) -> Result<T>,
    {
        let rows = self.query(params)?;
        Ok(Mapped { rows, read })
    }

    /// What is read out of the first row of an answer.
    pub fn query_row<T>(
        &mut self,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut rows = self.query(params)?;
        read(&rows.next()?.ok_or(Refusal::NoRow)?)
    }
}

impl Rows<'_> {
    /// The next row.
    pub fn next(&mut self) -> Result<Option<Row<'_>>> {
        Ok(match self {
            Self::Sqlite(rows) => rows.next()?.map(Row::Sqlite),
            #[cfg(feature = "postgres")]
            Self::Postgres(rows) => rows.next().map(Row::Postgres),
        })
    }
}

/// What is read out of rows, one after the other.
pub(crate) struct Mapped<'s, F> {
    rows: Rows<'s>,
    read: F,
}

impl<T, F: FnMut(&Row<'_>) -> Result<T>> Iterator for Mapped<'_, F> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        let row = self.rows.next().transpose()?;
        Some(row.and_then(|row| (self.read)(&row)))
    }
}

impl Row<'_> {
    /// The value of a column.
    pub fn get<T: FromSql>(&self, column: usize) -> Result<T> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Ok(T::column_result(self.get_ref(column)?)?),
        }
    }

    /// The same where it lies.
    pub fn get_ref(&self, column: usize) -> Result<ValueRef<'_>> {
        match self {
            Self::Sqlite(row) => Ok(row.get_ref(column)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => postgres::value(row, column),
        }
    }
}
