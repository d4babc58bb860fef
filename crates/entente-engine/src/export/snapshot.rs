//! A snapshot: every table as Parquet in one folder, with a manifest that says what was known when, and by which their bytes
//! can be checked.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read};
use std::path::Path;

use ::parquet::file::reader::FileReader;
use ::parquet::file::serialized_reader::SerializedFileReader;
use entente_world::{Known, View};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Error, Format, Origin, Settings, Table, write};

/// The form of the manifest.
const VERSION: u32 = 1;
const MANIFEST: &str = "manifest.json";
/// Most bytes of a manifest.
const MAX_MANIFEST: u64 = 1 << 20;
const TABLES: [Table; 6] = [
    Table::Articles,
    Table::Claims,
    Table::Events,
    Table::Quotes,
    Table::Figures,
    Table::Stories,
];

/// What a snapshot says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the manifest.
    pub version: u32,
    /// Which program wrote it.
    pub program: String,
    /// The moment of which it tells, as in ISO 8601.
    pub as_of: Option<String>,
    /// SHA-256 over everything that was known then (`View::fingerprint`).
    pub knowledge: String,
    /// One file for each table.
    pub files: Vec<TableFile>,
}

/// A table of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// `quotes.parquet`.
    pub name: String,
    /// Rows in it.
    pub n_rows: u64,
    /// Its length.
    pub n_bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// Writes everything that a view knows into a folder, which is made or empty. The same view gives the same bytes. The manifest
/// comes last: a folder without one is no snapshot.
///
/// # Errors
///
/// If the folder holds anything, or the workspace cannot be read, or the disk cannot be written.
pub fn snapshot(view: &View, folder: &Path) -> Result<Manifest, Error> {
    fs::create_dir_all(folder)?;
    if fs::read_dir(folder)?.next().is_some() {
        let message = format!("the folder `{}` is not empty", folder.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, message).into());
    }
    // What comes in meanwhile is not told.
    let moment = view.moment()?;
    let view = &view.at(moment);
    let origin = Origin::of(view)?;
    let settings = Settings {
        least: 0.0,
        least_articles: 1,
        ..Settings::default()
    };
    let mut files = Vec::new();
    for table in TABLES {
        let name = format!("{}.parquet", table.name());
        let path = folder.join(&name);
        let file = File::create(&path)?;
        let out = BufWriter::with_capacity(1 << 20, file.try_clone()?);
        let n_rows = write(view, Format::Parquet(table), &settings, out)?;
        file.sync_all()?;
        let (sha256, n_bytes) = hash(&path)?;
        files.push(TableFile {
            name,
            n_rows,
            n_bytes,
            sha256,
        });
    }
    let manifest = Manifest {
        version: VERSION,
        program: origin.program.to_owned(),
        as_of: origin.as_of.as_ref().map(Known::to_string),
        knowledge: origin.hash,
        files,
    };
    let json = serde_json::to_string_pretty(&manifest).map_err(io::Error::from)?;
    fs::write(folder.join(MANIFEST), json + "\n")?;
    Ok(manifest)
}

/// Looks whether a snapshot is what its manifest says: the manifest, and what is wrong.
///
/// # Errors
///
/// If there is no manifest that can be read.
pub fn check(folder: &Path) -> Result<(Manifest, Vec<String>), Error> {
    let mut json = String::new();
    let file = File::open(folder.join(MANIFEST))?;
    file.take(MAX_MANIFEST).read_to_string(&mut json)?;
    let manifest: Manifest = serde_json::from_str(&json).map_err(io::Error::from)?;
    let mut faults = Vec::new();
    if manifest.version != VERSION {
        faults.push(format!("the manifest has form {}", manifest.version));
    }
    for file in &manifest.files {
        if let Err(fault) = check_file(folder, file) {
            faults.push(format!("{}: {fault}", file.name));
        }
    }
    Ok((manifest, faults))
}

fn check_file(folder: &Path, file: &TableFile) -> Result<(), String> {
    let is_own = TABLES
        .iter()
        .any(|table| file.name == format!("{}.parquet", table.name()));
    if !is_own {
        return Err("no table has that name".to_owned());
    }
    let path = folder.join(&file.name);
    let (sha256, n_bytes) = hash(&path).map_err(|error| error.to_string())?;
    if (&sha256, n_bytes) != (&file.sha256, file.n_bytes) {
        return Err("its bytes are not what was written".to_owned());
    }
    let opened = File::open(&path).map_err(|error| error.to_string())?;
    let reader = SerializedFileReader::new(opened).map_err(|error| error.to_string())?;
    let n_rows = reader.metadata().file_metadata().num_rows();
    match u64::try_from(n_rows) == Ok(file.n_rows) {
        true => Ok(()),
        false => Err(format!("it has {n_rows} rows instead of {}", file.n_rows)),
    }
}

/// SHA-256 and length of a file.
fn hash(path: &Path) -> io::Result<(String, u64)> {
    let mut hash = Sha256::new();
    let mut reader = BufReader::with_capacity(1 << 20, File::open(path)?);
    let n_bytes = io::copy(&mut reader, &mut Hashed(&mut hash))?;
    let bytes = hash.finalize();
    Ok((
        bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        n_bytes,
    ))
}

/// Takes bytes into a hash.
struct Hashed<'h>(&'h mut Sha256);

impl io::Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
