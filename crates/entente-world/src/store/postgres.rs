//! PostgreSQL: one database on a server, for one workspace, in the schema `main`.

mod value;

use std::cell::{Cell, RefCell, RefMut};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use ::postgres::config::{Host, SslMode};
use ::postgres::error::SqlState;
use ::postgres::types::{ToSql, Type};
use ::postgres::{Client, Config, NoTls, Row, SimpleQueryMessage};
use serde_json::Value;

use super::{N_FORMS, PATIENCE, Refusal, Result};
pub(crate) use value::{Params, value};

/// What leads from one form of the database to the next. Servers came when there were four.
pub(super) const FORMS: [&str; N_FORMS] = [
    "",
    "",
    "",
    include_str!("../schema/postgres/4.sql"),
    include_str!("../schema/postgres/5.sql"),
    include_str!("../schema/postgres/6.sql"),
    include_str!("../schema/postgres/7.sql"),
];
/// Bytes of the database.
pub(super) const N_BYTES: &str = "SELECT CAST(coalesce(sum(pg_total_relation_size(pg_class.oid)), 0) AS BIGINT) FROM pg_class \
    JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = 'main' AND relkind = 'r'";
/// Names the lock of writers among the advisory locks of the database; the letters of `entente`.
const WRITER: i64 = 0x65_6e_74_65_6e_74_65;
/// Questions that are kept prepared.
const N_PREPARED: usize = 256;
/// How long the server may take to answer the door.
const DOOR: Duration = Duration::from_secs(10);
/// Every connection begins so.
const GREETING: &str =
    "SET search_path = main; SET TIME ZONE 'UTC'; SET client_min_messages = warning";

/// An open connection.
pub(crate) struct Connection {
    config: Config,
    /// There until the end.
    client: RefCell<Option<Client>>,
    prepared: RefCell<BTreeMap<String, ::postgres::Statement>>,
    /// When the time of questions is over.
    end: Cell<Option<Instant>>,
}

/// A question that can be asked several times.
pub(crate) struct Statement<'c> {
    connection: &'c Connection,
    sql: String,
}

/// The rows of an answer.
pub(crate) struct Rows {
    rest: std::vec::IntoIter<Row>,
    now: Option<Row>,
}

impl Connection {
    /// Opens a database by its address, as `postgresql://user@host/name`.
    pub fn open(address: &str) -> Result<Self> {
        let mut config: Config = address.parse()?;
        are_near(&config)?;
        config.application_name("entente").connect_timeout(DOOR);
        if let (None, Ok(password)) = (config.get_password(), std::env::var("PGPASSWORD")) {
            config.password(password);
        }
        let client = connect(&config)?;
        Ok(Self {
            config,
            client: RefCell::new(Some(client)),
            prepared: RefCell::default(),
            end: Cell::new(None),
        })
    }

    pub fn prepare(&self, sql: &str) -> Statement<'_> {
        Statement {
            connection: self,
            sql: sql.to_owned(),
        }
    }

    pub fn execute_batch(&self, sql: &str) -> Result<()> {
        self.in_time()?;
        Ok(self.client().batch_execute(sql)?)
    }

    /// Begins to write. The lock goes with the transaction.
    pub fn begin(&self) -> Result<()> {
        let patience = PATIENCE.as_millis();
        let begin = format!(
            "BEGIN; SET LOCAL lock_timeout = {patience}; SELECT pg_advisory_xact_lock({WRITER})"
        );
        let begun = self.execute_batch(&begin);
        if begun.is_err() {
            // What is said of the lock matters more.
            let _ = self.client().batch_execute("ROLLBACK");
        }
        begun
    }

    pub fn form(&self) -> Result<usize> {
        let is_there = "SELECT to_regclass('main.form') IS NOT NULL";
        let is_there: bool = self.client().query_one(is_there, &[])?.try_get(0)?;
        if !is_there {
            return Ok(0);
        }
        let form: i64 = self
            .client()
            .query_one("SELECT number FROM form", &[])?
            .try_get(0)?;
        Ok(usize::try_from(form).unwrap_or(usize::MAX))
    }

    /// A connection that was lost is made anew before.
    pub fn limit(&mut self, time: Option<Duration>) -> Result<()> {
        if self.client().is_closed() {
            let client = connect(&self.config)?;
            self.prepared.borrow_mut().clear();
            drop_apart(self.client.replace(Some(client)));
        }
        self.end.set(None);
        let most = time.map_or(0, |time| time.as_millis().max(1));
        self.execute_batch(&format!("SET statement_timeout = {most}"))?;
        self.end.set(time.map(|time| Instant::now() + time));
        Ok(())
    }

    pub fn writer(&self) -> Result<Option<Option<u32>>> {
        let is_free = format!("SELECT pg_try_advisory_xact_lock({WRITER})");
        let is_free: bool = connect(&self.config)?
            .query_one(&is_free, &[])?
            .try_get(0)?;
        Ok((!is_free).then_some(None))
    }

    /// The question stands inside another one, so that it can only be a question, and is read by a cursor on a connection of its
    /// own, whose settings and locks end with it.
    pub fn ask(
        &self,
        views: &[(&str, String)],
        sql: &str,
        most: usize,
        time: Duration,
    ) -> Result<(Vec<String>, Vec<Vec<Value>>)> {
        let mut reader = connect(&self.config)?;
        let is_mighty = "SELECT current_setting('is_superuser') = 'on'";
        if reader.query_one(is_mighty, &[])?.try_get(0)? {
            return Err(Refusal::Cannot(
                "questions in SQL are not asked with the rights of a superuser of the server"
                    .to_owned(),
            ));
        }
        let views: Vec<String> = views
            .iter()
            .map(|(name, select)| format!("{name} AS NOT MATERIALIZED ({select})"))
            .collect();
        let sql = sql.trim().trim_end_matches(';');
        let question = format!(
            "WITH {} SELECT * FROM ({sql}\n) AS question",
            views.join(", ")
        );
        let limit = time.as_millis();
        reader.batch_execute(&format!(
            "BEGIN READ ONLY; SET LOCAL statement_timeout = {limit}"
        ))?;
        // Several statements in one cannot be prepared.
        let prepared = reader.prepare(&question)?;
        let cursor = format!("DECLARE question NO SCROLL CURSOR FOR {question}");
        reader.execute(&cursor, &[])?;
        let columns = prepared.columns();
        let names = columns.iter().map(|column| column.name().to_owned());
        let mut found = Vec::new();
        for message in reader.simple_query(&format!("FETCH {most} FROM question"))? {
            if let SimpleQueryMessage::Row(row) = message {
                let values = columns.iter().enumerate();
                let values = values.map(|(idx, column)| value::told(row.get(idx), column.type_()));
                found.push(values.collect());
            }
        }
        Ok((names.collect(), found))
    }

    fn client(&self) -> RefMut<'_, Client> {
        RefMut::map(self.client.borrow_mut(), |client| {
            client.as_mut().expect("it is there until the end")
        })
    }

    fn in_time(&self) -> Result<()> {
        match self.end.get().is_some_and(|end| Instant::now() > end) {
            true => Err(Refusal::TooLong),
            false => Ok(()),
        }
    }

    fn prepared(&self, sql: &str, types: &[Type]) -> Result<::postgres::Statement> {
        if let Some(statement) = self.prepared.borrow().get(sql) {
            return Ok(statement.clone());
        }
        // A question mark stands for nothing else in our own SQL.
        let numbered = sql.replace('?', "$");
        let statement = self.client().prepare_typed(&numbered, types)?;
        let mut prepared = self.prepared.borrow_mut();
        if prepared.len() == N_PREPARED {
            prepared.clear();
        }
        prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        drop_apart(self.client.take());
    }
}

