//! Questions in SQL.

use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::Value;

use super::{NOW, TABLES, View};
use crate::{Error, Known};

/// Most rows of an answer to a question in SQL.
const MAX_ROWS: usize = 10_000;
/// Longest time for a question in SQL.
const MAX_TIME: Duration = Duration::from_secs(20);

/// The views that can be asked, as of a moment.
fn views(known: Known) -> String {
    let mut sql = include_str!("views.sql").to_owned();
    for (table, held) in TABLES {
        let rows = format!("(SELECT * FROM {table} WHERE {held})");
        sql = sql.replace(&format!("{{{table}}}"), &rows);
    }
    sql.replace("?1", &known.0.to_string())
}

/// Makes the views anew that tell other programs what is known now.
pub(crate) fn replace_views(connection: &Connection) -> Result<(), Error> {
    for view in ["articles", "events", "stories", "memberships"] {
        connection.execute_batch(&format!("DROP VIEW IF EXISTS {view}"))?;
    }
    Ok(connection.execute_batch(&views(NOW))?)
}

impl View<'_> {
    /// Answers a question in SQL over the views `articles`, `stories`, `memberships` and `events`: the names of the columns,
    /// and the rows. Nothing can be written; time and rows are bounded.
    ///
    /// # Errors
    ///
    /// If it cannot be understood, or takes too long, or would write.
    pub fn query(&self, sql: &str) -> Result<(Vec<String>, Vec<Vec<Value>>), Error> {
        let mut reader = self.world.reader()?;
        let views = views(self.known).replace("CREATE VIEW", "CREATE TEMP VIEW");
        reader.execute_batch(&views)?;
        reader.pragma_update(None, "query_only", true)?;
        let start = Instant::now();
        reader.progress_handler(10_000, Some(move || start.elapsed() > MAX_TIME))?;
        let wrong = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => Error::Question(format!(
                "the question took longer than {} s",
                MAX_TIME.as_secs()
            )),
            _ => Error::Question(error.to_string()),
        };
        let mut select = reader.prepare(sql).map_err(wrong)?;
        let names: Vec<String> = select.column_names().map(str::to_owned).collect();
        let mut rows = select.query([]).map_err(wrong)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(wrong)? {
            if found.len() == MAX_ROWS {
                break;
            }
            let values = (0..names.len()).map(|idx| row.get_ref(idx).map(value));
            found.push(values.collect::<Result<_, _>>().map_err(wrong)?);
        }
        drop(rows);
        Ok((names, found))
    }
}

fn value(value: ValueRef) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()).into(),
    }
}
