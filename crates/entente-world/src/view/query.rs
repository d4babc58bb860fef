//! Questions in SQL.

use std::time::Duration;

use serde_json::Value;

use super::{HELD, NOW, TABLES, View};
use crate::store::{Connection, Refusal};
use crate::{Error, Known};

/// Most rows of an answer to a question in SQL.
const MAX_ROWS: usize = 10_000;
/// Longest time for a question in SQL.
const MAX_TIME: Duration = Duration::from_secs(20);

/// The views that can be asked, as of a moment: their names, and what they select.
fn views(known: Known) -> Vec<(&'static str, String)> {
    let rows = |table: &str, held: &str| format!("(SELECT * FROM {table} WHERE {held})");
    let rejected = rows("rejected", HELD);
    let all = include_str!("views.sql").split("CREATE VIEW ").skip(1);
    let views = all.filter_map(|view| view.split_once(" AS\n"));
    let as_of = |select: &str| {
        let mut select = select.trim_end().trim_end_matches(';').to_owned();
        for (table, held) in TABLES {
            let rows = rows(table, &held.replace("{rejected}", &rejected));
            select = select.replace(&format!("{{{table}}}"), &format!("{rows} AS {table}"));
        }
        select.replace("?1", &known.0.to_string())
    };
    views.map(|(name, select)| (name, as_of(select))).collect()
}

/// Makes the views anew that tell other programs what is known now.
pub(crate) fn replace_views(connection: &Connection) -> Result<(), Error> {
    for (name, select) in views(NOW) {
        connection.execute_batch(&format!("DROP VIEW IF EXISTS {name}"))?;
        connection.execute_batch(&format!("CREATE VIEW {name} AS {select}"))?;
    }
    Ok(())
}

impl View<'_> {
    /// Answers a question in SQL over the views `articles`, `stories`, `memberships` and `events`: the names of the columns,
    /// and the rows. Nothing can be written; time and rows are bounded.
    ///
    /// # Errors
    ///
    /// If it cannot be understood, or takes too long, or would write.
    pub fn query(&self, sql: &str) -> Result<(Vec<String>, Vec<Vec<Value>>), Error> {
        let connection = &self.world.connection;
        let answer = connection.ask(&views(self.known), sql, MAX_ROWS, MAX_TIME);
        answer.map_err(|refusal: Refusal| {
            Error::Question(match refusal.is_over() {
                true => format!("the question took longer than {} s", MAX_TIME.as_secs()),
                false => refusal.to_string(),
            })
        })
    }
}