/// A client waits for its own end, which it may not do on a thread that answers for others.
fn drop_apart(client: Option<Client>) {
    let _ = std::thread::spawn(move || drop(client)).join();
}

impl Statement<'_> {
    pub fn execute(&mut self, params: &impl Params) -> Result<usize> {
        let n = self.run(params, |client, sql, values| client.execute(sql, values))?;
        Ok(usize::try_from(n).unwrap_or(usize::MAX))
    }

    pub fn query(&mut self, params: &impl Params) -> Result<Rows> {
        let rows = self.run(params, |client, sql, values| client.query(sql, values))?;
        Ok(Rows {
            rest: rows.into_iter(),
            now: None,
        })
    }

    fn run<T, P: Params>(
        &self,
        params: &P,
        run: impl FnOnce(
            &mut Client,
            &::postgres::Statement,
            &[&(dyn ToSql + Sync)],
        ) -> std::result::Result<T, ::postgres::Error>,
    ) -> Result<T> {
        self.connection.in_time()?;
        let statement = self.connection.prepared(&self.sql, &P::types())?;
        let values = params.values()?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|one| one as _).collect();
        Ok(run(&mut self.connection.client(), &statement, &values)?)
    }
}

impl Rows {
    pub fn next(&mut self) -> Option<&Row> {
        self.now = self.rest.next();
        self.now.as_ref()
    }
}

fn connect(config: &Config) -> Result<Client> {
    let mut client = config.connect(NoTls)?;
    client.batch_execute(GREETING)?;
    Ok(client)
}

/// What is sent is not encrypted: it may go to this computer, or to another one if that was said.
fn are_near(config: &Config) -> Result<()> {
    let is_near = |host: &Host| match host {
        Host::Tcp(name) => {
            let address = name.parse::<std::net::IpAddr>();
            name == "localhost" || address.is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    let are_near = config.get_hosts().iter().all(is_near)
        && config
            .get_hostaddrs()
            .iter()
            .all(|address| address.is_loopback());
    match config.get_ssl_mode() {
        SslMode::Disable => Ok(()),
        SslMode::Prefer if are_near => Ok(()),
        _ => Err(Refusal::Cannot(
            "entente does not encrypt what it sends to a database; reach it through a tunnel, or write `sslmode=disable` into \
             its address if the way to it is safe"
                .to_owned(),
        )),
    }
}

/// What the server says, or else what happened on the way to it. Neither tells a password.
pub(super) fn words(error: &::postgres::Error) -> String {
    let cause = std::error::Error::source(error);
    match (error.as_db_error(), cause) {
        (Some(told), _) => told.message().to_owned(),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}

/// Is it that another process writes?
pub(super) fn is_busy(error: &::postgres::Error) -> bool {
    error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE)
}

/// Is it that the time was over?
pub(super) fn is_over(error: &::postgres::Error) -> bool {
    error.code() == Some(&SqlState::QUERY_CANCELED)
}
