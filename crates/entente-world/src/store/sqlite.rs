//! SQLite: one file in the folder of the workspace, with its log beside it.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::types::ValueRef;
use rusqlite::{ErrorCode, OpenFlags, Result};
use serde_json::Value;

use super::{N_FORMS, PATIENCE};

/// What leads from one form of the database to the next, beginning with none.
pub(super) const FORMS: [&str; N_FORMS] = [
    include_str!("../schema/1.sql"),
    include_str!("../schema/2.sql"),
    include_str!("../schema/3.sql"),
    include_str!("../schema/4.sql"),
    include_str!("../schema/5.sql"),
    include_str!("../schema/6.sql"),
    include_str!("../schema/7.sql"),
];
/// Bytes of the database.
pub(super) const N_BYTES: &str =
    "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
/// Bytes of a page of the database: packed texts have two to four kilobytes, of which small pages would hold one each.
const PAGE_BYTES: i64 = 32_768;
/// Memory for pages of a connection. Nothing of the file is mapped: each connection would count all of it as its memory.
const CACHE_KILOBYTES: i64 = 16_384;
/// Questions that are kept prepared.
const N_PREPARED: usize = 64;
/// Byte of the shared memory of SQLite's log that a writer locks (`WAL_WRITE_LOCK`).
const WRITE_LOCK: &str = "120";

/// An open file.
pub(crate) struct Connection {
    file: PathBuf,
    inner: rusqlite::Connection,
}

impl Connection {
    /// Makes a database.
    pub fn create(file: &Path) -> Result<Self> {
        let inner = rusqlite::Connection::open(file)?;
        inner.pragma_update(None, "page_size", PAGE_BYTES)?;
        inner.pragma_update(None, "journal_mode", "WAL")?;
        Self::of(file, inner)
    }

    /// Opens a database.
    pub fn open(file: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::of(file, rusqlite::Connection::open_with_flags(file, flags)?)
    }

    fn of(file: &Path, inner: rusqlite::Connection) -> Result<Self> {
        inner.busy_timeout(PATIENCE)?;
        inner.pragma_update(None, "cache_size", -CACHE_KILOBYTES)?;
        inner.pragma_update(None, "synchronous", "NORMAL")?;
        inner.pragma_update(None, "foreign_keys", true)?;
        inner.set_prepared_statement_cache_capacity(N_PREPARED);
        let file = file.to_owned();
        Ok(Self { file, inner })
    }

    pub fn prepare(&self, sql: &str) -> Result<rusqlite::CachedStatement<'_>> {
        self.inner.prepare_cached(sql)
    }

    pub fn form(&self) -> Result<usize> {
        let form: i64 = self.query_row("PRAGMA user_version", (), |row| row.get(0))?;
        Ok(usize::try_from(form).unwrap_or(usize::MAX))
    }

    pub fn limit(&mut self, time: Option<Duration>) -> Result<()> {
        const STEPS: i32 = 20_000;
        let start = Instant::now();
        let is_over = time.map(|most| move || start.elapsed() > most);
        self.inner.progress_handler(STEPS, is_over)
    }

    pub fn fault(&self, most: u32) -> Result<Option<String>> {
        let check = format!("PRAGMA quick_check({most})");
        let whole: String = self.query_row(&check, (), |row| row.get(0))?;
        Ok((whole != "ok").then_some(whole))
    }

    pub fn writer(&self) -> Result<Option<Option<u32>>> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let other = rusqlite::Connection::open_with_flags(&self.file, flags)?;
        other.busy_timeout(Duration::ZERO)?;
        match other.execute_batch("BEGIN IMMEDIATE") {
            Ok(()) => Ok(None),
            Err(error) if is_busy(&error) => Ok(Some(self.process())),
            Err(error) => Err(error),
        }
    }

    /// The process that writes now, where the system tells (`/proc/locks`).
    fn process(&self) -> Option<u32> {
        let mut shared = self.file.clone().into_os_string();
        shared.push("-shm");
        let locks = std::fs::read_to_string("/proc/locks").ok()?;
        writer_in(&locks, inode(Path::new(&shared))?)
    }

    pub fn ask(
        &self,
        views: &[(&str, String)],
        sql: &str,
        most: usize,
        time: Duration,
    ) -> Result<(Vec<String>, Vec<Vec<Value>>)> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut reader = rusqlite::Connection::open_with_flags(&self.file, flags)?;
        reader.busy_timeout(PATIENCE)?;
        reader.pragma_update(None, "cache_size", -CACHE_KILOBYTES)?;
        for (name, select) in views {
            reader.execute_batch(&format!("CREATE TEMP VIEW {name} AS {select}"))?;
        }
        reader.pragma_update(None, "query_only", true)?;
        let start = Instant::now();
        reader.progress_handler(10_000, Some(move || start.elapsed() > time))?;
        let mut select = reader.prepare(sql)?;
        let names: Vec<String> = select.column_names().map(str::to_owned).collect();
        let mut rows = select.query(())?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if found.len() == most {
                break;
            }
            let values = (0..names.len()).map(|column| row.get_ref(column).map(value));
            found.push(values.collect::<Result<_>>()?);
        }
        drop(rows);
        Ok((names, found))
    }
}

impl Deref for Connection {
    type Target = rusqlite::Connection;

    fn deref(&self) -> &rusqlite::Connection {
        &self.inner
    }
}

/// Is it that another process writes?
pub(crate) fn is_busy(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(
        code,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// Is it that the time was over?
pub(crate) fn is_over(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
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

#[cfg(unix)]
fn inode(file: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    Some(file.metadata().ok()?.ino())
}

#[cfg(not(unix))]
fn inode(_: &Path) -> Option<u64> {
    None
}

/// Who holds the lock of writers, as `1: POSIX  ADVISORY  WRITE 4121 fd:00:2359 120 120` tells it.
fn writer_in(locks: &str, inode: u64) -> Option<u32> {
    locks.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [_, _, _, "WRITE", process, file, WRITE_LOCK, WRITE_LOCK] = words[..] else {
            return None;
        };
        let is_ours = file.rsplit(':').next()?.parse() == Ok(inode);
        is_ours.then(|| process.parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::writer_in;

    #[test]
    fn the_writer_is_read_out_of_the_locks_of_the_system() {
        let locks = "1: POSIX  ADVISORY  READ 88 fd:00:77 123 123\n\
                     2: FLOCK  ADVISORY  WRITE 89 fd:00:77 0 EOF\n\
                     3: POSIX  ADVISORY  WRITE 4121 fd:00:77 120 120\n";
        assert_eq!(writer_in(locks, 77), Some(4121));
        assert_eq!(writer_in(locks, 78), None);
        assert_eq!(writer_in("broken", 77), None);
    }
}
