//! A Python wheel with a spaCy pipeline inside.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::msgpack::Value;

/// Larger files than this are in no pipeline that the runtime covers.
const MAX_FILE_BYTES: u64 = 256 << 20;

/// The files of a spaCy pipeline, read from a wheel.
pub struct Wheel {
    /// SHA-256 of the wheel, in lower-case hexadecimal.
    pub sha256: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Wheel {
    /// Reads the wheel at `path`.
    pub fn open(path: &Path) -> Result<Self> {
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let sha256 = hex(&Sha256::digest(&bytes));
        let mut archive =
            zip::ZipArchive::new(Cursor::new(bytes)).context("the wheel is no zip file")?;
        let names = archive.file_names().map(|name| Ok(name?.into_owned()));
        let names = names.collect::<Result<Vec<String>>>()?;
        let mut folders = names
            .iter()
            .filter_map(|name| name.strip_suffix("config.cfg"));
        let Some(folder) = folders.next() else {
            bail!(
                "there is no `config.cfg` in {}: this is no spaCy pipeline",
                path.display()
            )
        };
        let mut files = BTreeMap::new();
        for name in names.iter().filter(|name| !name.ends_with('/')) {
            let Some(inner) = name.strip_prefix(folder) else {
                continue;
            };
            let mut content = Vec::new();
            let entry = archive.by_name(name)?;
            entry.take(MAX_FILE_BYTES).read_to_end(&mut content)?;
            files.insert(inner.to_owned(), content);
        }
        Ok(Self { sha256, files })
    }

    /// The bytes of one file, named from the folder of the pipeline: `vocab/lookups.bin`.
    pub fn file(&self, name: &str) -> Result<&[u8]> {
        let file = self
            .files
            .get(name)
            .with_context(|| format!("the wheel has no file `{name}`"))?;
        Ok(file)
    }

    /// The text of one file.
    pub fn text(&self, name: &str) -> Result<&str> {
        std::str::from_utf8(self.file(name)?).with_context(|| format!("`{name}` is no text"))
    }

    /// One msgpack file.
    pub fn msgpack(&self, name: &str) -> Result<Value<'_>> {
        Value::read(self.file(name)?).with_context(|| format!("cannot read `{name}`"))
    }

    /// One JSON file.
    pub fn json(&self, name: &str) -> Result<serde_json::Value> {
        serde_json::from_slice(self.file(name)?).with_context(|| format!("cannot read `{name}`"))
    }
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
