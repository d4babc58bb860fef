//! On which server the database of a workspace is, as the settings of its folder say: `database = "postgresql://…"`.

use std::io::{ErrorKind, Write};
use std::path::Path;

use serde::Deserialize;

use crate::Error;

const SETTINGS: &str = "entente.toml";
/// Longest file of settings, in bytes.
const MAX_BYTES: u64 = 64 << 10;

/// As much of the settings as tells where the database is.
#[derive(Deserialize)]
struct Settings {
    database: Option<String>,
}

/// The address of the database of a folder, if it is on a server.
pub(super) fn address(folder: &Path) -> Result<Option<String>, Error> {
    let file = folder.join(SETTINGS);
    let text = match file.metadata() {
        Ok(about) if about.is_file() && about.len() <= MAX_BYTES => std::fs::read_to_string(file)?,
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => return Ok(None),
    };
    // Whoever reads the other settings tells what is wrong with them.
    let settings: Option<Settings> = toml::from_str(&text).ok();
    Ok(settings.and_then(|settings| settings.database))
}

/// Writes down the address of the database of a folder, before its other settings. Nobody else may read it: a password may
/// stand in it.
pub(super) fn keep(folder: &Path, address: &str) -> Result<(), Error> {
    let file = folder.join(SETTINGS);
    let others = match std::fs::read_to_string(&file) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        others => others?,
    };
    // What JSON escapes in a text, TOML escapes alike.
    let address = serde_json::Value::from(address);
    let new = folder.join("entente.toml.new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(&new)?;
    write!(out, "database = {address}\n{others}")?;
    out.sync_all()?;
    Ok(std::fs::rename(new, file)?)
}
