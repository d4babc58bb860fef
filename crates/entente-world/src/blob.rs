//! Bytes kept by their SHA-256, each once, compressed.
//!
//! They stand in the database itself: what is written with them in one transaction is there with them or not at all, and a
//! million small files would cost four kilobytes each.

use std::cell::RefCell;

use sha2::{Digest, Sha256};
use zstd::bulk::Decompressor;

use crate::Error;
use crate::store::{Connection, OptionalExtension};

const LEVEL: i32 = 9;
/// Most bytes of one blob, packed or not.
const MAX_BYTES: usize = 256 << 20;
/// Most blobs that lead to one another.
const MAX_BASES: usize = 4;

thread_local! {
    /// Making one takes longer than unpacking a text.
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

pub(crate) type Hash = [u8; 32];

pub(crate) fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Keeps bytes and gives their number; `base` is a blob that is much like them.
pub(crate) fn keep(connection: &Connection, bytes: &[u8], base: Option<i64>) -> Result<i64, Error> {
    let hash = hash(bytes);
    let mut known = connection.prepare("SELECT number FROM blob WHERE hash = ?1")?;
    if let Some(number) = known.query_row([&hash[..]], |row| row.get(0)).optional()? {
        return Ok(number);
    }
    let like = match base {
        Some(base) => bytes_of(connection, base)?,
        None => Vec::new(),
    };
    let packed = zstd::bulk::Compressor::with_dictionary(LEVEL, &like)?.compress(bytes)?;
    let mut insert = connection.prepare(
        "INSERT INTO blob (number, hash, size, base, packed) VALUES \
         ((SELECT coalesce(max(number), 0) + 1 FROM blob), ?1, ?2, ?3, ?4) RETURNING number",
    )?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    Ok(insert.query_row((&hash[..], size, base, packed), |row| row.get(0))?)
}

/// The bytes of a blob, as they were given.
pub(crate) fn bytes_of(connection: &Connection, number: i64) -> Result<Vec<u8>, Error> {
    unpack(connection, number, MAX_BASES)
}

fn unpack(connection: &Connection, number: i64, most: usize) -> Result<Vec<u8>, Error> {
    let what = || format!("blob {number}");
    let mut select = connection.prepare("SELECT size, base, packed FROM blob WHERE number = ?1")?;
    let found = select.query_row([number], |row| {
        let packed: Vec<u8> = row.get(2)?;
        Ok((row.get::<i64>(0)?, row.get::<Option<i64>>(1)?, packed))
    });
    let Some((size, base, packed)) = found.optional()? else {
        return Err(Error::damaged(what(), "it is missing"));
    };
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    if size > MAX_BYTES || most == 0 {
        return Err(Error::damaged(
            what(),
            "it is larger or deeper than any that was kept",
        ));
    }
    let like = match base {
        Some(base) => unpack(connection, base, most - 1)?,
        None => Vec::new(),
    };
    let bytes = UNPACKER.with_borrow_mut(|unpacker| {
        let unpacker = match unpacker {
            Some(unpacker) => unpacker,
            none => none.insert(Decompressor::new()?),
        };
        unpacker.set_dictionary(&like)?;
        unpacker.decompress(&packed, size)
    });
    let bytes = bytes.map_err(|error| Error::damaged(what(), error))?;
    if bytes.len() != size {
        return Err(Error::damaged(what(), "its length is not what it was"));
    }
    Ok(bytes)
}

/// Are the bytes of a blob those that were given?
pub(crate) fn is_whole(connection: &Connection, number: i64) -> Result<bool, Error> {
    let kept: Vec<u8> = connection
        .prepare("SELECT hash FROM blob WHERE number = ?1")?
        .query_row([number], |row| row.get(0))?;
    Ok(bytes_of(connection, number).is_ok_and(|bytes| hash(&bytes)[..] == kept[..]))
}
